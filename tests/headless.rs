//! The program itself, without a window: exit statuses, files, sentences, Ctrl-C.

#![cfg(test)]

#[path = "support/answers.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod answers;
#[path = "support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;

use answers::{Entry, SIA2, image, images, images_head, registry_answer};
use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};
use wire::{Manner, Wire};

/// Where the program keeps its runs, apart from those of the person who tests.
const STATE: &str = env!("CARGO_TARGET_TMPDIR");

/// A registry with these services.
async fn registry_of(entries: Vec<Entry>) -> Wire {
    let manner = move |heard: &wire::Heard| {
        let body = registry_answer(&heard.body, &entries, &[]);
        Manner::Answer("200 OK", body)
    };
    Wire::start(manner).await.unwrap()
}

async fn service_of(manner: Manner) -> Wire {
    Wire::start(move |_| manner.clone()).await.unwrap()
}

fn entry(name: &'static str, service: &Wire) -> Entry {
    Entry {
        name,
        standard: SIA2,
        url: service.url("/sia2"),
    }
}

/// The program, asked for images around RA 10, Dec 20 degrees.
fn vodiscover(registry: &Wire, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vodiscover"));
    command
        .env_remove("IVOA_REGISTRY")
        .env("XDG_STATE_HOME", STATE)
        .args(["--headless", "--space", "10 20 1"])
        .args(["--registry", &registry.url("/tap")])
        .args(options)
        .stdin(Stdio::null());
    command
}

