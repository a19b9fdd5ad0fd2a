//! What a person can ask of the window: its name, its keys, when it is possible.

mod asked;
mod figure;
mod file;
mod form;
mod keys;
pub(crate) mod samp;
pub(crate) mod service;
mod sky;
mod table;
pub(crate) mod transfer;
mod window;
mod wording;

use super::again::{asked_again, none_runs};
use super::panes::Pane;
use super::selection::Combine;
use super::state::{Left, Saving, Stage, State, Tab, Theme, Topic};
use crate::{
    discovery::event::{RunId, ServiceNr},
    domain::{
        constraints::{Question, QuestionError},
        row_set::RowSet,
    },
};
pub(crate) use asked::Actions;
pub(crate) use figure::{FigureAction, Picture};
pub(crate) use file::FileAction;
pub(crate) use form::{FormAction, FormMenu};
pub(crate) use keys::WITH_KEYS;
pub(crate) use samp::{Part, SampAction};
pub(crate) use service::ServiceAction;
pub(crate) use sky::SkyAction;
use std::{path::PathBuf, sync::Arc};
pub(crate) use table::TableAction;
pub(crate) use transfer::TransferAction;
pub(crate) use window::WindowAction;

/// What a person can ask of the window.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    /// Start the search that the form describes.
    Run,
    /// Stop the search.
    Stop,
    /// Ask the selected service once more, which failed, was stopped, or was never asked.
    AskAgain,
    /// Ask the selected service, which was cut off, for more rows.
    AskForMore,
    /// Ask the selected service, which was cut off, in parts.
    AskInParts,
    /// Ask every service once more that failed, was stopped, or was never asked.
    AskAllAgain,
    /// Ask every service in parts that was cut off.
    AskAllInParts,
    /// Choose a file and write what was found to it.
    Save,
    /// Write what was found to the path that was typed.
    SaveToPath,
    /// Write what was found in place of this file.
    Replace(PathBuf),
    /// Something about files that this program wrote.
    File(FileAction),
    /// Export a picture.
    Figure(FigureAction),
    /// Send what was found to the programs on the desk.
    Broadcast,
    /// Close the window.
    Quit,
    /// Show this list.
    Show(Tab),
    /// Show this part of the window, or put it away.
    Toggle(Pane),
    /// Use this theme.
    Use(Theme),
    /// Go to the field Space.
    GoToForm,
    /// The fields now say this.
    Change(Question),
    /// Ask this registry.
    UseRegistry(String),
    /// The path for Save now is this.
    NamePath(String),
    /// Select the dataset at this place and no other.
    SelectDataset(usize),
    /// Select the dataset at this place as well, or no longer.
    ToggleDataset(usize),
    /// Select these datasets of a search, in place of those that are selected or beside them; nothing where another is
    /// shown by now.
    SelectRows(RunId, Arc<RowSet>, Combine),
    /// Select this service, and the datasets that it told of.
    SelectService(ServiceNr),
    /// Something about one service.
    Service(ServiceAction),
    /// Something about downloads and links.
    Transfer(TransferAction),
    /// Something of the other programs on the desk.
    Samp(SampAction),
    /// Select this line of the log.
    SelectLine(usize),
    /// Something of the table of datasets.
    Table(TableAction),
    /// Something of the sky map.
    Sky(SkyAction),
    /// Select nothing.
    Unselect,
    /// Put this text on the clipboard.
    Copy(String),
    /// Open this address in the browser.
    Open(String),
    /// Open the run that was cut off.
    OpenLeft,
    /// Take the run that was cut off away.
    DiscardLeft,
    /// Take away the notice on this topic.
    Dismiss(Topic),
    /// Something about the form.
    Form(FormAction),
    /// Something about the window itself.
    Window(WindowAction),
}

