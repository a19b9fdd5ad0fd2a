//! Lock files in all the states in which they were left.

use std::sync::Arc;

use bytes::Bytes;
use hyper::{Request, Response};
use tokio::net::TcpListener;

use super::*;
use crate::http::serve::{Body, Server, serve};

const URL: &str = "http://127.0.0.1:9/xmlrpc";

fn poster() -> Poster {
    Poster::new(10_000).unwrap()
}

async fn take(path: &Path) -> Result<Lock, SampError> {
    Lock::take(&Place::File(path.to_owned()), &poster(), "s=1", URL).await
}

/// Whatever is asked, it answers this.
async fn server(answer: &'static str) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let answer = Arc::new(answer);
    serve(listener, move |_: Request<Bytes>| {
        std::future::ready(Response::new(Body::full(*answer)))
    })
    .unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn the_file_is_whole_private_and_removed_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    let lock = take(&path).await.unwrap();
    let read = Lockfile::parse(&fs::read(&path).unwrap()).unwrap();
    assert_eq!((read.secret.as_str(), read.url.as_str()), ("s=1", URL));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "its owner only");
    }
    assert_eq!(names(folder.path()), ["lock"], "no drafts");
    drop(lock);
    assert!(names(folder.path()).is_empty(), "nothing is left");
}

#[tokio::test]
async fn a_file_that_another_hub_has_written_since_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    let lock = take(&path).await.unwrap();
    let others = contents("other", URL);
    fs::write(&path, &others).unwrap();
    drop(lock);
    assert_eq!(fs::read_to_string(&path).unwrap(), others);
}

#[tokio::test]
async fn a_living_hubs_file_stays_and_a_dead_ones_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    for (answer, is_hub) in [
        (
            xmlrpc::response(dxr::Value::String(String::new())).unwrap(),
            true,
        ),
        (xmlrpc::fault("not now").unwrap(), true),
        (
            "<html>another server has the port now</html>".to_owned(),
            false,
        ),
    ] {
        let hub = server(answer.clone().leak()).await;
        let text = contents("theirs", &format!("http://{}/", hub.address()));
        fs::write(&path, &text).unwrap();
        let taken = take(&path).await;
        if is_hub {
            let there = StartError::HubIsThere(format!("http://{}/", hub.address()));
            assert_eq!(taken.map(drop), Err(there.into()), "{answer}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        } else {
            drop(taken.unwrap());
        }
        assert!(names(folder.path()).len() <= 1, "no drafts");
    }
    let nobody = server("").await.address();
    for stale in [
        contents("theirs", &format!("http://{nobody}/")),
        "samp.secret=half".to_owned(),
        String::new(),
    ] {
        fs::write(&path, stale).unwrap();
        let lock = take(&path).await.unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), lock.contents);
    }
}

#[tokio::test]
async fn of_many_at_once_one_has_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    // Who finds one of the others' files finds its hub alive.
    let hub = server(xmlrpc::fault("busy").unwrap().leak()).await;
    let url = format!("http://{}/", hub.address());
    fs::write(&path, contents("dead", URL)).unwrap();
    let mut taking = tokio::task::JoinSet::new();
    for nr in 0..8 {
        let (place, url) = (Place::File(path.clone()), url.clone());
        taking.spawn(async move { Lock::take(&place, &poster(), &format!("s{nr}"), &url).await });
    }
    let taken = taking.join_all().await;
    let locks: Vec<&Lock> = taken.iter().flatten().collect();
    assert_eq!(locks.len(), 1, "{taken:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), locks[0].contents);
    assert_eq!(names(folder.path()), ["lock"], "no drafts");
}

#[test]
fn what_was_written_since_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    let stale = Lockfile::parse(contents("dead", URL).as_bytes()).unwrap();
    let fresh = contents("fresh", URL);
    fs::write(&path, &fresh).unwrap();
    displace(&path, Some(&stale)).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), fresh);
    let fresh = Lockfile::parse(fresh.as_bytes()).unwrap();
    displace(&path, Some(&fresh)).unwrap();
    assert!(names(folder.path()).is_empty(), "the stale one is gone");
    displace(&path, Some(&fresh)).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_is_followed_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("lock"), folder.path().join("link"));
    std::os::unix::fs::symlink("lock", &link).unwrap();
    let lock = take(&link).await.unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), lock.contents);
    drop(lock);
    assert_eq!(names(folder.path()), ["link"]);
}

#[tokio::test]
async fn what_cannot_be_written_is_said() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), folder.path().join("none/lock")] {
        let error = take(&path).await.unwrap_err();
        let SampError::NotStarted(StartError::LockfileNotWritten { place, .. }) = error else {
            panic!("{error:?}")
        };
        assert_eq!(place, path.display().to_string());
    }
    assert!(names(folder.path()).is_empty(), "a folder is left alone");
    let url = Place::Url("http://127.0.0.1:9/lock".to_owned());
    let error = Lock::take(&url, &poster(), "s", URL).await.unwrap_err();
    let elsewhere = StartError::LockfileElsewhere("http://127.0.0.1:9/lock".to_owned());
    assert_eq!(error, elsewhere.into());
}
