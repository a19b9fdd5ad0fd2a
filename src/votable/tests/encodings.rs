//! Characters in other encodings, and bytes in base64.

use super::*;

const TEXT: &str = "<FIELD name='a' datatype='char' arraysize='*'/>";

/// The texts of the first column, and the warnings.
fn read(document: &[u8]) -> (Vec<String>, Vec<String>) {
    let mut reader = Reader::new(document, Limits::default());
    let (mut texts, mut warnings) = (Vec::new(), Vec::new());
    while let Some(event) = reader.next_event().unwrap() {
        match event {
            Event::Rows(batch) => {
                let column = &batch.columns()[0];
                texts.extend(
                    (0..batch.len()).map(|row| column.text(row).unwrap_or_default().into_owned()),
                );
            }
            Event::Warning(warning) => warnings.push(warning.to_string()),
            _ => {}
        }
    }
    (texts, warnings)
}

/// A document of one text, as bytes of one character each, in which 0x81 is the text.
fn declared(encoding: &str, text: &[u8]) -> Vec<u8> {
    let declaration = format!("<?xml version='1.0' encoding='{encoding}'?>");
    let document = document(TEXT, "<TABLEDATA><TR><TD>@</TD></TR></TABLEDATA>");
    let document = document.replace("<?xml version='1.0'?>", &declaration);
    let (before, after) = document.split_once('@').unwrap();
    [before.as_bytes(), text, after.as_bytes()].concat()
}

#[test]
fn documents_in_other_encodings_are_translated() {
    for (encoding, bytes, expected) in [
        (
            "UTF-8",
            "\u{e9} \u{3b1} \u{1f52d}".as_bytes(),
            "\u{e9} \u{3b1} \u{1f52d}",
        ),
        ("ISO-8859-1", b"Andr\xe9", "Andr\u{e9}"),
        ("windows-1252", b"\x93M 16\x94", "\u{201c}M 16\u{201d}"),
        ("US-ASCII", "\u{e9}".as_bytes(), "\u{e9}"),
    ] {
        let document = declared(encoding, bytes);
        assert_eq!(
            read(&document),
            (vec![expected.to_owned()], vec![]),
            "{encoding}"
        );
        let pieces = transcript(Pieces::of(&document, &[1]), Slicing::Allowed);
        assert_eq!(pieces, transcript(document.as_slice(), Slicing::Allowed));
    }
}

#[test]
fn bytes_that_are_no_characters_are_guessed_or_replaced_and_the_rest_is_kept() {
    let bad = vec!["bytes that do not fit the character encoding".to_owned()];
    for (bytes, text) in [
        (&b"a\x81b"[..], "a\u{fffd}b"),
        (b"a\xe2\x82b", "a\u{fffd}b"),
        (b"a\xe9b", "a\u{e9}b"),
        (b"\xc3\xa9\xe9", "\u{e9}\u{fffd}"),
    ] {
        let document = declared("UTF-8", bytes);
        let expected = (vec![text.to_owned()], bad.clone());
        assert_eq!(read(&document), expected, "{bytes:?}");
        let pieces = transcript(Pieces::of(&document, &[1]), Slicing::Allowed);
        assert_eq!(pieces, transcript(document.as_slice(), Slicing::Allowed));
    }
}

#[test]
fn an_unknown_encoding_is_read_as_utf_8() {
    let warning = "unknown character encoding, read as UTF-8".to_owned();
    let document = declared("x-spam", "\u{e9}".as_bytes());
    assert_eq!(read(&document), (vec!["\u{e9}".to_owned()], vec![warning]));
}

#[test]
fn utf_16_is_known_by_its_mark() {
    let text = document(
        TEXT,
        "<TABLEDATA><TR><TD>\u{e9}\u{1f52d}</TD></TR></TABLEDATA>",
    );
    let big: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for document in [big, little] {
        assert_eq!(read(&document).0, ["\u{e9}\u{1f52d}"]);
        let pieces = transcript(Pieces::of(&document, &[1]), Slicing::Allowed);
        assert_eq!(pieces, transcript(document.as_slice(), Slicing::Allowed));
    }
}

