//! What a file of ours has in it, before it is made sense of.

use super::lines::Lines;
use crate::{
    domain::{
        dataset::{Datasets, DatasetsBuilder},
        obscore::{Kind, ObsColumn},
    },
    votable::{Batch, Event, Info, Limits, Reader, TableHead, VotableError},
};
use std::{
    collections::BTreeMap,
    io::{self, Read},
    sync::Arc,
};

/// Datasets in a chunk.
const CHUNK: usize = 8_192;
/// Bytes of datasets that are kept: ten times as many as a search is made for.
const MOST_DATASETS: usize = 4 << 30;
/// Bytes of all else: far beyond a search that asked every service of the VO.
const MOST_TEXT: usize = 512 << 20;

/// What a file has in it.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) infos: Vec<Info>,
    pub(super) params: Vec<(String, String)>,
    pub(super) datasets: Vec<Arc<Datasets>>,
    /// What became of each service; `None` where the file does not say it.
    pub(super) services: Option<Lines>,
    pub(super) requests: Option<Lines>,
    /// Texts of datasets of which their table does not have every letter, by row and column, both from 0.
    pub(super) exact: BTreeMap<(usize, usize), String>,
    /// Why it could not be read to its end.
    pub(super) breach: Option<String>,
    open: DatasetsBuilder,
    dataset_bytes: usize,
    text_bytes: usize,
}

/// Where the rows of the table go that is being read.
enum Place {
    Datasets(Vec<(ObsColumn, usize)>),
    Services,
    Requests,
    /// The columns of row, column and text.
    Texts([Option<usize>; 3]),
    Nowhere,
}

impl Contents {
    /// Reads a VOTable as far as it can be read.
    ///
    /// # Errors
    /// Where it is no VOTable, or nothing of it is whole.
    pub(super) fn read_votable(&mut self, source: impl Read) -> Result<(), VotableError> {
        let mut reader = Reader::new(source, Limits::default());
        let mut place = Place::Nowhere;
        while self.breach.is_none() {
            match reader.next_event() {
                Ok(None) => break,
                Ok(Some(Event::Table(head))) => place = self.place_of(&head),
                Ok(Some(Event::Rows(batch))) => self.take_rows(&place, &batch),
                Ok(Some(Event::Info(info))) => {
                    self.text_bytes += info.value.len() + info.text.len() + size_of::<Info>();
                    self.infos.push(info);
                    self.weigh();
                }
                Ok(Some(Event::Param(param, _))) => {
                    self.text_bytes += param.text_bytes();
                    self.params.push((param.field.name, param.value));
                    self.weigh();
                }
                Ok(Some(_)) => {}
                Err(error) if self.is_blank() => return Err(error),
                Err(error) => self.breach = Some(breach(&error)),
            }
        }
        self.end_chunk();
        Ok(())
    }

    fn is_blank(&self) -> bool {
        self.infos.is_empty() && self.params.is_empty()
    }

