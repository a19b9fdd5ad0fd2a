//! A record as a table of events and what they make of it.

mod log;

use super::*;
use crate::{
    discovery::{
        event::{Failure, Part, Report},
        plan::{Considered, Fate, Reason},
    },
    domain::{
        constraints::{Constraints, Question},
        dataset::{Datasets, DatasetsBuilder},
        ivoid::Ivoid,
        obscore::ObsColumn,
        service::{Protocol, Service},
    },
    http::limits::Settings,
};
use std::time::Duration;

fn search() -> Search {
    let question = Question::example();
    Search {
        constraints: Constraints {
            space: None,
            spectrum: None,
            time: None,
            product: question.product,
            inclusive: false,
        },
        question,
        registry: "http://reg.example/tap".to_owned(),
        fallbacks: Vec::new(),
        settings: Settings::default(),
    }
}

/// Three services to ask, and one that the first stands in for.
fn plan() -> Arc<Plan> {
    let considered = |name: &str, fate, stands_for| Considered {
        service: Service {
            ivoid: Ivoid::new(&format!("ivo://example/{name}")),
            title: name.to_owned(),
            protocol: Protocol::Sia2,
            access_url: format!("http://{name}.example/"),
        },
        alternates: Vec::new(),
        fate,
        stands_for,
    };
    let by = ServiceNr(0);
    Arc::new(Plan {
        considered: vec![
            considered("one", Fate::ToAsk, vec![ServiceNr(3)]),
            considered("two", Fate::ToAsk, vec![]),
            considered("three", Fate::ToAsk, vec![]),
            considered("four", Fate::LeftOut(Reason::ServedBy { by }), vec![]),
        ],
    })
}

fn datasets(n: usize) -> Arc<Datasets> {
    let mut builder = DatasetsBuilder::new();
    for _ in 0..n {
        builder.set_text(ObsColumn::ObsTitle, "a title");
        builder.finish_row();
    }
    Arc::new(builder.finish())
}

fn report(outcome: Outcome, message: &str) -> Arc<Report> {
    let mut report = Report::unasked(outcome, message, SystemTime::UNIX_EPOCH);
    report.received = 5;
    Arc::new(report)
}

fn record_of(happenings: &[Happening]) -> Record {
    let mut record = Record::new(RunId(1), search());
    for happening in happenings {
        record.take_in(happening);
    }
    record
}

#[test]
fn the_counter_says_to_ask_asked_failed_and_datasets() {
    let mut record = record_of(&[Happening::Planned(plan())]);
    assert_eq!(record.counts().to_string(), "3 / 0 / 0: 0");
    record.take_in(&Happening::Asking(ServiceNr(0)));
    record.take_in(&Happening::Asking(ServiceNr(1)));
    record.take_in(&Happening::Rows(ServiceNr(1), datasets(1204)));
    assert_eq!(record.counts().to_string(), "3 / 0 / 0: 1,204");
    record.take_in(&Happening::Finished(ServiceNr(1), report(Outcome::Ok, "")));
    assert_eq!(record.counts().to_string(), "2 / 1 / 0: 1,204");
    let failed = report(Outcome::Failed, "no such host");
    record.take_in(&Happening::Finished(ServiceNr(0), failed));
    record.take_in(&Happening::Queued(vec![ServiceNr(3)]));
    assert_eq!(record.counts().to_string(), "2 / 2 / 1: 1,204");
}

#[test]
fn after_stop_the_counter_begins_with_nought_and_every_service_has_an_outcome() {
    let mut record = record_of(&[
        Happening::Planned(plan()),
        Happening::Asking(ServiceNr(0)),
        Happening::Rows(ServiceNr(0), datasets(2)),
        Happening::Asking(ServiceNr(1)),
        Happening::Finished(ServiceNr(1), report(Outcome::Empty, "")),
        Happening::Ended(Ending::Stopped),
    ]);
    assert_eq!(record.counts().to_string(), "0 / 1 / 0: 2");
    let outcomes: Vec<Option<Outcome>> = record
        .services()
        .iter()
        .map(|state| match &state.place {
            Place::Done(report) => Some(report.outcome),
            _ => None,
        })
        .collect();
    let expected = [
        Some(Outcome::Stopped),
        Some(Outcome::Empty),
        Some(Outcome::NotAsked),
        None,
    ];
    assert_eq!(outcomes, expected, "the last one was left out");
    record.take_in(&Happening::Rows(ServiceNr(0), datasets(2)));
    assert_eq!(record.found().len(), 2, "nothing is taken in after the end");
    assert_eq!(
        record.message(),
        "Stopped: 2 datasets found so far are kept"
    );
}

