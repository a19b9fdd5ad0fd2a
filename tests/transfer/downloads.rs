//! Downloads that come whole, that break off and go on, and what a person is told of those that do not.

use crate::wire::{Heard, Manner, Then, Wire};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};
use vodiscover::{
    http::{Client, Settings},
    transfer::{Done, Download, Progress, TransferError, Wanted},
};

/// The whole file of these tests: no two bytes beside each other are the same.
pub(crate) fn file() -> Vec<u8> {
    (0..=250u8).cycle().take(100_000).collect()
}

/// Bounds of time that a busy machine does not reach.
pub(crate) fn client() -> Client {
    Client::new(Settings::default()).unwrap()
}

/// Bounds of time for a test that waits for one of them.
pub(crate) fn brief() -> Client {
    Client::new(Settings {
        silence: Duration::from_millis(400),
        ..Settings::default()
    })
    .unwrap()
}

pub(crate) fn wanted(url: String, folder: &Path) -> Wanted {
    Wanted {
        url,
        media_type: Some("image/fits".to_owned()),
        title: "Eagle".to_owned(),
        folder: folder.to_owned(),
        cut: None,
    }
}

pub(crate) async fn fetch(download: &Download, client: &Client) -> Result<Done, TransferError> {
    download.run(client, |_| ()).await
}

/// The names of what is in a folder, in order.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The place from which a request wants the rest, where it wants that.
pub(crate) fn range(heard: &Heard) -> Option<usize> {
    let line = heard
        .headers
        .lines()
        .find_map(|line| line.strip_prefix("range: bytes="))?;
    line.trim_end_matches('-').parse().ok()
}

/// An answer with these headers, of which only so many bytes of the body come.
pub(crate) fn answer(status: &str, headers: &str, body: &[u8], then: Then) -> Manner {
    let head = format!("HTTP/1.1 {status}\r\n{headers}\r\n\r\n");
    Manner::Raw([head.as_bytes(), body].concat(), then)
}

/// A server that keeps to RFC 9110, and breaks off the first `n_cuts` answers after 30,000 bytes.
pub(crate) async fn cutting(n_cuts: usize) -> Wire {
    let left = Mutex::new(n_cuts);
    Wire::start(move |heard| {
        let mut left = left.lock().unwrap();
        let whole = file();
        let from = range(heard).filter(|_| heard.headers.contains("if-range: \"v1\""));
        let (status, from) = match from {
            Some(from) => ("206 Partial Content", from),
            None => ("200 OK", 0),
        };
        let last = whole.len() - 1;
        let mut headers = format!(
            "Content-Length: {}\r\nETag: \"v1\"\r\nContent-Disposition: attachment; filename=\"m16.fits\"",
            whole.len() - from
        );
        if from > 0 {
            let range = format!("\r\nContent-Range: bytes {from}-{last}/{}", whole.len());
            headers += &range;
        }
        let rest = &whole[from..];
        if *left > 0 {
            *left -= 1;
            return answer(status, &headers, &rest[..30_000.min(rest.len())], Then::Close);
        }
        answer(status, &headers, rest, Then::Close)
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn a_file_comes_whole_and_tells_how_far_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let server = cutting(0).await;
    let download = Download::new(wanted(server.url("/get?id=7"), folder.path()));
    let told: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let teller = Arc::clone(&told);
    let done = download
        .run(&client(), move |progress| {
            teller.lock().unwrap().push(progress);
        })
        .await
        .unwrap();
    assert_eq!(done.path, folder.path().join("m16.fits"));
    assert_eq!(done.bytes, 100_000);
    assert_eq!(fs::read(&done.path).unwrap(), file());
    assert_eq!(names(folder.path()), ["m16.fits"], "nothing else is left");
    let told = told.lock().unwrap();
    let last = told.last().unwrap();
    assert_eq!((last.bytes, last.length), (100_000, Some(100_000)));
    assert_eq!(last.path, folder.path().join("m16.fits.part"));
    assert!(
        told.is_sorted_by_key(|progress| progress.bytes),
        "it never goes back"
    );
}

#[tokio::test]
async fn a_file_that_broke_off_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let server = cutting(2).await;
    let download = Download::new(wanted(server.url("/get"), folder.path()));
    for expected in [30_000, 60_000] {
        let error = fetch(&download, &client()).await.unwrap_err();
        let sentence = error.to_string();
        assert!(
            sentence.starts_with("the connection was cut before the file was whole"),
            "{sentence}"
        );
        let part = fs::read(folder.path().join("m16.fits.part")).unwrap();
        assert_eq!(part.len(), expected);
    }
    let done = fetch(&download, &client()).await.unwrap();
    assert_eq!(fs::read(done.path).unwrap(), file());
    let ranges: Vec<Option<usize>> = server.heard().iter().map(range).collect();
    assert_eq!(ranges, [None, Some(30_000), Some(60_000)]);
}

#[tokio::test]
async fn a_server_that_hangs_is_given_up_and_what_came_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let server = Wire::start(|_| {
        let headers = "Content-Length: 100000\r\nETag: \"v1\"";
        answer("200 OK", headers, &file()[..10_000], Then::Hold)
    })
    .await
    .unwrap();
    let download = Download::new(wanted(server.url("/m16.fits"), folder.path()));
    let error = fetch(&download, &brief()).await.unwrap_err();
    assert!(
        error.to_string().starts_with("not a byte for 0.4 s"),
        "{error}"
    );
    let part = fs::read(folder.path().join("m16.fits.part")).unwrap();
    assert_eq!(part, file()[..10_000]);
    assert!(
        server.all_closed(Duration::from_secs(5)).await,
        "nobody waits any more"
    );
}

