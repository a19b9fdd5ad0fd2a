//! Binds the hosts of the practice VO, and serves until it is dropped.

use super::{
    answer::Answer,
    faults::{Fault, Faults},
    host::Site,
    latency,
    services::{ARCHIVES, Door, home},
    shelf,
    sky::Dataset,
    truth::Truth,
};
use crate::http::serve::{Body, Server, serve};
use hyper::{Response, StatusCode};
use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::{net::TcpListener, sync::OnceCell, task::spawn_blocking};

/// How the practice VO is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The registry's port on 127.0.0.1; the other hosts listen at addresses of their own on the same port. `None`:
    /// free ports.
    pub port: Option<u16>,
    /// Whether the faulty services show their faults.
    pub faults: Faults,
    /// Whether services take their time, as real ones do.
    pub latency: bool,
}

/// Why the practice VO cannot start.
#[derive(Debug, thiserror::Error)]
pub enum PracticeError {
    /// An address cannot be listened on.
    #[error("the practice VO cannot listen, is port {port} in use? ({address})", port = address.port())]
    Listen {
        /// The address that was tried.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// Its databases cannot be made.
    #[error("the practice VO cannot be set up: {0}")]
    Broken(String),
}

/// A practice VO that serves until it is dropped.
#[derive(Debug)]
pub struct PracticeVo {
    addresses: Arc<Addresses>,
    making: Arc<Making>,
    _servers: Vec<Server>,
}

/// The site, which is made beside whatever else starts.
#[derive(Debug)]
struct Making {
    addresses: Arc<Addresses>,
    site: OnceCell<Result<Site, String>>,
}

impl Making {
    /// The site, when it is made; or why it cannot be.
    async fn site(&self) -> &Result<Site, String> {
        let make = || async {
            let addresses = Arc::clone(&self.addresses);
            match spawn_blocking(move || Site::new(addresses)).await {
                Ok(made) => made.map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            }
        };
        self.site.get_or_init(make).await
    }
}

fn broken(why: &str) -> Response<Body> {
    let sentence = PracticeError::Broken(why.to_owned()).to_string();
    Answer::plain(StatusCode::INTERNAL_SERVER_ERROR, &sentence).response(Body::full)
}

impl PracticeVo {
    /// Starts it on the runtime that this is called in. Its addresses are known at once; who asks before its databases
    /// are filled, waits for them.
    pub async fn begin(options: Options) -> Result<Self, PracticeError> {
        let mut listeners = Vec::new();
        for host in 0..ARCHIVES.len() {
            listeners.push(listen(host, options.port).await?);
        }
        let mut authorities = Vec::new();
        for listener in &listeners {
            authorities.push(address_of(listener)?);
        }
        let addresses = Arc::new(Addresses {
            authorities,
            options,
        });
        let making = Arc::new(Making {
            addresses: Arc::clone(&addresses),
            site: OnceCell::new(),
        });
        let mut servers = Vec::new();
        for (host, listener) in listeners.into_iter().enumerate() {
            let address = address_of(&listener)?;
            let making = Arc::clone(&making);
            let handler = move |request| {
                let making = Arc::clone(&making);
                async move {
                    match making.site().await {
                        Ok(site) => site.answer(host, request).await,
                        Err(why) => broken(why),
                    }
                }
            };
            let server = serve(listener, handler)
                .map_err(|source| PracticeError::Listen { address, source })?;
            servers.push(server);
        }
        let early = Arc::clone(&making);
        tokio::spawn(async move { early.site().await.is_ok() });
        Ok(Self {
            addresses,
            making,
            _servers: servers,
        })
    }

    /// Starts it, and waits until it can answer.
    pub async fn start(options: Options) -> Result<Self, PracticeError> {
        let practice = Self::begin(options).await?;
        match practice.making.site().await {
            Ok(_) => Ok(practice),
            Err(why) => Err(PracticeError::Broken(why.clone())),
        }
    }

    /// The TAP address of the registry.
    pub fn registry_url(&self) -> String {
        format!("http://{}/tap", self.addresses.authority(0))
    }

    /// The base address of the name resolver.
    pub fn resolver_url(&self) -> String {
        format!("http://{}/sesame", self.addresses.authority(0))
    }

    /// What really exists, for tests, and how long each service takes.
    pub fn truth(&self) -> Truth {
        Truth::new(&self.addresses)
    }

