//! Broadcasts against a hub of our own that does all that hubs and receivers were seen to do.

use std::{
    fs, io,
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use bytes::Bytes;
use tokio::task::JoinSet;
use vodiscover::{
    http::post::Poster,
    samp::{Answer, Heard, Place, SampError, SendNews, Session, Table, Times, To},
};

#[cfg(test)]
mod dialect;
#[cfg(test)]
mod hub;
#[cfg(test)]
mod keeping;
#[cfg(test)]
mod own_hub;
#[cfg(test)]
mod places;
#[cfg(test)]
mod receiving;
#[cfg(test)]
mod sending;
#[cfg(test)]
mod trust;

use dialect::Dialect;
use hub::{Hub, KEY, Receiver, Script, lock_place, map, string, text, under};
use sending::parcel;

const TABLE: &str = "<VOTABLE/>";

/// Shorter than usual, so that a test of what takes too long is itself short, even on a busy machine.
const TIMES: Times = Times {
    hub: Duration::from_secs(5),
    answer: Duration::from_secs(5),
    pulse: Duration::from_millis(50),
    look: Duration::from_millis(50),
    leave: Duration::from_millis(500),
};

fn session(lockfile: &Path) -> Session {
    Session::at(Place::File(lockfile.to_owned()), TIMES)
}

async fn broadcast(session: &Session) -> Result<Vec<Answer>, SampError> {
    session.send(parcel(TABLE), "M 16", &To::All, |_| {}).await
}

fn answer(client: &str, heard: Heard) -> Answer {
    Answer {
        client: client.to_owned(),
        heard,
    }
}

#[tokio::test]
async fn a_table_reaches_every_receiver_in_both_dialects() {
    for dialect in [Dialect::Jsamp, Dialect::Python] {
        let (_folder, lockfile) = lock_place();
        let script = Script {
            dialect,
            ..Script::with_receivers(&[
                ("c2", "TOPCAT", Receiver::Loads),
                ("c3", "Aladin", Receiver::LoadsAtOnce),
            ])
        };
        let hub = Hub::start(script, &lockfile).await;
        let news = Arc::<Mutex<Vec<SendNews>>>::default();
        let telling = Arc::clone(&news);
        let mut answers = session(&lockfile)
            .send(parcel(TABLE), "M 16", &To::All, move |told| {
                telling.lock().unwrap().push(told);
            })
            .await
            .unwrap();
        answers.sort_by(|a, b| a.client.cmp(&b.client));
        let expected = [
            answer("Aladin", Heard::Loaded),
            answer("TOPCAT", Heard::Loaded),
        ];
        assert_eq!(answers, expected);
        assert_eq!(hub.fetched(), [Bytes::from(TABLE), Bytes::from(TABLE)]);
        let news = news.lock().unwrap();
        let sent = SendNews::Sent {
            name: "M 16".to_owned(),
            to: vec!["TOPCAT".to_owned(), "Aladin".to_owned()],
        };
        assert_eq!(news[0], sent, "who gets it is told first");
        assert_eq!(news.len(), 3, "and then each answer");
    }
}

#[tokio::test]
async fn the_hub_hears_who_we_are_before_what_we_take() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::default(), &lockfile).await;
    let session = session(&lockfile);
    broadcast(&session).await.unwrap();
    broadcast(&session).await.unwrap();
    assert_eq!(hub.calls("samp.hub.register"), [[text("a=b==")]], "once");
    let metadata = hub.calls("samp.hub.declareMetadata");
    assert_eq!(string(under(&metadata[0][1], "samp.name")), "vodiscover");
    let icon = string(under(&metadata[0][1], "samp.icon.url"));
    let poster = Poster::new(100_000).unwrap();
    let icon = poster.get(&icon, TIMES.hub).await.unwrap();
    assert!(icon.starts_with(b"\x89PNG\r\n"), "an icon can be fetched");
    let subscriptions = hub.calls("samp.hub.declareSubscriptions");
    assert_eq!(under(&subscriptions[0][1], "samp.app.ping"), &map([]));
    assert!(
        hub.callback().starts_with("http://127.0.0.1:"),
        "{}",
        hub.callback()
    );
}

