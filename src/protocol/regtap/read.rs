//! What the registry answered: candidates and relationships.

use super::{Candidate, Listed, Registration, ServedBy};
use crate::{
    domain::{ivoid::Ivoid, service::Protocol},
    protocol::{
        error::AnswerError,
        request,
        table::{self, Columns},
    },
};
use std::{collections::BTreeMap, io::Read};

/// One row of the answer: an interface.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) ivoid: String,
    pub(super) res_type: String,
    pub(super) title: String,
    pub(super) cap_index: i64,
    pub(super) standard_id: String,
    pub(super) intf_role: String,
    pub(super) access_url: String,
    pub(super) authenticated_only: bool,
}

/// The capabilities in the order of their identifiers, each with its interfaces.
pub fn read_candidates(input: impl Read) -> Result<Listed<Candidate>, AnswerError> {
    let mut rows = Vec::new();
    let end = table::read_rows(input, |columns: &Columns<'_>, row| {
        let text = |name| columns.text(name, row).unwrap_or_default();
        rows.push(Row {
            ivoid: text("ivoid"),
            res_type: text("res_type"),
            title: text("res_title"),
            cap_index: columns.integer("cap_index", row).unwrap_or_default(),
            standard_id: text("standard_id"),
            intf_role: text("intf_role"),
            access_url: text("access_url"),
            authenticated_only: columns.integer("authenticated_only", row) == Some(1),
        });
    })?;
    Ok(Listed {
        entries: collect(rows),
        overflow: end.overflow,
    })
}

/// Which resources are served by which, sorted and without repetitions.
pub fn read_relationships(input: impl Read) -> Result<Listed<ServedBy>, AnswerError> {
    let mut pairs = Vec::new();
    let end = table::read_rows(input, |columns: &Columns<'_>, row| {
        let ivoid = columns.text("ivoid", row);
        let by = columns.text("related_id", row);
        if let (Some(ivoid), Some(by)) = (ivoid, by) {
            pairs.push(ServedBy {
                ivoid: Ivoid::new(&ivoid),
                by: Ivoid::new(&by),
            });
        }
    })?;
    pairs.sort();
    pairs.dedup();
    Ok(Listed {
        entries: pairs,
        overflow: end.overflow,
    })
}

/// Makes one candidate of all interfaces of a capability.
pub(super) fn collect(rows: Vec<Row>) -> Vec<Candidate> {
    let mut capabilities: BTreeMap<(Ivoid, i64), Vec<Row>> = BTreeMap::new();
    for row in rows {
        let key = (Ivoid::new(&row.ivoid), row.cap_index);
        capabilities.entry(key).or_default().push(row);
    }
    let candidates = capabilities.into_iter();
    candidates
        .filter_map(|((ivoid, cap_index), rows)| candidate(ivoid, cap_index, rows))
        .collect()
}

fn candidate(ivoid: Ivoid, cap_index: i64, mut interfaces: Vec<Row>) -> Option<Candidate> {
    // Open ones before those with a log-in, plain `std` before `std:...`, HTTPS before HTTP.
    interfaces.sort_by_key(|row| {
        (
            row.authenticated_only,
            !request::is_http(&row.access_url),
            !row.intf_role.eq_ignore_ascii_case("std"),
            !row.access_url.trim().starts_with("https:"),
        )
    });
    let best = interfaces.first()?;
    let res_type = best.res_type.trim().to_ascii_lowercase();
    let standard_id = best.standard_id.trim().to_ascii_lowercase();
    let (protocol, registration) = kind(&standard_id, &res_type)?;
    let mut alternates: Vec<String> = Vec::new();
    for row in interfaces.iter().skip(1) {
        let same_login = row.authenticated_only == best.authenticated_only;
        let new = row.access_url != best.access_url && !alternates.contains(&row.access_url);
        if same_login && new {
            alternates.push(row.access_url.clone());
        }
    }
    let title = one_line(&best.title);
    Some(Candidate {
        title: if title.is_empty() {
            ivoid.to_string()
        } else {
            title
        },
        ivoid,
        res_type,
        cap_index,
        standard_id,
        protocol,
        registration,
        access_url: best.access_url.trim().to_owned(),
        alternates,
        intf_role: best.intf_role.clone(),
        needs_login: best.authenticated_only,
    })
}

/// How a capability is asked, from its standard and the kind of resource it belongs to.
fn kind(standard_id: &str, res_type: &str) -> Option<(Protocol, Registration)> {
    let plain = Registration::Plain;
    match standard_id {
        "ivo://ivoa.net/std/sia" => Some((Protocol::Sia1, plain)),
        "ivo://ivoa.net/std/ssa" => Some((Protocol::Ssap, plain)),
        id if id.starts_with("ivo://ivoa.net/std/sia#query-") => Some((Protocol::Sia2, plain)),
        id if id.starts_with("ivo://ivoa.net/std/tap") => {
            let registration = if res_type == "vs:catalogresource" {
                Registration::NewObsCore
            } else {
                Registration::OldObsCore
            };
            Some((Protocol::ObsCore, registration))
        }
        _ => None,
    }
}

/// Titles have been seen with line breaks in them.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
