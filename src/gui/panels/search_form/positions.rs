//! Positions that other programs sent, to pick one for the field Space, or all.

use super::menus::menu_ui;
use crate::{
    gui::{
        action::{Action, Actions, FormMenu, SampAction},
        panels::button::entry_ui,
        state::{State, Targets},
        style::{self, SPACE_M},
    },
    samp::NamedPosition,
};
use eframe::egui::{Button, RichText, ScrollArea, Ui, vec2};
use std::sync::Arc;

/// The height of a position, in points.
const LINE: f32 = 24.0;

/// How high a list is at most, in points.
const HEIGHT: f32 = 400.0;

/// The button with the positions, where there are any. Asks for: `SearchAt`, `SearchAtAll`.
pub(super) fn positions_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    if state.programs.lists.is_empty() {
        return;
    }
    ui.spacing_mut().button_padding = vec2(SPACE_M, 0.0);
    ui.spacing_mut().interact_size.y = style::TEXT_SMALL + 6.0;
    let title = RichText::new("Positions ↓").small();
    menu_ui(ui, FormMenu::Positions, title, state, |ui| {
        ui.set_width(360.0);
        ui.spacing_mut().interact_size.y = LINE;
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut lists = state.programs.lists.iter();
        if let Some(newest) = lists.next() {
            ui.label(RichText::new(called(newest)).weak());
            list_ui(ui, newest, state, actions);
        }
        for (nr, earlier) in lists.enumerate() {
            if nr == 0 {
                ui.separator();
            }
            ui.push_id(nr, |ui| {
                ui.menu_button(called(earlier), |ui| {
                    ui.set_width(360.0);
                    list_ui(ui, earlier, state, actions);
                });
            });
        }
    });
}

fn list_ui(ui: &mut Ui, targets: &Targets, state: &State, actions: &mut Actions) {
    let positions = &targets.list.positions;
    if positions.len() > 1 {
        let all = SampAction::SearchAtAll(Arc::clone(&targets.list));
        entry_ui(ui, &Action::Samp(all), state, actions);
        ui.separator();
    }
    ScrollArea::vertical()
        .max_height(HEIGHT)
        .show_rows(ui, LINE, positions.len(), |ui, shown| {
            let shown = positions.iter().skip(shown.start).take(shown.len());
            for target in shown {
                let button = Button::new(in_words(target)).truncate();
                if ui.add(button).clicked() {
                    let action = SampAction::SearchAt(target.position);
                    actions.push(Action::Samp(action));
                    ui.close();
                }
            }
        });
}

/// A list in a line: how many, what they are called, and whose they are.
fn called(targets: &Targets) -> String {
    let n = targets.list.positions.len() as u64;
    let n = crate::gui::format::counted(n, "position");
    match targets.list.name.as_str() {
        "" => format!("{n} from {}", targets.from),
        name => format!("{name}: {n} from {}", targets.from),
    }
}

fn in_words(target: &NamedPosition) -> String {
    match &target.name {
        Some(name) => format!("{name}: {}", target.position),
        None => target.position.to_string(),
    }
}
