//! The hub's side of SAMP, as we call it: SAMP 1.3, 3.11 and 4.4.

use std::time::Duration;

use dxr::Value;

use super::{
    SampError,
    lockfile::Lockfile,
    message::{Map, text_of},
    text::remark,
    xmlrpc::{self, Returned},
};
use crate::http::post::{PostError, Poster};

/// A hub that has registered us. What it is asked is bounded in time.
#[derive(Clone)]
pub(crate) struct Hub {
    line: Line,
    /// What we say in every call, and what the hub says in every call to us.
    pub(crate) private_key: String,
    /// By what the hub itself is known among its clients; its events come from there.
    pub(crate) own_id: String,
    /// By what we are known.
    pub(crate) self_id: String,
}

/// The way to a hub, registered or not.
#[derive(Clone)]
struct Line {
    poster: Poster,
    url: String,
    patience: Duration,
}

impl Hub {
    /// Whether anybody answers where a lock file says that the hub is.
    pub(crate) async fn is_at(poster: &Poster, lockfile: &Lockfile, patience: Duration) -> bool {
        let line = Line::new(poster, lockfile, patience);
        line.call("samp.hub.ping", Vec::new()).await.is_ok()
    }

    /// Registers with the hub that a lock file names.
    pub(crate) async fn register(
        poster: &Poster,
        lockfile: &Lockfile,
        patience: Duration,
    ) -> Result<Self, SampError> {
        let line = Line::new(poster, lockfile, patience);
        let secret = Value::String(lockfile.secret.clone());
        let returned = line.call("samp.hub.register", vec![secret]).await?;
        let registration = line.map(returned)?;
        match text_of(&registration, "samp.private-key") {
            Some(key) if !key.is_empty() => Ok(Self {
                private_key: key.to_owned(),
                own_id: id_under(&registration, "samp.hub-id"),
                self_id: id_under(&registration, "samp.self-id"),
                line,
            }),
            _ => Err(line.odd("it gave no samp.private-key".to_owned())),
        }
    }

    pub(crate) async fn declare_metadata(&self, metadata: Map) -> Result<(), SampError> {
        let metadata = vec![Value::Struct(metadata)];
        self.call("samp.hub.declareMetadata", metadata)
            .await
            .map(drop)
    }

    /// Must come before subscriptions: jsamp's hub refuses those of a client that it cannot call.
    pub(crate) async fn set_callback(&self, url: &str) -> Result<(), SampError> {
        let url = vec![Value::String(url.to_owned())];
        self.call("samp.hub.setXmlrpcCallback", url).await.map(drop)
    }

    pub(crate) async fn declare_subscriptions(
        &self,
        mtypes: impl Iterator<Item = &str>,
    ) -> Result<(), SampError> {
        let mtypes = mtypes
            .map(|mtype| (mtype.to_owned(), Value::Struct(Map::new())))
            .collect();
        self.call("samp.hub.declareSubscriptions", vec![Value::Struct(mtypes)])
            .await
            .map(drop)
    }

    /// The identifiers of the other clients that take a message.
    pub(crate) async fn subscribed_clients(&self, mtype: &str) -> Result<Vec<String>, SampError> {
        let mtype = vec![Value::String(mtype.to_owned())];
        let returned = self.call("samp.hub.getSubscribedClients", mtype).await?;
        Ok(self.line.map(returned)?.into_keys().collect())
    }

    /// The identifiers of all other clients, the hub's own among them.
    pub(crate) async fn registered_clients(&self) -> Result<Vec<String>, SampError> {
        let returned = self
            .call("samp.hub.getRegisteredClients", Vec::new())
            .await?;
        self.line.list(returned)
    }

    /// What a client says of itself.
    pub(crate) async fn metadata_of(&self, client: &str) -> Result<Map, SampError> {
        let client = vec![Value::String(client.to_owned())];
        let returned = self.call("samp.hub.getMetadata", client).await?;
        self.line.map(returned)
    }

    /// What a client takes.
    pub(crate) async fn subscriptions_of(&self, client: &str) -> Result<Map, SampError> {
        let client = vec![Value::String(client.to_owned())];
        let returned = self.call("samp.hub.getSubscriptions", client).await?;
        self.line.map(returned)
    }

