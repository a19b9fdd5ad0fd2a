//! What each client may ask of the hub, and to whom messages go: SAMP 1.3, 3.11. No network, no clock.

use dxr::Value;
use tokio::sync::oneshot;

use super::{
    clients::{Client, Clients},
    content::Content,
    mailbox::Errand,
    subscriptions::Subscriptions,
    under_way::{Back, Outcome, UnderWay},
};
use crate::samp::{
    message::{Map, error_response, map_of, message, ok_response},
    text::token,
};

/// The hub's own public identifier.
pub(crate) const HUB: &str = "hub";
/// SAMP 1.3, table of message types: all should take it.
const PING: &str = "samp.app.ping";

/// Most that waits for all clients together, in bytes of XML.
const LARGEST_MAIL: usize = 256 * 1024 * 1024;
/// Longest tag that a client may give a message, in bytes.
const LONGEST_TAG: usize = 1024;
/// Longest address of a client, in bytes.
const LONGEST_CALLBACK: usize = 2048;

/// The clients, the messages between them, and the rules. An error is a sentence for the one who asked.
#[derive(Debug)]
pub(crate) struct Exchange {
    clients: Clients,
    under_way: UnderWay,
    /// Nobody new is taken in.
    is_closing: bool,
}

impl Exchange {
    /// A hub without clients, which knows itself.
    pub(crate) fn new(metadata: Map) -> Result<Self, String> {
        let subscriptions = Map::from([(PING.to_owned(), Value::Struct(Map::new()))]);
        let mut clients = Clients::default();
        clients.add(
            HUB,
            Client {
                // Nobody is told this one.
                private_key: token().map_err(|error| error.to_string())?,
                metadata,
                subscriptions: Subscriptions::read(subscriptions)?,
                ..Client::default()
            },
        );
        Ok(Self {
            clients,
            under_way: UnderWay::default(),
            is_closing: false,
        })
    }

    /// Takes a client in; gives its identifier and its private key.
    pub(crate) fn register(&mut self) -> Result<(String, String), String> {
        if self.is_closing {
            return Err("the hub is ending".to_owned());
        }
        let (id, private_key) = self.clients.register()?;
        self.tell_all("register", map_of([("id", id.clone())]));
        Ok((id, private_key))
    }

    /// Lets a client go, and tells the others; those who wait for its responses are told too.
    pub(crate) fn unregister(&mut self, id: &str) {
        if let Ok(client) = self.clients.get(id) {
            // Who delivers to it looks, and finds it gone.
            client.mailbox.bell.notify_one();
        }
        if self.clients.remove(id) {
            self.under_way.forget_client(id);
            self.tell_all("unregister", map_of([("id", id.to_owned())]));
        }
    }

    /// The identifier of the client that says this private key.
    pub(crate) fn caller(&self, private_key: &str) -> Result<String, String> {
        self.clients.caller(private_key)
    }

    pub(crate) fn declare_metadata(&mut self, caller: &str, metadata: Map) -> Result<(), String> {
        self.clients.get_mut(caller)?.metadata = metadata.clone();
        let mut params = map_of([("id", caller.to_owned())]);
        params.insert("metadata".to_owned(), Value::Struct(metadata));
        self.tell_all("metadata", params);
        Ok(())
    }

    pub(crate) fn metadata(&self, client: &str) -> Result<Map, String> {
        Ok(self.clients.get(client)?.metadata.clone())
    }

    /// SAMP 1.3, 4.4: only clients that can be called take messages.
    pub(crate) fn set_callback(&mut self, caller: &str, url: String) -> Result<(), String> {
        let is_http = url.starts_with("http://") || url.starts_with("https://");
        if !is_http || url.len() > LONGEST_CALLBACK {
            return Err("a callback is an address that begins with http://".to_owned());
        }
        self.clients.get_mut(caller)?.callback = Some(url);
        Ok(())
    }

    pub(crate) fn declare_subscriptions(&mut self, caller: &str, map: Map) -> Result<(), String> {
        let client = self.clients.get_mut(caller)?;
        if client.callback.is_none() && !map.is_empty() {
            return Err("a client takes messages only after samp.hub.setXmlrpcCallback".to_owned());
        }
        client.subscriptions = Subscriptions::read(map.clone())?;
        let mut params = map_of([("id", caller.to_owned())]);
        params.insert("subscriptions".to_owned(), Value::Struct(map));
        self.tell_all("subscriptions", params);
        Ok(())
    }

