//! What the hub calls: our side as a callable client, SAMP 1.3, 3.12 and 4.4.
//!
//! Every call is answered at once. Those that want a reply get it afterwards, from a task of its own: a hub that
//! handles one call at a time would otherwise wait for us while we wait for it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use dxr::Value;
use tokio::{sync::mpsc, time::Instant};

use super::{
    hub::Hub,
    lockfile::Lockfile,
    message::{Map, map_under, text_of},
    receive::{self, Load, Received, SUBSCRIPTIONS, Wish},
    reply::{Replies, ReplyTo},
    roster::Change,
    sent::SentTables,
    text::{is_same_token, remark},
    waiting::{Incoming, Waiting},
    xmlrpc,
};

/// What we take of the hub.
const HUB_SUBSCRIPTIONS: [&str; 7] = [
    "samp.app.ping",
    "samp.hub.disconnect",
    "samp.hub.event.metadata",
    "samp.hub.event.register",
    "samp.hub.event.shutdown",
    "samp.hub.event.subscriptions",
    "samp.hub.event.unregister",
];

/// Most wishes of others that are heard within [`PACE`]: a person does not click faster, and a program that does is
/// not to fill the memory of a window that nobody looks at.
const MOST_WISHES: u32 = 100;
/// The time in which wishes are counted.
const PACE: Duration = Duration::from_secs(1);

/// All that we take besides responses.
pub(crate) fn subscriptions() -> impl Iterator<Item = &'static str> {
    HUB_SUBSCRIPTIONS.into_iter().chain(SUBSCRIPTIONS)
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

/// Something that the keeper of the session is to know.
#[derive(Debug)]
pub(crate) enum Told {
    /// The list of clients has changed.
    Clients(Change),
    /// The hub says that it ends.
    HubEnded,
    /// The hub has put us out: its lock file, and why, in its words.
    PutOut(Lockfile, String),
    /// Somebody, by identifier, asks something of us.
    Received(String, Received),
    /// Somebody, by identifier, wants a table read, and perhaps a reply.
    Load(String, Load, Option<ReplyTo>),
}

/// What is known of the hub, and who waits for responses.
#[derive(Debug)]
pub(crate) struct Desk {
    state: Mutex<State>,
    replies: Replies,
    told: mpsc::Sender<Told>,
    sent: Arc<SentTables>,
}

#[derive(Debug, Default)]
struct State {
    connection: Option<Connection>,
    /// By message tag.
    waiting: BTreeMap<String, mpsc::UnboundedSender<Incoming>>,
    /// Since when wishes are counted, and how many there were.
    wishes: Option<(Instant, u32)>,
    /// Whether an event of the hub could not be told, so that the list of clients may be wrong.
    has_lost: bool,
}

