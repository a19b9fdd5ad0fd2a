//! Whole searches at TAP services that each refuse what the one before understands: nothing that matches is missed.

#![cfg(test)]

#[path = "support/answers.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod answers;
#[path = "support/expected.rs"]
mod expected;
#[path = "support/searching.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod searching;
#[path = "support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;

use answers::{Entry, OBSCORE, registry_answer};
use expected::expected;
use searching::{Searching, around};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use vodiscover::{
    discovery::{
        self, Search,
        event::{Ending, Outcome, Report},
        record::{Place, Record},
    },
    domain::{
        constraints::{Product, Question},
        obscore::ObsColumn,
    },
    practice::{Faults, Holding, Options, PracticeVo},
};
use wire::{Manner, Wire};

fn question(space: &str, spectrum: &str, time: &str, inclusive: bool) -> Question {
    Question {
        space: space.to_owned(),
        spectrum: spectrum.to_owned(),
        time: time.to_owned(),
        product: Product::Both,
        inclusive,
        resolved: None,
        services: Vec::new(),
    }
}

/// Places with data, at a pole, across right ascension 0, as a polygon; with and without the other axes.
fn questions() -> Vec<Question> {
    vec![
        question("274.6880, -13.7920 2", "", "", false),
        question("274.6880, -13.7920 2", "0.1 300", "2000 2020", false),
        question("274.6880, -13.7920 2", "1 mm", "2000 2020", true),
        question("0.5, 0 30", "21 cm", "", false),
        question("120, 89 20", "", "2010 2024", true),
        question("100, 30 170", "1 mm", "", false),
        question("POLYGON 80 -72 82 -72 83 -67 79 -67", "", "", false),
        question("", "21 cm", "2010 2015", false),
    ]
}

async fn practice_vo(faults: Faults) -> PracticeVo {
    PracticeVo::start(Options {
        faults,
        ..Options::default()
    })
    .await
    .unwrap()
}

/// The service below this path.
fn holding(practice: &PracticeVo, path: &str) -> Holding {
    let mut holdings = practice.truth().holdings.into_iter();
    let found = holdings.find(|it| it.access_url.ends_with(&format!("{path}/tap")));
    found.unwrap_or_else(|| panic!("{path}"))
}

/// A search at a registry that knows this service and no other.
async fn search_at(holding: &Holding, question: &Question) -> (Wire, Search) {
    let entry = Entry {
        name: "tap",
        standard: OBSCORE,
        url: holding.access_url.clone(),
    };
    let registry = Wire::start(move |heard| {
        let body = registry_answer(&heard.body, std::slice::from_ref(&entry), &[]);
        Manner::Answer("200 OK", body)
    })
    .await
    .unwrap();
    let search = Search {
        constraints: question.parse().unwrap(),
        question: question.clone(),
        ..around(&registry.url("/tap"))
    };
    (registry, search)
}

async fn run(search: Search) -> (Record, Arc<Report>) {
    let mut searching = Searching::start(search);
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    let record = searching.record().clone();
    let Place::Done(report) = record.services()[0].place.clone() else {
        panic!("not at its end");
    };
    (record, report)
}

fn found(record: &Record) -> BTreeSet<String> {
    let found = record.found().iter();
    found
        .filter_map(|dataset| dataset.text(ObsColumn::AccessUrl))
        .map(str::to_owned)
        .collect()
}