    pub(crate) fn subscriptions(&self, client: &str) -> Result<Map, String> {
        Ok(self.clients.get(client)?.subscriptions.map().clone())
    }

    /// All but the one who asks, the hub among them.
    pub(crate) fn registered_clients(&self, caller: &str) -> Vec<String> {
        let ids = self.clients.iter().map(|(id, _)| id);
        ids.filter(|id| *id != caller).cloned().collect()
    }

    /// Who takes a message, with what each has said about it; never the one who asks.
    pub(crate) fn subscribed_clients(&self, caller: &str, mtype: &str) -> Map {
        self.clients
            .iter()
            .filter(|(id, _)| *id != caller)
            .filter_map(|(id, client)| Some((id.clone(), client.subscriptions.of(mtype)?.clone())))
            .collect()
    }

    pub(crate) fn notify(
        &mut self,
        from: &str,
        to: &str,
        sent: (Map, usize),
    ) -> Result<(), String> {
        let (message, mtype) = Content::message(sent.0, sent.1)?;
        self.check_taken(to, &mtype)?;
        let from = from.to_owned();
        self.post(to, Errand::Notification { from, message })
    }

    /// Gives the identifiers of those to whom it went.
    pub(crate) fn notify_all(
        &mut self,
        from: &str,
        sent: (Map, usize),
    ) -> Result<Vec<String>, String> {
        let (message, mtype) = Content::message(sent.0, sent.1)?;
        let mut receivers: Vec<String> =
            self.subscribed_clients(from, &mtype).into_keys().collect();
        receivers.retain(|to| {
            let (from, message) = (from.to_owned(), message.clone());
            self.post(to, Errand::Notification { from, message })
                .is_ok()
        });
        Ok(receivers)
    }

    /// Gives the message's identifier.
    pub(crate) fn call(
        &mut self,
        from: &str,
        to: &str,
        tag: String,
        sent: (Map, usize),
    ) -> Result<String, String> {
        let (message, mtype) = Content::message(sent.0, sent.1)?;
        self.check_tag(from, &tag)?;
        self.check_taken(to, &mtype)?;
        self.pass_on(from, to, Back::Tagged(tag), message)
    }

    /// Gives the message's identifier at each of those to whom it went.
    pub(crate) fn call_all(
        &mut self,
        from: &str,
        tag: &str,
        sent: (Map, usize),
    ) -> Result<Map, String> {
        let (message, mtype) = Content::message(sent.0, sent.1)?;
        self.check_tag(from, tag)?;
        let mut ids = Map::new();
        for to in self.subscribed_clients(from, &mtype).into_keys() {
            let back = Back::Tagged(tag.to_owned());
            if let Ok(id) = self.pass_on(from, &to, back, message.clone()) {
                ids.insert(to, Value::String(id));
            }
        }
        Ok(ids)
    }

    /// Gives the message's identifier, and what becomes of it.
    pub(crate) fn call_and_wait(
        &mut self,
        from: &str,
        to: &str,
        sent: (Map, usize),
    ) -> Result<(String, oneshot::Receiver<Outcome>), String> {
        let (message, mtype) = Content::message(sent.0, sent.1)?;
        self.check_taken(to, &mtype)?;
        let (waiter, outcome) = oneshot::channel();
        let id = self.pass_on(from, to, Back::Awaited(waiter), message)?;
        Ok((id, outcome))
    }

    pub(crate) fn reply(&mut self, from: &str, id: &str, sent: (Map, usize)) -> Result<(), String> {
        let response = Content::response(sent.0, sent.1)?;
        let message = self.under_way.take(id, from)?;
        self.give_back(from, &message.sender, message.back, response)
    }

    /// Answers in the name of a receiver that did not get a message.
    pub(crate) fn fail(&mut self, id: &str, why: &str) {
        let Some(message) = self.under_way.forget(id) else {
            return;
        };
        let response = Content::new(error_response(why), why.len());
        match message.back {
            Back::Awaited(waiter) => drop(waiter.send(Err(why.to_owned()))),
            back @ Back::Tagged(_) => {
                // A sender whose mailbox is full has more to worry about.
                drop(self.give_back(&message.receiver, &message.sender, back, response));
            }
        }
    }

    /// Stops waiting for a response.
    pub(crate) fn forget(&mut self, id: &str) {
        drop(self.under_way.forget(id));
    }

