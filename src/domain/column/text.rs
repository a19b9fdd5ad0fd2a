//! Text cells: kept once where they repeat, and end to end where they do not.

use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// Finished text cells; an empty one is null.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::domain) enum Texts {
    /// Few texts that repeat: each row has the number of its text.
    Few { codes: Codes, texts: Run },
    /// Texts that differ from row to row.
    Many(Run),
}

/// The number of a text for each row, in as few bytes as hold it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::domain) enum Codes {
    /// So many rows with the same one, which has this number.
    Same {
        n_rows: usize,
        code: usize,
    },
    Bytes(Box<[u8]>),
    Words(Box<[u16]>),
    Longs(Box<[u32]>),
}

/// Texts end to end. What all of them begin with is kept once.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(in crate::domain) struct Run {
    text: Box<str>,
    /// Where each text ends.
    ends: Box<[u32]>,
}

impl Texts {
    /// How many texts there are; the empty one, which stands for null, may be among them.
    pub(in crate::domain) fn n_texts(&self) -> usize {
        self.run().ends.len()
    }

    /// The text with this number.
    pub(in crate::domain) fn text(&self, nr: usize) -> Option<&str> {
        self.run().get(nr)
    }

    /// The number of a row's text; `None` beyond the last row.
    pub(in crate::domain) fn nr(&self, row: usize) -> Option<usize> {
        match self {
            Self::Few { codes, .. } => codes.get(row),
            Self::Many(texts) => (row < texts.ends.len()).then_some(row),
        }
    }

    /// All texts end to end, and where each ends.
    pub(in crate::domain) fn end_to_end(&self) -> (&str, &[u32]) {
        let run = self.run();
        (&run.text, &run.ends)
    }

    fn run(&self) -> &Run {
        match self {
            Self::Few { texts, .. } | Self::Many(texts) => texts,
        }
    }

    pub(super) fn get(&self, row: usize) -> Option<&str> {
        let text = match self {
            Self::Few { codes, texts } => texts.get(codes.get(row)?),
            Self::Many(texts) => texts.get(row),
        };
        text.filter(|text| !text.is_empty())
    }

    pub(super) fn heap_bytes(&self) -> usize {
        match self {
            Self::Few { codes, texts } => codes.heap_bytes() + texts.heap_bytes(),
            Self::Many(texts) => texts.heap_bytes(),
        }
    }
}

impl Codes {
    pub(super) fn get(&self, row: usize) -> Option<usize> {
        match self {
            Self::Same { n_rows, code } => (row < *n_rows).then_some(*code),
            Self::Bytes(codes) => codes.get(row).map(|code| usize::from(*code)),
            Self::Words(codes) => codes.get(row).map(|code| usize::from(*code)),
            Self::Longs(codes) => codes.get(row).and_then(|code| usize::try_from(*code).ok()),
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        match self {
            Self::Same { .. } => 0,
            Self::Bytes(codes) => size_of_val::<[u8]>(codes),
            Self::Words(codes) => size_of_val::<[u16]>(codes),
            Self::Longs(codes) => size_of_val::<[u32]>(codes),
        }
    }

    pub(super) fn new(codes: &[u32], n_texts: usize) -> Self {
        let first = codes.first().copied().unwrap_or(0);
        if codes.iter().all(|code| *code == first) {
            return Self::Same {
                n_rows: codes.len(),
                code: usize::try_from(first).unwrap_or(0),
            };
        }
        if n_texts <= 1 << 8 {
            let byte = |code: &u32| u8::try_from(*code).unwrap_or(0);
            Self::Bytes(codes.iter().map(byte).collect())
        } else if n_texts <= 1 << 16 {
            let word = |code: &u32| u16::try_from(*code).unwrap_or(0);
            Self::Words(codes.iter().map(word).collect())
        } else {
            Self::Longs(codes.into())
        }
    }
}

impl Run {
    fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text
            .get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }

    fn heap_bytes(&self) -> usize {
        self.text.len() + size_of_val::<[u32]>(&self.ends)
    }
}

/// Texts end to end that still grow.
#[derive(Debug, Default)]
struct OpenRun {
    text: String,
    ends: Vec<u32>,
}

impl OpenRun {
    fn push(&mut self, text: &str) {
        // 4 GiB of text in one chunk: more is not taken, and the cell is null.
        if u32::try_from(self.text.len() + text.len()).is_ok() {
            self.text.push_str(text);
        }
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    fn get(&self, index: usize) -> &str {
        let at = |index: usize| self.ends.get(index).copied().unwrap_or(0);
        let start = index.checked_sub(1).map_or(0, at);
        let range = usize::try_from(start)
            .ok()
            .zip(usize::try_from(at(index)).ok());
        range
            .and_then(|(start, end)| self.text.get(start..end))
            .unwrap_or_default()
    }

    fn pop(&mut self) {
        self.ends.pop();
        let end = self.ends.last().copied().unwrap_or(0);
        self.text.truncate(usize::try_from(end).unwrap_or(0));
    }

    fn finish(self) -> Run {
        Run {
            text: self.text.into_boxed_str(),
            ends: self.ends.into_boxed_slice(),
        }
    }
}

/// How many different texts a column has before it is asked whether they repeat at all.
const FIRST_LOOK: usize = 64;

/// A column of text that is being filled.
#[derive(Debug)]
pub(in crate::domain) struct TextBuilder {
    /// Once each while they are looked up by `known`, else one a row.
    texts: OpenRun,
    /// The number of each row's text; empty when there is one text a row.
    codes: Vec<u32>,
    /// The number of a text by its hash; `None` when there is one text a row.
    known: Option<HashMap<u64, u32, BuildHasherDefault<AsItIs>>>,
    /// How many texts there may be until it is looked at again whether they repeat.
    next_look: usize,
}

impl Default for TextBuilder {
    fn default() -> Self {
        let mut texts = OpenRun::default();
        texts.push(""); // the null has number 0
        Self {
            texts,
            codes: Vec::new(),
            known: Some(HashMap::default()),
            next_look: FIRST_LOOK,
        }
    }
}

impl TextBuilder {
    /// Makes `row` hold `text`; rows before it that were left out become null.
    pub(super) fn set(&mut self, row: usize, text: &str) {
        while self.len() > row && self.len() > 0 {
            self.pop(); // set twice: the later one counts
        }
        while self.len() < row {
            self.push("");
        }
        self.push(text);
    }