#[tokio::test]
async fn each_broadcast_is_a_new_table_with_an_ascii_name() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::default(), &lockfile).await;
    let session = session(&lockfile);
    for _ in 0..2 {
        session
            .send(parcel(TABLE), "Königstuhl λ", &To::All, |_| {})
            .await
            .unwrap();
    }
    let messages = hub.calls("samp.hub.call");
    let param = |nr: usize, key| string(under(under(&messages[nr][3], "samp.params"), key));
    assert_eq!(param(0, "name"), "Konigstuhl l");
    assert_ne!(param(0, "table-id"), param(1, "table-id"));
    assert_ne!(param(0, "url"), param(1, "url"));
    let mtype = string(under(&messages[0][3], "samp.mtype"));
    assert_eq!(mtype, "table.load.votable");
}

/// Seen with TOPCAT on a busy machine: it took tables before it had declared its metadata.
#[tokio::test]
async fn a_receiver_that_says_its_name_late_is_called_by_it() {
    let (_folder, lockfile) = lock_place();
    let script = Script {
        nameless_for: 2,
        ..Script::default()
    };
    let _hub = Hub::start(script, &lockfile).await;
    let session = session(&lockfile);
    let answers = session
        .send(parcel(TABLE), "late", &To::All, |_| {})
        .await
        .unwrap();
    assert_eq!(answers[0].client, "TOPCAT");
}

#[tokio::test]
async fn a_table_can_be_written_while_it_is_fetched() {
    let (_folder, lockfile) = lock_place();
    let script = Script::with_receivers(&[
        ("c2", "TOPCAT", Receiver::Loads),
        ("c3", "Aladin", Receiver::Loads),
    ]);
    let hub = Hub::start(script, &lockfile).await;
    let session = session(&lockfile);
    let table = Table::written(|out| (0..50_000).try_for_each(|nr| writeln!(out, "{nr:07}")));
    session
        .send(parcel(table), "long", &To::All, |_| {})
        .await
        .unwrap();
    let fetched = hub.fetched();
    assert_eq!(fetched.len(), 2, "each receiver has fetched it");
    for table in fetched {
        assert_eq!(table.len(), 8 * 50_000);
        assert!(table.ends_with(b"0049999\n"), "to its end");
    }

    let breaks = Table::written(|out| {
        out.write_all(&vec![b' '; 200_000])?;
        Err(io::Error::other("the disk is gone"))
    });
    let answers = session
        .send(parcel(breaks), "short", &To::All, |_| {})
        .await
        .unwrap();
    assert!(
        answers.iter().all(|a| matches!(a.heard, Heard::Refused(_))),
        "{answers:?}"
    );
}

#[tokio::test]
async fn each_receiver_is_taken_at_its_word_and_none_is_waited_for_too_long() {
    let (_folder, lockfile) = lock_place();
    let script = Script::with_receivers(&[
        ("c2", "TOPCAT", Receiver::Refuses("Duplicate table-id")),
        ("c3", "Aladin", Receiver::Silent),
        ("c4", "", Receiver::Loads),
        ("c5", "Splat", Receiver::Leaves),
        ("c6", "Liar", Receiver::IsImpersonated),
    ]);
    let _hub = Hub::start(script, &lockfile).await;
    let started = Instant::now();
    let mut answers = broadcast(&session(&lockfile)).await.unwrap();
    assert!(
        started.elapsed() < Duration::from_secs(8),
        "{:?}",
        started.elapsed()
    );
    answers.sort_by(|a, b| a.client.cmp(&b.client));
    let expected = [
        answer("Aladin", Heard::NoAnswer),
        answer("Liar", Heard::NoAnswer),
        answer("Splat", Heard::Left),
        answer("TOPCAT", Heard::Refused("Duplicate table-id".to_owned())),
        answer("c4", Heard::Loaded),
    ];
    assert_eq!(answers, expected);
}

#[tokio::test]
async fn a_hub_that_hangs_refuses_or_talks_nonsense_costs_a_moment_and_is_named() {
    let mut checks = JoinSet::new();
    for method in [
        "samp.hub.register",
        "samp.hub.declareMetadata",
        "samp.hub.setXmlrpcCallback",
        "samp.hub.declareSubscriptions",
        "samp.hub.getSubscribedClients",
        "samp.hub.call",
    ] {
        checks.spawn(async move {
            let mut script = Script::default();
            script.faults.push((method, "a.b.SampException: No"));
            let said = "No".to_owned();
            let error = broadcast_to(script).await.unwrap_err();
            assert_eq!(error, SampError::HubRefuses { method, said });

            let mut script = Script::default();
            script.nonsense.push(method);
            let error = broadcast_to(script).await.unwrap_err();
            assert!(
                matches!(error, SampError::HubOdd { .. }),
                "{method}: {error:?}"
            );

            let mut script = Script::default();
            script.hangs.push(method);
            let started = Instant::now();
            let error = broadcast_to(script).await.unwrap_err();
            assert!(
                matches!(error, SampError::HubSilent { .. }),
                "{method}: {error:?}"
            );
            assert!(
                started.elapsed() < Duration::from_secs(5),
                "{method}: one wait"
            );
        });
    }
    while let Some(check) = checks.join_next().await {
        check.unwrap();
    }
}

