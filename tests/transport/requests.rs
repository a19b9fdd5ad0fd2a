//! Single requests: redirects, busy servers, packed bodies, and what is said when nothing comes.

use crate::wire::{Manner, Wire};
use flate2::{Compression, write::GzEncoder};
use std::{
    io::{Read as _, Write as _},
    time::{Duration, Instant},
};
use vodiscover::{
    http::{
        Client, Settings,
        failure::{Failure, Kind},
    },
    protocol::Request,
};

fn client() -> Client {
    Client::new(Settings {
        answer: Duration::from_secs(5),
        ..Settings::default()
    })
    .unwrap()
}

fn post(url: String) -> Request {
    Request::post(url, vec![("QUERY".to_owned(), "SELECT 1".to_owned())])
}

/// What comes of a request: its body and why it is not all, or why there is none.
async fn read(request: &Request) -> Result<(String, Option<Failure>), Failure> {
    let parse = |mut body: vodiscover::http::Body| {
        let mut text = String::new();
        body.read_to_string(&mut text).ok();
        text
    };
    let answered = client().read(request, parse).await?;
    Ok((answered.read, answered.trouble))
}

/// A server that sends `/` on to `/next` with this status line, and answers there.
async fn sending_on(status: &'static str) -> Wire {
    Wire::start(move |heard| {
        if heard.line.contains("/next") {
            Manner::Answer("200 OK", b"arrived".to_vec())
        } else {
            Manner::Answer(status, b"moved".to_vec())
        }
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn a_post_stays_a_post_where_a_service_has_moved() {
    for status in [
        "301 Moved\r\nLocation: /next",
        "302 Found\r\nLocation: /next",
        "307 Temporary\r\nLocation: /next",
        "308 Permanent\r\nLocation: /next",
    ] {
        let server = sending_on(status).await;
        let (text, trouble) = read(&post(server.url("/tap/sync"))).await.unwrap();
        assert_eq!((text.as_str(), trouble), ("arrived", None), "{status}");
        let second = &server.heard()[1];
        assert!(
            second.line.starts_with("POST /next "),
            "{status}: {second:?}"
        );
        assert!(
            second.body.contains("QUERY=SELECT 1"),
            "{status}: {second:?}"
        );
    }
}

#[tokio::test]
async fn see_other_is_fetched() {
    let server = sending_on("303 See Other\r\nLocation: /next").await;
    let (text, _) = read(&post(server.url("/"))).await.unwrap();
    assert_eq!(text, "arrived");
    let second = &server.heard()[1];
    assert!(second.line.starts_with("GET /next "), "{second:?}");
    assert_eq!(second.body, "", "without a body");
}

#[tokio::test]
async fn a_circle_of_redirects_comes_to_an_end() {
    let manner = Manner::Answer("302 Found\r\nLocation: /", Vec::new());
    let server = Wire::start(move |_| manner.clone()).await.unwrap();
    let failure = read(&post(server.url("/"))).await.unwrap_err();
    assert_eq!(failure.kind, Kind::Redirects(5));
    assert_eq!(server.heard().len(), 6);
}

#[tokio::test]
async fn a_busy_server_is_asked_again_once_when_it_says() {
    let first = std::sync::atomic::AtomicBool::new(true);
    let server = Wire::start(move |_| {
        if first.swap(false, std::sync::atomic::Ordering::SeqCst) {
            Manner::Answer("503 Busy\r\nRetry-After: 1", Vec::new())
        } else {
            Manner::Answer("200 OK", b"now".to_vec())
        }
    })
    .await
    .unwrap();
    let asked = Instant::now();
    let (text, trouble) = read(&post(server.url("/"))).await.unwrap();
    assert_eq!((text.as_str(), trouble), ("now", None));
    assert!(Duration::from_secs(1) <= asked.elapsed(), "it waited");
}

#[tokio::test]
async fn a_server_that_stays_busy_or_asks_for_too_much_patience_has_failed() {
    for (head, n_asked) in [
        ("429 Slow down\r\nRetry-After: 0", 2),
        ("503 Busy\r\nRetry-After: 3600", 1),
    ] {
        let manner = Manner::Answer(head, Vec::new());
        let server = Wire::start(move |_| manner.clone()).await.unwrap();
        let failure = read(&post(server.url("/"))).await.unwrap_err();
        assert!(matches!(failure.kind, Kind::Busy(_)), "{failure}");
        assert_eq!(server.heard().len(), n_asked, "{head}");
    }
    let manner = Manner::Answer("503 Busy", b"Down for maintenance".to_vec());
    let server = Wire::start(move |_| manner.clone()).await.unwrap();
    let (_, trouble) = read(&post(server.url("/"))).await.unwrap();
    let trouble = trouble.unwrap();
    assert_eq!(
        trouble.kind,
        Kind::Status(503),
        "without a time it just failed"
    );
    assert!(
        trouble.details().ends_with("Down for maintenance"),
        "{}",
        trouble.details()
    );
}

#[tokio::test]
async fn a_packed_body_is_unpacked_with_a_header_and_without() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(b"<VOTABLE/>").unwrap();
    let packed = encoder.finish().unwrap();
    for head in ["200 OK\r\nContent-Encoding: gzip", "200 OK"] {
        let manner = Manner::Answer(head, packed.clone());
        let server = Wire::start(move |_| manner.clone()).await.unwrap();
        let (text, trouble) = read(&post(server.url("/"))).await.unwrap();
        assert_eq!((text.as_str(), trouble), ("<VOTABLE/>", None), "{head}");
        let heard = &server.heard()[0];
        assert!(heard.headers.contains("accept-encoding: gzip"), "{heard:?}");
    }
}

#[tokio::test]
async fn what_came_before_a_cut_is_read_and_the_cut_is_told() {
    let server = Wire::start(|_| Manner::Cut(b"half of".to_vec()))
        .await
        .unwrap();
    let (text, trouble) = read(&post(server.url("/"))).await.unwrap();
    assert_eq!(text, "half of");
    assert_eq!(trouble.unwrap().kind, Kind::Cut);
}

#[tokio::test]
async fn when_nothing_comes_the_sentence_says_why() {
    let server = Wire::start(|_| Manner::BeforeHeaders).await.unwrap();
    let gone = server.url("/sia2");
    drop(server);
    // The listener goes with its task, a moment later.
    tokio::task::yield_now().await;
    for (url, expected) in [
        (
            gone.as_str(),
            "nothing answers there (connection refused): 127.0.0.1:",
        ),
        (
            "http://no-such-host.invalid/tap",
            "no host of this name can be found: no-such-host.invalid",
        ),
        ("ivo://not/a/web/address", "its address cannot be read"),
        ("no address", "its address cannot be read: no address"),
    ] {
        let said = read(&post(url.to_owned())).await.unwrap_err().to_string();
        assert!(said.starts_with(expected), "{said}");
    }
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_or_no_http_is_told_apart() {
    for (scheme, expected) in [("https", Kind::Tls), ("http", Kind::NotHttp)] {
        let other = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("{scheme}://{}/", other.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = other.accept().await.unwrap();
            let greeting = b"220 mail.example ESMTP\r\n";
            tokio::io::AsyncWriteExt::write_all(&mut stream, greeting)
                .await
                .unwrap();
            std::future::pending::<()>().await;
        });
        let failure = read(&post(url)).await.unwrap_err();
        assert_eq!(failure.kind, expected, "{}", failure.details());
    }
}
