//! The log of a search, line by line.

use crate::discovery::event::ServiceNr;
use std::{fmt, time::SystemTime};

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// When it was written.
    pub at: SystemTime,
    /// How bad it is.
    pub level: Level,
    /// The service that it is about; `None` where it is about the registry or the search as a whole.
    pub service: Option<ServiceNr>,
    /// One sentence, without a line break.
    pub text: String,
}

/// How bad what a line says is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// It goes as it should.
    Info,
    /// It deserves a look: something may be missing.
    Warning,
    /// Something failed.
    Error,
}

impl Level {
    /// All of them, the harmless first.
    pub const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Error];

    /// The level of this name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A line before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discovery) struct Entry {
    pub(in crate::discovery) level: Level,
    pub(in crate::discovery) service: Option<ServiceNr>,
    pub(in crate::discovery) text: String,
}

impl Entry {
    /// A line about the search as a whole.
    pub(in crate::discovery) fn new(level: Level, text: impl Into<String>) -> Self {
        Self {
            level,
            service: None,
            text: text.into(),
        }
    }

    /// The same line, about this service.
    pub(in crate::discovery) fn about(self, nr: ServiceNr) -> Self {
        Self {
            service: Some(nr),
            ..self
        }
    }

    /// The line, written at that time.
    pub(super) fn written(self, at: SystemTime) -> LogLine {
        LogLine {
            at,
            level: self.level,
            service: self.service,
            text: self.text.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}
