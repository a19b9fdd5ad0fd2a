//! What is done with a run that was cut off.

use super::Effect;
use crate::{
    gui::state::{Left, State, Topic},
    worker::Command,
};
use std::path::PathBuf;

impl State {
    /// Opens a file that this program wrote.
    pub(crate) fn open_file(&mut self, path: PathBuf) -> Effect {
        self.is_opening_file = true;
        Effect::Send(Command::OpenFile(self.number(), path))
    }

    pub(super) fn open_left(&mut self) -> Effect {
        self.left = Left::Opening;
        for notice in &mut self.notices {
            if notice.topic == Topic::Left {
                notice.offers.clear();
                "Opening the search that was cut off …".clone_into(&mut notice.sentence);
            }
        }
        Effect::Send(Command::OpenLeft(self.number()))
    }

    pub(super) fn discard_left(&mut self) -> Effect {
        self.forget_left();
        Effect::Send(Command::DiscardLeft)
    }

    pub(super) fn leave_left(&mut self) -> Effect {
        self.forget_left();
        Effect::Send(Command::LeaveLeft)
    }

    fn forget_left(&mut self) {
        self.left = Left::Nothing;
        self.dismiss(Topic::Left);
    }
}
