//! A hub of our own, for a desk that has none: SAMP 1.3, 3.11 and 4, Standard Profile.
//!
//! It is started only when the person asks for it. It listens on 127.0.0.1, and speaks with those who know the secret
//! of its lock file, which only its owner can read. There is no Web Profile: what comes from a browser is refused.
//!
//! What comes is answered by [`methods`], out of the [`exchange`], which knows no network: it puts what is to be said
//! to a client into the client's [`mailbox`]. From there [`delivery`] takes it, with a task for each client.

mod clients;
mod content;
mod delivery;
mod error;
mod exchange;
mod lock;
mod mailbox;
mod methods;
mod serve;
mod subscriptions;
mod switchboard;
mod under_way;

use std::{net::Ipv4Addr, sync::Arc, time::Duration};

use tokio::{net::TcpListener, runtime::Handle, task::JoinHandle};

pub use delivery::Pings;
pub use error::StartError;

use self::{
    delivery::deliver_to_all, exchange::Exchange, lock::Lock, serve::PATH, switchboard::Switchboard,
};
use super::{
    Place, SampError,
    message::{Map, map_of},
    text::token,
};
use crate::http::{post::Poster, serve::Server};

/// Largest answer that is taken from a client, in bytes: clients answer with an empty string.
const LARGEST_ANSWER: usize = 64 * 1024;
/// How long the clients have to hear that the hub ends.
const FAREWELL: Duration = Duration::from_secs(1);

/// A hub that runs.
///
/// [`OwnHub::stop`] ends it. If it is dropped instead, its lock file is removed at once, and the clients hear in the
/// background that it has ended, as long as there is a runtime to do it.
#[derive(Debug)]
#[must_use = "the hub ends when this is dropped"]
pub struct OwnHub {
    url: String,
    /// Taken away when the hub ends.
    running: Option<Running>,
    /// Dropped first of all when the hub ends: nobody new finds it.
    lock: Option<Lock>,
}

#[derive(Debug)]
struct Running {
    board: Arc<Switchboard>,
    delivering: JoinHandle<()>,
    _server: Server,
}

impl OwnHub {
    /// Starts a hub on a free port, and writes its lock file. Call it inside a tokio runtime.
    ///
    /// A lock file that is there already is left alone if its hub answers; that is an error. If it does not answer
    /// within 5 s, the file is replaced.
    pub async fn start(place: Place) -> Result<Self, SampError> {
        Self::start_with(place, Pings::default()).await
    }

    /// The same, with pings as often as this.
    pub async fn start_with(place: Place, pings: Pings) -> Result<Self, SampError> {
        let no_listener = |why: String| SampError::from(StartError::NoListener(why));
        let poster = Poster::new(LARGEST_ANSWER).map_err(|error| no_listener(error.to_string()))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(|error| no_listener(error.to_string()))?;
        let secret = token()?;
        let exchange = Exchange::new(metadata()).map_err(no_listener)?;
        let (board, newcomers) = Switchboard::new(exchange, secret.clone());
        let server = serve::open(listener, Arc::clone(&board))
            .map_err(|error| no_listener(error.to_string()))?;
        let delivering = deliver_to_all(Arc::clone(&board), (poster.clone(), pings), newcomers);
        let mut hub = Self {
            url: format!("http://{}{PATH}", server.address()),
            running: Some(Running {
                board,
                delivering: tokio::spawn(delivering),
                _server: server,
            }),
            lock: None,
        };
        hub.lock = Some(Lock::take(&place, &poster, &secret, &hub.url).await?);
        Ok(hub)
    }

    /// Where clients find it, as the lock file says.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Ends the hub: removes the lock file, tells the clients, and gives them up to a second to hear it.
    pub async fn stop(mut self) {
        drop(self.lock.take());
        if let Some(running) = self.running.take() {
            running.say_farewell().await;
        }
    }
}

impl Drop for OwnHub {
    fn drop(&mut self) {
        drop(self.lock.take());
        if let Some(running) = self.running.take()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(running.say_farewell());
        }
    }
}

impl Running {
    async fn say_farewell(mut self) {
        self.board.close();
        // Who has not heard it by then finds out by itself.
        tokio::time::timeout(FAREWELL, &mut self.delivering)
            .await
            .ok();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.delivering.abort();
    }
}

fn metadata() -> Map {
    map_of([
        ("samp.name", "Hub".to_owned()),
        (
            "samp.description.text",
            "SAMP hub, started by vodiscover".to_owned(),
        ),
        ("vodiscover.version", env!("CARGO_PKG_VERSION").to_owned()),
    ])
}