/// A document of one STREAM.
pub(super) fn stream(fields: &str, form: &str, attributes: &str, coded: &str) -> String {
    document(
        fields,
        &format!("<{form}><STREAM {attributes}>{coded}</STREAM></{form}>"),
    )
}

pub(super) fn coded(bytes: &[u8]) -> String {
    base64_simd::STANDARD.encode_to_string(bytes)
}

#[test]
fn texts_of_every_shape_are_read_from_bytes() {
    let fields = "<FIELD name='most' datatype='char' arraysize='8*'/><FIELD name='fixed' datatype='char' arraysize='4'/>\
        <FIELD name='many' datatype='char' arraysize='3x2'/><FIELD name='one' datatype='char'/>\
        <FIELD name='wide' datatype='unicodeChar' arraysize='2'/>";
    // As VOTable 1.4, section 6.2, by hand: lengths in four bytes, texts filled up with NUL or blanks.
    let row = b"\0\0\0\x03abcxy\0zM16NGCQ\x03\xb1\x26\x03";
    let document = stream(fields, "BINARY", "encoding='base64'", &coded(row));
    let expected = some(&["abc", "xy", "M16 NGC", "Q", "\u{3b1}\u{2603}"]);
    assert_eq!(rows(document.as_bytes()), [expected]);
}

#[test]
fn a_list_of_bits_has_as_many_as_it_says() {
    let field = "<FIELD name='b' datatype='bit' arraysize='*'/>";
    // Ten bits in two bytes.
    let document = stream(field, "BINARY", "", &coded(b"\0\0\0\x0a\xA5\x40"));
    let mut reader = Reader::new(document.as_bytes(), Limits::default());
    let batch = loop {
        if let Event::Rows(batch) = reader.next_event().unwrap().unwrap() {
            break batch;
        }
    };
    let text = batch.columns()[0].text(0).unwrap().into_owned();
    let expected = "true false true false false true false true false true";
    assert_eq!(text, expected);
}

#[test]
fn what_calls_itself_latin_1_may_be_utf_8_in_part() {
    let text = document(
        "<FIELD name='a' datatype='char' arraysize='*'/>",
        "<TABLEDATA><TR><TD>K\u{f6}nig</TD></TR><TR><TD>Andr@</TD></TR></TABLEDATA>",
    )
    .replace("?>", " encoding='ISO-8859-1'?>");
    let mut bytes = text.into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'@').unwrap();
    bytes[at] = 0xE9;
    let expected = [some(&["K\u{f6}nig"]), some(&["Andr\u{e9}"])];
    assert_eq!(rows(&bytes), expected);
}

#[test]
fn base64_is_taken_however_it_is_laid_out() {
    let fields =
        "<FIELD name='a' datatype='char' arraysize='1'/><FIELD name='n' datatype='short'/>";
    let bytes = [&b"a\0\x01"[..], b"b\0\x02", b"c\0\x03", b"d\xff\xff"].concat();
    let plain = coded(&bytes);
    let rows_alone: String = bytes.chunks(3).map(coded).collect();
    let padded: String = bytes.chunks(1).map(coded).collect();
    let lines: String = plain.chars().flat_map(|c| [c, '\n']).collect();
    let dos = plain.replace('A', "A&#13;&#9;&#32;&#x0D;&#x0A;\n\t ");
    let pieces = format!("<![CDATA[{}]]><!-- c -->{}", &plain[..5], &plain[5..]);
    for coded in [&plain, &rows_alone, &padded, &lines, &dos, &pieces] {
        for attributes in ["encoding='base64'", ""] {
            let document = stream(fields, "BINARY", attributes, coded);
            let expected = [
                some(&["a", "1"]),
                some(&["b", "2"]),
                some(&["c", "3"]),
                some(&["d", "-1"]),
            ];
            assert_eq!(rows(document.as_bytes()), expected, "{coded}");
        }
    }
}

