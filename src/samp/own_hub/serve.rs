//! The hub's HTTP server.

use std::{io, sync::Arc, time::Duration};

use bytes::Bytes;
use hyper::{Method, Request, Response, StatusCode};
use tokio::net::TcpListener;

use super::{methods, switchboard::Switchboard};
use crate::{
    http::serve::{Body, Server, ServerLimits, serve_within},
    samp::served::{nothing, xml},
};

/// Where the methods are called.
pub(crate) const PATH: &str = "/xmlrpc";

/// Selections of rows can be large. Calls that are waited for hold a connection each.
const LIMITS: ServerLimits = ServerLimits {
    request_bytes: 16 * 1024 * 1024,
    header_time: Duration::from_secs(5),
    body_time: Duration::from_secs(10),
    write_time: Duration::from_secs(10),
    connections: 512,
};

/// Answers calls for as long as the server is kept.
pub(crate) fn open(listener: TcpListener, board: Arc<Switchboard>) -> io::Result<Server> {
    serve_within(listener, LIMITS, move |request| {
        let board = Arc::clone(&board);
        async move { answer(&board, request).await }
    })
}

async fn answer(board: &Switchboard, request: Request<Bytes>) -> Response<Body> {
    // Browsers say on whose behalf they come. Programs of the Standard Profile are no browsers.
    if request.headers().contains_key("origin") {
        return nothing(StatusCode::FORBIDDEN);
    }
    if request.uri().path() != PATH {
        return nothing(StatusCode::NOT_FOUND);
    }
    if request.method() != Method::POST {
        return nothing(StatusCode::METHOD_NOT_ALLOWED);
    }
    xml(methods::answer(board, request.body()).await)
}
