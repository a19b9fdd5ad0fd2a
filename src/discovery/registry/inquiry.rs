//! Sends queries to one registry, within one time for all of them, and tells of each.

use crate::{
    discovery::{
        event::{Attempt, Failure, Happening},
        run::Tell,
        suspicion::sign_of_more,
        verdict::is_about_the_server,
    },
    http::{Answered, Body, Client, failure},
    protocol::{
        AnswerError, Request,
        error::NotVotable,
        regtap::{Capabilities, Listed, Tables},
    },
};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::{sync::Semaphore, time::Instant};

/// Who asks one registry.
pub(super) struct Inquirer<'a> {
    client: &'a Client,
    /// Its TAP address.
    pub(super) registry: &'a str,
    tell: &'a Tell,
    deadline: Instant,
    /// A registry is a host like others: it gets no more requests at a time.
    permits: Semaphore,
}

/// Why a registry did not give what was asked of it.
pub(super) struct Refusal {
    pub(super) manner: Manner,
    pub(super) failure: Failure,
}

/// In which manner it did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Manner {
    /// It refused the query as such, in these words; a simpler one may do.
    Query(String),
    /// It came with a web page or with nothing, and a status that may mean the query.
    Speechless,
    /// It did not answer, or something else did.
    Silent,
}

/// An answer that consists of rows, or does not.
pub(super) trait Answer: Send + 'static {
    /// How many rows it was.
    fn rows(&self) -> u64;

    /// Why these are not all, or may not be; `None` where they are.
    fn shortfall(&self) -> Option<Shortfall> {
        None
    }
}

/// Why there are more rows than came.
pub(super) enum Shortfall {
    /// The registry says so.
    Stated,
    /// It says nothing, but the number of rows does.
    Suspected(String),
}

impl Shortfall {
    /// What follows from it, where there are more, and where there may be.
    pub(super) fn sentence(&self, where_stated: &str, where_suspected: &str) -> String {
        match self {
            Self::Stated => where_stated.to_owned(),
            Self::Suspected(sign) => format!("{sign}: {where_suspected}"),
        }
    }
}

impl<T: Send + 'static> Answer for Listed<T> {
    fn rows(&self) -> u64 {
        self.received
    }

    fn shortfall(&self) -> Option<Shortfall> {
        if self.overflow {
            return Some(Shortfall::Stated);
        }
        sign_of_more(self.received, Some(self.maxrec)).map(Shortfall::Suspected)
    }
}

impl Answer for u64 {
    fn rows(&self) -> u64 {
        1
    }
}

impl Answer for Capabilities {
    fn rows(&self) -> u64 {
        0
    }
}

impl Answer for Tables {
    fn rows(&self) -> u64 {
        0
    }
}

/// A request that is under way. It is told of when it is dropped, whether it came to its end or not.
struct Telling<'a> {
    tell: &'a Tell,
    attempt: Attempt,
}

impl Drop for Telling<'_> {
    fn drop(&mut self) {
        self.attempt.took = self.attempt.started.elapsed().unwrap_or_default();
        (self.tell)(Happening::RegistryAsked(Arc::new(self.attempt.clone())));
    }
}

impl<'a> Inquirer<'a> {
    pub(super) fn new(client: &'a Client, registry: &'a str, tell: &'a Tell) -> Self {
        let settings = client.settings();
        Self {
            client,
            registry,
            tell,
            deadline: Instant::now() + settings.answer,
            permits: Semaphore::new(settings.per_host.max(1)),
        }
    }

    /// Tells the person something.
    pub(super) fn note(&self, sentence: String) {
        (self.tell)(Happening::Note(sentence));
    }

    /// Sends a request that is called `name` in the provenance.
    pub(super) async fn ask<T: Answer>(
        &self,
        name: &'static str,
        request: &Request,
        read: fn(Body) -> Result<T, AnswerError>,
    ) -> Result<T, Refusal> {
        let permit = self.permits.acquire().await;
        let mut telling = Telling {
            tell: self.tell,
            attempt: Attempt {
                url: request.url.clone(),
                request: request.curl(),
                rung: name.into(),
                started: SystemTime::now(),
                took: Duration::ZERO,
                received: 0,
                message: "it was not waited for any longer".to_owned(),
                head: String::new(),
            },
        };
        let sent = self.client.read_by(self.deadline, request, read).await;
        let answer = sent
            .map_err(|trouble| Refusal::of_transport(&trouble))
            .and_then(|answered| {
                let Answered {
                    read,
                    trouble,
                    head,
                } = answered;
                if read.is_err() || trouble.is_some() {
                    telling.attempt.head = head;
                }
                match (read, trouble) {
                    (Ok(answer), None) => Ok(answer),
                    (Ok(_), Some(trouble)) => Err(Refusal::of_transport(&trouble)),
                    (Err(error), trouble) => Err(Refusal::of_answer(request, &error, trouble)),
                }
            });
        match &answer {
            Ok(answer) => {
                telling.attempt.received = answer.rows();
                let shortfall = answer.shortfall().map(|it| {
                    it.sentence(
                        "the registry has more than it told",
                        "the registry may have more than it told",
                    )
                });
                telling.attempt.message = shortfall.unwrap_or_default();
            }
            Err(refusal) => telling
                .attempt
                .message
                .clone_from(&refusal.failure.sentence),
        }
        drop(telling);
        drop(permit);
        answer
    }
}

impl Refusal {
    fn of_transport(trouble: &failure::Failure) -> Self {
        Self {
            manner: Manner::Silent,
            failure: Failure {
                sentence: trouble.to_string(),
                details: trouble.details(),
            },
        }
    }

    fn of_answer(
        request: &Request,
        error: &AnswerError,
        trouble: Option<failure::Failure>,
    ) -> Self {
        let words = format!("{error} {}", error.details());
        let manner = manner(error, trouble.as_ref(), words);
        let asked = trouble.as_ref().map_or_else(
            || format!("asked: {}", request.url),
            failure::Failure::details,
        );
        Self {
            manner,
            failure: Failure {
                sentence: match (error, trouble) {
                    // What a registry says of itself is nearer to the cause than the status it says it with.
                    (AnswerError::Said(_), _) | (_, None) => error.to_string(),
                    (_, Some(trouble)) => trouble.to_string(),
                },
                details: [asked, error.details()].join("\n").trim_end().to_owned(),
            },
        }
    }
}

/// Whether an answer that cannot be used is about the query.
fn manner(error: &AnswerError, trouble: Option<&failure::Failure>, words: String) -> Manner {
    let status = match trouble.map(|trouble| trouble.kind) {
        None => None,
        Some(failure::Kind::Status(status)) if is_about_the_server(status) => {
            return Manner::Silent;
        }
        Some(failure::Kind::Status(status)) => Some(status),
        Some(_) => return Manner::Silent,
    };
    match error {
        AnswerError::Said(_) => Manner::Query(words),
        AnswerError::NotVotable { what, .. } => match what {
            NotVotable::Text | NotVotable::Xml => Manner::Query(words),
            NotVotable::Html | NotVotable::Empty if status.is_some() => Manner::Speechless,
            NotVotable::Html | NotVotable::Empty => Manner::Silent,
        },
        AnswerError::Broken { .. }
        | AnswerError::Lacks(_)
        | AnswerError::Document(_)
        | AnswerError::TooManyRows(_)
        | AnswerError::JobEnded(_)
        | AnswerError::Io { .. } => Manner::Silent,
    }
}
