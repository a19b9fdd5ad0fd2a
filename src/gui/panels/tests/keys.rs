//! The window by keyboard alone.

use super::{window, *};
use crate::gui::action::{FormAction, FormMenu};

/// The name of what has the focus.
fn focused(harness: &Harness<'_, Desk>) -> String {
    let mut nodes = harness.root().children_recursive();
    let node = nodes.find(|node| node.accesskit_node().is_focused());
    node.and_then(|node| node.accesskit_node().label())
        .unwrap_or_default()
}

fn press(harness: &mut Harness<'_, Desk>, key: Key) -> String {
    harness.key_press(key);
    harness.run();
    focused(harness)
}

fn press_keys_of(harness: &mut Harness<'_, Desk>, action: &Action) -> String {
    let keys = action.keys().unwrap();
    harness.key_press_modifiers(keys.modifiers, keys.logical_key);
    harness.run();
    focused(harness)
}

#[test]
fn the_form_stands_from_top_to_bottom_and_nothing_in_it_lies_over_another() {
    let harness = window(opened());
    let rect = |role, name| harness.get_by_role_and_label(role, name).rect();
    let column = [
        rect(Role::Button, "Clear"),
        rect(Role::TextInput, "Space"),
        rect(Role::Button, "Bands"),
        rect(Role::TextInput, "Spectrum"),
        rect(Role::TextInput, "Time"),
        rect(Role::Button, "Images"),
        rect(Role::CheckBox, "Inclusive"),
        rect(Role::Button, "Settings…"),
        rect(Role::Button, "Run"),
        rect(Role::Button, "Broadcast"),
        rect(Role::TextInput, "Path to save to"),
    ];
    for pair in column.windows(2) {
        assert!(pair[0].bottom() <= pair[1].top(), "{pair:?}");
    }
}

#[test]
fn tab_goes_from_field_to_field_and_then_to_the_buttons() {
    let mut harness = window(opened());
    harness
        .get_by_role_and_label(Role::TextInput, "Space")
        .focus();
    harness.run();
    for name in [
        "Spectrum",
        "Time",
        "Bands",
        "Images",
        "Spectra",
        "Both",
        "Inclusive",
    ] {
        assert_eq!(press(&mut harness, Key::Tab), name);
    }
    for name in ["Settings…", "Run"] {
        assert_eq!(press(&mut harness, Key::Tab), name);
    }
}

#[test]
fn tab_reaches_every_part_of_the_window_and_comes_round() {
    let mut harness = window(answered().0);
    let first = press(&mut harness, Key::Tab);
    assert_eq!(first, "File");
    let mut seen = vec![first];
    for _ in 0..200 {
        let name = press(&mut harness, Key::Tab);
        assert!(!name.is_empty(), "the focus is lost after {seen:?}");
        if name == "File" {
            break;
        }
        seen.push(name);
    }
    for part in [
        "Space",
        "Stop",
        "Sky map",
        "Coverage plot",
        "Datasets",
        "Services",
        "Filter",
    ] {
        assert!(seen.iter().any(|name| name == part), "{part} in {seen:?}");
    }
    assert!(seen.len() < 100, "it comes round: {seen:?}");
}

#[test]
fn keys_lead_into_a_menu_along_it_and_back() {
    let mut harness = window(answered().0);
    assert_eq!(press(&mut harness, Key::F10), "File");
    assert_eq!(press(&mut harness, Key::Enter), "Save…");
    assert_eq!(
        press(&mut harness, Key::ArrowDown),
        "Save to the path typed"
    );
    assert_eq!(press(&mut harness, Key::ArrowUp), "Save…");
    assert_eq!(press(&mut harness, Key::Escape), "File");
    assert!(!egui::Popup::is_any_open(&harness.ctx), "closed");
}

#[test]
fn what_is_picked_from_a_menu_by_keys_is_done() {
    let mut state = opened();
    state.form.note_recent();
    let mut harness = window(state);
    press_keys_of(&mut harness, &Action::Form(FormAction::Clear));
    let recent = Action::Form(FormAction::Open(FormMenu::Recent));
    let first = press_keys_of(&mut harness, &recent);
    assert_eq!(first, "274.6880, -13.7920 1; 2; 1995-01-01 1995-12-31");
    assert_eq!(press(&mut harness, Key::Enter), "Recent questions");
    assert_eq!(harness.state().state.form.question.spectrum, "2");
    let bands = Action::Form(FormAction::Open(FormMenu::Bands));
    press_keys_of(&mut harness, &bands);
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().state.form.question.spectrum, "hard X-ray");
}

#[test]
fn the_menu_of_a_row_opens_by_keys_and_has_the_focus() {
    let mut harness = window(answered().0);
    harness.get_by_label("Eagle in X-rays").click();
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::SHIFT, Key::F10);
    harness.run();
    let first = focused(&harness);
    assert!(first.starts_with("Copy"), "{first}");
    press(&mut harness, Key::Escape);
    assert_eq!(press(&mut harness, Key::ArrowDown), "Datasets", "the table");
    assert_eq!(harness.state().state.selected, Selected::Dataset(1));
}
