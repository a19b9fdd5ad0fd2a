//! The rows of the table of datasets, in the order of the list.

use super::menus;
use crate::{
    discovery::{found::Found, record::Record},
    domain::{dataset::Dataset, obscore::ObsColumn as C},
    gui::{
        action::Actions,
        columns::ColumnNr,
        state::State,
        widgets::sheet::{Cell, Source},
    },
    listing::Titles,
};
use eframe::egui::Ui;

/// The rows of the table.
pub(super) struct Rows<'a> {
    pub(super) state: &'a State,
    pub(super) found: &'a Found,
    pub(super) titles: &'a Titles,
    columns: Vec<ColumnNr>,
    hovered: Option<usize>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        state: &'a State,
        record: &'a Record,
        titles: &'a Titles,
        hovered: Option<usize>,
    ) -> Self {
        Self {
            state,
            found: record.found(),
            titles,
            columns: state.table.columns.shown().collect(),
            hovered,
        }
    }

    /// The column at this place.
    pub(super) fn column(&self, place: usize) -> Option<ColumnNr> {
        self.columns.get(place).copied()
    }

    /// The dataset at this place of the list.
    pub(super) fn dataset(&self, place: usize) -> Option<Dataset<'a>> {
        self.found.row(self.state.table.row(place)?)
    }
}

impl Source for Rows<'_> {
    fn len(&self) -> usize {
        self.state.table.len(self.found.len())
    }

    fn cell(&self, place: usize, column: usize) -> Cell<'_> {
        match (self.dataset(place), self.column(column)) {
            (Some(dataset), Some(nr)) => Cell::text(nr.text(dataset, self.titles)),
            _ => Cell::default(),
        }
    }

    fn hover(&self, place: usize, column: usize) -> Option<String> {
        let text = self.column(column)?.raw(self.dataset(place)?);
        Some(text).filter(|text| !text.is_empty())
    }

    fn copies(&self, place: usize, column: usize) -> Vec<(&'static str, String)> {
        let mut copies = Vec::new();
        let (Some(dataset), Some(nr)) = (self.dataset(place), self.column(column)) else {
            return copies;
        };
        let text = nr.text(dataset, self.titles);
        if !text.is_empty() {
            copies.push(("Copy cell", text));
        }
        for (name, column) in [
            ("Copy address of the data", C::AccessUrl),
            ("Copy identifier", C::ObsPublisherDid),
        ] {
            if let Some(text) = dataset.text(column) {
                copies.push((name, text.to_owned()));
            }
        }
        copies
    }

    fn menu_ui(&self, ui: &mut Ui, place: usize, column: usize, actions: &mut Actions) {
        menus::cell_menu_ui(ui, self, (place, column), actions);
    }

    fn head_menu_ui(&self, ui: &mut Ui, column: usize, actions: &mut Actions) -> bool {
        let Some(nr) = self.column(column) else {
            return false;
        };
        menus::head_menu_ui(ui, self.state, nr, actions);
        true
    }

    fn is_selected(&self, place: usize) -> bool {
        let row = self.state.table.row(place);
        row.is_some_and(|row| self.state.selection.contains(row))
    }

    fn n_selected(&self) -> usize {
        self.state.selection.len()
    }

    fn can_be_dragged(&self) -> bool {
        true
    }

    fn is_hovered(&self, place: usize) -> bool {
        self.hovered.is_some() && self.hovered == self.state.table.row(place)
    }

    fn identity(&self, place: usize) -> usize {
        self.state.table.row(place).unwrap_or(place)
    }

    fn place(&self, identity: usize) -> Option<usize> {
        self.state.table.place(identity)
    }

    fn order(&self) -> u64 {
        self.state.table.order
    }
}
