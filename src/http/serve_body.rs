//! The body of an answer that we serve: bytes at hand, or chunks written while they are sent.

use std::{
    fmt, io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use tokio::sync::mpsc;

/// Says that the connection is to be cut, in the middle of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer was cut off")]
pub struct Cut;

type Writing = Pin<Box<dyn Future<Output = Result<(), Cut>> + Send>>;

/// The body of an answer.
pub struct Body(Kind);

enum Kind {
    /// Taken when it has been sent.
    Full(Option<Bytes>),
    Written(mpsc::Receiver<Bytes>, Writer),
    CutAtOnce,
}

enum Writer {
    Writing(Writing),
    Ended,
    /// It wants the connection cut, once what it wrote before has been sent.
    Cutting,
    /// hyper has been given the chance to send it.
    Sent,
}

impl Body {
    /// Bytes that are all there.
    pub fn full(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self(Kind::Full((!bytes.is_empty()).then_some(bytes)))
    }

    /// Nothing.
    pub fn empty() -> Self {
        Self(Kind::Full(None))
    }

    /// Chunks that `write` writes, sent as they come.
    ///
    /// The future is polled only while the peer reads, and dropped with its connection: it can wait for ever without
    /// leaving anything behind. When it ends with `Err(Cut)`, what it wrote is sent and then the connection is cut.
    ///
    /// ```
    /// use vodiscover::http::serve::{Body, Cut};
    /// let body = Body::written(|writer| async move {
    ///     writer.write("<VOTABLE>").await;
    ///     Err(Cut)
    /// });
    /// # drop(body);
    /// ```
    pub fn written<W, F>(write: W) -> Self
    where
        W: FnOnce(BodyWriter) -> F,
        F: Future<Output = Result<(), Cut>> + Send + 'static,
    {
        let (sender, chunks) = mpsc::channel(1);
        let writing = Writer::Writing(Box::pin(write(BodyWriter(sender))));
        Self(Kind::Written(chunks, writing))
    }

    /// Closes the connection without a single byte of answer, status and headers included.
    pub fn cut_at_once() -> Self {
        Self(Kind::CutAtOnce)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Full(bytes) => write!(f, "Body({} bytes)", bytes.as_ref().map_or(0, Bytes::len)),
            Kind::Written(..) => f.write_str("Body(written)"),
            Kind::CutAtOnce => f.write_str("Body(cut at once)"),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self::full(bytes)
    }
}

/// Takes the chunks of a [`Body::written`].
#[derive(Debug, Clone)]
pub struct BodyWriter(mpsc::Sender<Bytes>);

impl BodyWriter {
    /// Hands over one chunk; waits until the one before it has gone to the socket.
    pub async fn write(&self, chunk: impl Into<Bytes>) {
        // The receiver lives in the body that polls this future, so it is there.
        self.0.send(chunk.into()).await.ok();
    }
}

impl BodyWriter {
    /// The same for code that waits by blocking its thread, as [`std::io::Write`]. Each write is one chunk; the error
    /// says that the peer is gone.
    pub fn into_blocking(self) -> BlockingWriter {
        BlockingWriter(self.0)
    }
}

/// Takes the chunks of a [`Body::written`] on a thread that may block, never inside the runtime.
#[derive(Debug)]
pub struct BlockingWriter(mpsc::Sender<Bytes>);

impl io::Write for BlockingWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let chunk = Bytes::copy_from_slice(bytes);
        match self.0.blocking_send(chunk) {
            Ok(()) => Ok(bytes.len()),
            Err(_) => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        let (chunks, writer) = match &mut self.0 {
            Kind::Full(bytes) => return Poll::Ready(bytes.take().map(|b| Ok(Frame::data(b)))),
            Kind::CutAtOnce => return Poll::Ready(Some(Err(Cut))),
            Kind::Written(chunks, writer) => (chunks, writer),
        };
        if let Writer::Writing(writing) = writer
            && let Poll::Ready(ended) = writing.as_mut().poll(context)
        {
            *writer = ended.map_or(Writer::Cutting, |()| Writer::Ended);
        }
        if let Poll::Ready(Some(chunk)) = chunks.poll_recv(context) {
            return Poll::Ready(Some(Ok(Frame::data(chunk))));
        }
        match writer {
            Writer::Writing(_) => Poll::Pending,
            Writer::Ended => Poll::Ready(None),
            Writer::Cutting => {
                // hyper sends what it holds when the body has nothing more for now: say so once.
                *writer = Writer::Sent;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Writer::Sent => Poll::Ready(Some(Err(Cut))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.0, Kind::Full(None))
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Full(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |b| b.len() as u64)),
            Kind::Written(..) | Kind::CutAtOnce => SizeHint::default(),
        }
    }
}
