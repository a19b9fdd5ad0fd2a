//! What makes access URLs the same, though a service is reached at several addresses and builds them from each.

use super::{plan::Plan, queue::Host};
use crate::domain::{dataset::Dataset, obscore::ObsColumn, service::Protocol};
use std::collections::HashMap;

/// Where services are at home that have addresses on several hosts, by identifier.
#[derive(Debug, Default)]
pub(super) struct Homes(HashMap<String, Vec<Home>>);

/// The hosts of one service.
#[derive(Debug)]
struct Home {
    protocol: Protocol,
    /// That of its first address.
    first: Host,
    others: Vec<Host>,
}

impl Homes {
    /// Of the services of a plan.
    pub(super) fn of(plan: &Plan) -> Self {
        let mut homes: HashMap<String, Vec<Home>> = HashMap::new();
        for considered in &plan.considered {
            let service = &considered.service;
            let first = Host::of(&service.access_url);
            let others = considered.alternates.iter().map(|url| Host::of(url));
            let others: Vec<Host> = others.filter(|host| *host != first).collect();
            if others.is_empty() {
                continue;
            }
            let ivoid = service.ivoid.as_str().to_owned();
            homes.entry(ivoid).or_default().push(Home {
                protocol: service.protocol,
                first,
                others,
            });
        }
        Self(homes)
    }

    /// The host of its service's first address, for a dataset whose access URL is on the host of another.
    pub(super) fn first(&self, dataset: Dataset<'_>, host: &Host) -> Option<&Host> {
        if self.0.is_empty() {
            return None;
        }
        let homes = self.0.get(dataset.text(ObsColumn::OriginService)?)?;
        let protocol = Protocol::named(dataset.text(ObsColumn::Protocol)?)?;
        let home = homes
            .iter()
            .find(|home| home.protocol == protocol && home.others.contains(host))?;
        Some(&home.first)
    }
}

/// The host of an access URL, and what follows it; HTTP and HTTPS lead to the same. `None` for other schemes.
pub(super) fn host_and_rest(url: &str) -> Option<(Host, &str)> {
    let (scheme, address) = url.split_once("://")?;
    let is_http = ["http", "https"]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(scheme));
    let end = address.find(['/', '?', '#']).unwrap_or(address.len());
    let (_, rest) = address.split_at(end);
    is_http.then(|| (Host::of(url), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: Option<(&str, &str)>) {
        let parted = host_and_rest(url);
        let parted = parted.as_ref().map(|(host, rest)| (host.as_str(), *rest));
        assert_eq!(parted, expected, "{url}");
    }

    #[test]
    fn an_access_url_is_parted_without_its_scheme_and_the_usual_port() {
        for twin in [
            "http://h.example/F?x=1",
            "https://H.example/F?x=1",
            "HTTPS://h.example:443/F?x=1",
            "http://h.example:80/F?x=1",
        ] {
            check(twin, Some(("h.example", "/F?x=1")));
        }
        check("http://h.example:8080/f", Some(("h.example:8080", "/f")));
        check("https://h.example:80?f", Some(("h.example:80", "?f")));
        check("http://h.example", Some(("h.example", "")));
        check("ftp://h.example/f", None);
        check("f/1", None);
    }
}
