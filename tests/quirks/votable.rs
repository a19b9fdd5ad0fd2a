//! Tables in VOTable as archives write them.
//!
//! | quirk | test |
//! | --- | --- |
//! | missing or wrong xmlns, prefixes (W41, W42); versions 1.0 to 1.6, `v1.0`, none (W20, W21, W29, W22) | [`any_namespace_prefix_and_version_will_do`] |
//! | missing `datatype`, `id` for `ID`, missing `name` (astropy#15352, #4755; W09, W12, W15) | [`missing_attributes_and_such_in_lower_case_cost_nothing`] |
//! | types by other names: string, integer, int16, float32, unsignedShort ... (W13; astropy#1328, #2675) | [`types::types_by_other_names_are_read_from_text`], [`types::types_by_other_names_are_read_from_bytes`] |
//! | missing `arraysize` on char (W47) | [`a_text_without_arraysize_is_read_whole`] |
//! | `arraysize="128*"` in BINARY2 (astropy#18099), 2-D char (astropy#18789) | [`texts_of_bounded_length_and_of_two_dimensions_are_read`] |
//! | non-ASCII in char (W55; astropy#17119; VOTable 1.6) | [`types::char_holds_utf_8_latin_1_and_what_is_neither`] |
//! | `null`, `-`, `NaN` in numbers, empty cells, NaN in int (W30, W31, W36, W49; astropy#100) | [`words_for_no_value_are_no_value`] |
//! | commas in arrays (W01) | [`arrays_with_commas_are_read`] |
//! | the same ID or name twice (W32, W33) | [`of_two_columns_of_one_name_the_first_holds`] |
//! | content that contradicts its type, as a projection typed double (W40) | [`a_cell_that_contradicts_its_type_costs_that_cell`] |
//! | BINARY2 before 1.3 (W52); base64 from SIA (dachs-doc#12) | [`binary_serializations_are_read_in_any_version_and_protocol`] |
//! | BINARY without columns read without end (TOPCAT's version history) | [`a_stream_without_columns_ends`] |
//! | units that nobody knows (W50) | [`an_unknown_unit_costs_nothing_but_the_unit`] |
//! | entities declared in a DOCTYPE (the README of cds-votable-rust) | [`entities_of_a_doctype_are_known_and_files_are_not_read`] |
//! | several RESOURCEs and TABLEs (DALI 1.1, section 4.4) | [`only_tables_of_results_are_datasets`] |

mod types;

use crate::reading::{FIELDS, Told, answer, counted, document, fields, read, rows, stream};
use vodiscover::domain::{
    obscore::ObsColumn::{AccessUrl, CalibLevel, EmMin, ObsTitle, SRa},
    service::Protocol,
};

const ROW: &str = "http://x.org/1|M 16|274.688|2";

#[track_caller]
fn assert_whole(told: &Told) {
    assert_eq!(told.texts(AccessUrl), ["http://x.org/1"]);
    assert_eq!(told.texts(ObsTitle), ["M 16"]);
    assert_eq!(told.numbers(SRa), [Some(274.688)]);
    assert_eq!(told.numbers(CalibLevel), [Some(2.0)]);
    assert!(told.end.is_ok(), "{:?}", told.end);
}

#[test]
fn any_namespace_prefix_and_version_will_do() {
    let plain = answer(&[ROW]);
    let namespace = " xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\"";
    for prefix in ["vot:", "VOTABLE:", "v1.3:"] {
        let prefixed = plain
            .replace("</", "\u{1}")
            .replace('<', &format!("<{prefix}"))
            .replace('\u{1}', &format!("</{prefix}"))
            .replace(&format!("<{prefix}?"), "<?");
        assert_whole(&read(Protocol::Sia2, prefixed));
    }
    for other in [
        "",
        " xmlns=\"http://www.ivoa.net/xml/VOTable/v9\"",
        " xmlns=\"\"",
    ] {
        assert_whole(&read(Protocol::Sia2, plain.replace(namespace, other)));
    }
    for version in ["1.0", "1.1", "1.2", "1.3", "1.5", "1.6", "v1.0", "", "2.0"] {
        let version = format!("version=\"{version}\"");
        assert_whole(&read(
            Protocol::Sia2,
            plain.replace("version=\"1.4\"", &version),
        ));
    }
    let old = plain.replace(
        "<RESOURCE",
        "<DEFINITIONS><COOSYS ID=\"c\" system=\"eq_FK5\"/></DEFINITIONS><RESOURCE",
    );
    assert_whole(&read(Protocol::Sia2, old.replace(" version=\"1.4\"", "")));
}

#[test]
fn missing_attributes_and_such_in_lower_case_cost_nothing() {
    let untyped = "<FIELD id=\"access_url\"/><FIELD ID=\"obs_title\"/><FIELD name=\"s_ra\"/><FIELD NAME=\"calib_level\" Datatype=\"int\"/>\
         <FIELD datatype=\"int\"/>";
    let told = read(
        Protocol::Sia2,
        document(untyped, &rows(&["http://x.org/1|M 16|274.688|2|7"])),
    );
    assert_whole(&told);
    assert_eq!(
        told.warnings(),
        ["column without a type, read as text, 3 times"]
    );
}

