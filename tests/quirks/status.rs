//! What services say about their answers, and what they send in place of one.
//!
//! | quirk | test |
//! | --- | --- |
//! | `QUERY_STATUS` missing, in lower case, in RESOURCE, in TABLE, at the root, after the table (DALI 1.1, 4.4; pyvo#322) | [`overflow_is_recognised_wherever_and_however_it_is_said`] |
//! | said twice: OK, later OVERFLOW, and the reverse (DALI 1.2; FIREFLY-1396) | [`an_ok_takes_back_neither_an_overflow_nor_an_error`] |
//! | nothing said, or something that no standard knows | [`other_words_mean_ok`] |
//! | ERROR with HTTP 200, or as VOTable with 4xx and 5xx (DS9's `sia.tcl`) | [`an_error_is_told_in_the_services_words`], [`the_body_is_read_whatever_the_status`] |
//! | ERROR after rows | [`an_error_after_rows_keeps_them`] |
//! | a page in HTML with 200: log-in, proxy, "moved" (E19; pyvo#403, #8) | [`a_web_page_in_place_of_an_answer_is_told_by_its_title`] |
//! | plain text (IRSA; TAP 1.1, 2.7.1) | [`plain_text_is_told`], [`the_body_is_read_whatever_the_status`] |
//! | 429 (pyVO 1.8.1) | [`too_many_requests_end_in_a_sentence`] |
//! | hangs: a proxy holds the connection for ever (pyvo#500) | [`a_service_that_never_answers_is_left_in_time`] |
//! | an empty result without FIELDs (STILTS's `emptyok`) | [`an_empty_result_may_have_no_columns`] |
//! | SIA2 with wrong error codes (EuroVO validator, Nov 2021) | [`the_body_is_read_whatever_the_status`] |
//! | rows in another file or form (VOTable 1.4, 5.2) | [`rows_in_another_file_are_missed_aloud`] |

use crate::{
    reading::{FIELDS, Told, answer, fields, read, rows, service},
    wire::{Manner, Wire},
};
use std::time::Duration;
use vodiscover::{
    domain::{obscore::ObsColumn::AccessUrl, service::Protocol},
    http::{Client, Settings, failure::Kind},
    protocol::{AnswerError, AnswerLimits, Request, read_answer},
};

const OK: &str = "<INFO name=\"QUERY_STATUS\" value=\"OK\"/>";
const OVERFLOW: &str = "<INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>";

/// A document with something at each place where a status may stand: at the root, in the RESOURCE, in the TABLE before its
/// rows and behind them, in the RESOURCE behind the TABLE, and at the root behind all.
fn with_status(said: [&str; 6]) -> String {
    let [root, resource, table, after_rows, after_table, end] = said;
    format!(
        "<VOTABLE>{root}<RESOURCE type=\"results\">{resource}<TABLE>{table}{}<DATA>{}</DATA>{after_rows}</TABLE>{after_table}\
         </RESOURCE>{end}</VOTABLE>",
        fields(&FIELDS),
        rows(&["http://x.org/1|M 16|1|2"])
    )
}

/// Something at one place, nothing at the others.
fn only_at(place: usize, said: &str) -> String {
    let mut all = [""; 6];
    all[place] = said;
    with_status(all)
}

fn overflow(told: &Told) -> bool {
    assert_eq!(told.texts(AccessUrl), ["http://x.org/1"]);
    told.end.as_ref().unwrap().overflow
}

#[test]
fn overflow_is_recognised_wherever_and_however_it_is_said() {
    for said in [
        OVERFLOW,
        "<INFO name=\"query_status\" value=\"overflow\"/>",
        "<INFO value=\" OVERFLOW \" name=\" QUERY_STATUS \"/>",
        "<INFO ID=\"QUERY_STATUS\" value=\"OVERFLOW\"/>",
        "<INFO name=\"QUERY STATUS\" value=\"Overflow: more than 1000 rows\"/>",
        "<INFO name=\"QUERY_STATUS\">OVERFLOW</INFO>",
        "<INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\">truncated at MAXREC</INFO>",
        "<PARAM name=\"QUERY_STATUS\" datatype=\"char\" arraysize=\"*\" value=\"OVERFLOW\"/>",
        "<GROUP><PARAM name=\"QUERY_STATUS\" datatype=\"char\" arraysize=\"*\" value=\"OVERFLOW\"/></GROUP>",
    ] {
        for place in 0..6 {
            let told = read(Protocol::ObsCore, only_at(place, said));
            assert!(overflow(&told), "{said} at {place}");
        }
    }
}

