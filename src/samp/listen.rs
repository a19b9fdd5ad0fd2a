//! Listens to the hub between two looks for it: who comes and goes, and what others want.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{Notify, mpsc},
    task::JoinSet,
    time::{Instant, sleep, sleep_until},
};

use super::{
    DeskNews, HubState, PositionList, Received, callback::Told, lockfile::Lockfile, positions,
    receive::Load, reply::ReplyTo, roster::Roster, watch::Registered,
};

/// How long changes of the list are gathered before it is told: a client that comes makes three of them.
const GATHER: Duration = Duration::from_millis(50);
/// How long a hub that says that it ends is given to do so.
const ENDING: Duration = Duration::from_millis(500);
/// Most tables that are read at a time.
const MOST_LOADS: usize = 4;

/// What was heard that the next look for the hub has to know.
#[derive(Debug)]
pub(crate) enum Heard {
    /// Nothing of that kind.
    Nothing,
    /// The hub has put us out.
    PutOut(Lockfile, String),
    /// Somebody wants the hub looked for at once.
    Nudge,
}

/// Who hears, and tells it.
pub(crate) struct Listener<T> {
    told: mpsc::Receiver<Told>,
    tell: T,
    state: Option<HubState>,
    /// `None` while we are not registered.
    roster: Option<Roster>,
    loads: JoinSet<Loaded>,
}

/// A table of another program, read or not.
struct Loaded {
    id: String,
    list: Result<PositionList, String>,
    reply_to: Option<ReplyTo>,
}

/// What happens next.
enum Next {
    Over,
    Nudge,
    Told(Told),
    Gathered,
    Loaded(Loaded),
    Learnt,
}

impl<T: Fn(DeskNews)> Listener<T> {
    pub(crate) fn new(told: mpsc::Receiver<Told>, tell: T) -> Self {
        Self {
            told,
            tell,
            state: None,
            roster: None,
            loads: JoinSet::new(),
        }
    }

    /// We are not registered.
    pub(crate) fn show_away(&mut self, state: HubState) {
        if self.roster.take().is_some() {
            (self.tell)(DeskNews::Clients(Arc::default()));
        }
        self.show(state);
    }

    /// We are registered.
    pub(crate) fn show_registered(&mut self, registered: Registered) {
        let Registered {
            hub,
            clients,
            has_lost,
        } = registered;
        let is_same = self.roster.as_ref().is_some_and(|it| it.is_at(&hub));
        if !is_same {
            self.roster = Some(Roster::new(hub));
        }
        if let Some(roster) = &mut self.roster {
            if let Some(clients) = clients {
                roster.reconcile(&clients);
            } else if !is_same {
                roster.ask_who();
            }
            if has_lost {
                roster.ask_all();
            }
        }
        self.show_clients();
    }

    /// Listens until it is time for the next look.
    pub(crate) async fn listen(&mut self, until: Instant, nudge: &Notify) -> Heard {
        let mut until = until;
        loop {
            match self.next(until, nudge).await {
                Next::Over => return Heard::Nothing,
                Next::Nudge => return Heard::Nudge,
                Next::Told(Told::PutOut(lockfile, why)) => return Heard::PutOut(lockfile, why),
                Next::Told(Told::HubEnded) => {
                    self.show_away(HubState::None);
                    until = Instant::now() + ENDING;
                }
                Next::Told(Told::Clients(change)) => {
                    if let Some(roster) = &mut self.roster {
                        roster.take_in(change);
                    }
                }
                Next::Told(Told::Received(id, received)) => self.receive(id, received),
                Next::Told(Told::Load(id, load, reply_to)) => self.load(id, load, reply_to),
                Next::Loaded(loaded) => self.take_loaded(loaded),
                Next::Learnt => {}
                Next::Gathered => self.show_clients(),
            }
        }
    }

    async fn next(&mut self, until: Instant, nudge: &Notify) -> Next {
        let Self {
            told,
            roster,
            loads,
            ..
        } = self;
        let has_changed = roster.as_ref().is_some_and(Roster::has_changed);
        let learn = async {
            match roster {
                Some(roster) => roster.learn_more().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = sleep_until(until) => Next::Over,
            () = nudge.notified() => Next::Nudge,
            Some(told) = told.recv() => Next::Told(told),
            Some(loaded) = loads.join_next(), if !loads.is_empty() => match loaded {
                Ok(loaded) => Next::Loaded(loaded),
                Err(_) => Next::Learnt,
            },
            () = learn => Next::Learnt,
            () = sleep(GATHER), if has_changed => Next::Gathered,
        }
    }

    fn show(&mut self, state: HubState) {
        if self.state.as_ref() != Some(&state) {
            self.state = Some(state.clone());
            (self.tell)(DeskNews::Hub(state));
        }
    }

    fn show_clients(&mut self) {
        let Some(roster) = &mut self.roster else {
            return;
        };
        let state = HubState::Registered {
            name: roster.hub_name(),
            url: roster.hub_url(),
        };
        let changed = roster.take_changed();
        self.show(state);
        if let Some(clients) = changed {
            (self.tell)(DeskNews::Clients(clients));
        }
    }

    fn receive(&self, id: String, received: Received) {
        let roster = self.roster.as_ref();
        let name = roster.and_then(|roster| roster.name_of(&id));
        (self.tell)(DeskNews::Received {
            from: name.unwrap_or(&id).to_owned(),
            id,
            received,
        });
    }

    fn load(&mut self, id: String, load: Load, reply_to: Option<ReplyTo>) {
        if self.loads.len() < MOST_LOADS {
            self.loads.spawn(async move {
                let list = positions::load(load).await;
                Loaded { id, list, reply_to }
            });
        } else if let Some(to) = reply_to {
            to.reply(Err("vodiscover is reading other tables: send it later"));
        }
    }

    fn take_loaded(&self, loaded: Loaded) {
        let Loaded { id, list, reply_to } = loaded;
        if let Some(to) = reply_to {
            to.reply(list.as_ref().map(drop).map_err(String::as_str));
        }
        if let Ok(list) = list {
            self.receive(id, Received::Positions(list));
        }
    }
}
