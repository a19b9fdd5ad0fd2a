//! Opens the menus of cells and heads: by the other button of the mouse, or by Shift+F10.

use eframe::egui::{Key, Modifiers, Popup, Response, Ui};

/// The menu of a part of a table; `has_keys` says whether the keys are meant for it.
pub(super) fn menu<'a>(ui: &Ui, response: &Response, has_keys: bool) -> Popup<'a> {
    let id = Popup::default_response_id(response);
    if has_keys && ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::F10)) {
        Popup::open_id(ui.ctx(), id);
    }
    let popup = Popup::context_menu(response);
    if Popup::is_id_open(ui.ctx(), id) && Popup::position_of_id(ui.ctx(), id).is_none() {
        // Not opened by the mouse, so its place is beside what it belongs to.
        popup.anchor(response.rect)
    } else {
        popup
    }
}
