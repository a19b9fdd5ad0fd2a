//! Which services may hold what is asked, as a registry knows it (RegTAP 1.2).

mod coverage;
pub mod endpoints;
mod features;
mod query;
mod read;
mod vosi;

pub use features::{Feature, RegistryFeatures};
pub use query::{candidates, chosen, count, relationships, undeclared};
pub use read::{read_candidates, read_count, read_relationships};
pub use vosi::{
    Capabilities, Tables, capabilities, columns, read_capabilities, read_columns, read_tables,
    tables,
};

use crate::domain::{constraints::Axis, ivoid::Ivoid, service::Protocol};

/// A capability of a resource that may be asked, with all its interfaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The resource's identifier.
    pub ivoid: Ivoid,
    /// Its title in one line; the identifier where it has none.
    pub title: String,
    /// `vs:catalogservice`, `vs:catalogresource` and the like, in lower case.
    pub res_type: String,
    /// Which capability of the resource this is.
    pub cap_index: i64,
    /// The standard that the capability follows, in lower case.
    pub standard_id: String,
    /// How it is asked.
    pub protocol: Protocol,
    /// How ObsCore was registered; [`Registration::Plain`] for the other protocols.
    pub registration: Registration,
    /// Where it is asked, as registered: the best of its interfaces.
    pub access_url: String,
    /// The other addresses of the same capability, best first: of its other interfaces, then of their mirrors.
    pub alternates: Vec<String>,
    /// Whether every interface wants a log-in (`authenticated_only`, RegTAP 1.2).
    pub needs_login: bool,
    /// On which axes the answer tells that it declares no coverage; empty where that was not asked.
    pub undeclared: Vec<Axis>,
}

/// How a service came into the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Registration {
    /// By the standard of its own protocol.
    Plain,
    /// An ObsCore that the record of its TAP service names as a data model.
    OldObsCore,
    /// An ObsCore whose table has a record of its own, with an auxiliary TAP capability.
    NewObsCore,
}

impl Candidate {
    /// Whether the capability is an auxiliary one: a door to a collection that lies in a larger service.
    pub fn is_auxiliary(&self) -> bool {
        self.standard_id
            .split_once('#')
            .is_some_and(|(_, key)| key == "aux" || key.starts_with("query-aux"))
    }
}

/// That the data of one resource are served by another (the relationship `isservedby`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServedBy {
    /// The collection.
    pub ivoid: Ivoid,
    /// The service.
    pub by: Ivoid,
}

/// What a registry listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// The entries.
    pub entries: Vec<T>,
    /// Whether the registry has more of them than it told.
    pub overflow: bool,
    /// How many rows it sent.
    pub received: u64,
    /// How many it was asked for at most.
    pub maxrec: u32,
}

#[cfg(test)]
mod tests;
