//! The menus: every action by its name and its keys.

use super::{
    button::entry_ui,
    results::table_menu_ui,
    samp::{samp_menu_ui, status_ui},
};
use crate::gui::{
    action::{
        Action, Actions, FigureAction, FileAction, FormAction, Picture, SkyAction, TransferAction,
        WindowAction,
    },
    panes::Pane,
    sky::Units,
    state::{Dialog, State, Tab, Theme},
    style::{self, SPACE_L, SPACE_M},
    widgets::mark::Mark,
};
use eframe::egui::{Align, Key, Layout, MenuBar, Modifiers, RichText, Ui};
use std::mem;

/// The entries of a menu that belong together.
type Group = &'static [Action];

/// The menus, each in groups with a line between them.
const MENUS: [(&str, &[Group]); 6] = [
    (
        "File",
        &[
            &[
                Action::File(FileAction::Choose),
                Action::Save,
                Action::SaveToPath,
            ],
            &[
                Action::Figure(FigureAction::Export(Picture::Sky)),
                Action::Figure(FigureAction::Export(Picture::Coverage)),
            ],
            &[
                Action::Transfer(TransferAction::Download),
                Action::Transfer(TransferAction::DownloadAll),
                Action::Transfer(TransferAction::DownloadCutout),
                Action::Transfer(TransferAction::DownloadCutouts),
                Action::Transfer(TransferAction::ChooseFolder),
            ],
            &[Action::Window(WindowAction::Open(Dialog::Settings))],
            &[Action::Quit],
        ],
    ),
    (
        "Search",
        &[
            &[
                Action::GoToForm,
                Action::Form(FormAction::Clear),
                Action::Form(FormAction::Undo),
            ],
            &[Action::Run, Action::Stop],
            &[Action::AskAgain, Action::AskForMore, Action::AskInParts],
            &[Action::AskAllAgain, Action::AskAllInParts],
        ],
    ),
    (
        "View",
        &[
            &[
                Action::Show(Tab::Datasets),
                Action::Show(Tab::Services),
                Action::Show(Tab::Log),
                Action::Show(Tab::Downloads),
                Action::Show(Tab::Programs),
            ],
            &[
                Action::Toggle(Pane::Sky),
                Action::Toggle(Pane::Coverage),
                Action::Toggle(Pane::Details),
                Action::Window(WindowAction::UsualLayout),
            ],
            &[
                Action::Sky(SkyAction::Fit),
                Action::Sky(SkyAction::WholeSky),
                Action::Sky(SkyAction::ZoomIn),
                Action::Sky(SkyAction::ZoomOut),
                Action::Sky(SkyAction::ShowSelected),
            ],
            &[
                Action::Sky(SkyAction::Write(Units::Sexagesimal)),
                Action::Sky(SkyAction::Write(Units::Degrees)),
            ],
            &[
                Action::Use(Theme::System),
                Action::Use(Theme::Light),
                Action::Use(Theme::Dark),
            ],
            &[
                Action::Window(WindowAction::Larger),
                Action::Window(WindowAction::Smaller),
                Action::Window(WindowAction::UsualSize),
            ],
        ],
    ),
    ("Table", &[]),
    ("SAMP", &[&[Action::Broadcast]]),
    (
        "Help",
        &[&[
            Action::Window(WindowAction::Open(Dialog::Help)),
            Action::Window(WindowAction::Open(Dialog::About)),
        ]],
    ),
];

/// The menus. Asks for what their entries say.
pub(crate) fn menu_bar_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    // Shift+F10 is for the menu of a row.
    let mut is_called = ui.input_mut(|input| {
        input.modifiers.is_none() && input.consume_key(Modifiers::NONE, Key::F10)
    });
    MenuBar::new().ui(ui, |ui| {
        for (name, groups) in MENUS {
            let menu = ui.menu_button(name, |ui| {
                ui.set_min_width(240.0);
                ui.spacing_mut().button_padding.x = SPACE_M;
                for (nr, group) in groups.iter().enumerate() {
                    if nr > 0 {
                        ui.separator();
                    }
                    for entry in *group {
                        entry_ui(ui, entry, state, actions);
                    }
                }
                match name {
                    "Table" => table_menu_ui(ui, state, actions),
                    "SAMP" => samp_menu_ui(ui, state, actions),
                    _ => {}
                }
            });
            if mem::take(&mut is_called) {
                menu.response.request_focus();
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_L);
            subtitle_ui(ui, state);
            ui.add_space(SPACE_M);
            status_ui(ui, state, actions);
        });
    });
}

/// What the title says besides the program's name: that the data are synthetic.
fn subtitle_ui(ui: &mut Ui, state: &State) {
    if let Some(subtitle) = &state.subtitle {
        let colour = style::palette(ui).warning;
        ui.label(
            RichText::new(subtitle)
                .font(style::small_strong())
                .color(colour),
        );
        Mark::Warning.ui(ui);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::action::WITH_KEYS;

    #[test]
    fn every_entry_of_the_menus_has_keys_that_work() {
        for (menu, groups) in MENUS {
            for action in groups.iter().copied().flatten() {
                assert!(WITH_KEYS.contains(action), "{menu}, {}", action.name());
            }
        }
    }
}
