//! This program among the others: registered with the hub, and able to say something to all.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, Semaphore, mpsc};

use super::{
    Place,
    callback::{Connection, Told},
    open::Open,
    send::MOST_SENDINGS,
    sent::SentTables,
};

/// How much of what happens may wait for the keeper.
const MOST_TOLD: usize = 256;

/// How long we wait for other programs.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// For an answer of the hub, which only passes things on: 5 s.
    pub hub: Duration,
    /// For the response of a receiver, which has a table to load: 60 s.
    pub answer: Duration,
    /// Between two looks whether the hub is still there while responses are awaited: 3 s.
    pub pulse: Duration,
    /// Between two looks at the lock file: 2.5 s.
    pub look: Duration,
    /// For taking leave at the end: 1 s.
    pub leave: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            hub: Duration::from_secs(5),
            answer: Duration::from_mins(1),
            pulse: Duration::from_secs(3),
            look: Duration::from_millis(2500),
            leave: Duration::from_secs(1),
        }
    }
}

/// This program's side of SAMP, for as long as the program runs. Copies are the same session.
///
/// Nothing happens before it is [kept](Session::keep), or something is to be said. Then it opens a port on loopback and
/// registers with the hub, and it stays registered until [`Session::close`]; if it is dropped instead, it takes leave in
/// the background. The tables that were sent can be fetched until then.
#[derive(Debug, Clone)]
pub struct Session {
    pub(super) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(super) struct Inner {
    /// `None`: where the environment says, looked up each time.
    pub(super) place: Option<Place>,
    pub(super) times: Times,
    pub(super) open: Mutex<Option<Arc<Open>>>,
    /// The tables that others may speak of.
    pub(super) sent: Arc<SentTables>,
    /// The sendings that may still begin.
    pub(super) sendings: Semaphore,
    /// Where the desk leaves what it hears.
    pub(super) tell: mpsc::Sender<Told>,
    /// Where the keeper finds it; `None` while there is one.
    pub(super) told: std::sync::Mutex<Option<mpsc::Receiver<Told>>>,
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    /// A session with the hub that the environment names. Does nothing yet.
    pub fn new() -> Self {
        Self::with(None, Times::default())
    }

    /// A session with the hub whose lock file is, or will be, in a certain place.
    pub fn at(place: Place, times: Times) -> Self {
        Self::with(Some(place), times)
    }

    fn with(place: Option<Place>, times: Times) -> Self {
        let (tell, told) = mpsc::channel(MOST_TOLD);
        Self {
            inner: Arc::new(Inner {
                place,
                times,
                open: Mutex::default(),
                sent: Arc::default(),
                sendings: Semaphore::new(MOST_SENDINGS),
                tell,
                told: std::sync::Mutex::new(Some(told)),
            }),
        }
    }

    /// Takes leave of the hub, within a second. Sendings under way end, and the tables can no longer be fetched; later
    /// ones start anew.
    pub async fn close(&self) {
        let leaving = async {
            let open = self.inner.open.lock().await.take()?;
            let Connection { hub, .. } = open.desk.connection()?;
            open.desk.disconnect(&hub.private_key);
            hub.unregister().await.ok()
        };
        // A hub that does not hear it finds out by itself.
        drop(tokio::time::timeout(self.inner.times.leave, leaving).await);
    }
}
