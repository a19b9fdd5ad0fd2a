//! Rows as BINARY2 and as TABLEDATA.

use super::{
    Cell, Rows,
    markup::{is_xml, push_escaped},
};
use crate::votable::{
    Datatype, Field, Shape,
    column::elements,
    number::{self, Parsed},
};
use std::io::{self, Write};

/// Bytes in a line of base64: a multiple of 3, so that lines need no padding.
const LINE: usize = 57 * 16;

/// Writes the rows as people can read them.
pub(super) fn write_tabledata(
    out: &mut impl Write,
    fields: &[Field],
    rows: &dyn Rows,
) -> io::Result<()> {
    out.write_all(b"<DATA>\n<TABLEDATA>\n")?;
    let mut line = String::new();
    let mut cell_text = String::new();
    for row in 0..rows.len() {
        line.push_str("<TR>");
        for (column, field) in fields.iter().enumerate() {
            cell_text.clear();
            push_text(&mut cell_text, field, rows.cell(row, column));
            if cell_text.is_empty() {
                line.push_str("<TD/>");
            } else {
                line.push_str("<TD>");
                push_escaped(&mut line, &cell_text);
                line.push_str("</TD>");
            }
        }
        line.push_str("</TR>\n");
        if line.len() > 1 << 16 {
            out.write_all(line.as_bytes())?;
            line.clear();
        }
    }
    out.write_all(line.as_bytes())?;
    out.write_all(b"</TABLEDATA>\n</DATA>\n")
}

/// Adds a value as text of the field's type; nothing for null.
fn push_text(into: &mut String, field: &Field, cell: Cell<'_>) {
    if field.datatype.is_text() {
        with_text(cell, |text| into.push_str(text));
        return;
    }
    match (cell, field.shape()) {
        (Cell::Text(text), _) if is_array(field) => {
            into.push_str(text);
            return;
        }
        // Where the number of elements is fixed, an empty cell has too few.
        (Cell::Null, Shape::Fixed { elements, .. }) if is_real(field.datatype) => {
            into.push_str(["NaN"].repeat(elements).join(" ").as_str());
            return;
        }
        _ => {}
    }
    match field.datatype {
        Datatype::Boolean => {
            if let Some(value) = truth(cell) {
                into.push(if value { 'T' } else { 'F' });
            }
        }
        Datatype::Float => {
            if let Some(value) = real(cell) {
                into.push_str(&number::float_text(number::single(value)));
            }
        }
        Datatype::Double | Datatype::FloatComplex | Datatype::DoubleComplex => {
            if let Some(value) = real(cell) {
                into.push_str(&number::double_text(value));
            }
        }
        _ => {
            if let Some(value) = whole(field.datatype, cell) {
                into.push_str(&value.to_string());
            }
        }
    }
}

/// Writes the rows as bytes: in front of each row a bit for each column that says whether it is null.
pub(super) fn write_binary2(
    out: &mut impl Write,
    fields: &[Field],
    rows: &dyn Rows,
) -> io::Result<()> {
    out.write_all(b"<DATA>\n<BINARY2>\n<STREAM encoding=\"base64\">\n")?;
    let mut bytes = Vec::new();
    for row in 0..rows.len() {
        let flags = bytes.len();
        bytes.resize(flags + fields.len().div_ceil(8), 0);
        for (column, field) in fields.iter().enumerate() {
            let filled = push_bytes(&mut bytes, field, rows.cell(row, column));
            if let Some(byte) = bytes.get_mut(flags + column / 8).filter(|_| !filled) {
                *byte |= 0x80 >> (column % 8);
            }
        }
        if bytes.len() > 1 << 16 {
            let whole = bytes.len() / LINE * LINE;
            write_base64(out, bytes.get(..whole).unwrap_or_default())?;
            bytes.drain(..whole);
        }
    }
    write_base64(out, &bytes)?;
    out.write_all(b"</STREAM>\n</BINARY2>\n</DATA>\n")
}

fn write_base64(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let mut text = Vec::with_capacity(bytes.len() / 3 * 4 + bytes.len() / LINE + 8);
    for line in bytes.chunks(LINE) {
        base64_simd::STANDARD.encode_append(line, &mut text);
        text.push(b'\n');
    }
    out.write_all(&text)
}

/// Adds a value as bytes of the field's type, and says whether there was one.
fn push_bytes(into: &mut Vec<u8>, field: &Field, cell: Cell<'_>) -> bool {
    if field.datatype.is_text() {
        return push_text_bytes(into, field.datatype, cell);
    }
    if is_array(field) {
        return push_array(into, field, cell);
    }
    push_element(into, field.datatype, cell)
}

/// Adds a text with its length in characters in front.
fn push_text_bytes(into: &mut Vec<u8>, datatype: Datatype, cell: Cell<'_>) -> bool {
    let start = into.len();
    into.extend_from_slice(&[0; 4]);
    let unit = datatype.bytes(1).unwrap_or(1);
    with_text(cell, |text| {
        if text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) && unit == 1 {
            into.extend_from_slice(text.as_bytes());
            return;
        }
        for c in text.chars().filter(|c| is_xml(*c)) {
            if datatype == Datatype::UnicodeChar {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    into.extend_from_slice(&unit.to_be_bytes());
                }
            } else {
                into.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    });
    let length = (into.len() - start - 4) / unit;
    set_length(into, start, length);
    length > 0
}

