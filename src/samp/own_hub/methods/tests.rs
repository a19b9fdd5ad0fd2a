//! Calls as clients make them, as XML.

use std::sync::Arc;

use super::*;
use crate::samp::{message::message, xmlrpc::Returned};

/// Each method that wants a private key, and what it says when it is given nothing else.
const WANTS: [(&str, Option<&str>); 14] = [
    ("unregister", None),
    (
        "declareMetadata",
        Some("the metadata: there is none, or it is no map"),
    ),
    (
        "declareSubscriptions",
        Some("the subscriptions: there is none, or it is no map"),
    ),
    (
        "setXmlrpcCallback",
        Some("the address: there is none, or it is no string"),
    ),
    (
        "getMetadata",
        Some("the client: there is none, or it is no string"),
    ),
    (
        "getSubscriptions",
        Some("the client: there is none, or it is no string"),
    ),
    ("getRegisteredClients", None),
    (
        "getSubscribedClients",
        Some("the MType: there is none, or it is no string"),
    ),
    (
        "notify",
        Some("the receiver: there is none, or it is no string"),
    ),
    (
        "notifyAll",
        Some("the message: there is none, or it is no map"),
    ),
    (
        "call",
        Some("the receiver: there is none, or it is no string"),
    ),
    (
        "callAll",
        Some("the message tag: there is none, or it is no string"),
    ),
    (
        "callAndWait",
        Some("the receiver: there is none, or it is no string"),
    ),
    (
        "reply",
        Some("the message identifier: there is none, or it is no string"),
    ),
];

const SECRET: &str = "0123456789abcdef";

fn board() -> Arc<Switchboard> {
    let exchange = Exchange::new(Map::new()).unwrap();
    Switchboard::new(exchange, SECRET.to_owned()).0
}

async fn ask(board: &Switchboard, method: &str, params: Vec<Value>) -> Returned {
    let xml = xmlrpc::call(method, params).unwrap();
    let answer = answer(board, xml.as_bytes()).await.unwrap();
    xmlrpc::read_response(answer.as_bytes()).unwrap()
}

async fn returned(board: &Switchboard, method: &str, params: Vec<Value>) -> Value {
    match ask(board, method, params).await {
        Returned::Value(value) => value,
        Returned::Fault(said) => panic!("{method}: {said}"),
    }
}

async fn fault(board: &Switchboard, method: &str, params: Vec<Value>) -> String {
    match ask(board, method, params).await {
        Returned::Value(value) => panic!("{method}: {value:?}"),
        Returned::Fault(said) => said,
    }
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn ping() -> Value {
    Value::Struct(message("samp.app.ping", Map::new()))
}

/// Registers; gives the private key.
async fn register(board: &Switchboard) -> Value {
    let Value::Struct(map) = returned(board, "samp.hub.register", vec![text(SECRET)]).await else {
        panic!("no map")
    };
    assert_eq!(map.get("samp.hub-id"), Some(&text("hub")));
    map.get("samp.private-key").unwrap().clone()
}

#[tokio::test]
async fn who_does_not_know_the_secret_is_not_taken_in() {
    let board = board();
    for secret in ["", "0123", "0123456789abcdeF", "0123456789abcdef0"] {
        let said = fault(&board, "samp.hub.register", vec![text(secret)]).await;
        assert_eq!(said, "that is not the secret of the lock file");
    }
    fault(&board, "samp.hub.register", vec![]).await;
    returned(&board, "samp.hub.ping", vec![]).await;
    register(&board).await;
}

#[tokio::test]
async fn every_method_wants_a_private_key_and_its_parameters() {
    let board = board();
    let key = register(&board).await;
    for (method, wants) in WANTS {
        let method = format!("samp.hub.{method}");
        let said = fault(&board, &method, vec![]).await;
        assert_eq!(said, "the private key: there is none, or it is no string");
        if method != "samp.hub.callAndWait" {
            let said = fault(&board, &method, vec![text("guess"), text("c1"), ping()]).await;
            assert_eq!(said, "that is the private key of no registered client");
        }
        if let Some(wants) = wants {
            let said = fault(&board, &method, vec![key.clone()]).await;
            assert_eq!(said, wants);
        }
    }
    let said = fault(&board, "samp.hub.explode", vec![key.clone()]).await;
    assert_eq!(said, "there is no method samp.hub.explode");
    let long = "x".repeat(LARGEST_DECLARATION);
    let metadata = Value::Struct(map_of([("samp.name", long)]));
    fault(&board, "samp.hub.declareMetadata", vec![key, metadata]).await;
}

#[tokio::test]
async fn a_call_can_be_waited_for() {
    let board = board();
    let (key, other) = (register(&board).await, register(&board).await);
    let wait = |to: &str, seconds: Value| {
        let params = vec![key.clone(), text(to), ping(), seconds];
        ask(&board, "samp.hub.callAndWait", params)
    };
    let Returned::Value(Value::Struct(response)) = wait("hub", text("10")).await else {
        panic!("no response")
    };
    assert_eq!(response.get("samp.status"), Some(&text("samp.ok")));
    for seconds in [text("0"), text("-1"), text(" 5 "), Value::Integer(10)] {
        assert!(
            matches!(wait("hub", seconds).await, Returned::Value(_)),
            "at once"
        );
    }
    for (to, seconds) in [
        ("hub", text("soon")),
        ("c2", text("10")),
        ("c9", text("10")),
    ] {
        assert!(
            matches!(wait(to, seconds).await, Returned::Fault(_)),
            "{to}"
        );
    }
    let url = vec![other.clone(), text("http://127.0.0.1/")];
    returned(&board, "samp.hub.setXmlrpcCallback", url).await;
    let subscriptions = Map::from([("samp.app.ping".to_owned(), Value::Struct(Map::new()))]);
    let subscriptions = vec![other, Value::Struct(subscriptions)];
    returned(&board, "samp.hub.declareSubscriptions", subscriptions).await;
    let Returned::Fault(said) = wait("c2", text("1")).await else {
        panic!("nobody responded")
    };
    assert_eq!(said, "client c2 did not respond within 1 s");
}

#[tokio::test]
async fn what_is_not_xml_rpc_is_refused_in_xml_rpc() {
    let board = board();
    for xml in [
        "",
        "<html/>",
        "\0",
        "<!DOCTYPE x [<!ENTITY e 'x'>]><methodCall/>",
    ] {
        let answer = answer(&board, xml.as_bytes()).await.unwrap();
        let read = xmlrpc::read_response(answer.as_bytes()).unwrap();
        assert!(matches!(read, Returned::Fault(_)), "{xml}");
    }
}
