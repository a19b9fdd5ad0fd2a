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
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

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

/// What registries said that holds for every question: which services serve which collections, by TAP address.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<BTreeMap<String, Vec<ServedBy>>>);

impl Known {
    fn get(&self, registry: &str) -> Option<Vec<ServedBy>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(registry).cloned()
    }

    fn put(&self, registry: &str, served_by: Vec<ServedBy>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(registry.to_owned(), served_by);
    }
}

/// How many services a search would ask; and tells what else the registry says.
pub(super) async fn foresee(
    client: &Client,
    search: &Search,
    (known, tell): (&Known, &Tell),
) -> Result<usize, Failure> {
    let looked_up = look_up_knowing(client, search, (known, tell)).await?;
    census(client, search, &looked_up, tell).await;
    Ok(looked_up.plan.to_ask().len())
}

/// Asks the registry of a search, or the first of those that stand in for it which answers, and decides whom to ask.
pub(super) async fn look_up(
    client: &Client,
    search: &Search,
    tell: &Tell,
) -> Result<LookedUp, Failure> {
    look_up_knowing(client, search, (&Known::default(), tell)).await
}

async fn look_up_knowing(
    client: &Client,
    search: &Search,
    (known, tell): (&Known, &Tell),
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
        match ask(client, search, registry, (known, tell)).await {
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
    (known, tell): (&Known, &Tell),
) -> Result<LookedUp, Failure> {
    let inquirer = Inquirer::new(client, registry, tell);
    // What is served by what is of no use without the services.
    let (found, served_by) = tokio::try_join!(candidates(&inquirer, search), async {
        Ok(relationships(&inquirer, known).await)
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

async fn relationships(inquirer: &Inquirer<'_>, known: &Known) -> Vec<ServedBy> {
    if let Some(served_by) = known.get(inquirer.registry) {
        return served_by;
    }
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
            known.put(inquirer.registry, listed.entries.clone());
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