#[test]
fn the_message_says_what_goes_on() {
    let mut record = record_of(&[]);
    assert_eq!(
        record.message(),
        "Asking the registry which services there are …"
    );
    record.take_in(&Happening::Planned(plan()));
    record.take_in(&Happening::Asking(ServiceNr(1)));
    assert_eq!(record.message(), "Asking two …");
    record.take_in(&Happening::Asking(ServiceNr(2)));
    assert_eq!(record.message(), "Asking two and 1 more …");
    let failure = Failure {
        sentence: "no host of this name can be found: reg.example".to_owned(),
        details: String::new(),
    };
    record.take_in(&Happening::Ended(Ending::RegistryFailed(Arc::new(failure))));
    assert_eq!(
        record.message(),
        "The registry cannot be asked: no host of this name can be found: reg.example"
    );
}

#[test]
fn thousands_are_set_apart() {
    for (number, expected) in [
        (0, "0"),
        (999, "999"),
        (1000, "1,000"),
        (1_234_567, "1,234,567"),
    ] {
        assert_eq!(grouped(number), expected);
    }
}

/// Rows that a service gave, all of them new.
fn gave(rows: u64, outcome: Outcome, message: &str) -> Arc<Report> {
    let report = Report::unasked(outcome, message, SystemTime::UNIX_EPOCH);
    Arc::new(Report {
        received: rows,
        matched: rows,
        new: rows,
        took: Duration::from_secs(1),
        ..report
    })
}

