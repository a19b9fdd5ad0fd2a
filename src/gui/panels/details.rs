//! All about what is selected: a dataset's fields, or what became of a service.

use super::{button::action_ui, service_rows::row};
use crate::{
    discovery::{
        event::Outcome,
        record::{LogLine, Place, Record, ServiceState},
    },
    domain::{
        dataset::Dataset,
        obscore::{ColumnInfo, ObsColumn},
    },
    gui::{
        action::{Action, Actions},
        columns::{raw, service_title, title},
        format::{count, time_of_day},
        state::{Selected, State},
        style::{self, SPACE_L, SPACE_M, SPACE_S},
    },
};
use eframe::egui::{self, Align, Grid, Label, Layout, RichText, ScrollArea, Ui};

/// The height of a line of the details, in points.
const FIELD_ROW: f32 = 18.0;

/// The details. Asks for: `Copy`, `Open`, `Unselect`, and of a service what asks it again.
pub(crate) fn details_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let Some(record) = state.record() else {
        return empty_ui(ui);
    };
    match state.selected {
        Selected::Nothing => empty_ui(ui),
        Selected::Dataset(nr) => match record.found().row(nr) {
            Some(dataset) => dataset_ui(ui, dataset, record, actions),
            None => empty_ui(ui),
        },
        Selected::Service(nr) => match record.services().get(nr.index()) {
            Some(service) => service_ui(ui, service, state, actions),
            None => empty_ui(ui),
        },
        Selected::Line(nr) => match record.log().get(nr) {
            Some(line) => line_ui(ui, line, actions),
            None => empty_ui(ui),
        },
    }
}

fn line_ui(ui: &mut Ui, line: &LogLine, actions: &mut Actions) {
    let when = format!("{} UTC", time_of_day(line.at));
    head_ui(ui, &when, actions, |ui, actions| {
        if ui.button("Copy line").clicked() {
            actions.push(Action::Copy(line.text.clone()));
        }
    });
    scrolled_ui(ui, "line", |ui| {
        ui.add(Label::new(&line.text).wrap().selectable(true));
    });
}

fn empty_ui(ui: &mut Ui) {
    let text = RichText::new("Select a row above to see all about it here");
    ui.centered_and_justified(|ui| ui.label(text.weak()));
}

fn dataset_ui(ui: &mut Ui, dataset: Dataset<'_>, record: &Record, actions: &mut Actions) {
    let address = dataset.text(ObsColumn::AccessUrl).unwrap_or_default();
    head_ui(ui, title(dataset), actions, |ui, actions| {
        if !address.is_empty() {
            if ui.button("Copy link").on_hover_text(address).clicked() {
                actions.push(Action::Copy(address.to_owned()));
            }
            let open = ui.button("Open in browser").on_hover_text(address);
            if open.clicked() {
                actions.push(Action::Open(address.to_owned()));
            }
        }
    });
    let told = format!("From {}", service_title(dataset, record));
    ui.add(Label::new(RichText::new(told).weak()).truncate());
    let fields: Vec<(&ColumnInfo, String)> = ObsColumn::ALL
        .into_iter()
        .filter_map(|column| Some((column.info(), raw(dataset, column)?)))
        .collect();
    scrolled_ui(ui, "dataset", |ui| {
        two_columns_ui(ui, &fields);
    });
}

/// Fields in two columns side by side, filled from top to bottom.
fn two_columns_ui(ui: &mut Ui, fields: &[(&ColumnInfo, String)]) {
    let half = fields.len().div_ceil(2);
    let (left, right) = fields.split_at_checked(half).unwrap_or((fields, &[]));
    ui.columns(2, |columns| {
        for (nr, (ui, part)) in columns.iter_mut().zip([left, right]).enumerate() {
            Grid::new(("fields", nr))
                .num_columns(2)
                .min_row_height(FIELD_ROW)
                .spacing(egui::vec2(SPACE_L, 2.0))
                .show(ui, |ui| {
                    for (info, value) in part {
                        name_ui(ui, info.name).on_hover_text(info.description);
                        let unit = info.unit.map(|unit| format!(" {unit}"));
                        let text = format!("{value}{}", unit.unwrap_or_default());
                        ui.add(Label::new(text).truncate().selectable(true));
                        ui.end_row();
                    }
                });
        }
    });
}

fn service_ui(ui: &mut Ui, shown: &ServiceState, state: &State, actions: &mut Actions) {
    let Some(record) = state.record() else { return };
    let service = &shown.service;
    head_ui(ui, &service.title, actions, |ui, actions| {
        if let Place::Done(report) = &shown.place
            && let Some(attempt) = report.last_attempt()
            && ui
                .button("Copy as curl")
                .on_hover_text("The request as a command line, to try it by hand")
                .clicked()
        {
            actions.push(Action::Copy(attempt.request.clone()));
        }
        if ui.button("Copy IVOID").clicked() {
            actions.push(Action::Copy(service.ivoid.to_string()));
        }
        for action in remedies(shown) {
            action_ui(ui, action.clone(), 0.0, state, actions);
        }
    });
    summary_ui(ui, record, shown);
    let mut lines = vec![
        ("IVOID", service.ivoid.to_string()),
        ("protocol", service.protocol.name().to_owned()),
        ("address", service.access_url.clone()),
    ];
    if let Place::Done(report) = &shown.place {
        lines.push(("asked at", format!("{} UTC", time_of_day(report.started))));
        if report.attempts.len() > 1 {
            lines.push(("requests", count(report.attempts.len() as u64)));
        }
        if let Some(attempt) = report.last_attempt() {
            lines.push(("asked", attempt.url.clone()));
        }
        if !report.details.is_empty() {
            lines.push(("details", report.details.clone()));
        }
    }
    scrolled_ui(ui, "service", |ui| {
        Grid::new("service lines")
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
    });
}

/// What became of a service, in a word and a sentence.
fn summary_ui(ui: &mut Ui, record: &Record, shown: &ServiceState) {
    let summary = row(record, shown);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_S;
        summary.mark.ui(ui);
        let colour = summary.mark.colour(style::palette(ui));
        ui.label(
            RichText::new(summary.word)
                .font(style::strong())
                .color(colour),
        );
        ui.add(
            Label::new(summary.message.as_ref())
                .truncate()
                .selectable(true),
        );
    });
}

/// What can be done about a service that did not tell all, from the right.
fn remedies(service: &ServiceState) -> &'static [Action] {
    match &service.place {
        Place::Done(report) => match report.outcome {
            Outcome::Failed if report.received > 0 => &[Action::AskInParts, Action::AskAgain],
            Outcome::Failed | Outcome::Stopped | Outcome::NotAsked => &[Action::AskAgain],
            Outcome::Overflow => &[Action::AskForMore, Action::AskInParts],
            Outcome::Ok | Outcome::Empty | Outcome::Skipped => &[],
        },
        Place::LeftOut(_) | Place::Waiting | Place::Asking { .. } => &[],
    }
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

fn name_ui(ui: &mut Ui, name: &str) -> egui::Response {
    ui.label(RichText::new(name).color(style::palette(ui).weak))
}

fn scrolled_ui(ui: &mut Ui, salt: &str, add: impl FnOnce(&mut Ui)) {
    ui.add_space(SPACE_S);
    ScrollArea::vertical()
        .id_salt(salt)
        .auto_shrink([false, false])
        .show(ui, add);
}
