//! The hub at work: the exchange, shared by those who ask and those who deliver.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{Notify, mpsc};

use super::{exchange::Exchange, mailbox::Errand};

/// What all parts of a running hub share.
pub(crate) struct Switchboard {
    /// What those who register must know.
    pub(crate) secret: String,
    state: Mutex<State>,
}

struct State {
    exchange: Exchange,
    /// Told the identifiers of new clients; `None` when there will be no more.
    newcomers: Option<mpsc::UnboundedSender<String>>,
}

/// What there is to do for a client.
#[derive(Debug)]
pub(crate) enum Next {
    /// It is not registered any more, or the hub ends and has said all to it.
    Ended,
    /// Nothing for now.
    Nothing,
    /// Call it there, with its private key.
    Deliver {
        errand: Errand,
        callback: Option<String>,
        private_key: String,
    },
}

impl Switchboard {
    /// A switchboard, and the identifiers of those who come.
    pub(crate) fn new(
        exchange: Exchange,
        secret: String,
    ) -> (Arc<Self>, mpsc::UnboundedReceiver<String>) {
        let (sender, newcomers) = mpsc::unbounded_channel();
        let state = Mutex::new(State {
            exchange,
            newcomers: Some(sender),
        });
        (Arc::new(Self { secret, state }), newcomers)
    }

    /// Does something with the exchange, which must be quick.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Exchange) -> T) -> T {
        work(&mut self.lock().exchange)
    }

    /// Takes a client in; gives its identifier and its private key.
    pub(crate) fn register(&self) -> Result<(String, String), String> {
        let mut state = self.lock();
        let registered = state.exchange.register()?;
        if let Some(newcomers) = &state.newcomers {
            // Who delivers lives as long as the hub.
            newcomers.send(registered.0.clone()).ok();
        }
        Ok(registered)
    }

    /// Tells all that the hub ends.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.exchange.close();
        state.newcomers = None;
    }

    /// What rings when there is something for a client.
    pub(crate) fn bell(&self, client: &str) -> Option<Arc<Notify>> {
        let mut state = self.lock();
        let client = state.exchange.client(client)?;
        Some(Arc::clone(&client.mailbox.bell))
    }

    /// What there is to do for a client of which `n_under_way` errands are being done, of at most `at_once`.
    pub(crate) fn next(&self, client: &str, n_under_way: usize, at_once: usize) -> Next {
        let mut state = self.lock();
        let is_closing = state.newcomers.is_none();
        let Some(client) = state.exchange.client(client) else {
            return Next::Ended;
        };
        if n_under_way >= at_once {
            return Next::Nothing;
        }
        match client.mailbox.take() {
            Some(errand) => Next::Deliver {
                errand,
                callback: client.callback.clone(),
                private_key: client.private_key.clone(),
            },
            None if is_closing && n_under_way == 0 => Next::Ended,
            None => Next::Nothing,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Without the secret, which must not come into a log.
impl fmt::Debug for Switchboard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Switchboard").finish_non_exhaustive()
    }
}
