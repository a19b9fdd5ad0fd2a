//! What the practice VO really holds, for tests that work out what must be found.

use super::{
    faults::Fault,
    regions, services,
    sky::{self, COLLECTIONS, Dataset},
};
use crate::domain::{region::Region, service::Protocol};
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
    /// For each of its records, whether it declares its coverage in space, in wavelength and in time.
    pub declares: Vec<(bool, bool, bool)>,
    /// Whether one must log in.
    pub needs_login: bool,
    /// Its fault, where faults are switched on.
    pub fault: Option<Fault>,
    /// The time before the first byte of its answer: what its latency and a slowness add up to, zero where latencies
    /// are switched off and it has no fault.
    pub takes: Duration,
}

/// What one protocol can tell of a dataset, which may be less than the truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Revealed {
    /// What it shows of the sky.
    pub region: Option<Region>,
    /// The shortest and the longest wavelength, in metres.
    pub spectrum: Option<(f64, f64)>,
    /// From when to when it may be, as MJD.
    pub time: Option<(f64, f64)>,
}

/// How far from the one date that SIA 1.0 gives an exposure of unknown length may be, as the README has it.
const SIA1_DATE_MARGIN_DAYS: f64 = 0.5;

impl Truth {
    /// What a protocol tells of a dataset.
    pub fn revealed(&self, protocol: Protocol, nr: usize) -> Option<Revealed> {
        let dataset = self.datasets.get(nr)?;
        let (region, time) = match protocol {
            Protocol::ObsCore | Protocol::Sia2 => (regions::region(dataset), dataset.time),
            // SIA 1.0 has one time for an image, here the middle, and nobody can know that it is.
            Protocol::Sia1 => {
                let middle = dataset.time.map(|(start, end)| f64::midpoint(start, end));
                let around = |at| (at - SIA1_DATE_MARGIN_DAYS, at + SIA1_DATE_MARGIN_DAYS);
                (regions::pixels_region(dataset), middle.map(around))
            }
            Protocol::Ssap => (regions::disc(dataset), dataset.time),
        };
        Some(Revealed {
            region,
            spectrum: dataset.spectrum,
            time,
        })
    }

    pub(super) fn new(addresses: &super::hosts::Addresses) -> Self {
        let datasets: Vec<Dataset> = COLLECTIONS.iter().flat_map(sky::datasets).collect();
        let access_urls = datasets
            .iter()
            .map(|dataset| addresses.access_url(dataset))
            .collect();
        let holdings = services::doors()
            .iter()
            .map(|door| Holding {
                ivoids: services::records()
                    .filter(|record| record.doors.iter().any(|other| other.is(door)))
                    .map(services::Record::ivoid)
                    .collect(),
                declares: services::records()
                    .filter(|record| record.doors.iter().any(|other| other.is(door)))
                    .map(|record| {
                        let declares = record.declares;
                        (declares.space(), declares.spectrum(), declares.time())
                    })
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
