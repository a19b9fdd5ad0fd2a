//! A session that is kept: registered while there is a hub, and told who else is there.

use std::{
    fs,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use vodiscover::samp::{Client, DeskNews, HubState, Keeping, Place, Session};

use crate::{
    TIMES,
    dialect::Dialect,
    hub::{Hub, KEY, Receiver, Script, call_back, lock_place, map, text},
};

/// A session that is kept, and what it has told.
pub(crate) struct Kept {
    pub(crate) session: Session,
    news: Arc<Mutex<Vec<DeskNews>>>,
    keeping: Keeping,
}

impl Kept {
    pub(crate) fn new(lockfile: &Path) -> Self {
        let session = Session::at(Place::File(lockfile.to_owned()), TIMES);
        let news = Arc::<Mutex<Vec<DeskNews>>>::default();
        let telling = Arc::clone(&news);
        let keeping = session.keep(move |told| telling.lock().unwrap().push(told));
        Self {
            session,
            news,
            keeping,
        }
    }

    /// What was told so far.
    pub(crate) fn news(&self) -> Vec<DeskNews> {
        self.news.lock().unwrap().clone()
    }

    /// How it stands with the hub, as told last.
    fn state(&self) -> Option<HubState> {
        let hub = |told: &DeskNews| match told {
            DeskNews::Hub(state) => Some(state.clone()),
            _ => None,
        };
        self.news().iter().rev().find_map(hub)
    }

    /// The other clients, as told last.
    fn clients(&self) -> Vec<Client> {
        let clients = |told: &DeskNews| match told {
            DeskNews::Clients(clients) => Some(clients.to_vec()),
            _ => None,
        };
        self.news()
            .iter()
            .rev()
            .find_map(clients)
            .unwrap_or_default()
    }

    /// Waits until what was told is as it should be.
    pub(crate) async fn wait_until(&self, what: &str, check: impl Fn(&Self) -> bool) {
        let is_so = async {
            while !check(self) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), is_so)
            .await
            .unwrap_or_else(|_| panic!("{what}: {:?}", self.news()));
    }

    pub(crate) async fn wait_for_hub(&self) {
        self.wait_until("registered", Self::is_registered).await;
    }

    /// Waits until the program that the usual script has is known by its name.
    pub(crate) async fn wait_for_topcat(&self) {
        self.wait_until("TOPCAT is there", |it| {
            it.names().contains(&"TOPCAT".to_owned())
        })
        .await;
    }

    fn is_registered(&self) -> bool {
        matches!(self.state(), Some(HubState::Registered { .. }))
    }

    fn names(&self) -> Vec<String> {
        self.clients().into_iter().map(|it| it.name).collect()
    }
}

/// An event as the hub tells it.
pub(crate) async fn event(hub: &Hub, from: &str, mtype: &str, params: dxr::Value) -> String {
    let message = map([("samp.mtype", text(mtype)), ("samp.params", params)]);
    let params = vec![text(KEY), text(from), message];
    call_back(&hub.callback(), "samp.client.receiveNotification", params).await
}

#[tokio::test]
async fn a_hub_that_comes_later_is_found_and_so_is_the_next() {
    for dialect in [Dialect::Jsamp, Dialect::Python] {
        let (_folder, lockfile) = lock_place();
        let kept = Kept::new(&lockfile);
        kept.wait_until("no hub", |it| it.state() == Some(HubState::None))
            .await;
        let script = || Script {
            dialect,
            ..Script::default()
        };
        let hub = Hub::start(script(), &lockfile).await;
        kept.wait_for_hub().await;
        assert_eq!(hub.calls("samp.hub.register").len(), 1);
        // Killed: it says nothing, and leaves its lock file.
        let url = format!("http://{}", hub.address());
        drop(hub);
        kept.wait_until("the dead hub is noticed", |it| {
            matches!(it.state(), Some(HubState::Stale { url: told }) if told.starts_with(&url))
        })
        .await;
        assert_eq!(kept.clients(), [], "nobody is there without a hub");
        fs::remove_file(&lockfile).unwrap();
        kept.wait_until("nor a file", |it| it.state() == Some(HubState::None))
            .await;
        let next = Hub::start(script(), &lockfile).await;
        kept.wait_for_hub().await;
        // Another hub takes the place of one that is well.
        let third = Hub::start(script(), &lockfile).await;
        third.wait_for("samp.hub.declareSubscriptions", 1).await;
        next.wait_for("samp.hub.unregister", 1).await;
        kept.session.close().await;
    }
}

#[tokio::test]
async fn a_hub_that_is_well_is_not_left_for_a_file_that_names_none() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::default(), &lockfile).await;
    let kept = Kept::new(&lockfile);
    kept.wait_for_hub().await;
    let dead = "samp.secret=x\nsamp.hub.xmlrpc.url=http://127.0.0.1:9/\n";
    fs::write(&lockfile, dead).unwrap();
    hub.wait_for("samp.hub.ping", 1).await;
    let n_beats = hub.calls("samp.hub.getRegisteredClients").len();
    hub.wait_for("samp.hub.getRegisteredClients", n_beats + 2)
        .await;
    fs::remove_file(&lockfile).unwrap();
    hub.wait_for("samp.hub.getRegisteredClients", n_beats + 4)
        .await;
    assert!(kept.is_registered(), "{:?}", kept.news());
    assert_eq!(hub.calls("samp.hub.register").len(), 1, "all the time");
    assert_eq!(hub.calls("samp.hub.unregister").len(), 0);
}

