//! This program among the others: registered with the hub, and able to say something to all.

use std::sync::Arc;
use std::time::Duration;

use dxr::Value;
use tokio::{runtime::Handle, sync::Mutex, task::JoinSet, time::sleep};

use super::{
    Answer, Place, SampError, SampNews, Table,
    answers::{Receivers, answers},
    callback::{Connection, SUBSCRIPTIONS},
    hub::Hub,
    lockfile::Lockfile,
    message::{Map, map_of, message},
    open::Open,
    text::{ascii, token},
};

const TABLE_LOAD: &str = "table.load.votable";

/// How many clients are asked for their names; the others are shown by their identifiers.
const MOST_NAMES: usize = 100;

/// How often a client without a name is asked for it: one that has just come may take messages before it has said who
/// it is, as TOPCAT does.
const NAME_TRIES: usize = 5;

/// How long a client without a name is left to say it.
const NAME_WAIT: Duration = Duration::from_millis(200);

/// How long we wait for other programs.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// For an answer of the hub, which only passes things on: 5 s.
    pub hub: Duration,
    /// For the response of a receiver, which has a table to load: 60 s.
    pub answer: Duration,
    /// Between two looks whether the hub is still there while responses are awaited: 3 s.
    pub pulse: Duration,
    /// For taking leave at the end: 1 s.
    pub leave: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            hub: Duration::from_secs(5),
            answer: Duration::from_mins(1),
            pulse: Duration::from_secs(3),
            leave: Duration::from_secs(1),
        }
    }
}

/// This program's side of SAMP, for as long as the program runs. Copies are the same session.
///
/// Nothing happens before something is to be said. Then it opens a port on loopback and registers with the hub, and it
/// stays registered until [`Session::close`]; if it is dropped instead, it takes leave in the background. The tables
/// that were broadcast can be fetched until then.
#[derive(Debug, Clone)]
pub struct Session {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// `None`: where the environment says, looked up each time.
    place: Option<Place>,
    times: Times,
    open: Mutex<Option<Arc<Open>>>,
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    /// A session with the hub that the environment names. Does nothing yet.
    pub fn new() -> Self {
        Self::with(None, Times::default())
    }

    /// A session with the hub whose lock file is, or will be, in a certain place.
    pub fn at(place: Place, times: Times) -> Self {
        Self::with(Some(place), times)
    }

    fn with(place: Option<Place>, times: Times) -> Self {
        let open = Mutex::default();
        Self {
            inner: Arc::new(Inner { place, times, open }),
        }
    }

    /// Sends a VOTable to every program that takes tables, and waits until each has answered or run out of time.
    ///
    /// `tell` hears to whom it went, and each answer as it comes; the answers are also given back, in the order in
    /// which they came. Dropping the future stops waiting, and tells nothing more.
    pub async fn broadcast(
        &self,
        table: impl Into<Table>,
        name: &str,
        tell: impl Fn(SampNews),
    ) -> Result<Vec<Answer>, SampError> {
        let (open, hub, clients) = self.reach(TABLE_LOAD).await?;
        if clients.is_empty() {
            return Err(SampError::NobodyListens);
        }
        let mut names = names(&hub, &clients, 1).await;
        let name = ascii(name);
        let path = open.outbox.put(&name, table.into())?;
        let tag = token()?;
        let mut waiting = open.desk.wait_for(&tag);
        let params = map_of([
            ("url", format!("{}{path}", open.base)),
            // New each time: TOPCAT refuses a table-id that it has met before.
            ("table-id", format!("vodiscover-{}", token()?)),
            ("name", name.clone()),
        ]);
        let reached = hub.call_all(&tag, message(TABLE_LOAD, params)).await;
        let reached: Vec<String> = match reached {
            Ok(reached) if !reached.is_empty() => reached.into_keys().collect(),
            other => {
                open.outbox.remove(&path);
                return other.and(Err(SampError::NobodyListens));
            }
        };
        let nameless: Vec<String> = reached
            .iter()
            .filter(|client| !names.contains_key(*client))
            .cloned()
            .collect();
        names.extend(self::names(&hub, &nameless, NAME_TRIES).await);
        let receivers = Receivers::new(reached.into_iter(), &names);
        tell(SampNews::Sent {
            table: name,
            to: receivers.names(),
        });
        Ok(answers(receivers, &mut waiting, &hub, self.inner.times, tell).await)
    }

