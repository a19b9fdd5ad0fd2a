//! What a person can ask of the table of datasets.

use crate::{
    gui::{
        columns::{ColumnNr, Side},
        state::{Made, State},
    },
    listing::{Chosen, Direction, Field, Grouping},
};
use eframe::egui::{Key, Modifiers};

/// How many rows can be copied at once: more are better saved or sent.
pub(crate) const MOST_COPIED: usize = 10_000;

/// What a person can ask of the table of datasets.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TableAction {
    /// The filter now says this.
    Filter(String),
    /// Let all rows through.
    ClearFilter,
    /// Put the cursor into the filter.
    GoToFilter,
    /// Let only rows through for which this holds too.
    FilterToo(String),
    /// Sort by this column alone: up, then down, then not.
    Sort(ColumnNr),
    /// Sort by this column after the others.
    SortToo(ColumnNr),
    /// Sort by this field alone.
    SortBy(Field, Direction),
    /// Sort by nothing.
    Unsort,
    /// Show this column, or no longer.
    ToggleColumn(ColumnNr),
    /// Put this column one place further.
    MoveColumn(ColumnNr, Side),
    /// Put the column at one place at another.
    CarryColumn(usize, usize),
    /// Give the column at this place this width.
    WidenColumn(usize, f32),
    /// Show the columns as at first.
    ResetColumns,
    /// Group by this, or by nothing.
    GroupBy(Option<Grouping>),
    /// List only this group, or all.
    Choose(Option<Chosen>),
    /// Select all rows that are listed.
    SelectAll,
    /// Select all rows from the one chosen last to this place of the list.
    SelectUpTo(usize),
    /// Select all rows of the same group as this row.
    SelectAlike(Grouping, usize),
    /// Put the selected rows on the clipboard.
    CopySelected,
    /// A list was made.
    Listed(Made),
}

impl TableAction {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Filter(_) => "Filter",
            Self::ClearFilter => "Clear the filter",
            Self::GoToFilter => "Filter the datasets",
            Self::FilterToo(_) => "Filter by this value",
            Self::Sort(_) => "Sort",
            Self::SortToo(_) => "Sort by this too",
            Self::SortBy(_, Direction::Up) => "Sort upwards",
            Self::SortBy(_, Direction::Down) => "Sort downwards",
            Self::Unsort => "As they came",
            Self::ToggleColumn(_) => "Hide this column",
            Self::MoveColumn(_, Side::Left) => "Move left",
            Self::MoveColumn(_, Side::Right) => "Move right",
            Self::CarryColumn(..) => "Move",
            Self::WidenColumn(..) => "Widen",
            Self::ResetColumns => "Columns as at first",
            Self::GroupBy(None) => "No groups",
            Self::GroupBy(Some(Grouping::Collection)) => "Group by collection",
            Self::GroupBy(Some(Grouping::Service)) => "Group by service",
            Self::GroupBy(Some(Grouping::Instrument)) => "Group by instrument",
            Self::Choose(None) => "All groups",
            Self::Choose(Some(_)) => "This group",
            Self::SelectAll => "Select all",
            Self::SelectUpTo(_) => "Select",
            Self::SelectAlike(Grouping::Collection, _) => "Select all of this collection",
            Self::SelectAlike(Grouping::Service, _) => "Select all of this service",
            Self::SelectAlike(Grouping::Instrument, _) => "Select all of this instrument",
            Self::CopySelected => "Copy the selected rows",
            Self::Listed(_) => "List",
        }
    }

    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::GoToFilter => "Put the cursor into the filter above the datasets",
            Self::ClearFilter => "List all datasets again",
            Self::Unsort => "Sort by nothing: new rows come last",
            Self::SortToo(_) => "Order what is alike in the other columns; also a click with Shift",
            Self::ResetColumns => "Show the usual columns in their usual order and width",
            Self::SelectAll => "Select every dataset that is listed",
            Self::CopySelected => {
                "With their heads, and tabs between the cells, as spreadsheets take them"
            }
            _ => "",
        }
    }

    pub(crate) fn keys(&self) -> Option<(Modifiers, Key)> {
        match self {
            Self::GoToFilter => Some((Modifiers::COMMAND, Key::F)),
            Self::ClearFilter => Some((Modifiers::COMMAND | Modifiers::SHIFT, Key::K)),
            // These two the table takes while it has the focus: a field has them as well.
            Self::SelectAll => Some((Modifiers::COMMAND, Key::A)),
            Self::CopySelected => Some((Modifiers::COMMAND, Key::C)),
            _ => None,
        }
    }

    pub(crate) fn possible(&self, state: &State) -> Result<(), String> {
        let table = &state.table;
        let no = |reason: &str| Err(reason.to_owned());
        match self {
            Self::GoToFilter if state.search.is_none() => no("Run a search first"),
            Self::ClearFilter if table.filter.is_empty() => no("There is no filter"),
            Self::Unsort if table.sort.is_empty() => no("The rows stand as they came"),
            Self::ToggleColumn(nr)
                if table.columns.is_shown(*nr) && table.columns.nth(1).is_none() =>
            {
                no("It is the only column")
            }
            Self::MoveColumn(nr, side) if table.columns.beside(*nr, *side).is_none() => {
                no("It stands at the end")
            }
            Self::SelectAll if state.n_found() == 0 => no("There are no datasets"),
            Self::CopySelected if state.selection.is_empty() => no("No dataset is selected"),
            Self::CopySelected if state.selection.len() > MOST_COPIED => {
                no("Select at most 10,000 rows to copy; Save and Broadcast take any number")
            }
            _ => Ok(()),
        }
    }
}
