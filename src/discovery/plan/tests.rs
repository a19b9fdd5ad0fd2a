//! A test for each way in which a service is left out, and for those in which it must not be.

use super::*;
use crate::{
    domain::{
        angle::Position,
        constraints::Product,
        ivoid::Ivoid,
        region::{Cone, Region},
        service::Protocol,
    },
    protocol::regtap::Registration,
};

fn constraints(product: Product) -> Constraints {
    let centre = Position::new(10.0, 20.0).unwrap();
    Constraints {
        space: Cone::new(centre, 1.0).map(Region::Cone),
        spectrum: None,
        time: None,
        product,
        inclusive: false,
    }
}

fn candidate(ivoid: &str, protocol: Protocol) -> Candidate {
    let standard_id = match protocol {
        Sia1 => "ivo://ivoa.net/std/sia",
        Ssap => "ivo://ivoa.net/std/ssa",
        Sia2 => "ivo://ivoa.net/std/sia#query-2.0",
        ObsCore => "ivo://ivoa.net/std/tap",
    };
    let registration = if protocol == ObsCore {
        Registration::OldObsCore
    } else {
        Registration::Plain
    };
    Candidate {
        ivoid: Ivoid::new(&format!("ivo://{ivoid}")),
        title: ivoid.to_owned(),
        res_type: "vs:catalogservice".to_owned(),
        cap_index: 1,
        standard_id: standard_id.to_owned(),
        protocol,
        registration,
        access_url: format!("http://example.org/{ivoid}/{protocol}"),
        alternates: Vec::new(),
        needs_login: false,
        undeclared: Vec::new(),
    }
}

fn table(ivoid: &str, access_url: &str) -> Candidate {
    Candidate {
        res_type: "vs:catalogresource".to_owned(),
        standard_id: "ivo://ivoa.net/std/tap#aux".to_owned(),
        registration: Registration::NewObsCore,
        access_url: access_url.to_owned(),
        ..candidate(ivoid, ObsCore)
    }
}

fn served(pairs: &[(&str, &str)]) -> Vec<ServedBy> {
    let ivoid = |name: &str| Ivoid::new(&format!("ivo://{name}"));
    let pairs = pairs.iter();
    pairs
        .map(|(one, other)| ServedBy {
            ivoid: ivoid(one),
            by: ivoid(other),
        })
        .collect()
}

/// What becomes of each, as "title protocol: asked" or ": why, by title protocol", in the order of the plan.
fn told(candidates: Vec<Candidate>, pairs: &[(&str, &str)], product: Product) -> Vec<String> {
    let plan = plan(candidates, &served(pairs), &constraints(product));
    let name = |service: &Service| format!("{} {}", service.title, service.protocol);
    for (nr, considered) in (0..).map(ServiceNr).zip(&plan.considered) {
        for other in &considered.stands_for {
            let Fate::LeftOut(reason) = &plan.get(*other).unwrap().fate else {
                panic!("{other:?} is asked and stood for");
            };
            assert_eq!(reason.stand_in(), Some(nr));
        }
    }
    let tell = |considered: &Considered| {
        let fate = match &considered.fate {
            Fate::ToAsk => "asked".to_owned(),
            Fate::LeftOut(reason) => {
                let why = format!("{reason:?}");
                let why = why.split([' ', '(']).next().unwrap().to_owned();
                match reason.stand_in() {
                    Some(by) => {
                        let stand_in = plan.get(by).unwrap();
                        assert_eq!(stand_in.fate, Fate::ToAsk);
                        format!("{why} {}", name(&stand_in.service))
                    }
                    None => why,
                }
            }
        };
        format!("{}: {fate}", name(&considered.service))
    };
    plan.considered.iter().map(tell).collect()
}

use Protocol::{ObsCore, Sia1, Sia2, Ssap};

#[test]
fn a_collection_is_asked_through_its_most_capable_door() {
    let all = vec![
        candidate("a", Sia1),
        candidate("a", Sia2),
        candidate("a", ObsCore),
        candidate("b", Sia1),
        candidate("b", Sia2),
    ];
    assert_eq!(
        told(all, &[], Product::Images),
        [
            "a ObsCore: asked",
            "a SIA2: SameCollection a ObsCore",
            "b SIA2: asked",
            "a SIA1: SameCollection a ObsCore",
            "b SIA1: SameCollection b SIA2",
        ]
    );
}

