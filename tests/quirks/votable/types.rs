//! Types by other names, in text and in bytes, and what characters `char` is made of.

use crate::reading::{FIELDS, answer, counted, document, fields, read, rows, stream};
use vodiscover::domain::{
    obscore::ObsColumn::{AccessUrl, ObsTitle, TExptime},
    service::Protocol,
};

/// Names that archives give to types, and a number that each can hold; those of unsigned types are beyond the signed ones.
const ALIASES: [(&str, f64); 10] = [
    ("integer", -70_000.0),
    ("int32", -70_000.0),
    ("int16", -7.0),
    ("int64", 8_000_000_000.0),
    ("float32", 0.5),
    ("float64", 0.1),
    ("unsignedShort", 65_535.0),
    ("unsignedInt", 4_294_967_295.0),
    ("DOUBLE", 0.1),
    ("Float", 0.5),
];

fn aliased(datatype: &str, data: &str) -> Vec<Option<f64>> {
    let columns = [("access_url", "string"), ("t_exptime", datatype)];
    let told = read(Protocol::Sia2, document(&fields(&columns), data));
    assert_eq!(
        told.texts(AccessUrl),
        ["http://x.org/1", "http://x.org/2"],
        "{datatype}"
    );
    told.numbers(TExptime)
}

#[test]
fn types_by_other_names_are_read_from_text() {
    for (datatype, number) in ALIASES {
        let row = format!("http://x.org/1|{number}");
        let data = rows(&[&row, "http://x.org/2|1"]);
        assert_eq!(
            aliased(datatype, &data),
            [Some(number), Some(1.0)],
            "{datatype}"
        );
    }
}

#[test]
fn types_by_other_names_are_read_from_bytes() {
    // The bytes are those of VOTable 1.4, section 6. What is unsigned is as wide as its name says: astropy takes it for the next
    // larger type, which is as good in text; STILTS cannot read on.
    let whole = |number: f64, width: usize| {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
        let bytes = (number as i64).to_be_bytes();
        bytes[8 - width..].to_vec()
    };
    for (datatype, number) in ALIASES {
        let bytes = |number: f64| match datatype.to_ascii_lowercase().as_str() {
            "int16" | "unsignedshort" => whole(number, 2),
            "int64" => whole(number, 8),
            "float" | "float32" => 0.5_f32.to_be_bytes().to_vec(),
            "double" | "float64" => number.to_be_bytes().to_vec(),
            _ => whole(number, 4),
        };
        let row = |url: &[u8]| [counted(url), bytes(number)].concat();
        let all = [row(b"http://x.org/1"), row(b"http://x.org/2")].concat();
        let read = aliased(datatype, &stream("BINARY", &all));
        assert_eq!(read, [Some(number), Some(number)], "{datatype}");
    }
}

#[test]
fn char_holds_utf_8_latin_1_and_what_is_neither() {
    for (bytes, expected) in [
        (
            "K\u{f6}nigstuhl \u{3b1}".as_bytes(),
            "K\u{f6}nigstuhl \u{3b1}",
        ),
        (b"K\xf6nigstuhl", "K\u{f6}nigstuhl"),
        (b"K\x81nigstuhl", "K\u{fffd}nigstuhl"),
    ] {
        let row = [&counted(b"http://x.org/1"), &counted(bytes)[..], &[0; 12]].concat();
        let binary = document(&fields(&FIELDS), &stream("BINARY", &row)).into_bytes();
        let text = answer(&["http://x.org/1|@|274.688|2"]);
        let (before, after) = text.split_once('@').unwrap();
        let text = [before.as_bytes(), bytes, after.as_bytes()].concat();
        for document in [binary, text] {
            let told = read(Protocol::Sia2, document);
            assert_eq!(told.texts(ObsTitle), [expected], "{bytes:?}");
        }
    }
    let row = [
        &counted(b"http://x.org/1")[..],
        &2_u32.to_be_bytes(),
        b"\x03\xb1\0C",
    ]
    .concat();
    let columns = [FIELDS[0], ("obs_title", "unicodeChar\" arraysize=\"*")];
    let told = read(
        Protocol::Sia2,
        document(&fields(&columns), &stream("BINARY", &row)),
    );
    assert_eq!(told.texts(ObsTitle), ["\u{3b1}C"]);
}
