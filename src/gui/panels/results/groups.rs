//! The groups of the datasets, each with its number; a click lists only that one.

use crate::{
    gui::{
        action::{Action, Actions, TableAction},
        format::count,
        state::State,
        widgets::sheet::{Asked, Cell, Column, Sheet, Source},
    },
    listing::{Chosen, Group},
};
use eframe::egui::Ui;

/// The groups; the first row stands for all of them.
struct Groups<'a> {
    groups: &'a [Group],
    n_all: usize,
}

impl Groups<'_> {
    fn group(&self, place: usize) -> Option<&Group> {
        self.groups.get(place.checked_sub(1)?)
    }

    fn text(&self, place: usize) -> &str {
        match self.group(place) {
            None => "All",
            Some(Group { text: None, .. }) => "(none)",
            Some(Group {
                text: Some(text), ..
            }) => text,
        }
    }
}

impl Source for Groups<'_> {
    fn len(&self) -> usize {
        self.groups.len() + 1
    }

    fn cell(&self, place: usize, column: usize) -> Cell<'_> {
        if column == 0 {
            return Cell::text(self.text(place));
        }
        let number = self.group(place).map_or(self.n_all, |group| group.n_rows);
        Cell::text(count(number as u64))
    }

    fn copies(&self, place: usize, _: usize) -> Vec<(&'static str, String)> {
        vec![("Copy name", self.text(place).to_owned())]
    }
}

fn columns(head: &'static str) -> [Column; 2] {
    [
        Column {
            head,
            note: "A click lists only this group",
            width: 130.0,
            number: false,
        },
        Column {
            head: "Datasets",
            note: "How many the filter lets through",
            width: 80.0,
            number: true,
        },
    ]
}

/// The groups. Asks for: `Choose`, `Copy`.
pub(super) fn groups_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let Some(grouping) = state.table.grouping else {
        return;
    };
    let groups = state.table.listing.as_ref();
    let groups = groups.map_or(&[][..], |listing| listing.groups.as_slice());
    let source = Groups {
        groups,
        n_all: groups.iter().map(|group| group.n_rows).sum(),
    };
    let chosen = state.table.chosen.as_ref();
    let is_chosen = |group: &Group| chosen.is_some_and(|chosen| chosen.text == group.text);
    let place = groups.iter().position(is_chosen).map(|nr| nr + 1);
    let columns = columns(grouping.field().title());
    let sheet = Sheet {
        selected: place.or((chosen.is_none()).then_some(0)),
        ..Sheet::new("Groups", &columns)
    };
    for asked in sheet.ui(ui, &source) {
        match asked {
            Asked::Row(place) => {
                let chosen = source.group(place).map(|group| Chosen {
                    grouping,
                    text: group.text.clone(),
                });
                actions.push(Action::Table(TableAction::Choose(chosen)));
            }
            Asked::Copy(text) => actions.push(Action::Copy(text)),
            _ => {}
        }
    }
}
