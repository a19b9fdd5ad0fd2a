//! Asks which services may have what is asked for, more simply where a registry does not know what newer ones know.

use super::{
    CANDIDATES,
    inquiry::{Answer as _, Inquirer, Manner},
};
use crate::{
    discovery::{Search, event::Failure},
    domain::ivoid::Ivoid,
    protocol::{
        Request,
        regtap::{
            self, Candidate, Feature, RegistryFeatures, read_candidates, read_capabilities,
            read_columns, read_tables,
        },
    },
};
use std::collections::BTreeSet;

/// The services that a registry names.
pub(super) struct Found {
    pub(super) candidates: Vec<Candidate>,
    /// What the registry knows, as far as that showed.
    pub(super) features: RegistryFeatures,
}

/// Asks as if the registry knew everything. Where it refuses, it is asked what it knows; where that does not help,
/// its refusals say it step by step.
///
/// What it knows is not asked beforehand, since nearly all registries that are up know everything: two large documents
/// less for each search.
pub(super) async fn candidates(inquirer: &Inquirer<'_>, search: &Search) -> Result<Found, Failure> {
    let mut features = RegistryFeatures::ALL;
    let mut is_first = true;
    loop {
        let request = request(search, features, inquirer.registry);
        let answer = inquirer.ask(CANDIDATES, &request, read_candidates);
        let refusal = match answer.await {
            Ok(listed) => {
                say_what_is_missing(inquirer, &listed, features);
                say_who_is_unknown(inquirer, &search.question.services, &listed.entries);
                return Ok(Found {
                    candidates: listed.entries,
                    features,
                });
            }
            Err(refusal) => refusal,
        };
        if refusal.manner == Manner::Silent {
            return Err(refusal.failure);
        }
        if is_first {
            is_first = false;
            match known(inquirer, features).await {
                Some(known) if known != features => {
                    features = known;
                    continue;
                }
                // No TAP service that says anything in the manner of one.
                None if refusal.manner == Manner::Speechless => return Err(refusal.failure),
                Some(_) | None => {}
            }
        }
        let words = match &refusal.manner {
            Manner::Query(words) => words.as_str(),
            Manner::Speechless | Manner::Silent => "",
        };
        match features.without_what_was_refused(words) {
            Some(simpler) => features = simpler,
            None => return Err(refusal.failure),
        }
    }
}

/// Whom the person has chosen, or else whom the coverage of services says.
fn request(search: &Search, features: RegistryFeatures, registry: &str) -> Request {
    match search.question.services.as_slice() {
        [] => regtap::candidates(&search.constraints, features, registry),
        chosen => regtap::chosen(chosen, search.constraints.product, features, registry),
    }
}

/// What is left of the features by what the registry says of itself; `None` when it says nothing.
async fn known(inquirer: &Inquirer<'_>, features: RegistryFeatures) -> Option<RegistryFeatures> {
    let capabilities_request = regtap::capabilities(inquirer.registry);
    let (capabilities, tables) = tokio::join!(
        inquirer.ask("capabilities", &capabilities_request, read_capabilities),
        tables(inquirer)
    );
    let mut known = None;
    if let Ok(capabilities) = capabilities {
        known = Some(features.within_capabilities(&capabilities));
    }
    if let Some(tables) = tables {
        known = Some(known.unwrap_or(features).within_tables(&tables));
    }
    known
}

async fn tables(inquirer: &Inquirer<'_>) -> Option<regtap::Tables> {
    let request = regtap::tables(inquirer.registry);
    if let Ok(tables) = inquirer.ask("tables", &request, read_tables).await {
        return Some(tables);
    }
    let request = regtap::columns(inquirer.registry);
    inquirer.ask("columns", &request, read_columns).await.ok()
}

/// Says which of those that were chosen have nothing to ask.
fn say_who_is_unknown(inquirer: &Inquirer<'_>, chosen: &[Ivoid], named: &[Candidate]) {
    let named: BTreeSet<&Ivoid> = named.iter().map(|candidate| &candidate.ivoid).collect();
    let unknown: Vec<&str> = chosen
        .iter()
        .filter(|ivoid| !named.contains(ivoid))
        .map(Ivoid::as_str)
        .collect();
    if !unknown.is_empty() {
        inquirer.note(format!(
            "the registry knows no service of the kinds wanted for {} of the {} resources chosen: {}",
            unknown.len(),
            chosen.len(),
            unknown.join(", ")
        ));
    }
}

fn say_what_is_missing(
    inquirer: &Inquirer<'_>,
    listed: &regtap::Listed<Candidate>,
    features: RegistryFeatures,
) {
    if let Some(shortfall) = listed.shortfall() {
        inquirer.note(shortfall.sentence(
            "the registry has more services than it listed, so some are not asked",
            "the registry may have more services than it listed, so some may not be asked",
        ));
    }
    if let Some(sentence) = features.given_up() {
        inquirer.note(sentence);
    }
    let coverage = [
        Feature::StcSpatial,
        Feature::StcSpectral,
        Feature::StcTemporal,
    ];
    if listed.entries.is_empty() && !coverage.iter().all(|feature| features.has(*feature)) {
        inquirer.note(format!(
            "this registry knows no services of these kinds, so another may be worth asking: {}",
            inquirer.registry
        ));
    }
}
