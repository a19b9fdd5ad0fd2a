//! Datasets that services tell one after another.

use super::*;
use crate::{
    discovery::plan::{Considered, Fate, Plan},
    domain::{dataset::DatasetsBuilder, ivoid::Ivoid, service::Service},
};
use std::sync::Arc;

fn source(protocol: Protocol) -> Source {
    Source {
        nr: ServiceNr(3),
        protocol,
        answer: 1,
    }
}

/// A service of SIA1 at these addresses.
fn considered(first: &str, others: &[&str]) -> Considered {
    Considered {
        service: Service {
            ivoid: Ivoid::new("ivo://x/one"),
            title: String::new(),
            protocol: Protocol::Sia1,
            access_url: first.to_owned(),
        },
        alternates: others.iter().map(|url| (*url).to_owned()).collect(),
        fate: Fate::ToAsk,
        stands_for: Vec::new(),
    }
}

/// Datasets by access URL and publisher's identifier, empty for none.
fn datasets(of: &[(&str, &str)]) -> Datasets {
    let mut builder = DatasetsBuilder::new();
    for (url, did) in of {
        builder.set_text(ObsColumn::AccessUrl, url);
        builder.set_text(ObsColumn::ObsPublisherDid, did);
        builder.finish_row();
    }
    builder.finish()
}

#[test]
fn the_same_address_or_the_same_identifier_is_the_same_dataset() {
    let mut repeats = Repeats::default();
    let first = repeats.sort(
        source(Protocol::Sia2),
        &datasets(&[
            ("http://a/1", "ivo://a?1"),
            ("http://a/2", ""),
            ("", "ivo://a?3"),
        ]),
    );
    assert_eq!(first.new, [true, true, true]);
    let again = repeats.sort(
        source(Protocol::Sia2),
        &datasets(&[
            ("http://a/1", ""),
            ("http://mirror/1", "ivo://a?1"),
            ("http://a/2", "ivo://a?2"),
            ("http://a/4", "ivo://a?4"),
        ]),
    );
    assert_eq!(again.new, [false, false, false, true]);
    assert_eq!(again.places, [0; 0], "none is from a more capable service");
}

#[test]
fn by_http_and_by_https_it_is_the_same_dataset() {
    let mut repeats = Repeats::default();
    repeats.sort(source(Protocol::Sia1), &datasets_of_one("http://a/f?x=1"));
    let mut is_new = |url: &str| {
        let sorted = repeats.sort(source(Protocol::Sia1), &datasets_of_one(url));
        sorted.new == [true]
    };
    assert!(!is_new("https://a/f?x=1"));
    assert!(!is_new("https://A:443/f?x=1"));
    assert!(is_new("https://a:80/f?x=1"), "another port");
    assert!(is_new("https://a/F?x=1"), "another path");
}

#[test]
fn what_another_address_of_a_service_tells_again_is_a_repetition() {
    let homes = || {
        Homes::of(&Plan {
            considered: vec![considered("http://a/sia", &["http://b:8080/sia"])],
        })
    };
    let mut builder = DatasetsBuilder::new();
    for (url, ivoid) in [
        ("http://a/1", "ivo://x/one"),
        ("http://b:8080/1", "ivo://x/one"),
        ("https://b:8080/2", "ivo://x/one"),
        ("http://a/2", "ivo://x/one"),
        ("http://b:8080/2", "ivo://x/other"),
        ("http://a/3", "ivo://x/one"),
        ("http://b:8080/3", "ivo://x/other"),
    ] {
        builder.set_text(ObsColumn::AccessUrl, url);
        builder.set_text(ObsColumn::OriginService, ivoid);
        builder.set_text(ObsColumn::Protocol, "SIA1");
        builder.finish_row();
    }
    let told = builder.finish();
    let mut repeats = Repeats::new(homes());
    let sorted = repeats.sort(source(Protocol::Sia1), &told);
    let new = [true, false, true, false, false, true, true];
    assert_eq!(
        sorted.new, new,
        "another service is another's twin only to the letter"
    );
    let mut found = Found::default();
    found.push(Arc::new(told.select(&new)));
    let mut next = Repeats::of(&found, homes());
    let again = next.sort(source(Protocol::Sia1), &told);
    assert_eq!(again.new, [false; 7], "in the next round too");
}

