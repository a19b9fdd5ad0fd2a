//! The rules of SAMP 1.3, 3.11, without a network.

use super::*;

fn exchange() -> Exchange {
    Exchange::new(map_of([("samp.name", "Hub".to_owned())])).unwrap()
}

/// A client that can be called and takes these messages.
fn client(exchange: &mut Exchange, mtypes: &[&str]) -> String {
    let (id, _) = exchange.register().unwrap();
    let url = format!("http://127.0.0.1/{id}");
    exchange.set_callback(&id, url).unwrap();
    exchange
        .declare_subscriptions(&id, subscribed(mtypes))
        .unwrap();
    mail(exchange, &id);
    id
}

fn subscribed(mtypes: &[&str]) -> Map {
    let said = || Value::Struct(Map::new());
    mtypes
        .iter()
        .map(|mtype| ((*mtype).to_owned(), said()))
        .collect()
}

/// What has come for a client since.
fn mail(exchange: &mut Exchange, id: &str) -> Vec<Errand> {
    let mailbox = &mut exchange.client(id).unwrap().mailbox;
    std::iter::from_fn(|| mailbox.take()).collect()
}

/// The same, when just so many have come.
fn mails<const N: usize>(exchange: &mut Exchange, id: &str) -> [Errand; N] {
    mail(exchange, id).try_into().unwrap()
}

/// The events that have come for a client since: what has happened, and to whom.
fn events(exchange: &mut Exchange, id: &str) -> Vec<(String, Map)> {
    let told = mail(exchange, id).into_iter().map(|errand| {
        let Errand::Notification { from, message } = errand else {
            panic!("{errand:?} is no event")
        };
        assert_eq!(from, HUB);
        let (Some(Value::String(mtype)), Some(Value::Struct(params))) = (
            message.map.get("samp.mtype"),
            message.map.get("samp.params"),
        ) else {
            panic!("{message:?} is no event")
        };
        (mtype.clone(), params.clone())
    });
    told.collect()
}

fn ping() -> (Map, usize) {
    (message("samp.app.ping", Map::new()), 10)
}

fn ok() -> (Map, usize) {
    (ok_response(), 10)
}

#[test]
fn a_client_hears_who_comes_says_something_and_goes_itself_too() {
    let mut exchange = exchange();
    let watcher = client(&mut exchange, &["samp.hub.event.*"]);
    let (id, _) = exchange.register().unwrap();
    let name = map_of([("samp.name", "TOPCAT".to_owned())]);
    exchange.declare_metadata(&id, name.clone()).unwrap();
    exchange
        .set_callback(&id, "http://127.0.0.1/".to_owned())
        .unwrap();
    let taken = subscribed(&["samp.app.ping"]);
    exchange.declare_subscriptions(&id, taken.clone()).unwrap();
    exchange.unregister(&id);
    exchange.declare_metadata(&watcher, name.clone()).unwrap();
    let about = |what: &str, id: &str, said: Option<(&str, &Map)>| {
        let mut params = map_of([("id", id.to_owned())]);
        params.extend(said.map(|(key, map)| (key.to_owned(), Value::Struct(map.clone()))));
        (format!("samp.hub.event.{what}"), params)
    };
    assert_eq!(
        events(&mut exchange, &watcher),
        [
            about("register", &id, None),
            about("metadata", &id, Some(("metadata", &name))),
            about("subscriptions", &id, Some(("subscriptions", &taken))),
            about("unregister", &id, None),
            about("metadata", &watcher, Some(("metadata", &name))),
        ]
    );
    exchange.close();
    exchange.close();
    let shutdown = ("samp.hub.event.shutdown".to_owned(), Map::new());
    assert_eq!(events(&mut exchange, &watcher), [shutdown], "once");
    exchange.register().unwrap_err();
}