#[test]
fn a_text_without_arraysize_is_read_whole() {
    let columns = [("access_url", "char"), ("obs_title", "string")];
    let told = read(
        Protocol::Sia2,
        document(&fields(&columns), &rows(&["http://x.org/1|M 16"])),
    );
    assert_eq!(told.texts(AccessUrl), ["http://x.org/1"]);
    assert_eq!(told.texts(ObsTitle), ["M 16"]);
}

#[test]
fn texts_of_bounded_length_and_of_two_dimensions_are_read() {
    let bounded = fields(&FIELDS).replace("\"*\"", "\"128*\"");
    let row = [
        &b"\0"[..],
        &counted(b"http://x.org/1"),
        &counted(b"M 16"),
        &274.688_f64.to_be_bytes(),
        &2_i32.to_be_bytes(),
    ]
    .concat();
    let binary = document(&bounded, &stream("BINARY2", &row));
    assert_whole(&read(Protocol::Sia2, binary));
    // Two texts of four characters in one cell (VOTable 1.4, section 2.2).
    let columns = [
        ("access_url", "char\" arraysize=\"*"),
        ("obs_title", "char\" arraysize=\"4x2"),
    ];
    let row = [&counted(b"http://x.org/1")[..], b"M 16M\x0017"].concat();
    let told = read(
        Protocol::Sia2,
        document(&fields(&columns), &stream("BINARY", &row)),
    );
    assert_eq!(told.texts(ObsTitle), ["M 16 M"]);
    let told = read(
        Protocol::Sia2,
        document(
            &fields(&columns).replace("4x2", "94x11"),
            &rows(&["http://x.org/1|M 16, M 17"]),
        ),
    );
    assert_eq!(told.texts(ObsTitle), ["M 16, M 17"]);
}

#[test]
fn words_for_no_value_are_no_value() {
    for word in [
        "", " ", "null", "NULL", "-", "--", "NaN", "nan", "None", "N/A",
    ] {
        let told = read(
            Protocol::Sia2,
            answer(&[&format!("http://x.org/1|M 16|{word}|{word}"), ROW]),
        );
        assert_eq!(told.numbers(SRa), [None, Some(274.688)], "{word:?}");
        assert_eq!(told.numbers(CalibLevel), [None, Some(2.0)], "{word:?}");
        assert!(
            told.warnings().is_empty(),
            "{word:?}: {:?}",
            told.warnings()
        );
    }
    let with_null = fields(&FIELDS).replace(
        "datatype=\"int\"/>",
        "datatype=\"int\"><VALUES null=\"-1\"/></FIELD>",
    );
    let told = read(
        Protocol::Sia2,
        document(&with_null, &rows(&["http://x.org/1|M 16|274.688|-1", ROW])),
    );
    assert_eq!(told.numbers(CalibLevel), [None, Some(2.0)]);
}

#[test]
fn arrays_with_commas_are_read() {
    // SSA 1.1: a position is one column of two numbers.
    let columns = "<FIELD name=\"url\" utype=\"ssa:Access.Reference\" datatype=\"char\" arraysize=\"*\"/>\
        <FIELD name=\"pos\" utype=\"ssa:Char.SpatialAxis.Coverage.Location.Value\" datatype=\"double\" arraysize=\"2\"/>";
    let lines = [
        "http://x.org/1|274.688,-13.792",
        "http://x.org/2|274.688, -13.792",
        "http://x.org/3|274.688 -13.792",
    ];
    let told = read(Protocol::Ssap, document(columns, &rows(&lines)));
    assert_eq!(told.numbers(SRa), [Some(274.688); 3]);
}

#[test]
fn of_two_columns_of_one_name_the_first_holds() {
    let twice = fields(&[FIELDS[0], FIELDS[1], FIELDS[2], FIELDS[3], FIELDS[1]])
        .replace("<FIELD ", "<FIELD ID=\"a\" ");
    let told = read(
        Protocol::Sia2,
        document(&twice, &rows(&["http://x.org/1|M 16|274.688|2|M 17"])),
    );
    assert_whole(&told);
}

#[test]
fn a_cell_that_contradicts_its_type_costs_that_cell() {
    let told = read(
        Protocol::Sia2,
        answer(&["http://x.org/1|M 16|TAN|two", ROW]),
    );
    assert_eq!(told.texts(AccessUrl), ["http://x.org/1"; 2]);
    assert_eq!(told.numbers(SRa), [None, Some(274.688)]);
    assert_eq!(told.numbers(CalibLevel), [None, Some(2.0)]);
    assert_eq!(
        told.warnings(),
        [
            "value that does not fit its column's type, column s_ra, first in row 1",
            "value that does not fit its column's type, column calib_level, first in row 1"
        ]
    );
}