fn set_length(into: &mut [u8], start: usize, length: usize) {
    let length = i32::try_from(length).unwrap_or(i32::MAX).to_be_bytes();
    if let Some(place) = into.get_mut(start..start + 4) {
        place.copy_from_slice(&length);
    }
}

/// Adds an array, from a text with its elements or from one number.
fn push_array(into: &mut Vec<u8>, field: &Field, cell: Cell<'_>) -> bool {
    // The parts of a complex number are written one after the other.
    let (part, parts) = match field.datatype {
        Datatype::FloatComplex => (Datatype::Float, 2),
        Datatype::DoubleComplex => (Datatype::Double, 2),
        other => (other, 1),
    };
    let start = into.len();
    if field.shape() == Shape::Variable {
        into.extend_from_slice(&[0; 4]);
    }
    let mut n = 0;
    match cell {
        Cell::Text(text) => {
            for element in elements(text) {
                push_element(into, part, Cell::Text(element));
                n += 1;
            }
        }
        Cell::Null => {}
        Cell::Bool(_) | Cell::Int(_) | Cell::Double(_) => {
            push_element(into, part, cell);
            n = 1;
        }
    }
    match field.shape() {
        Shape::Variable => set_length(into, start, n / parts),
        Shape::Fixed { elements, .. } => {
            let size = part.bytes(elements * parts).unwrap_or(0);
            while into.len() < start + size {
                push_element(into, part, Cell::Null);
            }
            into.truncate(start + size);
        }
        Shape::Scalar => {
            while n < parts {
                push_element(into, part, Cell::Null);
                n += 1;
            }
        }
    }
    n > 0
}

/// Adds one element, and says whether it has a value.
fn push_element(into: &mut Vec<u8>, datatype: Datatype, cell: Cell<'_>) -> bool {
    match datatype {
        Datatype::Boolean => {
            let value = truth(cell);
            into.push(value.map_or(b'?', |value| if value { b'T' } else { b'F' }));
            value.is_some()
        }
        Datatype::Float => {
            let value = real(cell);
            into.extend(number::single(value.unwrap_or(f64::NAN)).to_be_bytes());
            value.is_some()
        }
        Datatype::Double => {
            let value = real(cell);
            into.extend(value.unwrap_or(f64::NAN).to_be_bytes());
            value.is_some()
        }
        other => {
            let value = whole(other, cell);
            let bytes = value.unwrap_or(0).to_be_bytes();
            let size = other.bytes(1).unwrap_or(1).min(bytes.len());
            into.extend_from_slice(bytes.get(bytes.len() - size..).unwrap_or_default());
            value.is_some()
        }
    }
}

fn is_real(datatype: Datatype) -> bool {
    matches!(datatype, Datatype::Float | Datatype::Double)
}

/// Whether a cell has several elements; a complex number has two.
fn is_array(field: &Field) -> bool {
    field.shape() != Shape::Scalar
        || matches!(
            field.datatype,
            Datatype::FloatComplex | Datatype::DoubleComplex
        )
}

fn with_text(cell: Cell<'_>, add: impl FnOnce(&str)) {
    match cell {
        Cell::Null => {}
        Cell::Bool(value) => add(if value { "true" } else { "false" }),
        Cell::Int(value) => add(&value.to_string()),
        Cell::Double(value) if value.is_nan() => {}
        Cell::Double(value) => add(&number::double_text(value)),
        Cell::Text(text) => add(text),
    }
}

fn parsed<T>(parsed: Parsed<T>) -> Option<T> {
    match parsed {
        Parsed::Value(value) => Some(value),
        Parsed::Blank | Parsed::Bad => None,
    }
}

fn truth(cell: Cell<'_>) -> Option<bool> {
    match cell {
        Cell::Null => None,
        Cell::Bool(value) => Some(value),
        Cell::Int(value) => Some(value != 0),
        Cell::Double(value) => (!value.is_nan()).then_some(value != 0.0),
        Cell::Text(text) => parsed(number::boolean(text)),
    }
}

fn real(cell: Cell<'_>) -> Option<f64> {
    let value = match cell {
        Cell::Null => None,
        Cell::Bool(value) => Some(f64::from(u8::from(value))),
        Cell::Int(value) => Some(number::real(value)),
        Cell::Double(value) => Some(value),
        Cell::Text(text) => parsed(number::double(text)),
    };
    value.filter(|value| !value.is_nan())
}

/// A whole number within the type's range.
fn whole(datatype: Datatype, cell: Cell<'_>) -> Option<i64> {
    let value = match cell {
        Cell::Null => None,
        Cell::Bool(value) => Some(i64::from(value)),
        Cell::Int(value) => Some(value),
        Cell::Double(value) => number::whole(value),
        Cell::Text(text) => parsed(number::integer(text)),
    }?;
    let fits = match datatype {
        Datatype::Bit => (0..=1).contains(&value),
        Datatype::UnsignedByte => u8::try_from(value).is_ok(),
        Datatype::Short => i16::try_from(value).is_ok(),
        Datatype::Int => i32::try_from(value).is_ok(),
        Datatype::UnsignedShort => u16::try_from(value).is_ok(),
        Datatype::UnsignedInt => u32::try_from(value).is_ok(),
        _ => true,
    };
    fits.then_some(value)
}
