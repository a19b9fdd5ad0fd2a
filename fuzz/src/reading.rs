//! A VOTable read to its end, with all that holds for every reading checked on the way.

use std::{io::Read, sync::Arc};
use vodiscover::votable::{Batch, Event, Limits, Reader, TableHead, VotableError};

/// What a document told.
#[derive(Debug, Default)]
pub struct Told {
    /// A line for each event but rows and warnings, and one for each row.
    pub lines: Vec<String>,
    /// All cells of all rows.
    pub rows: Vec<Vec<Option<String>>>,
    pub warnings: Vec<String>,
    /// The last table's head.
    pub head: Option<Arc<TableHead>>,
    pub error: Option<String>,
}

/// Bounds that a small document can reach.
pub fn small_limits() -> Limits {
    Limits {
        depth: 12,
        columns: 8,
        params: 4,
        event_bytes: 2048,
        cell_bytes: 256,
        text_bytes: 64,
        prelude_bytes: 512,
        batch_rows: 4,
        batch_bytes: 1024,
        head_bytes: 2048,
        ..Limits::default()
    }
}

/// Bytes that come in pieces of certain sizes, over and over.
#[derive(Debug)]
pub struct Pieces<'a> {
    rest: &'a [u8],
    sizes: std::iter::Cycle<std::iter::Copied<std::slice::Iter<'a, usize>>>,
}

impl<'a> Pieces<'a> {
    pub fn of(document: &'a [u8], sizes: &'a [usize]) -> Self {
        Self {
            rest: document,
            sizes: sizes.iter().copied().cycle(),
        }
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.sizes.next().unwrap_or(1).clamp(1, into.len().max(1));
        let n = n.min(self.rest.len()).min(into.len());
        let (now, later) = self.rest.split_at(n);
        into[..n].copy_from_slice(now);
        self.rest = later;
        Ok(n)
    }
}

/// Reads all of a document of so many bytes.
pub fn read(source: impl Read, n_bytes: usize, limits: &Limits) -> Told {
    let mut reader = Reader::new(source, limits.clone());
    let mut told = Told::default();
    let mut in_table = false;
    let mut n_events = 0;
    loop {
        n_events += 1;
        // A tag may begin and end something and be warned of; UTF-8 takes the place of other encodings.
        assert!(n_events <= 8 * n_bytes + 64, "events without an end");
        match reader.next_event() {
            Ok(Some(Event::Rows(batch))) => {
                assert!(in_table, "rows outside of a table");
                let head = told.head.clone().expect("a head before rows");
                check_batch(&batch, &head, limits);
                take_in(&batch, &mut told);
                assert!(told.rows.len() <= 2 * n_bytes, "rows of nothing");
            }
            Ok(Some(event)) => {
                match &event {
                    Event::Table(head) => {
                        assert!(!in_table, "a table within a table");
                        check_head(head, limits);
                        told.head = Some(Arc::clone(head));
                        in_table = true;
                    }
                    Event::TableEnd => {
                        assert!(in_table, "the end of no table");
                        in_table = false;
                    }
                    Event::Description(text) => assert!(text.len() <= limits.text_bytes),
                    Event::Info(info) => assert!(info.text.len() <= limits.text_bytes),
                    _ => {}
                }
                match event {
                    Event::Warning(warning) => told.warnings.push(one_line(&warning.to_string())),
                    event => told.lines.push(format!("{event:?}")),
                }
            }
            Ok(None) => break,
            Err(error) => {
                check_error(&error, &told);
                told.error = Some(one_line(&error.to_string()));
                break;
            }
        }
    }
    assert!(matches!(reader.next_event(), Ok(None)), "after the end");
    told
}

fn take_in(batch: &Batch, told: &mut Told) {
    for row in 0..batch.len() {
        let columns = batch.columns().iter();
        let cells: Vec<_> = columns
            .map(|column| column.text(row).map(String::from))
            .collect();
        told.lines.push(format!("{cells:?}"));
        told.rows.push(cells);
    }
}

fn check_head(head: &TableHead, limits: &Limits) {
    assert!(head.fields.len() <= limits.columns, "columns");
    assert!(head.params.len() <= limits.params, "params");
    for field in &head.fields {
        let described = field.description.as_deref().unwrap_or_default();
        assert!(described.len() <= limits.text_bytes, "a description");
        field.shape();
    }
}

/// Rows are whole, and what the ways to ask for a cell give agrees.
fn check_batch(batch: &Batch, head: &TableHead, limits: &Limits) {
    assert!(!batch.is_empty(), "an empty batch");
    assert!(batch.len() <= limits.batch_rows, "rows in a batch");
    assert_eq!(batch.columns().len(), head.fields.len(), "columns");
    // A row goes into a batch that has room for less: of four cells at most, an element of which may take 16 bytes.
    let longest_row = 16 * (4 * limits.cell_bytes + limits.event_bytes);
    let most = 16 * limits.batch_bytes + longest_row + 64 * batch.columns().len() * batch.len();
    assert!(batch.heap_bytes() <= most, "{} bytes", batch.heap_bytes());
    for column in batch.columns() {
        for row in 0..batch.len() {
            let (number, whole) = (column.f64(row), column.i64(row));
            assert!(number.is_none_or(|number| !number.is_nan()), "NaN is null");
            if column.is_null(row) {
                assert_eq!((number, whole), (None, None), "null is no number");
                assert_eq!(column.f64s(row), None, "null is no list");
                assert_eq!(column.bool(row), None, "null is no truth value");
            } else {
                assert!(column.text(row).is_some(), "a value has a text");
            }
            if let (Some(whole), Some(number)) = (whole, number) {
                #[expect(clippy::cast_precision_loss, reason = "the nearest double is meant")]
                let real = whole as f64;
                assert!(
                    (number - real).abs() <= 1e-15 * real.abs(),
                    "{whole} {number}"
                );
            }
        }
        let beyond = batch.len();
        assert!(column.text(beyond).is_none(), "no row is beyond the last");
        assert!(column.is_null(beyond) && column.f64s(beyond).is_none());
    }
}

fn check_error(error: &VotableError, told: &Told) {
    let n_told = told.rows.len() as u64;
    match error {
        // It is told behind the rest of the document.
        VotableError::PartOfRow { rows, .. } => assert!(*rows <= n_told, "rows before {error}"),
        _ => assert_eq!(error.rows(), n_told, "rows before {error}"),
    }
    assert!(error.details().len() < 2048, "details are short");
}

/// What a person is told is one line.
pub fn one_line(sentence: &str) -> String {
    assert!(!sentence.is_empty(), "an empty sentence");
    assert!(!sentence.contains('\n'), "several lines: {sentence:?}");
    sentence.to_owned()
}
