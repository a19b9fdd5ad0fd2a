//! What a person is told where an answer does not even begin, or begins badly.

use crate::{
    answers::images,
    asking::{brief, check_failed, check_late, patient, told, told_of, told_of_server},
    wire::{Manner, Then, Wire},
};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use vodiscover::discovery::event::Outcome;

fn raw(text: &str, then: Then) -> Manner {
    Manner::Raw(text.as_bytes().to_vec(), then)
}

fn two_images() -> Vec<u8> {
    images(&["http://a.example/1", "http://a.example/2"])
}

/// Asserts that a service that answers with these bytes, and then closes, is understood.
async fn check_well(head: &str) {
    let bytes = [head.as_bytes(), &two_images()].concat();
    told(Manner::Raw(bytes, Then::Close)).await.check_well(2);
}

#[tokio::test]
async fn a_service_where_nobody_listens_or_whose_name_nobody_knows() {
    let server = Wire::never_accepting().await.unwrap();
    let url = server.url("/sia2");
    drop(server);
    let host = url.trim_start_matches("http://").trim_end_matches("/sia2");
    let told = told_of(&url, host, patient()).await;
    assert_eq!(
        told.sentence,
        "nothing answers there (connection refused): HOST"
    );
    let url = "http://no-such-host.invalid/sia2";
    let told = told_of(url, "no-such-host.invalid", patient()).await;
    assert_eq!(told.sentence, "no host of this name can be found: HOST");
    assert_eq!(told.outcome, Outcome::Failed);
}

#[tokio::test]
async fn a_service_that_takes_no_connection_or_says_nothing() {
    let server = Wire::never_accepting().await.unwrap();
    let told = told_of_server(&server, brief()).await;
    assert_eq!(told.sentence, "not a byte for 0.5 s: HOST");
    check_late(Manner::BeforeHeaders, "not a byte for 0.5 s: HOST", 0).await;
}

#[tokio::test]
async fn a_service_that_hangs_up_without_a_word() {
    let cut = "the connection was cut before the answer was whole: HOST";
    for then in [Then::Close, Then::Reset] {
        check_failed(raw("", then.clone()), cut, 0).await;
        check_failed(raw("HTTP/1.1 200 OK\r\nContent-", then), cut, 0).await;
    }
}

#[tokio::test]
async fn what_is_no_web_server_or_speaks_http_2_only() {
    let sentence = "what answers there is no web server, or a broken one: HOST";
    // An empty SETTINGS frame, and GOAWAY with the error "protocol error" (RFC 9113, 6.5 and 6.8).
    let http_2 = b"\0\0\0\x04\0\0\0\0\0\0\0\x08\x07\0\0\0\0\0\0\0\0\0\0\0\0\x01".to_vec();
    for manner in [
        raw("220 mail.example ESMTP\r\n", Then::Hold),
        raw("SSH-2.0-OpenSSH_9.2p1\r\n", Then::Close),
        raw("<VOTABLE/>", Then::Close),
        Manner::Raw(http_2, Then::Close),
    ] {
        check_failed(manner, sentence, 0).await;
    }
}

#[tokio::test]
async fn headers_without_end_are_not_read_to_it() {
    for again in ["X-Header: and so on\r\n", "and so on "] {
        let again = Then::Again(again.as_bytes().to_vec(), Duration::ZERO);
        let manner = raw("HTTP/1.1 200 OK\r\nX-Header: ", again);
        let server = Wire::start(move |_| manner.clone()).await.unwrap();
        // hyper reads 400 kB of headers before it gives up, and begins anew with each piece.
        let told = told_of_server(&server, patient()).await;
        assert_eq!(
            told.sentence,
            "what answers there is no web server, or a broken one: HOST"
        );
        assert_eq!(told.outcome, Outcome::Failed);
    }
}

#[tokio::test]
async fn headers_that_break_the_rules_are_forgiven() {
    for headers in [
        "",
        "X-Caf\u{e9}: \u{fc}\r\n",
        "X Header: with a blank in its name\r\n",
        "X-Header : with a blank behind its name\r\n",
        "X-Folded: one\r\n two\r\n",
        "Content-Type: text/html\r\nContent-Type: \r\n",
    ] {
        check_well(&format!("HTTP/1.1 200 OK\r\n{headers}\r\n")).await;
    }
    check_well("HTTP/1.1 200\r\n\r\n").await;
    check_well("HTTP/1.0 200 OK\r\nServer: of 1996\r\n\r\n").await;
}

