//! The datasets found, as a table in ObsCore's terms with numbers for people.

mod filter_line;
mod groups;
mod menus;
mod rows;

pub(crate) use filter_line::{filter_line_ui, go_to_filter};
pub(crate) use menus::table_menu_ui;

use super::carry::take_up;
use crate::gui::{
    action::{Action, Actions, TableAction},
    columns::ColumnNr,
    hover::{Hover, Hovered},
    lister::Lists,
    state::State,
    style::{self, SPACE_M},
    widgets::sheet::{Asked, Heads, Sheet, SortedBy},
};
use eframe::egui::{CentralPanel, Frame, Panel, RichText, Ui};
use rows::Rows;

/// How the datasets are looked at.
#[derive(Debug, Default)]
pub(crate) struct ResultsView {
    /// The selection that was shown last.
    seen: u64,
    /// Whether the selection is changed in the table itself, which stays where it is then.
    chosen_here: bool,
    /// The list that was shown last.
    listed: u64,
}

/// The table, and at its left the groups where rows are grouped. Asks for: `SelectDataset`, `ToggleDataset`, `Copy`,
/// `Open`, and what a table can be asked.
pub(crate) fn results_ui(
    ui: &mut Ui,
    (state, lists): (&State, &Lists),
    view: &mut ResultsView,
    hover: &mut Hover,
    actions: &mut Actions,
) {
    let Some(record) = state.record() else { return };
    if state.table.grouping.is_some() {
        Panel::left("groups")
            .resizable(true)
            .default_size(230.0)
            .size_range(120.0..=500.0)
            .frame(Frame::new())
            .show(ui, |ui| groups::groups_ui(ui, state, actions));
    }
    CentralPanel::no_frame().show(ui, |ui| {
        if state.table.len(record.found().len()) == 0 {
            return nothing_ui(ui, state, actions);
        }
        let rows = Rows::new(state, record, lists.titles(), hover.dataset());
        table_ui(ui, state, &rows, view, (hover, actions));
    });
}

fn table_ui(
    ui: &mut Ui,
    state: &State,
    rows: &Rows<'_>,
    view: &mut ResultsView,
    (hover, actions): (&mut Hover, &mut Actions),
) {
    let table = &state.table;
    let columns = table.columns.columns();
    let sorted = sorted(state);
    let current = state.shown_row().and_then(|row| table.place(row));
    let sheet = Sheet {
        fixed: 1,
        heads: Heads::Arrange(&sorted),
        selected: current,
        reveal: view.reveal(state, current),
        arrangement: table.listed,
        stretch: table.columns.place(ColumnNr::TITLE).unwrap_or_default(),
        ..Sheet::new("Datasets", &columns)
    };
    for asked in sheet.ui(ui, rows) {
        let place_at = |place: usize| table.row(place);
        let row = match asked {
            Asked::Row(place) | Asked::Toggle(place) | Asked::Hovered(place) => place_at(place),
            _ => None,
        };
        view.chosen_here |= matches!(
            asked,
            Asked::Row(_) | Asked::Toggle(_) | Asked::UpTo(_) | Asked::All
        );
        match (asked, row) {
            (Asked::Row(_), Some(row)) => actions.push(Action::SelectDataset(row)),
            (Asked::Toggle(_), Some(row)) => actions.push(Action::ToggleDataset(row)),
            (Asked::Dragged(place), _) => {
                if let Some(row) = place_at(place) {
                    take_up(ui.ctx(), state, row);
                }
            }
            (Asked::Hovered(_), row) => {
                hover.set(row.map_or(Hovered::Nothing, Hovered::Dataset));
            }
            (other, _) => {
                if let Some(action) = action(other, rows) {
                    actions.push(action);
                }
            }
        }
    }
}

/// What is asked of the table, other than to choose one row.
fn action(asked: Asked, rows: &Rows<'_>) -> Option<Action> {
    let of = |place, action: fn(ColumnNr) -> TableAction| rows.column(place).map(action);
    let action = match asked {
        Asked::UpTo(place) => TableAction::SelectUpTo(place),
        Asked::All => TableAction::SelectAll,
        Asked::Head(place) => of(place, TableAction::Sort)?,
        Asked::HeadToo(place) => of(place, TableAction::SortToo)?,
        Asked::Move(from, to) => TableAction::CarryColumn(from, to),
        Asked::Width(place, width) => TableAction::WidenColumn(place, width),
        Asked::CopySelected => TableAction::CopySelected,
        Asked::Copy(text) => return Some(Action::Copy(text)),
        Asked::Act(action) => return Some(action),
        Asked::Row(_) | Asked::Toggle(_) | Asked::Hovered(_) | Asked::Dragged(_) => return None,
    };
    Some(Action::Table(action))
}

/// The columns that are shown and by which the rows are sorted.
fn sorted(state: &State) -> Vec<SortedBy> {
    let keys = state.table.sort.iter();
    keys.filter_map(|key| {
        let column = state.table.columns.place(ColumnNr::of(key.field)?)?;
        Some(SortedBy {
            column,
            direction: key.direction,
        })
    })
    .collect()
}

impl ResultsView {
    /// The place to bring into view: of what was selected in another panel, or of the selected row in a new list.
    fn reveal(&mut self, state: &State, current: Option<usize>) -> Option<usize> {
        let selection = state.selection.revision();
        let elsewhere = self.seen != selection && !self.chosen_here;
        if self.seen != selection {
            self.seen = selection;
            self.chosen_here = false;
        }
        let anew = self.listed != state.table.listed;
        self.listed = state.table.listed;
        let first = || {
            let mut rows = state.selection.rows().iter().take(10_000);
            rows.find_map(|row| state.table.place(row))
        };
        if elsewhere {
            current.or_else(first)
        } else {
            current.filter(|_| anew)
        }
    }
}

/// Where the filter lets nothing through.
fn nothing_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let listed = state.table.listed == state.table.wanted;
    ui.add_space(ui.available_height() * 0.28);
    ui.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = SPACE_M;
        if !listed {
            ui.label(RichText::new("Looking through the datasets …").weak());
            return;
        }
        ui.label(RichText::new("The filter lets nothing through").font(style::heading()));
        if !state.table.filter.is_empty() {
            let clear = Action::Table(TableAction::ClearFilter);
            super::button::action_ui(ui, clear, 0.0, state, actions);
        }
        if state.table.chosen.is_some() {
            let all = Action::Table(TableAction::Choose(None));
            super::button::action_ui(ui, all, 0.0, state, actions);
        }
    });
}

#[cfg(test)]
mod tests;
