//! What can be asked of files that this program wrote.

use crate::gui::state::State;
use eframe::egui::{Key, Modifiers};
use std::path::PathBuf;

/// What can be asked of files that this program wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileAction {
    /// Choose one and open it.
    Choose,
    /// Open this one.
    Open(PathBuf),
}

impl FileAction {
    /// What it does, in a sentence.
    pub(crate) const HELP: &str = "Show a search that was saved (.vot, .vot.gz, .csv, .parquet, .fits) as it was, to go on with it";

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Choose => "Open…",
            Self::Open(_) => "Open",
        }
    }

    /// The keys that ask for it.
    pub(crate) fn keys(&self) -> Option<(Modifiers, Key)> {
        matches!(self, Self::Choose).then_some((Modifiers::COMMAND, Key::O))
    }

    /// Whether any of them can be asked for now; if not, the sentence that says why.
    pub(crate) fn possible(state: &State) -> Result<(), String> {
        if state.is_searching() {
            return Err("A search is running; stop it first, or let it end".to_owned());
        }
        if state.is_opening() {
            return Err("A file is being opened".to_owned());
        }
        Ok(())
    }
}