#[tokio::test]
async fn a_download_that_is_dropped_closes_its_connection_and_goes_on_later() {
    let folder = tempfile::tempdir().unwrap();
    let server = Wire::start(|heard| {
        let whole = file();
        if let Some(from) = range(heard) {
            let headers = format!(
                "Content-Length: {}\r\nContent-Range: bytes {from}-99999/100000\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT",
                whole.len() - from
            );
            return answer("206 Partial Content", &headers, &whole[from..], Then::Close);
        }
        let headers = "Content-Length: 100000\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT";
        answer("200 OK", headers, &whole[..20_000], Then::Hold)
    })
    .await
    .unwrap();
    let download = Download::new(wanted(server.url("/m16.fits"), folder.path()));
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let sender = Mutex::new(Some(sender));
    let here = client();
    let running = download.run(&here, move |progress| {
        if progress.bytes == 20_000
            && let Some(sender) = sender.lock().unwrap().take()
        {
            sender.send(()).unwrap();
        }
    });
    tokio::select! {
        ended = running => panic!("{ended:?}"),
        came = receiver => came.unwrap(),
    }
    assert!(server.all_closed(Duration::from_secs(5)).await, "at once");
    let done = fetch(&download, &client()).await.unwrap();
    assert_eq!(fs::read(done.path).unwrap(), file());
    let asked = server.heard().pop().unwrap().headers;
    assert!(
        asked.contains("range: bytes=20000-")
            && asked.contains("if-range: sun, 06 nov 1994 08:49:37 gmt"),
        "{asked}"
    );
}

#[tokio::test]
async fn redirects_are_followed_and_the_last_address_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let server = Wire::start(|heard| {
        if heard.line.contains("/old") {
            return answer(
                "302 Found",
                "Location: /new/m17.fits\r\nContent-Length: 0",
                b"",
                Then::Close,
            );
        }
        Manner::Answer("200 OK", b"SIMPLE".to_vec())
    })
    .await
    .unwrap();
    let download = Download::new(wanted(server.url("/old"), folder.path()));
    let done = fetch(&download, &client()).await.unwrap();
    assert_eq!(done.path, folder.path().join("m17.fits"));
}

/// Asserts what a person is told of a server that answers like this, and that nothing is left in the folder.
async fn check_refused(manner: Manner, expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    let server = Wire::start(move |_| manner.clone()).await.unwrap();
    let url = server.url("/m16.fits");
    let host = url
        .trim_start_matches("http://")
        .trim_end_matches("/m16.fits");
    let download = Download::new(wanted(url.clone(), folder.path()));
    let error = fetch(&download, &client()).await.unwrap_err();
    assert_eq!(error.to_string().replace(host, "HOST"), expected);
    assert_eq!(names(folder.path()), [""; 0], "nothing came");
}

#[tokio::test]
async fn a_refusal_is_a_sentence() {
    for (status, expected) in [
        (
            "404 Not Found",
            "there is no such file any more (HTTP 404): HOST",
        ),
        (
            "401 Unauthorized",
            "the archive wants a log-in for this file (HTTP 401): HOST",
        ),
        ("500 Oh", "the archive failed (HTTP 500): HOST"),
    ] {
        let manner = answer(status, "Content-Length: 4", b"oh, ", Then::Close);
        check_refused(manner, expected).await;
    }
    let page = answer(
        "200 OK",
        "Content-Type: text/html; charset=utf-8\r\nContent-Length: 6",
        b"log in",
        Then::Close,
    );
    let expected = "a web page came in place of the file, which may be a log-in: HOST";
    check_refused(page, expected).await;
    let elsewhere = answer(
        "302 Found",
        "Location: ftp://a.example/x\r\nContent-Length: 0",
        b"",
        Then::Close,
    );
    let expected = "the service sends on to what is no address of the web: HOST";
    check_refused(elsewhere, expected).await;
}

#[tokio::test]
async fn only_addresses_of_the_web_are_fetched() {
    let folder = tempfile::tempdir().unwrap();
    for url in [
        "ftp://a.example/m16.fits",
        "file:///etc/passwd",
        "m16.fits",
        "",
    ] {
        let download = Download::new(wanted(url.to_owned(), folder.path()));
        let error = fetch(&download, &client()).await.unwrap_err();
        assert!(matches!(error, TransferError::NotWeb(_)), "{url}: {error}");
    }
    assert_eq!(names(folder.path()), [""; 0]);
}

/// Where a download is put whose server names it like this.
pub(crate) async fn put(disposition: &'static str, folder: &Path) -> PathBuf {
    let server = Wire::start(move |_| {
        let headers = format!("Content-Disposition: {disposition}\r\nContent-Length: 6");
        answer("200 OK", &headers, b"SIMPLE", Then::Close)
    })
    .await
    .unwrap();
    let download = Download::new(wanted(server.url("/get"), folder));
    fetch(&download, &client()).await.unwrap().path
}
