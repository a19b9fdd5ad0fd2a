//! Sends of all kinds, to all and to one.

use std::sync::Mutex;

use vodiscover::{
    domain::angle::Position,
    http::post::Poster,
    samp::{Heard, Notice, Parcel, SampError, SendNews, Table, To, new_table_id},
};

use crate::{
    TABLE, TIMES, answer,
    hub::{Hub, Receiver, Script, lock_place, map, string, text, under},
    session,
};

fn two() -> Script {
    Script::with_receivers(&[
        ("c2", "TOPCAT", Receiver::Loads),
        ("c3", "Aladin", Receiver::Loads),
    ])
}

/// A table to send, by a name of its own.
pub(crate) fn parcel(table: impl Into<Table>) -> Parcel {
    let (table, id) = (table.into(), new_table_id().unwrap());
    Parcel::Table { table, id }
}

fn table() -> Parcel {
    parcel(Table::from(TABLE).of_rows(5, 1))
}

#[tokio::test]
async fn one_program_alone_can_be_sent_to() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(two(), &lockfile).await;
    let session = session(&lockfile);
    let to = To::One("c3".to_owned());
    let answers = session.send(table(), "M 16", &to, |_| {}).await.unwrap();
    assert_eq!(answers, [answer("Aladin", Heard::Loaded)]);
    let sent = hub.calls("samp.hub.call");
    assert_eq!((sent.len(), &sent[0][1]), (1, &text("c3")));

    let gone = To::One("c9".to_owned());
    let error = session.send(table(), "M 16", &gone, |_| {}).await;
    assert!(
        matches!(error, Err(SampError::NotTaken { what: "tables", .. })),
        "{error:?}"
    );
}

/// Seen with jsamp's hub: asked to call all, it gave up at the first client that had crashed.
#[tokio::test]
async fn a_program_that_has_crashed_keeps_the_table_from_no_other() {
    let (_folder, lockfile) = lock_place();
    let script = Script::with_receivers(&[
        ("c2", "Aladin", Receiver::Crashed),
        ("c3", "TOPCAT", Receiver::Loads),
    ]);
    let _hub = Hub::start(script, &lockfile).await;
    let session = session(&lockfile);
    let told = Mutex::new(Vec::new());
    let tell = |news| told.lock().unwrap().push(news);
    let answers = session.send(table(), "M 16", &To::All, tell).await.unwrap();
    let why = "the hub cannot reach it: Connection refused".to_owned();
    let lost = answer("Aladin", Heard::Refused(why));
    let loaded = answer("TOPCAT", Heard::Loaded);
    assert_eq!(answers, [lost.clone(), loaded.clone()]);
    let sent = SendNews::Sent {
        name: "M 16".to_owned(),
        to: vec!["Aladin".to_owned(), "TOPCAT".to_owned()],
    };
    let (lost, loaded) = (SendNews::Answered(lost), SendNews::Answered(loaded));
    assert_eq!(told.into_inner().unwrap(), [sent, lost, loaded]);
}

#[tokio::test]
async fn images_spectra_and_maps_are_sent_as_the_standard_messages() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::default(), &lockfile).await;
    let session = session(&lockfile);
    let served = format!("{}/icon", hub.callback());
    let image = Parcel::Image {
        url: format!("http://{}/a b.fits", hub.address()),
    };
    session.send(image, "M 16", &To::All, |_| {}).await.unwrap();
    let spectrum = Parcel::Spectrum {
        url: served.clone(),
        meta: vec![("Access.Format", "application/fits".to_owned())],
    };
    session
        .send(spectrum, "Königstuhl", &To::All, |_| {})
        .await
        .unwrap();
    let moc = Parcel::Moc {
        fits: bytes::Bytes::from_static(b"SIMPLE"),
    };
    session.send(moc, "region", &To::All, |_| {}).await.unwrap();
    let sent = hub.calls("samp.hub.call");
    let mtype = |nr: usize| string(under(&sent[nr][3], "samp.mtype"));
    let param = |nr: usize, key| under(under(&sent[nr][3], "samp.params"), key);

    assert_eq!(mtype(0), "image.load.fits");
    let url = string(param(0, "url"));
    assert!(url.ends_with("/a%20b.fits"), "{url}");
    assert!(!string(param(0, "image-id")).is_empty(), "it has a name");
    assert_eq!(mtype(1), "spectrum.load.ssa-generic");
    let meta = map([
        ("Access.Format", text("application/fits")),
        ("Access.Reference", text(&served)),
    ]);
    assert_eq!(*param(1, "meta"), meta);
    assert_eq!(param(1, "name"), &text("Konigstuhl"));
    assert!(!string(param(1, "spectrum-id")).is_empty(), "it has a name");
    assert_eq!(mtype(2), "coverage.load.moc.fits");
    assert!(!string(param(2, "coverage-id")).is_empty(), "it has a name");
    let poster = Poster::new(1000).unwrap();
    let fetched = poster.get(&string(param(2, "url")), TIMES.hub).await;
    assert_eq!(fetched.unwrap(), "SIMPLE");
}

