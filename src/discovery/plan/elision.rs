//! Which services need not be asked because another serves the same data.

use super::Reason;
use crate::{
    discovery::event::ServiceNr,
    domain::{ivoid::Ivoid, service::Protocol},
    protocol::{
        address::normal,
        regtap::{Candidate, Registration, ServedBy},
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// Marks those that need not be asked. `fates` holds, for each candidate, why it is left out, or none; the first
/// `n_settled` of them stay as they are.
///
/// A mark is only ever given for a service that is itself unmarked at that time. When that one is marked later, its
/// own stand-in serves for both. So every chain ends at a service that is asked, and a circle keeps one of its own.
///
/// Addresses are compared last: the same address gives the same answer, whatever is asked of it on behalf of others.
/// The other way round, what a record says of its own collection would be taken for all that its address holds.
pub(super) fn leave_out(
    candidates: &[Candidate],
    served_by: &[ServedBy],
    fates: &mut [Option<Reason>],
    n_settled: usize,
) {
    let mut all = Elision {
        candidates,
        addresses: candidates
            .iter()
            .map(|candidate| normal(candidate.protocol, &candidate.access_url))
            .collect(),
        stand_ins: fates.iter().map(|fate| stand_in(fate.as_ref())).collect(),
        out: fates.iter().map(Option::is_some).collect(),
        n_settled,
    };
    all.same_collection();
    all.served_by(served_by);
    all.same_address();
    for (nr, fate) in fates.iter_mut().enumerate().skip(n_settled) {
        if let Some((why, by)) = all.final_stand_in(nr) {
            *fate = Some(why.reason(by));
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Why {
    SameCollection,
    SameTap,
    SameAddress,
    ServedBy,
}

impl Why {
    fn reason(self, by: usize) -> Reason {
        let by = ServiceNr(u32::try_from(by).unwrap_or(u32::MAX));
        match self {
            Self::SameCollection => Reason::SameCollection { by },
            Self::SameTap => Reason::SameTap { by },
            Self::SameAddress => Reason::SameAddress { by },
            Self::ServedBy => Reason::ServedBy { by },
        }
    }
}

/// What was decided before, as a mark.
fn stand_in(fate: Option<&Reason>) -> Option<(Why, usize)> {
    let by = fate?.stand_in()?;
    Some((Why::ServedBy, by.index()))
}

struct Elision<'a> {
    candidates: &'a [Candidate],
    /// Their addresses, as they compare.
    addresses: Vec<String>,
    /// For each that need not be asked, why, and the one that was to be asked in its place at that time.
    stand_ins: Vec<Option<(Why, usize)>>,
    /// Which are not asked, for whatever reason.
    out: Vec<bool>,
    /// So many were decided about before.
    n_settled: usize,
}

impl Elision<'_> {
    /// The same address under the same protocol gives the same answer: two registrations of one TAP service, or an
    /// auxiliary capability that many collections share. The first in the order of the plan is asked.
    fn same_address(&mut self) {
        let mut first: BTreeMap<(Protocol, String), usize> = BTreeMap::new();
        for (nr, candidate) in self.candidates.iter().enumerate() {
            if self.is_out(nr) {
                continue;
            }
            let address = self.addresses.get(nr).cloned().unwrap_or_default();
            let key = (candidate.protocol, address);
            if let Some(by) = first.get(&key).copied() {
                let why = match candidate.protocol {
                    Protocol::ObsCore => Why::SameTap,
                    Protocol::Sia1 | Protocol::Sia2 | Protocol::Ssap => Why::SameAddress,
                };
                self.mark(nr, why, by);
            } else {
                first.insert(key, nr);
            }
        }
    }

    /// The same identifier in a lesser protocol, or its auxiliary door where it has one of its own.
    fn same_collection(&mut self) {
        let mut of_collection: BTreeMap<&Ivoid, Vec<usize>> = BTreeMap::new();
        for (nr, candidate) in self.candidates.iter().enumerate() {
            of_collection.entry(&candidate.ivoid).or_default().push(nr);
        }
        for numbers in of_collection.values() {
            for nr in numbers {
                let better = numbers.iter().copied().find(|by| self.is_better(*by, *nr));
                if let Some(by) = better
                    && !self.is_out(*nr)
                {
                    self.mark(*nr, Why::SameCollection, by);
                }
            }
        }
    }

    fn is_better(&self, by: usize, nr: usize) -> bool {
        let (Some(one), Some(other)) = (self.candidates.get(by), self.candidates.get(nr)) else {
            return false;
        };
        let own_door = !one.is_auxiliary() && other.is_auxiliary();
        let more_capable = one.protocol > other.protocol
            || (one.protocol == other.protocol && own_door && one.protocol != Protocol::ObsCore);
        by != nr && more_capable && covers(one.protocol, other.protocol) && self.is_asked(by)
    }

    /// What the registry says is served by another that is asked. The least capable go first, so that of a circle the
    /// most capable is kept.
    fn served_by(&mut self, served_by: &[ServedBy]) {
        let doors = self.doors(served_by);
        let mut servers: BTreeMap<&Ivoid, Vec<&Ivoid>> = BTreeMap::new();
        for pair in served_by {
            servers.entry(&pair.ivoid).or_default().push(&pair.by);
        }
        for nr in (0..self.candidates.len()).rev() {
            if self.is_out(nr) {
                continue;
            }
            if let Some(by) = self.reachable(nr, &servers, &doors) {
                self.mark(nr, Why::ServedBy, by);
            }
        }
    }

    /// The candidates through which the data of a resource are had: its own, and for the record of a TAP service the
    /// ObsCore table that says it is served by it.
    fn doors(&self, served_by: &[ServedBy]) -> BTreeMap<Ivoid, Vec<usize>> {
        let mut doors: BTreeMap<Ivoid, Vec<usize>> = BTreeMap::new();
        let mut tables: BTreeMap<&Ivoid, Vec<usize>> = BTreeMap::new();
        for (nr, candidate) in self.candidates.iter().enumerate() {
            doors.entry(candidate.ivoid.clone()).or_default().push(nr);
            if candidate.registration == Registration::NewObsCore {
                tables.entry(&candidate.ivoid).or_default().push(nr);
            }
        }
        for pair in served_by {
            if let Some(numbers) = tables.get(&pair.ivoid) {
                doors.entry(pair.by.clone()).or_default().extend(numbers);
            }
        }
        doors
    }

    /// The first service that is asked, on the way from `nr` along what serves what, that can stand in for it.
    fn reachable(
        &self,
        nr: usize,
        servers: &BTreeMap<&Ivoid, Vec<&Ivoid>>,
        doors: &BTreeMap<Ivoid, Vec<usize>>,
    ) -> Option<usize> {
        let candidate = self.candidates.get(nr)?;
        let mut seen: BTreeSet<&Ivoid> = BTreeSet::from([&candidate.ivoid]);
        let mut next: Vec<&Ivoid> = vec![&candidate.ivoid];
        while let Some(ivoid) = next.pop() {
            for server in servers.get(ivoid).into_iter().flatten().copied() {
                if !seen.insert(server) {
                    continue;
                }
                let here = doors.get(server).map_or(&[][..], Vec::as_slice);
                let asked = here.iter().filter_map(|door| self.asked_for(*door));
                let able = asked.filter(|by| self.can_stand_in(*by, nr));
                if let Some(by) = able.min() {
                    return Some(by);
                }
                next.push(server);
            }
        }
        None
    }

    /// Of two at the same address the first is asked, whichever is said to serve the other.
    fn can_stand_in(&self, by: usize, nr: usize) -> bool {
        let (Some(one), Some(other)) = (self.candidates.get(by), self.candidates.get(nr)) else {
            return false;
        };
        let same_address =
            one.protocol == other.protocol && self.addresses.get(by) == self.addresses.get(nr);
        by != nr && !same_address && covers(one.protocol, other.protocol)
    }

    /// The service that is asked for the data of `nr`: itself, or what stands in for it.
    fn asked_for(&self, nr: usize) -> Option<usize> {
        match self.final_stand_in(nr) {
            Some((_, by)) => Some(by),
            None => self.is_asked(nr).then_some(nr),
        }
    }

    /// Why `nr` was marked, and the end of the chain of those that stand in for each other.
    fn final_stand_in(&self, nr: usize) -> Option<(Why, usize)> {
        let (why, mut by) = self.stand_ins.get(nr).copied().flatten()?;
        while let Some((_, further)) = self.stand_ins.get(by).copied().flatten() {
            by = further;
        }
        Some((why, by))
    }

    fn mark(&mut self, nr: usize, why: Why, by: usize) {
        if nr < self.n_settled {
            return;
        }
        if let (Some(stand_in), Some(out)) = (self.stand_ins.get_mut(nr), self.out.get_mut(nr)) {
            *stand_in = Some((why, by));
            *out = true;
        }
    }

    fn is_out(&self, nr: usize) -> bool {
        self.out.get(nr).copied().unwrap_or(true)
    }

    fn is_asked(&self, nr: usize) -> bool {
        !self.is_out(nr)
    }
}

/// Whether a service of one protocol tells all that one of another would. ObsCore has every kind of dataset, the image
/// protocols no spectra, and SSAP no images; a newer image protocol tells all that an older does.
pub(super) fn covers(one: Protocol, other: Protocol) -> bool {
    match one {
        Protocol::ObsCore => true,
        Protocol::Sia2 => matches!(other, Protocol::Sia2 | Protocol::Sia1),
        Protocol::Sia1 => other == Protocol::Sia1,
        Protocol::Ssap => other == Protocol::Ssap,
    }
}
