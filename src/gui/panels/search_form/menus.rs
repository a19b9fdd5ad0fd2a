//! The menus of the form, which open by a click, or by keys from anywhere.

use crate::gui::{
    action::{Action, FormAction, FormMenu},
    panels::button::explain,
    state::State,
};
use eframe::egui::{Context, Id, Popup, RichText, Ui, containers::menu::MenuButton};

/// The button of a menu, which bears the name of its action and a sign that it opens.
pub(super) fn menu_ui(
    ui: &mut Ui,
    menu: FormMenu,
    text: RichText,
    state: &State,
    add: impl FnOnce(&mut Ui),
) {
    let action = Action::Form(FormAction::Open(menu));
    let possible = action.possible(state);
    let button = ui.add_enabled_ui(possible.is_ok(), |ui| MenuButton::new(text).ui(ui, add).0);
    let response = button.inner.accessible_name(action.name());
    ui.data_mut(|data| data.insert_temp(id(menu), response.id));
    explain(response, &action, possible);
}

/// Opens a menu of the form as if its button had been pressed.
pub(crate) fn open_menu(ctx: &Context, menu: FormMenu) {
    if let Some(button) = ctx.data(|data| data.get_temp::<Id>(id(menu))) {
        ctx.memory_mut(|memory| memory.request_focus(button));
        Popup::open_id(ctx, button.with("popup"));
    }
}

/// Where it is kept which button opens a menu.
fn id(menu: FormMenu) -> Id {
    Id::unique(("menu of the form", menu))
}