/// Aladin 12 does not declare that it takes maps, and shows those that it is sent as images.
#[tokio::test]
async fn aladin_is_sent_a_map_as_an_image() {
    let (_folder, lockfile) = lock_place();
    let script = Script::with_receivers(&[
        ("c2", "Aladin", Receiver::IsAladin),
        ("c3", "other", Receiver::Loads),
    ]);
    let hub = Hub::start(script, &lockfile).await;
    let session = session(&lockfile);
    let moc = || Parcel::Moc {
        fits: bytes::Bytes::from_static(b"SIMPLE"),
    };
    let answers = session.send(moc(), "region", &To::All, |_| {}).await;
    assert_eq!(answers.unwrap().len(), 2);
    let sent = |id: &str, key| {
        let mut calls = hub.calls("samp.hub.call").into_iter();
        let call = calls.find(|call| call[1] == text(id)).unwrap();
        let mtype = string(under(&call[3], "samp.mtype"));
        (mtype, string(under(under(&call[3], "samp.params"), key)))
    };
    let (mtype, id) = sent("c2", "image-id");
    assert_eq!(mtype, "image.load.fits");
    assert!(!id.is_empty(), "it has a name");
    let other = ("coverage.load.moc.fits".to_owned(), id);
    assert_eq!(sent("c3", "coverage-id"), other);
    let one = To::One("c2".to_owned());
    let answers = session.send(moc(), "region", &one, |_| {}).await;
    assert_eq!(answers.unwrap(), [answer("Aladin", Heard::Loaded)]);
}

#[tokio::test]
async fn nobody_is_told_of_what_nobody_takes() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::with_receivers(&[]), &lockfile).await;
    let session = session(&lockfile);
    let url = "http://127.0.0.1/x".to_owned();
    let image = Parcel::Image { url };
    let error = session.send(image, "x", &To::All, |_| {}).await;
    assert_eq!(error, Err(SampError::NobodyTakes { what: "images" }));
    let notice = Notice::PointAt(Position::new(1.0, 2.0).unwrap());
    let error = session.notify(&notice, &To::All).await;
    assert_eq!(error, Err(SampError::NobodyTakes { what: "positions" }));
    assert_eq!(hub.calls("samp.hub.call").len(), 0);
    assert_eq!(hub.calls("samp.hub.notifyAll").len(), 0);
}

#[tokio::test]
async fn a_place_is_pointed_at_in_plain_decimals() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(two(), &lockfile).await;
    let session = session(&lockfile);
    let notice = Notice::PointAt(Position::new(274.688, -1e-7).unwrap());
    let reached = session.notify(&notice, &To::All).await.unwrap();
    assert_eq!(reached, ["TOPCAT", "Aladin"]);
    let message = &hub.calls("samp.hub.notifyAll")[0][1];
    assert_eq!(under(message, "samp.mtype"), &text("coord.pointAt.sky"));
    let params = map([("ra", text("274.688")), ("dec", text("-0.0000001"))]);
    assert_eq!(under(message, "samp.params"), &params);

    let one = To::One("c2".to_owned());
    assert_eq!(session.notify(&notice, &one).await.unwrap(), ["TOPCAT"]);
    assert_eq!(hub.calls("samp.hub.notify")[0][1], text("c2"));
}

#[tokio::test]
async fn rows_are_told_to_those_who_have_the_table() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(two(), &lockfile).await;
    let session = session(&lockfile);
    let id = new_table_id().unwrap();
    let row = |row| Notice::Row {
        table_id: id.clone(),
        row,
    };
    let error = session.notify(&row(1), &To::All).await;
    assert_eq!(error, Err(SampError::RowsNotSent));
    let table = Parcel::Table {
        table: Table::from(TABLE).of_rows(5, 1),
        id: id.clone(),
    };
    let one = To::One("c3".to_owned());
    session.send(table, "M 16", &one, |_| {}).await.unwrap();
    assert_eq!(session.notify(&row(4), &To::All).await.unwrap(), ["Aladin"]);
    let call = &hub.calls("samp.hub.notify")[0];
    assert_eq!(call[1], text("c3"), "only to whom it was sent");
    let params = under(&call[2], "samp.params");
    assert_eq!(under(params, "row"), &text("4"));
    assert_eq!(string(under(params, "table-id")), id);
    let rows = Notice::Rows {
        table_id: id.clone(),
        rows: vec![0, 3],
    };
    session.notify(&rows, &To::All).await.unwrap();
    let params = under(&hub.calls("samp.hub.notify")[1][2], "samp.params").clone();
    let list = dxr::Value::Array(vec![text("0"), text("3")]);
    assert_eq!(under(&params, "row-list"), &list);
    let too_many = Notice::Rows {
        table_id: id.clone(),
        rows: vec![0; 300_001],
    };
    let error = session.notify(&too_many, &To::All).await;
    assert_eq!(error, Err(SampError::TooManyRows(300_000)));
}
