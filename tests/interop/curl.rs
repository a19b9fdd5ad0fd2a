//! The line for curl that provenance has for each request must send what the program sent: curl itself says so.

use crate::{
    answers::{Entry, OBSCORE, SIA2, images, registry_answer},
    searching::{Searching, around},
    support::{need_program, output_of},
    wire::{Heard, Manner, Wire},
};
use percent_encoding::percent_decode_str;
use std::process::Command;
use vodiscover::discovery::{event::Ending, provenance};

/// A registered address with all that a shell, curl or an address may take for something else.
const AWKWARD: &str = "/sia2/{a,b}/[1-3]?set=it's $HOME `id` \"x\" \\n;&q=K\u{f6}nig!&r=%5Cx+y&";

/// What of a request must be the same, whoever sent it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Same {
    line: String,
    accept: String,
    kind: Option<String>,
    form: Vec<String>,
}

impl Same {
    fn of(heard: &Heard) -> Self {
        let header = |name: &str| {
            let mut lines = heard.headers.lines();
            lines.find_map(|line| line.strip_prefix(name).map(str::to_owned))
        };
        let fields = heard.body.split('&');
        let decoded = fields.map(|field| percent_decode_str(field).decode_utf8().unwrap().into());
        Self {
            line: heard.line.clone(),
            accept: header("accept: ").unwrap(),
            kind: header("content-type: "),
            form: decoded.collect(),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn curl_sends_what_the_program_sent() {
    if need_program("curl").is_none() {
        return;
    }
    let service = Wire::start(|_| Manner::Answer("200 OK", images(&["http://a.example/1"])))
        .await
        .unwrap();
    let entries = [
        ("awkward", SIA2, service.url(AWKWARD)),
        ("tap", OBSCORE, service.url("/tap")),
    ]
    .map(|(name, standard, url)| Entry {
        name,
        standard,
        url,
    });
    let registry = Wire::start(move |heard| {
        let body = registry_answer(&heard.body, &entries, &[]);
        Manner::Answer("200 OK", body)
    })
    .await
    .unwrap();
    let mut searching = Searching::start(around(&registry.url("/tap")));
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    let record = searching.record();
    let lines: Vec<String> = provenance::requests(record)
        .into_iter()
        .map(|sent| sent.attempt.request)
        .collect();
    let by_us = [service.heard(), registry.heard()];
    let n_sent: usize = by_us.iter().map(Vec::len).sum();
    assert_eq!(lines.len(), n_sent, "{lines:#?}");
    let pasting = tokio::task::spawn_blocking(move || {
        for line in lines {
            output_of(Command::new("sh").args(["-c", &line]));
        }
    });
    pasting.await.unwrap();
    for (wire, by_us) in [&service, &registry].into_iter().zip(by_us) {
        let by_curl = wire.heard().split_off(by_us.len());
        let [mut by_us, mut by_curl] =
            [by_us, by_curl].map(|heard| heard.iter().map(Same::of).collect::<Vec<_>>());
        by_us.sort();
        by_curl.sort();
        assert_eq!(by_us, by_curl);
    }
}
