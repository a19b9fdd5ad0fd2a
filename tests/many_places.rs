//! One search at many positions: all that searches at each of them find, and how many requests that takes.

#![cfg(test)]

#[path = "support/answers.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod answers;
#[path = "support/one_service.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod one_service;
#[path = "support/reports.rs"]
mod reports;
#[path = "support/searching.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod searching;
#[path = "support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;

use answers::{TAIL, images_head};
use one_service::{FIRST, addresses, report, searched, well};
use reports::reports;
use searching::Searching;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};
use vodiscover::{
    discovery::{
        Search,
        event::{Ending, Outcome},
        record::Record,
    },
    domain::{
        constraints::{Product, Question},
        ivoid::Ivoid,
        service::Protocol,
    },
    http::Settings,
    practice::{Faults, Options, PracticeVo, Truth},
};
use wire::{Heard, Manner, Wire};

/// How many positions a proposal has.
const N_POSITIONS: usize = 30;

/// The centres of some datasets that services of each protocol hold, to find something; of each fifth, a place where there
/// may be nothing.
fn positions(truth: &Truth) -> Vec<(f64, f64)> {
    let protocols = [
        Protocol::Sia1,
        Protocol::Sia2,
        Protocol::Ssap,
        Protocol::ObsCore,
    ];
    let held = protocols.map(|protocol| {
        let holdings = truth.holdings.iter();
        let of_protocol = holdings.filter(move |it| it.protocol == protocol && !it.needs_login);
        let all: Vec<usize> = of_protocol
            .flat_map(|it| it.datasets.iter().copied())
            .collect();
        all
    });
    let pick = |nr: usize| {
        let held = &held[nr % protocols.len()];
        let dataset = &truth.datasets[held[nr * held.len() / N_POSITIONS]];
        let off = if nr % 5 == 4 { 7.0 } else { 0.01 };
        // Four decimals, so that what is typed is what is meant.
        let round = |degrees: f64| (degrees * 1e4).round() / 1e4;
        let dec = (dataset.dec + off).clamp(-90.0, 90.0);
        (round(dataset.ra), round(dec))
    };
    (0..N_POSITIONS).map(pick).collect()
}

fn at_all(positions: &[(f64, f64)], radius: &str) -> String {
    let typed: Vec<String> = positions
        .iter()
        .map(|(ra, dec)| format!("{ra} {dec}"))
        .collect();
    format!("within {radius} of \"targets\": {}", typed.join("; "))
}

async fn run(practice: &PracticeVo, question: Question) -> Record {
    let mut searching = Searching::start(Search {
        constraints: question.parse().unwrap(),
        question,
        registry: practice.registry_url(),
        fallbacks: Vec::new(),
        settings: Settings::default(),
    });
    let ending = searching.end().await;
    assert!(
        matches!(ending, Ending::Complete | Ending::NothingToAsk),
        "{ending:?}"
    );
    searching.record().clone()
}

fn found(record: &Record) -> BTreeSet<String> {
    addresses(record).into_iter().map(str::to_owned).collect()
}

/// How many requests each service that was asked took, by protocol.
fn requests(record: &Record) -> BTreeMap<Protocol, Vec<usize>> {
    let mut requests: BTreeMap<Protocol, Vec<usize>> = BTreeMap::new();
    for (service, report) in reports(record) {
        assert!(
            matches!(report.outcome, Outcome::Ok | Outcome::Empty),
            "{}: {}",
            service.ivoid,
            report.message
        );
        let of_protocol = requests.entry(service.protocol).or_default();
        of_protocol.push(report.attempts.len());
    }
    requests
}

/// Asks for each position, and for all at once, and gives the record of the latter.
async fn check(practice: &PracticeVo, asked: &Question, radius: &str) -> Record {
    let positions = positions(&practice.truth());
    let ask = |space: String| Question {
        space,
        ..asked.clone()
    };
    let mut expected = BTreeSet::new();
    for (ra, dec) in &positions {
        let one = run(practice, ask(format!("{ra} {dec} {radius}"))).await;
        expected.extend(found(&one));
    }
    assert!(
        expected.len() > N_POSITIONS / 2,
        "{} datasets",
        expected.len()
    );
    let all = run(practice, ask(at_all(&positions, radius))).await;
    let together = found(&all);
    assert_eq!(together, expected, "{radius}");
    assert_eq!(all.found().len(), together.len(), "each once");
    all
}

