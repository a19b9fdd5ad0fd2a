//! The questions that were asked before, to pick from, and the button that empties the form.

use super::menus::menu_ui;
use crate::{
    domain::constraints::{Product, Question},
    gui::{
        action::{Action, Actions, FormAction, FormMenu},
        panels::button::{action_ui, entry_ui},
        state::State,
        style::{self, SPACE_M},
    },
};
use eframe::egui::{Align, Button, Layout, RichText, ScrollArea, Ui, vec2};

/// The menu of recent questions, and Clear. Asks for: `Pick`, `ClearRecent`, `Clear`.
pub(super) fn recent_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let line = vec2(ui.available_width(), style::CONTROL);
    ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
        let text = RichText::new("Recent questions ↓");
        menu_ui(ui, FormMenu::Recent, text, state, |ui| {
            list_ui(ui, state, actions);
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            action_ui(ui, Action::Form(FormAction::Clear), 0.0, state, actions);
        });
    });
}

fn list_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    ui.set_width(420.0);
    ui.spacing_mut().button_padding.x = SPACE_M;
    ScrollArea::vertical().max_height(480.0).show(ui, |ui| {
        for (nr, question) in state.form.recent.iter().enumerate() {
            let button = Button::new(in_words(question)).truncate();
            if ui.add(button).clicked() {
                actions.push(Action::Form(FormAction::Pick(nr)));
                ui.close();
            }
        }
    });
    ui.separator();
    entry_ui(ui, &Action::Form(FormAction::ClearRecent), state, actions);
}

/// A question in a line: its fields, and what is not as usual.
fn in_words(question: &Question) -> String {
    let product = match question.product {
        Product::Images => "",
        Product::Spectra => " · spectra",
        Product::Both => " · images and spectra",
    };
    let inclusive = if question.inclusive {
        " · inclusive"
    } else {
        ""
    };
    format!("{}{product}{inclusive}", question.in_one_line())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recent_question_is_told_in_a_line() {
        let mut question = Question::example();
        let line = "274.6880, -13.7920 1; 2; 1995-01-01 1995-12-31";
        assert_eq!(in_words(&question), line);
        question.product = Product::Spectra;
        question.inclusive = true;
        assert_eq!(in_words(&question), format!("{line} · spectra · inclusive"));
    }
}
