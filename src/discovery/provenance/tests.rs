//! A record as the rows that are saved of it.

use super::*;
use crate::{
    discovery::{
        Search,
        event::{Attempt, Ending, Happening, RunId, ServiceNr},
        plan::{Considered, Fate, Plan, Reason},
    },
    domain::{
        constraints::{Axis, Question},
        ivoid::Ivoid,
        service::{Protocol, Service},
    },
    http::limits::Settings,
};
use std::{sync::Arc, time::UNIX_EPOCH};

#[test]
fn an_instant_is_written_as_dali_wants_it() {
    // `date -u -d @784111777` says Sun Nov  6 08:49:37 UTC 1994.
    let instant = UNIX_EPOCH + Duration::from_secs(784_111_777);
    assert_eq!(timestamp(instant), "1994-11-06T08:49:37");
    let later = instant + Duration::from_millis(250);
    assert_eq!(timestamp(later), "1994-11-06T08:49:37.250");
}

fn search() -> Search {
    let question = Question::example();
    Search {
        constraints: question.parse().unwrap(),
        question,
        registry: "http://reg.example/tap/".to_owned(),
        fallbacks: vec!["http://other.example/tap".to_owned()],
        settings: Settings::default(),
    }
}

fn considered(name: &str, fate: Fate) -> Considered {
    Considered {
        service: Service {
            ivoid: Ivoid::new(&format!("ivo://example/{name}")),
            title: name.to_owned(),
            protocol: Protocol::Sia2,
            access_url: format!("http://{name}.example/sia2"),
        },
        alternates: Vec::new(),
        fate,
        stands_for: Vec::new(),
    }
}

/// A record whose registry has named these services.
fn planned(considered: Vec<Considered>) -> Record {
    let mut record = Record::new(RunId(1), search());
    record.take_in(&Happening::AskingRegistry {
        url: record.search().registry.clone(),
    });
    record.take_in(&Happening::Planned(Arc::new(Plan { considered })));
    record
}

fn attempt(url: &str, received: u64, message: &str) -> Attempt {
    Attempt {
        url: url.to_owned(),
        request: format!("curl '{url}'"),
        rung: "candidates".into(),
        started: UNIX_EPOCH,
        took: Duration::from_millis(500),
        received,
        message: message.to_owned(),
        head: String::new(),
    }
}

fn finished(record: &mut Record, nr: u32, outcome: Outcome, message: &str) {
    finished_but(record, nr, outcome, message, "");
}

fn finished_but(record: &mut Record, nr: u32, outcome: Outcome, message: &str, misses: &str) {
    let nr = ServiceNr(nr);
    record.take_in(&Happening::Asking(nr));
    let report = Report {
        misses: misses.to_owned(),
        attempts: vec![
            attempt("http://one.example/sia2?RUNG=1", 0, "no"),
            attempt("http://one.example/sia2?RUNG=2", 3, message),
        ],
        details: "asked: http://one.example/".to_owned(),
        ..Report::unasked(outcome, message, UNIX_EPOCH)
    };
    record.take_in(&Happening::Finished(nr, Arc::new(report)));
}

#[test]
fn a_service_that_was_asked_tells_of_its_last_request() {
    let mut record = planned(vec![considered("one", Fate::ToAsk)]);
    finished(&mut record, 0, Outcome::Failed, "it broke off");
    let rows = rows(&record);
    let row = rows.first().unwrap();
    assert_eq!(row.access_url, "http://one.example/sia2");
    assert_eq!(row.url.as_deref(), Some("http://one.example/sia2?RUNG=2"));
    assert_eq!(row.request, "curl 'http://one.example/sia2?RUNG=2'");
    assert_eq!(row.attempts, 2);
    assert_eq!(row.message, "it broke off");
    assert_eq!(row.details, "asked: http://one.example/");
}

#[test]
fn a_service_that_was_not_asked_says_so_and_who_stands_in() {
    let by = ServiceNr(0);
    let record = planned(vec![
        considered("one", Fate::ToAsk),
        considered("two", Fate::LeftOut(Reason::SameTap { by })),
        considered("three", Fate::LeftOut(Reason::NeedsLogin)),
    ]);
    let told: Vec<_> = rows(&record)
        .into_iter()
        .map(|row| (row.outcome, row.url, row.stand_in, row.message))
        .collect();
    assert_eq!(
        told,
        [
            (
                Outcome::NotAsked,
                None,
                None,
                "its turn had not come when this was written".to_owned()
            ),
            (
                Outcome::Skipped,
                None,
                Some("ivo://example/one".to_owned()),
                "the same TAP service is asked under another registration: SIA2 one (ivo://example/one)"
                    .to_owned()
            ),
            (
                Outcome::Skipped,
                None,
                None,
                "it wants a log-in, which vodiscover does not do".to_owned()
            ),
        ]
    );
}