#[test]
fn binary_serializations_are_read_in_any_version_and_protocol() {
    let row = [
        &counted(b"http://x.org/1")[..],
        &counted(b"M 16"),
        &274.688_f64.to_be_bytes(),
        &2_i32.to_be_bytes(),
    ]
    .concat();
    for (element, bytes) in [
        ("BINARY", row.clone()),
        ("BINARY2", [b"\0", &row[..]].concat()),
    ] {
        let new = document(&fields(&FIELDS), &stream(element, &bytes));
        let old = new.replace("version=\"1.4\"", "version=\"1.1\"");
        for protocol in [Protocol::Sia2, Protocol::ObsCore] {
            assert_whole(&read(protocol, &new));
            assert_whole(&read(protocol, &old));
        }
        let told = read(Protocol::Sia1, &old);
        assert_eq!(
            told.texts(AccessUrl),
            ["http://x.org/1"],
            "known by its name"
        );
    }
}

#[test]
fn a_stream_without_columns_ends() {
    for element in ["BINARY", "BINARY2"] {
        for columns in [
            "",
            "<FIELD name=\"access_url\" datatype=\"char\" arraysize=\"0\"/>",
        ] {
            let told = read(
                Protocol::Sia2,
                document(columns, &stream(element, &[0; 3000])),
            );
            // BINARY2 has a byte of flags for each row, even where nothing else is in it.
            let n = if element == "BINARY2" && !columns.is_empty() {
                3000
            } else {
                0
            };
            assert_eq!(told.end.unwrap().received, n, "{element} {columns}");
        }
    }
}

#[test]
fn an_unknown_unit_costs_nothing_but_the_unit() {
    let columns = "<FIELD name=\"access_url\" datatype=\"char\" arraysize=\"*\"/>\
        <FIELD name=\"s_ra\" datatype=\"double\" unit=\"furlong/fortnight\"/><FIELD name=\"em_min\" datatype=\"double\" unit=\"Jy\"/>";
    let told = read(
        Protocol::Sia2,
        document(columns, &rows(&["http://x.org/1|274.688|5"])),
    );
    assert_eq!(told.numbers(SRa), [Some(274.688)]);
    // The standards leave no choice of unit, and services are asked in metres.
    assert_eq!(told.numbers(EmMin), [Some(5.0)]);
    assert_eq!(
        told.warnings(),
        ["unknown unit Jy, read as metres, column em_min"]
    );
    let column = "<FIELD name=\"url\" ucd=\"VOX:Image_AccessReference\" datatype=\"char\" arraysize=\"*\"/>\
        <FIELD name=\"lo\" ucd=\"VOX:BandPass_LoLimit\" datatype=\"double\" unit=\"Jy\"/>";
    let told = read(
        Protocol::Sia1,
        document(column, &rows(&["http://x.org/1|5"])),
    );
    assert_eq!(told.numbers(EmMin), [None], "a flux is no wavelength");
}

#[test]
fn entities_of_a_doctype_are_known_and_files_are_not_read() {
    let doctype = "<!DOCTYPE VOTABLE SYSTEM \"file:///etc/hostname\" [<!ENTITY deg \"&#176;\">\
        <!ENTITY base 'http://x.org'><!ENTITY file SYSTEM \"file:///etc/hostname\">]>\n<VOTABLE";
    let text = answer(&["&base;/1|30&deg; &file; &nbsp;|274.688|2"]).replace("<VOTABLE", doctype);
    let told = read(Protocol::Sia2, text);
    assert_eq!(told.texts(AccessUrl), ["http://x.org/1"]);
    assert_eq!(told.texts(ObsTitle), ["30\u{b0} &file; &nbsp;"]);
    assert_eq!(
        told.warnings(),
        ["undeclared entity, column obs_title, 2 times, first in row 1"]
    );
}

#[test]
fn only_tables_of_results_are_datasets() {
    let table = |url: &str| {
        format!(
            "<TABLE>{}<DATA>{}</DATA></TABLE>",
            fields(&FIELDS),
            rows(&[&format!("{url}|M 16|1|2")])
        )
    };
    let other = "<TABLE><FIELD name=\"x\" datatype=\"int\"/><DATA><TABLEDATA><TR><TD>1</TD></TR></TABLEDATA></DATA></TABLE>";
    let resource = |kind: &str, inside: &str| format!("<RESOURCE{kind}>{inside}</RESOURCE>");
    let results = " type=\"results\"";
    for (body, expected) in [
        (
            resource(" type=\"meta\"", &table("http://no"))
                + &resource(results, &table("http://yes")),
            vec!["http://yes"],
        ),
        (
            resource(results, &table("http://yes")) + &resource("", &table("http://no")),
            vec!["http://yes"],
        ),
        (
            resource(results, &format!("{}{other}", table("http://yes"))),
            vec!["http://yes"],
        ),
        (
            resource(results, &format!("{other}{}", table("http://yes"))),
            vec!["http://yes"],
        ),
        (
            resource("", &resource("", &table("http://yes"))) + &resource("", &table("http://yes")),
            vec!["http://yes"; 2],
        ),
        (
            resource(results, "") + &resource("", &table("http://yes")),
            vec!["http://yes"],
        ),
    ] {
        let told = read(Protocol::Sia2, format!("<VOTABLE>{body}</VOTABLE>"));
        assert_eq!(told.texts(AccessUrl), expected, "{body}");
        assert!(told.end.is_ok(), "{:?}", told.end);
    }
}
