//! Whole searches: who is asked, in whose place, in which way, and what is kept of what they say.

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
    Entry, OBSCORE, SIA1, SIA2, candidates, image, images, images_head, refusal, registry_answer,
    relationships,
};
use searching::{Searching, around};
use std::time::Duration;
use vodiscover::{
    discovery::{
        Search,
        event::{Ending, Happening, Outcome, ServiceNr},
        record::{Place, Record},
    },
    domain::obscore::ObsColumn,
};
use wire::{Heard, Manner, Wire};

/// An answer without fault.
fn well(body: Vec<u8>) -> Manner {
    Manner::Answer("200 OK", body)
}

async fn service_of(manner: Manner) -> Wire {
    Wire::start(move |_| manner.clone()).await.unwrap()
}

fn entry(name: &'static str, standard: &'static str, url: String) -> Entry {
    Entry {
        name,
        standard,
        url,
    }
}

/// A registry of these services, the first of each pair served by the second.
async fn registry_of(
    entries: Vec<Entry>,
    served_by: &'static [(&'static str, &'static str)],
) -> Wire {
    let manner = move |heard: &Heard| well(registry_answer(&heard.body, &entries, served_by));
    Wire::start(manner).await.unwrap()
}

/// A search to its end.
async fn run(search: Search) -> Record {
    let mut searching = Searching::start(search);
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    searching.record().clone()
}

/// The outcome of each service by its name, in the order of the plan; those left out as `skipped`.
fn outcomes(record: &Record) -> Vec<(String, Outcome)> {
    let outcome = |place: &Place| match place {
        Place::Done(report) => report.outcome,
        Place::LeftOut(_) => Outcome::Skipped,
        Place::Waiting | Place::Asking { .. } => panic!("not at its end"),
    };
    record
        .services()
        .iter()
        .map(|state| (state.service.title.clone(), outcome(&state.place)))
        .collect()
}

fn message(record: &Record, nr: usize) -> String {
    match &record.services()[nr].place {
        Place::Done(report) => report.message.clone(),
        other => panic!("{other:?}"),
    }
}

