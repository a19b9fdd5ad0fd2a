//! Sorts texts, eight bytes at a time.

use std::{borrow::Cow, ops::Range};

/// A text with the eight bytes of it that are looked at.
#[derive(Debug, Clone, Copy)]
struct Item {
    bytes: u64,
    nr: u32,
}

/// The rank of each text: smaller ones have smaller ranks, equal ones the same. Texts stand in the order of their letters
/// in lower case, each by its number in Unicode.
pub(in crate::listing) fn ranks(texts: &[&str]) -> Vec<u32> {
    let texts: Vec<Cow<'_, str>> = texts.iter().map(|text| lower(text)).collect();
    let mut items: Vec<Item> = (0..)
        .zip(&texts)
        .map(|(nr, _)| Item { bytes: 0, nr })
        .collect();
    // Whether an item is equal to the one before it.
    let mut same = vec![false; items.len()];
    let mut open: Vec<(Range<usize>, usize)> = vec![(0..items.len(), 0)];
    while let Some((range, depth)) = open.pop() {
        let Some(part) = items.get_mut(range.clone()) else {
            continue;
        };
        for item in part.iter_mut() {
            let text = texts.get(item.nr as usize);
            item.bytes = text.map_or(0, |text| eight(text.as_bytes(), depth));
        }
        part.sort_unstable_by_key(|item| item.bytes);
        let mut start = range.start;
        for run in part.chunk_by(|one, other| one.bytes == other.bytes) {
            let end = start + run.len();
            let ended = run
                .first()
                .is_none_or(|item| item.bytes.trailing_zeros() >= 8);
            if run.len() > 1 && ended {
                for same in same.iter_mut().take(end).skip(start + 1) {
                    *same = true;
                }
            } else if run.len() > 1 {
                open.push((start..end, depth + 8));
            }
            start = end;
        }
    }
    let mut ranks = vec![0; items.len()];
    let mut rank = 0;
    for (at, (item, same)) in items.iter().zip(&same).enumerate() {
        if at > 0 && !same {
            rank += 1;
        }
        if let Some(slot) = ranks.get_mut(item.nr as usize) {
            *slot = rank;
        }
    }
    ranks
}

/// A text in lower case; one of ASCII letters is made so when its bytes are looked at.
fn lower(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

/// Eight bytes from `depth` on, the first the highest; zeros where the text has ended.
fn eight(text: &[u8], depth: usize) -> u64 {
    let rest = text.get(depth..).unwrap_or_default();
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(rest) {
        *to = from.to_ascii_lowercase();
    }
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_in_the_order_of_their_letters_whatever_their_case() {
        let texts = ["beta", "Alpha", "alpha", "ALPHABET", "", "Ärmel", "zeta"];
        assert_eq!(ranks(&texts), [3, 1, 1, 2, 0, 5, 4]);
    }

    #[test]
    fn texts_that_begin_alike_are_told_apart_far_in() {
        let long = "ivo://archive.example/datasets?".repeat(40);
        let texts: Vec<String> = (0..300).rev().map(|nr| format!("{long}{nr:03}")).collect();
        let mut texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        texts.push(&long);
        let expected: Vec<u32> = (1..=300).rev().chain([0]).collect();
        assert_eq!(ranks(&texts), expected);
    }

    #[test]
    fn the_order_is_that_of_the_standard_library() {
        let words = [
            "x",
            "xy",
            "Xyzabcde",
            "xyzabcdef",
            "XYZABCDEFG",
            "é",
            "É",
            "e",
        ];
        let texts: Vec<String> = (0..500_usize)
            .map(|nr| format!("{}{}", words[nr * 7 % 8], words[nr * 5 % 3]))
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let ranks = ranks(&texts);
        for (one, rank) in texts.iter().zip(&ranks) {
            for (other, other_rank) in texts.iter().zip(&ranks) {
                let expected = one.to_lowercase().cmp(&other.to_lowercase());
                assert_eq!(rank.cmp(other_rank), expected, "{one} {other}");
            }
        }
    }
}
