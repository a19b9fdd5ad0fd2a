//! The rows of a small table, as texts by the names of their columns.

use crate::{
    discovery::event::ServiceNr,
    domain::time::Mjd,
    votable::{Batch, TableHead},
};
use std::time::{Duration, SystemTime};

/// The rows of a small table.
#[derive(Debug, Default)]
pub(super) struct Lines {
    names: Vec<String>,
    rows: Vec<Vec<Box<str>>>,
}

/// One of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    names: &'a [String],
    cells: &'a [Box<str>],
}

impl Lines {
    /// A table with these columns and no row yet.
    pub(super) fn of(head: &TableHead) -> Self {
        Self {
            names: head.fields.iter().map(|field| field.name.clone()).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds rows, and gives the bytes that they take.
    pub(super) fn take(&mut self, batch: &Batch) -> usize {
        let mut n_bytes = 0;
        for row in 0..batch.len() {
            let cells: Vec<Box<str>> = batch
                .columns()
                .iter()
                .map(|column| column.text(row).unwrap_or_default().into())
                .collect();
            n_bytes += cells.iter().map(|cell| cell.len() + 16).sum::<usize>();
            self.rows.push(cells);
        }
        n_bytes
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Line<'_>> {
        self.rows.iter().map(|cells| Line {
            names: &self.names,
            cells,
        })
    }
}

impl<'a> Line<'a> {
    /// The text in a column; empty where it is null, and where there is no such column.
    pub(super) fn text(self, name: &str) -> &'a str {
        let at = self.names.iter().position(|it| it == name);
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell)
    }

    /// Whether there is such a column: older versions wrote fewer.
    pub(super) fn has(self, name: &str) -> bool {
        self.names.iter().any(|it| it == name)
    }

    /// A number of things; none is 0.
    pub(super) fn count(self, name: &str) -> u64 {
        self.text(name).parse().unwrap_or_default()
    }

    /// A service by its row.
    pub(super) fn service(self, name: &str) -> Option<ServiceNr> {
        service(self.text(name))
    }

    /// A time in seconds.
    pub(super) fn seconds(self, name: &str) -> Duration {
        seconds(self.text(name)).unwrap_or_default()
    }

    /// An instant.
    pub(super) fn instant(self, name: &str) -> Option<SystemTime> {
        instant(self.text(name))
    }
}

/// A service by its row, which is counted from 1 in a file and from 0 here.
pub(super) fn service(row: &str) -> Option<ServiceNr> {
    row.parse::<u32>().ok()?.checked_sub(1).map(ServiceNr)
}

/// A time in seconds, of a day at most.
pub(super) fn seconds(text: &str) -> Option<Duration> {
    const MOST: Duration = Duration::from_hours(24);
    let seconds = text.trim().parse().ok()?;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .map(|it| it.min(MOST))
}

/// An instant, as the provenance has it.
pub(super) fn instant(text: &str) -> Option<SystemTime> {
    Mjd::from_iso(text)?.instant()
}
