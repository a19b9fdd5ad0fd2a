//! What is fetched: the downloads, and what belongs to the dataset that the details show.

use crate::{
    discovery::event::{Failure, RunId},
    protocol::{datalink::Document, soda::Cut},
    transfer::{self, Done, Picture, Progress, Rest, Wanted, preview::Subject},
    worker::{DownloadId, LookNr},
};
use std::{path::PathBuf, sync::Arc};

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
    /// Whether those that are not whole are remembered for the next start.
    pub are_remembered: bool,
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
    /// What is fetched: its address, what it is called before it has a file, its folder.
    pub wanted: Wanted,
    /// The question of the search that found it, in one line.
    pub found_by: String,
    /// For how many of the datasets that were selected together it is.
    pub n_datasets: usize,
    /// How far it is.
    pub stage: Stage,
    /// By what it can be gone on with at another start; `None` before anything has come.
    pub rest: Option<Rest>,
    /// What has come; `None` before anything has.
    pub progress: Option<Progress>,
    /// The lists beside files that have a line for it.
    pub lists: Vec<PathBuf>,
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
    /// It was not whole when the program ended before.
    Left,
    /// It failed.
    Failed(Failure),
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
    Failed(Failure),
}

impl Transfers {
    /// Nothing is fetched yet.
    pub(crate) fn new() -> Self {
        Self {
            list: Vec::new(),
            folder: usual_folder(),
            choosing: Choosing::Idle,
            looked: Looked::default(),
            are_remembered: false,
            next: DownloadId(0),
        }
    }

    /// Puts a download on the list, of what the search of this question found, and gives its number.
    pub(crate) fn add(&mut self, wanted: Wanted, found_by: String) -> DownloadId {
        self.put(Fetching {
            id: self.next,
            wanted,
            found_by,
            n_datasets: 1,
            stage: Stage::Waiting,
            rest: None,
            progress: None,
            lists: Vec::new(),
        })
    }

    /// Puts it on the list under a number of its own, and gives that.
    pub(crate) fn put(&mut self, fetching: Fetching) -> DownloadId {
        let id = self.next;
        self.next = DownloadId(id.0 + 1);
        self.list.push(Fetching { id, ..fetching });
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

    /// The newest download of what is at this address, or of this part of it.
    pub(crate) fn of(&self, url: &str, cut: Option<&Cut>) -> Option<&Fetching> {
        let is_it = |it: &&Fetching| it.wanted.url == url && it.wanted.cut.as_ref() == cut;
        self.list.iter().rev().find(is_it)
    }

    /// The newest download of what is at this address, whole or in part.
    pub(crate) fn of_url(&self, url: &str) -> Option<&Fetching> {
        let is_it = |it: &&Fetching| it.wanted.url == url;
        self.list.iter().rev().find(is_it)
    }

    /// How many are not at their end: waiting or coming.
    pub(crate) fn n_under_way(&self) -> usize {
        let under_way = |it: &&Fetching| it.is_under_way();
        self.list.iter().filter(under_way).count()
    }
}

/// Where files go if nobody says otherwise, as typed; empty where the environment names no home.
pub(crate) fn usual_folder() -> String {
    let folder = transfer::usual_folder();
    folder.map_or_else(String::new, |it| it.display().to_string())
}

impl Fetching {
    /// Whether it waits or comes.
    pub(crate) fn is_under_way(&self) -> bool {
        matches!(self.stage, Stage::Waiting | Stage::Coming)
    }

    /// Whether it can be gone on with.
    pub(crate) fn can_go_on(&self) -> bool {
        matches!(self.stage, Stage::Halted | Stage::Left | Stage::Failed(_))
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
