//! Rows in typed columns, and the patient ways to ask for a cell.

use super::{
    number::{self, Parsed},
    store::Values,
};
use std::borrow::Cow;

/// Some rows of a table, one [`Column`] for each FIELD.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    pub(super) len: usize,
    pub(super) columns: Vec<Column>,
}

impl Batch {
    /// The number of rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none. The reader hands out no such batch.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The column of the FIELD of that number.
    pub fn column(&self, i: usize) -> Option<&Column> {
        self.columns.get(i)
    }

    /// The columns in the order of the FIELDs.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Bytes that the values need, about.
    pub fn heap_bytes(&self) -> usize {
        self.columns.iter().map(Column::heap_bytes).sum()
    }
}

/// The cells of one FIELD. Asking a cell for another type than its own gives what can be made of it, else `None`.
#[derive(Debug, Clone)]
pub struct Column {
    pub(super) values: Values,
    /// Texts that are not of the column's type, with their rows, in order.
    pub(super) strays: Vec<(usize, Box<str>)>,
}

impl Column {
    pub(super) fn new(values: Values) -> Self {
        Self {
            values,
            strays: Vec::new(),
        }
    }

    /// An empty column of the same type, with room for as much again.
    pub(super) fn alike(&self) -> Self {
        Self::new(self.values.alike())
    }

    /// The text of a cell that is not of the column's type.
    fn stray(&self, row: usize) -> Option<&str> {
        let at = self
            .strays
            .binary_search_by_key(&row, |(row, _)| *row)
            .ok()?;
        self.strays.get(at).map(|(_, text)| &**text)
    }

    /// Whether the cell has no value: null, NaN, an empty text, an empty array, one of NaN alone, or a text that is not of the
    /// column's type.
    pub fn is_null(&self, row: usize) -> bool {
        match &self.values {
            Values::Bool(values) => values.get(row).is_none(),
            Values::Int(values) => values.get(row).is_none(),
            Values::Float(values) => values.get(row).is_none_or(|value| value.is_nan()),
            Values::Double(values) => values.get(row).is_none_or(|value| value.is_nan()),
            Values::Text(texts) => texts.get(row).is_none_or(str::is_empty),
            Values::Bools(lists) => lists.get(row).is_none(),
            Values::Ints(lists) => lists.get(row).is_none(),
            // Arrays of a fixed size have no other way to be null in TABLEDATA.
            Values::Floats(lists) => lists
                .get(row)
                .is_none_or(|list| list.iter().all(|value| value.is_nan())),
            Values::Doubles(lists) => lists
                .get(row)
                .is_none_or(|list| list.iter().all(|value| value.is_nan())),
        }
    }

    /// The cell as a number. A text is read, an array of one is its element, a truth value is 0 or 1. Never NaN.
    pub fn f64(&self, row: usize) -> Option<f64> {
        let value = match &self.values {
            Values::Double(values) => values.get(row).copied(),
            Values::Float(values) => values.get(row).copied().map(f64::from),
            Values::Int(values) => values.get(row).map(number::real),
            Values::Bool(values) => values.get(row).map(|value| f64::from(u8::from(value))),
            Values::Text(texts) => match number::double(texts.get(row)?) {
                Parsed::Value(value) => Some(value),
                Parsed::Blank | Parsed::Bad => None,
            },
            Values::Bools(_) | Values::Ints(_) | Values::Floats(_) | Values::Doubles(_) => {
                match self.f64s(row)?.as_slice() {
                    [value] => Some(*value),
                    _ => None,
                }
            }
        };
        value.filter(|value| !value.is_nan())
    }

    /// The cell as a whole number; from other numbers only where they have no fraction.
    pub fn i64(&self, row: usize) -> Option<i64> {
        match &self.values {
            Values::Int(values) => values.get(row),
            Values::Text(texts) => match number::integer(texts.get(row)?) {
                Parsed::Value(value) => Some(value),
                Parsed::Blank | Parsed::Bad => None,
            },
            Values::Ints(lists) => match lists.get(row)? {
                [value] => *value,
                _ => None,
            },
            _ => self.f64(row).and_then(number::whole),
        }
    }

