//! Cells as the columns of a FITS table hold them.

use super::ExactText;
use crate::votable::{Cell, Datatype, Field, Rows};
use fits_well::table::{ColumnData, WriteColumn};
use std::borrow::Cow;

/// Columns that are made one after the other.
pub(super) struct Columns<'a> {
    fields: &'a [Field],
    rows: &'a dyn Rows,
    /// Bytes of the longest text of each column; 0 for those of other types.
    widths: Vec<usize>,
    next: usize,
    exact: Vec<ExactText>,
}

impl<'a> Columns<'a> {
    /// Looks how long the texts are.
    pub(super) fn of(fields: &'a [Field], rows: &'a dyn Rows) -> Self {
        let width = |column| {
            let of_row = |row| match rows.cell(row, column) {
                Cell::Text(text) => in_ascii(text).len(),
                Cell::Null | Cell::Bool(_) | Cell::Int(_) | Cell::Double(_) => 0,
            };
            (0..rows.len()).map(of_row).max().unwrap_or_default()
        };
        Self {
            fields,
            rows,
            widths: (0..fields.len()).map(width).collect(),
            next: 0,
            exact: Vec::new(),
        }
    }

    /// Bytes of a row at most.
    pub(super) fn row_bytes(&self) -> usize {
        self.widths.iter().map(|width| width.max(&8)).sum()
    }

    /// Makes the next column; `None` after the last.
    pub(super) fn next_column(&mut self) -> Option<WriteColumn> {
        let (field, width) = (self.fields.get(self.next)?, *self.widths.get(self.next)?);
        let column = self.next;
        self.next += 1;
        let made = match field.datatype {
            Datatype::Boolean => self.made(field, column, ColumnData::Logical, |cell| match cell {
                Cell::Bool(value) => Some(value),
                _ => None,
            }),
            Datatype::Int => {
                let made = self.made(field, column, ColumnData::I32, |cell| {
                    i32::try_from(whole(cell)).unwrap_or(i32::MIN)
                });
                made.with_null(i64::from(i32::MIN))
            }
            Datatype::Long => {
                let made = self.made(field, column, ColumnData::I64, whole);
                made.with_null(i64::MIN)
            }
            Datatype::Double => self.made(field, column, ColumnData::F64, |cell| match cell {
                Cell::Double(value) => value,
                _ => f64::NAN,
            }),
            _ => self.texts(field, column, width),
        };
        Some(match &field.unit {
            Some(unit) => made.with_unit(unit.clone()),
            None => made,
        })
    }

    /// The texts that stand in the columns with other letters, or without their last blanks.
    pub(super) fn into_exact(self) -> Vec<ExactText> {
        self.exact
    }

    fn made<T>(
        &self,
        field: &Field,
        column: usize,
        data: fn(Vec<T>) -> ColumnData,
        value: impl Fn(Cell<'_>) -> T,
    ) -> WriteColumn {
        let values = (0..self.rows.len()).map(|row| value(self.rows.cell(row, column)));
        WriteColumn::scalar(field.name.clone(), data(values.collect()))
    }

    /// The rest of a field is NUL (FITS 4.0, section 7.3.3.1): blanks would stay at the end of each text in astropy.
    fn texts(&mut self, field: &Field, column: usize, width: usize) -> WriteColumn {
        // Some readers have no columns of no width.
        let width = width.max(1);
        let mut bytes = Vec::with_capacity(width * self.rows.len());
        for row in 0..self.rows.len() {
            if let Cell::Text(text) = self.rows.cell(row, column) {
                let ascii = in_ascii(text);
                bytes.extend_from_slice(ascii.as_bytes());
                if ascii != text {
                    self.exact.push(ExactText {
                        row,
                        column: field.name.clone(),
                        text: text.to_owned(),
                    });
                }
            }
            bytes.resize((row + 1) * width, 0);
        }
        WriteColumn::fixed(field.name.clone(), ColumnData::Character(bytes), width)
    }
}

/// A whole number; the least where there is none.
fn whole(cell: Cell<'_>) -> i64 {
    match cell {
        Cell::Int(value) => value,
        _ => i64::MIN,
    }
}

/// A text in printable ASCII (FITS 4.0, section 7.3.3.1), without blanks at its end, which mean nothing there.
fn in_ascii(text: &str) -> Cow<'_, str> {
    let is_printable = |byte: &u8| (b' '..=b'~').contains(byte);
    if text.as_bytes().iter().all(is_printable) {
        return Cow::Borrowed(text.trim_end_matches(' '));
    }
    let spelled = deunicode::deunicode(text);
    let printable = spelled
        .chars()
        .map(|c| if c.is_ascii_graphic() { c } else { ' ' });
    Cow::Owned(printable.collect::<String>().trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_spelled_in_ascii() {
        for (text, expected) in [
            ("M 16", "M 16"),
            ("M 16  ", "M 16"),
            ("K\u{f6}nigstuhl", "Konigstuhl"),
            ("two\nlines", "two lines"),
            ("", ""),
        ] {
            assert_eq!(in_ascii(text), expected);
        }
    }
}
