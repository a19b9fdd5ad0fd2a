//! DaCHS runs queries as jobs, and gives by them what it gives at once.

use crate::{
    answers::{Entry, OBSCORE, registry_answer},
    searching::{Searching, around},
    support::need_variable,
    wire::{Manner, Wire},
};
use std::{collections::BTreeSet, time::Duration};
use vodiscover::{
    discovery::{
        self, Search,
        event::{Ending, Outcome},
        record::Place,
    },
    domain::{
        constraints::{Product, Question},
        obscore::ObsColumn,
    },
    http::{Client, Settings},
    protocol::Request,
};

/// What is found at a TAP service, and where its last query ran.
async fn found(tap: &str) -> (BTreeSet<String>, String) {
    let entry = Entry {
        name: "tap",
        standard: OBSCORE,
        url: tap.to_owned(),
    };
    let registry = Wire::start(move |heard| {
        let body = registry_answer(&heard.body, std::slice::from_ref(&entry), &[]);
        Manner::Answer("200 OK", body)
    })
    .await
    .unwrap();
    // The whole sky but for a few degrees: most of what DaCHS has.
    let question = Question {
        space: "100 30 170".to_owned(),
        product: Product::Both,
        ..Question::default()
    };
    let mut searching = Searching::start(Search {
        constraints: question.parse().unwrap(),
        question,
        ..around(&registry.url("/tap"))
    });
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    let record = searching.record();
    let Place::Done(report) = &record.services()[0].place else {
        panic!("not at its end");
    };
    assert_eq!(report.outcome, Outcome::Ok, "{}", report.message);
    let datasets = record.found().iter();
    let urls = datasets.filter_map(|dataset| dataset.text(ObsColumn::AccessUrl));
    let rung = report.last_attempt().unwrap().rung.clone();
    (urls.map(str::to_owned).collect(), rung.into_owned())
}

/// A job stays PENDING until it is told to run at its `phase`, the only place where DaCHS 2.7 hears PHASE. The job runs
/// within a second or two then.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_by_a_job_finds_what_it_finds_at_once() {
    let Some(dachs) = need_variable("VODISCOVER_DACHS", "DaCHS") else {
        return;
    };
    let (at_once, rung) = found(&format!("{dachs}/tap")).await;
    assert_eq!(rung, "footprint");
    assert!(100 < at_once.len(), "{} are too few", at_once.len());
    let target = format!("307 On\r\nLocation: {dachs}/tap/async");
    let target: &'static str = target.leak();
    let only_jobs = Wire::start(move |heard| {
        if heard.line.contains("/async") {
            Manner::Answer(target, Vec::new())
        } else {
            Manner::Answer("405 Not at once", Vec::new())
        }
    })
    .await
    .unwrap();
    let (by_job, rung) = found(&only_jobs.url("/tap")).await;
    assert_eq!(by_job, at_once);
    let (_, job) = rung.trim_end_matches(')').split_once("job ").unwrap();
    assert!(job.starts_with(&dachs), "{rung}");
    discovery::farewells(Duration::from_secs(10)).await;
    let client = Client::new(Settings::default()).unwrap();
    let look = client.read(&Request::get(job, &[]), |_| ()).await.unwrap();
    assert!(look.trouble.is_some(), "{job} is deleted");
}
