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
    /// Look at the dataset that the details show.
    ShowSelected,
    /// Look at the dataset in this row, and select it.
    ShowRow(usize),
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
            Self::ShowSelected | Self::ShowRow(_) => "Show on the sky",
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
            Self::ShowSelected => "Put the selected dataset in the middle of the sky map",
            Self::ShowRow(_) => "Select it, and put it in the middle of the sky map",
            Self::Take(Tool::Move) => "Drag the map along; on the map also M, and the arrow keys",
            Self::Take(Tool::Box) => {
                "Select the datasets whose middle lies in a box: those wholly inside, and those that reach out of it by less than half. With Ctrl they join the selection; on the map also B, or drag with Shift"
            }
            Self::Take(Tool::Lasso) => {
                "Select the datasets whose middle lies in a loop drawn by hand: those wholly inside, and those that reach out of it by less than half. With Ctrl they join the selection; on the map also L, or drag with Alt"
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
            Self::ShowSelected => Key::M,
            Self::Write(Units::Sexagesimal) => Key::X,
            Self::Write(Units::Degrees) => Key::G,
            Self::Look(_) | Self::ShowRow(_) | Self::Take(_) => return None,
        };
        Some((Modifiers::COMMAND | Modifiers::SHIFT, key))
    }

    pub(crate) fn possible(self, state: &State) -> Result<(), String> {
        match self {
            Self::Fit if state.region().is_none() => {
                Err("No place is asked for; the field Space says where".to_owned())
            }
            Self::ShowSelected => match state.shown_row() {
                Some(row) => has_place(state, row),
                None => Err("No dataset is selected".to_owned()),
            },
            Self::ShowRow(row) => has_place(state, row),
            Self::ZoomOut if state.looks_at_all() => Err("The whole sky is shown".to_owned()),
            _ => Ok(()),
        }
    }
}

fn has_place(state: &State, row: usize) -> Result<(), String> {
    let look = state.look_at_dataset(row);
    look.map(drop)
        .ok_or_else(|| "The dataset does not say where on the sky it is".to_owned())
}
