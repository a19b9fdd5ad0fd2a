//! What can be wrong with a service, switched on for practice.

use std::time::Duration;

/// Whether the faulty services of the practice VO show their faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Faults {
    /// Every service works.
    #[default]
    None,
    /// A share of the services fails, each in its own way; the registry never does.
    Some,
}

/// What is wrong with one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It answers rightly, but this long after anybody else would have.
    Slow(Duration),
    /// It takes the request and never answers.
    Hangs,
    /// Its status line and half of its answer come, then nothing more, and the connection stays open.
    HangsMidway,
    /// It answers 500 with a sentence.
    ServerError,
    /// It answers 200 with an error in a VOTable.
    SaysError,
    /// It answers 200 with a web page.
    Html,
    /// The connection is cut in the middle of the answer.
    CutOff,
    /// It gives at most so many rows, and says that there are more.
    Overflows(usize),
    /// It answers no query at once, with 405: queries must be made jobs.
    SyncRefused,
    /// It never answers a query that shall be answered at once; jobs work.
    SyncHangs,
    /// Its answer comes a few bytes at a time, with a pause of this length between them.
    Drips(Duration),
}
