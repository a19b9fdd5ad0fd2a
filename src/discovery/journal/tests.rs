//! What is written comes back the same, whatever happens to the end of the file.

mod events;

use super::{
    entry,
    frame::{self, FORMAT, Frames},
    left::{replay, sum_up},
    *,
};
use crate::{
    discovery::{
        census::Census,
        event::{Ending, RunId},
        provenance,
        record::{Phase, Record},
    },
    domain::obscore::ObsColumn,
};
use events::{events, search, time};

/// The bytes of a journal, and where each of its frames ends.
fn journal() -> (Vec<u8>, Vec<usize>) {
    let opening = entry::Opening::of(time(0), &search());
    let mut bytes = frame::add(frame::header(), |bytes| opening.add_to(bytes)).unwrap();
    let mut ends = vec![bytes.len()];
    for (at, happening) in events() {
        bytes = frame::add(bytes, |bytes| entry::add_event(bytes, at, &happening)).unwrap();
        ends.push(bytes.len());
    }
    (bytes, ends)
}

fn read(bytes: &[u8]) -> Result<(Record, SystemTime, u64), Unreadable> {
    replay(Frames::new(bytes, bytes.len() as u64)?, RunId(1))
}

/// The record of the first so many events, as it is made while they are told.
fn told(n_events: usize) -> Record {
    let mut record = Record::begun_at(time(0), RunId(1), search());
    for (at, happening) in events().iter().take(n_events) {
        record.take_in_at(*at, happening);
    }
    record
}

/// All that a record holds, to the last bit of its numbers.
fn all_of(record: &Record) -> String {
    format!("{record:?}")
}

#[test]
fn the_record_of_a_journal_is_that_of_the_events() {
    let (bytes, _) = journal();
    let (record, last, good) = read(&bytes).unwrap();
    assert_eq!(all_of(&record), all_of(&told(usize::MAX)));
    assert_eq!(good, bytes.len() as u64);
    assert_eq!(last, events().last().unwrap().0);
    assert!(record.found().len() == 90, "{}", record.found().len());
}

#[test]
fn a_journal_that_is_cut_off_anywhere_gives_what_is_whole() {
    let (bytes, ends) = journal();
    let n_rows: Vec<usize> = (0..ends.len()).map(|n| told(n).found().len()).collect();
    for cut in 0..bytes.len() {
        let read_frames = || Frames::new(&bytes[..cut], cut as u64);
        let Some(n_events) = ends.partition_point(|end| *end <= cut).checked_sub(1) else {
            let refused = read_frames().and_then(sum_up).unwrap_err();
            assert_eq!(refused, Unreadable::Damaged, "cut at {cut}");
            continue;
        };
        let sum = read_frames().and_then(sum_up).unwrap();
        assert_eq!(sum.n_datasets, n_rows[n_events] as u64, "cut at {cut}");
        if cut == ends[n_events] || cut % 23 == 0 {
            let (record, _, good) = read(&bytes[..cut]).unwrap();
            assert_eq!(good, ends[n_events] as u64, "cut at {cut}");
            assert_eq!(all_of(&record), all_of(&told(n_events)), "cut at {cut}");
        }
    }
}

#[test]
fn a_bit_that_is_wrong_ends_the_reading_there() {
    let (bytes, ends) = journal();
    for at in (ends[0]..bytes.len()).step_by(13) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        let (_, _, good) = read(&damaged).unwrap();
        let before = ends.iter().rfind(|end| **end <= at).unwrap();
        assert_eq!(good, *before as u64, "damaged at {at}");
    }
}

#[test]
fn zeros_after_a_power_cut_are_no_frames() {
    let (mut bytes, _) = journal();
    let whole = bytes.len() as u64;
    bytes.extend([0; 4096]);
    assert_eq!(read(&bytes).unwrap().2, whole);
}

#[test]
fn nothing_panics_on_events_that_only_seem_whole() {
    let (bytes, ends) = journal();
    for (start, end) in ends.iter().zip(&ends[1..]) {
        let content = start + 8..*end;
        for at in content.clone().step_by(content.len() / 24 + 1) {
            for value in [0, 0x7f, 0xff, bytes[at] ^ 1] {
                let mut changed = bytes[content.clone()].to_vec();
                changed[at - content.start] = value;
                let framed = frame::add(bytes[..*start].to_vec(), |mut bytes| {
                    bytes.extend(changed);
                    Ok(bytes)
                });
                if let Ok((record, ..)) = read(&framed.unwrap()) {
                    look_at_all_of(&record);
                }
            }
        }
    }
}

