//! What can be asked of the form.

use crate::gui::state::{Naming, State, Undo};
use eframe::egui::{Key, Modifiers};

/// A menu of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum FormMenu {
    /// Bands for the field Spectrum.
    Bands,
    /// The questions that were asked before.
    Recent,
    /// Positions that other programs sent.
    Positions,
}

/// What can be asked of the form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FormAction {
    /// Open this menu.
    Open(FormMenu),
    /// Empty the fields.
    Clear,
    /// Have back what was cleared.
    Undo,
    /// Fill the fields in with the recent question at this place.
    Pick(usize),
    /// Forget the recent questions.
    ClearRecent,
    /// Write this into the field Spectrum.
    UseBand(&'static str),
    /// Do not wait for the object that is being looked up.
    LeaveOff,
}

impl FormAction {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Open(FormMenu::Bands) => "Bands",
            Self::Open(FormMenu::Recent) => "Recent questions",
            Self::Open(FormMenu::Positions) => "Positions",
            Self::Clear => "Clear",
            Self::Undo => "Undo",
            Self::Pick(_) => "Ask this again",
            Self::ClearRecent => "Clear this list",
            Self::UseBand(_) => "Use this band",
            Self::LeaveOff => "Do not look it up",
        }
    }

    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::Open(FormMenu::Bands) => "Write a band into the field Spectrum",
            Self::Open(FormMenu::Positions) => {
                "Take a position that another program sent, or all of them, into the field Space"
            }
            Self::Open(FormMenu::Recent) => {
                "Fill the fields in with a question that was asked before"
            }
            Self::Clear => "Empty the fields of the question",
            Self::Undo => "Have back what was cleared",
            Self::Pick(_) | Self::UseBand(_) => "",
            Self::ClearRecent => "Forget which questions were asked",
            Self::LeaveOff => "Do not wait for the position of the object",
        }
    }

    pub(crate) fn keys(&self) -> Option<(Modifiers, Key)> {
        match self {
            Self::Open(FormMenu::Bands) => Some((Modifiers::COMMAND | Modifiers::SHIFT, Key::B)),
            Self::Open(FormMenu::Recent) => Some((Modifiers::COMMAND, Key::H)),
            Self::Open(FormMenu::Positions) => {
                Some((Modifiers::COMMAND | Modifiers::SHIFT, Key::Y))
            }
            Self::Clear => Some((Modifiers::COMMAND, Key::N)),
            Self::Undo => Some((Modifiers::COMMAND, Key::Z)),
            Self::LeaveOff => Some((Modifiers::NONE, Key::Escape)),
            Self::Pick(_) | Self::ClearRecent | Self::UseBand(_) => None,
        }
    }

    pub(crate) fn possible(&self, state: &State) -> Result<(), String> {
        let form = &state.form;
        let why = match self {
            Self::Clear
                if form.question.in_one_line().is_empty()
                    && !form.question.inclusive
                    && form.question.services.is_empty() =>
            {
                "The fields are empty"
            }
            Self::Undo if form.undo == Undo::Nothing => "Nothing was cleared just now",
            Self::Pick(nr) if form.recent.len() <= *nr => "There is no such question",
            Self::ClearRecent | Self::Open(FormMenu::Recent) if form.recent.is_empty() => {
                "No question was asked yet"
            }
            Self::Open(FormMenu::Positions) if state.programs.lists.is_empty() => {
                "No other program has sent positions"
            }
            Self::LeaveOff if !matches!(form.naming, Naming::LookingUp(..)) => {
                "Nothing is being looked up"
            }
            _ => return Ok(()),
        };
        Err(why.to_owned())
    }
}
