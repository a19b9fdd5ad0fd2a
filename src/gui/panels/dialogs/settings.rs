//! Whom to ask first, how long to wait, and how much to ask for.

use super::close_ui;
use crate::{
    discovery::record::grouped,
    gui::{
        action::{Action, Actions, WindowAction},
        memory::{MOST_ANSWER, MOST_PER_HOST, MOST_ROWS, MOST_TOTAL, MOST_WAIT, within_bounds},
        panels::button::action_ui,
        state::State,
        style::{self, SPACE_L, SPACE_M},
        widgets::field::{Field, line_ui},
    },
    http::limits::Settings,
    protocol::regtap::endpoints,
};
use eframe::egui::{ComboBox, DragValue, Grid, Key, PopupCloseBehavior, Response, RichText, Ui};
use std::{ops::RangeInclusive, time::Duration};

/// What is typed in the settings.
#[derive(Debug, Default)]
pub(super) struct SettingsView {
    /// The address of another registry.
    registry: String,
    /// The address of another name resolver; `None` until it is typed.
    resolver: Option<String>,
}

impl SettingsView {
    /// What was typed and not entered is gone with the dialog.
    pub(super) fn close(&mut self) {
        self.resolver = None;
        self.registry.clear();
    }
}

/// The settings. Asks for: `UseRegistry`, `UseResolver`, `UseSettings`, `UseDefaults`, `Close`.
pub(super) fn settings_ui(
    ui: &mut Ui,
    state: &State,
    view: &mut SettingsView,
    actions: &mut Actions,
) -> Response {
    ui.set_width(520.0);
    registry_ui(ui, state, view, actions);
    ui.add_space(SPACE_M);
    resolver_ui(ui, state, view, actions);
    ui.add_space(SPACE_L);
    let mut settings = state.form.settings.clone();
    limits_ui(ui, &mut settings);
    if settings != state.form.settings {
        let answer = settings.answer;
        let settings = within_bounds(&settings.with_answer_timeout(answer));
        let action = WindowAction::UseSettings(Box::new(settings));
        actions.push(Action::Window(action));
    }
    ui.add_space(SPACE_M);
    let note = "A search that runs keeps to the settings with which it began.";
    ui.label(RichText::new(note).small().color(style::palette(ui).weak));
    ui.add_space(SPACE_L);
    ui.horizontal(|ui| {
        let defaults = Action::Window(WindowAction::UseDefaults);
        action_ui(ui, defaults, 0.0, state, actions);
        close_ui(ui, state, actions)
    })
    .inner
}

/// The registry, to pick or to type.
fn registry_ui(ui: &mut Ui, state: &State, view: &mut SettingsView, actions: &mut Actions) {
    let form = &state.form;
    let label = label_ui(ui, "Registry");
    let combo = ComboBox::from_id_salt("registry")
        .width(ui.available_width())
        .selected_text(without_scheme(&form.registry))
        .truncate()
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let response = combo.show_ui(ui, |ui| {
        for registry in &form.registries {
            let chosen = *registry == form.registry;
            let mut label = ui.selectable_label(chosen, without_scheme(registry));
            if let Some(known) = endpoints::known(registry) {
                label = label.on_hover_text(format!("{}: {}", known.name, known.note));
            }
            if label.clicked() {
                actions.push(Action::UseRegistry(registry.clone()));
                ui.close();
            }
        }
    });
    response
        .response
        .labelled_by(label.id)
        .on_hover_text(&form.registry);
    let id = Field::id("Another registry");
    let typed = line_ui(
        ui,
        id,
        &mut view.registry,
        "or the TAP address of another registry",
    )
    .accessible_name("Another registry");
    if is_entered(ui, &typed) && !view.registry.trim().is_empty() {
        actions.push(Action::UseRegistry(view.registry.trim().to_owned()));
        view.registry.clear();
    }
}

/// Where names are looked up.
fn resolver_ui(ui: &mut Ui, state: &State, view: &mut SettingsView, actions: &mut Actions) {
    let label = label_ui(ui, "Name resolver");
    let known = &state.form.resolver;
    let mut text = view.resolver.clone().unwrap_or_else(|| known.clone());
    let id = Field::id("Name resolver");
    let response = line_ui(ui, id, &mut text, "the address of a Sesame service")
        .labelled_by(label.id)
        .on_hover_text("The base address of a Sesame service; Enter takes it");
    if response.changed() {
        view.resolver = Some(text.clone());
    }
    if response.lost_focus() {
        let text = text.trim().to_owned();
        if !text.is_empty() && text != *known {
            actions.push(Action::Window(WindowAction::UseResolver(text)));
        }
        view.resolver = None;
    }
}

/// Time-outs and limits.
fn limits_ui(ui: &mut Ui, settings: &mut Settings) {
    Grid::new("limits")
        .num_columns(2)
        .spacing([SPACE_L, style::SPACE_S])
        .show(ui, |ui| {
            seconds_ui(
                ui,
                "Time for a connection",
                &mut settings.connect,
                MOST_WAIT,
            );
            seconds_ui(ui, "Time without a byte", &mut settings.silence, MOST_WAIT);
            seconds_ui(
                ui,
                "Time for a whole answer",
                &mut settings.answer,
                MOST_ANSWER,
            );
            number_ui(ui, "Requests at once", &mut settings.total, 1..=MOST_TOTAL);
            number_ui(
                ui,
                "Requests at once to one host",
                &mut settings.per_host,
                1..=MOST_PER_HOST,
            );
            number_ui(
                ui,
                "Rows to ask of a service",
                &mut settings.maxrec,
                1..=MOST_ROWS,
            );
            number_ui(
                ui,
                "Rows to read of an answer",
                &mut settings.answer_rows,
                1..=MOST_ROWS as usize,
            );
        });
}

fn seconds_ui(ui: &mut Ui, name: &str, time: &mut Duration, most: u64) {
    let label = ui.label(name);
    let mut seconds = time.as_secs_f64();
    let value = DragValue::new(&mut seconds)
        .range(1.0..=most_seconds(most))
        .max_decimals(1)
        .suffix(" s")
        .update_while_editing(false);
    if ui.add(value).labelled_by(label.id).changed() {
        *time = Duration::try_from_secs_f64(seconds).unwrap_or(*time);
    }
    ui.end_row();
}

#[expect(clippy::cast_precision_loss, reason = "some thousands")]
fn most_seconds(most: u64) -> f64 {
    most as f64
}

fn number_ui<N: eframe::egui::emath::Numeric>(
    ui: &mut Ui,
    name: &str,
    number: &mut N,
    range: RangeInclusive<N>,
) {
    let label = ui.label(name);
    let value = DragValue::new(number)
        .range(range)
        .custom_formatter(|number, _| grouped(whole(number)))
        .custom_parser(|text| text.replace([',', ' '], "").parse().ok())
        .update_while_editing(false);
    ui.add(value).labelled_by(label.id);
    ui.end_row();
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "some millions at most"
)]
fn whole(number: f64) -> u64 {
    number.round() as u64
}

fn is_entered(ui: &Ui, response: &Response) -> bool {
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn without_scheme(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, rest)| rest)
}

fn label_ui(ui: &mut Ui, text: &str) -> Response {
    ui.label(RichText::new(text).font(style::small_strong()))
}
