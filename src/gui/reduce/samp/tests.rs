//! What other programs ask for, and what they answer.

use super::*;
use crate::{
    gui::{
        state::{Selected, programs::MOST_SENT},
        testing::{answered, client, opened, registered, sent_to_topcat},
    },
    samp::{Answer, Heard, NamedPosition, To},
    worker::{Command, Event, SampCommand},
};

fn hear(state: &mut State, news: SampNews) {
    assert!(state.take_in(Event::Samp(news)).is_none());
}

fn topcat() -> String {
    "TOPCAT".to_owned()
}

#[test]
fn a_row_that_another_program_highlights_is_selected_and_not_told_to_it_again() {
    let (mut state, id) = answered();
    sent_to_topcat(&mut state);
    state.tell_rows();
    hear(&mut state, SampNews::Row(topcat(), id, 1));
    assert_eq!(state.selected, Selected::Dataset(1));
    state.tell_rows();
    hear(&mut state, SampNews::Rows(topcat(), id, vec![0, 1, 7]));
    let rows: Vec<usize> = state.selection.rows().iter().collect();
    assert_eq!(rows, [0, 1], "there is no row 7");
    state.tell_rows();
    let samp = |command: &Command| matches!(command, Command::Samp(_));
    assert!(!state.form.errands.iter().any(samp), "no ping-pong");
    // What is done here then is told.
    state.decide(Action::SelectDataset(0));
    state.tell_rows();
    let told: Vec<&Command> = state.form.errands.iter().filter(|it| samp(it)).collect();
    assert!(
        matches!(
            told.as_slice(),
            [
                Command::Samp(SampCommand::Row(_, 0, To::All)),
                Command::Samp(SampCommand::Rows(..))
            ]
        ),
        "{told:?}"
    );
}

#[test]
fn programs_that_answer_the_same_are_told_together() {
    let of = |client: &str, heard| Answer {
        client: client.to_owned(),
        heard,
    };
    let refused = || Heard::Refused("Connection refused".to_owned());
    let answers = [
        of("TOPCAT", refused()),
        of("Aladin", Heard::Loaded),
        of("DS9", refused()),
    ];
    assert_eq!(
        in_words(&answers.map(|answer| (SystemTime::UNIX_EPOCH, answer))),
        "TOPCAT, DS9: Connection refused; Aladin: loaded"
    );
}

#[test]
fn rows_of_an_earlier_search_select_nothing() {
    let (mut state, _) = answered();
    let other = crate::discovery::event::RunId(999);
    hear(&mut state, SampNews::Row(topcat(), other, 1));
    hear(&mut state, SampNews::Rows(topcat(), other, vec![0]));
    assert_eq!(state.selected, Selected::Nothing);
    assert!(state.selection.is_empty());
}

#[test]
fn the_map_goes_where_another_program_points_and_the_place_can_be_searched() {
    let mut state = opened();
    let position = Position::new(10.68, 41.27).unwrap();
    hear(&mut state, SampNews::PointAt(topcat(), position));
    assert_eq!(state.sky_look().centre, position);
    assert!(state.sky_look().width <= AROUND);
    let notice = state.notices.last().unwrap().clone();
    assert_eq!(notice.sentence, "TOPCAT points at 10.6800 +41.2700");
    assert!(state.programs.pointed.is_some(), "the map marks it");
    state.decide(notice.offers[0].clone());
    assert_eq!(state.form.question.space, "10.68, 41.27 1");
    assert!(state.notices.is_empty() && state.programs.pointed.is_none());
}

#[test]
fn services_that_another_program_names_are_asked_where_that_is_agreed_to() {
    let mut state = opened();
    let ivoids = ["ivo://a.example/1", "ivo://a.example/2"].map(Ivoid::new);
    let list = ServiceList {
        name: Some("my archives".to_owned()),
        kind: Some("siap".to_owned()),
        ivoids: ivoids.to_vec(),
    };
    hear(&mut state, SampNews::Services(topcat(), list));
    let notice = state.notices.last().unwrap().clone();
    assert_eq!(
        notice.sentence,
        "TOPCAT names 2 services for images, my archives"
    );
    assert!(state.form.question.services.is_empty(), "not unasked");
    state.decide(notice.offers[0].clone());
    assert_eq!(state.form.question.services, ivoids);
    assert!(state.notices.is_empty(), "it is done");
}

