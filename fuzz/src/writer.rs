//! What the writer writes, in both serializations, reads back the same.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "what is written is compared as the column's type holds it, and exactly"
)]

use super::{cursor::Cursor, reading::Told};
use vodiscover::votable::{
    Cell, Datatype, Event, Field, Limits, Reader, Rows, Serialization, TableSpec, Writer,
};

const TYPES: [Datatype; 11] = [
    Datatype::Char,
    Datatype::Double,
    Datatype::Int,
    Datatype::Float,
    Datatype::Boolean,
    Datatype::Long,
    Datatype::Short,
    Datatype::UnsignedByte,
    Datatype::UnicodeChar,
    Datatype::DoubleComplex,
    Datatype::FloatComplex,
];

#[derive(Debug)]
enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
}

#[derive(Debug)]
struct Table(Vec<Vec<Value>>);

impl Rows for Table {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        match &self.0[row][column] {
            Value::Null => Cell::Null,
            Value::Bool(value) => Cell::Bool(*value),
            Value::Int(value) => Cell::Int(*value),
            Value::Double(value) => Cell::Double(*value),
            Value::Text(text) => Cell::Text(text),
        }
    }
}

/// Takes the bytes as fields and cells.
pub fn check(bytes: &[u8]) {
    let mut cursor = Cursor::new(bytes);
    let n_columns = usize::from(1 + cursor.byte() % 9);
    let fields: Vec<Field> = (0..n_columns).map(|_| field(&mut cursor)).collect();
    let info = text(&mut cursor);
    let mut rows = Vec::new();
    while cursor.left() > 0 {
        rows.push(
            fields
                .iter()
                .map(|field| value(field, &mut cursor))
                .collect(),
        );
    }
    let table = Table(rows);
    for serialization in [Serialization::Binary2, Serialization::TableData] {
        let document = written(&fields, &info, &table, serialization);
        let told = super::reading::read(document.as_slice(), document.len(), &Limits::default());
        let whole = String::from_utf8(document).expect("UTF-8");
        assert_eq!(
            (told.error.as_deref(), told.warnings.as_slice()),
            (None, &[][..]),
            "{whole}"
        );
        check_head(&told, &fields, &whole);
        check_info(&whole, &info);
        assert_eq!(told.rows.len(), table.0.len(), "rows of {whole}");
        for (read, row) in told.rows.iter().zip(&table.0) {
            for ((cell, value), field) in read.iter().zip(row).zip(&fields) {
                check_cell(cell.as_deref(), value, field);
            }
        }
    }
}

fn written(fields: &[Field], info: &str, table: &Table, serialization: Serialization) -> Vec<u8> {
    let spec = TableSpec {
        fields: fields.to_vec(),
        ..TableSpec::default()
    };
    let mut writer = Writer::new(Vec::new(), info).expect("a Vec takes all");
    writer.info("said", info, info).expect("a Vec takes all");
    writer
        .table(&spec, serialization, table)
        .expect("a Vec takes all");
    writer.finish().expect("a Vec takes all")
}

fn field(cursor: &mut Cursor<'_>) -> Field {
    let datatype = cursor.pick(&TYPES);
    let list = cursor.byte() % 4;
    let arraysize = match (datatype.is_text(), list) {
        (true, _) | (_, 1) => Some("*".to_owned()),
        (_, 2) => Some("3".to_owned()),
        _ => None,
    };
    Field {
        arraysize,
        unit: (list == 3).then(|| text(cursor)),
        description: (list == 3).then(|| text(cursor)),
        ..Field::new(&text(cursor), datatype)
    }
}

fn text(cursor: &mut Cursor<'_>) -> String {
    let n_bytes = usize::from(cursor.byte() % 24);
    String::from_utf8_lossy(cursor.most(n_bytes)).into_owned()
}

/// A value of any type; for a list, one with as many elements as it must have.
fn value(field: &Field, cursor: &mut Cursor<'_>) -> Value {
    let choice = cursor.byte();
    if choice.is_multiple_of(8) {
        return Value::Null;
    }
    if field.datatype.is_text() {
        return match choice % 8 {
            1 => Value::Int(i64::from_be_bytes(cursor.array())),
            2 => Value::Double(f64::from_be_bytes(cursor.array())),
            _ => Value::Text(text(cursor)),
        };
    }
    if n_elements(field) != Some(1) {
        let n = n_elements(field).unwrap_or(usize::from(choice / 8 % 5) * parts(field.datatype));
        let elements: Vec<String> = (0..n).map(|_| element(field.datatype, cursor)).collect();
        return Value::Text(elements.join(" "));
    }
    match choice % 8 {
        1 => Value::Bool(choice > 127),
        2 | 3 => Value::Double(f64::from_be_bytes(cursor.array())),
        4 => Value::Double(f64::from(f32::from_be_bytes(cursor.array()))),
        5 => Value::Text(text(cursor)),
        6 => Value::Int(i64::from(i16::from_be_bytes(cursor.array()))),
        _ => Value::Int(i64::from_be_bytes(cursor.array())),
    }
}

fn element(datatype: Datatype, cursor: &mut Cursor<'_>) -> String {
    match datatype {
        Datatype::Boolean => cursor.pick(&["true", "false"]).to_owned(),
        Datatype::UnsignedByte => cursor.byte().to_string(),
        Datatype::Short => i16::from_be_bytes(cursor.array()).to_string(),
        Datatype::Int => i32::from_be_bytes(cursor.array()).to_string(),
        Datatype::Long => i64::from_be_bytes(cursor.array()).to_string(),
        Datatype::Float | Datatype::FloatComplex => f32::from_be_bytes(cursor.array()).to_string(),
        _ => f64::from_be_bytes(cursor.array()).to_string(),
    }
}

