//! All about what is selected: a dataset's fields, or what became of a service.

mod dataset;
mod fields;
mod links;
mod picture;
mod service;
mod several;

use crate::{
    discovery::record::LogLine,
    gui::{
        action::{Action, Actions},
        format::time_of_day,
        state::{Selected, State},
        style::{self, SPACE_L, SPACE_M, SPACE_S},
    },
};
use eframe::egui::{self, Align, Grid, Label, Layout, RichText, ScrollArea, Ui};
pub(crate) use picture::Shown;
use std::{fmt::Debug, hash::Hash};

/// The height of a line of the details, in points.
const FIELD_ROW: f32 = 18.0;

/// How the details are looked at.
#[derive(Debug, Default)]
pub(crate) struct DetailsView {
    /// The picture that is shown.
    pub picture: Shown,
}

/// The details. Asks for: `Copy`, `Open`, `Unselect`, downloads, and of a service what asks it again.
pub(crate) fn details_ui(
    ui: &mut Ui,
    state: &State,
    view: &mut DetailsView,
    actions: &mut Actions,
) {
    let Some(record) = state.record() else {
        return empty_ui(ui);
    };
    match state.selected {
        Selected::Nothing => empty_ui(ui),
        Selected::Dataset(_) if state.selection.len() > 1 => {
            several::several_ui(ui, state, record, actions);
        }
        Selected::Dataset(nr) => match record.found().row(nr) {
            Some(dataset) => dataset::dataset_ui(ui, dataset, state, view, actions),
            None => empty_ui(ui),
        },
        Selected::Service(nr) => match record.services().get(nr.index()) {
            Some(service) => service::service_ui(ui, (nr, service), state, actions),
            None => empty_ui(ui),
        },
        Selected::Line(nr) => match record.log().get(nr) {
            Some(line) => line_ui(ui, (nr, line), state, actions),
            None => empty_ui(ui),
        },
    }
}

fn line_ui(ui: &mut Ui, (nr, line): (usize, &LogLine), state: &State, actions: &mut Actions) {
    let when = format!("{} UTC, {}", time_of_day(line.at), line.level);
    head_ui(ui, &when, actions, |ui, actions| {
        if ui.button("Copy line").clicked() {
            actions.push(Action::Copy(line.text.clone()));
        }
        if let Some(service) = line.service
            && let Some(record) = state.record()
            && let Some(about) = record.services().get(service.index())
            && ui
                .button("Show service")
                .on_hover_text(&about.service.title)
                .clicked()
        {
            actions.push(Action::SelectService(service));
        }
    });
    scrolled_ui(ui, ("line", nr), |ui| {
        ui.add(Label::new(&line.text).wrap().selectable(true));
    });
}

fn empty_ui(ui: &mut Ui) {
    let text = RichText::new("Select a row above to see all about it here");
    ui.centered_and_justified(|ui| ui.label(text.weak()));
}

/// The title, with what can be done at its right.
fn head_ui(
    ui: &mut Ui,
    title: &str,
    actions: &mut Actions,
    buttons: impl FnOnce(&mut Ui, &mut Actions),
) {
    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.x = SPACE_M;
        if ui.button(Action::Unselect.name()).clicked() {
            actions.push(Action::Unselect);
        }
        buttons(ui, actions);
        ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
            let title = RichText::new(title).font(style::heading());
            ui.add(Label::new(title).truncate().selectable(true));
        });
    });
}

/// Lines of a name and a text, the name beside the first line of its text.
fn lines_ui(ui: &mut Ui, salt: &str, lines: &[(&str, String)]) {
    Grid::new(salt)
        .num_columns(2)
        .min_row_height(FIELD_ROW)
        .spacing(egui::vec2(SPACE_L, 2.0))
        .show(ui, |ui| {
            for (name, value) in lines {
                name_ui(ui, name);
                ui.add(Label::new(value).wrap().selectable(true));
                ui.end_row();
            }
        });
}

/// A name at the top of its cell: beside the first of several lines, not the last.
fn name_ui(ui: &mut Ui, name: &str) -> egui::Response {
    let text = RichText::new(name).color(style::palette(ui).weak);
    ui.with_layout(Layout::top_down(Align::Min), |ui| {
        ui.add(Label::new(text).extend())
    })
    .inner
}

fn scrolled_ui(ui: &mut Ui, salt: impl Hash + Debug, add: impl FnOnce(&mut Ui)) {
    ui.add_space(SPACE_S);
    ScrollArea::vertical()
        .id_salt(salt)
        .auto_shrink([false, false])
        .show(ui, add);
}