#[test]
fn an_ok_takes_back_neither_an_overflow_nor_an_error() {
    for first in 0..6 {
        for second in first..6 {
            for [one, other] in [[OVERFLOW, OK], [OK, OVERFLOW]] {
                let mut said = [""; 6];
                let both = format!("{one}{other}");
                said[first] = if first == second { &both } else { one };
                if first != second {
                    said[second] = other;
                }
                let told = read(Protocol::ObsCore, with_status(said));
                assert!(overflow(&told), "{said:?}");
            }
        }
    }
    let empty = "<INFO name=\"QUERY_STATUS\" value=\"\"/>";
    let told = read(
        Protocol::ObsCore,
        with_status([OK, "", "", OVERFLOW, empty, ""]),
    );
    assert!(overflow(&told), "TAP's second INFO may be empty");
    let elsewhere = format!(
        "{OVERFLOW}<RESOURCE type=\"meta\">{OK}</RESOURCE><RESOURCE type=\"results\">{OK}</RESOURCE>"
    );
    assert!(overflow(&read(Protocol::ObsCore, only_at(5, &elsewhere))));
    let error = "<INFO name=\"QUERY_STATUS\" value=\"ERROR\">out of memory</INFO>";
    let told = read(
        Protocol::ObsCore,
        with_status(["", "", "", error, OK, OVERFLOW]),
    );
    assert_eq!(told.sentence(), "the service says: out of memory");
}

#[test]
fn other_words_mean_ok() {
    for said in [
        "",
        OK,
        "<INFO name=\"QUERY_STATUS\" value=\"ok\"/>",
        "<INFO name=\"QUERY_STATUS\" value=\"COMPLETED\"/>",
        "<INFO name=\"QUERY_STATUS\"/>",
        "<INFO name=\"OVERFLOW\" value=\"no\"/>",
        "<INFO name=\"Error\" value=\"0.1\"/>",
    ] {
        for place in 0..6 {
            assert!(
                !overflow(&read(Protocol::Sia1, only_at(place, said))),
                "{said}"
            );
        }
    }
}

#[test]
fn an_error_is_told_in_the_services_words() {
    for (said, words) in [
        (
            "<INFO name=\"QUERY_STATUS\" value=\"ERROR\">no such\n table</INFO>",
            "no such table",
        ),
        (
            "<INFO name=\"query_status\" value=\"error\">a &lt; b</INFO>",
            "a < b",
        ),
        (
            "<INFO name=\"QUERY_STATUS\" value=\"ERROR: POS is missing\"/>",
            "POS is missing",
        ),
        (
            "<INFO name=\"QUERY_STATUS\">ERROR: POS is missing</INFO>",
            "POS is missing",
        ),
        (
            "<INFO name=\"QUERY_STATUS\" value=\"ERROR\"/>",
            "it failed, without a reason",
        ),
        (
            "<INFO name=\"Error\" value=\"POS is missing\"/>",
            "POS is missing",
        ),
        (
            "<PARAM name=\"Error\" datatype=\"char\" arraysize=\"*\" value=\"POS is missing\"/>",
            "POS is missing",
        ),
        (
            "<PARAM name=\"QUERY_STATUS\" datatype=\"char\" arraysize=\"*\" value=\"ERROR\">\
             <DESCRIPTION>POS is missing</DESCRIPTION></PARAM>",
            "POS is missing",
        ),
    ] {
        for body in [
            said.to_owned(),
            format!("<RESOURCE type=\"results\">{said}</RESOURCE>"),
            format!("<RESOURCE>{said}</RESOURCE>"),
        ] {
            let told = read(Protocol::Sia1, format!("<VOTABLE>{body}</VOTABLE>"));
            assert_eq!(
                told.sentence(),
                format!("the service says: {words}"),
                "{body}"
            );
            assert!(told.end.unwrap_err().is_query_error(), "{body}");
        }
    }
}

