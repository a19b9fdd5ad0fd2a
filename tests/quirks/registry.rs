//! Records of registries, as they are and not as they should be.
//!
//! | quirk | test |
//! | --- | --- |
//! | `std/sia` beside `std/sia#query-2.0`, `#query-aux-2.x`, `#aux` (pyvo#397, #422, #707; DS9) | [`standards_are_told_apart_to_their_fragment`] |
//! | RegTAP lower-cases identifiers and types, not addresses (RegTAP 1.2, 4.3) | [`identifiers_compare_without_case_and_addresses_keep_theirs`] |
//! | `intf_role` std, `std:...`, several interfaces, web pages (RegTAP 1.2) | [`standard_interfaces_are_asked_for_and_the_plain_one_is_preferred`] |
//! | `authenticated_only`, securityMethod (RegTAP 1.2) | [`whom::a_service_behind_a_log_in_is_named_and_not_asked`] |
//! | several addresses, mirrors as a list with `#` (RegTAP 1.2; pyvo#96) | [`all_addresses_of_a_service_are_known`] |
//! | ObsCore registered as a data model, or as a table of its own (pyVO's `rtcons.py`) | [`obscore_is_known_in_both_registrations`] |
//! | a record for each data set of one TAP service (phalanx#6623) | [`whom::many_records_of_one_tap_service_are_asked_once`] |
//! | coverage missing in many records | [`records_without_coverage_are_asked_for_by_an_inclusive_question`] |
//! | dead services stay registered (pyvo#454, #500) | [`a_dead_service_is_told_by_its_sentence`] |
//! | titles with line breaks, and in other encodings (astropy#17119) | [`titles_are_one_line_in_any_encoding`] |
//! | registries disagree (NAVO workshop #177) | [`there_is_more_than_one_registry_to_ask`] |
//! | SIA1, SIA2 and ObsCore of one publisher (pyVO's `_purge_redundant_services`) | [`whom::a_collection_with_several_doors_is_asked_once`] |

mod whom;

use crate::wire::{Manner, Wire};
use vodiscover::{
    domain::{
        angle::Position,
        constraints::{Constraints, Product},
        ivoid::Ivoid,
        region::{Cone, Region},
        service::Protocol,
    },
    http::{Client, Settings},
    protocol::{
        Request,
        regtap::{self, Candidate, Registration, RegistryFeatures, endpoints},
    },
};

const SIA1: &str = "ivo://ivoa.net/std/sia";
const SIA2: &str = "ivo://ivoa.net/std/sia#query-2.0";
const TAP: &str = "ivo://ivoa.net/std/tap";

/// An interface in a registry's answer.
#[derive(Debug, Clone, Copy)]
struct Interface {
    ivoid: &'static str,
    res_type: &'static str,
    title: &'static str,
    cap_index: u8,
    standard_id: &'static str,
    intf_role: &'static str,
    access_url: &'static str,
    mirror_url: &'static str,
    login: &'static str,
}

const INTERFACE: Interface = Interface {
    ivoid: "ivo://x/a",
    res_type: "vs:catalogservice",
    title: "A title",
    cap_index: 1,
    standard_id: SIA2,
    intf_role: "std",
    access_url: "http://x.org/sia2",
    mirror_url: "",
    login: "0",
};

/// A registry's answer with these interfaces.
fn answer(interfaces: &[Interface]) -> String {
    let columns = [
        "ivoid",
        "res_type",
        "res_title",
        "cap_index",
        "standard_id",
        "intf_role",
        "access_url",
        "mirror_url",
        "authenticated_only",
    ];
    let fields: Vec<String> = columns
        .iter()
        .map(|name| format!("<FIELD name=\"{name}\" datatype=\"char\" arraysize=\"*\"/>"))
        .collect();
    let row = |one: &Interface| {
        let number = one.cap_index.to_string();
        let cells = [
            one.ivoid,
            one.res_type,
            one.title,
            &number,
            one.standard_id,
            one.intf_role,
            one.access_url,
            one.mirror_url,
            one.login,
        ];
        let cells = cells.map(|cell| format!("<TD>{}</TD>", cell.replace('&', "&amp;")));
        format!("<TR>{}</TR>", cells.concat())
    };
    let rows: Vec<String> = interfaces.iter().map(row).collect();
    format!(
        "<VOTABLE><RESOURCE type=\"results\"><TABLE>{}<DATA><TABLEDATA>{}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>",
        fields.concat(),
        rows.concat()
    )
}

