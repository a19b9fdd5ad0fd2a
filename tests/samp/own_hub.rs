//! Our own hub, with clients of every temper.

use std::{
    future::pending,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use dxr::{MethodCall, Value};
use hyper::{Request, Response};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use vodiscover::{
    http::{
        post::{PostError, Poster},
        serve::{Body, Server, serve},
    },
    samp::{
        Heard, Lockfile, OwnHub, Pings, Place, StartError,
        xmlrpc::{self, Returned},
    },
};

use crate::{
    answer, broadcast,
    hub::{lock_place, map, string, text, under},
    session,
};

/// What comes at all comes within this, on a machine that is busy.
const SOON: Duration = Duration::from_secs(20);

async fn start(lockfile: &Path) -> OwnHub {
    let place = Place::File(lockfile.to_owned());
    OwnHub::start(place).await.unwrap()
}

/// How a client takes what it is called with.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Temper {
    /// Answers at once, and responds to calls with `samp.ok`.
    Good,
    /// Never answers the hub.
    Hangs,
    /// Answers with a fault.
    Refuses,
}

type Calls = Arc<Mutex<Vec<(String, Vec<Value>)>>>;

/// A client that takes everything.
struct Guest {
    key: Value,
    id: String,
    hub: String,
    calls: Calls,
    server: Server,
}

impl Guest {
    async fn come(lockfile: &Path, temper: Temper) -> Self {
        let lock = Lockfile::parse(&std::fs::read(lockfile).unwrap()).unwrap();
        let me = value(&lock.url, "samp.hub.register", vec![text(&lock.secret)]).await;
        let key = under(&me, "samp.private-key").clone();
        let calls = Calls::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let taking = (lock.url.clone(), key.clone(), Arc::clone(&calls));
        let server = serve(listener, move |request| {
            let (hub, key, calls) = taking.clone();
            async move { take(temper, (hub, key), &calls, &request).await }
        })
        .unwrap();
        let guest = Self {
            id: string(under(&me, "samp.self-id")),
            hub: lock.url,
            key,
            calls,
            server,
        };
        let url = format!("http://{}", guest.server.address());
        guest.asks("setXmlrpcCallback", vec![text(&url)]).await;
        let all = map([("*", map([]))]);
        guest.asks("declareSubscriptions", vec![all]).await;
        guest
    }

    async fn asks(&self, method: &str, params: Vec<Value>) -> Value {
        let params = [vec![self.key.clone()], params].concat();
        value(&self.hub, &format!("samp.hub.{method}"), params).await
    }