#[test]
fn an_error_after_rows_keeps_them() {
    let error = "<INFO name=\"QUERY_STATUS\" value=\"ERROR\">the database went away</INFO>";
    for place in 3..6 {
        let whole = only_at(place, error);
        let broken = whole.replace("</VOTABLE>", "<");
        for document in [whole, broken] {
            let told = read(Protocol::ObsCore, document);
            assert_eq!(told.texts(AccessUrl), ["http://x.org/1"]);
            assert_eq!(told.sentence(), "the service says: the database went away");
        }
    }
}

#[test]
fn a_web_page_in_place_of_an_answer_is_told_by_its_title() {
    for (page, words) in [
        (
            "<!DOCTYPE html><html><head><title>Log in &amp; go on</title></head><body>x</body></html>",
            ": Log in & go on",
        ),
        (
            "<html><body><h1>Moved</h1> to <a href='x'>there</a></body></html>",
            ": Moved to there",
        ),
        ("\n<HTML><HEAD><TITLE>503</TITLE>", ": 503"),
        ("<html></html>", ""),
    ] {
        let told = read(Protocol::Sia2, page);
        let expected = format!("the service answered with a web page in place of a VOTable{words}");
        assert_eq!(told.sentence(), expected);
    }
}

#[test]
fn plain_text_is_told() {
    for (text, expected) in [
        (
            "ERROR: no position\n",
            "the service answered with plain text in place of a VOTable: ERROR: no position",
        ),
        (
            "{\"detail\": \"gone\"}",
            "the service answered with plain text in place of a VOTable: {\"detail\": \"gone\"}",
        ),
        (
            " \n",
            "the service answered with nothing in place of a VOTable",
        ),
        (
            "<?xml version=\"1.0\"?><error><message>gone</message></error>",
            "the service answered with other XML in place of a VOTable: gone",
        ),
    ] {
        assert_eq!(read(Protocol::Sia2, text).sentence(), expected);
    }
}

#[test]
fn an_empty_result_may_have_no_columns() {
    for body in [
        "",
        "<RESOURCE type=\"results\"/>",
        "<RESOURCE type=\"results\"><INFO name=\"QUERY_STATUS\" value=\"OK\"/><TABLE/></RESOURCE>",
        "<RESOURCE type=\"results\"><TABLE><DATA><TABLEDATA/></DATA></TABLE></RESOURCE>",
        "<RESOURCE type=\"results\"><TABLE><DATA><TABLEDATA></TABLEDATA></DATA></TABLE></RESOURCE>",
    ] {
        let told = read(Protocol::Sia1, format!("<VOTABLE>{body}</VOTABLE>"));
        let end = told.end.unwrap();
        assert_eq!((end.received, end.overflow), (0, false), "{body}");
    }
}

#[test]
fn rows_in_another_file_are_missed_aloud() {
    for data in [
        "<BINARY><STREAM href=\"http://x.org/rows.bin\"/></BINARY>",
        "<BINARY2><STREAM href=\"ftp://x.org/rows.gz\" encoding=\"gzip\"/></BINARY2>",
        "<FITS extnum=\"1\"><STREAM href=\"http://x.org/t.fits\"/></FITS>",
        "<BINARY><STREAM encoding=\"gzip\">H4sI</STREAM></BINARY>",
    ] {
        let document = answer(&[]).replace("<TABLEDATA></TABLEDATA>", data);
        let told = read(Protocol::ObsCore, document);
        assert_eq!(
            told.sentence(),
            "the answer lacks rows that can be read: they are in another file or form",
            "{data}"
        );
    }
}