#[test]
fn every_request_is_told_with_whom_it_went_to() {
    let mut record = planned(vec![
        considered("one", Fate::ToAsk),
        considered("two", Fate::ToAsk),
    ]);
    for url in [
        "http://reg.example/tap/sync",
        "http://elsewhere.example/tap/sync",
    ] {
        record.take_in(&Happening::RegistryAsked(Arc::new(attempt(url, 9, ""))));
    }
    finished(&mut record, 0, Outcome::Ok, "");
    let told: Vec<_> = requests(&record)
        .into_iter()
        .map(|sent| (sent.asked, sent.protocol, sent.attempt.url))
        .collect();
    let expected = [
        (
            "http://reg.example/tap/",
            "RegTAP",
            "http://reg.example/tap/sync",
        ),
        (
            "http://elsewhere.example/tap/sync",
            "RegTAP",
            "http://elsewhere.example/tap/sync",
        ),
        (
            "ivo://example/one",
            "SIA2",
            "http://one.example/sia2?RUNG=1",
        ),
        (
            "ivo://example/one",
            "SIA2",
            "http://one.example/sia2?RUNG=2",
        ),
    ];
    assert_eq!(
        told,
        expected.map(|(asked, protocol, url)| (asked.to_owned(), protocol, url.to_owned()))
    );
}

#[test]
fn a_search_that_goes_on_tells_of_the_requests_that_are_on_their_way() {
    let mut record = planned(vec![considered("one", Fate::ToAsk)]);
    let one = ServiceNr(0);
    record.take_in(&Happening::Asking(one));
    for (rung, end) in [("1", Some("no")), ("2", None)] {
        let url = format!("http://one.example/sia2?RUNG={rung}");
        record.take_in(&Happening::Sending(one, Arc::new(attempt(&url, 0, ""))));
        if let Some(message) = end {
            record.take_in(&Happening::Sent(one, Arc::new(attempt(&url, 0, message))));
        }
    }
    let told: Vec<_> = requests(&record)
        .into_iter()
        .map(|sent| (sent.attempt.url, sent.attempt.message))
        .collect();
    let no_answer_yet = "its answer had not come when this was written";
    let expected = [("1", "no"), ("2", no_answer_yet)].map(|(rung, message)| {
        let url = format!("http://one.example/sia2?RUNG={rung}");
        (url, message.to_owned())
    });
    assert_eq!(told, expected);
    let row = rows(&record).remove(0);
    assert_eq!(row.attempts, 2);
    assert_eq!(row.url.as_deref(), Some("http://one.example/sia2?RUNG=2"));
}

#[test]
fn what_services_gave_before_they_were_asked_again_is_told_meanwhile() {
    let mut record = planned(vec![
        considered("one", Fate::ToAsk),
        considered("two", Fate::ToAsk),
    ]);
    finished(&mut record, 0, Outcome::Failed, "it broke off");
    let [zero, one] = [0, 1].map(ServiceNr);
    let gave = Report {
        received: 2000,
        matched: 500,
        new: 300,
        attempts: vec![attempt("http://two.example/sia2?RUNG=1", 2000, "")],
        ..Report::unasked(Outcome::Failed, "it broke off too", UNIX_EPOCH)
    };
    record.take_in(&Happening::Asking(one));
    record.take_in(&Happening::Finished(one, Arc::new(gave)));
    record.take_in(&Happening::Ended(Ending::Complete));
    record.take_in(&Happening::AskingAgain(vec![zero, one]));
    record.take_in(&Happening::Asking(one));
    let told: Vec<_> = rows(&record)
        .into_iter()
        .map(|row| {
            (
                row.outcome,
                row.received,
                row.matched,
                row.new,
                row.attempts,
                row.message,
            )
        })
        .collect();
    let again = "it broke off; it was to be asked again when this was written".to_owned();
    let asked = "it was still being asked when this was written".to_owned();
    assert_eq!(
        told,
        [
            (Outcome::Failed, 0, 0, 0, 2, again),
            (Outcome::Stopped, 2000, 500, 300, 1, asked),
        ]
    );
}

