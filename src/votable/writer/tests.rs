//! What was written, read again by our own reader; STILTS and astropy read it in the interoperability tests.

use super::*;
use crate::votable::{Batch, Event, Limits, Reader};
use std::process::{Command, Stdio};

struct Sample;

impl Rows for Sample {
    fn len(&self) -> usize {
        3
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        match (row, column) {
            (2, _) => Cell::Null,
            (_, 0) => Cell::Text(["http://x/?a=1&b=2", "<\u{3b1} \"Cen\">\u{1}"][row]),
            (_, 1) => Cell::Int(i64::from(i32::MAX) + i64::try_from(row).unwrap()),
            (_, 2) => Cell::Double([0.1, -1e300][row]),
            (_, 3) => Cell::Double([0.1, f64::NAN][row]),
            (_, 4) => Cell::Bool(row == 0),
            (_, 5) => Cell::Int(-7),
            _ => Cell::Text(["1 2", "3.5 NaN"][row]),
        }
    }
}

fn spec() -> TableSpec {
    TableSpec {
        name: Some("sample".to_owned()),
        fields: vec![
            Field {
                description: Some("where < it is".to_owned()),
                ..Field::text("url")
            },
            Field::new("long", Datatype::Long),
            Field {
                unit: Some("deg".to_owned()),
                ucd: Some("pos.eq.ra".to_owned()),
                reference: Some("sky".to_owned()),
                ..Field::new("double", Datatype::Double)
            },
            Field {
                reference: Some("time".to_owned()),
                ..Field::new("float", Datatype::Float)
            },
            Field::new("flag", Datatype::Boolean),
            Field::new("byte", Datatype::UnsignedByte),
            Field {
                arraysize: Some("2".to_owned()),
                ..Field::new("position", Datatype::Double)
            },
        ],
        ..TableSpec::default()
    }
}

fn written(serialization: Serialization) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), "Say \u{201c}what\u{201d} & why").unwrap();
    writer.table(&spec(), serialization, &Sample).unwrap();
    writer.info("QUERY_STATUS", "OVERFLOW", "").unwrap();
    writer.finish().unwrap()
}

fn read(document: &[u8]) -> Vec<Event> {
    let mut reader = Reader::new(document, Limits::default());
    std::iter::from_fn(|| reader.next_event().unwrap()).collect()
}

fn rows(events: &[Event]) -> &Batch {
    let batch = events.iter().find_map(|event| match event {
        Event::Rows(batch) => Some(batch),
        _ => None,
    });
    batch.unwrap()
}

#[test]
fn both_serializations_give_back_what_was_written() {
    for serialization in [Serialization::Binary2, Serialization::TableData] {
        let events = read(&written(serialization));
        let batch = rows(&events);
        let text = |column: usize, row| batch.columns()[column].text(row).map(String::from);
        assert_eq!(batch.len(), 3);
        assert_eq!(text(0, 0).unwrap(), "http://x/?a=1&b=2");
        assert_eq!(
            text(0, 1).unwrap(),
            "<\u{3b1} \"Cen\">",
            "{serialization:?}"
        );
        assert_eq!(batch.columns()[1].i64(1), Some(1 << 31));
        assert_eq!(batch.columns()[2].f64(1), Some(-1e300));
        assert_eq!(batch.columns()[3].f64(0), Some(f64::from(0.1_f32)));
        assert_eq!(batch.columns()[3].f64(1), None);
        assert_eq!(batch.columns()[4].bool(1), Some(false));
        assert!(batch.columns()[5].is_null(0), "-7 is no byte");
        assert_eq!(batch.columns()[6].f64s(0), Some(vec![1.0, 2.0]));
        assert!(batch.columns().iter().all(|column| column.is_null(2)));
    }
}

