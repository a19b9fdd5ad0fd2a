//! What a registry is asked that does not know what newer ones know.

use crate::{
    answers::{SIA2, refusal},
    attempts, check_said, registry_of,
    regtap::{self, Lines, candidate_queries, well},
    run,
    searching::around,
    service,
    wire::{Heard, Manner, Wire},
};
use vodiscover::discovery::{
    event::Ending,
    provenance::{Missing, RegistryList},
};

/// A registry of one service that refuses, in words that help nobody, queries with any of these words in them.
async fn poor(
    unknown: &'static [&'static str],
    vosi: &'static [(&'static str, &'static str)],
) -> (Wire, Wire) {
    let service = service().await;
    let lines = Lines::named(&[("a", SIA2, &service.url("/"))]);
    let manner = move |heard: &Heard| {
        if let Some((_, document)) = vosi.iter().find(|(path, _)| heard.line.contains(path)) {
            return well(document.as_bytes().to_vec());
        }
        if heard.line.starts_with("GET") {
            return Manner::Answer("404 Not Found", Vec::new());
        }
        if unknown.iter().any(|word| heard.body.contains(word)) {
            return Manner::Answer("400 Bad Request", refusal("incorrect query"));
        }
        well(regtap::answer(heard, &lines))
    };
    (Wire::start(manner).await.unwrap(), service)
}

const CAPABILITIES: &str = "<capabilities><capability><language><languageFeatures type='x#features-udf'>\
    <feature><form>ivo_hasword(a TEXT, b TEXT) -> INTEGER</form></feature></languageFeatures></language></capability></capabilities>";

const TABLES: &str = "<tableset><schema><name>rr</name><table><name>rr.interface</name>\
    <column><name>access_url</name></column><column><name>authenticated_only</name></column></table>\
    <table><name>rr.stc_spatial</name></table><table><name>rr.stc_spectral</name></table></schema></tableset>";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registry_that_refuses_is_asked_what_it_knows_and_then_that() {
    let unknown = &["MOC%28", "mirror_url", "stc_temporal", "ivo_nocasematch"];
    let (registry, _service) = poor(
        unknown,
        &[("/tap/capabilities", CAPABILITIES), ("/tap/tables", TABLES)],
    )
    .await;
    let mut search = around(&registry.url("/tap"));
    search.question.time = "1995".to_owned();
    search.constraints = search.question.parse().unwrap();
    let (ending, record) = run(search).await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    let asked: Vec<(&str, bool)> = attempts(&record)
        .into_iter()
        .filter(|(name, _)| !matches!(*name, "relationships" | "undeclared" | "count"))
        .collect();
    assert_eq!(asked.len(), 4, "{asked:?}");
    assert_eq!(asked[0], ("candidates", false));
    assert_eq!(
        asked[3],
        ("candidates", true),
        "the second is the right one"
    );
    let second = candidate_queries(&registry)[1].clone();
    for kept in [
        "stc_spatial",
        "authenticated_only",
        "INTERSECTS%28coverage, CIRCLE%28",
    ] {
        assert!(second.contains(kept), "{kept}: {second}");
    }
    check_said(&record, "does not tell when services have data");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registry_without_a_list_of_tables_is_asked_for_its_tap_schema() {
    let service = service().await;
    let lines = Lines::named(&[("a", SIA2, &service.url("/"))]);
    let manner = move |heard: &Heard| {
        if heard.line.starts_with("GET") {
            Manner::Answer("404 Not Found", Vec::new())
        } else if heard.body.contains("TAP_SCHEMA") {
            well(regtap::columns(&[
                ("rr.interface", "access_url"),
                ("rr.stc_spatial", "coverage"),
            ]))
        } else if heard.body.contains("mirror_url") || heard.body.contains("authenticated_only") {
            Manner::Answer("400 Bad Request", b"incorrect query".to_vec())
        } else {
            well(regtap::answer(heard, &lines))
        }
    };
    let registry = Wire::start(manner).await.unwrap();
    let (ending, record) = run(around(&registry.url("/tap"))).await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    let n_asked = attempts(&record)
        .iter()
        .filter(|(name, _)| *name == "candidates")
        .count();
    assert_eq!(n_asked, 2, "{:?}", attempts(&record));
    assert!(attempts(&record).contains(&("columns", true)));
    check_said(&record, "which services want a log-in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registry_that_says_nothing_of_itself_is_asked_less_and_less() {
    let (registry, _service) = poor(&["MOC%28", "mirror_url", "authenticated_only"], &[]).await;
    let (ending, record) = run(around(&registry.url("/tap"))).await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    assert_eq!(
        candidate_queries(&registry).len(),
        4,
        "three things were given up"
    );
    assert_eq!(record.found().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registry_that_knows_no_service_and_no_coverage_is_told_of() {
    let manner = |heard: &Heard| {
        if heard.body.contains("stc_spatial") {
            Manner::Answer("400 Bad Request", refusal("no table rr.stc_spatial"))
        } else {
            well(regtap::answer(heard, &Lines::named(&[])))
        }
    };
    let registry = Wire::start(manner).await.unwrap();
    let (ending, record) = run(around(&registry.url("/tap"))).await;
    assert!(matches!(ending, Ending::NothingToAsk), "{ending:?}");
    check_said(&record, "this registry knows no services of these kinds");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registry_that_has_more_than_it_lists_is_known_to() {
    let service = service().await;
    let lines = Lines::named(&[("a", SIA2, &service.url("/"))]);
    let manner = move |heard: &Heard| {
        let overflow = "</TABLE><INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>";
        let answer = String::from_utf8(regtap::answer(heard, &lines)).unwrap();
        well(answer.replace("</TABLE>", overflow).into_bytes())
    };
    let registry = Wire::start(manner).await.unwrap();
    let (ending, record) = run(around(&registry.url("/tap"))).await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    check_said(&record, "the registry has more services than it listed");
    check_said(
        &record,
        "did not list all that is served by another service",
    );
    assert_eq!(Missing::of(&record).list, RegistryList::Cut);
    let census = record.census().unwrap();
    assert_eq!((census.listed, census.undeclared), (1, None));
}

/// ESA's archives stop at 2,000 rows without a word.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registry_that_stops_at_a_usual_number_of_rows_is_suspected_to_have_more() {
    let service = service().await;
    let url = service.url("/a?");
    for (n_rows, expected) in [(2_000, RegistryList::Cut), (2_001, RegistryList::Whole)] {
        let registry = registry_of(Lines::named(&vec![("a", SIA2, url.as_str()); n_rows])).await;
        let (_, record) = run(around(&registry.url("/tap"))).await;
        let missing = Missing::of(&record);
        assert_eq!(missing.list, expected, "{n_rows}");
        if expected == RegistryList::Cut {
            check_said(
                &record,
                "exactly 2,000 rows came, which is a usual limit: the registry may have more services than it listed, \
                 so some may not be asked",
            );
            assert!(
                missing
                    .to_string()
                    .starts_with("the registry may have more services than it listed"),
                "{missing}"
            );
        }
    }
}