impl Desk {
    /// A desk without a hub. What happens is told to `told`.
    pub(crate) fn new(replies: Replies, told: mpsc::Sender<Told>, sent: Arc<SentTables>) -> Self {
        Self {
            state: Mutex::default(),
            replies,
            told,
            sent,
        }
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
            state.leave();
        }
    }

    /// Whether an event of the hub was lost since this was last asked.
    pub(crate) fn take_lost(&self) -> bool {
        std::mem::take(&mut self.lock().has_lost)
    }

    /// Waits, from now on, for what comes for a message tag.
    pub(crate) fn wait_for(self: &Arc<Self>, tag: &str) -> Waiting {
        let (sender, incoming) = mpsc::unbounded_channel();
        self.lock().waiting.insert(tag.to_owned(), sender);
        Waiting::new(tag, incoming, Arc::clone(self))
    }

    pub(super) fn stop_waiting(&self, tag: &str) {
        self.lock().waiting.remove(tag);
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
        if !self.lock().has_key(&key) {
            return Err("that is not the private key".to_owned());
        }
        let rest = (params.next(), params.next(), params.next());
        match (method, rest) {
            (
                "samp.client.receiveNotification",
                (Some(Value::String(from)), Some(Value::Struct(message)), None),
            ) => self.hear(from, &message, None),
            (
                "samp.client.receiveCall",
                (
                    Some(Value::String(from)),
                    Some(Value::String(message_id)),
                    Some(Value::Struct(message)),
                ),
            ) => self.hear(from, &message, Some(message_id)),
            (
                "samp.client.receiveResponse",
                (
                    Some(Value::String(from)),
                    Some(Value::String(tag)),
                    Some(Value::Struct(response)),
                ),
            ) => self
                .lock()
                .tell(&tag, Incoming::Response { from, response }),
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

    /// Takes a message in. Where it came as a call, it is replied to, now or when what it asks for is done.
    fn hear(&self, from: String, message: &Map, message_id: Option<String>) {
        let Some(Connection { hub, lockfile, .. }) = self.connection() else {
            return;
        };
        let hub_id = hub.own_id.clone();
        let reply_to = message_id.map(|id| self.replies.to(hub, id));
        let outcome = match receive::read(message, &self.sent) {
            None if from == hub_id || hub_id.is_empty() => self.notice(message, lockfile),
            None if text_of(message, "samp.mtype") == Some("samp.app.ping") => Ok(()),
            None => Err("vodiscover does not take this message".to_owned()),
            Some(Err(why)) => Err(why),
            Some(Ok(_)) if !self.lock().has_room() => {
                Err("vodiscover was sent too many messages at once".to_owned())
            }
            Some(Ok(Wish::Heard(received))) => self.tell(Told::Received(from, received)),
            Some(Ok(Wish::Load(load))) => {
                match self.tell(Told::Load(from, load, reply_to.clone())) {
                    Ok(()) => return,
                    busy => busy,
                }
            }
        };
        if let Some(to) = reply_to {
            to.reply(match &outcome {
                Ok(()) => Ok(()),
                Err(why) => Err(why),
            });
        }
    }

    /// Takes in what the hub says of itself and its clients.
    fn notice(&self, message: &Map, lockfile: Lockfile) -> Result<(), String> {
        let params = map_under(message, "samp.params");
        let id = text_of(params, "id").map(str::to_owned);
        let mtype = text_of(message, "samp.mtype").unwrap_or_default();
        let told = match (mtype, id) {
            ("samp.app.ping", _) => return Ok(()),
            ("samp.hub.event.shutdown", _) => Told::HubEnded,
            ("samp.hub.disconnect", _) => {
                let reason = text_of(params, "reason").map(remark);
                Told::PutOut(lockfile, reason.unwrap_or_default())
            }
            ("samp.hub.event.register", Some(id)) => Told::Clients(Change::Came(id)),
            ("samp.hub.event.unregister", Some(id)) => {
                self.lock().tell_all(&Incoming::ClientLeft(id.clone()));
                Told::Clients(Change::Left(id))
            }
            ("samp.hub.event.metadata", Some(id)) => {
                let metadata = map_under(params, "metadata").clone();
                Told::Clients(Change::Described(id, metadata))
            }
            ("samp.hub.event.subscriptions", Some(id)) => {
                let subscriptions = map_under(params, "subscriptions").clone();
                Told::Clients(Change::Subscribed(id, subscriptions))
            }
            _ => return Err("vodiscover does not take this message".to_owned()),
        };
        if matches!(told, Told::HubEnded | Told::PutOut(..)) {
            self.lock().leave();
        }
        if self.tell(told).is_err() {
            self.lock().has_lost = true;
        }
        Ok(())
    }

    fn tell(&self, told: Told) -> Result<(), String> {
        match self.told.try_send(told) {
            Ok(()) => Ok(()),
            Err(_) => Err("vodiscover is busy, or does not listen now".to_owned()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn has_key(&self, key: &str) -> bool {
        self.connection
            .as_ref()
            .is_some_and(|connection| is_same_token(&connection.hub.private_key, key))
    }

    /// Whether one more wish may be heard now.
    fn has_room(&mut self) -> bool {
        let now = Instant::now();
        let (_, n_heard) = match &mut self.wishes {
            Some(counted) if now.duration_since(counted.0) < PACE => counted,
            other => other.insert((now, 0)),
        };
        *n_heard += 1;
        *n_heard <= MOST_WISHES
    }

    fn leave(&mut self) {
        self.connection = None;
        self.tell_all(&Incoming::HubLeft);
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
