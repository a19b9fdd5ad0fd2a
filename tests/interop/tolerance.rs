//! Broken documents, read by us, by STILTS and by astropy: who finds what stands in them.
//!
//! Of the first 55 documents in `tests/data/quirks`, STILTS 3.4.7 reads 23 as they are meant and astropy 7.2 reads 14, both with
//! their most lenient settings.

use crate::{
    corpus::{Broken, corpus, is_right},
    support::{beside, need_program, need_python, output_of},
};
use std::{
    collections::BTreeMap,
    path::Path,
    process::{Command, Stdio},
    thread,
};

/// A reader must do better than each of the others on so many documents.
const LEAD: usize = 10;

/// Programs of STILTS that run side by side: each takes a second to start.
const SIDE_BY_SIDE: usize = 4;

/// What somebody found in each document, by its name.
type Found = BTreeMap<String, Vec<Vec<String>>>;

/// Asserts that we read everything, and that somebody else does not, with `what` they did.
fn compare(who: &str, corpus: &[Broken], found: &Found) {
    let none = Vec::new();
    let is_read = |broken: &&Broken| {
        let found = found.get(&broken.name).unwrap_or(&none);
        is_right(&broken.rows, found)
    };
    let (right, wrong): (Vec<&Broken>, Vec<&Broken>) = corpus.iter().partition(is_read);
    let names = |list: &[&Broken]| -> Vec<String> {
        list.iter().map(|broken| broken.name.clone()).collect()
    };
    for broken in &right {
        let ours = broken.read();
        assert!(
            is_right(&broken.rows, &ours),
            "{who} reads {}, we read {ours:?}",
            broken.name
        );
    }
    let lead: Vec<&Broken> = wrong
        .into_iter()
        .filter(|broken| is_right(&broken.rows, &broken.read()))
        .collect();
    assert_eq!(
        right.len() + lead.len(),
        corpus.len(),
        "we read all of them"
    );
    let n_right = right.len();
    assert!(
        lead.len() >= LEAD,
        "{who} reads {n_right} of {}; we read besides only {:?}",
        corpus.len(),
        names(&lead)
    );
    // A peer that reads none has not been asked as it should be.
    assert!(n_right >= LEAD, "{who} reads only {:?}", names(&right));
}

#[test]
fn we_read_more_broken_documents_than_stilts() {
    let Some(stilts) = need_program("stilts") else {
        return;
    };
    let corpus = corpus();
    let mut found = Found::new();
    thread::scope(|scope| {
        let read = |broken: &Broken| (broken.name.clone(), read_by_stilts(&stilts, &broken.file));
        let share = corpus.len().div_ceil(SIDE_BY_SIDE);
        let shares: Vec<_> = corpus
            .chunks(share)
            .map(|share| scope.spawn(move || share.iter().map(read).collect::<Vec<_>>()))
            .collect();
        for share in shares {
            found.extend(share.join().unwrap());
        }
    });
    compare("STILTS", &corpus, &found);
}

/// The rows that STILTS gives, whether or not it then says that something is wrong.
fn read_by_stilts(stilts: &Path, file: &Path) -> Vec<Vec<String>> {
    let output = Command::new(stilts)
        .args(["tpipe", "ifmt=votable", "ofmt=csv"])
        .arg(format!("in={}", file.display()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let mut table = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(output.stdout.as_slice());
    let rows = table.records().filter_map(Result::ok);
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn we_read_more_broken_documents_than_astropy() {
    let Some(python) = need_python() else {
        return;
    };
    let corpus = corpus();
    let mut command = Command::new(python);
    command.arg(beside("read_broken.py"));
    command.args(corpus.iter().map(|broken| &broken.file));
    let said: BTreeMap<String, Option<Vec<Vec<String>>>> =
        serde_json::from_str(&output_of(&mut command)).unwrap();
    let found = said
        .into_iter()
        .filter_map(|(name, rows)| Some((name, rows?)))
        .collect();
    compare("astropy", &corpus, &found);
}
