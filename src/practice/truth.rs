//! What the practice VO really holds, for tests that work out what must be found.

use super::{
    faults::Fault,
    services,
    sky::{self, COLLECTIONS, Dataset},
};
use crate::domain::service::Protocol;
use std::time::Duration;

/// Everything that exists in one practice VO.
#[derive(Debug, Clone)]
pub struct Truth {
    /// All datasets, each once, however many services serve it.
    pub datasets: Vec<Dataset>,
    /// The `access_url` of each dataset, the same through every service.
    pub access_urls: Vec<String>,
    /// Every service, in the order of the registry.
    pub holdings: Vec<Holding>,
}

/// One service: where it is asked, and what it holds.
#[derive(Debug, Clone)]
pub struct Holding {
    /// The identifiers of the records that lead to it.
    pub ivoids: Vec<String>,
    /// How it is asked.
    pub protocol: Protocol,
    /// Where it is asked, as the registry tells it.
    pub access_url: String,
    /// The host with its port.
    pub host: String,
    /// Its datasets, as indices into [`Truth::datasets`].
    pub datasets: Vec<usize>,
    /// Whether one must log in.
    pub needs_login: bool,
    /// Its fault, where faults are switched on.
    pub fault: Option<Fault>,
    /// The time before the first byte of its answer: what its latency and a slowness add up to, zero where latencies
    /// are switched off and it has no fault.
    pub takes: Duration,
}

impl Truth {
    pub(super) fn new(addresses: &super::hosts::Addresses) -> Self {
        let datasets: Vec<Dataset> = COLLECTIONS.iter().flat_map(sky::datasets).collect();
        let access_urls = datasets
            .iter()
            .map(|dataset| addresses.file_url(dataset))
            .collect();
        let holdings = services::doors()
            .iter()
            .map(|door| Holding {
                ivoids: services::records()
                    .filter(|record| record.doors.iter().any(|other| other.is(door)))
                    .map(services::Record::ivoid)
                    .collect(),
                protocol: door.protocol,
                access_url: addresses.door_url(door),
                host: addresses.authority(door.host),
                datasets: datasets
                    .iter()
                    .enumerate()
                    .filter(|(_, dataset)| door.collections.contains(&dataset.collection))
                    .map(|(nr, _)| nr)
                    .collect(),
                needs_login: door.needs_login,
                fault: addresses.fault(door),
                takes: addresses.takes(door),
            })
            .collect();
        Self {
            datasets,
            access_urls,
            holdings,
        }
    }
}
