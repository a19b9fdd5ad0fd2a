//! The colours of pictures: on the screen in both themes, and in print.

use crate::figure::Colour;
use eframe::egui::{Color32, Ui};

/// The colours of the sky map and the coverage plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Inks {
    /// Labels and names.
    pub weak: Colour,
    /// The frame.
    pub axis: Colour,
    /// Lines at the ticks.
    pub grid: Colour,
    /// What tells neighbouring areas of the ground apart.
    pub band: Colour,
    /// Datasets.
    pub dataset: Colour,
    /// Datasets that are selected.
    pub chosen: Colour,
    /// The dataset under the pointer.
    pub pointed: Colour,
    /// What was asked for.
    pub asked: Colour,
}

const LIGHT: Inks = Inks {
    weak: Colour::rgb(87, 96, 108),
    axis: Colour::rgb(182, 189, 199),
    grid: Colour::rgb(232, 235, 239),
    band: Colour::rgb(246, 247, 249),
    dataset: Colour::rgb(28, 90, 166),
    chosen: Colour::rgb(214, 84, 0),
    pointed: Colour::rgb(28, 33, 40),
    asked: Colour::rgb(26, 115, 66),
};

const DARK: Inks = Inks {
    weak: Colour::rgb(158, 168, 180),
    axis: Colour::rgb(84, 93, 106),
    grid: Colour::rgb(42, 47, 55),
    band: Colour::rgb(27, 30, 36),
    dataset: Colour::rgb(124, 176, 245),
    chosen: Colour::rgb(255, 158, 66),
    pointed: Colour::rgb(255, 255, 255),
    asked: Colour::rgb(116, 200, 148),
};

/// On paper: black on white, and colours that differ in grey as well (Okabe and Ito's blue and vermilion).
pub(crate) const PRINT: Inks = Inks {
    weak: Colour::rgb(0, 0, 0),
    axis: Colour::rgb(0, 0, 0),
    grid: Colour::rgb(225, 225, 225),
    band: Colour::rgb(245, 245, 245),
    dataset: Colour::rgb(0, 114, 178),
    chosen: Colour::rgb(213, 94, 0),
    pointed: Colour::rgb(0, 0, 0),
    asked: Colour::rgb(0, 128, 90),
};

/// A colour of a figure as one of the window.
pub(crate) fn colour(Colour([red, green, blue, alpha]): Colour) -> Color32 {
    Color32::from_rgba_unmultiplied(red, green, blue, alpha)
}

/// The colours of pictures in the theme in which `ui` is drawn.
pub(crate) fn inks(ui: &Ui) -> &'static Inks {
    if ui.visuals().dark_mode {
        &DARK
    } else {
        &LIGHT
    }
}