    /// Takes leave of the hub, within a second. Broadcasts under way end, and the tables can no longer be fetched; later
    /// broadcasts start anew.
    pub async fn close(&self) {
        let leaving = async {
            let open = self.inner.open.lock().await.take()?;
            let Connection { hub, .. } = open.desk.connection()?;
            open.desk.disconnect(&hub.private_key);
            hub.unregister().await.ok()
        };
        // A hub that does not hear it finds out by itself.
        drop(tokio::time::timeout(self.inner.times.leave, leaving).await);
    }

    /// The hub, and the clients that take a message; a hub that has been started again meanwhile is found.
    async fn reach(&self, mtype: &str) -> Result<(Arc<Open>, Hub, Vec<String>), SampError> {
        let (open, hub) = self.connected().await?;
        match hub.subscribed_clients(mtype).await {
            Err(error) if error.may_be_another_hub() => {
                open.desk.disconnect(&hub.private_key);
                let (open, hub) = self.connected().await?;
                let clients = hub.subscribed_clients(mtype).await?;
                Ok((open, hub, clients))
            }
            clients => Ok((open, hub, clients?)),
        }
    }

    /// The hub that the lock file names now, registered with.
    async fn connected(&self) -> Result<(Arc<Open>, Hub), SampError> {
        let mut slot = self.inner.open.lock().await;
        let open = match &*slot {
            Some(open) => Arc::clone(open),
            None => Arc::clone(slot.insert(Arc::new(Open::start().await?))),
        };
        let old = open.desk.connection();
        let place = match &self.inner.place {
            Some(place) => place.clone(),
            None => Place::from_environment()?,
        };
        let lockfile = match (place.read(&open.poster).await, &old) {
            (Ok(lockfile), Some(old)) if old.complete && old.lockfile == lockfile => {
                return Ok((Arc::clone(&open), old.hub.clone()));
            }
            (Ok(lockfile), _) => lockfile,
            // Somebody has removed the file of a hub that is well.
            (Err(_), Some(old)) if old.complete && old.hub.ping().await.is_ok() => {
                return Ok((Arc::clone(&open), old.hub.clone()));
            }
            (Err(error), _) => return Err(error),
        };
        if let Some(old) = old {
            open.desk.disconnect(&old.hub.private_key);
            tokio::spawn(async move { old.hub.unregister().await });
        }
        let hub = self.register(&open, lockfile).await?;
        Ok((open, hub))
    }

    async fn register(&self, open: &Open, lockfile: Lockfile) -> Result<Hub, SampError> {
        let hub = Hub::register(&open.poster, &lockfile, self.inner.times.hub).await?;
        let mut connection = Connection {
            hub: hub.clone(),
            lockfile,
            complete: false,
        };
        // From here on the hub may call us, with its key.
        open.desk.connect(connection.clone());
        hub.declare_metadata(metadata(open)).await?;
        hub.set_callback(&open.callback).await?;
        hub.declare_subscriptions(&SUBSCRIPTIONS).await?;
        connection.complete = true;
        open.desk.connect(connection);
        Ok(hub)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(connection) = self
            .open
            .get_mut()
            .take()
            .and_then(|open| open.desk.connection())
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(async move { connection.hub.unregister().await });
        }
    }
}

fn metadata(open: &Open) -> Map {
    map_of([
        ("samp.name", "vodiscover".to_owned()),
        (
            "samp.description.text",
            "Finds astronomical data across the whole Virtual Observatory".to_owned(),
        ),
        ("samp.icon.url", open.icon.clone()),
        ("vodiscover.version", env!("CARGO_PKG_VERSION").to_owned()),
    ])
}

/// What the clients call themselves, asked all at once; of very many, only the first.
async fn names(hub: &Hub, clients: &[String], n_tries: usize) -> Map {
    let mut asking = JoinSet::new();
    for client in clients.iter().take(MOST_NAMES).cloned() {
        let hub = hub.clone();
        asking.spawn(async move {
            for _ in 1..n_tries {
                match hub.name_of(&client).await {
                    Ok(None) => sleep(NAME_WAIT).await,
                    told => return (client, told.ok().flatten()),
                }
            }
            let name = hub.name_of(&client).await.ok().flatten();
            (client, name)
        });
    }
    let mut names = Map::new();
    while let Some(asked) = asking.join_next().await {
        if let Ok((client, Some(name))) = asked {
            names.insert(client, Value::String(name));
        }
    }
    names
}
