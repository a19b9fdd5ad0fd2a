//! A SAMP hub that does what a test tells it to: hang, refuse, speak as jsamp does, or die.

use std::{
    collections::BTreeMap,
    future::pending,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use dxr::{MethodCall, Value};
use hyper::{Request, Response};
use tokio::net::TcpListener;
use vodiscover::http::{
    post::Poster,
    serve::{Body, Server, serve},
};

use crate::dialect::{Dialect, document};

/// What a receiver does with a table that it is told of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Receiver {
    /// Fetches it and says `samp.ok`.
    Loads,
    /// As `Loads`, before the hub has answered the sender.
    LoadsAtOnce,
    /// Says `samp.error`, with this text and a stack trace.
    Refuses(&'static str),
    /// Says nothing, ever.
    Silent,
    /// As `Loads`; takes no coverage maps by their own message, but scripts as Aladin does.
    IsAladin,
    /// Has ended without a word: the hub cannot reach it.
    Crashed,
    /// Unregisters.
    Leaves,
    /// Makes the hub say that it shuts down.
    EndsTheHub,
    /// Somebody who does not know the key says `samp.ok` in its name.
    IsImpersonated,
}

/// What the hub is to do.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub(crate) dialect: Dialect,
    pub(crate) secret: &'static str,
    /// Identifier, name and what it does.
    pub(crate) receivers: Vec<(&'static str, &'static str, Receiver)>,
    /// Methods that are never answered.
    pub(crate) hangs: Vec<&'static str>,
    /// Methods that end in a fault, with its words.
    pub(crate) faults: Vec<(&'static str, &'static str)>,
    /// Methods that are answered by something that is not XML-RPC.
    pub(crate) nonsense: Vec<&'static str>,
    /// How often a name is asked for in vain, as of a client that has only just come.
    pub(crate) nameless_for: usize,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            dialect: Dialect::Jsamp,
            secret: "a=b==",
            receivers: vec![("c2", "TOPCAT", Receiver::Loads)],
            hangs: Vec::new(),
            faults: Vec::new(),
            nonsense: Vec::new(),
            nameless_for: 0,
        }
    }
}

impl Script {
    /// A hub with certain receivers.
    pub(crate) fn with_receivers(receivers: &[(&'static str, &'static str, Receiver)]) -> Self {
        Self {
            receivers: receivers.to_vec(),
            ..Self::default()
        }
    }
}

type Map = BTreeMap<String, Value>;

#[derive(Debug, Default)]
struct Seen {
    calls: Vec<(String, Vec<Value>)>,
    callback: String,
    fetched: Vec<Bytes>,
}

/// The hub; it is gone when this is dropped, and its lock file stays.
#[derive(Debug)]
pub(crate) struct Hub {
    server: Server,
    seen: Arc<Mutex<Seen>>,
}

/// What it gives to those who register.
pub(crate) const KEY: &str = "k:1_secret";

impl Hub {
    /// Starts a hub, and writes its lock file.
    pub(crate) async fn start(script: Script, lockfile: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (secret, dialect) = (script.secret, script.dialect);
        let seen = Arc::<Mutex<Seen>>::default();
        let answering = Arc::new((script, Arc::clone(&seen)));
        let server = serve(listener, move |request| {
            let answering = Arc::clone(&answering);
            async move { answer(&answering.0, &answering.1, request).await }
        })
        .unwrap();
        let path = match dialect {
            Dialect::Jsamp => "/xmlrpc",
            Dialect::Python => "",
        };
        let url = format!("http://{}{path}", server.address());
        std::fs::write(
            lockfile,
            format!("# a hub\r\nsamp.secret={secret}\r\nsamp.hub.xmlrpc.url={url}\r\n"),
        )
        .unwrap();
        Self { server, seen }
    }

