//! The datasets as comma-separated values, and where their provenance stands.

use crate::{
    discovery::record::Record,
    domain::obscore::{Kind, ObsColumn},
};
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The file beside a CSV file that has its question, its services and its log: such a file has no place for them.
pub(in crate::discovery) fn beside(path: &Path) -> PathBuf {
    path.with_extension("provenance.vot")
}

/// One line a dataset, numbers so that they read back the same, nulls empty.
pub(super) fn write_datasets(record: &Record, out: &mut dyn Write) -> io::Result<()> {
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
