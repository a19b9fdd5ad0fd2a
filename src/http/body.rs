//! The body of an answer, handed piece by piece from the network to a reader on a thread of its own.

mod unpack;

use super::{
    failure::{Failure, Kind},
    turns::{Turn, Turns},
};
use bytes::Bytes;
use std::{
    error::Error,
    fmt,
    io::{self, Read},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::mpsc;

/// Pieces that may wait between the network and the reader, so that a slow reader slows the sender down.
const PIECES_WAITING: usize = 16;

/// How much of the beginning is kept, to show what a server said instead of a VOTable.
const HEAD_BYTES: usize = 2048;

/// How many lines of it are shown.
const HEAD_LINES: usize = 20;

/// What arrives of an answer, as a [`Read`] that waits for the next piece: for a thread that may block.
///
/// Whatever gzip packed is unpacked, whether the header says so or only the bytes do, and twice where it was packed
/// twice: archives serve `.xml.gz` files under all of these. When the answer breaks off, reading fails with the reason
/// once everything that came before has been read. When the request is given up, the next read fails, however much
/// there is left to unpack.
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
    /// Whether the reader has met that end.
    is_met: bool,
    /// The beginning of what was read, unpacked.
    head: Vec<u8>,
    /// Whether reading ended because there was more than the limit.
    too_large: bool,
    /// What is wrong with the packing, where that ended the reading.
    damage: Option<String>,
    /// Why nobody waits for the rest any more.
    given_up: Option<GivenUp>,
}

/// Why nobody waits for the rest of an answer.
#[derive(Debug, Clone)]
enum GivenUp {
    /// The request was dropped.
    Dropped,
    /// It took too long.
    Failed(Failure),
}

/// Gives the request up when it is dropped.
pub(super) struct Guard(Arc<Watch>);

impl Drop for Guard {
    fn drop(&mut self) {
        let mut seen = self.0.seen();
        seen.given_up.get_or_insert(GivenUp::Dropped);
    }
}

/// Where the network's side puts the pieces.
pub(super) type Pieces = mpsc::Sender<Bytes>;

/// A way for pieces from the network to a reader that takes at most so many bytes, unpacked.
///
/// The reader goes on for as long as the guard is kept.
pub(super) fn channel(limit: u64, turns: Turns) -> (Pieces, Body, Arc<Watch>, Guard) {
    let (sender, receiver) = mpsc::channel(PIECES_WAITING);
    let watch = Arc::new(Watch::default());
    let raw = Raw {
        receiver,
        piece: Bytes::new(),
        turn: Turn::of(turns),
        watch: Arc::clone(&watch),
    };
    let body = Body {
        input: Input::Fresh(raw),
        watch: Arc::clone(&watch),
        left: limit,
    };
    let guard = Guard(Arc::clone(&watch));
    (sender, body, watch, guard)
}

impl Watch {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says how the pieces ended; to be said before the sender is dropped.
    pub(super) fn ended(&self, end: Result<(), Failure>) {
        self.seen().end = Some(end);
    }

    /// Whether the reader has met the end of the pieces: otherwise it had all that it needs before, and what came of the rest
    /// is nothing to it.
    pub(super) fn is_met(&self) -> bool {
        self.seen().is_met
    }

    /// Fails once nobody waits for the rest any more; that is an end which the reader has met.
    fn check(&self) -> io::Result<()> {
        let mut seen = self.seen();
        let Some(error) = seen.given_up.as_ref().map(GivenUp::error) else {
            return Ok(());
        };
        seen.is_met = true;
        Err(error)
    }

    /// Whether there was more than the limit.
    pub(super) fn is_too_large(&self) -> bool {
        self.seen().too_large
    }

    /// What is wrong with the packing, where that ended the reading.
    pub(super) fn damage(&self) -> Option<String> {
        self.seen().damage.clone()
    }

    /// Makes the next read fail for this reason.
    pub(super) fn give_up(&self, why: Failure) {
        self.seen().given_up = Some(GivenUp::Failed(why));
    }

    /// The first lines of the body, as far as they are text.
    pub(super) fn head(&self) -> String {
        let mut head = String::from_utf8_lossy(&self.seen().head).into_owned();
        head.retain(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'));
        let lines: Vec<&str> = head
            .lines()
            .map(str::trim_end)
            .filter(|line| !line.is_empty())
            .take(HEAD_LINES)
            .collect();
        lines.join("\n")
    }
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.watch.check()?;
        let read = self.read_on(buffer);
        let mut seen = self.watch.seen();
        let n = match read {
            Ok(n) => n,
            Err(error) => {
                if !is_of_network(&error) {
                    seen.damage = Some(error.to_string());
                }
                return Err(error);
            }
        };
        let bytes = buffer.get(..n).unwrap_or_default();
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
        Ok(n)
    }
}

impl Body {
    /// Reads what comes next, unpacked. After an error there is nothing more.
    fn read_on(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut input = match mem::replace(&mut self.input, Input::Broken) {
            Input::Fresh(raw) => unpack::unpacked(unpack::unpacked(Box::new(raw))?)?,
            Input::Open(input) => input,
            Input::Broken => {
                let before = "this answer broke off before";
                return Err(io::Error::new(io::ErrorKind::ConnectionAborted, before));
            }
        };
        let n = input.read(buffer)?;
        self.input = Input::Open(input);
        Ok(n)
    }
}

/// Whether an error came with the pieces; else it came from unpacking them.
fn is_of_network(error: &io::Error) -> bool {
    let is_ours = |inner: &(dyn Error + Send + Sync + 'static)| inner.is::<Failure>();
    error.kind() == io::ErrorKind::ConnectionAborted || error.get_ref().is_some_and(is_ours)
}

impl GivenUp {
    fn error(&self) -> io::Error {
        match self {
            Self::Dropped => {
                io::Error::new(io::ErrorKind::ConnectionAborted, "the request was given up")
            }
            Self::Failed(why) => io::Error::new(io_kind(why.kind), why.clone()),
        }
    }
}

/// The pieces as they came.
struct Raw {
    receiver: mpsc::Receiver<Bytes>,
    piece: Bytes,
    /// Taken anew for each piece, so that an endless answer does not keep the others waiting.
    turn: Turn,
    watch: Arc<Watch>,
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            self.turn.end();
            let piece = self.receiver.blocking_recv();
            self.turn.begin();
            match piece {
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
        let mut seen = self.watch.seen();
        seen.is_met = true;
        match &seen.end {
            Some(Ok(())) => Ok(0),
            Some(Err(failure)) => Err(io::Error::new(io_kind(failure.kind), failure.clone())),
            None => Err(GivenUp::Dropped.error()),
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
mod tests;
