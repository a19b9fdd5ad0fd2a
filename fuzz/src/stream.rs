//! Rows as BINARY and BINARY2, held against a decoder of their own for the numbers, the nulls and the lengths.

#![expect(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "a float is compared as a float, and exactly"
)]

use super::{
    cursor::Cursor,
    reading::{Pieces, read},
};
use std::fmt::Write as _;
use vodiscover::votable::Limits;

/// Datatypes with the bytes of an element (VOTable 1.4, table 1); a bit is counted apart.
const TYPES: [(&str, usize); 13] = [
    ("double", 8),
    ("char", 1),
    ("int", 4),
    ("boolean", 1),
    ("float", 4),
    ("long", 8),
    ("short", 2),
    ("unsignedByte", 1),
    ("unicodeChar", 2),
    ("bit", 0),
    ("floatComplex", 8),
    ("doubleComplex", 16),
    ("string", 1),
];

/// Array sizes with the number of elements that they fix; none where each cell tells its own.
const SIZES: [(&str, Option<usize>); 12] = [
    ("", Some(1)),
    ("*", None),
    ("1", Some(1)),
    ("3", Some(3)),
    ("0", Some(0)),
    ("2x3", Some(6)),
    ("8*", None),
    ("3x*", None),
    ("0x5", Some(0)),
    ("70000", Some(70_000)),
    ("4294967297", Some(4_294_967_297)),
    ("99999999999x99999999999", None),
];

#[derive(Debug)]
struct Column {
    datatype: &'static str,
    arraysize: &'static str,
    size: usize,
    elements: Option<usize>,
}

/// Takes the bytes as a list of fields and a stream behind it.
pub fn check(bytes: &[u8]) {
    let mut cursor = Cursor::new(bytes);
    let how = cursor.byte();
    let element = if how & 1 == 0 { "BINARY2" } else { "BINARY" };
    let n_columns = usize::from(cursor.byte() % 10);
    let columns: Vec<Column> = (0..n_columns).map(|_| column(&mut cursor)).collect();
    let payload = cursor.rest();
    let document = document(element, &columns, payload, how);
    let limits = Limits {
        batch_rows: if how & 2 == 0 { 1024 } else { 3 },
        cell_bytes: 1 << 18,
        ..Limits::default()
    };
    let told = read(document.as_bytes(), document.len(), &limits);
    let pieces = read(
        Pieces::of(document.as_bytes(), &[3, 1, 64]),
        document.len(),
        &limits,
    );
    assert_eq!((&told.lines, &told.error), (&pieces.lines, &pieces.error));

    let expected = decoded(&columns, payload, element == "BINARY2", limits.cell_bytes);
    assert_eq!(told.rows.len(), expected.len(), "whole rows in {document}");
    for (row, expected) in told.rows.iter().zip(&expected) {
        for (cell, expected) in row.iter().zip(expected) {
            match expected {
                Expected::Null => assert_eq!(*cell, None),
                Expected::Number(number) => assert_same(cell.as_deref(), *number),
                Expected::Anything => {}
            }
        }
    }
}

fn column(cursor: &mut Cursor<'_>) -> Column {
    let (datatype, size) = cursor.pick(&TYPES);
    let (arraysize, elements) = cursor.pick(&SIZES);
    // A text without an array size is one character, unless its type is not of the standard.
    let alias = datatype == "string" && arraysize.is_empty();
    Column {
        datatype,
        arraysize,
        size,
        elements: elements.filter(|_| !alias),
    }
}

fn document(element: &str, columns: &[Column], payload: &[u8], how: u8) -> String {
    let mut fields = String::new();
    for (nr, column) in columns.iter().enumerate() {
        let size = if column.arraysize.is_empty() {
            String::new()
        } else {
            format!(" arraysize='{}'", column.arraysize)
        };
        let datatype = column.datatype;
        write!(fields, "<FIELD name='c{nr}' datatype='{datatype}'{size}/>").expect("a String");
    }
    let coded = base64(payload, if how & 4 == 0 { 76 } else { 1000 });
    format!(
        "<VOTABLE><RESOURCE><TABLE>{fields}<DATA><{element}><STREAM encoding='base64'>{coded}</STREAM></{element}></DATA>\
         </TABLE></RESOURCE></VOTABLE>"
    )
}

