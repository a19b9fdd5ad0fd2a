//! The datasets that are selected, in all panels at once.

use crate::domain::row_set::RowSet;
use std::sync::Arc;

/// How rows change a selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Combine {
    /// They take its place.
    Replace,
    /// They join it.
    Add,
}

/// The datasets that are selected.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selection {
    rows: Arc<RowSet>,
    revision: u64,
}

impl Selection {
    /// Their rows.
    pub(crate) fn rows(&self) -> &Arc<RowSet> {
        &self.rows
    }

    /// Whether the dataset in this row is selected.
    pub(crate) fn contains(&self, row: usize) -> bool {
        self.rows.contains(row)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing is selected.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Another number whenever the selection is another.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// Changes it.
    pub(crate) fn combine(&mut self, rows: &Arc<RowSet>, how: Combine) {
        match how {
            Combine::Replace => self.rows = Arc::clone(rows),
            Combine::Add => Arc::make_mut(&mut self.rows).add(rows),
        }
        self.revision += 1;
    }

    /// Takes in a row that is not in it, and out one that is.
    pub(crate) fn toggle(&mut self, row: usize) {
        let rows = Arc::make_mut(&mut self.rows);
        if rows.contains(row) {
            rows.remove(row);
        } else {
            rows.insert(row);
        }
        self.revision += 1;
    }

    /// Empties it.
    pub(crate) fn clear(&mut self) {
        self.combine(&Arc::new(RowSet::new()), Combine::Replace);
    }
}
