//! Who is registered, and what the hub knows of them.

use std::collections::{BTreeMap, btree_map::Entry};

use super::{mailbox::Mailbox, subscriptions::Subscriptions};
use crate::samp::{
    message::Map,
    text::{is_same_token, token},
};

/// Most clients at a time; a desk has a dozen.
const MOST_CLIENTS: usize = 256;

/// A client. The hub is one of them.
#[derive(Debug, Default)]
pub(crate) struct Client {
    /// What it says in each call to us, and we in each call to it.
    pub(crate) private_key: String,
    pub(crate) metadata: Map,
    pub(crate) subscriptions: Subscriptions,
    /// Where it can be called: `None` if it cannot.
    pub(crate) callback: Option<String>,
    pub(crate) mailbox: Mailbox,
}

/// The registered clients, by their public identifiers.
#[derive(Debug, Default)]
pub(crate) struct Clients {
    by_id: BTreeMap<String, Client>,
    n_registered: u64,
}

impl Clients {
    /// Takes a client in; gives its identifier, which is never used again, and its private key.
    pub(crate) fn register(&mut self) -> Result<(String, String), String> {
        if self.by_id.len() >= MOST_CLIENTS {
            return Err("too many clients are registered".to_owned());
        }
        let private_key = token().map_err(|error| error.to_string())?;
        self.n_registered += 1;
        let id = format!("c{}", self.n_registered);
        let client = Client {
            private_key: private_key.clone(),
            ..Client::default()
        };
        self.by_id.insert(id.clone(), client);
        Ok((id, private_key))
    }

    /// Takes in a client with an identifier of its own, which is the hub.
    pub(crate) fn add(&mut self, id: &str, client: Client) {
        self.by_id.insert(id.to_owned(), client);
    }

    /// Whether there was such a client.
    pub(crate) fn remove(&mut self, id: &str) -> bool {
        self.by_id.remove(id).is_some()
    }

    /// The identifier of the client that says this private key. How long that takes tells nothing about the keys.
    pub(crate) fn caller(&self, private_key: &str) -> Result<String, String> {
        let found = self.by_id.iter().fold(None, |found, (id, client)| {
            if is_same_token(&client.private_key, private_key) {
                Some(id)
            } else {
                found
            }
        });
        found
            .cloned()
            .ok_or_else(|| "that is the private key of no registered client".to_owned())
    }

    pub(crate) fn get(&self, id: &str) -> Result<&Client, String> {
        self.by_id.get(id).ok_or_else(|| unknown(id))
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Result<&mut Client, String> {
        match self.by_id.entry(id.to_owned()) {
            Entry::Occupied(client) => Ok(client.into_mut()),
            Entry::Vacant(_) => Err(unknown(id)),
        }
    }

    /// All of them with their identifiers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&String, &Client)> {
        self.by_id.iter()
    }
}

fn unknown(id: &str) -> String {
    let shown: String = id.chars().take(40).collect();
    format!("no client {shown} is registered")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_and_keys_are_new_each_time() {
        let mut clients = Clients::default();
        let (first, key) = clients.register().unwrap();
        assert_eq!(clients.caller(&key), Ok(first.clone()));
        assert!(clients.remove(&first), "it was there");
        assert!(!clients.remove(&first), "it is gone");
        clients.caller(&key).unwrap_err();
        let (second, other_key) = clients.register().unwrap();
        assert_ne!((&first, &key), (&second, &other_key));
        assert_eq!(key.len(), 32, "128 bits");
        clients.caller("").unwrap_err();
        clients.caller(&second).unwrap_err();
        assert_eq!(
            clients.get(&first).map(drop),
            Err(format!("no client {first} is registered"))
        );
    }

    #[test]
    fn there_is_an_end_to_the_number_of_clients() {
        let mut clients = Clients::default();
        for _ in 0..MOST_CLIENTS {
            clients.register().unwrap();
        }
        clients.register().unwrap_err();
        assert!(clients.remove("c7"), "one leaves");
        clients.register().unwrap();
    }
}
