//! Files of earlier searches: opened without a window, asked on, and written in other formats.

#![cfg(test)]

#[path = "support/answers.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod answers;
#[path = "support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;

use answers::{Entry, SIA2, images, registry_answer};
use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};
use wire::{Manner, Wire};

/// Runs the program in a folder, without holding up the servers of this test.
async fn run(folder: &Path, words: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vodiscover"));
    command
        .env_remove("IVOA_REGISTRY")
        .env("XDG_STATE_HOME", folder.join("state"))
        .current_dir(folder)
        .arg("--headless")
        .args(words)
        .stdin(Stdio::null());
    let running = tokio::task::spawn_blocking(move || command.output().unwrap());
    let Output { status, stderr, .. } = running.await.unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

/// A registry with one service that gives a dataset, and one that fails when it is asked first.
async fn place() -> (Wire, [Wire; 2]) {
    let good = Wire::start(|_| Manner::Answer("200 OK", images(&["http://a.example/1"])));
    let n_heard = AtomicUsize::new(0);
    let shy = Wire::start(move |_| match n_heard.fetch_add(1, Ordering::SeqCst) {
        0 => Manner::Answer("500 Oh", b"out of cheese".to_vec()),
        _ => Manner::Answer("200 OK", images(&["http://a.example/2"])),
    });
    let services = [good.await.unwrap(), shy.await.unwrap()];
    let entries = ["good", "shy"].into_iter().zip(&services);
    let entries: Vec<Entry> = entries
        .map(|(name, service)| Entry {
            name,
            standard: SIA2,
            url: service.url("/sia2"),
        })
        .collect();
    let registry = Wire::start(move |heard: &wire::Heard| {
        let body = registry_answer(&heard.body, &entries, &[]);
        Manner::Answer("200 OK", body)
    });
    (registry.await.unwrap(), services)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_that_failed_are_asked_again_from_a_file_and_any_format_is_made_of_any() {
    let (registry, services) = place().await;
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let registry_url = registry.url("/tap");
    let asking = [
        "--space",
        "10 20 1",
        "--registry",
        &registry_url,
        "--save",
        ".",
    ];
    let (status, said) = run(there, &asking).await;
    assert_eq!(status, Some(0), "{said}");
    let first = "vodiscover-10_20_1.vot";
    assert!(
        said.contains(&format!("saved 1 dataset to ./{first}")),
        "{said}"
    );
    let heard = services[1].heard().len();
    let words = [first, "--complete", "--save", "all.parquet"];
    let (status, said) = run(there, &words).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("saved 2 datasets to all.parquet"), "{said}");
    assert_eq!(
        services[1].heard().len(),
        heard + 1,
        "it was asked once more"
    );
    assert_eq!(services[0].heard().len(), 1, "and the other was not");
    // Round all formats, without asking anybody.
    let formats = [
        "all.parquet",
        "a.vot.gz",
        "b.csv",
        "c.vot",
        "e.fits",
        "d.xml",
    ];
    for pair in formats.windows(2) {
        let (status, said) = run(there, &[pair[0], "--save", pair[1]]).await;
        assert_eq!(status, Some(0), "{said}");
        let expected = format!("saved 2 datasets to {}", pair[1]);
        assert!(said.contains(&expected), "{said}");
        assert!(said.contains("Services: ok 2\n"), "{pair:?}: {said}");
    }
    assert_eq!(services[1].heard().len(), heard + 1);
    let csv = fs::read_to_string(there.join("b.csv")).unwrap();
    for address in ["http://a.example/1", "http://a.example/2"] {
        assert_eq!(csv.matches(address).count(), 1, "{csv}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_that_was_stopped_goes_on_from_its_file() {
    let (registry, services) = place().await;
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let registry_url = registry.url("/tap");
    let asking = ["--space", "10 20 1", "--registry", &registry_url];
    let saving = ["--save", "whole.vot", "--tabledata"];
    let (status, said) = run(there, &[&asking[..], &saving].concat()).await;
    assert_eq!(status, Some(0), "{said}");
    // As a search has it that was stopped after the second service had failed.
    let whole = fs::read_to_string(there.join("whole.vot")).unwrap();
    let stopped = whole.replace("value=\"complete\"", "value=\"stopped\"");
    assert_eq!(whole.matches("value=\"complete\"").count(), 2);
    fs::write(there.join("stopped.vot"), stopped).unwrap();
    let words = ["stopped.vot", "--complete", "--save", "all.csv"];
    let (status, said) = run(there, &words).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("saved 2 datasets to all.csv"), "{said}");
    let heard = services.map(|service| service.heard().len());
    assert_eq!(heard, [1, 2], "the one that failed was asked once more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_cannot_be_opened_is_said_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    fs::write(there.join("other.vot"), "<VOTABLE><RESOURCE/></VOTABLE>").unwrap();
    for (file, expected) in [
        ("none.vot", "there is no such file: none.vot"),
        ("other.vot", "this VOTable was not written by vodiscover"),
    ] {
        let (status, said) = run(there, &[file, "--save", "new.csv"]).await;
        assert_eq!(status, Some(1), "{said}");
        assert!(said.contains(expected), "{said}");
        assert!(!there.join("new.csv").exists());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_at_many_positions_comes_back_from_every_format() {
    let (registry, _services) = place().await;
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let registry_url = registry.url("/tap");
    let typed = "within 1 deg of 10 20; 40 -30";
    let asking = ["--space", typed, "--registry", &registry_url];
    let (status, said) = run(there, &[&asking[..], &["--save", "a.vot"]].concat()).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("saved 2 datasets to a.vot"), "{said}");
    let formats = ["a.vot", "b.fits", "c.parquet", "d.csv", "e.xml"];
    for pair in formats.windows(2) {
        let (status, said) = run(there, &[pair[0], "--complete", "--save", pair[1]]).await;
        assert_eq!(status, Some(0), "{said}");
        let expected = format!("saved 2 datasets to {}", pair[1]);
        assert!(said.contains(&expected), "{said}");
    }
    let last = fs::read_to_string(there.join("e.xml")).unwrap();
    let space = last.lines().find(|line| line.contains("name=\"space\""));
    assert!(
        space.is_some_and(|line| line.contains(typed)),
        "{space:?} is what was typed"
    );
}
