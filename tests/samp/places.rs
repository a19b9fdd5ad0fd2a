//! Lock files: where they may be, and what may be wrong with them.

use std::{fs, time::Duration};

use hyper::Response;
use tokio::net::TcpListener;
use vodiscover::{
    http::serve::{Body, serve},
    samp::{Heard, Place, SampError, Session},
};

use crate::{
    TIMES, answer, broadcast,
    hub::{Hub, Script, lock_place},
    session,
};

#[tokio::test]
async fn no_hub_a_dead_hub_and_nobody_there_are_told_apart() {
    let (folder, lockfile) = lock_place();
    let session = session(&lockfile);
    let place = lockfile.display().to_string();
    assert_eq!(broadcast(&session).await, Err(SampError::NoHub(place)));

    drop(Hub::start(Script::default(), &lockfile).await);
    let error = broadcast(&session).await.unwrap_err();
    assert!(matches!(error, SampError::HubGone { .. }), "{error:?}");

    let _hub = Hub::start(Script::with_receivers(&[]), &lockfile).await;
    assert_eq!(broadcast(&session).await, Err(SampError::NobodyListens));

    fs::write(&lockfile, "samp.secret=half").unwrap();
    let error = broadcast(&crate::session(&lockfile)).await.unwrap_err();
    assert!(matches!(error, SampError::OddLockfile { .. }), "{error:?}");

    let folder = Place::File(folder.path().to_owned());
    let error = broadcast(&Session::at(folder, TIMES)).await.unwrap_err();
    assert!(matches!(error, SampError::OddLockfile { .. }), "{error:?}");
}

#[tokio::test]
async fn a_lock_file_that_is_being_written_is_waited_for() {
    let (_folder, lockfile) = lock_place();
    let _hub = Hub::start(Script::default(), &lockfile).await;
    let whole = fs::read(&lockfile).unwrap();
    fs::write(&lockfile, &whole[..20]).unwrap();
    let session = session(&lockfile);
    let (answers, ()) = tokio::join!(broadcast(&session), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        fs::write(&lockfile, &whole).unwrap();
    });
    assert_eq!(answers.unwrap(), [answer("TOPCAT", Heard::Loaded)]);
}

#[tokio::test]
async fn a_lock_file_can_be_anywhere_that_can_be_fetched() {
    let (_folder, lockfile) = lock_place();
    let _hub = Hub::start(Script::default(), &lockfile).await;
    let text = fs::read_to_string(&lockfile).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = serve(listener, move |_| {
        std::future::ready(Response::new(Body::full(text.clone())))
    })
    .unwrap();
    let url = format!("http://{}/lock?a=b", server.address());
    let session = Session::at(Place::Url(url), TIMES);
    let loaded = [answer("TOPCAT", Heard::Loaded)];
    assert_eq!(broadcast(&session).await.unwrap(), loaded);
    // Once registered, the hub is what counts.
    drop(server);
    assert_eq!(broadcast(&session).await.unwrap(), loaded);
}
