//! Sorts rows by one field or several.

mod texts;

pub(super) use texts::ranks;

use super::{
    Field, Titles,
    field::Holds,
    numbered::{NONE, Numbered},
};
use crate::discovery::found::Found;

/// In which direction rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// From A to Z, from small to large.
    #[default]
    Up,
    /// From Z to A, from large to small.
    Down,
}

/// A field by which rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortKey {
    /// Which.
    pub field: Field,
    /// In which direction; rows without a value come last in both.
    pub direction: Direction,
}

/// What stands for a row without a value: it comes last.
const LAST: u64 = u64::MAX;

/// A number for each row, which are sorted as the field is.
pub(super) fn keys(found: &Found, field: Field, titles: &Titles) -> Vec<u64> {
    if field.holds() == Holds::Texts {
        let numbered = Numbered::new(found, field, titles);
        let ranks = ranks(&numbered.texts);
        let rank = |nr: &u32| match *nr {
            NONE => LAST,
            nr => ranks.get(nr as usize).map_or(LAST, |rank| u64::from(*rank)),
        };
        return numbered.of_rows.iter().map(rank).collect();
    }
    let mut keys = Vec::with_capacity(found.len());
    for chunk in found.chunks() {
        let number = |row| field.range(chunk, row).map_or(LAST, |(lo, _)| key(lo));
        keys.extend((0..chunk.len()).map(number));
    }
    keys
}

/// A number whose bits are sorted as `number` is.
fn key(number: f64) -> u64 {
    let bits = (number + 0.0).to_bits(); // no negative zero
    if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    }
}

/// The rows in the order of these keys, the first the most important; ties stay as they are in `rows`.
pub(super) fn order(mut rows: Vec<u32>, keys: &[(&[u64], Direction)]) -> Vec<u32> {
    for (keys, direction) in keys.iter().rev() {
        let turned = |key: u64| match direction {
            Direction::Down if key != LAST => LAST - 1 - key,
            _ => key,
        };
        let mut items: Vec<(u64, u32)> = (0..)
            .zip(&rows)
            .map(|(place, row)| {
                let key = keys.get(*row as usize).copied().unwrap_or(LAST);
                (turned(key), place)
            })
            .collect();
        items.sort_unstable();
        let at = |(_, place): &(u64, u32)| rows.get(*place as usize).copied();
        rows = items.iter().filter_map(at).collect();
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{dataset::DatasetsBuilder, obscore::ObsColumn as C};
    use std::sync::Arc;

    /// Rows of title, collection and start, in chunks of two.
    const ROWS: [(&str, &str, f64); 7] = [
        ("m16", "ROSAT", 3.0),
        ("M42", "rosat", f64::NAN),
        ("", "HST", -1.0),
        ("eagle", "", 2.5),
        ("Eagle", "HST", 0.0),
        ("m16", "", f64::NAN),
        ("m1", "HST", -0.0),
    ];

    fn found() -> Found {
        let mut found = Found::default();
        for rows in ROWS.chunks(2) {
            let mut builder = DatasetsBuilder::new();
            for (title, collection, start) in rows {
                builder.set_text(C::ObsTitle, title);
                builder.set_text(C::ObsCollection, collection);
                builder.set_number(C::TMin, *start);
                builder.finish_row();
            }
            found.push(Arc::new(builder.finish()));
        }
        found
    }

    fn sorted(by: &[(Field, Direction)]) -> Vec<u32> {
        let (found, titles) = (found(), Titles::new());
        let keys: Vec<_> = by
            .iter()
            .map(|(field, direction)| (keys(&found, *field, &titles), *direction))
            .collect();
        let keys: Vec<(&[u64], Direction)> = keys
            .iter()
            .map(|(keys, direction)| (keys.as_slice(), *direction))
            .collect();
        order((0..7).collect(), &keys)
    }

    const TITLE: Field = Field::Column(C::ObsTitle);
    const COLLECTION: Field = Field::Column(C::ObsCollection);
    const START: Field = Field::Column(C::TMin);

    #[test]
    fn nulls_come_last_in_both_directions_and_ties_stay_in_their_order() {
        use Direction::{Down, Up};
        // Titles: eagle (3, 4), m1 (6), m16 (0, 5), m42 (1), none (2).
        assert_eq!(sorted(&[(TITLE, Up)]), [3, 4, 6, 0, 5, 1, 2]);
        assert_eq!(sorted(&[(TITLE, Down)]), [1, 0, 5, 6, 3, 4, 2]);
        // Numbers, not texts: -1 (2), 0 (4, 6), 2.5 (3), 3 (0), none (1, 5).
        assert_eq!(sorted(&[(START, Up)]), [2, 4, 6, 3, 0, 1, 5]);
        assert_eq!(sorted(&[(START, Down)]), [0, 3, 4, 6, 2, 1, 5]);
    }

    #[test]
    fn a_second_key_orders_the_ties_of_the_first() {
        use Direction::{Down, Up};
        // HST (2, 4, 6), ROSAT (0, 1), none (3, 5).
        assert_eq!(
            sorted(&[(COLLECTION, Up), (START, Down)]),
            [4, 6, 2, 0, 1, 3, 5]
        );
        assert_eq!(
            sorted(&[(COLLECTION, Up), (TITLE, Up)]),
            [4, 6, 2, 0, 1, 3, 5]
        );
        assert_eq!(
            sorted(&[(COLLECTION, Down), (TITLE, Down), (START, Up)]),
            [1, 0, 6, 4, 2, 5, 3]
        );
    }

    #[test]
    fn what_has_no_title_is_sorted_by_what_is_shown_in_its_place() {
        let mut found = Found::default();
        let mut builder = DatasetsBuilder::new();
        for (title, target) in [("b", "z"), ("", "a"), (" ", "c"), ("", "")] {
            builder.set_text(C::ObsTitle, title);
            builder.set_text(C::TargetName, target);
            builder.finish_row();
        }
        found.push(Arc::new(builder.finish()));
        assert_eq!(keys(&found, Field::Title, &Titles::new()), [1, 0, 2, LAST]);
    }

    #[test]
    fn services_are_sorted_by_their_titles() {
        let mut found = Found::default();
        let mut builder = DatasetsBuilder::new();
        for ivoid in ["ivo://a", "ivo://b", "ivo://c"] {
            builder.set_text(C::OriginService, ivoid);
            builder.finish_row();
        }
        found.push(Arc::new(builder.finish()));
        let titles = [("ivo://a", "Plates"), ("ivo://b", "Archive")];
        let titles = titles.map(|(ivoid, title)| (ivoid.to_owned(), title.to_owned()));
        // Archive, ivo://c, Plates.
        let keys = keys(&found, Field::Service, &Titles::from(titles));
        assert_eq!(keys, [2, 0, 1]);
    }
}
