//! Where downloads are put: never outside their folder, never in place of another file.

use crate::tmpfs::Tmpfs;
use crate::{
    downloads::{answer, client, fetch, names, put, wanted},
    wire::{Then, Wire},
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
