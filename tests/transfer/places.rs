//! Where downloads are put: never outside their folder, never in place of another file.

use crate::tmpfs::Tmpfs;
use crate::{
    downloads::{answer, client, cutting, fetch, file, names, put, range, wanted},
    wire::{Manner, Then, Wire},
};
use std::{fs, path::Path};
use vodiscover::transfer::Download;

#[tokio::test]
async fn a_server_cannot_leave_the_folder() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("downloads");
    for disposition in [
        "attachment; filename=\"../../m16.fits\"",
        "attachment; filename=\"/tmp/m16.fits\"",
        "attachment; filename*=UTF-8''..%2F..%2Fm16.fits",
        "attachment; filename=\"..\\..\\m16.fits\"",
    ] {
        let path = put(disposition, &folder).await;
        assert_eq!(path.parent(), Some(folder.as_path()), "{disposition}");
    }
    let expected = ["m16 (2).fits", "m16 (3).fits", "m16 (4).fits", "m16.fits"];
    assert_eq!(names(&folder), expected, "each has a number of its own");
    assert_eq!(names(place.path()), ["downloads"]);
}

#[tokio::test]
async fn a_link_that_stands_in_the_way_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("target");
    std::os::unix::fs::symlink(&target, folder.path().join("m16.fits")).unwrap();
    std::os::unix::fs::symlink(&target, folder.path().join("m16 (2).fits.part")).unwrap();
    let path = put("attachment; filename=m16.fits", folder.path()).await;
    assert_eq!(path, folder.path().join("m16 (2).fits"));
    assert!(!target.exists(), "nothing was written through a link");
}

/// Asserts what a person is told where the folder is this.
async fn check_folder(folder: &Path, expected: &str) {
    let server = Wire::start(|_| {
        let headers = "Content-Length: 2000000\r\nETag: \"v1\"";
        answer("200 OK", headers, &vec![7; 2_000_000], Then::Close)
    })
    .await
    .unwrap();
    let download = Download::new(wanted(server.url("/m16.fits"), folder));
    let error = fetch(&download, &client()).await.unwrap_err();
    assert!(error.to_string().starts_with(expected), "{error}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_a_sentence() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    check_folder(&file, "there is no such folder").await;
}

#[tokio::test]
async fn an_archive_is_not_asked_for_what_cannot_be_put_anywhere() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    let server = Wire::start(|_| Manner::Answer("200 OK", b"SIMPLE".to_vec()))
        .await
        .unwrap();
    let download = Download::new(wanted(server.url("/m16.fits"), &file));
    fetch(&download, &client()).await.unwrap_err();
    assert_eq!(server.heard().len(), 0, "no tape was wound for it");
}

#[tokio::test]
async fn what_does_not_fit_is_told_before_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let server = Wire::start(|_| {
        // An exabyte.
        let headers = "Content-Length: 1000000000000000000\r\nETag: \"v1\"";
        answer("200 OK", headers, b"SIMPLE", Then::Hold)
    })
    .await
    .unwrap();
    let download = Download::new(wanted(server.url("/m16.fits"), folder.path()));
    let error = fetch(&download, &client()).await.unwrap_err();
    let expected = "the disk is full; make room, or choose another place";
    assert!(error.to_string().starts_with(expected), "{error}");
    assert!(
        server.all_closed(std::time::Duration::from_secs(5)).await,
        "and not waited for"
    );
}

#[tokio::test]
async fn a_file_that_was_taken_away_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let server = cutting(1).await;
    let download = Download::new(wanted(server.url("/get"), folder.path()));
    fetch(&download, &client()).await.unwrap_err();
    fs::remove_file(folder.path().join("m16.fits.part")).unwrap();
    // Another file in its place is not ours.
    fs::write(folder.path().join("m16.fits.part"), "theirs").unwrap();
    let done = fetch(&download, &client()).await.unwrap();
    assert!(fs::read(&done.path).unwrap() == file(), "byte for byte");
    let theirs = fs::read_to_string(folder.path().join("m16.fits.part")).unwrap();
    assert_eq!(theirs, "theirs");
    let ranges: Vec<Option<usize>> = server.heard().iter().map(range).collect();
    assert_eq!(ranges, [None, None], "from the beginning");
}

#[tokio::test]
async fn a_file_that_is_taken_away_while_it_comes_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let server = cutting(0).await;
    let download = Download::new(wanted(server.url("/get"), folder.path()));
    let here = client();
    let taken = download.run(&here, |progress| {
        if progress.bytes == 100_000 {
            fs::remove_file(progress.path).unwrap();
        }
    });
    let error = taken.await.unwrap_err();
    let expected = "the file was taken away while it came; fetch it again: ";
    assert!(error.to_string().starts_with(expected), "{error}");
    let done = fetch(&download, &client()).await.unwrap();
    assert!(fs::read(&done.path).unwrap() == file(), "it began anew");
}

#[tokio::test]
async fn what_an_earlier_start_left_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let server = cutting(1).await;
    let wanted = wanted(server.url("/get"), folder.path());
    let first = Download::new(wanted.clone());
    fetch(&first, &client()).await.unwrap_err();
    let rest = first.rest().unwrap();
    assert_eq!(rest.length, Some(100_000));
    let beside = Download::left(wanted.clone(), Some(rest.clone()));
    let seen = beside.look().await.unwrap();
    assert_eq!(seen, None, "another program still has it");
    drop(first);
    let later = Download::left(wanted, Some(rest));
    let seen = later.look().await.unwrap().unwrap();
    assert_eq!((seen.bytes, seen.length), (30_000, Some(100_000)));
    let done = fetch(&later, &client()).await.unwrap();
    assert_eq!(done.path, folder.path().join("m16.fits"));
    assert!(fs::read(&done.path).unwrap() == file(), "byte for byte");
    let ranges: Vec<Option<usize>> = server.heard().iter().map(range).collect();
    assert_eq!(ranges, [None, Some(30_000)]);
}

#[tokio::test]
async fn a_disk_that_is_full_or_must_not_be_written_is_a_sentence() {
    for (options, expected) in [
        (
            "size=1m",
            "the disk is full; make room, or choose another place",
        ),
        ("ro", "you may not write there; choose another place"),
    ] {
        let Some(disk) = Tmpfs::mount(options) else {
            return;
        };
        check_folder(disk.path(), expected).await;
    }
}