fn candidates(interfaces: &[Interface]) -> Vec<Candidate> {
    let listed = regtap::read_candidates(answer(interfaces).as_bytes());
    listed.unwrap().entries
}

fn question(inclusive: bool) -> Constraints {
    let centre = Position::new(10.0, 20.0).unwrap();
    Constraints {
        space: Cone::new(centre, 1.0).map(Region::Cone),
        spectrum: None,
        time: None,
        product: Product::Images,
        inclusive,
    }
}

#[test]
fn standards_are_told_apart_to_their_fragment() {
    for (standard_id, expected) in [
        (SIA1, Some((Protocol::Sia1, false))),
        (SIA2, Some((Protocol::Sia2, false))),
        (
            "ivo://ivoa.net/std/sia#query-2.1",
            Some((Protocol::Sia2, false)),
        ),
        (
            "ivo://ivoa.net/std/sia#query-aux-2.0",
            Some((Protocol::Sia2, true)),
        ),
        (
            "ivo://ivoa.net/std/tap#aux",
            Some((Protocol::ObsCore, true)),
        ),
        ("ivo://ivoa.net/std/ssa", Some((Protocol::Ssap, false))),
        ("ivo://ivoa.net/std/conesearch", None),
        ("ivo://ivoa.net/std/sialike", None),
        ("", None),
    ] {
        let found = candidates(&[Interface {
            standard_id,
            ..INTERFACE
        }]);
        let found = found.first().map(|one| (one.protocol, one.is_auxiliary()));
        assert_eq!(found, expected, "{standard_id}");
    }
}

#[test]
fn identifiers_compare_without_case_and_addresses_keep_theirs() {
    let shouted = Interface {
        ivoid: "IVO://X/A",
        res_type: "vs:CatalogService",
        standard_id: "ivo://IVOA.net/std/SIA#query-2.0",
        intf_role: "STD",
        access_url: "https://x.org/SIA2?Table=A",
        ..INTERFACE
    };
    let found = candidates(&[INTERFACE, shouted]);
    assert_eq!(found.len(), 1, "one capability of one record");
    assert_eq!(found[0].ivoid, Ivoid::new("ivo://x/a"));
    assert_eq!(found[0].protocol, Protocol::Sia2);
    assert_eq!(found[0].access_url, "https://x.org/SIA2?Table=A");
}

#[test]
fn standard_interfaces_are_asked_for_and_the_plain_one_is_preferred() {
    let request = regtap::candidates(&question(false), RegistryFeatures::ALL, "http://x.org/tap");
    let query = request
        .form
        .iter()
        .find(|(name, _)| name == "QUERY")
        .map(|(_, query)| query.as_str());
    assert!(
        query.unwrap().contains("intf_role LIKE 'std%'"),
        "not the web pages: {query:?}"
    );
    let found = candidates(&[
        Interface {
            intf_role: "std:old",
            access_url: "https://x.org/old",
            ..INTERFACE
        },
        INTERFACE,
    ]);
    assert_eq!(found[0].access_url, "http://x.org/sia2");
    assert_eq!(found[0].alternates, ["https://x.org/old"]);
}

#[test]
fn all_addresses_of_a_service_are_known() {
    let found = candidates(&[
        Interface {
            access_url: " http://x.org/sia2\n",
            mirror_url: "http://m1.org/sia2#https://m2.org/sia2# #",
            ..INTERFACE
        },
        Interface {
            access_url: "http://y.org/sia2",
            ..INTERFACE
        },
        Interface {
            access_url: "",
            ..INTERFACE
        },
        Interface {
            access_url: "ftp://x.org/sia2",
            ..INTERFACE
        },
        INTERFACE,
    ]);
    let mut all = vec![found[0].access_url.clone()];
    all.extend(found[0].alternates.iter().cloned());
    all.sort();
    assert_eq!(
        all,
        [
            "http://m1.org/sia2",
            "http://x.org/sia2",
            "http://y.org/sia2",
            "https://m2.org/sia2"
        ]
    );
}

