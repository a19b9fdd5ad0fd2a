//! Answers without end: memory stays flat while they flow, and Stop is immediate; or they end at a bound, with a
//! sentence.
//!
//! Each case measures the memory of its whole process, so it is only sharp where each runs in a process of its own, as
//! `cargo nextest` does it.

#![cfg(test)]

#[path = "support/answers.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod answers;
#[path = "support/floods.rs"]
mod floods;
#[path = "support/searching.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod searching;
#[path = "support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;

use answers::{Entry, SIA2, image, images_head, registry_answer};
use floods::Flood;
use searching::{Searching, around};
use std::{fs, time::Duration};
use vodiscover::{
    discovery::{
        event::{Ending, Outcome},
        record::Place,
    },
    http::Settings,
};
use wire::{Manner, Wire};

/// How much more memory the process may take while an answer flows, in MiB.
const RISE: u64 = 80;

/// How much flows, counted where it is sent. A debug build reads some ten megabytes a second.
const FLOW: u64 = 100_000_000;

/// Bounds that no flood here reaches, so that only Stop ends it.
fn boundless() -> Settings {
    Settings {
        answer: Duration::from_hours(1),
        answer_bytes: u64::MAX,
        answer_rows: usize::MAX,
        ..Settings::default()
    }
}

/// A line of `/proc/self/status`, in MiB.
fn memory(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let found = status.lines().find_map(|it| it.strip_prefix(line));
    let kilobytes = found.unwrap().trim().trim_end_matches(" kB");
    kilobytes.parse::<u64>().unwrap() / 1024
}

/// The memory of this process, and the most that it had since.
struct Memory {
    before: u64,
}

impl Memory {
    fn now() -> Self {
        // 5: the peak is set to what is taken now (proc(5)).
        fs::write("/proc/self/clear_refs", "5").unwrap();
        Self {
            before: memory("VmRSS:"),
        }
    }

    fn check(&self) {
        let rise = memory("VmHWM:").saturating_sub(self.before);
        assert!(rise < RISE, "{rise} MiB more than {} before", self.before);
    }
}

/// A search where the one service gives this flood.
async fn search(flood: &Flood, settings: Settings) -> (Searching, Wire, Wire) {
    let manner = flood.manner();
    let service = Wire::start(move |_| manner.clone()).await.unwrap();
    let entry = Entry {
        name: "one",
        standard: SIA2,
        url: service.url("/sia2"),
    };
    let registry = Wire::start(move |heard| {
        let body = registry_answer(&heard.body, std::slice::from_ref(&entry), &[]);
        Manner::Answer("200 OK", body)
    })
    .await
    .unwrap();
    let mut search = around(&registry.url("/tap"));
    search.settings = settings;
    (Searching::start(search), service, registry)
}

/// Lets it flow, holds the memory to the bound, and stops it. Returns how many datasets were found.
async fn check_flat_and_stop(flood: &Flood, bytes: u64) -> usize {
    let memory = Memory::now();
    let (mut searching, service, _registry) = search(flood, boundless()).await;
    service.has_flooded(bytes / flood.expansion).await;
    assert_eq!(
        service.n_open(),
        1,
        "it still flows: {:?}",
        searching.record().log()
    );
    let n_found = searching.check_stop(Duration::from_millis(100)).await;
    let is_closed = service.all_closed(Duration::from_millis(500)).await;
    assert!(is_closed, "the connection is closed at once");
    memory.check();
    n_found
}

