//! Which datasets were told before, by which kind of service, and where they stand.

use super::{event::ServiceNr, found::Found};
use crate::domain::{
    dataset::{Dataset, Datasets},
    obscore::{Kind, ObsColumn},
    service::Protocol,
};
use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::{BuildHasher as _, Hash as _, Hasher as _},
};

/// The datasets told so far, by what makes them the same: the access URL, or the publisher's identifier.
///
/// A dataset that has neither is known by all its cells. An answer may hold several that are alike, and all of them are
/// kept; those that another answer of the same service tells again, as when it is asked again, are repeats.
///
/// Keys are kept as 64-bit hashes with secret keys: among a million datasets, two different ones are taken for the
/// same with a chance of 3 in 100 million, and a search over a million needs 50 MB for this, not several hundred.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    hasher: RandomState,
    /// The row in what was found, by key.
    told: HashMap<u64, usize>,
    /// For each row, the protocol of the service whose dataset stands there now.
    protocols: Vec<Protocol>,
    /// The datasets without a name in the answer that each service is giving now.
    nameless: HashMap<ServiceNr, Nameless>,
}

/// Who tells a chunk of datasets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) nr: ServiceNr,
    pub(super) protocol: Protocol,
    /// The number of the answer, different for each in a search.
    pub(super) answer: u64,
}

/// How often each dataset without a name came in one answer, by the hash of its cells.
#[derive(Debug, Default)]
struct Nameless {
    answer: u64,
    n_came: HashMap<u64, u32>,
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
    /// Of what was found by an earlier round.
    pub(super) fn of(found: &Found) -> Self {
        let mut repeats = Self::default();
        // Rows that are alike all came in one answer, or they would not stand there more than once.
        let whole = Source {
            nr: ServiceNr(0),
            protocol: Protocol::Sia1,
            answer: 0,
        };
        for dataset in found.iter() {
            let named = dataset.text(ObsColumn::Protocol).and_then(Protocol::named);
            let row = repeats.protocols.len();
            repeats.protocols.push(named.unwrap_or(whole.protocol));
            for key in repeats.keys(dataset, whole).into_iter().flatten() {
                repeats.told.entry(key).or_insert(row);
            }
        }
        repeats.nameless.clear();
        repeats
    }

    /// Sorts what a service told, and keeps in mind what is new in it.
    pub(super) fn sort(&mut self, source: Source, datasets: &Datasets) -> Sorted {
        let protocol = source.protocol;
        let mut sorted = Sorted {
            new: Vec::with_capacity(datasets.len()),
            better: Vec::with_capacity(datasets.len()),
            places: Vec::new(),
        };
        for dataset in datasets.iter() {
            let keys = self.keys(dataset, source);
            let before = keys
                .into_iter()
                .flatten()
                .find_map(|key| self.told.get(&key))
                .copied();
            let lesser = before
                .and_then(|row| self.protocols.get_mut(row))
                .filter(|told_by| **told_by < protocol);
            sorted.new.push(before.is_none());
            sorted.better.push(lesser.is_some());
            let row = match (before, lesser) {
                (None, _) => {
                    self.protocols.push(protocol);
                    self.protocols.len() - 1
                }
                (Some(row), Some(told_by)) => {
                    *told_by = protocol;
                    sorted.places.push(row);
                    row
                }
                (Some(_), None) => continue,
            };
            for key in keys.into_iter().flatten() {
                self.told.insert(key, row);
            }
        }
        sorted
    }

    fn keys(&mut self, dataset: Dataset<'_>, source: Source) -> [Option<u64>; 2] {
        let keys = [ObsColumn::AccessUrl, ObsColumn::ObsPublisherDid].map(|column| {
            let text = dataset.text(column)?.trim();
            (!text.is_empty()).then(|| self.hasher.hash_one((column.index(), text)))
        });
        match keys {
            [None, None] => [Some(self.nameless_key(dataset, source)), None],
            keys => keys,
        }
    }

    /// By all cells, the service's identifier among them, and the how manieth of its kind it is in its answer.
    fn nameless_key(&mut self, dataset: Dataset<'_>, source: Source) -> u64 {
        let cells = self.cells(dataset);
        let nameless = self.nameless.entry(source.nr).or_default();
        if nameless.answer != source.answer {
            *nameless = Nameless {
                answer: source.answer,
                n_came: HashMap::new(),
            };
        }
        let n_came = nameless.n_came.entry(cells).or_default();
        *n_came += 1;
        self.hasher.hash_one((cells, *n_came))
    }

    fn cells(&self, dataset: Dataset<'_>) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        for column in ObsColumn::ALL {
            match column.kind() {
                Kind::Text => dataset.text(column).hash(&mut hasher),
                Kind::Integer => dataset.integer(column).hash(&mut hasher),
                Kind::Number => dataset.number(column).map(f64::to_bits).hash(&mut hasher),
            }
        }
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dataset::DatasetsBuilder;
    use std::sync::Arc;