/// Asks a service everything. It must give exactly what matches, in one of these ways: for a place, for a polygon, and
/// for no place.
async fn check(practice: &PracticeVo, path: &str, rungs: [&str; 3]) {
    let truth = practice.truth();
    let holding = holding(practice, path);
    let mut n_found = 0;
    for question in questions() {
        let (_registry, search) = search_at(&holding, &question).await;
        let constraints = search.constraints.clone();
        let (record, report) = run(search).await;
        let found = found(&record);
        let wanted = expected(&truth, &holding, &constraints);
        assert_eq!(found, wanted, "{path}: {question:?}");
        n_found += found.len();
        let rung = match question.space.as_str() {
            "" => rungs[2],
            space if space.starts_with("POLYGON") => rungs[1],
            _ => rungs[0],
        };
        // Without OR, a question for a place alone needs no other words than with it.
        let needs_or = question.inclusive || !(question.spectrum + &question.time).is_empty();
        let rung = if path == "/plain" && needs_or {
            format!("{rung}, plain")
        } else {
            rung.to_owned()
        };
        let last = report.last_attempt().unwrap();
        assert_eq!(last.rung, rung, "{path}: {}", question.space);
        let refused = &report.attempts[..report.attempts.len() - 1];
        for attempt in refused {
            assert!(
                attempt.message.starts_with("the service says: "),
                "{attempt:?}"
            );
        }
        let is_simpler = !rung.starts_with("footprint") && rung != "no position";
        assert_eq!(
            report.message.contains("may be missing"),
            is_simpler,
            "{path}: {}: {}",
            question.space,
            report.message
        );
    }
    assert!(30 < n_found, "{n_found} are not enough to prove anything");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_step_is_taken_for_a_service_that_refuses_the_one_before() {
    let practice = practice_vo(Faults::None).await;
    let centre = "centre with a margin";
    let boxed = "centre in a box with a margin";
    let anywhere = "no position";
    for (path, rungs) in [
        ("/contains-first", ["footprint", "footprint", anywhere]),
        (
            "/no-polygon",
            [
                "footprint",
                "footprint, circle around the polygon",
                anywhere,
            ],
        ),
        (
            "/no-region",
            [
                "centre and field of view",
                "centre and field of view",
                anywhere,
            ],
        ),
        ("/no-distance", [centre, centre, anywhere]),
        (
            "/no-or",
            [
                "centre with a margin, plain",
                "centre with a margin, plain",
                "no position, plain",
            ],
        ),
        ("/no-geometry", [boxed, boxed, anywhere]),
        ("/plain", [boxed, boxed, anywhere]),
    ] {
        check(&practice, path, rungs).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_inclusive_question_without_a_place_is_not_put_without_or() {
    let practice = practice_vo(Faults::None).await;
    let holding = holding(&practice, "/plain");
    let everywhere = question("", "21 cm", "", true);
    let (_registry, search) = search_at(&holding, &everywhere).await;
    let (_, report) = run(search).await;
    assert_eq!(report.outcome, Outcome::Failed);
    assert_eq!(
        report.message,
        "the service says: the query is wrong: OR is not supported"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_that_answer_only_by_jobs_give_all_that_matches() {
    let practice = practice_vo(Faults::Some).await;
    let truth = practice.truth();
    let cone = question("274.6880, -13.7920 2", "", "", true);
    for path in ["/jobs", "/late"] {
        let holding = holding(&practice, path);
        let (_registry, mut search) = search_at(&holding, &cone).await;
        search.settings.silence = Duration::from_secs(2);
        let constraints = search.constraints.clone();
        let (record, report) = run(search).await;
        assert_eq!(report.outcome, Outcome::Ok, "{path}: {}", report.message);
        let wanted = expected(&truth, &holding, &constraints);
        assert_eq!(found(&record), wanted, "{path}");
        assert!(!wanted.is_empty());
        let job = report.last_attempt().unwrap();
        let prefix = format!(
            "footprint (async, result of job {}/async/",
            holding.access_url
        );
        assert!(job.rung.starts_with(&prefix), "{}", job.rung);
        discovery::farewells(Duration::from_secs(10)).await;
        let url = job.rung.trim_end_matches(')').rsplit(' ').next().unwrap();
        assert_eq!(status_of(url).await, Some(404), "{url} is deleted");
    }
}

/// The status with which a server answers where it is no success.
async fn status_of(url: &str) -> Option<u16> {
    use vodiscover::{
        http::{Client, Settings, failure::Kind},
        protocol::Request,
    };
    let client = Client::new(Settings::default()).unwrap();
    let answered = client.read(&Request::get(url, &[]), |_| ()).await.unwrap();
    match answered.trouble?.kind {
        Kind::Status(status) => Some(status),
        _ => None,
    }
}
