//! What a table is asked changes the state, without a window.

use super::*;
use crate::{
    discovery::event::{Happening, RunId, ServiceNr},
    gui::testing::{datasets, planned, running, tell},
    listing::{Field, Lister, Request},
};

/// A search with datasets of these titles.
fn found(titles: &[&str]) -> (State, RunId) {
    let (mut state, id) = running();
    tell(&mut state, id, planned());
    let rows = Arc::new(datasets(titles));
    tell(&mut state, id, Happening::Rows(ServiceNr(0), rows));
    (state, id)
}

fn ask(state: &mut State, action: TableAction) {
    state.decide(Action::Table(action));
}

/// Makes the list that is wanted, as the thread does.
fn list(state: &mut State, id: RunId) {
    let request = Request {
        found: state.record().unwrap().found().clone(),
        titles: Arc::new(titles(state.record().unwrap())),
        filter: state.table.in_force.clone(),
        grouping: state.table.grouping,
        chosen: state.table.chosen.clone(),
        sort: state.table.sort.clone(),
    };
    let listing = Arc::new(Lister::default().list(&request));
    let wanted = state.table.wanted;
    ask(
        state,
        TableAction::Listed(Made {
            run: id,
            wanted,
            listing,
        }),
    );
}

fn listed(state: &State) -> Vec<usize> {
    let table = &state.table;
    let n_listed = table.len(state.n_found());
    (0..n_listed).filter_map(|place| table.row(place)).collect()
}

fn title() -> ColumnNr {
    ColumnNr::of(Field::Title).unwrap()
}

#[test]
fn a_filter_shows_the_same_rows_in_all_panels() {
    let (mut state, id) = found(&["b", "a", "bb"]);
    ask(&mut state, TableAction::Filter("title ~ b".to_owned()));
    assert_eq!(listed(&state), [0, 1, 2], "until the list is made");
    list(&mut state, id);
    assert_eq!(listed(&state), [0, 2]);
    assert!(state.shown.contains(0) && !state.shown.contains(1));
    ask(
        &mut state,
        TableAction::Filter("title ~ b size >".to_owned()),
    );
    assert!(state.table.error.is_some(), "it is half typed");
    assert_eq!(listed(&state), [0, 2], "what is understood stays");
    ask(&mut state, TableAction::ClearFilter);
    assert_eq!(listed(&state), [0, 1, 2]);
    assert!(state.shown.contains(1) && state.table.error.is_none());
}

#[test]
fn a_list_that_nobody_wants_any_more_is_not_taken() {
    let (mut state, id) = found(&["b", "a"]);
    ask(&mut state, TableAction::Filter("a".to_owned()));
    let wanted = state.table.wanted;
    ask(&mut state, TableAction::Filter("b".to_owned()));
    let outdated = |run, wanted| {
        TableAction::Listed(Made {
            run,
            wanted,
            listing: Arc::default(),
        })
    };
    ask(&mut state, outdated(id, wanted));
    assert!(state.table.listing.is_none(), "of another filter");
    let wanted = state.table.wanted;
    ask(&mut state, outdated(RunId(99), wanted));
    assert!(state.table.listing.is_none(), "of another search");
}

#[test]
fn a_click_sorts_up_then_down_then_not_and_with_shift_by_several() {
    let (mut state, id) = found(&["b", "a", "b"]);
    ask(&mut state, TableAction::Sort(title()));
    list(&mut state, id);
    assert_eq!(listed(&state), [1, 0, 2]);
    ask(&mut state, TableAction::Sort(title()));
    list(&mut state, id);
    assert_eq!(listed(&state), [0, 2, 1]);
    let time = ColumnNr::of(Field::Time).unwrap();
    ask(&mut state, TableAction::SortToo(time));
    let fields: Vec<_> = state.table.sort.iter().map(|key| key.field).collect();
    assert_eq!(fields, [Field::Title, Field::Time]);
    ask(&mut state, TableAction::SortToo(title()));
    assert_eq!(state.table.sort.len(), 1, "down, then not");
    ask(&mut state, TableAction::Sort(title()));
    assert_eq!(
        state.table.sort,
        [SortKey {
            field: Field::Title,
            direction: Direction::Up
        }],
        "this alone"
    );
    for _ in 0..2 {
        ask(&mut state, TableAction::Sort(title()));
    }
    assert_eq!(listed(&state), [0, 1, 2], "as they came");
}

#[test]
fn a_range_goes_from_the_row_chosen_last_in_the_order_of_the_list() {
    let (mut state, id) = found(&["d", "b", "a", "c"]);
    ask(&mut state, TableAction::Sort(title()));
    list(&mut state, id);
    let rows = |state: &State| state.selection.rows().iter().collect::<Vec<_>>();
    state.decide(Action::SelectDataset(1)); // "b", the second
    ask(&mut state, TableAction::SelectUpTo(3));
    assert_eq!(rows(&state), [0, 1, 3]);
    assert_eq!(state.selected, Selected::Dataset(0), "the keys go on there");
    ask(&mut state, TableAction::SelectUpTo(0));
    assert_eq!(rows(&state), [1, 2], "from the same row to the other side");
    ask(&mut state, TableAction::SelectAll);
    assert_eq!(rows(&state), [0, 1, 2, 3]);
    ask(&mut state, TableAction::Filter("title < c".to_owned()));
    list(&mut state, id);
    ask(&mut state, TableAction::SelectAll);
    assert_eq!(rows(&state), [1, 2], "what is listed");
}

#[test]
fn the_selected_rows_are_copied_in_the_order_of_the_list_under_their_heads() {
    let (mut state, id) = found(&["b", "a\tor\nso", "c"]);
    for nr in ColumnNr::all().skip(2) {
        if state.table.columns.is_shown(nr) {
            ask(&mut state, TableAction::ToggleColumn(nr));
        }
    }
    ask(&mut state, TableAction::Sort(title()));
    list(&mut state, id);
    state.decide(Action::SelectDataset(0));
    state.decide(Action::ToggleDataset(1));
    let Some(Effect::Do(chore)) = state.decide(Action::Table(TableAction::CopySelected)) else {
        panic!("it copies, off the window's thread");
    };
    let Action::Copy(text) = chore.run() else {
        panic!("it copies");
    };
    assert_eq!(text, "Title\tType\na or so\t\nb\t");
}

#[test]
fn all_of_a_service_are_selected() {
    let (mut state, id) = found(&["b", "a"]);
    let alike = || Action::Table(TableAction::SelectAlike(Grouping::Service, 1));
    let Some(Effect::Do(chore)) = state.decide(alike()) else {
        panic!("it is looked for off the window's thread");
    };
    state.decide(chore.run());
    assert_eq!(state.selection.len(), 2);
    let Some(Effect::Do(late)) = state.decide(alike()) else {
        panic!("it is looked for again");
    };
    let ended = crate::discovery::event::Ending::Complete;
    tell(&mut state, id, Happening::Ended(ended));
    state.decide(Action::Run);
    state.decide(late.run());
    assert!(state.selection.is_empty(), "it is of the search before");
}

#[test]
fn a_new_search_begins_with_an_empty_list_and_the_same_filter() {
    let (mut state, id) = found(&["b", "a"]);
    ask(&mut state, TableAction::Filter("a".to_owned()));
    list(&mut state, id);
    let ended = crate::discovery::event::Ending::Complete;
    tell(&mut state, id, Happening::Ended(ended));
    state.decide(Action::Run);
    assert_eq!(listed(&state), [0; 0]);
    assert_eq!(state.table.filter, "a");
}
