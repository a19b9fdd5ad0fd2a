//! What the worker tells the window.

use crate::{
    discovery::{
        event::{Happening, RunId},
        export::{SaveError, Saved},
    },
    samp::{SampError, SampNews},
};
use std::path::PathBuf;

/// What the worker tells the window.
#[derive(Debug)]
pub enum Event {
    /// Something happened in a search.
    Run(RunId, Happening),
    /// The dialog was answered; `None` when it was cancelled, or when this desktop has none.
    PathChosen(Option<PathBuf>),
    /// A file was written, or could not be.
    Saved(Result<Saved, SaveError>),
    /// Nothing was written, because there is such a file already.
    FileExists(PathBuf),
    /// How a broadcast goes: first to whom it went, then each answer.
    Samp(SampNews),
    /// Nothing was sent.
    SampFailed(SampError),
}
