//! What is sent to whom, and what is not.

use super::*;
use crate::{
    discovery::event::{Happening, ServiceNr},
    domain::{dataset::DatasetsBuilder, ivoid::Ivoid, row_set::RowSet},
    gui::{
        selection::Combine,
        testing::{answered, client, opened, registered, sent_to_topcat, tell},
    },
    protocol::soda::Cut,
    samp::{Client, NamedPosition},
};

fn possible(state: &State, action: &SampAction) -> Result<(), String> {
    action.possible(state)
}

fn asked(state: &mut State, action: SampAction) -> SampCommand {
    match state.decide(Action::Samp(action)) {
        Some(Effect::Send(Command::Samp(command))) => command,
        other => panic!("{other:?}"),
    }
}

/// What goes out besides.
fn errands(state: &mut State) -> Vec<SampCommand> {
    state.tell_rows();
    let all = std::mem::take(&mut state.form.errands).into_iter();
    let samp = all.filter_map(|command| match command {
        Command::Samp(command) => Some(command),
        _ => None,
    });
    samp.collect()
}

fn aladin() -> Client {
    client("c2", "Aladin", &["image.load.fits", "coord.pointAt.sky"])
}

/// A dataset with a place.
fn dataset_of(product: &str, format: &str) -> crate::domain::dataset::Datasets {
    let mut builder = DatasetsBuilder::new();
    builder.set_text(ObsColumn::ObsTitle, "M16");
    builder.set_text(ObsColumn::DataproductType, product);
    builder.set_text(ObsColumn::AccessFormat, format);
    builder.set_text(ObsColumn::AccessUrl, "http://archive.example/m16");
    builder.set_text(ObsColumn::TargetName, "Eagle");
    builder.set_number(ObsColumn::SRa, 274.7);
    builder.set_number(ObsColumn::SDec, -13.8);
    builder.set_number(ObsColumn::EmMin, 4e-7);
    builder.finish_row();
    builder.finish()
}

fn with_dataset(product: &str, format: &str) -> State {
    let (mut state, id) = answered();
    let rows = Arc::new(dataset_of(product, format));
    tell(&mut state, id, Happening::Rows(ServiceNr(0), rows));
    state.decide(Action::SelectDataset(2));
    state
}

#[test]
fn nothing_is_sent_where_nobody_takes_it_and_it_says_why() {
    let mut state = answered().0;
    let table = || SampAction::SendTable(Part::All, To::All);
    let why = possible(&state, &table()).unwrap_err();
    assert!(why.starts_with("No SAMP hub is there"), "{why}");
    registered(&mut state, &[]);
    let why = possible(&state, &table()).unwrap_err();
    assert_eq!(why, "No other program is connected with the SAMP hub");
    registered(&mut state, &[aladin()]);
    assert_eq!(
        possible(&state, &table()).unwrap_err(),
        "No program takes tables"
    );
    let to_aladin = To::One("c2".to_owned());
    let why = possible(&state, &SampAction::SendTable(Part::All, to_aladin)).unwrap_err();
    assert_eq!(why, "Aladin takes no tables");
    let gone = To::One("c9".to_owned());
    let why = possible(&state, &SampAction::SendTable(Part::All, gone)).unwrap_err();
    assert_eq!(why, "It has left");
    let topcat = client("c1", "TOPCAT", &["table.load.votable"]);
    registered(&mut state, &[topcat]);
    possible(&state, &table()).unwrap();
    let selected = SampAction::SendTable(Part::Selected, To::All);
    assert_eq!(
        possible(&state, &selected).unwrap_err(),
        "Select datasets first"
    );
}

#[test]
fn the_selected_rows_go_to_one_program() {
    let (mut state, id) = answered();
    let topcat = client("c1", "TOPCAT", &["table.load.votable"]);
    registered(&mut state, &[topcat, aladin()]);
    let one = Arc::new(RowSet::from_iter([1]));
    state.decide(Action::SelectRows(id, one, Combine::Replace));
    let to = To::One("c1".to_owned());
    let command = asked(
        &mut state,
        SampAction::SendTable(Part::Selected, to.clone()),
    );
    let SampCommand::SendTable {
        rows,
        to: whom,
        record,
        ..
    } = command
    else {
        panic!("{command:?}");
    };
    assert_eq!((rows, whom), (Some(vec![1]), to));
    assert_eq!(record.found().len(), 2, "rows count in all of it");
    let sent = state.programs.latest().unwrap();
    assert_eq!(
        (sent.what.as_str(), sent.whom.as_str()),
        ("1 selected dataset", "TOPCAT")
    );
    assert_eq!(sent.table_of, Some(id));
}

