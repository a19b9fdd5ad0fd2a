//! The menu of the map: what can be done with the dataset, and with the place, under the pointer.

use super::{hands::Meets, projection::place};
use crate::{
    domain::angle::Position,
    gui::{
        action::{Action, Actions, SampAction},
        columns::title,
        panels::{
            button::entry_ui,
            samp::{dataset_menu_ui, each_ui},
        },
        state::State,
    },
};
use eframe::egui::{Label, PointerButton, RichText, Ui};

/// What the menu is about, as long as it is open.
#[derive(Debug, Default)]
pub(super) struct Menu {
    row: Option<usize>,
    place: Option<Position>,
}

impl Menu {
    /// Opens it by the other button of the mouse; `pointed` are the datasets under the pointer, the smallest first. One
    /// that is not selected is selected alone, as in the table.
    pub(super) fn ui(&mut self, meets: &Meets<'_>, pointed: &[usize], actions: &mut Actions) {
        let Meets {
            response,
            state,
            chart,
            ..
        } = meets;
        if response.clicked_by(PointerButton::Secondary)
            && let Some(pointer) = response.interact_pointer_pos()
        {
            let spot = [f64::from(pointer.x), f64::from(pointer.y)];
            let at = chart.sky_at(spot).map(place);
            self.place = at.and_then(|[ra, dec]| Position::new(ra, dec));
            self.row = pointed.first().copied();
            if let Some(row) = self.row.filter(|row| !state.selection.contains(*row)) {
                actions.push(Action::SelectDataset(row));
            }
        }
        response.context_menu(|ui| {
            ui.set_min_width(220.0);
            if let Some(row) = self.row {
                dataset_ui(ui, row, state, actions);
            }
            if let Some(position) = self.place {
                place_ui(ui, position, state, actions);
            }
        });
    }
}

fn dataset_ui(ui: &mut Ui, row: usize, state: &State, actions: &mut Actions) {
    let found = state.record().and_then(|record| record.found().row(row));
    let Some(dataset) = found else {
        return;
    };
    ui.add(Label::new(RichText::new(title(dataset)).weak()).truncate());
    if state.programs.is_registered() {
        ui.menu_button("Send dataset to", |ui| {
            dataset_menu_ui(ui, row, state, actions);
        });
    }
    ui.separator();
}

fn place_ui(ui: &mut Ui, position: Position, state: &State, actions: &mut Actions) {
    ui.label(RichText::new(position.to_string()).weak());
    let search = Action::Samp(SampAction::SearchAt(position));
    entry_ui(ui, &search, state, actions);
    if state.programs.is_registered() {
        ui.menu_button("Show this place in", |ui| {
            each_ui(ui, state, |ui, to| {
                let point = SampAction::PointAt(position, to.clone());
                entry_ui(ui, &Action::Samp(point), state, actions);
            });
        });
    }
}