/// A broadcast to a hub that is waited for but shortly.
async fn broadcast_to(script: Script) -> Result<Vec<Answer>, SampError> {
    let (_folder, lockfile) = lock_place();
    let _hub = Hub::start(script, &lockfile).await;
    broadcast(&impatient(&lockfile)).await
}

fn impatient(lockfile: &Path) -> Session {
    let hub = Duration::from_millis(1500);
    Session::at(Place::File(lockfile.to_owned()), Times { hub, ..TIMES })
}

#[tokio::test]
async fn a_receiver_that_hides_its_name_is_called_by_its_identifier() {
    let (_folder, lockfile) = lock_place();
    let mut script = Script::default();
    script.hangs.push("samp.hub.getMetadata");
    let _hub = Hub::start(script, &lockfile).await;
    let answers = broadcast(&impatient(&lockfile)).await.unwrap();
    assert_eq!(answers, [answer("c2", Heard::Loaded)]);
}

#[tokio::test]
async fn a_hub_that_ends_or_is_killed_ends_the_waiting() {
    let (_folder, lockfile) = lock_place();
    let ends = [
        ("c2", "TOPCAT", Receiver::Silent),
        ("c3", "Hubby", Receiver::EndsTheHub),
    ];
    let _hub = Hub::start(Script::with_receivers(&ends), &lockfile).await;
    let answers = broadcast(&session(&lockfile)).await.unwrap();
    let expected = [answer("TOPCAT", Heard::Left), answer("Hubby", Heard::Left)];
    assert_eq!(answers, expected);

    let hub = Hub::start(
        Script::with_receivers(&[("c2", "TOPCAT", Receiver::Silent)]),
        &lockfile,
    )
    .await;
    let times = Times {
        answer: Duration::from_mins(1),
        ..TIMES
    };
    let session = Session::at(Place::File(lockfile), times);
    let (answers, ()) = tokio::join!(broadcast(&session), async {
        hub.wait_for("samp.hub.ping", 2).await;
        drop(hub);
    });
    assert_eq!(answers.unwrap(), [answer("TOPCAT", Heard::Left)]);
}

#[tokio::test]
async fn the_next_hub_is_found_whichever_way_the_first_one_went() {
    let (_folder, lockfile) = lock_place();
    let session = session(&lockfile);
    for secret in ["first", "second", "third"] {
        let script = Script {
            secret,
            ..Script::default()
        };
        let hub = Hub::start(script, &lockfile).await;
        let answers = broadcast(&session).await.unwrap();
        assert_eq!(answers, [answer("TOPCAT", Heard::Loaded)]);
        assert_eq!(hub.calls("samp.hub.register").len(), 1, "{secret}");
    }
    // The hub is well, but somebody has removed its lock file.
    let _hub = Hub::start(Script::default(), &lockfile).await;
    broadcast(&session).await.unwrap();
    fs::remove_file(&lockfile).unwrap();
    broadcast(&session).await.unwrap();
}

#[tokio::test]
async fn closing_ends_broadcasts_and_waits_for_no_hub() {
    let (_folder, lockfile) = lock_place();
    let silent = [("c2", "TOPCAT", Receiver::Silent)];
    let script = Script {
        hangs: vec!["samp.hub.unregister"],
        ..Script::with_receivers(&silent)
    };
    let hub = Hub::start(script, &lockfile).await;
    let session = session(&lockfile);
    let started = Instant::now();
    let (answers, ()) = tokio::join!(broadcast(&session), async {
        hub.wait_for("samp.hub.call", 1).await;
        session.close().await;
    });
    assert_eq!(answers.unwrap(), [answer("TOPCAT", Heard::Left)]);
    assert!(
        started.elapsed() < Duration::from_secs(4),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn leave_is_taken_at_the_end() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::default(), &lockfile).await;
    let closed = session(&lockfile);
    broadcast(&closed).await.unwrap();
    closed.close().await;
    assert_eq!(hub.calls("samp.hub.unregister"), [[text(KEY)]]);
    let dropped = session(&lockfile);
    broadcast(&dropped).await.unwrap();
    drop(dropped);
    hub.wait_for("samp.hub.unregister", 2).await;
    assert!(hub.address().ip().is_loopback(), "the hub outlived both");
}
