//! What the table of services shows: the words, the numbers, the order.

use crate::{
    discovery::{
        event::Outcome,
        plan::Reason,
        record::{Place, Record, ServiceState},
    },
    gui::widgets::mark::Mark,
};
use std::{
    borrow::Cow,
    time::{Duration, SystemTime},
};

/// What is shown of one service.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row<'a> {
    /// What became of it, as a shape.
    pub mark: Mark,
    /// The same as a word.
    pub word: &'static str,
    /// How it is asked.
    pub protocol: &'static str,
    /// Its title.
    pub title: &'a str,
    /// Rows that it gave; `None` before it is asked.
    pub received: Option<u64>,
    /// Rows that match; `None` before it has answered.
    pub matched: Option<u64>,
    /// Datasets that no other service had told of; `None` before it has answered.
    pub new: Option<u64>,
    /// How long it took, or has taken so far; `None` before it is asked.
    pub took: Option<Duration>,
    /// How long it may take, while it is being asked.
    pub limit: Option<Duration>,
    /// What it said, or why it is not asked.
    pub message: Cow<'a, str>,
}

/// What is shown of one service.
pub(crate) fn row<'a>(record: &'a Record, state: &'a ServiceState) -> Row<'a> {
    let (mark, word) = mark(state);
    let mut row = Row {
        mark,
        word,
        protocol: state.service.protocol.name(),
        title: &state.service.title,
        received: None,
        matched: None,
        new: None,
        took: None,
        limit: None,
        message: Cow::Borrowed(""),
    };
    match &state.place {
        Place::LeftOut(reason) => row.message = reason_text(record, reason),
        Place::Waiting => {}
        Place::Asking { since } => {
            row.took = SystemTime::now().duration_since(*since).ok();
            row.limit = Some(record.search().settings.answer);
            row.received = Some(state.received).filter(|n| *n > 0);
            if let Some(parts) = &state.parts {
                row.message = Cow::Owned(format!("parts: {parts}"));
            }
        }
        Place::Done(report) if matches!(report.outcome, Outcome::NotAsked | Outcome::Skipped) => {
            row.message = Cow::Borrowed(&report.message);
        }
        Place::Done(report) => {
            row.received = Some(report.received);
            row.matched = Some(report.matched);
            row.new = Some(report.new);
            row.took = Some(report.took);
            row.message = Cow::Borrowed(&report.message);
        }
    }
    row
}

impl Row<'_> {
    /// How long it took of the time that an answer may take, from 0 to 1.
    pub(crate) fn slowness(&self, record: &Record) -> f32 {
        let limit = record.search().settings.answer.as_secs_f32();
        let took = self.took.unwrap_or_default().as_secs_f32();
        (took / limit.max(1.0)).min(1.0)
    }
}

/// Why a service is not asked, with the name of the one that is asked in its place.
fn reason_text<'a>(record: &Record, reason: &Reason) -> Cow<'a, str> {
    let by = match reason {
        Reason::SameCollection { by }
        | Reason::SameTap { by }
        | Reason::SameAddress { by }
        | Reason::ServedBy { by } => record.services().get(by.index()),
        Reason::NeedsLogin | Reason::Undeclared { .. } | Reason::CannotAsk(_) => None,
    };
    Cow::Owned(match by {
        Some(by) => format!("see {}: {reason}", by.service.title),
        None => reason.to_string(),
    })
}

/// The mark of a service and the word beside it.
pub(crate) fn mark(state: &ServiceState) -> (Mark, &'static str) {
    match &state.place {
        Place::LeftOut(_) => (Mark::LeftOut, "not asked"),
        Place::Waiting => (Mark::Waiting, "waiting"),
        Place::Asking { .. } => (Mark::Asking, "asking"),
        Place::Done(report) => match report.outcome {
            Outcome::Ok => (Mark::Good, "ok"),
            Outcome::Empty => (Mark::Empty, "empty"),
            Outcome::Overflow => (Mark::Warning, "overflow"),
            Outcome::Failed => (Mark::Failed, "failed"),
            Outcome::Skipped => (Mark::LeftOut, "skipped"),
            Outcome::Stopped => (Mark::Stopped, "stopped"),
            Outcome::NotAsked => (Mark::LeftOut, "not asked"),
        },
    }
}

/// Which services are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Filter {
    /// Every one that was considered.
    #[default]
    All,
    /// Those with this mark.
    Only(Mark),
}

impl Filter {
    /// The kinds, in the order in which they are offered.
    const EACH: [Self; 9] = [
        Self::All,
        Self::Only(Mark::Good),
        Self::Only(Mark::Warning),
        Self::Only(Mark::Empty),
        Self::Only(Mark::Failed),
        Self::Only(Mark::Stopped),
        Self::Only(Mark::Asking),
        Self::Only(Mark::Waiting),
        Self::Only(Mark::LeftOut),
    ];

    /// Its name.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Only(Mark::Good) => "Ok",
            Self::Only(Mark::Warning) => "Overflow",
            Self::Only(Mark::Empty) => "Empty",
            Self::Only(Mark::Failed) => "Failed",
            Self::Only(Mark::Stopped) => "Stopped",
            Self::Only(Mark::Asking) => "Asking",
            Self::Only(Mark::Waiting) => "Waiting",
            Self::Only(Mark::LeftOut) => "Not asked",
        }
    }

    /// The mark of those that it shows.
    pub(crate) fn mark(self) -> Option<Mark> {
        match self {
            Self::All => None,
            Self::Only(mark) => Some(mark),
        }
    }

    pub(super) fn shows(self, state: &ServiceState) -> bool {
        self.mark().is_none_or(|wanted| mark(state).0 == wanted)
    }
}

/// How many services there are of each kind.
pub(crate) fn counts(record: &Record) -> Vec<(Filter, u64)> {
    Filter::EACH
        .into_iter()
        .map(|filter| {
            let shown = record.services().iter().filter(|state| filter.shows(state));
            (filter, shown.count() as u64)
        })
        .collect()
}
