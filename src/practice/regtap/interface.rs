//! Capabilities, and the interfaces through which they are asked.

use super::{Rows, text};
use crate::{
    domain::service::Protocol,
    practice::{
        hosts::Addresses,
        services::{Door, Record, Registration, doors},
    },
};
use rusqlite::types::Value;

/// The capability behind one door of a record.
pub(super) fn capability(
    record: &Record,
    nr: i64,
    door: &Door,
    addresses: &Addresses,
    rows: &mut Rows,
) {
    let auxiliary = record.registration == Some(Registration::Table);
    let (kind, standard, version) = match door.protocol {
        Protocol::Sia1 => ("sia:simpleimageaccess", "ivo://ivoa.net/std/sia", "1.0"),
        Protocol::Sia2 => (
            "sia:simpleimageaccess",
            "ivo://ivoa.net/std/sia#query-2.0",
            "2.0",
        ),
        Protocol::Ssap => ("ssap:simplespectralaccess", "ivo://ivoa.net/std/ssa", "1.1"),
        Protocol::ObsCore if auxiliary => ("", "ivo://ivoa.net/std/tap#aux", "1.1"),
        Protocol::ObsCore => ("tr:tableaccess", "ivo://ivoa.net/std/tap", "1.1"),
    };
    let ivoid = record.ivoid();
    let index = Value::Integer(nr);
    rows.add(
        "capability",
        vec![
            text(&ivoid),
            index.clone(),
            text(kind),
            Value::Null,
            text(standard),
        ],
    );
    let door_url = addresses.door_url(door);
    interface(
        rows,
        &ivoid,
        nr,
        1,
        &Interface {
            kind: "vs:paramhttp",
            role: "std",
            version,
            url: &door_url,
            mirrors: &mirrors(door, addresses),
            needs_login: door.needs_login,
        },
    );
    if door.protocol != Protocol::ObsCore {
        // People's pages stand beside the protocol's address in many records.
        let page = format!("http://{}/", addresses.authority(door.host));
        interface(
            rows,
            &ivoid,
            nr,
            2,
            &Interface {
                kind: "vr:webbrowser",
                role: "",
                version: "",
                url: &page,
                mirrors: "",
                needs_login: false,
            },
        );
    }
}

/// The addresses at which the same data are had by the same protocol.
fn mirrors(door: &Door, addresses: &Addresses) -> String {
    let is_mirror = |other: &Door| {
        other.protocol == door.protocol
            && other.collections == door.collections
            && other.fault.is_none()
            && !other.needs_login
            && !other.is(door)
    };
    let mirrors: Vec<String> = doors()
        .iter()
        .filter(|other| is_mirror(other))
        .map(|other| addresses.door_url(other))
        .collect();
    mirrors.join("#")
}

struct Interface<'a> {
    kind: &'a str,
    role: &'a str,
    version: &'a str,
    url: &'a str,
    /// Other addresses, with `#` between them.
    mirrors: &'a str,
    needs_login: bool,
}

fn interface(rows: &mut Rows, ivoid: &str, cap_index: i64, nr: i64, interface: &Interface<'_>) {
    let of_parameters = interface.kind == "vs:paramhttp";
    rows.add(
        "interface",
        vec![
            text(ivoid),
            Value::Integer(cap_index),
            Value::Integer(nr),
            text(interface.kind),
            text(interface.role),
            text(interface.version),
            text(if of_parameters { "get" } else { "" }),
            text(if of_parameters {
                "application/x-votable+xml"
            } else {
                ""
            }),
            Value::Null,
            text(if of_parameters { "base" } else { "full" }),
            text(interface.url),
            text(interface.mirrors),
            Value::Integer(i64::from(interface.needs_login)),
        ],
    );
}

/// The interface of a TAP service as the first of the first capability.
pub(super) fn of_tap(rows: &mut Rows, ivoid: &str, url: &str) {
    let tap = Interface {
        kind: "vs:paramhttp",
        role: "std",
        version: "1.1",
        url,
        mirrors: "",
        needs_login: false,
    };
    interface(rows, ivoid, 1, 1, &tap);
}
