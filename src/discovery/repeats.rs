//! Which datasets were told before, by which kind of service, and where they stand.

use super::{
    event::ServiceNr,
    found::Found,
    homes::{Homes, host_and_rest},
};
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
    homes: Homes,
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
    /// Of nothing yet.
    pub(super) fn new(homes: Homes) -> Self {
        Self {
            homes,
            ..Self::default()
        }
    }

    /// Of what was found by an earlier round.
    pub(super) fn of(found: &Found, homes: Homes) -> Self {
        let mut repeats = Self::new(homes);
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

    fn keys(&mut self, dataset: Dataset<'_>, source: Source) -> [Option<u64>; 3] {
        let name = |column| {
            dataset
                .text(column)
                .map(str::trim)
                .filter(|it| !it.is_empty())
        };
        let [as_told, at_home] =
            name(ObsColumn::AccessUrl).map_or([None; 2], |url| self.url_keys(dataset, url));
        let column = ObsColumn::ObsPublisherDid;
        let identifier = name(column).map(|it| self.hasher.hash_one((column.index(), it)));
        match [as_told, identifier, at_home] {
            [None, None, None] => [Some(self.nameless_key(dataset, source)), None, None],
            keys => keys,
        }
    }

    /// By its access URL; and where that is on the host of another address of its service than the first, by the URL
    /// that the first would have told.
    fn url_keys(&self, dataset: Dataset<'_>, url: &str) -> [Option<u64>; 2] {
        let key = |host: &str, rest: &str| {
            let column = ObsColumn::AccessUrl.index();
            Some(self.hasher.hash_one((column, host, rest)))
        };
        let Some((host, rest)) = host_and_rest(url) else {
            return [key("", url), None];
        };
        let first = self.homes.first(dataset, &host);
        [
            key(host.as_str(), rest),
            first.and_then(|first| key(first.as_str(), rest)),
        ]
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
mod tests;
