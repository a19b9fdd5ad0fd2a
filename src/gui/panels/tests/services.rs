//! The services, the links and the downloads, by their accessible names.

use super::{window, *};
use crate::{
    discovery::event::{Failure, Outcome},
    domain::{
        dataset::{Datasets, DatasetsBuilder},
        obscore::ObsColumn,
        service::Protocol,
    },
    gui::{
        action::TransferAction,
        decide::Effect,
        state::transfers::{Finding, Stage},
        testing::running,
    },
    protocol::datalink::{Auth, Document, Link, Semantics, Target},
    transfer::{Done, Picture, Progress},
    worker::{Command, DownloadId, Event, LookNr, TransferCommand, TransferNews},
};
use std::{path::PathBuf, sync::Arc};

fn services(state: State) -> Harness<'static, Desk> {
    window(State {
        tab: Tab::Services,
        ..state
    })
}

#[test]
fn the_summary_shows_only_what_is_clicked() {
    let mut harness = services(answered().0);
    for (chip, text) in [
        ("All", "All 3"),
        ("Ok", "Ok 1"),
        ("Failed", "Failed 1"),
        ("Not asked", "Not asked 1"),
        ("ObsCore", "ObsCore: 1 asked, 2 datasets"),
        ("SIA2", "SIA2: 1 asked, 1 failed, 0 datasets"),
    ] {
        let chip = harness.get_by_role_and_label(Role::RadioButton, chip);
        assert_eq!(chip.accesskit_node().description().as_deref(), Some(text));
    }
    harness
        .get_by_role_and_label(Role::RadioButton, "Failed")
        .click();
    harness.run();
    harness.get_by_label("Plate archive");
    assert!(
        harness.query_by_label("Röntgen archive").is_none(),
        "it did not fail"
    );
    harness
        .get_by_role_and_label(Role::RadioButton, "All")
        .click();
    harness
        .get_by_role_and_label(Role::RadioButton, "ObsCore")
        .click();
    harness.run();
    harness.get_by_label("Röntgen archive");
    assert!(
        harness.query_by_label("Plate archive").is_none(),
        "another protocol"
    );
    assert_eq!(
        harness.state().view.lists.services.choice.protocol,
        Some(Protocol::ObsCore)
    );
}

#[test]
fn words_filter_the_services() {
    let mut harness = services(answered().0);
    harness.get_by_label("Filter services").focus();
    harness.run();
    harness
        .get_by_label("Filter services")
        .type_text("no answer");
    harness.run();
    harness.get_by_label("Plate archive");
    assert!(
        harness.query_by_label("Röntgen archive").is_none(),
        "other words"
    );
}

#[test]
fn a_service_that_failed_shows_the_request_and_what_came_back() {
    let mut harness = services(answered().0);
    harness.get_by_label("Plate archive").click();
    harness.run();
    harness.get_by_label("curl -sSL 'http://archive.example/0?REQUEST=queryData'");
    harness.get_by_label("<html>We have moved");
    for button in [
        "Copy as curl",
        "Copy IVOID",
        "Open registry record",
        "Copy request",
    ] {
        harness.get_by_label(button);
    }
    let action = Action::Service(ServiceAction::OpenRecord(ServiceNr(1)));
    let effect = harness.state_mut().state.decide(action);
    assert!(
        matches!(&effect, Some(Effect::Open(url)) if url == "https://dc.g-vo.org/LP/archive.example/1"),
        "{effect:?}"
    );
}

#[test]
fn what_is_unfolded_of_a_service_is_folded_in_the_next_search() {
    let failed_and_shown = |state: &mut State, id| {
        tell(state, id, crate::gui::testing::planned());
        let failed = crate::gui::testing::report(Outcome::Failed, 0, 0, "no answer");
        let mut twice = (*failed).clone();
        twice.attempts.push(failed.attempts[0].clone());
        tell(
            state,
            id,
            Happening::Finished(ServiceNr(1), Arc::new(twice)),
        );
        tell(state, id, Happening::Ended(Ending::Complete));
        state.decide(Action::SelectService(ServiceNr(1)));
    };
    let (mut state, id) = running();
    failed_and_shown(&mut state, id);
    let mut harness = services(state);
    let n_shown = |harness: &Harness<'_, Desk>| harness.query_all_by_label("Copy request").count();
    assert_eq!(n_shown(&harness), 1, "the last request is open");
    harness.get_by_label_contains("1. 00:00:00 UTC").click();
    harness.run();
    assert_eq!(n_shown(&harness), 2);
    let state = &mut harness.state_mut().state;
    state.decide(Action::Run);
    let id = state.search.as_ref().unwrap().id;
    failed_and_shown(state, id);
    harness.run();
    assert_eq!(n_shown(&harness), 1, "of this one nobody unfolded it");
}