    /// A PARAM by its name.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        let mut params = self.params.iter();
        let (_, value) = params.find(|(it, _)| it == name)?;
        Some(value)
    }

    /// Whether this program wrote it.
    pub(super) fn is_ours(&self) -> bool {
        let says_so = |info: &Info| {
            info.name == "software" && info.value.split(' ').next() == Some("vodiscover")
        };
        self.infos.iter().any(says_so) && self.param("time").is_some()
    }

    /// How many datasets there are.
    pub(super) fn n_datasets(&self) -> usize {
        self.datasets.iter().map(|chunk| chunk.len()).sum()
    }

    /// Adds a dataset, filled in by `fill`.
    pub(super) fn push_dataset(&mut self, fill: impl FnOnce(&mut DatasetsBuilder)) {
        fill(&mut self.open);
        self.open.finish_row();
        if self.open.len() == CHUNK {
            self.end_chunk();
        }
    }

    /// Ends the chunk that is being filled.
    pub(super) fn end_chunk(&mut self) {
        let chunk = std::mem::take(&mut self.open).finish();
        if !chunk.is_empty() {
            self.dataset_bytes = self.dataset_bytes.saturating_add(chunk.heap_bytes());
            self.datasets.push(Arc::new(chunk));
            self.weigh();
        }
    }

    /// Reads no further where it takes too much.
    fn weigh(&mut self) {
        if self.dataset_bytes > MOST_DATASETS || self.text_bytes > MOST_TEXT {
            let why = "it has more than fits; what came first is here";
            self.breach.get_or_insert_with(|| why.to_owned());
        }
    }

    fn place_of(&mut self, head: &TableHead) -> Place {
        match head.name.as_deref() {
            Some("datasets") => {
                let numbered = head.fields.iter().enumerate();
                let known = numbered
                    .filter_map(|(at, field)| Some((ObsColumn::from_name(&field.name)?, at)));
                Place::Datasets(known.collect())
            }
            Some("provenance") => {
                self.services = Some(Lines::of(head));
                Place::Services
            }
            Some("requests") => {
                self.requests = Some(Lines::of(head));
                Place::Requests
            }
            Some("texts") => Place::Texts(["row", "column", "text"].map(|name| head.by_name(name))),
            _ => Place::Nowhere,
        }
    }

    fn take_rows(&mut self, place: &Place, batch: &Batch) {
        match place {
            Place::Datasets(columns) => {
                for row in 0..batch.len() {
                    self.push_dataset(|into| fill(into, columns, batch, row));
                }
            }
            Place::Services => self.take_lines(batch, |it| &mut it.services),
            Place::Requests => self.take_lines(batch, |it| &mut it.requests),
            Place::Texts(columns) => {
                for row in 0..batch.len() {
                    self.take_text(*columns, batch, row);
                }
            }
            Place::Nowhere => {}
        }
    }

    fn take_text(&mut self, columns: [Option<usize>; 3], batch: &Batch, row: usize) {
        let [nr, name, text] = columns.map(|at| batch.column(at?));
        let nr = nr.and_then(|it| it.i64(row));
        let nr = nr.and_then(|nr| usize::try_from(nr).ok()?.checked_sub(1));
        let column = name.and_then(|it| ObsColumn::from_name(&it.text(row)?));
        if let (Some(nr), Some(column), Some(text)) = (nr, column, text.and_then(|it| it.text(row)))
        {
            self.text_bytes += text.len() + size_of::<String>();
            self.exact.insert((nr, column.index()), text.into_owned());
            self.weigh();
        }
    }

    fn take_lines(&mut self, batch: &Batch, lines: fn(&mut Self) -> &mut Option<Lines>) {
        let n_bytes = lines(self).as_mut().map_or(0, |it| it.take(batch));
        self.text_bytes = self.text_bytes.saturating_add(n_bytes);
        self.weigh();
    }
}

fn fill(into: &mut DatasetsBuilder, columns: &[(ObsColumn, usize)], batch: &Batch, row: usize) {
    for (name, at) in columns {
        let Some(column) = batch.column(*at) else {
            continue;
        };
        match name.kind() {
            Kind::Text => {
                if let Some(text) = column.text(row) {
                    into.set_text(*name, &text);
                }
            }
            Kind::Integer => {
                if let Some(whole) = column.i64(row) {
                    into.set_integer(*name, whole);
                }
            }
            Kind::Number => {
                if let Some(number) = column.f64(row) {
                    into.set_number(*name, number);
                }
            }
        }
    }
}

/// Why a VOTable cannot be read to its end, of a file.
pub(super) fn breach(error: &VotableError) -> String {
    let rows = |n: u64| match n {
        1 => "1 row".to_owned(),
        n => format!("{n} rows"),
    };
    let after = rows(error.rows());
    match error {
        VotableError::Empty => "it is empty".to_owned(),
        VotableError::NotVotable { .. } => "it is no VOTable".to_owned(),
        VotableError::Truncated { .. } => format!("it breaks off after {after}"),
        VotableError::Read { source, .. } if source.kind() == io::ErrorKind::UnexpectedEof => {
            format!("it breaks off after {after}")
        }
        VotableError::Malformed { .. }
        | VotableError::BadBase64 { .. }
        | VotableError::PartOfRow { .. } => format!("it is damaged after {after}"),
        VotableError::TooLarge { what, .. } => format!("it {what}, after {after}"),
        VotableError::Read { source, .. } => {
            format!("it cannot be read further after {after}: {source}")
        }
    }
}
