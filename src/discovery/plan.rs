//! Which services to ask and which to leave out, and why.

mod elision;

use super::event::ServiceNr;
use crate::{
    domain::{
        constraints::{Axis, Constraints},
        ivoid::Ivoid,
        service::Service,
    },
    protocol::{
        regtap::{Candidate, ServedBy},
        request, requests,
    },
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// All services that were considered for one question, in the order in which they are shown and asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The services; a [`ServiceNr`] is an index into these.
    pub considered: Vec<Considered>,
}

/// One service that was considered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Considered {
    /// The service.
    pub service: Service,
    /// Other addresses of the same capability, to be tried where the first cannot be reached.
    pub alternates: Vec<String>,
    /// Whether it is asked.
    pub fate: Fate,
    /// The services left out because this one serves their data; they are asked after all when it fails.
    pub stands_for: Vec<ServiceNr>,
}

/// Whether a service is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// It is.
    ToAsk,
    /// It is not, for this reason.
    LeftOut(Reason),
}

/// Why a service is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// The same collection has a more capable door.
    SameCollection {
        /// Which is asked.
        by: ServiceNr,
    },
    /// The same TAP service was registered twice.
    SameTap {
        /// Which is asked.
        by: ServiceNr,
    },
    /// The same address with the same protocol would give the same answer.
    SameAddress {
        /// Which is asked.
        by: ServiceNr,
    },
    /// The registry says that its data are served by another service.
    ServedBy {
        /// Which is asked.
        by: ServiceNr,
    },
    /// All its interfaces want a log-in.
    NeedsLogin,
    /// It does not declare its coverage on these axes of the question, which is not inclusive.
    Undeclared {
        /// At least one.
        axes: Vec<Axis>,
    },
    /// It cannot be asked this question; the sentence says why.
    CannotAsk(String),
}

impl Reason {
    /// The service that is asked in its place, where there is one.
    pub fn stand_in(&self) -> Option<ServiceNr> {
        match self {
            Self::SameCollection { by }
            | Self::SameTap { by }
            | Self::SameAddress { by }
            | Self::ServedBy { by } => Some(*by),
            Self::NeedsLogin | Self::Undeclared { .. } | Self::CannotAsk(_) => None,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Undeclared { axes } => {
                let axes: Vec<String> = axes.iter().map(Axis::to_string).collect();
                return write!(
                    f,
                    "it does not declare its coverage in {} (an inclusive search asks it too)",
                    axes.join(" and ")
                );
            }
            Self::SameCollection { .. } => {
                "the same collection is asked through a more capable protocol"
            }
            Self::SameTap { .. } => "the same TAP service is asked under another registration",
            Self::SameAddress { .. } => "the same address is asked for another collection",
            Self::ServedBy { .. } => "its datasets are served by another service, which is asked",
            Self::NeedsLogin => "it wants a log-in, which vodiscover does not do",
            Self::CannotAsk(why) => why,
        })
    }
}

impl Plan {
    /// The services to ask, in order.
    pub fn to_ask(&self) -> Vec<ServiceNr> {
        let numbered = (0..).map(ServiceNr).zip(&self.considered);
        numbered
            .filter(|(_, considered)| considered.fate == Fate::ToAsk)
            .map(|(nr, _)| nr)
            .collect()
    }

    /// A service by its number.
    pub fn get(&self, nr: ServiceNr) -> Option<&Considered> {
        self.considered.get(nr.index())
    }
}

/// Decides for each candidate whether it is asked, and in whose place.
///
/// The most capable protocols come first, then the order of identifiers. Each collection is asked once, but every
/// one is: a service is left out only for one that is asked and that serves what is wanted of it.
pub fn plan(candidates: Vec<Candidate>, served_by: &[ServedBy], constraints: &Constraints) -> Plan {
    let candidates = in_order(candidates);
    let mut fates: Vec<Option<Reason>> = candidates
        .iter()
        .map(|candidate| hindrance(candidate, constraints))
        .collect();
    elision::leave_out(&candidates, served_by, &mut fates, 0);
    let mut considered: Vec<Considered> = candidates
        .into_iter()
        .zip(fates)
        .map(|(candidate, reason)| Considered {
            alternates: candidate.alternates.clone(),
            service: service_of(candidate),
            fate: reason.map_or(Fate::ToAsk, Fate::LeftOut),
            stands_for: Vec::new(),
        })
        .collect();
    note_stand_ins(&mut considered);
    Plan { considered }
}

