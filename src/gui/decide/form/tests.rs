//! The rules of the form: names are looked up, runs wait for them, what is cleared comes back.

use super::*;
use crate::{
    discovery::{
        event::{Ending, Failure, Happening, RunId},
        naming::NotResolved,
        preview::Preview,
    },
    domain::{
        angle::Position,
        constraints::Meaning,
        object::{Named, Resolved},
    },
    gui::{
        action::WindowAction,
        state::{Foreseen, MOST_RECENT},
        testing::{opened, running, tell},
    },
    worker::{Command, Event},
};

fn asking(space: &str) -> Question {
    Question {
        space: space.to_owned(),
        ..Question::default()
    }
}

fn resolved(asked: &str) -> Resolved {
    Resolved {
        asked: asked.to_owned(),
        object: "M 16".to_owned(),
        position: Position::new(274.7, -13.806_667).unwrap(),
        source: "SIMBAD".to_owned(),
    }
}

/// What the form wants of the worker, and for which names.
fn errands(state: &mut State) -> Vec<String> {
    let errands = state.form.errands.drain(..);
    let in_words = |command: Command| match command {
        Command::LookUp(asked) => {
            format!("look up {} after {:?}", asked.named.name, asked.wait)
        }
        Command::LeaveName => "leave the name".to_owned(),
        Command::Foresee(nr, search, wait) => {
            format!(
                "foresee {nr}, {}, after {wait:?}",
                search.question.in_one_line()
            )
        }
        Command::LeavePreview => "leave the preview".to_owned(),
        other => panic!("got {other:?}"),
    };
    errands.map(in_words).collect()
}

fn answer(state: &mut State, text: &str, answer: Result<Resolved, NotResolved>) -> Option<Effect> {
    let named = Named::parse(text).unwrap();
    state.take_in(Event::Resolved(named, Box::new(answer)))
}

#[test]
fn a_name_is_looked_up_when_typing_stops_and_shown_with_its_position() {
    let mut state = opened();
    state.decide(Action::Change(asking("M1")));
    state.decide(Action::Change(asking("M16 1")));
    assert_eq!(
        errands(&mut state),
        ["look up M1 after 400ms", "look up M16 after 400ms"],
        "the worker drops the older, and the registry is not asked yet"
    );
    let looking = "looking up where M16 is …";
    assert_eq!(state.form.space, Meaning::Understood(looking.to_owned()));
    assert!(answer(&mut state, "M1", Ok(resolved("M1"))).is_none());
    assert_eq!(state.form.space.text(), looking, "it came too late");
    assert!(answer(&mut state, "M16 1", Ok(resolved("M16"))).is_none());
    let shown = "M 16: 18 18 48.0 -13 48 24 (SIMBAD), within 1 deg";
    assert_eq!(state.form.space.text(), shown);
    assert_eq!(errands(&mut state), ["foresee 1, M16 1, after 600ms"]);
    state.decide(Action::Change(asking("M16 2")));
    assert!(state.form.parsed.is_ok(), "where it is, is known by now");
    assert_eq!(errands(&mut state), ["foresee 2, M16 2, after 600ms"]);
    state.decide(Action::Change(asking("10 20 1")));
    assert_eq!(
        errands(&mut state),
        ["foresee 3, 10 20 1, after 600ms"],
        "nothing to look up"
    );
}

#[test]
fn a_name_that_nobody_knows_is_said_and_not_asked_for_again_by_itself() {
    let mut state = opened();
    state.decide(Action::Change(asking("M1667")));
    let why = NotResolved::Unknown {
        name: "M1667".to_owned(),
    };
    answer(&mut state, "M1667", Err(why));
    assert!(
        matches!(&state.form.space, Meaning::Wrong(text) if text.contains("no catalogue knows"))
    );
    errands(&mut state);
    let mut other = asking("M1667");
    other.inclusive = true;
    state.decide(Action::Change(other));
    assert_eq!(errands(&mut state), [""; 0], "another field was changed");
    state.decide(Action::Run);
    assert_eq!(
        errands(&mut state),
        ["look up M1667 after 0ns"],
        "who presses Run wants it"
    );
}

#[test]
fn another_resolver_is_asked_for_a_name_that_the_first_could_not_tell_of() {
    let mut state = opened();
    state.decide(Action::Change(asking("M16")));
    let failure = Failure {
        sentence: "no such host".to_owned(),
        details: String::new(),
    };
    answer(&mut state, "M16", Err(NotResolved::NoAnswer(failure)));
    errands(&mut state);
    let resolver = "http://mine.example/sesame".to_owned();
    state.decide(Action::Window(WindowAction::UseResolver(resolver)));
    assert_eq!(errands(&mut state), ["look up M16 after 400ms"]);
}

#[test]
fn a_run_that_waits_for_a_name_goes_on_waiting_when_another_resolver_is_asked() {
    let mut state = opened();
    state.decide(Action::Change(asking("M16 1")));
    assert!(state.decide(Action::Run).is_none(), "the name comes first");
    errands(&mut state);
    let elsewhere = "http://resolver.example/sesame".to_owned();
    state.decide(Action::Window(WindowAction::UseResolver(elsewhere)));
    assert_eq!(errands(&mut state), ["look up M16 after 0ns"]);
    let why = Action::Run.possible(&state).unwrap_err();
    assert_eq!(why, "Where M16 is, is being looked up", "it still waits");
    let effect = answer(&mut state, "M16 1", Ok(resolved("M16")));
    assert!(
        matches!(effect, Some(Effect::Send(Command::Discover(..)))),
        "{effect:?}"
    );
}