#[test]
fn images_do_not_stand_in_for_spectra_nor_spectra_for_images() {
    let all = vec![
        candidate("a", Sia2),
        candidate("a", Ssap),
        candidate("b", Sia1),
        candidate("b", Ssap),
    ];
    assert_eq!(
        told(all, &[("a", "b"), ("b", "a")], Product::Both),
        [
            "a SIA2: asked",
            "a SSAP: asked",
            "b SSAP: ServedBy a SSAP",
            "b SIA1: ServedBy a SIA2",
        ]
    );
}

#[test]
fn obscore_stands_in_for_spectra_too() {
    let all = vec![candidate("a", Ssap), candidate("a", ObsCore)];
    assert_eq!(
        told(all, &[], Product::Both),
        ["a ObsCore: asked", "a SSAP: SameCollection a ObsCore"]
    );
}

#[test]
fn one_tap_service_registered_twice_is_asked_once_by_its_tables_record() {
    for (old, new) in [
        ("http://x.org/tap", "http://x.org/tap"),
        ("http://x.org/tap", "https://X.org/tap/"),
        ("https://x.org:443/tap/sync", "http://x.org/tap?"),
    ] {
        let tap = Candidate {
            access_url: old.to_owned(),
            ..candidate("tap", ObsCore)
        };
        assert_eq!(
            told(vec![tap, table("obscore", new)], &[], Product::Images),
            [
                "obscore ObsCore: asked",
                "tap ObsCore: SameTap obscore ObsCore"
            ],
            "{old} {new}"
        );
    }
    let other = Candidate {
        access_url: "http://x.org/tap2".to_owned(),
        ..candidate("tap", ObsCore)
    };
    let both = told(
        vec![other, table("obscore", "http://x.org/tap")],
        &[],
        Product::Images,
    );
    assert!(both.iter().all(|line| line.ends_with("asked")), "{both:?}");
}

#[test]
fn an_address_that_many_collections_share_is_asked_once() {
    let auxiliary = |ivoid| Candidate {
        standard_id: "ivo://ivoa.net/std/sia#query-aux-2.0".to_owned(),
        access_url: "http://x.org/sia2".to_owned(),
        ..candidate(ivoid, Sia2)
    };
    assert_eq!(
        told(vec![auxiliary("a"), auxiliary("b")], &[], Product::Images),
        ["a SIA2: asked", "b SIA2: SameAddress a SIA2"]
    );
}

#[test]
fn an_auxiliary_door_is_not_asked_beside_one_of_its_own() {
    let auxiliary = Candidate {
        standard_id: "ivo://ivoa.net/std/sia#query-aux-2.0".to_owned(),
        access_url: "http://x.org/sitewide".to_owned(),
        cap_index: 0,
        ..candidate("a", Sia2)
    };
    assert_eq!(
        told(vec![auxiliary, candidate("a", Sia2)], &[], Product::Images),
        ["a SIA2: SameCollection a SIA2", "a SIA2: asked"]
    );
}

#[test]
fn two_doors_of_the_same_kind_are_both_asked() {
    let second = Candidate {
        cap_index: 2,
        access_url: "http://x.org/other".to_owned(),
        ..candidate("a", Sia1)
    };
    let both = told(vec![candidate("a", Sia1), second], &[], Product::Images);
    assert_eq!(both, ["a SIA1: asked", "a SIA1: asked"]);
}

#[test]
fn what_another_service_serves_is_left_to_it() {
    let all = vec![candidate("part", Sia1), candidate("whole", Sia2)];
    assert_eq!(
        told(all.clone(), &[("part", "whole")], Product::Images),
        ["whole SIA2: asked", "part SIA1: ServedBy whole SIA2"]
    );
    // The service must be among those that are asked.
    assert_eq!(
        told(all.clone(), &[("part", "elsewhere")], Product::Images),
        ["whole SIA2: asked", "part SIA1: asked"]
    );
    // A more capable door is not given up for a lesser one.
    assert_eq!(
        told(all, &[("whole", "part")], Product::Images),
        ["whole SIA2: asked", "part SIA1: asked"]
    );
}

