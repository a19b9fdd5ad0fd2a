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