    /// The least time in which all services that `asked` names by their access URLs can answer, at `per_host` requests
    /// at a time to one host: the bound that a whole run is measured against. A service that never comes to its end
    /// costs `time_out`.
    pub fn lower_bound(&self, asked: &[&str], per_host: usize, time_out: Duration) -> Duration {
        let truth = self.truth();
        let mut slowest = Duration::ZERO;
        for host in 0..ARCHIVES.len() {
            let authority = self.addresses.authority(host);
            let times = truth
                .holdings
                .iter()
                .filter(|holding| {
                    holding.host == authority && asked.contains(&holding.access_url.as_str())
                })
                .map(|holding| match holding.fault {
                    Some(Fault::Hangs | Fault::HangsMidway | Fault::SyncHangs) => time_out,
                    _ => holding.takes.min(time_out),
                });
            slowest = slowest.max(queue_length(&times.collect::<Vec<_>>(), per_host.max(1)));
        }
        slowest
    }
}

/// How long jobs take at least when so many run side by side, in whichever order they are begun.
fn queue_length(times: &[Duration], at_a_time: usize) -> Duration {
    /// More jobs than that are not tried in every distribution: there are too many of them.
    const MOST_TRIED: usize = 12;
    let longest = times.iter().max().copied().unwrap_or_default();
    let workers = u32::try_from(at_a_time).unwrap_or(u32::MAX);
    let even_share = longest.max(times.iter().sum::<Duration>() / workers);
    if times.len() > MOST_TRIED {
        return even_share;
    }
    let mut loads = vec![Duration::ZERO; at_a_time];
    let mut best = times.iter().sum();
    distribute(times, &mut loads, &mut best);
    best
}

/// Tries every way to give the jobs to the workers, and keeps the end of the best.
fn distribute(times: &[Duration], loads: &mut [Duration], best: &mut Duration) {
    let end = loads.iter().max().copied().unwrap_or_default();
    let Some((first, rest)) = times.split_first() else {
        *best = end.min(*best);
        return;
    };
    if end >= *best {
        return;
    }
    for worker in 0..loads.len() {
        if let Some(load) = loads.get_mut(worker) {
            *load += *first;
        }
        distribute(rest, loads, best);
        if let Some(load) = loads.get_mut(worker) {
            *load -= *first;
        }
    }
}

fn address_of(listener: &TcpListener) -> Result<SocketAddr, PracticeError> {
    listener
        .local_addr()
        .map_err(|source| PracticeError::Listen {
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            source,
        })
}

/// Listens for one host: at an address of its own, or, where there is only 127.0.0.1 (macOS), at a port of its own.
async fn listen(host: usize, port: Option<u16>) -> Result<TcpListener, PracticeError> {
    let offset = u8::try_from(host).unwrap_or_default();
    let own = SocketAddr::from((
        Ipv4Addr::new(127, 0, 0, 1 + offset),
        port.unwrap_or_default(),
    ));
    match TcpListener::bind(own).await {
        Ok(listener) => Ok(listener),
        Err(error) if host > 0 && error.kind() == io::ErrorKind::AddrNotAvailable => {
            let port = port.map_or(0, |port| port.saturating_add(offset.into()));
            let stand_in = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            TcpListener::bind(stand_in)
                .await
                .map_err(|source| PracticeError::Listen {
                    address: stand_in,
                    source,
                })
        }
        Err(source) => Err(PracticeError::Listen {
            address: own,
            source,
        }),
    }
}

/// Where everything is, and how it behaves.
#[derive(Debug)]
pub(super) struct Addresses {
    authorities: Vec<SocketAddr>,
    options: Options,
}

impl Addresses {
    /// The host and port of an archive.
    pub(super) fn authority(&self, host: usize) -> String {
        self.authorities
            .get(host)
            .map(SocketAddr::to_string)
            .unwrap_or_default()
    }

    /// The address of a door as it is registered.
    pub(super) fn door_url(&self, door: &Door) -> String {
        format!(
            "http://{}{}{}",
            self.authority(door.host),
            door.path,
            door.ending
        )
    }

    /// Where the records of a dataset lead: to its links, or to its file.
    pub(super) fn access_url(&self, dataset: &Dataset) -> String {
        if shelf::is_linked(dataset) {
            shelf::links_url(dataset, self)
        } else {
            self.file_url(dataset)
        }
    }

    /// The address of a dataset's file.
    pub(super) fn file_url(&self, dataset: &Dataset) -> String {
        let authority = self.authority(home(dataset.collection));
        let ending = if dataset.kind.is_image() {
            "fits"
        } else {
            "vot"
        };
        format!(
            "http://{authority}/data/{}/{}.{ending}",
            dataset.collection,
            dataset.id()
        )
    }

    /// Whether faults are switched on.
    pub(super) fn faults(&self) -> Faults {
        self.options.faults
    }

    /// The fault that a door shows now.
    pub(super) fn fault(&self, door: &Door) -> Option<Fault> {
        door.fault.filter(|_| self.options.faults == Faults::Some)
    }

    /// The time before the first byte of a door's answer.
    pub(super) fn takes(&self, door: &Door) -> Duration {
        let latency = self.latency(&format!("{}{}", door.host, door.path));
        match self.fault(door) {
            Some(Fault::Slow(more)) => latency + more,
            _ => latency,
        }
    }

    /// The latency of whatever has this name; zero where latencies are switched off.
    pub(super) fn latency(&self, name: &str) -> Duration {
        if self.options.latency {
            latency::of_service(name)
        } else {
            Duration::ZERO
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_time_of_a_queue_is_that_of_its_best_distribution() {
        let seconds = |times: &[u64]| {
            times
                .iter()
                .map(|time| Duration::from_secs(*time))
                .collect::<Vec<_>>()
        };
        for (times, at_a_time, expected) in [
            (&[][..], 2, 0),
            (&[5], 2, 5),
            (&[20, 20, 9, 1, 1], 2, 29),
            (&[3, 3, 2, 2, 2], 2, 6),
            (&[1, 1, 1], 1, 3),
        ] {
            let found = queue_length(&seconds(times), at_a_time);
            assert_eq!(
                found,
                Duration::from_secs(expected),
                "{times:?} by {at_a_time}"
            );
        }
    }
}
