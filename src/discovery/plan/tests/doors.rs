//! What must not be lost where several records share doors, and records have several of them.

use super::*;

fn at(access_url: &str, candidate: Candidate) -> Candidate {
    Candidate {
        access_url: access_url.to_owned(),
        ..candidate
    }
}

fn login(candidate: Candidate) -> Candidate {
    Candidate {
        needs_login: true,
        ..candidate
    }
}

#[test]
fn a_door_that_two_collections_share_stays_when_only_one_of_them_is_served_elsewhere() {
    let all = vec![
        at("http://site.org/sia2", candidate("a", Sia2)),
        at("http://site.org/sia2", candidate("b", Sia2)),
        candidate("elsewhere", ObsCore),
    ];
    assert_eq!(
        told(all, &[("a", "elsewhere")], Product::Images),
        [
            "elsewhere ObsCore: asked",
            "a SIA2: ServedBy elsewhere ObsCore",
            "b SIA2: asked",
        ]
    );
}

#[test]
fn two_tables_of_one_tap_service_are_asked_as_one_even_when_one_of_them_is_served_elsewhere() {
    let all = vec![
        table("one", "http://x.org/tap"),
        table("two", "https://x.org/tap/"),
        candidate("elsewhere", ObsCore),
    ];
    assert_eq!(
        told(all.clone(), &[], Product::Images)[..2],
        ["one ObsCore: asked", "two ObsCore: SameTap one ObsCore"]
    );
    assert_eq!(
        told(all, &[("one", "elsewhere")], Product::Images),
        [
            "one ObsCore: ServedBy elsewhere ObsCore",
            "two ObsCore: asked",
            "elsewhere ObsCore: asked",
        ]
    );
}

#[test]
fn a_table_that_is_served_by_the_tap_service_at_its_own_address_is_asked_under_its_own_name() {
    let all = vec![
        at("http://x.org/tap/sync", candidate("tap", ObsCore)),
        table("obscore", "http://x.org/tap"),
    ];
    assert_eq!(
        told(all, &[("obscore", "tap")], Product::Images),
        [
            "obscore ObsCore: asked",
            "tap ObsCore: SameTap obscore ObsCore"
        ]
    );
}

#[test]
fn services_that_differ_only_by_a_parameter_are_all_asked() {
    for protocol in [Sia1, Sia2, Ssap] {
        let all = vec![
            at("http://x.org/q?t=a&", candidate("a", protocol)),
            at("http://x.org/q?t=b&", candidate("b", protocol)),
            at("https://x.org/q?t=a", candidate("c", protocol)),
        ];
        assert_eq!(
            told(all, &[], Product::Both),
            [
                format!("a {protocol}: asked"),
                format!("b {protocol}: asked"),
                format!("c {protocol}: SameAddress a {protocol}"),
            ]
        );
    }
}

#[test]
fn nobody_is_left_out_for_a_service_that_wants_a_log_in() {
    let all = vec![
        login(at("http://x.org/sia2", candidate("a", Sia2))),
        at("http://x.org/sia2", candidate("b", Sia2)),
        candidate("part", Sia1),
        login(candidate("part", ObsCore)),
    ];
    assert_eq!(
        told(all, &[("part", "a"), ("b", "part")], Product::Images),
        [
            "part ObsCore: NeedsLogin",
            "a SIA2: NeedsLogin",
            "b SIA2: asked",
            "part SIA1: asked",
        ]
    );
}

#[test]
fn a_chain_leads_through_services_that_cannot_be_asked() {
    let all = vec![
        candidate("a", Sia1),
        login(candidate("b", Sia2)),
        candidate("c", ObsCore),
    ];
    assert_eq!(
        told(all, &[("a", "b"), ("b", "c")], Product::Images),
        [
            "c ObsCore: asked",
            "b SIA2: NeedsLogin",
            "a SIA1: ServedBy c ObsCore",
        ]
    );
}

#[test]
fn obscore_stands_in_for_images_and_spectra_and_each_of_these_for_its_own_kind() {
    let all = vec![
        candidate("all", ObsCore),
        candidate("images", Sia1),
        candidate("spectra", Ssap),
    ];
    assert_eq!(
        told(
            all.clone(),
            &[("images", "all"), ("spectra", "all")],
            Product::Both
        ),
        [
            "all ObsCore: asked",
            "spectra SSAP: ServedBy all ObsCore",
            "images SIA1: ServedBy all ObsCore",
        ]
    );
    let crossed = told(
        all,
        &[
            ("all", "images"),
            ("images", "spectra"),
            ("spectra", "images"),
        ],
        Product::Both,
    );
    assert!(
        crossed.iter().all(|line| line.ends_with("asked")),
        "{crossed:?}"
    );
}

#[test]
fn who_is_left_out_for_a_record_is_asked_when_any_of_its_doors_fails() {
    let second = Candidate {
        cap_index: 2,
        ..at("http://x.org/second", candidate("whole", Sia2))
    };
    let all = vec![candidate("whole", Sia2), second, candidate("part", Sia1)];
    let served_by = [ServedBy {
        ivoid: Ivoid::new("ivo://part"),
        by: Ivoid::new("ivo://whole"),
    }];
    let plan = plan(all, &served_by, &constraints(Product::Images));
    let stands_for: Vec<_> = plan.considered.iter().map(|one| &one.stands_for).collect();
    assert_eq!(
        stands_for,
        [&vec![ServiceNr(2)], &vec![ServiceNr(2)], &vec![]]
    );
}

#[test]
fn a_chain_is_asked_as_a_whole_when_its_end_fails() {
    let all = vec![
        candidate("a", Sia1),
        candidate("b", Sia2),
        candidate("c", ObsCore),
    ];
    let pair = |ivoid: &str, by: &str| ServedBy {
        ivoid: Ivoid::new(&format!("ivo://{ivoid}")),
        by: Ivoid::new(&format!("ivo://{by}")),
    };
    let served_by = [pair("a", "b"), pair("b", "c")];
    let plan = plan(all, &served_by, &constraints(Product::Images));
    assert_eq!(plan.considered[0].stands_for, [ServiceNr(1), ServiceNr(2)]);
}
