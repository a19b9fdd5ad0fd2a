//! Services that are asked again after a search: those that failed, those that were stopped, those never asked.

#![cfg(test)]

#[path = "support/answers.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod answers;
#[path = "support/one_service.rs"]
mod one_service;
#[path = "support/searching.rs"]
mod searching;
#[path = "support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;

use answers::{SIA1, SIA2, image, images, images_head, sia1_images};
use one_service::{
    FIRST, addresses, asked_again, entry, overflowing, registry_of, report, searched, well,
};
use searching::{Searching, around};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use vodiscover::discovery::{
    again::{How, can_ask_again, higher_limit},
    event::{Outcome, ServiceNr},
};
use wire::{Manner, Wire};

/// A service that answers its first request in one way and all others in another.
async fn first_then(first: Manner, then: Manner) -> Wire {
    let n_heard = AtomicUsize::new(0);
    Wire::start(move |_| match n_heard.fetch_add(1, Ordering::SeqCst) {
        0 => first.clone(),
        _ => then.clone(),
    })
    .await
    .unwrap()
}

/// Rows of an answer, to which a head and a tail belong, cut off before its end.
fn begun(access_urls: &[&str]) -> Vec<u8> {
    let mut body = images_head();
    for url in access_urls {
        body.extend(image(url));
    }
    body
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_failed_is_asked_again_and_its_rows_join_the_result() {
    let all = images(&["http://a.example/1", "http://a.example/2"]);
    let service = first_then(Manner::MidBody(begun(&["http://a.example/1"])), well(all)).await;
    let mut searching = searched(&service, |_| {}).await;
    assert_eq!(searching.record().counts().to_string(), "0 / 1 / 1: 1");
    assert_eq!(can_ask_again(searching.record(), FIRST), Ok(()));
    asked_again(&mut searching, How::Whole).await;
    let record = searching.record();
    assert_eq!(record.counts().to_string(), "0 / 1 / 0: 2");
    assert_eq!(
        addresses(record),
        ["http://a.example/1", "http://a.example/2"]
    );
    let report = report(record, FIRST);
    assert_eq!(report.outcome, Outcome::Ok);
    assert_eq!(report.attempts.len(), 2, "both requests are told");
    assert_eq!((report.received, report.matched, report.new), (3, 3, 2));
    assert!(can_ask_again(record, FIRST).is_err(), "it has answered");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_asked_again_has_three_times_the_time() {
    // Too slow for the first time-out, and quick enough for three times it.
    let late = Manner::Late(Duration::from_millis(700), images(&["http://a.example/1"]));
    let service = first_then(late.clone(), late).await;
    let mut searching = searched(&service, |search| {
        search.settings = search
            .settings
            .clone()
            .with_answer_timeout(Duration::from_millis(350));
    })
    .await;
    assert_eq!(searching.record().counts().failed, 1);
    asked_again(&mut searching, How::Whole).await;
    assert_eq!(searching.record().counts().to_string(), "0 / 1 / 0: 1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn datasets_without_address_and_identifier_are_not_doubled() {
    // Two that are alike in every cell, and a third only in the whole answer.
    let service = first_then(Manner::Cut(begun(&["", ""])), well(images(&["", "", ""]))).await;
    let mut searching = searched(&service, |_| {}).await;
    assert_eq!(searching.record().found().len(), 2);
    asked_again(&mut searching, How::Whole).await;
    assert_eq!(searching.record().found().len(), 3);
    assert_eq!(report(searching.record(), FIRST).new, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_a_service_stood_in_for_are_asked_when_it_is_cut_off() {
    let big = Wire::start(|_| well(overflowing(images(&["http://a.example/1"]))))
        .await
        .unwrap();
    let small = Wire::start(|_| well(sia1_images(&["http://a.example/2"])))
        .await
        .unwrap();
    let entries = vec![
        entry("big", SIA2, big.url("/sia2")),
        entry("small", SIA1, small.url("/sia1")),
        entry("twin", SIA2, big.url("/sia2?")),
    ];
    let registry = registry_of(entries, &[("small", "big")]).await;
    let mut searching = Searching::start(around(&registry.url("/tap")));
    searching.end().await;
    let record = searching.record();
    assert_eq!(
        addresses(record),
        ["http://a.example/1", "http://a.example/2"]
    );
    assert_eq!(record.counts().asked, 2);
    assert_eq!(big.heard().len(), 1, "its twin would be cut off as well");
    let is_said = |words: &str| record.log().iter().any(|line| line.text.contains(words));
    assert!(is_said("did not tell all"), "{:?}", record.log());
    // Nobody is asked twice when the first is asked again, and fails to tell all once more.
    let how = higher_limit(record, FIRST).map(How::UpTo).unwrap();
    asked_again(&mut searching, how).await;
    assert_eq!(small.heard().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_that_waited_when_it_was_stopped_can_be_asked_later_and_stopped_again() {
    let well_then = |url: &'static str| first_then(Manner::BeforeHeaders, well(images(&[url])));
    let one = well_then("http://a.example/1").await;
    let two = well_then("http://a.example/2").await;
    let entries = vec![
        entry("one", SIA2, one.url("/sia2")),
        entry("two", SIA2, two.url("/sia2")),
    ];
    let registry = registry_of(entries, &[]).await;
    let mut search = around(&registry.url("/tap"));
    search.settings.total = 1;
    let mut searching = Searching::start(search);
    one.has_heard(1).await;
    searching.check_stop(Duration::from_secs(1)).await;
    let outcome = |searching: &Searching, nr| report(searching.record(), nr).outcome;
    assert_eq!(outcome(&searching, FIRST), Outcome::Stopped);
    assert_eq!(outcome(&searching, ServiceNr(1)), Outcome::NotAsked);

    searching.again(&[(FIRST, How::Whole), (ServiceNr(1), How::Whole)]);
    two.has_heard(1).await;
    searching.check_stop(Duration::from_secs(1)).await;
    assert_eq!(outcome(&searching, FIRST), Outcome::Ok);
    assert_eq!(outcome(&searching, ServiceNr(1)), Outcome::Stopped);
    assert!(
        two.all_closed(Duration::from_secs(1)).await,
        "cut off at once"
    );

    searching.again(&[(ServiceNr(1), How::Whole)]);
    searching.end().await;
    assert_eq!(searching.record().counts().to_string(), "0 / 2 / 0: 2");
}
