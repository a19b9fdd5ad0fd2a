//! What was forgiven in a document, counted instead of repeated.

use std::fmt;

/// Something that was forgiven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What it is.
    pub kind: WarningKind,
    /// The column in which it happened, where that makes sense.
    pub column: Option<String>,
    /// How often it happened.
    pub count: u64,
    /// The row in which it happened first, counted from 0 in its table.
    pub first_row: Option<u64>,
}

/// The kinds of departures from the standard that are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WarningKind {
    /// A cell's text is not of its column's type. The value counts as missing, the text can still be asked for.
    BadCell,
    /// A row has fewer cells than the table has columns; the missing ones are null.
    ShortRow,
    /// A row has more cells than the table has columns; they are dropped.
    LongRow,
    /// A TR is not closed.
    UnclosedRow,
    /// An entity that nobody declared; it stays in the text as it is written.
    UnknownEntity,
    /// A FIELD without a type counts as text.
    MissingDatatype,
    /// A FIELD of a type that the standard does not have counts as text.
    UnknownDatatype,
    /// An `arraysize` that cannot be understood counts as `*`.
    BadArraysize,
    /// An end tag without its start, or a start without its end.
    UnbalancedTag,
    /// A tag's attributes cannot be read to their end.
    BadAttribute,
    /// An encoding that nobody knows; read as UTF-8.
    UnknownEncoding,
    /// Bytes that are no characters in the document's encoding; what they may stand for is guessed, else a replacement
    /// stands for them.
    BadEncoding,
    /// Something before the VOTable.
    TextBeforeVotable,
    /// A table whose rows are elsewhere (`href`), or in FITS.
    RowsElsewhere,
    /// A STREAM in an encoding other than base64.
    UnknownStreamEncoding,
    /// A text beyond the bound was cut.
    LongText,
    /// PARAMs beyond the bound were dropped.
    TooManyParams,
}

impl WarningKind {
    fn sentence(self) -> &'static str {
        match self {
            Self::BadCell => "value that does not fit its column's type",
            Self::ShortRow => "row with too few cells",
            Self::LongRow => "row with too many cells",
            Self::UnclosedRow => "row that is not closed",
            Self::UnknownEntity => "undeclared entity",
            Self::MissingDatatype => "column without a type, read as text",
            Self::UnknownDatatype => "column of an unknown type, read as text",
            Self::BadArraysize => "array size that cannot be understood",
            Self::UnbalancedTag => "tag without its counterpart",
            Self::BadAttribute => "tag with unreadable attributes",
            Self::UnknownEncoding => "unknown character encoding, read as UTF-8",
            Self::BadEncoding => "bytes that do not fit the character encoding",
            Self::TextBeforeVotable => "text before the VOTable",
            Self::RowsElsewhere => "table whose rows are not in the document",
            Self::UnknownStreamEncoding => "binary data in an unknown encoding",
            Self::LongText => "text that was too long and is cut",
            Self::TooManyParams => "parameter beyond what is kept",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.sentence())?;
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        if self.count > 1 {
            write!(f, ", {} times", self.count)?;
        }
        if let Some(row) = self.first_row {
            write!(f, ", first in row {}", row + 1)?;
        }
        Ok(())
    }
}

/// Columns are told apart up to so many lines: they are looked through at each warning.
const MAX_LINES: usize = 64;

/// Counts warnings, one line for each kind and column.
#[derive(Debug, Default)]
pub(super) struct Tally {
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    kind: WarningKind,
    column: Option<usize>,
    count: u64,
    first_row: Option<u64>,
}

impl Tally {
    pub(super) fn add(&mut self, kind: WarningKind) {
        self.count(kind, None, None);
    }

    pub(super) fn add_row(&mut self, kind: WarningKind, row: u64) {
        self.count(kind, None, Some(row));
    }

    pub(super) fn add_cell(&mut self, kind: WarningKind, column: usize, row: u64) {
        self.count(kind, Some(column), Some(row));
    }

    fn count(&mut self, kind: WarningKind, column: Option<usize>, row: Option<u64>) {
        let known = |line: &Line| line.kind == kind && line.column == column;
        let column =
            column.filter(|_| self.lines.len() < MAX_LINES || self.lines.iter().any(known));
        let same = |line: &&mut Line| line.kind == kind && line.column == column;
        if let Some(line) = self.lines.iter_mut().find(same) {
            line.count += 1;
        } else {
            self.lines.push(Line {
                kind,
                column,
                count: 1,
                first_row: row,
            });
        }
    }

    /// The warnings by row, column and kind; none are left. `name` gives the columns' names.
    pub(super) fn take(&mut self, name: impl Fn(usize) -> Option<String>) -> Vec<Warning> {
        let told = |line: Line| Warning {
            kind: line.kind,
            column: line.column.and_then(&name),
            count: line.count,
            first_row: line.first_row,
        };
        self.lines
            .sort_by_key(|line| (line.first_row, line.column, line.kind));
        self.lines.drain(..).map(told).collect()
    }
}
