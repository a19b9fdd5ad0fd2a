//! Every service and the registry against what really exists.

use crate::{client, expected::expected, practice_vo, rows};
use std::{collections::BTreeSet, ops::ControlFlow};
use vodiscover::{
    domain::{
        constraints::{Constraints, Question},
        dataset::Dataset,
        ivoid::Ivoid,
        matching::Judge,
        obscore::ObsColumn,
        service::{Protocol, Service},
    },
    http::Client,
    practice::{self, Footprint, Holding},
    protocol::{self, AnswerLimits, regtap},
};

fn question(space: &str, spectrum: &str, time: &str, inclusive: bool) -> Constraints {
    let question = Question {
        space: space.to_owned(),
        spectrum: spectrum.to_owned(),
        time: time.to_owned(),
        product: "both".parse().unwrap(),
        inclusive,
        resolved: None,
        services: Vec::new(),
    };
    question.parse().unwrap()
}

/// The access URLs that it gives, after they were judged here; in the first way of asking that it does not refuse.
async fn given(client: &Client, holding: &Holding, constraints: &Constraints) -> BTreeSet<String> {
    let service = Service {
        ivoid: Ivoid::new(&holding.ivoids[0]),
        title: String::new(),
        protocol: holding.protocol,
        access_url: holding.access_url.clone(),
    };
    let mut refusals = Vec::new();
    for rung in protocol::requests(&service, constraints, 50_000) {
        let (service, judge) = (service.clone(), Judge::new(constraints));
        let inclusive = constraints.inclusive;
        let read = move |body: vodiscover::http::Body| {
            let mut found = BTreeSet::new();
            let limits = AnswerLimits::default();
            let end = protocol::read_answer(&service, body, &limits, &mut |datasets| {
                let kept = |it: &Dataset<'_>| judge.judge(*it).keeps(inclusive);
                for dataset in datasets.iter().filter(kept) {
                    found.insert(dataset.text(ObsColumn::AccessUrl).unwrap().to_owned());
                }
                ControlFlow::Continue(())
            });
            end.map(|_| found)
        };
        match client.read(&rung.request, read).await.unwrap().read {
            Ok(found) => return found,
            Err(refusal) => refusals.push(refusal.to_string()),
        }
    }
    panic!("{} refuses: {refusals:?}", holding.access_url);
}

#[tokio::test]
async fn every_service_gives_exactly_what_matches() {
    let practice = practice_vo().await;
    let truth = practice.truth();
    let client = client();
    let mut n_found = 0;
    for (space, spectrum, time, inclusive) in [
        ("274.6880, -13.7920 1", "2", "1995-01-01 1995-12-31", false),
        ("274.6880, -13.7920 1", "2", "1995-01-01 1995-12-31", true),
        ("0.0, 0.0 3", "", "", false),
        ("120, 90 1.5", "400 700", "", false),
        ("33, -89.7 2", "", "2010 2020", true),
        ("POLYGON 80 -72 82 -72 83 -67 79 -67", "", "", false),
        ("266.4, -29 0.3", "21 cm", "", true),
    ] {
        let constraints = question(space, spectrum, time, inclusive);
        for holding in truth.holdings.iter().filter(|holding| !holding.needs_login) {
            let found = given(&client, holding, &constraints).await;
            let wanted = expected(&truth, holding, &constraints);
            assert_eq!(
                found, wanted,
                "{} for {space} {spectrum} {time} {inclusive}",
                holding.access_url
            );
            n_found += found.len();
        }
    }
    assert!(
        n_found > 500,
        "{n_found} datasets are not enough to prove anything"
    );
}

#[tokio::test]
async fn the_example_finds_x_ray_images_of_1995_in_several_services() {
    let practice = practice_vo().await;
    let truth = practice.truth();
    let constraints = Question::example().parse().unwrap();
    let with_some = truth
        .holdings
        .iter()
        .filter(|holding| !expected(&truth, holding, &constraints).is_empty())
        .count();
    assert!(with_some >= 5, "{with_some} services");
}

/// The addresses that the registry names for the example's question, and those that want a log-in.
async fn named(registry: &str, inclusive: bool) -> (BTreeSet<String>, BTreeSet<String>) {
    let asked = Constraints {
        inclusive,
        ..Question::example().parse().unwrap()
    };
    let request = regtap::candidates(&asked, regtap::RegistryFeatures::ALL, registry);
    let answered = client()
        .read(&request, regtap::read_candidates)
        .await
        .unwrap();
    let candidates = answered.read.unwrap().entries;
    let with = |login: bool| {
        let chosen = candidates.iter().filter(|it| it.needs_login == login);
        chosen.map(|it| it.access_url.clone()).collect()
    };
    (with(false), with(true))
}

