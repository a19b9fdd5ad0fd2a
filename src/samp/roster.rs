//! The list of the other programs, kept as the hub's events and its own list say.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tokio::{
    sync::Semaphore,
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{
    clients::{Client, Icon, icon},
    hub::Hub,
    message::Map,
};

/// Most clients that are listed; a desk has a handful.
const MOST: usize = 100;
/// How many questions about clients are with the hub at a time.
const AT_A_TIME: usize = 4;
/// A client that has only just come has often not said yet who it is: it is asked again after this time, if no event
/// has told it meanwhile.
const SECOND_LOOK: Duration = Duration::from_secs(1);
/// How long one client may be asked about.
const ASKING: Duration = Duration::from_secs(20);

/// What the hub says of one client.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// It has come.
    Came(String),
    /// It has gone.
    Left(String),
    /// It has said who it is.
    Described(String, Map),
    /// It has said what it takes.
    Subscribed(String, Map),
}

/// The other programs.
#[derive(Debug)]
pub(crate) struct Roster {
    hub: Hub,
    clients: BTreeMap<String, Entry>,
    asking: JoinSet<Learnt>,
    turns: Arc<Semaphore>,
    has_changed: bool,
}

/// A client, and what events have told of it since it was last asked about: the answer may be older than they are.
#[derive(Debug)]
struct Entry {
    client: Client,
    has_described: bool,
    has_subscribed: bool,
}

/// What was found out by asking.
#[derive(Debug)]
enum Learnt {
    Who(Vec<String>),
    About(About),
}

/// What was found out about a client.
#[derive(Debug, Default)]
struct About {
    id: String,
    metadata: Option<Map>,
    subscriptions: Option<Map>,
    icon: Option<Icon>,
}

impl Roster {
    /// The list at a hub, still empty.
    pub(crate) fn new(hub: Hub) -> Self {
        Self {
            hub,
            clients: BTreeMap::new(),
            asking: JoinSet::new(),
            turns: Arc::new(Semaphore::new(AT_A_TIME)),
            has_changed: true,
        }
    }

    /// Whether this is the list at that hub.
    pub(crate) fn is_at(&self, hub: &Hub) -> bool {
        self.hub.private_key == hub.private_key && self.hub.url() == hub.url()
    }

    /// What a client calls itself.
    pub(crate) fn name_of(&self, id: &str) -> Option<&str> {
        self.clients.get(id).map(|entry| entry.client.name.as_str())
    }

    /// The list, in the order of identifiers, if it has changed since it was last taken.
    pub(crate) fn take_changed(&mut self) -> Option<Arc<[Client]>> {
        let clients = self.clients.values().map(|entry| entry.client.clone());
        std::mem::take(&mut self.has_changed).then(|| clients.collect())
    }

    /// Whether it has changed since it was last taken.
    pub(crate) fn has_changed(&self) -> bool {
        self.has_changed
    }

    /// Takes in the hub's whole list, should an event have been missed.
    pub(crate) fn reconcile(&mut self, ids: &[String]) {
        let n_before = self.clients.len();
        self.clients.retain(|id, _| ids.contains(id));
        self.has_changed |= self.clients.len() != n_before;
        for id in ids {
            if !self.clients.contains_key(id) {
                self.came(id);
            }
        }
    }

    /// What the hub calls itself.
    pub(crate) fn hub_name(&self) -> String {
        let name = self.name_of(&self.hub.own_id);
        name.unwrap_or(&self.hub.own_id).to_owned()
    }

    /// Where the hub is.
    pub(crate) fn hub_url(&self) -> String {
        self.hub.url().to_owned()
    }

    /// Asks the hub who is there.
    pub(crate) fn ask_who(&mut self) {
        let hub = self.hub.clone();
        self.asking.spawn(async move {
            let ids = hub.registered_clients().await;
            Learnt::Who(ids.unwrap_or_default())
        });
    }

    /// Asks anew what every client says of itself, because events were lost.
    pub(crate) fn ask_all(&mut self) {
        let ids: Vec<String> = self.clients.keys().cloned().collect();
        for id in &ids {
            self.ask(id);
        }
    }

