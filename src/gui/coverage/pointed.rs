//! The datasets of the service under the pointer.

use crate::{
    discovery::event::ServiceNr,
    domain::row_set::RowSet,
    gui::hover::{Hover, Hovered},
};
use std::sync::Arc;

/// The datasets of the service under the pointer.
#[derive(Debug, Default)]
pub(super) struct Pointed {
    /// The service, as soon as its datasets are known.
    pub service: Option<ServiceNr>,
    rows: Option<Arc<RowSet>>,
    /// Another number whenever there are others.
    pub revision: u64,
}

impl Pointed {
    /// Takes in what is under the pointer.
    pub(super) fn keep_up(&mut self, hover: &Hover) {
        let rows = hover.rows();
        let is_same = match (&self.rows, rows) {
            (Some(before), Some(rows)) => Arc::ptr_eq(before, rows),
            (None, None) => true,
            _ => false,
        };
        if !is_same {
            self.rows = rows.cloned();
            self.revision += 1;
        }
        self.service = match hover.now() {
            Hovered::Service(nr) => rows.map(|_| nr),
            Hovered::Nothing | Hovered::Dataset(_) => None,
        };
    }

    /// Their rows.
    pub(super) fn rows(&self) -> Arc<RowSet> {
        self.rows.clone().unwrap_or_default()
    }
}
