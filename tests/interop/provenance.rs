//! What is saved of a search besides its datasets: STILTS must have no word against it, and astropy must read what the
//! record held, to the letter.

use std::{
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use serde_json::{Value, json};
use vodiscover::{
    discovery::{
        Search,
        event::{Attempt, Ending, Happening, Outcome, Report, RunId, ServiceNr},
        export::{self, Format},
        plan::{Considered, Fate, Plan, Reason},
        record::Record,
    },
    domain::{
        constraints::{Product, Question},
        ivoid::Ivoid,
        service::{Protocol, Service},
    },
    http::Settings,
    votable::Serialization,
};

use crate::support::{beside, need_program, need_python, output_of};

const REGISTRY: &str = "http://reg.example/tap?a='1'&b=<2>";

/// All that markup, quotes, shells and encodings can spoil, and a character beyond 16 bits.
const AWKWARD: &str =
    "5 < 7 & \"7\" > '5'; a,b\tK\u{f6}nigstuhl \u{3b2} Cep \u{2033}\u{1f52d} ]]> --> <!-- &amp; \\";

fn search() -> Search {
    let question = Question {
        space: "POLYGON 359.5 -1 0.5 -1 0 0.75".to_owned(),
        spectrum: "0.5..2 keV".to_owned(),
        time: "1995 ..".to_owned(),
        product: Product::Both,
        inclusive: true,
        resolved: None,
        services: Vec::new(),
    };
    Search {
        constraints: question.parse().unwrap(),
        question,
        registry: REGISTRY.to_owned(),
        fallbacks: Vec::new(),
        settings: Settings::default().with_answer_timeout(Duration::from_millis(7500)),
    }
}

fn considered(name: &str, title: &str, fate: Fate) -> Considered {
    Considered {
        service: Service {
            ivoid: Ivoid::new(&format!("ivo://example/{name}")),
            title: title.to_owned(),
            protocol: Protocol::Ssap,
            access_url: format!("http://{name}.example/?x={AWKWARD}"),
        },
        alternates: Vec::new(),
        fate,
        stands_for: Vec::new(),
    }
}

fn attempt(url: &str, message: &str) -> Attempt {
    Attempt {
        url: url.to_owned(),
        request: format!("curl 'it'\\''s' '{AWKWARD}'"),
        rung: "its region, or its centre".into(),
        // `date -u -d @784111777` says Sun Nov  6 08:49:37 UTC 1994.
        started: UNIX_EPOCH + Duration::from_millis(784_111_777_250),
        took: Duration::from_millis(1500),
        received: 3,
        message: message.to_owned(),
        head: format!("<h1>\n{AWKWARD}"),
    }
}

/// Lines, one of which is empty, one indented, and one ends in a carriage return. astropy drops white space at the ends.
fn details() -> String {
    format!("asked: http://one.example/\r\n\n  {AWKWARD}\nmore")
}

/// A search with a service that failed after two requests, one that was left out for it, and one that waits.
fn record() -> Record {
    let mut record = Record::new(RunId(1), search());
    let url = REGISTRY.to_owned();
    record.take_in(&Happening::AskingRegistry { url });
    let asked = Arc::new(attempt(REGISTRY, ""));
    record.take_in(&Happening::RegistryAsked(asked));
    let by = ServiceNr(0);
    let one = Considered {
        alternates: vec![
            "http://other.example/?1".to_owned(),
            format!("http://other.example/?{AWKWARD}"),
        ],
        stands_for: vec![ServiceNr(1)],
        ..considered("one", AWKWARD, Fate::ToAsk)
    };
    record.take_in(&Happening::Planned(Arc::new(Plan {
        considered: vec![
            one,
            considered("two", "Two", Fate::LeftOut(Reason::SameTap { by })),
            considered("three", "Three", Fate::ToAsk),
        ],
    })));
    record.take_in(&Happening::Asking(by));
    let mut report = Report::unasked(
        Outcome::Failed,
        AWKWARD,
        UNIX_EPOCH + Duration::from_secs(784_111_777),
    );
    (report.received, report.matched, report.new) = (1_000_000_007, 12, 5);
    report.took = Duration::from_millis(3250);
    report.details = details();
    report.misses = "datasets without a region".to_owned();
    report.attempts = vec![
        attempt("http://one.example/?1", AWKWARD),
        attempt("http://one.example/?2", ""),
    ];
    record.take_in(&Happening::Finished(by, Arc::new(report)));
    record.note(AWKWARD);
    record
}

/// What the table of services must hold, by hand.
fn services() -> Value {
    json!([
        {
            "ivoid": "ivo://example/one", "title": AWKWARD, "protocol": "SSAP",
            "access_url": format!("http://one.example/?x={AWKWARD}"), "url": "http://one.example/?2",
            "outcome": "failed", "received": 1_000_000_007, "matched": 12, "new": 5,
            "started": "1994-11-06T08:49:37", "duration": 3.25, "attempts": 2,
            "rung": "its region, or its centre", "message": AWKWARD, "details": details(), "stand_in": "",
            "request": format!("curl 'it'\\''s' '{AWKWARD}'"), "reason": "", "stand_in_row": null, "stands_for": "2",
            "alternates": format!("http://other.example/?1\nhttp://other.example/?{AWKWARD}"),
            "misses": "datasets without a region",
        },
        {
            "ivoid": "ivo://example/two", "title": "Two", "protocol": "SSAP",
            "access_url": format!("http://two.example/?x={AWKWARD}"), "url": "",
            "outcome": "skipped", "received": 0, "matched": 0, "new": 0,
            "started": "", "duration": null, "attempts": 0, "rung": "",
            "message": format!(
                "the same TAP service is asked under another registration: SSAP {AWKWARD} (ivo://example/one)"
            ),
            "details": "", "stand_in": "ivo://example/one", "request": "", "reason": "same TAP service",
            "stand_in_row": 1, "stands_for": "", "alternates": "", "misses": "",
        },
        {
            "ivoid": "ivo://example/three", "title": "Three", "protocol": "SSAP",
            "access_url": format!("http://three.example/?x={AWKWARD}"), "url": "",
            "outcome": "not asked", "received": 0, "matched": 0, "new": 0,
            "started": "", "duration": null, "attempts": 0, "rung": "",
            "message": "its turn had not come when this was written", "details": "", "stand_in": "", "request": "",
            "reason": "", "stand_in_row": null, "stands_for": "", "alternates": "", "misses": "",
        },
    ])
}

/// What the table of requests must hold, by hand.
fn requests() -> Value {
    let sent = |asked: &str, protocol: &str, url: &str, message: &str| {
        let row = if protocol == "RegTAP" {
            Value::Null
        } else {
            json!(1)
        };
        json!({
            "asked": asked, "protocol": protocol, "rung": "its region, or its centre", "url": url,
            "request": format!("curl 'it'\\''s' '{AWKWARD}'"), "started": "1994-11-06T08:49:37.250",
            "duration": 1.5, "received": 3, "message": message, "head": format!("<h1>\n{AWKWARD}"),
            "service_row": row,
        })
    };
    json!([
        sent(REGISTRY, "RegTAP", REGISTRY, ""),
        sent(
            "ivo://example/one",
            "SSAP",
            "http://one.example/?1",
            AWKWARD
        ),
        sent("ivo://example/one", "SSAP", "http://one.example/?2", ""),
    ])
}

/// What the PARAMs must say, by hand: 0.5 and 2 keV by hc = 1.23984198e-6 eV m, 1995 as MJD.
fn params() -> Value {
    json!({
        "space": "POLYGON 359.5 -1 0.5 -1 0 0.75", "spectrum": "0.5..2 keV", "time": "1995 ..",
        "product": "both", "inclusive": true,
        "region": [359.5, -1.0, 0.5, -1.0, 0.0, 0.75],
        "band": [6.199_209_92e-10, 2.479_683_968e-9],
        "mjd": [49718.0, "inf"],
        "registry": REGISTRY, "registries_failed": "", "registries": REGISTRY, "state": "stopped", "complete": false,
        "missing": "1 service failed, 1 service was not asked",
        "timeout_connect": 7.5, "timeout_silence": 7.5, "timeout_answer": 7.5, "maxrec": 20_000,
        "n_datasets": 0, "n_services": 3, "n_failed": 1, "n_skipped": 1, "n_not_asked": 1,
    })
}

fn check(python: &Path, stilts: &Path, file: &Path, expected: &Path) {
    let output = Command::new(stilts)
        .arg("votlint")
        .arg(file)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(
        output.status.success() && said.trim().is_empty(),
        "votlint {}:\n{said}",
        file.display()
    );
    let script = beside("provenance.py");
    output_of(Command::new(python).arg(script).args([file, expected]));
}

#[test]
fn others_read_what_became_of_each_service_and_request_to_the_letter() {
    let (Some(python), Some(stilts)) = (need_python(), need_program("stilts")) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let expected = folder.path().join("expected.json");
    let mut record = record();
    let all = json!({
        "provenance": services(), "requests": requests(), "params": params(), "logged": AWKWARD,
    });
    let mut waiting = all.clone();
    waiting["params"]["state"] = "running".into();
    let mut ended = all;
    ended["provenance"][2]["message"] = "the search ended before its turn".into();
    for expected_now in [waiting, ended] {
        std::fs::write(&expected, expected_now.to_string()).unwrap();
        for serialization in [Serialization::Binary2, Serialization::TableData] {
            let format = Format::VOTable(serialization);
            let files = ["found.vot", "provenance.vot"].map(|name| folder.path().join(name));
            let [found, provenance] = &files;
            export::save_as(&record, format, found).unwrap();
            export::save_provenance(&record, format, provenance).unwrap();
            for file in &files {
                check(&python, &stilts, file, &expected);
            }
        }
        record.take_in(&Happening::Ended(Ending::Stopped));
    }
}