    /// Takes in an event of the hub's.
    pub(crate) fn take_in(&mut self, change: Change) {
        match change {
            Change::Came(id) => self.came(&id),
            Change::Left(id) => self.has_changed |= self.clients.remove(&id).is_some(),
            Change::Described(id, metadata) => {
                self.came(&id);
                self.edit(&id, |entry| {
                    entry.has_described = true;
                    entry.client.describe(&metadata);
                });
                self.fetch_icon(id, metadata);
            }
            Change::Subscribed(id, subscriptions) => {
                self.came(&id);
                self.edit(&id, |entry| {
                    entry.has_subscribed = true;
                    entry.client.subscribe(&subscriptions);
                });
            }
        }
    }

    /// Waits until more has been found out about a client, and takes it in; for ever if nothing is being asked.
    pub(crate) async fn learn_more(&mut self) {
        match self.asking.join_next().await {
            Some(Ok(Learnt::About(about))) => self.learn(about),
            Some(Ok(Learnt::Who(ids))) => ids.iter().for_each(|id| self.came(id)),
            Some(Err(_)) => {}
            None => std::future::pending().await,
        }
    }

    fn came(&mut self, id: &str) {
        let is_new = !self.clients.contains_key(id) && id != self.hub.self_id;
        if is_new && self.clients.len() < MOST {
            let entry = Entry {
                client: Client::new(id, id == self.hub.own_id),
                has_described: false,
                has_subscribed: false,
            };
            self.clients.insert(id.to_owned(), entry);
            self.has_changed = true;
            self.ask(id);
        }
    }

    fn learn(&mut self, learnt: About) {
        self.edit(&learnt.id, |entry| {
            if let Some(metadata) = learnt.metadata.filter(|_| !entry.has_described) {
                entry.client.describe(&metadata);
            }
            if let Some(subscriptions) = learnt.subscriptions.filter(|_| !entry.has_subscribed) {
                entry.client.subscribe(&subscriptions);
            }
            if learnt.icon.is_some() {
                entry.client.icon = learnt.icon;
            }
        });
    }

    fn edit(&mut self, id: &str, change: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.clients.get_mut(id) {
            let before = entry.client.clone();
            change(entry);
            self.has_changed |= before != entry.client;
        }
    }

    fn fetch_icon(&mut self, id: String, metadata: Map) {
        if self.asking.len() >= 2 * MOST {
            return;
        }
        let turns = Arc::clone(&self.turns);
        self.asking.spawn(async move {
            let _turn = turns.acquire().await;
            Learnt::About(About {
                id,
                icon: icon(&metadata).await,
                ..About::default()
            })
        });
    }

    fn ask(&mut self, id: &str) {
        if let Some(entry) = self.clients.get_mut(id) {
            entry.has_described = false;
            entry.has_subscribed = false;
        }
        let (hub, id) = (self.hub.clone(), id.to_owned());
        let turns = Arc::clone(&self.turns);
        self.asking.spawn(async move {
            let mut learnt = About {
                id,
                ..About::default()
            };
            let asked = async {
                let turn = turns.acquire().await;
                learnt.ask(&hub).await;
                drop(turn);
                if learnt.is_bare() {
                    sleep(SECOND_LOOK).await;
                    let _turn = turns.acquire().await;
                    learnt.ask(&hub).await;
                }
                if let Some(metadata) = &learnt.metadata {
                    learnt.icon = icon(metadata).await;
                }
            };
            timeout(ASKING, asked).await.ok();
            Learnt::About(learnt)
        });
    }
}

impl About {
    async fn ask(&mut self, hub: &Hub) {
        self.metadata = hub.metadata_of(&self.id).await.ok();
        self.subscriptions = hub.subscriptions_of(&self.id).await.ok();
    }

    /// Whether it has said nothing of itself yet, or of what it takes.
    fn is_bare(&self) -> bool {
        let is_empty = |said: &Option<Map>| said.as_ref().is_none_or(Map::is_empty);
        is_empty(&self.metadata) || is_empty(&self.subscriptions)
    }
}
