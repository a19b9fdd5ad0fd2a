//! Frames: a length, a sum, and so many bytes. What is cut off or damaged ends the reading, and what is before it counts.

use super::Unreadable;
use std::io::{self, BufReader, Read};

/// With these bytes a journal begins; the version of its format follows in four bytes.
const MAGIC: [u8; 12] = *b"vodiscover\r\n";

/// The version of the format. It changes with the layout of any event, as a test makes sure.
pub(super) const FORMAT: u32 = 4;

/// Bytes before the first frame.
const HEADER: u64 = 16;

/// Bytes before what a frame holds: its length and its CRC-32, each little-endian.
const PREFIX: usize = 8;

/// Bytes that one frame holds at most. No batch of rows comes near it; a damaged length must not ask for more memory.
const MOST_BYTES: u32 = 1 << 30;

/// The beginning of a file.
pub(super) fn header() -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(FORMAT.to_le_bytes());
    bytes
}

/// Adds a frame to `bytes`, whose content `fill` adds.
pub(super) fn add(
    bytes: Vec<u8>,
    fill: impl FnOnce(Vec<u8>) -> io::Result<Vec<u8>>,
) -> io::Result<Vec<u8>> {
    let start = bytes.len();
    let mut bytes = bytes;
    bytes.extend([0; PREFIX]);
    let mut bytes = fill(bytes)?;
    let length = u32::try_from(bytes.len() - start - PREFIX)
        .ok()
        .filter(|length| *length <= MOST_BYTES)
        .ok_or_else(|| io::Error::other("more than 1 GiB at once"))?
        .to_le_bytes();
    let content = bytes.get(start + PREFIX..).unwrap_or_default();
    let prefix = [length, sum(length, content).to_le_bytes()].concat();
    for (to, from) in bytes.iter_mut().skip(start).zip(prefix) {
        *to = from;
    }
    Ok(bytes)
}

/// The sum of a frame. The length is in it, so that the zeros which a power cut may leave are no frames.
fn sum(length: [u8; 4], content: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&length);
    sum.update(content);
    sum.finalize()
}

/// Reads frames, one after another.
#[derive(Debug)]
pub(super) struct Frames<R> {
    from: BufReader<R>,
    /// Bytes that the file still has.
    left: u64,
    /// Where the last whole frame ends.
    good: u64,
    /// Why the disk refused to give what it has, where it did.
    refused: Option<String>,
    content: Vec<u8>,
}

impl<R: Read> Frames<R> {
    /// Begins to read a file of so many bytes.
    pub(super) fn new(from: R, length: u64) -> Result<Self, Unreadable> {
        let mut from = BufReader::with_capacity(1 << 16, from);
        let (mut magic, mut format) = ([0; 12], [0; 4]);
        from.read_exact(&mut magic)
            .and_then(|()| from.read_exact(&mut format))
            .map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => Unreadable::Damaged,
                _ => Unreadable::Disk(error.to_string()),
            })?;
        match u32::from_le_bytes(format) {
            _ if magic != MAGIC => Err(Unreadable::Damaged),
            FORMAT => Ok(Self {
                from,
                left: length.saturating_sub(HEADER),
                good: HEADER,
                refused: None,
                content: Vec::new(),
            }),
            _ => Err(Unreadable::OtherVersion),
        }
    }

    /// What the next frame holds; `None` at the end, or where the next is cut off or damaged.
    pub(super) fn next_frame(&mut self) -> Option<&[u8]> {
        let is_whole = self.read_frame();
        if is_whole.is_none() {
            // What follows cannot be told from chance.
            self.left = 0;
        }
        is_whole.map(|()| self.content.as_slice())
    }

    /// Where the last whole frame ends, in bytes from the start of the file.
    ///
    /// # Errors
    /// When the disk did not give what follows, which may be whole all the same.
    pub(super) fn good(self) -> Result<u64, Unreadable> {
        match self.refused {
            None => Ok(self.good),
            Some(why) => Err(Unreadable::Disk(why)),
        }
    }

    fn read_frame(&mut self) -> Option<()> {
        self.left = self.left.checked_sub(PREFIX as u64)?;
        let (length, expected) = (self.four_bytes()?, self.four_bytes()?);
        let n_bytes = u64::from(u32::from_le_bytes(length));
        self.left = self.left.checked_sub(n_bytes)?;
        if n_bytes > u64::from(MOST_BYTES) {
            return None;
        }
        self.content.clear();
        let mut content = (&mut self.from).take(n_bytes);
        let read = content.read_to_end(&mut self.content);
        let n_read = self.unless_refused(read)?;
        let is_whole =
            n_read as u64 == n_bytes && sum(length, &self.content) == u32::from_le_bytes(expected);
        is_whole.then(|| self.good += PREFIX as u64 + n_bytes)
    }

    fn four_bytes(&mut self) -> Option<[u8; 4]> {
        let mut bytes = [0; 4];
        let read = self.from.read_exact(&mut bytes);
        self.unless_refused(read).map(|()| bytes)
    }

    fn unless_refused<T>(&mut self, read: io::Result<T>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => None,
            Err(error) => {
                self.refused = Some(error.to_string());
                None
            }
        }
    }
}
