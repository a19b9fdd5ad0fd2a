//! What is so: the form, the search with what was found, what was saved and sent.

mod figure;
mod form;
pub(crate) mod programs;
mod sky;
mod table;
pub(crate) mod transfers;
mod window;

pub(crate) use figure::Exporting;
#[cfg(test)]
pub(crate) use form::MOST_RECENT;
pub(crate) use form::{Foreseen, Form, Naming, Then, Undo};
pub(crate) use programs::{OwnHub, Pointed, Programs, SendStage, Targets};
pub(crate) use window::{Dialog, Leaving, TextScale, Written};

use super::{action::Action, memory::Memory, panes::Panes, selection::Selection, shown::Shown};
use crate::{
    discovery::{
        event::{RunId, ServiceNr},
        record::Record,
    },
    domain::constraints::Question,
    http::limits::Settings,
    protocol::sesame,
};
use serde::{Deserialize, Serialize};
pub(crate) use sky::Sky;
pub(crate) use table::{Made, Table};
use transfers::Transfers;

/// Everything that the window knows.
#[derive(Debug)]
pub(crate) struct State {
    /// What is to be asked.
    pub form: Form,
    /// The latest search; `None` before the first.
    pub search: Option<Search>,
    /// What the details show.
    pub selected: Selected,
    /// The datasets that are selected, in all panels at once.
    pub selection: Selection,
    /// The datasets that the filter lets through, in all panels at once.
    pub shown: Shown,
    /// How the datasets are listed.
    pub table: Table,
    /// What is fetched.
    pub transfers: Transfers,
    /// How the sky map is looked at.
    pub sky: Sky,
    /// Whether a file is being chosen or written.
    pub saving: Saving,
    /// Whether a picture is being written.
    pub exporting: Exporting,
    /// The other programs on the desk.
    pub programs: Programs,
    /// What became of a run that was cut off.
    pub left: Left,
    /// Whether a file is being opened.
    pub is_opening_file: bool,
    /// What the person should know, the newest last; at most one for each topic.
    pub notices: Vec<Notice>,
    /// Which list is shown.
    pub tab: Tab,
    /// Which parts of the window show.
    pub panes: Panes,
    /// Light or dark.
    pub theme: Theme,
    /// How large text is.
    pub scale: TextScale,
    /// What stands over the window.
    pub dialog: Option<Dialog>,
    /// Whether the window closes.
    pub leaving: Leaving,
    /// Which results were written last.
    pub written: Option<Written>,
    /// What was remembered from earlier, and what the person chose since.
    pub remembered: Memory,
    /// The name resolver with which the program was started.
    pub given_resolver: String,
    /// What the title says besides the program's name, such as that the data are synthetic.
    pub subtitle: Option<String>,
    /// The number of the next search.
    pub next_run: RunId,
}

/// The latest search.
#[derive(Debug)]
pub(crate) struct Search {
    /// Its number.
    pub id: RunId,
    /// All it told so far.
    pub record: Record,
    /// How far it is.
    pub stage: Stage,
    /// Another number whenever rows that were found already are replaced.
    pub revision: u64,
}

/// How far a search is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It runs.
    Running,
    /// It was asked to stop and has not said yet that it did.
    Stopping,
    /// It has ended.
    Ended,
}

/// What the details show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Selected {
    /// Nothing.
    Nothing,
    /// The dataset at this place in what was found.
    Dataset(usize),
    /// This service.
    Service(ServiceNr),
    /// The line of the log at this place.
    Line(usize),
}

/// Whether a file is being chosen or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Saving {
    /// Neither.
    Idle,
    /// A dialog is open.
    Choosing,
    /// These results are being written to a file; `None` where nothing was found.
    Writing(Option<Written>),
}

/// A run of an earlier time that was cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    /// There is none that is known of.
    Nothing,
    /// There is one, which can be opened.
    Offered,
    /// There is one, which cannot be opened.
    Unreadable,
    /// It is being read.
    Opening,
}

