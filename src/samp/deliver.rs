//! Handing a message to the hub for each of its receivers.
//!
//! One by one, not by `samp.hub.callAll`: the hub of jsamp, which is also that of TOPCAT and Aladin, gives up at the first
//! client that it cannot reach, such as one that has crashed, and those after it are told nothing.

use tokio::task::JoinSet;

use super::{
    SampError,
    hub::Hub,
    message::{Heard, Map, message},
};

/// How many are handed over at a time: the hub waits for a receiver that hangs, the others do not.
const MOST_AT_ONCE: usize = 32;

/// A receiver.
pub(crate) struct Addressed {
    /// Its identifier.
    pub(crate) id: String,
    /// By which message it takes what is sent.
    pub(crate) mtype: &'static str,
}

/// What became of a message at the hub, for one receiver by its identifier.
type Delivery = (String, Result<(), SampError>);

/// To whom a message went.
pub(crate) struct Delivered {
    /// Those who have it, or may have it.
    pub(crate) reached: Vec<String>,
    /// Those whom the hub could not reach, and what is heard of them therefore.
    pub(crate) lost: Vec<(String, Heard)>,
}

/// Hands a message with these parameters over for each receiver; an error if none could be reached. Their responses come
/// with `tag`.
pub(crate) async fn deliver(
    hub: &Hub,
    receivers: &[Addressed],
    tag: &str,
    params: &Map,
) -> Result<Delivered, SampError> {
    let (mut reached, mut silent, mut lost) = (Vec::new(), Vec::new(), Vec::new());
    let mut first_error = None;
    for (client, result) in hand_over(hub, receivers, tag, params).await {
        let Err(error) = result else {
            reached.push(client);
            continue;
        };
        match &error {
            // The hub may have told it all the same.
            SampError::HubSilent { .. } => silent.push(client),
            SampError::HubRefuses { said, .. } => lost.push((client, unreachable(said))),
            other => lost.push((client, unreachable(&other.to_string()))),
        }
        first_error.get_or_insert(error);
    }
    if let Some(error) = first_error
        && reached.is_empty()
    {
        return Err(error);
    }
    reached.append(&mut silent);
    Ok(Delivered { reached, lost })
}

fn unreachable(why: &str) -> Heard {
    Heard::Refused(format!("the hub cannot reach it: {why}"))
}

async fn hand_over(hub: &Hub, receivers: &[Addressed], tag: &str, params: &Map) -> Vec<Delivery> {
    let mut under_way = JoinSet::new();
    let mut done = Vec::new();
    for Addressed { id, mtype } in receivers {
        if under_way.len() >= MOST_AT_ONCE {
            done.extend(under_way.join_next().await);
        }
        let (hub, id, tag) = (hub.clone(), id.clone(), tag.to_owned());
        let message = message(mtype, params.clone());
        under_way.spawn(async move {
            let called = hub.call_one(&id, &tag, message).await;
            (id, called)
        });
    }
    while let Some(next) = under_way.join_next().await {
        done.push(next);
    }
    done.into_iter().filter_map(Result::ok).collect()
}
