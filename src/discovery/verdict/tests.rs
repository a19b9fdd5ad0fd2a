//! Answers of every kind, and what is made of them.

use super::*;
use crate::{
    discovery::{plan::Fate, sieve::Tally},
    domain::{
        ivoid::Ivoid,
        service::{Protocol, Service},
    },
    http::{Failure, failure::Distrust},
    protocol::AnswerEnd,
};
use std::time::Duration;

const URL: &str = "http://a.example/tap/sync";

/// What a service does.
enum Given {
    Nothing(Kind),
    Rows,
    Words(&'static str),
    Page(NotVotable),
    Broken(AnswerError),
}
use Given::{Broken, Nothing, Page, Rows, Words};

fn answer(given: Given, status: Option<u16>, received: u64) -> Answer {
    let end = match given {
        Nothing(kind) => return Err(Failure::new(kind, URL, "")),
        Rows => Ok(AnswerEnd::default()),
        Words(words) => Err(AnswerError::Said(words.to_owned())),
        Page(what) => Err(AnswerError::NotVotable {
            what,
            first: "a page".to_owned(),
        }),
        Broken(error) => Err(error),
    };
    let tally = Tally {
        received,
        matched: received,
    };
    Ok(Answered {
        read: (end, tally),
        trouble: status.map(|status| Failure::new(Kind::Status(status), URL, "")),
        head: String::new(),
    })
}

#[test]
fn a_refusal_of_the_query_is_told_from_a_failure_of_the_service() {
    let elsewhere = Verdict::Elsewhere {
        https_may_help: false,
    };
    let settled = Verdict::Settled;
    let nothing = |kind| answer(Nothing(kind), None, 0);
    let second = Duration::from_secs(1);
    for (answer, refused, verdict) in [
        (answer(Rows, None, 0), false, settled),
        // With status 200 it may be either.
        (answer(Words("no POINT"), None, 0), true, elsewhere),
        (answer(Words("no POINT"), Some(400), 0), true, settled),
        // With rows, it is not the query.
        (answer(Words("disk full"), None, 7), false, elsewhere),
        (answer(Words("disk full"), Some(500), 0), true, elsewhere),
        (answer(Words("log in"), Some(401), 0), false, elsewhere),
        (answer(Words("away"), Some(503), 0), false, elsewhere),
        (answer(Page(NotVotable::Html), None, 0), false, elsewhere),
        (answer(Page(NotVotable::Html), Some(400), 0), true, settled),
        (
            answer(Page(NotVotable::Html), Some(404), 0),
            false,
            elsewhere,
        ),
        (answer(Page(NotVotable::Text), None, 0), true, settled),
        (answer(Page(NotVotable::Empty), None, 0), false, elsewhere),
        (
            answer(Broken(AnswerError::Lacks("a column")), None, 0),
            false,
            elsewhere,
        ),
        (
            answer(Broken(AnswerError::TooManyRows(9)), None, 9),
            false,
            settled,
        ),
        (nothing(Kind::Name), false, elsewhere),
        (
            nothing(Kind::Certificate(Distrust::Expired)),
            false,
            elsewhere,
        ),
        (nothing(Kind::Silence(second)), false, elsewhere),
        (nothing(Kind::Busy(second)), false, elsewhere),
        (nothing(Kind::TooLarge(1)), false, settled),
        (nothing(Kind::Reader), false, settled),
    ] {
        assert_eq!(is_refused(&answer), refused, "{answer:?}");
        assert_eq!(of(&answer), verdict, "{answer:?}");
    }
}

#[test]
fn https_is_tried_where_it_may_cure() {
    for (answer, expected) in [
        (answer(Nothing(Kind::Refused), None, 0), true),
        (answer(Nothing(Kind::Unreachable), None, 0), true),
        (answer(Nothing(Kind::Cut), None, 0), true),
        (answer(Nothing(Kind::Redirects(5)), None, 0), true),
        (answer(Page(NotVotable::Html), Some(403), 0), true),
        (answer(Page(NotVotable::Html), Some(426), 0), true),
        (answer(Page(NotVotable::Html), Some(404), 0), false),
        (answer(Nothing(Kind::Name), None, 0), false),
        (
            answer(
                Nothing(Kind::ConnectTimeout(Duration::from_secs(1))),
                None,
                0,
            ),
            false,
        ),
    ] {
        let Verdict::Elsewhere { https_may_help } = of(&answer) else {
            panic!("{answer:?}");
        };
        assert_eq!(https_may_help, expected, "{answer:?}");
    }
}

#[test]
fn a_query_becomes_a_job_where_it_is_refused_at_once_or_takes_too_long() {
    for (answer, expected) in [
        (answer(Page(NotVotable::Html), Some(404), 0), Jobs::Always),
        (answer(Page(NotVotable::Empty), Some(405), 0), Jobs::Always),
        (answer(Words("no sync here"), Some(501), 0), Jobs::Always),
        (
            answer(Words("Use the Async endpoint"), Some(400), 0),
            Jobs::Always,
        ),
        (
            answer(
                Words("canceling statement due to statement timeout"),
                None,
                0,
            ),
            Jobs::IfNeeded,
        ),
        (answer(Page(NotVotable::Html), Some(504), 0), Jobs::IfNeeded),
        (
            answer(Nothing(Kind::Silence(Duration::from_secs(1))), None, 0),
            Jobs::IfNeeded,
        ),
        (
            answer(
                Nothing(Kind::AnswerTimeout(Duration::from_secs(1))),
                None,
                0,
            ),
            Jobs::IfNeeded,
        ),
        (
            answer(
                Nothing(Kind::ConnectTimeout(Duration::from_secs(1))),
                None,
                0,
            ),
            Jobs::Never,
        ),
        (answer(Nothing(Kind::Refused), None, 0), Jobs::Never),
        (
            answer(Words("no function POINT"), Some(400), 0),
            Jobs::Never,
        ),
        (answer(Rows, None, 0), Jobs::Never),
    ] {
        assert_eq!(calls_for_a_job(&answer), expected, "{answer:?}");
    }
    assert!(took_too_long(&answer(
        Broken(AnswerError::JobEnded("aborted".to_owned())),
        None,
        0
    )));
}

fn addresses(first: &str, others: &[&str]) -> Addresses {
    Addresses::new(&Considered {
        service: Service {
            ivoid: Ivoid::new("ivo://a/b"),
            title: String::new(),
            protocol: Protocol::Sia2,
            access_url: first.to_owned(),
        },
        alternates: others.iter().map(|url| (*url).to_owned()).collect(),
        fate: Fate::ToAsk,
        stands_for: Vec::new(),
    })
}

/// All addresses that are tried when each fails.
fn tried(first: &str, others: &[&str]) -> Vec<String> {
    let mut addresses = addresses(first, others);
    let mut tried = Vec::new();
    while let Some(address) = addresses.next() {
        tried.push(address);
        addresses.failed(true);
    }
    tried
}

#[test]
fn https_comes_after_all_registered_addresses_and_never_http_for_it() {
    assert_eq!(
        tried(
            "http://a/x?b=http:1",
            &["https://m/x", "http://m:80/y", "http://a/x?b=http:1"]
        ),
        [
            "http://a/x?b=http:1",
            "https://m/x",
            "http://m:80/y",
            "https://a/x?b=http:1",
            "https://m/y",
        ]
    );
    assert_eq!(
        tried("http://a/x", &["https://a/x"]),
        ["http://a/x", "https://a/x"],
        "once each"
    );
    assert_eq!(tried("http://a:8080/x", &[]), ["http://a:8080/x"]);
    assert_eq!(tried("https://a/x", &[]), ["https://a/x"]);
    let mut addresses = addresses("http://a/x", &[]);
    addresses.next();
    addresses.failed(false);
    assert_eq!(addresses.next(), None, "where it would not help");
}