#[test]
fn what_clients_said_can_be_asked_for() {
    let mut exchange = exchange();
    let (id, key) = exchange.register().unwrap();
    assert_eq!(exchange.caller(&key), Ok(id.clone()));
    assert_eq!(exchange.metadata(&id), Ok(Map::new()));
    assert_eq!(exchange.subscriptions(&id), Ok(Map::new()));
    let name = map_of([("samp.name", "TOPCAT".to_owned())]);
    exchange.declare_metadata(&id, name.clone()).unwrap();
    assert_eq!(exchange.metadata(&id), Ok(name));
    let hub = exchange.metadata(HUB).unwrap();
    assert_eq!(hub.get("samp.name"), Some(&Value::String("Hub".to_owned())));
    assert_eq!(
        exchange.subscriptions(HUB),
        Ok(subscribed(&["samp.app.ping"]))
    );
    exchange.metadata("c99").unwrap_err();
    exchange.subscriptions("c99").unwrap_err();
    let other = client(&mut exchange, &["samp.app.ping"]);
    assert_eq!(exchange.registered_clients(&id), [other.as_str(), HUB]);
    assert_eq!(exchange.registered_clients(&other), [id.as_str(), HUB]);
    let takers = exchange.subscribed_clients(&other, "samp.app.ping");
    assert_eq!(takers.into_keys().collect::<Vec<_>>(), [HUB], "not itself");
}

#[test]
fn only_clients_that_can_be_called_take_messages_or_are_responded_to() {
    let mut exchange = exchange();
    let receiver = client(&mut exchange, &["samp.app.ping"]);
    let (id, _) = exchange.register().unwrap();
    exchange
        .declare_subscriptions(&id, subscribed(&["*"]))
        .unwrap_err();
    exchange.declare_subscriptions(&id, Map::new()).unwrap();
    let tag = || "t".to_owned();
    exchange.call(&id, &receiver, tag(), ping()).unwrap_err();
    exchange.call_all(&id, "t", ping()).unwrap_err();
    exchange.notify(&id, &receiver, ping()).unwrap();
    exchange.call_and_wait(&id, &receiver, ping()).unwrap();
    for url in ["", "file:///etc/passwd", "ftp://127.0.0.1/"] {
        exchange.set_callback(&id, url.to_owned()).unwrap_err();
    }
    exchange
        .set_callback(&id, "http://127.0.0.1/".to_owned())
        .unwrap();
    exchange.call(&id, &receiver, tag(), ping()).unwrap();
    let long = "t".repeat(LONGEST_TAG + 1);
    exchange.call(&id, &receiver, long, ping()).unwrap_err();
}

#[test]
fn a_response_goes_back_to_its_sender_with_the_senders_tag() {
    let mut exchange = exchange();
    let (a, b) = (
        client(&mut exchange, &[]),
        client(&mut exchange, &["samp.app.*"]),
    );
    let sent = exchange.call(&a, &b, "mine".to_owned(), ping()).unwrap();
    let [Errand::Call { from, id, message }] = mails::<1>(&mut exchange, &b) else {
        panic!("no call")
    };
    assert_eq!((from, &id), (a.clone(), &sent));
    assert_eq!(*message.map, ping().0);
    exchange.reply(&a, &id, ok()).unwrap_err();
    exchange.reply(&b, &id, (Map::new(), 10)).unwrap_err();
    exchange.reply(&b, &id, ok()).unwrap();
    exchange.reply(&b, &id, ok()).unwrap_err();
    let response = Errand::Response {
        from: b,
        tag: "mine".to_owned(),
        response: Content::new(ok().0, 10),
    };
    assert_eq!(mail(&mut exchange, &a), [response]);
}

