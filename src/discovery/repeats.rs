//! Which datasets were told before, by which kind of service, and where they stand.

use crate::domain::{
    dataset::{Dataset, Datasets},
    obscore::ObsColumn,
    service::Protocol,
};
use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::BuildHasher as _,
};

/// The datasets told so far, by what makes them the same: the access URL, or the publisher's identifier.
///
/// Keys are kept as 64-bit hashes with secret keys: among a million datasets, two different ones are taken for the
/// same with a chance of 3 in 100 million, and a search over a million needs 50 MB for this, not several hundred.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    hasher: RandomState,
    told: HashMap<u64, Told>,
    n_told: usize,
}

#[derive(Debug, Clone, Copy)]
struct Told {
    protocol: Protocol,
    /// The row in what was found.
    row: usize,
}

/// What is to be done with a chunk of datasets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sorted {
    /// For each dataset, whether nobody told of it before.
    pub(super) new: Vec<bool>,
    /// For each dataset, whether a less capable service told of it before, so that this one takes its place.
    pub(super) better: Vec<bool>,
    /// The rows in what was found whose places those take, in their order.
    pub(super) places: Vec<usize>,
}

impl Repeats {
    /// Sorts what a service told, and keeps in mind what is new in it.
    pub(super) fn sort(&mut self, protocol: Protocol, datasets: &Datasets) -> Sorted {
        let mut sorted = Sorted {
            new: Vec::with_capacity(datasets.len()),
            better: Vec::with_capacity(datasets.len()),
            places: Vec::new(),
        };
        for dataset in datasets.iter() {
            let keys = self.keys(dataset);
            let before = keys
                .into_iter()
                .flatten()
                .find_map(|key| self.told.get(&key))
                .copied();
            let is_better = before.is_some_and(|told| told.protocol < protocol);
            sorted.new.push(before.is_none());
            sorted.better.push(is_better);
            let row = match before {
                None => {
                    self.n_told += 1;
                    self.n_told - 1
                }
                Some(told) if is_better => {
                    sorted.places.push(told.row);
                    told.row
                }
                Some(_) => continue,
            };
            for key in keys.into_iter().flatten() {
                self.told.insert(key, Told { protocol, row });
            }
        }
        sorted
    }

    fn keys(&self, dataset: Dataset<'_>) -> [Option<u64>; 2] {
        [ObsColumn::AccessUrl, ObsColumn::ObsPublisherDid].map(|column| {
            let text = dataset.text(column)?.trim();
            (!text.is_empty()).then(|| self.hasher.hash_one((column.index(), text)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dataset::DatasetsBuilder;

    /// Datasets by access URL and publisher's identifier, empty for none.
    fn datasets(of: &[(&str, &str)]) -> Datasets {
        let mut builder = DatasetsBuilder::new();
        for (url, did) in of {
            builder.set_text(ObsColumn::AccessUrl, url);
            builder.set_text(ObsColumn::ObsPublisherDid, did);
            builder.finish_row();
        }
        builder.finish()
    }

    #[test]
    fn the_same_address_or_the_same_identifier_is_the_same_dataset() {
        let mut repeats = Repeats::default();
        let first = repeats.sort(
            Protocol::Sia2,
            &datasets(&[
                ("http://a/1", "ivo://a?1"),
                ("http://a/2", ""),
                ("", "ivo://a?3"),
            ]),
        );
        assert_eq!(first.new, [true, true, true]);
        let again = repeats.sort(
            Protocol::Sia2,
            &datasets(&[
                ("http://a/1", ""),
                ("http://mirror/1", "ivo://a?1"),
                ("http://a/2", "ivo://a?2"),
                ("http://a/4", "ivo://a?4"),
            ]),
        );
        assert_eq!(again.new, [false, false, false, true]);
        assert_eq!(again.places, [0; 0], "none is from a more capable service");
    }

    #[test]
    fn an_address_is_never_taken_for_an_identifier() {
        let mut repeats = Repeats::default();
        repeats.sort(Protocol::Sia2, &datasets(&[("ivo://a?1", "")]));
        let other = repeats.sort(Protocol::Sia2, &datasets(&[("", "ivo://a?1")]));
        assert_eq!(other.new, [true]);
    }

    #[test]
    fn what_has_neither_is_never_a_repetition() {
        let mut repeats = Repeats::default();
        let nameless = repeats.sort(Protocol::Sia1, &datasets(&[("", ""), ("", "")]));
        assert_eq!(nameless.new, [true, true]);
    }

    #[test]
    fn a_more_capable_service_takes_the_place_of_a_lesser_one_once() {
        let mut repeats = Repeats::default();
        repeats.sort(
            Protocol::Sia1,
            &datasets(&[("http://a/1", ""), ("http://a/2", "")]),
        );
        let better = repeats.sort(
            Protocol::ObsCore,
            &datasets(&[("http://a/3", ""), ("http://a/2", ""), ("http://a/2", "")]),
        );
        assert_eq!(better.new, [true, false, false]);
        assert_eq!(better.better, [false, true, false]);
        assert_eq!(better.places, [1]);
        let lesser = repeats.sort(Protocol::Ssap, &datasets(&[("http://a/2", "")]));
        assert_eq!((lesser.new, lesser.better), (vec![false], vec![false]));
    }
}
