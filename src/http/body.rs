//! The body of an answer, handed piece by piece from the network to a reader on a thread of its own.

use super::failure::{Failure, Kind};
use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use std::{
    fmt,
    io::{self, Cursor, Read},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::mpsc;

/// Pieces that may wait between the network and the reader, so that a slow reader slows the sender down.
const PIECES_WAITING: usize = 16;

/// How much of the beginning is kept, to show what a server said instead of a VOTable.
const HEAD_BYTES: usize = 2048;

/// The first two bytes of anything packed by gzip (RFC 1952, 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What arrives of an answer, as a [`Read`] that waits for the next piece: for a thread that may block.
///
/// Whatever gzip packed is unpacked, whether the header says so or only the bytes do, and twice where it was packed
/// twice: archives serve `.xml.gz` files under all of these. When the answer breaks off, reading fails with the reason
/// once everything that came before has been read.
pub struct Body {
    input: Input,
    watch: Arc<Watch>,
    left: u64,
}

enum Input {
    /// Nothing was read yet, so it is not known whether it is packed.
    Fresh(Raw),
    Open(Box<dyn Read + Send>),
    Broken,
}

/// What both sides know of one answer.
#[derive(Default)]
pub(super) struct Watch(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    /// How the pieces ended. `None` with the channel closed: the request was given up.
    end: Option<Result<(), Failure>>,
    /// The beginning of what was read, unpacked.
    head: Vec<u8>,
    /// Whether reading ended because there was more than the limit.
    too_large: bool,
}

/// Where the network's side puts the pieces.
pub(super) type Pieces = mpsc::Sender<Bytes>;

/// A way for pieces from the network to a reader that takes at most so many bytes, unpacked.
pub(super) fn channel(limit: u64) -> (Pieces, Body, Arc<Watch>) {
    let (sender, receiver) = mpsc::channel(PIECES_WAITING);
    let watch = Arc::new(Watch::default());
    let raw = Raw {
        receiver,
        piece: Bytes::new(),
        watch: Arc::clone(&watch),
    };
    let body = Body {
        input: Input::Fresh(raw),
        watch: Arc::clone(&watch),
        left: limit,
    };
    (sender, body, watch)
}

impl Watch {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says how the pieces ended; to be said before the sender is dropped.
    pub(super) fn ended(&self, end: Result<(), Failure>) {
        self.seen().end = Some(end);
    }

    /// Whether there was more than the limit.
    pub(super) fn is_too_large(&self) -> bool {
        self.seen().too_large
    }

    /// The first lines of the body, as far as they are text.
    pub(super) fn head(&self) -> String {
        let head = String::from_utf8_lossy(&self.seen().head).into_owned();
        let lines: Vec<&str> = head
            .lines()
            .map(str::trim_end)
            .filter(|line| !line.is_empty())
            .take(12)
            .collect();
        lines.join("\n")
    }
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut input = match mem::replace(&mut self.input, Input::Broken) {
            Input::Fresh(raw) => unpacked(unpacked(Box::new(raw))?)?,
            Input::Open(input) => input,
            Input::Broken => return Err(io::Error::other("this answer broke off before")),
        };
        let n = input.read(buffer)?;
        let bytes = buffer.get(..n).unwrap_or_default();
        let mut seen = self.watch.seen();
        if seen.head.len() < HEAD_BYTES {
            let missing = HEAD_BYTES - seen.head.len();
            seen.head.extend(bytes.iter().take(missing));
        }
        let Some(left) = self.left.checked_sub(n as u64) else {
            seen.too_large = true;
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "the answer is larger than is read",
            ));
        };
        drop(seen);
        self.left = left;
        self.input = Input::Open(input);
        Ok(n)
    }
}

/// The same bytes, unpacked if gzip packed them.
fn unpacked(mut input: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut first = Vec::with_capacity(GZIP.len());
    input
        .by_ref()
        .take(GZIP.len() as u64)
        .read_to_end(&mut first)?;
    let is_packed = first == GZIP;
    let whole = Cursor::new(first).chain(input);
    Ok(if is_packed {
        Box::new(MultiGzDecoder::new(whole))
    } else {
        Box::new(whole)
    })
}

