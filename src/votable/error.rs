//! What can be wrong with a document, and where.

use std::io;

/// Why a document cannot be read further. The rows handed out before it stay valid.
#[derive(Debug, thiserror::Error)]
pub enum VotableError {
    /// Nothing but blanks.
    #[error("the answer is empty")]
    Empty,
    /// Something else: a page in HTML, a text.
    #[error("the answer is not a VOTable")]
    NotVotable {
        /// How it begins, at most some hundred bytes.
        first: String,
    },
    /// The bytes end before the document does.
    #[error("the answer breaks off after {}", counted(*rows))]
    Truncated {
        /// Bytes read.
        byte: u64,
        /// Whole rows read, of all tables.
        rows: u64,
    },
    /// What stands there is not XML.
    #[error("the answer is broken after {}: {why}", counted(*rows))]
    Malformed {
        /// Bytes read.
        byte: u64,
        /// Whole rows read, of all tables.
        rows: u64,
        /// The XML parser's own words.
        why: String,
    },
    /// What stands in a STREAM is not base64.
    #[error("the answer's binary data are broken after {}", counted(*rows))]
    BadBase64 {
        /// Bytes read.
        byte: u64,
        /// Whole rows read, of all tables.
        rows: u64,
    },
    /// A STREAM was closed within a row. The document was read on to its end.
    #[error("the answer's binary data end within a row, after {}", counted(*rows))]
    PartOfRow {
        /// Bytes read.
        byte: u64,
        /// Whole rows read, of all tables, up to there.
        rows: u64,
    },
    /// A bound of [`Limits`](super::Limits) is passed.
    #[error("the answer {what}, after {}", counted(*rows))]
    TooLarge {
        /// What is too large and by what bound, as "holds a cell of more than 8 MB".
        what: String,
        /// Bytes read.
        byte: u64,
        /// Whole rows read, of all tables.
        rows: u64,
    },
    /// The source of the bytes failed.
    #[error("the answer stops coming after {}: {source}", counted(*rows))]
    Read {
        /// Bytes read.
        byte: u64,
        /// Whole rows read, of all tables.
        rows: u64,
        /// What the source says.
        source: io::Error,
    },
}

impl VotableError {
    /// Whole rows that were read before, of all tables.
    pub fn rows(&self) -> u64 {
        match self {
            Self::Empty | Self::NotVotable { .. } => 0,
            Self::Truncated { rows, .. }
            | Self::Malformed { rows, .. }
            | Self::BadBase64 { rows, .. }
            | Self::PartOfRow { rows, .. }
            | Self::TooLarge { rows, .. }
            | Self::Read { rows, .. } => *rows,
        }
    }

    /// Where it happened or how the answer begins: what an expert wants besides the sentence.
    pub fn details(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::NotVotable { first } => format!("it begins: {first}"),
            Self::Truncated { byte, .. }
            | Self::Malformed { byte, .. }
            | Self::BadBase64 { byte, .. }
            | Self::PartOfRow { byte, .. }
            | Self::TooLarge { byte, .. }
            | Self::Read { byte, .. } => format!("at byte {byte} of the answer"),
        }
    }
}

/// `1 row`, `2 rows`.
fn counted(rows: u64) -> String {
    let plural = if rows == 1 { "" } else { "s" };
    format!("{rows} row{plural}")
}

/// A number of bytes in the largest unit that leaves no fraction.
fn size(bytes: usize) -> String {
    match bytes {
        _ if bytes > 0 && bytes.is_multiple_of(1 << 20) => format!("{} MB", bytes >> 20),
        _ if bytes > 0 && bytes.is_multiple_of(1 << 10) => format!("{} kB", bytes >> 10),
        _ => format!("{bytes} bytes"),
    }
}

/// Where the reader stands, to put into an error.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) byte: u64,
    pub(super) rows: u64,
}

/// An error below the reader, which does not know how many rows there were.
#[derive(Debug)]
pub(super) enum Fault {
    Empty,
    NotVotable(String),
    Truncated,
    Malformed(String),
    BadBase64,
    PartOfRow,
    TooLarge(String),
    Read(io::Error),
}

impl Fault {
    /// Something, as "a cell", is longer than so many bytes.
    pub(super) fn too_long(what: &str, limit: usize) -> Self {
        Self::TooLarge(format!("holds {what} of more than {}", size(limit)))
    }

    /// More elements are open than may be.
    pub(super) fn too_deep() -> Self {
        Self::TooLarge("is nested too deeply".to_owned())
    }

    pub(super) fn at(self, place: Place) -> VotableError {
        let Place { byte, rows } = place;
        match self {
            Self::Empty => VotableError::Empty,
            Self::NotVotable(first) => VotableError::NotVotable { first },
            Self::Truncated => VotableError::Truncated { byte, rows },
            Self::Malformed(why) => VotableError::Malformed { byte, rows, why },
            Self::BadBase64 => VotableError::BadBase64 { byte, rows },
            Self::PartOfRow => VotableError::PartOfRow { byte, rows },
            Self::TooLarge(what) => VotableError::TooLarge { what, byte, rows },
            Self::Read(source) => VotableError::Read { byte, rows, source },
        }
    }
}
