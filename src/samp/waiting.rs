//! Waiting for what comes for one message.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::{callback::Desk, message::Map};

/// Something that matters to whoever waits for responses.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Incoming {
    /// A client has responded.
    Response { from: String, response: Map },
    /// A client has gone.
    ClientLeft(String),
    /// The hub has gone, or has put us out.
    HubLeft,
}

/// What comes for one message tag. Dropping it stops waiting.
pub(crate) struct Waiting {
    tag: String,
    incoming: mpsc::UnboundedReceiver<Incoming>,
    desk: Arc<Desk>,
}

impl Waiting {
    pub(super) fn new(
        tag: &str,
        incoming: mpsc::UnboundedReceiver<Incoming>,
        desk: Arc<Desk>,
    ) -> Self {
        let tag = tag.to_owned();
        Self {
            tag,
            incoming,
            desk,
        }
    }

    /// The next that comes.
    pub(crate) async fn next(&mut self) -> Incoming {
        match self.incoming.recv().await {
            Some(incoming) => incoming,
            // The desk keeps the other end for as long as this is here.
            None => Incoming::HubLeft,
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.desk.stop_waiting(&self.tag);
    }
}
