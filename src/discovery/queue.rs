//! Who is asked next: so many at once, so many a host.

use std::collections::BTreeMap;

/// Services, or files, that wait to be asked for, and the hosts that are being asked. A value: it asks nobody itself.
#[derive(Debug)]
pub struct Queue<T> {
    total: usize,
    per_host: usize,
    /// In the order in which they are asked, as far as their hosts allow.
    waiting: Vec<(T, Host)>,
    asking: Vec<(T, Host)>,
    busy: BTreeMap<Host, usize>,
}

/// What politeness counts by: host and port of an address, without the usual ports, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Host(String);

impl Host {
    /// The host of an address; an address that cannot be read is a host of its own.
    pub fn of(address: &str) -> Self {
        let address = address.trim().to_ascii_lowercase();
        let (scheme, rest) = address.split_once("://").unwrap_or(("", &address));
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default();
        let usual_port = match scheme {
            "http" => ":80",
            "https" => ":443",
            _ => ":",
        };
        Self(host.strip_suffix(usual_port).unwrap_or(host).to_owned())
    }

    /// The host, with its port where that is not the usual one.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Copy + PartialEq> Queue<T> {
    /// An empty queue that lets `total` be asked at once, and `per_host` of them on one host; at least one of each.
    pub fn new(total: usize, per_host: usize) -> Self {
        Self {
            total: total.max(1),
            per_host: per_host.max(1),
            waiting: Vec::new(),
            asking: Vec::new(),
            busy: BTreeMap::new(),
        }
    }

    /// Puts one at the end.
    pub fn push(&mut self, service: T, host: Host) {
        self.waiting.push((service, host));
    }

    /// The next that may be asked now: the first whose host is free, of hosts with most waiting first.
    ///
    /// The host with the longest queue of its own ends last, so that it must never be idle; who waits there is asked
    /// before others. Within a host the order of the queue holds.
    pub fn take_next(&mut self) -> Option<T> {
        if self.total <= self.asking.len() {
            return None;
        }
        let mut n_waiting: BTreeMap<&Host, usize> = BTreeMap::new();
        for (_, host) in &self.waiting {
            *n_waiting.entry(host).or_default() += 1;
        }
        let at = self
            .waiting
            .iter()
            .enumerate()
            .filter(|(_, (_, host))| self.n_asking(host) < self.per_host)
            .max_by_key(|(at, (_, host))| (n_waiting.get(host).copied(), std::cmp::Reverse(*at)))
            .map(|(at, _)| at)?;
        let (service, host) = self.waiting.remove(at);
        *self.busy.entry(host.clone()).or_default() += 1;
        self.asking.push((service, host));
        Some(service)
    }

    /// Takes out one that waits, and frees the place of one that is being asked.
    pub fn forget(&mut self, service: T) {
        self.waiting.retain(|(waiting, _)| *waiting != service);
        self.done(service);
    }

    /// Frees the place of one that was being asked.
    pub fn done(&mut self, service: T) {
        let Some(at) = self.asking.iter().position(|(asked, _)| *asked == service) else {
            return;
        };
        let (_, host) = self.asking.swap_remove(at);
        if let Some(n) = self.busy.get_mut(&host) {
            *n = n.saturating_sub(1);
        }
    }

    /// Whether nobody waits and nobody is being asked.
    pub fn is_done(&self) -> bool {
        self.waiting.is_empty() && self.asking.is_empty()
    }

    fn n_asking(&self, host: &Host) -> usize {
        self.busy.get(host).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discovery::event::ServiceNr;

    #[track_caller]
    fn check(address: &str, expected: &str) {
        assert_eq!(Host::of(address).as_str(), expected, "{address}");
    }

    #[test]
    fn a_host_is_named_without_the_usual_ports() {
        check("http://Archive.example/sia?", "archive.example");
        check("http://archive.example:80/sia?", "archive.example");
        check("https://archive.example:443", "archive.example");
        check("https://archive.example:80/", "archive.example:80");
        check("http://user@127.0.0.3:8080?x", "127.0.0.3:8080");
        check("http://[::1]:80/", "[::1]");
    }

    fn queue(total: usize, per_host: usize, hosts: &[&str]) -> Queue<ServiceNr> {
        let mut queue = Queue::new(total, per_host);
        for (nr, host) in (0..).zip(hosts) {
            queue.push(ServiceNr(nr), Host::of(host));
        }
        queue
    }

    fn all_next(queue: &mut Queue<ServiceNr>) -> Vec<u32> {
        std::iter::from_fn(|| queue.take_next())
            .map(|service| service.0)
            .collect()
    }

    #[test]
    fn no_host_is_asked_more_than_so_many_at_once() {
        let mut queue = queue(32, 2, &["a", "a", "a", "b", "a"]);
        assert_eq!(all_next(&mut queue), [0, 1, 3], "two at a, one at b");
        queue.done(ServiceNr(3));
        assert_eq!(all_next(&mut queue), [0; 0], "a is still busy");
        queue.done(ServiceNr(1));
        assert_eq!(all_next(&mut queue), [2], "one place at a");
    }

    #[test]
    fn no_more_than_so_many_are_asked_at_once_in_all() {
        let mut queue = queue(3, 2, &["a", "b", "c", "d", "e"]);
        assert_eq!(all_next(&mut queue), [0, 1, 2]);
        queue.done(ServiceNr(1));
        assert_eq!(all_next(&mut queue), [3]);
    }

    #[test]
    fn the_host_with_the_longest_queue_is_never_left_idle() {
        let mut queue = queue(2, 2, &["a", "b", "c", "c", "c"]);
        assert_eq!(all_next(&mut queue), [2, 3]);
        queue.done(ServiceNr(2));
        assert_eq!(
            all_next(&mut queue),
            [0],
            "each host has one left, so the first comes first"
        );
    }

    #[test]
    fn the_queue_is_done_when_the_last_answer_is_in() {
        let mut queue = queue(32, 2, &["a"]);
        assert!(!queue.is_done(), "one waits");
        assert_eq!(all_next(&mut queue), [0]);
        assert!(!queue.is_done(), "one is being asked");
        queue.done(ServiceNr(0));
        queue.done(ServiceNr(0));
        assert!(queue.is_done(), "done twice is done");
    }

    #[test]
    fn who_is_forgotten_waits_no_longer_and_frees_a_place() {
        let mut queue = queue(1, 1, &["a", "a", "b"]);
        assert_eq!(all_next(&mut queue), [0]);
        queue.forget(ServiceNr(1));
        queue.forget(ServiceNr(0));
        assert_eq!(all_next(&mut queue), [2]);
    }

    #[test]
    fn limits_of_nought_still_let_one_be_asked() {
        let mut queue = queue(0, 0, &["a", "b"]);
        assert_eq!(all_next(&mut queue), [0]);
    }
}
