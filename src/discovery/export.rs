//! What was found as a file: VOTable, compressed or not, CSV, Parquet or FITS, with its provenance.

mod arrow_schema;
mod csv_file;
mod datasets;
mod document;
mod figure;
mod fits_file;
mod format;
mod listing;
mod name;
mod params;
mod parquet_file;
mod provenance;
pub(super) mod reason;
mod save;

pub(super) use csv_file::beside;
pub use figure::{is_picture, save_figure};
pub(super) use fits_file::{ALL_ELSE, DATASETS};
pub use format::Format;
pub use name::file_name;
pub(super) use parquet_file::PROVENANCE_KEY;
pub use save::{
    SaveError, Saved, check_place, save, save_as, save_provenance, save_text, write_private,
};

use super::record::Record;
use crate::votable::Serialization;
use flate2::{Compression, write::GzEncoder};
use std::{
    io::{self, Write},
    path::Path,
};

/// Writes what was found, in one go.
pub fn write(record: &Record, format: Format, out: &mut dyn Write) -> Result<(), SaveError> {
    write_anywhere(record, format, out).map_err(|error| SaveError::of(&error, Path::new("")))
}

/// Writes these rows of what was found, in this order, as a VOTable that else holds the same as that of [`write()`].
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

/// Writes what was found as it goes.
fn write_to(record: &Record, format: Format, out: &mut (dyn Write + Send)) -> io::Result<()> {
    match format {
        Format::Parquet => parquet_file::write(record, out),
        other => write_anywhere(record, other, out),
    }
}

fn write_anywhere(record: &Record, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::VOTable(serialization) => document::write_all(record, None, serialization, out),
        Format::Gzip(serialization) => compressed(out, |out| {
            document::write_all(record, None, serialization, out)
        }),
        Format::Csv => csv_file::write_datasets(record, out),
        Format::Fits => fits_file::write(record, out),
        // Its writer hands out to where a thread may take it, which is not said of this.
        Format::Parquet => {
            let mut bytes = Vec::new();
            parquet_file::write(record, &mut bytes)?;
            out.write_all(&bytes)
        }
    }
}

fn provenance_to(record: &Record, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::VOTable(serialization) => document::write_provenance(record, serialization, out),
        Format::Gzip(serialization) => compressed(out, |out| {
            document::write_provenance(record, serialization, out)
        }),
        Format::Csv | Format::Fits | Format::Parquet => provenance::services(record).write_csv(out),
    }
}

/// Compresses what is written. The quickest level: rows in base64 gain little from the slower ones.
fn compressed(
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut packer = GzEncoder::new(out, Compression::fast());
    write(&mut packer)?;
    packer.finish()?.flush()
}

#[cfg(test)]
mod tests;
