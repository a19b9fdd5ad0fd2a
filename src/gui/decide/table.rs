//! What is asked of the table of datasets.

use super::Effect;
use crate::{
    domain::row_set::RowSet,
    gui::{
        action::TableAction,
        columns::{ColumnNr, ColumnsLayout, titles},
        selection::Combine,
        state::{Made, Selected, State, Tab},
        widgets::sheet::one_line,
    },
    listing::{Direction, Filter, SortKey, alike},
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
                let record = self.record()?;
                let rows = alike(record.found(), grouping, &titles(record), row);
                self.select_rows(&Arc::new(rows), Combine::Replace);
            }
            TableAction::CopySelected => return self.copied().map(Effect::Copy),
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
        let is_of_this_run = self.search.as_ref().is_some_and(|it| it.id == made.run);
        if !is_of_this_run || made.wanted != self.table.wanted || self.table.is_plain() {
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
        let current = match self.selected {
            Selected::Dataset(row) => Some(row),
            Selected::Nothing | Selected::Service(_) | Selected::Line(_) => None,
        };
        let anchor = self.table.anchor;
        let anchor = anchor.filter(|row| self.selection.contains(*row));
        let anchor = anchor.or(current).unwrap_or(row);
        let from = self.table.place(anchor).unwrap_or(place);
        let range = from.min(place)..=from.max(place);
        let rows: RowSet = range.filter_map(|place| self.table.row(place)).collect();
        self.selection.combine(&Arc::new(rows), Combine::Replace);
        self.selected = Selected::Dataset(row);
        self.table.anchor = Some(anchor);
    }

    /// The selected rows in the order of the list, under their heads, with tabs between the cells.
    fn copied(&self) -> Option<String> {
        let record = self.record()?;
        let titles = titles(record);
        let columns: Vec<ColumnNr> = self.table.columns.shown().collect();
        let mut rows: Vec<(Option<usize>, usize)> = self
            .selection
            .rows()
            .iter()
            .map(|row| (self.table.place(row), row))
            .collect();
        // Those that the filter holds back come last.
        rows.sort_unstable_by_key(|(place, row)| (place.is_none(), *place, *row));
        let heads: Vec<&str> = columns.iter().map(|nr| nr.head()).collect();
        let mut lines = vec![heads.join("\t")];
        let datasets = rows.iter().filter_map(|(_, row)| record.found().row(*row));
        lines.extend(datasets.map(|dataset| {
            let cells = columns.iter();
            let cells = cells.map(|nr| one_line(&nr.text(dataset, &titles)));
            cells.collect::<Vec<_>>().join("\t")
        }));
        Some(lines.join("\n"))
    }
}

#[cfg(test)]
mod tests;
