//! The datasets as Parquet, described by a VOTable in its metadata as the `VOParquet` convention 1.0 has it (IVOA Note "Parquet in
//! the VO"), with all else in a second one.

use super::document;
use crate::{
    discovery::record::Record,
    domain::{
        dataset::Datasets,
        obscore::{Kind, ObsColumn},
    },
    votable::Serialization,
};
use parquet::{
    basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical},
    data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type},
    errors::ParquetError,
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties},
        writer::{SerializedColumnWriter, SerializedFileWriter},
    },
    schema::types::Type,
};
use std::{
    io::{self, Write},
    sync::Arc,
};

/// The key of the version of the convention.
const VERSION_KEY: &str = "IVOA.VOTable-Parquet.version";
/// The key of the VOTable, whose first TABLE describes the columns and has no rows.
const CONTENT_KEY: &str = "IVOA.VOTable-Parquet.content";

/// The key of a VOTable of ours with the services, the requests, and all that is said of the search.
pub(in crate::discovery) const PROVENANCE_KEY: &str = "vodiscover.provenance";

/// Rows in a group: readers take in a group at a time, and dictionaries of texts hold for one.
const GROUP: usize = 1 << 17;

/// Writes the datasets with all else.
pub(super) fn write(record: &Record, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let (mut content, mut provenance) = (Vec::new(), Vec::new());
    document::write_without_rows(record, &mut content)?;
    document::write_provenance(record, Serialization::TableData, &mut provenance)?;
    let text = |bytes| String::from_utf8(bytes).map_err(io::Error::other);
    let pairs = [
        (VERSION_KEY, "1.0".to_owned()),
        (CONTENT_KEY, text(content)?),
        (PROVENANCE_KEY, text(provenance)?),
    ];
    let pairs = pairs.map(|(key, value)| KeyValue::new(key.to_owned(), value));
    write_rows(record.found().chunks(), pairs.into(), out).map_err(told)
}

fn write_rows(
    chunks: &[Arc<Datasets>],
    pairs: Vec<KeyValue>,
    out: &mut (dyn Write + Send),
) -> Result<(), ParquetError> {
    let properties = WriterProperties::builder()
        .set_created_by(concat!("vodiscover ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_max_row_group_row_count(None)
        .set_key_value_metadata(Some(pairs))
        .build();
    let mut writer = SerializedFileWriter::new(out, Arc::new(schema()?), Arc::new(properties))?;
    let mut rest = chunks;
    while !rest.is_empty() {
        let (group, after) = rest.split_at(chunks_of_group(rest));
        rest = after;
        let mut row_group = writer.next_row_group()?;
        for column in ObsColumn::ALL {
            if let Some(mut cells) = row_group.next_column()? {
                write_column(&mut cells, column, group)?;
                cells.close()?;
            }
        }
        row_group.close()?;
    }
    writer.close().map(drop)
}

/// How many of the chunks make a group; at least one.
fn chunks_of_group(chunks: &[Arc<Datasets>]) -> usize {
    let mut n_rows = 0;
    let is_within = |chunk: &&Arc<Datasets>| {
        n_rows += chunk.len();
        n_rows <= GROUP
    };
    chunks.iter().take_while(is_within).count().max(1)
}

fn schema() -> Result<Type, ParquetError> {
    let fields: Result<Vec<_>, _> = ObsColumn::ALL.into_iter().map(field).collect();
    Type::group_type_builder("datasets")
        .with_fields(fields?)
        .build()
}

fn field(column: ObsColumn) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical, converted) = match (column.kind(), column) {
        (Kind::Text, _) => (
            Physical::BYTE_ARRAY,
            Some(LogicalType::String),
            ConvertedType::UTF8,
        ),
        (Kind::Integer, ObsColumn::CalibLevel) => (Physical::INT32, None, ConvertedType::NONE),
        (Kind::Integer, _) => (Physical::INT64, None, ConvertedType::NONE),
        (Kind::Number, _) => (Physical::DOUBLE, None, ConvertedType::NONE),
    };
    Type::primitive_type_builder(column.name(), physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .with_converted_type(converted)
        .build()
        .map(Arc::new)
}

/// Writes a column of a group: for each row whether it has a value, and the values of those that have.
fn write_column(
    cells: &mut SerializedColumnWriter<'_>,
    column: ObsColumn,
    group: &[Arc<Datasets>],
) -> Result<(), ParquetError> {
    match (column.kind(), column) {
        (Kind::Text, _) => {
            let writer = cells.typed::<ByteArrayType>();
            for chunk in group {
                let (values, levels) = texts(chunk, column);
                writer.write_batch(&values, Some(&levels), None)?;
            }
        }
        (Kind::Integer, ObsColumn::CalibLevel) => {
            let writer = cells.typed::<Int32Type>();
            for chunk in group {
                let small = |row| i32::try_from(chunk.integer(column, row)?).ok();
                let (values, levels) = present(chunk.len(), small);
                writer.write_batch(&values, Some(&levels), None)?;
            }
        }
        (Kind::Integer, _) => {
            let writer = cells.typed::<Int64Type>();
            for chunk in group {
                let (values, levels) = present(chunk.len(), |row| chunk.integer(column, row));
                writer.write_batch(&values, Some(&levels), None)?;
            }
        }
        (Kind::Number, _) => {
            let writer = cells.typed::<DoubleType>();
            for chunk in group {
                let (values, levels) = present(chunk.len(), |row| chunk.number(column, row));
                writer.write_batch(&values, Some(&levels), None)?;
            }
        }
    }
    Ok(())
}

/// The values that there are, and for each row whether it has one.
fn present<T>(n_rows: usize, value: impl Fn(usize) -> Option<T>) -> (Vec<T>, Vec<i16>) {
    let mut values = Vec::with_capacity(n_rows);
    let levels = (0..n_rows).map(|row| {
        let value = value(row);
        let level = i16::from(value.is_some());
        values.extend(value);
        level
    });
    let levels = levels.collect();
    (values, levels)
}

/// The texts of a chunk; those that repeat are made once.
fn texts(chunk: &Datasets, column: ObsColumn) -> (Vec<ByteArray>, Vec<i16>) {
    let texts = chunk.texts(column);
    let made: Vec<Option<ByteArray>> = (0..texts.len())
        .map(|nr| texts.text(nr).map(ByteArray::from))
        .collect();
    present(chunk.len(), |row| made.get(texts.nr(row)?)?.clone())
}

/// An error of the disk as the disk told it.
fn told(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
