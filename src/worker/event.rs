//! What the worker tells the window.

use super::{desk::SampNews, transfers::TransferNews};
use crate::{
    discovery::{
        event::{Failure, Happening, RunId},
        export::{SaveError, Saved},
        journal::{Summary, Trouble},
        naming::NotResolved,
        preview::Preview,
        record::Record,
    },
    domain::object::{Named, Resolved},
};
use std::{path::PathBuf, time::SystemTime};

/// A run that was cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftRun {
    /// What it was.
    Readable(Summary),
    /// Why it cannot be opened, and where it is.
    Unreadable(String),
}

/// What the worker tells the window.
#[derive(Debug)]
pub enum Event {
    /// The system asks the program to end.
    Interrupted,
    /// Something happened in a search, then.
    Run(RunId, SystemTime, Happening),
    /// Why a search is not kept on disk.
    NotKept(RunId, Trouble),
    /// A run was cut off, and can be opened or taken away.
    Left(LeftRun),
    /// The run that was cut off, or the file, is open; or the sentence that says why it cannot be.
    Opened(Result<Box<Record>, String>),
    /// What of the file that was opened is lost, each in a sentence.
    NotWhole(Vec<String>),
    /// Where an object is, or why that is not known.
    Resolved(Named, Box<Result<Resolved, NotResolved>>),
    /// Whom the search of this number would ask; or why the registry does not say it.
    Foreseen(u64, Result<Preview, Failure>),
    /// The file for the next start could not be written; which, and why.
    NotRemembered(String),
    /// The dialog for a file to open was answered; `None` when it was cancelled, or when this desktop has none.
    FileChosen(Option<PathBuf>),
    /// The dialog was answered; `None` when it was cancelled, or when this desktop has none.
    PathChosen(Option<PathBuf>),
    /// How what is fetched goes.
    Transfer(TransferNews),
    /// The dialog for a folder was answered; `None` when it was cancelled, or when this desktop has none.
    FolderChosen(Option<PathBuf>),
    /// A file was written, or could not be.
    Saved(Result<Saved, SaveError>),
    /// Nothing was written, because there is such a file already.
    FileExists(PathBuf),
    /// The dialog for a picture was answered; `None` when it was cancelled, or when this desktop has none.
    FigurePathChosen(Option<PathBuf>),
    /// A picture was written to this file, or could not be.
    FigureSaved(Result<PathBuf, SaveError>),
    /// No picture was written, because there is such a file already.
    FigureExists(PathBuf),
    /// What the other programs on the desk do, and how what was sent to them goes.
    Samp(SampNews),
}
