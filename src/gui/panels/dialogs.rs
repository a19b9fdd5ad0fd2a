//! What stands over the window: settings, help, about, and whether to quit.

mod about;
mod help;
mod quit;
mod settings;

use super::button::action_ui;
use crate::gui::{
    action::{Action, Actions, WindowAction},
    state::{Dialog, State},
    style::{self, SPACE_L},
};
use eframe::egui::{
    Align, Context, Frame, Id, Layout, Modal, Response, RichText, Ui, UiKind, vec2,
};
use settings::SettingsView;

/// What is in the dialogs besides the state.
#[derive(Debug, Default)]
pub(crate) struct DialogsView {
    /// What is typed in the settings.
    settings: SettingsView,
    /// The pictures of the help.
    pictures: help::Pictures,
}

impl DialogsView {
    /// What was typed and not entered is gone with the dialog, and so are the pictures.
    fn close(&mut self) {
        self.settings.close();
        self.pictures = help::Pictures::default();
    }
}

/// The dialog that is open, if one is. What is behind it cannot be reached meanwhile. Asks for: `Close`, and what is in
/// the dialog.
pub(crate) fn dialogs_ui(
    ctx: &Context,
    state: &State,
    view: &mut DialogsView,
    actions: &mut Actions,
) {
    let Some(dialog) = state.dialog else {
        view.close();
        return;
    };
    let title = title(dialog);
    let frame = Frame::popup(&ctx.global_style()).inner_margin(16);
    let modal = Modal::new(Id::unique(("dialog", title))).frame(frame);
    let is_first = ctx.memory(|memory| memory.top_modal_layer().is_none());
    let shown = modal.show(ctx, |ui| {
        name(ui, title);
        ui.spacing_mut().item_spacing.y = style::SPACE_S;
        ui.label(RichText::new(title).font(style::heading()));
        ui.add_space(SPACE_L);
        let first = match dialog {
            Dialog::Settings => settings::settings_ui(ui, state, &mut view.settings, actions),
            Dialog::Help => help::help_ui(ui, state, &mut view.pictures, actions),
            Dialog::About => about::about_ui(ui, state, actions),
            Dialog::Quit => quit::quit_ui(ui, state, actions),
        };
        if is_first {
            first.request_focus();
        }
    });
    if shown.backdrop_response.clicked() {
        actions.push(Action::Window(WindowAction::Close));
    }
}

/// Tells a screen reader which dialog this is.
fn name(ui: &Ui, title: &str) {
    let mut around = ui.stack().iter();
    if let Some(dialog) = around.find(|it| it.kind() == Some(UiKind::Modal)) {
        ui.ctx()
            .accesskit_node_builder(dialog.unique_id, |node| node.set_label(title));
    }
}

fn title(dialog: Dialog) -> &'static str {
    match dialog {
        Dialog::Settings => "Settings",
        Dialog::Help => "Help",
        Dialog::About => "About vodiscover",
        Dialog::Quit => "Quit?",
    }
}

/// The button that closes a dialog, at the right.
fn close_ui(ui: &mut Ui, state: &State, actions: &mut Actions) -> Response {
    let close = |ui: &mut Ui| {
        action_ui(
            ui,
            Action::Window(WindowAction::Close),
            80.0,
            state,
            actions,
        )
    };
    let line = vec2(ui.available_width(), style::CONTROL);
    ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), close)
        .inner
}