#[test]
fn a_search_that_looked_at_everything_says_so() {
    let by = ServiceNr(0);
    let mut record = planned(vec![
        considered("one", Fate::ToAsk),
        considered("two", Fate::LeftOut(Reason::ServedBy { by })),
    ]);
    finished(&mut record, 0, Outcome::Empty, "");
    record.take_in(&Happening::Ended(Ending::Complete));
    let missing = Missing::of(&record);
    assert!(missing.is_nothing(), "{missing:?}");
    assert_eq!(missing.to_string(), "nothing is known to be missing");
}

#[test]
fn what_was_not_looked_at_is_counted() {
    let axes = vec![Axis::Time];
    let mut record = planned(vec![
        considered("one", Fate::ToAsk),
        considered("two", Fate::ToAsk),
        considered("three", Fate::ToAsk),
        considered("four", Fate::ToAsk),
        considered("five", Fate::ToAsk),
        considered("six", Fate::ToAsk),
        considered("seven", Fate::LeftOut(Reason::NeedsLogin)),
        considered("eight", Fate::LeftOut(Reason::CannotAsk("no".to_owned()))),
        considered("nine", Fate::LeftOut(Reason::Undeclared { axes })),
        considered("ten", Fate::ToAsk),
    ]);
    for (nr, outcome, message) in [
        (0, Outcome::Failed, "it broke off"),
        (1, Outcome::Failed, "it broke off"),
        (2, Outcome::Overflow, "there is more"),
    ] {
        finished(&mut record, nr, outcome, message);
    }
    let large = "large ones may be missing";
    finished_but(&mut record, 3, Outcome::Ok, large, large);
    finished(&mut record, 9, Outcome::Ok, "came whole in 7 parts");
    record.take_in(&Happening::Asking(ServiceNr(4)));
    record.take_in(&Happening::RegistryAsked(Arc::new(attempt(
        "http://reg.example/tap/sync",
        20_000,
        "the registry has more",
    ))));
    record.take_in(&Happening::Ended(Ending::Stopped));
    assert_eq!(
        Missing::of(&record).to_string(),
        "the registry may have more services than it listed, the registry has not said which services declare no coverage, 2 services failed, 1 service has more than it gave, \
         1 service answered a simpler question only, 1 service was stopped, 1 service was not asked, \
         1 service wants a log-in, 1 service cannot be asked this question, \
         1 service does not declare its coverage"
    );
}

#[test]
fn what_the_registry_did_not_say_of_services_without_coverage_is_not_taken_for_nothing() {
    for (received, message, expected) in [
        (9, "", "nothing is known to be missing"),
        (
            0,
            "no answer within 10 s",
            "the registry has not said which services declare no coverage",
        ),
        (
            2000,
            "the registry has more than it told",
            "the registry may have more services without declared coverage than it listed",
        ),
    ] {
        let mut record = planned(vec![considered("one", Fate::ToAsk)]);
        finished(&mut record, 0, Outcome::Ok, "");
        record.take_in(&Happening::RegistryAsked(Arc::new(Attempt {
            rung: "undeclared".into(),
            ..attempt("http://reg.example/tap/sync", received, message)
        })));
        record.take_in(&Happening::Ended(Ending::Complete));
        let missing = Missing::of(&record);
        assert_eq!(missing.to_string(), expected);
        assert_eq!(missing.is_nothing(), message.is_empty());
    }
}

#[test]
fn before_the_registry_has_answered_nobody_knows_what_is_missing() {
    let record = Record::new(RunId(1), search());
    assert_eq!(
        Missing::of(&record).to_string(),
        "the registry has not said which services there are"
    );
}

#[test]
fn a_query_that_a_registry_refused_or_that_another_registry_cut_off_leaves_its_list_whole() {
    let mut record = Record::new(RunId(1), search());
    for (url, told) in [
        (
            "http://reg.example/tap/",
            attempt("http://reg.example/tap/sync", 5, "it broke off"),
        ),
        (
            "http://other.example/tap",
            attempt("http://other.example/tap/sync", 0, "no MOC here"),
        ),
    ] {
        record.take_in(&Happening::AskingRegistry {
            url: url.to_owned(),
        });
        record.take_in(&Happening::RegistryAsked(Arc::new(told)));
    }
    record.take_in(&Happening::Planned(Arc::default()));
    assert_eq!(Missing::of(&record).list, RegistryList::Whole);
}
