//! A run on disk as it goes, so that a crash or a power cut loses no more than its last moment.
//!
//! A journal is a file of frames, one for each event of the search, written by a thread of its own. From its frames the
//! same [`Record`](super::record::Record) is made as from the events themselves. It is removed when the
//! program ends as it should; one that is found at the next start, and that no running program has locked, is a run
//! that was cut off.

mod entry;
mod folder;
mod frame;
mod left;
mod sync;
mod trouble;
mod write;

pub use folder::Folder;
pub use left::{Left, Summary, Unreadable};
pub use trouble::Trouble;

use super::{Search, event::Happening};
use std::{
    sync::{Arc, mpsc},
    time::{Duration, SystemTime},
};
use write::{Line, Place};

/// How long the end of a program waits for a disk that does not answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Tells somebody why the run is not kept; it is told at most once a journal.
type Complain = Arc<dyn Fn(Trouble) + Send + Sync>;

/// A run that is being written to disk. Where it is dropped, its file stays, as after a crash.
#[derive(Debug)]
pub struct Journal {
    pen: Pen,
    /// It closes when the thread that writes has ended.
    ended: mpsc::Receiver<()>,
}

/// What writes into a journal; it never waits for the disk.
#[derive(Debug, Clone)]
pub struct Pen(mpsc::Sender<Line>);

impl Pen {
    /// Writes down what the search told, and when. Does nothing once the journal has ended.
    pub fn write(&self, at: SystemTime, happening: &Happening) {
        // Where the thread is gone, the file could not be made, which was told.
        self.0.send(Line::Told(at, happening.clone())).ok();
    }
}

impl Journal {
    /// Begins the journal of a search. `complain` is called, from another thread and at most once, when it cannot be
    /// kept; the search goes on without. So it does where there is no folder.
    ///
    /// What waits to be written is not bounded: its rows are kept in memory for the window in any case.
    pub fn begin(
        folder: Option<Folder>,
        started: SystemTime,
        search: &Search,
        complain: impl Fn(Trouble) + Send + Sync + 'static,
    ) -> Self {
        let Some(folder) = folder else {
            complain(Trouble::no_home());
            return Self {
                pen: Pen(mpsc::channel().0),
                ended: mpsc::channel().1,
            };
        };
        let opening = entry::Opening::of(started, search);
        Self::start(Place::New(folder, Box::new(opening)), complain)
    }

    /// What writes into it.
    pub fn pen(&self) -> Pen {
        self.pen.clone()
    }

    /// Takes the file away, because the run ended as it should.
    pub fn remove(self) {
        self.end(Line::Remove);
    }

    /// Leaves the file for the next start, with all that was told so far.
    pub fn keep(self) {
        self.end(Line::Keep);
    }

    fn end(self, last: Line) {
        if self.pen.0.send(last).is_ok() {
            // Either it ends, or the disk hangs and is not waited for.
            self.ended.recv_timeout(PATIENCE).ok();
        }
    }

    fn start(place: Place, complain: impl Fn(Trouble) + Send + Sync + 'static) -> Self {
        let complain: Complain = Arc::new(complain);
        let (pen, lines) = mpsc::channel();
        let (ending, ended) = mpsc::channel::<()>();
        let to_tell = Arc::clone(&complain);
        let begun = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || {
                write::write(place, &lines, &to_tell);
                drop(ending);
            });
        if let Err(error) = begun {
            complain(Trouble::from_the_start(&error, None));
        }
        Self {
            pen: Pen(pen),
            ended,
        }
    }
}

#[cfg(test)]
mod tests;
