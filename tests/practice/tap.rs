//! TAP as the standard has it.

use crate::{practice_vo, rows, text};
use vodiscover::protocol::Request;

const ALL: (&str, &str) = ("QUERY", "SELECT ivoid FROM rr.resource");
const ADQL: (&str, &str) = ("LANG", "ADQL");
const AS_TEXT: (&str, &str) = ("FORMAT", "votable/td");

/// The answer to a synchronous query with these parameters.
async fn ask(base: &str, parameters: &[(&str, &str)]) -> String {
    let form = parameters
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    text(Request::post(format!("{base}/sync"), form.collect())).await
}

#[tokio::test]
async fn an_answer_that_is_cut_says_so_after_its_table() {
    let practice = practice_vo().await;
    let base = practice.registry_url();
    let cut = ask(&base, &[ADQL, ALL, ("MAXREC", "3"), AS_TEXT]).await;
    assert_eq!(cut.matches("<TR>").count(), 3, "{cut}");
    let (table, overflow) = (
        cut.find("</TABLE>").unwrap(),
        cut.find("value=\"OVERFLOW\"").unwrap(),
    );
    assert!(table < overflow, "{cut}");
    let none = ask(&base, &[ADQL, ALL, ("MAXREC", "0"), AS_TEXT]).await;
    assert!(
        none.contains("<FIELD") && !none.contains("<TR>"),
        "MAXREC=0 gives the columns alone: {none}"
    );
    let top = ("QUERY", "SELECT TOP 3 ivoid FROM rr.resource");
    let top = ask(&base, &[ADQL, top, AS_TEXT]).await;
    assert!(
        !top.contains("OVERFLOW"),
        "TOP is what was asked for: {top}"
    );
}

#[tokio::test]
async fn wrong_requests_are_answered_with_an_error_in_a_votable() {
    let practice = practice_vo().await;
    for wrong in [
        &[ALL][..],
        &[("LANG", "PQL"), ALL],
        &[ADQL],
        &[ADQL, ("QUERY", "SELECT FROM WHERE")],
        &[ADQL, ALL, ("MAXREC", "many")],
        &[ADQL, ALL, ("FORMAT", "image/png")],
        &[ADQL, ALL, ("UPLOAD", "t,http://example.org/t.xml")],
    ] {
        let answer = ask(&practice.registry_url(), wrong).await;
        assert!(
            answer.contains("name=\"QUERY_STATUS\" value=\"ERROR\""),
            "{wrong:?}: {answer}"
        );
    }
}

#[tokio::test]
async fn a_service_describes_itself() {
    let practice = practice_vo().await;
    let base = practice.registry_url();
    let query = "SELECT COUNT(*) FROM tap_schema.columns WHERE table_name = 'rr.resource'";
    assert_eq!(
        rows(&base, query).await,
        ["19"],
        "RegTAP 1.2, section 8.1, has as many columns"
    );
    let capabilities = text(Request::get(&format!("{base}/capabilities"), &[])).await;
    assert!(
        capabilities.contains("ivo://ivoa.net/std/RegTAP#1.2"),
        "{capabilities}"
    );
    let tables = text(Request::get(&format!("{base}/tables"), &[])).await;
    assert!(tables.contains("<name>rr.stc_spatial</name>"), "{tables}");
}

#[tokio::test]
async fn tables_come_with_queries_and_jobs_run_by_themselves() {
    let practice = practice_vo().await;
    let base = practice.registry_url();
    let upload = "<VOTABLE><RESOURCE><TABLE><FIELD name=\"id\" datatype=\"char\" arraysize=\"*\"/><DATA><TABLEDATA>\
        <TR><TD>ivo://practice.vodiscover/hea/tap</TD></TR><TR><TD>ivo://practice.vodiscover/hea/images</TD></TR>\
        </TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
    let redundant = "SELECT ivoid, related_id FROM rr.relationship \
        JOIN tap_upload.ids AS leftids ON (ivoid=leftids.id) JOIN tap_upload.ids AS rightids ON (related_id=rightids.id) \
        WHERE relationship_type='isservedby'";
    let form: Vec<(String, String)> = [
        ("LANG", "ADQL"),
        ("FORMAT", "csv"),
        ("UPLOAD", "ids,param:table"),
        ("table", upload),
        ("QUERY", redundant),
        ("PHASE", "RUN"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    let expected = "ivo://practice.vodiscover/hea/images,ivo://practice.vodiscover/hea/tap";
    let now = text(Request::post(format!("{base}/sync"), form.clone())).await;
    assert_eq!(now.lines().nth(1), Some(expected), "{now}");
    // The job's document is where the answer to its creation leads.
    let job = text(Request::post(format!("{base}/async"), form)).await;
    assert!(job.contains("<uws:jobId>1</uws:jobId>"), "{job}");
    let waited = text(Request::get(&format!("{base}/async/1?WAIT=10"), &[])).await;
    assert!(waited.contains("COMPLETED"), "{waited}");
    let result = text(Request::get(&format!("{base}/async/1/results/result"), &[])).await;
    assert_eq!(result.lines().nth(1), Some(expected), "{result}");
}