/// What becomes of services that only an inclusive search would ask, besides those of a `plan` that was made of the
/// candidates `named`. None of these is asked.
///
/// Those whose data are had through the plan, or that could not be asked at all, are left out for that reason.
pub fn besides(
    plan: &Plan,
    named: &[Candidate],
    others: Vec<Candidate>,
    (served_by, constraints): (&[ServedBy], &Constraints),
) -> Vec<Considered> {
    let key = |candidate: &Candidate| (candidate.ivoid.clone(), candidate.cap_index);
    let known: BTreeSet<(Ivoid, i64)> = named.iter().map(key).collect();
    let is_new = |other: &Candidate| !other.undeclared.is_empty() && !known.contains(&key(other));
    let others: Vec<Candidate> = others.into_iter().filter(is_new).collect();
    let n_named = plan.considered.len();
    let mut fates: Vec<Option<Reason>> = plan.considered.iter().map(fate_reason).collect();
    let mut all = in_order(named.to_vec());
    all.extend(in_order(others));
    let further = all.iter().skip(n_named);
    fates.extend(further.map(|candidate| hindrance(candidate, constraints)));
    elision::leave_out(&all, served_by, &mut fates, n_named);
    let further = all.into_iter().zip(fates).skip(n_named);
    further
        .map(|(candidate, reason)| {
            let is_served =
                |reason: &Reason| reason.stand_in().is_none_or(|by| by.index() < n_named);
            let axes = candidate.undeclared.clone();
            let reason = reason
                .filter(is_served)
                .unwrap_or(Reason::Undeclared { axes });
            Considered {
                alternates: candidate.alternates.clone(),
                service: service_of(candidate),
                fate: Fate::LeftOut(reason),
                stands_for: Vec::new(),
            }
        })
        .collect()
}

fn fate_reason(considered: &Considered) -> Option<Reason> {
    match &considered.fate {
        Fate::ToAsk => None,
        Fate::LeftOut(reason) => Some(reason.clone()),
    }
}

fn in_order(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|a, b| {
        let key = |c: &Candidate| (c.ivoid.clone(), c.cap_index);
        b.protocol
            .cmp(&a.protocol)
            .then_with(|| b.registration.cmp(&a.registration))
            .then_with(|| key(a).cmp(&key(b)))
    });
    candidates
}

fn service_of(candidate: Candidate) -> Service {
    Service {
        ivoid: candidate.ivoid,
        title: candidate.title,
        protocol: candidate.protocol,
        access_url: candidate.access_url,
    }
}

/// What keeps a service from being asked, whatever else there is.
fn hindrance(candidate: &Candidate, constraints: &Constraints) -> Option<Reason> {
    if candidate.needs_login {
        return Some(Reason::NeedsLogin);
    }
    if !request::is_http(&candidate.access_url) {
        return Some(Reason::CannotAsk(
            "its registered address is no web address".to_owned(),
        ));
    }
    let service = service_of(candidate.clone());
    requests(&service, constraints, 1)
        .is_empty()
        .then_some(Reason::CannotAsk(
            "its protocol, SIA1, can only be asked about a part of the sky, and none is given"
                .to_owned(),
        ))
}

/// Notes with each service that is asked, whom it stands in for. A record may have several doors of which each holds a
/// part: who is left out for its sake is asked when any of them fails.
fn note_stand_ins(considered: &mut [Considered]) {
    let mut asked: BTreeMap<Ivoid, Vec<ServiceNr>> = BTreeMap::new();
    for (nr, one) in (0..).map(ServiceNr).zip(considered.iter()) {
        if one.fate == Fate::ToAsk {
            asked.entry(one.service.ivoid.clone()).or_default().push(nr);
        }
    }
    let mut pairs: Vec<(ServiceNr, ServiceNr)> = Vec::new();
    for (nr, one) in (0..).map(ServiceNr).zip(considered.iter()) {
        let Fate::LeftOut(reason) = &one.fate else {
            continue;
        };
        let by = reason.stand_in();
        let Some(stand_in) = by.and_then(|by| considered.get(by.index())) else {
            continue;
        };
        let doors = asked.get(&stand_in.service.ivoid).into_iter().flatten();
        let able = doors.filter(|door| {
            considered
                .get(door.index())
                .is_some_and(|door| elision::covers(door.service.protocol, one.service.protocol))
        });
        pairs.extend(able.map(|door| (*door, nr)));
    }
    for (by, nr) in pairs {
        if let Some(stand_in) = considered.get_mut(by.index()) {
            stand_in.stands_for.push(nr);
        }
    }
}

#[cfg(test)]
mod tests;
