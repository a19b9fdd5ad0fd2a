//! Looks up in a registry which services there are; where it does not answer, in the next.

mod candidates;
mod census;
mod inquiry;

pub(super) use census::census;

use super::{
    Search,
    event::{Failure, Happening},
    plan::{Plan, plan},
    run::Tell,
};
use crate::{
    domain::service::Protocol,
    http::Client,
    protocol::{
        address,
        regtap::{self, Candidate, RegistryFeatures, ServedBy, read_relationships},
    },
};
use candidates::candidates;
use inquiry::{Answer as _, Inquirer};
use std::sync::Arc;

/// The name of the query for services that may have what is asked for.
pub(super) const CANDIDATES: &str = "candidates";

/// The name of the query for services that do not declare their coverage.
pub(super) const UNDECLARED: &str = "undeclared";

/// What a registry said.
pub(super) struct LookedUp {
    /// The TAP address of the one that answered.
    registry: String,
    features: RegistryFeatures,
    named: Vec<Candidate>,
    served_by: Vec<ServedBy>,
    /// What follows from it.
    pub(super) plan: Arc<Plan>,
}

/// Asks the registry of a search, or the first of those that stand in for it which answers, and decides whom to ask.
pub(super) async fn look_up(
    client: &Client,
    search: &Search,
    tell: &Tell,
) -> Result<LookedUp, Failure> {
    let mut failures: Vec<(&str, Failure)> = Vec::new();
    for registry in registries(search) {
        if let Some((_, failure)) = failures.last() {
            tell(Happening::Note(format!(
                "the registry cannot be asked, so another one is, at {registry}: {failure}"
            )));
        }
        tell(Happening::AskingRegistry {
            url: registry.to_owned(),
        });
        match ask(client, search, registry, tell).await {
            Ok(looked_up) => return Ok(looked_up),
            Err(failure) => failures.push((registry, failure)),
        }
    }
    Err(all_of(failures))
}

/// The registries to ask, each once.
fn registries(search: &Search) -> Vec<&str> {
    let normal = |url: &str| address::normal(Protocol::ObsCore, url);
    let mut all = vec![search.registry.as_str()];
    for fallback in &search.fallbacks {
        if !all.iter().any(|known| normal(known) == normal(fallback)) {
            all.push(fallback);
        }
    }
    all
}

async fn ask(
    client: &Client,
    search: &Search,
    registry: &str,
    tell: &Tell,
) -> Result<LookedUp, Failure> {
    let inquirer = Inquirer::new(client, registry, tell);
    // What is served by what is of no use without the services.
    let (found, served_by) = tokio::try_join!(candidates(&inquirer, search), async {
        Ok(relationships(&inquirer).await)
    })?;
    let constraints = search.constraints.clone();
    let planning = tokio::task::spawn_blocking(move || {
        let plan = plan(found.candidates.clone(), &served_by, &constraints);
        (found, served_by, plan)
    });
    let (found, served_by, plan) = planning.await.map_err(|error| Failure {
        sentence:
            "vodiscover could not make a plan of what the registry said, which is a mistake of ours"
                .to_owned(),
        details: error.to_string(),
    })?;
    Ok(LookedUp {
        registry: registry.to_owned(),
        features: found.features,
        named: found.candidates,
        served_by,
        plan: Arc::new(plan),
    })
}

async fn relationships(inquirer: &Inquirer<'_>) -> Vec<ServedBy> {
    let request = regtap::relationships(inquirer.registry);
    let answer = inquirer.ask("relationships", &request, read_relationships);
    match answer.await {
        Ok(listed) => {
            if let Some(shortfall) = listed.shortfall() {
                inquirer.note(shortfall.sentence(
                    "the registry did not list all that is served by another service, so some are asked twice",
                    "the registry may not have listed all that is served by another service, so some may be asked twice",
                ));
            }
            listed.entries
        }
        Err(refusal) => {
            inquirer.note(format!(
                "the registry did not say which services serve which collections, so some are asked twice: {}",
                refusal.failure
            ));
            Vec::new()
        }
    }
}

/// Why no registry could be asked.
fn all_of(mut failures: Vec<(&str, Failure)>) -> Failure {
    if failures.len() == 1
        && let Some((_, failure)) = failures.pop()
    {
        return failure;
    }
    let each = failures
        .iter()
        .map(|(registry, failure)| format!("{registry}: {failure}\n{}", failure.details()));
    Failure {
        details: each.collect::<Vec<_>>().join("\n"),
        sentence: match failures.first() {
            Some((_, first)) => {
                format!(
                    "none of {} registries answers; the first: {first}",
                    failures.len()
                )
            }
            None => "no registry is known".to_owned(),
        },
    }
}