#[test]
fn a_stream_that_is_closed_within_a_row_gives_its_rows_and_then_the_error() {
    let fields =
        "<FIELD name='a' datatype='char' arraysize='1'/><FIELD name='n' datatype='short'/>";
    let bytes = [&b"a\0\x01"[..], b"b\0\x02", b"c\0\x03", b"d\xff\xff"].concat();
    let plain = coded(&bytes);
    // The first byte of the fourth row, two of its bytes, six of its bits.
    let unpadded = coded_without_padding(&bytes[..10]);
    for cut in [
        &coded(&bytes[..10]),
        &unpadded,
        &coded(&bytes[..11]),
        &plain[..13],
    ] {
        let document = stream(fields, "BINARY", "", cut).replace(
            "</TABLE>",
            "</TABLE><INFO name='after' value='still told'/>",
        );
        let lines = transcript(document.as_bytes(), Slicing::Allowed);
        let is_row = |line: &&String| line.starts_with('[');
        assert_eq!(lines.iter().filter(is_row).count(), 3, "{cut}");
        assert!(lines.iter().any(|line| line.contains("still told")));
        assert_eq!(
            lines.last().unwrap(),
            "the answer's binary data end within a row, after 3 rows"
        );
    }
}

fn coded_without_padding(bytes: &[u8]) -> String {
    base64_simd::STANDARD_NO_PAD.encode_to_string(bytes)
}

#[test]
fn what_is_no_base64_ends_the_rows_but_not_those_before() {
    let fields = "<FIELD name='a' datatype='unsignedByte'/><FIELD name='b' datatype='short'/>";
    let document = stream(
        fields,
        "BINARY",
        "",
        &format!("{}%%%%", coded(b"\x01\0\x02\x03\0\x04")),
    );
    let lines = transcript(document.as_bytes(), Slicing::Allowed);
    let end = [
        "[Some(\"1\"), Some(\"2\")]",
        "[Some(\"3\"), Some(\"4\")]",
        "the answer's binary data are broken after 2 rows",
    ];
    assert_eq!(lines[lines.len() - 3..], end);
}

