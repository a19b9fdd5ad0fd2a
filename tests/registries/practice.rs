//! The practice VO's registry, which answers real ADQL: what one question names must fit with what another does.

use crate::{attempts, run};
use std::collections::BTreeSet;
use vodiscover::{
    discovery::{
        Search,
        plan::{Fate, Reason},
        record::Record,
    },
    domain::{
        constraints::{Product, Question},
        ivoid::Ivoid,
    },
    http::Settings,
    practice::{Faults, Options, PracticeVo},
};

async fn practice() -> PracticeVo {
    let options = Options {
        port: None,
        faults: Faults::None,
        latency: false,
    };
    PracticeVo::start(options).await.unwrap()
}

async fn asked(practice: &PracticeVo, question: Question) -> Record {
    let search = Search {
        constraints: question.parse().unwrap(),
        question,
        registry: practice.registry_url(),
        fallbacks: Vec::new(),
        settings: Settings::default(),
    };
    let (_, record) = run(search).await;
    let all = attempts(&record);
    assert!(all.iter().all(|(_, is_answered)| *is_answered), "{all:?}");
    record
}

/// The services of a record of which `is_it` holds, by identifier and protocol.
fn services(record: &Record, is_it: impl Fn(&Fate) -> bool) -> BTreeSet<String> {
    let plan = record.plan().unwrap();
    let considered = plan.considered.iter();
    considered
        .filter(|one| is_it(&one.fate))
        .map(|one| format!("{} {}", one.service.ivoid, one.service.protocol))
        .collect()
}

fn question(space: &str, spectrum: &str, time: &str) -> Question {
    Question {
        space: space.to_owned(),
        spectrum: spectrum.to_owned(),
        time: time.to_owned(),
        product: Product::Both,
        inclusive: false,
        resolved: None,
        services: Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_inclusive_search_considers_just_those_that_another_names_as_undeclared_besides() {
    let practice = practice().await;
    let mut n_undeclared = 0;
    for question in [
        question("274.6880, -13.7920 1", "2", "1995"),
        question("274.6880, -13.7920 1", "", ""),
        question("", "400 700", ""),
        question("83.8 -5.4 2", "21 cm", ""),
    ] {
        let narrow = asked(&practice, question.clone()).await;
        let inclusive = Question {
            inclusive: true,
            ..question.clone()
        };
        let wide = asked(&practice, inclusive).await;
        assert_eq!(
            services(&narrow, |_| true),
            services(&wide, |_| true),
            "{question:?}"
        );
        let is_undeclared = |fate: &Fate| matches!(fate, Fate::LeftOut(Reason::Undeclared { .. }));
        n_undeclared += services(&narrow, is_undeclared).len();
        assert!(services(&wide, is_undeclared).is_empty());
        let of = |record: &Record| *record.census().unwrap();
        assert_eq!(of(&narrow).listed, of(&wide).listed);
        assert_eq!(of(&narrow).elsewhere(), of(&wide).elsewhere());
    }
    assert!(
        n_undeclared > 6,
        "the practice VO has services without coverage"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_registry_counts_what_it_would_name_if_coverage_did_not_matter() {
    let practice = practice().await;
    for product in Product::ALL {
        let everything = Question {
            product,
            inclusive: true,
            ..question("", "", "1800 ..")
        };
        let record = asked(&practice, everything).await;
        let census = record.census().unwrap();
        assert_eq!(census.listed, record.services().len() as u64, "{product}");
        assert_eq!(census.elsewhere(), Some(0), "{product}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirrors_are_other_addresses_of_a_service() {
    let practice = practice().await;
    let record = asked(&practice, question("", "", "1800 ..")).await;
    let plan = record.plan().unwrap();
    let mirrored: Vec<&str> = plan
        .considered
        .iter()
        .filter(|one| one.alternates.iter().any(|url| url.contains("/legacy")))
        .map(|one| one.service.access_url.as_str())
        .collect();
    assert_eq!(mirrored.len(), 1, "{mirrored:?}");
    assert!(mirrored[0].contains("/uvspec/"), "{mirrored:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_that_were_chosen_are_asked_whatever_their_coverage_and_nobody_else() {
    let practice = practice().await;
    let asked_for = question("274.6880, -13.7920 1", "", "");
    let everything = Question {
        inclusive: true,
        ..question("", "", "1800 ..")
    };
    let everywhere = asked(&practice, everything).await;
    let named = asked(&practice, asked_for.clone()).await;
    let resources = |record: &Record| -> BTreeSet<Ivoid> {
        let considered = record.plan().unwrap().considered.iter();
        considered.map(|one| one.service.ivoid.clone()).collect()
    };
    let away: Vec<Ivoid> = resources(&everywhere)
        .difference(&resources(&named))
        .cloned()
        .collect();
    let (one, other) = (&away[0], resources(&named).first().unwrap().clone());
    let nobody = Ivoid::new("ivo://nobody.example/nothing");
    let record = asked(
        &practice,
        Question {
            // In the letters of another registry.
            services: vec![
                Ivoid::new(&one.as_str().to_ascii_uppercase()),
                other.clone(),
                nobody.clone(),
            ],
            ..asked_for
        },
    )
    .await;
    assert_eq!(resources(&record), BTreeSet::from([one.clone(), other]));
    let said = record
        .log()
        .iter()
        .any(|line| line.text.contains(nobody.as_str()));
    assert!(said, "that a resource is not known is said");
}
