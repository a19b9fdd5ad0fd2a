//! The datasets as a FITS binary table, described by a VOTable in the primary HDU, as TOPCAT and STILTS have it ("FITS-plus").
//!
//! FITS has texts of printable ASCII only, all of a column as long as its longest: arrays of any length, which it has too, are read
//! by astropy letter by letter and without blanks. What a cell cannot hold as it is stands in a second VOTable, in the last HDU, with
//! all else, so that nothing is lost on the way back.

mod cells;

use super::{
    datasets::{Found2D, dataset_fields},
    document::{self, ExactText},
    provenance::services,
};
use crate::{
    discovery::record::Record,
    votable::{Field, Rows},
};
use cells::Columns;
use fits_well::{
    FitsError, FitsWriter,
    header::Header,
    image::{Image, Scaling},
    table::Builder,
};
use std::{
    io::{self, Write},
    sync::Arc,
};

/// The HDU of the datasets.
pub(in crate::discovery) const DATASETS: &str = "datasets";
/// The HDU of the services.
const PROVENANCE: &str = "provenance";
/// The HDU of the VOTable with all else.
pub(in crate::discovery) const ALL_ELSE: &str = "VOTABLE";

/// Bytes of a table at most: it is made in memory.
const MOST_BYTES: usize = 2 << 30;

/// A table is larger than can be made.
#[derive(Debug, thiserror::Error)]
#[error("a FITS table of it would have more than two gigabytes")]
pub(super) struct TooLarge;

/// Writes the datasets, the services, and all else.
pub(super) fn write(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let found = Found2D::of(record.found(), None);
    let of_services = services(record);
    let (datasets, exact) = table(&dataset_fields(), &found)?;
    let (provenance, _) = table(&of_services.fields(), &of_services)?;
    let mut heads = Vec::new();
    document::write_heads(record, &Narrow(&found), &Narrow(&of_services), &mut heads)?;
    let mut all_else = Vec::new();
    document::write_provenance_with(record, exact, &mut all_else)?;

    let mut file = FitsWriter::new(out);
    file.write_raw_hdu(&primary(heads.len()).map_err(told)?, &heads)
        .map_err(told)?;
    for (name, table) in [(DATASETS, datasets), (PROVENANCE, provenance)] {
        let named = named(name).map_err(told)?;
        file.write_table(&table, Some(&named)).map_err(told)?;
    }
    let image = Image::new(vec![all_else.len()], all_else, Scaling::IDENTITY).map_err(told)?;
    let named = named(ALL_ELSE).map_err(told)?;
    file.write_image(image.view(), Some(&named)).map_err(told)
}

/// The header of an HDU of so many bytes: the cards by which the convention is known, in their order.
fn primary(n_bytes: usize) -> Result<Header, FitsError> {
    let n_bytes = i64::try_from(n_bytes).unwrap_or(i64::MAX);
    let mut header = Header::new();
    header.set("SIMPLE", true)?;
    header.set("BITPIX", 8)?;
    header.set("NAXIS", 1)?;
    header.set("NAXIS1", n_bytes)?;
    header.set("VOTMETA", true)?;
    header.set("EXTEND", true)?;
    Ok(header)
}

fn named(name: &str) -> Result<Header, FitsError> {
    let mut header = Header::new();
    header.set("EXTNAME", name)?;
    Ok(header)
}

/// A table of these rows, and the texts of which it does not hold every letter.
fn table(fields: &[Field], rows: &dyn Rows) -> io::Result<(Builder, Vec<ExactText>)> {
    let mut columns = Columns::of(fields, rows);
    let is_too_large = columns
        .row_bytes()
        .checked_mul(rows.len())
        .is_none_or(|all| all > MOST_BYTES);
    if is_too_large {
        return Err(io::Error::other(TooLarge));
    }
    let mut table = Builder::with_rows(rows.len());
    while let Some(column) = columns.next_column() {
        table.push(column).map_err(told)?;
    }
    Ok((table, columns.into_exact()))
}

/// Rows whose texts are all ASCII, as FITS has them.
struct Narrow<'a>(&'a dyn Rows);

impl Rows for Narrow<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn cell(&self, row: usize, column: usize) -> crate::votable::Cell<'_> {
        self.0.cell(row, column)
    }

    fn has_wide_text(&self, _: usize) -> bool {
        false
    }
}

/// An error of the disk as the disk told it.
fn told(error: FitsError) -> io::Error {
    match error {
        FitsError::Io(error) => error,
        other => io::Error::other(Arc::new(other)),
    }
}
