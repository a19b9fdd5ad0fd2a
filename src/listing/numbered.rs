//! The texts of a field, each with a number.

use super::{Field, Titles};
use crate::{
    discovery::found::Found,
    domain::dataset::{ColumnTexts, Datasets},
};

/// The number of rows without a text.
pub(super) const NONE: u32 = u32::MAX;

/// The texts of a field in what was found. The same text may be there more than once, with several numbers.
#[derive(Debug)]
pub(super) struct Numbered<'a> {
    pub(super) texts: Vec<&'a str>,
    /// The number of each row's text, or [`NONE`].
    pub(super) of_rows: Vec<u32>,
}

/// The texts of a field in one chunk.
#[derive(Debug)]
pub(super) struct ChunkTexts<'a> {
    columns: Vec<ColumnTexts<'a>>,
    /// For each column and text, its number, where it has one already.
    numbers: Vec<Vec<u32>>,
}

impl<'a> ChunkTexts<'a> {
    pub(super) fn new(chunk: &'a Datasets, field: Field) -> Self {
        let columns = field.text_columns().into_iter();
        let columns: Vec<_> = columns.map(|column| chunk.texts(column)).collect();
        let numbers = columns.iter().map(|texts| vec![NONE; texts.len()]);
        Self {
            numbers: numbers.collect(),
            columns,
        }
    }

    /// The number of a row's text; `give` gives one to a text that has none yet.
    pub(super) fn nr(&mut self, row: usize, mut give: impl FnMut(&'a str) -> u32) -> u32 {
        for (texts, numbers) in self.columns.iter().zip(&mut self.numbers) {
            let Some(nr) = texts.nr(row) else { continue };
            let Some(number) = numbers.get_mut(nr) else {
                continue;
            };
            if *number == NONE {
                match texts.text(nr).filter(|text| !text.trim().is_empty()) {
                    Some(text) => *number = give(text),
                    None => continue,
                }
            }
            return *number;
        }
        NONE
    }
}

impl<'a> Numbered<'a> {
    /// Of everything that was found.
    pub(super) fn new(found: &'a Found, field: Field, titles: &'a Titles) -> Self {
        let mut texts: Vec<&'a str> = Vec::new();
        let mut of_rows = Vec::with_capacity(found.len());
        for chunk in found.chunks() {
            let mut in_chunk = ChunkTexts::new(chunk, field);
            for row in 0..chunk.len() {
                of_rows.push(in_chunk.nr(row, |text| {
                    let number = u32::try_from(texts.len()).unwrap_or(NONE);
                    texts.push(field.shown(text, titles));
                    number
                }));
            }
        }
        Self { texts, of_rows }
    }
}
