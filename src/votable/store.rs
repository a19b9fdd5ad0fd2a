//! The memory of columns.

use super::encoding::patient_text;

/// The values, by type. Whole numbers of all widths are kept as `i64`.
#[derive(Debug, Clone)]
pub(super) enum Values {
    Bool(Nullable<bool>),
    Int(Nullable<i64>),
    /// NaN is null.
    Float(Vec<f32>),
    /// NaN is null.
    Double(Vec<f64>),
    /// The empty text is null, as in TABLEDATA.
    Text(Texts),
    Bools(Lists<Option<bool>>),
    Ints(Lists<Option<i64>>),
    Floats(Lists<f32>),
    Doubles(Lists<f64>),
}

impl Values {
    /// Empty values of the same type, with room for as much again.
    pub(super) fn alike(&self) -> Self {
        match self {
            Self::Bool(values) => Self::Bool(values.alike()),
            Self::Int(values) => Self::Int(values.alike()),
            Self::Float(values) => Self::Float(Vec::with_capacity(values.len())),
            Self::Double(values) => Self::Double(Vec::with_capacity(values.len())),
            Self::Text(texts) => Self::Text(texts.alike()),
            Self::Bools(lists) => Self::Bools(lists.alike()),
            Self::Ints(lists) => Self::Ints(lists.alike()),
            Self::Floats(lists) => Self::Floats(lists.alike()),
            Self::Doubles(lists) => Self::Doubles(lists.alike()),
        }
    }

    /// Adds a null.
    pub(super) fn push_null(&mut self) {
        match self {
            Self::Bool(values) => values.push(None),
            Self::Int(values) => values.push(None),
            Self::Float(values) => values.push(f32::NAN),
            Self::Double(values) => values.push(f64::NAN),
            Self::Text(texts) => texts.push_empty(),
            Self::Bools(lists) => lists.end(),
            Self::Ints(lists) => lists.end(),
            Self::Floats(lists) => lists.end(),
            Self::Doubles(lists) => lists.end(),
        }
    }

    /// Takes back all rows but so many.
    pub(super) fn truncate(&mut self, rows: usize) {
        match self {
            Self::Bool(values) => values.truncate(rows),
            Self::Int(values) => values.truncate(rows),
            Self::Float(values) => values.truncate(rows),
            Self::Double(values) => values.truncate(rows),
            Self::Text(texts) => texts.truncate(rows),
            Self::Bools(lists) => lists.truncate(rows),
            Self::Ints(lists) => lists.truncate(rows),
            Self::Floats(lists) => lists.truncate(rows),
            Self::Doubles(lists) => lists.truncate(rows),
        }
    }

    /// Makes all that was pushed readable.
    pub(super) fn seal(&mut self) {
        if let Self::Text(texts) = self {
            texts.seal();
        }
    }

    /// Bytes that the values need, about.
    pub(super) fn heap_bytes(&self) -> usize {
        let lists = |n: usize, size: usize, ends: usize| n * size + ends * 8;
        match self {
            Self::Bool(values) => values.values.len(),
            Self::Int(values) => values.values.len() * 8,
            Self::Float(values) => values.len() * 4,
            Self::Double(values) => values.len() * 8,
            Self::Text(texts) => lists(texts.all.len(), 1, texts.ends.len()),
            Self::Bools(list) => lists(list.all.len(), 1, list.ends.len()),
            Self::Ints(list) => lists(list.all.len(), 16, list.ends.len()),
            Self::Floats(list) => lists(list.all.len(), 4, list.ends.len()),
            Self::Doubles(list) => lists(list.all.len(), 8, list.ends.len()),
        }
    }
}

/// Values with a bit for each that says whether it is null.
#[derive(Debug, Clone, Default)]
pub(super) struct Nullable<T> {
    values: Vec<T>,
    nulls: Vec<u64>,
}

impl<T: Copy + Default> Nullable<T> {
    pub(super) fn push(&mut self, value: Option<T>) {
        let bit = self.values.len() % 64;
        if bit == 0 {
            self.nulls.push(0);
        }
        if value.is_none()
            && let Some(word) = self.nulls.last_mut()
        {
            *word |= 1 << bit;
        }
        self.values.push(value.unwrap_or_default());
    }

    pub(super) fn alike(&self) -> Self {
        Self {
            values: Vec::with_capacity(self.values.len()),
            nulls: Vec::with_capacity(self.nulls.len()),
        }
    }

