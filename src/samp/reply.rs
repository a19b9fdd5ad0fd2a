//! Replies to calls, given to the hub after the call itself has been answered.

use std::time::Duration;

use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until},
};

use super::{
    hub::Hub,
    message::{Map, error_response, ok_response},
    text::ascii,
};

/// Most replies that may wait for the hub to take them; beyond that, they are not sent.
const MOST: usize = 256;

/// How long a reply waits: astropy's hub (7.2) passes a call on before it takes note of it, and loses a reply that comes
/// sooner, so that its caller waits in vain.
const PAUSE: Duration = Duration::from_millis(50);

/// A reply that is still to be given to the hub.
#[derive(Debug)]
pub(crate) struct Reply {
    hub: Hub,
    message_id: String,
    response: Map,
    due: Instant,
}

/// Where replies are left.
#[derive(Debug, Clone)]
pub(crate) struct Replies(mpsc::Sender<Reply>);

impl Replies {
    /// A place for replies, and those that [`give`] is to give.
    pub(crate) fn new() -> (Self, mpsc::Receiver<Reply>) {
        let (replies, given) = mpsc::channel(MOST);
        (Self(replies), given)
    }

    /// Whom to reply to: a call that a hub has passed on.
    pub(crate) fn to(&self, hub: Hub, message_id: String) -> ReplyTo {
        ReplyTo {
            replies: self.clone(),
            hub,
            message_id,
        }
    }
}

/// A call that awaits a reply.
#[derive(Debug, Clone)]
pub(crate) struct ReplyTo {
    replies: Replies,
    hub: Hub,
    message_id: String,
}

impl ReplyTo {
    /// Leaves the reply: done, or why not.
    pub(crate) fn reply(self, outcome: Result<(), &str>) {
        let response = match outcome {
            Ok(()) => ok_response(),
            Err(why) => error_response(&ascii(why)),
        };
        let reply = Reply {
            hub: self.hub,
            message_id: self.message_id,
            response,
            due: Instant::now() + PAUSE,
        };
        // When the hub takes no replies there is no use in keeping more of them.
        self.replies.0.try_send(reply).ok();
    }
}

/// Gives replies to the hub, one after another, for as long as there is a desk.
pub(crate) async fn give(mut replies: mpsc::Receiver<Reply>) {
    while let Some(reply) = replies.recv().await {
        // A hub that does not take a reply has its own way to find that out.
        let Reply {
            hub,
            message_id,
            response,
            due,
        } = reply;
        sleep_until(due).await;
        hub.reply(message_id, response).await.ok();
    }
}
