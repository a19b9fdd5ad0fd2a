//! Documents that want too much: each bound of `votable::Limits`, reached by a document without end.
//!
//! | bound | test |
//! | --- | --- |
//! | `depth`, `columns`, `head_bytes` | [`elements_and_columns_without_end_are_left_at_a_bound`] |
//! | `event_bytes`, `cell_bytes` | [`tags_and_texts_without_end_are_left_at_a_bound`], [`a_row_of_binary_may_not_be_longer_than_four_cells`] |
//! | `prelude_bytes` | [`what_never_becomes_a_votable_is_left_soon`] |
//! | `params`, `text_bytes`, and warnings | [`what_people_read_is_kept_up_to_a_bound`] |
//! | `entities`, `entity_bytes`, `expansion_bytes` | [`laughs_do_not_multiply`], [`a_long_entity_is_not_repeated_without_end`] |
//! | `batch_rows`, `batch_bytes` | [`rows_without_end_come_in_batches_of_one_size`] |

use crate::reading::{FIELDS, answer, document, fields, read, stream};
use std::{
    cell::Cell,
    fmt::Write as _,
    io::{self, Read},
    rc::Rc,
};
use vodiscover::{
    domain::{
        obscore::ObsColumn::{AccessUrl, ObsTitle},
        service::Protocol,
    },
    protocol::dali,
    votable::{Event, Limits, Reader, VotableError},
};

/// A beginning, and then the same again and again without end. Counts what is taken of it.
struct Endless {
    first: io::Cursor<String>,
    again: Vec<u8>,
    at: usize,
    taken: Rc<Cell<usize>>,
}

impl Endless {
    fn new(first: &str, again: &str) -> (Self, Rc<Cell<usize>>) {
        let taken = Rc::new(Cell::new(0));
        let endless = Self {
            first: io::Cursor::new(first.to_owned()),
            again: again.into(),
            at: 0,
            taken: Rc::clone(&taken),
        };
        (endless, taken)
    }
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut n = self.first.read(into)?;
        if n == 0 {
            let rest = &self.again[self.at..];
            n = rest.len().min(into.len());
            into[..n].copy_from_slice(&rest[..n]);
            self.at = (self.at + n) % self.again.len();
        }
        self.taken.set(self.taken.get() + n);
        Ok(n)
    }
}

/// The bounds, two of them lowered: to reach them takes its time in a program that is not optimized.
fn lowered() -> Limits {
    Limits {
        event_bytes: 1 << 20,
        cell_bytes: 1 << 20,
        ..Limits::default()
    }
}

/// Reads until something is wrong.
fn error(mut reader: Reader<impl Read>) -> VotableError {
    loop {
        match reader.next_event() {
            Ok(event) => assert!(event.is_some(), "it has no end"),
            Err(error) => return error,
        }
    }
}

/// Asserts that the reader leaves a document without end where its bound is passed.
#[track_caller]
fn assert_left(first: &str, again: &str, what: &str) {
    let (endless, taken) = Endless::new(first, again);
    let error = error(Reader::new(endless, lowered()));
    assert_eq!(
        error.to_string(),
        format!("the answer {what}, after 0 rows")
    );
    let taken = taken.get();
    assert!(taken < 16 << 20, "{taken} bytes were read of {first}");
}

const TABLE: &str = "<VOTABLE><RESOURCE><TABLE>";
const CELL: &str = "<VOTABLE><RESOURCE><TABLE><FIELD name='a' datatype='char' arraysize='*'/><DATA><TABLEDATA><TR><TD>";

#[test]
fn elements_and_columns_without_end_are_left_at_a_bound() {
    let nested = "is nested too deeply";
    assert_left("<VOTABLE>", "<RESOURCE>", nested);
    assert_left(CELL, "<b>", nested);
    let field = "<FIELD name='a' datatype='int'/>";
    assert_left(TABLE, field, "has more than 16384 columns");
    let long = "x".repeat(100_000);
    let described = "holds a description of its columns of more than 8 MB";
    let wide = format!("<FIELD name='a' datatype='int' ucd='{long}'/>");
    assert_left(TABLE, &wide, described);
    let explained = format!("<FIELD name='a'><DESCRIPTION>{long}</DESCRIPTION></FIELD>");
    assert_left(TABLE, &explained, described);
}

#[test]
fn tags_and_texts_without_end_are_left_at_a_bound() {
    let long = "x".repeat(100_000);
    for (first, again) in [
        ("<VOTABLE><INFO value='", long.as_str()),
        ("<VOTABLE><!--", &long),
        ("<VOTABLE><", &long),
        ("<VOTABLE><RESOURCE a", "='x' a"),
        (CELL, &long),
    ] {
        assert_left(first, again, "holds a text of more than 1 MB");
    }
    for again in ["<![CDATA[xxxxxxxxx]]>", "&#120;xxxxxxxx&amp;"] {
        assert_left(CELL, again, "holds a cell of more than 1 MB");
    }
}

#[test]
fn a_row_of_binary_may_not_be_longer_than_four_cells() {
    let columns = "<FIELD name='a' datatype='char' arraysize='*'/>".repeat(9);
    // Each cell has 1000 characters; the fifth is too much.
    let cell = [&1000_u32.to_be_bytes()[..], &[b'x'; 1000]].concat();
    let text = document(&columns, &stream("BINARY", &cell.repeat(6)));
    let limits = Limits {
        cell_bytes: 1000,
        ..Limits::default()
    };
    assert_eq!(
        error(Reader::new(text.as_bytes(), limits)).to_string(),
        "the answer holds a row of more than 4000 bytes, after 0 rows"
    );
}

