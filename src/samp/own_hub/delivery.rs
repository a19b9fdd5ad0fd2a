//! Calls clients with what they are sent: SAMP 1.3, 3.12. Each client has a task of its own, so that none delays
//! another.

use std::{sync::Arc, time::Duration};

use dxr::Value;
use tokio::{
    sync::mpsc,
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{
    mailbox::Errand,
    switchboard::{Next, Switchboard},
};
use crate::{
    http::post::{PostError, Poster},
    samp::{
        message::Map,
        text::remark,
        xmlrpc::{self, Returned},
    },
};

/// How long a client may take over an errand: astropy's answers only when its program has done all that it does about
/// the message, which may be to load a large table.
const PATIENCE: Duration = Duration::from_mins(2);
/// How long the next errand waits for the one before it, so that they arrive in order at a client that is quick.
const IN_ORDER: Duration = Duration::from_millis(200);
/// Most errands to one client at a time.
const AT_ONCE: usize = 16;
/// A client that could not be reached so often, one time after the other, has gone.
const MOST_MISSES: u32 = 3;
/// A client that took an errand but did not answer it so often, one time after the other, hangs.
const MOST_SILENCES: u32 = 5;

/// When the hub asks its clients whether they are still there.
#[derive(Debug, Clone, Copy)]
pub struct Pings {
    /// A client that has heard nothing for so long is asked whether it is still there: who crashed did not unregister.
    pub quiet: Duration,
    /// So long after one that could not be reached, it is tried again.
    pub again: Duration,
}

impl Default for Pings {
    fn default() -> Self {
        Self {
            quiet: Duration::from_mins(1),
            again: Duration::from_secs(5),
        }
    }
}

/// Delivers to each client that comes, until it has gone or the hub has ended and all is delivered.
pub(crate) async fn deliver_to_all(
    board: Arc<Switchboard>,
    (poster, pings): (Poster, Pings),
    mut newcomers: mpsc::UnboundedReceiver<String>,
) {
    let mut delivering = JoinSet::new();
    loop {
        tokio::select! {
            newcomer = newcomers.recv() => match newcomer {
                Some(client) => {
                    let board = Arc::clone(&board);
                    delivering.spawn(deliver(board, (poster.clone(), pings), client));
                }
                None => break,
            },
            Some(_) = delivering.join_next(), if !delivering.is_empty() => {}
        }
    }
    while delivering.join_next().await.is_some() {}
}

async fn deliver(board: Arc<Switchboard>, (poster, pings): (Poster, Pings), client: String) {
    let Some(bell) = board.bell(&client) else {
        return;
    };
    let mut under_way = JoinSet::new();
    let mut standing = Standing::default();
    loop {
        let reached = match board.next(&client, under_way.len(), AT_ONCE) {
            Next::Ended => return,
            Next::Deliver {
                errand,
                callback,
                private_key,
            } => {
                let (board, poster) = (Arc::clone(&board), poster.clone());
                under_way.spawn(async move {
                    call(&board, &poster, (callback, private_key), errand).await
                });
                timeout(IN_ORDER, under_way.join_next())
                    .await
                    .ok()
                    .flatten()
            }
            Next::Nothing => tokio::select! {
                () = bell.notified() => None,
                reached = under_way.join_next(), if !under_way.is_empty() => reached,
                () = sleep(standing.quiet(pings)), if under_way.is_empty() => {
                    board.with(|exchange| exchange.ping(&client));
                    None
                }
            },
        };
        if let Some(Ok(reached)) = reached
            && standing.has_gone(reached)
        {
            board.with(|exchange| exchange.unregister(&client));
            return;
        }
    }
}

/// How a client took an errand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reached {
    Yes,
    /// It, or nobody, listens there.
    Missed,
    /// It listens, but does not answer.
    Silent,
}

/// What a client has let pass, one time after the other.
#[derive(Debug, Default)]
struct Standing {
    misses: u32,
    silences: u32,
}

impl Standing {
    /// How long it is left in peace.
    fn quiet(&self, pings: Pings) -> Duration {
        if self.misses == 0 {
            pings.quiet
        } else {
            pings.again
        }
    }

    /// Whether the client is to be given up.
    fn has_gone(&mut self, reached: Reached) -> bool {
        match reached {
            Reached::Yes => *self = Self::default(),
            Reached::Missed => self.misses += 1,
            Reached::Silent => self.silences += 1,
        }
        self.misses >= MOST_MISSES || self.silences >= MOST_SILENCES
    }
}

/// Calls a client. Who waits for its response is told if it does not have the message.
async fn call(
    board: &Switchboard,
    poster: &Poster,
    (callback, private_key): (Option<String>, String),
    errand: Errand,
) -> Reached {
    let id = match &errand {
        Errand::Call { id, .. } => Some(id.clone()),
        Errand::Notification { .. } | Errand::Response { .. } => None,
    };
    let fail = |why: &str| {
        if let Some(id) = &id {
            board.with(|exchange| exchange.fail(id, why));
        }
    };
    let (method, params) = call_of(errand, private_key);
    let (Some(callback), Ok(xml)) = (callback, xmlrpc::call(method, params)) else {
        fail("the message cannot be delivered");
        return Reached::Yes;
    };
    match poster.post_xml(&callback, xml, PATIENCE).await {
        Ok(answer) => {
            if let Ok(Returned::Fault(said)) = xmlrpc::read_response(&answer) {
                fail(&format!(
                    "the client refused the message: {}",
                    remark(&said)
                ));
            }
            Reached::Yes
        }
        // It may still respond.
        Err(PostError::Silent(_)) => Reached::Silent,
        Err(why) => {
            fail(&format!("the client cannot be reached: {why}"));
            Reached::Missed
        }
    }
}

fn call_of(errand: Errand, private_key: String) -> (&'static str, Vec<Value>) {
    let mut params = vec![Value::String(private_key)];
    let (method, rest) = match errand {
        Errand::Notification { from, message } => (
            "samp.client.receiveNotification",
            vec![Value::String(from), Value::Struct(Map::clone(&message.map))],
        ),
        Errand::Call { from, id, message } => (
            "samp.client.receiveCall",
            vec![
                Value::String(from),
                Value::String(id),
                Value::Struct(Map::clone(&message.map)),
            ],
        ),
        Errand::Response {
            from,
            tag,
            response,
        } => (
            "samp.client.receiveResponse",
            vec![
                Value::String(from),
                Value::String(tag),
                Value::Struct(Map::clone(&response.map)),
            ],
        ),
    };
    params.extend(rest);
    (method, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_given_up_after_several_failures_in_a_row() {
        let (yes, missed, silent) = (Reached::Yes, Reached::Missed, Reached::Silent);
        for (story, expected) in [
            (vec![missed, missed, missed], Some(2)),
            (vec![missed, missed, yes, missed, missed], None),
            (vec![missed, silent, missed, silent, missed], Some(4)),
            (vec![silent; 6], Some(4)),
            (vec![silent, silent, silent, silent, yes, silent], None),
        ] {
            let mut standing = Standing::default();
            let gone = story.iter().position(|reached| standing.has_gone(*reached));
            assert_eq!(gone, expected, "{story:?}");
        }
    }
}
