//! How a file is written, as its ending says.

use super::SaveError;
use crate::votable::Serialization;
use std::path::Path;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// VOTable 1.4: datasets, question, provenance, requests and log.
    VOTable(Serialization),
    /// The same, compressed by gzip.
    Gzip(Serialization),
    /// Comma-separated values: the datasets alone, or the services alone, names in the first line. Where the datasets are
    /// saved, a VOTable beside them has all else.
    Csv,
    /// FITS: the datasets and the services as binary tables, described by a VOTable, with all else as another.
    Fits,
    /// Parquet: the datasets, described as the IVOA Note "Parquet in the VO" has it, with all else as a VOTable in its metadata.
    Parquet,
}

impl Format {
    /// The format that a file's ending stands for.
    pub fn of(path: &Path) -> Result<Self, SaveError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_ascii_lowercase();
        let ending = |name: &str| name.rsplit_once('.').map(|(_, ending)| ending.to_owned());
        let is_votable = |name: &str| {
            let ending = ending(name);
            matches!(ending.as_deref(), Some("vot" | "xml" | "votable"))
        };
        if is_votable(&name) {
            return Ok(Self::VOTable(Serialization::Binary2));
        }
        if name.strip_suffix(".gz").is_some_and(is_votable) {
            return Ok(Self::Gzip(Serialization::Binary2));
        }
        match ending(&name).as_deref() {
            Some("csv") => Ok(Self::Csv),
            Some("fits" | "fit") => Ok(Self::Fits),
            Some("parquet") => Ok(Self::Parquet),
            _ => Err(SaveError::Ending(path.to_owned())),
        }
    }

    /// The same, with rows that people can read where the format has them.
    #[must_use]
    pub fn as_tabledata(self) -> Self {
        match self {
            Self::VOTable(_) => Self::VOTable(Serialization::TableData),
            Self::Gzip(_) => Self::Gzip(Serialization::TableData),
            Self::Csv | Self::Fits | Self::Parquet => self,
        }
    }
}
