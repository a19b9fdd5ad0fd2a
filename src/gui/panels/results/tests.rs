//! The table of datasets, by its accessible names.

use crate::{
    discovery::event::{Happening, ServiceNr},
    gui::{
        action::Action,
        panels::tests::{Desk, window},
        state::{Selected, State},
        testing::{datasets, planned, running, tell},
    },
    listing::{Direction, Field},
};
use eframe::egui::{Key, Modifiers, Role, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// A search that goes on, with datasets of these titles.
fn found(titles: &[&str]) -> State {
    let (mut state, id) = running();
    tell(&mut state, id, planned());
    add(&mut state, titles);
    state
}

fn add(state: &mut State, titles: &[&str]) {
    let id = state.search.as_ref().unwrap().id;
    let rows = Arc::new(datasets(titles));
    tell(state, id, Happening::Rows(ServiceNr(0), rows));
}

/// Draws until the thread has made the list that is wanted, of all that was found.
fn list(harness: &mut Harness<'_, Desk>) {
    let begun = Instant::now();
    loop {
        harness.step();
        let state = &harness.state().state;
        let table = &state.table;
        let n_found = table.listing.as_ref().map(|listing| listing.n_found);
        if table.listed == table.wanted && n_found.is_none_or(|n| n == state.n_found()) {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "it never comes");
    }
    harness.run_steps(2);
}

fn top(harness: &Harness<'_, Desk>, text: &str) -> f32 {
    harness.get_by_role_and_label(Role::Cell, text).rect().top()
}

fn type_filter(harness: &mut Harness<'_, Desk>, text: &str) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    harness.run_steps(2);
    harness.get_by_label("Filter").type_text(text);
    harness.run_steps(2);
    list(harness);
}

#[test]
fn a_filter_is_typed_and_cleared_by_the_keys() {
    let mut harness = window(found(&["Eagle", "Omega", "Eagle too"]));
    type_filter(&mut harness, "eagle");
    harness.get_by_label("2 of 3");
    assert!(harness.query_by_label("Omega").is_none(), "filtered out");
    assert!(!harness.state().state.shown.contains(1), "in all panels");
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    harness.get_by_label("Omega");
    assert!(harness.query_by_label("2 of 3").is_none(), "all are shown");
}

#[test]
fn what_is_wrong_with_a_filter_stands_under_it() {
    let mut harness = window(found(&["Eagle"]));
    type_filter(&mut harness, "camera = acs");
    harness.get_by_label(
        "At character 1: there is no column \"camera\"; put a text with such a sign in quotes to look for it",
    );
    harness.get_by_label("Eagle");
}

#[test]
fn a_filter_that_lets_nothing_through_can_be_cleared() {
    let mut harness = window(found(&["Eagle"]));
    type_filter(&mut harness, "omega");
    harness.get_by_label("The filter lets nothing through");
    // One is beside the field, the other where the rows would be.
    let buttons = harness.query_all_by_role_and_label(Role::Button, "Clear the filter");
    let lower = buttons.max_by(|one, other| one.rect().top().total_cmp(&other.rect().top()));
    lower.unwrap().click();
    harness.run_steps(3);
    harness.get_by_label("Eagle");
}

#[test]
fn in_a_narrow_window_the_groups_give_way_to_the_filter() {
    let mut harness = window(found(&["Eagle", "Omega"]));
    harness.get_by_label("Group by");
    harness.set_size(vec2(860.0, 560.0));
    harness.run();
    assert!(harness.query_by_label("Group by").is_none(), "no room");
    let field = harness.get_by_label("Filter").rect();
    let tab = harness.get_by_role_and_label(Role::Tab, "Log").rect();
    assert!(
        tab.right() < field.left() && field.right() < 860.0,
        "{field:?}"
    );
}

#[test]
fn heads_sort_and_rows_that_come_in_later_find_their_place() {
    let mut harness = window(found(&["b", "a", "d"]));
    harness
        .get_by_role_and_label(Role::ColumnHeader, "Title")
        .click();
    harness.run_steps(2);
    list(&mut harness);
    assert!(top(&harness, "a") < top(&harness, "b") && top(&harness, "b") < top(&harness, "d"));
    add(&mut harness.state_mut().state, &["c"]);
    list(&mut harness);
    assert!(top(&harness, "b") < top(&harness, "c") && top(&harness, "c") < top(&harness, "d"));
}

#[test]
fn selection_and_view_stay_with_their_rows_as_rows_stream_in() {
    let titles: Vec<String> = (0..500).map(|nr| format!("m{nr:03}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mut harness = window(found(&titles));
    harness
        .get_by_role_and_label(Role::ColumnHeader, "Title")
        .click();
    harness.run_steps(2);
    list(&mut harness);
    harness.get_by_label("m000").click();
    harness.run_steps(2);
    for _ in 0..10 {
        harness.key_press(Key::PageDown);
        harness.run_steps(2);
    }
    let Selected::Dataset(row) = harness.state().state.selected else {
        panic!("a dataset is selected");
    };
    let before = top(&harness, titles[row]);
    let earlier: Vec<String> = (0..300).map(|nr| format!("a{nr:03}")).collect();
    let earlier: Vec<&str> = earlier.iter().map(String::as_str).collect();
    add(&mut harness.state_mut().state, &earlier);
    list(&mut harness);
    assert_eq!(harness.state().state.table.place(row), Some(row + 300));
    assert_eq!(harness.state().state.selected, Selected::Dataset(row));
    assert!(
        (top(&harness, titles[row]) - before).abs() < 0.01,
        "it stays"
    );
}

#[test]
fn what_is_selected_elsewhere_comes_into_view() {
    let titles: Vec<String> = (0..500).map(|nr| format!("m{nr:03}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mut harness = window(found(&titles));
    assert!(harness.query_by_label("m400").is_none(), "far below");
    // What is done with the table itself does not matter.
    harness
        .get_by_role_and_label(Role::ColumnHeader, "Type")
        .focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    harness.run();
    harness.state_mut().state.decide(Action::SelectDataset(400));
    harness.run_steps(3);
    top(&harness, "m400");
}

#[test]
fn rows_are_selected_with_shift_and_control() {
    let mut harness = window(found(&["a", "b", "c", "d"]));
    let rows = |harness: &Harness<'_, Desk>| -> Vec<usize> {
        harness.state().state.selection.rows().iter().collect()
    };
    harness.get_by_label("a").click();
    harness.run();
    harness.get_by_label("c").click_modifiers(Modifiers::SHIFT);
    harness.run();
    assert_eq!(rows(&harness), [0, 1, 2]);
    harness
        .get_by_label("b")
        .click_modifiers(Modifiers::COMMAND);
    harness.run();
    assert_eq!(rows(&harness), [0, 2]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    assert_eq!(rows(&harness), [0, 1, 2, 3]);
}

#[test]
fn a_head_has_a_menu_that_hides_and_moves_its_column() {
    let mut harness = window(found(&["a"]));
    let left = |harness: &Harness<'_, Desk>, head: &str| {
        harness
            .get_by_role_and_label(Role::ColumnHeader, head)
            .rect()
            .left()
    };
    assert!(left(&harness, "Type") < left(&harness, "Wavelength"));
    harness
        .get_by_role_and_label(Role::ColumnHeader, "Type")
        .click_secondary();
    harness.run();
    harness.get_by_label("Move right").click();
    harness.run();
    assert!(left(&harness, "Type") > left(&harness, "Wavelength"));
    harness
        .get_by_role_and_label(Role::ColumnHeader, "Type")
        .click_secondary();
    harness.run();
    harness.get_by_label("Hide this column").click();
    harness.run();
    assert!(
        harness
            .query_by_role_and_label(Role::ColumnHeader, "Type")
            .is_none(),
        "it is hidden"
    );
}

#[test]
fn groups_have_counts_and_a_click_lists_one_of_them() {
    let mut harness = window(found(&["a", "b"]));
    harness
        .state_mut()
        .state
        .decide(Action::Table(crate::gui::action::TableAction::GroupBy(
            Some(crate::listing::Grouping::Service),
        )));
    list(&mut harness);
    harness.get_by_role_and_label(Role::Table, "Groups");
    let group = harness
        .query_all_by_label("Röntgen archive")
        .min_by(|one, other| one.rect().left().total_cmp(&other.rect().left()));
    group.unwrap().click();
    harness.run_steps(2);
    list(&mut harness);
    harness.get_by_label("2 of 2");
}

#[test]
fn a_cell_offers_to_filter_by_its_value() {
    let mut harness = window(found(&["Eagle", "Omega"]));
    harness.get_by_label("Omega").click_secondary();
    harness.run();
    harness.get_by_label("Filter by this value").click();
    harness.run_steps(2);
    list(&mut harness);
    assert_eq!(harness.state().state.table.filter, "title = Omega");
    harness.get_by_label("1 of 2");
}

#[test]
fn a_click_with_shift_on_a_head_sorts_by_it_too() {
    let mut harness = window(found(&["b", "a", "a"]));
    let head = |harness: &Harness<'_, Desk>, head: &str, modifiers: Modifiers| {
        harness
            .get_by_role_and_label(Role::ColumnHeader, head)
            .click_modifiers(modifiers);
    };
    head(&harness, "Title", Modifiers::NONE);
    harness.run_steps(2);
    head(&harness, "Time", Modifiers::SHIFT);
    harness.run_steps(2);
    list(&mut harness);
    let sort = |harness: &Harness<'_, Desk>| -> Vec<(Field, Direction)> {
        let keys = harness.state().state.table.sort.iter();
        keys.map(|key| (key.field, key.direction)).collect()
    };
    let both = [(Field::Title, Direction::Up), (Field::Time, Direction::Up)];
    assert_eq!(sort(&harness), both);
    head(&harness, "Title", Modifiers::SHIFT);
    harness.run_steps(2);
    list(&mut harness);
    let turned = [
        (Field::Title, Direction::Down),
        (Field::Time, Direction::Up),
    ];
    assert_eq!(sort(&harness), turned, "each keeps its place");
    assert!(
        top(&harness, "b")
            < harness
                .query_all_by_label("a")
                .map(|it| it.rect().top())
                .fold(f32::INFINITY, f32::min)
    );
    head(&harness, "Time", Modifiers::NONE);
    harness.run_steps(2);
    assert_eq!(sort(&harness), [(Field::Time, Direction::Up)], "alone");
}

#[test]
fn the_selected_rows_are_copied_by_the_keys() {
    let mut harness = window(found(&["a", "b", "c"]));
    harness.get_by_label("a").click();
    harness.run();
    harness
        .get_by_label("c")
        .click_modifiers(Modifiers::COMMAND);
    harness.run();
    harness.event(eframe::egui::Event::Copy);
    harness.run_steps(3);
    let copied = &harness.state().copied;
    let titles: Vec<&str> = copied
        .lines()
        .filter_map(|line| line.split('\t').next())
        .collect();
    assert_eq!(titles, ["Title", "a", "c"], "{copied}");
    let second = copied.lines().nth(1).unwrap();
    assert!(second.contains("\t400–700 nm\t1995-01-01"), "{second}");
}
