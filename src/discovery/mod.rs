//! One search, from the registry to the last service.

mod ask;
pub mod event;
pub mod export;
pub mod found;
pub mod plan;
pub mod provenance;
pub mod queue;
pub mod record;
mod registry;
mod repeats;
mod run;
mod sieve;
mod wording;

use crate::{
    domain::constraints::{Constraints, Question},
    http::{Client, limits::Settings},
};
use event::{Ending, Happening, RunId};
use std::convert::Infallible;
use tokio::{runtime::Handle, select, sync::oneshot};

/// Everything that a search needs to begin.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// The fields as they were typed, to be shown and saved.
    pub question: Question,
    /// What they mean.
    pub constraints: Constraints,
    /// The registry's TAP base URL.
    pub registry: String,
    /// Time-outs and other bounds.
    pub settings: Settings,
}

/// A search that is running. Dropping it stops the search: every request under way is closed.
#[must_use = "the search stops when this is dropped"]
#[derive(Debug)]
pub struct Run {
    id: RunId,
    _stop: oneshot::Sender<Infallible>,
}

impl Run {
    /// The number of the search.
    pub fn id(&self) -> RunId {
        self.id
    }
}

/// Starts a search. It tells what happens from a task of its own, in order; `Ended` is told once, and last.
///
/// The search keeps to the client's bounds, and when it has ended none of the client's connections is left open, unless
/// somebody keeps a copy of the client.
pub fn start(
    runtime: &Handle,
    id: RunId,
    client: Client,
    search: Search,
    tell: impl Fn(RunId, Happening) + Send + Sync + 'static,
) -> Run {
    let (stop, stopped) = oneshot::channel();
    runtime.spawn(async move {
        let tell = move |happening| tell(id, happening);
        let ending = select! { biased;
            _ = stopped => Ending::Stopped,
            ending = run::search(client, &search, &tell) => ending,
        };
        tell(Happening::Ended(ending));
    });
    Run { id, _stop: stop }
}
