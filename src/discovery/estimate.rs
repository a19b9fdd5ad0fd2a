//! How long a search will go on, as far as can be told from how it went.

use super::{
    queue::Host,
    record::{Place, Record},
};
use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime},
};

/// What a service is taken to need before any has answered.
const FIRST_GUESS: Duration = Duration::from_secs(2);

/// How long the search will probably go on; `None` while nobody is known who is to be asked, and after its end.
///
/// A service that waits is taken to need what those took that are done, on the mean. One that is being asked is taken to
/// need what those still took that were as slow; where none was, as long again, up to the time-out. The search is over
/// when the slowest host is, or when all have gone through the places there are.
pub fn left(record: &Record, now: SystemTime) -> Option<Duration> {
    if record.is_ended() || record.plan().is_none() {
        return None;
    }
    let past: Vec<Duration> = record
        .services()
        .iter()
        .filter_map(|state| match &state.place {
            Place::Done(report) if !report.attempts.is_empty() => Some(report.took),
            Place::Done(_) | Place::LeftOut(_) | Place::Waiting | Place::Asking { .. } => None,
        })
        .collect();
    let settings = &record.search().settings;
    let mut hosts: BTreeMap<Host, Duration> = BTreeMap::new();
    // Nobody is done before those are that are being asked.
    let mut longest = Duration::ZERO;
    for state in record.services() {
        let needs = match &state.place {
            Place::Waiting => still(&past, Duration::ZERO, settings.answer),
            Place::Asking { since } => {
                let age = now.duration_since(*since).unwrap_or_default();
                let needs = still(&past, age, settings.answer);
                longest = longest.max(needs);
                needs
            }
            Place::LeftOut(_) | Place::Done(_) => continue,
        };
        *hosts
            .entry(Host::of(&state.service.access_url))
            .or_default() += needs;
    }
    let all: Duration = hosts.values().sum();
    let slowest_host = hosts.values().max().copied()?;
    let at_once = |work: Duration, n: usize| work / u32::try_from(n.max(1)).unwrap_or(u32::MAX);
    Some(
        longest
            .max(at_once(slowest_host, settings.per_host))
            .max(at_once(all, settings.total)),
    )
}

/// How long a service will probably still take that has taken `age` so far.
fn still(past: &[Duration], age: Duration, time_out: Duration) -> Duration {
    let slower: Vec<Duration> = past
        .iter()
        .filter_map(|took| took.checked_sub(age))
        .filter(|more| !more.is_zero())
        .collect();
    let expected = match u32::try_from(slower.len()) {
        Ok(n) if n > 0 => slower.iter().sum::<Duration>() / n,
        _ if age.is_zero() => FIRST_GUESS,
        _ => age,
    };
    expected.min(time_out.saturating_sub(age).max(Duration::from_secs(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_service_is_taken_to_need_what_those_took_that_were_as_slow() {
        let past = [s(1), s(2), s(3), s(10)];
        let minute = s(60);
        assert_eq!(still(&past, s(0), minute), s(4), "(1 + 2 + 3 + 10) / 4");
        assert_eq!(still(&past, s(2), minute), s(9) / 2, "(1 + 8) / 2");
        assert_eq!(
            still(&past, s(12), minute),
            s(12),
            "none was so slow: as long again"
        );
        assert_eq!(
            still(&past, s(40), minute),
            s(20),
            "but not beyond the time-out"
        );
        assert_eq!(
            still(&past, s(70), minute),
            s(1),
            "which it should have met"
        );
        assert_eq!(still(&[], s(0), minute), FIRST_GUESS);
    }
}