    /// Waits until something has come that is so.
    async fn hears(&self, what: &str, is_so: impl Fn(&str, &[Value]) -> bool) {
        let heard = async {
            while !self
                .calls
                .lock()
                .unwrap()
                .iter()
                .any(|(method, params)| is_so(method, params))
            {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(SOON, heard)
            .await
            .unwrap_or_else(|_| panic!("{} has not heard {what}", self.id));
    }

    async fn hears_event(&self, event: &str, id: Option<&str>) {
        self.hears(event, |method, params| {
            method == "samp.client.receiveNotification"
                && string(under(&params[2], "samp.mtype")) == format!("samp.hub.event.{event}")
                && id.is_none_or(|id| string(under(under(&params[2], "samp.params"), "id")) == id)
        })
        .await;
    }
}

async fn take(
    temper: Temper,
    (hub, key): (String, Value),
    calls: &Calls,
    request: &Request<bytes::Bytes>,
) -> Response<Body> {
    let call = MethodCall::from_xml(std::str::from_utf8(request.body()).unwrap()).unwrap();
    let (method, params) = (call.name.into_owned(), call.params);
    assert_eq!(params[0], key, "the hub says the client's own key");
    let is_call = method == "samp.client.receiveCall";
    calls.lock().unwrap().push((method, params.clone()));
    let answer = match temper {
        Temper::Hangs => return pending().await,
        Temper::Refuses => xmlrpc::fault("I am not in the mood"),
        Temper::Good => {
            if is_call {
                let response = map([("samp.status", text("samp.ok")), ("samp.result", map([]))]);
                let reply = vec![key, params[2].clone(), response];
                tokio::spawn(async move { ask(&hub, "samp.hub.reply", reply).await });
            }
            xmlrpc::response(text(""))
        }
    };
    Response::new(Body::full(answer.unwrap()))
}

async fn ask(hub: &str, method: &str, params: Vec<Value>) -> Returned {
    let xml = xmlrpc::call(method, params).unwrap();
    let answer = Poster::new(1 << 20).unwrap().post_xml(hub, xml, SOON).await;
    xmlrpc::read_response(&answer.unwrap()).unwrap()
}

async fn value(hub: &str, method: &str, params: Vec<Value>) -> Value {
    match ask(hub, method, params).await {
        Returned::Value(value) => value,
        Returned::Fault(said) => panic!("{method}: {said}"),
    }
}

fn message(mtype: &str) -> Value {
    map([("samp.mtype", text(mtype)), ("samp.params", map([]))])
}

#[tokio::test]
async fn a_table_goes_through_our_own_hub_and_its_answer_comes_back() {
    let (_folder, lockfile) = lock_place();
    let hub = start(&lockfile).await;
    let guest = Guest::come(&lockfile, Temper::Good).await;
    let name = map([("samp.name", text("TOPCAT"))]);
    guest.asks("declareMetadata", vec![name]).await;
    let answers = broadcast(&session(&lockfile)).await;
    assert_eq!(answers, Ok(vec![answer("TOPCAT", Heard::Loaded)]));
    hub.stop().await;
}

#[tokio::test]
async fn a_client_that_hangs_or_refuses_delays_no_other() {
    let (_folder, lockfile) = lock_place();
    let _hub = start(&lockfile).await;
    let hanging = Guest::come(&lockfile, Temper::Hangs).await;
    let refusing = Guest::come(&lockfile, Temper::Refuses).await;
    let good = Guest::come(&lockfile, Temper::Good).await;
    let sender = Guest::come(&lockfile, Temper::Good).await;
    for _ in 0..50 {
        sender.asks("notifyAll", vec![message("a.note")]).await;
    }
    let params = vec![text("my tag"), message("a.call")];
    let ids = sender.asks("callAll", params).await;
    for guest in [&hanging, &refusing, &good] {
        string(under(&ids, &guest.id));
    }
    for (guest, status) in [(&good, "samp.ok"), (&refusing, "samp.error")] {
        sender
            .hears("a response", |method, params| {
                method == "samp.client.receiveResponse"
                    && string(&params[1]) == guest.id
                    && string(&params[2]) == "my tag"
                    && string(under(&params[3], "samp.status")) == status
            })
            .await;
    }
    let n_notes = |guest: &Guest| {
        let calls = guest.calls.lock().unwrap();
        let notes = calls.iter().filter(|(method, params)| {
            method == "samp.client.receiveNotification"
                && string(under(&params[2], "samp.mtype")) == "a.note"
        });
        notes.count()
    };
    assert_eq!(n_notes(&good), 50, "each once");
    assert_eq!(n_notes(&sender), 0, "its own do not come back");
    assert!(n_notes(&hanging) < 50, "so many at a time");
}

#[tokio::test]
async fn a_client_that_has_vanished_is_dropped_and_the_others_hear_it() {
    let (_folder, lockfile) = lock_place();
    let _hub = start(&lockfile).await;
    let watching = Guest::come(&lockfile, Temper::Good).await;
    let vanishing = Guest::come(&lockfile, Temper::Good).await;
    watching.hears_event("register", Some(&vanishing.id)).await;
    let (gone, key, url) = (vanishing.id, vanishing.key, vanishing.hub);
    drop(vanishing.server);
    for _ in 0..3 {
        watching.asks("notifyAll", vec![message("a.note")]).await;
    }
    watching.hears_event("unregister", Some(&gone)).await;
    let refused = ask(&url, "samp.hub.getRegisteredClients", vec![key]).await;
    assert!(matches!(refused, Returned::Fault(_)), "{refused:?}");
    let wait = vec![watching.key.clone(), text(&gone), message("x"), text("5")];
    let refused = ask(&url, "samp.hub.callAndWait", wait).await;
    let said = format!("no client {gone} is registered");
    assert_eq!(refused, Returned::Fault(said));
}

#[tokio::test]
async fn a_client_that_has_vanished_in_silence_is_missed() {
    let (_folder, lockfile) = lock_place();
    let short = Duration::from_millis(20);
    let pings = Pings {
        quiet: short,
        again: short,
    };
    let place = Place::File(lockfile.clone());
    let _hub = OwnHub::start_with(place, pings).await.unwrap();
    let watching = Guest::come(&lockfile, Temper::Good).await;
    let vanishing = Guest::come(&lockfile, Temper::Good).await;
    watching.hears_event("register", Some(&vanishing.id)).await;
    let gone = vanishing.id;
    drop(vanishing.server);
    watching.hears_event("unregister", Some(&gone)).await;
    let is_ping = |method: &str, params: &[Value]| {
        method == "samp.client.receiveNotification"
            && string(&params[1]) == "hub"
            && string(under(&params[2], "samp.mtype")) == "samp.app.ping"
    };
    watching.hears("a ping", is_ping).await;
    let others = watching.asks("getRegisteredClients", vec![]).await;
    assert!(matches!(others, Value::Array(ids) if ids == [text("hub")]));
}

#[tokio::test]
async fn the_end_is_told_to_all_and_leaves_nothing() {
    for is_dropped in [false, true] {
        let (folder, lockfile) = lock_place();
        let hub = start(&lockfile).await;
        let url = hub.url().to_owned();
        let hanging = Guest::come(&lockfile, Temper::Hangs).await;
        let good = Guest::come(&lockfile, Temper::Good).await;
        if is_dropped {
            drop(hub);
        } else {
            hub.stop().await;
        }
        assert!(!lockfile.exists(), "the lock file goes first");
        good.hears_event("shutdown", None).await;
        hanging.hears_event("shutdown", None).await;
        let closed = async {
            let poster = Poster::new(1000).unwrap();
            while poster.get(&url, SOON).await != Err(PostError::Refused) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(SOON, closed).await.unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[tokio::test]
async fn of_two_hubs_the_first_stays() {
    let (_folder, lockfile) = lock_place();
    let first = start(&lockfile).await;
    let place = Place::File(lockfile.clone());
    let refused = OwnHub::start(place.clone()).await.map(drop);
    let there = StartError::HubIsThere(first.url().to_owned());
    assert_eq!(refused, Err(there.into()));
    let lock = std::fs::read(&lockfile).unwrap();
    first.stop().await;
    // As a hub leaves it that was killed.
    std::fs::write(&lockfile, &lock).unwrap();
    let second = OwnHub::start(place).await.unwrap();
    assert_ne!(std::fs::read(&lockfile).unwrap(), lock);
    second.stop().await;
}

#[tokio::test]
async fn browsers_and_others_that_speak_no_xml_rpc_are_turned_away() {
    let (_folder, lockfile) = lock_place();
    let hub = start(&lockfile).await;
    let address = hub
        .url()
        .trim_start_matches("http://")
        .trim_end_matches("/xmlrpc");
    assert!(address.starts_with("127.0.0.1:"), "{address}");
    let ping = xmlrpc::call("samp.hub.ping", Vec::new()).unwrap();
    for (line, header, expected) in [
        ("POST /xmlrpc", "", "200"),
        ("POST /xmlrpc", "Origin: http://evil.example\r\n", "403"),
        ("POST /xmlrpc", "Origin: null\r\n", "403"),
        ("OPTIONS /xmlrpc", "", "405"),
        ("GET /xmlrpc", "", "405"),
        ("POST /", "", "404"),
        ("GET /crossdomain.xml", "", "404"),
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "{line} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{header}Content-Length: {}\r\n\r\n{ping}",
            ping.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let status = answer.split(' ').nth(1).unwrap();
        assert_eq!(status, expected, "{line} {header}: {answer}");
        assert!(
            !answer.to_lowercase().contains("access-control"),
            "{answer}"
        );
    }
}
