//! What the window has fetched: files, each in its turn, and what there is to see of the dataset that it shows.

mod listed;
mod looking;

use super::{Event, thread::Teller};
use crate::{
    discovery::{
        event::Failure,
        queue::{Host, Queue},
    },
    http::{self, Client},
    protocol::{datalink::Document, request},
    transfer::{
        self, Done, Download, Picture, Progress, Rest, TransferError, Wanted, preview::Subject,
    },
};
pub use listed::Listed;
use listed::Lists;
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

/// A download that was not whole when the program ended before.
#[derive(Debug, Clone, PartialEq)]
pub struct Left {
    /// Its number.
    pub id: DownloadId,
    /// What is to be fetched.
    pub wanted: Wanted,
    /// What is known of what came; `None` where nothing had.
    pub rest: Option<Rest>,
    /// The lists that have a line for it.
    pub lists: Vec<PathBuf>,
}

/// What the window may ask about what belongs to datasets.
#[derive(Debug)]
pub enum TransferCommand {
    /// Fetch these files, each when its turn comes.
    Fetch(Vec<(DownloadId, Wanted)>),
    /// An earlier start left these: look whether what came of them is still there.
    Restore(Vec<Left>),
    /// Keep a list in this folder of what becomes of these datasets, which are fetched together.
    List(PathBuf, Vec<Listed>),
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
    /// What is to be known to go on with it at another start.
    Rest(DownloadId, Rest),
    /// What an earlier start left of it is not there any more, or another program fetches it.
    Gone(DownloadId),
    /// It is whole.
    Done(DownloadId, Done),
    /// It failed; what has come is kept.
    Failed(DownloadId, Failure),
    /// The links of the dataset.
    Links(LookNr, Result<Arc<Document>, Failure>),
    /// A picture of the dataset; `None` where there is none.
    Picture(LookNr, Result<Option<Arc<Picture>>, Failure>),
    /// The desktop shows no folders.
    FolderNotShown(PathBuf),
    /// The list of these, which are fetched together, stands here.
    Listed(PathBuf, Vec<DownloadId>),
    /// The list of files that are fetched together cannot be written.
    NotListed(Failure),
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
    client: Result<Client, http::Failure>,
    line: Mutex<Line>,
    lists: Lists,
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
    host: Host,
    running: Option<AbortHandle>,
    /// Which try it is: the end of an earlier one says nothing about this one.
    n_tries: u32,
}

impl Transfers {
    pub(super) fn new(
        runtime: Handle,
        teller: Teller,
        client: Result<Client, http::Failure>,
    ) -> Self {
        Self {
            looking: Looking::new(runtime.clone(), teller.clone(), client.clone()),
            shared: Arc::new(Shared {
                lists: Lists::new(runtime.clone(), teller.clone()),
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
            TransferCommand::Restore(all) => {
                self.shared.lists.go_on(&all);
                for Left {
                    id, wanted, rest, ..
                } in all
                {
                    self.shared.restore(id, wanted, rest);
                }
            }
            TransferCommand::List(folder, all) => self.shared.lists.add(folder, all),
            TransferCommand::GoOn(id) => self.shared.join(id),
            TransferCommand::Halt(ids) => ids.into_iter().for_each(|id| self.shared.halt(id)),
            TransferCommand::Forget(ids) => ids.into_iter().for_each(|id| self.shared.forget(id)),
            TransferCommand::Look(nr, subject) => self.looking.look(nr, subject),
            TransferCommand::OpenFolder(folder) => self.shared.open(folder),
        }
    }

    /// Lets the lists of files say how it stands at the end of the program.
    pub(super) async fn finish(&self) {
        self.shared.lists.finish().await;
    }
}

impl Shared {
    fn add(self: &Arc<Self>, id: DownloadId, wanted: Wanted) {
        // What can never be fetched need not wait for its turn to hear it.
        let refused = (!request::is_http(&wanted.url)).then(|| wanted.url.clone());
        self.put(id, Download::new(wanted));
        match refused {
            None => self.join(id),
            Some(url) => {
                let why = Failure::from(&TransferError::NotWeb(url));
                self.tell(TransferNews::Failed(id, why));
            }
        }
    }

    /// Puts a download on the list whose turn has not come.
    fn put(&self, id: DownloadId, download: Download) -> Arc<Download> {
        let download = Arc::new(download);
        let entry = Entry {
            host: Host::of(&download.wanted().url),
            download: Arc::clone(&download),
            running: None,
            n_tries: 0,
        };
        self.line().all.insert(id, entry);
        download
    }

    /// Looks for what an earlier start left.
    fn restore(self: &Arc<Self>, id: DownloadId, wanted: Wanted, rest: Option<Rest>) {
        let is_begun = rest.is_some();
        let download = self.put(id, Download::left(wanted, rest));
        if is_begun {
            let shared = Arc::clone(self);
            self.runtime.spawn(async move {
                match download.look().await {
                    Ok(Some(progress)) => shared.tell(TransferNews::Came(id, progress)),
                    Ok(None) => shared.tell(TransferNews::Gone(id)),
                    Err(error) => shared.tell(TransferNews::Failed(id, Failure::from(&error))),
                }
            });
        }
    }

    /// Puts a download at the end of the line.
    fn join(self: &Arc<Self>, id: DownloadId) {
        {
            let mut line = self.line();
            let Some(entry) = line.all.get(&id) else {
                return;
            };
            let host = entry.host.clone();
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

    fn tell(&self, news: TransferNews) {
        self.lists.take_in(&news);
        self.teller.tell(Event::Transfer(news));
    }

    async fn run(&self, id: DownloadId, download: &Arc<Download>) {
        self.tell(TransferNews::Began(id));
        let teller = self.teller.clone();
        let last = Mutex::new(None::<Instant>);
        let to_keep = Arc::clone(download);
        let progress = move |progress: Progress| {
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.is_none()
                && let Some(rest) = to_keep.rest()
            {
                teller.tell(Event::Transfer(TransferNews::Rest(id, rest)));
            }
            if last.is_none_or(|last| OFTEN <= last.elapsed()) {
                *last = Some(Instant::now());
                teller.tell(Event::Transfer(TransferNews::Came(id, progress)));
            }
        };
        let came = match &self.client {
            Ok(client) => download.run(client, progress).await,
            Err(failure) => Err(failure.clone().into()),
        };
        self.tell(match came {
            Ok(done) => TransferNews::Done(id, done),
            Err(error) => TransferNews::Failed(id, Failure::from(&error)),
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
        self.lists.cancel(id);
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
