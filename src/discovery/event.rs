//! What a search tells while it runs.

use super::{
    census::Census,
    plan::{Considered, Plan},
};
use crate::domain::dataset::Datasets;
use serde::{Deserialize, Serialize};
use std::time::{Duration, SystemTime};
use std::{borrow::Cow, error::Error, fmt, sync::Arc};

/// One search. Later searches have larger numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub u32);

/// One service of a search: its index in [`Plan::considered`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ServiceNr(pub u32);

impl ServiceNr {
    /// The same number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a search tells.
///
/// First `AskingRegistry`, `Planned`, then for each service that is asked `Asking`, any number of `Rows`, `Replaced` and `Part`,
/// and `Finished`; last of all one `Ended`. Every request to it is told by `Sending` and `Sent`. `RegistryAsked`, `AlsoKnown`, `RegistryCounted`, `Queued` and
/// `Note` may come at any time between; a second `AskingRegistry` means that the first registry did not answer. A round that asks some services again begins with `AskingAgain` in place of the first two.
///
/// A search that is stopped tells no `Finished` for the services that it was asking.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Happening {
    /// The registry is being asked which services there are.
    AskingRegistry {
        /// Its TAP address.
        url: String,
    },
    /// A request to a registry has come to its end.
    RegistryAsked(Arc<Attempt>),
    /// The services to ask, and those left out, each with its reason.
    Planned(Arc<Plan>),
    /// Further services of the registry that are left out; they are numbered on from those of the plan.
    AlsoKnown(Arc<Vec<Considered>>),
    /// How many services of the wanted kinds the registry lists.
    RegistryCounted(Census),
    /// The search goes on after its end: these services are asked once more.
    AskingAgain(Vec<ServiceNr>),
    /// These were left out because another service stood in for them; it failed or was cut off, so they are asked
    /// after all.
    Queued(Vec<ServiceNr>),
    /// This service is being asked.
    Asking(ServiceNr),
    /// Datasets that no service told of before, judged, with their match columns, while the answer is still arriving.
    Rows(ServiceNr, Arc<Datasets>),
    /// Datasets that a less capable service had told of before: they take the places of what it told.
    Replaced(ServiceNr, Arc<Replacement>),
    /// This service has answered, or failed.
    Finished(ServiceNr, Arc<Report>),
    /// Something that the person should know: one sentence for the log.
    Note(String),
    /// The search is over, and tells nothing more.
    Ended(Ending),
    /// This service, which is asked in parts, has answered or failed one of them.
    Part(ServiceNr, Arc<Part>),
    /// This request is on its way to a service.
    Sending(ServiceNr, Arc<Attempt>),
    /// The request that was on its way has come to this end.
    Sent(ServiceNr, Arc<Attempt>),
}

/// What became of one part of a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What it came to; `new` is not known yet.
    pub report: Report,
    /// Parts that the service was asked for, with this one.
    pub n_asked: usize,
    /// Parts that are still to be asked for.
    pub n_left: usize,
}

/// Datasets that take the places of others.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Replacement {
    /// For each dataset, the row in what was found whose place it takes; in rising order.
    pub rows: Vec<usize>,
    /// The datasets.
    pub datasets: Datasets,
}

/// How a search ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Ending {
    /// Every service was asked.
    Complete,
    /// It was stopped.
    Stopped,
    /// The registry knows no service that applies.
    NothingToAsk,
    /// The registry could not be asked.
    RegistryFailed(Arc<Failure>),
}

/// What became of one service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// In one word.
    pub outcome: Outcome,
    /// Rows that it gave, in all its answers together.
    pub received: u64,
    /// Those of them that match the question.
    pub matched: u64,
    /// Datasets that no service had told of before.
    pub new: u64,
    /// When it was asked; for one that was not, when that was decided.
    pub started: SystemTime,
    /// From then to the end of the last answer.
    pub took: Duration,
    /// Every request that was sent to it, in order; none for a service that was not asked.
    pub attempts: Vec<Attempt>,
    /// One sentence: what went wrong, what was left out; empty where there is nothing to say.
    pub message: String,
    /// More about it, in lines: address, status, the first words of the answer.
    pub details: String,
    /// What may be missing though it answered, since it could be asked with a simpler question only; empty where that is
    /// nothing. The message says it too.
    pub misses: String,
}

/// One request that was sent, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// The address, with its query.
    pub url: String,
    /// The request as a command for curl, to try it by hand.
    pub request: String,
    /// Which of several ways of asking it was, and for a job on the service where that was; empty where there is but
    /// one way.
    pub rung: Cow<'static, str>,
    /// When it was sent.
    pub started: SystemTime,
    /// From then to the end of its answer.
    pub took: Duration,
    /// Rows that came.
    pub received: u64,
    /// Why that was not all; empty where it was.
    pub message: String,
    /// The first lines of an answer that failed, as they came; empty where none came, or it was as it should be.
    pub head: String,
}

impl Report {
    /// The report of a service that was not asked.
    pub fn unasked(outcome: Outcome, message: impl Into<String>, when: SystemTime) -> Self {
        Self {
            outcome,
            received: 0,
            matched: 0,
            new: 0,
            started: when,
            took: Duration::ZERO,
            attempts: Vec::new(),
            message: message.into(),
            details: String::new(),
            misses: String::new(),
        }
    }

    /// The two together, of a service that was asked again: what became of it at last, and all that it gave.
    #[must_use]
    pub fn followed_by(&self, later: &Self) -> Self {
        match self.outcome {
            Outcome::Skipped | Outcome::NotAsked if self.attempts.is_empty() => later.clone(),
            _ => Self {
                received: self.received.saturating_add(later.received),
                matched: self.matched.saturating_add(later.matched),
                new: self.new.saturating_add(later.new),
                started: self.started,
                took: self.took.saturating_add(later.took),
                attempts: [self.attempts.as_slice(), &later.attempts].concat(),
                ..later.clone()
            },
        }
    }

    /// The request that was sent last; `None` for a service that was not asked.
    pub fn last_attempt(&self) -> Option<&Attempt> {
        self.attempts.last()
    }
}

/// What became of one service, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// It gave datasets that match, and said that these are all.
    Ok,
    /// It gave none that match.
    Empty,
    /// It has more than it gave.
    Overflow,
    /// It gave an error, nothing, or not all of its answer. What it gave is kept.
    Failed,
    /// It was left out on purpose.
    Skipped,
    /// It was being asked when the search was stopped. What it gave is kept.
    Stopped,
    /// The search ended before its turn.
    NotAsked,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Ok,
        Self::Empty,
        Self::Overflow,
        Self::Failed,
        Self::Skipped,
        Self::Stopped,
        Self::NotAsked,
    ];

    /// The outcome with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }

    /// The word in the provenance.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Empty => "empty",
            Self::Overflow => "overflow",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Stopped => "stopped",
            Self::NotAsked => "not asked",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Why a service, or the registry, did not give what was asked of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// One sentence for an astronomer.
    pub sentence: String,
    /// The rest, in lines: the address, the status, the service's own words.
    pub details: String,
}

impl Failure {
    /// What can be said besides the sentence, in lines.
    pub fn details(&self) -> String {
        self.details.clone()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Error for Failure {}