#[test]
fn an_image_goes_out_where_it_is_fits_or_links_may_lead_to_fits() {
    let image = || SampAction::SendImage(None, To::All);
    for (product, format, why) in [
        ("image", "image/fits", None),
        ("cube", "application/x-votable+xml;content=datalink", None),
        ("image", "image/jpeg", Some("not FITS")),
        ("spectrum", "application/fits", Some("no image")),
    ] {
        let mut state = with_dataset(product, format);
        registered(&mut state, &[aladin()]);
        match (possible(&state, &image()), why) {
            (Ok(()), None) => {
                let command = asked(&mut state, image());
                let SampCommand::SendDataset { dispatch, .. } = command else {
                    panic!("{command:?}");
                };
                assert_eq!(dispatch.url, "http://archive.example/m16");
                assert_eq!(dispatch.format.as_deref(), Some(format));
                assert_eq!(dispatch.freight, Freight::Image);
            }
            (Err(told), Some(why)) => assert!(told.contains(why), "{told}"),
            other => panic!("{product} {format}: {other:?}"),
        }
    }
}

#[test]
fn a_part_of_an_image_goes_out_where_its_archive_may_cut_it_out() {
    let links = "application/x-votable+xml;content=datalink";
    let cutout = |row| SampAction::SendCutout(row, To::All);
    let mut state = with_dataset("image", links);
    registered(&mut state, &[aladin()]);
    state.decide(Action::SelectDataset(0));
    let why = possible(&state, &cutout(None)).unwrap_err();
    assert!(why.contains("leads to no links"), "{why}");
    assert_eq!(possible(&state, &cutout(Some(2))), Ok(()));
    let SampCommand::SendDataset { dispatch, .. } = asked(&mut state, cutout(Some(2))) else {
        panic!("a dataset is sent");
    };
    let constraints = &state.record().unwrap().search().constraints;
    assert!(constraints.space.is_some(), "the search asks for a region");
    assert_eq!(dispatch.cut, Cut::of(constraints));
    assert_eq!(dispatch.freight, Freight::Image);
    assert_eq!(dispatch.name, "M16 (cut-out)");
    let splat = client("c3", "SPLAT", &["spectrum.load.*"]);
    registered(&mut state, &[splat]);
    let why = possible(&state, &cutout(Some(2))).unwrap_err();
    assert_eq!(why, "No program takes images");
}

#[test]
fn a_spectrum_says_of_itself_what_ssap_says() {
    let mut state = with_dataset("spectrum", "application/x-votable+xml");
    let splat = client("c3", "SPLAT", &["spectrum.load.*"]);
    registered(&mut state, &[splat]);
    let command = asked(&mut state, SampAction::SendSpectrum(None, To::All));
    let SampCommand::SendDataset { dispatch, .. } = command else {
        panic!("{command:?}");
    };
    let Freight::Spectrum(meta) = dispatch.freight else {
        panic!("{dispatch:?}");
    };
    for pair in [
        ("Target.Name", "Eagle"),
        ("DataID.Title", "M16"),
        ("Char.SpectralAxis.Coverage.Bounds.Start", "0.0000004"),
        ("Char.SpatialAxis.Coverage.Location.Value", "274.7 -13.8"),
    ] {
        let pair = (pair.0, pair.1.to_owned());
        assert!(meta.contains(&pair), "{pair:?} in {meta:?}");
    }
}

#[test]
fn a_row_and_a_selection_are_shown_to_those_who_got_the_table() {
    let (mut state, id) = answered();
    state.decide(Action::SelectDataset(0));
    assert_eq!(errands(&mut state).len(), 0, "nobody has the table");
    sent_to_topcat(&mut state);
    assert_eq!(errands(&mut state).len(), 0, "nothing is new");
    state.decide(Action::SelectDataset(1));
    let told = errands(&mut state);
    assert!(
        matches!(told.as_slice(), [SampCommand::Row(run, 1, To::All)] if *run == id),
        "{told:?}"
    );
    state.decide(Action::SelectRows(
        id,
        Arc::new(RowSet::all(2)),
        Combine::Replace,
    ));
    let told = errands(&mut state);
    assert!(
        matches!(told.as_slice(), [SampCommand::Rows(_, rows, To::All)] if *rows == [0, 1]),
        "{told:?}"
    );
    state.decide(Action::Unselect);
    let told = errands(&mut state);
    assert!(
        matches!(told.as_slice(), [SampCommand::Rows(_, rows, To::All)] if rows.is_empty()),
        "what was selected there is taken back: {told:?}"
    );
    state.decide(Action::Samp(SampAction::ToggleHighlights));
    state.decide(Action::SelectDataset(0));
    assert_eq!(errands(&mut state).len(), 0, "it is switched off");
}

