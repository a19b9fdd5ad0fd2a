//! Files as they are opened again.

mod damage;
mod sample;

use super::*;
use crate::{
    discovery::{
        Search, again,
        census::Census,
        event::{Attempt, Ending, Outcome, Part, Report, ServiceNr},
        export::{self, Format},
        journal::Left,
        plan::{Considered, Fate, Plan, Reason},
        provenance::{self, Missing},
        record::{Phase, Place},
    },
    domain::{
        angle::Position,
        constraints::{Axis, Question},
        dataset::{Datasets, DatasetsBuilder},
        ivoid::Ivoid,
        object::Resolved,
        obscore::{Kind, ObsColumn},
        service::{Protocol, Service},
    },
    http::limits::Settings,
    votable::Serialization,
};
use sample::{at, plan, record, report, search};
use std::{
    fs,
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

fn written(record: &Record, format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    export::write(record, format, &mut bytes).unwrap();
    bytes
}

fn in_folder(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn opened_bytes(name: &str, bytes: &[u8]) -> Result<Opened, OpenError> {
    let (_folder, path) = in_folder(name, bytes);
    open(&path, RunId(9))
}

fn cells(record: &Record) -> Vec<String> {
    let dataset = |dataset: crate::domain::dataset::Dataset<'_>| {
        let cell = |column: ObsColumn| match column.kind() {
            Kind::Text => format!("{:?}", dataset.text(column)),
            Kind::Integer => format!("{:?}", dataset.integer(column)),
            Kind::Number => format!("{:?}", dataset.number(column)),
        };
        ObsColumn::ALL.map(cell).join("|")
    };
    record.found().iter().map(dataset).collect()
}

/// The formats in which a file can be opened, each with an ending.
const FORMATS: [(&str, Format); 6] = [
    ("a.vot", Format::VOTable(Serialization::Binary2)),
    ("a.vot", Format::VOTable(Serialization::TableData)),
    ("a.vot.gz", Format::Gzip(Serialization::Binary2)),
    ("a.xml", Format::Gzip(Serialization::TableData)),
    ("a.parquet", Format::Parquet),
    ("a.fits", Format::Fits),
];

#[test]
fn a_file_brings_back_the_question_what_was_found_and_the_services() {
    let before = record(10_000);
    for (name, format) in FORMATS {
        let opened = opened_bytes(name, &written(&before, format)).unwrap();
        assert_eq!(opened.flaws, [""; 0], "{format:?}");
        let after = &opened.record;
        assert_eq!(after.id(), RunId(9));
        assert_eq!(after.search(), before.search(), "{format:?}");
        assert_eq!(after.started(), before.started());
        assert_eq!(after.plan(), before.plan(), "{format:?}");
        assert_eq!(after.census(), before.census());
        assert_eq!(after.registries_asked(), before.registries_asked());
        assert_eq!(after.registry_attempts(), before.registry_attempts());
        assert!(matches!(after.phase(), Phase::Ended(Ending::Stopped)));
        assert_eq!(cells(after), cells(&before), "{format:?}");
        assert_eq!(
            provenance::rows(after),
            provenance::rows(&before),
            "{format:?}"
        );
        let requests = provenance::requests;
        assert_eq!(requests(after), requests(&before), "{format:?}");
        assert_eq!(Missing::of(after), Missing::of(&before));
        let n_before = before.log().len();
        assert_eq!(after.log()[..n_before], *before.log(), "{format:?}");
        let last = after.log().last().unwrap();
        assert!(last.text.starts_with("opened from "), "{last:?}");
    }
}

#[test]
fn what_was_opened_is_saved_again_as_it_was() {
    let before = record(10);
    let format = Format::VOTable(Serialization::TableData);
    let first = written(&before, format);
    let opened = opened_bytes("a.vot", &first).unwrap().record;
    let second = written(&opened, format);
    let lines = |bytes: &[u8]| -> Vec<String> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let is_same = |line: &&str| !line.contains("\"written\"") && !line.contains("opened from");
        text.lines().filter(is_same).map(str::to_owned).collect()
    };
    assert_eq!(lines(&second), lines(&first));
}

#[test]
fn those_that_failed_can_be_asked_again_and_so_can_those_that_stand_behind_them() {
    let before = record(100);
    let bytes = written(&before, Format::VOTable(Serialization::Binary2));
    let after = opened_bytes("a.vot", &bytes).unwrap().record;
    let unanswered = again::all_unanswered(&after);
    assert_eq!(unanswered, again::all_unanswered(&before));
    assert!(
        unanswered.len() >= 3,
        "failed, stopped and not asked: {unanswered:?}"
    );
    assert_eq!(again::all_cut_off(&after), again::all_cut_off(&before));
    let again = again::Again::new(&after, &unanswered).unwrap();
    assert_eq!(again.services(), unanswered);
    let settings = again::Again::new(&before, &unanswered).unwrap().settings();
    assert_eq!(again.settings(), settings);
}