fn report_of(record: &Record, nr: usize) -> &Report {
    match &record.services()[nr].place {
        Place::Done(report) => report,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_service_that_is_asked_again_keeps_what_it_gave_before() {
    let one = ServiceNr(0);
    let mut record = record_of(&[
        Happening::Planned(plan()),
        Happening::Asking(one),
        Happening::Rows(one, datasets(2)),
        Happening::Finished(one, gave(2, Outcome::Failed, "cut")),
        Happening::Ended(Ending::Complete),
        Happening::AskingAgain(vec![one]),
    ]);
    assert!(!record.is_ended(), "it goes on");
    assert_eq!(record.counts().to_string(), "1 / 0 / 0: 2");
    record.take_in(&Happening::Asking(one));
    record.take_in(&Happening::Rows(one, datasets(3)));
    assert_eq!(record.services()[0].received, 5);
    record.take_in(&Happening::Finished(one, gave(3, Outcome::Ok, "")));
    record.take_in(&Happening::Ended(Ending::Complete));
    let report = report_of(&record, 0);
    assert_eq!((report.outcome, report.new), (Outcome::Ok, 5));
    assert_eq!((report.received, report.took.as_secs()), (5, 2));
    assert_eq!(record.counts().to_string(), "0 / 1 / 0: 5");
}

#[test]
fn a_service_that_was_not_reached_again_stays_as_it_was() {
    let (one, two) = (ServiceNr(0), ServiceNr(1));
    let record = record_of(&[
        Happening::Planned(plan()),
        Happening::Finished(one, gave(2, Outcome::Failed, "cut")),
        Happening::Finished(two, gave(4, Outcome::Overflow, "more")),
        Happening::Ended(Ending::Stopped),
        Happening::AskingAgain(vec![one, two, ServiceNr(2)]),
        Happening::Asking(one),
        Happening::Rows(one, datasets(1)),
        Happening::Ended(Ending::Stopped),
    ]);
    let of = |nr: usize| {
        let report = report_of(&record, nr);
        (report.outcome, report.new)
    };
    assert_eq!(of(0), (Outcome::Stopped, 3), "cut off while it was asked");
    assert_eq!(of(1), (Outcome::Overflow, 4), "its turn did not come");
    assert_eq!(of(2), (Outcome::NotAsked, 0), "neither time");
}

/// A request that was sent so many seconds after 1970, and ended a second later.
fn sent(start: u64, received: u64, message: &str) -> Attempt {
    Attempt {
        url: format!("http://one.example/?POS={start}"),
        request: String::new(),
        rung: "box".into(),
        started: SystemTime::UNIX_EPOCH + Duration::from_secs(start),
        took: Duration::from_secs(1),
        received,
        message: message.to_owned(),
        head: String::new(),
    }
}

#[test]
fn a_service_that_is_stopped_keeps_its_requests_and_the_one_on_its_way() {
    let one = ServiceNr(0);
    let refused = sent(1, 0, "it knows no INTERSECTS");
    let on_its_way = Attempt {
        took: Duration::ZERO,
        ..sent(2, 0, "")
    };
    let mut record = record_of(&[
        Happening::Planned(plan()),
        Happening::Asking(one),
        Happening::Sending(one, Arc::new(sent(1, 0, ""))),
        Happening::Sent(one, Arc::new(refused.clone())),
        Happening::Sending(one, Arc::new(on_its_way)),
    ]);
    let stop = SystemTime::UNIX_EPOCH + Duration::from_secs(5);
    record.take_in_at(stop, &Happening::Ended(Ending::Stopped));
    let report = report_of(&record, 0);
    assert_eq!(report.outcome, Outcome::Stopped);
    let expected = Attempt {
        took: Duration::from_secs(3),
        ..sent(2, 0, "the search was stopped before its answer had come")
    };
    assert_eq!(report.attempts, [refused, expected]);
}

#[test]
fn a_service_that_is_stopped_between_its_parts_keeps_their_requests() {
    let one = ServiceNr(0);
    let report = Report {
        attempts: vec![sent(1, 4, "")],
        ..(*gave(4, Outcome::Ok, "")).clone()
    };
    let part = |n_asked, n_left| {
        let report = Report {
            new: 0,
            ..report.clone()
        };
        Happening::Part(
            one,
            Arc::new(Part {
                report,
                n_asked,
                n_left,
            }),
        )
    };
    let mut record = record_of(&[
        Happening::Planned(plan()),
        Happening::Finished(one, gave(2, Outcome::Overflow, "more")),
        Happening::Ended(Ending::Complete),
        Happening::AskingAgain(vec![one]),
        Happening::Asking(one),
        Happening::Rows(one, datasets(3)),
        part(1, 6),
        part(2, 5),
    ]);
    assert_eq!(record.services()[0].received, 10);
    assert_eq!(record.message(), "Asking one in parts, 2 asked, 5 to go …");
    record.take_in(&Happening::Ended(Ending::Stopped));
    let report = report_of(&record, 0);
    assert_eq!(report.outcome, Outcome::Stopped);
    assert_eq!((report.received, report.matched, report.new), (10, 10, 5));
    assert_eq!(report.attempts.len(), 2);
}

#[test]
fn services_that_were_not_asked_to_the_end_are_told_at_the_end() {
    let one = ServiceNr(0);
    let record = record_of(&[
        Happening::Planned(plan()),
        Happening::Asking(one),
        Happening::Ended(Ending::Stopped),
        Happening::AskingAgain(vec![one]),
        Happening::Asking(one),
        Happening::Finished(one, gave(0, Outcome::Empty, "")),
        Happening::Ended(Ending::Complete),
    ]);
    assert_eq!(
        record.message(),
        "Done: 0 datasets from 1 service, and 2 more were not asked to the end"
    );
}

#[test]
fn what_is_left_is_judged_by_what_was_so_far() {
    use crate::discovery::estimate::left;
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let mut record = Record::begun_at(at(0), RunId(1), search());
    assert_eq!(
        left(&record, at(0)),
        None,
        "nobody is known who is to be asked"
    );
    record.take_in_at(at(0), &Happening::Planned(plan()));
    let guess = left(&record, at(0)).unwrap();
    assert_eq!(
        guess,
        Duration::from_secs(1),
        "2 s, of two at once on each host"
    );
    record.take_in_at(at(0), &Happening::Asking(ServiceNr(0)));
    record.take_in_at(at(0), &Happening::Asking(ServiceNr(1)));
    let report = Report {
        took: Duration::from_secs(6),
        attempts: vec![sent(0, 5, "")],
        ..(*report(Outcome::Ok, "")).clone()
    };
    record.take_in_at(at(2), &Happening::Finished(ServiceNr(0), Arc::new(report)));
    assert_eq!(
        left(&record, at(2)),
        Some(Duration::from_secs(4)),
        "the second has taken 2 of 6 s; the third takes 6, half a host's time"
    );
    record.take_in_at(at(9), &Happening::Ended(Ending::Stopped));
    assert_eq!(left(&record, at(9)), None);
}
