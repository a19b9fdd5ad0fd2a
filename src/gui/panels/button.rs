//! The button of an action, with its keys, and with the reason when it cannot be pressed.

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
    let response = ui
        .add_enabled(possible.is_ok(), button)
        .on_hover_text(help(ui, &action));
    response.widget_info(|| {
        WidgetInfo::selected(Role::Button, possible.is_ok(), chosen, action.name())
    });
    if let Err(reason) = possible {
        response.on_disabled_hover_text(reason);
    } else if response.clicked() {
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

fn place_ui(
    ui: &mut Ui,
    button: Button<'_>,
    action: Action,
    state: &State,
    actions: &mut Actions,
) -> Response {
    let possible = action.possible(state);
    let response = ui
        .add_enabled(possible.is_ok(), button)
        .on_hover_text(help(ui, &action));
    if let Err(reason) = possible {
        return response.on_disabled_hover_text(reason);
    }
    if response.clicked() {
        actions.push(action);
    }
    response
}

/// What an action does, and its keys.
pub(crate) fn help(ui: &Ui, action: &Action) -> String {
    match action.keys() {
        Some(keys) => format!("{} ({})", action.help(), ui.ctx().format_shortcut(&keys)),
        None => action.help().to_owned(),
    }
}