/// Reads what the window, the summary and a file read of a record.
fn look_at_all_of(record: &Record) {
    let found = record.found();
    let n_rows = found.len();
    for row in (0..n_rows.min(600)).chain(n_rows.saturating_sub(5)..=n_rows) {
        let Some(dataset) = found.row(row) else {
            continue;
        };
        for column in ObsColumn::ALL {
            let cells = (dataset.text(column), dataset.number(column));
            assert!(cells.0.is_none() || cells.1.is_none(), "{column:?}");
        }
    }
    let rows = provenance::rows(record);
    assert_eq!(rows.len(), record.services().len());
    let census = record.census().map(Census::elsewhere);
    let said = (record.message(), record.counts().to_string(), census);
    assert!(!said.0.is_empty(), "{said:?}");
}

#[test]
fn the_sum_of_a_journal_says_what_it_was() {
    let (bytes, _) = journal();
    let sum = |bytes: &[u8]| sum_up(Frames::new(bytes, bytes.len() as u64).unwrap()).unwrap();
    let whole = sum(&bytes);
    assert!(!whole.is_ended, "it was resumed after its end");
    assert_eq!(
        whole.n_datasets,
        read(&bytes).unwrap().0.found().len() as u64
    );
    assert_eq!(
        whole.to_string(),
        "a search of 2026-11-25 10:12 UTC (274.6880, -13.7920 1; 2; 1995-01-01 1995-12-31) with 90 datasets was cut off"
    );
    let ended = frame::add(bytes, |bytes| {
        entry::add_event(bytes, time(900), &Happening::Ended(Ending::Complete))
    });
    assert_eq!(
        sum(&ended.unwrap()).to_string(),
        "a search of 2026-11-25 10:12 UTC (274.6880, -13.7920 1; 2; 1995-01-01 1995-12-31) with 90 datasets \
         was left behind"
    );
}

#[test]
fn a_journal_of_another_version_is_not_read() {
    let (mut bytes, _) = journal();
    bytes[12] = bytes[12].wrapping_add(1);
    assert_eq!(read(&bytes).unwrap_err(), Unreadable::OtherVersion);
    assert_eq!(
        read(b"a file of somebody else").unwrap_err(),
        Unreadable::Damaged
    );
}

#[test]
fn the_layout_of_events_is_that_of_the_format() {
    // A journal is read by the program that wrote it or by a later one, which must know whether it can.
    let (bytes, _) = journal();
    assert_eq!(
        (FORMAT, crc32fast::hash(&bytes)),
        (4, 3_198_196_721),
        "the layout of an event has changed: raise FORMAT, and put the new sum here"
    );
}

#[test]
fn a_run_that_was_cut_off_is_found_opened_and_goes_on() {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::at(place.path().join("runs"));
    let silent = |trouble: Trouble| panic!("{trouble}");
    let first = Journal::begin(Some(folder.clone()), time(0), &search(), silent);
    let (cut, rest) = (6, events());
    for (at, happening) in &rest[..cut] {
        first.pen().write(*at, happening);
    }
    first.keep();
    let left = Left::find(&folder, None).unwrap();
    assert!(
        Left::find(&folder, None).is_none(),
        "one program has it at a time"
    );
    let (record, journal) = left.open(RunId(1), silent).unwrap();
    assert!(
        matches!(record.phase(), Phase::Ended(Ending::Stopped)),
        "{record:?}"
    );
    let found = record.found().len();
    assert_eq!(found, told(cut).found().len());
    let resumed = [
        Happening::AskingAgain(Vec::new()),
        Happening::Note("once more".to_owned()),
    ];
    for happening in &resumed {
        journal.pen().write(time(1000), happening);
    }
    journal.keep();
    let (again, journal) = Left::find(&folder, None)
        .unwrap()
        .open(RunId(1), silent)
        .unwrap();
    let texts: Vec<&str> = again.log().iter().map(|line| line.text.as_str()).collect();
    assert!(texts.contains(&"once more"), "{texts:?}");
    assert_eq!(again.found().len(), found);
    journal.remove();
    assert!(Left::find(&folder, None).is_none(), "it was removed");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
