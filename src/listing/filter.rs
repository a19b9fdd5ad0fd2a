//! Which rows a filter lets through.

mod read;
mod value;
mod words;

use super::{Field, Titles, field::Holds, numbered::ChunkTexts};
use crate::domain::dataset::Datasets;
pub use read::FilterError;

/// A filter: words that occur in any text of a row, and conditions on fields. All must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// In lower case.
    words: Vec<String>,
    conditions: Vec<Condition>,
}

/// What is asked of one field.
#[derive(Debug, Clone, PartialEq)]
struct Condition {
    field: Field,
    test: Test,
}

/// What is asked of a row's value. Without a value, only `!=`, `!~` and `= ""` hold.
#[derive(Debug, Clone, PartialEq)]
enum Test {
    /// There is no value: `= ""`.
    Missing,
    /// There is one: `!= ""`.
    Present,
    /// The text compares with this one, in lower case, so.
    Text(Operator, String),
    /// The number, or one of a range of numbers, compares with these bounds so.
    Number(Operator, f64, f64),
}

/// How values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
    NotEqual,
    Contains,
    ContainsNot,
}

impl Filter {
    /// Reads a filter as people type it.
    ///
    /// # Errors
    /// When a condition is not understood.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        match read::filter(text) {
            (filter, None) => Ok(filter),
            (_, Some(error)) => Err(error),
        }
    }

    /// Reads a filter while it is typed: as far as it is understood, and what is wrong after that.
    pub fn begun(text: &str) -> (Self, Option<FilterError>) {
        read::filter(text)
    }

    /// Lets only rows through whose field has exactly this text, or none.
    pub fn only(field: Field, text: Option<&str>) -> Self {
        let asked = match text {
            Some(text) => Test::Text(Operator::Equal, text.to_lowercase()),
            None => Test::Missing,
        };
        Self {
            words: Vec::new(),
            conditions: vec![Condition { field, test: asked }],
        }
    }

    /// Whether it lets every row through.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.conditions.is_empty()
    }

    /// Which rows of a chunk it lets through.
    pub fn passes(&self, chunk: &Datasets, titles: &Titles) -> Vec<bool> {
        let mut passes = vec![true; chunk.len()];
        for condition in &self.conditions {
            condition.sift(chunk, titles, &mut passes);
        }
        if !self.words.is_empty() && passes.contains(&true) {
            words::sift(&self.words, chunk, titles, &mut passes);
        }
        passes
    }
}

impl Condition {
    /// Takes out the rows for which it does not hold.
    fn sift(&self, chunk: &Datasets, titles: &Titles, passes: &mut [bool]) {
        if self.field.holds() != Holds::Texts {
            for (row, passes) in passes.iter_mut().enumerate() {
                *passes = *passes && self.test.holds_for_range(self.field.range(chunk, row));
            }
            return;
        }
        let mut verdicts = Vec::new();
        let mut texts = ChunkTexts::new(chunk, self.field);
        let missing = self.test.holds_for_text(None);
        for (row, passes) in passes.iter_mut().enumerate().filter(|(_, passes)| **passes) {
            let nr = texts.nr(row, |text| {
                let shown = self.field.shown(text, titles).to_lowercase();
                verdicts.push(self.test.holds_for_text(Some(&shown)));
                u32::try_from(verdicts.len() - 1).unwrap_or(u32::MAX)
            });
            *passes = verdicts.get(nr as usize).copied().unwrap_or(missing);
        }
    }
}

impl Test {
    /// Whether it holds for a text in lower case.
    fn holds_for_text(&self, text: Option<&str>) -> bool {
        match (self, text) {
            (Self::Missing, text) => text.is_none(),
            (Self::Present, text) => text.is_some(),
            (Self::Text(Operator::NotEqual | Operator::ContainsNot, _), None) => true,
            (Self::Text(operator, wanted), Some(text)) => match operator {
                Operator::Less => text < wanted.as_str(),
                Operator::AtMost => text <= wanted.as_str(),
                Operator::More => text > wanted.as_str(),
                Operator::AtLeast => text >= wanted.as_str(),
                Operator::Equal => text == wanted,
                Operator::NotEqual => text != wanted,
                Operator::Contains => text.contains(wanted.as_str()),
                Operator::ContainsNot => !text.contains(wanted.as_str()),
            },
            (Self::Text(..), None) | (Self::Number(..), _) => false,
        }
    }

    /// Whether it holds for one of the numbers from the first to the second.
    fn holds_for_range(&self, range: Option<(f64, f64)>) -> bool {
        match (self, range) {
            (Self::Missing, range) => range.is_none(),
            (Self::Present, range) => range.is_some(),
            (Self::Number(Operator::NotEqual, ..), None) => true,
            (Self::Number(operator, lo, hi), Some((from, to))) => match operator {
                Operator::Less => from < *lo,
                Operator::AtMost => from <= *hi,
                Operator::More => to > *hi,
                Operator::AtLeast => to >= *lo,
                Operator::Equal | Operator::Contains => from <= *hi && to >= *lo,
                Operator::NotEqual | Operator::ContainsNot => from > *hi || to < *lo,
            },
            (Self::Number(..), None) | (Self::Text(..), _) => false,
        }
    }
}

#[cfg(test)]
mod tests;