#[test]
fn the_record_of_a_tap_service_means_the_table_that_is_served_by_it() {
    let all = vec![
        candidate("images", Sia2),
        table("obscore", "http://x.org/tap"),
    ];
    assert_eq!(
        told(
            all,
            &[("images", "tap"), ("obscore", "tap")],
            Product::Images
        ),
        [
            "obscore ObsCore: asked",
            "images SIA2: ServedBy obscore ObsCore"
        ]
    );
}

#[test]
fn the_record_of_a_tap_service_registered_the_old_way_means_what_is_asked_in_its_place() {
    let tap = Candidate {
        access_url: "http://x.org/tap".to_owned(),
        ..candidate("tap", ObsCore)
    };
    let all = vec![
        tap,
        candidate("images", Sia1),
        table("obscore", "http://x.org/tap"),
    ];
    assert_eq!(
        told(all, &[("images", "tap")], Product::Images),
        [
            "obscore ObsCore: asked",
            "tap ObsCore: SameTap obscore ObsCore",
            "images SIA1: ServedBy obscore ObsCore",
        ]
    );
}

#[test]
fn a_chain_ends_at_a_service_that_is_asked() {
    let all = vec![
        candidate("a", Sia1),
        candidate("b", Sia2),
        candidate("c", ObsCore),
    ];
    for chain in [
        &[("a", "b"), ("b", "c")][..],
        &[("b", "c"), ("a", "b")],
        &[("a", "x"), ("x", "b"), ("b", "c")],
    ] {
        assert_eq!(
            told(all.clone(), chain, Product::Images),
            [
                "c ObsCore: asked",
                "b SIA2: ServedBy c ObsCore",
                "a SIA1: ServedBy c ObsCore",
            ],
            "{chain:?}"
        );
    }
}

#[test]
fn a_circle_keeps_one_of_its_own() {
    let all = vec![
        candidate("a", Sia2),
        candidate("b", Sia2),
        candidate("c", Sia2),
    ];
    assert_eq!(
        told(all.clone(), &[("a", "b"), ("b", "a")], Product::Images),
        ["a SIA2: asked", "b SIA2: ServedBy a SIA2", "c SIA2: asked"]
    );
    let around = told(
        all.clone(),
        &[("a", "b"), ("b", "c"), ("c", "a")],
        Product::Images,
    );
    assert_eq!(
        around.iter().filter(|line| line.ends_with("asked")).count(),
        1
    );
    let itself = told(all, &[("a", "a")], Product::Images);
    assert!(
        itself.iter().all(|line| line.ends_with("asked")),
        "{itself:?}"
    );
}

#[test]
fn a_service_that_cannot_be_asked_stands_in_for_nobody() {
    let closed = Candidate {
        needs_login: true,
        ..candidate("a", ObsCore)
    };
    let broken = Candidate {
        access_url: "not given".to_owned(),
        ..candidate("a", Sia2)
    };
    assert_eq!(
        told(
            vec![closed, broken, candidate("a", Sia1)],
            &[("a", "a")],
            Product::Images
        ),
        [
            "a ObsCore: NeedsLogin",
            "a SIA2: CannotAsk",
            "a SIA1: asked"
        ]
    );
}

#[test]
fn without_a_region_sia1_is_left_out_and_its_reason_says_so() {
    let nowhere = Constraints {
        space: None,
        ..constraints(Product::Images)
    };
    let plan = plan(vec![candidate("a", Sia1)], &[], &nowhere);
    let Fate::LeftOut(reason) = &plan.considered[0].fate else {
        panic!("asked");
    };
    assert_eq!(
        reason.to_string(),
        "its protocol, SIA1, can only be asked about a part of the sky, and none is given"
    );
    assert!(plan.to_ask().is_empty());
}

#[test]
fn the_services_to_ask_are_numbered_in_the_order_of_the_plan() {
    let all = vec![
        candidate("b", Sia1),
        candidate("a", Sia1),
        candidate("a", ObsCore),
    ];
    let plan = plan(all, &[], &constraints(Product::Images));
    assert_eq!(plan.to_ask(), [ServiceNr(0), ServiceNr(2)]);
    assert_eq!(plan.considered[0].stands_for, [ServiceNr(1)]);
}

mod doors;
mod graphs;