/// A dataset with links, which is looked at.
pub(super) fn with_links() -> State {
    let (mut state, id) = running();
    tell(&mut state, id, crate::gui::testing::planned());
    let mut builder = DatasetsBuilder::new();
    builder.set_text(ObsColumn::ObsTitle, "Eagle");
    builder.set_text(ObsColumn::AccessUrl, "http://archive.example/links?ID=1");
    builder.set_text(
        ObsColumn::AccessFormat,
        "application/x-votable+xml;content=datalink",
    );
    builder.finish_row();
    let rows: Datasets = builder.finish();
    tell(
        &mut state,
        id,
        Happening::Rows(ServiceNr(0), Arc::new(rows)),
    );
    state.decide(Action::SelectDataset(0));
    let look = state.look();
    let is_asked = matches!(
        look,
        Some(Effect::Send(Command::Transfer(TransferCommand::Look(..))))
    );
    assert!(is_asked, "{look:?}");
    assert!(state.look().is_none(), "once");
    state
}

pub(super) fn link(target: Target, term: &str) -> Link {
    Link {
        id: String::new(),
        target,
        semantics: Semantics::of(term),
        local_semantics: None,
        description: Some("The image".to_owned()),
        content_type: Some("image/fits".to_owned()),
        content_length: Some(2_000_000),
        content_qualifier: None,
        auth: Auth::None,
        authorized: None,
    }
}

pub(super) fn news(state: &mut State, news: TransferNews) {
    assert!(
        state.take_in(Event::Transfer(news)).is_none(),
        "nothing is asked"
    );
}

#[test]
fn links_and_a_preview_show_when_they_are_here() {
    let mut state = with_links();
    let url = "http://archive.example/1.fits".to_owned();
    let document = Document {
        links: vec![
            link(Target::Url(url), "#this"),
            link(Target::Error("NotFoundFault: lost".to_owned()), "#flat"),
        ],
        services: Vec::new(),
    };
    let nr = state.transfers.looked.nr;
    let picture = Picture {
        width: 2,
        height: 1,
        rgba: vec![255; 8],
        came_as: (2, 1),
    };
    let late = TransferNews::Picture(LookNr(nr.0 - 1), Ok(None));
    news(&mut state, late);
    assert!(
        matches!(state.transfers.looked.picture, Finding::Awaited),
        "that was about another"
    );
    news(&mut state, TransferNews::Links(nr, Ok(Arc::new(document))));
    news(
        &mut state,
        TransferNews::Picture(nr, Ok(Some(Arc::new(picture)))),
    );
    let harness = window(state);
    for text in [
        "Links",
        "The dataset itself",
        "The image, image/fits, 2 MB",
        "NotFoundFault: lost",
    ] {
        harness.get_by_label(text);
    }
    harness.get_by_role_and_label(Role::Image, "Preview");
    assert_eq!(
        harness.query_all_by_label("Download").count(),
        2,
        "it, and the one link"
    );
}