/// Runs it to its end, without holding up the servers of this test.
async fn run(mut command: Command) -> (Option<i32>, String) {
    let running = tokio::task::spawn_blocking(move || command.output().unwrap());
    let Output { status, stderr, .. } = running.await.unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[derive(Debug)]
struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The path as an option's value.
    fn name(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_saves_what_it_found_and_is_well_when_a_service_failed() {
    let good = service_of(Manner::Answer(
        "200 OK",
        images(&["http://a.example/1?x=1&amp;y=2", "http://a.example/2"]),
    ))
    .await;
    let bad = service_of(Manner::Answer("500 Oh", b"out of cheese".to_vec())).await;
    let registry = registry_of(vec![entry("good", &good), entry("bad", &bad)]).await;
    let files = Files::new();
    let (save, provenance) = (files.name("found.csv"), files.name("services.csv"));
    let options = ["--save", &save, "--provenance", &provenance];
    let (status, said) = run(vodiscover(&registry, &options)).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(
        said.contains("2 datasets from 2 services, of which 1 failed"),
        "{said}"
    );
    assert!(said.contains("the service failed (HTTP 500)"), "{said}");
    assert!(said.contains("With --complete, those"), "{said}");
    let found = text(&files.path("found.csv"));
    let lines: Vec<&str> = found.lines().collect();
    assert_eq!(lines.len(), 3, "{found}");
    assert!(
        lines[0].starts_with("dataproduct_type,calib_level,"),
        "{found}"
    );
    assert!(found.contains("http://a.example/1?x=1&y=2"), "{found}");
    assert!(
        lines[2].ends_with(",ivo://example/good,SIA2,yes,,"),
        "{found}"
    );
    let services = text(&files.path("services.csv"));
    assert!(
        services.contains("ivo://example/bad,bad,SIA2,"),
        "{services}"
    );
    assert!(services.contains(",failed,0,0,0,"), "{services}");
    assert!(services.contains(",ok,2,2,2,"), "{services}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_until_complete_asks_those_that_failed_again_and_the_rest_in_parts() {
    let n_heard = AtomicUsize::new(0);
    let one = "http://a.example/1";
    // It fails, then is cut off, then gives its parts whole.
    let service = Wire::start(move |_| match n_heard.fetch_add(1, Ordering::SeqCst) {
        0 => Manner::Answer("500 Oh", b"out of cheese".to_vec()),
        1 => {
            let text = String::from_utf8(images(&[one])).unwrap();
            let said = "</TABLE><INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>";
            Manner::Answer("200 OK", text.replace("</TABLE>", said).into_bytes())
        }
        _ => Manner::Answer("200 OK", images(&[one, "http://a.example/2"])),
    })
    .await
    .unwrap();
    let registry = registry_of(vec![entry("shy", &service)]).await;
    let (status, said) = run(vodiscover(&registry, &["--complete"])).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("Done: 2 datasets from 1 service\n"), "{said}");
    assert!(said.contains("Services: ok 1\n"), "{said}");
    assert_eq!(service.heard().len(), 2 + 7, "and seven parts");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_until_complete_asks_in_parts_who_broke_off_twice() {
    let n_heard = AtomicUsize::new(0);
    let one = "http://a.example/1";
    let service = Wire::start(move |_| match n_heard.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => Manner::Cut([images_head(), image(one)].concat()),
        _ => Manner::Answer("200 OK", images(&[one, "http://a.example/2"])),
    })
    .await
    .unwrap();
    let registry = registry_of(vec![entry("long", &service)]).await;
    let (status, said) = run(vodiscover(&registry, &["--complete"])).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("Done: 2 datasets from 1 service\n"), "{said}");
    assert!(said.contains("Services: ok 1\n"), "{said}");
    assert_eq!(service.heard().len(), 2 + 7, "and seven parts");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_field_that_cannot_be_read_is_bad_input() {
    let registry = registry_of(vec![]).await;
    let (status, said) = run(vodiscover(&registry, &["--time", "yesterday"])).await;
    assert_eq!(status, Some(2), "{said}");
    assert!(
        said.contains("time") && said.contains("yesterday"),
        "{said}"
    );
    assert_eq!(registry.heard().len(), 0, "nothing was asked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_service_that_applies_the_status_is_3() {
    let registry = registry_of(vec![]).await;
    let (status, said) = run(vodiscover(&registry, &[])).await;
    assert_eq!(status, Some(3), "{said}");
    assert!(said.contains("--inclusive"), "it says what to do: {said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registry_that_answers_nonsense_or_nothing_is_status_4() {
    let page = b"<html><body>Under construction</body></html>".to_vec();
    let nonsense = service_of(Manner::Answer("200 OK", page)).await;
    let (status, said) = run(vodiscover(&nonsense, &[])).await;
    assert_eq!(status, Some(4), "{said}");
    assert!(
        said.contains("a web page") && said.contains("--registry"),
        "{said}"
    );
    let gone = nonsense.url("/tap");
    drop(nonsense);
    let files = Files::new();
    fs::write(files.path("old.vot"), "of an earlier search").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_vodiscover"));
    command
        .env("XDG_STATE_HOME", STATE)
        .args([
            "--headless",
            "--space",
            "10 20 1",
            "--timeout",
            "2",
            "--registry",
            &gone,
        ])
        .args(["--save", &files.name("old.vot")]);
    let (status, said) = run(command).await;
    assert_eq!(status, Some(4), "{said}");
    assert_eq!(text(&files.path("old.vot")), "of an earlier search");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_found_is_saved_when_it_is_interrupted() {
    for signal in ["INT", "TERM"] {
        let hanging = service_of(Manner::MidBody(images_head())).await;
        let good = service_of(Manner::Answer("200 OK", images(&["http://a.example/1"]))).await;
        let registry = registry_of(vec![entry("hanging", &hanging), entry("good", &good)]).await;
        let files = Files::new();
        let save = files.name("found.csv");
        let mut command = vodiscover(&registry, &["--save", &save]);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let ended = tokio::task::spawn_blocking(move || {
            let has_answered = |line: &String| line.contains("good (ivo://example/good): 1 row");
            lines
                .by_ref()
                .map(Result::unwrap)
                .find(has_answered)
                .unwrap();
            let number = child.id().to_string();
            let killed = Command::new("kill").args(["-s", signal, &number]).status();
            assert!(killed.unwrap().success());
            let rest: Vec<String> = lines.map(Result::unwrap).collect();
            (child.wait().unwrap().code(), rest.join("\n"))
        });
        let (status, said) = ended.await.unwrap();
        assert_eq!(status, Some(130), "{said}");
        assert!(said.contains("Stopped: 1 dataset found so far"), "{said}");
        let found = text(&files.path("found.csv"));
        assert!(found.contains("http://a.example/1"), "{said}\n{found}");
        assert!(
            hanging
                .all_closed(std::time::Duration::from_millis(500))
                .await
        );
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_saved_where_it_should_is_saved_elsewhere() {
    let images = images(&["http://a.example/1"]);
    let good = service_of(Manner::Answer("200 OK", images)).await;
    let registry = registry_of(vec![entry("good", &good)]).await;
    let files = Files::new();
    // A name that ends in .csv and leads to a disk that is always full.
    let full = files.path("full.csv");
    std::os::unix::fs::symlink("/dev/full", &full).unwrap();
    let mut command = vodiscover(&registry, &["--save", &full.display().to_string()]);
    command.env("TMPDIR", files.0.path());
    let (status, said) = run(command).await;
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("the disk is full"), "{said}");
    assert!(said.contains("nothing is lost"), "{said}");
    let kept = fs::read_dir(files.0.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "vot"))
        .unwrap();
    assert!(text(&kept).contains("<VOTABLE"), "{}", kept.display());
}

#[test]
fn help_and_version_are_no_failures() {
    for (option, expected) in [("--help", "Examples:"), ("--version", "vodiscover 0")] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vodiscover"));
        let output = command.arg(option).output().unwrap();
        assert!(output.status.success(), "{option}");
        assert!(
            String::from_utf8(output.stdout).unwrap().contains(expected),
            "{option}"
        );
    }
}