#[test]
fn what_was_opened_is_kept_against_a_crash_like_a_search_that_was_run() {
    let bytes = written(&record(50), Format::VOTable(Serialization::Binary2));
    let opened = opened_bytes("a.vot", &bytes).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let runs = Folder::at(folder.path().join("runs"));
    let journal = opened.begin_journal(Some(runs.clone()), |why| panic!("{why}"));
    journal.keep();
    let left = Left::find(&runs, None).unwrap();
    let (replayed, _journal) = left.open(RunId(9), |why| panic!("{why}")).unwrap();
    assert_eq!(cells(&replayed), cells(&opened.record));
    assert_eq!(
        again::all_unanswered(&replayed),
        again::all_unanswered(&opened.record)
    );
    assert!(replayed.is_ended());
}

#[test]
fn a_search_that_was_running_when_it_was_saved_has_been_stopped() {
    let mut running = Record::begun_at(at(0.0), RunId(1), search());
    let url = "http://reg.example/tap".to_owned();
    running.take_in_at(at(0.1), &Happening::AskingRegistry { url });
    running.take_in_at(at(0.2), &Happening::Planned(Arc::new(plan())));
    running.take_in_at(at(0.3), &Happening::Asking(ServiceNr(0)));
    let part = Part {
        report: (*report(Outcome::Ok, 0.4)).clone(),
        n_asked: 1,
        n_left: 3,
    };
    running.take_in_at(at(0.4), &Happening::Part(ServiceNr(0), Arc::new(part)));
    let bytes = written(&running, Format::VOTable(Serialization::Binary2));
    let opened = opened_bytes("a.vot", &bytes).unwrap();
    assert!(matches!(
        opened.record.phase(),
        Phase::Ended(Ending::Stopped)
    ));
    let Place::Done(report) = &opened.record.services()[0].place else {
        panic!("it was stopped");
    };
    assert_eq!(
        (report.outcome, report.attempts.len()),
        (Outcome::Stopped, 2)
    );
    assert!(
        again::can_ask_again(&opened.record, ServiceNr(2)).is_ok(),
        "its turn had not come"
    );
}

/// The same document without what newer versions write.
fn as_older(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    // The new columns stand last, and with them their cells: the old names go, which no reader looks for.
    let mut text = text;
    for name in [
        "reason",
        "stand_in_row",
        "stands_for",
        "alternates",
        "misses",
        "head",
        "service_row",
    ] {
        text = text.replace(
            &format!("name=\"{name}\""),
            &format!("name=\"other_{name}\""),
        );
    }
    for name in ["registries", "object_asked", "census_counts"] {
        text = text.replace(
            &format!("name=\"{name}\""),
            &format!("name=\"other_{name}\""),
        );
    }
    text.into_bytes()
}

#[test]
fn a_file_of_an_older_version_is_opened_as_far_as_it_goes() {
    let before = record(10);
    let bytes = as_older(&written(&before, Format::VOTable(Serialization::Binary2)));
    let opened = opened_bytes("a.vot", &bytes).unwrap();
    assert_eq!(opened.flaws, [""; 0]);
    let (now, then) = (opened.record.plan().unwrap(), before.plan().unwrap());
    let fates =
        |plan: &Plan| -> Vec<Fate> { plan.considered.iter().map(|one| one.fate.clone()).collect() };
    let mut expected = fates(then);
    // These were asked after all, and why they were left out before is not told.
    expected[1] = Fate::ToAsk;
    expected[7] = Fate::ToAsk;
    assert_eq!(fates(now), expected);
    let unanswered = |record: &Record| again::all_unanswered(record);
    assert_eq!(unanswered(&opened.record), unanswered(&before));
    let requests = |record: &Record| provenance::requests(record).len();
    assert_eq!(requests(&opened.record), requests(&before));
}

#[test]
fn a_registry_that_failed_is_told_again() {
    let mut failed = Record::begun_at(at(0.0), RunId(1), search());
    let failure = crate::discovery::event::Failure {
        sentence: "reg.example could not be reached".to_owned(),
        details: "asked:\nhttp://reg.example".to_owned(),
    };
    failed.take_in_at(
        at(1.0),
        &Happening::Ended(Ending::RegistryFailed(Arc::new(failure.clone()))),
    );
    let bytes = written(&failed, Format::VOTable(Serialization::TableData));
    let opened = opened_bytes("a.vot", &bytes).unwrap();
    assert_eq!(opened.flaws, [""; 0]);
    let Phase::Ended(Ending::RegistryFailed(read)) = opened.record.phase() else {
        panic!("{:?}", opened.record.phase());
    };
    assert_eq!(**read, failure);
}