/// The pieces as they came.
struct Raw {
    receiver: mpsc::Receiver<Bytes>,
    piece: Bytes,
    watch: Arc<Watch>,
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.receiver.blocking_recv() {
                Some(piece) => self.piece = piece,
                None => return self.end(),
            }
        }
        let n = buffer.len().min(self.piece.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..n), self.piece.get(..n)) {
            to.copy_from_slice(from);
        }
        drop(self.piece.split_to(n));
        Ok(n)
    }
}

impl Raw {
    fn end(&self) -> io::Result<usize> {
        match &self.watch.seen().end {
            Some(Ok(())) => Ok(0),
            Some(Err(failure)) => Err(io::Error::new(io_kind(failure.kind), failure.clone())),
            None => Err(io::Error::new(
                io::ErrorKind::ConnectionAborted,
                "the request was given up",
            )),
        }
    }
}

/// The nearest that `std` has to a failure in the middle of a body.
fn io_kind(kind: Kind) -> io::ErrorKind {
    match kind {
        Kind::Silence(_) | Kind::AnswerTimeout(_) | Kind::ConnectTimeout(_) => {
            io::ErrorKind::TimedOut
        }
        Kind::Cut => io::ErrorKind::ConnectionReset,
        _ => io::ErrorKind::Other,
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::{io::Write as _, time::Duration};

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// Reads a body whose pieces are these, and what ended it.
    fn read(
        pieces: &[&[u8]],
        end: Option<Result<(), Failure>>,
        limit: u64,
    ) -> (Vec<u8>, io::Result<()>) {
        let (sender, mut body, watch) = channel(limit);
        for piece in pieces {
            sender.try_send(Bytes::copy_from_slice(piece)).unwrap();
        }
        if let Some(end) = end {
            watch.ended(end);
        }
        drop(sender);
        let mut all = Vec::new();
        let result = body.read_to_end(&mut all).map(drop);
        (all, result)
    }

    #[test]
    fn pieces_are_read_one_after_the_other() {
        let (all, result) = read(&[b"<VOT", b"", b"ABLE/>"], Some(Ok(())), 100);
        assert!(result.is_ok(), "{result:?}");
        assert_eq!(all, b"<VOTABLE/>");
    }

    #[test]
    fn what_gzip_packed_is_unpacked_once_or_twice() {
        let text = b"<VOTABLE>one two three</VOTABLE>";
        for packing in [packed(text), packed(&packed(text))] {
            let (left, right) = packing.split_at(1);
            let (all, result) = read(&[left, right], Some(Ok(())), 100);
            assert!(result.is_ok(), "{result:?}");
            assert_eq!(all, text);
        }
    }

    #[test]
    fn what_came_before_a_failure_is_read_and_then_the_reason_is_told() {
        let silence = Failure::new(
            Kind::Silence(Duration::from_secs(20)),
            "http://a.example/",
            "",
        );
        let (all, result) = read(&[b"first rows"], Some(Err(silence)), 100);
        assert_eq!(all, b"first rows");
        let error = result.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(error.to_string(), "not a byte for 20 s: a.example");
    }

    #[test]
    fn a_request_that_was_given_up_is_not_the_end_of_its_answer() {
        let (_, result) = read(&[b"first rows"], None, 100);
        assert_eq!(result.unwrap_err().kind(), io::ErrorKind::ConnectionAborted);
    }

    #[test]
    fn more_than_the_limit_is_not_read_even_if_it_was_packed_small() {
        let (_, result) = read(&[&packed(&b"x".repeat(100_000))], Some(Ok(())), 1000);
        assert_eq!(result.unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn the_beginning_is_kept_to_be_shown() {
        let (sender, mut body, watch) = channel(10_000);
        sender
            .try_send(Bytes::from_static(b"<html>\n\n  Sorry  \n"))
            .unwrap();
        watch.ended(Ok(()));
        drop(sender);
        io::copy(&mut body, &mut io::sink()).unwrap();
        assert_eq!(watch.head(), "<html>\n  Sorry");
    }
}
