//! What the window has fetched: files, each in its turn, and what there is to see of the dataset that it shows.

mod looking;

use super::{Event, thread::Teller};
use crate::{
    discovery::queue::{Host, Queue},
    http::{Client, Failure},
    transfer::{self, Done, Download, Picture, Progress, TransferError, Wanted},
};
use crate::{protocol::datalink::Document, transfer::preview::Subject};
use looking::Looking;
use std::{
    collections::BTreeMap,
    path::PathBuf,
    process::Stdio,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::{runtime::Handle, task::AbortHandle};

/// One download. Later ones have larger numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DownloadId(pub u32);

/// One dataset that is looked at. Later ones have larger numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LookNr(pub u64);

/// What the window may ask about what belongs to datasets.
#[derive(Debug)]
pub enum TransferCommand {
    /// Fetch these files, each when its turn comes.
    Fetch(Vec<(DownloadId, Wanted)>),
    /// Fetch what is missing of it.
    GoOn(DownloadId),
    /// Break them off; what has come is kept.
    Halt(Vec<DownloadId>),
    /// Take away what has come of them, unless it is whole.
    Forget(Vec<DownloadId>),
    /// Find the links and a picture of this dataset; what was looked for before is not looked for any more.
    Look(LookNr, Subject),
    /// Show this folder on the desktop.
    OpenFolder(PathBuf),
}

/// What the window is told of it.
#[derive(Debug)]
pub enum TransferNews {
    /// Its turn has come.
    Began(DownloadId),
    /// So much has come.
    Came(DownloadId, Progress),
    /// It is whole.
    Done(DownloadId, Done),
    /// It failed; what has come is kept.
    Failed(DownloadId, Trouble),
    /// The links of the dataset.
    Links(LookNr, Result<Arc<Document>, Trouble>),
    /// A picture of the dataset; `None` where there is none.
    Picture(LookNr, Result<Option<Arc<Picture>>, Trouble>),
    /// The desktop shows no folders.
    FolderNotShown(PathBuf),
}

/// Why something could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// One sentence.
    pub sentence: String,
    /// More about it, in lines.
    pub details: String,
}

impl From<&TransferError> for Trouble {
    fn from(error: &TransferError) -> Self {
        Self {
            sentence: error.to_string(),
            details: error.details(),
        }
    }
}

/// How often the window is told how far a download is.
const OFTEN: Duration = Duration::from_millis(100);

/// The downloads, and what is looked for.
#[derive(Debug)]
pub(super) struct Transfers {
    shared: Arc<Shared>,
    looking: Looking,
}

#[derive(Debug)]
struct Shared {
    runtime: Handle,
    teller: Teller,
    client: Result<Client, Failure>,
    line: Mutex<Line>,
}

/// Who waits, and who is being fetched. The lock is held for no longer than it takes to look.
#[derive(Debug)]
struct Line {
    queue: Queue<DownloadId>,
    all: BTreeMap<DownloadId, Entry>,
}

#[derive(Debug)]
struct Entry {
    download: Arc<Download>,
    running: Option<AbortHandle>,
    /// Which try it is: the end of an earlier one says nothing about this one.
    n_tries: u32,
}

impl Transfers {
    pub(super) fn new(runtime: Handle, teller: Teller) -> Self {
        let client = Client::new(transfer::settings());
        Self {
            looking: Looking::new(runtime.clone(), teller.clone(), client.clone()),
            shared: Arc::new(Shared {
                runtime,
                teller,
                client,
                line: Mutex::new(Line {
                    queue: Queue::new(transfer::AT_ONCE, transfer::PER_HOST),
                    all: BTreeMap::new(),
                }),
            }),
        }
    }

    pub(super) fn obey(&mut self, command: TransferCommand) {
        match command {
            TransferCommand::Fetch(all) => {
                for (id, wanted) in all {
                    self.shared.add(id, wanted);
                }
            }
            TransferCommand::GoOn(id) => self.shared.join(id),
            TransferCommand::Halt(ids) => ids.into_iter().for_each(|id| self.shared.halt(id)),
            TransferCommand::Forget(ids) => ids.into_iter().for_each(|id| self.shared.forget(id)),
            TransferCommand::Look(nr, subject) => self.looking.look(nr, subject),
            TransferCommand::OpenFolder(folder) => self.shared.open(folder),
        }
    }
}