#[tokio::test]
async fn the_registry_names_every_service_that_declares_matching_data() {
    let practice = practice_vo().await;
    let truth = practice.truth();
    let example: Constraints = Question::example().parse().unwrap();
    for inclusive in [false, true] {
        let (named, with_login) = named(&practice.registry_url(), inclusive).await;
        for holding in truth
            .holdings
            .iter()
            .filter(|it| it.protocol != Protocol::Ssap)
        {
            let url = &holding.access_url;
            let holds = !expected(&truth, holding, &example).is_empty();
            if holds && holding.declares.contains(&(true, true, true)) {
                let listed = if holding.needs_login {
                    &with_login
                } else {
                    &named
                };
                assert!(
                    listed.contains(url),
                    "{url} holds matching data and says so"
                );
            }
            if holding
                .declares
                .iter()
                .all(|it| *it == (false, false, false))
            {
                assert_eq!(named.contains(url), inclusive, "{url} says nothing");
            }
        }
    }
}

#[tokio::test]
async fn the_registry_tells_which_services_are_served_by_others() {
    let practice = practice_vo().await;
    let request = regtap::relationships(&practice.registry_url());
    let answered = client()
        .read(&request, regtap::read_relationships)
        .await
        .unwrap();
    let served = answered.read.unwrap().entries;
    assert!(served.len() >= 10, "{served:?}");
}

#[tokio::test]
async fn geometry_in_adql_agrees_with_the_truth() {
    let practice = practice_vo().await;
    let truth = practice.truth();
    let holding = truth
        .holdings
        .iter()
        .find(|it| it.access_url.contains("127.0.0.5") || it.protocol == Protocol::ObsCore);
    let holding = holding.unwrap();
    for (ra, dec, radius) in [
        (274.688, -13.792, 1.0),
        (0.0, 0.0, 4.0),
        (10.0, 89.0, 3.0),
        (180.0, -88.0, 4.0),
    ] {
        let query = format!(
            "SELECT access_url FROM ivoa.obscore WHERE 1 = CONTAINS(POINT('ICRS', s_ra, s_dec), CIRCLE('ICRS', {ra}, {dec}, {radius}))"
        );
        let found: BTreeSet<String> = rows(&holding.access_url, &query)
            .await
            .into_iter()
            .collect();
        let near = |nr: &&usize| separation(&truth.datasets[**nr], ra, dec) <= radius;
        let wanted: BTreeSet<String> = holding
            .datasets
            .iter()
            .filter(near)
            .map(|nr| truth.access_urls[*nr].clone())
            .collect();
        assert_eq!(found, wanted, "{query}");
        let query = format!(
            "SELECT access_url FROM ivoa.obscore WHERE INTERSECTS(s_region, CIRCLE({ra}, {dec}, {radius})) = 1"
        );
        let found: BTreeSet<String> = rows(&holding.access_url, &query)
            .await
            .into_iter()
            .collect();
        let touches = |nr: &&usize| touches(&truth.datasets[**nr], ra, dec, radius);
        let wanted: BTreeSet<String> = holding
            .datasets
            .iter()
            .filter(touches)
            .map(|nr| truth.access_urls[*nr].clone())
            .collect();
        assert_eq!(found, wanted, "{query}");
    }
}

/// The angle between a dataset's centre and a position in degrees, by the haversine formula.
fn separation(dataset: &practice::Dataset, ra: f64, dec: f64) -> f64 {
    haversine((dataset.ra, dataset.dec), (ra, dec))
}

fn haversine(one: (f64, f64), other: (f64, f64)) -> f64 {
    let half = |difference: f64| (difference.to_radians() / 2.0).sin().powi(2);
    let cosines = one.1.to_radians().cos() * other.1.to_radians().cos();
    let haversine = half(one.1 - other.1) + cosines * half(one.0 - other.0);
    2.0 * haversine.sqrt().min(1.0).asin().to_degrees()
}

/// Whether a footprint and a cone meet, by brute force: a square is followed along its sides in small steps.
fn touches(dataset: &practice::Dataset, ra: f64, dec: f64, radius: f64) -> bool {
    match &dataset.footprint {
        None => false,
        Some(Footprint::Disc(own)) => separation(dataset, ra, dec) <= radius + own,
        Some(Footprint::Polygon(corners)) => {
            let vector = |(ra, dec): (f64, f64)| {
                let (ra, dec) = (ra.to_radians(), dec.to_radians());
                [dec.cos() * ra.cos(), dec.cos() * ra.sin(), dec.sin()]
            };
            let apart = separation(dataset, ra, dec);
            if apart > radius + dataset.fov {
                return false;
            }
            let sides = corners.iter().zip(corners.iter().cycle().skip(1));
            apart <= radius
                || sides.into_iter().any(|(from, to)| {
                    let (from, to) = (vector(*from), vector(*to));
                    (0..=2000).any(|step| {
                        let share = f64::from(step) / 2000.0;
                        let [x, y, z] =
                            [0, 1, 2].map(|axis| from[axis] * (1.0 - share) + to[axis] * share);
                        let at = (y.atan2(x).to_degrees(), z.atan2(x.hypot(y)).to_degrees());
                        haversine(at, (ra, dec)) <= radius
                    })
                })
        }
    }
}
