//! Tables as comma-separated values, and where the provenance of the datasets stands.

use super::datasets::Found2D;
use crate::{
    discovery::record::Record,
    domain::obscore::ObsColumn,
    votable::{Cell, Rows},
};
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The file beside a CSV file that has its question, its services and its log: such a file has no place for them.
pub(in crate::discovery) fn beside(path: &Path) -> PathBuf {
    path.with_extension("provenance.vot")
}

/// Writes the datasets.
pub(super) fn write_datasets(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let names = ObsColumn::ALL.map(ObsColumn::name);
    write(&names, &Found2D::of(record.found(), None), out)
}

/// One line a row, names in the first, numbers so that they read back the same, nulls empty.
pub(super) fn write(names: &[&str], rows: &dyn Rows, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = csv::Writer::from_writer(out);
    write_lines(names, rows, &mut lines).map_err(told)?;
    lines.flush()
}

fn write_lines<W: Write>(
    names: &[&str],
    rows: &dyn Rows,
    lines: &mut csv::Writer<W>,
) -> csv::Result<()> {
    lines.write_record(names)?;
    for row in 0..rows.len() {
        for column in 0..names.len() {
            match rows.cell(row, column) {
                Cell::Null => lines.write_field("")?,
                Cell::Bool(value) => lines.write_field(value.to_string())?,
                Cell::Int(value) => lines.write_field(value.to_string())?,
                Cell::Double(value) => lines.write_field(value.to_string())?,
                Cell::Text(value) => lines.write_field(value)?,
            }
        }
        lines.write_record(None::<&[u8]>)?;
    }
    Ok(())
}

/// An error of the disk as the disk told it.
fn told(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
