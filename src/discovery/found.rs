//! What has been found so far, in chunks of datasets that never change.

use super::event::Replacement;
use crate::domain::{
    dataset::{ColumnTexts, Dataset, Datasets, DatasetsBuilder},
    obscore::ObsColumn,
    row_set::RowSet,
    service::Service,
};
use std::sync::Arc;

/// What has been found, in the order in which it came. A copy shares the datasets.
#[derive(Debug, Clone, Default)]
pub struct Found {
    chunks: Vec<Arc<Datasets>>,
    /// For each chunk, the number of rows in it and in all before it.
    ends: Vec<usize>,
}

impl Found {
    /// Adds a chunk at the end.
    pub fn push(&mut self, chunk: Arc<Datasets>) {
        if chunk.is_empty() {
            return;
        }
        self.ends.push(self.len() + chunk.len());
        self.chunks.push(chunk);
    }

    /// Puts datasets in the places of others. The chunks they are in are made anew; copies keep the old ones.
    pub fn replace(&mut self, replacement: &Replacement) {
        let mut better = replacement
            .rows
            .iter()
            .copied()
            .zip(replacement.datasets.iter())
            .peekable();
        while let Some((row, _)) = better.peek() {
            let nr = self.ends.partition_point(|end| end <= row);
            let (Some(chunk), Some(end)) = (self.chunks.get_mut(nr), self.ends.get(nr)) else {
                return;
            };
            let first = end - chunk.len();
            let mut builder = DatasetsBuilder::new();
            for (at, dataset) in (first..).zip(chunk.iter()) {
                let mut taken = dataset;
                // Of several for one row the last counts; no other row gives way to them.
                while let Some((row, other)) = better.next_if(|(row, _)| *row <= at) {
                    if row == at {
                        taken = other;
                    }
                }
                builder.copy_row(taken);
            }
            *chunk = Arc::new(builder.finish());
        }
    }

    /// How many datasets there are.
    pub fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or_default()
    }

    /// Whether there is none yet.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// The dataset in this row; `None` beyond the last.
    pub fn row(&self, row: usize) -> Option<Dataset<'_>> {
        let (first, chunk) = self.chunk_of(row)?;
        Some(chunk.row(row - first))
    }

    /// The chunk that holds this row, and the row of its first dataset; `None` beyond the last.
    pub fn chunk_of(&self, row: usize) -> Option<(usize, &Arc<Datasets>)> {
        let nr = self.ends.partition_point(|end| *end <= row);
        let chunk = self.chunks.get(nr)?;
        Some((self.ends.get(nr)? - chunk.len(), chunk))
    }

    /// The chunks, in the order in which they came.
    pub fn chunks(&self) -> &[Arc<Datasets>] {
        &self.chunks
    }

    /// The rows that this service told of.
    pub fn rows_of(&self, service: &Service) -> RowSet {
        let mut rows = RowSet::new();
        let mut first = 0;
        for chunk in &self.chunks {
            let origins = chunk.texts(ObsColumn::OriginService);
            let protocols = chunk.texts(ObsColumn::Protocol);
            let is_origin = which_are(origins, service.ivoid.as_str());
            let is_protocol = which_are(protocols, service.protocol.name());
            let has = |texts: ColumnTexts<'_>, which: &[bool], row| {
                let nr = texts.nr(row);
                nr.and_then(|nr| which.get(nr)).copied().unwrap_or_default()
            };
            if is_origin.contains(&true) && is_protocol.contains(&true) {
                let is_of = |row: &usize| {
                    has(origins, &is_origin, *row) && has(protocols, &is_protocol, *row)
                };
                for row in (0..chunk.len()).filter(is_of) {
                    rows.insert(first + row);
                }
            }
            first += chunk.len();
        }
        rows
    }

    /// All datasets, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = Dataset<'_>> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }
}

