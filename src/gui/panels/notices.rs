//! What the person should know: one sentence each, with the details folded.

use super::button::action_ui;
use crate::gui::{
    action::{Action, Actions},
    state::{Grade, Notice, State, Topic},
    style::{self, SPACE_M},
    widgets::mark::Mark,
};
use eframe::egui::{Align, Button, Frame, Label, Layout, Margin, RichText, Ui};
use std::iter;

/// The notices, the oldest first. `unfolded` is the one whose details show. Asks for: `Dismiss`, and what a notice
/// offers.
pub(crate) fn notices_ui(
    ui: &mut Ui,
    state: &State,
    unfolded: &mut Option<Topic>,
    actions: &mut Actions,
) {
    // The next notice on its topic is another one.
    if !state.notices.iter().any(|it| Some(it.topic) == *unfolded) {
        *unfolded = None;
    }
    for notice in &state.notices {
        notice_ui(ui, state, notice, unfolded, actions);
    }
}

fn notice_ui(
    ui: &mut Ui,
    state: &State,
    notice: &Notice,
    unfolded: &mut Option<Topic>,
    actions: &mut Actions,
) {
    let palette = style::palette(ui);
    let (mark, fill) = match notice.grade {
        Grade::Good => (Mark::Good, palette.good_page),
        Grade::Warning => (Mark::Warning, palette.warning_page),
        Grade::Error => (Mark::Failed, palette.error_page),
    };
    let frame = Frame::new()
        .fill(fill)
        .inner_margin(Margin::symmetric(12, 5));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.x = SPACE_M;
            buttons_ui(ui, state, notice, unfolded, actions);
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                ui.set_min_height(style::CONTROL);
                ui.horizontal_wrapped(|ui| {
                    ui.set_min_height(style::CONTROL);
                    mark.ui(ui);
                    ui.add(Label::new(&notice.sentence).wrap().selectable(true));
                });
            });
        });
        if *unfolded == Some(notice.topic) && !notice.details.is_empty() {
            let text = RichText::new(&notice.details).small().color(palette.weak);
            ui.add(Label::new(text).wrap().selectable(true));
        }
    });
}

fn buttons_ui(
    ui: &mut Ui,
    state: &State,
    notice: &Notice,
    unfolded: &mut Option<Topic>,
    actions: &mut Actions,
) {
    let dismiss = Action::Dismiss(notice.topic);
    // From the right: the best offer stands at the left.
    for action in iter::once(&dismiss).chain(notice.offers.iter().rev()) {
        action_ui(ui, action.clone(), 0.0, state, actions);
    }
    if !notice.details.is_empty() {
        let shown = *unfolded == Some(notice.topic);
        if ui.add(Button::new("Details").selected(shown)).clicked() {
            *unfolded = (!shown).then_some(notice.topic);
        }
    }
}