    fn source(protocol: Protocol) -> Source {
        Source {
            nr: ServiceNr(3),
            protocol,
            answer: 1,
        }
    }

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
            source(Protocol::Sia2),
            &datasets(&[
                ("http://a/1", "ivo://a?1"),
                ("http://a/2", ""),
                ("", "ivo://a?3"),
            ]),
        );
        assert_eq!(first.new, [true, true, true]);
        let again = repeats.sort(
            source(Protocol::Sia2),
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
        repeats.sort(source(Protocol::Sia2), &datasets(&[("ivo://a?1", "")]));
        let other = repeats.sort(source(Protocol::Sia2), &datasets(&[("", "ivo://a?1")]));
        assert_eq!(other.new, [true]);
    }

    #[test]
    fn what_has_neither_is_never_a_repetition() {
        let mut repeats = Repeats::default();
        let nameless = repeats.sort(source(Protocol::Sia1), &datasets(&[("", ""), ("", "")]));
        assert_eq!(nameless.new, [true, true]);
    }

    #[test]
    fn what_has_neither_is_a_repetition_when_the_service_is_asked_again() {
        let mut repeats = Repeats::default();
        let first = source(Protocol::Sia1);
        let again = Source { answer: 2, ..first };
        repeats.sort(first, &datasets(&[("", "")]));
        // Its second answer comes in two chunks, and holds one that is alike besides.
        let told = [&[("", "")][..], &[("", ""), ("", "")]]
            .map(|rows| repeats.sort(again, &datasets(rows)).new);
        assert_eq!(told, [vec![false], vec![true, true]]);
    }

    #[test]
    fn what_an_earlier_round_found_is_known_in_the_next() {
        let mut found = Found::default();
        let mut builder = DatasetsBuilder::new();
        for (url, protocol) in [
            ("http://a/1", "SIA1"),
            ("", "SIA1"),
            ("http://a/2", "ObsCore"),
        ] {
            builder.set_text(ObsColumn::AccessUrl, url);
            builder.set_text(ObsColumn::Protocol, protocol);
            builder.finish_row();
        }
        let datasets = Arc::new(builder.finish());
        found.push(Arc::clone(&datasets));
        let mut repeats = Repeats::of(&found);
        let again = repeats.sort(source(Protocol::Sia1), &datasets);
        assert_eq!(again.new, [false, false, false], "the nameless one too");
        assert_eq!(again.places, [0; 0], "none is better");
        let better = repeats.sort(source(Protocol::Sia2), &datasets_of_one("http://a/1"));
        assert_eq!(better.places, [0], "SIA2 tells more than SIA1");
        let more = repeats.sort(source(Protocol::ObsCore), &datasets_of_one("http://a/3"));
        assert_eq!(more.new, [true]);
        let better = repeats.sort(source(Protocol::ObsCore), &datasets_of_one("http://a/3"));
        assert_eq!(
            better.places, [0; 0],
            "the fourth row, from as capable a service"
        );
    }

    fn datasets_of_one(url: &str) -> Datasets {
        datasets(&[(url, "")])
    }

    #[test]
    fn a_more_capable_service_takes_the_place_of_a_lesser_one_once() {
        let mut repeats = Repeats::default();
        repeats.sort(
            source(Protocol::Sia1),
            &datasets(&[("http://a/1", ""), ("http://a/2", "")]),
        );
        let better = repeats.sort(
            source(Protocol::ObsCore),
            &datasets(&[("http://a/3", ""), ("http://a/2", ""), ("http://a/2", "")]),
        );
        assert_eq!(better.new, [true, false, false]);
        assert_eq!(better.better, [false, true, false]);
        assert_eq!(better.places, [1]);
        let lesser = repeats.sort(source(Protocol::Ssap), &datasets(&[("http://a/2", "")]));
        assert_eq!((lesser.new, lesser.better), (vec![false], vec![false]));
    }

    #[test]
    fn a_better_dataset_under_two_addresses_takes_the_place_once() {
        let mut repeats = Repeats::default();
        let told = datasets(&[("http://a/1", "ivo://a?1"), ("http://a/2", "ivo://a?2")]);
        repeats.sort(source(Protocol::Sia2), &told);
        // The first is known by its identifier only, and after it the second by an address that SIA2 told.
        let better = repeats.sort(
            source(Protocol::ObsCore),
            &datasets(&[("http://b/1", "ivo://a?1"), ("http://a/1", "ivo://a?1")]),
        );
        assert_eq!(better.new, [false, false]);
        assert_eq!(better.better, [true, false]);
        assert_eq!(better.places, [0]);
    }
}
