//! The corpus of broken documents in `tests/data/quirks`, and what a good reader finds in each.

use std::{collections::BTreeMap, fs, path::PathBuf};
use vodiscover::votable::{Event, Limits, Reader};

/// A broken document, and the rows that stand in it all the same.
#[derive(Debug)]
pub(crate) struct Broken {
    /// The name of its file, without ending: what is broken.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) file: PathBuf,
    /// Its rows, each cell as text, empty where there is no value. `a|b` means that both are right.
    pub(crate) rows: Vec<Vec<String>>,
}

impl Broken {
    /// All rows that our reader finds in it, until it ends or breaks.
    pub(crate) fn read(&self) -> Vec<Vec<String>> {
        let bytes = fs::read(&self.file).unwrap();
        let mut reader = Reader::new(bytes.as_slice(), Limits::default());
        let mut rows = Vec::new();
        while let Ok(Some(event)) = reader.next_event() {
            if let Event::Rows(batch) = event {
                for row in 0..batch.len() {
                    let cells = batch.columns().iter();
                    let text = cells.map(|cell| cell.text(row).unwrap_or_default().into_owned());
                    rows.push(text.collect());
                }
            }
        }
        rows
    }
}

/// All of them, by name.
pub(crate) fn corpus() -> Vec<Broken> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/quirks");
    let mut expected: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(folder.join("expected.csv"))
        .unwrap();
    for record in table.records() {
        let record = record.unwrap();
        let mut cells = record.iter().map(unescaped);
        let rows = expected.entry(cells.next().unwrap()).or_default();
        let row: Vec<String> = cells.collect();
        if !row.is_empty() {
            rows.push(row);
        }
    }
    let files = fs::read_dir(&folder).unwrap();
    let is_document = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "vot");
    let n_documents = files
        .map(|file| file.unwrap().path())
        .filter(is_document)
        .count();
    assert_eq!(n_documents, expected.len(), "each is worked out");
    let broken = expected.into_iter().map(|(name, rows)| Broken {
        file: folder.join(format!("{name}.vot")),
        name,
        rows,
    });
    broken.collect()
}

/// Whether somebody found in a document what stands there.
pub(crate) fn is_right(expected: &[Vec<String>], found: &[Vec<String>]) -> bool {
    let same_row = |(expected, found): (&Vec<String>, &Vec<String>)| {
        let cells = expected.iter().zip(found);
        expected.len() == found.len() && cells.into_iter().all(|(one, other)| is_same(one, other))
    };
    expected.len() == found.len() && expected.iter().zip(found).all(same_row)
}

/// Texts are the same up to blanks around them, numbers up to how they are written, arrays up to their punctuation.
fn is_same(expected: &str, found: &str) -> bool {
    let numbers = |text: &str| -> Option<Vec<f64>> {
        let words = text
            .split([' ', ',', '(', ')'])
            .filter(|word| !word.is_empty());
        words.map(|word| word.parse().ok()).collect()
    };
    expected.split('|').any(|expected| {
        let both = numbers(expected).zip(numbers(found));
        expected.trim() == found.trim()
            || both.is_some_and(|(one, other)| !one.is_empty() && one == other)
    })
}

/// With the characters for which `\u{b}` and the like stand.
fn unescaped(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (code, after) = after.split_once('}').unwrap();
        text.push_str(before);
        text.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        rest = after;
    }
    text + rest
}
