//! Cells into columns, from the bytes of BINARY and BINARY2 (VOTable 1.4, section 6.2).

use super::{
    Datatype, Shape,
    build::{Builder, Plan, Width},
    encoding::patient_text,
    error::Fault,
    limits::Limits,
    store::{Lists, Texts, Values},
};

/// Adds the row that `bytes` begins with, and says how long it is; `None`, and nothing is added, if it is not whole. Nor
/// is a row of no bytes added: there would be no end of them. `flags`: so many bytes of null flags stand before it.
pub(super) fn push_row(
    builder: &mut Builder,
    bytes: &[u8],
    flags: usize,
    limits: &Limits,
) -> Result<Option<usize>, Fault> {
    let outcome = push_cells(builder, bytes, flags, limits);
    match outcome {
        Ok(Some(Row { len: 0, .. }) | None) | Err(_) => builder.undo_row(),
        Ok(Some(row)) => builder.end_row(row.kept),
    }
    Ok(outcome?.map(|row| row.len))
}

/// How long a row is, and how many bytes are kept of it.
#[derive(Debug, Clone, Copy)]
struct Row {
    len: usize,
    kept: usize,
}

fn push_cells(
    builder: &mut Builder,
    bytes: &[u8],
    flags: usize,
    limits: &Limits,
) -> Result<Option<Row>, Fault> {
    let mut kept = 0_usize;
    let Some((flags, mut rest)) = bytes.split_at_checked(flags) else {
        return Ok(None);
    };
    for (column, (plan, values)) in builder.columns_mut().enumerate() {
        let Some((cell, elements, after)) = split_cell(plan, rest, limits)? else {
            // What is not whole must not grow without end.
            too_long(bytes.len(), limits)?;
            return Ok(None);
        };
        rest = after;
        kept = kept.saturating_add(cell.len() * plan.growth.from_binary);
        too_long(kept, limits)?;
        let null = flags
            .get(column / 8)
            .is_some_and(|byte| byte & (0x80 >> (column % 8)) != 0);
        if null {
            values.push_null();
        } else {
            push(values, plan, cell, elements);
        }
    }
    let len = bytes.len() - rest.len();
    too_long(len, limits)?;
    Ok(Some(Row { len, kept }))
}

/// Bounds a row by four of its longest cells.
fn too_long(len: usize, limits: &Limits) -> Result<(), Fault> {
    if len / 4 > limits.cell_bytes {
        return Err(Fault::too_long("a row", limits.cell_bytes * 4));
    }
    Ok(())
}

/// A cell's bytes, how many elements it says that it has, and the bytes behind it.
type Split<'a> = (&'a [u8], Option<usize>, &'a [u8]);

/// The cell that `bytes` begins with, and the bytes behind it. `None`: they are not all there.
#[inline]
fn split_cell<'a>(
    plan: &Plan,
    bytes: &'a [u8],
    limits: &Limits,
) -> Result<Option<Split<'a>>, Fault> {
    let (size, elements, bytes) = match plan.width {
        Width::Fixed(size) => (size, None, bytes),
        Width::Each(unit) => {
            let Some((length, rest)) = bytes.split_first_chunk() else {
                return Ok(None);
            };
            // A negative length is one of nothing.
            let elements = usize::try_from(i32::from_be_bytes(*length)).unwrap_or(0);
            let size = match unit {
                0 => elements.div_ceil(8),
                unit => elements.saturating_mul(unit),
            };
            (size, Some(elements), rest)
        }
    };
    if size.saturating_mul(plan.growth.from_binary) > limits.cell_bytes {
        return Err(Fault::too_long("a cell", limits.cell_bytes));
    }
    let split = bytes.split_at_checked(size);
    Ok(split.map(|(cell, rest)| (cell, elements, rest)))
}

/// Adds a cell. The usual types come first and stay short: this is what reading BINARY2 costs.
#[inline]
fn push(values: &mut Values, plan: &Plan, bytes: &[u8], elements: Option<usize>) {
    match values {
        Values::Text(texts) if plan.is_plain_text => texts.push_raw(bytes),
        Values::Double(values) => {
            let value = doubles(bytes).next().unwrap_or(f64::NAN);
            values.push(plan.known_double(value));
        }
        Values::Int(values) => {
            let value = integers(plan.datatype, bytes).next();
            values.push(value.and_then(|value| plan.whole(value)));
        }
        _ => push_unusual(values, plan, bytes, elements),
    }
}

#[inline(never)]
fn push_unusual(values: &mut Values, plan: &Plan, bytes: &[u8], elements: Option<usize>) {
    match values {
        Values::Text(texts) => push_binary_text(texts, plan, bytes),
        Values::Double(values) => {
            let value = doubles(bytes).next().unwrap_or(f64::NAN);
            values.push(plan.known_double(value));
        }
        Values::Float(values) => {
            let value = floats(bytes).next().unwrap_or(f32::NAN);
            values.push(plan.known_float(value));
        }
        Values::Int(values) => {
            let value = integers(plan.datatype, bytes).next();
            values.push(value.and_then(|value| plan.whole(value)));
        }
        Values::Bool(values) => values.push(match plan.datatype {
            // A single bit is somewhere in its byte: writers do not agree where.
            Datatype::Bit => bytes.first().map(|byte| *byte != 0),
            _ => bytes.first().copied().and_then(binary_bool),
        }),
        Values::Doubles(lists) => {
            push_all(lists, doubles(bytes).map(|value| plan.known_double(value)));
        }
        Values::Floats(lists) => {
            push_all(lists, floats(bytes).map(|value| plan.known_float(value)));
        }
        Values::Ints(lists) => {
            let values = integers(plan.datatype, bytes).map(|value| plan.whole(value));
            push_all(lists, values);
        }
        Values::Bools(lists) if plan.datatype == Datatype::Bit => {
            let n = match plan.shape {
                Shape::Fixed { elements, .. } => elements,
                Shape::Scalar | Shape::Variable => elements.unwrap_or(bytes.len() * 8),
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
    bytes.chunks_exact(size).map(move |bytes| match *bytes {
        [a] => i64::from(a),
        [a, b] if datatype == Datatype::UnsignedShort => i64::from(u16::from_be_bytes([a, b])),
        [a, b] => i64::from(i16::from_be_bytes([a, b])),
        [a, b, c, d] if datatype == Datatype::UnsignedInt => {
            i64::from(u32::from_be_bytes([a, b, c, d]))
        }
        [a, b, c, d] => i64::from(i32::from_be_bytes([a, b, c, d])),
        _ => bytes
            .first_chunk()
            .map_or(0, |bytes| i64::from_be_bytes(*bytes)),
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
        Shape::Scalar | Shape::Fixed { .. } | Shape::Variable => binary_text(plan.datatype, bytes),
    };
    let null = plan.null.as_deref() == Some(text.as_str());
    texts.push_raw(if null { b"" } else { text.as_bytes() });
}

/// A string ends at its first NUL (VOTable 1.4, section 2.1).
fn until_nul(bytes: &[u8]) -> &[u8] {
    let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
    bytes.get(..end).unwrap_or_default()
}

fn binary_text(datatype: Datatype, bytes: &[u8]) -> String {
    if datatype == Datatype::Char {
        return patient_text(until_nul(bytes));
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