fn parts(datatype: Datatype) -> usize {
    match datatype {
        Datatype::FloatComplex | Datatype::DoubleComplex => 2,
        _ => 1,
    }
}

/// Elements of a cell, if it is the same number in all.
fn n_elements(field: &Field) -> Option<usize> {
    match field.arraysize.as_deref() {
        None => Some(parts(field.datatype)),
        Some("3") => Some(3 * parts(field.datatype)),
        Some(_) => None,
    }
}

/// What XML 1.0 cannot hold, and the controls on which readers do not agree, are dropped.
fn held(text: &str) -> String {
    let is_held = |c: &char| {
        matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'))
    };
    text.chars().filter(is_held).collect()
}

/// An attribute or description as it is read: without blanks around it.
fn word(text: &str, is_attribute: bool) -> Option<String> {
    let mut held = held(text);
    if is_attribute {
        held = held.replace(['\n', '\r', '\t'], " ");
    }
    let word = held.trim();
    (!word.is_empty()).then(|| word.to_owned())
}

fn check_head(told: &Told, fields: &[Field], document: &str) {
    let head = told.head.as_ref().expect("a table");
    assert_eq!(head.fields.len(), fields.len(), "{document}");
    for (read, field) in head.fields.iter().zip(fields) {
        let of = |text: &Option<String>, is_attribute| {
            text.as_deref().and_then(|text| word(text, is_attribute))
        };
        assert_eq!(read.name, word(&field.name, true).unwrap_or_default());
        assert_eq!(read.unit, of(&field.unit, true));
        assert_eq!(read.description, of(&field.description, false));
        let is_wide = read.datatype == Datatype::UnicodeChar && field.datatype == Datatype::Char;
        assert!(read.datatype == field.datatype || is_wide, "{document}");
    }
}

fn check_info(document: &str, info: &str) {
    let mut reader = Reader::new(document.as_bytes(), Limits::default());
    while let Some(event) = reader.next_event().expect("it was read before") {
        if let Event::Info(read) = event {
            assert_eq!(read.text, word(info, false).unwrap_or_default());
            assert_eq!(read.value, held(info).replace(['\n', '\r', '\t'], " "));
        }
    }
}

fn check_cell(cell: Option<&str>, value: &Value, field: &Field) {
    let number = cell.and_then(|cell| cell.parse::<f64>().ok());
    match value {
        Value::Null => assert_eq!(cell, None),
        Value::Text(text) if field.datatype.is_text() => {
            assert_eq!(cell.unwrap_or_default(), held(text));
        }
        Value::Text(text) if n_elements(field) != Some(1) => check_list(cell, text),
        Value::Double(double) if double.is_nan() => assert_eq!(cell, None),
        Value::Double(double) => match field.datatype {
            Datatype::Float => assert_eq!(number.map(|read| read as f32), Some(*double as f32)),
            Datatype::Boolean => assert_eq!(cell, Some(truth(*double != 0.0))),
            datatype if range(datatype).is_some() => {
                let kept = whole(*double).filter(|whole| fits(datatype, *whole));
                assert_eq!(cell, kept.map(|whole| whole.to_string()).as_deref());
            }
            _ => assert_eq!(number, Some(*double)),
        },
        Value::Int(int) => match field.datatype {
            Datatype::Boolean => assert_eq!(cell, Some(truth(*int != 0))),
            Datatype::Double => assert_eq!(number, Some(*int as f64)),
            Datatype::Float => {
                assert_eq!(number.map(|read| read as f32), Some((*int as f64) as f32));
            }
            datatype => {
                let kept = Some(*int).filter(|int| fits(datatype, *int));
                assert_eq!(cell, kept.map(|int| int.to_string()).as_deref());
            }
        },
        Value::Bool(bool) => match field.datatype {
            Datatype::Boolean => assert_eq!(cell, Some(truth(*bool))),
            _ => assert_eq!(number, Some(f64::from(u8::from(*bool)))),
        },
        // A text in a column of numbers is read with patience; at least both serializations agree, by their lines.
        Value::Text(_) => {}
    }
}

fn check_list(cell: Option<&str>, text: &str) {
    let numbers = |text: &str| -> Vec<f64> {
        let word = |word: &str| match word {
            "true" => 1.0,
            "false" => 0.0,
            word => word.parse().expect("a number"),
        };
        text.split_whitespace().map(word).collect()
    };
    let (read, given) = (numbers(cell.unwrap_or_default()), numbers(text));
    // A list of nothing but NaN is null, as one of nothing.
    if given.iter().all(|number| number.is_nan()) {
        assert_eq!(cell, None);
        return;
    }
    let same = |(one, two): (&f64, &f64)| one == two || one.is_nan() && two.is_nan();
    assert!(
        read.len() == given.len() && read.iter().zip(&given).all(same),
        "{read:?} {given:?}"
    );
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn range(datatype: Datatype) -> Option<(i64, i64)> {
    Some(match datatype {
        Datatype::UnsignedByte => (0, 255),
        Datatype::Short => (i16::MIN.into(), i16::MAX.into()),
        Datatype::Int => (i32::MIN.into(), i32::MAX.into()),
        Datatype::Long => (i64::MIN, i64::MAX),
        _ => return None,
    })
}

fn fits(datatype: Datatype, value: i64) -> bool {
    range(datatype).is_none_or(|(least, most)| (least..=most).contains(&value))
}

fn whole(value: f64) -> Option<i64> {
    let is_whole = value.fract() == 0.0 && (-(2f64.powi(63))..2f64.powi(63)).contains(&value);
    is_whole.then_some(value as i64)
}
