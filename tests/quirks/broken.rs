//! Broken documents: a broken cell costs that cell, a broken row that row, a broken document what comes after the break.

use crate::{
    corpus::{corpus, is_right},
    reading::{FIELDS, answer, counted, document, fields, read, stream},
};
use vodiscover::domain::{obscore::ObsColumn::AccessUrl, service::Protocol};

#[test]
fn every_document_of_the_corpus_gives_the_rows_that_stand_in_it() {
    let wrong: Vec<String> = corpus()
        .iter()
        .filter(|broken| !is_right(&broken.rows, &broken.read()))
        .map(|broken| {
            format!(
                "{}: {:?}, not {:?}",
                broken.name,
                broken.read(),
                broken.rows
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_broken_row_costs_that_row_and_its_neighbours_nothing() {
    let good =
        |n: usize| format!("<TR><TD>http://x.org/{n}</TD><TD>M 16</TD><TD>1</TD><TD>2</TD></TR>");
    for broken in [
        "<TR><TD>http://x.org/b</TD></TR>",
        "<TR><TD>http://x.org/b</TD><TD>a</TD><TD>1</TD><TD>2</TD><TD>3</TD><TD>4</TD></TR>",
        "<TR><TD>http://x.org/b</TD><TD>a</TD><TD>b</TD><TD>c</TD></TR>",
        "<TR><TD>http://x.org/b<TD>a<TD>1</TR>",
        "<TR><TD>http://x.org/b</TD><TD>&&& a < 5 & <b>bold</TD></TR>",
        "<TR><TD>http://x.org/b</TD><TD>a</TD><TD>1</TD>",
        "<tr><td>http://x.org/b</td><td>a</td></tr>",
        "<TR ID=1 class=\"odd\"><TD align=left>http://x.org/b</TD></TR>",
        "junk <TR><!-- --><TD>http://x.org/b</TD> junk </TR> junk",
        "<TR><TD encoding=\"none\">http://x.org/b</TD><TD><![CDATA[a & b]]></TD></TR>",
    ] {
        let data = format!("<TABLEDATA>{}{broken}{}</TABLEDATA>", good(1), good(2));
        let told = read(Protocol::Sia2, document(&fields(&FIELDS), &data));
        let expected = ["http://x.org/1", "http://x.org/b", "http://x.org/2"];
        assert_eq!(told.texts(AccessUrl), expected, "{broken}");
        assert!(told.end.is_ok(), "{broken}: {:?}", told.end);
    }
}

const URLS: [&str; 3] = ["http://x.org/1", "http://x.org/22", "http://x.org/333"];

/// Asserts that a document that ends at any byte gives the rows that are whole there, and says that it broke off.
fn assert_breaks(document: &str, whole_at: impl Fn(&str) -> usize) {
    let end = document.find("</VOTABLE>").unwrap() + "</VOTABLE>".len();
    for at in 0..end {
        let cut = &document[..at];
        let told = read(Protocol::Sia2, cut);
        assert_eq!(told.texts(AccessUrl), URLS[..whole_at(cut)], "{cut}");
        assert!(told.end.is_err(), "{cut}");
    }
    let told = read(Protocol::Sia2, document);
    assert_eq!(
        (told.texts(AccessUrl), told.end.is_ok()),
        (URLS.map(str::to_owned).to_vec(), true)
    );
}

#[test]
fn a_document_in_text_may_break_off_at_every_byte() {
    let lines = URLS.map(|url| format!("{url}|M 16 &amp; M 17|274.688|2"));
    let document = answer(&lines.each_ref().map(String::as_str));
    assert_breaks(&document, |cut| cut.matches("</TR>").count());
}

#[test]
fn a_document_in_binary_may_break_off_at_every_byte() {
    for (element, flags) in [("BINARY", &b""[..]), ("BINARY2", b"\0")] {
        let rows = URLS.map(|url| {
            [
                flags,
                &counted(url.as_bytes()),
                &counted(b"M 16"),
                &[0x40; 8],
                &[0; 4],
            ]
            .concat()
        });
        let document = document(&fields(&FIELDS), &stream(element, &rows.concat()));
        let begin = document.find("base64\">").unwrap() + "base64\">".len();
        let end = document.find("</STREAM>").unwrap();
        let whole_at = |cut: &str| {
            // Four characters are three bytes; the last group may hold less.
            let n_bytes = cut.len().clamp(begin, end).saturating_sub(begin) / 4 * 3;
            let ends = (1..=3).map(|n| rows[..n].concat().len());
            ends.filter(|end| *end <= n_bytes).count()
        };
        assert_breaks(&document, whole_at);
    }
}

#[test]
fn the_sentence_says_how_many_rows_were_whole() {
    let whole = answer(&["http://x.org/1|a|1|2", "http://x.org/2|b|1|2"]);
    let (cut, _) = whole.split_once("<TD>b").unwrap();
    assert_eq!(
        read(Protocol::Sia2, cut).sentence(),
        "the answer breaks off after 1 row"
    );
}
