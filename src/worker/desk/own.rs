//! The hub of our own, for as long as the person wants one.

use crate::{
    samp::{Keeping, OwnHub, SampError, Session},
    worker::{Event, SampNews, thread::Teller},
};
use std::{
    sync::{Arc, Weak},
    time::Duration,
};
use tokio::{runtime::Handle, sync::Mutex, time::timeout};

/// How long the end of the program waits for the hub to say farewell.
const LEAVE: Duration = Duration::from_secs(2);

/// How it stands with the hub of our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnHubNews {
    /// It runs.
    Started,
    /// It does not run any more.
    Stopped,
    /// It could not be started.
    NotStarted(SampError),
}

/// Starts and stops the hub.
#[derive(Debug)]
pub(super) struct Own {
    runtime: Handle,
    teller: Teller,
    session: Session,
    /// What was asked for is done one after the other.
    running: Arc<Mutex<Option<OwnHub>>>,
}

impl Own {
    pub(super) fn new(runtime: Handle, teller: Teller, session: Session) -> Self {
        Self {
            runtime,
            teller,
            session,
            running: Arc::default(),
        }
    }

    /// Starts the hub where there is none of ours; the session then looks for it at once.
    pub(super) fn start(&self, keeping: Option<&Arc<Keeping>>) {
        let keeping = keeping.map_or_else(Weak::new, Arc::downgrade);
        let (teller, session) = (self.teller.clone(), self.session.clone());
        let running = Arc::clone(&self.running);
        self.runtime.spawn(async move {
            let mut running = running.lock().await;
            let mut news = OwnHubNews::Started;
            if running.is_none() {
                let started = match session.place() {
                    Ok(place) => OwnHub::start(place).await,
                    Err(error) => Err(error),
                };
                match started {
                    Ok(hub) => *running = Some(hub),
                    Err(error) => news = OwnHubNews::NotStarted(error),
                }
            }
            teller.tell(Event::Samp(SampNews::OwnHub(news)));
            if let Some(keeping) = keeping.upgrade() {
                keeping.look_now();
            }
        });
    }

    pub(super) fn stop(&self) {
        let (teller, running) = (self.teller.clone(), Arc::clone(&self.running));
        self.runtime.spawn(async move {
            let hub = running.lock().await.take();
            if let Some(hub) = hub {
                hub.stop().await;
            }
            teller.tell(Event::Samp(SampNews::OwnHub(OwnHubNews::Stopped)));
        });
    }

    /// Ends the hub with the program. One that is only being started ends with the runtime.
    pub(super) async fn close(&self) {
        let ending = async {
            if let Some(hub) = self.running.lock().await.take() {
                hub.stop().await;
            }
        };
        timeout(LEAVE, ending).await.ok();
    }
}
