//! Queries that run as jobs on a service, because it does not answer them at once.

#![cfg(test)]

#[path = "support/answers.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod answers;
#[path = "support/searching.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod searching;
#[path = "support/uws.rs"]
mod uws;
#[path = "support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;

use answers::{Entry, OBSCORE, images, refusal, registry_answer};
use searching::{Searching, around};
use std::{sync::Arc, time::Duration};
use uws::{JOB, Sync, Uws};
use vodiscover::discovery::{
    self, Search,
    event::{Ending, Outcome, Report},
    record::{Place, Record},
};
use wire::{Heard, Manner, Wire};

/// A search at a registry that knows one TAP service.
async fn search_at(tap: &Wire) -> (Wire, Search) {
    let entry = Entry {
        name: "tap",
        standard: OBSCORE,
        url: tap.url("/tap"),
    };
    let registry = Wire::start(move |heard| {
        let body = registry_answer(&heard.body, std::slice::from_ref(&entry), &[]);
        Manner::Answer("200 OK", body)
    })
    .await
    .unwrap();
    let mut search = around(&registry.url("/tap"));
    search.settings.silence = Duration::from_millis(700);
    (registry, search)
}

/// Searches to the end, and waits until the jobs are gone.
async fn run(search: Search) -> (Record, Arc<Report>) {
    let mut searching = Searching::start(search);
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    discovery::farewells(Duration::from_secs(10)).await;
    let record = searching.record().clone();
    let Place::Done(report) = record.services()[0].place.clone() else {
        panic!("not at its end");
    };
    (record, report)
}