    fn truncate(&mut self, rows: usize) {
        self.values.truncate(rows);
        self.nulls.truncate(rows.div_ceil(64));
        // The bits of the rows that were taken back will be set anew.
        if let Some(word) = self.nulls.last_mut()
            && !rows.is_multiple_of(64)
        {
            *word &= (1 << (rows % 64)) - 1;
        }
    }

    pub(super) fn get(&self, row: usize) -> Option<T> {
        let null = self.nulls.get(row / 64)? >> (row % 64) & 1;
        (null == 0).then(|| self.values.get(row).copied())?
    }
}

/// Texts one after another in one piece of memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    all: String,
    /// From BINARY: bytes that [`Texts::seal`] makes text of, all at once.
    raw: Vec<u8>,
    ends: Vec<usize>,
}

impl Texts {
    pub(super) fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len());
    }

    /// Adds a text as the bytes of its characters. Either all texts of a column come so, or none.
    pub(super) fn push_raw(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.ends.push(self.raw.len());
    }

    pub(super) fn push_empty(&mut self) {
        self.ends.push(self.all.len() + self.raw.len());
    }

    fn truncate(&mut self, rows: usize) {
        self.ends.truncate(rows);
        let end = self.ends.last().copied().unwrap_or(0);
        self.all.truncate(end);
        self.raw.truncate(end);
    }

    /// Makes text of the bytes: a text ends at its first NUL (VOTable 1.4, section 2.1), what is no UTF-8 is guessed.
    fn seal(&mut self) {
        if self.raw.is_empty() {
            shrink(&mut self.all);
            return;
        }
        let raw = std::mem::take(&mut self.raw);
        let plain = memchr::memchr(0, &raw).is_none();
        match String::from_utf8(raw) {
            Ok(all) if plain && self.ends.iter().all(|end| all.is_char_boundary(*end)) => {
                self.all = all;
            }
            Ok(all) => self.repair(all.as_bytes()),
            Err(error) => self.repair(error.as_bytes()),
        }
        shrink(&mut self.all);
    }

    /// Makes text of the bytes one text after the other.
    fn repair(&mut self, raw: &[u8]) {
        let mut start = 0;
        for end in &mut self.ends {
            let bytes = raw.get(start..*end).unwrap_or_default();
            start = *end;
            let n = memchr::memchr(0, bytes).unwrap_or(bytes.len());
            let text = bytes.get(..n).unwrap_or_default();
            self.all.push_str(&patient_text(text));
            *end = self.all.len();
        }
    }

    pub(super) fn alike(&self) -> Self {
        let from_bytes = !self.raw.is_empty();
        let (raw, all) = if from_bytes {
            (self.raw.len(), 0)
        } else {
            (0, self.all.len())
        };
        // A little more, for texts are never twice as long: to grow would double the room.
        let room = |len: usize| len + len / 32;
        Self {
            all: String::with_capacity(room(all)),
            raw: Vec::with_capacity(room(raw)),
            ends: Vec::with_capacity(self.ends.len()),
        }
    }

    pub(super) fn get(&self, row: usize) -> Option<&str> {
        let start = row
            .checked_sub(1)
            .map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.all.get(start..*self.ends.get(row)?)
    }
}

/// Gives back the room that was not needed, if it is much: rows may be kept for long.
fn shrink(text: &mut String) {
    if text.capacity() - text.len() > text.len() / 8 {
        text.shrink_to_fit();
    }
}

/// Lists one after another in one piece of memory. The empty list is null.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists<T> {
    all: Vec<T>,
    ends: Vec<usize>,
}

impl<T> Lists<T> {
    /// Ends the list that was pushed to.
    pub(super) fn end(&mut self) {
        self.ends.push(self.all.len());
    }

    pub(super) fn push(&mut self, value: T) {
        self.all.push(value);
    }

    /// Takes back what was pushed since the last end.
    pub(super) fn undo(&mut self) {
        self.all.truncate(self.ends.last().copied().unwrap_or(0));
    }

    pub(super) fn alike(&self) -> Self {
        Self {
            all: Vec::with_capacity(self.all.len()),
            ends: Vec::with_capacity(self.ends.len()),
        }
    }

    fn truncate(&mut self, rows: usize) {
        self.ends.truncate(rows);
        self.undo();
    }

    pub(super) fn get(&self, row: usize) -> Option<&[T]> {
        let start = row
            .checked_sub(1)
            .map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.all
            .get(start..*self.ends.get(row)?)
            .filter(|list| !list.is_empty())
    }
}
