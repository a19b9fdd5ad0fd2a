//! Jobs as services describe them, and what is sent.

use super::*;

fn job(text: &str) -> Job {
    read_job(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_job_is_read_whatever_its_prefix() {
    // UWS 1.1, appendix 2, has the prefix uws; CADC has none at some places, and others have ns2.
    for (open, close) in [
        (
            "uws:job xmlns:uws=\"http://www.ivoa.net/xml/UWS/v1.0\"",
            "uws:",
        ),
        ("job xmlns=\"http://www.ivoa.net/xml/UWS/v1.0\"", ""),
        ("ns2:job", "ns2:"),
        ("JOB", ""),
    ] {
        let p = close;
        let text = format!(
            "\n<?xml version=\"1.0\"?><?xml-stylesheet href='x'?><{open} version=\"1.1\">\
             <{p}jobId> a&amp;1 </{p}jobId><{p}ownerId xsi:nil=\"true\"/><{p}phase>\ncompleted </{p}phase>\
             <{p}parameters><{p}parameter id=\"phase\">RUN</{p}parameter></{p}parameters>\
             <{p}results><{p}result id=\"log\" xlink:href=\"http://x/log\"/>\
             <{p}result id=\"result\" xlink:href=\"http://x/r?a=1&amp;b=2\"/></{p}results></{p}job>"
        );
        let expected = Job {
            id: "a&1".to_owned(),
            phase: Phase::Completed,
            word: "COMPLETED".to_owned(),
            knows_wait: true,
            result: "http://x/r?a=1&b=2".to_owned(),
            error: String::new(),
        };
        assert_eq!(job(&text), expected, "{text}");
    }
}

#[test]
fn every_phase_says_whether_to_wait() {
    for (word, expected) in [
        ("PENDING", Phase::Waiting),
        ("HELD", Phase::Waiting),
        ("QUEUED", Phase::Running),
        ("EXECUTING", Phase::Running),
        ("SUSPENDED", Phase::Running),
        ("UNKNOWN", Phase::Running),
        ("COMPLETED", Phase::Completed),
        ("ERROR", Phase::Failed),
        ("ABORTED", Phase::Gone),
        ("ARCHIVED", Phase::Gone),
    ] {
        let text = format!("<uws:job><uws:phase>{word}</uws:phase></uws:job>");
        let job = job(&text);
        assert_eq!(job.phase, expected, "{word}");
        assert!(!job.knows_wait, "without a version it is UWS 1.0");
    }
}

#[test]
fn the_summary_of_an_error_is_read() {
    let text = "<job version='1.1'><phase>ERROR</phase><errorSummary type='fatal' hasDetail='true'>\
        <message>no column\n  &lt;s_regoin&gt;</message></errorSummary></job>";
    assert_eq!(job(text).error, "no column <s_regoin>");
}

#[test]
fn what_is_no_job_is_none() {
    for text in [
        "",
        "<html><body><phase>COMPLETED</phase></body></html>",
        "<uws:jobs><uws:jobref id='1'><uws:phase>PENDING</uws:phase></uws:jobref></uws:jobs>",
        "<job><jobId>1</jobId></job>",
        "\0\u{1}<",
    ] {
        read_job(text.as_bytes()).unwrap_err();
    }
    let deep = "<job>".repeat(100_000);
    read_job(deep.as_bytes()).unwrap_err();
}

#[test]
fn a_query_for_sync_becomes_a_job_at_async() {
    let sync = super::super::tap::sync("http://a.org/tap?key=1", "SELECT 1 FROM t", 7);
    let create = create(&sync).unwrap();
    assert_eq!(create.url, "http://a.org/tap/async?key=1");
    assert_eq!(
        create.form, sync.form,
        "without PHASE (UWS 1.1, section 2.1.3: such a job is PENDING, and does not run)"
    );
    assert_eq!(
        run("http://a.org/tap/async/7").form,
        [("PHASE".to_owned(), "RUN".to_owned())]
    );
    let image = Request::get("http://a.org/sync", &[]);
    assert_eq!(super::create(&image), None, "SIA has no jobs");
}

#[test]
fn a_job_is_where_the_answer_leads_or_where_its_name_does() {
    let list = "http://a.org/tap/async";
    let named = job("<job><jobId>7</jobId><phase>PENDING</phase></job>");
    for (location, job, expected) in [
        (Some("http://b.org/j/7"), None, Some("http://b.org/j/7")),
        (Some("/tap/async/7"), None, Some("http://a.org/tap/async/7")),
        (Some("http://a.org/tap/async/"), None, None),
        (None, Some(&named), Some("http://a.org/tap/async/7")),
        (None, None, None),
    ] {
        assert_eq!(job_url(list, location, job).as_deref(), expected);
    }
}

#[test]
fn what_belongs_to_a_job_is_asked_below_it() {
    let url = "http://a.org/tap/async/7";
    assert_eq!(run(url).url, "http://a.org/tap/async/7/phase");
    assert_eq!(error(url).url, "http://a.org/tap/async/7/error");
    assert_eq!(delete(url).method, Method::Delete);
    assert_eq!(
        look(url, Some((Duration::from_secs(10), "QUEUED"))).url,
        "http://a.org/tap/async/7?WAIT=10&PHASE=QUEUED"
    );
    let mut done = job("<job><phase>COMPLETED</phase></job>");
    assert_eq!(result(url, &done).url, format!("{url}/results/result"));
    for href in [
        "results/result",
        "/tap/async/7/results/result",
        "http://a.org/tap/async/7/results/result",
    ] {
        href.clone_into(&mut done.result);
        assert_eq!(
            result(url, &done).url,
            format!("{url}/results/result"),
            "{href}"
        );
    }
}
