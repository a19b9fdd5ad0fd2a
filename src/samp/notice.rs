//! What is only pointed at: places, rows, selections. Nobody answers that.

use dxr::Value;

use super::{
    SampError, Session, To,
    message::{Map, map_of, message, text_of},
    names::names,
};
use crate::domain::angle::Position;

/// Most rows in one selection: hubs and receivers take a message of some 20 MB, and no more is sure.
const MOST_ROWS: usize = 300_000;

/// Something that is pointed at.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// A place on the sky: `coord.pointAt.sky`.
    PointAt(Position),
    /// A row of a table that was sent: `table.highlight.row`.
    Row {
        /// The identifier that it was sent with.
        table_id: String,
        /// Which row, from zero.
        row: usize,
    },
    /// Rows of a table that was sent: `table.select.rowList`.
    Rows {
        /// The identifier that it was sent with.
        table_id: String,
        /// Which rows, from zero.
        rows: Vec<usize>,
    },
}

impl Notice {
    /// The `MType` that carries it, which receivers are [subscribed to](super::Client::takes).
    pub fn mtype(&self) -> &'static str {
        match self {
            Self::PointAt(_) => "coord.pointAt.sky",
            Self::Row { .. } => "table.highlight.row",
            Self::Rows { .. } => "table.select.rowList",
        }
    }
}

impl Session {
    /// Points at something, for all who take it or for one of them; gives the names of those it went to. Rows go to
    /// those only who were sent the table.
    pub async fn notify(&self, notice: &Notice, to: &To) -> Result<Vec<String>, SampError> {
        let (params, to) = self.notice_params(notice, to)?;
        let mtype = notice.mtype();
        let (_, hub, clients) = self.reach(mtype).await?;
        let message = message(mtype, params);
        let reached = match to {
            To::All if clients.is_empty() => Vec::new(),
            To::All => hub.notify_all(message).await?,
            To::One(id) if clients.contains(&id) => {
                hub.notify_one(&id, message).await?;
                vec![id]
            }
            To::One(_) => Vec::new(),
        };
        if reached.is_empty() {
            return Err(SampError::NobodyTakes { what: what(notice) });
        }
        let names = names(&hub, &reached, 1).await;
        let called = reached
            .into_iter()
            .map(|id| text_of(&names, &id).map_or(id.clone(), str::to_owned));
        Ok(called.collect())
    }

    fn notice_params(&self, notice: &Notice, to: &To) -> Result<(Map, To), SampError> {
        let (table_id, key, value) = match notice {
            Notice::PointAt(position) => {
                // Plain decimals: Rust writes no exponents.
                let params = map_of([
                    ("ra", position.ra.0.to_string()),
                    ("dec", position.dec.0.to_string()),
                ]);
                return Ok((params, to.clone()));
            }
            Notice::Row { table_id, row } => (table_id, "row", Value::String(row.to_string())),
            Notice::Rows { rows, .. } if rows.len() > MOST_ROWS => {
                return Err(SampError::TooManyRows(MOST_ROWS));
            }
            Notice::Rows { table_id, rows } => {
                let rows = rows.iter().map(|row| Value::String(row.to_string()));
                (table_id, "row-list", Value::Array(rows.collect()))
            }
        };
        let sent = self.inner.sent.find(Some(table_id), None);
        let sent = sent.ok_or(SampError::RowsNotSent)?;
        let mut params = map_of([("table-id", sent.id), ("url", sent.url)]);
        params.insert(key.to_owned(), value);
        let to = match sent.to {
            To::All => to.clone(),
            To::One(id) => To::One(id),
        };
        Ok((params, to))
    }
}

fn what(notice: &Notice) -> &'static str {
    match notice {
        Notice::PointAt(_) => "positions",
        Notice::Row { .. } => "rows to highlight",
        Notice::Rows { .. } => "selections of rows",
    }
}
