//! What can be asked of the window itself.

use crate::{
    gui::{
        panes::{Line, Panes},
        state::{Dialog, State, TextScale},
    },
    http::limits::Settings,
};
use eframe::egui::{Key, Modifiers};

/// What can be asked of the window itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum WindowAction {
    /// Show this over the window.
    Open(Dialog),
    /// Take away what stands over the window.
    Close,
    /// Make text larger.
    Larger,
    /// Make text smaller.
    Smaller,
    /// Make text as large as usual.
    UsualSize,
    /// Draw a line between parts so that its part has this share of the room; the form has this width in points.
    Share(Line, f32),
    /// All parts of the window, in their usual sizes.
    UsualLayout,
    /// Keep to these time-outs and limits.
    UseSettings(Box<Settings>),
    /// Look names up there.
    UseResolver(String),
    /// Registry, resolver, time-outs and limits as they were at first.
    UseDefaults,
    /// Write the results to a file, and close then.
    SaveAndQuit,
    /// Close, whatever is lost.
    QuitAtOnce,
}

impl WindowAction {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Open(Dialog::Settings) => "Settings…",
            Self::Open(Dialog::Help) => "Help",
            Self::Open(Dialog::About) => "About vodiscover",
            Self::Open(Dialog::Quit) => "Quit…",
            Self::Close => "Close",
            Self::Larger => "Larger text",
            Self::Smaller => "Smaller text",
            Self::UsualSize => "Usual text size",
            Self::Share(..) => "Move the line",
            Self::UsualLayout => "Usual layout",
            Self::UseSettings(_) => "Use these settings",
            Self::UseResolver(_) => "Use this name resolver",
            Self::UseDefaults => "Back to defaults",
            Self::SaveAndQuit => "Save…",
            Self::QuitAtOnce => "Quit without saving",
        }
    }

    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::Open(Dialog::Settings) => {
                "Registry, name resolver, time-outs and how much is asked"
            }
            Self::Open(Dialog::Help) => "What can be typed, the keys, and what the signs mean",
            Self::Open(Dialog::About) => "Version, licences and where to read more",
            Self::UsualLayout => "Show all parts of the window, in their usual sizes",
            Self::UseDefaults => "Registry, resolver, time-outs and limits as they were at first",
            Self::SaveAndQuit => {
                "Choose a file for the results; the window closes when it is written"
            }
            Self::QuitAtOnce => "Close the window, and let go of what was found",
            Self::Open(Dialog::Quit)
            | Self::Close
            | Self::Larger
            | Self::Smaller
            | Self::UsualSize
            | Self::Share(..)
            | Self::UseSettings(_)
            | Self::UseResolver(_) => "",
        }
    }

    pub(crate) fn keys(&self) -> Option<(Modifiers, Key)> {
        match self {
            Self::Open(Dialog::Help) => Some((Modifiers::NONE, Key::F1)),
            Self::Open(Dialog::About) => Some((Modifiers::SHIFT, Key::F1)),
            Self::UsualLayout => Some((Modifiers::COMMAND, Key::Num8)),
            Self::Open(Dialog::Settings) => Some((Modifiers::COMMAND, Key::Comma)),
            Self::Close => Some((Modifiers::NONE, Key::Escape)),
            Self::Larger => Some((Modifiers::COMMAND, Key::Plus)),
            Self::Smaller => Some((Modifiers::COMMAND, Key::Minus)),
            Self::UsualSize => Some((Modifiers::COMMAND, Key::Num0)),
            Self::Open(Dialog::Quit)
            | Self::Share(..)
            | Self::UseSettings(_)
            | Self::UseResolver(_)
            | Self::UseDefaults
            | Self::SaveAndQuit
            | Self::QuitAtOnce => None,
        }
    }

    pub(crate) fn possible(&self, state: &State) -> Result<(), String> {
        let why = match self {
            Self::Close if state.dialog.is_none() => "Nothing stands over the window",
            Self::Larger if state.scale.larger() == state.scale => "Text is as large as it gets",
            Self::Smaller if state.scale.smaller() == state.scale => "Text is as small as it gets",
            Self::UsualLayout if state.panes == Panes::default() => "The layout is the usual one",
            Self::UsualSize if state.scale == TextScale::default() => "Text has its usual size",
            _ => return Ok(()),
        };
        Err(why.to_owned())
    }
}