/// Waits until it ends by itself, and holds memory and sentence to what is expected.
async fn check_end(flood: &Flood, settings: Settings, sentence: &str, found: usize) {
    let memory = Memory::now();
    let (mut searching, service, _registry) = search(flood, settings).await;
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    let record = searching.record();
    let report = match &record.services()[0].place {
        Place::Done(report) => report,
        other => panic!("{other:?}"),
    };
    let host = service.url("").replace("http://", "");
    assert_eq!(report.message.replace(&host, "HOST"), sentence);
    assert_eq!(report.outcome, Outcome::Failed);
    assert_eq!(record.found().len(), found);
    memory.check();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_that_do_not_match() {
    assert_eq!(
        check_flat_and_stop(&Flood::of_rows_elsewhere(), FLOW).await,
        0
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_in_binary_that_do_not_match() {
    assert_eq!(check_flat_and_stop(&Flood::of_binary_rows(), FLOW).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_that_do_not_match_packed_by_gzip() {
    assert_eq!(check_flat_and_stop(&Flood::of_packed_rows(), FLOW).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn repetitions_of_one_row_that_matches() {
    let again = image("http://a.example/1").repeat(500);
    let flood = Flood::new(images_head(), again);
    assert_eq!(check_flat_and_stop(&flood, FLOW).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_that_are_broken_each_in_its_way() {
    let broken = "<TR><TD>&nosuch; a & b</TD></TR><TR/>\
        <TR><TD>1</TD><TD>2</TD><TD>3</TD><TD>ten</TD><TD>-</TD><TD>null</TD><TD>one too many</TD></TR>& \n";
    let flood = Flood::new(images_head(), broken.repeat(400).into_bytes());
    assert_eq!(check_flat_and_stop(&flood, FLOW / 10).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn comments_and_blanks_between_rows() {
    let first = [images_head(), image("http://a.example/1")].concat();
    let again = format!(
        "<!-- {} -->{}\n",
        "and so on ".repeat(400),
        " ".repeat(4000)
    );
    let flood = Flood::new(first, again.repeat(8).into_bytes());
    assert_eq!(check_flat_and_stop(&flood, FLOW).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn infos_before_the_table() {
    let first =
        b"<VOTABLE><RESOURCE type=\"results\"><INFO name=\"QUERY_STATUS\" value=\"OK\"/>".to_vec();
    let again = "<INFO name=\"note\" value=\"and so on\">and so on</INFO>\n".repeat(1000);
    let flood = Flood::new(first, again.into_bytes());
    assert_eq!(check_flat_and_stop(&flood, FLOW / 10).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_in_a_cell() {
    let first = [images_head(), b"<TR><TD>image</TD><TD>http://".to_vec()].concat();
    let flood = Flood::new(first, vec![b'x'; 1 << 16]);
    check_end(
        &flood,
        boundless(),
        "the answer holds a text of more than 8 MB, after 0 rows",
        0,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blanks_and_comments_before_the_document() {
    for (again, sentence) in [
        (
            " \n",
            "the service answered with nothing in place of a VOTable",
        ),
        (
            "<!-- and so on -->",
            "the service answered with other XML in place of a VOTable",
        ),
    ] {
        let flood = Flood::new(Vec::new(), again.repeat(4000).into_bytes());
        check_end(&flood, boundless(), sentence, 0).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn elements_one_in_the_other() {
    let flood = Flood::new(b"<VOTABLE>".to_vec(), b"<RESOURCE>".repeat(4000));
    check_end(
        &flood,
        boundless(),
        "the answer is nested too deeply, after 0 rows",
        0,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attributes_of_one_element() {
    let flood = Flood::new(
        b"<VOTABLE><RESOURCE ".to_vec(),
        b"and=\"so on\" ".repeat(4000),
    );
    check_end(
        &flood,
        boundless(),
        "the answer holds a text of more than 8 MB, after 0 rows",
        0,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn columns_of_one_table() {
    let first = b"<VOTABLE><RESOURCE><TABLE>".to_vec();
    let again = b"<FIELD name=\"and\" datatype=\"char\" arraysize=\"*\"/>".repeat(1000);
    check_end(
        &Flood::new(first, again),
        boundless(),
        "the answer has more than 16384 columns, after 0 rows",
        0,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bomb_of_gzip_ends_at_the_bound_of_bytes() {
    let settings = Settings {
        answer_bytes: FLOW,
        ..boundless()
    };
    check_end(
        &Flood::of_packed_comments(),
        settings,
        "the answer is larger than 100 MB, and the rest was not read; narrow the question: HOST",
        1,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_end_at_the_bound_of_rows_and_those_before_are_kept() {
    let settings = Settings {
        answer_rows: 10_000,
        ..boundless()
    };
    let first = [images_head(), image("http://a.example/1")].concat();
    let flood = Flood::new(first, Flood::of_rows_elsewhere().again);
    check_end(
        &flood,
        settings,
        "the service sent more than 10000 rows, and the rest was not read; narrow the question",
        1,
    )
    .await;
}
