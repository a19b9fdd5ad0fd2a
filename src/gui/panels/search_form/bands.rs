//! Bands to pick for the field Spectrum.

use super::menus::menu_ui;
use crate::{
    domain::wavelength,
    gui::{
        action::{Action, Actions, FormAction, FormMenu},
        state::State,
        style::{self, SPACE_M},
    },
};
use eframe::egui::{Button, RichText, Ui};

/// A band: what it is called, and what is written into the field.
type Band = (&'static str, &'static str);

/// The bands in groups, from short to long.
const GROUPS: [&[Band]; 5] = [
    &[
        ("Gamma-ray", "gamma-ray"),
        ("X-ray, hard", "hard X-ray"),
        ("X-ray, medium", "medium X-ray"),
        ("X-ray, soft", "soft X-ray"),
    ],
    &[
        ("Extreme ultraviolet", "EUV"),
        ("Far ultraviolet", "FUV"),
        ("Near ultraviolet", "NUV"),
    ],
    &[
        ("U", "U"),
        ("B", "B"),
        ("V", "V"),
        ("R", "R"),
        ("I", "I"),
        ("Optical", "optical"),
    ],
    &[
        ("2MASS J", "J"),
        ("2MASS H", "H"),
        ("2MASS Ks", "Ks"),
        ("Mid infrared", "mid infrared"),
        ("Far infrared", "far infrared"),
    ],
    &[
        ("Submillimetre", "submillimetre"),
        ("Millimetre", "millimetre"),
        ("21 cm (H I)", "21 cm"),
        ("Radio", "radio"),
    ],
];

/// The height of a band, in points.
const BAND: f32 = 24.0;

/// The button with the bands. Asks for: `UseBand`.
pub(super) fn bands_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    ui.spacing_mut().button_padding = eframe::egui::vec2(SPACE_M, 0.0);
    ui.spacing_mut().interact_size.y = style::TEXT_SMALL + 6.0;
    let title = RichText::new("Bands ↓").small();
    menu_ui(ui, FormMenu::Bands, title, state, |ui| {
        ui.set_min_width(320.0);
        // All of them fit into a window of usual size.
        ui.spacing_mut().interact_size.y = BAND;
        ui.spacing_mut().item_spacing.y = 0.0;
        for (nr, group) in GROUPS.iter().enumerate() {
            if nr > 0 {
                ui.separator();
            }
            for (name, typed) in *group {
                let extent = extent(typed);
                let button = Button::new(*name).shortcut_text(extent);
                if ui.add(button).clicked() {
                    actions.push(Action::Form(FormAction::UseBand(typed)));
                    ui.close();
                }
            }
        }
    });
}

/// From where to where a band reaches, as it is told under the field.
fn extent(typed: &str) -> String {
    let interval = wavelength::parse_interval(typed).ok();
    let echo = interval.map(|interval| wavelength::echo(&interval));
    let echo = echo.unwrap_or_default();
    echo.split(" = ").next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_band_can_be_typed() {
        for (name, typed) in GROUPS.into_iter().flatten() {
            assert!(!extent(typed).is_empty(), "{name}");
        }
        assert_eq!(extent("V"), "507 to 595 nm");
    }
}
