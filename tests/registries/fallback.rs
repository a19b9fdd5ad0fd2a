//! Which registry is asked where one does not answer, and what is said of it.

use crate::{
    answers::{SIA2, refusal},
    attempts, check_said, registry_of,
    regtap::{Lines, candidate_queries},
    run,
    searching::{Searching, around},
    service,
    wire::{Manner, Wire},
};
use std::time::Duration;
use vodiscover::discovery::event::{Ending, Happening};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_registry_is_asked_when_the_first_does_not_answer() {
    let page = b"<html><head><title>Moved</title></head></html>".to_vec();
    for dead in [
        Manner::Answer("200 OK", page.clone()),
        Manner::Answer("500 Oh", page),
        Manner::Answer("502 Bad Gateway", refusal("no backend")),
        Manner::Answer("200 OK", Vec::new()),
        Manner::Answer("404 Not Found", b"nothing here".to_vec()),
        Manner::Cut(Vec::new()),
        Manner::BeforeHeaders,
    ] {
        let first = Wire::start({
            let dead = dead.clone();
            move |_| dead.clone()
        })
        .await
        .unwrap();
        let service = service().await;
        let second = registry_of(Lines::named(&[("a", SIA2, &service.url("/"))])).await;
        let mut search = around(&first.url("/tap"));
        search.fallbacks = vec![first.url("/tap/sync"), second.url("/tap")];
        search.settings.silence = Duration::from_millis(500);
        let (ending, record) = run(search).await;
        assert!(matches!(ending, Ending::Complete), "{dead:?}: {ending:?}");
        assert_eq!(record.found().len(), 1, "{dead:?}");
        assert_eq!(record.registry(), second.url("/tap"));
        check_said(
            &record,
            &format!("another one is, at {}", second.url("/tap")),
        );
        let end = record.message();
        let stood_in = format!(
            "; the registry at {} stood in for that at {}, which did not answer",
            second.url("/tap"),
            first.url("/tap")
        );
        assert!(end.ends_with(&stood_in), "{end}");
        let (name, is_answered) = attempts(&record)[0];
        assert!(!is_answered && matches!(name, "candidates" | "relationships"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registry_whose_status_is_not_about_the_query_is_asked_nothing_simpler() {
    for status in [
        "405 Method Not Allowed",
        "426 Upgrade Required",
        "501 Not Implemented",
    ] {
        let first = Wire::start(move |_| Manner::Answer(status, b"not like this".to_vec()))
            .await
            .unwrap();
        let service = service().await;
        let second = registry_of(Lines::named(&[("a", SIA2, &service.url("/"))])).await;
        let mut search = around(&first.url("/tap"));
        search.fallbacks = vec![second.url("/tap")];
        let (ending, record) = run(search).await;
        assert!(matches!(ending, Ending::Complete), "{status}: {ending:?}");
        assert_eq!(record.registry(), second.url("/tap"), "{status}");
        assert_eq!(candidate_queries(&first).len(), 1, "{status}");
        let heard = first.heard();
        assert!(
            heard.iter().all(|it| it.line.starts_with("POST ")),
            "{status}: what it knows is not asked: {heard:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_that_asks_another_registry_says_so_while_it_does() {
    let first = Wire::start(|_| Manner::Cut(Vec::new())).await.unwrap();
    let second = Wire::start(|_| Manner::BeforeHeaders).await.unwrap();
    let mut search = around(&first.url("/tap"));
    search.fallbacks = vec![second.url("/tap")];
    let mut searching = Searching::start(search);
    let second_url = second.url("/tap");
    searching
        .until(|happening| matches!(happening, Happening::AskingRegistry { url } if *url == second_url))
        .await;
    second.has_heard(1).await;
    let message = searching.record().message();
    assert!(
        message.starts_with("The registry does not answer") && message.contains(&second_url),
        "{message}"
    );
    searching.check_stop(Duration::from_millis(500)).await;
    assert!(second.all_closed(Duration::from_secs(2)).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_no_registry_answers_the_reasons_of_all_are_told() {
    let first = Wire::start(|_| Manner::Answer("503 Later", Vec::new()))
        .await
        .unwrap();
    let second = Wire::start(|_| Manner::Answer("404 Gone", Vec::new()))
        .await
        .unwrap();
    let mut search = around(&first.url("/tap"));
    search.fallbacks = vec![second.url("/tap")];
    let (ending, record) = run(search).await;
    let Ending::RegistryFailed(failure) = ending else {
        panic!("{ending:?}");
    };
    assert!(
        failure
            .sentence
            .starts_with("none of 2 registries answers; the first: the service is not available"),
        "{failure}"
    );
    for (url, status) in [(first.url("/tap"), "503"), (second.url("/tap"), "404")] {
        assert!(failure.details.contains(&url), "{}", failure.details);
        assert!(failure.details.contains(status), "{}", failure.details);
    }
    assert!(record.plan().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registry_of_ones_own_is_not_given_up_for_another() {
    let own = Wire::start(|_| Manner::Answer("503 Later", Vec::new()))
        .await
        .unwrap();
    let (ending, record) = run(around(&own.url("/tap"))).await;
    assert!(matches!(ending, Ending::RegistryFailed(_)), "{ending:?}");
    assert_eq!(record.registry(), own.url("/tap"));
    let asked = record.registry_attempts();
    assert!(
        asked
            .iter()
            .all(|attempt| attempt.url.starts_with(&own.url("/"))),
        "{asked:?}"
    );
}
