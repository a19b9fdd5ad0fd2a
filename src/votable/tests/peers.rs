//! What astropy and STILTS wrote, read here. `tests/data/votable_fixtures.py` says which values went in.

use super::*;

/// Where the bits stand: astropy cannot mark them as null, STILTS reads them as one truth value and many.
const BITS: usize = 11;

/// Where the complex number stands: astropy's null in BINARY is NaN + 0i.
const COMPLEX: usize = 10;

fn expected() -> Vec<Vec<Option<String>>> {
    vec![
        some(&[
            "true",
            "0",
            "-32768",
            "-2147483648",
            "-9223372036854775808",
            "http://x/?a=1&b=2",
            "ICRS",
            "\u{3b1} Cen",
            "0.1",
            "0.1",
            "1 2",
            "true true true true true true true true true false",
            "274.688 -13.792",
            "1 -2 3",
        ]),
        some(&[
            "false",
            "255",
            "32767",
            "2147483647",
            "9223372036854775807",
            "<M 16>",
            "FK5",
            "\u{2603} & \u{e9}",
            "-3.4028235e38",
            "-1.7976931348623157e308",
            "-0.5 -0.25",
            "false false false false false false false false false true",
            "0 90",
            "4",
        ]),
        vec![None; 14],
    ]
}

fn without(column: usize, mut rows: Vec<Vec<Option<String>>>) -> Vec<Vec<Option<String>>> {
    for row in &mut rows {
        row.remove(column);
    }
    rows
}

#[test]
fn astropys_serializations_are_read_as_what_went_in() {
    for (name, document) in [
        (
            "tabledata",
            &include_bytes!("../../../tests/data/votable/astropy_tabledata.vot")[..],
        ),
        (
            "binary",
            include_bytes!("../../../tests/data/votable/astropy_binary.vot"),
        ),
        (
            "binary2",
            include_bytes!("../../../tests/data/votable/astropy_binary2.vot"),
        ),
    ] {
        let rows = rows(document);
        assert_eq!(rows[..2], expected()[..2], "{name}");
        let decided = |rows| without(COMPLEX, without(BITS, rows));
        assert_eq!(decided(rows), decided(expected()), "{name}");
    }
}

#[test]
fn stilts_serializations_are_read_as_what_went_in() {
    for (name, document) in [
        (
            "tabledata",
            &include_bytes!("../../../tests/data/votable/stilts_tabledata.vot")[..],
        ),
        (
            "binary",
            include_bytes!("../../../tests/data/votable/stilts_binary.vot"),
        ),
        (
            "binary2",
            include_bytes!("../../../tests/data/votable/stilts_binary2.vot"),
        ),
    ] {
        let decided = |rows| without(COMPLEX, without(BITS, rows));
        let rows = rows(document);
        assert_eq!(
            without(BITS, rows[..2].to_vec()),
            without(BITS, expected()[..2].to_vec()),
            "{name}"
        );
        assert_eq!(decided(rows), decided(expected()), "{name}");
    }
}
