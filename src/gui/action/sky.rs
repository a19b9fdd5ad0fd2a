//! What a person can ask of the sky map.

use crate::gui::{
    sky::{Look, Tool, Units},
    state::State,
};
use eframe::egui::{Key, Modifiers};

/// What a person can ask of the sky map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum SkyAction {
    /// Look at what is asked for.
    Fit,
    /// Look at the whole sky.
    WholeSky,
    /// Look at less.
    ZoomIn,
    /// Look at more.
    ZoomOut,
    /// Look there.
    Look(Look),
    /// Drag with this.
    Take(Tool),
    /// Write places like this.
    Write(Units),
}

impl SkyAction {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Fit => "Fit the region",
            Self::WholeSky => "Whole sky",
            Self::ZoomIn => "Zoom in",
            Self::ZoomOut => "Zoom out",
            Self::Look(_) => "Look there",
            Self::Take(Tool::Move) => "Move",
            Self::Take(Tool::Box) => "Box",
            Self::Take(Tool::Lasso) => "Lasso",
            Self::Write(Units::Sexagesimal) => "Hours and degrees",
            Self::Write(Units::Degrees) => "Decimal degrees",
        }
    }

    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::Fit => "Show the region asked for; on the map also F",
            Self::WholeSky => "Show the whole sky; on the map also W",
            Self::ZoomIn => "Show less of the sky, larger; on the map also + and the wheel",
            Self::ZoomOut => "Show more of the sky, smaller; on the map also - and the wheel",
            Self::Look(_) => "",
            Self::Take(Tool::Move) => "Drag the map along; on the map also M, and the arrow keys",
            Self::Take(Tool::Box) => {
                "Select what has its middle in a box, with Ctrl beside what is selected; on the map also B, or drag with Shift"
            }
            Self::Take(Tool::Lasso) => {
                "Select what has its middle in a loop drawn by hand, with Ctrl beside what is selected; on the map also L, or drag with Alt"
            }
            Self::Write(Units::Sexagesimal) => {
                "Write right ascension as hours, minutes and seconds"
            }
            Self::Write(Units::Degrees) => "Write right ascension and declination as degrees",
        }
    }

    pub(crate) fn keys(self) -> Option<(Modifiers, Key)> {
        let key = match self {
            Self::Fit => Key::F,
            Self::WholeSky => Key::W,
            Self::ZoomIn => Key::I,
            Self::ZoomOut => Key::O,
            Self::Look(_) | Self::Take(_) | Self::Write(_) => return None,
        };
        Some((Modifiers::COMMAND | Modifiers::SHIFT, key))
    }

    pub(crate) fn possible(self, state: &State) -> Result<(), String> {
        match self {
            Self::Fit if state.region().is_none() => {
                Err("No place is asked for; the field Space says where".to_owned())
            }
            Self::ZoomOut if state.looks_at_all() => Err("The whole sky is shown".to_owned()),
            _ => Ok(()),
        }
    }
}
