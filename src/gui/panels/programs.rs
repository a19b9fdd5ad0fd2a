//! The other programs on the desk: the hub, who is there, and what was sent to them.

mod sent;

use super::{
    button::action_ui,
    carry::target_ui,
    icons::icon,
    samp::{each_one_ui, status},
};
use crate::{
    gui::{
        action::{Action, Actions, SampAction},
        state::{OwnHub, State},
        style::{self, SPACE_L, SPACE_M, SPACE_S},
    },
    samp::{Client, HubState, To},
};
use eframe::egui::{
    Align, Frame, Image, Label, Layout, Margin, RichText, ScrollArea, Ui, UiBuilder, vec2,
};
use sent::sent_ui;

/// The side of an icon, in points.
const ICON: f32 = 28.0;

/// What a client may take, in the order in which it is told: the kind of message, and the word for what it carries.
const KINDS: [(&str, &str); 9] = [
    ("table.load.votable", "tables"),
    ("table.load.fits", "FITS tables"),
    ("image.load.fits", "images"),
    ("spectrum.load.ssa-generic", "spectra"),
    ("coverage.load.moc.fits", "coverage maps"),
    ("coord.pointAt.sky", "positions"),
    ("table.highlight.row", "rows to highlight"),
    ("table.select.rowList", "selections"),
    ("voresource.loadlist", "lists of services"),
];

/// The list. Asks for: what [`SampAction`] has.
pub(crate) fn programs_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    hub_ui(ui, state, actions);
    let whole = ui.available_rect_before_wrap();
    let half = (whole.width() - SPACE_L) / 2.0;
    let left = whole.with_max_x(whole.left() + half);
    let right = whole.with_min_x(whole.right() - half);
    ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
        clients_ui(ui, state, actions);
    });
    ui.scope_builder(UiBuilder::new().max_rect(right), |ui| {
        sent_ui(ui, state, actions);
    });
    let line = style::palette(ui).line;
    ui.painter()
        .vline(whole.center().x, whole.y_range(), (1.0, line));
    ui.advance_cursor_after_rect(whole);
}

/// How it stands with the hub, and what can be done about it.
fn hub_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let (mark, _, sentence) = status(&state.programs);
    Frame::new()
        .inner_margin(Margin::symmetric(12, 4))
        .show(ui, |ui| {
            let line = vec2(ui.available_width(), style::CONTROL);
            ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = SPACE_M;
                if !matches!(state.programs.hub, HubState::Registered { .. }) {
                    let look = Action::Samp(SampAction::LookForHub);
                    action_ui(ui, look, 0.0, state, actions);
                }
                let hub = match state.programs.own {
                    OwnHub::None | OwnHub::Starting => SampAction::StartHub,
                    OwnHub::Running | OwnHub::Stopping => SampAction::StopHub,
                };
                action_ui(ui, Action::Samp(hub), 0.0, state, actions);
                highlights_ui(ui, state, actions);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    mark.ui(ui);
                    ui.add(Label::new(&sentence).truncate())
                        .on_hover_text(&sentence);
                });
            });
        });
}

fn highlights_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let toggle = SampAction::ToggleHighlights;
    let mut on = state.programs.highlights;
    let response = ui.checkbox(&mut on, toggle.name());
    if response.on_hover_text(toggle.help()).clicked() {
        actions.push(Action::Samp(toggle));
    }
}

fn head_ui(ui: &mut Ui, text: &str, buttons: impl FnOnce(&mut Ui)) {
    let line = vec2(ui.available_width(), style::CONTROL);
    ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(SPACE_L);
        buttons(ui);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add_space(SPACE_L);
            ui.label(RichText::new(text).font(style::small_strong()));
        });
    });
}

/// What is told where a list is empty.
fn empty_ui(ui: &mut Ui, text: &str) {
    Frame::new()
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.add(Label::new(RichText::new(text).weak()).wrap());
        });
}

fn clients_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    head_ui(ui, "Programs", |_| {});
    if state.programs.others().next().is_none() {
        let text = if state.programs.is_registered() {
            "Programs that connect with the hub show here, with what they take: start TOPCAT, Aladin, DS9 or another."
        } else {
            "Without a hub no program can be seen. TOPCAT and Aladin bring one when they start."
        };
        return empty_ui(ui, text);
    }
    ScrollArea::vertical()
        .id_salt("programs")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            for client in state.programs.others() {
                ui.push_id(&client.id, |ui| client_ui(ui, client, state, actions));
            }
        });
}

fn client_ui(ui: &mut Ui, client: &Client, state: &State, actions: &mut Actions) {
    let frame = Frame::new().inner_margin(Margin::symmetric(12, 4));
    let shown = frame.show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.menu_button("Send", |ui| each_one_ui(ui, client, state, actions))
                .response
                .on_hover_text(format!("Send something to {}", client.name));
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.x = SPACE_M;
                icon_ui(ui, client);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = SPACE_S / 2.0;
                    let name = RichText::new(&client.name).font(style::strong());
                    let name = ui.add(Label::new(name).truncate());
                    if !client.description.is_empty() {
                        name.on_hover_text(&client.description);
                    }
                    let takes = takes(client);
                    let text = RichText::new(&takes).small();
                    let text = text.color(style::palette(ui).weak);
                    ui.add(Label::new(text).wrap());
                });
            });
        });
    });
    let to = To::One(client.id.clone());
    target_ui(ui, shown.response.rect, &to, state, actions);
}

/// The icon of a client, or the first letter of its name in its place.
fn icon_ui(ui: &mut Ui, client: &Client) {
    let size = vec2(ICON, ICON);
    if let Some(texture) = icon(ui.ctx(), &client.id) {
        ui.add(Image::new(&texture).fit_to_exact_size(size));
        return;
    }
    let (rect, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
    let palette = style::palette(ui);
    ui.painter().rect_filled(rect, 4.0, palette.line);
    let letter: String = client.name.chars().take(1).collect();
    ui.painter().text(
        rect.center(),
        eframe::egui::Align2::CENTER_CENTER,
        letter.to_uppercase(),
        style::strong(),
        palette.text,
    );
}

/// What a client takes, in words.
fn takes(client: &Client) -> String {
    let taken = KINDS.iter().filter(|(mtype, _)| client.takes(mtype));
    let words: Vec<&str> = taken.map(|(_, word)| *word).collect();
    if words.is_empty() {
        "takes nothing that is sent from here".to_owned()
    } else {
        format!("takes {}", words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::testing::client;

    #[test]
    fn what_a_client_takes_is_told_in_words() {
        let check = |mtypes: &[&str], expected| {
            assert_eq!(takes(&client("c1", "x", mtypes)), expected);
        };
        check(
            &["image.load.fits", "table.load.*"],
            "takes tables, FITS tables, images",
        );
        check(&["samp.app.ping"], "takes nothing that is sent from here");
    }
}
