//! What the clients of a hub call themselves.

use std::time::Duration;

use dxr::Value;
use tokio::{task::JoinSet, time::sleep};

use super::{hub::Hub, message::Map};

/// How many clients are asked for their names; the others are shown by their identifiers.
const MOST_NAMES: usize = 100;

/// How often a client without a name is asked for it: one that has just come may take messages before it has said who
/// it is, as TOPCAT does.
const NAME_TRIES: usize = 5;

/// How long a client without a name is left to say it.
const NAME_WAIT: Duration = Duration::from_millis(200);

/// What the clients call themselves, asked all at once; of very many, only the first.
pub(crate) async fn names(hub: &Hub, clients: &[String], n_tries: usize) -> Map {
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

/// Adds the names of those who have only just come.
pub(crate) async fn add_late(hub: &Hub, clients: &[String], names: &mut Map) {
    let nameless: Vec<String> = clients
        .iter()
        .filter(|client| !names.contains_key(*client))
        .cloned()
        .collect();
    names.extend(self::names(hub, &nameless, NAME_TRIES).await);
}