fn lines(tap: &Wire) -> Vec<String> {
    let line = |heard: Heard| heard.line.trim_end_matches(" HTTP/1.1").to_owned();
    tap.heard().into_iter().map(line).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_refuses_to_answer_at_once_is_given_a_job() {
    for sync in [
        Sync::Status("404 Not Found"),
        Sync::Status("405 Method Not Allowed"),
        Sync::Status("501 Not Implemented"),
        Sync::Says("synchronous queries are off, please use the async endpoint"),
        Sync::Says("canceling statement due to statement timeout"),
        Sync::Silent,
    ] {
        let tap = Wire::start(Uws::new(sync.clone(), &["EXECUTING", "COMPLETED"]).manner())
            .await
            .unwrap();
        let (_registry, search) = search_at(&tap).await;
        let (record, report) = run(search).await;
        assert_eq!(report.outcome, Outcome::Ok, "{sync:?}: {}", report.message);
        assert_eq!(report.message, "", "{sync:?}");
        assert_eq!(record.found().len(), 2, "{sync:?}");
        assert_eq!(
            lines(&tap),
            [
                "POST /tap/sync",
                "POST /tap/async",
                "GET /tap/async/7",
                "POST /tap/async/7/phase",
                "GET /tap/async/7",
                "GET /tap/async/7",
                "GET /tap/async/7/results/result",
                "DELETE /tap/async/7",
            ],
            "{sync:?}"
        );
        let made = &tap.heard()[1].body;
        assert!(made.contains("QUERY=SELECT"), "{made}");
        let [at_once, job, result] = &report.attempts[..] else {
            panic!("{:?}", report.attempts);
        };
        assert_eq!(at_once.rung, "footprint");
        assert!(!at_once.message.is_empty(), "{sync:?}");
        let url = tap.url(JOB);
        assert_eq!(job.rung, format!("footprint (async, job {url})"));
        assert_eq!((job.received, job.message.as_str()), (0, ""));
        assert_eq!(
            result.rung,
            format!("footprint (async, result of job {url})")
        );
        assert_eq!((result.received, result.message.as_str()), (2, ""));
        assert_eq!(result.url, format!("{url}/results/result"));
        assert!(
            result.request.starts_with("curl ") && result.request.contains(&result.url),
            "{}",
            result.request
        );
    }
}

/// By UWS 1.1, section 2.1.3, a job that was made without PHASE=RUN is PENDING: it does not run for nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_of_which_nobody_learns_where_it_is_does_not_run() {
    let mut uws = Uws::new(Sync::Status("405 No"), &["EXECUTING"]);
    uws.keeps_jobs_to_itself = true;
    let tap = Wire::start(uws.manner()).await.unwrap();
    let (_registry, search) = search_at(&tap).await;
    let (_, report) = run(search).await;
    assert_eq!(report.outcome, Outcome::Failed);
    let made = tap.heard();
    let made: Vec<&Heard> = made
        .iter()
        .filter(|heard| heard.line.starts_with("POST /tap/async"))
        .collect();
    assert!(!made.is_empty());
    for heard in made {
        assert!(!heard.body.contains("PHASE"), "{}", heard.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_result_that_breaks_off_is_told_of_the_request_for_it() {
    let mut uws = Uws::new(Sync::Status("405 No"), &["COMPLETED"]);
    let whole = images(&["http://a.example/1"]);
    uws.result = whole[..whole.len() - answers::TAIL.len()].to_vec();
    let tap = Wire::start(uws.manner()).await.unwrap();
    let (_registry, search) = search_at(&tap).await;
    let (record, report) = run(search).await;
    assert_eq!(report.outcome, Outcome::Failed);
    assert_eq!(record.found().len(), 1);
    let [_, job, result] = &report.attempts[..] else {
        panic!("{:?}", report.attempts);
    };
    assert_eq!((job.received, job.message.as_str()), (0, ""));
    assert_eq!((result.received, &result.message), (1, &report.message));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_is_told_to_run_once() {
    let script = &["PENDING", "QUEUED", "COMPLETED"];
    let tap = Wire::start(Uws::new(Sync::Status("405 No"), script).manner())
        .await
        .unwrap();
    let (_registry, search) = search_at(&tap).await;
    let (record, _) = run(search).await;
    assert_eq!(record.found().len(), 2);
    let told = lines(&tap)
        .iter()
        .filter(|line| *line == "POST /tap/async/7/phase")
        .count();
    assert_eq!(told, 1, "also where it goes on waiting for a while");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_error_of_a_job_leads_to_a_simpler_query_at_once_as_a_job() {
    let mut uws = Uws::new(Sync::Status("405 No"), &["COMPLETED"]);
    uws.fails = Some(("INTERSECTS", refusal("unknown function INTERSECTS")));
    let tap = Wire::start(uws.manner()).await.unwrap();
    let (_registry, search) = search_at(&tap).await;
    let (record, report) = run(search).await;
    assert_eq!(record.found().len(), 2);
    assert_eq!(report.attempts.len(), 4, "sync, two jobs, one result");
    assert_eq!(
        report.attempts[1].message,
        "the service says: unknown function INTERSECTS"
    );
    assert!(
        report.attempts[2]
            .rung
            .starts_with("centre and field of view (async")
    );
    assert!(
        report.message.contains("may be missing"),
        "{}",
        report.message
    );
    let n_deleted = lines(&tap)
        .iter()
        .filter(|line| line.starts_with("DELETE"))
        .count();
    assert_eq!(n_deleted, 2, "each job is deleted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_does_not_end_is_given_up_and_deleted_and_a_quicker_query_tried() {
    let tap = Wire::start(Uws::new(Sync::Silent, &["EXECUTING"]).manner())
        .await
        .unwrap();
    let (_registry, mut search) = search_at(&tap).await;
    search.settings.answer = Duration::from_secs(1);
    let (_, report) = run(search).await;
    assert_eq!(report.outcome, Outcome::Failed);
    let rungs: Vec<&str> = report
        .attempts
        .iter()
        .map(|attempt| attempt.rung.split(" (").next().unwrap())
        .collect();
    assert_eq!(
        rungs,
        [
            "footprint",
            "footprint",
            "centre with a margin",
            "centre with a margin"
        ]
    );
    assert!(
        report
            .message
            .starts_with("the answer was not whole after 1 s"),
        "{}",
        report.message
    );
    assert_eq!(
        lines(&tap)
            .iter()
            .filter(|line| line.starts_with("DELETE"))
            .count(),
        2
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_the_service_breaks_off_says_so() {
    let tap = Wire::start(Uws::new(Sync::Status("405 No"), &["EXECUTING", "ABORTED"]).manner())
        .await
        .unwrap();
    let (_registry, search) = search_at(&tap).await;
    let (_, report) = run(search).await;
    assert_eq!(
        report.message,
        "the service broke its job off, as it does when one takes too long (phase aborted)"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_no_delete_reaches_is_deleted_by_post() {
    let mut uws = Uws::new(Sync::Status("405 No"), &["COMPLETED"]);
    uws.knows_delete = false;
    let tap = Wire::start(uws.manner()).await.unwrap();
    let (_registry, search) = search_at(&tap).await;
    run(search).await;
    let last = tap.heard().pop().unwrap();
    assert!(last.line.starts_with("POST /tap/async/7 "), "{}", last.line);
    assert_eq!(last.body, "ACTION=DELETE");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_there_are_no_jobs_either_the_first_answer_counts() {
    let tap = Wire::start(|_| Manner::Answer("404 Not Found", b"nothing here".to_vec()))
        .await
        .unwrap();
    let (_registry, search) = search_at(&tap).await;
    let (_, report) = run(search).await;
    assert!(
        report
            .message
            .starts_with("there is no such service any more (HTTP 404)"),
        "{}",
        report.message
    );
    assert_eq!(lines(&tap), ["POST /tap/sync", "POST /tap/async"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_that_came_before_the_cut_come_once() {
    let first = images(&["http://a.example/1", "http://a.example/2"]);
    let half = first[..first.len() - answers::TAIL.len()].to_vec();
    let mut uws = Uws::new(Sync::Cut(half), &["COMPLETED"]);
    uws.result = images(&[
        "http://a.example/1",
        "http://a.example/2",
        "http://a.example/3",
    ]);
    let tap = Wire::start(uws.manner()).await.unwrap();
    let (_registry, search) = search_at(&tap).await;
    let (record, report) = run(search).await;
    assert_eq!(report.outcome, Outcome::Ok, "{}", report.message);
    assert_eq!(record.found().len(), 3);
    assert_eq!(report.new, 3);
    assert_eq!(report.received, 5, "two at once, three from the job");
}
