//! What was sent to whom, and what they answered.

use super::{empty_ui, head_ui};
use crate::{
    gui::{
        action::{Action, Actions, SampAction},
        format::{time_of_day, took},
        panels::button::{action_ui, explain},
        state::{
            Grade, SendStage, State,
            programs::{Sent, grade},
        },
        style::{self, SPACE_M, SPACE_S},
        widgets::mark::Mark,
    },
    samp::Answer,
};
use eframe::egui::{Align, Button, Frame, Label, Layout, Margin, RichText, ScrollArea, Ui};
use std::time::SystemTime;

/// What was sent, the newest first.
pub(super) fn sent_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    head_ui(ui, "Sent", |ui| {
        let clear = Action::Samp(SampAction::ClearSent);
        action_ui(ui, clear, 0.0, state, actions);
    });
    if state.programs.sent.is_empty() {
        let text = "What is sent shows here, with what the programs answer. Broadcast sends all datasets as a table; \
                    the menus of datasets and of programs send more, and datasets can be dragged onto a program.";
        return empty_ui(ui, text);
    }
    ScrollArea::vertical()
        .id_salt("sent")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            for sent in state.programs.sent.iter().rev() {
                ui.push_id(sent.nr, |ui| one_ui(ui, sent, state, actions));
            }
        });
}

fn one_ui(ui: &mut Ui, sent: &Sent, state: &State, actions: &mut Actions) {
    let frame = Frame::new().inner_margin(Margin::symmetric(12, 4));
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = SPACE_S / 2.0;
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.x = SPACE_M;
            let at = format!("{} UTC", time_of_day(sent.at));
            ui.label(RichText::new(at).small().color(style::palette(ui).weak));
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                let what = format!("{} to {}", sent.what, sent.whom);
                let text = RichText::new(&what).font(style::strong());
                ui.add(Label::new(text).truncate()).on_hover_text(what);
            });
        });
        match &sent.stage {
            SendStage::Looking => line_ui(ui, Mark::Asking, "being sent …"),
            SendStage::NotSent { sentence, details } => {
                line_ui(ui, Mark::Failed, sentence);
                if !details.is_empty() {
                    let text = RichText::new(details).small();
                    let text = text.color(style::palette(ui).weak);
                    ui.add(Label::new(text).wrap());
                }
                again_ui(ui, sent, state, actions);
            }
            SendStage::Out { to, answers } => {
                for (at, answer) in answers {
                    line_ui(ui, mark(answer), &told(sent.at, *at, answer));
                }
                for name in awaited(to, answers) {
                    line_ui(ui, Mark::Waiting, &format!("{name}: no answer yet"));
                }
            }
        }
    });
}

fn line_ui(ui: &mut Ui, mark: Mark, text: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_M;
        mark.ui(ui);
        ui.add(
            Label::new(RichText::new(text).small())
                .wrap()
                .selectable(true),
        );
    });
}

fn again_ui(ui: &mut Ui, sent: &Sent, state: &State, actions: &mut Actions) {
    let possible = sent.again.possible(state);
    let response = ui.add_enabled(possible.is_ok(), Button::new("Try again").small());
    if explain(response, &sent.again, possible).clicked() {
        actions.push(sent.again.clone());
    }
}

fn mark(answer: &Answer) -> Mark {
    match grade(&answer.heard) {
        Grade::Good => Mark::Good,
        Grade::Warning => Mark::Warning,
        Grade::Error => Mark::Failed,
    }
}

/// An answer, and how long it took.
fn told(sent: SystemTime, at: SystemTime, answer: &Answer) -> String {
    match at.duration_since(sent) {
        Ok(after) => format!("{answer} (after {})", took(after)),
        Err(_) => answer.to_string(),
    }
}

/// Those who have not answered: two may bear the same name.
fn awaited<'a>(to: &'a [String], answers: &[(SystemTime, Answer)]) -> Vec<&'a str> {
    let mut names: Vec<&str> = to.iter().map(String::as_str).collect();
    for (_, answer) in answers {
        if let Some(at) = names.iter().position(|name| *name == answer.client) {
            names.remove(at);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samp::Heard;

    #[test]
    fn two_of_the_same_name_are_awaited_one_by_one() {
        let answer = |name: &str| Answer {
            client: name.to_owned(),
            heard: Heard::Loaded,
        };
        let to = ["TOPCAT", "Aladin", "TOPCAT"].map(str::to_owned);
        let answers = [(SystemTime::UNIX_EPOCH, answer("TOPCAT"))];
        assert_eq!(awaited(&to, &answers), ["Aladin", "TOPCAT"]);
    }
}
