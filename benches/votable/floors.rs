//! What no reader can do without: the parser's events, the decoded bytes.

use crate::{CHUNK, Outcome};
use std::{
    fs::File,
    hint::black_box,
    io::{BufReader, Read as _},
    path::Path,
};

/// All events of the XML parser, with nothing done about them.
pub(crate) fn event_loop(path: &Path) -> Outcome<()> {
    let file = BufReader::with_capacity(CHUNK, File::open(path)?);
    let mut reader = quick_xml::Reader::from_reader(file);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        if let quick_xml::events::Event::Eof = black_box(reader.read_event_into(&mut buffer)?) {
            return Ok(());
        }
    }
}

/// The bytes in a document's STREAM, with nothing done about them: read in pieces, without its line ends, decoded.
pub(crate) fn bare_base64(path: &Path) -> Outcome<()> {
    let mut file = File::open(path)?;
    let mut piece = vec![0; CHUNK];
    let mut coded = Vec::new();
    let mut bytes = Vec::new();
    let mut inside = false;
    loop {
        let n = file.read(&mut piece)?;
        let mut text = piece.get(..n).unwrap_or_default();
        if !inside && let Some(at) = memchr::memmem::find(text, b"base64\">") {
            text = text.get(at + 8..).unwrap_or_default();
            inside = true;
        }
        let end = memchr::memchr(b'<', text);
        let part = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
        let mut start = 0;
        for at in memchr::memchr_iter(b'\n', part).chain([part.len()]) {
            coded.extend_from_slice(part.get(start..at).unwrap_or_default());
            start = at + 1;
        }
        let groups = coded.len() / 4 * 4;
        bytes.clear();
        base64_simd::STANDARD.decode_append(coded.get(..groups).unwrap_or_default(), &mut bytes)?;
        black_box(&bytes);
        coded.drain(..groups);
        if n == 0 || end.is_some() {
            return Ok(());
        }
    }
}