#[test]
fn an_address_is_never_taken_for_an_identifier() {
    let mut repeats = Repeats::default();
    repeats.sort(source(Protocol::Sia2), &datasets(&[("ivo://a?1", "")]));
    let other = repeats.sort(source(Protocol::Sia2), &datasets(&[("", "ivo://a?1")]));
    assert_eq!(other.new, [true]);
}

#[test]
fn what_has_neither_is_never_a_repetition() {
    let mut repeats = Repeats::default();
    let nameless = repeats.sort(source(Protocol::Sia1), &datasets(&[("", ""), ("", "")]));
    assert_eq!(nameless.new, [true, true]);
}

#[test]
fn what_has_neither_is_a_repetition_when_the_service_is_asked_again() {
    let mut repeats = Repeats::default();
    let first = source(Protocol::Sia1);
    let again = Source { answer: 2, ..first };
    repeats.sort(first, &datasets(&[("", "")]));
    // Its second answer comes in two chunks, and holds one that is alike besides.
    let told = [&[("", "")][..], &[("", ""), ("", "")]]
        .map(|rows| repeats.sort(again, &datasets(rows)).new);
    assert_eq!(told, [vec![false], vec![true, true]]);
}

#[test]
fn what_an_earlier_round_found_is_known_in_the_next() {
    let mut found = Found::default();
    let mut builder = DatasetsBuilder::new();
    for (url, protocol) in [
        ("http://a/1", "SIA1"),
        ("", "SIA1"),
        ("http://a/2", "ObsCore"),
    ] {
        builder.set_text(ObsColumn::AccessUrl, url);
        builder.set_text(ObsColumn::Protocol, protocol);
        builder.finish_row();
    }
    let datasets = Arc::new(builder.finish());
    found.push(Arc::clone(&datasets));
    let mut repeats = Repeats::of(&found, Homes::default());
    let again = repeats.sort(source(Protocol::Sia1), &datasets);
    assert_eq!(again.new, [false, false, false], "the nameless one too");
    assert_eq!(again.places, [0; 0], "none is better");
    let better = repeats.sort(source(Protocol::Sia2), &datasets_of_one("http://a/1"));
    assert_eq!(better.places, [0], "SIA2 tells more than SIA1");
    let more = repeats.sort(source(Protocol::ObsCore), &datasets_of_one("http://a/3"));
    assert_eq!(more.new, [true]);
    let better = repeats.sort(source(Protocol::ObsCore), &datasets_of_one("http://a/3"));
    assert_eq!(
        better.places, [0; 0],
        "the fourth row, from as capable a service"
    );
}

fn datasets_of_one(url: &str) -> Datasets {
    datasets(&[(url, "")])
}

#[test]
fn a_more_capable_service_takes_the_place_of_a_lesser_one_once() {
    let mut repeats = Repeats::default();
    repeats.sort(
        source(Protocol::Sia1),
        &datasets(&[("http://a/1", ""), ("http://a/2", "")]),
    );
    let better = repeats.sort(
        source(Protocol::ObsCore),
        &datasets(&[("http://a/3", ""), ("http://a/2", ""), ("http://a/2", "")]),
    );
    assert_eq!(better.new, [true, false, false]);
    assert_eq!(better.better, [false, true, false]);
    assert_eq!(better.places, [1]);
    let lesser = repeats.sort(source(Protocol::Ssap), &datasets(&[("http://a/2", "")]));
    assert_eq!((lesser.new, lesser.better), (vec![false], vec![false]));
}

#[test]
fn a_better_dataset_under_two_addresses_takes_the_place_once() {
    let mut repeats = Repeats::default();
    let told = datasets(&[("http://a/1", "ivo://a?1"), ("http://a/2", "ivo://a?2")]);
    repeats.sort(source(Protocol::Sia2), &told);
    // The first is known by its identifier only, and after it the second by an address that SIA2 told.
    let better = repeats.sort(
        source(Protocol::ObsCore),
        &datasets(&[("http://b/1", "ivo://a?1"), ("http://a/1", "ivo://a?1")]),
    );
    assert_eq!(better.new, [false, false]);
    assert_eq!(better.better, [true, false]);
    assert_eq!(better.places, [0]);
}
