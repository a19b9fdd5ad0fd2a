//! Answers of every kind, good and bad.

use super::*;

fn answer(body: &str) -> String {
    format!("<?xml version='1.0'?><VOTABLE version='1.4'>{body}</VOTABLE>")
}

const TABLE: &str = "<TABLE><FIELD name='a' datatype='int'/><DATA><TABLEDATA>\
    <TR><TD>1</TD></TR><TR><TD>2</TD></TR></TABLEDATA></DATA></TABLE>";

fn run(document: &str) -> (usize, Result<End, AnswerError>) {
    let mut n_rows = 0;
    let end = read(document.as_bytes(), Limits::default(), &mut |part| {
        if let Part::Rows(batch) = part {
            n_rows += batch.len();
        }
        ControlFlow::Continue(())
    });
    (n_rows, end)
}

#[test]
fn the_status_may_stand_anywhere() {
    let ok = "<INFO name='QUERY_STATUS' value='OK'/>";
    let overflow = "<INFO name='query_status' value='overflow'/>";
    for (body, expected) in [
        (
            format!("<RESOURCE type='results'>{TABLE}</RESOURCE>"),
            false,
        ),
        (
            format!("<RESOURCE type='results'>{ok}{TABLE}</RESOURCE>"),
            false,
        ),
        (
            format!("<RESOURCE type='results'>{overflow}{TABLE}</RESOURCE>"),
            true,
        ),
        (
            format!("<RESOURCE type='results'>{ok}{TABLE}{overflow}</RESOURCE>"),
            true,
        ),
        (
            format!("<RESOURCE type='results'>{ok}{TABLE}</RESOURCE>{overflow}"),
            true,
        ),
        (format!("{overflow}<RESOURCE>{TABLE}</RESOURCE>"), true),
    ] {
        let (n_rows, end) = run(&answer(&body));
        let end = end.unwrap();
        assert_eq!(
            (n_rows, end.received, end.overflow),
            (2, 2, expected),
            "{body}"
        );
    }
}

#[test]
fn an_error_is_told_in_the_services_words_and_costs_no_rows() {
    let early = "<RESOURCE type='results'><INFO name='QUERY_STATUS' value='ERROR'>Field POS:\n  bad &amp; wrong</INFO></RESOURCE>";
    let (_, end) = run(&answer(early));
    assert_eq!(
        end.unwrap_err().to_string(),
        "the service says: Field POS: bad & wrong"
    );
    let late = format!(
        "<RESOURCE type='results'><INFO name='QUERY_STATUS' value='OK'/>{TABLE}<INFO name='QUERY_STATUS' value='ERROR'>died</INFO></RESOURCE>"
    );
    let (n_rows, end) = run(&answer(&late));
    assert_eq!(n_rows, 2);
    assert!(matches!(end, Err(AnswerError::Said(words)) if words == "died"));
    let old = "<RESOURCE><INFO ID='Error' name='Error' value='no such position'/></RESOURCE>";
    let (_, end) = run(&answer(old));
    let error = end.unwrap_err();
    assert!(error.is_query_error());
    assert_eq!(error.to_string(), "the service says: no such position");
}

#[test]
fn tables_of_other_resources_are_no_results() {
    let body = format!(
        "<RESOURCE type='meta' utype='adhoc:service'>{TABLE}</RESOURCE><RESOURCE type='results'>{TABLE}</RESOURCE>\
         <RESOURCE type='results'><RESOURCE type='meta'>{TABLE}</RESOURCE></RESOURCE>"
    );
    assert_eq!(run(&answer(&body)).0, 2);
}

#[test]
fn what_is_no_votable_is_told_by_its_first_words() {
    for (document, expected) in [
        (
            "",
            "the service answered with nothing in place of a VOTable",
        ),
        (
            " \n ",
            "the service answered with nothing in place of a VOTable",
        ),
        (
            "<!DOCTYPE html><html><head><style>a{}</style><title>503 &amp; down</title></head><body>x</body></html>",
            "the service answered with a web page in place of a VOTable: 503 & down",
        ),
        (
            "<html><body><script>let a = '<';</script><h1>Moved</h1> to <a href='x'>there</a></body></html>",
            "the service answered with a web page in place of a VOTable: Moved to there",
        ),
        (
            "ERROR: ADQL syntax\n  at line 1",
            "the service answered with plain text in place of a VOTable: ERROR: ADQL syntax at line 1",
        ),
        (
            "<?xml version='1.0'?><ExceptionReport><Text>no POS</Text></ExceptionReport>",
            "the service answered with other XML in place of a VOTable: no POS",
        ),
    ] {
        let (_, end) = run(document);
        assert_eq!(end.unwrap_err().to_string(), expected, "{document}");
    }
}

#[test]
fn a_broken_answer_keeps_its_whole_rows_and_says_where_it_broke() {
    let body = format!("<RESOURCE type='results'>{TABLE}");
    let whole = answer(&body);
    let cut = whole.split("</TABLEDATA>").next().unwrap();
    let (n_rows, end) = run(cut);
    assert_eq!(n_rows, 2);
    assert!(matches!(
        end,
        Err(AnswerError::Broken { after_rows: 2, .. })
    ));
}

#[test]
fn the_body_of_an_http_error_is_explained() {
    let votable = answer(
        "<RESOURCE type='results'><INFO name='QUERY_STATUS' value='ERROR'>No MAXREC here</INFO></RESOURCE>",
    );
    assert_eq!(
        explain(votable.as_bytes()).as_deref(),
        Some("No MAXREC here")
    );
    assert_eq!(explain(b"not here").as_deref(), Some("not here"));
    assert_eq!(explain(b""), None);
}
