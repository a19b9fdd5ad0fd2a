//! Buttons and menu entries of actions, with their keys, and with the reason where they cannot be pressed.

use crate::gui::{
    action::{Action, Actions},
    state::State,
    style,
};
use eframe::egui::{Button, Response, RichText, Role, Stroke, Ui, WidgetInfo, vec2};

/// The button of an action.
pub(crate) fn action_ui(
    ui: &mut Ui,
    action: Action,
    width: f32,
    state: &State,
    actions: &mut Actions,
) -> Response {
    let button = Button::new(action.name()).min_size(vec2(width, style::CONTROL));
    place_ui(ui, button, action, state, actions)
}

/// A small button of an action among others, with a text of its own; it may be the one that is chosen. Its accessible
/// name is the action's.
pub(crate) fn small_ui(
    ui: &mut Ui,
    action: Action,
    (text, chosen): (&str, bool),
    state: &State,
    actions: &mut Actions,
) {
    let possible = action.possible(state);
    let text = RichText::new(text).size(style::TEXT_SMALL);
    let button = Button::new(text).selected(chosen).small();
    let response = ui.add_enabled(possible.is_ok(), button);
    response.widget_info(|| {
        WidgetInfo::selected(Role::Button, possible.is_ok(), chosen, action.name())
    });
    if explain(response, &action, possible).clicked() {
        actions.push(action);
    }
}

/// The button of the one action that stands out.
pub(crate) fn primary_ui(
    ui: &mut Ui,
    action: Action,
    width: f32,
    state: &State,
    actions: &mut Actions,
) {
    let palette = style::palette(ui);
    let mut button = Button::new(action.name());
    if action.possible(state).is_ok() {
        let widgets = &mut ui.visuals_mut().widgets;
        for (look, fill) in [
            (&mut widgets.inactive, palette.accent),
            (&mut widgets.hovered, palette.accent_hover),
            (&mut widgets.active, palette.accent_hover),
        ] {
            look.weak_bg_fill = fill;
            look.bg_stroke = Stroke::new(1.0, fill);
            look.fg_stroke.color = palette.on_accent;
        }
        button = Button::new(
            RichText::new(action.name())
                .font(style::strong())
                .color(palette.on_accent),
        );
    }
    place_ui(
        ui,
        button.min_size(vec2(width, style::CONTROL)),
        action,
        state,
        actions,
    );
    ui.reset_style();
}

/// The entry of an action in a menu, wherever the menu is; the menu closes when it is picked.
pub(crate) fn entry_ui(ui: &mut Ui, action: &Action, state: &State, actions: &mut Actions) {
    let possible = action.possible(state);
    let name = action.entry_name();
    let chosen = action.is_chosen(state);
    let mut button = Button::new(name).selected(chosen == Some(true));
    if let Some(keys) = action.keys() {
        button = button.shortcut_text(ui.ctx().format_shortcut(&keys));
    }
    let response = ui.add_enabled(possible.is_ok(), button);
    // The keys are told apart from the name.
    response.widget_info(|| WidgetInfo {
        selected: chosen,
        ..WidgetInfo::labeled(Role::MenuItem, possible.is_ok(), name)
    });
    if explain(response, action, possible).clicked() {
        actions.push(action.clone());
        ui.close();
    }
}

fn place_ui(
    ui: &mut Ui,
    button: Button<'_>,
    action: Action,
    state: &State,
    actions: &mut Actions,
) -> Response {
    let possible = action.possible(state);
    let response = ui.add_enabled(possible.is_ok(), button);
    let response = explain(response, &action, possible);
    if response.clicked() {
        actions.push(action);
    }
    response
}

/// Says what an action does, or why it is not possible: under the pointer and to a screen reader, with its keys.
pub(crate) fn explain(
    response: Response,
    action: &Action,
    possible: Result<(), String>,
) -> Response {
    let ctx = response.ctx.clone();
    let keys = action.keys().map(|keys| ctx.format_shortcut(&keys));
    ctx.accesskit_node_builder(response.id, |node| {
        let description = possible.as_ref().err().map(String::as_str);
        let description = description.unwrap_or_else(|| action.help());
        if !description.is_empty() {
            node.set_description(description);
        }
        if let Some(keys) = &keys {
            node.set_keyboard_shortcut(keys.as_str());
        }
    });
    match possible {
        Err(reason) => response.on_disabled_hover_text(reason),
        Ok(()) => described(response, action.help(), keys),
    }
}

/// Shows under the pointer what there is to tell.
fn described(response: Response, help: &str, keys: Option<String>) -> Response {
    match (help, keys) {
        ("", None) => response,
        ("", Some(keys)) => response.on_hover_text(keys),
        (help, None) => response.on_hover_text(help),
        (help, Some(keys)) => response.on_hover_text(format!("{help} ({keys})")),
    }
}

/// What an action does, and its keys.
pub(crate) fn help(ui: &Ui, action: &Action) -> String {
    match action.keys() {
        Some(keys) => format!("{} ({})", action.help(), ui.ctx().format_shortcut(&keys)),
        None => action.help().to_owned(),
    }
}
