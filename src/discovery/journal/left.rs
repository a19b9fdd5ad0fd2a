//! A run that was cut off: what it was, and the record that its journal makes.

use super::{
    Folder, Journal, Trouble,
    entry::{self, Head, Kind, Opening},
    folder::Kept,
    frame::Frames,
    write::Place,
};
use crate::discovery::{
    event::{Ending, Happening, RunId},
    provenance::timestamp,
    record::{Record, grouped},
};
use std::{
    ffi::OsStr,
    fmt,
    fs::File,
    io::{Read, Seek as _, SeekFrom},
    path::Path,
    time::SystemTime,
};

/// The journal of a run that was cut off. It is locked, so that no other program takes it meanwhile.
#[derive(Debug)]
pub struct Left {
    kept: Kept,
    summary: Result<Summary, Unreadable>,
}

/// What a run was that was cut off. `Display` is a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// When it began.
    pub started: SystemTime,
    /// What was asked, in few words.
    pub question: String,
    /// How many datasets it had found.
    pub n_datasets: u64,
    /// Whether the search itself had ended.
    pub is_ended: bool,
}

/// Why a run that was cut off cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is in another format.
    #[error("it was written by another version of vodiscover, which can open it")]
    OtherVersion,
    /// It holds nothing whole.
    #[error("nothing in it is whole")]
    Damaged,
    /// The disk does not give it; the system says why.
    #[error("the disk does not give it: {0}")]
    Disk(String),
}

impl Left {
    /// The newest run that was cut off, of those that began before `before` where that is given.
    pub fn find(folder: &Folder, before: Option<&OsStr>) -> Option<Self> {
        let kept = folder.next_left(before)?;
        let summary = frames(kept.file()).and_then(sum_up);
        Some(Self { kept, summary })
    }

    /// What it was.
    pub fn summary(&self) -> Result<&Summary, &Unreadable> {
        self.summary.as_ref()
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.kept.path()
    }

    /// Takes it away.
    pub fn discard(self) {
        self.kept.remove();
    }

    /// The record of the run, as this number, and its journal, which goes on. What was being asked counts as stopped.
    ///
    /// # Errors
    /// When it cannot be read; then it is left as it is.
    pub fn open(
        self,
        id: RunId,
        complain: impl Fn(Trouble) + Send + Sync + 'static,
    ) -> Result<(Record, Journal), Unreadable> {
        let (mut record, last, good) = replay(frames(self.kept.file())?, id)?;
        let journal = Journal::start(Place::After(self.kept, good), complain);
        if !record.is_ended() {
            let note = "vodiscover was cut off here; this is read from what it had put on disk";
            let pen = journal.pen();
            for happening in [
                Happening::Note(note.to_owned()),
                Happening::Ended(Ending::Stopped),
            ] {
                record.take_in_at(last, &happening);
                pen.write(last, &happening);
            }
        }
        Ok((record, journal))
    }
}

/// The record that a journal makes, when its last event happened, and how many of its bytes are whole.
pub(super) fn replay(
    mut frames: Frames<impl Read>,
    id: RunId,
) -> Result<(Record, SystemTime, u64), Unreadable> {
    let opening = opening(&mut frames)?;
    let mut last = opening.started;
    let mut record = opening.record(id).ok_or(Unreadable::OtherVersion)?;
    while let Some(bytes) = frames.next_frame() {
        let (at, happening) = entry::read_event(bytes).ok_or(Unreadable::OtherVersion)?;
        record.take_in_at(at, &happening);
        last = at;
    }
    let good = frames.good()?;
    Ok((record, last, good))
}

/// Reads a journal without reading its rows.
pub(super) fn sum_up(mut frames: Frames<impl Read>) -> Result<Summary, Unreadable> {
    let opening = opening(&mut frames)?;
    let mut summary = Summary {
        started: opening.started,
        question: shortened(&opening.question.in_one_line()),
        n_datasets: 0,
        is_ended: false,
    };
    while let Some(bytes) = frames.next_frame() {
        match Head::read(bytes).ok_or(Unreadable::OtherVersion)?.kind {
            Kind::Rows(n_rows) => {
                summary.n_datasets = summary.n_datasets.saturating_add(n_rows);
            }
            Kind::Ended => summary.is_ended = true,
            Kind::Resumed => summary.is_ended = false,
            Kind::Other => {}
        }
    }
    Ok(summary)
}

/// A text as far as it fits into a sentence.
fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let beginning: String = text.chars().take(MOST).collect();
    format!("{} …", beginning.trim_end())
}

fn frames(mut file: &File) -> Result<Frames<&File>, Unreadable> {
    let length = file
        .seek(SeekFrom::Start(0))
        .and_then(|_| file.metadata())
        .map_err(|error| Unreadable::Disk(error.to_string()))?
        .len();
    Frames::new(file, length)
}

fn opening(frames: &mut Frames<impl Read>) -> Result<Opening, Unreadable> {
    let bytes = frames.next_frame().ok_or(Unreadable::Damaged)?;
    Opening::read(bytes).ok_or(Unreadable::OtherVersion)
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // To the minute, as people remember it.
        let started: String = timestamp(self.started)
            .replace('T', " ")
            .chars()
            .take(16)
            .collect();
        let plural = if self.n_datasets == 1 { "" } else { "s" };
        let fate = if self.is_ended {
            "was left behind"
        } else {
            "was cut off"
        };
        write!(
            f,
            "a search of {started} UTC ({}) with {} dataset{plural} {fate}",
            self.question,
            grouped(self.n_datasets)
        )
    }
}
