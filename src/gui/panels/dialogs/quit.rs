//! Whether to quit while something would be lost.

use crate::gui::{
    action::{Action, Actions, WindowAction},
    panels::button::action_ui,
    state::State,
    style::{SPACE_L, SPACE_M},
};
use eframe::egui::{Button, Response, Ui, vec2};

/// Why it is asked, and what can be done. Asks for: `SaveAndQuit`, `QuitAtOnce`, `Close`.
pub(super) fn quit_ui(ui: &mut Ui, state: &State, actions: &mut Actions) -> Response {
    ui.set_width(440.0);
    for reason in state.reasons_to_stay() {
        ui.label(reason);
    }
    ui.add_space(SPACE_L);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_M;
        let save = Action::Window(WindowAction::SaveAndQuit);
        let first = action_ui(ui, save, 110.0, state, actions);
        let quit = Action::Window(WindowAction::QuitAtOnce);
        action_ui(ui, quit, 150.0, state, actions);
        let stay = Button::new("Go on").min_size(vec2(110.0, crate::gui::style::CONTROL));
        if ui
            .add(stay)
            .on_hover_text("Leave the window open (Escape)")
            .clicked()
        {
            actions.push(Action::Window(WindowAction::Close));
        }
        first
    })
    .inner
}
