//! Parts of datasets: where they are offered, why not, and what is asked of the worker.

use super::{
    services::{link, news, with_links},
    window, *,
};
use crate::{
    domain::{constraints::Question, dataset::DatasetsBuilder, obscore::ObsColumn},
    gui::{
        action::{TransferAction, transfer::cut_in},
        decide::Effect,
    },
    protocol::{
        datalink::{Descriptor, Document, InputParam, Target},
        soda::Cut,
    },
    votable::Field,
    worker::{Command, TransferCommand, TransferNews},
};
use std::sync::Arc;

/// Links, one of them to a service that cuts out circles, and one for members.
fn document() -> Document {
    let mut locked = link(
        Target::Url("http://archive.example/dark".to_owned()),
        "#dark",
    );
    locked.authorized = Some(false);
    let circle = InputParam {
        field: Field {
            name: "CIRCLE".to_owned(),
            ..Field::default()
        },
        value: String::new(),
    };
    Document {
        links: vec![
            link(
                Target::Url("http://archive.example/1.fits".to_owned()),
                "#this",
            ),
            link(Target::Service("soda".to_owned()), "#cutout"),
            locked,
        ],
        services: vec![Descriptor {
            id: "soda".to_owned(),
            access_url: "http://archive.example/soda".to_owned(),
            standard_id: Some("ivo://ivoa.net/std/SODA#sync-1.0".to_owned()),
            input_params: vec![circle],
            ..Descriptor::default()
        }],
    }
}

const CUTOUT: Action = Action::Transfer(TransferAction::DownloadCutout);

#[test]
fn a_cut_out_is_offered_with_the_links_and_asked_of_the_worker() {
    let mut state = with_links();
    let why = CUTOUT.possible(&state).unwrap_err();
    assert_eq!(why, "Its links are being asked for");
    let nr = state.transfers.looked.nr;
    let told = |document| TransferNews::Links(nr, Ok(Arc::new(document)));
    let mut without = document();
    without.services.clear();
    news(&mut state, told(without));
    assert_eq!(
        CUTOUT.possible(&state).unwrap_err(),
        "Its archive offers no cut-outs: none of its links leads to a SODA service"
    );
    news(&mut state, told(document()));
    assert_eq!(CUTOUT.possible(&state), Ok(()));
    let locked = Action::Transfer(TransferAction::DownloadLink(2)).possible(&state);
    assert_eq!(
        locked.unwrap_err(),
        "Its archive gives it only after a log-in"
    );
    let effect = state.decide(CUTOUT);
    let Some(Effect::Send(Command::Transfer(TransferCommand::Fetch(all)))) = effect else {
        panic!("got {effect:?}");
    };
    let constraints = &state.record().unwrap().search().constraints;
    assert!(constraints.space.is_some(), "the search asks for a region");
    assert_eq!(all[0].1.cut, Cut::of(constraints));
    assert_eq!(
        CUTOUT.possible(&state).unwrap_err(),
        "It is being fetched already"
    );
    let whole = Action::Transfer(TransferAction::Download).possible(&state);
    assert_eq!(whole, Ok(()), "the whole is another file");
    let harness = window(state);
    harness.get_by_label("Download cut-out");
    harness.get_by_label("only after a log-in, so it is not fetched here");
}

#[test]
fn parts_of_several_are_asked_for_together_with_a_list_of_them() {
    let mut state = answered().0;
    state.decide(Action::SelectDataset(0));
    state.decide(Action::ToggleDataset(1));
    let effect = state.decide(Action::Transfer(TransferAction::DownloadCutouts));
    let Some(Effect::Send(Command::Transfer(TransferCommand::Fetch(all)))) = effect else {
        panic!("got {effect:?}");
    };
    let [(id, wanted)] = all.as_slice() else {
        panic!("both are in one file: {all:?}");
    };
    assert!(wanted.cut.is_some(), "{wanted:?}");
    let asked = state.form.errands.pop();
    let Some(Command::Transfer(TransferCommand::List(folder, listed))) = asked else {
        panic!("got {asked:?}");
    };
    assert_eq!(folder, wanted.folder);
    assert_eq!(listed.len(), 2, "a line for each dataset");
    assert!(
        listed
            .iter()
            .all(|(entry, own)| *own == Some(*id) && entry.cut == wanted.cut),
        "{listed:?}"
    );
}

#[test]
fn of_many_places_the_one_is_cut_out_that_the_dataset_meets() {
    let question = |space: &str| Question {
        space: space.to_owned(),
        ..Question::default()
    };
    let asked = |space: &str| question(space).parse().unwrap();
    let mut builder = DatasetsBuilder::new();
    builder.set_number(ObsColumn::SRa, 50.01);
    builder.set_number(ObsColumn::SDec, -5.0);
    builder.set_number(ObsColumn::SFov, 0.5);
    builder.finish_row();
    let datasets = builder.finish();
    let many = asked("within 5' of 10 20; 50 -5; 51 -5");
    let one = Cut::of(&asked("50 -5 5'"));
    assert_eq!(cut_in(&many, datasets.iter().next()), one);
}