#[tokio::test]
async fn the_list_of_clients_follows_the_hubs_events() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::default(), &lockfile).await;
    let kept = Kept::new(&lockfile);
    kept.wait_until("TOPCAT is there", |it| {
        it.clients()
            .iter()
            .any(|client| client.name == "TOPCAT" && client.takes("table.load.votable"))
    })
    .await;
    let hubs_own = kept.clients().into_iter().find(|it| it.is_hub);
    assert_eq!(hubs_own.map(|it| it.id), Some("hub".to_owned()));
    let id = || ("id", text("c7"));
    event(&hub, "hub", "samp.hub.event.register", map([id()])).await;
    let metadata = map([
        ("samp.name", text("Aladin")),
        ("samp.description.text", text("an atlas")),
    ]);
    let params = map([id(), ("metadata", metadata)]);
    event(&hub, "hub", "samp.hub.event.metadata", params).await;
    let subscriptions = map([("image.load.fits", map([]))]);
    let params = map([id(), ("subscriptions", subscriptions)]);
    event(&hub, "hub", "samp.hub.event.subscriptions", params).await;
    kept.wait_until("Aladin has come", |it| {
        it.clients().iter().any(|client| {
            client.name == "Aladin"
                && client.description == "an atlas"
                && client.mtypes == ["image.load.fits"]
        })
    })
    .await;
    event(&hub, "hub", "samp.hub.event.unregister", map([id()])).await;
    kept.wait_until("and has gone", |it| {
        !it.names().contains(&"Aladin".to_owned())
    })
    .await;
}

#[tokio::test]
async fn only_the_hub_speaks_for_the_hub() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::default(), &lockfile).await;
    let kept = Kept::new(&lockfile);
    kept.wait_for_topcat().await;
    let n_told = kept.news().len();
    event(&hub, "c2", "samp.hub.event.shutdown", map([])).await;
    event(&hub, "c2", "samp.hub.disconnect", map([])).await;
    let params = map([("id", text("c2"))]);
    event(&hub, "c2", "samp.hub.event.unregister", params).await;
    let n_beats = hub.calls("samp.hub.getRegisteredClients").len();
    hub.wait_for("samp.hub.getRegisteredClients", n_beats + 2)
        .await;
    assert_eq!(kept.news().len(), n_told, "{:?}", kept.news());
    assert_eq!(hub.calls("samp.hub.register").len(), 1);
}

#[tokio::test]
async fn one_who_was_put_out_does_not_come_back_uncalled() {
    let (_folder, lockfile) = lock_place();
    let hub = Hub::start(Script::default(), &lockfile).await;
    let kept = Kept::new(&lockfile);
    kept.wait_for_hub().await;
    let params = map([("reason", text("too loud"))]);
    event(&hub, "hub", "samp.hub.disconnect", params).await;
    let put_out = HubState::PutOut("too loud".to_owned());
    kept.wait_until("put out", |it| it.state() == Some(put_out.clone()))
        .await;
    tokio::time::sleep(3 * TIMES.look).await;
    assert_eq!(hub.calls("samp.hub.register").len(), 1);
    kept.keeping.look_now();
    kept.wait_for_hub().await;
    assert_eq!(hub.calls("samp.hub.register").len(), 2);
    // A hub that ends says so, and is not waited for.
    event(&hub, "hub", "samp.hub.event.shutdown", map([])).await;
    kept.wait_until("no hub", |it| it.state() == Some(HubState::None))
        .await;
}

#[tokio::test]
async fn a_hub_that_forgot_us_is_registered_with_again_and_one_that_refuses_is_named() {
    let (_folder, lockfile) = lock_place();
    let mut script = Script::default();
    script
        .faults
        .push(("samp.hub.getRegisteredClients", "who are you?"));
    let hub = Hub::start(script, &lockfile).await;
    let kept = Kept::new(&lockfile);
    hub.wait_for("samp.hub.register", 2).await;
    drop((kept, hub));

    let mut script = Script::with_receivers(&[("c2", "TOPCAT", Receiver::Loads)]);
    script.faults.push(("samp.hub.register", "closed"));
    let hub = Hub::start(script, &lockfile).await;
    let kept = Kept::new(&lockfile);
    kept.wait_until("refused", |it| {
        matches!(it.state(), Some(HubState::Failed(error)) if error.to_string().contains("closed"))
    })
    .await;
    tokio::time::sleep(3 * TIMES.look).await;
    assert_eq!(hub.calls("samp.hub.register").len(), 1, "it is left alone");
}
