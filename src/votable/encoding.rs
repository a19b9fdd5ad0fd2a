//! Which characters a document's bytes are: from its byte-order mark and its XML declaration.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// An XML declaration ends within so many bytes.
pub(super) const DECLARATION_BYTES: usize = 1024;

/// How to read a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    /// As UTF-8, after so many bytes of byte-order mark.
    Utf8 { skip: usize },
    /// As UTF-8 where it is that, else as Windows' Latin-1: many call their UTF-8 so.
    Latin,
    /// As something else.
    Other(&'static Encoding),
    /// As UTF-8, because nobody knows what the declaration names.
    Unknown,
}

/// Looks at the first bytes of a document. `None`: more are needed.
pub(super) fn detect(bytes: &[u8], at_end: bool) -> Option<Verdict> {
    let more = |wanted: &[u8]| !at_end && bytes.len() < wanted.len() && wanted.starts_with(bytes);
    for (mark, verdict) in [
        (&b"\xEF\xBB\xBF"[..], Verdict::Utf8 { skip: 3 }),
        (b"\xFF\xFE", Verdict::Other(UTF_16LE)),
        (b"\xFE\xFF", Verdict::Other(UTF_16BE)),
        (b"<\0", Verdict::Other(UTF_16LE)),
        (b"\0<", Verdict::Other(UTF_16BE)),
    ] {
        if bytes.starts_with(mark) {
            return Some(verdict);
        }
        if more(mark) {
            return None;
        }
    }
    let start = bytes
        .iter()
        .position(|byte| !byte.is_ascii_whitespace())
        .unwrap_or(bytes.len());
    let rest = bytes.get(start..).unwrap_or_default();
    let wait = !at_end && bytes.len() < DECLARATION_BYTES;
    if wait && rest.len() < 5 && b"<?xml".starts_with(rest) {
        return None;
    }
    if !rest.starts_with(b"<?xml") {
        return Some(Verdict::Utf8 { skip: 0 });
    }
    // However many bytes have come: the verdict must not depend on it.
    let room = DECLARATION_BYTES.saturating_sub(start);
    let beginning = rest.get(..room.min(rest.len())).unwrap_or_default();
    let Some(end) = memchr::memchr(b'>', beginning) else {
        return (!wait).then_some(Verdict::Utf8 { skip: 0 });
    };
    Some(declared(rest.get(..end).unwrap_or_default()))
}

/// The encoding that a declaration names.
fn declared(declaration: &[u8]) -> Verdict {
    let utf8 = Verdict::Utf8 { skip: 0 };
    let Some(label) = label(declaration) else {
        return utf8;
    };
    if label.eq_ignore_ascii_case(b"us-ascii") || label.eq_ignore_ascii_case(b"ascii") {
        return utf8;
    }
    match Encoding::for_label(label) {
        // What we could read as ASCII is not UTF-16, whatever it says.
        Some(encoding) if [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding) => utf8,
        Some(encoding) if encoding == WINDOWS_1252 => Verdict::Latin,
        Some(encoding) => Verdict::Other(encoding),
        None => Verdict::Unknown,
    }
}

/// The value of `encoding="..."`.
fn label(declaration: &[u8]) -> Option<&[u8]> {
    let at = memchr::memmem::find(declaration, b"encoding")?;
    let rest = declaration
        .get(at + b"encoding".len()..)?
        .trim_ascii_start();
    let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
    let quote = rest.first().filter(|byte| [b'"', b'\''].contains(byte))?;
    let rest = rest.get(1..)?;
    rest.get(..memchr::memchr(*quote, rest)?)
}

/// What a byte that is no UTF-8 stands for. Those who call Latin-1 UTF-8 write it in a text that has no character of several
/// bytes; elsewhere, and in what is the beginning of such a character, something is damaged.
pub(super) fn guess(bad: &[u8], seen_utf8: bool) -> char {
    match bad {
        [_] if !seen_utf8 => latin(bad).chars().next().filter(|c| !c.is_control()),
        _ => None,
    }
    .unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Bytes as Windows' Latin-1.
pub(super) fn latin(bytes: &[u8]) -> Cow<'_, str> {
    WINDOWS_1252.decode_without_bom_handling(bytes).0
}

/// Bytes as text: as UTF-8, else as far as can be guessed.
pub(super) fn patient_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut seen_utf8 = false;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        seen_utf8 |= !chunk.valid().is_ascii();
        if !chunk.invalid().is_empty() {
            text.push(guess(chunk.invalid(), seen_utf8));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_1_is_guessed_where_nothing_speaks_for_utf_8() {
        for (bytes, text) in [
            (&b"Andr\xe9"[..], "Andr\u{e9}"),
            (b"\x93M 16\x94", "\u{201c}M 16\u{201d}"),
            (b"\xc3\xa9 \xe9", "\u{e9} \u{fffd}"),
            (b"\x81", "\u{fffd}"),
            (b"\xe2\x82b", "\u{fffd}b"),
            ("\u{3b1}".as_bytes(), "\u{3b1}"),
        ] {
            assert_eq!(patient_text(bytes), text, "{bytes:?}");
        }
    }

    #[test]
    fn the_encoding_is_found_in_mark_and_declaration() {
        let utf8 = Some(Verdict::Utf8 { skip: 0 });
        for (bytes, expected) in [
            (&b"<VOTABLE>"[..], utf8),
            (b"\xEF\xBB\xBF<VOTABLE>", Some(Verdict::Utf8 { skip: 3 })),
            (b"\xEF\xBB", None),
            (b"  \n<?xm", None),
            (b"<?xml version=\"1.0\"", None),
            (b"<?xml version=\"1.0\"?>", utf8),
            (b"<?xml version='1.0' encoding='utf-8'?>", utf8),
            (
                b"<?xml version='1.0' encoding = 'ISO-8859-1'?>",
                Some(Verdict::Latin),
            ),
            (b"<?xml version='1.0' encoding=\"US-ASCII\"?>", utf8),
            (
                b"<?xml version='1.0' encoding=\"spam\"?>",
                Some(Verdict::Unknown),
            ),
            (b"<?xml version='1.0' encoding=\"UTF-16\"?>", utf8),
            (b"\xFF\xFE<\0", Some(Verdict::Other(UTF_16LE))),
        ] {
            assert_eq!(detect(bytes, false), expected, "{bytes:?}");
        }
        assert_eq!(detect(b"<?xml", true), utf8);
        assert_eq!(detect(b"", true), utf8);
    }
}
