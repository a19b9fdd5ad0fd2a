//! Datasets as a value that is written to disk and read back, where nothing that is read is taken on trust.

use super::{Column, Datasets, ObsColumn};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Rows of a chunk at most, far beyond any batch of an answer: a damaged number must not ask for rows without end.
const MOST_ROWS: u64 = 1 << 24;

impl Serialize for Datasets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.n_rows as u64, self.columns.as_slice()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Datasets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (n_rows, columns) = <(u64, Vec<Column>)>::deserialize(deserializer)?;
        if n_rows > MOST_ROWS {
            return Err(D::Error::custom("too many rows"));
        }
        let n_rows = usize::try_from(n_rows).map_err(D::Error::custom)?;
        let columns: Box<[Column; ObsColumn::COUNT]> = columns
            .into_boxed_slice()
            .try_into()
            .map_err(|other: Box<[Column]>| {
                D::Error::custom(format_args!("{} columns", other.len()))
            })?;
        Ok(Self { n_rows, columns })
    }
}