#[test]
fn null_flags_count_from_the_highest_bit() {
    let fields = "<FIELD name='f' datatype='unsignedByte'/>".repeat(9);
    let bytes = b"\x81\x80\x01\x02\x03\x04\x05\x06\x07\x08\x09";
    let document =
        stream(&fields, "BINARY2", "", &coded(bytes)).replace("version='1.4'", "version='1.1'");
    let row: Vec<Option<String>> = rows(document.as_bytes()).remove(0);
    let expected = [
        None,
        Some("2"),
        Some("3"),
        Some("4"),
        Some("5"),
        Some("6"),
        Some("7"),
        None,
        None,
    ];
    assert_eq!(
        row.iter().map(Option::as_deref).collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn streams_without_rows_end() {
    let bytes = coded(&[0; 300]);
    for (document, warning) in [
        (stream("", "BINARY", "", &bytes), None),
        (stream("", "BINARY2", "", &bytes), None),
        (
            stream(TEXT, "BINARY", "href='http://x/rows'", ""),
            Some("table whose rows are not in the document"),
        ),
        (
            stream(TEXT, "BINARY", "encoding='gzip'", &bytes),
            Some("binary data in an unknown encoding"),
        ),
        (
            document(
                TEXT,
                &format!("<FITS><STREAM encoding='base64'>{bytes}</STREAM></FITS>"),
            ),
            Some("table whose rows are not in the document"),
        ),
    ] {
        let (texts, warnings) = read(document.as_bytes());
        assert!(texts.is_empty(), "{document}");
        assert_eq!(
            warnings,
            warning.into_iter().collect::<Vec<_>>(),
            "{document}"
        );
    }
}

#[test]
fn a_length_beyond_all_bounds_is_not_believed() {
    let document = stream(TEXT, "BINARY", "", &coded(b"\0\0\0\x01a\x7f\xff\xff\xff"));
    let lines = transcript(document.as_bytes(), Slicing::Allowed);
    let end = [
        "[Some(\"a\")]",
        "the answer holds a cell of more than 8 MB, after 1 row",
    ];
    assert_eq!(lines[lines.len() - 2..], end);
    let negative = stream(TEXT, "BINARY", "", &coded(b"\xff\xff\xff\xff\0\0\0\x01b"));
    assert_eq!(rows(negative.as_bytes()), [vec![None], some(&["b"])]);
}

#[test]
fn rows_end_where_their_table_ends_whatever_tags_stand_in_their_stream() {
    for (tag, expected) in [
        ("<TABLE name='u'>", 1),
        ("</GROUP>", 2),
        ("</INFO>", 2),
        ("<GROUP></GROUP>", 2),
        ("<x></x>", 2),
        ("</TABLE>", 1),
    ] {
        let data = format!("AAAAAWE={tag}AAAAAWI=");
        let document = stream(TEXT, "BINARY", "", &data)
            .replace("<TABLE name='t'>", "<GROUP><INFO><TABLE name='t'>");
        let lines = transcript(document.as_bytes(), Slicing::Allowed);
        let end = lines.iter().position(|line| line == "TableEnd").unwrap();
        let of_rows = |line: &String| line.starts_with("[Some");
        let n_rows = |lines: &[String]| lines.iter().filter(|line| of_rows(line)).count();
        assert_eq!(n_rows(&lines), expected, "{tag}");
        assert_eq!(n_rows(&lines[..end]), expected, "{tag}: {lines:#?}");
    }
}

#[test]
fn what_stands_within_a_stream_is_told_between_the_rows() {
    let data = "AAAAAWE=<INFO name='i' value='v'/>AAAAAWI=";
    let document = stream(TEXT, "BINARY", "", data);
    let lines = transcript(document.as_bytes(), Slicing::Allowed);
    let place = |start: &str| {
        lines
            .iter()
            .position(|line| line.starts_with(start))
            .unwrap()
    };
    assert!(
        place("[Some(\"a\")]") < place("Info(Info { name: \"i\""),
        "{lines:#?}"
    );
    assert!(
        place("Info(Info { name: \"i\"") < place("[Some(\"b\")]"),
        "{lines:#?}"
    );
}

#[test]
fn rows_of_no_bytes_are_none() {
    let fields = "<FIELD name='a' datatype='char' arraysize='0'/><FIELD name='b' datatype='double' arraysize='0x5'/>";
    let document = stream(fields, "BINARY", "", &coded(b"abcdef"));
    assert!(rows(document.as_bytes()).is_empty());
    // The null flags of BINARY2 make a row.
    let document = stream(fields, "BINARY2", "", &coded(b"\0\0"));
    assert_eq!(
        rows(document.as_bytes()),
        [vec![None, None], vec![None, None]]
    );
}

#[test]
fn a_declaration_that_is_too_long_says_nothing_however_the_bytes_come() {
    let late = format!(
        "<?xml version='1.0'{}encoding='ISO-8859-1'?>",
        " ".repeat(1500)
    );
    let document = document(TEXT, "<TABLEDATA><TR><TD>K\u{f6}nig</TD></TR></TABLEDATA>");
    let document = document.replace("<?xml version='1.0'?>", &late);
    assert_eq!(rows(document.as_bytes()), [some(&["K\u{f6}nig"])]);
    let pieces = Pieces::of(document.as_bytes(), &[100]);
    let whole = transcript(document.as_bytes(), Slicing::Allowed);
    assert_eq!(transcript(pieces, Slicing::Allowed), whole);
}

#[test]
fn a_row_far_longer_than_the_buffer_comes_whole() {
    let long = "0123456789abcdef".repeat(40_000);
    let length = u32::try_from(long.len()).unwrap().to_be_bytes();
    let row = [&length[..], long.as_bytes()].concat();
    let document = stream(TEXT, "BINARY", "", &coded(&[row.clone(), row].concat()));
    assert_eq!(rows(document.as_bytes()), [some(&[&long]), some(&[&long])]);
    let pieces = read_pieces(&document);
    assert_eq!(pieces, 2);
    let cell = format!("<TR><TD>{long}</TD></TR>");
    let document = self::document(TEXT, &format!("<TABLEDATA>{cell}{cell}</TABLEDATA>"));
    assert_eq!(rows(document.as_bytes()), [some(&[&long]), some(&[&long])]);
    assert_eq!(read_pieces(&document), 2);
}

fn read_pieces(document: &str) -> usize {
    let lines = transcript(
        Pieces::of(document.as_bytes(), &[1000, 70]),
        Slicing::Allowed,
    );
    lines
        .iter()
        .filter(|line| line.starts_with("[Some"))
        .count()
}
