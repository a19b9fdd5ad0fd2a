//! What DaCHS says of itself as a registry, and what it answers to each query that a registry is asked.

use crate::{random_questions::ask, support::need_variable};
use std::{collections::BTreeSet, io::Read as _};
use tokio::runtime::Runtime;
use vodiscover::{
    discovery::{
        plan::{Fate, Reason},
        record::Record,
    },
    domain::constraints::{Product, Question},
    http::{Body, Client, Settings},
    protocol::{
        AnswerError, Request,
        regtap::{self, Candidate, Feature, RegistryFeatures},
    },
};

/// The TAP address of DaCHS; `None` where it is missing, after that was told.
fn registry() -> Option<String> {
    need_variable("VODISCOVER_DACHS", "DaCHS").map(|url| format!("{url}/tap"))
}

/// Sends a request and reads its answer.
fn read<T: Send + 'static>(
    runtime: &Runtime,
    request: &Request,
    read: fn(Body) -> Result<T, AnswerError>,
) -> T {
    let client = Client::new(Settings::default()).unwrap();
    let answered = runtime.block_on(client.read(request, read)).unwrap();
    assert_eq!(answered.trouble, None);
    answered.read.unwrap()
}

fn document(runtime: &Runtime, request: &Request) -> String {
    read(runtime, request, |mut body| {
        let mut text = String::new();
        body.read_to_string(&mut text).unwrap();
        Ok(text)
    })
}

#[test]
fn what_dachs_declares_is_what_a_registry_needs_and_what_it_would_not_declare_is_missed() {
    let Some(registry) = registry() else { return };
    let runtime = Runtime::new().unwrap();
    let all = RegistryFeatures::ALL;
    let capabilities = document(&runtime, &regtap::capabilities(&registry));
    let within =
        |text: &str| all.within_capabilities(&regtap::read_capabilities(text.as_bytes()).unwrap());
    assert_eq!(within(&capabilities), all);
    for (form, feature) in [
        ("<form>MOC<", Feature::Moc),
        ("<form>ivo_nocasematch(", Feature::Nocasematch),
        ("<form>INTERSECTS<", Feature::StcSpatial),
    ] {
        assert!(capabilities.contains(form), "{form}");
        let without = capabilities.replace(form, "<form>x");
        assert_eq!(within(&without), all.without(feature), "{form}");
    }

    let tables = document(&runtime, &regtap::tables(&registry));
    let within = |text: &str| all.within_tables(&regtap::read_tables(text.as_bytes()).unwrap());
    assert_eq!(within(&tables), all);
    for (name, feature) in [
        ("<name>mirror_url<", Feature::MirrorUrl),
        ("<name>authenticated_only<", Feature::AuthenticatedOnly),
        ("<name>rr.stc_spatial<", Feature::StcSpatial),
        ("<name>rr.stc_spectral<", Feature::StcSpectral),
        ("<name>rr.stc_temporal<", Feature::StcTemporal),
    ] {
        assert!(tables.contains(name), "{name}");
        let without = tables.replace(name, "<name>x<");
        assert_eq!(within(&without), all.without(feature), "{name}");
    }

    let columns = read(&runtime, &regtap::columns(&registry), regtap::read_columns);
    assert_eq!(all.within_tables(&columns), all);
    assert_ne!(columns, regtap::Tables::default(), "TAP_SCHEMA tells some");
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

fn candidates(
    runtime: &Runtime,
    registry: &str,
    question: &Question,
    features: RegistryFeatures,
) -> BTreeSet<String> {
    let request = regtap::candidates(&question.parse().unwrap(), features, registry);
    let listed = read(runtime, &request, regtap::read_candidates);
    let name = |one: &Candidate| format!("{} {}", one.ivoid, one.protocol);
    listed.entries.iter().map(name).collect()
}

#[test]
fn queries_that_know_less_are_answered_and_name_no_fewer_services() {
    let Some(registry) = registry() else { return };
    let runtime = Runtime::new().unwrap();
    let question = question("274.6880, -13.7920 1", "400 700", "1995");
    let all = candidates(&runtime, &registry, &question, RegistryFeatures::ALL);
    assert!(all.len() > 5, "{all:?}");
    let mut fewer = RegistryFeatures::ALL;
    for feature in Feature::ALL {
        fewer = fewer.without(feature);
        for features in [RegistryFeatures::ALL.without(feature), fewer] {
            let named = candidates(&runtime, &registry, &question, features);
            assert!(named.is_superset(&all), "{features:?}: {named:?}");
        }
    }
}

/// The services of a record of which `is_it` holds, by identifier and protocol.
fn services(record: &Record, is_it: impl Fn(&Fate) -> bool) -> BTreeSet<String> {
    let considered = record.plan().unwrap().considered.iter();
    considered
        .filter(|one| is_it(&one.fate))
        .map(|one| format!("{} {}", one.service.ivoid, one.service.protocol))
        .collect()
}

#[test]
fn dachs_names_those_that_declare_nothing_and_counts_all() {
    let Some(registry) = registry() else { return };
    let runtime = Runtime::new().unwrap();
    let asked = |question: &Question| ask(&runtime, &registry, &Settings::default(), question);
    let is_undeclared = |fate: &Fate| matches!(fate, Fate::LeftOut(Reason::Undeclared { .. }));
    let mut n_undeclared = 0;
    for narrow in [
        question("274.6880, -13.7920 1", "400 700", "1995"),
        question("0 89 2", "", ""),
        question("", "", "1995 1997"),
    ] {
        let wide = Question {
            inclusive: true,
            ..narrow.clone()
        };
        let (narrow, wide) = (asked(&narrow), asked(&wide));
        assert_eq!(services(&narrow, |_| true), services(&wide, |_| true));
        n_undeclared += services(&narrow, is_undeclared).len();
        let counted = |record: &Record| {
            let census = record.census().unwrap();
            (census.listed, census.elsewhere())
        };
        assert_eq!(counted(&narrow), counted(&wide));
        for record in [&narrow, &wide] {
            let attempts = record.registry_attempts();
            let failed = attempts.iter().find(|attempt| !attempt.message.is_empty());
            assert_eq!(failed, None);
            assert_eq!(record.registry(), registry);
        }
    }
    assert!(n_undeclared > 0, "some services here declare no coverage");

    let everything = Question {
        inclusive: true,
        ..question("", "", "1800 ..")
    };
    let record = asked(&everything);
    assert_eq!(
        record.census().unwrap().listed,
        record.services().len() as u64
    );
    let mirrored = record.plan().unwrap().considered.iter().find(|one| {
        let is_mirror = |url: &&String| url.ends_with("/mirror?") || url.ends_with("/second?");
        one.alternates.iter().filter(is_mirror).count() == 2
    });
    let ivoid = mirrored.map(|one| one.service.ivoid.as_str());
    assert_eq!(ivoid, Some("ivo://vodiscover.test/survey"));
}
