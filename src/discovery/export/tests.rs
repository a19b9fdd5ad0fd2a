//! Files as they are read back.

mod columns;
mod saving;

use super::*;
use crate::{
    discovery::{
        Search,
        event::{Attempt, Ending, Happening, Outcome, Report, RunId, ServiceNr},
        plan::{Considered, Fate, Plan, Reason},
    },
    domain::{
        constraints::{Constraints, Question},
        dataset::DatasetsBuilder,
        interval::Interval,
        ivoid::Ivoid,
        obscore::ObsColumn,
        service::{Protocol, Service},
        time::Mjd,
        wavelength::Metres,
    },
    http::limits::Settings,
    votable::{Batch, Event, Limits, Reader, Serialization, TableHead},
};
use flate2::read::MultiGzDecoder;
use std::{
    borrow::Cow,
    fs,
    io::Read as _,
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

/// What a service said, in several lines and with all that markup and quotes can spoil.
const DETAILS: &str = "asked: http://one.example/\n<h1>\"Sorry\" & 'so on'</h1>\n\tKönigstuhl; a,b";

fn attempt(url: &str) -> Attempt {
    Attempt {
        url: url.to_owned(),
        request: format!("curl {url}"),
        rung: "position".into(),
        started: UNIX_EPOCH,
        took: Duration::from_millis(250),
        received: 3,
        message: String::new(),
        head: String::new(),
    }
}

/// A search that found two images and left one service out.
fn record() -> Record {
    let question = Question::example();
    let search = Search {
        constraints: Constraints {
            space: question.parse().unwrap().space,
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
    for url in ["http://first.example/tap", "http://reg.example/tap?a=1&b=2"] {
        let url = url.to_owned();
        record.take_in(&Happening::AskingRegistry { url });
    }
    let to_registry = attempt("http://reg.example/tap?a=1&b=2");
    record.take_in(&Happening::RegistryAsked(Arc::new(to_registry)));
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
    report.details = DETAILS.to_owned();
    report.attempts = vec![attempt("http://one.example/?A='1'&B=2")];
    record.take_in(&Happening::Finished(nr, Arc::new(report)));
    record.take_in(&Happening::Ended(Ending::Complete));
    record
}

/// A table as it is read back.
struct Table {
    head: Arc<TableHead>,
    batches: Vec<Batch>,
}

/// The tables of a document, and its INFOs and PARAMs as `name=value`.
fn read(document: &[u8]) -> (Vec<Table>, Vec<String>) {
    let mut reader = Reader::new(document, Limits::default());
    let (mut tables, mut said) = (Vec::<Table>::new(), Vec::new());
    while let Some(event) = reader.next_event().unwrap() {
        match event {
            Event::Table(head) => tables.push(Table {
                head,
                batches: Vec::new(),
            }),
            Event::Rows(batch) => tables.last_mut().unwrap().batches.push(batch),
            Event::Info(info) => said.push(format!("{}={}", info.name, info.value)),
            Event::Param(param, _) => said.push(format!("{}={}", param.field.name, param.value)),
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

/// The text in a row of a table, by the name of its column.
fn cell(table: &Table, row: usize, name: &str) -> Option<String> {
    let column = table.head.by_name(name).unwrap();
    let column = table.batches[0].column(column).unwrap();
    column.text(row).map(Cow::into_owned)
}

#[test]
fn a_votable_has_datasets_services_and_requests() {
    for serialization in [Serialization::Binary2, Serialization::TableData] {
        let (tables, _) = read(&written(Format::VOTable(serialization)));
        let names = tables.iter().map(|table| table.head.name.as_deref());
        assert_eq!(
            names.collect::<Vec<_>>(),
            [Some("datasets"), Some("provenance"), Some("requests")]
        );
        let datasets = &tables[0].batches[0];
        let column = |column: ObsColumn| datasets.column(column.index()).unwrap();
        assert_eq!(datasets.len(), 2);
        assert_eq!(column(ObsColumn::SRa).f64(0), Some(274.5));
        assert_eq!(column(ObsColumn::ObsTitle).text(1).unwrap(), "β Cep");
        assert_eq!(column(ObsColumn::AccessEstsize).i64(0), Some(12));
        assert!(
            column(ObsColumn::AccessEstsize).is_null(1),
            "null stays null"
        );
        let services = |row, name| cell(&tables[1], row, name);
        assert_eq!(services(0, "title").unwrap(), "The <one> Archive");
        assert_eq!(services(0, "outcome").unwrap(), "ok");
        assert_eq!(services(0, "url").unwrap(), "http://one.example/?A='1'&B=2");
        assert_eq!(services(0, "details").unwrap(), DETAILS);
        assert_eq!(services(0, "stand_in"), None);
        assert_eq!(services(1, "outcome").unwrap(), "skipped");
        assert_eq!(services(1, "stand_in").unwrap(), "ivo://example/one");
        assert_eq!(services(1, "url"), None);
        assert_eq!(services(1, "access_url").unwrap(), "http://two.example/?");
        let message = services(1, "message").unwrap();
        assert!(
            message.contains("The <one> Archive (ivo://example/one)"),
            "{message}"
        );
        let requests = |row, name| cell(&tables[2], row, name);
        assert_eq!(
            requests(0, "asked").unwrap(),
            "http://reg.example/tap?a=1&b=2"
        );
        assert_eq!(requests(1, "asked").unwrap(), "ivo://example/one");
        assert_eq!(requests(1, "started").unwrap(), "1970-01-01T00:00:00");
        assert_eq!(requests(1, "duration").unwrap(), "0.25");
    }
}

#[test]
fn a_compressed_votable_is_the_same_document() {
    let record = record();
    let mut packed = Vec::new();
    let format = Format::Gzip(Serialization::TableData);
    write(&record, format, &mut packed).unwrap();
    let mut unpacked = String::new();
    MultiGzDecoder::new(packed.as_slice())
        .read_to_string(&mut unpacked)
        .unwrap();
    let mut plain = Vec::new();
    let format = Format::VOTable(Serialization::TableData);
    write(&record, format, &mut plain).unwrap();
    let plain = String::from_utf8(plain).unwrap();
    // The time of writing is another.
    let is_same = |line: &&str| !line.contains("\"written\"");
    let lines = |text: &str| text.lines().filter(is_same).collect::<String>();
    assert_eq!(lines(&unpacked), lines(&plain));
    assert!(packed.len() * 3 < unpacked.len(), "{}", packed.len());
}

#[test]
fn a_votable_says_what_was_asked_how_and_how_far_it_came() {
    let (_, said) = read(&written(Format::VOTable(Serialization::Binary2)));
    for expected in [
        "QUERY_STATUS=OK",
        concat!("software=vodiscover ", env!("CARGO_PKG_VERSION")),
        "state=complete",
        "space=274.6880, -13.7920 1",
        "region=274.688 -13.792 1",
        "registry=http://reg.example/tap?a=1&b=2",
        "registries_failed=http://first.example/tap",
        "inclusive=F",
        "band=0.000000002 0.000000002",
        "mjd=49718 +Inf",
        "timeout_connect=10",
        "timeout_silence=20",
        "timeout_answer=60",
        "maxrec=20000",
        "max_answer_rows=1000000",
        "max_answer_bytes=2147483648",
        "max_requests=32",
        "max_requests_per_host=2",
        "max_redirects=5",
        "n_datasets=2",
        "n_services=2",
        "n_ok=1",
        "n_skipped=1",
        "n_failed=0",
        "complete=T",
        "missing=nothing is known to be missing",
    ] {
        assert!(said.iter().any(|it| it == expected), "{expected}: {said:?}");
    }
    let n_log = said.iter().filter(|it| it.starts_with("log=")).count();
    assert_eq!(n_log, record().log().len());
}

#[test]
fn the_provenance_by_itself_has_services_and_requests_and_as_csv_the_services() {
    let mut votable = Vec::new();
    let format = Format::VOTable(Serialization::Binary2);
    write_provenance(&record(), format, &mut votable).unwrap();
    let (tables, said) = read(&votable);
    let names = tables.iter().map(|table| table.head.name.as_deref());
    assert_eq!(
        names.collect::<Vec<_>>(),
        [Some("provenance"), Some("requests")]
    );
    assert!(said.iter().any(|it| it == "complete=T"), "{said:?}");
    let mut text = Vec::new();
    write_provenance(&record(), Format::Csv, &mut text).unwrap();
    let mut lines = csv::Reader::from_reader(text.as_slice());
    let names = lines.headers().unwrap().clone();
    let place = |name| names.iter().position(|it| it == name).unwrap();
    let rows: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].get(place("details")), Some(DETAILS));
    assert_eq!(rows[1].get(place("stand_in")), Some("ivo://example/one"));
    assert_eq!(rows[1].get(place("duration")), Some(""));
}

/// Counts what is written, and the longest piece.
#[derive(Debug, Default)]
struct Gauge {
    n_bytes: usize,
    longest: usize,
}

impl Write for Gauge {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.n_bytes += bytes.len();
        self.longest = self.longest.max(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn however_many_rows_there_are_they_are_written_in_small_pieces() {
    let mut record = record();
    record.take_in(&Happening::AskingAgain(Vec::new()));
    let chunk = Arc::clone(record.found().chunks().first().unwrap());
    for _ in 0..20_000 {
        record.take_in(&Happening::Rows(ServiceNr(0), Arc::clone(&chunk)));
    }
    for format in [
        Format::VOTable(Serialization::Binary2),
        Format::VOTable(Serialization::TableData),
        Format::Csv,
    ] {
        let mut gauge = Gauge::default();
        write(&record, format, &mut gauge).unwrap();
        assert!(2_000_000 < gauge.n_bytes, "{format:?}: {gauge:?}");
        assert!(gauge.longest < 100_000, "{format:?}: {gauge:?}");
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
