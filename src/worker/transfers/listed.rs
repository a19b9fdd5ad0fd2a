//! Keeps the lists beside files that were fetched together as things are.

use super::{DownloadId, Left, TransferNews};
use crate::{
    discovery::{event::Failure, export::SaveError},
    transfer::manifest::{self, Entry, Key, Outcome},
    worker::{Event, thread::Teller},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{runtime::Handle, time::timeout};

/// A dataset, and the download of its file; `None` where it has no address that can be fetched.
pub type Listed = (Entry, Option<DownloadId>);

/// How long the end of the program waits for lists that are behind: a drive of the network may hang for ever.
const AT_THE_END: Duration = Duration::from_secs(5);

/// All lists that are kept.
#[derive(Debug)]
pub(super) struct Lists {
    runtime: Handle,
    teller: Teller,
    outcomes: Arc<Outcomes>,
    all: Mutex<Vec<Arc<List>>>,
    /// Those of which an earlier start left nothing, or that another program fetches: it is not known how they go.
    gone: Mutex<BTreeSet<DownloadId>>,
}

/// How each download went.
type Outcomes = Mutex<BTreeMap<DownloadId, Outcome>>;

/// One list.
#[derive(Debug)]
struct List {
    lines: Lines,
    /// Whether more is known than was written.
    is_behind: AtomicBool,
    /// Where it stands, once it was written. Held while it is written, so that the last to write knows most.
    path: Mutex<Option<PathBuf>>,
}

/// The lines that are kept.
#[derive(Debug)]
enum Lines {
    /// All, of a list that is begun in this folder.
    New(PathBuf, Vec<Listed>),
    /// Those of the downloads that are not whole, of a list that an earlier start began.
    Left(Vec<(Key, DownloadId)>),
}

impl Lists {
    pub(super) fn new(runtime: Handle, teller: Teller) -> Self {
        Self {
            runtime,
            teller,
            outcomes: Arc::default(),
            all: Mutex::default(),
            gone: Mutex::default(),
        }
    }

    /// Begins a list in a folder.
    pub(super) fn add(&self, folder: PathBuf, datasets: Vec<Listed>) {
        let list = List::of(Lines::New(folder, datasets), None);
        let list = self.put(list);
        self.write(list);
    }

    /// Goes on with the lists of an earlier start, when there is something new to say.
    pub(super) fn go_on(&self, left: &[Left]) {
        let mut by_path = BTreeMap::<&Path, Vec<(Key, DownloadId)>>::new();
        for it in left {
            let key = Key::new(&it.wanted.url, it.wanted.cut.as_ref());
            for path in &it.lists {
                by_path.entry(path).or_default().push((key.clone(), it.id));
            }
        }
        for (path, lines) in by_path {
            self.put(List::of(Lines::Left(lines), Some(path.to_owned())));
        }
    }

    fn put(&self, list: List) -> Arc<List> {
        let list = Arc::new(list);
        locked(&self.all).push(Arc::clone(&list));
        list
    }

    /// Takes in how a download went.
    pub(super) fn take_in(&self, news: &TransferNews) {
        match news {
            TransferNews::Began(id) => self.set(*id, &Outcome::Open),
            TransferNews::Done(id, done) => self.set(*id, &Outcome::Done(done.clone())),
            TransferNews::Failed(id, why) => {
                self.set(*id, &Outcome::Failed(why.sentence.clone()));
            }
            TransferNews::Gone(id) => {
                locked(&self.gone).insert(*id);
            }
            TransferNews::Came(..)
            | TransferNews::Rest(..)
            | TransferNews::Listed(..)
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
        if !had_end && !locked(&self.gone).contains(&id) {
            self.set(id, &Outcome::Cancelled);
        }
    }

    fn set(&self, id: DownloadId, outcome: &Outcome) {
        let before = locked(&self.outcomes).insert(id, outcome.clone());
        if before.unwrap_or_default() == *outcome {
            return;
        }
        let of_it = |list: &&Arc<List>| list.lines.ids().any(|own| own == id);
        let lists: Vec<Arc<List>> = locked(&self.all).iter().filter(of_it).cloned().collect();
        for list in lists {
            self.write(list);
        }
    }

    fn write(&self, list: Arc<List>) {
        list.is_behind.store(true, Ordering::SeqCst);
        let (outcomes, teller) = (Arc::clone(&self.outcomes), self.teller.clone());
        self.runtime
            .spawn_blocking(move || list.catch_up(&outcomes, &teller));
    }

    /// Lets the lists say what is known at the end of the program.
    pub(super) async fn finish(&self) {
        let lists = locked(&self.all).clone();
        let (outcomes, teller) = (Arc::clone(&self.outcomes), self.teller.clone());
        let writing = self.runtime.spawn_blocking(move || {
            for list in lists {
                list.catch_up(&outcomes, &teller);
            }
        });
        timeout(AT_THE_END, writing).await.ok();
    }
}

impl List {
    fn of(lines: Lines, path: Option<PathBuf>) -> Self {
        Self {
            lines,
            is_behind: AtomicBool::new(false),
            path: Mutex::new(path),
        }
    }

    /// Writes it, if there is something new to say.
    fn catch_up(&self, outcomes: &Outcomes, teller: &Teller) {
        let mut path = locked(&self.path);
        if !self.is_behind.swap(false, Ordering::SeqCst) {
            return;
        }
        let is_first = path.is_none();
        let written = self.lines.write(&mut path, outcomes);
        // Where it went wrong once, it is not said at the end of each file.
        if !is_first {
            return;
        }
        let news = match (written, path.as_ref()) {
            (Ok(()), Some(path)) => TransferNews::Listed(path.clone(), self.lines.ids().collect()),
            (Ok(()), None) => return,
            (Err(error), _) => TransferNews::NotListed(Failure {
                sentence: format!("The list of the files was not written: {error}"),
                details: error.details(),
            }),
        };
        teller.tell(Event::Transfer(news));
    }
}

impl Lines {
    /// The downloads in it.
    fn ids(&self) -> impl Iterator<Item = DownloadId> + '_ {
        let (new, left): (&[Listed], &[(Key, DownloadId)]) = match self {
            Self::New(_, datasets) => (datasets, &[]),
            Self::Left(lines) => (&[], lines),
        };
        let of_new = new.iter().filter_map(|(_, id)| *id);
        of_new.chain(left.iter().map(|(_, id)| *id))
    }

    fn write(&self, path: &mut Option<PathBuf>, outcomes: &Outcomes) -> Result<(), SaveError> {
        let known = locked(outcomes).clone();
        match (self, path) {
            (Self::New(folder, datasets), path) => {
                let to = path.get_or_insert_with(|| manifest::place(folder));
                write_all(datasets, to, &known)
            }
            (Self::Left(lines), Some(path)) => manifest::renew(path, |key| {
                let mut own = lines.iter().filter(|(it, _)| it == key);
                own.find_map(|(_, id)| known.get(id).cloned())
            }),
            (Self::Left(_), None) => Ok(()),
        }
    }
}

fn write_all(
    datasets: &[Listed],
    path: &Path,
    known: &BTreeMap<DownloadId, Outcome>,
) -> Result<(), SaveError> {
    let (open, none) = (
        Outcome::Open,
        Outcome::Failed("it has no address that can be fetched".to_owned()),
    );
    let lines = datasets.iter().map(|(entry, id)| {
        let outcome = match id {
            Some(id) => known.get(id).unwrap_or(&open),
            None => &none,
        };
        (entry, outcome)
    });
    manifest::write(path, lines)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
