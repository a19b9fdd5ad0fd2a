//! How an action is called where its surroundings do not say what it is about, and whether it is in force.

use super::{Action, FormAction, SampAction, SkyAction, TableAction};
use crate::{gui::state::State, samp::To};

impl Action {
    /// Its name in menus and in the help.
    pub(crate) fn entry_name(&self) -> &'static str {
        match self {
            Self::SaveToPath => "Save to the path typed",
            Self::Form(FormAction::Clear) => "Clear the question",
            Self::Samp(SampAction::SendCutout(None, To::All)) => "Send cut-out to all",
            other => other.name(),
        }
    }

    /// Whether it is what was chosen among several, or what is switched on; `None` where it is neither way.
    pub(crate) fn is_chosen(&self, state: &State) -> Option<bool> {
        Some(match self {
            Self::Show(tab) => state.tab == *tab,
            Self::Toggle(pane) => state.panes.shows(*pane),
            Self::Samp(SampAction::ToggleHighlights) => state.programs.highlights,
            Self::Use(theme) => state.theme == *theme,
            Self::Sky(SkyAction::Write(units)) => state.sky.units == *units,
            Self::Table(TableAction::GroupBy(grouping)) => state.table.grouping == *grouping,
            _ => return None,
        })
    }
}
