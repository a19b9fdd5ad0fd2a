//! What was found as a file: VOTable or CSV, with its provenance.

mod datasets;
mod document;
mod figure;
mod listing;
mod params;
mod provenance;
mod save;

pub use figure::{is_picture, save_figure};
pub use save::{SaveError, Saved, check_place, save, save_as, save_provenance};

use super::record::Record;
use crate::{
    domain::obscore::{Kind, ObsColumn},
    votable::Serialization,
};
use std::{
    io::{self, Write},
    path::Path,
};

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// VOTable 1.4: datasets, question, provenance, requests and log.
    VOTable(Serialization),
    /// Comma-separated values: the datasets alone, or the services alone, names in the first line.
    Csv,
}

impl Format {
    /// The format that a file's ending stands for.
    pub fn of(path: &Path) -> Result<Self, SaveError> {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_ascii_lowercase())
            .unwrap_or_default();
        match ending.as_str() {
            "vot" | "xml" | "votable" => Ok(Self::VOTable(Serialization::Binary2)),
            "csv" => Ok(Self::Csv),
            "parquet" => Err(SaveError::Parquet),
            _ => Err(SaveError::Ending(path.to_owned())),
        }
    }
}

/// Writes what was found, in one go.
pub fn write(record: &Record, format: Format, out: &mut dyn Write) -> Result<(), SaveError> {
    write_to(record, format, out).map_err(|error| SaveError::of(&error, Path::new("")))
}

/// Writes these rows of what was found, in this order, as a VOTable that else holds the same as that of [`write`].
pub fn write_rows(
    record: &Record,
    rows: &[usize],
    serialization: Serialization,
    out: &mut dyn Write,
) -> Result<(), SaveError> {
    document::write_all(record, Some(rows), serialization, out)
        .map_err(|error| SaveError::of(&error, Path::new("")))
}

/// Writes the provenance by itself.
pub fn write_provenance(
    record: &Record,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), SaveError> {
    provenance_to(record, format, out).map_err(|error| SaveError::of(&error, Path::new("")))
}

fn write_to(record: &Record, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::VOTable(serialization) => document::write_all(record, None, serialization, out),
        Format::Csv => write_csv(record, out),
    }
}

fn provenance_to(record: &Record, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::VOTable(serialization) => document::write_provenance(record, serialization, out),
        Format::Csv => provenance::services(record).write_csv(out),
    }
}

/// One line a dataset, numbers so that they read back the same, nulls empty.
fn write_csv(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = csv::Writer::from_writer(out);
    lines.write_record(ObsColumn::ALL.map(ObsColumn::name))?;
    for dataset in record.found().iter() {
        for column in ObsColumn::ALL {
            match column.info().kind {
                Kind::Text => lines.write_field(dataset.text(column).unwrap_or_default())?,
                Kind::Integer => lines.write_field(
                    dataset
                        .integer(column)
                        .map(|whole| whole.to_string())
                        .unwrap_or_default(),
                )?,
                Kind::Number => lines.write_field(
                    dataset
                        .number(column)
                        .map(|number| number.to_string())
                        .unwrap_or_default(),
                )?,
            }
        }
        lines.write_record(None::<&[u8]>)?;
    }
    lines.flush()
}

#[cfg(test)]
mod tests;
