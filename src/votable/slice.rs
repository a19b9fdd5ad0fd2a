//! Finds the cells of a row in TABLEDATA without an XML parser.

use std::ops::Range;

/// The tags of a table's rows as its TABLEDATA tag lets expect them.
#[derive(Debug)]
pub(super) struct Tags {
    tr: Vec<u8>,
    end_tr: Vec<u8>,
    td: Vec<u8>,
    end_td: Vec<u8>,
    empty_td: Vec<u8>,
}

/// What the slicer found.
#[derive(Debug, PartialEq)]
pub(super) enum Sliced {
    /// A row that ends there.
    Row(usize),
    /// The beginning of a row.
    Part,
    /// Something for the parser.
    Unusual,
}

impl Tags {
    /// For rows in a TABLEDATA of that name: theirs have its prefix and its case.
    pub(super) fn like(name: &str) -> Self {
        let (prefix, local) = name.rsplit_once(':').unwrap_or(("", name));
        let lower = local.starts_with('t');
        let tag = |before: &str, upper: &str, after: &str| {
            let colon = if prefix.is_empty() { "" } else { ":" };
            let local = if lower {
                upper.to_lowercase()
            } else {
                upper.to_owned()
            };
            format!("<{before}{prefix}{colon}{local}{after}>").into_bytes()
        };
        Self {
            tr: tag("", "TR", ""),
            end_tr: tag("/", "TR", ""),
            td: tag("", "TD", ""),
            end_td: tag("/", "TD", ""),
            empty_td: tag("", "TD", "/"),
        }
    }
}

/// Finds the cells of the row that `text` begins with.
pub(super) fn slice(text: &[u8], tags: &Tags, cells: &mut Vec<(Range<usize>, bool)>) -> Sliced {
    cells.clear();
    let mut at = blanks(text, 0);
    match follows(text, at, &tags.tr) {
        Follows::Yes => at += tags.tr.len(),
        Follows::Perhaps => return Sliced::Part,
        Follows::No => return Sliced::Unusual,
    }
    loop {
        at = blanks(text, at);
        match follows(text, at, &tags.td) {
            Follows::Yes => {}
            Follows::Perhaps => return Sliced::Part,
            Follows::No => match other(text, at, tags) {
                Ok(len) => {
                    at += len;
                    cells.push((at..at, false));
                    continue;
                }
                Err(Sliced::Row(len)) => return Sliced::Row(at + len),
                Err(otherwise) => return otherwise,
            },
        }
        let start = at + tags.td.len();
        let Some((end, has_reference)) = end_of_text(text, start) else {
            return Sliced::Part;
        };
        match follows(text, end, &tags.end_td) {
            Follows::Yes => at = end + tags.end_td.len(),
            Follows::Perhaps => return Sliced::Part,
            Follows::No => return Sliced::Unusual,
        }
        cells.push((start..end, has_reference));
    }
}

/// What stands in a row instead of a cell: the length of an empty cell, or else what the row comes to.
fn other(text: &[u8], at: usize, tags: &Tags) -> Result<usize, Sliced> {
    match follows(text, at, &tags.end_tr) {
        Follows::Yes => return Err(Sliced::Row(tags.end_tr.len())),
        Follows::Perhaps => return Err(Sliced::Part),
        Follows::No => {}
    }
    match follows(text, at, &tags.empty_td) {
        Follows::Yes => Ok(tags.empty_td.len()),
        Follows::Perhaps => Err(Sliced::Part),
        Follows::No => Err(Sliced::Unusual),
    }
}

/// Where the next tag begins, and whether an `&` stands before it.
fn end_of_text(text: &[u8], start: usize) -> Option<(usize, bool)> {
    let rest = text.get(start..)?;
    let first = memchr::memchr2(b'<', b'&', rest)?;
    if rest.get(first) == Some(&b'<') {
        return Some((start + first, false));
    }
    let end = memchr::memchr(b'<', rest.get(first..)?)?;
    Some((start + first + end, true))
}

enum Follows {
    Yes,
    No,
    /// The text ends before it can be told.
    Perhaps,
}

fn follows(text: &[u8], at: usize, tag: &[u8]) -> Follows {
    let rest = text.get(at..).unwrap_or_default();
    if rest.starts_with(tag) {
        Follows::Yes
    } else if rest.len() < tag.len() && tag.starts_with(rest) {
        Follows::Perhaps
    } else {
        Follows::No
    }
}

fn blanks(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let n = rest
        .iter()
        .position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
    at + n.unwrap_or(rest.len())
}
