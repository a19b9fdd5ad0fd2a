//! What the window may ask of the worker.

use super::{LookUp, desk::SampCommand, transfers::TransferCommand};
use crate::{
    discovery::{Search, again::Again, event::RunId, record::Record},
    figure::Figure,
};
use std::{
    fmt,
    path::PathBuf,
    pin::Pin,
    time::{Duration, SystemTime},
};

/// What the window may ask of the worker.
#[derive(Debug)]
pub enum Command {
    /// Start this search, whose record began then. One that is running is stopped.
    Discover(RunId, SystemTime, Box<Search>),
    /// Ask some services of this search again, after its end.
    AskAgain(RunId, Box<Again>),
    /// Stop the search that is running.
    Stop,
    /// Write what was found to a file whose ending says the format.
    Save {
        /// The file.
        to: PathBuf,
        /// What to do when there is such a file already.
        existing: Existing,
        /// What was found, with its provenance.
        record: Box<Record>,
    },
    /// Write a picture to a file whose ending says the format.
    Draw {
        /// The file.
        to: PathBuf,
        /// What to do when there is such a file already.
        existing: Existing,
        /// Draws the picture.
        drawing: Drawing,
    },
    /// Wait for a dialog and tell which path was chosen for a picture.
    AskFigurePath(PathDialog),
    /// Send something to other programs on the desk, or point at something for them.
    Samp(SampCommand),
    /// Look up where an object is. One that is being looked up is dropped.
    LookUp(Box<LookUp>),
    /// Drop the name that is being looked up.
    LeaveName,
    /// Find out whom this search would ask, after this time, unless another question comes. What is told bears this
    /// number.
    Foresee(u64, Box<Search>, Duration),
    /// Drop what is being found out about a search.
    LeavePreview,
    /// Keep this text in this file for the next start.
    Remember(PathBuf, String),
    /// Wait for a dialog and tell which file is to be opened.
    AskFile(PathDialog),
    /// Wait for a dialog and tell which path was chosen.
    AskPath(PathDialog),
    /// Fetch something that belongs to datasets, or no longer.
    Transfer(TransferCommand),
    /// Wait for a dialog and tell which folder was chosen.
    AskFolder(PathDialog),
    /// Look whether a run was cut off.
    LookForLeft,
    /// Open the run that was cut off, as this number.
    OpenLeft(RunId),
    /// Open a file that this program wrote, as the search of this number. A search that is running is stopped.
    OpenFile(RunId, PathBuf),
    /// Take the run that was cut off away.
    DiscardLeft,
    /// Leave the run that was cut off for another time.
    LeaveLeft,
    /// Tell when the system asks the program to end, which would end it at once otherwise.
    HeedSignals,
    /// The system has closed the window: what was found is kept for the next start.
    EndAbruptly,
    /// The person has closed the window: what was found is not kept any longer, unless a file was to be written and could
    /// not.
    End {
        /// Whether the window has not heard yet what became of a file.
        awaits_file: bool,
    },
}

/// What to do with a file of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Leave it alone and tell.
    Keep,
    /// Put the new file in its place: the person has agreed to it.
    Replace,
}

/// A dialog that was opened by the window and is awaited here, so that the window goes on drawing.
pub struct PathDialog(pub Pin<Box<dyn Future<Output = Option<PathBuf>> + Send>>);

impl fmt::Debug for PathDialog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PathDialog")
    }
}

/// Draws a picture. It is called off the window's thread, because a picture of many datasets takes its time.
pub struct Drawing(pub Box<dyn FnOnce() -> Figure + Send>);

impl fmt::Debug for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Drawing")
    }
}
