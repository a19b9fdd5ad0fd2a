//! Groups rows by what they have in common.

use super::{
    Field, Titles,
    numbered::{ChunkTexts, NONE, Numbered},
    sort::ranks,
};
use crate::{
    discovery::found::Found,
    domain::{obscore::ObsColumn, row_set::RowSet},
};

/// By what rows are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// By data collection.
    Collection,
    /// By the service that told of them.
    Service,
    /// By instrument.
    Instrument,
}

/// The rows that have a text in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The text; `None` for those that have none.
    pub text: Option<String>,
    /// How many rows there are.
    pub n_rows: usize,
}

impl Grouping {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Collection, Self::Service, Self::Instrument];

    /// The field whose text the rows have in common.
    pub fn field(self) -> Field {
        match self {
            Self::Collection => Field::Column(ObsColumn::ObsCollection),
            Self::Service => Field::Service,
            Self::Instrument => Field::Column(ObsColumn::InstrumentName),
        }
    }
}

/// The groups of the rows for which `counts` holds, the largest first; those of one size by text. Case makes no
/// difference: the text is that of the first row.
pub(super) fn groups(
    found: &Found,
    grouping: Grouping,
    titles: &Titles,
    counts: impl Fn(usize) -> bool,
) -> Vec<Group> {
    let numbered = Numbered::new(found, grouping.field(), titles);
    let ranks = ranks(&numbered.texts);
    let n_ranks = ranks.iter().max().map_or(0, |most| *most as usize + 1);
    let mut n_rows = vec![0_usize; n_ranks];
    let mut without = 0;
    for (row, nr) in numbered.of_rows.iter().enumerate() {
        if !counts(row) {
            continue;
        }
        if *nr == NONE {
            without += 1;
        } else if let Some(rank) = ranks.get(*nr as usize)
            && let Some(n_rows) = n_rows.get_mut(*rank as usize)
        {
            *n_rows += 1;
        }
    }
    let mut texts = vec![None; n_ranks];
    for (text, rank) in numbered.texts.iter().zip(&ranks).rev() {
        if let Some(slot) = texts.get_mut(*rank as usize) {
            *slot = Some((*text).to_owned());
        }
    }
    let mut groups: Vec<Group> = texts
        .into_iter()
        .zip(n_rows)
        .chain([(None, without)])
        .filter(|(_, n_rows)| *n_rows > 0)
        .map(|(text, n_rows)| Group { text, n_rows })
        .collect();
    // Stable: the texts are in their order already, and none comes last.
    groups.sort_by_key(|group| std::cmp::Reverse(group.n_rows));
    groups
}

/// The rows that are in the same group as this one.
pub fn alike(found: &Found, grouping: Grouping, titles: &Titles, row: usize) -> RowSet {
    let field = grouping.field();
    let lower = |text: &str| field.shown(text, titles).to_lowercase();
    let wanted = found.chunk_of(row).and_then(|(first, chunk)| {
        let mut wanted = None;
        ChunkTexts::new(chunk, field).nr(row - first, |text| {
            wanted = Some(lower(text));
            0
        });
        wanted
    });
    let mut rows = RowSet::new();
    let mut first = 0;
    for chunk in found.chunks() {
        let mut texts = ChunkTexts::new(chunk, field);
        for row in 0..chunk.len() {
            // 1: the same text; 0: another.
            let nr = texts.nr(row, |text| u32::from(Some(lower(text)) == wanted));
            if nr == 1 || nr == NONE && wanted.is_none() {
                rows.insert(first + row);
            }
        }
        first += chunk.len();
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dataset::DatasetsBuilder;
    use std::sync::Arc;

    fn found() -> Found {
        let mut found = Found::default();
        for collections in [&["HST", "ROSAT", ""][..], &["hst", "2MASS"], &["", "HST"]] {
            let mut builder = DatasetsBuilder::new();
            for collection in collections {
                builder.set_text(ObsColumn::ObsCollection, collection);
                builder.finish_row();
            }
            found.push(Arc::new(builder.finish()));
        }
        found
    }

    #[test]
    fn the_largest_group_comes_first_and_case_makes_none() {
        let group = |text: Option<&str>, n_rows| Group {
            text: text.map(str::to_owned),
            n_rows,
        };
        let titles = Titles::new();
        let all = groups(&found(), Grouping::Collection, &titles, |_| true);
        let expected = [
            group(Some("HST"), 3),
            group(None, 2),
            group(Some("2MASS"), 1),
            group(Some("ROSAT"), 1),
        ];
        assert_eq!(all, expected);
        let some = groups(&found(), Grouping::Collection, &titles, |row| row > 4);
        assert_eq!(some, [group(Some("HST"), 1), group(None, 1)]);
        let none = groups(&found(), Grouping::Instrument, &titles, |_| true);
        assert_eq!(none, [group(None, 7)]);
    }

    #[test]
    fn rows_of_one_group_are_found_in_all_chunks() {
        let rows = |row| -> Vec<usize> {
            let rows = alike(&found(), Grouping::Collection, &Titles::new(), row);
            rows.iter().collect()
        };
        assert_eq!(rows(3), [0, 3, 6]);
        assert_eq!(rows(5), [2, 5]);
        assert_eq!(rows(4), [4]);
    }
}
