//! Keeps the session registered for as long as the program runs, and tells what goes on around the hub.

use std::sync::{Arc, PoisonError};

use tokio::{
    sync::{Notify, mpsc},
    task::AbortHandle,
    time::Instant,
};

use super::{
    Client, Received, SampError, Session,
    listen::Listener,
    watch::{Look, Watch},
};

/// How it stands with the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HubState {
    /// There is no lock file, so no hub.
    None,
    /// A lock file names a hub at this address, but nothing answers there: it was left behind.
    Stale {
        /// Where the hub was.
        url: String,
    },
    /// There is a lock file, but no registration; why, with what to do about it.
    Failed(SampError),
    /// The hub has put us out, in its own words; we do not come back before another hub is there, or something is to be sent.
    PutOut(String),
    /// We are registered.
    Registered {
        /// What the hub calls itself; its identifier until it has said so.
        name: String,
        /// Where it is.
        url: String,
    },
}

/// What goes on around the hub.
#[derive(Debug, Clone, PartialEq)]
pub enum DeskNews {
    /// It stands otherwise with the hub than before.
    Hub(HubState),
    /// These are the other clients now, the hub's own among them.
    Clients(Arc<[Client]>),
    /// Another program asks something of us. It has its reply already.
    Received {
        /// The identifier of the program.
        id: String,
        /// Its name, such as "TOPCAT".
        from: String,
        /// What it asks.
        received: Received,
    },
}

/// The session is kept registered until this is dropped.
#[derive(Debug)]
#[must_use = "the session is no longer kept when this is dropped"]
pub struct Keeping {
    task: AbortHandle,
    nudge: Arc<Notify>,
}

impl Keeping {
    /// Looks for the hub at once, also for one that has put us out.
    pub fn look_now(&self) {
        self.nudge.notify_one();
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Session {
    /// Registers as soon as a hub is there, stays registered, follows to the next hub, and tells what goes on; to be
    /// called once a session, inside a tokio runtime. The first that is told is how it stands with the hub.
    pub fn keep(&self, tell: impl Fn(DeskNews) + Send + Sync + 'static) -> Keeping {
        let told = self.inner.told.lock();
        let told = told.unwrap_or_else(PoisonError::into_inner).take();
        debug_assert!(told.is_some(), "a session is kept once");
        let nudge = Arc::<Notify>::default();
        let task = tokio::spawn(keep(self.clone(), told, Arc::clone(&nudge), tell));
        Keeping {
            task: task.abort_handle(),
            nudge,
        }
    }
}

async fn keep(
    session: Session,
    told: Option<mpsc::Receiver<super::callback::Told>>,
    nudge: Arc<Notify>,
    tell: impl Fn(DeskNews),
) {
    // Without what the desk hears, the list of the hub still tells who comes and goes.
    let told = told.unwrap_or_else(|| mpsc::channel(1).1);
    let look = session.inner.times.look;
    let mut watch = Watch::new(session);
    let mut listener = Listener::new(told, tell);
    loop {
        match watch.look().await {
            Look::Same => {}
            Look::Away(state) => listener.show_away(state),
            Look::Registered(registered) => listener.show_registered(registered),
        }
        let heard = listener.listen(Instant::now() + look, &nudge).await;
        watch.consider(heard);
    }
}
