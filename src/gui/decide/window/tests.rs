//! The rules of the window: it asks once before something is lost, and can save first.

use super::*;
use crate::{
    discovery::{
        event::{Ending, Happening, ServiceNr},
        export::{SaveError, Saved},
    },
    gui::{
        state::{OwnHub, Theme},
        testing::{answered, client, datasets, opened, registered, running, tell},
    },
    samp::Client,
    transfer::Wanted,
    worker::{Command, Event, Existing},
};
use std::{path::PathBuf, sync::Arc};

fn saved(state: &mut State) -> Option<Effect> {
    let path = PathBuf::from("/tmp/m16.vot");
    let rows = state.n_found();
    state.take_in(Event::Saved(Ok(Saved { path, rows })))
}

fn quit(state: &mut State) -> bool {
    matches!(state.decide(Action::Quit), Some(Effect::Close))
}

#[test]
fn a_window_in_which_nothing_would_be_lost_closes_at_once() {
    assert!(quit(&mut opened()), "nothing was asked");
    let (mut state, id) = running();
    tell(&mut state, id, Happening::Ended(Ending::Complete));
    assert!(quit(&mut state), "nothing was found");
}

#[test]
fn who_quits_during_a_run_is_asked_once() {
    let (mut state, _) = running();
    assert!(!quit(&mut state));
    assert_eq!(state.dialog, Some(Dialog::Quit));
    assert!(quit(&mut state), "who asks twice means it");
    let (mut state, _) = running();
    quit(&mut state);
    state.decide(Action::Window(WindowAction::Close));
    assert!(state.dialog.is_none() && state.is_searching(), "it goes on");
    assert!(!quit(&mut state), "and is asked anew");
}

#[test]
fn who_quits_while_a_file_is_fetched_is_asked() {
    let mut state = opened();
    let wanted = Wanted {
        url: "http://archive.example/m16.fits".to_owned(),
        media_type: None,
        title: "M16".to_owned(),
        folder: "/data".into(),
        cut: None,
    };
    state.transfers.add(wanted, String::new());
    assert!(!quit(&mut state));
    assert_eq!(state.reasons_to_stay(), ["A download is under way."]);
}

#[test]
fn who_quits_while_others_talk_through_our_hub_is_asked() {
    let mut state = opened();
    let (topcat, aladin) = (client("c2", "TOPCAT", &[]), client("c3", "Aladin", &[]));
    let hub = Client {
        is_hub: true,
        ..client("hub", "Hub", &[])
    };
    registered(&mut state, &[hub.clone(), topcat.clone(), aladin.clone()]);
    assert!(state.reasons_to_stay().is_empty(), "it is not our hub");
    state.programs.own = OwnHub::Running;
    assert_eq!(
        state.reasons_to_stay(),
        [
            "TOPCAT and Aladin talk with one another through the SAMP hub of this window, which ends with it."
        ]
    );
    registered(&mut state, &[hub, topcat]);
    assert!(state.reasons_to_stay().is_empty(), "it is alone");
}

#[test]
fn who_quits_hears_which_downloads_go_on_at_the_next_start() {
    let mut state = opened();
    state.transfers.are_remembered = true;
    let add = |state: &mut State, url: &str| {
        let wanted = Wanted {
            url: url.to_owned(),
            media_type: None,
            title: "M16".to_owned(),
            folder: "/data".into(),
            cut: None,
        };
        state.transfers.add(wanted, String::new());
        state.reasons_to_stay().join(" ")
    };
    assert_eq!(
        add(&mut state, "http://archive.example/1.fits"),
        "A download is under way. It can be gone on with at the next start."
    );
    assert_eq!(
        add(&mut state, "http://archive.example/2.fits"),
        "2 downloads are under way. They can be gone on with at the next start."
    );
    // The practice VO ends with the window.
    assert_eq!(
        add(&mut state, "http://127.0.0.1:4711/3.fits"),
        "3 downloads are under way. 2 of them can be gone on with at the next start."
    );
}

