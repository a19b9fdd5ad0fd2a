//! The colours of what was found on the sky map. Each has a contrast of at least 3 to the page (WCAG 2.2, 1.4.11).

use eframe::egui::{Color32, Ui};

/// The colours of what was found in one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MapPalette {
    /// Of wavebands: gamma-ray, X-ray, ultraviolet, optical, infrared, millimetre, radio, and of several or unknown.
    pub bands: [Color32; 8],
    /// Few datasets at a point, and many.
    pub density: [Color32; 2],
}

const LIGHT: MapPalette = MapPalette {
    bands: [
        Color32::from_rgb(91, 42, 134),
        Color32::from_rgb(11, 98, 196),
        Color32::from_rgb(176, 48, 158),
        Color32::from_rgb(46, 125, 50),
        Color32::from_rgb(198, 40, 40),
        Color32::from_rgb(122, 80, 30),
        Color32::from_rgb(0, 121, 140),
        Color32::from_rgb(107, 114, 128),
    ],
    density: [
        Color32::from_rgb(142, 184, 232),
        Color32::from_rgb(8, 40, 92),
    ],
};

const DARK: MapPalette = MapPalette {
    bands: [
        Color32::from_rgb(183, 156, 232),
        Color32::from_rgb(108, 178, 255),
        Color32::from_rgb(240, 139, 224),
        Color32::from_rgb(127, 212, 136),
        Color32::from_rgb(255, 138, 128),
        Color32::from_rgb(222, 176, 118),
        Color32::from_rgb(95, 212, 224),
        Color32::from_rgb(163, 171, 182),
    ],
    density: [
        Color32::from_rgb(52, 104, 170),
        Color32::from_rgb(226, 240, 255),
    ],
};

/// On paper, which is as white as the page of the light theme.
pub(crate) const PRINT_MAP: MapPalette = LIGHT;

/// The colours of the map in the theme in which `ui` is drawn.
pub(crate) fn map_palette(ui: &Ui) -> &'static MapPalette {
    if ui.visuals().dark_mode {
        &DARK
    } else {
        &LIGHT
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::style::{self, tests::contrast};

    #[test]
    fn every_mark_can_be_seen_on_the_page() {
        for (map, page) in [(LIGHT, style::LIGHT.page), (DARK, style::DARK.page)] {
            for colour in map.bands.into_iter().chain([map.density[1]]) {
                let ratio = contrast(colour, page);
                assert!(ratio >= 3.0, "{colour:?} on {page:?}: {ratio}");
            }
        }
    }
}