impl Action {
    /// Its name on buttons and in menus.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Run => "Run",
            Self::Stop => "Stop",
            Self::AskAgain => "Ask again",
            Self::AskForMore => "Ask for more",
            Self::AskInParts => "Ask in parts",
            Self::AskAllAgain => "Ask all failed again",
            Self::AskAllInParts => "Ask all cut off in parts",
            Self::Save => "Save…",
            Self::SaveToPath => "Save",
            Self::Replace(_) => "Replace it",
            Self::File(action) => action.name(),
            Self::Figure(action) => action.name(),
            Self::Broadcast => "Broadcast",
            Self::Quit => "Quit",
            Self::Show(Tab::Datasets) => "Datasets",
            Self::Show(Tab::Services) => "Services",
            Self::Show(Tab::Log) => "Log",
            Self::Show(Tab::Downloads) => "Downloads",
            Self::Show(Tab::Programs) => "Programs",
            Self::Service(action) => action.name(),
            Self::Transfer(action) => action.name(),
            Self::Samp(action) => action.name(),
            Self::Toggle(pane) => pane.name(),
            Self::Use(Theme::System) => "Theme of the desktop",
            Self::Use(Theme::Light) => "Light theme",
            Self::Use(Theme::Dark) => "Dark theme",
            Self::GoToForm => "Go to the question",
            Self::Change(_) => "Change the question",
            Self::UseRegistry(_) => "Use this registry",
            Self::NamePath(_) => "Name a file",
            Self::SelectDataset(_)
            | Self::ToggleDataset(_)
            | Self::SelectRows(..)
            | Self::SelectService(_)
            | Self::SelectLine(_) => "Select",
            Self::Table(action) => action.name(),
            Self::Sky(action) => action.name(),
            Self::Unselect => "Close",
            Self::Copy(_) => "Copy",
            Self::Open(_) => "Open in browser",
            Self::OpenLeft => "Open it",
            Self::DiscardLeft => "Discard",
            // It is offered again at the next start.
            Self::Dismiss(Topic::Left) => "Later",
            Self::Dismiss(_) => "Dismiss",
            Self::Form(action) => action.name(),
            Self::Window(action) => action.name(),
        }
    }

    /// What it does, in a sentence.
    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::Run => "Ask every service that may have such data",
            Self::Stop => "Cut off all requests at once; what was found stays",
            Self::AskAgain => "Ask the selected service once more, with three times the time",
            Self::AskForMore => "Ask the selected service for ten times as many rows",
            Self::AskInParts => {
                "Ask the selected service for one part of the question after another, until each comes whole"
            }
            Self::AskAllAgain => {
                "Ask every service that failed, was stopped or was never asked, with three times the time"
            }
            Self::AskAllInParts => {
                "Ask every service that was cut off for one part of the question after another, until each comes whole"
            }
            Self::Save => {
                "Choose a file for the results and their provenance (.vot, .vot.gz, .csv, .parquet, .fits)"
            }
            Self::SaveToPath => {
                "Write the results to the path at the left (.vot, .vot.gz, .csv, .parquet, .fits)"
            }
            Self::Replace(_) => "Write the results in place of the file that is there",
            Self::File(_) => FileAction::HELP,
            Self::Figure(action) => action.help(),
            Self::Broadcast => "Send the results to TOPCAT, Aladin and the like over SAMP",
            Self::Quit => "Close the window; a search that runs is stopped",
            Self::Show(Tab::Datasets) => "What was found",
            Self::Show(Tab::Services) => "What became of each service",
            Self::Show(Tab::Log) => "What was done, line by line",
            Self::Show(Tab::Downloads) => "Files that are fetched, or were",
            Self::Show(Tab::Programs) => {
                "Other programs on this machine, and what was sent to them"
            }
            Self::Service(action) => action.help(),
            Self::Transfer(action) => action.help(),
            Self::Samp(action) => action.help(),
            Self::Toggle(_) => "Show it, or put it away for more room",
            Self::GoToForm => "Put the cursor into the field Space",
            Self::Table(action) => action.help(),
            Self::Sky(action) => action.help(),
            Self::Unselect => "Close the details",
            Self::OpenLeft => "Show what had been found, to save it, send it or go on with it",
            Self::DiscardLeft => "Take it off the disk for good",
            Self::Dismiss(Topic::Left) => "Leave it on the disk until the next start",
            Self::Form(action) => action.help(),
            Self::Window(action) => action.help(),
            Self::Use(_)
            | Self::Change(_)
            | Self::UseRegistry(_)
            | Self::NamePath(_)
            | Self::SelectDataset(_)
            | Self::ToggleDataset(_)
            | Self::SelectRows(..)
            | Self::SelectService(_)
            | Self::SelectLine(_)
            | Self::Copy(_)
            | Self::Open(_)
            | Self::Dismiss(_) => "",
        }
    }

    /// Whether it can be asked for now; if not, the sentence that says why.
    pub(crate) fn possible(&self, state: &State) -> Result<(), String> {
        match self {
            Self::Run => run_possible(state),
            Self::Form(action) => action.possible(state),
            Self::Window(action) => action.possible(state),
            Self::Service(action) => action.possible(state),
            Self::Transfer(action) => action.possible(state),
            Self::Samp(action) => action.possible(state),
            Self::Stop => match state.search.as_ref().map(|search| search.stage) {
                Some(Stage::Running) => Ok(()),
                Some(Stage::Stopping) => Err("The search is stopping".to_owned()),
                Some(Stage::Ended) | None => Err("No search is running".to_owned()),
            },
            Self::AskAgain
            | Self::AskForMore
            | Self::AskInParts
            | Self::AskAllAgain
            | Self::AskAllInParts => asked_again(self, state).map_or(Ok(()), |it| it.map(drop)),
            Self::Save | Self::Replace(_) | Self::SaveToPath => save_possible(state),
            Self::File(_) => FileAction::possible(state),
            Self::Figure(action) => action.possible(state),
            Self::OpenLeft if state.is_searching() => {
                Err("A search is running; stop it first, or let it end".to_owned())
            }
            Self::Dismiss(Topic::Left) if state.left == Left::Opening => {
                Err("It is being opened".to_owned())
            }
            Self::OpenLeft if state.left != Left::Offered || state.is_opening_file => {
                Err("There is no run to open".to_owned())
            }
            Self::Table(action) => action.possible(state),
            Self::Sky(action) => action.possible(state),
            Self::Broadcast if state.n_found() == 0 => Err(nothing_found(state)),
            Self::Broadcast if state.is_broadcasting() => {
                Err("The results are being sent".to_owned())
            }
            _ => Ok(()),
        }
    }
}

fn run_possible(state: &State) -> Result<(), String> {
    none_runs(state)?;
    if let Some(why) = state.form.awaits_name() {
        return Err(why);
    }
    match &state.form.parsed {
        // Where it is, is looked up first.
        Ok(_) | Err(QuestionError::Unresolved(_)) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

fn save_possible(state: &State) -> Result<(), String> {
    match state.saving {
        Saving::Choosing => Err("A file is being chosen".to_owned()),
        Saving::Writing(_) => Err("A file is being written".to_owned()),
        Saving::Idle if state.search.is_none() => Err(nothing_found(state)),
        Saving::Idle => Ok(()),
    }
}

fn nothing_found(state: &State) -> String {
    let text = if state.is_searching() {
        "Nothing has been found so far"
    } else if state.search.is_some() {
        "Nothing was found"
    } else {
        "Run a search first"
    };
    text.to_owned()
}
