//! What is known besides of what the registry lists: mirrors, stand-ins, services without coverage, and how many.

use crate::{
    answers::{SIA1, SIA2, refusal},
    attempts, check_said, log, registry_of,
    regtap::{self, Lines, counted, interfaces, is_count, is_relationships, is_undeclared, well},
    run,
    searching::{Searching, around},
    service,
    wire::{Heard, Manner, Wire},
};
use std::time::Duration;
use vodiscover::discovery::{
    event::{Ending, Happening, Outcome},
    plan::{Fate, Reason},
    provenance::Missing,
    record::Place,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_without_declared_coverage_are_named_each_once_with_the_reason() {
    let service = service().await;
    let url = service.url("/a?");
    let mut lines = Lines::named(&[("a", SIA2, &url)]);
    lines.silent = [
        ("a", SIA2, "http://b.example/named"),
        ("silent", SIA2, "http://b.example/silent"),
        ("silent", SIA1, "http://b.example/silent1"),
        ("served", SIA2, "http://b.example/served"),
        ("twin", SIA2, &url),
        ("odd", SIA2, "ftp://b.example/odd"),
    ]
    .map(regtap::line)
    .to_vec();
    lines.served_by = vec![("served", "a")];
    lines.count = 9;
    let registry = registry_of(lines).await;
    let (ending, record) = run(around(&registry.url("/tap"))).await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    let told: Vec<String> = record
        .plan()
        .unwrap()
        .considered
        .iter()
        .map(|one| {
            let fate = match &one.fate {
                Fate::ToAsk => "asked".to_owned(),
                Fate::LeftOut(reason) => reason.to_string(),
            };
            format!("{} {}: {fate}", one.service.title, one.service.protocol)
        })
        .collect();
    let undeclared = "it does not declare its coverage in space (an inclusive search asks it too)";
    assert_eq!(
        told,
        [
            "a SIA2: asked".to_owned(),
            "odd SIA2: its registered address is no web address".to_owned(),
            "served SIA2: its datasets are served by another service, which is asked".to_owned(),
            format!("silent SIA2: {undeclared}"),
            "twin SIA2: the same address is asked for another collection".to_owned(),
            format!("silent SIA1: {undeclared}"),
        ]
    );
    let places = record.services().iter().skip(1);
    assert!(
        places
            .clone()
            .all(|state| matches!(state.place, Place::LeftOut(_)))
    );
    check_said(
        &record,
        "the registry lists 9 services of these kinds: 1 asked, 3 left out, 2 without declared coverage and so not asked, \
         3 with coverage that does not meet the question",
    );
    assert_eq!(record.census().unwrap().elsewhere(), Some(3));
    assert_eq!(
        Missing::of(&record).to_string(),
        "1 service cannot be asked this question, 2 services do not declare their coverage"
    );
    assert_eq!(service.heard().len(), 1, "nobody but the one was asked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_inclusive_search_leaves_nobody_to_be_named() {
    let registry = registry_of(Lines::named(&[])).await;
    let mut search = around(&registry.url("/tap"));
    search.constraints.inclusive = true;
    let (_, record) = run(search).await;
    let names: Vec<&str> = attempts(&record).iter().map(|(name, _)| *name).collect();
    assert!(!names.contains(&"undeclared"), "{names:?}");
    assert_eq!(record.census().unwrap().undeclared, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_else_the_registry_has_holds_up_no_service_and_the_end_not_for_ever() {
    let service = service().await;
    let lines = Lines::named(&[("a", SIA2, &service.url("/"))]);
    let manner = move |heard: &Heard| {
        if is_undeclared(heard) {
            Manner::BeforeHeaders
        } else if is_count(heard) {
            Manner::Answer("400 Bad Request", refusal("no COUNT here"))
        } else {
            well(regtap::answer(heard, &lines))
        }
    };
    let registry = Wire::start(manner).await.unwrap();
    let mut search = around(&registry.url("/tap"));
    search.settings.silence = Duration::from_millis(800);
    let mut searching = Searching::start(search.clone());
    searching
        .until(|happening| matches!(happening, Happening::Finished(..)))
        .await;
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    let record = searching.record();
    check_said(record, "did not say which services declare no coverage");
    check_said(
        record,
        "did not say how many services it lists: the service says: no COUNT here",
    );
    assert_eq!(
        Missing::of(record).to_string(),
        "the registry has not said which services declare no coverage"
    );
    assert_eq!(record.census(), None);
    let Place::Done(report) = &record.services()[0].place else {
        panic!("not asked");
    };
    assert_eq!(report.outcome, Outcome::Ok);

    search.settings.silence = Duration::from_secs(20);
    let mut searching = Searching::start(search);
    searching
        .until(|happening| matches!(happening, Happening::Finished(..)))
        .await;
    assert_eq!(
        searching.record().message(),
        "Asking the registry what else it lists …"
    );
    assert_eq!(searching.check_stop(Duration::from_millis(500)).await, 1);
    assert!(registry.all_closed(Duration::from_secs(2)).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_query_of_the_registry_is_told_as_it_was_sent() {
    let service = service().await;
    let registry = registry_of(Lines::named(&[("a", SIA2, &service.url("/"))])).await;
    let (_, record) = run(around(&registry.url("/tap"))).await;
    let mut names: Vec<&str> = attempts(&record).iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["candidates", "count", "relationships", "undeclared"]
    );
    assert_eq!(
        registry.heard().len(),
        names.len(),
        "and nothing else was sent"
    );
    for attempt in record.registry_attempts() {
        assert_eq!(attempt.url, registry.url("/tap/sync"));
        assert!(attempt.request.starts_with("curl "), "{}", attempt.request);
        assert!(
            attempt.request.contains("QUERY=SELECT "),
            "{}",
            attempt.request
        );
        assert_eq!(attempt.message, "", "{}", attempt.rung);
    }
    let rows = |name: &str| {
        let mut all = record.registry_attempts().iter();
        all.find(|attempt| attempt.rung == name).unwrap().received
    };
    assert_eq!((rows("candidates"), rows("count")), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mirror_is_asked_when_the_address_itself_is_dead() {
    let mirror = service().await;
    let gone = Wire::start(|_| Manner::BeforeHeaders)
        .await
        .unwrap()
        .url("/");
    let mut line = regtap::line(("a", SIA2, &gone));
    line.mirror_url = format!("ftp://a.example/#{}", mirror.url("/mirror?"));
    let manner = move |heard: &Heard| {
        well(if is_relationships(heard) || is_undeclared(heard) {
            interfaces(&[])
        } else if is_count(heard) {
            counted(1)
        } else {
            interfaces(std::slice::from_ref(&line))
        })
    };
    let registry = Wire::start(manner).await.unwrap();
    let (ending, record) = run(around(&registry.url("/tap"))).await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    assert_eq!(record.found().len(), 1, "{:?}", log(&record));
    assert!(mirror.heard()[0].line.starts_with("GET /mirror?POS="));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chain_of_stand_ins_is_asked_when_its_end_fails_and_when_it_is_cut_off() {
    let failing = Wire::start(|_| Manner::Answer("500 Oh", Vec::new()))
        .await
        .unwrap();
    let middle = Wire::start(|_| Manner::Answer("500 Oh", Vec::new()))
        .await
        .unwrap();
    let last = service().await;
    let mut lines = Lines::named(&[
        ("end", SIA2, &failing.url("/")),
        ("middle", SIA2, &middle.url("/")),
        ("part", SIA1, &last.url("/")),
    ]);
    lines.served_by = vec![("part", "middle"), ("middle", "end")];
    let registry = registry_of(lines).await;
    let (_, record) = run(around(&registry.url("/tap"))).await;
    let plan = record.plan().unwrap();
    let is_left_out = |nr: usize| {
        matches!(
            plan.considered[nr].fate,
            Fate::LeftOut(Reason::ServedBy { .. })
        )
    };
    assert!(is_left_out(1) && is_left_out(2));
    assert_eq!((middle.heard().len(), last.heard().len()), (1, 1));
}
