//! Finds words in any text of a row.

use crate::{
    domain::{
        dataset::{ColumnTexts, Datasets},
        obscore::{Kind, ObsColumn as C},
    },
    listing::{Field, Titles},
};
use memchr::memmem::Finder;

/// Takes out the rows that lack one of the words, which are in lower case.
///
/// A whole column of a chunk is brought to lower case and gone over at once: that is many times quicker than text by
/// text.
pub(super) fn sift(words: &[String], chunk: &Datasets, titles: &Titles, passes: &mut [bool]) {
    let finders: Vec<Finder<'_>> = words.iter().map(Finder::new).collect();
    let mut has = vec![vec![false; chunk.len()]; words.len()];
    let mut column_in_lower_case = Lower::default();
    for column in C::ALL.into_iter().filter(|it| it.kind() == Kind::Text) {
        let texts = chunk.texts(column);
        if texts.is_empty() {
            continue;
        }
        column_in_lower_case.take(texts);
        mark(&finders, &column_in_lower_case, texts, &mut has);
        if column == C::OriginService {
            // People see the title, so they look for it.
            column_in_lower_case.take_shown(texts, Field::Service, titles);
            mark(&finders, &column_in_lower_case, texts, &mut has);
        }
    }
    for has in &has {
        for (passes, has) in passes.iter_mut().zip(has) {
            *passes &= has;
        }
    }
}

/// Marks the rows of a column in which each word occurs.
fn mark(finders: &[Finder<'_>], lower: &Lower, texts: ColumnTexts<'_>, has: &mut [Vec<bool>]) {
    for (finder, has) in finders.iter().zip(has) {
        let mut in_text = vec![false; texts.len()];
        if !lower.find(finder, &mut in_text) {
            continue;
        }
        for (row, has) in has.iter_mut().enumerate() {
            let nr = texts.nr(row);
            *has |= nr.and_then(|nr| in_text.get(nr)).is_some_and(|it| *it);
        }
    }
}

/// The texts of a column in lower case, end to end.
#[derive(Debug, Default)]
struct Lower {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Lower {
    fn take(&mut self, texts: ColumnTexts<'_>) {
        let (text, ends) = texts.end_to_end();
        self.bytes.clear();
        self.ends.clear();
        if text.is_ascii() {
            self.bytes.extend_from_slice(text.as_bytes());
            self.bytes.make_ascii_lowercase();
            self.ends.extend(ends.iter().map(|end| *end as usize));
        } else {
            self.take_each(texts, str::to_lowercase);
        }
    }

    fn take_shown(&mut self, texts: ColumnTexts<'_>, field: Field, titles: &Titles) {
        self.bytes.clear();
        self.ends.clear();
        self.take_each(texts, |text| field.shown(text, titles).to_lowercase());
    }

    fn take_each(&mut self, texts: ColumnTexts<'_>, lower: impl Fn(&str) -> String) {
        for nr in 0..texts.len() {
            let text = texts.text(nr).map(&lower).unwrap_or_default();
            self.bytes.extend_from_slice(text.as_bytes());
            self.ends.push(self.bytes.len());
        }
    }

    /// Marks the texts in which a word occurs; returns whether there is any. What begins in one text and ends in the next
    /// is no word.
    fn find(&self, finder: &Finder<'_>, in_text: &mut [bool]) -> bool {
        let length = finder.needle().len();
        let (mut from, mut nr, mut any) = (0, 0, false);
        while let Some(at) = self
            .bytes
            .get(from..)
            .and_then(|rest| finder.find(rest))
            .map(|at| from + at)
        {
            nr += self
                .ends
                .get(nr..)
                .unwrap_or_default()
                .partition_point(|end| *end <= at);
            let Some(end) = self.ends.get(nr) else { break };
            if at + length <= *end {
                if let Some(in_text) = in_text.get_mut(nr) {
                    *in_text = true;
                }
                any = true;
                from = *end;
            } else {
                from = at + 1;
            }
        }
        any
    }
}
