//! Cells into columns, from text and from bytes.

use super::{
    Batch, Column, Datatype, Field, Shape, WarningKind,
    column::{Lists, Nullable, Texts, Values, elements},
    number::{self, Parsed},
    warning::Tally,
};

/// The columns of a table while rows are added.
#[derive(Debug)]
pub(super) struct Builder {
    plans: Vec<Plan>,
    columns: Vec<Column>,
    /// Whole rows in `columns`.
    rows: usize,
    /// Whole rows handed out before.
    before: u64,
    /// Bytes of input that went into `columns`.
    bytes: usize,
}

/// What is known of a column's cells.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) datatype: Datatype,
    pub(super) shape: Shape,
    null: Option<String>,
    null_integer: Option<i64>,
}

impl Plan {
    fn of(field: &Field) -> Self {
        let null_integer = match field.null.as_deref().map(number::integer) {
            Some(Parsed::Value(value)) => Some(value),
            _ => None,
        };
        Self {
            datatype: field.datatype,
            shape: field.shape(),
            null: field.null.clone(),
            null_integer,
        }
    }

    fn is_single(&self) -> bool {
        self.shape == Shape::Scalar
            && !matches!(
                self.datatype,
                Datatype::FloatComplex | Datatype::DoubleComplex
            )
    }

    fn column(&self) -> Column {
        let single = self.is_single();
        Column::new(match self.datatype {
            Datatype::Char | Datatype::UnicodeChar => Values::Text(Texts::default()),
            Datatype::Boolean | Datatype::Bit if single => Values::Bool(Nullable::default()),
            Datatype::Boolean | Datatype::Bit => Values::Bools(Lists::default()),
            Datatype::UnsignedByte | Datatype::Short | Datatype::Int | Datatype::Long if single => {
                Values::Int(Nullable::default())
            }
            Datatype::UnsignedByte | Datatype::Short | Datatype::Int | Datatype::Long => {
                Values::Ints(Lists::default())
            }
            Datatype::Float if single => Values::Float(Vec::new()),
            Datatype::Double if single => Values::Double(Vec::new()),
            Datatype::Float | Datatype::FloatComplex => Values::Floats(Lists::default()),
            Datatype::Double | Datatype::DoubleComplex => Values::Doubles(Lists::default()),
        })
    }

    /// A double that is not the column's null value.
    fn real(&self, text: &str) -> Parsed<f64> {
        if self.null.as_deref() == Some(text) {
            return Parsed::Blank;
        }
        number::double(text)
    }

    fn whole(&self, value: i64) -> Option<i64> {
        (self.null_integer != Some(value)).then_some(value)
    }
}

impl Builder {
    pub(super) fn new(fields: &[Field]) -> Self {
        let plans: Vec<Plan> = fields.iter().map(Plan::of).collect();
        let columns = plans.iter().map(Plan::column).collect();
        Self {
            plans,
            columns,
            rows: 0,
            before: 0,
            bytes: 0,
        }
    }

    pub(super) fn plans(&self) -> &[Plan] {
        &self.plans
    }

    pub(super) fn n_columns(&self) -> usize {
        self.plans.len()
    }

    /// Whole rows that wait to be handed out.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes of input that wait to be handed out.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The number of the row that is being added, in its table.
    pub(super) fn row_number(&self) -> u64 {
        self.before + self.rows as u64
    }

    /// Hands out the rows that wait.
    pub(super) fn take(&mut self) -> Option<Batch> {
        if self.rows == 0 {
            return None;
        }
        let fresh = self.plans.iter().map(Plan::column).collect();
        let columns = std::mem::replace(&mut self.columns, fresh);
        let len = std::mem::take(&mut self.rows);
        self.before += len as u64;
        self.bytes = 0;
        Some(Batch { len, columns })
    }

    /// Ends a row that cost so many bytes of input; all its columns have been pushed to.
    pub(super) fn end_row(&mut self, bytes: usize) {
        self.rows += 1;
        self.bytes += bytes + 16 * self.plans.len();
    }

    /// Adds a cell from TABLEDATA.
    pub(super) fn push_text(&mut self, column: usize, text: &str, tally: &mut Tally) {
        let row = self.row_number();
        let (Some(plan), Some(target)) = (self.plans.get(column), self.columns.get_mut(column))
        else {
            return;
        };
        if !push_text(&mut target.values, plan, text) {
            target.strays.push((self.rows, text.trim().into()));
            tally.add_cell(WarningKind::BadCell, column, row);
        }
    }

