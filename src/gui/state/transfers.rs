//! What is fetched: the downloads, and what belongs to the dataset that the details show.

use crate::{
    discovery::event::RunId,
    protocol::datalink::Document,
    transfer::{self, Done, Picture, Progress, preview::Subject},
    worker::{DownloadId, LookNr, Trouble},
};
use std::sync::Arc;

/// What is fetched.
#[derive(Debug)]
pub(crate) struct Transfers {
    /// The downloads, the first that was asked for first.
    pub list: Vec<Fetching>,
    /// The folder for downloads, as typed.
    pub folder: String,
    /// Whether a folder is being chosen.
    pub choosing: Choosing,
    /// What belongs to the dataset that the details show.
    pub looked: Looked,
    /// The number of the next download.
    next: DownloadId,
}

/// Whether a folder is being chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choosing {
    /// It is not.
    Idle,
    /// A dialog is open.
    Folder,
}

/// One download.
#[derive(Debug, Clone)]
pub(crate) struct Fetching {
    /// Its number.
    pub id: DownloadId,
    /// What it is called before it has a file.
    pub title: String,
    /// Its address.
    pub url: String,
    /// How far it is.
    pub stage: Stage,
    /// What has come; `None` before anything has.
    pub progress: Option<Progress>,
}

/// How far a download is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Its turn has not come.
    Waiting,
    /// It comes.
    Coming,
    /// It was broken off.
    Halted,
    /// It failed.
    Failed(Trouble),
    /// It is whole.
    Done(Done),
}

/// What belongs to the dataset that the details show.
#[derive(Debug, Default)]
pub(crate) struct Looked {
    /// Which dataset that is: its search, its row, and in which state of what was found.
    pub of: Option<(RunId, usize, u64)>,
    /// The number of this look.
    pub nr: LookNr,
    /// Its links.
    pub links: Finding<Arc<Document>>,
    /// A picture of it.
    pub picture: Finding<Arc<Picture>>,
}

/// Something that is looked for.
#[derive(Debug, Clone, Default)]
pub(crate) enum Finding<T> {
    /// There is none.
    #[default]
    Nothing,
    /// It is being fetched.
    Awaited,
    /// It is here.
    Here(T),
    /// It cannot be fetched.
    Failed(Trouble),
}

impl Transfers {
    /// Nothing is fetched yet.
    pub(crate) fn new() -> Self {
        let folder = transfer::usual_folder();
        Self {
            list: Vec::new(),
            folder: folder.map_or_else(String::new, |it| it.display().to_string()),
            choosing: Choosing::Idle,
            looked: Looked::default(),
            next: DownloadId(0),
        }
    }

    /// Puts a download on the list, and gives its number.
    pub(crate) fn add(&mut self, title: String, url: String) -> DownloadId {
        let id = self.next;
        self.next = DownloadId(id.0 + 1);
        self.list.push(Fetching {
            id,
            title,
            url,
            stage: Stage::Waiting,
            progress: None,
        });
        id
    }

    /// The download of this number.
    pub(crate) fn get(&self, id: DownloadId) -> Option<&Fetching> {
        self.list.iter().find(|fetching| fetching.id == id)
    }

    /// The same, to change it.
    pub(crate) fn get_mut(&mut self, id: DownloadId) -> Option<&mut Fetching> {
        self.list.iter_mut().find(|fetching| fetching.id == id)
    }

    /// The newest download of this address.
    pub(crate) fn of_url(&self, url: &str) -> Option<&Fetching> {
        self.list.iter().rev().find(|fetching| fetching.url == url)
    }

    /// How many are not at their end: waiting or coming.
    pub(crate) fn n_under_way(&self) -> usize {
        let under_way = |it: &&Fetching| it.is_under_way();
        self.list.iter().filter(under_way).count()
    }
}

impl Fetching {
    /// Whether it waits or comes.
    pub(crate) fn is_under_way(&self) -> bool {
        matches!(self.stage, Stage::Waiting | Stage::Coming)
    }

    /// Whether it can be gone on with.
    pub(crate) fn can_go_on(&self) -> bool {
        matches!(self.stage, Stage::Halted | Stage::Failed(_))
    }
}

impl Looked {
    /// Begins to look for what belongs to a dataset.
    pub(crate) fn begin(&mut self, of: (RunId, usize, u64), subject: &Subject) -> LookNr {
        *self = Self {
            of: Some(of),
            nr: LookNr(self.nr.0 + 1),
            links: if subject.links_at().is_some() {
                Finding::Awaited
            } else {
                Finding::Nothing
            },
            picture: if subject.is_promising() {
                Finding::Awaited
            } else {
                Finding::Nothing
            },
        };
        self.nr
    }
}
