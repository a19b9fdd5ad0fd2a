//! Bytes from a source as valid UTF-8 in a buffer that can be looked into.

use super::encoding::{DECLARATION_BYTES, Verdict, detect, guess, latin};
use std::io::{self, BufRead, Read};

/// Bytes that are asked of the source at a time, at most. Some hundred rows.
const BUFFER: usize = 256 << 10;

/// Bytes of the document that are kept to say what it was.
const FIRST: usize = 400;

/// A source of text for the XML parser and for those who look past it.
///
/// What [`Input::text`] shows is always valid UTF-8: other encodings are translated, bytes that are no characters
/// are replaced.
pub(super) struct Input<R> {
    source: R,
    /// `buffer[start..end]` is text; `buffer[end..raw]` the beginning of a character whose rest is to come.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    raw: usize,
    stage: Stage,
    decoder: Option<Decoder>,
    /// Whether the source gave less than it could at the last read: it may have no more for now.
    short: bool,
    /// Bytes of text that were taken out.
    consumed: u64,
    /// Bytes that the XML parser may take before its budget is renewed.
    budget: usize,
    first: Vec<u8>,
    /// Whether a character of several bytes was met, so that the document is UTF-8 indeed.
    seen_utf8: bool,
    /// What the document says of its encoding, once it is known.
    verdict: Option<Verdict>,
    pub(super) bad_bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Stage {
    /// The encoding is not known yet.
    Start,
    Open,
    AtEnd,
}

struct Decoder {
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
}

impl<R: Read> Input<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            buffer: vec![0; BUFFER],
            start: 0,
            end: 0,
            raw: 0,
            stage: Stage::Start,
            decoder: None,
            short: false,
            consumed: 0,
            budget: usize::MAX,
            first: Vec::new(),
            seen_utf8: false,
            verdict: None,
            bad_bytes: 0,
        }
    }

    /// The text that has been read and not taken out.
    pub(super) fn text(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Takes out so many bytes of the text.
    pub(super) fn take(&mut self, n: usize) {
        let n = n.min(self.end - self.start);
        self.start += n;
        self.consumed += n as u64;
    }

    /// Puts `by` in the place of the first byte of the text.
    pub(super) fn replace_first(&mut self, by: &[u8]) {
        self.take(1);
        self.put_before(by);
    }

    /// Puts `more` before the text.
    pub(super) fn put_before(&mut self, more: &[u8]) {
        let n = more.len();
        self.consumed = self.consumed.saturating_sub(n as u64);
        // There is room where text was taken out, but at the beginning.
        if let Some(start) = self.start.checked_sub(n) {
            if let Some(place) = self.buffer.get_mut(start..self.start) {
                place.copy_from_slice(more);
            }
            self.start = start;
            return;
        }
        self.buffer
            .splice(self.start..self.start, more.iter().copied());
        self.end += n;
        self.raw += n;
    }

    /// Bytes of text that were taken out so far.
    pub(super) fn consumed(&self) -> u64 {
        self.consumed
    }

    /// Whether nobody knows the encoding that the document names.
    pub(super) fn unknown_encoding(&self) -> bool {
        self.verdict == Some(Verdict::Unknown)
    }

    /// Whether the next read may wait: the source gave all that it had.
    pub(super) fn may_wait(&self) -> bool {
        self.short && self.stage != Stage::AtEnd
    }

    /// How the document begins.
    pub(super) fn first(&self) -> String {
        String::from_utf8_lossy(&self.first).trim().to_owned()
    }

    /// Lets the XML parser take so many bytes before it fails.
    pub(super) fn renew_budget(&mut self, bytes: usize) {
        self.budget = bytes;
    }

    /// Whether the XML parser failed because its budget was spent.
    pub(super) fn budget_is_spent(&self) -> bool {
        self.budget == 0
    }

    /// Reads on, keeping what is there. `false` at the end of the source. The caller leaves room: at most half of
    /// the buffer is text that was not taken out.
    pub(super) fn fill(&mut self) -> io::Result<bool> {
        let before = self.end - self.start;
        while self.stage != Stage::AtEnd && self.end - self.start == before {
            self.make_room();
            match self.stage {
                Stage::Start => self.read_start()?,
                Stage::Open | Stage::AtEnd => self.read_on()?,
            }
        }
        self.remember_first(before);
        Ok(self.end - self.start > before)
    }

    /// Keeps the beginning of the document, without blanks before it, of the text behind its first `known` bytes.
    fn remember_first(&mut self, known: usize) {
        let room = FIRST - self.first.len();
        if room == 0 {
            return;
        }
        let mut new = self.text().get(known..).unwrap_or_default();
        if self.first.is_empty() {
            new = new.trim_ascii_start();
        }
        let new = new.get(..room.min(new.len())).unwrap_or_default().to_vec();
        self.first.extend(new);
    }

    fn make_room(&mut self) {
        if self.start > 0 && self.buffer.len() - self.raw < BUFFER / 2 {
            self.buffer.copy_within(self.start..self.raw, 0);
            self.end -= self.start;
            self.raw -= self.start;
            self.start = 0;
        }
        if self.buffer.len() - self.raw < 4096 {
            self.buffer.resize(self.buffer.len() + BUFFER, 0);
        }
    }

    /// Reads until the encoding is known.
    fn read_start(&mut self) -> io::Result<()> {
        let n = self.read_raw()?;
        let bytes = self.buffer.get(..self.raw).unwrap_or_default();
        let Some(verdict) = detect(bytes, n == 0) else {
            return Ok(());
        };
        self.stage = if n == 0 { Stage::AtEnd } else { Stage::Open };
        self.verdict = Some(verdict);
        match verdict {
            Verdict::Utf8 { skip } => {
                self.start = skip;
                self.end = skip;
                self.accept(n == 0);
            }
            Verdict::Unknown | Verdict::Latin => self.accept(n == 0),
            Verdict::Other(encoding) => {
                let mut raw = bytes.to_vec();
                let begun = raw.len();
                raw.resize(begun.max(DECLARATION_BYTES * 32), 0);
                self.decoder = Some(Decoder {
                    decoder: encoding.new_decoder(),
                    raw,
                });
                self.raw = 0;
                self.decode(begun, n == 0);
            }
        }
        Ok(())
    }

    fn read_on(&mut self) -> io::Result<()> {
        if let Some(decoder) = &mut self.decoder {
            let n = read(&mut self.source, &mut decoder.raw)?;
            self.short = n < decoder.raw.len();
            if n == 0 {
                self.stage = Stage::AtEnd;
            }
            self.decode(n, n == 0);
        } else {
            let n = self.read_raw()?;
            if n == 0 {
                self.stage = Stage::AtEnd;
            }
            self.accept(n == 0);
        }
        Ok(())
    }

    fn read_raw(&mut self) -> io::Result<usize> {
        let room = self.buffer.get_mut(self.raw..).unwrap_or_default();
        let n = read(&mut self.source, room)?;
        self.short = n < room.len();
        self.raw += n;
        Ok(n)
    }

    /// Takes `buffer[end..raw]` as UTF-8.
    fn accept(&mut self, at_end: bool) {
        let bytes = self.buffer.get(self.end..self.raw).unwrap_or_default();
        // Nearly all is ASCII, and to see that is quicker than to see that it is UTF-8.
        if bytes.is_ascii() {
            self.end = self.raw;
            return;
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => {
                self.seen_utf8 = true;
                self.end = self.raw;
            }
            // The beginning of a character: its rest is to come.
            Err(error) if error.error_len().is_none() && !at_end => {
                let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
                self.seen_utf8 |= !good.is_ascii();
                self.end += good.len();
            }
            Err(_) => self.repair(at_end),
        }
    }

    /// Replaces what is no character in `buffer[end..raw]` by what it may stand for.
    fn repair(&mut self, at_end: bool) {
        let bytes = self.buffer.get(self.end..self.raw).unwrap_or_default();
        let mut good = String::with_capacity(bytes.len());
        let mut rest = Vec::new();
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            good.push_str(chunk.valid());
            self.seen_utf8 |= !chunk.valid().is_ascii();
            let bad = chunk.invalid();
            let open = std::str::from_utf8(bad).is_err_and(|error| error.error_len().is_none());
            if chunks.peek().is_none() && open && !at_end {
                rest = bad.to_vec();
            } else if self.verdict == Some(Verdict::Latin) {
                good.push_str(&latin(bad));
            } else if !bad.is_empty() {
                good.push(guess(bad, self.seen_utf8));
                self.bad_bytes += bad.len() as u64;
            }
        }
        self.buffer.truncate(self.end);
        self.buffer.extend_from_slice(good.as_bytes());
        self.end = self.buffer.len();
        self.buffer.extend_from_slice(&rest);
        self.raw = self.buffer.len();
        self.buffer.resize(self.raw.max(BUFFER), 0);
    }

    /// Translates the first `n` of the bytes that the decoder holds.
    fn decode(&mut self, n: usize, at_end: bool) {
        let Some(Decoder { decoder, raw }) = &mut self.decoder else {
            return;
        };
        let bytes = raw.get(..n).unwrap_or_default();
        let room = decoder
            .max_utf8_buffer_length(n)
            .unwrap_or(n.saturating_mul(4) + 16);
        if self.buffer.len() - self.end < room {
            self.buffer.resize(self.end + room, 0);
        }
        let into = self.buffer.get_mut(self.end..).unwrap_or_default();
        let (_, _, written, bad) = decoder.decode_to_utf8(bytes, into, at_end);
        self.bad_bytes += u64::from(bad);
        self.end += written;
        self.raw = self.end;
    }
}

/// Reads, again after an interruption.
fn read(source: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // A source that claims more than it was given room for lies.
            other => return other.map(|n| n.min(into.len())),
        }
    }
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut text = self.fill_buf()?;
        let n = text.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Input<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.budget == 0 {
            return Err(io::Error::other("a tag or text is too long"));
        }
        if self.start == self.end {
            self.fill()?;
        }
        let end = self.end.min(self.start.saturating_add(self.budget));
        Ok(self.buffer.get(self.start..end).unwrap_or_default())
    }

    fn consume(&mut self, n: usize) {
        self.take(n);
        self.budget = self.budget.saturating_sub(n);
    }
}
