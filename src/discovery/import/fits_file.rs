//! A FITS file of ours: its datasets, the VOTable that describes them, and the one with all else.

use super::{OpenError, contents::Contents};
use crate::{
    discovery::export::{ALL_ELSE, DATASETS},
    domain::{
        dataset::DatasetsBuilder,
        obscore::{Kind, ObsColumn},
    },
};
use fits_well::{
    FitsError,
    io::StreamReader,
    table::{CharacterField, ColumnData, Table},
};
use std::{
    fs::File,
    io::BufReader,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

/// Rows that are read at once, where they are not long.
const ROWS: usize = 8_192;
/// Bytes of rows that are read at once.
const BYTES: usize = 64 << 20;
/// Bytes of a VOTable at most.
const MOST_TEXT: u64 = 512 << 20;

type Reader = StreamReader<BufReader<File>>;

/// Reads the datasets, as far as they are whole, and what is said of them.
///
/// # Errors
/// Where it is not ours, or nothing of it is whole.
pub(super) fn read(file: File, path: &Path, contents: &mut Contents) -> Result<(), OpenError> {
    let read = catch_unwind(AssertUnwindSafe(|| read_file(file, path, contents)));
    read.unwrap_or_else(|_| {
        Err(OpenError::damaged(
            "its headers contradict themselves",
            path,
        ))
    })
}

fn read_file(file: File, path: &Path, contents: &mut Contents) -> Result<(), OpenError> {
    let mut reader = Reader::open(BufReader::new(file))
        .map_err(|error| OpenError::damaged(&error.to_string(), path))?;
    // It describes the datasets, and says what was asked.
    read_votable(&mut reader, 0, contents);
    if !contents.is_ours() {
        return Err(OpenError::not_ours(
            "this FITS file was not written by vodiscover, so that it has no question and no services to go on with; \
             TOPCAT or ds9 open it",
            path,
        ));
    }
    (contents.services, contents.requests) = (None, None);
    if let Some(at) = place(&reader, ALL_ELSE) {
        let mut all = Contents::default();
        read_votable(&mut reader, at, &mut all);
        if all.is_ours() && all.breach.is_none() {
            *contents = all;
        }
    }
    contents.breach = None;
    match place(&reader, DATASETS) {
        Some(at) => read_rows(&mut reader, at, contents),
        None => contents.breach = Some("it breaks off before its datasets".to_owned()),
    }
    contents.end_chunk();
    Ok(())
}

/// The number of the HDU of this name.
fn place(reader: &Reader, name: &str) -> Option<usize> {
    let mut hdus = reader.hdus().iter();
    hdus.position(|hdu| hdu.extname().is_ok_and(|own| own == Some(name)))
}

/// Reads the VOTable in an HDU of bytes, as far as there is one.
fn read_votable(reader: &mut Reader, at: usize, contents: &mut Contents) {
    let is_small = |hdu: &fits_well::io::Hdu| hdu.data_bytes <= MOST_TEXT;
    if reader.hdus().get(at).is_some_and(is_small)
        && let Ok(bytes) = reader.read_data_unit(at)
    {
        contents.read_votable(bytes.as_slice()).ok();
    }
}

/// Reads the rows of a table, so many at a time; where that fails, fewer, so that no whole row is lost.
fn read_rows(reader: &mut Reader, at: usize, contents: &mut Contents) {
    let schema = reader.hdu(at).and_then(|hdu| hdu.table_schema().cloned());
    let Ok(schema) = schema else {
        contents.breach = Some("its table of datasets is damaged".to_owned());
        return;
    };
    let (n_rows, row_bytes) = (schema.row_count(), schema.row_len().max(1));
    let mut wanted = (BYTES / row_bytes).clamp(1, ROWS);
    let mut first = 0;
    while first < n_rows && contents.breach.is_none() {
        let end = n_rows.min(first + wanted);
        let table = reader.read_table_rows(at, first..end);
        match table.and_then(|table| Lane::all(&table)) {
            Ok(lanes) => {
                take(&lanes, first..end, contents);
                first = end;
            }
            Err(_) if wanted > 1 => wanted /= 2,
            Err(_) => contents.breach = Some(format!("it breaks off after {first} rows")),
        }
    }
}

fn take(lanes: &[Lane], rows: std::ops::Range<usize>, contents: &mut Contents) {
    for (at, row) in rows.enumerate() {
        let exact = std::mem::take(&mut contents.exact);
        let of_row = exact.range((row, 0)..(row + 1, 0));
        contents.push_dataset(|into| {
            for lane in lanes {
                lane.fill(into, at);
            }
            for ((_, column), text) in of_row {
                if let Some(column) = ObsColumn::ALL.get(*column) {
                    into.set_text(*column, text);
                }
            }
        });
        contents.exact = exact;
    }
}

/// A column that was read.
struct Lane {
    column: ObsColumn,
    data: ColumnData,
    /// Bytes of a text.
    width: usize,
    null: Option<i64>,
}

impl Lane {
    fn all(table: &Table) -> Result<Vec<Self>, FitsError> {
        let mut lanes = Vec::new();
        for (at, described) in table.schema().columns.iter().enumerate() {
            let Some(column) = described.name()?.and_then(ObsColumn::from_name) else {
                continue;
            };
            let mut data = ColumnData::U8(Vec::new());
            table.column(at)?.raw_into(&mut data)?;
            lanes.push(Self {
                column,
                data,
                width: described.tform.repeat(),
                null: described.tnull()?,
            });
        }
        Ok(lanes)
    }

    /// Fills in the cell of a row.
    fn fill(&self, into: &mut DatasetsBuilder, row: usize) {
        match (&self.data, self.column.kind()) {
            (ColumnData::Character(bytes), Kind::Text) => {
                let first = row * self.width;
                let field = bytes.get(first..first + self.width).unwrap_or_default();
                let text = String::from_utf8_lossy(CharacterField::new(field).members());
                into.set_text(self.column, text.trim_end_matches(' '));
            }
            (ColumnData::I32(values), Kind::Integer) => {
                let value = values.get(row).copied().map(i64::from);
                self.set_whole(into, value);
            }
            (ColumnData::I64(values), Kind::Integer) => {
                self.set_whole(into, values.get(row).copied());
            }
            (ColumnData::F64(values), Kind::Number) => {
                if let Some(value) = values.get(row) {
                    into.set_number(self.column, *value);
                }
            }
            // Not as we write it.
            _ => {}
        }
    }

    fn set_whole(&self, into: &mut DatasetsBuilder, value: Option<i64>) {
        if let Some(value) = value.filter(|_| value != self.null) {
            into.set_integer(self.column, value);
        }
    }
}
