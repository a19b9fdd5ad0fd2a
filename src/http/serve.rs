//! A small HTTP/1.1 server for loopback listeners, which closes every connection when it is dropped.
//!
//! It is for the desk: the SAMP callback and outbox, and the practice VO. It speaks no TLS and trusts its peers no
//! further than any other: request bodies, header times and the number of connections are bounded.

use std::time::Duration;
use std::{convert::Infallible, fmt, io, net::SocketAddr, sync::Arc};

use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::{
    Request, Response, StatusCode, body::Incoming, header::HeaderValue, server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::time::timeout;
use tokio::{
    net::{TcpListener, TcpStream},
    task::{AbortHandle, JoinSet},
};
use tokio_io_timeout::TimeoutStream;

pub use super::serve_body::{BlockingWriter, Body, BodyWriter, Cut};

/// What a peer may ask of a [`Server`].
#[derive(Debug, Clone, Copy)]
pub struct ServerLimits {
    /// Largest request body, in bytes; a larger one is answered with 413. XML-RPC and TAP queries are small.
    pub request_bytes: usize,
    /// How long a peer may take over its request line and headers, or keep an idle connection open.
    pub header_time: Duration,
    /// How long a peer may take over its request body; then it is answered with 408.
    pub body_time: Duration,
    /// How long a peer may take nothing of its answer; then the connection is cut, and who writes the answer let go.
    pub write_time: Duration,
    /// How many connections are served side by side; further ones wait to be accepted.
    pub connections: usize,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self {
            request_bytes: 8 * 1024 * 1024,
            header_time: Duration::from_secs(30),
            body_time: Duration::from_secs(30),
            write_time: Duration::from_mins(5),
            connections: 512,
        }
    }
}

/// A server that runs until it is dropped; then it stops listening and closes every connection, answered or not.
#[must_use = "the server stops when this is dropped"]
pub struct Server {
    address: SocketAddr,
    accepting: AbortHandle,
}

impl Server {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The task owns the listener and, in its `JoinSet`, every connection.
        self.accepting.abort();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// Serves what `handler` answers, with the usual limits, on the runtime that this is called in.
///
/// The handler is called with the whole request body. What is sent for HEAD is the head of its answer alone. Call it
/// inside a tokio runtime, any.
pub fn serve<H, F>(listener: TcpListener, handler: H) -> io::Result<Server>
where
    H: Fn(Request<Bytes>) -> F + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    serve_within(listener, ServerLimits::default(), handler)
}

/// Serves what `handler` answers, within the limits given.
pub fn serve_within<H, F>(
    listener: TcpListener,
    limits: ServerLimits,
    handler: H,
) -> io::Result<Server>
where
    H: Fn(Request<Bytes>) -> F + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let address = listener.local_addr()?;
    let task = tokio::spawn(accept(listener, limits, Arc::new(handler)));
    Ok(Server {
        address,
        accepting: task.abort_handle(),
    })
}

async fn accept<H, F>(listener: TcpListener, limits: ServerLimits, handler: Arc<H>)
where
    H: Fn(Request<Bytes>) -> F + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept(), if connections.len() < limits.connections => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, limits, Arc::clone(&handler)));
                }
                // Out of file descriptors, or the peer is gone already: neither lasts.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn converse<H, F>(stream: TcpStream, limits: ServerLimits, handler: Arc<H>)
where
    H: Fn(Request<Bytes>) -> F + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    // Answers are small and awaited: do not hold them back (Nagle). Failing that, they are merely slower.
    stream.set_nodelay(true).ok();
    let service = service_fn(move |request| {
        let handler = Arc::clone(&handler);
        async move { Ok::<_, Infallible>(answer(request, limits, handler.as_ref()).await) }
    });
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.write_time));
    // A connection that fails has failed its peer only, which knows.
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .serve_connection(TokioIo::new(Box::pin(stream)), service)
        .await
        .ok();
}

/// Reads the request's body within the limits, and asks the handler.
async fn answer<H, F>(
    request: Request<Incoming>,
    limits: ServerLimits,
    handler: &H,
) -> Response<Body>
where
    H: Fn(Request<Bytes>) -> F,
    F: Future<Output = Response<Body>>,
{
    let (head, body) = request.into_parts();
    let whole = Limited::new(body, limits.request_bytes).collect();
    match timeout(limits.body_time, whole).await {
        Ok(Ok(whole)) => handler(Request::from_parts(head, whole.to_bytes())).await,
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            refusal(StatusCode::PAYLOAD_TOO_LARGE, "the request is too large")
        }
        Ok(Err(_)) => refusal(StatusCode::BAD_REQUEST, "the request was cut off"),
        Err(_) => refusal(
            StatusCode::REQUEST_TIMEOUT,
            "the request did not come to its end in time",
        ),
    }
}

/// A plain sentence as the answer, after which the connection is closed.
fn refusal(status: StatusCode, sentence: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::full(sentence));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert("content-type", HeaderValue::from_static("text/plain"));
    headers.insert("connection", HeaderValue::from_static("close"));
    response
}

#[cfg(test)]
mod tests;