#[test]
fn results_count_as_saved_until_more_come() {
    let (mut state, id) = answered();
    tell(&mut state, id, Happening::Ended(Ending::Stopped));
    assert_eq!(
        state.reasons_to_stay(),
        ["2 datasets are not saved to a file."]
    );
    state.save(PathBuf::from("/tmp/m16.vot"), Existing::Replace);
    let more = Arc::new(datasets(&["a third"]));
    saved(&mut state);
    assert!(state.reasons_to_stay().is_empty());
    tell(&mut state, id, Happening::AskingAgain(vec![ServiceNr(1)]));
    tell(&mut state, id, Happening::Rows(ServiceNr(1), more));
    tell(&mut state, id, Happening::Ended(Ending::Stopped));
    assert_eq!(
        state.reasons_to_stay(),
        ["There is more than was saved: 3 datasets now."]
    );
}

#[test]
fn what_came_while_the_file_was_written_is_not_saved() {
    let (mut state, id) = answered();
    state.save(PathBuf::from("/tmp/m16.vot"), Existing::Replace);
    let more = Arc::new(datasets(&["a third"]));
    tell(&mut state, id, Happening::Rows(ServiceNr(0), more));
    tell(&mut state, id, Happening::Ended(Ending::Complete));
    saved(&mut state);
    assert_eq!(
        state.reasons_to_stay(),
        ["There is more than was saved: 3 datasets now."]
    );
}

#[test]
fn save_in_the_question_closes_the_window_when_the_file_is_written() {
    let (mut state, id) = answered();
    tell(&mut state, id, Happening::Ended(Ending::Complete));
    quit(&mut state);
    let effect = state.decide(Action::Window(WindowAction::SaveAndQuit));
    assert!(matches!(effect, Some(Effect::AskPath(_))), "{effect:?}");
    assert!(state.dialog.is_none());
    let path = PathBuf::from("/tmp/m16.vot");
    let effect = state.take_in(Event::PathChosen(Some(path)));
    assert!(
        matches!(effect, Some(Effect::Send(Command::Save { .. }))),
        "{effect:?}"
    );
    assert!(matches!(saved(&mut state), Some(Effect::Close)));
}

#[test]
fn a_file_that_is_not_written_keeps_the_window_open() {
    let begin = || {
        let (mut state, id) = answered();
        tell(&mut state, id, Happening::Ended(Ending::Complete));
        quit(&mut state);
        state.decide(Action::Window(WindowAction::SaveAndQuit));
        state
    };
    let mut state = begin();
    assert!(state.take_in(Event::PathChosen(None)).is_none());
    assert_eq!(state.leaving, Leaving::Not, "no file was chosen");
    let mut state = begin();
    state.take_in(Event::PathChosen(Some(PathBuf::from("/nowhere/m16.vot"))));
    let error = SaveError::NoFolder(PathBuf::from("/nowhere/m16.vot"));
    assert!(state.take_in(Event::Saved(Err(error))).is_none());
    assert_eq!(state.leaving, Leaving::Not);
    assert!(
        !state.reasons_to_stay().is_empty(),
        "and nothing counts as saved"
    );
}

#[test]
fn the_size_of_text_shows_at_once() {
    let mut state = opened();
    let effect = state.decide(Action::Window(WindowAction::Larger));
    assert!(matches!(effect, Some(Effect::ShowScale)));
    assert_eq!(state.scale.percent(), 110);
    assert!(
        Action::Window(WindowAction::UsualSize)
            .possible(&state)
            .is_ok()
    );
    state.decide(Action::Window(WindowAction::UsualSize));
    assert!(
        Action::Window(WindowAction::UsualSize)
            .possible(&state)
            .is_err()
    );
}

#[test]
fn defaults_are_the_registry_and_the_resolver_that_were_given() {
    let mut state = opened();
    let given = state.form.registry.clone();
    state.decide(Action::UseRegistry("http://mine.example/tap".to_owned()));
    let resolver = "http://mine.example/sesame".to_owned();
    state.decide(Action::Window(WindowAction::UseResolver(resolver.clone())));
    let settings = Settings {
        maxrec: 5,
        ..Settings::default()
    };
    state.decide(Action::Window(WindowAction::UseSettings(Box::new(
        settings,
    ))));
    assert_eq!(
        (state.form.resolver.as_str(), state.form.settings.maxrec),
        (resolver.as_str(), 5)
    );
    state.decide(Action::Window(WindowAction::UseDefaults));
    assert_eq!(state.form.registry, given);
    assert_eq!(state.form.resolver, crate::protocol::sesame::USUAL);
    assert_eq!(state.form.settings, Settings::default());
    assert_eq!(state.theme, Theme::System, "the looks stay");
}
