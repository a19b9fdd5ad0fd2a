//! Stop, against servers that hang in every way: told within 100 ms, all connections closed within 500 ms.

#![cfg(test)]

#[path = "support/answers.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod answers;
#[path = "support/searching.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod searching;
#[path = "support/uws.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod uws;
#[path = "support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;

use answers::{Entry, OBSCORE, SIA2, TAIL, image, images, images_head, registry_answer};
use searching::{Searching, around};
use std::time::Duration;
use uws::{JOB, Sync, Uws};
use vodiscover::discovery::{
    self,
    event::{Ending, Happening},
};
use wire::{Heard, Manner, Wire};

/// How many services hang at once; each is a host of its own, so that all are asked.
const N_SERVICES: usize = 12;

/// How soon a search says that it has stopped.
const AT_ONCE: Duration = Duration::from_millis(100);

/// A registry of services at these addresses.
async fn registry_of(urls: Vec<String>) -> Wire {
    let names = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n",
    ];
    let entries: Vec<Entry> = urls
        .into_iter()
        .zip(names)
        .map(|(url, name)| Entry {
            name,
            standard: SIA2,
            url,
        })
        .collect();
    Wire::start(move |heard| registry(heard, &entries))
        .await
        .unwrap()
}

fn registry(heard: &Heard, entries: &[Entry]) -> Manner {
    let body = registry_answer(&heard.body, entries, &[]);
    Manner::Answer("200 OK\r\nContent-Type: application/x-votable+xml", body)
}

/// Starts a search over services that all behave like this, waits until all are asked, stops it, and holds it to
/// what Stop promises. Returns how many datasets were kept.
async fn check_stop(manner: Manner, wait_for_rows: bool) -> usize {
    let mut services = Vec::new();
    for _ in 0..N_SERVICES {
        let manner = manner.clone();
        services.push(Wire::start(move |_| manner.clone()).await.unwrap());
    }
    let registry = registry_of(services.iter().map(|it| it.url("/sia2?")).collect()).await;
    let mut searching = Searching::start(around(&registry.url("/tap")));
    for service in &services {
        service.has_heard(1).await;
    }
    if wait_for_rows {
        searching
            .until(|happening| matches!(happening, Happening::Rows(..)))
            .await;
    }
    let n_found = searching.check_stop(AT_ONCE).await;
    for service in services.iter().chain([&registry]) {
        let closed = service.all_closed(Duration::from_millis(500)).await;
        assert!(closed, "{} connections are still open", service.n_open());
    }
    n_found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_stops_while_services_never_accept() {
    let mut services = Vec::new();
    for _ in 0..N_SERVICES {
        services.push(Wire::never_accepting().await.unwrap());
    }
    let registry = registry_of(services.iter().map(|it| it.url("/sia2?")).collect()).await;
    let mut searching = Searching::start(around(&registry.url("/tap")));
    for _ in 0..N_SERVICES {
        searching
            .until(|happening| matches!(happening, Happening::Asking(_)))
            .await;
    }
    searching.check_stop(AT_ONCE).await;
    for service in services.iter().chain([&registry]) {
        assert!(
            service.all_closed(Duration::from_millis(500)).await,
            "a connection that nobody accepted is still open"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_stops_while_services_say_nothing() {
    check_stop(Manner::BeforeHeaders, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_stops_in_the_middle_of_an_answer_and_keeps_its_rows() {
    let mut first = images_head();
    first.extend(image("http://a.example/1"));
    let n_found = check_stop(Manner::MidBody(first), true).await;
    assert_eq!(n_found, 1, "all services told of the same image");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_stops_in_an_endless_slow_answer() {
    let drop = Manner::Endless(images_head(), b" ".to_vec(), Duration::from_millis(20));
    check_stop(drop, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_stops_in_an_endless_flood_of_rows() {
    let row = image("http://a.example/1").repeat(200);
    let flood = Manner::Endless(images_head(), row, Duration::ZERO);
    check_stop(flood, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_stops_while_the_registry_is_asked() {
    for manner in [
        Manner::BeforeHeaders,
        Manner::MidBody(b"<VOTABLE>".to_vec()),
        Manner::Endless(b"<VOTABLE>".to_vec(), b"<!-- -->".to_vec(), Duration::ZERO),
    ] {
        let registry = Wire::start(move |_| manner.clone()).await.unwrap();
        let mut searching = Searching::start(around(&registry.url("/tap")));
        registry.has_heard(2).await;
        searching.check_stop(AT_ONCE).await;
        assert!(registry.all_closed(Duration::from_millis(500)).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn to_stop_a_search_that_has_ended_changes_nothing() {
    let service = Wire::start(|_| {
        Manner::Answer(
            "200 OK",
            images(&["http://a.example/1", "http://a.example/2"]),
        )
    })
    .await
    .unwrap();
    let registry = registry_of(vec![service.url("/sia2")]).await;
    let mut searching = Searching::start(around(&registry.url("/tap")));
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    searching.stop();
    searching.check_silence().await;
    for wire in [&service, &registry] {
        let closed = wire.all_closed(Duration::from_millis(500)).await;
        assert!(closed, "a search that has ended keeps no connection");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waiting_is_asked_after_stop() {
    // One host, so that only two are asked at a time.
    let service = Wire::start(|_| Manner::BeforeHeaders).await.unwrap();
    let urls = (0..N_SERVICES).map(|nr| service.url(&format!("/sia2/{nr}")));
    let registry = registry_of(urls.collect()).await;
    let mut searching = Searching::start(around(&registry.url("/tap")));
    service.has_heard(2).await;
    searching.check_stop(AT_ONCE).await;
    assert!(service.all_closed(Duration::from_millis(500)).await);
    assert_eq!(service.heard().len(), 2, "two at a time, and none after");
    let counts = searching.record().counts();
    assert_eq!((counts.to_ask, counts.asked), (0, 0), "a leading nought");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cut_off_answer_keeps_its_whole_rows_and_counts_as_failed() {
    let mut first = images_head();
    first.extend(image("http://a.example/1"));
    first.extend(b"<TR><TD>image</TD><TD>http://a.exam");
    let service = Wire::start(move |_| Manner::Cut(first.clone()))
        .await
        .unwrap();
    let registry = registry_of(vec![service.url("/sia2")]).await;
    let mut searching = Searching::start(around(&registry.url("/tap")));
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    assert_eq!(searching.record().counts().to_string(), "0 / 1 / 1: 1");
    assert!(
        TAIL.starts_with("</TABLEDATA>"),
        "and no end of the table came"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_that_stops_deletes_the_jobs_that_it_made_on_services() {
    let service = Wire::start(Uws::new(Sync::Status("405 No"), &["EXECUTING"]).manner())
        .await
        .unwrap();
    let entry = Entry {
        name: "tap",
        standard: OBSCORE,
        url: service.url("/tap"),
    };
    let registry = Wire::start(move |heard| registry(heard, std::slice::from_ref(&entry)))
        .await
        .unwrap();
    let mut searching = Searching::start(around(&registry.url("/tap")));
    // The query, the job, and a look at it.
    service.has_heard(3).await;
    searching.check_stop(AT_ONCE).await;
    discovery::farewells(Duration::from_secs(10)).await;
    let last = service.heard().pop().unwrap();
    assert_eq!(last.line, format!("DELETE {JOB} HTTP/1.1"));
    for wire in [&service, &registry] {
        let closed = wire.all_closed(Duration::from_millis(500)).await;
        assert!(closed, "nothing is left open after the farewell");
    }
}
