//! What is asked of the table of datasets.

use super::Effect;
use crate::{
    discovery::found::Found,
    domain::row_set::RowSet,
    gui::{
        action::{Action, TableAction},
        chores::Chore,
        columns::{ColumnNr, ColumnsLayout, titles},
        selection::Combine,
        state::{Made, Selected, State, Tab},
        widgets::sheet::one_line,
    },
    listing::{Direction, Filter, Grouping, Listing, SortKey, Titles, alike},
};
use std::sync::Arc;

impl State {
    pub(super) fn decide_table(&mut self, action: TableAction) -> Option<Effect> {
        let table = &mut self.table;
        match action {
            TableAction::Filter(text) => self.filter(text),
            TableAction::ClearFilter => self.filter(String::new()),
            TableAction::FilterToo(condition) => {
                let text = format!("{} {condition}", table.filter.trim_end());
                self.filter(text.trim_start().to_owned());
            }
            TableAction::GoToFilter => {
                self.tab = Tab::Datasets;
                return Some(Effect::GoToFilter);
            }
            TableAction::Sort(nr) => {
                let key = self.next_key(nr, self.table.sort.len() == 1);
                self.sort(key.into_iter().collect());
            }
            TableAction::SortToo(nr) => self.sort_too(nr),
            TableAction::SortBy(field, direction) => self.sort(vec![SortKey { field, direction }]),
            TableAction::Unsort => self.sort(Vec::new()),
            TableAction::ToggleColumn(nr) => table.columns.toggle(nr),
            TableAction::MoveColumn(nr, side) => {
                if let (Some(from), Some(to)) =
                    (table.columns.place(nr), table.columns.beside(nr, side))
                {
                    table.columns.carry(from, to);
                }
            }
            TableAction::CarryColumn(from, to) => table.columns.carry(from, to),
            TableAction::WidenColumn(place, width) => table.columns.widen(place, width),
            TableAction::ResetColumns => table.columns = ColumnsLayout::default(),
            TableAction::GroupBy(grouping) => {
                table.grouping = grouping;
                table.chosen = None;
                self.list_anew();
            }
            TableAction::Choose(chosen) => {
                table.chosen = chosen;
                self.list_anew();
            }
            TableAction::SelectAll => {
                let rows = match self.shown.rows() {
                    Some(rows) => Arc::clone(rows),
                    None => Arc::new(RowSet::all(self.n_found())),
                };
                self.select_rows(&rows, Combine::Replace);
            }
            TableAction::SelectUpTo(place) => self.select_up_to(place),
            TableAction::SelectAlike(grouping, row) => {
                return self.select_alike(grouping, row);
            }
            TableAction::CopySelected => return self.copy_selected(),
            TableAction::Listed(made) => self.take_listing(made),
        }
        None
    }

    /// Takes a filter as typed. What stands before a mistake is in force.
    fn filter(&mut self, text: String) {
        let (filter, error) = Filter::begun(&text);
        self.table.filter = text;
        self.table.error = error;
        if filter != self.table.in_force {
            self.table.in_force = filter;
            self.list_anew();
        }
    }

    /// The key that a click on a head makes; `None` where it is taken away.
    fn next_key(&self, nr: ColumnNr, goes_on: bool) -> Option<SortKey> {
        let field = nr.field();
        let direction = if goes_on {
            self.table.next_direction(field)?
        } else {
            Direction::Up
        };
        Some(SortKey { field, direction })
    }

    fn sort_too(&mut self, nr: ColumnNr) {
        let next = self.next_key(nr, true);
        let mut sort = self.table.sort.clone();
        match (self.table.sorted_by(nr.field()), next) {
            (Some((at, _)), Some(next)) => {
                if let Some(key) = sort.get_mut(at) {
                    *key = next;
                }
            }
            (Some((at, _)), None) => {
                sort.remove(at);
            }
            (None, next) => sort.extend(next),
        }
        self.sort(sort);
    }

    fn sort(&mut self, keys: Vec<SortKey>) {
        self.table.sort = keys;
        self.list_anew();
    }

    fn list_anew(&mut self) {
        self.table.want();
        if self.table.is_plain() {
            self.shown.show(None);
        }
    }

    /// Takes a list that was made, unless another is wanted by now.
    fn take_listing(&mut self, made: Made) {
        if !self.shows(made.run) || made.wanted != self.table.wanted || self.table.is_plain() {
            return;
        }
        self.table.listed = made.wanted;
        self.table.order += 1;
        self.shown.show(made.listing.passing.clone());
        self.table.listing = Some(made.listing);
    }

    /// Selects the rows from the one chosen last to this place of the list.
    fn select_up_to(&mut self, place: usize) {
        let Some(row) = self.table.row(place) else {
            return;
        };
        let anchor = self.table.anchor;
        let anchor = anchor.filter(|row| self.selection.contains(*row));
        let anchor = anchor.or(self.shown_row()).unwrap_or(row);
        let from = self.table.place(anchor).unwrap_or(place);
        let range = from.min(place)..=from.max(place);
        let rows: RowSet = range.filter_map(|place| self.table.row(place)).collect();
        self.selection.combine(&Arc::new(rows), Combine::Replace);
        self.selected = Selected::Dataset(row);
        self.table.anchor = Some(anchor);
    }

    /// Looks for the rows of the same group as this one, which of a million takes longer than a frame.
    fn select_alike(&self, grouping: Grouping, row: usize) -> Option<Effect> {
        let search = self.search.as_ref()?;
        let (run, found) = (search.id, search.record.found().clone());
        let titles = titles(&search.record);
        Some(Effect::Do(Chore::new(move || {
            let rows = alike(&found, grouping, &titles, row);
            Action::SelectRows(run, Arc::new(rows), Combine::Replace)
        })))
    }

    fn copy_selected(&self) -> Option<Effect> {
        let record = self.record()?;
        let copied = Copied {
            found: record.found().clone(),
            titles: titles(record),
            columns: self.table.columns.shown().collect(),
            rows: Arc::clone(self.selection.rows()),
            listing: self.table.listing.clone(),
        };
        Some(Effect::Do(Chore::new(move || Action::Copy(copied.text()))))
    }
}

/// Rows that are copied.
struct Copied {
    found: Found,
    titles: Titles,
    columns: Vec<ColumnNr>,
    rows: Arc<RowSet>,
    /// The list in whose order they stand; `None`: as they came.
    listing: Option<Arc<Listing>>,
}

impl Copied {
    /// The rows in the order of the list, under their heads, with tabs between the cells.
    fn text(&self) -> String {
        let place = |row: usize| match &self.listing {
            Some(listing) => listing.place(row),
            None => Some(row),
        };
        let mut rows: Vec<(Option<usize>, usize)> =
            self.rows.iter().map(|row| (place(row), row)).collect();
        // Those that the filter holds back come last.
        rows.sort_unstable_by_key(|(place, row)| (place.is_none(), *place, *row));
        let heads: Vec<&str> = self.columns.iter().map(|nr| nr.head()).collect();
        let mut lines = vec![heads.join("\t")];
        let datasets = rows.iter().filter_map(|(_, row)| self.found.row(*row));
        lines.extend(datasets.map(|dataset| {
            let cells = self.columns.iter();
            let cells = cells.map(|nr| one_line(&nr.text(dataset, &self.titles)));
            cells.collect::<Vec<_>>().join("\t")
        }));
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests;
