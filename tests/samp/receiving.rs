//! What other programs ask of us, through a hub.

use std::time::{Duration, Instant};

use hyper::{Response, StatusCode};
use tokio::{net::TcpListener, task::JoinSet};
use vodiscover::{
    http::serve::{Body, Server, serve},
    samp::{DeskNews, Notice, Parcel, Received, Table, To, new_table_id},
};

use crate::{
    TABLE,
    hub::{Hub, KEY, Script, call_back, lock_place, map, string, text, under},
    keeping::{Kept, event},
};

/// Calls as another client does, and waits for the reply: its status, and why.
async fn call(hub: &Hub, mtype: &str, params: dxr::Value) -> (String, String) {
    let n_replies = hub.calls("samp.hub.reply").len();
    let called = Instant::now();
    let message = map([("samp.mtype", text(mtype)), ("samp.params", params)]);
    let params = vec![text(KEY), text("c2"), text("m1"), message];
    call_back(&hub.callback(), "samp.client.receiveCall", params).await;
    hub.wait_for("samp.hub.reply", n_replies + 1).await;
    // astropy's hub loses a reply that comes before it has taken note of the call.
    assert!(Duration::from_millis(50) <= called.elapsed(), "not at once");
    let reply = &hub.calls("samp.hub.reply")[n_replies][2];
    let status = string(under(reply, "samp.status"));
    let why = match status.as_str() {
        "samp.ok" => String::new(),
        _ => string(under(under(reply, "samp.error"), "samp.errortxt")),
    };
    (status, why)
}

fn received(kept: &Kept) -> Vec<(String, Received)> {
    let news = kept.news().into_iter();
    news.filter_map(|told| match told {
        DeskNews::Received { from, received, .. } => Some((from, received)),
        _ => None,
    })
    .collect()
}

fn ok() -> (String, String) {
    ("samp.ok".to_owned(), String::new())
}

#[tokio::test]
async fn a_row_of_a_table_that_we_sent_comes_back() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::default(), &lockfile).await;
    let kept = Kept::new(&lockfile);
    kept.wait_for_topcat().await;
    let id = new_table_id().unwrap();
    let table = Parcel::Table {
        table: Table::from(TABLE).of_rows(5, 1),
        id: id.clone(),
    };
    kept.session
        .send(table, "M 16", &To::All, |_| {})
        .await
        .unwrap();
    let row = |id: &str, row| map([("table-id", text(id)), ("row", text(row))]);
    assert_eq!(call(&hub, "table.highlight.row", row(&id, "4")).await, ok());
    let (status, why) = call(&hub, "table.highlight.row", row(&id, "5")).await;
    assert_eq!(
        (status.as_str(), why.as_str()),
        ("samp.error", "the table has no row 5")
    );
    let (_, why) = call(&hub, "table.highlight.row", row("other", "1")).await;
    assert_eq!(why, "vodiscover has not sent this table");
    event(&hub, "c2", "table.highlight.row", row(&id, "0")).await;
    kept.wait_until("two rows", |it| received(it).len() == 2)
        .await;
    let expected = |row| {
        let table_id = id.clone();
        (
            "TOPCAT".to_owned(),
            Received::Notice(Notice::Row { table_id, row }),
        )
    };
    assert_eq!(received(&kept), [expected(4), expected(0)]);
}

#[tokio::test]
async fn a_flood_is_told_of_in_part_and_answered_in_whole() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::default(), &lockfile).await;
    let kept = Kept::new(&lockfile);
    kept.wait_for_topcat().await;
    let mut calls = JoinSet::new();
    for nr in 0..150 {
        let callback = hub.callback();
        calls.spawn(async move {
            let point = map([("ra", text("10")), ("dec", text("20"))]);
            let message = map([
                ("samp.mtype", text("coord.pointAt.sky")),
                ("samp.params", point),
            ]);
            let params = vec![text(KEY), text("c2"), text(&format!("m{nr}")), message];
            call_back(&callback, "samp.client.receiveCall", params).await
        });
    }
    calls.join_all().await;
    hub.wait_for("samp.hub.reply", 150).await;
    let replies = hub.calls("samp.hub.reply");
    let is_refused = |reply: &&Vec<dxr::Value>| under(&reply[2], "samp.status") != &text("samp.ok");
    let refused = replies.iter().filter(is_refused).count();
    assert_eq!(received(&kept).len() + refused, 150, "each has its answer");
}

#[tokio::test]
async fn a_table_is_fetched_and_its_positions_are_told() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::default(), &lockfile).await;
    let kept = Kept::new(&lockfile);
    kept.wait_for_topcat().await;
    let tables = tables().await;
    let base = format!("http://{}", tables.address());
    let table = |url: String| map([("url", text(&url)), ("name", text("my targets"))]);
    let mtype = "table.load.votable";
    assert_eq!(call(&hub, mtype, table(format!("{base}/good"))).await, ok());
    kept.wait_until("the table has come", |it| received(it).len() == 1)
        .await;
    let (from, told) = received(&kept).remove(0);
    let Received::Positions(list) = told else {
        panic!("{told:?}");
    };
    assert_eq!(
        (from.as_str(), list.name.as_str()),
        ("TOPCAT", "my targets")
    );
    let position = list.positions[0].position;
    assert_eq!((position.ra.0, position.dec.0), (10.5, 41.25));

    for (url, said) in [
        (format!("{base}/missing"), "404"),
        (format!("{base}/bad"), ""),
        (
            "file:///etc/passwd".to_owned(),
            "http and https addresses only",
        ),
    ] {
        let (status, why) = call(&hub, mtype, table(url)).await;
        assert_eq!(status, "samp.error");
        assert!(!why.is_empty() && why.contains(said), "{why}");
    }
    assert_eq!(received(&kept).len(), 1, "what failed is not told");
}

async fn tables() -> Server {
    let good = "<VOTABLE><RESOURCE><TABLE><FIELD name=\"ra\" datatype=\"double\" ucd=\"pos.eq.ra;meta.main\"/>\
        <FIELD name=\"dec\" datatype=\"double\" ucd=\"pos.eq.dec;meta.main\"/><DATA><TABLEDATA><TR><TD>10.5</TD>\
        <TD>41.25</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    serve(listener, move |request| {
        let answer = match request.uri().path() {
            "/good" => Response::new(Body::full(good)),
            "/bad" => Response::new(Body::full("<html/>")),
            _ => {
                let mut missing = Response::new(Body::empty());
                *missing.status_mut() = StatusCode::NOT_FOUND;
                missing
            }
        };
        std::future::ready(answer)
    })
    .unwrap()
}
