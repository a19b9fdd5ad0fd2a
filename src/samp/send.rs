//! Sending something that others load, to all of them or to one, and hearing what they make of it.

use std::sync::Arc;

use super::{
    Answer, Parcel, SampError, SendNews, Session, To,
    answers::{Receivers, answers},
    clients::{ALADINS_OWN, IMAGES},
    deliver::{Addressed, Delivered, deliver},
    hub::Hub,
    message::{Map, text_of},
    names::{add_late, names},
    open::Open,
    sent::Sent,
    text::{ascii, token},
    waiting::Waiting,
};

/// Most sendings that wait for answers at a time.
pub(super) const MOST_SENDINGS: usize = 64;

/// Through what, and to whom.
struct Sending<'a> {
    open: &'a Arc<Open>,
    hub: &'a Hub,
    receivers: &'a [Addressed],
}

impl Session {
    /// Sends anything that others load to those who take it, or to one of them, and waits until each has answered or run
    /// out of time.
    ///
    /// `tell` hears to whom it went, and each answer as it comes; the answers are also given back, in the order in
    /// which they came. Dropping the future stops waiting, and tells nothing more.
    pub async fn send(
        &self,
        parcel: Parcel,
        name: &str,
        to: &To,
        tell: impl Fn(SendNews),
    ) -> Result<Vec<Answer>, SampError> {
        let Ok(_turn) = self.inner.sendings.try_acquire() else {
            return Err(SampError::TooMany(MOST_SENDINGS));
        };
        let (open, hub, mut receivers) = self.address(&parcel).await?;
        if receivers.is_empty() && *to == To::All {
            return Err(parcel.nobody());
        }
        if let To::One(id) = to {
            receivers.retain(|receiver| receiver.id == *id);
            if receivers.is_empty() {
                let named = hub.name_of(id).await.ok().flatten();
                return Err(SampError::NotTaken {
                    client: named.unwrap_or_else(|| id.clone()),
                    what: parcel.what(),
                });
            }
        }
        let ids: Vec<String> = receivers.iter().map(|it| it.id.clone()).collect();
        let mut names = names(&hub, &ids, 1).await;
        let name = ascii(name);
        let sending = Sending {
            open: &open,
            hub: &hub,
            receivers: &receivers,
        };
        let (delivered, mut waiting) = self.hand_over(sending, parcel, &name, to).await?;
        add_late(&hub, &delivered.reached, &mut names).await;
        let receivers = Receivers::new(delivered, &names);
        tell(SendNews::Sent {
            name,
            to: receivers.names(),
        });
        Ok(answers(receivers, &mut waiting, &hub, self.inner.times, tell).await)
    }

    /// The hub, and who takes a parcel.
    async fn address(
        &self,
        parcel: &Parcel,
    ) -> Result<(Arc<Open>, Hub, Vec<Addressed>), SampError> {
        let mtype = parcel.mtype();
        let (open, hub, ids) = self.reach(mtype).await?;
        let mut aladins = Vec::new();
        if matches!(parcel, Parcel::Moc { .. }) {
            aladins = hub.subscribed_clients(ALADINS_OWN).await?;
            aladins.retain(|id| !ids.contains(id));
        }
        let by = |mtype| move |id| Addressed { id, mtype };
        let receivers = ids.into_iter().map(by(mtype));
        let receivers = receivers.chain(aladins.into_iter().map(by(IMAGES)));
        Ok((open, hub, receivers.collect()))
    }

    /// Gives the hub the message; says whom it reached. What nobody was told of cannot be fetched any more.
    async fn hand_over(
        &self,
        Sending {
            open,
            hub,
            receivers,
        }: Sending<'_>,
        parcel: Parcel,
        name: &str,
        to: &To,
    ) -> Result<(Delivered, Waiting), SampError> {
        let n_rows = match &parcel {
            Parcel::Table { table, .. } => table.n_rows(),
            Parcel::Image { .. } | Parcel::Spectrum { .. } | Parcel::Moc { .. } => None,
        };
        let packed = parcel.pack(open, name)?;
        let table_id = self.remember(&packed.params, n_rows, to);
        let tag = token()?;
        let waiting = open.desk.wait_for(&tag);
        let delivered = deliver(hub, receivers, &tag, &packed.params).await;
        if delivered.is_err() {
            if let Some(path) = packed.path {
                open.outbox.remove(&path);
            }
            if let Some(id) = table_id {
                self.inner.sent.remove(&id);
            }
        }
        Ok((delivered?, waiting))
    }

    /// Takes note of a table before anybody can speak of it; gives its identifier.
    fn remember(&self, params: &Map, n_rows: Option<usize>, to: &To) -> Option<String> {
        let id = text_of(params, "table-id")?.to_owned();
        self.inner.sent.put(Sent {
            id: id.clone(),
            url: text_of(params, "url")?.to_owned(),
            n_rows,
            to: to.clone(),
        });
        Some(id)
    }
}
