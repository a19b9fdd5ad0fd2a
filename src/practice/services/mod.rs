//! The services of the practice VO and the records under which its registry knows them.

mod archives;
mod dialects;
mod faulty;
mod high_energy;
mod optical;
mod radio;
#[cfg(test)]
mod tests;

use super::{
    adql::Dialect,
    faults::Fault,
    sky::{COLLECTIONS, Collection},
};
use crate::domain::service::Protocol;
pub(super) use archives::ARCHIVES;

/// The authority in the identifiers of everything here.
pub(super) const AUTHORITY: &str = "ivo://practice.vodiscover";

/// A data centre: one host.
#[derive(Debug, Clone, Copy)]
pub(super) struct Archive {
    /// Its name as a publisher.
    pub(super) name: &'static str,
    /// The collections whose files lie here.
    pub(super) files: &'static [&'static str],
}

/// One address at which a service answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Door {
    /// Which archive runs it: an index into [`ARCHIVES`].
    pub(super) host: usize,
    /// The path, with a leading slash; for ObsCore the TAP base.
    pub(super) path: &'static str,
    /// What is written after the path in the registry: nothing, `?`, or a query of its own.
    pub(super) ending: &'static str,
    /// How it is asked.
    pub(super) protocol: Protocol,
    /// The collections that it serves, by their short words.
    pub(super) collections: &'static [&'static str],
    /// What is wrong with it while faults are switched on.
    pub(super) fault: Option<Fault>,
    /// How much of ADQL it understands, for ObsCore.
    pub(super) dialect: Dialect,
    /// Whether the registry says that it must be logged in to, and it answers 401.
    pub(super) needs_login: bool,
}

impl Door {
    /// Whether both are one and the same address.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.host == other.host && self.path == other.path
    }
}

/// On which axes a record declares its coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Declares {
    /// On none: only inclusive searches find it.
    Nothing,
    /// In space.
    Space,
    /// In space and wavelength.
    SpaceAndSpectrum,
    /// In space, wavelength and time.
    All,
}

impl Declares {
    pub(super) fn space(self) -> bool {
        self != Self::Nothing
    }

    pub(super) fn spectrum(self) -> bool {
        matches!(self, Self::SpaceAndSpectrum | Self::All)
    }

    pub(super) fn time(self) -> bool {
        self == Self::All
    }
}

/// How a record says that it leads to an ObsCore table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Registration {
    /// The TAP service names the data model in its capability (TAPRegExt 1.0).
    Old,
    /// The TAP service says nothing; a record of the table names it by its utype (TAPRegExt 1.1).
    Silent,
    /// That record of the table, with an auxiliary capability.
    Table,
}

/// One resource record of the registry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    /// The local part of its identifier.
    pub(super) local: &'static str,
    /// Its title, without the word "synthetic".
    pub(super) title: &'static str,
    /// Where it can be asked.
    pub(super) doors: &'static [Door],
    /// What it tells of its coverage.
    pub(super) declares: Declares,
    /// The records that serve the same data, by their local parts.
    pub(super) served_by: &'static [&'static str],
    /// For ObsCore, how it is registered.
    pub(super) registration: Option<Registration>,
}

impl Record {
    /// Its IVOA identifier.
    pub(super) fn ivoid(&self) -> String {
        format!("{AUTHORITY}/{}", self.local)
    }

    /// The collections behind all its doors, each once.
    pub(super) fn holds(&self) -> Vec<&'static Collection> {
        COLLECTIONS
            .iter()
            .filter(|collection| {
                self.doors
                    .iter()
                    .any(|door| door.collections.contains(&collection.id))
            })
            .collect()
    }
}

/// All records, in the order in which the registry holds them.
pub(super) fn records() -> impl Iterator<Item = &'static Record> {
    [
        high_energy::RECORDS,
        optical::RECORDS,
        radio::RECORDS,
        dialects::RECORDS,
        faulty::RECORDS,
    ]
    .into_iter()
    .flatten()
}

/// All doors, each once, in the order of the records.
pub(super) fn doors() -> Vec<Door> {
    let mut doors: Vec<Door> = Vec::new();
    for door in records().flat_map(|record| record.doors) {
        if !doors.iter().any(|known| known.is(door)) {
            doors.push(*door);
        }
    }
    doors
}

/// The collection with this short word.
pub(super) fn collection(id: &str) -> Option<&'static Collection> {
    COLLECTIONS.iter().find(|collection| collection.id == id)
}

/// The archive, as an index, that holds the files of a collection.
pub(super) fn home(collection: &str) -> usize {
    ARCHIVES
        .iter()
        .position(|archive| archive.files.contains(&collection))
        .unwrap_or_default()
}