#[test]
fn a_place_of_another_program_is_searched_in_the_radius_that_is_there() {
    let mut state = opened();
    let position = Position::new(10.684_708_3, 41.268_75).unwrap();
    state.decide(Action::Samp(SampAction::SearchAt(position)));
    assert_eq!(state.form.question.space, "10.6847083, 41.26875 1");
    let cone = state.region().unwrap().bounding_cone();
    assert!((cone.centre.ra.0 - 10.684_708_3).abs() < 1e-9);
    state.decide(Action::Change(Question {
        space: String::new(),
        ..state.form.question.clone()
    }));
    state.decide(Action::Samp(SampAction::SearchAt(position)));
    assert_eq!(state.form.question.space, "10.6847083, 41.26875 0.5");
}

#[test]
fn all_positions_of_a_list_are_asked_for_by_one_question_and_too_many_are_not() {
    let mut state = opened();
    let list = |n: u32| {
        let position = |nr| Position::new(f64::from(nr), 20.0).unwrap();
        let named = |nr| NamedPosition {
            name: None,
            position: position(nr),
        };
        SampAction::SearchAtAll(Arc::new(PositionList {
            name: "targets".to_owned(),
            positions: (0..n).map(named).collect(),
            ..PositionList::default()
        }))
    };
    state.decide(Action::Samp(list(2)));
    assert_eq!(
        state.form.question.space,
        "within 5' of \"targets\": 0 20; 1 20"
    );
    assert_eq!(
        state.form.space.text(),
        "2 cones of radius 5 arcmin, 0.0436 deg\u{b2} = 1.33e-5 sr"
    );
    let asked = state.form.search().unwrap().constraints.space.unwrap();
    assert!(matches!(asked, Region::Union(cones) if cones.len() == 2));
    state.decide(Action::Change(Question {
        space: "within 30\" of 5 5".to_owned(),
        ..state.form.question.clone()
    }));
    state.decide(Action::Samp(list(3)));
    let space = &state.form.question.space;
    assert!(
        space.starts_with("within 30\" of "),
        "the radius stays: {space}"
    );
    assert_eq!(possible(&state, &list(300)), Ok(()));
    let why = possible(&state, &list(301)).unwrap_err();
    assert!(
        why.contains("at most 300 positions, and these are 301"),
        "{why}"
    );
}

#[test]
fn chosen_services_are_asked_until_the_registry_chooses_again() {
    let mut state = opened();
    let back = || SampAction::AskOnly([].into());
    assert!(possible(&state, &back()).is_err(), "it does");
    let one = Ivoid::new("ivo://archive.example/1");
    state.decide(Action::Samp(SampAction::AskOnly([one.clone()].into())));
    let search = state.form.search().unwrap();
    assert_eq!(search.question.services, [one]);
    state.decide(Action::Samp(back()));
    assert!(state.form.question.services.is_empty());
}

#[test]
fn a_hub_of_our_own_is_started_where_there_is_none() {
    let mut state = opened();
    assert!(matches!(
        asked(&mut state, SampAction::StartHub),
        SampCommand::StartHub
    ));
    assert!(
        possible(&state, &SampAction::StartHub).is_err(),
        "it is being started"
    );
    state.programs.own = OwnHub::None;
    registered(&mut state, &[]);
    let why = possible(&state, &SampAction::StartHub).unwrap_err();
    assert_eq!(why, "A hub runs already: Hub");
    assert!(possible(&state, &SampAction::StopHub).is_err(), "not ours");
}

#[test]
fn footprints_of_the_selection_are_gathered_and_sent_as_one_map() {
    let mut state = with_dataset("image", "image/fits");
    let takes = client("c2", "Aladin", &["coverage.load.moc.fits"]);
    registered(&mut state, &[takes]);
    let effect = state.decide(Action::Samp(SampAction::SendFootprints(To::All)));
    let Some(Effect::Do(chore)) = effect else {
        panic!("{effect:?}");
    };
    let Action::Samp(gathered) = chore.run() else {
        panic!("it sends");
    };
    let command = asked(&mut state, gathered);
    let SampCommand::SendMoc { regions, .. } = command else {
        panic!("{command:?}");
    };
    assert_eq!(regions.len(), 1);
    let sent = state.programs.latest().unwrap();
    assert_eq!(sent.what, "Footprints of 1 dataset");
}
