//! One column of a chunk of datasets, kept small.
//!
//! A column grows in a [`ColumnBuilder`] and is then fixed as a [`Column`]. A null at the end costs nothing, so that a
//! column without a value costs nothing at all. Numbers that are all single precision, and whole numbers that are all
//! small, are kept in fewer bytes; text that repeats is kept once.

mod text;

pub(super) use text::{TextBuilder, Texts};

use serde::{Deserialize, Serialize};
use text::Codes;

/// The cells of one column; rows beyond the last cell are null.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) enum Column {
    /// No cell at all: every row is null.
    #[default]
    Empty,
    /// Few numbers that repeat: each row has the place of its number; NaN is null.
    FewNumbers(Codes, Box<[f64]>),
    /// Few whole numbers that repeat; the least `i64` is null.
    FewIntegers(Codes, Box<[i64]>),
    /// Numbers that single precision holds exactly; NaN is null.
    Singles(Box<[f32]>),
    /// Numbers; NaN is null.
    Doubles(Box<[f64]>),
    /// Whole numbers; the least `i16` is null.
    Shorts(Box<[i16]>),
    /// Whole numbers; the least `i32` is null.
    Ints(Box<[i32]>),
    /// Whole numbers; the least `i64` is null.
    Longs(Box<[i64]>),
    /// Texts; an empty one is null.
    Texts(Texts),
}

impl Column {
    /// Its texts; `None` where it has none.
    pub(super) fn texts(&self) -> Option<&Texts> {
        match self {
            Self::Texts(texts) => Some(texts),
            _ => None,
        }
    }

    /// The text in `row`; `None` for null, and in columns of numbers.
    pub(super) fn text(&self, row: usize) -> Option<&str> {
        match self {
            Self::Texts(texts) => texts.get(row),
            Self::Empty
            | Self::FewNumbers(..)
            | Self::FewIntegers(..)
            | Self::Singles(_)
            | Self::Doubles(_)
            | Self::Shorts(_)
            | Self::Ints(_)
            | Self::Longs(_) => None,
        }
    }

    /// The number in `row`, whole or not; `None` for null, and in columns of text.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no count or size comes near 2^53"
    )]
    pub(super) fn number(&self, row: usize) -> Option<f64> {
        match self {
            Self::Singles(cells) => cells.get(row).map(|cell| f64::from(*cell)),
            Self::Doubles(cells) => cells.get(row).copied(),
            Self::FewNumbers(codes, values) => {
                codes.get(row).and_then(|code| values.get(code)).copied()
            }
            Self::FewIntegers(..) | Self::Shorts(_) | Self::Ints(_) | Self::Longs(_) => {
                self.integer(row).map(|whole| whole as f64)
            }
            Self::Empty | Self::Texts(_) => None,
        }
        .filter(|number| !number.is_nan())
    }

    /// The whole number in `row`; `None` for null, and in columns of text or of other numbers.
    pub(super) fn integer(&self, row: usize) -> Option<i64> {
        match self {
            Self::Shorts(cells) => {
                let cell = cells.get(row).filter(|cell| **cell != i16::MIN);
                cell.map(|cell| i64::from(*cell))
            }
            Self::Ints(cells) => {
                let cell = cells.get(row).filter(|cell| **cell != i32::MIN);
                cell.map(|cell| i64::from(*cell))
            }
            Self::Longs(cells) => cells.get(row).copied().filter(|cell| *cell != i64::MIN),
            Self::FewIntegers(codes, values) => {
                let cell = codes.get(row).and_then(|code| values.get(code));
                cell.copied().filter(|cell| *cell != i64::MIN)
            }
            Self::Empty
            | Self::FewNumbers(..)
            | Self::Singles(_)
            | Self::Doubles(_)
            | Self::Texts(_) => None,
        }
    }

    /// The bytes that it keeps on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::FewNumbers(codes, values) => codes.heap_bytes() + size_of_val::<[f64]>(values),
            Self::FewIntegers(codes, values) => codes.heap_bytes() + size_of_val::<[i64]>(values),
            Self::Singles(cells) => size_of_val::<[f32]>(cells),
            Self::Doubles(cells) => size_of_val::<[f64]>(cells),
            Self::Shorts(cells) => size_of_val::<[i16]>(cells),
            Self::Ints(cells) => size_of_val::<[i32]>(cells),
            Self::Longs(cells) => size_of_val::<[i64]>(cells),
            Self::Texts(texts) => texts.heap_bytes(),
        }
    }
}

