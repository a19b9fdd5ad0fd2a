//! The lines between the parts: drawn, moved by keys, kept in proportion.

use super::{Desk, window};
use crate::gui::{
    action::{Action, WindowAction},
    panes::Panes,
    testing::answered,
};
use eframe::egui::{Key, Rect, Vec2, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};

const SKY_AND_PLOT: &str = "Line between the sky map and the coverage plot";
const LISTS_AND_DETAILS: &str = "Line between the lists and the details";

fn line(harness: &Harness<'_, Desk>, name: &str) -> Rect {
    harness.get_by_label(name).rect()
}

fn drag(harness: &mut Harness<'_, Desk>, name: &str, way: Vec2) {
    let from = line(harness, name).center();
    harness.hover_at(from);
    harness.run_steps(2);
    harness.drag_at(from);
    harness.run_steps(2);
    harness.hover_at(from + way);
    harness.run_steps(2);
    harness.drop_at(from + way);
    harness.run_steps(2);
}

#[test]
fn a_line_that_is_drawn_stays_there_in_proportion() {
    let mut harness = window(answered().0);
    let form = line(&harness, "Line between the form and the results")
        .center()
        .x;
    let before = line(&harness, SKY_AND_PLOT).center().x;
    drag(&mut harness, SKY_AND_PLOT, Vec2::new(160.0, 0.0));
    let after = line(&harness, SKY_AND_PLOT).center().x;
    assert!((after - before - 160.0).abs() < 2.0, "{before} to {after}");
    harness.set_size(Vec2::new(1_200.0, 700.0));
    harness.run_steps(4);
    let narrow = line(&harness, SKY_AND_PLOT).center().x;
    let share = |x: f32, width: f32| (x - form) / (width - form);
    let (wide, narrow) = (share(after, 1_600.0), share(narrow, 1_200.0));
    assert!((wide - narrow).abs() < 0.01, "{wide} and {narrow}");
}

#[test]
fn a_line_is_moved_by_the_arrows_and_enter_puts_it_back() {
    let mut harness = window(answered().0);
    let before = line(&harness, LISTS_AND_DETAILS).center().y;
    harness.get_by_label(LISTS_AND_DETAILS).focus();
    harness.run_steps(2);
    for _ in 0..3 {
        harness.key_press(Key::ArrowUp);
        harness.run_steps(2);
    }
    let after = line(&harness, LISTS_AND_DETAILS).center().y;
    assert!((before - after - 48.0).abs() < 2.0, "{before} to {after}");
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    let back = line(&harness, LISTS_AND_DETAILS).center().y;
    assert!((before - back).abs() < 2.0, "{before} and {back}");
}

#[test]
fn a_line_stops_where_its_neighbours_need_the_room_and_the_usual_layout_comes_back() {
    let mut harness = window(answered().0);
    let usual = line(&harness, LISTS_AND_DETAILS).center().y;
    drag(&mut harness, LISTS_AND_DETAILS, Vec2::new(0.0, -700.0));
    let top = line(&harness, LISTS_AND_DETAILS).center().y;
    let pictures = line(&harness, "Line between the pictures and the lists")
        .center()
        .y;
    assert!(
        top - pictures >= 125.0,
        "the lists keep {} pt",
        top - pictures
    );
    harness
        .state_mut()
        .state
        .decide(Action::Window(WindowAction::UsualLayout));
    harness.run_steps(3);
    assert_eq!(harness.state().state.panes, Panes::default());
    assert!(
        (line(&harness, LISTS_AND_DETAILS).center().y - usual).abs() < 2.0,
        "as at first"
    );
}

#[test]
fn in_a_low_window_the_keyboard_reaches_the_end_of_a_menu() {
    let mut harness = window(answered().0);
    harness.set_size(Vec2::new(1_280.0, 400.0));
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Button, "View").click();
    harness.run_steps(4);
    let last = |harness: &Harness<'_, Desk>| harness.get_by_label_contains("Text size").rect();
    assert!(last(&harness).bottom() > 400.0, "it is not all there");
    for _ in 0..40 {
        if harness.get_by_label_contains("Text size").is_focused() {
            break;
        }
        harness.key_press(Key::ArrowDown);
        harness.run_steps(2);
    }
    harness.run_steps(30);
    let last = last(&harness);
    assert!(last.bottom() <= 400.0 && last.top() > 0.0, "{last}");
}
