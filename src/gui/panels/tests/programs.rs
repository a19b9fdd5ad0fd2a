//! The other programs on the desk, by their accessible names.

use super::{window, *};
use crate::{
    domain::{angle::Position, ivoid::Ivoid},
    gui::{
        action::SampAction,
        testing::{client, registered, sent_to_topcat},
    },
    samp::{Answer, Heard, NamedPosition, PositionList, SendNews},
    worker::{Event, SampNews},
};
use std::sync::Arc;

fn programs(mut state: State) -> Harness<'static, Desk> {
    state.tab = Tab::Programs;
    window(state)
}

#[test]
fn the_menu_bar_says_who_is_there_and_leads_to_the_list() {
    let mut harness = window(opened());
    harness
        .get_by_role_and_label(Role::Button, "SAMP: no hub")
        .click();
    harness.run();
    assert_eq!(harness.state().state.tab, Tab::Programs);
    harness.get_by_label_contains("No SAMP hub is there");
    let topcat = client("c1", "TOPCAT", &["table.load.*"]);
    registered(&mut harness.state_mut().state, &[topcat]);
    harness.run();
    harness.get_by_role_and_label(Role::Button, "SAMP: TOPCAT");
    harness.get_by_label("takes tables, FITS tables");
}

#[test]
fn a_table_is_sent_to_one_program_from_the_menu() {
    let mut state = answered().0;
    let topcat = client("c1", "TOPCAT", &["table.load.votable"]);
    let aladin = client("c2", "Aladin", &["image.load.fits"]);
    registered(&mut state, &[topcat, aladin]);
    let mut harness = window(state);
    harness.get_by_role_and_label(Role::Button, "SAMP").click();
    harness.run();
    harness
        .get_by_role_and_label(Role::Button, "TOPCAT")
        .click();
    harness.run();
    harness
        .get_by_role_and_label(Role::MenuItem, "All datasets")
        .click();
    harness.run();
    let sent = harness.state().state.programs.latest().unwrap();
    assert_eq!(
        (sent.what.as_str(), sent.whom.as_str()),
        ("2 datasets", "TOPCAT")
    );
    harness.get_by_role_and_label(Role::Button, "SAMP").click();
    harness.run();
    harness.get_by_label("2 datasets to TOPCAT: being sent …");
}

#[test]
fn the_list_says_what_was_sent_and_what_was_answered() {
    let mut state = answered().0;
    sent_to_topcat(&mut state);
    let nr = state.programs.latest().unwrap().nr;
    let mut harness = programs(state);
    harness.get_by_label("2 datasets to all programs");
    harness.get_by_label("TOPCAT: no answer yet");
    let answer = Answer {
        client: "TOPCAT".to_owned(),
        heard: Heard::Refused("no memory".to_owned()),
    };
    let answered = SampNews::Send(nr, SendNews::Answered(answer));
    harness.state_mut().state.take_in(Event::Samp(answered));
    harness.run();
    let told = harness.query_all_by_label_contains("TOPCAT: no memory");
    assert_eq!(told.count(), 2, "in the notice and in the list");
}

#[test]
fn a_position_that_was_sent_is_picked_beside_space() {
    let mut state = opened();
    let list = PositionList {
        name: "targets".to_owned(),
        positions: vec![NamedPosition {
            name: Some("M 31".into()),
            position: Position::new(10.68, 41.27).unwrap(),
        }],
        ..PositionList::default()
    };
    let news = SampNews::Positions("TOPCAT".to_owned(), Arc::new(list));
    state.take_in(Event::Samp(news));
    let mut harness = window(state);
    harness
        .query_all_by_role_and_label(Role::Button, "Positions")
        .next()
        .unwrap()
        .click();
    harness.run();
    harness.get_by_label("M 31: 10.6800 +41.2700").click();
    harness.run();
    assert_eq!(harness.state().state.form.question.space, "10.68, 41.27 1");
}

#[test]
fn the_form_says_which_services_alone_are_asked_and_leads_back() {
    let mut state = answered().0;
    let plates = Ivoid::new("ivo://archive.example/1");
    state.decide(Action::Samp(SampAction::AskOnly([plates].into())));
    let mut harness = window(state);
    harness.get_by_label("Only this service: Plate archive");
    harness.get_by_label("Let the registry choose").click();
    harness.run();
    assert!(harness.state().state.form.question.services.is_empty());
    assert!(
        harness
            .query_by_label_contains("Only this service")
            .is_none()
    );
}
