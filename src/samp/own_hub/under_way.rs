//! The messages that wait for a response.

use std::collections::{BTreeMap, BTreeSet};

use tokio::sync::oneshot;

use crate::samp::{
    message::Map,
    text::{is_same_token, token},
};

/// Most messages of one sender that are remembered; beyond that the oldest is forgotten, and a response to it refused.
/// Some receivers never respond.
const MOST_OF_ONE: usize = 4096;
/// Most calls that one sender may wait for at a time.
const MOST_WAITS_OF_ONE: usize = 32;
/// Most calls that are waited for in all, each of which holds a connection.
const MOST_WAITS: usize = 256;

/// What becomes of a call that its sender waits for: the response, or why there will be none.
pub(crate) type Outcome = Result<Map, String>;

/// How the sender of a message wants its response.
#[derive(Debug)]
pub(crate) enum Back {
    /// As a call to it, with its own tag.
    Tagged(String),
    /// As what its own call returns.
    Awaited(oneshot::Sender<Outcome>),
}

/// A message that wants a response.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) sender: String,
    pub(crate) receiver: String,
    pub(crate) back: Back,
    token: String,
}

/// The messages that wait for a response, in the order in which they were sent.
#[derive(Debug, Default)]
pub(crate) struct UnderWay {
    by_number: BTreeMap<u64, Sent>,
    of_sender: BTreeMap<String, BTreeSet<u64>>,
    n_sent: u64,
}

impl UnderWay {
    /// Remembers a message; gives its identifier, which nobody guesses.
    pub(crate) fn add(
        &mut self,
        sender: &str,
        receiver: &str,
        back: Back,
    ) -> Result<String, String> {
        if matches!(back, Back::Awaited(_)) {
            self.check_waits(sender)?;
        }
        let token = token().map_err(|error| error.to_string())?;
        self.n_sent += 1;
        let number = self.n_sent;
        let id = format!("m{number}_{token}");
        let sent = Sent {
            sender: sender.to_owned(),
            receiver: receiver.to_owned(),
            back,
            token,
        };
        self.by_number.insert(number, sent);
        let own = self.of_sender.entry(sender.to_owned()).or_default();
        own.insert(number);
        if own.len() > MOST_OF_ONE
            && let Some(oldest) = own.pop_first()
        {
            self.by_number.remove(&oldest);
        }
        Ok(id)
    }

    fn check_waits(&self, sender: &str) -> Result<(), String> {
        let waits = self
            .by_number
            .values()
            .filter(|sent| matches!(sent.back, Back::Awaited(_)));
        let (own, all) = waits.fold((0, 0), |(own, all), sent| {
            (own + usize::from(sent.sender == sender), all + 1)
        });
        if own >= MOST_WAITS_OF_ONE || all >= MOST_WAITS {
            return Err("too many calls are being waited for".to_owned());
        }
        Ok(())
    }

    /// Takes the message to which this client responds; an identifier serves once, and its receiver only.
    pub(crate) fn take(&mut self, id: &str, receiver: &str) -> Result<Sent, String> {
        let is_theirs = |sent: &&Sent| sent.receiver == receiver;
        self.find(id)
            .filter(|(_, sent)| is_theirs(sent))
            .map(|(number, _)| number)
            .and_then(|number| self.remove(number))
            .ok_or_else(|| {
                "no message of this identifier waits for a response of this client".to_owned()
            })
    }

    /// Forgets a message, because its sender has stopped waiting or its receiver never had it.
    pub(crate) fn forget(&mut self, id: &str) -> Option<Sent> {
        let (number, _) = self.find(id)?;
        self.remove(number)
    }

    /// Forgets what a client has sent, and what it was to respond to: those who wait for that are told.
    pub(crate) fn forget_client(&mut self, id: &str) {
        let concerned = self
            .by_number
            .iter()
            .filter(|(_, sent)| sent.sender == id || sent.receiver == id)
            .map(|(number, _)| *number);
        for number in concerned.collect::<Vec<_>>() {
            if let Some(sent) = self.remove(number)
                && let Back::Awaited(waiter) = sent.back
            {
                // One who has stopped waiting needs no word.
                waiter
                    .send(Err(format!("client {id} left before it responded")))
                    .ok();
            }
        }
    }