#[test]
fn the_description_of_a_column_survives() {
    let events = read(&written(Serialization::Binary2));
    let head = events.iter().find_map(|event| match event {
        Event::Table(head) => Some(head),
        _ => None,
    });
    let fields = &head.unwrap().fields;
    let wanted = spec().fields;
    assert_eq!(fields[0].datatype, Datatype::UnicodeChar);
    assert_eq!(fields[0].description, wanted[0].description);
    assert_eq!(fields[1..], wanted[1..]);
}

#[test]
fn what_comes_late_still_stands_where_the_standard_allows_it() {
    let mut writer = Writer::new(Vec::new(), "").unwrap();
    writer.param(&Field::text("query"), "1 & 2").unwrap();
    writer.info("first", "1", "text").unwrap();
    writer
        .table(&spec(), Serialization::TableData, &Sample)
        .unwrap();
    writer.info("second", "2", "").unwrap();
    writer
        .param(&Field::new("late", Datatype::Double), "")
        .unwrap();
    let document = String::from_utf8(writer.finish().unwrap()).unwrap();
    let place = |what: &str| document.find(what).unwrap();
    assert!(
        place("name=\"first\"") < place("name=\"query\""),
        "{document}"
    );
    assert!(place("</TABLE>") < place("name=\"second\""), "{document}");
    assert!(
        place("</RESOURCE>\n<RESOURCE") < place("name=\"late\""),
        "{document}"
    );
    assert!(document.contains("value=\"NaN\""), "{document}");
}

/// A document with one of everything.
fn rich(serialization: Serialization) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), "One of everything, \u{3b1} & \u{3c9}").unwrap();
    writer.info("QUERY_STATUS", "OK", "").unwrap();
    writer
        .info("note", "a < b & \"c\"", "with\ttext\nin lines")
        .unwrap();
    let sky = Coosys {
        id: "sky".to_owned(),
        system: Some("ICRS".to_owned()),
        ..Coosys::default()
    };
    writer.coosys(&sky).unwrap();
    let time = Timesys {
        id: "time".to_owned(),
        timeorigin: Some("MJD-origin".to_owned()),
        timescale: Some("UTC".to_owned()),
        refposition: Some("UNKNOWN".to_owned()),
    };
    writer.timesys(&time).unwrap();
    writer
        .param(&Field::text("space"), "274.6880, -13.7920 1\u{b0}")
        .unwrap();
    writer
        .param(&Field::new("nothing", Datatype::Double), "")
        .unwrap();
    writer
        .param(&Field::new("inclusive", Datatype::Boolean), "true")
        .unwrap();
    writer.table(&spec(), serialization, &Sample).unwrap();
    writer.info("log", "after the table", "").unwrap();
    let second = TableSpec {
        id: Some("provenance".to_owned()),
        name: Some("provenance".to_owned()),
        description: Some("What became of each service".to_owned()),
        fields: vec![Field::text("ivoid"), Field::new("received", Datatype::Long)],
        ..TableSpec::default()
    };
    writer.table(&second, serialization, &Nothing).unwrap();
    writer.info("log", "at the end", "").unwrap();
    writer.finish().unwrap()
}

struct Nothing;

impl Rows for Nothing {
    fn len(&self) -> usize {
        0
    }

    fn cell(&self, _: usize, _: usize) -> Cell<'_> {
        Cell::Null
    }
}

#[test]
fn votlint_finds_nothing_to_say() {
    for serialization in [Serialization::Binary2, Serialization::TableData] {
        let votlint = Command::new("stilts")
            .args(["votlint", "votable=-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        // Where STILTS is not installed there is nobody to ask; tests/run installs it.
        let Ok(mut votlint) = votlint else {
            return;
        };
        votlint
            .stdin
            .take()
            .unwrap()
            .write_all(&rich(serialization))
            .unwrap();
        let said = votlint.wait_with_output().unwrap();
        let words = [said.stdout, said.stderr].concat();
        assert_eq!(String::from_utf8_lossy(&words), "", "{serialization:?}");
        assert!(said.status.success());
    }
}
