//! Datasets that are dragged onto other programs.

use super::{window, *};
use crate::{
    discovery::event::RunId,
    domain::row_set::RowSet,
    gui::{
        selection::Combine,
        testing::{client, registered},
    },
    samp::Client,
};
use eframe::egui::{Event, PointerButton, Pos2, Vec2};
use std::sync::Arc;

fn desk(clients: &[Client]) -> (Harness<'static, Desk>, RunId) {
    let (mut state, id) = answered();
    registered(&mut state, clients);
    (window(state), id)
}

fn topcat() -> Client {
    client("c1", "TOPCAT", &["table.load.votable"])
}

/// Takes a dataset up by its title, and carries it there, without letting go.
fn carry(harness: &mut Harness<'_, Desk>, title: &str, to: Pos2) {
    let from = harness.get_by_role_and_label(Role::Cell, title).rect();
    let from = from.left_center() + Vec2::new(20.0, 0.0);
    harness.hover_at(from);
    harness.run_steps(2);
    harness.drag_at(from);
    harness.run_steps(2);
    for way in [0.1, 0.5, 1.0] {
        harness.hover_at(from + (to - from) * way);
        harness.run_steps(2);
    }
}

fn status(harness: &Harness<'_, Desk>) -> Pos2 {
    let button = harness.get_by_role_and_label(Role::Button, "SAMP: TOPCAT");
    button.rect().center()
}

/// What was sent to whom.
fn sent(harness: &Harness<'_, Desk>) -> Vec<(String, String)> {
    let sent = harness.state().state.programs.sent.iter();
    sent.map(|sent| (sent.what.clone(), sent.whom.clone()))
        .collect()
}

fn one(what: &str, whom: &str) -> Vec<(String, String)> {
    vec![(what.to_owned(), whom.to_owned())]
}

#[test]
fn a_row_that_is_dragged_onto_the_menu_bar_goes_to_all() {
    let (mut harness, _) = desk(&[topcat()]);
    let to = status(&harness);
    carry(&mut harness, "Eagle, second exposure", to);
    assert!(sent(&harness).is_empty(), "not before it is let go");
    harness.drop_at(to);
    harness.run();
    assert_eq!(sent(&harness), one("1 selected dataset", "all programs"));
    assert_eq!(harness.state().state.selected, Selected::Dataset(1));
}

#[test]
fn all_that_are_selected_go_together_and_a_tab_opens_on_the_way() {
    let (mut harness, id) = desk(&[topcat()]);
    let both = Arc::new(RowSet::from_iter([0, 1]));
    let select = Action::SelectRows(id, both, Combine::Replace);
    harness.state_mut().state.decide(select);
    harness.run();
    let tab = harness.get_by_role_and_label(Role::Tab, "Programs").rect();
    carry(&mut harness, "Eagle in X-rays", tab.center());
    assert_eq!(harness.state().state.tab, Tab::Datasets, "not at once");
    // A frame in a test is a quarter of a second.
    harness.run_steps(4);
    assert_eq!(harness.state().state.tab, Tab::Programs);
    let to = harness.get_by_label("takes tables").rect().center();
    harness.hover_at(to);
    harness.run_steps(2);
    harness.drop_at(to);
    harness.run();
    assert_eq!(sent(&harness), one("2 selected datasets", "TOPCAT"));
}

#[test]
fn what_is_dropped_elsewhere_or_given_up_by_escape_goes_nowhere() {
    let (mut harness, _) = desk(&[topcat()]);
    let to = status(&harness);
    carry(&mut harness, "Eagle in X-rays", to + Vec2::new(0.0, 300.0));
    harness.drop_at(to + Vec2::new(0.0, 300.0));
    harness.run();
    carry(&mut harness, "Eagle in X-rays", to);
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    harness.drop_at(to);
    harness.run();
    assert!(sent(&harness).is_empty(), "{:?}", sent(&harness));
    let state = &harness.state().state;
    assert_eq!(state.selected, Selected::Nothing, "nothing was clicked");
}

#[test]
fn a_hand_that_trembles_still_clicks_and_another_button_drags_nothing() {
    let (mut harness, _) = desk(&[topcat()]);
    let cell = harness.get_by_role_and_label(Role::Cell, "Eagle in X-rays");
    let at = cell.rect().center();
    harness.hover_at(at);
    harness.run_steps(2);
    harness.drag_at(at);
    harness.run_steps(1);
    harness.hover_at(at + Vec2::new(3.0, 1.0));
    harness.run_steps(1);
    harness.drop_at(at + Vec2::new(3.0, 1.0));
    harness.run();
    assert_eq!(harness.state().state.selected, Selected::Dataset(0));
    let to = status(&harness);
    for (pos, pressed) in [(at, true), (to, false)] {
        harness.hover_at(pos);
        harness.run_steps(2);
        harness.event(Event::PointerButton {
            pos,
            button: PointerButton::Middle,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        harness.run_steps(2);
    }
    assert!(sent(&harness).is_empty(), "{:?}", sent(&harness));
}

#[test]
fn nothing_goes_to_a_program_that_does_not_take_it() {
    let ds9 = client("c2", "SAOImage DS9", &["image.load.fits"]);
    let (mut harness, id) = desk(&[ds9]);
    harness.state_mut().state.tab = Tab::Datasets;
    let both = Arc::new(RowSet::from_iter([0, 1]));
    let select = Action::SelectRows(id, both, Combine::Replace);
    harness.state_mut().state.decide(select);
    harness.run();
    let button = harness.get_by_role_and_label(Role::Button, "SAMP: SAOImage DS9");
    let to = button.rect().center();
    carry(&mut harness, "Eagle in X-rays", to);
    harness.drop_at(to);
    harness.run();
    assert!(sent(&harness).is_empty(), "two datasets are no image");
    let alone = Arc::new(RowSet::from_iter([0]));
    let select = Action::SelectRows(id, alone, Combine::Replace);
    harness.state_mut().state.decide(select);
    harness.run();
    carry(&mut harness, "Eagle in X-rays", to);
    harness.drop_at(to);
    harness.run();
    let image = one("Image Eagle in X-rays", "all programs");
    assert_eq!(sent(&harness), image, "one goes as an image");
}