#[test]
fn messages_go_to_those_who_take_them_and_never_to_their_sender() {
    let mut exchange = exchange();
    let all = ["samp.app.ping"];
    let (a, b, c) = (
        client(&mut exchange, &all),
        client(&mut exchange, &["samp.app.*"]),
        client(&mut exchange, &["table.load.votable"]),
    );
    let reached = exchange.notify_all(&a, ping()).unwrap();
    assert_eq!(reached, [b.clone(), HUB.to_owned()]);
    let ids = exchange.call_all(&a, "t", ping()).unwrap();
    assert_eq!(ids.keys().collect::<Vec<_>>(), [&b, HUB]);
    let [Errand::Notification { .. }, Errand::Call { id, .. }] = mails::<2>(&mut exchange, &b)
    else {
        panic!("not one of each")
    };
    assert_eq!(ids.get(&b), Some(&Value::String(id)));
    assert!(mail(&mut exchange, &c).is_empty(), "it takes other things");
    let [Errand::Response { from, .. }] = mails::<1>(&mut exchange, &a) else {
        panic!("the hub answers pings, and nothing else has come")
    };
    assert_eq!(from, HUB);
    exchange.notify(&a, &c, ping()).unwrap_err();
    exchange.call(&a, &c, "t".to_owned(), ping()).unwrap_err();
    exchange.call_and_wait(&a, &c, ping()).unwrap_err();
    exchange.notify(&a, "c99", ping()).unwrap_err();
}

#[test]
fn who_waits_has_the_response_or_is_told_why_there_is_none() {
    let mut exchange = exchange();
    let (a, b) = (
        client(&mut exchange, &[]),
        client(&mut exchange, &["samp.app.ping"]),
    );
    let (id, mut outcome) = exchange.call_and_wait(&a, &b, ping()).unwrap();
    outcome.try_recv().unwrap_err();
    exchange.reply(&b, &id, ok()).unwrap();
    assert_eq!(outcome.try_recv().unwrap(), Ok(ok().0));

    let (_, mut outcome) = exchange.call_and_wait(&a, HUB, ping()).unwrap();
    assert_eq!(outcome.try_recv().unwrap(), Ok(ok().0), "the hub is there");

    let (id, mut outcome) = exchange.call_and_wait(&a, &b, ping()).unwrap();
    exchange.fail(&id, "it refused");
    assert_eq!(outcome.try_recv().unwrap(), Err("it refused".to_owned()));
    exchange.reply(&b, &id, ok()).unwrap_err();

    let (id, _outcome) = exchange.call_and_wait(&a, &b, ping()).unwrap();
    exchange.forget(&id);
    exchange.reply(&b, &id, ok()).unwrap_err();

    let (_, mut outcome) = exchange.call_and_wait(&a, &b, ping()).unwrap();
    exchange.unregister(&b);
    outcome.try_recv().unwrap().unwrap_err();
}

#[test]
fn a_message_that_was_not_delivered_is_answered_in_the_receivers_name() {
    let mut exchange = exchange();
    let (a, b) = (
        client(&mut exchange, &[]),
        client(&mut exchange, &["samp.app.ping"]),
    );
    let id = exchange.call(&a, &b, "t".to_owned(), ping()).unwrap();
    exchange.fail(&id, "nobody is there");
    exchange.fail(&id, "nobody is there");
    let [Errand::Response { from, response, .. }] = mails::<1>(&mut exchange, &a) else {
        panic!("no response, or two")
    };
    assert_eq!(from, b);
    assert_eq!(*response.map, error_response("nobody is there"));
}

#[test]
fn a_client_that_takes_nothing_holds_up_nobody() {
    let mut exchange = exchange();
    let (a, hanging, quick) = (
        client(&mut exchange, &[]),
        client(&mut exchange, &["samp.app.ping"]),
        client(&mut exchange, &["samp.app.ping"]),
    );
    let sent = (1..5000).find(|_| exchange.notify(&a, &hanging, ping()).is_err());
    assert_eq!(sent, Some(1001), "so many wait for it");
    exchange
        .call(&a, &hanging, "t".to_owned(), ping())
        .unwrap_err();
    let reached = exchange.notify_all(&a, ping()).unwrap();
    assert_eq!(reached, [quick.as_str(), HUB], "without it");
    let ids = exchange.call_all(&a, "t", ping()).unwrap();
    assert_eq!(ids.keys().collect::<Vec<_>>(), [&quick, HUB]);
}
