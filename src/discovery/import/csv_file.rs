//! A CSV file of ours, and the VOTable beside it that has its question and its services.

use super::{OpenError, contents::Contents, source::Source};
use crate::{discovery::export, domain::obscore::ObsColumn};
use std::{
    cell::Cell,
    io::{self, Read},
    path::Path,
    rc::Rc,
};

/// Bytes of one line: a quote that is never closed must not take all memory.
const LONGEST_LINE: usize = 64 << 20;

/// Reads the datasets, as far as they are whole, and what stands beside them.
///
/// # Errors
/// Where the columns are not ours.
pub(super) fn read(
    source: impl Read,
    path: &Path,
    contents: &mut Contents,
) -> Result<(), OpenError> {
    read_beside(path, contents);
    let (since, last) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(b'\n')));
    let bounded = Bounded {
        source,
        since: Rc::clone(&since),
        last: Rc::clone(&last),
    };
    let mut lines = csv::ReaderBuilder::new().from_reader(bounded);
    let names = match lines.headers() {
        Ok(names) => names.clone(),
        Err(_) => return Err(not_ours("its first line cannot be read", path)),
    };
    for column in ObsColumn::ALL {
        let is_ours = column.index() < ObsColumn::MANDATORY
            || matches!(column, ObsColumn::OriginService | ObsColumn::Protocol);
        if is_ours && !names.iter().any(|name| name == column.name()) {
            let why = format!("it has no column {}", column.name());
            return Err(not_ours(&why, path));
        }
    }
    let columns: Vec<Option<ObsColumn>> = names.iter().map(ObsColumn::from_name).collect();
    let (mut line, mut next) = (csv::StringRecord::new(), csv::StringRecord::new());
    while contents.breach.is_none() {
        since.set(0);
        let read = lines.read_record(&mut next);
        let is_cut = matches!(read, Ok(false)) && last.get() != b'\n';
        if !line.is_empty() && !is_cut {
            take(contents, &columns, &line);
        }
        match read {
            Ok(false) => {
                let why = || "it breaks off within its last row".to_owned();
                contents.breach = is_cut.then(why);
                break;
            }
            Ok(true) => std::mem::swap(&mut line, &mut next),
            Err(error) => {
                let n_rows = lines.position().record().saturating_sub(1);
                contents.breach = Some(breach(&error, n_rows));
            }
        }
    }
    contents.end_chunk();
    Ok(())
}

fn take(contents: &mut Contents, columns: &[Option<ObsColumn>], line: &csv::StringRecord) {
    contents.push_dataset(|into| {
        for (column, cell) in columns.iter().zip(line) {
            if let Some(column) = column {
                into.set_text(*column, cell);
            }
        }
    });
}

/// Reads the question, the services and the log where they stand. What is not there is missed by whoever looks for it.
fn read_beside(path: &Path, contents: &mut Contents) {
    if let Ok(Source::Xml(bytes)) = Source::open(&export::beside(path)) {
        contents.read_votable(bytes).ok();
    }
    if !contents.is_ours() {
        *contents = Contents::default();
    }
}

fn not_ours(why: &str, path: &Path) -> OpenError {
    let why = format!(
        "this is no table of datasets as vodiscover writes them ({why}); TOPCAT opens other tables"
    );
    OpenError::not_ours(why, path)
}

fn breach(error: &csv::Error, n_rows: u64) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { .. } | csv::ErrorKind::Utf8 { .. } => {
            format!("it breaks off or is damaged after {n_rows} rows")
        }
        _ => format!("it cannot be read further after {n_rows} rows: {error}"),
    }
}

/// A source that ends where too much of it makes one line.
struct Bounded<R> {
    source: R,
    since: Rc<Cell<usize>>,
    /// The last byte that was read: where a file is whole, it ends a line.
    last: Rc<Cell<u8>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.since.get() > LONGEST_LINE {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a line is too long",
            ));
        }
        let n_bytes = self.source.read(into)?;
        self.since.set(self.since.get() + n_bytes);
        if let Some(last) = n_bytes.checked_sub(1).and_then(|at| into.get(at)) {
            self.last.set(*last);
        }
        Ok(n_bytes)
    }
}
