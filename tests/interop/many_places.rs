//! One search at many positions of DaCHS finds what a search at each of them finds.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use tokio::runtime::Runtime;
use vodiscover::{
    discovery::{event::Outcome, record::Record},
    domain::{
        constraints::{Product, Question},
        ivoid::Ivoid,
        service::Protocol,
    },
    http::Settings,
};

use crate::random_questions::{addresses, ask};
use crate::reports::reports;
use crate::support::need_variable;

/// How many positions are asked for.
const N_POSITIONS: usize = 30;

/// How many positions services of each protocol by itself are asked for: each search takes DaCHS a second.
const N_OF_EACH: usize = 10;

/// The centres of some datasets, and each fifth time a place three degrees from one.
fn positions(truth: &Path) -> Vec<String> {
    let text = fs::read_to_string(truth.join("datasets.jsonl")).unwrap();
    let datasets = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let number = |dataset: &Value, name: &str| dataset[name].as_f64();
    let centres: Vec<(f64, f64)> = datasets
        .filter_map(|it| Some((number(&it, "s_ra")?, number(&it, "s_dec")?)))
        .collect();
    let place = |nr: usize| {
        let (ra, dec) = centres[nr * centres.len() / N_POSITIONS];
        let off = if nr % 5 == 4 { 3.0 } else { 0.02 };
        format!("{ra:.4} {:.4}", (dec + off).min(90.0))
    };
    (0..N_POSITIONS).map(place).collect()
}

/// The services that answered well: protocol, and how many requests each took. Some of the registry fail on purpose.
fn requests(record: &Record) -> Vec<(Protocol, Ivoid, usize)> {
    let well = reports(record)
        .into_iter()
        .filter(|(_, report)| matches!(report.outcome, Outcome::Ok | Outcome::Empty));
    well.map(|(service, report)| {
        let n_requests = report.attempts.len();
        (service.protocol, service.ivoid.clone(), n_requests)
    })
    .collect()
}

/// How many requests a service takes for some positions, if it looks at several where its protocol says so.
fn most_requests(protocol: Protocol) -> usize {
    match protocol {
        Protocol::Sia2 | Protocol::ObsCore => 1,
        Protocol::Sia1 | Protocol::Ssap => N_OF_EACH,
    }
}

#[test]
fn a_search_at_thirty_positions_finds_what_thirty_searches_find_in_dachs() {
    let dachs = need_variable("VODISCOVER_DACHS", "DaCHS");
    let truth = need_variable("VODISCOVER_DACHS_TRUTH", "DaCHS");
    let (Some(dachs), Some(truth)) = (dachs, truth) else {
        return;
    };
    let runtime = Runtime::new().unwrap();
    let positions = positions(Path::new(&truth));
    let registry = format!("{dachs}/tap");
    let search = |space: String, services: &[Ivoid]| {
        let question = Question {
            space,
            product: Product::Both,
            services: services.to_vec(),
            ..Question::default()
        };
        ask(&runtime, &registry, &Settings::default(), &question)
    };
    let check = |services: &[Ivoid], positions: &[String]| {
        let mut expected = BTreeSet::new();
        let mut asked = BTreeSet::new();
        for place in positions {
            let one = search(format!("{place} 5'"), services);
            expected.extend(addresses(&one));
            asked.extend(
                requests(&one)
                    .into_iter()
                    .map(|(protocol, ivoid, _)| (protocol, ivoid)),
            );
        }
        let all = search(format!("within 5' of {}", positions.join("; ")), services);
        let found = addresses(&all);
        let missed: Vec<_> = expected.difference(&found).collect();
        assert!(missed.is_empty(), "{services:?}: {missed:?}");
        // One that the registry names for one position may have something at another, where it does not declare it.
        if !services.is_empty() {
            assert_eq!(found, expected, "{services:?}");
        }
        let requests = requests(&all);
        // The registry names them all; one may be left out in favour of another that was named for another position.
        let considered = all.plan().unwrap().considered.iter();
        let named: BTreeSet<_> = considered
            .map(|it| (it.service.protocol, it.service.ivoid.clone()))
            .collect();
        assert!(asked.is_subset(&named), "{asked:?}, but now {named:?}");
        (expected, requests)
    };
    let (found, _) = check(&[], &positions);
    assert!(found.len() > N_POSITIONS / 2, "{} datasets", found.len());
    // Each protocol by itself: else most is told by ObsCore.
    let everything = search("within 180 deg of 0 0".to_owned(), &[]);
    let considered = &everything.plan().unwrap().considered;
    for protocol in [Protocol::Sia1, Protocol::Sia2, Protocol::Ssap] {
        let services = considered.iter().map(|it| &it.service);
        let of_protocol = services.filter(|it| it.protocol == protocol);
        let ivoids: Vec<Ivoid> = of_protocol.map(|it| it.ivoid.clone()).collect();
        assert!(!ivoids.is_empty(), "DaCHS has {protocol}");
        let (_, requests) = check(&ivoids, &positions[..N_OF_EACH]);
        let most = most_requests(protocol);
        let mut of_protocol = requests.iter().filter(|(it, ..)| *it == protocol);
        assert!(of_protocol.any(|(.., n)| *n <= most), "{requests:?}");
    }
}
