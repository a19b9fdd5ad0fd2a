//! The journals of the window's searches: the one shown, the one before it, and one that was left by a crash.

use super::{Event, event::LeftRun, thread::Teller};
use crate::discovery::{
    Search,
    event::{Happening, RunId},
    import,
    journal::{Folder, Journal, Left, Trouble},
};
use std::{
    ffi::OsString,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};
use tokio::runtime::Handle;

/// The journals of the window's searches. What waits for the disk runs on threads for that.
#[derive(Debug, Clone)]
pub(super) struct Journals {
    /// `None` where the environment names no home.
    folder: Option<Folder>,
    runtime: Handle,
    teller: Teller,
    shelf: Arc<Mutex<Shelf>>,
}

/// The journals that are locked by this program. The lock of the shelf is held for no longer than it takes to move one.
#[derive(Debug, Default)]
struct Shelf {
    /// The search shown last, and the one before it: a crash soon after Run must not cost what was found before. A new
    /// one takes the place of the older.
    own: Vec<Journal>,
    /// A run that was cut off, and is offered.
    offered: Option<Left>,
}

impl Journals {
    pub(super) fn new(folder: Option<Folder>, runtime: Handle, teller: Teller) -> Self {
        Self {
            folder,
            runtime,
            teller,
            shelf: Arc::default(),
        }
    }

    /// Begins the journal of a search. What is told through the function is written down and handed on to the window.
    pub(super) fn begin(
        &self,
        id: RunId,
        started: SystemTime,
        search: &Search,
    ) -> impl Fn(RunId, Happening) + Clone + Send + Sync + 'static {
        let folder = self.folder.clone();
        self.put(Journal::begin(folder, started, search, self.complain(id)));
        self.go_on()
    }

    /// The same for the search that is shown, which goes on.
    pub(super) fn go_on(&self) -> impl Fn(RunId, Happening) + Clone + Send + Sync + 'static {
        let pen = self.shelf().own.last().map(Journal::pen);
        let teller = self.teller.clone();
        move |id, happening| {
            let now = SystemTime::now();
            if let Some(pen) = &pen {
                pen.write(now, &happening);
            }
            teller.tell(Event::Run(id, now, happening));
        }
    }

    /// Looks for the newest run that was cut off, and tells of it where there is one.
    pub(super) fn look(&self) {
        self.look_before(None);
    }

    /// Opens the run that is offered, as this number.
    pub(super) fn open(&self, id: RunId) {
        self.with_offered(move |journals, left| {
            let path = left.path().display().to_string();
            let opened = match left.open(id, journals.complain(id)) {
                Ok((record, journal)) => {
                    journals.put(journal);
                    Ok(Box::new(record))
                }
                Err(why) => Err(format!(
                    "a search that was cut off cannot be opened: {why}: {path}"
                )),
            };
            journals.teller.tell(Event::Opened(opened));
        });
    }

    /// Opens a file, as the search of this number, and keeps it from then on as if it had been run now.
    pub(super) fn open_file(&self, id: RunId, path: PathBuf) {
        let journals = self.clone();
        self.runtime.spawn_blocking(move || {
            let opened = match import::open(&path, id) {
                Ok(opened) => opened,
                Err(why) => return journals.teller.tell(Event::Opened(Err(why.to_string()))),
            };
            let folder = journals.folder.clone();
            let complain = journals.complain(id);
            let journal = opened.begin_journal(folder, complain);
            journals.put(journal);
            journals
                .teller
                .tell(Event::Opened(Ok(Box::new(opened.record))));
            if !opened.flaws.is_empty() {
                journals.teller.tell(Event::NotWhole(opened.flaws));
            }
        });
    }

    /// Takes the run that is offered away.
    pub(super) fn discard(&self) {
        self.with_offered(|_, left| left.discard());
    }

    /// Lets go of the run that is offered, so that it is offered again at the next start.
    pub(super) fn leave(&self) {
        self.with_offered(|_, left| drop(left));
    }

    /// Takes away the journals of this program, because it ends as it should.
    pub(super) fn end(&self) {
        for journal in std::mem::take(&mut self.shelf().own) {
            journal.remove();
        }
    }

    /// Leaves the journals of this program for the next start.
    pub(super) fn keep(&self) {
        for journal in std::mem::take(&mut self.shelf().own) {
            journal.keep();
        }
    }

    /// Does something with the run that is offered, and looks for the one before it.
    fn with_offered(&self, act: impl FnOnce(&Self, Left) + Send + 'static) {
        let Some(left) = self.shelf().offered.take() else {
            return;
        };
        let journals = self.clone();
        self.runtime.spawn_blocking(move || {
            let name = left.path().file_name().map(ToOwned::to_owned);
            act(&journals, left);
            journals.look_before(name);
        });
    }

    fn look_before(&self, before: Option<OsString>) {
        let journals = self.clone();
        self.runtime.spawn_blocking(move || {
            let folder = journals.folder.as_ref();
            let Some(left) = folder.and_then(|it| Left::find(it, before.as_deref())) else {
                return;
            };
            let told = match left.summary() {
                Ok(summary) => LeftRun::Readable(summary.clone()),
                Err(why) => LeftRun::Unreadable(format!("{why}: {}", left.path().display())),
            };
            journals.shelf().offered = Some(left);
            journals.teller.tell(Event::Left(told));
        });
    }

    /// Keeps a journal as that of the search that is shown.
    fn put(&self, journal: Journal) {
        const MOST: usize = 2;
        let older = {
            let own = &mut self.shelf().own;
            own.push(journal);
            let n_older = own.len().saturating_sub(MOST);
            own.drain(..n_older).collect::<Vec<_>>()
        };
        self.runtime.spawn_blocking(move || {
            older.into_iter().for_each(Journal::remove);
        });
    }

    fn complain(&self, id: RunId) -> impl Fn(Trouble) + Send + Sync + 'static {
        let teller = self.teller.clone();
        move |trouble| teller.tell(Event::NotKept(id, trouble))
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
