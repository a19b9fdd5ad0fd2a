//! What a person is told of services that have moved, and whether they are found.

use crate::{
    answers::images,
    asking::{check_failed, patient, told_of_server},
    wire::{Manner, Then, Wire},
};
use vodiscover::discovery::event::Outcome;

const STATUSES: [&str; 6] = ["300", "301", "302", "303", "307", "308"];

/// A server that sends every request on to this place.
async fn sending_on(status: &str, location: &str) -> Wire {
    let head =
        format!("HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
    Wire::start(move |_| Manner::Raw(head.clone().into_bytes(), Then::Close))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_service_that_has_moved_to_another_host_is_found_there() {
    for status in STATUSES {
        let there = Wire::start(|_| Manner::Answer("200 OK", images(&["http://a.example/1"])))
            .await
            .unwrap();
        let here = sending_on(status, &there.url("/new?x=1")).await;
        let told = told_of_server(&here, patient()).await;
        assert_eq!(
            (told.outcome, told.found),
            (Outcome::Ok, 1),
            "{status}: {told:?}"
        );
        let heard = there.heard();
        assert_eq!(heard.len(), 1, "{status}");
        assert!(heard[0].line.starts_with("GET /new?x=1 "), "{heard:?}");
    }
}

#[tokio::test]
async fn a_failure_after_a_redirect_names_the_host_where_it_happened() {
    let there = Wire::start(|_| Manner::Answer("404 Not Found", Vec::new()))
        .await
        .unwrap();
    let url = there.url("/gone");
    let here = sending_on("301", &url).await;
    let told = told_of_server(&here, patient()).await;
    let host = url.trim_start_matches("http://").trim_end_matches("/gone");
    assert_eq!(
        told.sentence,
        format!("there is no such service any more (HTTP 404): {host}")
    );
    assert!(told.details.contains(&url), "{}", told.details);
}

#[tokio::test]
async fn a_redirect_to_nowhere() {
    for status in STATUSES {
        let head = format!("HTTP/1.1 {status} Moved\r\nContent-Length: 0\r\n\r\n");
        check_failed(
            Manner::Raw(head.into_bytes(), Then::Close),
            &format!("the service sends on to nowhere (HTTP {status}): HOST"),
            0,
        )
        .await;
    }
}

#[tokio::test]
async fn a_redirect_to_what_is_no_address_of_the_web() {
    for location in [
        "ftp://a.example/sia2",
        "file:///etc/passwd",
        "ivo://a.example/sia2",
        "javascript:alert(1)",
        "http://",
        "http://a b.example:port/",
    ] {
        let here = sending_on("302", location).await;
        let told = told_of_server(&here, patient()).await;
        assert_eq!(
            told.sentence, "the service sends on to what is no address of the web: HOST",
            "{location}"
        );
        let expected = format!("Location: {location}");
        assert!(told.details.ends_with(&expected), "{}", told.details);
    }
}

#[tokio::test]
async fn a_circle_of_redirects() {
    let here = sending_on("307", "/sia2/").await;
    let told = told_of_server(&here, patient()).await;
    assert_eq!(
        told.sentence,
        "sent on from address to address, 5 times: HOST"
    );
    assert_eq!(here.heard().len(), 6, "the address, and five redirects");
}