/// A column that is being filled, row after row. Rows may be left out: they are null.
#[derive(Debug)]
pub(super) enum ColumnBuilder {
    /// For numbers; NaN is null.
    Numbers(Vec<f64>),
    /// For whole numbers; the least `i64` is null.
    Integers(Vec<i64>),
    /// For text.
    Texts(TextBuilder),
}

impl ColumnBuilder {
    /// Makes `row` hold `number`; rows before it that were left out become null.
    pub(super) fn set_number(&mut self, row: usize, number: f64) {
        match self {
            Self::Numbers(cells) => set(cells, row, number, f64::NAN),
            Self::Integers(_) => {
                if let Some(whole) = whole(number) {
                    self.set_integer(row, whole);
                }
            }
            Self::Texts(texts) => {
                if !number.is_nan() {
                    texts.set(row, &number.to_string());
                }
            }
        }
    }

    /// Makes `row` hold a whole number.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no count or size comes near 2^53"
    )]
    pub(super) fn set_integer(&mut self, row: usize, whole: i64) {
        match self {
            Self::Numbers(cells) => set(cells, row, whole as f64, f64::NAN),
            Self::Integers(cells) => set(cells, row, whole, i64::MIN),
            Self::Texts(texts) => texts.set(row, &whole.to_string()),
        }
    }

    /// Makes `row` hold a text. In a column of numbers it is read as one; what is none is null.
    pub(super) fn set_text(&mut self, row: usize, text: &str) {
        match self {
            Self::Texts(texts) => texts.set(row, text),
            Self::Integers(_) | Self::Numbers(_) => {
                match (text.trim().parse(), text.trim().parse()) {
                    (Ok(whole), _) => self.set_integer(row, whole),
                    (Err(_), Ok(number)) => self.set_number(row, number),
                    (Err(_), Err(_)) => {}
                }
            }
        }
    }

    /// The finished column, in as few bytes as hold it.
    pub(super) fn finish(self) -> Column {
        match self {
            Self::Numbers(cells) => finish_numbers(cells),
            Self::Integers(cells) => finish_integers(cells),
            Self::Texts(texts) => texts.finish().map_or(Column::Empty, Column::Texts),
        }
    }
}

fn set<T: Copy>(cells: &mut Vec<T>, row: usize, value: T, null: T) {
    if row == cells.len() {
        cells.push(value);
    } else if let Some(cell) = cells.get_mut(row) {
        *cell = value;
    } else {
        cells.resize(row, null);
        cells.push(value);
    }
}

/// The whole number that `number` is, if it is one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "it was seen to be whole and in range"
)]
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9.0e18).then_some(number as i64)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "only where nothing is lost"
)]
fn finish_numbers(cells: Vec<f64>) -> Column {
    if cells.iter().all(|cell| cell.is_nan()) {
        return Column::Empty;
    }
    if let Some((codes, values)) = few(&cells, f64::to_bits) {
        return Column::FewNumbers(codes, values);
    }
    let single = |cell: &f64| cell.is_nan() || is_single(*cell);
    if cells.iter().all(single) {
        Column::Singles(cells.into_iter().map(|cell| cell as f32).collect())
    } else {
        Column::Doubles(cells.into_boxed_slice())
    }
}

/// Whether single precision holds `number` exactly.
#[expect(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "this is the question"
)]
pub(super) fn is_single(number: f64) -> bool {
    f64::from(number as f32) == number
}

/// The different values among `cells`, and for each row which it has; `None` where there are too many to be worth it.
/// Rows that share a value mostly stand side by side, so the last one is tried first.
fn few<T: Copy>(cells: &[T], bits: impl Fn(T) -> u64) -> Option<(Codes, Box<[T]>)> {
    const MOST: usize = 64;
    let most = MOST.min(cells.len() / 8).max(1);
    let mut values: Vec<T> = Vec::new();
    let mut codes = Vec::with_capacity(cells.len());
    let (mut last, mut last_code) = (None, 0);
    for &cell in cells {
        if last != Some(bits(cell)) {
            let known = values.iter().position(|value| bits(*value) == bits(cell));
            last_code = known.unwrap_or(values.len());
            if known.is_none() {
                if values.len() == most {
                    return None;
                }
                values.push(cell);
            }
            last = Some(bits(cell));
        }
        codes.push(u32::try_from(last_code).ok()?);
    }
    Some((Codes::new(&codes, values.len()), values.into_boxed_slice()))
}

