//! Tags that nobody closed: what stands behind them is read all the same.

use super::*;

/// The rows of a document, and the warnings and the error that it gives.
fn read(document: &str) -> (Vec<String>, Vec<String>) {
    let mut lines = transcript(document.as_bytes(), Slicing::Allowed);
    assert_eq!(
        lines,
        transcript(document.as_bytes(), Slicing::Forbidden),
        "{document}"
    );
    lines.retain(|line| !line.contains(['{', '(']) || line.starts_with('['));
    lines.retain(|line| line != "ResourceEnd" && line != "TableEnd");
    lines.into_iter().partition(|line| line.starts_with('['))
}

const TEXT: &str = "<FIELD name='a' datatype='char' arraysize='*'/>";

const DATA: &str = "<DATA><TABLEDATA><TR><TD>x</TD></TR></TABLEDATA></DATA>";

#[test]
fn a_foreign_tag_in_the_head_does_not_take_the_rows_away() {
    for document in [
        format!(
            "<VOTABLE><RESOURCE type='results'><LINK href='x'><TABLE>{TEXT}{DATA}</TABLE></RESOURCE></VOTABLE>"
        ),
        format!(
            "<VOTABLE><DESCRIPTION>a<br>b<br>c</DESCRIPTION><RESOURCE><TABLE>{TEXT}{DATA}</TABLE></RESOURCE></VOTABLE>"
        ),
        format!(
            "<VOTABLE><INFO name='n' value='v'>a<br>b<br>c</INFO><RESOURCE><TABLE>{TEXT}{DATA}</TABLE></RESOURCE></VOTABLE>"
        ),
        format!(
            "<VOTABLE><RESOURCE><TABLE><GROUP><FIELDref ref='a'></GROUP>{TEXT}{DATA}</TABLE></RESOURCE></VOTABLE>"
        ),
        format!(
            "<VOTABLE><RESOURCE><foreign></RESOURCE><RESOURCE><TABLE>{TEXT}{DATA}</TABLE></RESOURCE></VOTABLE>"
        ),
    ] {
        let (rows, warnings) = read(&document);
        assert_eq!(rows, ["[Some(\"x\")]"], "{document}");
        assert!(
            warnings[0].starts_with("tag without its counterpart"),
            "{warnings:?}"
        );
    }
}

#[test]
fn a_column_that_is_not_closed_stays_a_column() {
    let of =
        |name: &str, end: &str| format!("<FIELD name='{name}' datatype='char' arraysize='*'{end}");
    let (a, b) = (of("a", ">"), of("b", "/>"));
    for (fields, n) in [
        (format!("{a}{b}"), 2),
        (
            format!("{a}<DESCRIPTION>one<br>two</DESCRIPTION></FIELD>{b}"),
            2,
        ),
        (format!("{a}<DESCRIPTION>one<br>two</FIELD>{b}"), 2),
        (format!("{a}<DESCRIPTION>one{b}"), 2),
        (
            format!("{a}<PARAM name='p' datatype='int' value='1'>{b}"),
            2,
        ),
        (format!("{b}{a}"), 2),
        (a.clone(), 1),
    ] {
        let cells = "<TD>x</TD><TD>y</TD>".get(..n * 10).unwrap();
        let data = format!("<TABLEDATA><TR>{cells}</TR></TABLEDATA>");
        let (rows, warnings) = read(&document(&fields, &data));
        let expected = ["[Some(\"x\")]", "[Some(\"x\"), Some(\"y\")]"][n - 1];
        assert_eq!(rows, [expected], "{fields}");
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].starts_with("tag without its counterpart"));
    }
}

#[test]
fn tags_in_rows_may_stay_open_in_any_number() {
    let wide = TEXT.repeat(600);
    for (fields, row) in [
        (TEXT, "<TR><TD>a<br>b</TD></TR>".to_owned()),
        (TEXT, "<TR><TD>ab</TD>".to_owned()),
        (TEXT, "<TR><TD>ab</TR>".to_owned()),
        (TEXT, "<TD>ab".to_owned()),
        (TEXT, "<TR></x><TD>a<b>b</i></TD></TR>".to_owned()),
        (&wide, format!("<TR>{}</TR>", "<TD>ab".repeat(600))),
    ] {
        let data = format!("<TABLEDATA>{}</TABLEDATA>", row.repeat(1000));
        let document = document(fields, &data);
        let mut reader = Reader::new(document.as_bytes(), Limits::default());
        let mut n_rows = 0;
        while let Some(event) = reader.next_event().unwrap() {
            if let Event::Rows(batch) = event {
                n_rows += batch.len();
                let text = batch.columns()[0].text(0);
                assert_eq!(text.as_deref(), Some("ab"), "{row}");
            }
        }
        let expected = if row.starts_with("<TD>") { 1 } else { 1000 };
        assert_eq!(n_rows, expected, "{row}");
    }
}

#[test]
fn tags_in_the_head_may_stay_open_in_any_number() {
    let field = "<FIELD name='a' datatype='int'><DESCRIPTION>one<br>two</DESCRIPTION></FIELD>";
    let row = "<TD>1</TD>".repeat(400);
    let data = format!("<TABLEDATA><TR>{row}</TR></TABLEDATA>");
    let document = document(&field.repeat(400), &data);
    let (rows, warnings) = read(&document);
    assert_eq!(rows.len(), 1);
    assert_eq!(
        warnings[0], "tag without its counterpart, 400 times",
        "{warnings:?}"
    );
}

#[test]
fn an_info_among_the_rows_is_told_and_the_rows_go_on() {
    let row = "<TR><TD>x</TD></TR>";
    for (info, text) in [
        ("<INFO name='n' value='v'/>", ""),
        ("<INFO name='n' value='v'>one &amp; two</INFO>", "one & two"),
        ("<INFO name='n' value='v'>one<br>two</INFO>", "one"),
        ("<INFO name='n' value='v'>one &amp; two", "one & two"),
        (
            "<INFO name='n' value='v'><DESCRIPTION>why</DESCRIPTION></INFO>",
            "why",
        ),
    ] {
        let data = format!("<TABLEDATA>{row}{info}{row}<TR><TD>y</TD>{info}</TR>{row}</TABLEDATA>");
        let document = document(TEXT, &data);
        let (rows, _) = read(&document);
        let x = "[Some(\"x\")]";
        assert_eq!(rows, [x, x, "[Some(\"y\")]", x], "{document}");
        let mut reader = Reader::new(document.as_bytes(), Limits::default());
        let mut told = Vec::new();
        while let Some(event) = reader.next_event().unwrap() {
            match event {
                Event::Info(info) if info.name == "n" => told.push(info.text),
                Event::Rows(batch) => told.push(batch.len().to_string()),
                _ => {}
            }
        }
        assert_eq!(told, ["1", text, "1", text, "2"], "{document}");
    }
}