    /// Adds a null.
    pub(super) fn push_null(&mut self, column: usize) {
        let Some(target) = self.columns.get_mut(column) else {
            return;
        };
        match &mut target.values {
            Values::Bool(values) => values.push(None),
            Values::Int(values) => values.push(None),
            Values::Float(values) => values.push(f32::NAN),
            Values::Double(values) => values.push(f64::NAN),
            Values::Text(texts) => texts.push(""),
            Values::Bools(lists) => lists.end(),
            Values::Ints(lists) => lists.end(),
            Values::Floats(lists) => lists.end(),
            Values::Doubles(lists) => lists.end(),
        }
    }

    /// Adds a cell from BINARY or BINARY2: the bytes of all its elements.
    pub(super) fn push_bytes(&mut self, column: usize, bytes: &[u8]) {
        let (Some(plan), Some(target)) = (self.plans.get(column), self.columns.get_mut(column))
        else {
            return;
        };
        push_bytes(&mut target.values, plan, bytes);
    }
}

/// Adds a value and says whether the text was of the type; if not, a null was added.
fn push_text(values: &mut Values, plan: &Plan, text: &str) -> bool {
    match values {
        Values::Text(texts) => {
            texts.push(if plan.null.as_deref() == Some(text) {
                ""
            } else {
                text
            });
            true
        }
        Values::Double(values) => {
            let (value, good) = or_null(plan.real(text));
            values.push(value.unwrap_or(f64::NAN));
            good
        }
        Values::Float(values) => {
            let blank = plan.null.as_deref() == Some(text);
            let (value, good) = or_null(if blank {
                Parsed::Blank
            } else {
                number::float(text)
            });
            values.push(value.unwrap_or(f32::NAN));
            good
        }
        Values::Int(values) => {
            let (value, good) = or_null(number::integer(text));
            values.push(value.and_then(|value| plan.whole(value)));
            good
        }
        Values::Bool(values) => {
            let (value, good) = or_null(number::boolean(text));
            values.push(value);
            good
        }
        Values::Doubles(lists) => push_list(lists, text, |element| match plan.real(element) {
            Parsed::Value(value) => Some(value),
            Parsed::Blank => Some(f64::NAN),
            Parsed::Bad => None,
        }),
        Values::Floats(lists) => push_list(lists, text, |element| match number::float(element) {
            Parsed::Value(value) => Some(value),
            Parsed::Blank => Some(f32::NAN),
            Parsed::Bad => None,
        }),
        Values::Ints(lists) => push_list(lists, text, |element| match number::integer(element) {
            Parsed::Value(value) => Some(plan.whole(value)),
            Parsed::Blank => Some(None),
            Parsed::Bad => None,
        }),
        Values::Bools(lists) => push_bools(lists, plan.datatype, text),
    }
}

fn or_null<T>(parsed: Parsed<T>) -> (Option<T>, bool) {
    match parsed {
        Parsed::Value(value) => (Some(value), true),
        Parsed::Blank => (None, true),
        Parsed::Bad => (None, false),
    }
}

fn push_list<T>(lists: &mut Lists<T>, text: &str, read: impl Fn(&str) -> Option<T>) -> bool {
    for element in elements(text) {
        let Some(value) = read(element) else {
            lists.undo();
            lists.end();
            return false;
        };
        lists.push(value);
    }
    lists.end();
    true
}

/// Bits may stand without blanks between them: `10110`.
fn push_bools(lists: &mut Lists<Option<bool>>, datatype: Datatype, text: &str) -> bool {
    if datatype == Datatype::Bit && text.bytes().all(|byte| b"01 \t\r\n,".contains(&byte)) {
        for byte in text.bytes().filter(|byte| b"01".contains(byte)) {
            lists.push(Some(byte == b'1'));
        }
        lists.end();
        return true;
    }
    push_list(lists, text, |element| match number::boolean(element) {
        Parsed::Value(value) => Some(Some(value)),
        Parsed::Blank => Some(None),
        Parsed::Bad => None,
    })
}