    /// Tells all who want to know that the hub ends, and takes nobody in any more.
    pub(crate) fn close(&mut self) {
        if !std::mem::replace(&mut self.is_closing, true) {
            self.tell_all("shutdown", Map::new());
            for (_, client) in self.clients.iter() {
                client.mailbox.bell.notify_one();
            }
        }
    }

    /// A client, for those who deliver to it.
    pub(crate) fn client(&mut self, id: &str) -> Option<&mut Client> {
        self.clients.get_mut(id).ok()
    }

    fn check_tag(&self, from: &str, tag: &str) -> Result<(), String> {
        if tag.len() > LONGEST_TAG {
            return Err("the message tag is too long".to_owned());
        }
        match self.clients.get(from)?.callback {
            Some(_) => Ok(()),
            None => Err(
                "a client can be responded to only after samp.hub.setXmlrpcCallback: use samp.hub.callAndWait"
                    .to_owned(),
            ),
        }
    }

    fn check_taken(&self, to: &str, mtype: &str) -> Result<(), String> {
        match self.clients.get(to)?.subscriptions.of(mtype) {
            Some(_) => Ok(()),
            None => Err(format!("client {to} is not subscribed to {mtype}")),
        }
    }

    fn pass_on(
        &mut self,
        from: &str,
        to: &str,
        back: Back,
        message: Content,
    ) -> Result<String, String> {
        let id = self.under_way.add(from, to, back)?;
        if to == HUB {
            // The only message that the hub is subscribed to is the ping.
            self.reply(HUB, &id, (ok_response(), 0))?;
            return Ok(id);
        }
        let errand = Errand::Call {
            from: from.to_owned(),
            id: id.clone(),
            message,
        };
        if let Err(why) = self.post(to, errand) {
            drop(self.under_way.forget(&id));
            return Err(why);
        }
        Ok(id)
    }

    fn give_back(
        &mut self,
        from: &str,
        to: &str,
        back: Back,
        response: Content,
    ) -> Result<(), String> {
        match back {
            Back::Awaited(waiter) => match waiter.send(Ok(Map::clone(&response.map))) {
                Ok(()) => Ok(()),
                Err(_) => Err("the sender has stopped waiting".to_owned()),
            },
            Back::Tagged(tag) => {
                let from = from.to_owned();
                self.post(
                    to,
                    Errand::Response {
                        from,
                        tag,
                        response,
                    },
                )
            }
        }
    }

    /// Tells an event of the hub's to those who are subscribed to it: SAMP 1.3, 3.11 and its table of message types. They may
    /// be those whom it is about.
    fn tell_all(&mut self, what: &str, params: Map) {
        let mtype = format!("samp.hub.event.{what}");
        let errand = of_hub(&mtype, params);
        for to in self.subscribed_clients(HUB, &mtype).into_keys() {
            // One whose mailbox is full misses it.
            self.post(&to, errand.clone()).ok();
        }
    }

    /// Has a client asked whether it is still there, if it takes that: who crashed did not unregister.
    pub(crate) fn ping(&mut self, client: &str) {
        if self.check_taken(client, PING).is_ok() {
            self.post(client, of_hub(PING, Map::new())).ok();
        }
    }

    fn post(&mut self, to: &str, errand: Errand) -> Result<(), String> {
        if to == HUB {
            return Ok(());
        }
        let waiting: usize = self
            .clients
            .iter()
            .map(|(_, client)| client.mailbox.bytes())
            .sum();
        let client = self.clients.get_mut(to)?;
        if waiting < LARGEST_MAIL && client.mailbox.put(errand) {
            Ok(())
        } else {
            Err(format!(
                "client {to} does not take its messages, and too many wait for it"
            ))
        }
    }
}

/// What the hub itself says.
fn of_hub(mtype: &str, params: Map) -> Errand {
    let size = xml_size(&params);
    Errand::Notification {
        from: HUB.to_owned(),
        message: Content::new(message(mtype, params), size),
    }
}

/// What a map takes as XML, about.
fn xml_size(map: &Map) -> usize {
    map.iter()
        .map(|(key, value)| {
            let value = match value {
                Value::String(text) => text.len(),
                Value::Struct(map) => xml_size(map),
                Value::Array(list) => 100 * list.len(),
                _ => 0,
            };
            100 + key.len() + value
        })
        .sum()
}

#[cfg(test)]
mod tests;
