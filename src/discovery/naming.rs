//! Asks a name resolver where an object is.

use super::event::Failure;
use crate::{
    domain::object::{Named, Resolved},
    http::{Answered, Client, failure},
    protocol::sesame::{self, Said, SesameError},
};
use std::{fmt, time::Duration};
use tokio::time::Instant;

/// A person waits for it: longer than this is no answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why the position of an object is not known. `Display` is one sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotResolved {
    /// No catalogue of the resolver has it.
    Unknown {
        /// The name.
        name: String,
    },
    /// The resolver did not say.
    NoAnswer(Failure),
}

impl NotResolved {
    /// What can be said besides the sentence, in lines.
    pub fn details(&self) -> String {
        match self {
            Self::Unknown { .. } => String::new(),
            Self::NoAnswer(failure) => failure.details(),
        }
    }
}

impl fmt::Display for NotResolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name } => write!(
                f,
                "no catalogue knows \"{name}\"; check it, or type coordinates, such as 274.688 -13.792 1"
            ),
            Self::NoAnswer(failure) => {
                write!(f, "{failure}; type coordinates, such as 274.688 -13.792 1")
            }
        }
    }
}

impl std::error::Error for NotResolved {}

/// Asks the resolver at this base address where the object is. Where what was typed can be read in two ways, the second
/// is tried when the first names nothing. Dropping the future closes the connection.
pub async fn resolve(
    client: &Client,
    resolver: &str,
    named: &Named,
) -> Result<Resolved, NotResolved> {
    for name in named.names() {
        if let Said::Found(resolved) = ask(client, resolver, name).await? {
            return Ok(resolved);
        }
    }
    Err(NotResolved::Unknown {
        name: named.name.clone(),
    })
}

async fn ask(client: &Client, resolver: &str, name: &str) -> Result<Said, NotResolved> {
    let request = sesame::request(resolver, name);
    let deadline = Instant::now() + client.settings().answer.min(PATIENCE);
    let asked = name.to_owned();
    let answered = client.read_by(deadline, &request, move |body| sesame::read(body, &asked));
    let Answered { read, trouble, .. } =
        answered.await.map_err(|trouble| of_transport(&trouble))?;
    match (read, trouble) {
        // A position is one, whatever the status and however the connection ended.
        (Ok(said @ Said::Found(_)), _) | (Ok(said), None) => Ok(said),
        (_, Some(trouble)) => Err(of_transport(&trouble)),
        (Err(error), None) => Err(of_answer(&error, &request.url)),
    }
}

fn of_transport(trouble: &failure::Failure) -> NotResolved {
    NotResolved::NoAnswer(Failure {
        sentence: format!("the name resolver cannot be asked ({trouble})"),
        details: trouble.details(),
    })
}

fn of_answer(error: &SesameError, url: &str) -> NotResolved {
    NotResolved::NoAnswer(Failure {
        sentence: error.to_string(),
        details: format!("asked: {url}"),
    })
}
