//! Services with several addresses: the next is tried where one fails, and what came is kept once.

#![cfg(test)]

#[path = "support/answers.rs"]
mod answers;
#[path = "support/searching.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod searching;
#[path = "support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;

use answers::{
    Entry, OBSCORE, SIA1, SIA2, image, images, images_head, refusal, registry_answer,
    relationships, sia1_images,
};
use searching::{Searching, around};
use std::{sync::Arc, time::Duration};
use vodiscover::{
    discovery::{
        Search,
        event::{Ending, Outcome, Report},
        record::{Place, Record},
    },
    domain::obscore::ObsColumn,
};
use wire::{Manner, Wire};

fn well(body: Vec<u8>) -> Manner {
    Manner::Answer("200 OK", body)
}

async fn service_of(manner: Manner) -> Wire {
    Wire::start(move |_| manner.clone()).await.unwrap()
}

/// Two services, the first with the address that comes first: so they are asked.
async fn pair(first: Manner, second: Manner) -> (Wire, Wire) {
    loop {
        let pair = (
            service_of(first.clone()).await,
            service_of(second.clone()).await,
        );
        if pair.0.url("") < pair.1.url("") {
            return pair;
        }
    }
}

/// A search at a registry that knows one service, at these addresses.
async fn search_at(standard: &'static str, urls: Vec<String>) -> (Wire, Search) {
    let entries: Vec<Entry> = urls
        .into_iter()
        .map(|url| Entry {
            name: "one",
            standard,
            url,
        })
        .collect();
    let registry = Wire::start(move |heard| well(registry_answer(&heard.body, &entries, &[])))
        .await
        .unwrap();
    let mut search = around(&registry.url("/tap"));
    search.settings.silence = Duration::from_millis(500);
    (registry, search)
}

async fn run(search: Search) -> (Record, Arc<Report>) {
    let mut searching = Searching::start(search);
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    let record = searching.record().clone();
    assert_eq!(record.services().len(), 1, "several addresses, one service");
    let Place::Done(report) = record.services()[0].place.clone() else {
        panic!("not at its end");
    };
    (record, report)
}

fn found(record: &Record) -> Vec<&str> {
    let found = record.found().iter();
    found
        .filter_map(|dataset| dataset.text(ObsColumn::AccessUrl))
        .collect()
}