/// A column of all that was found.
fn found(record: &Record, column: ObsColumn) -> Vec<&str> {
    record
        .found()
        .iter()
        .map(|dataset| dataset.text(column).unwrap_or_default())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dataset_that_two_services_tell_of_is_kept_once_from_the_more_capable() {
    // The lesser service answers at once; the more capable one only when that has been taken in.
    let lesser = service_of(well(answers::sia1_images(&[
        "http://a.example/1",
        "http://a.example/2",
    ])))
    .await;
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let better = Wire::start(move |_| {
        tokio::task::block_in_place(|| wait.lock().unwrap().recv().unwrap());
        well(images(&["http://a.example/2", "http://a.example/3"]))
    })
    .await
    .unwrap();
    let entries = vec![
        entry("better", SIA2, better.url("/sia2")),
        entry("lesser", SIA1, lesser.url("/sia1")),
    ];
    let registry = registry_of(entries, &[]).await;
    let mut searching = Searching::start(around(&registry.url("/tap")));
    searching
        .until(|happening| matches!(happening, Happening::Finished(ServiceNr(1), _)))
        .await;
    go.send(()).unwrap();
    searching.end().await;
    let record = searching.record();
    assert_eq!(
        found(record, ObsColumn::AccessUrl),
        [
            "http://a.example/1",
            "http://a.example/2",
            "http://a.example/3"
        ]
    );
    assert_eq!(found(record, ObsColumn::Protocol), ["SIA1", "SIA2", "SIA2"]);
    let new: Vec<u64> = record
        .services()
        .iter()
        .map(|state| match &state.place {
            Place::Done(report) => report.new,
            _ => 0,
        })
        .collect();
    assert_eq!(new, [1, 2], "who told first counts it as new");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_a_failed_service_stood_in_for_are_asked_after_all() {
    for failing in [
        Manner::Answer("500 Oh", b"out of cheese".to_vec()),
        Manner::Cut(images_head()),
    ] {
        let big = service_of(failing).await;
        let small = service_of(well(images(&["http://a.example/1"]))).await;
        let entries = vec![
            entry("big", SIA2, big.url("/sia2")),
            entry("small", SIA2, small.url("/sia2")),
        ];
        let registry = registry_of(entries, &[("small", "big")]).await;
        let record = run(around(&registry.url("/tap"))).await;
        let expected = [
            ("big".to_owned(), Outcome::Failed),
            ("small".to_owned(), Outcome::Ok),
        ];
        assert_eq!(outcomes(&record), expected);
        assert_eq!(record.found().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_whose_stand_in_answers_is_not_asked() {
    let big = service_of(well(images(&["http://a.example/1"]))).await;
    let small = service_of(Manner::BeforeHeaders).await;
    let entries = vec![
        entry("big", SIA2, big.url("/sia2")),
        entry("small", SIA2, small.url("/sia2")),
    ];
    let registry = registry_of(entries, &[("small", "big")]).await;
    let record = run(around(&registry.url("/tap"))).await;
    assert_eq!(outcomes(&record)[1], ("small".to_owned(), Outcome::Skipped));
    assert_eq!(small.heard().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_obscore_service_that_refuses_a_query_is_asked_more_simply() {
    let tap = Wire::start(|heard| {
        if heard.body.contains("INTERSECTS") {
            Manner::Answer("400 Bad Request", refusal("unknown function INTERSECTS"))
        } else {
            well(images(&["http://a.example/1"]))
        }
    })
    .await
    .unwrap();
    let registry = registry_of(vec![entry("tap", OBSCORE, tap.url("/tap"))], &[]).await;
    let record = run(around(&registry.url("/tap"))).await;
    assert_eq!(outcomes(&record), [("tap".to_owned(), Outcome::Ok)]);
    assert!(tap.heard().len() > 1, "it was asked again");
    let first = &tap.heard()[0];
    assert!(first.line.starts_with("POST /tap/sync "), "{}", first.line);
    assert!(
        first.headers.contains("user-agent: vodiscover/"),
        "{}",
        first.headers
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_that_a_simple_query_may_miss_are_looked_for_where_they_are_served_too() {
    let entries = |tap: &Wire, small: &Wire| {
        vec![
            entry("tap", OBSCORE, tap.url("/tap")),
            entry("small", SIA2, small.url("/sia2")),
        ]
    };
    for refused in ["INTERSECTS", "no word of it"] {
        let tap = Wire::start(move |heard| {
            if heard.body.contains(refused) {
                Manner::Answer("400 Bad Request", refusal("no such function"))
            } else {
                well(images(&["http://a.example/1"]))
            }
        })
        .await
        .unwrap();
        let small = service_of(well(images(&["http://a.example/2"]))).await;
        let registry = registry_of(entries(&tap, &small), &[("small", "tap")]).await;
        let record = run(around(&registry.url("/tap"))).await;
        let expected = if refused == "INTERSECTS" {
            ["http://a.example/1", "http://a.example/2"].as_slice()
        } else {
            &["http://a.example/1"]
        };
        assert_eq!(found(&record, ObsColumn::AccessUrl), expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_service_says_itself_is_its_message() {
    let service = service_of(Manner::Answer("400 Bad Request", refusal("POS is missing"))).await;
    let registry = registry_of(vec![entry("sia2", SIA2, service.url("/"))], &[]).await;
    let record = run(around(&registry.url("/tap"))).await;
    assert_eq!(message(&record, 0), "the service says: POS is missing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_overflow_is_told() {
    let mut body = images(&["http://a.example/1"]);
    let text = String::from_utf8(body).unwrap();
    body = text
        .replace(
            "</TABLE>",
            "</TABLE><INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>",
        )
        .into_bytes();
    let service = service_of(well(body)).await;
    let registry = registry_of(vec![entry("sia2", SIA2, service.url("/"))], &[]).await;
    let record = run(around(&registry.url("/tap"))).await;
    assert_eq!(outcomes(&record), [("sia2".to_owned(), Outcome::Overflow)]);
    assert!(message(&record, 0).contains("more than it gave"));
    let Place::Done(report) = &record.services()[0].place else {
        panic!("not at its end");
    };
    assert!(report.attempts[0].message.contains("more than it gave"));
    assert_eq!(record.found().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_before_a_time_out_are_kept() {
    let mut first = images_head();
    first.extend(image("http://a.example/1"));
    let silent = service_of(Manner::MidBody(first.clone())).await;
    let slow = service_of(Manner::Endless(
        first,
        b" ".to_vec(),
        Duration::from_millis(50),
    ))
    .await;
    let entries = vec![
        entry("silent", SIA2, silent.url("/")),
        entry("slow", SIA2, slow.url("/")),
    ];
    let registry = registry_of(entries, &[]).await;
    let mut search = around(&registry.url("/tap"));
    // A busy machine may be late by half a second.
    search.settings.silence = Duration::from_millis(600);
    search.settings.answer = Duration::from_millis(1800);
    let record = run(search).await;
    assert_eq!(record.counts().to_string(), "0 / 2 / 2: 1");
    assert!(
        message(&record, 0).starts_with("not a byte for 0.6 s"),
        "{}",
        message(&record, 0)
    );
    assert!(
        message(&record, 1).starts_with("the answer was not whole after 1.8 s"),
        "{}",
        message(&record, 1)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registry_that_knows_less_is_asked_more_simply_and_that_is_said() {
    let service = service_of(well(images(&["http://a.example/1"]))).await;
    let entries = vec![entry("sia2", SIA2, service.url("/"))];
    let registry = Wire::start(move |heard| {
        if heard.body.contains("isservedby") {
            well(relationships(&[]))
        } else if heard.body.contains("stc_spatial") {
            Manner::Answer("400 Bad Request", refusal("no such table: rr.stc_spatial"))
        } else {
            well(candidates(&entries))
        }
    })
    .await
    .unwrap();
    let record = run(around(&registry.url("/tap"))).await;
    assert_eq!(record.found().len(), 1);
    let is_said = |words: &str| record.log().iter().any(|line| line.text.contains(words));
    assert!(
        is_said("does not tell where on the sky"),
        "{:?}",
        record.log()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registry_without_relationships_still_serves() {
    let service = service_of(well(images(&["http://a.example/1"]))).await;
    let entries = vec![entry("sia2", SIA2, service.url("/"))];
    let registry = Wire::start(move |heard| {
        if heard.body.contains("isservedby") {
            Manner::Answer("500 Oh", refusal("no such table"))
        } else {
            well(candidates(&entries))
        }
    })
    .await
    .unwrap();
    let record = run(around(&registry.url("/tap"))).await;
    assert_eq!(record.found().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn never_more_than_two_at_a_time_are_asked_of_one_host() {
    let host = Wire::start(|_| Manner::Late(Duration::from_millis(30), images(&[])))
        .await
        .unwrap();
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let entries = names.map(|name| entry(name, SIA2, host.url(&format!("/{name}?"))));
    let registry = registry_of(entries.to_vec(), &[]).await;
    let record = run(around(&registry.url("/tap"))).await;
    assert_eq!(record.counts().asked, names.len());
    assert_eq!(host.most_under_way(), 2, "requests at a time");
}
