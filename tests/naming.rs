//! Objects by their names: resolvers that know, do not know, are slow and fail, and a search around an object.

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
    process::{Command, Output, Stdio},
    time::Duration,
};
use vodiscover::{
    discovery::naming::{NotResolved, resolve},
    domain::object::{Named, Resolved},
    http::{Client, limits::Settings},
    practice::{Options, PracticeVo},
};
use wire::{Manner, Wire};

const M16: &str = "<Resolver name=\"Sc=Simbad (CDS, via client/server)\"><jradeg>10</jradeg><jdedeg>20</jdedeg>\
     <oname>M  16</oname></Resolver>";

const NOTHING: &str = "<INFO>*** Nothing found ***</INFO>";

fn sesame(children: &str) -> Vec<u8> {
    format!("<?xml version=\"1.0\"?>\n<Sesame><Target option=\"SNV\"><name>x</name>{children}</Target></Sesame>\n")
        .into_bytes()
}

async fn resolver(manner: Manner) -> Wire {
    Wire::start(move |_| manner.clone()).await.unwrap()
}

fn client(answer: Duration) -> Client {
    Client::new(Settings::default().with_answer_timeout(answer)).unwrap()
}

async fn asked(resolver: &str, text: &str) -> Result<Resolved, NotResolved> {
    let named = Named::parse(text).unwrap();
    resolve(&client(Duration::from_secs(10)), resolver, &named).await
}

#[tokio::test]
async fn the_practice_vo_knows_well_known_objects_by_several_names() {
    let practice = PracticeVo::start(Options::default()).await.unwrap();
    let url = practice.resolver_url();
    for name in ["M16", "m 16", "NGC 6611", "Eagle Nebula 0.5", "M16, 1"] {
        let found = asked(&url, name).await.unwrap();
        assert_eq!(
            found.to_string(),
            "M 16: 18 18 48.0 -13 48 24 (Practice VO)",
            "{name}"
        );
    }
    let found = asked(&url, "Crab 1").await.unwrap();
    assert_eq!(
        (found.asked.as_str(), found.object.as_str()),
        ("Crab", "M 1")
    );
    let why = asked(&url, "Nemo's planet").await.unwrap_err();
    assert_eq!(
        why.to_string(),
        "no catalogue knows \"Nemo's planet\"; check it, or type coordinates, such as 274.688 -13.792 1"
    );
}

#[tokio::test]
async fn a_resolver_that_fails_is_told_from_one_that_does_not_know() {
    let manners = [
        Manner::Answer("502 Bad Gateway", b"<html>no</html>".to_vec()),
        Manner::Answer("200 OK", b"<html><body>Moved</body></html>".to_vec()),
        Manner::Answer("200 OK", sesame("<ERROR>no more today</ERROR>")),
    ];
    for manner in manners {
        let wire = resolver(manner).await;
        let why = asked(&wire.url("/sesame"), "M16").await.unwrap_err();
        assert!(matches!(why, NotResolved::NoAnswer(_)), "{why:?}");
        assert!(
            why.to_string()
                .ends_with("; type coordinates, such as 274.688 -13.792 1"),
            "{why}"
        );
        assert!(
            why.details().contains("/sesame/-oxp/SNV?M16"),
            "{}",
            why.details()
        );
        assert_eq!(wire.heard().len(), 1, "nobody is asked twice");
    }
    let nobody = asked("http://127.0.0.1:1/sesame", "M16").await.unwrap_err();
    assert!(
        nobody
            .to_string()
            .starts_with("the name resolver cannot be asked ("),
        "{nobody}"
    );
}

#[tokio::test]
async fn a_slow_resolver_is_not_waited_for_longer_than_the_settings_say() {
    let wire = resolver(Manner::BeforeHeaders).await;
    let named = Named::parse("M16").unwrap();
    let brief = client(Duration::from_millis(300));
    let why = resolve(&brief, &wire.url("/sesame"), &named)
        .await
        .unwrap_err();
    assert!(matches!(why, NotResolved::NoAnswer(_)), "{why:?}");
    drop(brief);
    assert!(
        wire.all_closed(Duration::from_secs(10)).await,
        "nothing is left open"
    );
}

/// The program, asked for images around an object.
fn around(object: &str, registry: &Wire, resolver: &Wire, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vodiscover"));
    command
        .env_remove("IVOA_REGISTRY")
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(["--headless", "--space", object])
        .args(["--registry", &registry.url("/tap")])
        .args(["--resolver", &resolver.url("/sesame")])
        .args(options)
        .stdin(Stdio::null());
    command
}

async fn run(mut command: Command) -> (Option<i32>, String) {
    let running = tokio::task::spawn_blocking(move || command.output().unwrap());
    let Output { status, stderr, .. } = running.await.unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_object_is_searched_around_its_position_and_the_file_keeps_both() {
    let service = resolver(Manner::Answer("200 OK", images(&["http://a.example/1"]))).await;
    let entries = vec![Entry {
        name: "one",
        standard: SIA2,
        url: service.url("/sia2"),
    }];
    let registry = Wire::start(move |heard| {
        Manner::Answer("200 OK", registry_answer(&heard.body, &entries, &[]))
    });
    let registry = registry.await.unwrap();
    let knows = resolver(Manner::Answer("200 OK", sesame(M16))).await;
    let folder = tempfile::tempdir().unwrap();
    let save = folder.path().join("found.vot");
    let options = ["--save", save.to_str().unwrap()];
    let (status, said) = run(around("M16 1", &registry, &knows, &options)).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(
        said.contains("M 16: 00 40 00.0 +20 00 00 (SIMBAD)"),
        "{said}"
    );
    assert!(
        knows.heard()[0]
            .line
            .starts_with("GET /sesame/-oxp/SNV?M16 "),
        "{:?}",
        knows.heard()
    );
    let saved = fs::read_to_string(&save).unwrap();
    for value in ["M16 1", "M 16", "10 20", "SIMBAD", "10 20 1"] {
        assert!(saved.contains(&format!("value=\"{value}\"")), "{value}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_object_that_nobody_knows_is_said_and_no_registry_is_asked() {
    let registry = resolver(Manner::Answer("200 OK", Vec::new())).await;
    let unknown = resolver(Manner::Answer("200 OK", sesame(NOTHING))).await;
    let (status, said) = run(around("M1667", &registry, &unknown, &[])).await;
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("no catalogue knows \"M1667\""), "{said}");
    let broken = resolver(Manner::Answer("502 Bad Gateway", Vec::new())).await;
    let (status, said) = run(around("M16", &registry, &broken, &[])).await;
    assert_eq!(status, Some(4), "{said}");
    assert!(said.contains("the name resolver cannot be asked"), "{said}");
    assert!(registry.heard().is_empty(), "nobody else is asked");
}