#[test]
fn a_download_goes_its_way() {
    let mut state = with_links();
    let effect = state.decide(Action::Transfer(TransferAction::Download));
    let Some(Effect::Send(Command::Transfer(TransferCommand::Fetch(all)))) = effect else {
        panic!("got {effect:?}");
    };
    let [(id, wanted)] = all.as_slice() else {
        panic!("got {all:?}");
    };
    assert_eq!(wanted.url, "http://archive.example/links?ID=1");
    let id: DownloadId = *id;
    let again = Action::Transfer(TransferAction::Download).possible(&state);
    assert_eq!(again.unwrap_err(), "It is being fetched already");
    news(&mut state, TransferNews::Began(id));
    let progress = Progress {
        path: PathBuf::from("/home/x/m16.fits.part"),
        bytes: 500_000,
        length: Some(2_000_000),
    };
    news(&mut state, TransferNews::Came(id, progress));
    state.tab = Tab::Downloads;
    let mut harness = window(state);
    harness.get_by_label("m16.fits");
    assert_eq!(
        harness.query_all_by_label("500 kB of 2 MB").count(),
        2,
        "list and details"
    );
    harness.query_all_by_label("Cancel").next().unwrap().click();
    harness.run();
    let of_it = |harness: &Harness<'_, Desk>| harness.state().state.transfers.list[0].stage.clone();
    assert_eq!(of_it(&harness), Stage::Halted);
    harness.query_all_by_label("Resume").next().unwrap().click();
    harness.run();
    assert_eq!(of_it(&harness), Stage::Waiting);
    let trouble = Failure {
        sentence: "the disk is full".to_owned(),
        details: String::new(),
    };
    news(
        &mut harness.state_mut().state,
        TransferNews::Failed(id, trouble),
    );
    harness.run();
    assert!(
        harness
            .query_all_by_label_contains("the disk is full")
            .count()
            > 0,
        "why"
    );
    let done = Done {
        path: PathBuf::from("/home/x/m16.fits"),
        bytes: 2_000_000,
    };
    news(&mut harness.state_mut().state, TransferNews::Done(id, done));
    harness.run();
    assert!(
        harness.query_all_by_label("Open folder").count() > 0,
        "it is there"
    );
}

#[test]
fn several_datasets_that_are_selected_are_fetched_together() {
    let (mut state, _) = answered();
    state.decide(Action::SelectDataset(0));
    state.decide(Action::ToggleDataset(1));
    let harness = window(state);
    harness.get_by_label("2 datasets selected");
    harness.get_by_label("Copy links");
    harness.get_by_label("Download all");
    let mut state = answered().0;
    state.decide(Action::SelectDataset(0));
    state.decide(Action::ToggleDataset(1));
    let links = state.decide(Action::Transfer(TransferAction::CopyLinks));
    let two = "http://archive.example/get?id=1&b=2\nhttp://archive.example/get?id=1&b=2";
    assert!(
        matches!(&links, Some(Effect::Copy(text)) if text == two),
        "{links:?}"
    );
    let effect = state.decide(Action::Transfer(TransferAction::DownloadAll));
    let Some(Effect::Send(Command::Transfer(TransferCommand::Fetch(all)))) = effect else {
        panic!("got {effect:?}");
    };
    assert_eq!(all.len(), 1, "both are in one file");
    assert_eq!(state.tab, Tab::Downloads);
    window(state).get_by_label("waits for its turn, for 2 datasets");
}

#[test]
fn all_that_were_broken_off_go_on_together() {
    let mut state = with_links();
    state.decide(Action::Transfer(TransferAction::Download));
    let id = state.transfers.list[0].id;
    let all = Action::Transfer(TransferAction::GoOnAll);
    assert_eq!(all.possible(&state).unwrap_err(), "Nothing was broken off");
    state.decide(Action::Transfer(TransferAction::Halt(id)));
    state.tab = Tab::Downloads;
    let mut harness = window(state);
    harness.get_by_label("Resume all").click();
    harness.run();
    let state = &harness.state().state;
    assert_eq!(state.transfers.list[0].stage, Stage::Waiting);
    let asked = state.form.errands.last();
    assert!(
        matches!(asked, Some(Command::Transfer(TransferCommand::Fetch(all))) if all[0].0 == id),
        "{asked:?}"
    );
}

#[test]
fn several_are_gone_on_with_where_they_were_broken_off_and_not_fetched_twice() {
    let mut state = answered().0;
    state.decide(Action::SelectDataset(0));
    state.decide(Action::ToggleDataset(1));
    state.decide(Action::Transfer(TransferAction::DownloadAll));
    let id = state.transfers.list[0].id;
    state.decide(Action::Transfer(TransferAction::Halt(id)));
    // Nothing has come, so it may go into another folder now.
    state.transfers.folder = "/data".to_owned();
    state.form.errands.clear();
    let effect = state.decide(Action::Transfer(TransferAction::DownloadAll));
    let is_none_new = matches!(&effect, Some(Effect::Send(Command::Transfer(TransferCommand::Fetch(all)))) if all.is_empty());
    assert!(is_none_new, "{effect:?}");
    let asked = state.form.errands.pop();
    let Some(Command::Transfer(TransferCommand::Fetch(again))) = asked else {
        panic!("got {asked:?}");
    };
    assert_eq!((again.len(), again[0].0), (1, id));
    assert_eq!(again[0].1.folder, PathBuf::from("/data"));
    assert_eq!(state.transfers.list.len(), 1, "it stands there once");
}
