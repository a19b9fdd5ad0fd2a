//! Plain rows as a table that can be written: what each column is, and how it is read from a row.

use super::csv_file;
use crate::votable::{Cell, Datatype, Field, Rows};
use std::{
    fmt,
    io::{self, Write},
    time::Duration,
};

/// A column, and its value in a row.
pub(super) struct Column<R> {
    pub(super) name: &'static str,
    pub(super) datatype: Datatype,
    pub(super) unit: Option<&'static str>,
    pub(super) ucd: &'static str,
    pub(super) xtype: Option<&'static str>,
    pub(super) description: &'static str,
    pub(super) cell: fn(&R) -> Cell<'_>,
}

impl<R> Column<R> {
    /// A column of texts.
    pub(super) const fn text(
        name: &'static str,
        ucd: &'static str,
        description: &'static str,
        cell: fn(&R) -> Cell<'_>,
    ) -> Self {
        Self {
            name,
            datatype: Datatype::Char,
            unit: None,
            ucd,
            xtype: None,
            description,
            cell,
        }
    }

    /// A column of whole numbers.
    pub(super) const fn count(
        name: &'static str,
        description: &'static str,
        cell: fn(&R) -> Cell<'_>,
    ) -> Self {
        Self {
            datatype: Datatype::Long,
            ..Self::text(name, "meta.number", description, cell)
        }
    }

    /// A column of instants, as [`timestamp`](crate::discovery::provenance::timestamp) has them.
    pub(super) const fn instant(
        name: &'static str,
        description: &'static str,
        cell: fn(&R) -> Cell<'_>,
    ) -> Self {
        Self {
            xtype: Some("timestamp"),
            ..Self::text(name, "time.start", description, cell)
        }
    }

    /// A column of durations in seconds.
    pub(super) const fn seconds(
        name: &'static str,
        description: &'static str,
        cell: fn(&R) -> Cell<'_>,
    ) -> Self {
        Self {
            datatype: Datatype::Double,
            unit: Some("s"),
            ..Self::text(name, "time.duration", description, cell)
        }
    }

    fn field(&self) -> Field {
        Field {
            unit: self.unit.map(str::to_owned),
            ucd: Some(self.ucd.to_owned()),
            xtype: self.xtype.map(str::to_owned),
            description: Some(self.description.to_owned()),
            ..match self.datatype {
                Datatype::Char => Field::text(self.name),
                other => Field::new(self.name, other),
            }
        }
    }
}

/// A text as a value; none where it is empty.
pub(super) fn text(text: &str) -> Cell<'_> {
    if text.is_empty() {
        Cell::Null
    } else {
        Cell::Text(text)
    }
}

/// A number of things as a value.
pub(super) fn count(number: u64) -> Cell<'static> {
    i64::try_from(number).map_or(Cell::Null, Cell::Int)
}

/// A time in seconds as a value.
pub(super) fn seconds(time: Option<Duration>) -> Cell<'static> {
    time.map_or(Cell::Null, |time| Cell::Double(time.as_secs_f64()))
}

/// Rows with their columns.
pub(super) struct Listing<R: 'static> {
    columns: &'static [Column<R>],
    rows: Vec<R>,
}

impl<R> Listing<R> {
    pub(super) fn new(columns: &'static [Column<R>], rows: impl IntoIterator<Item = R>) -> Self {
        Self {
            columns,
            rows: rows.into_iter().collect(),
        }
    }

    /// The columns as FIELDs.
    pub(super) fn fields(&self) -> Vec<Field> {
        self.columns.iter().map(Column::field).collect()
    }

    /// Writes the rows as comma-separated values.
    pub(super) fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
        csv_file::write(&names, self, out)
    }
}

impl<R> Rows for Listing<R> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        match (self.rows.get(row), self.columns.get(column)) {
            (Some(row), Some(column)) => (column.cell)(row),
            _ => Cell::Null,
        }
    }
}

impl<R> fmt::Debug for Listing<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listing")
            .field("rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}
