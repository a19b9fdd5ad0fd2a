//! Files as they are read back.

use super::*;
use crate::{
    discovery::{
        Search,
        event::{Ending, Happening, Outcome, Report, RunId, ServiceNr},
        plan::{Considered, Fate, Plan, Reason},
    },
    domain::{
        constraints::{Constraints, Question},
        dataset::DatasetsBuilder,
        interval::Interval,
        ivoid::Ivoid,
        service::{Protocol, Service},
        time::Mjd,
        wavelength::Metres,
    },
    http::limits::Settings,
    votable::{Batch, Event, Limits, Reader},
};
use std::fs;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

/// A search that found two images and left one service out.
fn record() -> Record {
    let question = Question::example();
    let search = Search {
        constraints: Constraints {
            space: None,
            spectrum: Interval::new(Metres(2e-9), Metres(2e-9)),
            time: Interval::new(Mjd(49718.0), Mjd(f64::INFINITY)),
            product: question.product,
            inclusive: false,
        },
        question,
        registry: "http://reg.example/tap?a=1&b=2".to_owned(),
        fallbacks: Vec::new(),
        settings: Settings::default(),
    };
    let mut record = Record::new(RunId(1), search);
    let service = |name: &str| Service {
        ivoid: Ivoid::new(&format!("ivo://example/{name}")),
        title: format!("The <{name}> Archive"),
        protocol: Protocol::Sia2,
        access_url: format!("http://{name}.example/?"),
    };
    let considered = |name, fate| Considered {
        service: service(name),
        alternates: Vec::new(),
        fate,
        stands_for: Vec::new(),
    };
    let by = ServiceNr(0);
    record.take_in(&Happening::Planned(Arc::new(Plan {
        considered: vec![
            considered("one", Fate::ToAsk),
            considered("two", Fate::LeftOut(Reason::ServedBy { by })),
        ],
    })));
    let mut datasets = DatasetsBuilder::new();
    for (title, ra, size) in [("M 16, \"Eagle\"", 274.5, Some(12)), ("β Cep", 0.1, None)] {
        datasets.set_text(ObsColumn::ObsTitle, title);
        datasets.set_number(ObsColumn::SRa, ra);
        if let Some(size) = size {
            datasets.set_integer(ObsColumn::AccessEstsize, size);
        }
        datasets.finish_row();
    }
    let nr = ServiceNr(0);
    record.take_in(&Happening::Asking(nr));
    record.take_in(&Happening::Rows(nr, Arc::new(datasets.finish())));
    let mut report = Report::unasked(Outcome::Ok, "", UNIX_EPOCH);
    (report.received, report.matched, report.new) = (3, 2, 2);
    record.take_in(&Happening::Finished(nr, Arc::new(report)));
    record.take_in(&Happening::Ended(Ending::Complete));
    record
}

/// The tables of a document by name, and its INFOs and PARAMs as `name=value`.
fn read(document: &[u8]) -> (Vec<(String, Vec<Batch>)>, Vec<String>) {
    let mut reader = Reader::new(document, Limits::default());
    let (mut tables, mut said) = (Vec::new(), Vec::new());
    while let Some(event) = reader.next_event().unwrap() {
        match event {
            Event::Table(head) => tables.push((head.name.clone().unwrap(), Vec::new())),
            Event::Rows(batch) => tables.last_mut().unwrap().1.push(batch),
            Event::Info(info) => said.push(format!("{}={}", info.name, info.value)),
            Event::Param(param) => said.push(format!("{}={}", param.field.name, param.value)),
            Event::Warning(warning) => panic!("{warning}"),
            _ => {}
        }
    }
    (tables, said)
}

fn written(format: Format) -> Vec<u8> {
    let mut all = Vec::new();
    write(&record(), format, &mut all).unwrap();
    all
}

#[test]
fn a_votable_has_datasets_question_provenance_and_log() {
    for serialization in [Serialization::Binary2, Serialization::TableData] {
        let (tables, said) = read(&written(Format::VOTable(serialization)));
        let names: Vec<&str> = tables.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["datasets", "provenance"]);
        let datasets = &tables[0].1[0];
        let column = |column: ObsColumn| datasets.column(column.index()).unwrap();
        assert_eq!(datasets.len(), 2);
        assert_eq!(column(ObsColumn::SRa).f64(0), Some(274.5));
        assert_eq!(column(ObsColumn::ObsTitle).text(1).unwrap(), "β Cep");
        assert_eq!(column(ObsColumn::AccessEstsize).i64(0), Some(12));
        assert!(
            column(ObsColumn::AccessEstsize).is_null(1),
            "null stays null"
        );
        let services = &tables[1].1[0];
        let cell = |row, column: usize| services.column(column).unwrap().text(row).unwrap();
        assert_eq!(cell(0, 1), "The <one> Archive");
        assert_eq!((cell(0, 4), cell(1, 4)), ("ok".into(), "skipped".into()));
        assert!(
            cell(1, 11).contains("The <one> Archive (ivo://example/one)"),
            "{}",
            cell(1, 11)
        );
        for expected in [
            "QUERY_STATUS=OK",
            "state=complete",
            "space=274.6880, -13.7920 1",
            "registry=http://reg.example/tap?a=1&b=2",
            "inclusive=F",
            "mjd=49718 +Inf",
        ] {
            assert!(said.iter().any(|it| it == expected), "{expected}: {said:?}");
        }
        let n_log = said.iter().filter(|it| it.starts_with("log=")).count();
        assert_eq!(n_log, record().log().len());
    }
}

#[test]
fn csv_quotes_what_needs_it_and_leaves_nulls_empty() {
    let text = String::from_utf8(written(Format::Csv)).unwrap();
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    let cell = |row: usize, column: ObsColumn| rows[row].get(column.index()).unwrap();
    assert_eq!(cell(0, ObsColumn::ObsTitle), "M 16, \"Eagle\"");
    assert_eq!(cell(0, ObsColumn::SRa), "274.5");
    assert_eq!(cell(1, ObsColumn::AccessEstsize), "");
}

#[test]
fn what_is_saved_over_a_file_keeps_its_permissions_and_leaves_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("found.vot");
    fs::write(&path, "old").unwrap();
    let saved = save(&record(), &path).unwrap();
    assert_eq!(saved.rows, 2);
    assert!(fs::read(&path).unwrap().starts_with(b"<?xml"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_save_that_fails_leaves_the_old_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("found.vot");
    fs::write(&path, "old").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let error = save(&record(), &path).unwrap_err();
    assert!(matches!(error, SaveError::NotAllowed(_)), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_cannot_be_saved_says_why_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        (
            folder.path().join("missing/found.vot"),
            "there is no such folder; make it first",
        ),
        (folder.path().join("found.fits"), "use .vot, .xml or .csv"),
        (folder.path().join("found"), "use .vot, .xml or .csv"),
        (
            folder.path().join("found.parquet"),
            "comes with a later version",
        ),
    ];
    for (path, expected) in cases {
        let said = save(&record(), &path).unwrap_err().to_string();
        assert!(said.contains(expected), "{said}");
    }
    let inside = folder.path().join("folder.vot");
    fs::create_dir(&inside).unwrap();
    let said = save(&record(), &inside).unwrap_err().to_string();
    assert!(said.starts_with("this is a folder"), "{said}");
}