#[test]
fn obscore_is_known_in_both_registrations() {
    for (res_type, standard_id, expected) in [
        ("vs:catalogservice", TAP, Registration::OldObsCore),
        (
            "vs:dataservice",
            "ivo://ivoa.net/std/tap#sync-1.1",
            Registration::OldObsCore,
        ),
        (
            "vs:catalogresource",
            "ivo://ivoa.net/std/tap#aux",
            Registration::NewObsCore,
        ),
        ("vs:CatalogResource", TAP, Registration::NewObsCore),
    ] {
        let found = candidates(&[Interface {
            res_type,
            standard_id,
            ..INTERFACE
        }]);
        assert_eq!(
            (found[0].protocol, found[0].registration),
            (Protocol::ObsCore, expected),
            "{res_type}"
        );
    }
}

#[test]
fn records_without_coverage_are_asked_for_by_an_inclusive_question() {
    let query = |inclusive| {
        let request = regtap::candidates(
            &question(inclusive),
            RegistryFeatures::ALL,
            "http://x.org/tap",
        );
        let mut form = request.form.into_iter();
        form.find(|(name, _)| name == "QUERY").unwrap().1
    };
    assert!(query(true).contains("NOT EXISTS") && query(true).len() > query(false).len());
    let besides = regtap::undeclared(&question(false), RegistryFeatures::ALL, "http://x.org/tap");
    assert!(
        besides.is_some(),
        "who is left out for it is asked for by name"
    );
}

#[tokio::test]
async fn a_dead_service_is_told_by_its_sentence() {
    for (head, sentence) in [
        (
            "404 Not Found",
            "there is no such service any more (HTTP 404)",
        ),
        ("410 Gone", "there is no such service any more (HTTP 410)"),
        (
            "502 Bad Gateway",
            "the service stands behind a proxy and does not answer it (HTTP 502)",
        ),
    ] {
        let server = Wire::start(move |_| Manner::Answer(head, Vec::new()))
            .await
            .unwrap();
        let client = Client::new(Settings::default()).unwrap();
        let request = Request::get(&server.url("/sia"), &[]);
        let trouble = client.read(&request, drop).await.unwrap().trouble.unwrap();
        assert!(trouble.to_string().starts_with(sentence), "{trouble}");
    }
}

#[test]
fn titles_are_one_line_in_any_encoding() {
    let title = "Observations of\n\t K\u{f6}nigstuhl  &  \u{3b1} Cen ";
    let found = candidates(&[Interface { title, ..INTERFACE }]);
    assert_eq!(
        found[0].title,
        "Observations of K\u{f6}nigstuhl & \u{3b1} Cen"
    );
    let found = candidates(&[Interface {
        title: "",
        ..INTERFACE
    }]);
    assert_eq!(found[0].title, "ivo://x/a");
    let text = answer(&[Interface {
        title: "K@nigstuhl",
        ..INTERFACE
    }]);
    let (before, after) = text.split_once('@').unwrap();
    for (byte, expected) in [(0xf6, "K\u{f6}nigstuhl"), (0x81, "K\u{fffd}nigstuhl")] {
        let bytes = [before.as_bytes(), &[byte], after.as_bytes()].concat();
        let listed = regtap::read_candidates(bytes.as_slice()).unwrap();
        assert_eq!(listed.entries[0].title, expected);
    }
}

#[test]
fn there_is_more_than_one_registry_to_ask() {
    let first = "http://reg.g-vo.org/tap";
    let others = endpoints::fallbacks(first);
    assert!(
        others.len() >= 3 && !others.iter().any(|other| other == first),
        "{others:?}"
    );
}