    fn find(&self, id: &str) -> Option<(u64, &Sent)> {
        let (number, token) = id.strip_prefix('m')?.split_once('_')?;
        let number = number.parse().ok()?;
        let sent = self.by_number.get(&number)?;
        is_same_token(&sent.token, token).then_some((number, sent))
    }

    fn remove(&mut self, number: u64) -> Option<Sent> {
        let sent = self.by_number.remove(&number)?;
        if let Some(own) = self.of_sender.get_mut(&sent.sender) {
            own.remove(&number);
            if own.is_empty() {
                self.of_sender.remove(&sent.sender);
            }
        }
        Some(sent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tagged() -> Back {
        Back::Tagged("t".to_owned())
    }

    #[test]
    fn an_identifier_serves_once_and_its_receiver_only() {
        let mut under_way = UnderWay::default();
        let id = under_way.add("c1", "c2", tagged()).unwrap();
        let other = under_way.add("c1", "c2", tagged()).unwrap();
        assert_ne!(id, other);
        under_way.take(&id, "c3").unwrap_err();
        under_way.take(&id, "c1").unwrap_err();
        let guess = format!("m1_{}", "0".repeat(32));
        under_way.take(&guess, "c2").unwrap_err();
        for nonsense in ["", "m", "m1", "m1_", "m_1", "x1_2", "m99_0"] {
            under_way.take(nonsense, "c2").unwrap_err();
        }
        assert_eq!(under_way.take(&id, "c2").unwrap().sender, "c1");
        under_way.take(&id, "c2").unwrap_err();
        under_way.forget(&other).unwrap();
        under_way.take(&other, "c2").unwrap_err();
        assert!(under_way.of_sender.is_empty(), "nothing is left behind");
    }

    #[test]
    fn the_oldest_messages_of_one_sender_are_forgotten_and_no_others() {
        let mut under_way = UnderWay::default();
        let others = under_way.add("c9", "c2", tagged()).unwrap();
        let ids: Vec<String> = (0..=MOST_OF_ONE)
            .map(|_| under_way.add("c1", "c2", tagged()).unwrap())
            .collect();
        under_way.take(&ids[0], "c2").unwrap_err();
        under_way.take(&ids[1], "c2").unwrap();
        under_way.take(&others, "c2").unwrap();
    }

    #[test]
    fn those_who_wait_are_told_when_the_receiver_leaves() {
        let mut under_way = UnderWay::default();
        let (waiter, mut outcome) = oneshot::channel();
        under_way.add("c1", "c2", Back::Awaited(waiter)).unwrap();
        let tagged = under_way.add("c2", "c3", tagged()).unwrap();
        under_way.forget_client("c4");
        outcome.try_recv().unwrap_err();
        under_way.forget_client("c2");
        assert_eq!(
            outcome.try_recv().unwrap(),
            Err("client c2 left before it responded".to_owned())
        );
        under_way.take(&tagged, "c3").unwrap_err();
        assert!(under_way.by_number.is_empty(), "nothing is left behind");
    }

    #[test]
    fn few_calls_are_waited_for_at_a_time() {
        let mut under_way = UnderWay::default();
        let mut wait = |sender: &str| {
            let (waiter, outcome) = oneshot::channel();
            under_way
                .add(sender, "c2", Back::Awaited(waiter))
                .map(|id| (id, outcome))
        };
        let _waits: Vec<_> = (0..MOST_WAITS_OF_ONE)
            .map(|_| wait("c1").unwrap())
            .collect();
        wait("c1").unwrap_err();
        let (id, _outcome) = wait("c3").unwrap();
        under_way.forget(&id).unwrap();
        let sent = (0..MOST_WAITS).find(|nr| {
            let (waiter, outcome) = oneshot::channel();
            let added = under_way.add(&format!("d{nr}"), "c2", Back::Awaited(waiter));
            drop(outcome);
            added.is_err()
        });
        assert_eq!(sent, Some(MOST_WAITS - MOST_WAITS_OF_ONE), "so many in all");
    }
}
