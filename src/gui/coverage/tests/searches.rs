//! One search after another in the plot.

use super::*;
use crate::{discovery::event::Ending, gui::action::Action};

#[test]
fn nothing_of_an_earlier_search_shows_in_the_next() {
    let mut harness = window(two());
    let id = harness.state().state.search.as_ref().unwrap().id;
    // Another plot is asked for, and a brush is drawn, just before the next search begins.
    let around = layout(&harness).plot;
    drag(&mut harness, around.min, around.max, Modifiers::SHIFT);
    let state = &mut harness.state_mut().state;
    tell(state, id, Happening::Ended(Ending::Complete));
    state.decide(Action::Run);
    assert!(state.is_searching(), "the next search");
    until(&mut harness, |desk| desk.view.plot.is_some());
    let plot = harness.state().view.plot.as_ref().unwrap();
    assert_eq!((plot.run == id, plot.counts.shown), (false, 0));
    assert_eq!(selected(&harness), [0; 0]);
    harness.get_by_label("Datasets show here as they come in");
}

#[test]
fn an_answer_about_an_earlier_search_is_passed_over() {
    let mut harness = window(two());
    let Desk { state, view, .. } = harness.state_mut();
    let id = state.search.as_ref().unwrap().id;
    let earlier = view.plot.as_ref().unwrap().as_ref().clone();
    tell(state, id, Happening::Ended(Ending::Complete));
    state.decide(Action::Run);
    let next = state.search.as_ref().unwrap().id;
    view.plot = None;
    let ctx = egui::Context::default();
    view.accept(&ctx, next, (earlier.clone(), None));
    assert!(view.plot.is_none(), "it is of the search before");
    view.accept(&ctx, id, (earlier, None));
    assert!(view.plot.is_some(), "it would be accepted there");
}
