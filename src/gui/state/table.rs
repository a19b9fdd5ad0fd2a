//! How the datasets are listed: filter, order, groups, columns.

use crate::{
    discovery::event::RunId,
    gui::columns::ColumnsLayout,
    listing::{Chosen, Direction, Field, Filter, FilterError, Grouping, Listing, SortKey},
};
use std::sync::Arc;

/// How the datasets are listed.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// The filter as typed.
    pub filter: String,
    /// What is wrong with it; then what stands before the mistake is in force.
    pub error: Option<FilterError>,
    /// The filter that is in force.
    pub in_force: Filter,
    /// By what the rows are sorted.
    pub sort: Vec<SortKey>,
    /// By what the rows are grouped.
    pub grouping: Option<Grouping>,
    /// The group that alone is listed.
    pub chosen: Option<Chosen>,
    /// Which columns are shown.
    pub columns: ColumnsLayout,
    /// The row from which a range is selected.
    pub anchor: Option<usize>,
    /// The list; `None`: all rows as they came.
    pub listing: Option<Arc<Listing>>,
    /// Another number whenever another list is wanted.
    pub wanted: u64,
    /// Which of those the list answers.
    pub listed: u64,
    /// Another number with each list.
    pub order: u64,
}

/// A list that was made.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    /// Of which search.
    pub run: RunId,
    /// Which list was wanted.
    pub wanted: u64,
    /// The list.
    pub listing: Arc<Listing>,
}

impl PartialEq for Made {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.listing, &other.listing)
    }
}

impl Table {
    /// Whether all rows are listed as they came, and not counted.
    pub(crate) fn is_plain(&self) -> bool {
        !self.is_narrowed() && self.sort.is_empty() && self.grouping.is_none()
    }

    /// Whether only some rows are listed.
    pub(crate) fn is_narrowed(&self) -> bool {
        !self.in_force.is_empty() || self.chosen.is_some()
    }

    /// How many rows are listed of so many that were found.
    pub(crate) fn len(&self, n_found: usize) -> usize {
        match self.listing.as_deref() {
            Some(listing) => listing.order.as_ref().map_or(n_found, |order| order.len()),
            None => n_found,
        }
    }

    /// The row at a place of the list.
    pub(crate) fn row(&self, place: usize) -> Option<usize> {
        match self.listing.as_deref() {
            Some(listing) => listing.row(place),
            None => Some(place),
        }
    }

    /// The place of a row in the list; `None` when it is not in it.
    pub(crate) fn place(&self, row: usize) -> Option<usize> {
        match self.listing.as_deref() {
            Some(listing) => listing.place(row),
            None => Some(row),
        }
    }

    /// How the rows are sorted by this field, and as the how manieth.
    pub(crate) fn sorted_by(&self, field: Field) -> Option<(usize, Direction)> {
        let mut keys = self.sort.iter().enumerate();
        let found = keys.find(|(_, key)| key.field == field);
        found.map(|(nr, key)| (nr, key.direction))
    }

    /// Another list is wanted.
    pub(crate) fn want(&mut self) {
        self.wanted += 1;
        if self.is_plain() {
            self.listing = None;
            self.listed = self.wanted;
            self.order += 1;
        }
    }

    /// A new search begins: nothing is listed until a list of it is made.
    pub(crate) fn begin(&mut self) {
        self.chosen = None;
        self.anchor = None;
        self.want();
        if !self.is_plain() {
            self.listing = Some(Arc::new(Listing {
                order: Some(Arc::default()),
                places: Some(Arc::default()),
                ..Listing::default()
            }));
        }
    }

    /// The key by which a click sorts: first up, then down, then not at all.
    pub(crate) fn next_direction(&self, field: Field) -> Option<Direction> {
        match self.sorted_by(field) {
            None => Some(Direction::Up),
            Some((_, Direction::Up)) => Some(Direction::Down),
            Some((_, Direction::Down)) => None,
        }
    }
}
