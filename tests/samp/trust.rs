//! Who may tell us something, and who may fetch what.

use std::time::Duration;

use bytes::Bytes;
use vodiscover::http::post::{PostError, Poster};

use crate::{
    TABLE, broadcast,
    hub::{Hub, KEY, Script, call_back, lock_place, map, string, text, under},
    session,
};

#[tokio::test]
async fn calls_are_answered_to_those_who_know_the_key_only() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::default(), &lockfile).await;
    let session = session(&lockfile);
    broadcast(&session).await.unwrap();
    let message = |mtype| map([("samp.mtype", text(mtype)), ("samp.params", map([]))]);
    let call = |key, id, mtype| vec![text(key), text("c9"), text(id), message(mtype)];

    let method = "samp.client.receiveCall";
    let refused = call_back(
        &hub.callback(),
        method,
        call("guess", "m1", "samp.app.ping"),
    )
    .await;
    assert!(refused.contains("<fault>"), "{refused}");
    let taken = call_back(&hub.callback(), method, call(KEY, "m2", "samp.app.ping")).await;
    assert!(!taken.contains("<fault>"), "{taken}");
    call_back(&hub.callback(), method, call(KEY, "m3", "file.delete")).await;
    hub.wait_for("samp.hub.reply", 2).await;
    let replies = hub.calls("samp.hub.reply");
    let status = |nr: usize| string(under(&replies[nr][2], "samp.status"));
    assert_eq!(
        (string(&replies[0][1]), status(0)),
        ("m2".to_owned(), "samp.ok".to_owned())
    );
    assert_eq!(
        (string(&replies[1][1]), status(1)),
        ("m3".to_owned(), "samp.error".to_owned())
    );

    for (method, params) in [
        ("samp.client.receiveCall", vec![text(KEY)]),
        (
            "samp.client.receiveNotification",
            vec![text(KEY), text("hub"), text("no map")],
        ),
        ("samp.client.receiveResponse", vec![]),
        ("samp.client.explode", vec![text(KEY)]),
    ] {
        let refused = call_back(&hub.callback(), method, params).await;
        assert!(refused.contains("<fault>"), "{method}: {refused}");
    }
    broadcast(&session).await.unwrap();
}

#[tokio::test]
async fn nothing_but_what_was_sent_can_be_fetched() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::default(), &lockfile).await;
    let session = session(&lockfile);
    broadcast(&session).await.unwrap();
    let messages = hub.calls("samp.hub.call");
    let url = string(under(under(&messages[0][3], "samp.params"), "url"));
    let poster = Poster::new(1000).unwrap();
    let second = Duration::from_secs(1);
    assert_eq!(poster.get(&url, second).await, Ok(Bytes::from(TABLE)));
    let answer = poster.post_xml(&url, String::new(), second).await;
    assert_eq!(answer, Err(PostError::Status(405)));
    let got = poster.get(&hub.callback(), second).await;
    assert_eq!(got, Err(PostError::Status(405)));
    let base = url.rsplitn(3, '/').last().unwrap();
    for path in [
        "",
        "/",
        "/M_16.vot",
        "//M_16.vot",
        "/../../etc/passwd",
        "/0123/M_16.vot",
    ] {
        let answer = poster.get(&format!("{base}{path}"), second).await;
        assert_eq!(answer, Err(PostError::Status(404)), "{path}");
    }
    session.close().await;
    let answer = poster.get(&url, second).await;
    answer.expect_err("what was sent goes with the session");
}