    fn len(&self) -> usize {
        match self.known {
            Some(_) => self.codes.len(),
            None => self.texts.ends.len(),
        }
    }

    fn pop(&mut self) {
        match self.known {
            Some(_) => {
                self.codes.pop();
            }
            None => self.texts.pop(),
        }
    }

    fn push(&mut self, text: &str) {
        let Some(known) = &mut self.known else {
            self.texts.push(text);
            return;
        };
        if text.is_empty() {
            self.codes.push(0);
            return;
        }
        if let Some(&last) = self.codes.last()
            && self.texts.get(last as usize) == text
        {
            self.codes.push(last);
            return;
        }
        let mut hash = hash(text);
        loop {
            match known.get(&hash) {
                Some(&code) if self.texts.get(code as usize) == text => {
                    self.codes.push(code);
                    return;
                }
                Some(_) => hash = hash.wrapping_add(1), // another text has this hash
                None => break,
            }
        }
        let code = u32::try_from(self.texts.ends.len()).unwrap_or(0);
        known.insert(hash, code);
        self.texts.push(text);
        self.codes.push(code);
        if self.texts.ends.len() >= self.next_look {
            self.look();
        }
    }

    /// Goes over to one text a row when a text is used less than twice in the mean.
    fn look(&mut self) {
        self.next_look *= 2;
        if self.codes.len() < 2 * self.texts.ends.len() {
            self.known = None;
            let once = std::mem::take(&mut self.texts);
            for code in std::mem::take(&mut self.codes) {
                self.texts.push(once.get(code as usize));
            }
        }
    }

    /// The finished cells; `None` when all are null.
    pub(super) fn finish(self) -> Option<Texts> {
        if self.texts.text.is_empty() {
            return None;
        }
        Some(match self.known {
            None => Texts::Many(self.texts.finish()),
            Some(_) => Texts::Few {
                codes: Codes::new(&self.codes, self.texts.ends.len()),
                texts: self.texts.finish(),
            },
        })
    }
}

/// A quick hash of a text, eight bytes at a time; it need not withstand an attacker, since equal hashes are looked into.
fn hash(text: &str) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15; // 2^64 over the golden ratio
    let mix = |hash: u64, word: u64| (hash.rotate_left(23) ^ word).wrapping_mul(FACTOR);
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut hash = words.iter().fold(text.len() as u64, |hash, word| {
        mix(hash, u64::from_le_bytes(*word))
    });
    let mut tail = [0; 8];
    for (to, from) in tail.iter_mut().zip(rest) {
        *to = *from;
    }
    hash = mix(hash, u64::from_le_bytes(tail));
    hash ^ (hash >> 29)
}

/// Takes a hash for what it is.
#[derive(Debug, Default)]
pub(in crate::domain) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[&str]) -> Option<Texts> {
        let mut builder = TextBuilder::default();
        for (row, cell) in cells.iter().enumerate() {
            builder.set(row, cell);
        }
        let texts = builder.finish();
        for (row, cell) in cells.iter().enumerate() {
            let found = texts.as_ref().and_then(|texts| texts.get(row));
            assert_eq!(found, Some(*cell).filter(|cell| !cell.is_empty()), "{row}");
        }
        texts
    }

    #[test]
    fn texts_that_repeat_are_kept_once() {
        let cells: Vec<&str> = (0..10_000)
            .map(|row| ["image", "", "cube"][row % 3])
            .collect();
        let texts = check(&cells).unwrap();
        assert!(texts.heap_bytes() < 10_100, "a byte a row");
    }

    #[test]
    fn texts_that_differ_are_kept_end_to_end() {
        let cells: Vec<String> = (0..10_000).map(|row| format!("ivo://x/y?{row}")).collect();
        let texts = check(&cells.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(matches!(texts, Some(Texts::Many(_))));
    }

    #[test]
    fn texts_may_begin_to_differ_late_and_rows_may_be_left_out() {
        let mut builder = TextBuilder::default();
        for row in 0..100 {
            builder.set(row, "same");
        }
        for row in 200..1_000 {
            builder.set(row, &row.to_string());
        }
        builder.set(999, "twice");
        let texts = builder.finish().unwrap();
        assert_eq!(texts.get(99), Some("same"));
        assert_eq!(texts.get(150), None);
        assert_eq!(texts.get(200), Some("200"));
        assert_eq!(texts.get(999), Some("twice"));
        assert_eq!(texts.get(1_000), None);
    }

    #[test]
    fn a_column_without_text_costs_nothing() {
        assert!(check(&["", "", ""]).is_none());
    }
}