    /// The parameters of every call of a method so far.
    pub(crate) fn calls(&self, method: &str) -> Vec<Vec<Value>> {
        let seen = self.seen.lock().unwrap();
        let calls = seen.calls.iter().filter(|(name, _)| name == method);
        calls.map(|(_, params)| params.clone()).collect()
    }

    /// The tables that the receivers have fetched.
    pub(crate) fn fetched(&self) -> Vec<Bytes> {
        self.seen.lock().unwrap().fetched.clone()
    }

    /// Where the client wants to be called.
    pub(crate) fn callback(&self) -> String {
        self.seen.lock().unwrap().callback.clone()
    }

    /// Waits until a method has been called so often.
    pub(crate) async fn wait_for(&self, method: &str, times: usize) {
        let called = async {
            while self.calls(method).len() < times {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), called)
            .await
            .unwrap_or_else(|_| panic!("{method} was not called {times} times"));
    }

    pub(crate) fn address(&self) -> std::net::SocketAddr {
        self.server.address()
    }
}

async fn answer(
    script: &Script,
    seen: &Arc<Mutex<Seen>>,
    request: Request<Bytes>,
) -> Response<Body> {
    let xml = String::from_utf8(request.into_body().into()).unwrap();
    let call = MethodCall::from_xml(&xml).unwrap();
    let (method, params) = (call.name.into_owned(), call.params);
    let call = (method.clone(), params.clone());
    seen.lock().unwrap().calls.push(call);
    let is = |name: &&str| *name == method;
    if script.hangs.iter().any(is) {
        return pending().await;
    }
    if script.nonsense.iter().any(is) {
        return Response::new(Body::full("<html><body>Hello</body></html>"));
    }
    let fault = script.faults.iter().find(|(name, _)| is(name));
    let returned = match fault {
        Some((_, said)) => Err(*said),
        None => act(script, seen, &method, &params).await,
    };
    Response::new(Body::full(document(script.dialect, &returned)))
}

async fn act(
    script: &Script,
    seen: &Arc<Mutex<Seen>>,
    method: &str,
    params: &[Value],
) -> Result<Value, &'static str> {
    let key = if method == "samp.hub.register" {
        script.secret
    } else {
        KEY
    };
    if method != "samp.hub.ping" && params.first() != Some(&text(key)) {
        return Err("org.astrogrid.samp.client.SampException: Bad password");
    }
    match method {
        "samp.hub.register" => Ok(map([
            ("samp.hub-id", text("hub")),
            ("samp.self-id", text("c1")),
            ("samp.private-key", text(KEY)),
        ])),
        "samp.hub.setXmlrpcCallback" => {
            seen.lock().unwrap().callback = string(&params[1]);
            Ok(text(""))
        }
        "samp.hub.getSubscribedClients" => {
            let takes = |does: Receiver| match string(&params[1]).as_str() {
                "coverage.load.moc.fits" => does != Receiver::IsAladin,
                "script.aladin.send" => does == Receiver::IsAladin,
                _ => true,
            };
            let found = script.receivers.iter().filter(|(_, _, does)| takes(*does));
            Ok(map(found.map(|(id, _, _)| (*id, map([])))))
        }
        "samp.hub.getMetadata" => {
            let id = string(&params[1]);
            let calls = &seen.lock().unwrap().calls;
            let n_asked = calls
                .iter()
                .filter(|(method, _)| method == "samp.hub.getMetadata");
            let is_late = n_asked.count() <= script.nameless_for;
            let mut known = script.receivers.iter().filter(|_| !is_late);
            let name = known.find(|(other, _, _)| *other == id);
            Ok(map(name.map(|(_, name, _)| ("samp.name", text(name)))))
        }
        "samp.hub.call" => {
            let url = string(under(under(&params[3], "samp.params"), "url"));
            let one = string(&params[1]);
            let known = script.receivers.iter().find(|(id, _, _)| *id == one);
            let (id, _, does) = *known.ok_or("no such client")?;
            if does == Receiver::Crashed {
                return Err("org.astrogrid.samp.client.SampException: Connection refused");
            }
            let responding = respond(Arc::clone(seen), id, does, string(&params[2]), url);
            if does == Receiver::LoadsAtOnce {
                responding.await;
            } else {
                tokio::spawn(responding);
            }
            Ok(text("msg"))
        }
        _ => Ok(act_for_a_full_client(script, method)),
    }
}