fn push_bytes(values: &mut Values, plan: &Plan, bytes: &[u8]) {
    match values {
        Values::Text(texts) => push_binary_text(texts, plan, bytes),
        Values::Double(values) => values.push(doubles(bytes).next().unwrap_or(f64::NAN)),
        Values::Float(values) => values.push(floats(bytes).next().unwrap_or(f32::NAN)),
        Values::Int(values) => {
            let value = integers(plan.datatype, bytes).next();
            values.push(value.and_then(|value| plan.whole(value)));
        }
        Values::Bool(values) => values.push(match plan.datatype {
            // A single bit is somewhere in its byte: writers do not agree where.
            Datatype::Bit => bytes.first().map(|byte| *byte != 0),
            _ => bytes.first().copied().and_then(binary_bool),
        }),
        Values::Doubles(lists) => push_all(lists, doubles(bytes)),
        Values::Floats(lists) => push_all(lists, floats(bytes)),
        Values::Ints(lists) => {
            let values = integers(plan.datatype, bytes).map(|value| plan.whole(value));
            push_all(lists, values);
        }
        Values::Bools(lists) if plan.datatype == Datatype::Bit => {
            let n = match plan.shape {
                Shape::Fixed { elements, .. } => elements,
                Shape::Scalar | Shape::Variable => bytes.len() * 8,
            };
            let bits = bytes
                .iter()
                .flat_map(|byte| (0..8).map(move |bit| Some(byte & (0x80 >> bit) != 0)));
            push_all(lists, bits.take(n));
        }
        Values::Bools(lists) => push_all(lists, bytes.iter().map(|byte| binary_bool(*byte))),
    }
}

fn push_all<T>(lists: &mut Lists<T>, values: impl Iterator<Item = T>) {
    values.for_each(|value| lists.push(value));
    lists.end();
}

/// VOTable 1.4, section 6: the characters of TABLEDATA as one byte.
fn binary_bool(byte: u8) -> Option<bool> {
    match byte {
        b'T' | b't' | b'1' | 1 => Some(true),
        b'F' | b'f' | b'0' => Some(false),
        _ => None,
    }
}

fn doubles(bytes: &[u8]) -> impl Iterator<Item = f64> {
    let (values, _) = bytes.as_chunks::<8>();
    values.iter().map(|bytes| f64::from_be_bytes(*bytes))
}

fn floats(bytes: &[u8]) -> impl Iterator<Item = f32> {
    let (values, _) = bytes.as_chunks::<4>();
    values.iter().map(|bytes| f32::from_be_bytes(*bytes))
}

fn integers(datatype: Datatype, bytes: &[u8]) -> impl Iterator<Item = i64> {
    let size = datatype.bytes(1).unwrap_or(1);
    bytes.chunks_exact(size).map(|bytes| match *bytes {
        [a] => i64::from(a),
        [a, b] => i64::from(i16::from_be_bytes([a, b])),
        [a, b, c, d] => i64::from(i32::from_be_bytes([a, b, c, d])),
        [a, b, c, d, e, f, g, h] => i64::from_be_bytes([a, b, c, d, e, f, g, h]),
        _ => 0,
    })
}

fn push_binary_text(texts: &mut Texts, plan: &Plan, bytes: &[u8]) {
    let text = match plan.shape {
        // Several strings, each padded to the first dimension.
        Shape::Fixed { elements, first } if 0 < first && first < elements => {
            let size = plan.datatype.bytes(first).unwrap_or(1);
            let strings: Vec<String> = bytes
                .chunks(size)
                .map(|bytes| binary_text(plan.datatype, bytes).trim_end().to_owned())
                .collect();
            strings.join(" ").trim_end().to_owned()
        }
        Shape::Scalar | Shape::Fixed { .. } | Shape::Variable => {
            let bytes = if plan.datatype == Datatype::Char {
                until_nul(bytes)
            } else {
                bytes
            };
            if let (Datatype::Char, Ok(text)) = (plan.datatype, std::str::from_utf8(bytes)) {
                let null = plan.null.as_deref() == Some(text);
                texts.push(if null { "" } else { text });
                return;
            }
            binary_text(plan.datatype, bytes)
        }
    };
    let null = plan.null.as_deref() == Some(text.as_str());
    texts.push(if null { "" } else { &text });
}

/// A string ends at its first NUL (VOTable 1.4, section 2.1).
fn until_nul(bytes: &[u8]) -> &[u8] {
    bytes.split(|byte| *byte == 0).next().unwrap_or_default()
}

fn binary_text(datatype: Datatype, bytes: &[u8]) -> String {
    if datatype == Datatype::Char {
        return String::from_utf8_lossy(until_nul(bytes)).into_owned();
    }
    let (units, _) = bytes.as_chunks::<2>();
    let units = units
        .iter()
        .map(|unit| u16::from_be_bytes(*unit))
        .take_while(|unit| *unit != 0);
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}
