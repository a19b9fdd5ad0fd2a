//! The types of the columns in the words of Apache Arrow, for readers that go by them.
//!
//! Texts are `LargeUtf8`, whose offsets have 64 bits. Astropy reads a column with missing texts only so: a `Utf8` it makes an array
//! of texts as wide as the longest, which has no place for a null.

/// The key under which Arrow keeps its schema in a Parquet file.
pub(super) const SCHEMA_KEY: &str = "ARROW:schema";

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArrowType {
    Text,
    /// Whole numbers of 32 bits.
    Int32,
    /// Whole numbers of 64 bits.
    Int64,
    /// Numbers in double precision.
    Double,
}

/// `MetadataVersion.V5` of Message.fbs, and the member `Schema` of its union `MessageHeader`.
const VERSION: u32 = 4;
const HEADER_IS_SCHEMA: u32 = 1;
/// Members of the union `Type` of Schema.fbs.
const INT: u32 = 2;
const FLOATING_POINT: u32 = 3;
const LARGE_UTF8: u32 = 20;
/// `Precision.DOUBLE` of Schema.fbs.
const DOUBLE: u32 = 2;
/// What a message of Arrow's IPC format begins with; its length comes next.
const CONTINUES: u32 = u32::MAX;
const YES: u32 = 1;

/// The schema as Parquet's metadata have it: a message of Arrow's IPC format, in base64. All columns may have nulls.
///
/// The pairs go with it, because readers that find a schema take their metadata from there.
pub(super) fn arrow_schema(columns: &[(&str, ArrowType)], pairs: &[(&str, &str)]) -> String {
    let mut out = Flatbuffer::default();
    let root = out.cell(0);
    let message = out.table(&[Some(VERSION), Some(HEADER_IS_SCHEMA), Some(0)]);
    out.point(root, message);
    // endianness, fields, custom_metadata; little-endian, which is not said
    let schema = out.table(&[None, Some(0), Some(0)]);
    out.point(cell_of(message, 2), schema);
    let fields = out.vector(columns.len());
    out.point(cell_of(schema, 0), fields);
    for (at, (name, kind)) in columns.iter().enumerate() {
        let field = out.field(name, *kind);
        out.point(cell_of(fields, at), field);
    }
    let metadata = out.vector(pairs.len());
    out.point(cell_of(schema, 1), metadata);
    for (at, (key, value)) in pairs.iter().enumerate() {
        let pair = out.pair(key, value);
        out.point(cell_of(metadata, at), pair);
    }
    out.pad(8);
    let mut framed: Vec<u8> = Vec::new();
    framed.extend(CONTINUES.to_le_bytes());
    framed.extend(small(out.0.len()).to_le_bytes());
    framed.extend(&out.0);
    base64_simd::STANDARD.encode_to_string(framed)
}

/// A flatbuffer in the making. Offsets count forward from where they stand, so that what holds something stands before it.
#[derive(Debug, Default)]
struct Flatbuffer(Vec<u8>);

impl Flatbuffer {
    /// Writes a table of Schema.fbs' `Field`.
    fn field(&mut self, name: &str, kind: ArrowType) -> usize {
        let (member, members) = match kind {
            ArrowType::Text => (LARGE_UTF8, vec![]),
            ArrowType::Int32 => (INT, vec![Some(32), Some(YES)]),
            ArrowType::Int64 => (INT, vec![Some(64), Some(YES)]),
            ArrowType::Double => (FLOATING_POINT, vec![Some(DOUBLE)]),
        };
        // name, nullable, type_type, type, dictionary, children
        let members_of_field = [Some(0), Some(YES), Some(member), Some(0), None, Some(0)];
        let field = self.table(&members_of_field);
        let text = self.text(name);
        self.point(cell_of(field, 0), text);
        let kind = self.table(&members);
        self.point(cell_of(field, 3), kind);
        let children = self.vector(0);
        self.point(cell_of(field, 4), children);
        field
    }

    /// Writes a table of Schema.fbs' `KeyValue`.
    fn pair(&mut self, key: &str, value: &str) -> usize {
        let pair = self.table(&[Some(0), Some(0)]);
        for (nr, text) in [key, value].into_iter().enumerate() {
            let text = self.text(text);
            self.point(cell_of(pair, nr), text);
        }
        pair
    }

    /// Writes a table with these members; those that are not there are as their schema has them. Each takes four bytes,
    /// also where it needs fewer.
    fn table(&mut self, members: &[Option<u32>]) -> usize {
        let n_present = members.iter().flatten().count();
        self.pad(4);
        let layout = self.0.len();
        let (of_layout, of_table) = (4 + 2 * members.len(), 4 + 4 * n_present);
        for length in [of_layout, of_table] {
            self.half(length);
        }
        let mut at = 4;
        for member in members {
            self.half(if member.is_some() { at } else { 0 });
            at += if member.is_some() { 4 } else { 0 };
        }
        self.pad(4);
        let table = self.0.len();
        self.cell(small(table - layout));
        for member in members.iter().flatten() {
            self.cell(*member);
        }
        table
    }

    /// Writes a vector of so many offsets, which are to be set.
    fn vector(&mut self, length: usize) -> usize {
        let vector = self.cell(small(length));
        for _ in 0..length {
            self.cell(0);
        }
        vector
    }

    fn text(&mut self, text: &str) -> usize {
        let at = self.cell(small(text.len()));
        self.0.extend(text.as_bytes());
        self.0.push(0);
        self.pad(4);
        at
    }

    /// Writes four bytes, and gives their place.
    fn cell(&mut self, value: u32) -> usize {
        self.pad(4);
        let at = self.0.len();
        self.0.extend(value.to_le_bytes());
        at
    }

    fn half(&mut self, value: usize) {
        let value = u16::try_from(value).unwrap_or(u16::MAX);
        self.0.extend(value.to_le_bytes());
    }

    /// Lets the offset in a cell lead to a place behind it.
    fn point(&mut self, cell: usize, to: usize) {
        if let Some(bytes) = self.0.get_mut(cell..cell + 4) {
            bytes.copy_from_slice(&small(to - cell).to_le_bytes());
        }
    }

    fn pad(&mut self, to: usize) {
        let length = self.0.len().next_multiple_of(to);
        self.0.resize(length, 0);
    }
}

/// The place of the cell of this number, of those that are there, in a table or a vector.
fn cell_of(at: usize, nr: usize) -> usize {
    at + 4 + 4 * nr
}

/// A length in a buffer that is far from four gigabytes.
fn small(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
