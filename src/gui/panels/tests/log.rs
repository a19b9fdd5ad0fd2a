//! The log, by its accessible names.

use super::{window, *};

#[test]
fn the_log_has_a_level_and_a_service_for_each_line_and_can_be_filtered() {
    let mut harness = window(State {
        tab: Tab::Log,
        ..answered().0
    });
    for text in [
        "error",
        "failed after 1.2 s: no answer within 20 s: archive.example",
    ] {
        harness.get_by_label(text);
    }
    harness
        .get_by_role_and_label(Role::RadioButton, "Errors")
        .click();
    harness.run();
    harness.get_by_label("Plate archive");
    assert!(harness.query_by_label("info").is_none(), "only what failed");
    harness
        .get_by_role_and_label(Role::RadioButton, "Everything")
        .click();
    harness.get_by_label("Filter the log").focus();
    harness.run();
    harness.get_by_label("Filter the log").type_text("röntgen");
    harness.run();
    assert!(harness.query_by_label("error").is_none(), "about another");
    harness.get_by_role_and_label(Role::ComboBox, "Service");
    harness.get_by_label("Copy lines");
}

/// A search of which the log holds this many lines more, the last of them with this text.
fn with_lines(n_lines: usize, last: &str, state: &mut State) {
    let record = &mut state.search.as_mut().unwrap().record;
    for nr in 1..n_lines {
        record.note(format!("line {nr}"));
    }
    record.note(last.to_owned());
}

#[test]
fn the_log_of_the_next_search_is_followed_and_nothing_in_it_is_chosen_yet() {
    let (mut state, id) = answered();
    tell(&mut state, id, Happening::Ended(Ending::Complete));
    with_lines(300, "the last of the first", &mut state);
    state.tab = Tab::Log;
    let mut harness = window(state);
    harness.get_by_label("the last of the first").click();
    harness.run();
    harness.key_press(Key::Home);
    harness.run();
    assert!(
        harness.query_by_label("the last of the first").is_none(),
        "its beginning is looked at"
    );
    let view = &mut harness.state_mut().view.lists.log;
    view.wanted.service = Some(ServiceNr(1));
    harness.run();
    let state = &mut harness.state_mut().state;
    state.decide(Action::Run);
    state.tab = Tab::Log;
    with_lines(300, "the last of the second", state);
    harness.run();
    harness.get_by_label("the last of the second");
    let desk = harness.state();
    assert_eq!(desk.view.lists.log.wanted.service, None, "it was another's");
    let n_selected = harness.query_all_by_role(Role::Cell);
    let n_selected = n_selected.filter(|cell| cell.accesskit_node().is_selected() == Some(true));
    assert_eq!(n_selected.count(), 0, "lines count anew");
}
