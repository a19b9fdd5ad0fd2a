//! Makes lists, and keeps what it can use again.

use super::{
    Direction, Field, Filter, Group, Grouping, SortKey, Titles,
    group::groups,
    sort::{keys, order},
};
use crate::{
    discovery::found::Found,
    domain::{dataset::Datasets, row_set::RowSet},
};
use std::sync::Arc;

/// What to list, and how.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// What was found.
    pub found: Found,
    /// The titles of the services.
    pub titles: Arc<Titles>,
    /// Which rows are let through.
    pub filter: Filter,
    /// By what the rows are counted in groups.
    pub grouping: Option<Grouping>,
    /// The group whose rows alone are listed.
    pub chosen: Option<Chosen>,
    /// By what the rows are sorted; as they came where this is empty.
    pub sort: Vec<SortKey>,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// By what it is one.
    pub grouping: Grouping,
    /// What its rows have in common; `None`: that they have no such text.
    pub text: Option<String>,
}

/// A list of rows.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// How many rows were gone over.
    pub n_found: usize,
    /// The rows in their order; `None`: all of them, as they came.
    pub order: Option<Arc<Vec<u32>>>,
    /// The place of each row in that order, or [`Listing::NOWHERE`]; `None` where there is no order.
    pub places: Option<Arc<Vec<u32>>>,
    /// The rows that are let through; `None`: all of them.
    pub passing: Option<Arc<RowSet>>,
    /// The groups of the rows that the filter lets through, the largest first.
    pub groups: Arc<Vec<Group>>,
}

impl Listing {
    /// Where rows stand that are not in the list.
    pub const NOWHERE: u32 = u32::MAX;

    /// The row at this place of the list.
    pub fn row(&self, place: usize) -> Option<usize> {
        match &self.order {
            Some(order) => order.get(place).map(|row| *row as usize),
            None => Some(place),
        }
    }

    /// The place of a row in the list; `None` when it is not in it.
    pub fn place(&self, row: usize) -> Option<usize> {
        match &self.places {
            Some(places) => {
                let place = places.get(row).filter(|place| **place != Self::NOWHERE);
                place.map(|place| *place as usize)
            }
            None => Some(row),
        }
    }
}

/// Makes one list after another, and keeps what stays true from one to the next: what a filter said of a chunk, and how
/// rows are sorted by a field.
#[derive(Debug, Default)]
pub struct Lister {
    filter: Sieve,
    chosen: Sieve,
    sorted: Sorted,
}

/// A filter with what it said of chunks.
#[derive(Debug, Default)]
struct Sieve {
    filter: Filter,
    titles: Arc<Titles>,
    chunks: Vec<(Arc<Datasets>, Vec<bool>)>,
}

/// The keys of rows by fields.
#[derive(Debug, Default)]
struct Sorted {
    chunks: Vec<Arc<Datasets>>,
    titles: Arc<Titles>,
    fields: Vec<(Field, Vec<u64>)>,
}

impl Lister {
    /// Makes a list.
    pub fn list(&mut self, request: &Request) -> Listing {
        let found = &request.found;
        let only = request.chosen.as_ref().map(|chosen| {
            let field = chosen.grouping.field();
            Filter::only(field, chosen.text.as_deref())
        });
        let by_filter = self.filter.passing(found, &request.filter, &request.titles);
        let groups = request.grouping.map(|grouping| {
            let counts = |row| by_filter.as_ref().is_none_or(|rows| rows.contains(row));
            groups(found, grouping, &request.titles, counts)
        });
        let only = only.unwrap_or_default();
        let by_group = self.chosen.passing(found, &only, &request.titles);
        let passing = match (by_filter, by_group) {
            (Some(one), Some(other)) => {
                Some(one.iter().filter(|row| other.contains(*row)).collect())
            }
            (one, other) => one.or(other),
        };
        let order = self.order(request, passing.as_ref());
        let places = order
            .as_ref()
            .map(|order| Arc::new(places(order, found.len())));
        Listing {
            n_found: found.len(),
            order: order.map(Arc::new),
            places,
            passing: passing.map(Arc::new),
            groups: Arc::new(groups.unwrap_or_default()),
        }
    }

    fn order(&mut self, request: &Request, passing: Option<&RowSet>) -> Option<Vec<u32>> {
        let number = |row: usize| u32::try_from(row).ok();
        let rows: Vec<u32> = match passing {
            Some(rows) => rows.iter().filter_map(number).collect(),
            None if request.sort.is_empty() => return None,
            None => (0..request.found.len()).filter_map(number).collect(),
        };
        let keys = self.sorted.by(request);
        Some(order(rows, &keys))
    }
}

impl Sieve {
    /// The rows that the filter lets through; `None`: all of them.
    fn passing(&mut self, found: &Found, filter: &Filter, titles: &Arc<Titles>) -> Option<RowSet> {
        if filter.is_empty() {
            self.chunks.clear();
            return None;
        }
        if self.filter != *filter || self.titles != *titles {
            self.filter = filter.clone();
            self.titles = Arc::clone(titles);
            self.chunks.clear();
        }
        self.chunks.truncate(found.chunks().len());
        for (nr, chunk) in found.chunks().iter().enumerate() {
            let known = self.chunks.get(nr);
            if known.is_some_and(|(known, _)| Arc::ptr_eq(known, chunk)) {
                continue;
            }
            let passes = (Arc::clone(chunk), filter.passes(chunk, titles));
            match self.chunks.get_mut(nr) {
                Some(slot) => *slot = passes,
                None => self.chunks.push(passes),
            }
        }
        let passes = self.chunks.iter().flat_map(|(_, passes)| passes);
        let passing = passes.enumerate().filter(|(_, passes)| **passes);
        Some(passing.map(|(row, _)| row).collect())
    }
}

