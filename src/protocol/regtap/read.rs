//! What the registry answered: candidates, relationships, numbers.

use super::{
    Candidate, Listed, Registration, ServedBy,
    coverage::column,
    query::{MAX_CANDIDATES, MAX_RELATIONSHIPS},
};
use crate::{
    domain::{constraints::Axis, ivoid::Ivoid, service::Protocol},
    protocol::{
        error::AnswerError,
        request,
        table::{self, Columns},
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
    ops::ControlFlow,
};

/// Other addresses of one capability that are kept at most; records have two or three.
const MAX_ALTERNATES: usize = 8;

/// One row of the answer: an interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) ivoid: String,
    pub(super) res_type: String,
    pub(super) title: String,
    pub(super) cap_index: i64,
    pub(super) standard_id: String,
    pub(super) intf_role: String,
    pub(super) access_url: String,
    /// Other addresses of the same interface, with `#` between them.
    pub(super) mirror_url: String,
    pub(super) authenticated_only: bool,
    pub(super) undeclared: Vec<Axis>,
}

/// The capabilities in the order of their identifiers, each with its interfaces.
///
/// No more rows are taken than were asked for, whatever the registry sends; what is beyond counts as overflow.
pub fn read_candidates(input: impl Read) -> Result<Listed<Candidate>, AnswerError> {
    let mut rows = Vec::new();
    let mut is_cut = false;
    let end = table::read_rows(input, |columns: &Columns<'_>, row| {
        if rows.len() >= MAX_CANDIDATES as usize {
            is_cut = true;
            return ControlFlow::Break(());
        }
        rows.push(interface(columns, row));
        ControlFlow::Continue(())
    })?;
    Ok(Listed {
        received: rows.len() as u64,
        entries: collect(rows),
        overflow: end.overflow || is_cut,
        maxrec: MAX_CANDIDATES,
    })
}

fn interface(columns: &Columns<'_>, row: usize) -> Row {
    let text = |name| columns.text(name, row).unwrap_or_default();
    let is_silent =
        |axis: &Axis| columns.has(column(*axis)) && columns.text(column(*axis), row).is_none();
    Row {
        ivoid: text("ivoid"),
        res_type: text("res_type"),
        title: text("res_title"),
        cap_index: columns.integer("cap_index", row).unwrap_or_default(),
        standard_id: text("standard_id"),
        intf_role: text("intf_role"),
        access_url: text("access_url"),
        mirror_url: text("mirror_url"),
        authenticated_only: columns.integer("authenticated_only", row) == Some(1),
        undeclared: [Axis::Space, Axis::Spectrum, Axis::Time]
            .into_iter()
            .filter(is_silent)
            .collect(),
    }
}

/// Which resources are served by which, sorted and without repetitions.
pub fn read_relationships(input: impl Read) -> Result<Listed<ServedBy>, AnswerError> {
    let mut pairs = BTreeSet::new();
    let mut received = 0;
    let mut is_cut = false;
    let end = table::read_rows(input, |columns: &Columns<'_>, row| {
        let ivoid = columns.text("ivoid", row);
        let by = columns.text("related_id", row);
        if received >= u64::from(MAX_RELATIONSHIPS) {
            is_cut = true;
            return ControlFlow::Break(());
        }
        received += 1;
        if let (Some(ivoid), Some(by)) = (ivoid, by) {
            pairs.insert(ServedBy {
                ivoid: Ivoid::new(&ivoid),
                by: Ivoid::new(&by),
            });
        }
        ControlFlow::Continue(())
    })?;
    Ok(Listed {
        entries: pairs.into_iter().collect(),
        overflow: end.overflow || is_cut,
        received,
        maxrec: MAX_RELATIONSHIPS,
    })
}

/// The number that was asked for.
pub fn read_count(input: impl Read) -> Result<u64, AnswerError> {
    let mut count = None;
    table::read_rows(input, |columns: &Columns<'_>, row| {
        count = columns.integer("n_services", row);
        ControlFlow::Break(())
    })?;
    count
        .and_then(|count| u64::try_from(count).ok())
        .ok_or(AnswerError::Lacks("the number of services"))
}

/// Makes one candidate of all interfaces of a capability.
pub(super) fn collect(rows: Vec<Row>) -> Vec<Candidate> {
    let mut capabilities: BTreeMap<(Ivoid, i64), BTreeSet<Row>> = BTreeMap::new();
    for row in rows {
        let key = (Ivoid::new(&row.ivoid), row.cap_index);
        capabilities.entry(key).or_default().insert(row);
    }
    let candidates = capabilities.into_iter();
    candidates
        .filter_map(|((ivoid, cap_index), rows)| {
            candidate(ivoid, cap_index, rows.into_iter().collect())
        })
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
    let mut addresses = addresses(&interfaces).into_iter();
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
        access_url: addresses
            .next()
            .unwrap_or_else(|| best.access_url.trim().to_owned()),
        alternates: addresses.take(MAX_ALTERNATES).collect(),
        needs_login: best.authenticated_only,
        undeclared: best.undeclared.clone(),
    })
}

/// Where a capability can be asked: first at its interfaces, in their order, then at their mirrors. Those that want a
/// log-in are no other addresses of those that want none.
fn addresses(interfaces: &[Row]) -> Vec<String> {
    let needs_login = interfaces.first().is_some_and(|row| row.authenticated_only);
    let rows = || {
        interfaces
            .iter()
            .filter(|row| row.authenticated_only == needs_login)
    };
    let own = rows().map(|row| row.access_url.as_str());
    // RegTAP 1.2, section 8.8: mirror_url is a list with '#' between its items.
    let mirrors = rows().flat_map(|row| row.mirror_url.split('#'));
    let mut addresses: Vec<String> = Vec::new();
    for address in own.chain(mirrors).map(str::trim) {
        if request::is_http(address) && !addresses.iter().any(|known| known == address) {
            addresses.push(address.to_owned());
        }
    }
    addresses
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
