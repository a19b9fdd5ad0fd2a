//! How long services take before they answer: like real ones, and the same in every run.

use super::random::Random;
use std::time::Duration;

/// The quickest answer. Nothing that crosses a continent and a database is quicker.
const SHORTEST_MS: f64 = 50.0;

/// The slowest answer of a service without a fault.
const LONGEST_MS: f64 = 1500.0;

/// The time that a service takes before the first byte of its answer.
pub(super) fn of_service(name: &str) -> Duration {
    let mut random = Random::seeded(name);
    Duration::from_secs_f64(random.log_between(SHORTEST_MS, LONGEST_MS) / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latencies_are_realistic_and_repeat() {
        for name in ["sia1", "sia2", "a rather long name of a service"] {
            let latency = of_service(name);
            assert_eq!(latency, of_service(name), "{name}");
            assert!((50..=1500).contains(&latency.as_millis()), "{latency:?}");
        }
    }
}
