//! The menus of the table of datasets.

use super::rows::Rows;
use crate::{
    domain::obscore::ObsColumn as C,
    gui::{
        action::{Action, Actions, SkyAction, TableAction},
        columns::{ColumnNr, Side},
        panels::{button::entry_ui, samp::send_to_ui},
        state::State,
    },
    listing::{Direction, Grouping},
};
use eframe::egui::{
    Button, PopupCloseBehavior, ScrollArea, Ui,
    containers::menu::{MenuConfig, SubMenuButton},
};

/// How high the list of all columns is at most, in points.
const COLUMNS_HEIGHT: f32 = 420.0;

/// What can be done with a cell and its row, besides copying.
pub(super) fn cell_menu_ui(
    ui: &mut Ui,
    rows: &Rows<'_>,
    (place, column): (usize, usize),
    actions: &mut Actions,
) {
    let (Some(row), Some(dataset)) = (rows.state.table.row(place), rows.dataset(place)) else {
        return;
    };
    if rows.state.selection.len() > 1 {
        entry_ui(
            ui,
            &Action::Table(TableAction::CopySelected),
            rows.state,
            actions,
        );
    }
    ui.separator();
    if let Some(address) = dataset.text(C::AccessUrl) {
        let open = Action::Open(address.to_owned());
        entry_ui(ui, &open, rows.state, actions);
    }
    let show = Action::Sky(SkyAction::ShowRow(row));
    entry_ui(ui, &show, rows.state, actions);
    send_to_ui(ui, row, rows.state, actions);
    if let Some(nr) = rows.column(column) {
        let condition = nr.condition(dataset, rows.titles);
        let filter = Action::Table(TableAction::FilterToo(condition));
        entry_ui(ui, &filter, rows.state, actions);
    }
    ui.separator();
    for grouping in Grouping::ALL {
        let select = Action::Table(TableAction::SelectAlike(grouping, row));
        entry_ui(ui, &select, rows.state, actions);
    }
    entry_ui(
        ui,
        &Action::Table(TableAction::SelectAll),
        rows.state,
        actions,
    );
}

/// What can be done with a column.
pub(super) fn head_menu_ui(ui: &mut Ui, state: &State, nr: ColumnNr, actions: &mut Actions) {
    let field = nr.field();
    let groups = [
        vec![
            TableAction::SortBy(field, Direction::Up),
            TableAction::SortBy(field, Direction::Down),
            TableAction::SortToo(nr),
            TableAction::Unsort,
        ],
        vec![
            TableAction::MoveColumn(nr, Side::Left),
            TableAction::MoveColumn(nr, Side::Right),
            TableAction::ToggleColumn(nr),
        ],
    ];
    for group in groups {
        for action in group {
            entry_ui(ui, &Action::Table(action), state, actions);
        }
        ui.separator();
    }
    columns_ui(ui, state, actions);
}

/// What the menu Table says.
pub(crate) fn table_menu_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    for action in [
        TableAction::GoToFilter,
        TableAction::ClearFilter,
        TableAction::SelectAll,
        TableAction::CopySelected,
    ] {
        entry_ui(ui, &Action::Table(action), state, actions);
    }
    ui.separator();
    stays_open("Sort by").ui(ui, |ui| {
        ScrollArea::vertical()
            .max_height(COLUMNS_HEIGHT)
            .show(ui, |ui| sort_ui(ui, state, actions));
    });
    ui.menu_button("Group by", |ui| {
        for grouping in [None].into_iter().chain(Grouping::ALL.map(Some)) {
            let action = Action::Table(TableAction::GroupBy(grouping));
            entry_ui(ui, &action, state, actions);
        }
    });
    columns_ui(ui, state, actions);
}

/// Each column with how the rows are sorted by it; a choice goes on as a click on the head does.
fn sort_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    entry_ui(ui, &Action::Table(TableAction::Unsort), state, actions);
    ui.separator();
    for nr in state.table.columns.shown() {
        let (way, rank) = match state.table.sorted_by(nr.field()) {
            Some((rank, Direction::Up)) => ("up", Some(rank)),
            Some((rank, Direction::Down)) => ("down", Some(rank)),
            None => ("", None),
        };
        let mut button = Button::new(nr.head()).selected(rank.is_some());
        if let Some(rank) = rank {
            button = button.shortcut_text(format!("{way}, {}.", rank + 1));
        }
        let response = ui.add(button);
        if response
            .on_hover_text("With Shift: after the others")
            .clicked()
        {
            let too = ui.input(|input| input.modifiers.shift);
            let action = if too {
                TableAction::SortToo(nr)
            } else {
                TableAction::Sort(nr)
            };
            actions.push(Action::Table(action));
        }
    }
}

/// All columns, to be shown or not.
fn columns_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    stays_open("Columns").ui(ui, |ui| {
        entry_ui(
            ui,
            &Action::Table(TableAction::ResetColumns),
            state,
            actions,
        );
        ui.separator();
        ScrollArea::vertical()
            .max_height(COLUMNS_HEIGHT)
            .show(ui, |ui| {
                for nr in ColumnNr::all() {
                    let action = Action::Table(TableAction::ToggleColumn(nr));
                    let mut shown = state.table.columns.is_shown(nr);
                    let possible = action.possible(state);
                    let response = ui
                        .add_enabled_ui(possible.is_ok(), |ui| ui.checkbox(&mut shown, nr.head()))
                        .inner;
                    let response = match possible {
                        Ok(()) => response,
                        Err(reason) => response.on_disabled_hover_text(reason),
                    };
                    if response.clicked() {
                        actions.push(action);
                    }
                }
            });
    });
}

/// A menu in which one thing after another is chosen.
fn stays_open(name: &str) -> SubMenuButton<'_> {
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    SubMenuButton::new(name).config(config)
}