fn finish_integers(cells: Vec<i64>) -> Column {
    let values = || cells.iter().copied().filter(|cell| *cell != i64::MIN);
    let (Some(least), Some(most)) = (values().min(), values().max()) else {
        return Column::Empty;
    };
    if let Some((codes, values)) = few(&cells, i64::cast_unsigned) {
        return Column::FewIntegers(codes, values);
    }
    if least > i64::from(i16::MIN) && most <= i64::from(i16::MAX) {
        let short = |cell| i16::try_from(cell).unwrap_or(i16::MIN);
        Column::Shorts(cells.into_iter().map(short).collect())
    } else if least > i64::from(i32::MIN) && most <= i64::from(i32::MAX) {
        let int = |cell| i32::try_from(cell).unwrap_or(i32::MIN);
        Column::Ints(cells.into_iter().map(int).collect())
    } else {
        Column::Longs(cells.into_boxed_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(cells: &[f64]) -> Column {
        ColumnBuilder::Numbers(cells.to_vec()).finish()
    }

    #[test]
    fn numbers_come_back_exactly_whatever_they_are_kept_in() {
        let singles = [0.5, -3.25, f64::NAN, f64::INFINITY];
        let doubles = [0.1, 274.688, f64::NAN, 49_718.123_456_789];
        let repeated = [f64::NAN; 4];
        for cells in [singles, doubles, repeated] {
            let column = numbers(&cells);
            for (row, cell) in cells.into_iter().enumerate() {
                assert_eq!(column.number(row), (!cell.is_nan()).then_some(cell));
            }
            assert_eq!(column.number(4), None);
        }
        assert!(matches!(numbers(&singles), Column::Singles(_)));
        assert!(matches!(numbers(&doubles), Column::Doubles(_)));
        assert!(matches!(numbers(&[f64::NAN; 3]), Column::Empty));
    }

    #[test]
    fn numbers_that_repeat_are_kept_once() {
        let cells: Vec<f64> = (0..1000).map(|row| [0.1, f64::NAN, 0.2][row % 3]).collect();
        let column = numbers(&cells);
        assert!(column.heap_bytes() < 1100, "a byte a row");
        let found: Vec<_> = (0..4).map(|row| column.number(row)).collect();
        assert_eq!(found, [Some(0.1), None, Some(0.2), Some(0.1)]);
        let same = ColumnBuilder::Integers(vec![4096; 1000]).finish();
        assert!(same.heap_bytes() < 50, "all the same: nothing a row");
        assert_eq!((same.integer(999), same.integer(1000)), (Some(4096), None));
    }

    #[test]
    fn whole_numbers_come_back_exactly_whatever_they_are_kept_in() {
        for cells in [
            [0, 1, -32_767],
            [2_048, 65_536, -5],
            [i64::MAX, 0, i64::MIN + 1],
        ] {
            let mut builder = ColumnBuilder::Integers(Vec::new());
            for (row, cell) in cells.into_iter().enumerate() {
                builder.set_integer(row + 1, cell);
            }
            let column = builder.finish();
            assert_eq!(column.integer(0), None);
            for (row, cell) in cells.into_iter().enumerate() {
                assert_eq!(column.integer(row + 1), Some(cell));
            }
        }
    }

    #[test]
    fn a_value_of_another_type_is_converted_or_null() {
        let mut integers = ColumnBuilder::Integers(Vec::new());
        integers.set_text(0, " 12 ");
        integers.set_text(1, "twelve");
        integers.set_number(2, 3.0);
        integers.set_number(3, 3.5);
        integers.set_text(4, "2.0e3");
        let column = integers.finish();
        let found: Vec<_> = (0..5).map(|row| column.integer(row)).collect();
        assert_eq!(found, [Some(12), None, Some(3), None, Some(2000)]);
    }
}
