//! What the table of services shows: the words, the numbers, the order.

use crate::{
    discovery::{
        event::{Outcome, ServiceNr},
        plan::Reason,
        record::{Place, Record, ServiceState},
    },
    gui::widgets::mark::Mark,
    listing::Direction,
};
use std::{borrow::Cow, cmp::Reverse, time::Duration};

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
    /// How long it took; `None` before it has answered.
    pub took: Option<Duration>,
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
        message: Cow::Borrowed(""),
    };
    match &state.place {
        Place::LeftOut(reason) => row.message = reason_text(record, reason),
        Place::Waiting => {}
        Place::Asking { .. } => {
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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

    fn shows(self, state: &ServiceState) -> bool {
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

/// By which column the services are sorted. Ties stand in the order of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Sort {
    /// What deserves a look first: failed, overflow, asking, ok, empty, waiting, not asked.
    State,
    /// By protocol.
    Protocol,
    /// By title; so the rows stay where they are while a search runs.
    #[default]
    Title,
    /// Most first.
    Received,
    /// Most first.
    Matched,
    /// Most first.
    New,
    /// Longest first.
    Time,
    /// By message.
    Message,
}

impl Sort {
    /// In the order of the columns.
    pub(crate) const ALL: [Self; 8] = [
        Self::State,
        Self::Protocol,
        Self::Title,
        Self::Received,
        Self::Matched,
        Self::New,
        Self::Time,
        Self::Message,
    ];

    /// The number of its column.
    pub(crate) fn column(self) -> usize {
        Self::ALL
            .iter()
            .position(|sort| *sort == self)
            .unwrap_or_default()
    }

    /// Which way it goes: what there is most of stands first.
    pub(crate) fn direction(self) -> Direction {
        match self {
            Self::State | Self::Protocol | Self::Title | Self::Message => Direction::Up,
            Self::Received | Self::Matched | Self::New | Self::Time => Direction::Down,
        }
    }

    /// The order of a column; this one if there is no such column.
    pub(crate) fn by(self, column: usize) -> Self {
        Self::ALL.get(column).copied().unwrap_or(self)
    }
}

/// The services that are shown, in their order.
pub(crate) fn ordered(record: &Record, filter: Filter, sort: Sort) -> Vec<ServiceNr> {
    let mut shown: Vec<(ServiceNr, Row<'_>)> = (0..)
        .map(ServiceNr)
        .zip(record.services())
        .filter(|(_, state)| filter.shows(state))
        .map(|(nr, state)| (nr, row(record, state)))
        .collect();
    match sort {
        Sort::State => shown.sort_by_key(|(_, row)| urgency(row.mark)),
        Sort::Protocol => shown.sort_by_key(|(_, row)| row.protocol),
        Sort::Title => shown.sort_by_cached_key(|(_, row)| row.title.to_lowercase()),
        Sort::Received => shown.sort_by_key(|(_, row)| Reverse(row.received)),
        Sort::Matched => shown.sort_by_key(|(_, row)| Reverse(row.matched)),
        Sort::New => shown.sort_by_key(|(_, row)| Reverse(row.new)),
        Sort::Time => shown.sort_by_key(|(_, row)| Reverse(row.took)),
        Sort::Message => shown.sort_by(|(_, one), (_, other)| {
            (one.message.is_empty(), &one.message).cmp(&(other.message.is_empty(), &other.message))
        }),
    }
    shown.into_iter().map(|(nr, _)| nr).collect()
}

/// What deserves a look first.
fn urgency(mark: Mark) -> u8 {
    match mark {
        Mark::Failed => 0,
        Mark::Warning => 1,
        Mark::Asking => 2,
        Mark::Good => 3,
        Mark::Empty => 4,
        Mark::Stopped => 5,
        Mark::Waiting => 6,
        Mark::LeftOut => 7,
    }
}
