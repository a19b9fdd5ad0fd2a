//! The datasets as Parquet, described by a VOTable in its metadata as the `VOParquet` convention 1.0 has it (IVOA Note "Parquet in
//! the VO"), with all else in a second one.

use super::{
    arrow_schema::{ArrowType, SCHEMA_KEY, arrow_schema},
    document,
};
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
    data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type},
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
/// The version.
const VERSION: &str = "1.0";
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
    let content = text(content)?;
    let convention = [(VERSION_KEY, VERSION), (CONTENT_KEY, content.as_str())];
    let columns = ObsColumn::ALL.map(|column| (column.name(), stored(column)));
    let schema = arrow_schema(&columns, &convention);
    let pairs = [
        (VERSION_KEY, VERSION.to_owned()),
        (CONTENT_KEY, content),
        (PROVENANCE_KEY, text(provenance)?),
        (SCHEMA_KEY, schema),
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

/// How the cells of a column are stored.
fn stored(column: ObsColumn) -> ArrowType {
    match (column.kind(), column) {
        (Kind::Text, _) => ArrowType::Text,
        (Kind::Integer, ObsColumn::CalibLevel) => ArrowType::Int32,
        (Kind::Integer, _) => ArrowType::Int64,
        (Kind::Number, _) => ArrowType::Double,
    }
}

fn field(column: ObsColumn) -> Result<Arc<Type>, ParquetError> {
    let physical = match stored(column) {
        ArrowType::Text => Physical::BYTE_ARRAY,
        ArrowType::Int32 => Physical::INT32,
        ArrowType::Int64 => Physical::INT64,
        ArrowType::Double => Physical::DOUBLE,
    };
    let (logical, converted) = match stored(column) {
        ArrowType::Text => (Some(LogicalType::String), ConvertedType::UTF8),
        ArrowType::Int32 | ArrowType::Int64 | ArrowType::Double => (None, ConvertedType::NONE),
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
    match stored(column) {
        ArrowType::Text => write_cells::<ByteArrayType>(cells, group, |chunk| texts(chunk, column)),
        ArrowType::Int32 => write_cells::<Int32Type>(cells, group, |chunk| {
            present(chunk.len(), |row| {
                i32::try_from(chunk.integer(column, row)?).ok()
            })
        }),
        ArrowType::Int64 => write_cells::<Int64Type>(cells, group, |chunk| {
            present(chunk.len(), |row| chunk.integer(column, row))
        }),
        ArrowType::Double => write_cells::<DoubleType>(cells, group, |chunk| {
            present(chunk.len(), |row| chunk.number(column, row))
        }),
    }
}

fn write_cells<T: DataType>(
    cells: &mut SerializedColumnWriter<'_>,
    group: &[Arc<Datasets>],
    of_chunk: impl Fn(&Datasets) -> (Vec<T::T>, Vec<i16>),
) -> Result<(), ParquetError> {
    let writer = cells.typed::<T>();
    for chunk in group {
        let (values, levels) = of_chunk(chunk);
        writer.write_batch(&values, Some(&levels), None)?;
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

/// The texts of a chunk, as parts of one piece of memory.
fn texts(chunk: &Datasets, column: ObsColumn) -> (Vec<ByteArray>, Vec<i16>) {
    let texts = chunk.texts(column);
    let (all, ends) = texts.end_to_end();
    let all = ByteArray::from(all);
    let mut first = 0;
    let made: Vec<Option<ByteArray>> = ends
        .iter()
        .map(|end| {
            let end = *end as usize;
            let text = (first < end).then(|| all.slice(first, end - first));
            first = end;
            text
        })
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
