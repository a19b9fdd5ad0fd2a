//! The lists and the details, by their accessible names.

mod access;
mod carry;
mod cutouts;
mod keys;
mod layout;
mod log;
mod programs;
mod services;

use super::{View, all_ui, results::go_to_filter, search_form::open_menu};
use crate::{
    discovery::event::{Ending, Happening, ServiceNr},
    gui::{
        action::{Action, Actions, ServiceAction, WITH_KEYS, WindowAction},
        decide::Effect,
        state::{Dialog, Selected, State, Tab},
        style,
        testing::{answered, cut_off, opened, tell},
    },
};
use eframe::egui::{self, Key, Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

/// The window's panels over a state, which takes in what is asked; what goes outside is forgotten.
pub(crate) struct Desk {
    pub(crate) state: State,
    view: View,
    installed: bool,
    /// What was put on the clipboard last.
    pub(crate) copied: String,
}

impl Desk {
    fn ui(&mut self, ui: &mut egui::Ui) {
        if !self.installed {
            style::install(ui.ctx());
            self.installed = true;
            ui.ctx().request_repaint();
            return;
        }
        let mut actions = Actions::from_keys(ui.ctx(), &self.state);
        all_ui(ui, &self.state, &mut self.view, &mut actions);
        for action in actions {
            let effect = match self.state.decide(action) {
                Some(Effect::Do(chore)) => self.state.decide(chore.run()),
                effect => effect,
            };
            match effect {
                Some(Effect::GoToFilter) => go_to_filter(ui.ctx()),
                Some(Effect::Copy(text)) => self.copied = text,
                Some(Effect::OpenMenu(menu)) => open_menu(ui.ctx(), menu),
                _ => {}
            }
        }
    }
}

pub(crate) fn window(state: State) -> Harness<'static, Desk> {
    let desk = Desk {
        state,
        view: View::default(),
        installed: false,
        copied: String::new(),
    };
    let mut harness = Harness::builder()
        .with_size([1600.0, 800.0])
        // The threads behind the panels answer when they can, and each answer is a frame more.
        .with_max_steps(20)
        .build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk);
    harness.run();
    harness
}

#[test]
fn a_dataset_is_shown_in_units_for_people() {
    let harness = window(answered().0);
    for text in ["Eagle in X-rays", "Eagle, second exposure"] {
        harness.get_by_label(text);
    }
    for text in ["400–700 nm", "1995-01-01", "274.68800"] {
        assert_eq!(harness.query_all_by_label(text).count(), 2, "{text}");
    }
    harness.get_by_role_and_label(Role::ColumnHeader, "Wavelength");
}

#[test]
fn a_click_selects_a_dataset_and_shows_all_about_it() {
    let mut harness = window(answered().0);
    harness.get_by_label("Eagle, second exposure").click();
    harness.run();
    assert_eq!(harness.state().state.selected, Selected::Dataset(1));
    harness.get_by_label("Address");
    harness.get_by_label("http://archive.example/get?id=1&b=2");
    harness.get_by_label("4e-7 m");
    harness.get_by_label("400 nm");
    harness.get_by_label("From Röntgen archive");
    harness.get_by_label("Close").click();
    harness.run();
    assert_eq!(harness.state().state.selected, Selected::Nothing);
}

#[test]
fn the_arrows_move_the_selection() {
    let mut harness = window(answered().0);
    harness.get_by_label("Eagle in X-rays").click();
    harness.run();
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(harness.state().state.selected, Selected::Dataset(1));
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(
        harness.state().state.selected,
        Selected::Dataset(1),
        "the last"
    );
    harness.key_press(Key::Home);
    harness.run();
    assert_eq!(harness.state().state.selected, Selected::Dataset(0));
}

#[test]
fn each_service_tells_what_became_of_it() {
    let mut state = answered().0;
    state.tab = Tab::Services;
    let mut harness = window(state);
    for text in [
        "ok",
        "failed",
        "not asked",
        "1,300",
        "no answer within 20 s: archive.example",
        "see Röntgen archive: the same collection is asked through a more capable protocol",
    ] {
        harness.get_by_label(text);
    }
    harness.get_by_label("Plate archive").click();
    harness.run();
    assert_eq!(
        harness.state().state.selected,
        Selected::Service(ServiceNr(1))
    );
    harness.get_by_label("ivo://archive.example/1");
}

#[test]
fn a_service_that_failed_offers_to_be_asked_again() {
    let (mut state, id) = answered();
    tell(&mut state, id, Happening::Ended(Ending::Complete));
    state.tab = Tab::Services;
    let mut harness = window(state);
    harness.get_by_label("Ask all failed again");
    assert!(
        harness.query_by_label("Ask all cut off in parts").is_none(),
        "none was cut off"
    );
    assert!(harness.query_by_label("Ask again").is_none(), "whom?");
    harness.get_by_label("Plate archive").click();
    harness.run();
    harness.get_by_label("Ask again").click();
    harness.run();
    assert!(harness.state().state.is_searching(), "it goes on");
}

