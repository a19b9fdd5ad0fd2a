//! The keys of actions.

use super::{
    Action, FigureAction, FileAction, FormAction, FormMenu, Picture, SampAction, SkyAction,
    TableAction, TransferAction, WindowAction,
};
use crate::{
    gui::{
        panes::Pane,
        sky::Units,
        state::{Dialog, State, Tab, Theme},
    },
    samp::To,
};
use eframe::egui::{Key, KeyboardShortcut, Modifiers};

/// The actions that have keys. Those with Alt or Shift come first, because egui takes Ctrl+Shift+S for Ctrl+S as well.
pub(crate) const WITH_KEYS: &[Action] = &[
    Action::Samp(SampAction::SendCutout(None, To::All)),
    Action::Transfer(TransferAction::DownloadCutout),
    Action::Transfer(TransferAction::DownloadCutouts),
    Action::SaveToPath,
    Action::AskAllAgain,
    Action::AskAllInParts,
    Action::Sky(SkyAction::Fit),
    Action::Sky(SkyAction::WholeSky),
    Action::Sky(SkyAction::ZoomIn),
    Action::Sky(SkyAction::ZoomOut),
    Action::Sky(SkyAction::ShowSelected),
    Action::Sky(SkyAction::Write(Units::Sexagesimal)),
    Action::Sky(SkyAction::Write(Units::Degrees)),
    Action::Table(TableAction::ClearFilter),
    Action::Use(Theme::Light),
    Action::Use(Theme::Dark),
    Action::Use(Theme::System),
    Action::Figure(FigureAction::Export(Picture::Coverage)),
    Action::Transfer(TransferAction::ChooseFolder),
    Action::Form(FormAction::Open(FormMenu::Bands)),
    Action::Window(WindowAction::Open(Dialog::About)),
    Action::Figure(FigureAction::Export(Picture::Sky)),
    Action::Transfer(TransferAction::DownloadAll),
    Action::Form(FormAction::Open(FormMenu::Positions)),
    Action::Form(FormAction::Open(FormMenu::Recent)),
    Action::AskAgain,
    Action::AskForMore,
    Action::AskInParts,
    Action::File(FileAction::Choose),
    Action::Save,
    Action::Quit,
    Action::Run,
    Action::Stop,
    Action::GoToForm,
    Action::Table(TableAction::GoToFilter),
    Action::Show(Tab::Datasets),
    Action::Show(Tab::Services),
    Action::Show(Tab::Log),
    Action::Show(Tab::Downloads),
    Action::Show(Tab::Programs),
    Action::Transfer(TransferAction::Download),
    Action::Toggle(Pane::Sky),
    Action::Toggle(Pane::Coverage),
    Action::Toggle(Pane::Details),
    Action::Window(WindowAction::UsualLayout),
    Action::Broadcast,
    Action::Form(FormAction::Clear),
    Action::Form(FormAction::Undo),
    Action::Window(WindowAction::Open(Dialog::Help)),
    Action::Window(WindowAction::Open(Dialog::Settings)),
    Action::Window(WindowAction::Larger),
    Action::Window(WindowAction::Smaller),
    Action::Window(WindowAction::UsualSize),
];

/// What Escape ends, the first before the others.
pub(super) const ENDING: [Action; 2] = [
    Action::Window(WindowAction::Close),
    Action::Form(FormAction::LeaveOff),
];

/// The actions that keys can ask for now: while the window asks whether to quit, nothing but that.
pub(super) fn with_keys(state: &State) -> &'static [Action] {
    if state.dialog == Some(Dialog::Quit) {
        &[Action::Quit]
    } else {
        WITH_KEYS
    }
}

impl Action {
    /// The keys that ask for it.
    pub(crate) fn keys(&self) -> Option<KeyboardShortcut> {
        let (modifiers, key) = match self {
            Self::Run => (Modifiers::COMMAND, Key::R),
            Self::Stop => (Modifiers::COMMAND, Key::Period),
            Self::AskAgain => (Modifiers::COMMAND, Key::G),
            Self::AskForMore => (Modifiers::COMMAND, Key::M),
            Self::AskInParts => (Modifiers::COMMAND, Key::P),
            Self::AskAllAgain => (Modifiers::COMMAND | Modifiers::SHIFT, Key::R),
            Self::AskAllInParts => (Modifiers::COMMAND | Modifiers::SHIFT, Key::P),
            Self::Save => (Modifiers::COMMAND, Key::S),
            Self::SaveToPath => (Modifiers::COMMAND | Modifiers::SHIFT, Key::S),
            Self::Broadcast => (Modifiers::COMMAND, Key::B),
            Self::Quit => (Modifiers::COMMAND, Key::Q),
            Self::Show(Tab::Datasets) => (Modifiers::COMMAND, Key::Num1),
            Self::Show(Tab::Services) => (Modifiers::COMMAND, Key::Num2),
            Self::Show(Tab::Log) => (Modifiers::COMMAND, Key::Num3),
            Self::Show(Tab::Downloads) => (Modifiers::COMMAND, Key::Num4),
            Self::Show(Tab::Programs) => (Modifiers::COMMAND, Key::Num9),
            Self::Transfer(action) => action.keys()?,
            Self::Samp(action) => action.keys()?,
            Self::File(action) => action.keys()?,
            Self::Figure(action) => action.keys()?,
            Self::Toggle(pane) => return Some(pane.keys()),
            Self::GoToForm => (Modifiers::COMMAND, Key::L),
            Self::Use(Theme::Light) => (Modifiers::COMMAND | Modifiers::SHIFT, Key::L),
            Self::Use(Theme::Dark) => (Modifiers::COMMAND | Modifiers::SHIFT, Key::D),
            Self::Use(Theme::System) => (Modifiers::COMMAND | Modifiers::SHIFT, Key::T),
            Self::Table(action) => action.keys()?,
            Self::Sky(action) => action.keys()?,
            Self::Unselect => (Modifiers::NONE, Key::Escape),
            Self::Form(action) => action.keys()?,
            Self::Window(action) => action.keys()?,
            _ => return None,
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }
}
