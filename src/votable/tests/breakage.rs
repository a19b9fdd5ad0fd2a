//! Documents that are none, that break off, and that want too much.

use super::*;

fn error(document: &[u8], limits: Limits) -> VotableError {
    let mut reader = Reader::new(document, limits);
    loop {
        match reader.next_event() {
            Ok(Some(_)) => {}
            Ok(None) => panic!("no error in {}", String::from_utf8_lossy(document)),
            Err(error) => return error,
        }
    }
}

const TEXT: &str = "<FIELD name='a' datatype='char' arraysize='*'/>";

#[test]
fn what_is_no_votable_is_called_so_with_its_beginning() {
    for (document, first) in [
        (
            "<!DOCTYPE html><html><head><meta charset=utf-8><title>Login</title></head><body><table><tr><td>x<br></table>",
            "<!DOCTYPE html><html>",
        ),
        ("Error: no such table", "Error: no such table"),
        ("{\"error\": \"<none>\"}", "{\"error\""),
        ("<RESOURCE><TABLE/></RESOURCE>", "<RESOURCE>"),
        ("<html", "<html"),
    ] {
        let error = error(document.as_bytes(), Limits::default());
        assert_eq!(
            error.to_string(),
            "the answer is not a VOTable",
            "{document}"
        );
        let VotableError::NotVotable { first: begins } = error else {
            panic!("{error:?}");
        };
        assert!(begins.starts_with(first), "{begins}");
    }
    for blank in ["", " \n", "\u{feff}"] {
        assert_eq!(
            error(blank.as_bytes(), Limits::default()).to_string(),
            "the answer is empty"
        );
    }
}

#[test]
fn how_a_page_begins_is_told_whichever_way_it_comes() {
    let page = format!("{}\n<p>Moved</p>", " ".repeat(1000));
    let mut reader = Reader::new(Pieces::of(page.as_bytes(), &[1, 3]), Limits::default());
    match reader.next_event() {
        Err(VotableError::NotVotable { first }) => assert_eq!(first, "<p>Moved</p>"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_long_page_in_html_is_not_read_to_its_end() {
    let endless = Read::chain(&b"<html>"[..], std::io::repeat(b'x'));
    let mut reader = Reader::new(endless, Limits::default());
    assert!(matches!(
        reader.next_event(),
        Err(VotableError::TooLarge { .. } | VotableError::NotVotable { .. })
    ));
}

#[test]
fn a_document_that_breaks_off_gives_its_whole_rows_and_then_the_error() {
    let whole = document(
        TEXT,
        "<TABLEDATA><TR><TD>1</TD></TR><TR><TD>2</TD></TR><TR><TD>3</TD></TR></TABLEDATA>",
    );
    let cut = &whole[..whole.find("<TD>3").unwrap() + 5];
    let lines = transcript(cut.as_bytes(), Slicing::Allowed);
    let end = [
        "[Some(\"1\")]",
        "[Some(\"2\")]",
        "the answer breaks off after 2 rows",
    ];
    assert_eq!(lines[lines.len() - 3..], end);
    let error = error(cut.as_bytes(), Limits::default());
    assert_eq!(error.rows(), 2);
    assert_eq!(
        error.details(),
        format!("at byte {} of the answer", cut.len())
    );
}

#[test]
fn a_source_that_fails_gives_its_whole_rows_and_then_the_error() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("connection reset"))
        }
    }
    let whole = document(
        TEXT,
        "<TABLEDATA><TR><TD>1</TD></TR><TR><TD>2</TD></TR></TABLEDATA>",
    );
    let cut = &whole[..whole.find("<TD>2").unwrap()];
    let lines = transcript(cut.as_bytes().chain(Fails), Slicing::Allowed);
    let end = [
        "[Some(\"1\")]",
        "the answer stops coming after 1 row: connection reset",
    ];
    assert_eq!(lines[lines.len() - 2..], end);
}

#[test]
fn every_bound_is_held() {
    let long = "x".repeat(3000);
    let small = Limits {
        depth: 20,
        columns: 3,
        event_bytes: 2000,
        cell_bytes: 1000,
        ..Limits::default()
    };
    let row = |cell: &str| {
        document(
            TEXT,
            &format!("<TABLEDATA><TR><TD>{cell}</TD></TR></TABLEDATA>"),
        )
    };
    let pieces = "<![CDATA[123456789]]>".repeat(200);
    for (document, what) in [
        (row(&pieces), "holds a cell of more than 1000 bytes"),
        (row(&long), "holds a text of more than 2000 bytes"),
        (row(&"<b>".repeat(30)), "is nested too deeply"),
        (
            format!("<VOTABLE>{}", "<RESOURCE></x>".repeat(30)),
            "is nested too deeply",
        ),
        (
            format!("<VOTABLE>{}", "<x><y/></VALUES>".repeat(30)),
            "is nested too deeply",
        ),
        (
            format!("<VOTABLE><{}>", "n".repeat(1025)),
            "holds a tag with a name of more than 1 kB",
        ),
        (document(&TEXT.repeat(4), ""), "has more than 3 columns"),
        (
            format!("<VOTABLE><INFO value='{long}'/></VOTABLE>"),
            "holds a text of more than 2000 bytes",
        ),
        (
            format!("<VOTABLE><!--{long}--></VOTABLE>"),
            "holds a text of more than 2000 bytes",
        ),
    ] {
        let error = error(document.as_bytes(), small.clone());
        assert_eq!(
            error.to_string(),
            format!("the answer {what}, after 0 rows")
        );
    }
}

#[test]
fn a_long_description_is_cut_and_too_many_params_are_dropped() {
    let small = Limits {
        text_bytes: 5,
        params: 1,
        ..Limits::default()
    };
    let document = "<VOTABLE><DESCRIPTION>four\u{e9}five</DESCRIPTION><RESOURCE><TABLE><PARAM name='a' value='1'/>\
        <PARAM name='b' value='2'/></TABLE></RESOURCE></VOTABLE>";
    let mut reader = Reader::new(document.as_bytes(), small);
    let mut lines = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        match event {
            Event::Description(text) => lines.push(text),
            Event::Table(head) => assert_eq!(head.params.len(), 1),
            Event::Warning(warning) => lines.push(warning.to_string()),
            _ => {}
        }
    }
    lines.retain(|line| !line.starts_with("column without"));
    assert_eq!(
        lines,
        [
            "four",
            "text that was too long and is cut",
            "parameter beyond what is kept"
        ]
    );
}

#[test]
fn rows_come_in_batches_of_bounded_size() {
    let data = format!(
        "<TABLEDATA>{}</TABLEDATA>",
        "<TR><TD>x</TD></TR>".repeat(1000)
    );
    let limits = Limits {
        batch_rows: 64,
        ..Limits::default()
    };
    let document = document(TEXT, &data);
    let mut reader = Reader::new(document.as_bytes(), limits);
    let mut sizes = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        if let Event::Rows(batch) = event {
            sizes.push(batch.len());
        }
    }
    assert_eq!((sizes.len(), sizes[0], sizes[15]), (16, 64, 40));
}
