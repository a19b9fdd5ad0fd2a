//! Cells into columns, from text.

use super::{
    Batch, Column, Datatype, Field, Shape, WarningKind,
    column::elements,
    number::{self, Parsed},
    store::{Lists, Nullable, Texts, Values},
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
    /// Bytes that went into `columns`, about.
    bytes: usize,
}

/// What is known of a column's cells.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) datatype: Datatype,
    pub(super) shape: Shape,
    pub(super) width: Width,
    /// Texts that are one string of `char`, without a null value.
    pub(super) is_plain_text: bool,
    pub(super) null: Option<String>,
    pub(super) growth: Growth,
    null_integer: Option<i64>,
    /// NaN, which is like no number, where there is none.
    null_double: f64,
    null_float: f32,
}

/// Bytes that a cell takes in memory for each of its bytes in the document, at most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Growth {
    /// As text, where an element needs two bytes: a digit and a blank.
    pub(super) from_text: usize,
    pub(super) from_binary: usize,
}

impl Growth {
    /// See [`Values`] for how elements are kept.
    fn of(field: &Field) -> Self {
        let (from_text, from_binary) = match field.datatype {
            _ if field.shape() == Shape::Scalar => (1, 1),
            Datatype::Char | Datatype::UnicodeChar | Datatype::Boolean => (1, 1),
            Datatype::Bit => (1, 8),
            Datatype::UnsignedByte => (8, 16),
            Datatype::Short | Datatype::UnsignedShort => (8, 8),
            Datatype::Int | Datatype::UnsignedInt => (8, 4),
            Datatype::Long => (8, 2),
            Datatype::Float | Datatype::FloatComplex => (2, 1),
            Datatype::Double | Datatype::DoubleComplex => (4, 1),
        };
        Self {
            from_text,
            from_binary,
        }
    }
}

/// Bytes of a cell in BINARY.
#[derive(Debug, Clone, Copy)]
pub(super) enum Width {
    Fixed(usize),
    /// So many for each of the elements; their number comes first.
    Each(usize),
}

impl Plan {
    fn of(field: &Field) -> Self {
        let null_integer = match field.null.as_deref().map(number::integer) {
            Some(Parsed::Value(value)) => Some(value),
            _ => None,
        };
        let null = field.null.as_deref().unwrap_or_default();
        let shape = field.shape();
        let fixed = |elements| Width::Fixed(field.datatype.bytes(elements).unwrap_or(usize::MAX));
        Self {
            datatype: field.datatype,
            shape,
            width: match shape {
                Shape::Scalar => fixed(1),
                Shape::Fixed { elements, .. } => fixed(elements),
                // Eight bits to the byte: these are counted apart.
                Shape::Variable if field.datatype == Datatype::Bit => Width::Each(0),
                Shape::Variable => Width::Each(field.datatype.bytes(1).unwrap_or(1)),
            },
            is_plain_text: field.datatype == Datatype::Char
                && field.null.is_none()
                && !matches!(shape, Shape::Fixed { elements, first } if first < elements),
            null: field.null.clone(),
            growth: Growth::of(field),
            null_integer,
            null_double: or_null(number::double(null)).0.unwrap_or(f64::NAN),
            null_float: or_null(number::float(null)).0.unwrap_or(f32::NAN),
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
            datatype if datatype.is_whole() && single => Values::Int(Nullable::default()),
            Datatype::UnsignedByte
            | Datatype::Short
            | Datatype::Int
            | Datatype::Long
            | Datatype::UnsignedShort
            | Datatype::UnsignedInt => Values::Ints(Lists::default()),
            Datatype::Float if single => Values::Float(Vec::new()),
            Datatype::Double if single => Values::Double(Vec::new()),
            Datatype::Float | Datatype::FloatComplex => Values::Floats(Lists::default()),
            Datatype::Double | Datatype::DoubleComplex => Values::Doubles(Lists::default()),
        })
    }

    /// A number from text that is not the column's null value, which may be a word.
    fn real<T: Copy>(
        &self,
        text: &str,
        read: impl Fn(&str) -> Parsed<T>,
        known: impl Fn(&Self, T) -> T,
    ) -> Parsed<T> {
        match read(text) {
            Parsed::Value(value) => Parsed::Value(known(self, value)),
            Parsed::Bad if self.null.as_deref() == Some(text.trim()) => Parsed::Blank,
            other => other,
        }
    }

    fn double(&self, text: &str) -> Parsed<f64> {
        self.real(text, number::double, Self::known_double)
    }

    fn float(&self, text: &str) -> Parsed<f32> {
        self.real(text, number::float, Self::known_float)
    }

    /// The number, or NaN if it is the column's null value.
    #[expect(clippy::float_cmp, reason = "a null value is that number and no other")]
    pub(super) fn known_double(&self, value: f64) -> f64 {
        if value == self.null_double {
            f64::NAN
        } else {
            value
        }
    }

    /// See [`Plan::known_double`].
    #[expect(clippy::float_cmp, reason = "a null value is that number and no other")]
    pub(super) fn known_float(&self, value: f32) -> f32 {
        if value == self.null_float {
            f32::NAN
        } else {
            value
        }
    }

    pub(super) fn whole(&self, value: i64) -> Option<i64> {
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

    pub(super) fn n_columns(&self) -> usize {
        self.plans.len()
    }

    /// Bytes that a column's cell takes in memory for each byte of its text, at most.
    pub(super) fn growth_from_text(&self, column: usize) -> usize {
        self.plans
            .get(column)
            .map_or(1, |plan| plan.growth.from_text)
    }

    /// Whole rows that wait to be handed out.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes that wait to be handed out, about.
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
        let fresh = self.columns.iter().map(Column::alike).collect();
        let mut columns = std::mem::replace(&mut self.columns, fresh);
        for column in &mut columns {
            column.values.seal();
        }
        let len = std::mem::take(&mut self.rows);
        self.before += len as u64;
        self.bytes = 0;
        Some(Batch { len, columns })
    }

    /// Ends a row that takes about so many bytes; all its columns have been pushed to.
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
        if let Some(target) = self.columns.get_mut(column) {
            target.values.push_null();
        }
    }

    /// The columns with what is known of them, to add a row to. Each must be pushed to before `end_row`, or else the
    /// row taken back.
    pub(super) fn columns_mut(&mut self) -> impl Iterator<Item = (&Plan, &mut Values)> {
        self.plans
            .iter()
            .zip(self.columns.iter_mut().map(|column| &mut column.values))
    }

    /// Takes back what was added of a row.
    pub(super) fn undo_row(&mut self) {
        let rows = self.rows;
        for column in &mut self.columns {
            column.values.truncate(rows);
        }
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
            let (value, good) = or_null(plan.double(text));
            values.push(value.unwrap_or(f64::NAN));
            good
        }
        Values::Float(values) => {
            let (value, good) = or_null(plan.float(text));
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
        Values::Doubles(lists) => push_list(lists, text, |element| match plan.double(element) {
            Parsed::Value(value) => Some(value),
            Parsed::Blank => Some(f64::NAN),
            Parsed::Bad => None,
        }),
        Values::Floats(lists) => push_list(lists, text, |element| match plan.float(element) {
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