#[test]
fn what_never_becomes_a_votable_is_left_soon() {
    for (first, again) in [
        ("<html>", "<p>Sorry.</p>\n"),
        ("{", "\"a\": 1,\n"),
        ("", " \n"),
        ("<a><", "<"),
    ] {
        let (endless, taken) = Endless::new(first, again);
        let end = dali::read(endless, lowered(), &mut |_| panic!("it tells nothing"));
        let sentence = end.unwrap_err().to_string();
        assert!(sentence.contains("in place of a VOTable"), "{sentence}");
        assert!(taken.get() <= 2 << 20, "{first}: {} bytes", taken.get());
    }
}

#[test]
fn what_people_read_is_kept_up_to_a_bound() {
    let params = "<PARAM name='a' datatype='int' value='1'/>".repeat(17_000);
    let outside = "<PARAM name='a' value='1'/>".repeat(2000);
    let long = "x".repeat(100_000);
    let tables = "<TABLE><FIELD name='x'/></TABLE>".repeat(200);
    let text = answer(&["http://x.org/1|M 16|274.688|2"])
        .replace(
            "<TABLE>",
            &format!("{outside}<INFO name='a' value=''>{long}</INFO><TABLE>{params}"),
        )
        .replace("</RESOURCE>", &format!("{tables}</RESOURCE>"));
    let told = read(Protocol::Sia2, &text);
    assert_eq!(told.texts(AccessUrl), ["http://x.org/1"]);
    let warnings = told.warnings();
    assert!(warnings.contains(&"text that was too long and is cut".to_owned()));
    assert!(
        warnings.contains(&"parameter beyond what is kept, 616 times".to_owned()),
        "{:?}",
        &warnings[..5]
    );
    assert_eq!(warnings.len(), 100);
    let mut reader = Reader::new(text.as_bytes(), Limits::default());
    while let Some(event) = reader.next_event().unwrap() {
        match event {
            Event::Table(head) => assert!(head.params.len() <= 16_384),
            Event::Info(info) => assert!(info.text.len() <= 64 << 10),
            _ => {}
        }
    }
}

/// An answer whose DOCTYPE declares these entities, with this as a cell.
fn with_entities(declared: &str, cell: &str) -> String {
    answer(&[&format!("http://x.org/1|{cell}|274.688|2")]).replace(
        "<VOTABLE",
        &format!("<!DOCTYPE VOTABLE [{declared}]>\n<VOTABLE"),
    )
}

#[test]
fn laughs_do_not_multiply() {
    let mut declared = "<!ENTITY lol \"lol\">".to_owned();
    for n in 1..=9 {
        let before = if n == 1 {
            "lol".to_owned()
        } else {
            format!("lol{}", n - 1)
        };
        let ten = format!("&{before};").repeat(10);
        write!(declared, "<!ENTITY lol{n} '{ten}'>").unwrap();
    }
    let told = read(
        Protocol::Sia2,
        with_entities(&declared, "&lol; &lol1; &lol9;"),
    );
    // The second holds thirty letters, the third three hundred: what is built of it is not taken.
    let expected = format!("lol {} &lol9;", "lol".repeat(10));
    assert_eq!(told.texts(ObsTitle), [expected]);
}

#[test]
fn a_long_entity_is_not_repeated_without_end() {
    let declared = format!("<!ENTITY a \"{}\">", "x".repeat(256));
    let cell = "&a;".repeat(100_000);
    let told = read(Protocol::Sia2, with_entities(&declared, &cell));
    let texts = told.texts(ObsTitle);
    assert!(
        texts[0].len() < cell.len() + (1 << 20),
        "{}",
        texts[0].len()
    );
    assert!(texts[0].starts_with(&"x".repeat(1_000_000)) && texts[0].ends_with("&a;"));
    let many: Vec<String> = (0..2000).map(|n| format!("<!ENTITY e{n} 'x'>")).collect();
    let told = read(
        Protocol::Sia2,
        with_entities(&many.concat(), "&e511; &e512;"),
    );
    assert_eq!(told.texts(ObsTitle), ["x &e512;"]);
}

#[test]
fn rows_without_end_come_in_batches_of_one_size() {
    let head = document(&fields(&FIELDS), "\u{1}");
    let (head, _) = head.split_once('\u{1}').unwrap();
    let row =
        |title: &str| format!("<TR><TD>http://x</TD><TD>{title}</TD><TD>1</TD><TD>2</TD></TR>");
    for (title, most_rows) in [("M 16".to_owned(), 1024), ("x".repeat(100_000), 11)] {
        let (endless, _) = Endless::new(&format!("{head}<TABLEDATA>"), &row(&title));
        let mut reader = Reader::new(endless, Limits::default());
        let mut n_batches = 0;
        while n_batches < 20 {
            if let Some(Event::Rows(batch)) = reader.next_event().unwrap() {
                n_batches += 1;
                assert!(batch.len() <= most_rows, "{}", batch.len());
                assert!(batch.heap_bytes() < 2 << 20, "{}", batch.heap_bytes());
            }
        }
    }
}
