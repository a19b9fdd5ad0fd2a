//! Looks for the hub, and whether the one that we are registered with is still well.

use std::time::Duration;

use tokio::time::Instant;

use super::{
    HubState, Place, SampError, Session, callback::Connection, hub::Hub, listen::Heard,
    lockfile::Lockfile, open::Open,
};
use crate::http::post::Poster;

/// How long a hub that refuses or hangs is left alone.
const PENANCE: Duration = Duration::from_secs(15);
/// Every so many looks, the hub is asked whether it still knows us.
const LOOKS_PER_BEAT: u32 = 2;
/// Most that is taken of a lock file from elsewhere, in bytes.
const LARGEST: usize = 64 * 1024;

/// What a look has shown.
#[derive(Debug)]
pub(crate) enum Look {
    /// Nothing new.
    Same,
    /// We are not registered.
    Away(HubState),
    /// We are.
    Registered(Registered),
}

/// A registration, and who else is there, if the hub was asked for that.
#[derive(Debug)]
pub(crate) struct Registered {
    pub(crate) hub: Hub,
    pub(crate) clients: Option<Vec<String>>,
    /// Whether events were lost, so that all that is known of the clients may be wrong.
    pub(crate) has_lost: bool,
}

/// What is remembered from look to look.
#[derive(Debug)]
pub(crate) struct Watch {
    session: Session,
    poster: Option<Poster>,
    n_looks: u32,
    /// Beats in a row that nobody answered.
    n_missed: u32,
    /// A hub that has put us out, by its lock file, and its words.
    put_out: Option<(Lockfile, String)>,
    /// A lock file that led nowhere, and when it may be tried again.
    failed: Option<(Lockfile, Instant)>,
}

impl Watch {
    pub(crate) fn new(session: Session) -> Self {
        Self {
            session,
            poster: Poster::new(LARGEST).ok(),
            n_looks: 0,
            n_missed: 0,
            put_out: None,
            failed: None,
        }
    }

    /// Takes in what has been heard since the last look.
    pub(crate) fn consider(&mut self, heard: Heard) {
        match heard {
            Heard::Nothing => {}
            Heard::PutOut(lockfile, why) => self.put_out = Some((lockfile, why)),
            Heard::Nudge => {
                self.put_out = None;
                self.failed = None;
            }
        }
    }

    /// Looks once. Registers if there is a hub that we are not registered with.
    pub(crate) async fn look(&mut self) -> Look {
        self.n_looks = self.n_looks.wrapping_add(1);
        let mut clients = None;
        let mut has_lost = false;
        let mut connection = self.session.connection().await;
        if let Some((open, known)) = &connection
            && (self.n_missed > 0 || self.n_looks.is_multiple_of(LOOKS_PER_BEAT))
        {
            match self.beat(open, known).await {
                Some(ids) => {
                    clients = Some(ids);
                    has_lost = open.desk.take_lost();
                }
                None => connection = self.session.connection().await,
            }
        }
        let registered = connection.map(|(_, known)| known);
        match self.follow(registered).await {
            Ok(hub) => Look::Registered(Registered {
                hub,
                clients,
                has_lost,
            }),
            Err(look) => look,
        }
    }

    /// Asks the hub for its clients, which it tells only those whom it knows. One that is gone is left.
    async fn beat(&mut self, open: &Open, known: &Connection) -> Option<Vec<String>> {
        let asked = known.hub.registered_clients().await;
        let is_lost = match &asked {
            Ok(_) => {
                self.n_missed = 0;
                false
            }
            // Once is not enough: a busy one may lose a connection.
            Err(SampError::HubGone { .. }) => {
                self.n_missed += 1;
                self.n_missed > 1
            }
            Err(SampError::HubRefuses { .. }) => true,
            Err(_) => false,
        };
        if is_lost {
            self.n_missed = 0;
            open.desk.disconnect(&known.hub.private_key);
        }
        asked.ok()
    }

    /// The hub that the lock file names, registered with; or how it stands.
    async fn follow(&mut self, registered: Option<Connection>) -> Result<Hub, Look> {
        let lockfile = match (self.lockfile(registered.as_ref()).await, registered) {
            (Ok(lockfile), Some(known)) if known.lockfile == lockfile => return Ok(known.hub),
            // Somebody may have removed the file of a hub that is well.
            (Err(_), Some(known)) => return Ok(known.hub),
            (Ok(lockfile), Some(known)) if self.is_failed(&lockfile) => return Ok(known.hub),
            (Ok(lockfile), _) => lockfile,
            (Err(SampError::NoHub(_)), None) => return Err(Look::Away(HubState::None)),
            (Err(error), None) => return Err(Look::Away(HubState::Failed(error))),
        };
        if let Some((other, why)) = &self.put_out
            && *other == lockfile
        {
            return Err(Look::Away(HubState::PutOut(why.clone())));
        }
        self.put_out = None;
        if self.is_failed(&lockfile) {
            return Err(Look::Same);
        }
        match self.session.connected().await {
            Ok((open, hub)) => {
                let is_this = open
                    .desk
                    .connection()
                    .is_some_and(|connection| connection.lockfile == lockfile);
                self.failed = (!is_this).then(|| (lockfile, Instant::now() + PENANCE));
                Ok(hub)
            }
            Err(SampError::HubGone { url, .. }) => Err(Look::Away(HubState::Stale { url })),
            Err(SampError::NoHub(_)) => Err(Look::Away(HubState::None)),
            Err(error) => {
                self.failed = Some((lockfile, Instant::now() + PENANCE));
                Err(Look::Away(HubState::Failed(error)))
            }
        }
    }

    fn is_failed(&self, lockfile: &Lockfile) -> bool {
        let failed = self.failed.as_ref();
        failed.is_some_and(|(other, until)| other == lockfile && Instant::now() < *until)
    }

    async fn lockfile(&self, registered: Option<&Connection>) -> Result<Lockfile, SampError> {
        let place = self.session.place()?;
        match (&place, registered, &self.poster) {
            // One that is fetched from elsewhere is not fetched all the time.
            (Place::Url(_), Some(known), _) => Ok(known.lockfile.clone()),
            (_, _, Some(poster)) => place.read(poster).await,
            (_, _, None) => Err(SampError::NoHub(place.to_string())),
        }
    }
}
