//! Whom of those that a registry names the program asks.

use super::{INTERFACE, Interface, SIA1, TAP, candidates, question};
use vodiscover::{
    discovery::plan::{Fate, Plan, Reason, plan},
    domain::{ivoid::Ivoid, service::Protocol},
    protocol::regtap::ServedBy,
};

fn planned(interfaces: &[Interface], served_by: &[ServedBy]) -> Plan {
    plan(candidates(interfaces), served_by, &question(false))
}

/// Who is asked, by protocol and address.
fn asked(plan: &Plan) -> Vec<(Protocol, &str)> {
    let asked = plan
        .to_ask()
        .into_iter()
        .map(|nr| &plan.get(nr).unwrap().service);
    asked
        .map(|service| (service.protocol, service.access_url.as_str()))
        .collect()
}

#[test]
fn a_service_behind_a_log_in_is_named_and_not_asked() {
    let closed = Interface {
        login: "1",
        access_url: "https://x.org/closed",
        ..INTERFACE
    };
    let plan = planned(&[closed], &[]);
    assert!(plan.to_ask().is_empty());
    assert_eq!(plan.considered[0].fate, Fate::LeftOut(Reason::NeedsLogin));
    assert_eq!(
        Reason::NeedsLogin.to_string(),
        "it wants a log-in, which vodiscover does not do"
    );
    let plan = planned(&[closed, INTERFACE], &[]);
    assert_eq!(
        asked(&plan),
        [(Protocol::Sia2, "http://x.org/sia2")],
        "the open door is taken"
    );
    for unknown in ["", "null"] {
        let found = candidates(&[Interface {
            login: unknown,
            ..INTERFACE
        }]);
        assert!(
            !found[0].needs_login,
            "{unknown}: old registries do not say"
        );
    }
}

#[test]
fn many_records_of_one_tap_service_are_asked_once() {
    let set = |ivoid, access_url| Interface {
        ivoid,
        res_type: "vs:catalogresource",
        standard_id: "ivo://ivoa.net/std/tap#aux",
        access_url,
        ..INTERFACE
    };
    let plan = planned(
        &[
            set("ivo://rubin/dp1", "https://x.org/tap"),
            set("ivo://rubin/dp2", "https://x.org/tap"),
            set("ivo://rubin/dp3", "http://x.org/tap/"),
            Interface {
                ivoid: "ivo://rubin/tap",
                standard_id: TAP,
                access_url: "https://x.org/tap",
                ..INTERFACE
            },
            set("ivo://other/set", "https://y.org/tap"),
        ],
        &[],
    );
    let hosts: Vec<&str> = asked(&plan)
        .into_iter()
        .map(|(_, url)| if url.contains("//x.") { "x" } else { "y" })
        .collect();
    assert_eq!(
        (hosts.len(), hosts.contains(&"x"), hosts.contains(&"y")),
        (2, true, true),
        "{hosts:?}"
    );
    assert_eq!(plan.considered.len(), 5, "all of them are named");
}

#[test]
fn a_collection_with_several_doors_is_asked_once() {
    let sia1 = Interface {
        cap_index: 1,
        standard_id: SIA1,
        access_url: "http://x.org/sia1",
        ..INTERFACE
    };
    let sia2 = Interface {
        cap_index: 2,
        ..INTERFACE
    };
    let plan = planned(&[sia1, sia2], &[]);
    assert_eq!(
        asked(&plan),
        [(Protocol::Sia2, "http://x.org/sia2")],
        "the more capable one"
    );
    let tap = Interface {
        ivoid: "ivo://x/tap",
        standard_id: TAP,
        access_url: "http://x.org/tap",
        ..INTERFACE
    };
    let served = ServedBy {
        ivoid: Ivoid::new("ivo://x/a"),
        by: Ivoid::new("ivo://x/tap"),
    };
    let plan = planned(&[sia1, sia2, tap], &[served]);
    assert_eq!(asked(&plan), [(Protocol::ObsCore, "http://x.org/tap")]);
    let other = Interface {
        ivoid: "ivo://x/b",
        ..INTERFACE
    };
    let plan = planned(&[INTERFACE, other], &[]);
    assert_eq!(
        asked(&plan).len(),
        1,
        "the same address gives the same answer"
    );
}

#[test]
fn an_address_that_is_none_of_the_web_is_named_and_not_asked() {
    let plan = planned(
        &[Interface {
            access_url: "ftp://x.org/sia2",
            ..INTERFACE
        }],
        &[],
    );
    let Fate::LeftOut(reason) = &plan.considered[0].fate else {
        panic!("it cannot be asked");
    };
    assert_eq!(
        reason.to_string(),
        "its registered address is no web address"
    );
}
