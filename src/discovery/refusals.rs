//! Which ways of asking a service has refused, so that it is not asked in them again, part after part.

use crate::protocol::Rung;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// After so many refusals a way is left out. One may be a fault of the moment, and simpler ways may miss something.
const ENOUGH: u32 = 2;

/// What one service has refused and what it has not, for one place and for several.
#[derive(Debug, Default)]
pub(super) struct Refusals(Mutex<BTreeMap<(bool, &'static str), Seen>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Refused(u32),
    Taken,
}

impl Refusals {
    /// It has refused a way.
    pub(super) fn refused(&self, several: bool, rung: &Rung) {
        let mut seen = self.lock();
        let seen = seen.entry((several, rung.name)).or_insert(Seen::Refused(0));
        if let Seen::Refused(times) = seen {
            *times += 1;
        }
    }

    /// It has taken a way.
    pub(super) fn taken(&self, several: bool, rung: &Rung) {
        self.lock().insert((several, rung.name), Seen::Taken);
    }

    /// Leaves out what it always refused, unless nothing would be left.
    pub(super) fn without(&self, several: bool, rungs: Vec<Rung>) -> Vec<Rung> {
        let seen = self.lock();
        let is_useless = |rung: &Rung| {
            let seen = seen.get(&(several, rung.name));
            matches!(seen, Some(Seen::Refused(times)) if *times >= ENOUGH)
        };
        if rungs.iter().all(is_useless) {
            return rungs;
        }
        rungs.into_iter().filter(|rung| !is_useless(rung)).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(bool, &'static str), Seen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Request;

    fn rung(name: &'static str) -> Rung {
        Rung {
            name,
            request: Request::get("http://a.example/", &[]),
            misses: String::new(),
            caveat: String::new(),
        }
    }

    #[test]
    fn what_was_refused_twice_and_never_taken_is_left_out() {
        let refusals = Refusals::default();
        let names = |several| -> Vec<&str> {
            let all = ["best", "good", "simple"].map(rung).to_vec();
            let left = refusals.without(several, all);
            left.iter().map(|rung| rung.name).collect()
        };
        refusals.refused(false, &rung("best"));
        refusals.taken(false, &rung("good"));
        assert_eq!(
            names(false),
            ["best", "good", "simple"],
            "it may be a fault of the moment"
        );
        refusals.refused(false, &rung("best"));
        refusals.refused(false, &rung("good"));
        refusals.refused(false, &rung("good"));
        assert_eq!(names(false), ["good", "simple"], "it has taken the second");
        assert_eq!(
            names(true),
            ["best", "good", "simple"],
            "of several nothing is known"
        );
        for name in ["best", "good", "simple"] {
            refusals.refused(true, &rung(name));
            refusals.refused(true, &rung(name));
        }
        assert_eq!(
            names(true),
            ["best", "good", "simple"],
            "something must be asked"
        );
    }
}
