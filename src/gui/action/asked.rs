//! What was asked during one frame, by keys and by clicks.

use super::{
    Action, FormAction,
    keys::{ENDING, with_keys},
};
use crate::gui::state::State;
use eframe::egui::{Context, Key, Modifiers, Popup};

/// What was asked during one frame.
#[derive(Debug, Default)]
pub(crate) struct Actions(Vec<Action>);

impl Actions {
    /// What the keys ask for, of what is possible.
    pub(crate) fn from_keys(ctx: &Context, state: &State) -> Self {
        let mut actions = Self::default();
        let is_menu_open = Popup::is_any_open(ctx);
        ctx.input_mut(|input| {
            // What Escape does depends on what there is to end; it closes a menu first.
            for action in ENDING {
                let is_pressed = input.key_pressed(Key::Escape) && action.possible(state).is_ok();
                if is_pressed && !is_menu_open && input.consume_key(Modifiers::NONE, Key::Escape) {
                    actions.push(action);
                }
            }
            for action in with_keys(state) {
                // A field has an undo of its own.
                let is_undo = *action == Action::Form(FormAction::Undo);
                if is_undo && action.possible(state).is_err() {
                    continue;
                }
                let pressed = action
                    .keys()
                    .is_some_and(|keys| input.consume_shortcut(&keys));
                if pressed && action.possible(state).is_ok() {
                    actions.push(action.clone());
                }
            }
        });
        actions
    }

    /// Asks for one more.
    pub(crate) fn push(&mut self, action: Action) {
        self.0.push(action);
    }
}

impl IntoIterator for Actions {
    type Item = Action;
    type IntoIter = std::vec::IntoIter<Action>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
