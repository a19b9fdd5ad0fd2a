//! Whole searches over the practice VO, held against what it really holds.

#![cfg(test)]

#[path = "support/searching.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod searching;

use searching::Searching;
use std::{collections::BTreeSet, time::Duration};
use vodiscover::{
    discovery::{
        Search,
        event::{Ending, Happening, Outcome},
        record::{Place, Record},
    },
    domain::{
        constraints::{Product, Question},
        obscore::ObsColumn,
    },
    http::Settings,
    practice::{Dataset, Faults, Holding, Options, PracticeVo, Truth},
};

/// Where the tests look: cones as RA, Dec and radius in degrees, at the equator, a pole, and across RA 0.
const CONES: [(f64, f64, f64); 4] = [
    (274.688, -13.792, 1.0),
    (0.2, 0.5, 3.0),
    (120.0, 89.5, 2.0),
    (200.0, -88.0, 3.0),
];

async fn practice_vo(faults: Faults, latency: bool) -> PracticeVo {
    PracticeVo::start(Options {
        port: None,
        faults,
        latency,
    })
    .await
    .unwrap()
}

fn search(practice: &PracticeVo, question: Question) -> Search {
    Search {
        constraints: question.parse().unwrap(),
        question,
        registry: practice.registry_url(),
        fallbacks: Vec::new(),
        settings: Settings::default(),
    }
}

fn around((ra, dec, radius): (f64, f64, f64)) -> Question {
    Question {
        space: format!("{ra} {dec} {radius}"),
        product: Product::Both,
        inclusive: true,
        ..Question::default()
    }
}

async fn run(search: Search) -> Record {
    let mut searching = Searching::start(search);
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    searching.record().clone()
}

fn addresses(record: &Record) -> BTreeSet<String> {
    let found = record.found().iter();
    found
        .filter_map(|dataset| dataset.text(ObsColumn::AccessUrl))
        .map(str::to_owned)
        .collect()
}

/// The distance of a dataset's centre from a place, in degrees, by the haversine formula.
fn distance(dataset: &Dataset, ra: f64, dec: f64) -> f64 {
    let (ra, dec) = (ra.to_radians(), dec.to_radians());
    let (other_ra, other_dec) = (dataset.ra.to_radians(), dataset.dec.to_radians());
    let hav = |angle: f64| (angle / 2.0).sin().powi(2);
    let h = hav(dec - other_dec) + dec.cos() * other_dec.cos() * hav(ra - other_ra);
    2.0 * h.sqrt().min(1.0).asin().to_degrees()
}

/// The addresses of datasets for which `is_one` holds and which a service serves for which `serves` holds.
fn those(
    truth: &Truth,
    serves: impl Fn(&Holding) -> bool,
    is_one: impl Fn(&Dataset) -> bool,
) -> BTreeSet<String> {
    let held: BTreeSet<usize> = truth
        .holdings
        .iter()
        .filter(|holding| serves(holding))
        .flat_map(|holding| holding.datasets.iter().copied())
        .collect();
    held.into_iter()
        .filter(|nr| is_one(&truth.datasets[*nr]))
        .map(|nr| truth.access_urls[nr].clone())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cone_finds_all_that_lies_in_it_and_nothing_far_from_it() {
    let practice = practice_vo(Faults::None, false).await;
    let truth = practice.truth();
    for cone in CONES {
        let (ra, dec, radius) = cone;
        let record = run(search(&practice, around(cone))).await;
        let found = addresses(&record);
        assert_eq!(found.len(), record.found().len(), "{cone:?}: each once");
        let inside = those(
            &truth,
            |holding| !holding.needs_login,
            |dataset| distance(dataset, ra, dec) < radius - 1e-6,
        );
        let missing: Vec<_> = inside.difference(&found).collect();
        assert!(missing.is_empty(), "{cone:?}: {missing:?}");
        let far = those(
            &truth,
            |_| true,
            |dataset| radius + dataset.fov / 2.0 + 1e-3 < distance(dataset, ra, dec),
        );
        let wrong: Vec<_> = far.intersection(&found).collect();
        assert!(wrong.is_empty(), "{cone:?}: {wrong:?}");
        assert!(!inside.is_empty(), "{cone:?} looks where something is");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_inclusive_everything_found_is_known_to_match() {
    let practice = practice_vo(Faults::None, false).await;
    let truth = practice.truth();
    let strict = run(search(&practice, Question::example())).await;
    let question = Question {
        inclusive: true,
        ..Question::example()
    };
    let inclusive = run(search(&practice, question)).await;
    assert!(addresses(&strict).is_subset(&addresses(&inclusive)));
    assert!(!strict.found().is_empty(), "the example finds something");
    for dataset in strict.found().iter() {
        for column in [
            ObsColumn::MatchSpace,
            ObsColumn::MatchSpectrum,
            ObsColumn::MatchTime,
        ] {
            assert_eq!(dataset.text(column), Some("yes"));
        }
    }
    // 2 nm, and the days of 1995: MJD 49718 to 50083.
    let is_right = |dataset: &Dataset| {
        let band = dataset
            .spectrum
            .is_some_and(|(lo, hi)| lo <= 2.001e-9 && 1.999e-9 <= hi);
        let time = dataset
            .time
            .is_some_and(|(lo, hi)| lo <= 50083.0 && 49718.0 <= hi);
        band && time && dataset.kind.is_image()
    };
    let right = those(&truth, |_| true, is_right);
    let wrong: Vec<_> = addresses(&strict).difference(&right).cloned().collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faulty_services_cost_themselves_and_nothing_else() {
    let practice = practice_vo(Faults::Some, false).await;
    let truth = practice.truth();
    let cone = CONES[0];
    let (ra, dec, radius) = cone;
    let mut search = search(&practice, around(cone));
    // Long enough for a busy machine's databases, and short enough to wait for those that hang.
    search.settings.silence = Duration::from_secs(6);
    search.settings.answer = Duration::from_secs(12);
    let record = run(search).await;
    let found = addresses(&record);
    let safe = those(
        &truth,
        |holding| !holding.needs_login && holding.fault.is_none(),
        |dataset| distance(dataset, ra, dec) < radius - 1e-6,
    );
    let missing: Vec<_> = safe.difference(&found).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(0 < record.counts().failed, "faults were on");
    for state in record.services() {
        if let Place::Done(report) = &state.place
            && report.outcome == Outcome::Failed
        {
            assert!(!report.message.is_empty(), "{}", state.service.title);
            assert!(report.details.contains("http://127."), "{}", report.details);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_told_adds_up() {
    let practice = practice_vo(Faults::None, false).await;
    let record = run(search(&practice, around(CONES[0]))).await;
    let mut n_new = 0;
    for state in record.services() {
        if let Place::Done(report) = &state.place {
            assert!(report.new <= report.matched && report.matched <= report.received);
            n_new += report.new;
        }
    }
    assert_eq!(n_new, record.found().len() as u64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_over_the_practice_vo_stops_at_once() {
    let practice = practice_vo(Faults::Some, true).await;
    let mut searching = Searching::start(search(&practice, around(CONES[0])));
    searching
        .until(|happening| matches!(happening, Happening::Rows(..)))
        .await;
    // The databases behind the services keep the processor busy here; `tests/stop.rs` holds Stop to 100 ms.
    let n_found = searching.check_stop(Duration::from_secs(1)).await;
    assert!(0 < n_found, "what was found stays");
    assert!(searching.record().counts().to_string().starts_with("0 / "));
}
