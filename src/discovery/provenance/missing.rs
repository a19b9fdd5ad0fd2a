//! What a search has not looked at, as far as that is known.

use super::{Outcome, Provenance, requests::registry_of};
use crate::discovery::{
    event::{Attempt, Ending},
    plan::Reason,
    record::{Phase, Place, Record, grouped},
    registry::{CANDIDATES, UNDECLARED},
};
use std::fmt;

/// What a search has not looked at, counted in services. `Display` is one sentence.
///
/// A service left out in favour of another that is asked is not missing: if that other fails, it is the one that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Missing {
    /// What is known of the registry's own list.
    pub list: RegistryList,
    /// What is known of its list of services that do not declare their coverage.
    pub undeclared_list: RegistryList,
    /// Those that failed; what they gave before is there.
    pub failed: u64,
    /// Those that have more than they gave.
    pub overflow: u64,
    /// Those that answered a simpler question only, so that some may be missing; their message says which.
    pub simplified: u64,
    /// Those that were being asked when it was stopped, or when this was written.
    pub stopped: u64,
    /// Those whose turn has not come.
    pub not_asked: u64,
    /// Those that want a log-in.
    pub login: u64,
    /// Those that cannot be asked this question.
    pub cannot_ask: u64,
    /// Those that do not declare their coverage, which only an inclusive search asks.
    pub undeclared: u64,
}

/// Whether the registry has said which services there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum RegistryList {
    /// It has.
    #[default]
    Whole,
    /// It gave a part of its list, or what may be one.
    Cut,
    /// It has not.
    Unknown,
}

impl Missing {
    /// What the search of `record` has not looked at.
    pub fn of(record: &Record) -> Self {
        let mut missing = Self {
            list: list_of(record),
            undeclared_list: undeclared_list_of(record),
            ..Self::default()
        };
        for row in super::rows(record) {
            missing.count(&row);
        }
        for state in record.services() {
            match &state.place {
                Place::LeftOut(Reason::NeedsLogin) => missing.login += 1,
                Place::LeftOut(Reason::CannotAsk(_)) => missing.cannot_ask += 1,
                Place::LeftOut(Reason::Undeclared { .. }) => missing.undeclared += 1,
                Place::LeftOut(
                    Reason::SameCollection { .. }
                    | Reason::SameTap { .. }
                    | Reason::SameAddress { .. }
                    | Reason::ServedBy { .. },
                )
                | Place::Waiting
                | Place::Asking { .. } => {}
                Place::Done(report) => {
                    let has_answered = matches!(report.outcome, Outcome::Ok | Outcome::Empty);
                    missing.simplified += u64::from(has_answered && !report.misses.is_empty());
                }
            }
        }
        missing
    }

    /// Whether nothing is known to be missing.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    fn count(&mut self, row: &Provenance) {
        let to = match row.outcome {
            Outcome::Ok | Outcome::Empty | Outcome::Skipped => return,
            Outcome::Overflow => &mut self.overflow,
            Outcome::Failed => &mut self.failed,
            Outcome::Stopped => &mut self.stopped,
            Outcome::NotAsked => &mut self.not_asked,
        };
        *to += 1;
    }
}

fn list_of(record: &Record) -> RegistryList {
    if record.plan().is_none() {
        return RegistryList::Unknown;
    }
    // A query that was refused gave nothing; one that gave something and a message gave not all.
    let mut asked = attempts_at(record, CANDIDATES);
    if asked.any(|attempt| attempt.received > 0 && !attempt.message.is_empty()) {
        RegistryList::Cut
    } else {
        RegistryList::Whole
    }
}

/// What is known of the services that only an inclusive search asks. No search that is inclusive, or that ended before
/// there was a plan, asks for them; and a registry that knows no coverage has none.
fn undeclared_list_of(record: &Record) -> RegistryList {
    if record.plan().is_none() || record.search().constraints.inclusive {
        return RegistryList::Whole;
    }
    match attempts_at(record, UNDECLARED).last() {
        None if is_through(record) => RegistryList::Whole,
        Some(attempt) if attempt.message.is_empty() => RegistryList::Whole,
        Some(attempt) if attempt.received > 0 => RegistryList::Cut,
        None | Some(_) => RegistryList::Unknown,
    }
}

/// Whether the search has done all that it does.
fn is_through(record: &Record) -> bool {
    matches!(
        record.phase(),
        Phase::Ended(Ending::Complete | Ending::NothingToAsk)
    )
}

/// The requests of this name to the registry that answered.
fn attempts_at<'a>(record: &'a Record, name: &str) -> impl Iterator<Item = &'a Attempt> {
    let attempts = record.registry_attempts().iter().map(AsRef::as_ref);
    attempts.filter(move |attempt: &&Attempt| {
        attempt.rung == name && registry_of(record, &attempt.url) == record.registry()
    })
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = match self.list {
            RegistryList::Whole => None,
            RegistryList::Cut => Some("the registry may have more services than it listed"),
            RegistryList::Unknown => Some("the registry has not said which services there are"),
        };
        let undeclared_list = match self.undeclared_list {
            RegistryList::Whole => None,
            RegistryList::Cut => {
                Some("the registry may have more services without declared coverage than it listed")
            }
            RegistryList::Unknown => {
                Some("the registry has not said which services declare no coverage")
            }
        };
        let counts = [
            (self.failed, "failed", "failed"),
            (
                self.overflow,
                "has more than it gave",
                "have more than they gave",
            ),
            (
                self.simplified,
                "answered a simpler question only",
                "answered a simpler question only",
            ),
            (self.stopped, "was stopped", "were stopped"),
            (self.not_asked, "was not asked", "were not asked"),
            (self.login, "wants a log-in", "want a log-in"),
            (
                self.cannot_ask,
                "cannot be asked this question",
                "cannot be asked this question",
            ),
            (
                self.undeclared,
                "does not declare its coverage",
                "do not declare their coverage",
            ),
        ];
        let counted =
            counts
                .into_iter()
                .filter(|(number, ..)| *number > 0)
                .map(|(number, one, many)| match number {
                    1 => format!("1 service {one}"),
                    _ => format!("{} services {many}", grouped(number)),
                });
        let lists = list.into_iter().chain(undeclared_list);
        let all: Vec<String> = lists.map(str::to_owned).chain(counted).collect();
        if all.is_empty() {
            return f.write_str("nothing is known to be missing");
        }
        f.write_str(&all.join(", "))
    }
}