/// What a client asks that does more than broadcast.
fn act_for_a_full_client(script: &Script, method: &str) -> Value {
    let ids = script.receivers.iter().map(|(id, _, _)| text(id));
    match method {
        "samp.hub.getRegisteredClients" => {
            Value::Array(std::iter::once(text("hub")).chain(ids).collect())
        }
        "samp.hub.getSubscriptions" => map([("table.*", map([])), ("coord.pointAt.sky", map([]))]),
        "samp.hub.notifyAll" => Value::Array(ids.collect()),
        _ => text(""),
    }
}

async fn respond(
    seen: Arc<Mutex<Seen>>,
    id: &'static str,
    does: Receiver,
    tag: String,
    url: String,
) {
    let poster = Poster::new(1 << 20).unwrap();
    let status = |status| ("samp.status", text(status));
    let event = |name: &str, params: Value| {
        let message = map([("samp.mtype", text(name)), ("samp.params", params)]);
        (
            "samp.client.receiveNotification",
            vec![text(KEY), text("hub"), message],
        )
    };
    let response = |key: &str, response| {
        (
            "samp.client.receiveResponse",
            vec![text(key), text(id), text(&tag), response],
        )
    };
    let (method, params) = match does {
        Receiver::Silent | Receiver::Crashed => return,
        Receiver::Loads | Receiver::LoadsAtOnce | Receiver::IsAladin => {
            let table = poster.get(&url, Duration::from_secs(5)).await;
            let error = map([("samp.errortxt", text("cannot read it"))]);
            let said = match table {
                Err(_) => [status("samp.error"), ("samp.error", error)],
                Ok(table) => {
                    seen.lock().unwrap().fetched.push(table);
                    [status("samp.ok"), ("samp.result", map([]))]
                }
            };
            response(KEY, map(said))
        }
        Receiver::Refuses(why) => {
            let trace = text("java.io.IOException\n\tat uk.ac");
            let error = map([("samp.errortxt", text(why)), ("samp.debugtxt", trace)]);
            response(KEY, map([status("samp.error"), ("samp.error", error)]))
        }
        Receiver::Leaves => event("samp.hub.event.unregister", map([("id", text(id))])),
        Receiver::EndsTheHub => event("samp.hub.event.shutdown", map([])),
        Receiver::IsImpersonated => response("guess", map([status("samp.ok")])),
    };
    let callback = seen.lock().unwrap().callback.clone();
    call_back(&callback, method, params).await;
}

/// Calls the client as a hub does; gives its answer.
pub(crate) async fn call_back(callback: &str, method: &'static str, params: Vec<Value>) -> String {
    let call = MethodCall {
        name: method.into(),
        params,
    };
    let poster = Poster::new(1 << 20).unwrap();
    let answer = poster
        .post_xml(callback, call.to_xml().unwrap(), Duration::from_secs(5))
        .await
        .unwrap();
    String::from_utf8(answer.into()).unwrap()
}

pub(crate) fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

pub(crate) fn map<'a>(pairs: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let pairs = pairs
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value));
    Value::Struct(pairs.collect::<Map>())
}

pub(crate) fn string(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        _ => panic!("{value:?} is no string"),
    }
}

pub(crate) fn under<'a>(value: &'a Value, key: &str) -> &'a Value {
    match value {
        Value::Struct(map) => &map[key],
        _ => panic!("{value:?} is no map"),
    }
}

/// A folder of its own, and the lock file in it.
pub(crate) fn lock_place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let lockfile = folder.path().join("a lock");
    (folder, lockfile)
}