/// For each text of a column, whether it is this one.
fn which_are(texts: ColumnTexts<'_>, wanted: &str) -> Vec<bool> {
    let all = (0..texts.len()).map(|nr| texts.text(nr) == Some(wanted));
    all.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ivoid::Ivoid, service::Protocol};

    fn chunk(titles: &[&str]) -> Arc<Datasets> {
        let mut builder = DatasetsBuilder::new();
        for title in titles {
            builder.set_text(ObsColumn::ObsTitle, title);
            builder.finish_row();
        }
        Arc::new(builder.finish())
    }

    #[test]
    fn a_better_dataset_takes_the_place_of_another() {
        let mut found = Found::default();
        for titles in [&["a", "b"][..], &["c", "d"], &["e"]] {
            found.push(chunk(titles));
        }
        let before = found.clone();
        found.replace(&Replacement {
            rows: vec![1, 2, 4, 7],
            datasets: (*chunk(&["B", "C", "E", "nowhere"])).clone(),
        });
        let titles = |found: &Found| -> String {
            found
                .iter()
                .filter_map(|dataset| dataset.text(ObsColumn::ObsTitle))
                .collect()
        };
        assert_eq!(titles(&found), "aBCdE");
        assert_eq!(titles(&before), "abcde", "a copy keeps what it had");
    }

    #[test]
    fn several_datasets_for_one_place_take_no_other() {
        let mut found = Found::default();
        for titles in [&["a", "b", "c"][..], &["d", "e"]] {
            found.push(chunk(titles));
        }
        found.replace(&Replacement {
            rows: vec![0, 0, 2, 2, 3],
            datasets: (*chunk(&["A", "B", "C", "D", "E"])).clone(),
        });
        let titles: Vec<_> = found
            .iter()
            .filter_map(|dataset| dataset.text(ObsColumn::ObsTitle))
            .collect();
        assert_eq!(titles, ["B", "b", "D", "E", "e"]);
    }

    #[test]
    fn rows_count_on_from_chunk_to_chunk() {
        let mut found = Found::default();
        for titles in [&["a", "b"][..], &[], &["c"]] {
            found.push(chunk(titles));
        }
        let titles: Vec<Option<&str>> = (0..4)
            .map(|row| found.row(row)?.text(ObsColumn::ObsTitle))
            .collect();
        assert_eq!(titles, [Some("a"), Some("b"), Some("c"), None]);
        assert_eq!(found.len(), 3, "empty chunks add nothing");
        assert_eq!(found.iter().count(), 3);
    }

    #[test]
    fn the_rows_of_a_service_are_those_of_its_identifier_and_protocol() {
        let chunk = |origins: &[(&str, &str)]| {
            let mut builder = DatasetsBuilder::new();
            for (ivoid, protocol) in origins {
                builder.set_text(ObsColumn::OriginService, ivoid);
                builder.set_text(ObsColumn::Protocol, protocol);
                builder.finish_row();
            }
            Arc::new(builder.finish())
        };
        let (a, b) = ("ivo://a.example/x", "ivo://b.example/x");
        let mut found = Found::default();
        found.push(chunk(&[
            (a, "SIA2"),
            (b, "SIA2"),
            (a, "SSAP"),
            ("", "SIA2"),
        ]));
        found.push(chunk(&[(b, "SIA2"), (b, "ObsCore")]));
        found.push(chunk(&[(b, "SIA2"), (a, "SIA2"), (a, "")]));
        let rows = |ivoid: &str, protocol| -> Vec<usize> {
            let rows = found.rows_of(&Service {
                ivoid: Ivoid::new(ivoid),
                title: String::new(),
                protocol,
                access_url: String::new(),
            });
            rows.iter().collect()
        };
        assert_eq!(rows(a, Protocol::Sia2), [0, 7]);
        assert_eq!(rows(b, Protocol::Sia2), [1, 4, 6]);
        assert_eq!(rows(a, Protocol::Ssap), [2]);
        assert_eq!(rows(a, Protocol::ObsCore), [0; 0]);
    }
}
