//! The datasets that the filter lets through, in all panels at once.

use crate::domain::row_set::RowSet;
use std::sync::Arc;

/// Which rows are shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    /// `None`: all of them.
    rows: Option<Arc<RowSet>>,
    revision: u64,
}

impl Shown {
    /// Whether the dataset in this row is shown.
    pub(crate) fn contains(&self, row: usize) -> bool {
        self.rows.as_ref().is_none_or(|rows| rows.contains(row))
    }

    /// The rows that are shown; `None`: all of them.
    pub(crate) fn rows(&self) -> Option<&Arc<RowSet>> {
        self.rows.as_ref()
    }

    /// Another number whenever other rows are shown.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// Shows these rows; `None`: all of them.
    pub(crate) fn show(&mut self, rows: Option<Arc<RowSet>>) {
        if rows.is_some() || self.rows.is_some() {
            self.rows = rows;
            self.revision += 1;
        }
    }
}
