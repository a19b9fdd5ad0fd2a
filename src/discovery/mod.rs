//! One search, from the registry to the last service.

pub mod again;
mod ask;
mod asynchronous;
mod attempt;
pub mod census;
mod conclude;
pub mod estimate;
pub mod event;
pub mod export;
mod farewell;
pub mod found;
mod homes;
pub mod import;
pub mod journal;
pub mod naming;
mod parts;
pub mod plan;
pub mod positions;
pub mod preview;
pub mod provenance;
pub mod queue;
pub mod record;
mod refusals;
mod registry;
mod repeats;
mod round;
mod run;
mod sieve;
mod suspicion;
mod verdict;
mod wording;

use crate::{
    domain::constraints::{Constraints, Question},
    http::{Client, limits::Settings},
};
pub use farewell::{FAREWELLS, farewells};

use again::Again;
use event::{Ending, Happening, RunId};
use std::{
    convert::Infallible,
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
};
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
    /// Registries to ask in its place where it does not answer, in this order.
    pub fallbacks: Vec<String>,
    /// Time-outs and other bounds.
    pub settings: Settings,
}

/// A search that is running. Dropping it stops the search: every request under way is closed, and jobs on services are
/// deleted.
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
/// somebody keeps a copy of the client; but for the farewell to jobs that run on services, which are deleted within
/// seconds: [`farewells`] waits for that.
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
            ending = to_the_end(run::search(client, &search, &tell), &tell) => ending,
        };
        tell(Happening::Ended(ending));
    });
    Run { id, _stop: stop }
}

/// Asks some services of a search again, after its end. What they tell joins what was found, and the search ends once
/// more. The client should keep to the bounds that [`Again::settings`] says.
pub fn start_again(
    runtime: &Handle,
    id: RunId,
    client: Client,
    again: Again,
    tell: impl Fn(RunId, Happening) + Send + Sync + 'static,
) -> Run {
    let (stop, stopped) = oneshot::channel();
    runtime.spawn(async move {
        let tell = move |happening| tell(id, happening);
        // That it begins is told in any case: the end of a search that has ended already would not count.
        tell(Happening::AskingAgain(again.numbers()));
        let ending = select! { biased;
            _ = stopped => Ending::Stopped,
            ending = to_the_end(again::ask_again(client, again, &tell), &tell) => ending,
        };
        tell(Happening::Ended(ending));
    });
    Run { id, _stop: stop }
}

/// Comes to an end even where a mistake of ours makes the search panic: whoever waits for `Ended` must not wait for ever,
/// and what was found is kept.
async fn to_the_end(search: impl Future<Output = Ending>, tell: &run::Tell) -> Ending {
    let mut search = pin!(search);
    poll_fn(|context| {
        let poll = AssertUnwindSafe(|| search.as_mut().poll(context));
        catch_unwind(poll).unwrap_or_else(|_| {
            let grief =
                "vodiscover came to grief, which is a mistake of ours; what was found so far stays";
            tell(Happening::Note(grief.to_owned()));
            Poll::Ready(Ending::Stopped)
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_search_that_panics_still_ends_and_says_so() {
        let (sender, told) = std::sync::mpsc::channel();
        let tell = move |happening| sender.send(happening).unwrap();
        let ending = to_the_end(async { panic!("on purpose") }, &tell).await;
        assert!(matches!(ending, Ending::Stopped), "{ending:?}");
        assert!(matches!(told.recv(), Ok(Happening::Note(_))));
    }
}