impl Shared {
    fn add(self: &Arc<Self>, id: DownloadId, wanted: Wanted) {
        let entry = Entry {
            download: Arc::new(Download::new(wanted)),
            running: None,
            n_tries: 0,
        };
        self.line().all.insert(id, entry);
        self.join(id);
    }

    /// Puts a download at the end of the line.
    fn join(self: &Arc<Self>, id: DownloadId) {
        {
            let mut line = self.line();
            let Some(entry) = line.all.get(&id) else {
                return;
            };
            let host = Host::of(&entry.download.wanted().url);
            line.queue.forget(id);
            line.queue.push(id, host);
        }
        self.advance();
    }

    /// Begins whatever may begin now.
    fn advance(self: &Arc<Self>) {
        let mut line = self.line();
        while let Some(id) = line.queue.take_next() {
            let Some(entry) = line.all.get_mut(&id) else {
                line.queue.done(id);
                continue;
            };
            entry.n_tries += 1;
            let (download, n_tries) = (Arc::clone(&entry.download), entry.n_tries);
            let shared = Arc::clone(self);
            let running = self.runtime.spawn(async move {
                shared.run(id, &download).await;
                shared.end(id, n_tries);
            });
            entry.running = Some(running.abort_handle());
        }
    }

    async fn run(&self, id: DownloadId, download: &Download) {
        let tell = |news| self.teller.tell(Event::Transfer(news));
        tell(TransferNews::Began(id));
        let teller = self.teller.clone();
        let last = Mutex::new(None::<Instant>);
        let progress = move |progress: Progress| {
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.is_none_or(|last| OFTEN <= last.elapsed()) {
                *last = Some(Instant::now());
                teller.tell(Event::Transfer(TransferNews::Came(id, progress)));
            }
        };
        let came = match &self.client {
            Ok(client) => download.run(client, progress).await,
            Err(failure) => Err(failure.clone().into()),
        };
        tell(match came {
            Ok(done) => TransferNews::Done(id, done),
            Err(error) => TransferNews::Failed(id, Trouble::from(&error)),
        });
    }

    fn end(self: &Arc<Self>, id: DownloadId, n_tries: u32) {
        {
            let mut line = self.line();
            let is_this = line.all.get(&id).is_some_and(|it| it.n_tries == n_tries);
            if !is_this {
                return;
            }
            line.queue.done(id);
        }
        self.advance();
    }

    fn halt(self: &Arc<Self>, id: DownloadId) {
        {
            let mut line = self.line();
            if let Some(entry) = line.all.get_mut(&id) {
                // The end of the task that is broken off here is not that of the next.
                entry.n_tries += 1;
                if let Some(running) = entry.running.take() {
                    running.abort();
                }
            }
            line.queue.forget(id);
        }
        self.advance();
    }

    fn forget(self: &Arc<Self>, id: DownloadId) {
        self.halt(id);
        if let Some(entry) = self.line().all.remove(&id) {
            self.runtime
                .spawn_blocking(move || entry.download.discard());
        }
    }

    /// Lets the desktop show a folder.
    fn open(&self, folder: PathBuf) {
        const PROGRAM: &str = if cfg!(target_os = "macos") {
            "open"
        } else if cfg!(windows) {
            "explorer"
        } else {
            "xdg-open"
        };
        let teller = self.teller.clone();
        self.runtime.spawn_blocking(move || {
            let ended = std::process::Command::new(PROGRAM)
                .arg(&folder)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            // Explorer says failure whatever happens.
            let is_shown = ended.is_ok_and(|status| status.success() || cfg!(windows));
            if !is_shown {
                teller.tell(Event::Transfer(TransferNews::FolderNotShown(folder)));
            }
        });
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
