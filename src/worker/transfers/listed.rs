//! Keeps the lists beside files that were fetched together as things are.

use super::{DownloadId, TransferNews};
use crate::{
    discovery::event::Failure,
    transfer::manifest::{self, Entry, Outcome},
    worker::{Event, thread::Teller},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::runtime::Handle;

/// A dataset, and the download of its file; `None` where it has no address that can be fetched.
pub type Listed = (Entry, Option<DownloadId>);

/// All lists of this start.
#[derive(Debug)]
pub(super) struct Lists {
    runtime: Handle,
    teller: Teller,
    outcomes: Arc<Mutex<BTreeMap<DownloadId, Outcome>>>,
    all: Mutex<Vec<Arc<List>>>,
}

/// One list.
#[derive(Debug)]
struct List {
    folder: PathBuf,
    datasets: Vec<Listed>,
    /// Where it stands, once it was written. Held while it is written, so that the last to write knows most.
    path: Mutex<Option<PathBuf>>,
}

impl Lists {
    pub(super) fn new(runtime: Handle, teller: Teller) -> Self {
        Self {
            runtime,
            teller,
            outcomes: Arc::default(),
            all: Mutex::default(),
        }
    }

    /// Begins a list in a folder.
    pub(super) fn add(&self, folder: PathBuf, datasets: Vec<Listed>) {
        let list = Arc::new(List {
            folder,
            datasets,
            path: Mutex::new(None),
        });
        locked(&self.all).push(Arc::clone(&list));
        self.write(list);
    }

    /// Takes in how a download went.
    pub(super) fn take_in(&self, news: &TransferNews) {
        match news {
            TransferNews::Began(id) => self.set(*id, &Outcome::Open),
            TransferNews::Done(id, done) => self.set(*id, &Outcome::Done(done.clone())),
            TransferNews::Failed(id, why) => {
                self.set(*id, &Outcome::Failed(why.sentence.clone()));
            }
            TransferNews::Gone(id) => self.cancel(*id),
            TransferNews::Came(..)
            | TransferNews::Rest(..)
            | TransferNews::Links(..)
            | TransferNews::Picture(..)
            | TransferNews::FolderNotShown(_)
            | TransferNews::NotListed(_) => {}
        }
    }

    /// A download was broken off, or taken off the list of downloads, which is no end where it had one.
    pub(super) fn cancel(&self, id: DownloadId) {
        let had_end = matches!(
            locked(&self.outcomes).get(&id),
            Some(Outcome::Done(_) | Outcome::Failed(_))
        );
        if !had_end {
            self.set(id, &Outcome::Cancelled);
        }
    }

    fn set(&self, id: DownloadId, outcome: &Outcome) {
        let before = locked(&self.outcomes).insert(id, outcome.clone());
        if before.unwrap_or_default() == *outcome {
            return;
        }
        let of_it = |list: &&Arc<List>| list.datasets.iter().any(|(_, own)| *own == Some(id));
        let lists: Vec<Arc<List>> = locked(&self.all).iter().filter(of_it).cloned().collect();
        for list in lists {
            self.write(list);
        }
    }

    fn write(&self, list: Arc<List>) {
        let (outcomes, teller) = (Arc::clone(&self.outcomes), self.teller.clone());
        self.runtime.spawn_blocking(move || {
            let mut path = locked(&list.path);
            let is_first = path.is_none();
            let to = path.get_or_insert_with(|| manifest::place(&list.folder));
            let written = list.write(to, &outcomes);
            // Where it went wrong once, it is not said at the end of each file.
            if let Err(error) = written
                && is_first
            {
                let failure = Failure {
                    sentence: format!("The list of the files was not written: {error}"),
                    details: error.details(),
                };
                teller.tell(Event::Transfer(TransferNews::NotListed(failure)));
            }
        });
    }
}

impl List {
    fn write(
        &self,
        path: &Path,
        outcomes: &Mutex<BTreeMap<DownloadId, Outcome>>,
    ) -> Result<(), crate::discovery::export::SaveError> {
        let known = locked(outcomes).clone();
        let (open, none) = (
            Outcome::Open,
            Outcome::Failed("it has no address that can be fetched".to_owned()),
        );
        let lines = self.datasets.iter().map(|(entry, id)| {
            let outcome = match id {
                Some(id) => known.get(id).unwrap_or(&open),
                None => &none,
            };
            (entry, outcome)
        });
        manifest::write(path, lines)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
