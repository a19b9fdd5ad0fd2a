//! The sky map.

use super::{action::Actions, hover::Hover, state::State};
use eframe::egui::Ui;

/// How the sky map is looked at.
#[derive(Debug, Default)]
pub(crate) struct SkyView {}

/// The sky map. Asks for: nothing so far.
pub(crate) fn sky_ui(
    _ui: &mut Ui,
    _state: &State,
    _view: &mut SkyView,
    _hover: &mut Hover,
    _actions: &mut Actions,
) {
}
