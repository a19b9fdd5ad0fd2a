//! How events change the state.

use super::*;
use crate::{
    discovery::event::{Failure, Outcome, ServiceNr},
    gui::testing::{answered, datasets, planned, report, running, tell},
    samp::{Answer, Heard, SampError, SendNews},
    worker::{Command, SampNews, SendNr},
};
use std::sync::Arc;

#[test]
fn rows_show_while_the_search_runs() {
    let (mut state, id) = running();
    tell(&mut state, id, planned());
    tell(&mut state, id, Happening::Asking(ServiceNr(0)));
    let rows = Arc::new(datasets(&["one", "two"]));
    tell(&mut state, id, Happening::Rows(ServiceNr(0), rows));
    assert_eq!(state.n_found(), 2);
    assert!(state.is_searching(), "it has not ended");
}

#[test]
fn an_event_of_an_earlier_search_changes_nothing() {
    let (mut state, first) = running();
    tell(&mut state, first, Happening::Ended(Ending::Complete));
    state.decide(Action::Run);
    tell(&mut state, first, planned());
    assert!(state.record().unwrap().services().is_empty(), "it is late");
    tell(&mut state, first, Happening::Ended(Ending::Stopped));
    assert!(state.is_searching(), "the second one runs");
}

#[test]
fn a_stopped_search_keeps_what_it_found_and_has_nothing_to_ask() {
    let (mut state, id) = answered();
    state.decide(Action::Stop);
    tell(&mut state, id, Happening::Ended(Ending::Stopped));
    assert_eq!(state.search.as_ref().unwrap().stage, Stage::Ended);
    assert_eq!(state.record().unwrap().counts().to_string(), "0 / 2 / 1: 2");
    assert!(state.notices.is_empty(), "the status bar says it");
}

#[test]
fn a_search_that_asks_again_runs_on_and_keeps_what_it_had() {
    let (mut state, id) = answered();
    tell(&mut state, id, Happening::Ended(Ending::Complete));
    state.decide(Action::AskAllAgain);
    let second = ServiceNr(1);
    tell(&mut state, id, Happening::AskingAgain(vec![second]));
    assert_eq!(state.record().unwrap().counts().to_string(), "1 / 1 / 0: 2");
    tell(&mut state, id, Happening::Asking(second));
    assert_eq!(state.record().unwrap().message(), "Asking Plate archive …");
    let rows = Arc::new(datasets(&["three"]));
    tell(&mut state, id, Happening::Rows(second, rows));
    let good = report(Outcome::Ok, 1, 1, "");
    tell(&mut state, id, Happening::Finished(second, good));
    tell(&mut state, id, Happening::Ended(Ending::Complete));
    assert_eq!(state.search.as_ref().unwrap().stage, Stage::Ended);
    assert_eq!(state.record().unwrap().counts().to_string(), "0 / 2 / 0: 3");
    let why = Action::AskAllAgain.possible(&state).unwrap_err();
    assert_eq!(why, "Every service that was to be asked has answered");
}

#[test]
fn a_registry_that_fails_is_told_with_the_offer_to_try_again() {
    let (mut state, id) = running();
    let failure = Failure {
        sentence: "nothing answers there (connection refused): registry.example".to_owned(),
        details: "http://registry.example/tap/sync".to_owned(),
    };
    let ending = Ending::RegistryFailed(Arc::new(failure));
    tell(&mut state, id, Happening::Ended(ending));
    let notice = state.notices.first().unwrap();
    assert_eq!(
        notice.sentence,
        "The registry cannot be asked: nothing answers there (connection refused): registry.example"
    );
    assert_eq!(notice.details, "http://registry.example/tap/sync");
    assert_eq!(notice.offers, [Action::Run]);
}

#[test]
fn a_chosen_path_is_written_to_and_shown() {
    let (mut state, _) = answered();
    state.decide(Action::Save);
    assert_eq!(state.saving, Saving::Choosing);
    let effect = state.take_in(Event::PathChosen(Some(PathBuf::from("/tmp/a.vot"))));
    let Some(Effect::Send(Command::Save { existing, .. })) = effect else {
        panic!("got {effect:?}");
    };
    assert_eq!(existing, Existing::Replace, "the dialog has asked");
    assert_eq!(state.form.path, "/tmp/a.vot");
    assert_eq!(state.saving, Saving::Writing(state.results()));
}

#[test]
fn a_dialog_without_a_choice_leads_to_the_path_field() {
    let (mut state, _) = answered();
    state.decide(Action::Save);
    assert!(state.take_in(Event::PathChosen(None)).is_none(), "no file");
    assert_eq!(state.saving, Saving::Idle);
    let notice = state.notices.first().unwrap();
    assert!(notice.details.contains("type a path"), "{}", notice.details);
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_agreed_to() {
    let (mut state, _) = answered();
    let path = PathBuf::from("/data/m16.vot");
    state.take_in(Event::FileExists(path.clone()));
    let notice = state.notices.first().unwrap();
    assert_eq!(notice.sentence, "There is a file m16.vot already");
    assert_eq!(notice.offers, [Action::Replace(path.clone())]);
    let effect = state.decide(Action::Replace(path));
    assert!(
        matches!(
            effect,
            Some(Effect::Send(Command::Save {
                existing: Existing::Replace,
                ..
            }))
        ),
        "{effect:?}"
    );
    assert!(state.notices.is_empty(), "the question is answered");
}

#[test]
fn each_receiver_of_a_broadcast_is_heard() {
    let (mut state, _) = answered();
    state.decide(Action::Broadcast);
    state.take_in(Event::Samp(SampNews::Send(
        SendNr(0),
        SendNews::Sent {
            name: "vodiscover".to_owned(),
            to: vec!["TOPCAT".to_owned(), "Aladin".to_owned()],
        },
    )));
    assert_eq!(
        state.notices[0].sentence,
        "Sent to TOPCAT, Aladin (waiting for 2 answers)"
    );
    for (client, heard) in [
        ("TOPCAT", Heard::Loaded),
        ("Aladin", Heard::Refused("no memory".to_owned())),
    ] {
        let client = client.to_owned();
        state.take_in(Event::Samp(SampNews::Send(
            SendNr(0),
            SendNews::Answered(Answer { client, heard }),
        )));
    }
    let [notice] = state.notices.as_slice() else {
        panic!("one notice a topic: {:?}", state.notices);
    };
    assert_eq!(notice.sentence, "TOPCAT: loaded; Aladin: no memory");
    assert_eq!(notice.grade, Grade::Error);
}

#[test]
fn without_a_hub_it_says_so_and_offers_to_try_again() {
    let (mut state, _) = answered();
    state.decide(Action::Broadcast);
    state.take_in(Event::Samp(SampNews::NotSent(
        SendNr(0),
        SampError::NoHub("/home/x/.samp".to_owned()),
    )));
    let notice = &state.notices[0];
    assert!(
        notice.sentence.starts_with("No SAMP hub is running"),
        "{}",
        notice.sentence
    );
    assert_eq!(notice.offers, [Action::Broadcast]);
    assert!(Action::Broadcast.possible(&state).is_ok(), "try again");
}
