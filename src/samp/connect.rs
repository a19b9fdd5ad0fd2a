//! The way to the hub: finding it, registering with it, and finding the next.

use std::sync::Arc;

use tokio::runtime::Handle;

use super::{
    Place, SampError, Session,
    callback::{Connection, subscriptions},
    hub::Hub,
    lockfile::Lockfile,
    message::{Map, map_of},
    open::Open,
    session::Inner,
};

impl Session {
    /// The hub, and the clients that take a message; a hub that has been started again meanwhile is found.
    pub(super) async fn reach(
        &self,
        mtype: &str,
    ) -> Result<(Arc<Open>, Hub, Vec<String>), SampError> {
        let (open, hub) = self.connected().await?;
        match hub.subscribed_clients(mtype).await {
            Err(error) if error.may_be_another_hub() => {
                open.desk.disconnect(&hub.private_key);
                let (open, hub) = self.connected().await?;
                let clients = hub.subscribed_clients(mtype).await?;
                Ok((open, hub, clients))
            }
            clients => Ok((open, hub, clients?)),
        }
    }

    /// The hub that the lock file names now, registered with.
    pub(super) async fn connected(&self) -> Result<(Arc<Open>, Hub), SampError> {
        let mut slot = self.inner.open.lock().await;
        let open = match &*slot {
            Some(open) => Arc::clone(open),
            None => Arc::clone(slot.insert(Arc::new(self.open_port().await?))),
        };
        let old = open.desk.connection();
        let place = self.place()?;
        let lockfile = match (place.read(&open.poster).await, &old) {
            (Ok(lockfile), Some(old)) if old.complete && old.lockfile == lockfile => {
                return Ok((Arc::clone(&open), old.hub.clone()));
            }
            // Somebody has written a file that names no hub over that of a hub that is well.
            (Ok(lockfile), Some(old))
                if old.complete
                    && !Hub::is_at(&open.poster, &lockfile, self.inner.times.hub).await
                    && old.hub.ping().await.is_ok() =>
            {
                return Ok((Arc::clone(&open), old.hub.clone()));
            }
            (Ok(lockfile), _) => lockfile,
            // Somebody has removed the file of a hub that is well.
            (Err(_), Some(old)) if old.complete && old.hub.ping().await.is_ok() => {
                return Ok((Arc::clone(&open), old.hub.clone()));
            }
            (Err(error), _) => return Err(error),
        };
        if let Some(old) = old {
            open.desk.disconnect(&old.hub.private_key);
            tokio::spawn(async move { old.hub.unregister().await });
        }
        let hub = self.register(&open, lockfile).await?;
        Ok((open, hub))
    }

    /// Where the lock file is, or would be.
    pub fn place(&self) -> Result<Place, SampError> {
        match &self.inner.place {
            Some(place) => Ok(place.clone()),
            None => Place::from_environment(),
        }
    }

    /// The hub that we are registered with, without looking for one.
    pub(super) async fn connection(&self) -> Option<(Arc<Open>, Connection)> {
        let open = self.inner.open.lock().await.clone()?;
        let connection = open.desk.connection()?;
        connection.complete.then_some((open, connection))
    }

    async fn open_port(&self) -> Result<Open, SampError> {
        Open::start(self.inner.tell.clone(), Arc::clone(&self.inner.sent)).await
    }

    async fn register(&self, open: &Open, lockfile: Lockfile) -> Result<Hub, SampError> {
        let hub = Hub::register(&open.poster, &lockfile, self.inner.times.hub).await?;
        let mut connection = Connection {
            hub: hub.clone(),
            lockfile,
            complete: false,
        };
        // From here on the hub may call us, with its key.
        open.desk.connect(connection.clone());
        hub.declare_metadata(metadata(open)).await?;
        hub.set_callback(&open.callback).await?;
        hub.declare_subscriptions(subscriptions()).await?;
        connection.complete = true;
        open.desk.connect(connection);
        Ok(hub)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(connection) = self
            .open
            .get_mut()
            .take()
            .and_then(|open| open.desk.connection())
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(async move { connection.hub.unregister().await });
        }
    }
}

fn metadata(open: &Open) -> Map {
    map_of([
        ("samp.name", "vodiscover".to_owned()),
        (
            "samp.description.text",
            "Finds astronomical data across the whole Virtual Observatory".to_owned(),
        ),
        ("samp.icon.url", open.icon.clone()),
        ("vodiscover.version", env!("CARGO_PKG_VERSION").to_owned()),
    ])
}
