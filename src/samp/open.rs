//! Our own server, as the hub and the receivers of tables see it.

use std::time::Duration;
use std::{net::Ipv4Addr, sync::Arc};

use bytes::Bytes;
use hyper::{Method, Request, Response, StatusCode};
use tokio::{net::TcpListener, sync::mpsc, task::AbortHandle};

use super::{
    SampError,
    callback::{Desk, Told},
    outbox::Outbox,
    reply::{self, Replies},
    sent::SentTables,
    served::{document, nothing, xml},
    text::token,
};
use crate::http::{
    post::Poster,
    serve::{Body, Server, ServerLimits, serve_within},
};

/// Largest answer that we take from a hub, in bytes: the metadata of a client is the largest.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

/// What a peer may ask of us: clients are few, and the largest message is a selection. jsamp writes some 40 bytes for
/// each of its rows.
const LIMITS: ServerLimits = ServerLimits {
    request_bytes: 16 * 1024 * 1024,
    header_time: Duration::from_secs(5),
    body_time: Duration::from_secs(5),
    // A program that loads a table may do something else meanwhile, but not as long as this.
    write_time: Duration::from_mins(2),
    connections: 64,
};

/// What other programs show us by.
const ICON: &[u8] = include_bytes!("../../assets/icon.png");

/// A port that is open on loopback, with what is behind it.
#[derive(Debug)]
pub(crate) struct Open {
    /// Such as `http://127.0.0.1:40000`.
    pub(crate) base: String,
    /// What the hub may call.
    pub(crate) callback: String,
    /// Where our icon is.
    pub(crate) icon: String,
    pub(crate) desk: Arc<Desk>,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) poster: Poster,
    replying: AbortHandle,
    _server: Server,
}

impl Open {
    /// Opens a free port. What others want is told to `told`.
    pub(crate) async fn start(
        told: mpsc::Sender<Told>,
        sent: Arc<SentTables>,
    ) -> Result<Self, SampError> {
        let failed = |error: std::io::Error| SampError::NoListener(error.to_string());
        let poster = Poster::new(LARGEST_ANSWER)
            .map_err(|error| SampError::NoListener(error.to_string()))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(failed)?;
        let (replies, given) = Replies::new();
        let desk = Arc::new(Desk::new(replies, told, sent));
        let outbox = Arc::<Outbox>::default();
        let (callback, icon) = (format!("/{}", token()?), format!("/{}/icon.png", token()?));
        let shelf = Shelf {
            callback: callback.clone(),
            icon: icon.clone(),
            desk: Arc::clone(&desk),
            outbox: Arc::clone(&outbox),
        };
        let server = serve_within(listener, LIMITS, move |request| {
            std::future::ready(shelf.answer(&request))
        })
        .map_err(failed)?;
        let base = format!("http://{}", server.address());
        Ok(Self {
            callback: format!("{base}{callback}"),
            icon: format!("{base}{icon}"),
            base,
            desk,
            outbox,
            poster,
            replying: tokio::spawn(reply::give(given)).abort_handle(),
            _server: server,
        })
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.replying.abort();
    }
}

/// What the server has to give.
struct Shelf {
    callback: String,
    icon: String,
    desk: Arc<Desk>,
    outbox: Arc<Outbox>,
}

impl Shelf {
    fn answer(&self, request: &Request<Bytes>) -> Response<Body> {
        let path = request.uri().path();
        if path == self.callback {
            return match *request.method() {
                Method::POST => xml(self.desk.answer(request.body())),
                _ => nothing(StatusCode::METHOD_NOT_ALLOWED),
            };
        }
        let (body, kind) = if path == self.icon {
            (Body::full(ICON), "image/png")
        } else if let Some((table, form)) = self.outbox.get(path) {
            (table.body(), form.media_type())
        } else {
            return nothing(StatusCode::NOT_FOUND);
        };
        match *request.method() {
            Method::GET | Method::HEAD => document(body, kind),
            _ => nothing(StatusCode::METHOD_NOT_ALLOWED),
        }
    }
}
