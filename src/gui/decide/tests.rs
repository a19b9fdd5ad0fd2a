//! What an action changes and asks for, without a window.

use super::*;
use crate::{
    discovery::{
        again::How,
        event::{Ending, Happening, ServiceNr},
    },
    domain::constraints::Question,
    gui::testing::{answered, cut_off, opened, running, tell},
    protocol::regtap::endpoints,
    worker::SampCommand,
};

#[test]
fn run_asks_for_the_question_in_the_form() {
    let mut state = opened();
    let effect = state.decide(Action::Run);
    let Some(Effect::Send(Command::Discover(id, _, search))) = effect else {
        panic!("got {effect:?}");
    };
    assert_eq!(id, RunId(1));
    assert_eq!(search.question, Question::example());
    assert_eq!(search.registry, "http://registry.example/tap");
    assert!(state.is_searching(), "it runs from the click on");
}

#[test]
fn those_given_stand_in_for_the_registry_that_was_given_and_the_public_ones_for_each_other() {
    let asked = |picked: Option<&str>| {
        let mut state = opened();
        state
            .form
            .take_fallbacks(vec!["http://second.example/tap".to_owned()]);
        if let Some(registry) = picked {
            state.decide(Action::UseRegistry(registry.to_owned()));
        }
        match state.decide(Action::Run) {
            Some(Effect::Send(Command::Discover(_, _, search))) => search.fallbacks,
            other => panic!("got {other:?}"),
        }
    };
    assert_eq!(asked(None), ["http://second.example/tap"]);
    assert_eq!(
        asked(Some(endpoints::USUAL)),
        endpoints::fallbacks(endpoints::USUAL)
    );
    assert_eq!(asked(Some("http://mine.example/tap")), [""; 0]);
}

#[test]
fn run_is_not_possible_while_a_search_runs_or_a_field_is_wrong() {
    let (mut state, id) = running();
    assert!(state.decide(Action::Run).is_none(), "one at a time");
    tell(&mut state, id, Happening::Ended(Ending::Complete));
    let mut question = Question::example();
    question.time = "yesterday".to_owned();
    assert!(
        state.decide(Action::Change(question)).is_none(),
        "it is typed"
    );
    assert!(state.decide(Action::Run).is_none(), "it is wrong");
    let why = Action::Run.possible(&state).unwrap_err();
    assert!(why.contains("yesterday"), "it says what is wrong: {why}");
}

#[test]
fn each_search_has_a_number_of_its_own() {
    let (mut state, first) = running();
    tell(&mut state, first, Happening::Ended(Ending::Complete));
    let effect = state.decide(Action::Run);
    let Some(Effect::Send(Command::Discover(second, ..))) = effect else {
        panic!("got {effect:?}");
    };
    assert!(second > first, "{second:?}");
}

#[test]
fn stop_shows_at_once_and_is_asked_for_once() {
    let (mut state, _) = running();
    let effect = state.decide(Action::Stop);
    assert!(
        matches!(effect, Some(Effect::Send(Command::Stop))),
        "{effect:?}"
    );
    assert_eq!(state.search.as_ref().unwrap().stage, Stage::Stopping);
    assert!(state.decide(Action::Stop).is_none(), "it is stopping");
}

#[test]
fn what_was_found_can_be_saved_and_sent_while_the_search_runs() {
    let (mut state, _) = answered();
    assert!(state.is_searching(), "it still runs");
    let effect = state.decide(Action::Broadcast);
    let Some(Effect::Send(Command::Samp(SampCommand::SendTable {
        record,
        rows: None,
        to: To::All,
        ..
    }))) = effect
    else {
        panic!("got {effect:?}");
    };
    assert_eq!(record.found().len(), 2);
    state.decide(Action::NamePath(" /tmp/m16.vot ".to_owned()));
    let effect = state.decide(Action::SaveToPath);
    let Some(Effect::Send(Command::Save { to, existing, .. })) = effect else {
        panic!("got {effect:?}");
    };
    assert_eq!(to, PathBuf::from("/tmp/m16.vot"));
    assert_eq!(existing, Existing::Keep, "the person is asked");
}

#[test]
fn nothing_can_be_saved_or_sent_before_the_first_search() {
    let mut state = opened();
    for action in [Action::Save, Action::SaveToPath, Action::Broadcast] {
        assert!(action.possible(&state).is_err(), "{action:?}");
        assert!(state.decide(action).is_none(), "it does nothing");
    }
}

#[test]
fn a_tilde_means_the_home_directory() {
    let in_home = std::env::home_dir().unwrap().join("m16.vot");
    assert_eq!(expand_home("~/m16.vot"), in_home);
    assert_eq!(expand_home("a~b"), PathBuf::from("a~b"));
}

#[test]
fn a_service_that_failed_is_asked_again_when_the_search_has_ended() {
    let (mut state, id) = answered();
    state.decide(Action::SelectService(ServiceNr(1)));
    let why = Action::AskAgain.possible(&state).unwrap_err();
    assert_eq!(why, "A search is running; stop it first");
    tell(&mut state, id, Happening::Ended(Ending::Complete));
    for action in [Action::AskAgain, Action::AskAllAgain] {
        let effect = state.decide(action);
        let Some(Effect::Send(Command::AskAgain(same, again))) = effect else {
            panic!("got {effect:?}");
        };
        assert_eq!(same, id, "the search goes on");
        assert_eq!(again.services(), [(ServiceNr(1), How::Whole)]);
        assert!(state.is_searching(), "from the click on");
        tell(&mut state, id, Happening::AskingAgain(vec![ServiceNr(1)]));
        tell(&mut state, id, Happening::Ended(Ending::Stopped));
    }
}

#[test]
fn what_cannot_be_asked_again_says_why() {
    let state = opened();
    let why = Action::AskAllAgain.possible(&state).unwrap_err();
    assert_eq!(why, "Run a search first");
    let (mut state, id) = answered();
    tell(&mut state, id, Happening::Ended(Ending::Complete));
    let check = |state: &State, action: Action, expected: &str| {
        let why = action.possible(state).unwrap_err();
        assert_eq!(why, expected, "{action:?}");
    };
    let first = "Select a service first, in the list Services";
    check(&state, Action::AskAgain, first);
    check(&state, Action::AskInParts, first);
    let none = "No service was cut off, or none that can be asked in parts";
    check(&state, Action::AskAllInParts, none);
    state.decide(Action::SelectService(ServiceNr(0)));
    let answered = "It has answered, and said that this is all";
    check(&state, Action::AskAgain, answered);
    check(&state, Action::AskForMore, "It was not cut off");
    state.decide(Action::SelectService(ServiceNr(2)));
    check(&state, Action::AskAgain, "It is left out");
}

#[test]
fn a_service_that_was_cut_off_is_asked_for_more_or_in_parts() {
    let (mut state, id) = cut_off();
    state.decide(Action::SelectService(ServiceNr(1)));
    for (action, expected) in [
        (Action::AskForMore, How::UpTo(200_000)),
        (Action::AskInParts, How::InParts),
        (Action::AskAllInParts, How::InParts),
    ] {
        let effect = state.decide(action);
        let Some(Effect::Send(Command::AskAgain(_, again))) = effect else {
            panic!("got {effect:?}");
        };
        assert_eq!(again.services(), [(ServiceNr(1), expected)]);
        tell(&mut state, id, Happening::AskingAgain(vec![ServiceNr(1)]));
        tell(&mut state, id, Happening::Ended(Ending::Stopped));
    }
}
