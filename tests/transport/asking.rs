//! A whole search that asks one service: what became of it, and what the person is told.

use crate::{
    answers::{Entry, SIA2, registry_answer},
    searching::{Searching, around},
    wire::{Manner, Wire},
};
use std::time::Duration;
use vodiscover::{
    discovery::{
        event::{Ending, Outcome, Report},
        record::Place,
    },
    http::Settings,
};

/// Bounds of time that a busy machine does not reach, and 3 MB for an answer.
pub(crate) fn patient() -> Settings {
    Settings {
        answer_bytes: 3_000_000,
        ..Settings::default()
    }
}

/// Bounds of time for a test that waits for one of them.
pub(crate) fn brief() -> Settings {
    Settings {
        silence: Duration::from_millis(500),
        answer: Duration::from_millis(2_500),
        ..patient()
    }
}

/// What came of a search.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) outcome: Outcome,
    /// The sentence, with `HOST` for the host and port of the service.
    pub(crate) sentence: String,
    /// How many datasets were found.
    pub(crate) found: usize,
    /// More about it, with `HOST`.
    pub(crate) details: String,
    /// The first lines of its last answer, where that failed.
    pub(crate) head: String,
}

/// Searches where one service of SIA2 has this address; `host` is what stands in it for the host.
pub(crate) async fn told_of(url: &str, host: &str, settings: Settings) -> Told {
    let entry = Entry {
        name: "one",
        standard: SIA2,
        url: url.to_owned(),
    };
    let registry = Wire::start(move |heard| {
        let body = registry_answer(&heard.body, std::slice::from_ref(&entry), &[]);
        Manner::Answer("200 OK", body)
    })
    .await
    .unwrap();
    let mut search = around(&registry.url("/tap"));
    search.settings = settings;
    let mut searching = Searching::start(search);
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    let record = searching.record();
    let report: &Report = match &record.services()[0].place {
        Place::Done(report) => report,
        other => panic!("{other:?}"),
    };
    let log = record.log().iter();
    let is_logged = log
        .filter(|line| line.text.contains(&report.message))
        .count()
        > 0;
    assert!(is_logged, "{report:?}");
    Told {
        outcome: report.outcome,
        sentence: report.message.replace(host, "HOST"),
        found: record.found().len(),
        details: report.details.replace(host, "HOST"),
        head: report
            .last_attempt()
            .map(|attempt| attempt.head.clone())
            .unwrap_or_default(),
    }
}

/// Searches where the one service is this server.
pub(crate) async fn told_of_server(server: &Wire, settings: Settings) -> Told {
    let url = server.url("/sia2");
    let host = url.trim_start_matches("http://").trim_end_matches("/sia2");
    told_of(&url, host, settings).await
}

/// Searches where the one service does this with each request.
pub(crate) async fn told(manner: Manner) -> Told {
    told_in(patient(), manner).await
}

async fn told_in(settings: Settings, manner: Manner) -> Told {
    let server = Wire::start(move |_| manner.clone()).await.unwrap();
    told_of_server(&server, settings).await
}

/// Asserts that a service which does this has failed, what the person is told, and how many datasets are kept.
pub(crate) async fn check_failed(manner: Manner, sentence: &str, found: usize) {
    told(manner).await.check_failed(sentence, found);
}

/// The same where the sentence is about time.
pub(crate) async fn check_late(manner: Manner, sentence: &str, found: usize) {
    let told = told_in(brief(), manner).await;
    told.check_failed(sentence, found);
}

impl Told {
    /// Asserts that all is well.
    pub(crate) fn check_well(&self, found: usize) {
        assert_eq!(
            (self.outcome, self.sentence.as_str(), self.found),
            (Outcome::Ok, "", found),
            "{}",
            self.details
        );
    }

    /// Asserts that it failed, with this sentence.
    pub(crate) fn check_failed(&self, sentence: &str, found: usize) {
        assert_eq!(
            (self.outcome, self.sentence.as_str(), self.found),
            (Outcome::Failed, sentence, found),
            "{}",
            self.details
        );
    }
}