impl Sorted {
    /// The keys of all rows by the fields of a request, in its order.
    fn by(&mut self, request: &Request) -> Vec<(&[u64], Direction)> {
        let chunks = request.found.chunks();
        let same = self.titles == request.titles
            && self.chunks.len() == chunks.len()
            && std::iter::zip(&self.chunks, chunks).all(|(one, other)| Arc::ptr_eq(one, other));
        let wanted = |field: &Field| request.sort.iter().any(|key| key.field == *field);
        self.fields.retain(|(field, _)| same && wanted(field));
        self.chunks = chunks.to_vec();
        self.titles = Arc::clone(&request.titles);
        for key in &request.sort {
            if !self.fields.iter().any(|(field, _)| *field == key.field) {
                let keys = keys(&request.found, key.field, &request.titles);
                self.fields.push((key.field, keys));
            }
        }
        let of = |key: &SortKey| {
            let mut fields = self.fields.iter();
            let (_, keys) = fields.find(|(field, _)| *field == key.field)?;
            Some((keys.as_slice(), key.direction))
        };
        request.sort.iter().filter_map(of).collect()
    }
}

/// The place of each row in an order.
fn places(order: &[u32], n_rows: usize) -> Vec<u32> {
    let mut places = vec![Listing::NOWHERE; n_rows];
    for (place, row) in (0..).zip(order) {
        if let Some(slot) = places.get_mut(*row as usize) {
            *slot = place;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{dataset::DatasetsBuilder, obscore::ObsColumn as C};

    fn chunk(rows: &[(&str, &str)]) -> Arc<Datasets> {
        let mut builder = DatasetsBuilder::new();
        for (title, collection) in rows {
            builder.set_text(C::ObsTitle, title);
            builder.set_text(C::ObsCollection, collection);
            builder.finish_row();
        }
        Arc::new(builder.finish())
    }

    fn request() -> Request {
        let mut request = Request::default();
        request
            .found
            .push(chunk(&[("c", "HST"), ("a", "ROSAT"), ("d", "HST")]));
        request.found.push(chunk(&[("b", "HST"), ("a", "HST")]));
        request
    }

    const TITLE: SortKey = SortKey {
        field: Field::Title,
        direction: Direction::Up,
    };

    #[test]
    fn as_long_as_nothing_is_asked_rows_stand_as_they_came() {
        let listing = Lister::default().list(&request());
        assert_eq!(listing.n_found, 5);
        assert!(listing.order.is_none() && listing.passing.is_none());
        assert_eq!((listing.row(7), listing.place(7)), (Some(7), Some(7)));
    }

    #[test]
    fn what_is_filtered_is_sorted_and_counted() {
        let mut request = request();
        request.filter = Filter::parse("title != d").unwrap();
        request.sort = vec![TITLE];
        request.grouping = Some(Grouping::Collection);
        let mut lister = Lister::default();
        let listing = lister.list(&request);
        assert_eq!(*listing.order.unwrap(), [1, 4, 3, 0]);
        assert_eq!(*listing.places.unwrap(), [3, 0, Listing::NOWHERE, 2, 1]);
        let counts: Vec<usize> = listing.groups.iter().map(|group| group.n_rows).collect();
        assert_eq!(counts, [3, 1], "HST and ROSAT");
        request.chosen = Some(Chosen {
            grouping: Grouping::Collection,
            text: Some("HST".to_owned()),
        });
        let listing = lister.list(&request);
        assert_eq!(*listing.order.unwrap(), [4, 3, 0]);
        assert_eq!(listing.groups.len(), 2, "the others can still be chosen");
    }

    #[test]
    fn rows_that_come_in_and_rows_that_are_replaced_are_taken_in() {
        let mut request = request();
        request.filter = Filter::parse("title != d").unwrap();
        request.sort = vec![TITLE];
        let mut lister = Lister::default();
        lister.list(&request);
        request.found.push(chunk(&[("aa", "HST")]));
        let listing = lister.list(&request);
        assert_eq!(*listing.order.unwrap(), [1, 4, 5, 3, 0]);
        let mut found = Found::default();
        found.push(chunk(&[("x", ""), ("y", ""), ("z", "")]));
        for chunk in request.found.chunks().iter().skip(1) {
            found.push(Arc::clone(chunk));
        }
        request.found = found;
        let listing = lister.list(&request);
        assert_eq!(*listing.order.unwrap(), [4, 5, 3, 0, 1, 2]);
        request.sort = vec![SortKey {
            direction: Direction::Down,
            ..TITLE
        }];
        let listing = lister.list(&request);
        assert_eq!(*listing.order.unwrap(), [2, 1, 0, 3, 5, 4]);
    }
}
