//! What a screen reader finds: a name and a role for whatever the keyboard can reach, in every part of the window.

use super::{window, *};
use crate::{
    gui::{
        action::{FormAction, FormMenu, TableAction, WindowAction},
        state::{Dialog, Grade, Notice, Topic},
    },
    listing::Grouping,
};
use eframe::egui::accesskit;

/// The nodes that the keyboard or a click can reach, by name and role; those without a name, or without a role of their
/// own, fail the test.
fn reachable(harness: &Harness<'_, Desk>, place: &str) -> Vec<String> {
    let nodes = harness.root().children_recursive();
    let reachable = nodes.filter(|node| {
        let data = node.accesskit_node().data().clone();
        data.supports_action(accesskit::Action::Focus)
    });
    let told = reachable.map(|node| {
        let node = node.accesskit_node();
        let (role, name) = (node.role(), node.label().unwrap_or_default());
        let bounds = node.bounding_box();
        assert!(
            !name.trim().is_empty(),
            "{place}: a {role:?} at {bounds:?} has no name"
        );
        assert!(
            !matches!(role, Role::Unknown | Role::GenericContainer),
            "{place}: {name} has no role"
        );
        format!("{name}, {role:?}")
    });
    told.collect()
}

/// A search that has ended, with something to tell in every panel.
fn rich() -> State {
    let (mut state, id) = answered();
    tell(&mut state, id, Happening::Ended(Ending::Complete));
    state.notify(Notice {
        topic: Topic::File,
        grade: Grade::Error,
        sentence: "The disk is full".to_owned(),
        details: "ENOSPC".to_owned(),
        offers: vec![Action::Save],
    });
    state.form.note_recent();
    state
}

#[test]
fn whatever_the_keyboard_reaches_has_a_name_and_a_role_in_every_list() {
    let expected = [
        (Tab::Datasets, "Filter, TextInput"),
        (Tab::Services, "Filter services, TextInput"),
        (Tab::Log, "Filter the log, TextInput"),
        (Tab::Downloads, "Downloads, Tab"),
        (Tab::Programs, "Start a hub, Button"),
    ];
    reachable(&window(opened()), "before a search");
    for (tab, among) in expected {
        let harness = window(State { tab, ..rich() });
        let found = reachable(&harness, &format!("{tab:?}"));
        for one in [
            among,
            "Space, TextInput",
            "Run, Button",
            "File, Button",
            "Sky map, Canvas",
        ] {
            assert!(found.iter().any(|it| it == one), "{one} in {found:#?}");
        }
    }
}

#[test]
fn whatever_the_keyboard_reaches_has_a_name_and_a_role_in_the_details() {
    for action in [
        Action::SelectDataset(0),
        Action::SelectService(ServiceNr(1)),
        Action::SelectLine(0),
        Action::Table(TableAction::SelectAll),
        Action::Table(TableAction::GroupBy(Some(Grouping::Service))),
    ] {
        let mut state = rich();
        let place = format!("{action:?}");
        state.decide(action);
        let found = reachable(&window(state), &place);
        assert!(
            found.iter().any(|it| it == "Dismiss, Button"),
            "{place}: {found:?}"
        );
    }
}

#[test]
fn whatever_the_keyboard_reaches_has_a_name_and_a_role_in_the_dialogs() {
    for (dialog, name) in [
        (Dialog::Settings, "Settings"),
        (Dialog::Help, "Help"),
        (Dialog::About, "About vodiscover"),
        (Dialog::Quit, "Quit?"),
    ] {
        let mut state = rich();
        state.decide(Action::Window(WindowAction::Open(dialog)));
        let harness = window(state);
        reachable(&harness, &format!("{dialog:?}"));
        assert_eq!(harness.query_all_by_role(Role::Dialog).count(), 1);
        harness.get_by_role_and_label(Role::Dialog, name);
    }
}

#[test]
fn whatever_the_keyboard_reaches_has_a_name_and_a_role_in_the_menus() {
    for menu in ["File", "Search", "View", "Table", "SAMP", "Help"] {
        let mut harness = window(rich());
        harness.get_by_role_and_label(Role::Button, menu).click();
        harness.run();
        let found = reachable(&harness, menu);
        let n_entries = found.iter().filter(|it| it.ends_with("MenuItem")).count();
        assert!(n_entries > 0, "{menu}: {found:?}");
    }
    for menu in [FormMenu::Bands, FormMenu::Recent] {
        let mut harness = window(rich());
        harness.state_mut().state.form.undo = crate::gui::state::Undo::Nothing;
        harness.key_press_modifiers(
            Action::Form(FormAction::Open(menu))
                .keys()
                .unwrap()
                .modifiers,
            Action::Form(FormAction::Open(menu))
                .keys()
                .unwrap()
                .logical_key,
        );
        harness.run();
        assert!(
            egui::Popup::is_any_open(&harness.ctx),
            "{menu:?} opens by its keys"
        );
        reachable(&harness, &format!("{menu:?}"));
    }
}

#[test]
fn an_entry_and_a_button_of_one_action_tell_its_keys_and_why_it_is_not_possible() {
    let mut harness = window(opened());
    harness.get_by_role_and_label(Role::Button, "File").click();
    harness.run();
    for role in [Role::Button, Role::MenuItem] {
        let node = harness.get_by_role_and_label(role, "Save…");
        let node = node.accesskit_node();
        assert!(node.is_disabled(), "{role:?}");
        assert_eq!(node.description().as_deref(), Some("Run a search first"));
        assert_eq!(node.data().keyboard_shortcut(), Some("Ctrl+S"));
    }
    let settings = harness.get_by_role_and_label(Role::MenuItem, "Settings…");
    let described = settings.accesskit_node().description();
    let help = "Registry, name resolver, time-outs and how much is asked";
    assert_eq!(described.as_deref(), Some(help));
}