/// RFC 4648's alphabet, with line ends.
fn base64(bytes: &[u8], line: usize) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for (nr, group) in bytes.chunks(3).enumerate() {
        if nr % (line / 4) == 0 {
            text.push('\n');
        }
        let padded = [
            group[0],
            *group.get(1).unwrap_or(&0),
            *group.get(2).unwrap_or(&0),
        ];
        let bits = u32::from_be_bytes([0, padded[0], padded[1], padded[2]]);
        for digit in 0..4 {
            let six = bits >> (18 - 6 * digit) & 63;
            text.push(if digit <= group.len() {
                char::from(DIGITS[six as usize])
            } else {
                '='
            });
        }
    }
    text
}

enum Expected {
    Null,
    Number(f64),
    Anything,
}

/// The whole rows of a stream (VOTable 1.4, sections 6.2 and 6.3), up to a cell that is too long.
fn decoded(
    columns: &[Column],
    stream: &[u8],
    null_flags: bool,
    longest: usize,
) -> Vec<Vec<Expected>> {
    let mut rows = Vec::new();
    let mut rest = Cursor::new(stream);
    // A row of no bytes could be there any number of times: there is none.
    while !columns.is_empty() && rest.left() > 0 {
        let before = rest.left();
        let Some(row) = row(columns, &mut rest, null_flags, longest) else {
            break;
        };
        if rest.left() == before {
            break;
        }
        rows.push(row);
    }
    rows
}

fn row(
    columns: &[Column],
    rest: &mut Cursor<'_>,
    null_flags: bool,
    longest: usize,
) -> Option<Vec<Expected>> {
    let n_flags = if null_flags {
        columns.len().div_ceil(8)
    } else {
        0
    };
    let flags = rest.exactly(n_flags)?;
    let mut cells = Vec::new();
    for (nr, column) in columns.iter().enumerate() {
        let elements = match column.elements {
            Some(elements) => elements,
            None => {
                usize::try_from(i32::from_be_bytes(rest.exactly(4)?.try_into().ok()?)).unwrap_or(0)
            }
        };
        let n_bytes = match column.size {
            0 => elements.div_ceil(8),
            size => elements.checked_mul(size)?,
        };
        if n_bytes > longest {
            return None;
        }
        let cell = rest.exactly(n_bytes)?;
        let null = flags
            .get(nr / 8)
            .is_some_and(|byte| byte & (0x80 >> (nr % 8)) != 0);
        cells.push(if null {
            Expected::Null
        } else {
            number(column, cell)
        });
    }
    Some(cells)
}

/// The number in a cell of one.
fn number(column: &Column, cell: &[u8]) -> Expected {
    if column.elements != Some(1) || !matches!(column.arraysize, "" | "1") {
        return Expected::Anything;
    }
    #[expect(clippy::cast_precision_loss, reason = "so is what it is compared with")]
    let number = match (column.datatype, cell) {
        ("double", _) => cell.try_into().map(f64::from_be_bytes).ok(),
        ("float", _) => cell.try_into().map(f32::from_be_bytes).map(f64::from).ok(),
        ("long", _) => cell
            .try_into()
            .map(i64::from_be_bytes)
            .map(|long| long as f64)
            .ok(),
        ("int", _) => cell.try_into().map(i32::from_be_bytes).map(f64::from).ok(),
        ("short", _) => cell.try_into().map(i16::from_be_bytes).map(f64::from).ok(),
        ("unsignedByte", [byte]) => Some(f64::from(*byte)),
        _ => return Expected::Anything,
    };
    match number {
        Some(number) if !number.is_nan() => Expected::Number(number),
        _ => Expected::Null,
    }
}

fn assert_same(cell: Option<&str>, number: f64) {
    let read: f64 = cell.expect("a number").parse().expect("a number");
    let single = f64::from(number as f32);
    // A float is shown at its shortest, which is exact as a float only.
    let same = read.to_bits() == number.to_bits()
        || read == number
        || (single.to_bits() == number.to_bits()
            && (read as f32).to_bits() == (number as f32).to_bits());
    assert!(same, "{read} is not {number}");
}
