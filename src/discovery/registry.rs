//! Asks the registry which services there are, more simply where it does not know what newer registries know.

use super::{
    Search,
    event::{Failure, Happening},
    plan::{Plan, plan},
};
use crate::{
    http::{Answered, Body, Client},
    protocol::{
        AnswerError, Request,
        regtap::{
            self, Candidate, RegistryFeatures, ServedBy, read_candidates, read_relationships,
        },
    },
};

/// Asks the registry and decides whom to ask.
pub(super) async fn plan_search(
    client: &Client,
    search: &Search,
    tell: &(dyn Fn(Happening) + Send + Sync),
) -> Result<Plan, Failure> {
    let (candidates, served_by) = tokio::join!(
        candidates(client, search, tell),
        relationships(client, &search.registry)
    );
    let candidates = candidates?;
    let served_by = served_by.unwrap_or_else(|failure| {
        tell(Happening::Note(format!(
            "the registry did not say which services serve which collections, so some are asked twice: {failure}"
        )));
        Vec::new()
    });
    let constraints = search.constraints.clone();
    tokio::task::spawn_blocking(move || plan(candidates, &served_by, &constraints))
        .await
        .map_err(|error| Failure {
            sentence: "vodiscover could not make a plan of what the registry said, which is a mistake of ours"
                .to_owned(),
            details: error.to_string(),
        })
}

async fn candidates(
    client: &Client,
    search: &Search,
    tell: &(dyn Fn(Happening) + Send + Sync),
) -> Result<Vec<Candidate>, Failure> {
    let mut features = RegistryFeatures::ALL;
    loop {
        let request = regtap::candidates(&search.constraints, features, &search.registry);
        let refusal = match ask(client, &request, read_candidates).await {
            Ok(listed) => {
                if listed.overflow {
                    let cut =
                        "the registry has more services than it listed, so some are not asked";
                    tell(Happening::Note(cut.to_owned()));
                }
                if let Some(sentence) = features.given_up() {
                    tell(Happening::Note(sentence));
                }
                return Ok(listed.entries);
            }
            Err(refusal) => refusal,
        };
        let simpler = refusal
            .words
            .as_deref()
            .and_then(|words| features.without_what_was_refused(words));
        match simpler {
            Some(simpler) => features = simpler,
            None => return Err(refusal.failure),
        }
    }
}

async fn relationships(client: &Client, registry: &str) -> Result<Vec<ServedBy>, Failure> {
    let request = regtap::relationships(registry);
    ask(client, &request, read_relationships)
        .await
        .map(|listed| listed.entries)
        .map_err(|refusal| refusal.failure)
}

/// Why the registry did not answer.
struct Refusal {
    /// Its words, if it refused the query as such.
    words: Option<String>,
    failure: Failure,
}

async fn ask<T: Send + 'static>(
    client: &Client,
    request: &Request,
    read: fn(Body) -> Result<T, AnswerError>,
) -> Result<T, Refusal> {
    let Answered { read, trouble } =
        client
            .read(request, read)
            .await
            .map_err(|failure| Refusal {
                words: None,
                failure: Failure {
                    sentence: failure.to_string(),
                    details: failure.details(),
                },
            })?;
    match (read, trouble) {
        (Ok(answer), None) => Ok(answer),
        (Err(error), trouble) if error.is_query_error() => Err(Refusal {
            words: Some(format!("{error} {}", error.details())),
            failure: Failure {
                sentence: match (&error, &trouble) {
                    (AnswerError::Said(_), _) | (_, None) => error.to_string(),
                    (_, Some(trouble)) => trouble.to_string(),
                },
                details: [
                    trouble.map_or_else(
                        || format!("asked: {}", request.url),
                        |trouble| trouble.details(),
                    ),
                    error.details(),
                ]
                .join("\n"),
            },
        }),
        (_, Some(trouble)) => Err(Refusal {
            words: None,
            failure: Failure {
                sentence: trouble.to_string(),
                details: trouble.details(),
            },
        }),
        (Err(error), None) => Err(Refusal {
            words: None,
            failure: Failure {
                sentence: error.to_string(),
                details: format!("asked: {}\n{}", request.url, error.details()),
            },
        }),
    }
}
