//! Registries that are dead, poor or honest: who is asked in their place, what they are asked, and what is said of it.

#![cfg(test)]

#[path = "../support/answers.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod answers;
mod census;
mod fallback;
mod features;
mod practice;
mod regtap;
#[path = "../support/searching.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod searching;
#[path = "../support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;

use answers::images;
use regtap::{Lines, well};
use searching::Searching;
use vodiscover::discovery::{Search, event::Ending, record::Record};
use wire::Wire;

/// A service with one image.
pub(crate) async fn service() -> Wire {
    Wire::start(|_| well(images(&["http://a.example/1"])))
        .await
        .unwrap()
}

/// A registry that names these services, and answers all else that it is asked.
pub(crate) async fn registry_of(lines: Lines) -> Wire {
    Wire::start(move |heard| well(regtap::answer(heard, &lines)))
        .await
        .unwrap()
}

pub(crate) async fn run(search: Search) -> (Ending, Record) {
    let mut searching = Searching::start(search);
    let ending = searching.end().await;
    (ending, searching.record().clone())
}

pub(crate) fn log(record: &Record) -> Vec<&str> {
    record.log().iter().map(|line| line.text.as_str()).collect()
}

#[track_caller]
pub(crate) fn check_said(record: &Record, words: &str) {
    let log = log(record);
    assert!(
        log.iter().any(|line| line.contains(words)),
        "{words}: {log:#?}"
    );
}

/// What was sent to registries, by name, and whether it was answered.
pub(crate) fn attempts(record: &Record) -> Vec<(&str, bool)> {
    let attempts = record.registry_attempts().iter();
    attempts
        .map(|attempt| (attempt.rung.as_ref(), attempt.message.is_empty()))
        .collect()
}
