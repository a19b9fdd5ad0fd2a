//! The practice VO over HTTP: TAP as the standard has it, and every service against the truth.

#![cfg(test)]

#[path = "../support/expected.rs"]
mod expected;
mod shelf;
mod tap;
mod truth;

use std::{io::Read as _, time::Duration};
use vodiscover::{
    http::{Client, Settings},
    practice::{Faults, Options, PracticeVo},
    protocol::Request,
};

async fn practice_vo() -> PracticeVo {
    PracticeVo::start(Options::default()).await.unwrap()
}

fn client() -> Client {
    Client::new(Settings::default()).unwrap()
}

/// The answer to a request, whatever its status.
async fn text(request: Request) -> String {
    let read = |mut body: vodiscover::http::Body| {
        let mut text = String::new();
        body.read_to_string(&mut text).map(|_| text)
    };
    client()
        .read(&request, read)
        .await
        .unwrap()
        .read
        .unwrap_or_default()
}

/// The answer to a query, as lines of CSV without the header.
async fn rows(base: &str, query: &str) -> Vec<String> {
    let form = [("LANG", "ADQL"), ("FORMAT", "csv"), ("QUERY", query)];
    let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let answer = text(Request::post(format!("{base}/sync"), form.to_vec())).await;
    answer.lines().skip(1).map(str::to_owned).collect()
}

#[tokio::test]
async fn faulty_services_fail_each_in_its_own_way() {
    let options = Options {
        faults: Faults::Some,
        ..Options::default()
    };
    let practice = PracticeVo::start(options).await.unwrap();
    let truth = practice.truth();
    let impatient = Settings {
        silence: Duration::from_millis(400),
        ..Settings::default()
    };
    let client = Client::new(impatient).unwrap();
    let url = |path: &str| {
        truth
            .holdings
            .iter()
            .find(|it| it.access_url.contains(path))
            .unwrap()
            .access_url
            .clone()
    };
    let ask = async |path: &str| {
        let parameters = [("POS", "CIRCLE 274.7 -13.8 2".to_owned())];
        let read = |mut body: vodiscover::http::Body| {
            let mut bytes = Vec::new();
            body.read_to_end(&mut bytes).ok();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        client
            .read(&Request::get(&url(path), &parameters), read)
            .await
    };
    assert!(ask("/hangs/sia").await.is_err(), "it never answers");
    let midway = ask("/midway/sia2").await.unwrap();
    assert!(
        midway.read.contains("<VOTABLE") && midway.trouble.is_some(),
        "it begins and does not end"
    );
    let cut = ask("/cut/sia2").await.unwrap();
    assert!(
        cut.read.contains("<TR>") && cut.trouble.is_some(),
        "it is cut off"
    );
    assert!(
        ask("/moved/sia2").await.unwrap().read.contains("<html>"),
        "a page for people"
    );
    assert!(
        ask("/broken/sia").await.unwrap().trouble.is_some(),
        "status 500"
    );
    let tap = url("/jobs/tap");
    let form = vec![("QUERY".to_owned(), "SELECT 1".to_owned())];
    let refused = text(Request::post(format!("{tap}/sync"), form)).await;
    assert!(refused.contains("make a job"), "{refused}");
    let small = ask("/small/sia2").await.unwrap().read;
    assert!(
        small.contains("OVERFLOW") && small.matches("<TR>").count() == 5,
        "{small}"
    );
}

#[tokio::test]
async fn it_stops_when_it_is_dropped() {
    let practice = practice_vo().await;
    let url = practice.registry_url();
    drop(practice);
    let request = Request::get(&format!("{url}/availability"), &[]);
    let refused = client().read(&request, |_| ()).await;
    assert!(refused.is_err(), "nobody listens any more");
}
