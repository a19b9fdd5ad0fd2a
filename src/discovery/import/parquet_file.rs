//! A Parquet file of ours: its datasets, and the VOTable with all else in its metadata.

use super::{OpenError, contents::Contents};
use crate::{
    discovery::export::PROVENANCE_KEY,
    domain::{dataset::DatasetsBuilder, obscore::ObsColumn},
};
use parquet::{
    column::reader::{ColumnReader, ColumnReaderImpl},
    data_type::{ByteArray, DataType},
    errors::ParquetError,
    file::reader::{FileReader as _, RowGroupReader, SerializedFileReader},
};
use std::{
    fs::File,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

/// Rows that are read at once.
const ROWS: usize = 8_192;

/// Reads the datasets, as far as they are whole, and the VOTable.
///
/// # Errors
/// Where it is not ours, or breaks off: what a Parquet file has stands at its end.
pub(super) fn read(file: File, path: &Path, contents: &mut Contents) -> Result<(), OpenError> {
    // The reader of this format is not made for bytes that mean harm.
    let read = catch_unwind(AssertUnwindSafe(|| read_file(file, path, contents)));
    read.unwrap_or_else(|_| {
        Err(OpenError::damaged(
            "its metadata contradict themselves",
            path,
        ))
    })
}

fn read_file(file: File, path: &Path, contents: &mut Contents) -> Result<(), OpenError> {
    let reader = SerializedFileReader::new(file).map_err(|error| {
        OpenError::damaged(
            &format!("it breaks off, or its end is damaged: {error}"),
            path,
        )
    })?;
    let metadata = reader.metadata().file_metadata();
    let pairs = metadata.key_value_metadata().into_iter().flatten();
    let mut ours = pairs.filter(|pair| pair.key == PROVENANCE_KEY);
    let document = ours.next().and_then(|pair| pair.value.as_deref());
    if let Some(document) = document {
        contents.read_votable(document.as_bytes()).ok();
    }
    if !contents.is_ours() {
        return Err(OpenError::not_ours(
            "this Parquet file was not written by vodiscover, so that it has no question and no services to go on with; \
             TOPCAT opens it",
            path,
        ));
    }
    for nr in 0..reader.num_row_groups() {
        let read = reader.get_row_group(nr);
        let read = read.and_then(|group| read_group(&*group, contents));
        if read.is_err() {
            contents.end_chunk();
            let n_rows = contents.n_datasets();
            let why = || format!("it is damaged after {n_rows} rows");
            contents.breach.get_or_insert_with(why);
        }
        if contents.breach.is_some() {
            break;
        }
    }
    contents.end_chunk();
    Ok(())
}

/// Reads the rows of a group, some of each column at a time.
fn read_group(group: &dyn RowGroupReader, contents: &mut Contents) -> Result<(), ParquetError> {
    let schema = group.metadata().schema_descr_ptr();
    let mut lanes = Vec::new();
    for (at, described) in schema.columns().iter().enumerate() {
        let known = ObsColumn::from_name(described.name());
        if let Some(column) = known.filter(|_| described.max_rep_level() == 0) {
            lanes.push(Lane {
                column,
                full: described.max_def_level(),
                reader: group.get_column_reader(at)?,
                levels: Vec::new(),
                values: Values::Nothing,
            });
        }
    }
    let mut left = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
    while left > 0 && contents.breach.is_none() {
        let wanted = left.min(ROWS);
        for lane in &mut lanes {
            lane.read(wanted)?;
        }
        let mut cells: Vec<Cells<'_>> = lanes.iter().map(Lane::cells).collect();
        for row in 0..wanted {
            contents.push_dataset(|into| cells.iter_mut().for_each(|it| it.fill(into, row)));
        }
        left -= wanted;
    }
    Ok(())
}

/// A column that is being read.
struct Lane {
    column: ObsColumn,
    /// The level of a value that is there.
    full: i16,
    reader: ColumnReader,
    levels: Vec<i16>,
    values: Values,
}

/// The values of some rows, without nulls.
enum Values {
    Nothing,
    Texts(Vec<ByteArray>),
    Integers(Vec<i64>),
    Numbers(Vec<f64>),
}

impl Lane {
    /// Reads exactly so many rows.
    fn read(&mut self, wanted: usize) -> Result<(), ParquetError> {
        let levels = &mut self.levels;
        levels.clear();
        self.values = match &mut self.reader {
            ColumnReader::ByteArrayColumnReader(reader) => {
                Values::Texts(values(reader, wanted, levels)?)
            }
            ColumnReader::Int32ColumnReader(reader) => {
                let values = values(reader, wanted, levels)?;
                Values::Integers(values.into_iter().map(i64::from).collect())
            }
            ColumnReader::Int64ColumnReader(reader) => {
                Values::Integers(values(reader, wanted, levels)?)
            }
            ColumnReader::FloatColumnReader(reader) => {
                let values = values(reader, wanted, levels)?;
                Values::Numbers(values.into_iter().map(f64::from).collect())
            }
            ColumnReader::DoubleColumnReader(reader) => {
                Values::Numbers(values(reader, wanted, levels)?)
            }
            _ => Values::Nothing,
        };
        if self.full == 0 {
            levels.resize(wanted, 0);
        }
        Ok(())
    }

    fn cells(&self) -> Cells<'_> {
        Cells {
            lane: self,
            next: 0,
        }
    }
}

/// Reads exactly so many rows of a column; the levels say which of them have a value.
fn values<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    wanted: usize,
    levels: &mut Vec<i16>,
) -> Result<Vec<T::T>, ParquetError> {
    let (mut values, mut n_read) = (Vec::new(), 0);
    while n_read < wanted {
        let (n, _, _) = reader.read_records(wanted - n_read, Some(levels), None, &mut values)?;
        if n == 0 {
            return Err(ParquetError::EOF("a column ends too early".to_owned()));
        }
        n_read += n;
    }
    Ok(values)
}

/// The cells of some rows of a column, one after the other.
struct Cells<'a> {
    lane: &'a Lane,
    next: usize,
}

impl Cells<'_> {
    /// Fills in the cell of a row; the rows come in order.
    fn fill(&mut self, into: &mut DatasetsBuilder, row: usize) {
        if self.lane.levels.get(row) != Some(&self.lane.full) {
            return;
        }
        let (column, at) = (self.lane.column, self.next);
        self.next += 1;
        match &self.lane.values {
            Values::Nothing => {}
            Values::Texts(values) => {
                let bytes = values.get(at).map(ByteArray::data);
                if let Some(text) = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()) {
                    into.set_text(column, text);
                }
            }
            Values::Integers(values) => {
                if let Some(value) = values.get(at) {
                    into.set_integer(column, *value);
                }
            }
            Values::Numbers(values) => {
                if let Some(value) = values.get(at) {
                    into.set_number(column, *value);
                }
            }
        }
    }
}