    /// What a client calls itself, if it says.
    pub(crate) async fn name_of(&self, client: &str) -> Result<Option<String>, SampError> {
        let metadata = self.metadata_of(client).await?;
        let name = text_of(&metadata, "samp.name").map(remark);
        Ok(name.filter(|name| !name.is_empty()))
    }

    /// Sends a message to one client. Its response comes with `tag`.
    pub(crate) async fn call_one(
        &self,
        client: &str,
        tag: &str,
        message: Map,
    ) -> Result<(), SampError> {
        let params = vec![
            Value::String(client.to_owned()),
            Value::String(tag.to_owned()),
            Value::Struct(message),
        ];
        self.call("samp.hub.call", params).await.map(drop)
    }

    /// Sends a message that wants no answer to all who take it; gives their identifiers.
    pub(crate) async fn notify_all(&self, message: Map) -> Result<Vec<String>, SampError> {
        let returned = self
            .call("samp.hub.notifyAll", vec![Value::Struct(message)])
            .await?;
        self.line.list(returned)
    }

    /// Sends a message that wants no answer to one client.
    pub(crate) async fn notify_one(&self, client: &str, message: Map) -> Result<(), SampError> {
        let params = vec![Value::String(client.to_owned()), Value::Struct(message)];
        self.call("samp.hub.notify", params).await.map(drop)
    }

    pub(crate) async fn reply(&self, message_id: String, response: Map) -> Result<(), SampError> {
        let params = vec![Value::String(message_id), Value::Struct(response)];
        self.call("samp.hub.reply", params).await.map(drop)
    }

    /// Whether the hub is there at all.
    pub(crate) async fn ping(&self) -> Result<(), SampError> {
        self.line.call("samp.hub.ping", Vec::new()).await.map(drop)
    }

    /// Where it is.
    pub(crate) fn url(&self) -> &str {
        &self.line.url
    }

    pub(crate) async fn unregister(&self) -> Result<(), SampError> {
        self.call("samp.hub.unregister", Vec::new()).await.map(drop)
    }

    async fn call(&self, method: &'static str, rest: Vec<Value>) -> Result<Value, SampError> {
        let mut params = vec![Value::String(self.private_key.clone())];
        params.extend(rest);
        self.line.call(method, params).await
    }
}

/// Without the key, which must not come into a log.
impl std::fmt::Debug for Hub {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hub")
            .field("url", &self.line.url)
            .finish_non_exhaustive()
    }
}

/// An identifier that the hub gave; empty where it gave none.
fn id_under(map: &Map, key: &str) -> String {
    text_of(map, key).unwrap_or_default().to_owned()
}

impl Line {
    fn new(poster: &Poster, lockfile: &Lockfile, patience: Duration) -> Self {
        Self {
            poster: poster.clone(),
            url: lockfile.url.clone(),
            patience,
        }
    }

    async fn call(&self, method: &'static str, params: Vec<Value>) -> Result<Value, SampError> {
        let xml = xmlrpc::call(method, params).map_err(|why| self.odd(why))?;
        let answer = self.poster.post_xml(&self.url, xml, self.patience).await;
        match xmlrpc::read_response(&answer.map_err(|why| self.failed(why))?) {
            Ok(Returned::Value(value)) => Ok(value),
            Ok(Returned::Fault(said)) => Err(SampError::HubRefuses {
                method,
                said: remark(&said),
            }),
            Err(why) => Err(self.odd(why)),
        }
    }

    fn map(&self, value: Value) -> Result<Map, SampError> {
        match value {
            Value::Struct(map) => Ok(map),
            _ => Err(self.odd("its answer is no map".to_owned())),
        }
    }

    /// A list of strings.
    fn list(&self, value: Value) -> Result<Vec<String>, SampError> {
        let Value::Array(items) = value else {
            return Err(self.odd("its answer is no list".to_owned()));
        };
        let text = |item| match item {
            Value::String(text) => Some(text),
            _ => None,
        };
        Ok(items.into_iter().filter_map(text).collect())
    }

    fn odd(&self, why: String) -> SampError {
        SampError::HubOdd {
            url: self.url.clone(),
            why,
        }
    }

    fn failed(&self, why: PostError) -> SampError {
        let url = self.url.clone();
        match why {
            PostError::Silent(_) => SampError::HubSilent { url, why },
            PostError::Status(_) | PostError::TooLarge(_) => self.odd(why.to_string()),
            PostError::Refused | PostError::Other(_) => SampError::HubGone { url, why },
        }
    }
}