#[test]
fn positions_are_kept_to_be_picked_and_outlast_a_run() {
    let mut state = opened();
    let at = |ra| NamedPosition {
        name: None,
        position: Position::new(ra, 0.0).unwrap(),
    };
    let list = PositionList {
        name: "targets".to_owned(),
        positions: vec![at(1.0), at(2.0)],
        n_without: 3,
        is_cut: false,
    };
    for _ in 0..20 {
        let list = Arc::new(list.clone());
        hear(&mut state, SampNews::Positions(topcat(), list));
    }
    assert_eq!(state.programs.lists.len(), 8, "they are bounded");
    assert_eq!(
        state.notices.last().unwrap().sentence,
        "TOPCAT sent 2 positions (targets); 3 rows without a position left out"
    );
    state.decide(Action::Run);
    assert_eq!(state.notices.len(), 1, "it is not of an earlier run");
}

#[test]
fn what_was_sent_is_kept_with_its_answers_within_bounds() {
    let (mut state, _) = answered();
    sent_to_topcat(&mut state);
    let nr = state.programs.latest().unwrap().nr;
    let answer = Answer {
        client: topcat(),
        heard: Heard::Refused("no memory".to_owned()),
    };
    let answered = SendNews::Answered(answer);
    hear(&mut state, SampNews::Send(nr, answered));
    let sent = state.programs.latest().unwrap();
    assert_eq!((sent.n_awaited(), sent.grade()), (0, Grade::Error));
    for _ in 0..2 * MOST_SENT {
        state.decide(Action::Samp(SampAction::SendTable(
            crate::gui::action::Part::All,
            To::All,
        )));
    }
    assert_eq!(state.programs.sent.len(), MOST_SENT);
    // What comes of one that is forgotten changes nothing.
    let late = SendNews::Sent {
        name: String::new(),
        to: Vec::new(),
    };
    hear(&mut state, SampNews::Send(nr, late));
}

#[test]
fn a_late_answer_of_an_earlier_sending_does_not_speak_of_the_latest() {
    let (mut state, _) = answered();
    sent_to_topcat(&mut state);
    let first = state.programs.latest().unwrap().nr;
    sent_to_topcat(&mut state);
    let answer = Answer {
        client: topcat(),
        heard: Heard::NoAnswer,
    };
    hear(
        &mut state,
        SampNews::Send(first, SendNews::Answered(answer)),
    );
    assert_eq!(
        state.notices[0].sentence,
        "Sent to TOPCAT (waiting for 1 answer)"
    );
    assert_eq!(state.programs.sent[0].n_awaited(), 0);
}

#[test]
fn a_hub_that_cannot_be_started_says_why() {
    let mut state = opened();
    state.decide(Action::Samp(SampAction::StartHub));
    let error = SampError::NoListener("no port".to_owned());
    hear(&mut state, SampNews::OwnHub(OwnHubNews::NotStarted(error)));
    assert_eq!(state.programs.own, OwnHub::None);
    assert_eq!(state.notices[0].grade, Grade::Error);
    state.decide(Action::Samp(SampAction::StartHub));
    hear(&mut state, SampNews::OwnHub(OwnHubNews::Started));
    assert_eq!(state.programs.own, OwnHub::Running);
}

#[test]
fn a_cut_out_that_is_not_sent_offers_the_whole() {
    let mut state = answered().0;
    registered(&mut state, &[client("c2", "Aladin", &["image.load.fits"])]);
    state.decide(Action::Samp(SampAction::SendCutout(Some(1), To::All)));
    let nr = state.programs.latest().unwrap().nr;
    let why = SampError::NotMade("nothing is there".to_owned());
    hear(&mut state, SampNews::NotSent(nr, why));
    let notice = state.notices.last().unwrap();
    let offers = [
        SampAction::SendImage(Some(1), To::All),
        SampAction::SendCutout(Some(1), To::All),
    ];
    assert_eq!(notice.offers, offers.map(Action::Samp));
}
