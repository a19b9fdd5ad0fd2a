//! A search of which every kind of outcome and of reason is told.

use super::*;

/// All that markup, quotes and encodings can spoil.
const AWKWARD: &str = "5 < 7 & \"7\" > '5'; a,b\u{3b2} \u{2033}\u{1f52d} ]]> &amp;\n\"x\",y";

pub(super) fn at(seconds: f64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(784_111_777) + Duration::from_secs_f64(seconds)
}

pub(super) fn search() -> Search {
    let question = Question {
        space: "M16 0.5".to_owned(),
        spectrum: "0.5..2 keV".to_owned(),
        time: "1995 ..".to_owned(),
        resolved: Some(Resolved {
            asked: "M16".to_owned(),
            object: "M  16".to_owned(),
            position: Position::new(274.7, -13.806_667).unwrap(),
            source: "SIMBAD".to_owned(),
        }),
        services: ["ivo://example/one", "ivo://example/two"]
            .map(Ivoid::new)
            .into(),
        ..Question::default()
    };
    Search {
        constraints: question.parse().unwrap(),
        question,
        registry: "http://reg.example/tap".to_owned(),
        fallbacks: ["http://second.example/tap", "http://third.example/tap"]
            .map(str::to_owned)
            .into(),
        settings: Settings {
            maxrec: 77,
            ..Settings::default().with_answer_timeout(Duration::from_millis(7500))
        },
    }
}

fn considered(name: &str, protocol: Protocol, fate: Fate) -> Considered {
    Considered {
        service: Service {
            ivoid: Ivoid::new(&format!("ivo://example/{name}")),
            title: format!("{name} {AWKWARD}").replace('\n', " "),
            protocol,
            access_url: format!("http://{name}.example/?x=1&y='<2>'"),
        },
        alternates: vec![format!("http://other.example/{name}?a=1&")],
        fate,
        stands_for: Vec::new(),
    }
}

pub(super) fn plan() -> Plan {
    let by = ServiceNr(0);
    let left_out = |reason| Fate::LeftOut(reason);
    let axes = vec![Axis::Spectrum, Axis::Time];
    let mut considered = vec![
        considered("one", Protocol::ObsCore, Fate::ToAsk),
        considered(
            "one",
            Protocol::Sia2,
            left_out(Reason::SameCollection { by }),
        ),
        considered("two", Protocol::Ssap, Fate::ToAsk),
        considered("three", Protocol::Sia2, Fate::ToAsk),
        considered(
            "four",
            Protocol::Sia1,
            left_out(Reason::Undeclared { axes }),
        ),
        considered("five", Protocol::Sia1, left_out(Reason::NeedsLogin)),
        considered(
            "six",
            Protocol::Sia2,
            left_out(Reason::CannotAsk(AWKWARD.replace('\n', " "))),
        ),
        considered("seven", Protocol::Sia2, left_out(Reason::SameTap { by })),
        considered("eight", Protocol::Sia2, Fate::ToAsk),
    ];
    considered[0].stands_for = vec![ServiceNr(1), ServiceNr(7)];
    Plan { considered }
}

fn attempt(url: &str, begun: f64) -> Attempt {
    Attempt {
        url: url.to_owned(),
        request: format!("curl '{url}' \\\n -d '{AWKWARD}'"),
        rung: "its region, or its centre".into(),
        started: at(begun),
        took: Duration::from_millis(1500),
        received: 3,
        message: AWKWARD.replace('\n', " "),
        head: format!("<h1>\n{AWKWARD}"),
    }
}

pub(super) fn report(outcome: Outcome, begun: f64) -> Arc<Report> {
    Arc::new(Report {
        outcome,
        received: 1_000_000_007,
        matched: 12,
        new: 5,
        started: at(begun),
        took: Duration::from_millis(3250),
        attempts: vec![
            attempt("http://one.example/?1", begun),
            attempt("http://one.example/?2", begun + 1.0),
        ],
        message: AWKWARD.replace('\n', " "),
        details: format!("asked:\n\n  {AWKWARD}"),
        misses: "datasets without a region".to_owned(),
    })
}

/// Datasets with awkward texts, numbers at the ends of their ranges, and nulls in each column.
fn datasets(n_rows: u32) -> Datasets {
    let mut builder = DatasetsBuilder::new();
    for row in 0..n_rows {
        for column in ObsColumn::ALL {
            let is_named = matches!(column, ObsColumn::OriginService | ObsColumn::Protocol);
            if is_named || (row as usize + column.index()) % 7 == 3 {
                continue;
            }
            let odd = f64::from(row) * 0.1 - 3.0;
            match column.kind() {
                Kind::Text => {
                    builder.set_text(column, &format!("{column:?} {} {AWKWARD}", row % 97));
                }
                Kind::Integer => builder.set_integer(column, i64::from(row) - 2),
                Kind::Number if row == 5 => builder.set_number(column, f64::INFINITY),
                Kind::Number => builder.set_number(column, odd),
            }
        }
        builder.set_text(ObsColumn::OriginService, "ivo://example/one");
        builder.set_text(ObsColumn::Protocol, "ObsCore");
        builder.finish_row();
    }
    builder.finish()
}

/// A search of which every kind of outcome and of reason is told.
pub(super) fn record(n_rows: u32) -> Record {
    let mut record = Record::begun_at(at(0.0), RunId(1), search());
    for url in ["http://reg.example/tap", "http://second.example/tap"] {
        let url = url.to_owned();
        record.take_in_at(at(0.1), &Happening::AskingRegistry { url });
    }
    let to_registry = attempt("http://second.example/tap/sync", 0.2);
    let census = Census {
        listed: 1342,
        to_ask: 4,
        left_out: 4,
        undeclared: Some(61),
    };
    let nr = ServiceNr;
    for (after, happening) in [
        (1.7, Happening::RegistryAsked(Arc::new(to_registry))),
        (1.8, Happening::Planned(Arc::new(plan()))),
        (1.9, Happening::RegistryCounted(census)),
        (2.0, Happening::Asking(nr(0))),
        (3.0, Happening::Rows(nr(0), Arc::new(datasets(n_rows)))),
        (
            5.0,
            Happening::Finished(nr(0), report(Outcome::Failed, 2.0)),
        ),
        (5.1, Happening::Queued(vec![nr(1), nr(7)])),
        (5.2, Happening::Asking(nr(1))),
        (8.4, Happening::Finished(nr(1), report(Outcome::Empty, 5.2))),
        (8.5, Happening::Asking(nr(2))),
        (
            9.0,
            Happening::Finished(nr(2), report(Outcome::Overflow, 8.5)),
        ),
        (9.1, Happening::Asking(nr(3))),
        (9.2, Happening::Ended(Ending::Stopped)),
    ] {
        record.take_in_at(at(after), &happening);
    }
    record
}