    /// The cell as a truth value: `T`, `true`, `1`, `yes` and their opposites, and numbers by being 0.
    pub fn bool(&self, row: usize) -> Option<bool> {
        match &self.values {
            Values::Bool(values) => values.get(row),
            Values::Bools(lists) => match lists.get(row)? {
                [value] => *value,
                _ => None,
            },
            Values::Text(texts) => match number::boolean(texts.get(row)?) {
                Parsed::Value(value) => Some(value),
                Parsed::Blank | Parsed::Bad => None,
            },
            _ => self.f64(row).map(|value| value != 0.0),
        }
    }

    /// The cell as text, whatever its type: numbers at their shortest, arrays with blanks between. In a column of
    /// numbers also a text that stands there against the column's type.
    pub fn text(&self, row: usize) -> Option<Cow<'_, str>> {
        if let Values::Text(texts) = &self.values {
            return texts
                .get(row)
                .filter(|text| !text.is_empty())
                .map(Cow::Borrowed);
        }
        if let Some(stray) = self.stray(row) {
            return Some(Cow::Borrowed(stray));
        }
        if self.is_null(row) {
            return None;
        }
        let bool_text = |value: bool| if value { "true" } else { "false" };
        match &self.values {
            Values::Text(_) => None,
            Values::Bool(values) => values.get(row).map(|value| Cow::Borrowed(bool_text(value))),
            Values::Int(values) => values.get(row).map(|value| Cow::Owned(value.to_string())),
            Values::Float(values) => values
                .get(row)
                .map(|value| Cow::Owned(number::float_text(*value))),
            Values::Double(values) => values
                .get(row)
                .map(|value| Cow::Owned(number::double_text(*value))),
            Values::Bools(lists) => {
                let text = |value: &Option<bool>| value.map_or("?", bool_text).to_owned();
                Some(joined(lists.get(row)?, text))
            }
            Values::Ints(lists) => {
                let text = |value: &Option<i64>| {
                    value.map_or_else(|| "NaN".to_owned(), |value| value.to_string())
                };
                Some(joined(lists.get(row)?, text))
            }
            Values::Floats(lists) => {
                Some(joined(lists.get(row)?, |value| number::float_text(*value)))
            }
            Values::Doubles(lists) => {
                Some(joined(lists.get(row)?, |value| number::double_text(*value)))
            }
        }
    }

    /// The cell as numbers: an array's elements, NaN for those that are null; a single number as one; a text's
    /// numbers between blanks or commas, if it is made of them.
    pub fn f64s(&self, row: usize) -> Option<Vec<f64>> {
        if self.is_null(row) {
            return None;
        }
        match &self.values {
            Values::Doubles(lists) => Some(lists.get(row)?.to_vec()),
            Values::Floats(lists) => Some(lists.get(row)?.iter().copied().map(f64::from).collect()),
            Values::Ints(lists) => {
                let real = |value: &Option<i64>| value.map_or(f64::NAN, number::real);
                Some(lists.get(row)?.iter().map(real).collect())
            }
            Values::Bools(lists) => {
                let real = |value: &Option<bool>| {
                    value.map_or(f64::NAN, |value| f64::from(u8::from(value)))
                };
                Some(lists.get(row)?.iter().map(real).collect())
            }
            Values::Text(texts) => {
                let numbers: Option<Vec<f64>> = elements(texts.get(row)?)
                    .map(|element| match number::double(element) {
                        Parsed::Value(value) => Some(value),
                        Parsed::Blank => Some(f64::NAN),
                        Parsed::Bad => None,
                    })
                    .collect();
                numbers.filter(|numbers| numbers.iter().any(|number| !number.is_nan()))
            }
            Values::Bool(_) | Values::Int(_) | Values::Float(_) | Values::Double(_) => {
                self.f64(row).map(|value| vec![value])
            }
        }
    }

    fn heap_bytes(&self) -> usize {
        self.values.heap_bytes()
    }
}

/// The elements of an array in TABLEDATA: between blanks; commas are forgiven.
pub(super) fn elements(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_ascii_whitespace() || c == ',')
        .filter(|element| !element.is_empty())
}

fn joined<'a, T>(list: &[T], text: impl Fn(&T) -> String) -> Cow<'a, str> {
    let texts: Vec<String> = list.iter().map(text).collect();
    Cow::Owned(texts.join(" "))
}
