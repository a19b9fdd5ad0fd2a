//! The menus: every action by its name and its keys.

use super::{
    button::entry_ui,
    results::table_menu_ui,
    samp::{samp_menu_ui, status_ui},
};
use crate::{
    gui::{
        action::{
            Action, Actions, FigureAction, FileAction, FormAction, Picture, SampAction, SkyAction,
            TransferAction, WindowAction,
        },
        panes::Pane,
        sky::Units,
        state::{Dialog, State, Tab, Theme},
        style::{self, SPACE_L, SPACE_M},
        widgets::mark::Mark,
    },
    samp::To,
};
use eframe::egui::{Align, Key, Layout, Memory, MenuBar, Modifiers, RichText, ScrollArea, Ui};
use std::mem;

/// How much lower than the window a menu is at least, in points: the bar and a margin.
const ROOM_AROUND: f32 = 72.0;

/// The entries of a menu that belong together: with a name, in a menu of their own.
type Group = (Option<&'static str>, &'static [Action]);

/// Entries that stand in the menu itself.
const fn here(entries: &'static [Action]) -> Group {
    (None, entries)
}

/// Entries that stand in a menu of this name beside the menu.
const fn under(name: &'static str, entries: &'static [Action]) -> Group {
    (Some(name), entries)
}

/// The menus, each in groups with a line between them.
const MENUS: [(&str, &[Group]); 6] = [
    (
        "File",
        &[
            here(&[
                Action::File(FileAction::Choose),
                Action::Save,
                Action::SaveToPath,
            ]),
            here(&[
                Action::Figure(FigureAction::Export(Picture::Sky)),
                Action::Figure(FigureAction::Export(Picture::Coverage)),
            ]),
            here(&[
                Action::Transfer(TransferAction::Download),
                Action::Transfer(TransferAction::DownloadAll),
                Action::Transfer(TransferAction::DownloadCutout),
                Action::Transfer(TransferAction::DownloadCutouts),
                Action::Transfer(TransferAction::ChooseFolder),
            ]),
            here(&[Action::Window(WindowAction::Open(Dialog::Settings))]),
            here(&[Action::Quit]),
        ],
    ),
    (
        "Search",
        &[
            here(&[
                Action::GoToForm,
                Action::Form(FormAction::Clear),
                Action::Form(FormAction::Undo),
            ]),
            here(&[Action::Run, Action::Stop]),
            here(&[Action::AskAgain, Action::AskForMore, Action::AskInParts]),
            here(&[Action::AskAllAgain, Action::AskAllInParts]),
        ],
    ),
    (
        "View",
        &[
            here(&[
                Action::Show(Tab::Datasets),
                Action::Show(Tab::Services),
                Action::Show(Tab::Log),
                Action::Show(Tab::Downloads),
                Action::Show(Tab::Programs),
            ]),
            here(&[
                Action::Toggle(Pane::Sky),
                Action::Toggle(Pane::Coverage),
                Action::Toggle(Pane::Details),
                Action::Window(WindowAction::UsualLayout),
            ]),
            here(&[
                Action::Sky(SkyAction::Fit),
                Action::Sky(SkyAction::WholeSky),
                Action::Sky(SkyAction::ZoomIn),
                Action::Sky(SkyAction::ZoomOut),
                Action::Sky(SkyAction::ShowSelected),
            ]),
            under(
                "Coordinates",
                &[
                    Action::Sky(SkyAction::Write(Units::Sexagesimal)),
                    Action::Sky(SkyAction::Write(Units::Degrees)),
                ],
            ),
            under(
                "Theme",
                &[
                    Action::Use(Theme::System),
                    Action::Use(Theme::Light),
                    Action::Use(Theme::Dark),
                ],
            ),
            under(
                "Text size",
                &[
                    Action::Window(WindowAction::Larger),
                    Action::Window(WindowAction::Smaller),
                    Action::Window(WindowAction::UsualSize),
                ],
            ),
        ],
    ),
    ("Table", &[]),
    (
        "SAMP",
        &[here(&[
            Action::Broadcast,
            Action::Samp(SampAction::SendCutout(None, To::All)),
        ])],
    ),
    (
        "Help",
        &[here(&[
            Action::Window(WindowAction::Open(Dialog::Help)),
            Action::Window(WindowAction::Open(Dialog::About)),
        ])],
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
                scrolled_ui(ui, |ui| {
                    groups_ui(ui, groups, state, actions);
                    match name {
                        "Table" => table_menu_ui(ui, state, actions),
                        "SAMP" => samp_menu_ui(ui, state, actions),
                        _ => {}
                    }
                });
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

/// What can be scrolled where the window is too low for it, and shows the entry that the keyboard has come to.
fn scrolled_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let height = ui.ctx().content_rect().height() - ROOM_AROUND;
    let area = ScrollArea::vertical()
        .max_height(height)
        .min_scrolled_height(height);
    area.show(ui, |ui| {
        add(ui);
        let focused = ui.memory(Memory::focused);
        if let Some(entry) = focused.and_then(|id| ui.ctx().read_response(id))
            && entry.layer_id == ui.layer_id()
            && entry.gained_focus()
        {
            ui.scroll_to_rect(entry.rect, None);
        }
    });
}

fn groups_ui(ui: &mut Ui, groups: &[Group], state: &State, actions: &mut Actions) {
    let mut was_under = false;
    for (nr, (name, entries)) in groups.iter().enumerate() {
        let is_under = name.is_some();
        if nr > 0 && !(was_under && is_under) {
            ui.separator();
        }
        was_under = is_under;
        match name {
            None => entries_ui(ui, entries, state, actions),
            Some(name) => {
                ui.menu_button(*name, |ui| entries_ui(ui, entries, state, actions));
            }
        }
    }
}

fn entries_ui(ui: &mut Ui, entries: &[Action], state: &State, actions: &mut Actions) {
    for entry in entries {
        entry_ui(ui, entry, state, actions);
    }
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
            for action in groups.iter().flat_map(|(_, entries)| *entries) {
                assert!(WITH_KEYS.contains(action), "{menu}, {}", action.name());
            }
        }
    }
}