/// What comes of asking a service that answers with this status line and body: the sentence of the reader, that of the
/// transport, and what is shown besides.
async fn asked(head: &'static str, body: String) -> (Result<usize, String>, String, String) {
    let server = Wire::start(move |_| Manner::Answer(head, body.clone().into_bytes()))
        .await
        .unwrap();
    let client = Client::new(Settings::default()).unwrap();
    let parse = |body: vodiscover::http::Body| {
        let service = service(Protocol::Sia2, "http://x.org/s");
        read_answer(&service, body, &AnswerLimits::default(), &mut |_| {
            std::ops::ControlFlow::Continue(())
        })
    };
    let request = Request::get(&server.url("/sia2?"), &[]);
    match client.read(&request, parse).await {
        Ok(answered) => {
            let read = answered.read.map(|end| end.received);
            let trouble = answered.trouble;
            (
                read.map_err(|error| error.to_string()),
                trouble
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                trouble.map(|trouble| trouble.details()).unwrap_or_default(),
            )
        }
        Err(failure) => (Err(String::new()), failure.to_string(), failure.details()),
    }
}

#[tokio::test]
async fn the_body_is_read_whatever_the_status() {
    let votable = "<VOTABLE><RESOURCE type=\"results\"><INFO name=\"QUERY_STATUS\" value=\"ERROR\">UsageFault: bad POS</INFO>\
        </RESOURCE></VOTABLE>";
    for head in [
        "200 OK",
        "400 Bad Request",
        "404 Not Found",
        "500 Internal Server Error",
    ] {
        let (read, trouble, _) = asked(head, votable.to_owned()).await;
        assert_eq!(
            read.unwrap_err(),
            "the service says: UsageFault: bad POS",
            "{head}"
        );
        assert_eq!(trouble.is_empty(), head == "200 OK", "{trouble}");
    }
    for (head, sentence) in [
        (
            "400 Bad Request\r\nContent-Type: text/plain",
            "the service did not understand the request (HTTP 400)",
        ),
        (
            "500 Internal Server Error\r\nContent-Type: text/plain",
            "the service failed (HTTP 500)",
        ),
    ] {
        let (_, trouble, details) = asked(head, "UsageFault: bad POS".to_owned()).await;
        assert!(trouble.starts_with(sentence), "{trouble}");
        assert!(details.ends_with("UsageFault: bad POS"), "{details}");
    }
    let (read, trouble, _) = asked(
        "200 OK\r\nContent-Type: text/html",
        answer(&["http://x.org/1|a|1|2"]),
    )
    .await;
    assert_eq!(
        (read, trouble.as_str()),
        (Ok(1), ""),
        "the media type is not believed"
    );
}

#[tokio::test]
async fn too_many_requests_end_in_a_sentence() {
    let (_, trouble, _) = asked("429 Too Many Requests", "slow down".to_owned()).await;
    assert!(
        trouble.starts_with("the service gets too many requests (HTTP 429)"),
        "{trouble}"
    );
    let (_, trouble, _) = asked("429 Too Many Requests\r\nRetry-After: 3600", String::new()).await;
    assert!(
        trouble.starts_with("the server is busy and asks to come back in 60 min"),
        "{trouble}"
    );
}

#[tokio::test]
async fn a_service_that_never_answers_is_left_in_time() {
    let first = b"<VOTABLE>".to_vec();
    for manner in [Manner::BeforeHeaders, Manner::MidBody(first)] {
        let server = Wire::start(move |_| manner.clone()).await.unwrap();
        let settings = Settings {
            silence: Duration::from_millis(200),
            ..Settings::default()
        };
        let request = Request::get(&server.url("/sia2?"), &[]);
        let client = Client::new(settings).unwrap();
        let asked = client.read(&request, |body| {
            let service = service(Protocol::Sia2, "http://x.org/s");
            read_answer(&service, body, &AnswerLimits::default(), &mut |_| {
                std::ops::ControlFlow::Continue(())
            })
        });
        let failure = match asked.await {
            Err(failure) => failure,
            Ok(answered) => {
                assert!(matches!(answered.read, Err(AnswerError::Io { .. })));
                answered.trouble.unwrap()
            }
        };
        assert_eq!(failure.kind, Kind::Silence(Duration::from_millis(200)));
        assert!(
            failure.to_string().starts_with("not a byte for 0.2 s"),
            "{failure}"
        );
    }
}
