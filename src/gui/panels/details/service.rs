//! All about one service: what became of it, and what was sent to it and came back.

use super::{head_ui, lines_ui, scrolled_ui};
use crate::{
    discovery::{
        event::{Attempt, Outcome, RunId, ServiceNr},
        record::{Place, Record, ServiceState},
    },
    gui::{
        action::{Action, Actions, ServiceAction},
        format::{count, time_of_day, took},
        panels::{button::action_ui, service_rows::row},
        state::State,
        style::{self, SPACE_M, SPACE_S},
    },
};
use eframe::egui::{CollapsingHeader, Frame, Label, RichText, Ui};

/// Requests that are shown of one service; those before are in the provenance.
const MOST_REQUESTS: usize = 20;

pub(super) fn service_ui(
    ui: &mut Ui,
    (nr, shown): (ServiceNr, &ServiceState),
    state: &State,
    actions: &mut Actions,
) {
    let Some(record) = state.record() else { return };
    let service = &shown.service;
    head_ui(ui, &service.title, actions, |ui, actions| {
        for action in [
            ServiceAction::OpenRecord(nr),
            ServiceAction::CopyCurl(nr),
            ServiceAction::CopyIvoid(nr),
        ] {
            action_ui(ui, Action::Service(action), 0.0, state, actions);
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
        if !report.details.is_empty() {
            lines.push(("details", report.details.clone()));
        }
    }
    let attempts: Vec<&Attempt> = shown.requests().collect();
    let has_failed =
        matches!(&shown.place, Place::Done(report) if report.outcome == Outcome::Failed);
    // Of another service, or of another search, nothing is scrolled or unfolded yet.
    let of = (record.id(), nr);
    scrolled_ui(ui, ("service", of), |ui| {
        // Of one that failed, what was sent and what came back is looked for first.
        if has_failed {
            attempts_ui(ui, of, &attempts, actions);
            ui.add_space(SPACE_M);
        }
        lines_ui(ui, "service lines", &lines);
        if !has_failed {
            ui.add_space(SPACE_M);
            attempts_ui(ui, of, &attempts, actions);
        }
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

/// The requests, the last of them open.
fn attempts_ui(ui: &mut Ui, of: (RunId, ServiceNr), attempts: &[&Attempt], actions: &mut Actions) {
    if attempts.is_empty() {
        return;
    }
    let n_before = attempts.len().saturating_sub(MOST_REQUESTS);
    let head = match n_before {
        0 => format!("Requests ({})", count(attempts.len() as u64)),
        n => format!(
            "Requests ({}; the first {} are in the provenance)",
            count(attempts.len() as u64),
            count(n as u64)
        ),
    };
    ui.label(RichText::new(head).font(style::small_strong()));
    for (nr, attempt) in attempts.iter().enumerate().skip(n_before) {
        let rung = if attempt.rung.is_empty() {
            String::new()
        } else {
            format!(" ({})", attempt.rung)
        };
        let title = format!(
            "{}. {} UTC, {}, {} rows{rung}",
            nr + 1,
            time_of_day(attempt.started),
            took(attempt.took),
            count(attempt.received)
        );
        CollapsingHeader::new(title)
            .id_salt(("request", of, nr))
            .default_open(nr + 1 == attempts.len())
            .show(ui, |ui| attempt_ui(ui, attempt, actions));
    }
}

fn attempt_ui(ui: &mut Ui, attempt: &Attempt, actions: &mut Actions) {
    if !attempt.message.is_empty() {
        ui.add(Label::new(&attempt.message).wrap().selectable(true));
    }
    code_ui(ui, "Request", "Copy request", &attempt.request, actions);
    if !attempt.head.is_empty() {
        code_ui(
            ui,
            "The answer's first lines",
            "Copy answer",
            &attempt.head,
            actions,
        );
    }
}

/// A text of programs, as it is, with a button to copy it.
fn code_ui(ui: &mut Ui, name: &str, copy: &str, text: &str, actions: &mut Actions) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(name).small().weak());
        if ui.small_button(copy).clicked() {
            actions.push(Action::Copy(text.to_owned()));
        }
    });
    Frame::new()
        .fill(style::palette(ui).stripe)
        .inner_margin(SPACE_S)
        .show(ui, |ui| {
            let label = Label::new(RichText::new(text).monospace());
            ui.add(label.wrap().selectable(true));
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