/// Where each request went.
fn asked(report: &Report) -> Vec<&str> {
    let attempts = report.attempts.iter();
    attempts
        .map(|attempt| attempt.url.split('?').next().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_address_is_tried_whichever_way_the_first_fails() {
    let page = b"<!DOCTYPE html><html><head><title>Moved</title></head></html>".to_vec();
    for (what, manner) in [
        (
            "an error of the server",
            Manner::Answer("500 Oh", b"disk".to_vec()),
        ),
        (
            "nothing there",
            Manner::Answer("404 Not Found", page.clone()),
        ),
        ("a web page", well(page)),
        ("a log-in", Manner::Answer("403 Forbidden", b"no".to_vec())),
        (
            "not available",
            Manner::Answer("503 Away", b"away".to_vec()),
        ),
        ("an empty answer", well(Vec::new())),
        (
            "a table without datasets",
            well(relationships(&[("a", "b")])),
        ),
        (
            "a broken document",
            well(b"<VOTABLE><RESOURCE><TABLE><FIELD".to_vec()),
        ),
        ("a cut", Manner::Cut(images_head())),
        ("silence", Manner::BeforeHeaders),
        ("silence midway", Manner::MidBody(images_head())),
        (
            "a circle",
            Manner::Answer("302 Found\r\nLocation: /sia2", Vec::new()),
        ),
    ] {
        let (first, second) = pair(manner, well(images(&["http://a.example/1"]))).await;
        let urls = [first.url("/sia2"), second.url("/mirror")];
        let (_registry, search) = search_at(SIA2, urls.to_vec()).await;
        let (record, report) = run(search).await;
        assert_eq!(report.outcome, Outcome::Ok, "{what}");
        assert_eq!(found(&record), ["http://a.example/1"], "{what}");
        assert_eq!(asked(&report), urls, "{what}");
        assert!(!report.attempts[0].message.is_empty(), "{what}");
        assert_eq!(report.attempts[1].message, "", "{what}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_there_means_the_next_address() {
    let answer = well(images(&["http://a.example/1"]));
    let (gone, second) = pair(Manner::BeforeHeaders, answer).await;
    let nobody = gone.url("/sia2");
    drop(gone);
    let (_registry, search) = search_at(SIA2, vec![nobody, second.url("/mirror")]).await;
    let (_, report) = run(search).await;
    assert_eq!(report.outcome, Outcome::Ok);
    assert!(
        report.attempts[0].message.contains("connection refused"),
        "{}",
        report.attempts[0].message
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_query_is_not_repeated_elsewhere() {
    for standard in [SIA2, OBSCORE] {
        let words = refusal("POS is not understood");
        let refusing = Manner::Answer("400 Bad Request", words);
        let (first, second) = pair(refusing, well(images(&["http://a.example/1"]))).await;
        let (_registry, search) =
            search_at(standard, vec![first.url("/x"), second.url("/mirror")]).await;
        let (_, report) = run(search).await;
        assert_eq!(report.outcome, Outcome::Failed);
        assert_eq!(report.message, "the service says: POS is not understood");
        assert_eq!(second.heard().len(), 0, "the mirror would say the same");
    }
}

/// With status 200, a service says by the same word that it does not understand a query and that its database is away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_error_that_is_said_with_success_means_the_next_address() {
    for standard in [SIA1, SIA2, OBSCORE] {
        let away = well(refusal("the database is not available"));
        let rows = if standard == SIA1 {
            sia1_images(&["http://a.example/1"])
        } else {
            images(&["http://a.example/1"])
        };
        let (first, second) = pair(away, well(rows)).await;
        let (_registry, search) =
            search_at(standard, vec![first.url("/x"), second.url("/mirror")]).await;
        let (record, report) = run(search).await;
        assert_eq!(
            report.outcome,
            Outcome::Ok,
            "{standard}: {}",
            report.message
        );
        assert_eq!(found(&record), ["http://a.example/1"], "{standard}");
        assert_eq!(second.heard().len(), 1, "{standard}");
        if standard != OBSCORE {
            assert_eq!(first.heard().len(), 1, "{standard}");
        }
        let attempts = &report.attempts[..report.attempts.len() - 1];
        for attempt in attempts {
            assert_eq!(
                attempt.message, "the service says: the database is not available",
                "{standard}"
            );
        }
        assert_eq!(attempts.len(), first.heard().len(), "{standard}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_a_broken_answer_stay_and_come_once() {
    let mut broken = images_head();
    broken.extend(image("http://a.example/1"));
    // Without an address, and without an identifier.
    broken.extend(image(""));
    let mut whole = broken.clone();
    whole.extend(image("http://a.example/2"));
    whole.extend(answers::TAIL.as_bytes());
    broken.extend(b"<TR><TD>ima");
    let (first, second) = pair(Manner::Cut(broken), well(whole)).await;
    let (_registry, search) = search_at(SIA2, vec![first.url("/a"), second.url("/b")]).await;
    let (record, report) = run(search).await;
    assert_eq!(report.outcome, Outcome::Ok);
    let named: Vec<&str> = found(&record);
    assert_eq!(named, ["http://a.example/1", "http://a.example/2"]);
    assert_eq!(
        (report.received, report.matched),
        (5, 5),
        "all that came, from both"
    );
    assert!(report.new <= report.matched);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_a_broken_answer_come_once_though_each_address_builds_its_own_urls() {
    // Relative to the address that was asked (one as `get?f=1`, one as `/get?f=2`), and without identifiers.
    let whole = sia1_images(&["get?f=1", "/get?f=2", "get?f=3"]);
    let text = String::from_utf8(whole.clone()).unwrap();
    let (two, _) = text.rsplit_once("<TR>").unwrap();
    let broken = two.as_bytes().to_vec();
    let (first, second) = pair(Manner::Cut(broken), well(whole)).await;
    let (_registry, search) = search_at(SIA1, vec![first.url("/a"), second.url("/b")]).await;
    let (record, report) = run(search).await;
    assert_eq!(report.outcome, Outcome::Ok, "{}", report.message);
    let expected = [
        first.url("/get?f=1"),
        first.url("/get?f=2"),
        second.url("/get?f=3"),
    ];
    assert_eq!(found(&record), expected, "each as it was told first");
    assert_eq!((report.received, report.new), (5, 3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_address_has_a_time_of_its_own() {
    let slow = Manner::Endless(images_head(), b" ".to_vec(), Duration::from_millis(20));
    let late = Manner::Late(Duration::from_millis(700), images(&["http://a.example/1"]));
    let (first, second) = pair(slow, late).await;
    let (_registry, mut search) = search_at(SIA2, vec![first.url("/a"), second.url("/b")]).await;
    search.settings.silence = Duration::from_secs(1);
    search.settings.answer = Duration::from_secs(1);
    let (record, report) = run(search).await;
    assert_eq!(report.outcome, Outcome::Ok, "{}", report.message);
    assert_eq!(found(&record).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_all_addresses_fail_the_first_says_why_and_the_others_are_named() {
    let failing = Manner::Answer("500 Oh", b"out of cheese".to_vec());
    let (first, second) = pair(failing, Manner::Answer("404 Not Found", Vec::new())).await;
    let (_registry, search) = search_at(SIA2, vec![first.url("/a"), second.url("/b")]).await;
    let (_, report) = run(search).await;
    assert_eq!(report.outcome, Outcome::Failed);
    assert!(
        report.message.starts_with("the service failed (HTTP 500)"),
        "{}",
        report.message
    );
    assert!(
        report.details.contains(&second.url("/b")) && report.details.contains("HTTP 404"),
        "{}",
        report.details
    );
    assert_eq!(asked(&report), [first.url("/a"), second.url("/b")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_takes_no_http_is_asked_by_https_last() {
    // Nobody can be reached by TCP at an address of broadcast, whatever listens on this machine.
    let plain = "http://127.255.255.255/vodiscover/sia2".to_owned();
    let second = service_of(Manner::Answer("403 Forbidden", Vec::new())).await;
    // Addresses are asked in the order of the alphabet.
    let other = second.url("/b").replace("127.0.0.1", "localhost");
    let (_registry, search) = search_at(SIA2, vec![plain.clone(), other.clone()]).await;
    let (_, report) = run(search).await;
    let by_https = "https://127.255.255.255/vodiscover/sia2";
    assert_eq!(
        asked(&report),
        [&plain, &other, by_https],
        "{}",
        report.details
    );
}
