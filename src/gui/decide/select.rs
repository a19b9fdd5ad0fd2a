//! What selecting changes.

use crate::{
    discovery::event::{RunId, ServiceNr},
    domain::row_set::RowSet,
    gui::{
        selection::Combine,
        state::{Selected, State},
    },
};
use std::sync::Arc;

impl State {
    pub(in crate::gui) fn select_dataset(&mut self, row: usize) {
        // It may be of a search in whose place another was begun by a key in the same frame.
        if row >= self.n_found() {
            return;
        }
        let only = Arc::new(RowSet::from_iter([row]));
        self.selection.combine(&only, Combine::Replace);
        self.selected = Selected::Dataset(row);
    }

    pub(super) fn toggle_dataset(&mut self, row: usize) {
        if row >= self.n_found() {
            return;
        }
        self.selection.toggle(row);
        if self.selection.contains(row) {
            self.selected = Selected::Dataset(row);
        } else {
            self.show_one_of_the_selected();
        }
    }

    pub(super) fn select_rows_of(&mut self, run: RunId, rows: &Arc<RowSet>, how: Combine) {
        if self.shows(run) {
            self.select_rows(rows, how);
        }
    }

    pub(in crate::gui) fn select_rows(&mut self, rows: &Arc<RowSet>, how: Combine) {
        self.selection.combine(rows, how);
        self.show_one_of_the_selected();
    }

    pub(super) fn select_service(&mut self, nr: ServiceNr) {
        self.selected = Selected::Service(nr);
        let rows = self.record().map(|record| record.rows_of(nr));
        let rows = Arc::new(rows.unwrap_or_default());
        self.selection.combine(&rows, Combine::Replace);
    }

    pub(in crate::gui) fn unselect(&mut self) {
        self.selected = Selected::Nothing;
        self.selection.clear();
    }

    /// The details stay with the dataset that they show while it is selected, and go on to the first otherwise.
    fn show_one_of_the_selected(&mut self) {
        let shown = self.shown_row();
        let shown = shown.filter(|row| self.selection.contains(*row));
        let shown = shown.or_else(|| self.selection.rows().first());
        self.selected = shown.map_or(Selected::Nothing, Selected::Dataset);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::{action::Action, testing::answered};

    fn rows(state: &State) -> Vec<usize> {
        state.selection.rows().iter().collect()
    }

    #[test]
    fn a_service_selects_what_it_told_of() {
        let mut state = answered().0;
        state.decide(Action::SelectService(ServiceNr(0)));
        assert_eq!(rows(&state), [0, 1]);
        assert_eq!(state.selected, Selected::Service(ServiceNr(0)));
        state.decide(Action::SelectService(ServiceNr(1)));
        assert_eq!(rows(&state), [0; 0], "it failed and told of nothing");
    }

    #[test]
    fn the_details_stay_with_a_dataset_that_is_still_selected() {
        let (mut state, id) = answered();
        state.decide(Action::SelectDataset(1));
        let both = Arc::new(RowSet::all(2));
        let revision = state.selection.revision();
        state.decide(Action::SelectRows(id, both, Combine::Add));
        assert_eq!(rows(&state), [0, 1]);
        assert_ne!(state.selection.revision(), revision);
        assert_eq!(state.selected, Selected::Dataset(1));
        state.decide(Action::ToggleDataset(1));
        assert_eq!(rows(&state), [0]);
        assert_eq!(state.selected, Selected::Dataset(0));
        state.decide(Action::ToggleDataset(0));
        assert_eq!(state.selected, Selected::Nothing);
        assert!(state.selection.is_empty());
    }

    #[test]
    fn a_new_search_begins_with_nothing_selected() {
        let (mut state, id) = answered();
        state.decide(Action::SelectDataset(1));
        let ended =
            crate::discovery::event::Happening::Ended(crate::discovery::event::Ending::Complete);
        crate::gui::testing::tell(&mut state, id, ended);
        state.decide(Action::Run);
        assert!(state.selection.is_empty(), "rows count anew");
        // What was asked of the rows of the one before comes late.
        state.decide(Action::SelectDataset(1));
        state.decide(Action::ToggleDataset(0));
        let both = Arc::new(RowSet::all(2));
        state.decide(Action::SelectRows(id, both, Combine::Replace));
        assert!(state.selection.is_empty(), "they are of another search");
        assert_eq!(state.selected, Selected::Nothing);
    }
}
