//! What the frames of a journal hold: first the search, then each event with its time.

use crate::{
    discovery::{
        Search,
        event::{Happening, RunId},
        record::Record,
    },
    domain::constraints::Question,
    http::limits::Settings,
};
use serde::{Deserialize, Serialize};
use std::{io, time::SystemTime};

/// The first frame: the search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Opening {
    /// When it began.
    pub(super) started: SystemTime,
    /// The fields as they were typed; what they mean is read from them again.
    pub(super) question: Question,
    registry: String,
    fallbacks: Vec<String>,
    settings: Settings,
}

/// What is said of an event before it, so that a journal can be summed up without reading every row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// When it happened.
    pub(super) at: SystemTime,
    pub(super) kind: Kind,
}

/// What an event means for the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    /// So many datasets more.
    Rows(u64),
    /// The search is over.
    Ended,
    /// It goes on after its end.
    Resumed,
    /// Nothing.
    Other,
}

impl Opening {
    pub(super) fn of(started: SystemTime, search: &Search) -> Self {
        Self {
            started,
            question: search.question.clone(),
            registry: search.registry.clone(),
            fallbacks: search.fallbacks.clone(),
            settings: search.settings.clone(),
        }
    }

    /// The record of the search, which has told nothing yet; `None` where its question cannot be read any more.
    pub(super) fn record(self, id: RunId) -> Option<Record> {
        let search = Search {
            constraints: self.question.parse().ok()?,
            question: self.question,
            registry: self.registry,
            fallbacks: self.fallbacks,
            settings: self.settings,
        };
        Some(Record::begun_at(self.started, id, search))
    }

    /// Adds it to `bytes`.
    pub(super) fn add_to(&self, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        add(self, bytes)
    }

    /// Reads it; `None` where the bytes are none.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        read_all(bytes)
    }
}

impl Head {
    fn of(at: SystemTime, happening: &Happening) -> Self {
        let kind = match happening {
            Happening::Rows(_, datasets) => Kind::Rows(datasets.len() as u64),
            Happening::Ended(_) => Kind::Ended,
            Happening::AskingAgain(_) => Kind::Resumed,
            Happening::AskingRegistry { .. }
            | Happening::RegistryAsked(_)
            | Happening::Planned(_)
            | Happening::AlsoKnown(_)
            | Happening::RegistryCounted(_)
            | Happening::Queued(_)
            | Happening::Asking(_)
            | Happening::Replaced(..)
            | Happening::Part(..)
            | Happening::Sending(..)
            | Happening::Sent(..)
            | Happening::Finished(..)
            | Happening::Note(_) => Kind::Other,
        };
        Self { at, kind }
    }

    /// Reads what is said before an event; `None` where the bytes are none.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        postcard::take_from_bytes(bytes).ok().map(|(head, _)| head)
    }
}

/// Adds an event to `bytes`.
pub(super) fn add_event(
    bytes: Vec<u8>,
    at: SystemTime,
    happening: &Happening,
) -> io::Result<Vec<u8>> {
    let bytes = add(&Head::of(at, happening), bytes)?;
    add(happening, bytes)
}

/// Reads an event, and when it happened; `None` where the bytes are none.
pub(super) fn read_event(bytes: &[u8]) -> Option<(SystemTime, Happening)> {
    let (head, rest): (Head, _) = postcard::take_from_bytes(bytes).ok()?;
    Some((head.at, read_all(rest)?))
}

fn add(value: &impl Serialize, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    postcard::to_extend(value, bytes).map_err(io::Error::other)
}

fn read_all<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(value)
}
