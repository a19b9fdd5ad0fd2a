//! What has been found so far: chunks of datasets, only ever added to.

use crate::domain::dataset::{Dataset, Datasets};
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
        let nr = self.ends.partition_point(|end| *end <= row);
        let chunk = self.chunks.get(nr)?;
        let before = self.ends.get(nr)? - chunk.len();
        Some(chunk.row(row - before))
    }

    /// The chunks, in the order in which they came.
    pub fn chunks(&self) -> &[Arc<Datasets>] {
        &self.chunks
    }

    /// All datasets, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = Dataset<'_>> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{dataset::DatasetsBuilder, obscore::ObsColumn};

    fn chunk(titles: &[&str]) -> Arc<Datasets> {
        let mut builder = DatasetsBuilder::new();
        for title in titles {
            builder.set_text(ObsColumn::ObsTitle, title);
            builder.finish_row();
        }
        Arc::new(builder.finish())
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
}