#[test]
fn run_looks_a_name_up_first_and_then_runs() {
    let mut state = opened();
    state.decide(Action::Change(asking("M16")));
    errands(&mut state);
    assert!(state.decide(Action::Run).is_none());
    assert_eq!(errands(&mut state), ["look up M16 after 0ns"]);
    let why = Action::Run.possible(&state).unwrap_err();
    assert_eq!(why, "Where M16 is, is being looked up");
    let effect = answer(&mut state, "M16", Ok(resolved("M16")));
    let Some(Effect::Send(Command::Discover(_, _, search))) = effect else {
        panic!("got {effect:?}");
    };
    assert_eq!(
        search.question.resolved,
        Some(resolved("M16")),
        "it goes with the search"
    );
    assert!(search.constraints.space.is_some());
    assert!(state.is_searching());
}

#[test]
fn escape_breaks_a_look_up_off() {
    let mut state = opened();
    let leave = || Action::Form(FormAction::LeaveOff);
    assert!(leave().possible(&state).is_err(), "nothing is looked up");
    state.decide(Action::Change(asking("M16")));
    state.decide(Action::Run);
    errands(&mut state);
    state.decide(leave());
    assert_eq!(errands(&mut state), ["leave the name"]);
    let effect = answer(&mut state, "M16", Ok(resolved("M16")));
    assert!(
        effect.is_none() && !state.is_searching(),
        "it came too late"
    );
    assert!(
        state
            .form
            .space
            .text()
            .ends_with("Run looks up where it is")
    );
}

#[test]
fn the_preview_of_the_latest_question_counts() {
    let mut state = opened();
    state.decide(Action::Change(asking("10 20 1")));
    state.decide(Action::Change(asking("10 20 2")));
    let preview = |to_ask| Preview {
        to_ask,
        listed: Some(60),
        undeclared: 7,
    };
    state.take_in(Event::Foreseen(1, Ok(preview(1))));
    assert_eq!(state.form.foreseen, Foreseen::Asking, "of the one before");
    state.take_in(Event::Foreseen(2, Ok(preview(2))));
    assert_eq!(state.form.foreseen, Foreseen::Known(preview(2)));
    state.decide(Action::Change(asking("10 20")));
    assert_eq!(state.form.foreseen, Foreseen::Nothing, "it cannot be asked");
    state.decide(Action::Change(asking("10 20 3")));
    let failure = Failure {
        sentence: "no such host".to_owned(),
        details: String::new(),
    };
    state.take_in(Event::Foreseen(3, Err(failure)));
    assert_eq!(
        state.form.foreseen,
        Foreseen::Unknown("no such host".to_owned())
    );
    assert!(state.notices.is_empty(), "it is no reason for a notice");
}

#[test]
fn while_a_search_runs_the_registry_is_left_alone() {
    let (mut state, id) = running();
    errands(&mut state);
    state.decide(Action::Change(asking("10 20 1")));
    assert_eq!(errands(&mut state), [""; 0]);
    tell(&mut state, id, Happening::Ended(Ending::Stopped));
    assert_eq!(errands(&mut state), ["foresee 1, 10 20 1, after 600ms"]);
}

#[test]
fn recent_questions_are_kept_once_each_the_newest_first() {
    let mut state = opened();
    let run = |state: &mut State, space: &str| {
        state.decide(Action::Change(asking(space)));
        state.decide(Action::Run);
        tell(
            state,
            RunId(state.next_run.0 - 1),
            Happening::Ended(Ending::Complete),
        );
    };
    for nr in 0..30 {
        run(&mut state, &format!("{nr} 20 1"));
    }
    assert_eq!(state.form.recent.len(), MOST_RECENT);
    run(&mut state, "25 20 1");
    let spaces: Vec<&str> = state
        .form
        .recent
        .iter()
        .map(|it| it.space.as_str())
        .collect();
    assert_eq!(spaces[..3], ["25 20 1", "29 20 1", "28 20 1"]);
    assert_eq!(spaces.len(), MOST_RECENT, "none is there twice");
    state.decide(Action::Form(FormAction::Pick(1)));
    assert_eq!(state.form.question.space, "29 20 1");
    state.decide(Action::Form(FormAction::ClearRecent));
    assert!(state.form.recent.is_empty());
    state.decide(Action::Form(FormAction::Undo));
    assert_eq!(state.form.recent.len(), MOST_RECENT, "and back");
}

#[test]
fn what_is_cleared_comes_back_until_something_else_is_typed() {
    let mut state = opened();
    let undo = || Action::Form(FormAction::Undo);
    assert!(undo().possible(&state).is_err());
    state.decide(Action::Form(FormAction::Clear));
    assert_eq!(state.form.question.in_one_line(), "");
    let notice = state.notices.last().unwrap();
    assert_eq!(notice.offers, [undo()]);
    state.decide(undo());
    assert_eq!(state.form.question, Question::example());
    assert!(state.notices.is_empty(), "the notice goes with it");
    state.decide(Action::Form(FormAction::Clear));
    state.decide(Action::Change(asking("10 20 1")));
    assert!(
        undo().possible(&state).is_err(),
        "it would lose what was typed"
    );
}

#[test]
fn a_band_takes_the_place_of_what_stands_in_the_field() {
    let mut state = opened();
    state.decide(Action::Form(FormAction::UseBand("soft X-ray")));
    assert_eq!(state.form.question.spectrum, "soft X-ray");
    assert!(state.form.parsed.is_ok());
}