#[tokio::test]
async fn what_comes_before_the_answer_itself_is_passed_over() {
    check_well(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    )
    .await;
    let again = b"HTTP/1.1 102 Processing\r\n\r\n".to_vec();
    check_late(
        raw("", Then::Again(again, Duration::from_millis(20))),
        "not a byte for 0.5 s: HOST",
        0,
    )
    .await;
    check_failed(
        raw(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
            Then::Close,
        ),
        "the service wants to go on in another way than by answering (HTTP 101): HOST",
        0,
    )
    .await;
}

#[tokio::test]
async fn each_status_has_a_sentence() {
    for (head, sentence) in [
        (
            "400 Bad Request",
            "the service did not understand the request (HTTP 400): HOST",
        ),
        (
            "401 Unauthorized",
            "the service wants a log-in (HTTP 401): HOST",
        ),
        (
            "403 Forbidden",
            "the service wants a log-in (HTTP 403): HOST",
        ),
        (
            "404 Not Found",
            "there is no such service any more (HTTP 404): HOST",
        ),
        (
            "410 Gone",
            "there is no such service any more (HTTP 410): HOST",
        ),
        (
            "418 I'm a teapot",
            "the service refuses the request (HTTP 418): HOST",
        ),
        (
            "429 Too Many Requests",
            "the service gets too many requests (HTTP 429): HOST",
        ),
        ("500 Oh", "the service failed (HTTP 500): HOST"),
        (
            "502 Bad Gateway",
            "the service stands behind a proxy and does not answer it (HTTP 502): HOST",
        ),
        (
            "503 Service Unavailable",
            "the service is not available now (HTTP 503): HOST",
        ),
        (
            "504 Gateway Timeout",
            "the service itself waited too long (HTTP 504): HOST",
        ),
        ("599 Who knows", "the service failed (HTTP 599): HOST"),
    ] {
        let page = b"<html><title>Sorry</title><body>Try <b>later</b>.</body></html>".to_vec();
        let told = told(Manner::Answer(head, page)).await;
        assert_eq!(told.sentence, sentence);
        assert_eq!(told.outcome, Outcome::Failed, "{head}");
        assert!(told.details.contains("Sorry"), "{}", told.details);
    }
}

/// An instant as each of the three forms of date has it, for a test that does not know what day it is.
fn http_dates(instant: SystemTime) -> [String; 3] {
    let seconds = instant.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let utc = time::OffsetDateTime::from_unix_timestamp(i64::try_from(seconds).unwrap()).unwrap();
    let (year, day, weekday) = (utc.year(), utc.day(), utc.weekday().to_string());
    let month: String = utc.month().to_string().chars().take(3).collect();
    let short: String = weekday.chars().take(3).collect();
    let (hour, minute, second) = utc.to_hms();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    [
        format!("{short}, {day:02} {month} {year} {clock} GMT"),
        format!("{weekday}, {day:02}-{month}-{:02} {clock} GMT", year % 100),
        format!("{short} {month} {day:2} {clock} {year}"),
    ]
}

#[tokio::test]
async fn a_busy_service_that_wants_more_patience_than_there_is() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let head = format!("HTTP/1.1 {status}\r\nRetry-After: 7200\r\nContent-Length: 0\r\n\r\n");
        check_failed(
            raw(&head, Then::Hold),
            "the server is busy and asks to come back in 2 h: HOST",
            0,
        )
        .await;
    }
    // Ten days and a half, so that it is eleven days whatever the time is that the test takes.
    let then = SystemTime::now() + Duration::from_hours(252);
    for date in http_dates(then) {
        let head = format!("HTTP/1.1 503 Busy\r\nRetry-After: {date}\r\nContent-Length: 0\r\n\r\n");
        check_failed(
            raw(&head, Then::Hold),
            "the server is busy and asks to come back in 11 days: HOST",
            0,
        )
        .await;
    }
}

#[tokio::test]
async fn a_busy_service_is_asked_again_once_whichever_way_it_names_the_time() {
    let long_ago = http_dates(UNIX_EPOCH + Duration::from_secs(784_111_777));
    assert_eq!(
        long_ago,
        [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ],
        "the examples of RFC 9110, 5.6.7"
    );
    for when in long_ago.iter().map(String::as_str).chain(["0"]) {
        let busy = format!("HTTP/1.1 429 Busy\r\nRetry-After: {when}\r\nContent-Length: 0\r\n\r\n");
        let n_heard = std::sync::atomic::AtomicU32::new(0);
        let server =
            Wire::start(
                move |_| match n_heard.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
                    0 => raw(&busy, Then::Close),
                    _ => Manner::Answer("200 OK", two_images()),
                },
            )
            .await
            .unwrap();
        let told = told_of_server(&server, patient()).await;
        assert_eq!((told.outcome, told.found), (Outcome::Ok, 2), "{when}");
        assert_eq!(server.heard().len(), 2, "{when}");
    }
}
