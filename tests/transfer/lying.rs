//! Servers that say one thing of the rest of a file and do another: what is kept is the file, or nothing.

use crate::{
    downloads::{answer, client, fetch, file, range, wanted},
    wire::{Heard, Manner, Then, Wire},
};
use std::fs;
use vodiscover::transfer::Download;

/// A server that breaks off at first, after 30,000 bytes, and then answers each request for the rest like this; and each
/// for the whole with the whole.
async fn first_cut_then(rest: impl Fn(&Heard, usize) -> Manner + Send + Sync + 'static) -> Wire {
    let is_cut = std::sync::Mutex::new(false);
    Wire::start(move |heard| {
        if let Some(from) = range(heard) {
            return rest(heard, from);
        }
        let mut is_cut = is_cut.lock().unwrap();
        let n_bytes = if *is_cut { 100_000 } else { 30_000 };
        *is_cut = true;
        let headers = "Content-Length: 100000\r\nETag: \"v1\"";
        answer("200 OK", headers, &file()[..n_bytes], Then::Close)
    })
    .await
    .unwrap()
}

/// Asserts that the file is whole in the end, however the server lies about the rest.
async fn check_whole(rest: impl Fn(&Heard, usize) -> Manner + Send + Sync + 'static) {
    let folder = tempfile::tempdir().unwrap();
    let server = first_cut_then(rest).await;
    let download = Download::new(wanted(server.url("/m16.fits"), folder.path()));
    fetch(&download, &client()).await.unwrap_err();
    let done = fetch(&download, &client()).await.unwrap();
    assert!(fs::read(done.path).unwrap() == file(), "byte for byte");
}

fn partial(headers: &str, body: &[u8]) -> Manner {
    let headers = format!("Content-Length: {}\r\n{headers}", body.len());
    answer("206 Partial Content", &headers, body, Then::Close)
}

#[tokio::test]
async fn a_server_without_ranges_sends_the_whole_again() {
    check_whole(|_, _| {
        let headers = "Content-Length: 100000\r\nETag: \"v1\"";
        answer("200 OK", headers, &file(), Then::Close)
    })
    .await;
}

#[tokio::test]
async fn another_state_of_the_file_is_not_put_behind_the_first() {
    check_whole(|_, from| {
        let range = format!("Content-Range: bytes {from}-99999/100000\r\nETag: \"v2\"");
        partial(&range, &vec![0; 100_000 - from])
    })
    .await;
}

#[tokio::test]
async fn the_rest_of_a_file_of_another_size_is_not_put_behind_the_first() {
    check_whole(|_, from| {
        // It keeps its tag, as that of a server that makes one of the name alone.
        let range = format!("Content-Range: bytes {from}-119999/120000\r\nETag: \"v1\"");
        partial(&range, &vec![0; 120_000 - from])
    })
    .await;
}

#[tokio::test]
async fn a_range_that_begins_elsewhere_is_not_taken() {
    check_whole(|_, from| {
        let from = from + 1;
        let range = format!("Content-Range: bytes {from}-99999/100000");
        partial(&range, &file()[from..])
    })
    .await;
    check_whole(|_, _| partial("Content-Range: bytes 0-99999/100000", &file())).await;
}

#[tokio::test]
async fn a_range_that_does_not_say_where_it_is_or_ends_early_is_not_taken() {
    check_whole(|_, from| partial("X-None: 1", &file()[from..])).await;
    check_whole(|_, from| {
        let range = format!("Content-Range: bytes {from}-{}/100000", from + 9);
        partial(&range, &file()[from..from + 10])
    })
    .await;
    check_whole(|_, _| {
        let parts = "Content-Type: multipart/byteranges; boundary=x";
        partial(parts, b"--x\r\n\r\nno\r\n--x--")
    })
    .await;
}

#[tokio::test]
async fn a_range_that_cannot_be_satisfied_begins_anew() {
    check_whole(|_, _| {
        let headers = "Content-Range: bytes */20000\r\nContent-Length: 0";
        answer("416 Range Not Satisfiable", headers, b"", Then::Close)
    })
    .await;
}

#[tokio::test]
async fn more_than_was_promised_is_not_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let server = first_cut_then(|_, from| {
        let head = format!(
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-99999/100000\r\nConnection: close\r\n\r\n"
        );
        let more = [&file()[from..], b"and more"].concat();
        Manner::Raw([head.as_bytes(), &more].concat(), Then::Close)
    })
    .await;
    let download = Download::new(wanted(server.url("/m16.fits"), folder.path()));
    fetch(&download, &client()).await.unwrap_err();
    let error = fetch(&download, &client()).await.unwrap_err();
    let expected = "more came than the server had promised, so the file is not trusted: ";
    assert!(error.to_string().starts_with(expected), "{error}");
    let done = fetch(&download, &client()).await.unwrap();
    assert!(fs::read(done.path).unwrap() == file(), "it began anew");
}

#[tokio::test]
async fn a_file_without_a_state_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let is_cut = std::sync::Mutex::new(false);
    let server = Wire::start(move |_| {
        let mut is_cut = is_cut.lock().unwrap();
        let n_bytes = if *is_cut { 100_000 } else { 30_000 };
        *is_cut = true;
        // A weak tag does not tell one state from another byte for byte (RFC 9110, 8.8.3).
        let headers = "Content-Length: 100000\r\nETag: W/\"v1\"";
        answer("200 OK", headers, &file()[..n_bytes], Then::Close)
    })
    .await
    .unwrap();
    let download = Download::new(wanted(server.url("/m16.fits"), folder.path()));
    fetch(&download, &client()).await.unwrap_err();
    let done = fetch(&download, &client()).await.unwrap();
    assert!(fs::read(done.path).unwrap() == file(), "byte for byte");
    assert!(
        server.heard().iter().all(|heard| range(heard).is_none()),
        "no rest was asked for"
    );
}
