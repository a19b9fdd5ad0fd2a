//! The coverage plot.

use super::{action::Actions, hover::Hover, state::State};
use eframe::egui::Ui;

/// How the coverage plot is looked at.
#[derive(Debug, Default)]
pub(crate) struct CoverageView {}

/// The coverage plot. Asks for: nothing so far.
pub(crate) fn coverage_ui(
    _ui: &mut Ui,
    _state: &State,
    _view: &mut CoverageView,
    _hover: &mut Hover,
    _actions: &mut Actions,
) {
}