/// The lists of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) enum Tab {
    /// What was found.
    #[default]
    Datasets,
    /// What became of each service.
    Services,
    /// What was done, line by line.
    Log,
    /// What is fetched.
    Downloads,
    /// The other programs on the desk, and what was sent to them.
    Programs,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) enum Theme {
    /// As the desktop has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Something the person should know.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Notice {
    /// What it is about.
    pub topic: Topic,
    /// How good or bad it is.
    pub grade: Grade,
    /// One sentence.
    pub sentence: String,
    /// More about it, folded away; may be empty.
    pub details: String,
    /// What can be done about it, the best first.
    pub offers: Vec<Action>,
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    /// The search.
    Search,
    /// A file.
    File,
    /// A picture.
    Figure,
    /// What was sent to other programs.
    Samp,
    /// A place that another program points at.
    Pointed,
    /// Services that another program names.
    Services,
    /// Positions that another program sent.
    Positions,
    /// That a search is not kept on disk.
    Journal,
    /// A run that was cut off.
    Left,
    /// The form.
    Form,
    /// What is kept for the next start.
    Memory,
}

impl Topic {
    /// Whether it says something that another run does not change.
    pub(crate) fn outlasts_a_run(self) -> bool {
        matches!(
            self,
            Self::Left | Self::Pointed | Self::Services | Self::Positions
        )
    }
}

/// How good or bad something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    /// It went well.
    Good,
    /// It deserves a look.
    Warning,
    /// It failed.
    Error,
}

impl State {
    /// Before the first search.
    pub(crate) fn new(question: Question, registry: String, settings: Settings) -> Self {
        Self {
            form: Form::new(question, registry, settings),
            search: None,
            selected: Selected::Nothing,
            selection: Selection::default(),
            shown: Shown::default(),
            table: Table::default(),
            transfers: Transfers::new(),
            sky: Sky::default(),
            saving: Saving::Idle,
            exporting: Exporting::Idle,
            programs: Programs::new(),
            left: Left::Nothing,
            is_opening_file: false,
            notices: Vec::new(),
            tab: Tab::Datasets,
            panes: Panes::default(),
            theme: Theme::System,
            scale: TextScale::default(),
            dialog: None,
            leaving: Leaving::Not,
            written: None,
            remembered: Memory::default(),
            given_resolver: sesame::USUAL.to_owned(),
            subtitle: None,
            next_run: RunId(1),
        }
    }

    /// The record of the latest search.
    pub(crate) fn record(&self) -> Option<&Record> {
        self.search.as_ref().map(|search| &search.record)
    }

    /// Shows another search, and nothing of the one before: rows count anew, so that a number of a row means nothing any
    /// more. What threads still tell of that one bears its number and is passed over.
    pub(crate) fn show_search(&mut self, search: Search) {
        self.search = Some(search);
        self.unselect();
        self.shown.show(None);
        self.table.begin();
        self.sky.look = None;
    }

    /// Whether this search is the one that is shown.
    pub(crate) fn shows(&self, run: RunId) -> bool {
        self.search.as_ref().is_some_and(|search| search.id == run)
    }

    /// Whether a search runs or is about to stop.
    pub(crate) fn is_searching(&self) -> bool {
        self.search
            .as_ref()
            .is_some_and(|search| search.stage != Stage::Ended)
    }

    /// Whether an earlier search is being read: one that a file tells of, or that was cut off.
    pub(crate) fn is_opening(&self) -> bool {
        self.is_opening_file || self.left == Left::Opening
    }

    /// How many datasets the latest search has found.
    pub(crate) fn n_found(&self) -> usize {
        self.record().map_or(0, |record| record.found().len())
    }

    /// The row of the dataset that the details show, if they show one.
    pub(crate) fn shown_row(&self) -> Option<usize> {
        match self.selected {
            Selected::Dataset(row) => Some(row),
            Selected::Nothing | Selected::Service(_) | Selected::Line(_) => None,
        }
    }

    /// Shows a notice in place of the one on the same topic.
    pub(crate) fn notify(&mut self, notice: Notice) {
        self.dismiss(notice.topic);
        self.notices.push(notice);
    }

    /// Takes away the notice on this topic.
    pub(crate) fn dismiss(&mut self, topic: Topic) {
        self.notices.retain(|notice| notice.topic != topic);
        if topic == Topic::Pointed {
            self.programs.pointed = None;
        }
    }
}