async fn practice_vo() -> PracticeVo {
    let options = Options {
        port: None,
        faults: Faults::None,
        latency: false,
    };
    PracticeVo::start(options).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_at_thirty_positions_finds_what_thirty_searches_find() {
    let practice = practice_vo().await;
    let asked = Question {
        product: Product::Both,
        ..Question::default()
    };
    let all = check(&practice, &asked, "5'").await;
    // Most ObsCore services take two queries. Two refuse OR, and then each simple query but the last, twice.
    let requests = requests(&all);
    let of = |protocol| {
        let mut numbers = requests[&protocol].clone();
        numbers.sort_unstable();
        numbers
    };
    let obscore = of(Protocol::ObsCore);
    assert_eq!(obscore[obscore.len() / 2], 2, "{requests:?}");
    assert!(obscore.last() < Some(&(2 * N_POSITIONS)), "{requests:?}");
    // SIA2 takes one for all, and one more for each where nothing shows that it looked at all.
    let sia2 = of(Protocol::Sia2);
    assert_eq!(sia2[sia2.len() / 2], 1, "{requests:?}");
    assert!(sia2.last() <= Some(&(N_POSITIONS + 1)), "{requests:?}");
    for protocol in [Protocol::Sia1, Protocol::Ssap] {
        assert!(of(protocol).last() <= Some(&N_POSITIONS), "{requests:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_of_each_protocol_find_the_same_at_all_positions_as_at_each() {
    let practice = practice_vo().await;
    let truth = practice.truth();
    for protocol in [
        Protocol::Sia1,
        Protocol::Sia2,
        Protocol::Ssap,
        Protocol::ObsCore,
    ] {
        let holdings = truth.holdings.iter();
        let of_protocol = holdings.filter(|it| it.protocol == protocol && !it.needs_login);
        let asked = Question {
            spectrum: "100 2000".to_owned(),
            time: "1980 2024".to_owned(),
            product: Product::Both,
            inclusive: true,
            services: of_protocol
                .flat_map(|it| &it.ivoids)
                .map(|it| Ivoid::new(it))
                .collect(),
            ..Question::default()
        };
        let all = check(&practice, &asked, "1 deg").await;
        let n_services = requests(&all)[&protocol].len();
        assert!(n_services > 1, "{n_services} services of {protocol}");
    }
}

/// The values of POS in the line of a request, as RA and radius.
fn asked(heard: &Heard) -> Vec<(f64, f64)> {
    let values = heard.line.split("POS=CIRCLE%20").skip(1);
    let numbers = |value: &str| -> Vec<f64> {
        let value = value.split(['&', ' ']).next().unwrap_or_default();
        value
            .split("%20")
            .filter_map(|it| it.parse().ok())
            .collect()
    };
    values.map(numbers).map(|it| (it[0], it[2])).collect()
}

/// A service with an image at each degree of RA below 10, at Dec 0. Of a request it regards the first so many POS.
async fn ten_images(regarded: usize) -> Wire {
    Wire::start(move |heard| {
        let mut body = String::from_utf8(images_head()).unwrap();
        let places: Vec<_> = asked(heard).into_iter().take(regarded).collect();
        for ra in (0..10).map(f64::from) {
            if places.iter().any(|(at, radius)| (at - ra).abs() <= *radius) {
                let row = format!("<TR><TD>image</TD><TD>http://a.example/{ra}</TD><TD/><TD>{ra}</TD><TD>0</TD><TD>0.001</TD></TR>");
                write!(body, "{row}").unwrap();
            }
        }
        well((body + TAIL).into_bytes())
    })
    .await
    .unwrap()
}

fn at_these(ras: &[i32]) -> impl Fn(&mut Search) {
    let typed: Vec<String> = ras.iter().map(|ra| format!("{ra} 0")).collect();
    let space = format!("within 6' of {}", typed.join("; "));
    move |search| {
        search.question.space.clone_from(&space);
        search.constraints = search.question.parse().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_looks_at_several_places_is_asked_once_and_another_for_each() {
    let five = [0, 2, 4, 6, 20];
    let expected = BTreeSet::from([0, 2, 4, 6].map(|ra| format!("http://a.example/{ra}")));
    for (regarded, n_requests) in [(usize::MAX, 1), (1, 6)] {
        let service = ten_images(regarded).await;
        let searching = searched(&service, at_these(&five)).await;
        let record = searching.record();
        assert_eq!(found(record), expected, "{regarded} places regarded");
        assert_eq!(record.found().len(), 4);
        let report = report(record, FIRST);
        assert_eq!(
            (report.outcome, report.attempts.len()),
            (Outcome::Ok, n_requests)
        );
        assert_eq!(service.most_under_way(), 1, "one after another");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_refuses_several_places_is_asked_for_each_and_one_failure_is_told() {
    let service = Wire::start(|heard| {
        let places = asked(heard);
        match places.as_slice() {
            [(ra, _)] if *ra < 3.0 => well(answers::images(&[&format!("http://a.example/{ra}")])),
            [_] => Manner::Answer("500 Internal Server Error", b"out of order".to_vec()),
            _ => Manner::Answer("400 Bad Request", b"UsageFault: one POS only".to_vec()),
        }
    })
    .await
    .unwrap();
    let searching = searched(&service, at_these(&[1, 2, 7])).await;
    let report = report(searching.record(), FIRST);
    assert_eq!(report.outcome, Outcome::Failed);
    assert!(
        report.message.starts_with("1 part of 3 did not come: "),
        "{}",
        report.message
    );
    assert_eq!(report.attempts.len(), 4);
}