#[test]
fn a_service_that_was_cut_off_offers_to_be_asked_for_more_and_in_parts() {
    let (mut state, _) = cut_off();
    state.tab = Tab::Services;
    let mut harness = window(state);
    harness.get_by_label("Ask all cut off in parts");
    harness.get_by_label("Plate archive").click();
    harness.run();
    harness.get_by_label("Ask for more");
    harness.get_by_label("Ask in parts").click();
    harness.run();
    assert!(harness.state().state.is_searching(), "it goes on");
}

#[test]
fn services_can_be_narrowed_to_those_that_failed() {
    let mut state = answered().0;
    state.tab = Tab::Services;
    let mut harness = window(state);
    harness
        .get_by_role_and_label(Role::RadioButton, "Failed")
        .click();
    harness.run();
    harness.get_by_label("Plate archive");
    assert!(
        harness.query_by_label("Röntgen archive").is_none(),
        "it did not fail"
    );
}

#[test]
fn a_click_on_a_head_sorts_the_services() {
    let mut state = answered().0;
    state.tab = Tab::Services;
    let mut harness = window(state);
    let above = |harness: &Harness<'_, Desk>, one: &str, other: &str| {
        harness.get_by_label(one).rect().top() < harness.get_by_label(other).rect().top()
    };
    assert!(
        above(&harness, "Plate archive", "Röntgen archive"),
        "by title at first"
    );
    harness
        .get_by_role_and_label(Role::ColumnHeader, "Received")
        .click();
    harness.run();
    assert!(
        above(&harness, "Röntgen archive", "Plate archive"),
        "most first"
    );
}

#[test]
fn the_counter_says_what_its_numbers_mean() {
    let mut harness = window(answered().0);
    harness.get_by_label("0 / 2 / 1: 2").hover();
    harness.run_steps(8);
    harness.get_by_label("to ask / asked / failed: datasets");
}

#[test]
fn an_empty_window_teaches_and_an_empty_search_helps() {
    let harness = window(opened());
    harness.get_by_label("Ask the whole Virtual Observatory");
    let (mut state, id) = crate::gui::testing::running();
    tell(&mut state, id, Happening::Ended(Ending::NothingToAsk));
    let harness = window(state);
    harness.get_by_label("Nothing found");
    harness.get_by_label("No service declares that it has such data");
}

#[test]
fn the_keys_lead_to_the_lists() {
    let mut harness = window(answered().0);
    for (key, tab) in [
        (Key::Num2, Tab::Services),
        (Key::Num3, Tab::Log),
        (Key::Num1, Tab::Datasets),
    ] {
        harness.key_press_modifiers(egui::Modifiers::COMMAND, key);
        harness.run();
        assert_eq!(harness.state().state.tab, tab);
    }
}

#[test]
fn the_help_fits_on_one_page_of_a_small_screen() {
    let mut state = answered().0;
    state.decide(Action::Window(WindowAction::Open(Dialog::Help)));
    let mut harness = window(state);
    harness.set_size(egui::vec2(1280.0, 800.0));
    harness.run();
    let last = harness
        .get_by_label("Services: what became of each, those that failed first; click to see why");
    let close = harness.get_by_role_and_label(Role::Button, "Close").rect();
    assert!(
        last.rect().height() > 50.0,
        "it can be seen: {:?}",
        last.rect()
    );
    assert!(
        last.rect().bottom() < close.top() - 20.0,
        "nothing is below the edge: {:?}, {close:?}",
        last.rect()
    );
}

#[test]
fn keys_with_shift_are_not_taken_for_those_without() {
    let mut state = answered().0;
    state.decide(Action::NamePath("/tmp/m16.vot".to_owned()));
    let mut harness = window(state);
    let keys = Action::SaveToPath.keys().unwrap();
    harness.key_press_modifiers(keys.modifiers, keys.logical_key);
    harness.run();
    let state = &harness.state().state;
    assert_eq!(
        state.saving,
        crate::gui::state::Saving::Writing(state.results()),
        "written to the path, no dialog"
    );
}

#[test]
fn the_details_are_put_away_by_keys_and_come_back() {
    let mut harness = window(answered().0);
    harness.get_by_label("Eagle in X-rays").click();
    harness.run();
    harness.get_by_label("Address");
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Num7);
    harness.run();
    assert!(harness.query_by_label("access_url").is_none(), "put away");
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Num7);
    harness.run();
    harness.get_by_label("Address");
}

#[test]
fn no_two_actions_have_the_same_keys() {
    let mut taken = Vec::new();
    for action in WITH_KEYS {
        let keys = action.keys().unwrap();
        assert!(!taken.contains(&keys), "{}: {keys:?}", action.name());
        taken.push(keys);
    }
}
