//! Waiting for what the receivers of a message make of it.

use std::collections::BTreeMap;

use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until};

use super::{
    Answer, Heard, SampError, SendNews, Times,
    deliver::Delivered,
    hub::Hub,
    message::{Map, text_of},
    waiting::{Incoming, Waiting},
};

/// Those who have been sent something.
pub(crate) struct Receivers {
    /// The names of those who have not answered yet, by their identifiers.
    open: BTreeMap<String, String>,
    /// Those from whom nothing more will come.
    lost: Vec<(String, Heard)>,
}

impl Receivers {
    /// Those who were reached, and those who were not. Who has no name is called by the identifier.
    pub(crate) fn new(delivered: Delivered, names: &Map) -> Self {
        let Delivered { reached, lost } = delivered;
        let ids = reached
            .into_iter()
            .chain(lost.iter().map(|(id, _)| id.clone()));
        let open = ids
            .map(|id| (id.clone(), text_of(names, &id).map_or(id, str::to_owned)))
            .collect();
        Self { open, lost }
    }

    /// Their names, in the order of their identifiers.
    pub(crate) fn names(&self) -> Vec<String> {
        self.open.values().cloned().collect()
    }
}

/// Tells each answer as it comes; ends when all have answered, or the time or the hub has run out.
pub(crate) async fn answers(
    receivers: Receivers,
    waiting: &mut Waiting,
    hub: &Hub,
    times: Times,
    tell: impl Fn(SendNews),
) -> Vec<Answer> {
    let Receivers { mut open, lost } = receivers;
    let mut given = Vec::new();
    let mut answer = |client, heard| {
        let answer = Answer { client, heard };
        tell(SendNews::Answered(answer.clone()));
        given.push(answer);
    };
    for (id, heard) in lost {
        if let Some(client) = open.remove(&id) {
            answer(client, heard);
        }
    }
    let end = Instant::now() + times.answer;
    let mut pulse = interval_at(Instant::now() + times.pulse, times.pulse);
    pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut missed = 0;
    while !open.is_empty() {
        let rest = tokio::select! {
            incoming = waiting.next() => match incoming {
                Incoming::Response { from, response } => {
                    if let Some(client) = open.remove(&from) {
                        answer(client, Heard::from_response(&response));
                    }
                    continue;
                }
                Incoming::ClientLeft(id) => {
                    if let Some(client) = open.remove(&id) {
                        answer(client, Heard::Left);
                    }
                    continue;
                }
                Incoming::HubLeft => Heard::Left,
            },
            () = sleep_until(end) => Heard::NoAnswer,
            // A hub that was killed says no goodbye. Once is not enough: a busy one may lose a connection.
            _ = pulse.tick() => match hub.ping().await {
                Err(SampError::HubGone { .. }) if missed > 0 => Heard::Left,
                Err(SampError::HubGone { .. }) => {
                    missed += 1;
                    continue;
                }
                _ => {
                    missed = 0;
                    continue;
                }
            },
        };
        for client in std::mem::take(&mut open).into_values() {
            answer(client, rest.clone());
        }
    }
    given
}
