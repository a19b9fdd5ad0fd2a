//! Services that were cut off, asked for more or in parts until they have told all.

#![cfg(test)]

#[path = "support/answers.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod answers;
#[path = "support/one_service.rs"]
mod one_service;
#[path = "support/searching.rs"]
mod searching;
#[path = "support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;

use answers::{SIA2, TAIL, images, images_head};
use one_service::{
    FIRST, addresses, asked_again, entry, overflowing, registry_of, report, searched, well,
};
use searching::{Searching, around};
use std::{
    collections::BTreeSet,
    fmt::Write as _,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use vodiscover::{
    discovery::{
        again::{How, can_ask_in_parts, higher_limit},
        event::Outcome,
    },
    domain::{
        angle::Position,
        constraints::{Product, Question},
        interval::Interval,
        region::{Cone, Region},
        service::Protocol,
        time::Mjd,
    },
    practice::{Fault, Faults, Options, PracticeVo},
};
use wire::{Heard, Manner, Wire};

/// The value of a parameter in the line of a request, with its blanks.
fn parameter(heard: &Heard, name: &str) -> Option<String> {
    let (_, rest) = heard.line.split_once(&format!("{name}="))?;
    let value = rest.split(['&', ' ']).next().unwrap_or_default();
    Some(value.replace("%20", " "))
}

/// Forty images on a grid around RA 10, Dec 20, four arcminutes apart, each 0.001 degrees wide.
fn grid() -> Vec<(f64, f64)> {
    let step = 4.0 / 60.0;
    (0..40)
        .map(|nr| {
            let (column, row) = (f64::from(nr % 8), f64::from(nr / 8));
            (10.0 + (column - 3.5) * step, 20.0 + (row - 2.0) * step)
        })
        .collect()
}

/// A service that holds the grid, looks at POS and MAXREC, and gives `most` images at most; where there are more it says
/// so, or does not.
async fn grid_service(most: usize, says_so: bool) -> Wire {
    Wire::start(move |heard| {
        let pos = parameter(heard, "POS").unwrap();
        let numbers: Vec<f64> = pos.split(' ').filter_map(|it| it.parse().ok()).collect();
        let centre = Position::new(numbers[0], numbers[1]).unwrap();
        let maxrec: usize = parameter(heard, "MAXREC").unwrap().parse().unwrap();
        let mut body = String::from_utf8(images_head()).unwrap();
        let held = grid().into_iter().enumerate().filter(|(_, (ra, dec))| {
            let image = Position::new(*ra, *dec).unwrap();
            centre.separation(image).0 <= numbers[2] + 0.0005
        });
        let held: Vec<_> = held.collect();
        let limit = most.min(maxrec);
        for (nr, (ra, dec)) in held.iter().take(limit) {
            write!(
                body,
                "<TR><TD>image</TD><TD>http://a.example/{nr}</TD><TD/><TD>{ra}</TD><TD>{dec}</TD><TD>0.001</TD></TR>"
            )
            .unwrap();
        }
        let body = (body + TAIL).into_bytes();
        well(if says_so && held.len() > limit {
            overflowing(body)
        } else {
            body
        })
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_was_cut_off_can_be_asked_for_more() {
    let service = grid_service(1_000, true).await;
    let mut searching = searched(&service, |search| search.settings.maxrec = 4).await;
    assert_eq!(report(searching.record(), FIRST).outcome, Outcome::Overflow);
    let how = higher_limit(searching.record(), FIRST).map(How::UpTo);
    assert_eq!(how, Ok(How::UpTo(40)), "ten times as many");
    asked_again(&mut searching, how.unwrap()).await;
    let record = searching.record();
    // Exactly as many as were asked for came again, and nobody can know that these are all.
    let first = report(record, FIRST);
    assert_eq!((first.outcome, first.new), (Outcome::Overflow, 40));
    assert!(
        first
            .message
            .starts_with("40 rows came, which is as many as were asked for"),
        "{}",
        first.message
    );
    assert_eq!(higher_limit(record, FIRST), Ok(400));
    asked_again(&mut searching, How::UpTo(400)).await;
    assert_eq!(report(searching.record(), FIRST).outcome, Outcome::Ok);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_was_cut_off_is_asked_in_parts_until_it_has_told_all() {
    let service = grid_service(5, true).await;
    let mut searching = searched(&service, |_| {}).await;
    assert_eq!(searching.record().found().len(), 5);
    assert_eq!(can_ask_in_parts(searching.record(), FIRST), Ok(()));
    asked_again(&mut searching, How::InParts).await;
    let record = searching.record();
    let report = report(record, FIRST);
    assert_eq!(report.outcome, Outcome::Ok, "{}", report.message);
    let all: BTreeSet<&str> = addresses(record).into_iter().collect();
    assert_eq!((all.len(), record.found().len()), (40, 40), "each once");
    assert_eq!(report.attempts.len(), service.heard().len());
    assert_eq!(report.new, 40);
    assert_eq!(service.most_under_way(), 1, "one part after another");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_that_is_kept_quiet_is_suspected_and_said() {
    let service = grid_service(usize::MAX, false).await;
    let searching = searched(&service, |search| search.settings.maxrec = 39).await;
    let report = report(searching.record(), FIRST);
    assert_eq!(report.outcome, Outcome::Overflow);
    assert_eq!(
        report.message,
        "39 rows came, which is as many as were asked for: the service may hold more; ask for more, or in parts"
    );
    let searching = searched(&service, |search| search.settings.maxrec = 41).await;
    assert_eq!(searching.record().counts().to_string(), "0 / 1 / 0: 40");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_ignores_the_parts_stays_cut_off_and_costs_few_requests() {
    // Thirty images of one place in the middle, whatever it is asked for.
    let urls: Vec<String> = (0..30).map(|nr| format!("http://a.example/{nr}")).collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let body = overflowing(images(&urls));
    let service = Wire::start(move |_| well(body.clone())).await.unwrap();
    let mut searching = searched(&service, |_| {}).await;
    asked_again(&mut searching, How::InParts).await;
    let report = report(searching.record(), FIRST);
    assert_eq!(report.outcome, Outcome::Overflow);
    assert!(
        report
            .message
            .starts_with("the service holds more than it gave: 0 parts came whole"),
        "{}",
        report.message
    );
    // The middle part is cut on until it is no larger than the images; those around it, which hold none, are not.
    let n_heard = service.heard().len();
    assert!((8..60).contains(&n_heard), "{n_heard} requests");
    assert_eq!(searching.record().found().len(), 30);
}

/// Twelve images of one place, one each thirty days from MJD 49720 on, of which a service gives `most` at most; it looks
/// at TIME where it is asked for one.
async fn monitoring_service(most: usize) -> Wire {
    Wire::start(move |heard| {
        let time = parameter(heard, "TIME").unwrap_or_else(|| "0 100000".to_owned());
        let limits: Vec<f64> = time.split(' ').filter_map(|it| it.parse().ok()).collect();
        let mut body = answers::head(&[
            ("dataproduct_type", "char"),
            ("access_url", "char"),
            ("s_ra", "double"),
            ("s_dec", "double"),
            ("t_min", "double"),
            ("t_max", "double"),
        ]);
        let dates = (0..12).map(|nr| 49_720 + 30 * nr).filter(|date| {
            let date = f64::from(*date);
            limits[0] <= date && date <= limits[1]
        });
        let held: Vec<i32> = dates.collect();
        for date in held.iter().take(most) {
            write!(
                body,
                "<TR><TD>image</TD><TD>http://a.example/{date}</TD><TD>10</TD><TD>20</TD><TD>{date}</TD><TD>{date}</TD></TR>"
            )
            .unwrap();
        }
        let body = (body + TAIL).into_bytes();
        well(if held.len() > most {
            overflowing(body)
        } else {
            body
        })
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parts_of_a_time_are_asked_for_though_the_whole_leaves_it_to_be_judged_here() {
    let service = monitoring_service(5).await;
    // Two seconds of arc: too little to be cut. MJD 49718 to 50083, which holds all twelve dates.
    let question = Question {
        space: "10 20 0.0005".to_owned(),
        time: "1995-01-01 1996-01-01".to_owned(),
        product: Product::Images,
        ..Question::default()
    };
    let mut searching = searched(&service, |search| {
        search.constraints = question.parse().unwrap();
        search.question = question.clone();
    })
    .await;
    assert!(!service.heard()[0].line.contains("TIME"));
    assert_eq!(report(searching.record(), FIRST).outcome, Outcome::Overflow);
    asked_again(&mut searching, How::InParts).await;
    let record = searching.record();
    let report = report(record, FIRST);
    assert_eq!(report.outcome, Outcome::Ok, "{}", report.message);
    let all: BTreeSet<&str> = addresses(record).into_iter().collect();
    assert_eq!(all.len(), 12);
    assert!(
        report.details.contains("one limit only"),
        "{}",
        report.details
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stop_ends_the_asking_in_parts_at_once_and_keeps_what_came() {
    let n_heard = AtomicUsize::new(0);
    let service = Wire::start(move |_| match n_heard.fetch_add(1, Ordering::SeqCst) {
        0 => well(overflowing(images(&["http://a.example/1"]))),
        1 => well(images(&["http://a.example/2"])),
        _ => Manner::BeforeHeaders,
    })
    .await
    .unwrap();
    let mut searching = searched(&service, |search| {
        search.settings.silence = Duration::from_secs(20);
    })
    .await;
    searching.again(&[(FIRST, How::InParts)]);
    service.has_heard(3).await;
    let n_found = searching.check_stop(Duration::from_secs(1)).await;
    assert_eq!(n_found, 2);
    assert!(
        service.all_closed(Duration::from_secs(1)).await,
        "cut off at once"
    );
    let report = report(searching.record(), FIRST);
    assert_eq!((report.outcome, report.new), (Outcome::Stopped, 2));
    let rest: Vec<&str> = report
        .attempts
        .iter()
        .map(|it| it.message.as_str())
        .collect();
    let stopped = "the search was stopped before its answer had come";
    assert_eq!(
        rest[1..],
        ["", stopped],
        "the first part is told, and the second"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_parts_a_practice_service_tells_exactly_what_it_holds() {
    let options = Options {
        faults: Faults::Some,
        ..Options::default()
    };
    let practice = PracticeVo::start(options).await.unwrap();
    let truth = practice.truth();
    let is_small = |fault: &Option<Fault>| matches!(fault, Some(Fault::Overflows(_)));
    let holding = truth
        .holdings
        .iter()
        .find(|it| is_small(&it.fault))
        .unwrap();
    assert_eq!(holding.protocol, Protocol::Sia2);
    let entries = vec![entry("small", SIA2, holding.access_url.clone())];
    let registry = registry_of(entries, &[]).await;

    let question = Question {
        space: "274.688 -13.792 2".to_owned(),
        time: "1970 2020".to_owned(),
        product: Product::Images,
        ..Question::default()
    };
    let mut search = around(&registry.url("/tap"));
    search.constraints = question.parse().unwrap();
    let asked = search.constraints.clone();
    search.question = question;
    let mut searching = Searching::start(search);
    searching.end().await;
    assert_eq!(report(searching.record(), FIRST).outcome, Outcome::Overflow);
    assert_eq!(searching.record().found().len(), 5);
    asked_again(&mut searching, How::InParts).await;

    let centre = Position::new(274.688, -13.792).unwrap();
    let cone = Region::Cone(Cone::new(centre, 2.0).unwrap());
    let time = asked.time.unwrap();
    let is_wanted = |nr: &usize| {
        let dataset = truth.revealed(Protocol::Sia2, *nr).unwrap();
        let interval = |(lo, hi)| Interval::new(Mjd(lo), Mjd(hi)).unwrap();
        dataset.region.is_some_and(|region| region.meets(&cone))
            && dataset.time.is_some_and(|it| interval(it).meets(&time))
    };
    let wanted = holding.datasets.iter().filter(|nr| is_wanted(nr));
    let wanted: BTreeSet<&str> = wanted.map(|nr| truth.access_urls[*nr].as_str()).collect();
    let record = searching.record();
    let found: BTreeSet<&str> = addresses(record).into_iter().collect();
    assert!(wanted.len() > 15, "{} are wanted", wanted.len());
    assert_eq!(found, wanted);
    assert_eq!(record.found().len(), wanted.len(), "each once");
    let report = report(record, FIRST);
    assert_eq!(report.outcome, Outcome::Ok, "{}", report.message);
}
