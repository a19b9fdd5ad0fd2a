//! Opens a file that this program wrote: the question, what was found, and the services, so that the search can go on.
//!
//! Nothing in a file is taken on trust: it may be another program's, damaged, or made to do harm. What is whole of it
//! is read, and what is not is said.

mod contents;
mod csv_file;
mod error;
mod fits_file;
mod lines;
mod parquet_file;
mod search;
mod services;
mod source;
mod story;

pub use error::OpenError;

use super::{
    event::{Happening, RunId},
    journal::{Folder, Journal, Trouble},
    record::{Level, Record},
};
use contents::{Contents, breach};
pub(super) use source::Source;
use std::{io::Read, path::Path};
use story::Told;

/// A file that was opened.
#[derive(Debug)]
pub struct Opened {
    /// What it tells, as the record of a search that has ended.
    pub record: Record,
    /// What of it is lost, each in a sentence.
    pub flaws: Vec<String>,
    told: Vec<Told>,
}

impl Opened {
    /// Begins the journal of the search, which has ended and may go on; the same record is made of it.
    pub fn begin_journal(
        &self,
        folder: Option<Folder>,
        complain: impl Fn(Trouble) + Send + Sync + 'static,
    ) -> Journal {
        let (started, search) = (self.record.started(), self.record.search());
        let journal = Journal::begin(folder, started, search, complain);
        let pen = journal.pen();
        for (at, happening) in &self.told {
            pen.write(*at, happening);
        }
        journal
    }
}

/// Opens a file of ours, as the search of this number.
///
/// # Errors
/// Where it cannot be read, is another program's, or nothing in it is whole.
pub fn open(path: &Path, id: RunId) -> Result<Opened, OpenError> {
    let mut contents = Contents::default();
    match Source::open(path)? {
        Source::Xml(bytes) => read_votable(bytes, path, &mut contents)?,
        Source::Text(bytes) => csv_file::read(bytes, path, &mut contents)?,
        Source::Fits(file) => fits_file::read(file, path, &mut contents)?,
        Source::Parquet(file) => parquet_file::read(file, path, &mut contents)?,
    }
    Ok(opened(&contents, path, id))
}

/// Reads a VOTable as far as it is whole.
fn read_votable(source: impl Read, path: &Path, contents: &mut Contents) -> Result<(), OpenError> {
    contents
        .read_votable(source)
        .map_err(|error| not_readable(&error, path))?;
    if contents.is_ours() {
        return Ok(());
    }
    let why = contents.breach.as_ref().map_or_else(
        || {
            "this VOTable was not written by vodiscover, so that it has no question and no services to go on with; \
             TOPCAT opens it"
                .to_owned()
        },
        |breach| format!("this VOTable says nothing of vodiscover before {breach}"),
    );
    Err(OpenError::not_ours(why, path))
}

fn not_readable(error: &crate::votable::VotableError, path: &Path) -> OpenError {
    use crate::votable::VotableError;
    match error {
        VotableError::Empty => OpenError::Empty(path.to_owned()),
        VotableError::NotVotable { .. } => OpenError::not_ours(
            "this is no VOTable, nor another file that vodiscover writes",
            path,
        ),
        other => OpenError::Damaged {
            why: breach(other),
            path: path.to_owned(),
        },
    }
}

/// The record that a file makes.
fn opened(contents: &Contents, path: &Path, id: RunId) -> Opened {
    let (search, unasked) = search::search(contents);
    let started = search::started(contents);
    let unasked = unasked.filter(|_| contents.is_ours());
    let flaws: Vec<String> = flaws(contents).into_iter().chain(unasked).collect();
    let mut told = story::told(contents, started);
    let (at, ending) = story::ending(contents);
    let notes = flaws.iter().cloned().map(Happening::Note);
    told.extend(notes.map(|note| (at, note)));
    told.push((at, Happening::Ended(ending)));
    let mut record = Record::begun_at(started, id, search);
    for (at, happening) in &told {
        record.take_in_at(*at, happening);
    }
    let log = story::log(contents);
    if !log.is_empty() {
        record.restore_log(log);
        for flaw in &flaws {
            record.note_as(Level::Warning, flaw.clone());
        }
    }
    record.note(format!("opened from {}", path.display()));
    Opened {
        record,
        flaws,
        told,
    }
}

/// What of a file is lost.
fn flaws(contents: &Contents) -> Vec<String> {
    let mut flaws = Vec::new();
    if let Some(breach) = &contents.breach {
        flaws.push(format!(
            "the file is not whole: {breach}; what was whole is here"
        ));
    }
    let expected = contents.param("n_datasets").and_then(|n| n.parse().ok());
    let found = contents.n_datasets();
    if expected.is_some_and(|expected: usize| expected != found) {
        let expected = expected.unwrap_or_default();
        flaws.push(format!(
            "the file says that it has {expected} datasets, but {found} could be read"
        ));
    }
    let has_plan = contents.param("n_services") != Some("0");
    if !contents.is_ours() {
        flaws.push(
            "the question and the services stand in a VOTable beside the file, which is not there, so that no service \
             can be asked again"
                .to_owned(),
        );
    } else if contents.services.is_none() && has_plan {
        flaws.push(
            "the services are not in what could be read, so that none can be asked again"
                .to_owned(),
        );
    }
    flaws
}

#[cfg(test)]
mod tests;
