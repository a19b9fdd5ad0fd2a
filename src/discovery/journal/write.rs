//! The thread that writes a journal.

use super::{
    Complain, Trouble,
    entry::{self, Opening},
    folder::{Folder, Kept},
    frame,
    sync::Syncing,
};
use crate::discovery::event::Happening;
use std::{
    io::{self, Seek as _, SeekFrom, Write as _},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::Receiver,
    },
    time::SystemTime,
};

/// Bytes after which a batch is written, though more waits.
const BATCH: usize = 1 << 20;

/// What is to be done next.
#[derive(Debug)]
pub(super) enum Line {
    /// Write down what the search told, and when.
    Told(SystemTime, Happening),
    /// Take the file away and end.
    Remove,
    /// Leave the file and end.
    Keep,
}

/// Where it is written.
#[derive(Debug)]
pub(super) enum Place {
    /// Into a new file, which begins with this.
    New(Folder, Box<Opening>),
    /// Into a file that was left, after so many bytes that are whole.
    After(Kept, u64),
}

/// Writes what is told until nobody can tell any more, or until it is told to end.
pub(super) fn write(place: Place, lines: &Receiver<Line>, complain: &Complain) {
    let complain = once(complain);
    match Writer::open(place, &complain) {
        Ok(writer) => writer.work(lines),
        Err(trouble) => complain(trouble),
    }
}

/// Complains the first time only: one sentence says it.
fn once(complain: &Complain) -> Complain {
    let (complain, told) = (Arc::clone(complain), AtomicBool::new(false));
    Arc::new(move |trouble| {
        if !told.swap(true, Ordering::Relaxed) {
            complain(trouble);
        }
    })
}

struct Writer {
    kept: Kept,
    /// `None` once something could not be written: what follows would lack what came before.
    syncing: Option<Syncing>,
    complain: Complain,
    /// Bytes of the file that are whole.
    good: u64,
    batch: Vec<u8>,
}

impl Writer {
    fn open(place: Place, complain: &Complain) -> Result<Self, Trouble> {
        let (kept, good) = match place {
            Place::New(folder, opening) => {
                let new = |error: io::Error| Trouble::from_the_start(&error, Some(folder.path()));
                let first =
                    frame::add(frame::header(), |bytes| opening.add_to(bytes)).map_err(new)?;
                let kept = folder.make(opening.started, &first).map_err(new)?;
                (kept, first.len() as u64)
            }
            Place::After(kept, good) => {
                let old = |error: io::Error| Trouble::from_now(&error, kept.path());
                // What was cut off in the middle is no use, and must not stand between.
                kept.file().set_len(good).map_err(old)?;
                kept.file().seek(SeekFrom::Start(good)).map_err(old)?;
                (kept, good)
            }
        };
        let syncing = Syncing::start(kept.file(), kept.path(), complain)
            .map_err(|error| Trouble::from_now(&error, kept.path()))?;
        syncing.note();
        Ok(Self {
            kept,
            syncing: Some(syncing),
            complain: Arc::clone(complain),
            good,
            batch: Vec::new(),
        })
    }

    fn work(mut self, lines: &Receiver<Line>) {
        while let Ok(line) = lines.recv() {
            let mut next = Some(line);
            while let Some(line) = next.take() {
                match line {
                    Line::Told(at, happening) => self.add(at, &happening),
                    Line::Remove => return self.kept.remove(),
                    Line::Keep => return self.end(),
                }
                if self.batch.len() < BATCH {
                    next = lines.try_recv().ok();
                }
            }
            self.flush();
        }
        self.end();
    }

    fn end(mut self) {
        self.flush();
        if let Some(syncing) = self.syncing {
            syncing.end();
        }
    }

    fn add(&mut self, at: SystemTime, happening: &Happening) {
        if self.syncing.is_none() {
            return;
        }
        let batch = std::mem::take(&mut self.batch);
        match frame::add(batch, |bytes| entry::add_event(bytes, at, happening)) {
            Ok(batch) => self.batch = batch,
            Err(error) => self.give_up(&error),
        }
    }

    /// Hands the batch to the kernel, which keeps it whatever becomes of this program.
    fn flush(&mut self) {
        let Some(syncing) = self.syncing.as_ref().filter(|_| !self.batch.is_empty()) else {
            return;
        };
        match self.kept.file().write_all(&self.batch) {
            Ok(()) => {
                syncing.note();
                self.good += self.batch.len() as u64;
                self.batch.clear();
            }
            Err(error) => self.give_up(&error),
        }
    }

    /// What was written whole stays; nothing more is written.
    fn give_up(&mut self, error: &io::Error) {
        self.syncing = None;
        self.batch = Vec::new();
        // Where even this fails, the reader stops at the frame that is not whole.
        self.kept.file().set_len(self.good).ok();
        (self.complain)(Trouble::from_now(error, self.kept.path()));
    }
}
