//! A search that tells every event there is, with datasets in every kind of column.

use crate::{
    discovery::{
        Search,
        census::Census,
        event::{Attempt, Ending, Failure, Happening, Outcome, Replacement, Report, ServiceNr},
        plan::{Considered, Fate, Plan, Reason},
    },
    domain::{
        constraints::{Axis, Question},
        dataset::{Datasets, DatasetsBuilder},
        ivoid::Ivoid,
        obscore::ObsColumn,
        service::{Protocol, Service},
    },
    http::limits::Settings,
};
use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// So many seconds, and a little, after the search began: on 2026-11-25 at 10:12.
pub(super) fn time(seconds: u64) -> SystemTime {
    // `date -u -d '2026-11-25 10:12' +%s`
    UNIX_EPOCH + Duration::new(1_795_601_520 + seconds, 123_456_789)
}

pub(super) fn search() -> Search {
    let question = Question::example();
    Search {
        constraints: question.parse().unwrap(),
        question,
        registry: "http://reg.example/tap".to_owned(),
        fallbacks: vec!["http://other.example/tap".to_owned()],
        settings: Settings::default(),
    }
}

/// One of each, so that the service with the number 0 has answered, 1 has failed, and 2 is being asked.
pub(super) fn events() -> Vec<(SystemTime, Happening)> {
    let [zero, one, two] = [0, 1, 2].map(ServiceNr);
    let happenings = vec![
        Happening::AskingRegistry {
            url: "http://reg.example/tap".to_owned(),
        },
        Happening::RegistryAsked(Arc::new(attempt("no answer within 10 s"))),
        Happening::Planned(Arc::new(plan())),
        Happening::RegistryCounted(Census {
            listed: 1342,
            to_ask: 3,
            left_out: 6,
            undeclared: Some(61),
        }),
        Happening::Asking(zero),
        Happening::Rows(zero, Arc::new(datasets(0..80))),
        Happening::Asking(one),
        Happening::Asking(two),
        Happening::Rows(two, Arc::new(datasets(80..90))),
        Happening::Replaced(
            zero,
            Arc::new(Replacement {
                rows: vec![1, 7, 85],
                datasets: datasets(200..203),
            }),
        ),
        Happening::Finished(zero, Arc::new(report(Outcome::Overflow))),
        Happening::Finished(one, Arc::new(report(Outcome::Failed))),
        Happening::Queued(vec![ServiceNr(3)]),
        Happening::AlsoKnown(Arc::new(vec![considered(
            9,
            Fate::LeftOut(Reason::NeedsLogin),
        )])),
        Happening::Note("a note\u{2009}\u{2026}".to_owned()),
        Happening::Ended(Ending::Complete),
        Happening::AskingAgain(vec![one]),
        Happening::Ended(Ending::RegistryFailed(Arc::new(Failure {
            sentence: "no such host".to_owned(),
            details: "reg.example".to_owned(),
        }))),
        Happening::AskingAgain(vec![one, two]),
        Happening::Asking(two),
        Happening::Sending(two, Arc::new(attempt(""))),
        Happening::Sent(two, Arc::new(attempt("too long"))),
    ];
    (1..).map(time).zip(happenings).collect()
}

fn plan() -> Plan {
    let by = ServiceNr(0);
    let fates = [
        Fate::ToAsk,
        Fate::ToAsk,
        Fate::ToAsk,
        Fate::LeftOut(Reason::SameCollection { by }),
        Fate::LeftOut(Reason::SameTap { by }),
        Fate::LeftOut(Reason::SameAddress { by }),
        Fate::LeftOut(Reason::ServedBy { by }),
        Fate::LeftOut(Reason::Undeclared {
            axes: vec![Axis::Space, Axis::Time],
        }),
        Fate::LeftOut(Reason::CannotAsk("it has no address".to_owned())),
    ];
    let considered = (0..).zip(fates).map(|(nr, fate)| considered(nr, fate));
    Plan {
        considered: considered.collect(),
    }
}

fn considered(nr: u32, fate: Fate) -> Considered {
    Considered {
        service: Service {
            ivoid: Ivoid::new(&format!("ivo://archive.example/{nr}")),
            title: format!("Röntgen archive {nr}"),
            protocol: [
                Protocol::ObsCore,
                Protocol::Sia2,
                Protocol::Ssap,
                Protocol::Sia1,
            ][nr as usize % 4],
            access_url: format!("http://archive.example/{nr}?"),
        },
        alternates: vec![format!("https://mirror.example/{nr}")],
        stands_for: vec![ServiceNr(nr + 1)],
        fate,
    }
}

fn report(outcome: Outcome) -> Report {
    Report {
        received: 1300,
        matched: 320,
        new: 300,
        took: Duration::from_millis(1_230),
        attempts: vec![attempt(""), attempt("it holds more")],
        details: "http://archive.example\n\u{3bb}".to_owned(),
        ..Report::unasked(outcome, "it holds more than it gave", time(3))
    }
}

fn attempt(message: &str) -> Attempt {
    Attempt {
        url: "http://archive.example/0?REQUEST=queryData".to_owned(),
        request: "curl -sSL 'http://archive.example/0?REQUEST=queryData'".to_owned(),
        rung: "position".into(),
        started: time(2),
        took: Duration::from_nanos(1_230_000_001),
        received: 1300,
        message: message.to_owned(),
        head: String::new(),
    }
}

/// Rows whose columns are empty, few and many texts, few and many numbers in each precision, whole ones of each size.
fn datasets(rows: std::ops::Range<u32>) -> Datasets {
    let mut builder = DatasetsBuilder::new();
    for row in rows {
        let number = f64::from(row);
        builder.set_text(
            ObsColumn::DataproductType,
            ["image", "", "cube"][row as usize % 3],
        );
        builder.set_text(ObsColumn::ObsTitle, &format!("M\u{e9}ssier {row}"));
        builder.set_number(ObsColumn::SRa, 0.1 + number);
        builder.set_number(ObsColumn::SDec, 0.5 * number - 90.0);
        builder.set_number(
            ObsColumn::EmMin,
            [0.1, f64::NAN, f64::INFINITY][row as usize % 3],
        );
        builder.set_integer(ObsColumn::CalibLevel, i64::from(row % 4));
        builder.set_integer(ObsColumn::SXel1, i64::from(row) - 100);
        builder.set_integer(ObsColumn::SXel2, i64::from(row) * 70_000);
        builder.set_integer(ObsColumn::AccessEstsize, i64::from(row) << 40);
        builder.set_text(ObsColumn::OriginService, "ivo://archive.example/0");
        builder.finish_row();
    }
    builder.finish()
}
