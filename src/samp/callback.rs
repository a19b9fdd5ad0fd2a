//! What the hub calls: our side as a callable client, SAMP 1.3, 3.12 and 4.4.
//!
//! Every call is answered at once. Those that want a reply get it afterwards, from a task of its own: a hub that
//! handles one call at a time would otherwise wait for us while we wait for it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use dxr::Value;
use tokio::sync::mpsc;

use super::{
    hub::Hub,
    lockfile::Lockfile,
    message::{Map, error_response, ok_response, text_of},
    xmlrpc,
};

/// What we take besides responses.
pub(crate) const SUBSCRIPTIONS: [&str; 4] = [
    "samp.app.ping",
    "samp.hub.disconnect",
    "samp.hub.event.shutdown",
    "samp.hub.event.unregister",
];

/// Most replies that may wait for the hub to take them; beyond that, they are not sent.
const MOST_REPLIES: usize = 256;

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

/// A reply that is still to be given to the hub.
#[derive(Debug)]
pub(crate) struct Reply {
    hub: Hub,
    message_id: String,
    response: Map,
}

/// The hub that we are registered with.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    pub(crate) hub: Hub,
    /// What the lock file said when we registered.
    pub(crate) lockfile: Lockfile,
    /// Whether the hub knows all about us: metadata, callback, subscriptions.
    pub(crate) complete: bool,
}

/// What is known of the hub, and who waits for responses.
#[derive(Debug)]
pub(crate) struct Desk {
    state: Mutex<State>,
    replies: mpsc::Sender<Reply>,
}

#[derive(Debug, Default)]
struct State {
    connection: Option<Connection>,
    /// By message tag.
    waiting: BTreeMap<String, mpsc::UnboundedSender<Incoming>>,
}

impl Desk {
    /// A desk without a hub, and the replies that [`give_replies`] is to give.
    pub(crate) fn new() -> (Self, mpsc::Receiver<Reply>) {
        let (replies, given) = mpsc::channel(MOST_REPLIES);
        let state = Mutex::default();
        (Self { state, replies }, given)
    }

    pub(crate) fn connection(&self) -> Option<Connection> {
        self.lock().connection.clone()
    }

    pub(crate) fn connect(&self, connection: Connection) {
        self.lock().connection = Some(connection);
    }

    /// Forgets the hub, if it is still the one that gave us this key.
    pub(crate) fn disconnect(&self, private_key: &str) {
        let mut state = self.lock();
        if state.has_key(private_key) {
            state.connection = None;
            state.tell_all(&Incoming::HubLeft);
        }
    }

    /// Waits, from now on, for what comes for a message tag.
    pub(crate) fn wait_for(self: &Arc<Self>, tag: &str) -> Waiting {
        let (sender, incoming) = mpsc::unbounded_channel();
        self.lock().waiting.insert(tag.to_owned(), sender);
        Waiting {
            tag: tag.to_owned(),
            incoming,
            desk: Arc::clone(self),
        }
    }

    /// Answers one call of the hub's, as an XML-RPC document; `None` only if it cannot be written.
    pub(crate) fn answer(&self, xml: &[u8]) -> Option<String> {
        let taken = xmlrpc::read_call(xml).and_then(|(method, params)| self.take(&method, params));
        match taken {
            Ok(()) => xmlrpc::response(Value::String(String::new())),
            Err(why) => xmlrpc::fault(&why),
        }
        .ok()
    }

    fn take(&self, method: &str, params: Vec<Value>) -> Result<(), String> {
        let mut params = params.into_iter();
        let Some(Value::String(key)) = params.next() else {
            return Err("the private key is missing".to_owned());
        };
        let mut state = self.lock();
        if !state.has_key(&key) {
            return Err("that is not the private key".to_owned());
        }
        let rest = (params.next(), params.next(), params.next());
        match (method, rest) {
            (
                "samp.client.receiveNotification",
                (Some(Value::String(_)), Some(Value::Struct(message)), None),
            ) => state.notice(&message),
            (
                "samp.client.receiveCall",
                (
                    Some(Value::String(_)),
                    Some(Value::String(message_id)),
                    Some(Value::Struct(message)),
                ),
            ) => {
                if let Some(connection) = &state.connection {
                    // When the hub takes no replies there is no use in keeping more of them.
                    let reply = Reply {
                        hub: connection.hub.clone(),
                        message_id,
                        response: response_to(&message),
                    };
                    self.replies.try_send(reply).ok();
                }
                state.notice(&message);
            }
            (
                "samp.client.receiveResponse",
                (
                    Some(Value::String(from)),
                    Some(Value::String(tag)),
                    Some(Value::Struct(response)),
                ),
            ) => state.tell(&tag, Incoming::Response { from, response }),
            (
                "samp.client.receiveNotification"
                | "samp.client.receiveCall"
                | "samp.client.receiveResponse",
                _,
            ) => {
                return Err(format!("the parameters are not those of {method}"));
            }
            _ => return Err(format!("there is no method {method}")),
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn has_key(&self, key: &str) -> bool {
        self.connection
            .as_ref()
            .is_some_and(|connection| same(&connection.hub.private_key, key))
    }

    /// Takes in what we subscribed to, whether it was sent as a notification or as a call.
    fn notice(&mut self, message: &Map) {
        match text_of(message, "samp.mtype") {
            Some("samp.hub.event.shutdown" | "samp.hub.disconnect") => {
                self.connection = None;
                self.tell_all(&Incoming::HubLeft);
            }
            Some("samp.hub.event.unregister") => {
                if let Some(Value::Struct(params)) = message.get("samp.params")
                    && let Some(id) = text_of(params, "id")
                {
                    self.tell_all(&Incoming::ClientLeft(id.to_owned()));
                }
            }
            _ => {}
        }
    }

    fn tell(&self, tag: &str, incoming: Incoming) {
        if let Some(waiting) = self.waiting.get(tag) {
            // One who has stopped waiting is about to be taken off the list.
            waiting.send(incoming).ok();
        }
    }

    fn tell_all(&self, incoming: &Incoming) {
        for tag in self.waiting.keys() {
            self.tell(tag, incoming.clone());
        }
    }
}

/// Whether two keys are the same, in a time that does not tell where they differ.
fn same(one: &str, other: &str) -> bool {
    let differences = one
        .bytes()
        .zip(other.bytes())
        .fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && differences == 0
}

fn response_to(message: &Map) -> Map {
    let mtype = text_of(message, "samp.mtype").unwrap_or_default();
    if SUBSCRIPTIONS.contains(&mtype) {
        ok_response()
    } else {
        error_response("vodiscover does not take this message")
    }
}

/// Gives replies to the hub, one after another, for as long as there is a desk.
pub(crate) async fn give_replies(mut replies: mpsc::Receiver<Reply>) {
    while let Some(reply) = replies.recv().await {
        // A hub that does not take a reply has its own way to find that out.
        let Reply {
            hub,
            message_id,
            response,
        } = reply;
        hub.reply(message_id, response).await.ok();
    }
}

/// What comes for one message tag. Dropping it stops waiting.
pub(crate) struct Waiting {
    tag: String,
    incoming: mpsc::UnboundedReceiver<Incoming>,
    desk: Arc<Desk>,
}

impl Waiting {
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
        self.desk.lock().waiting.remove(&self.tag);
    }
}
