//! Judges the rows that a service gave, by the one rule for all protocols, and keeps those that match.

use super::{
    event::{Attempt, Part, ServiceNr},
    parts::sample::Sampler,
};
use crate::domain::{
    dataset::{Datasets, DatasetsBuilder},
    matching::{Judge, Match},
    obscore::ObsColumn,
};
use std::{
    ops::ControlFlow,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::mpsc;

/// Rows that match, on their way from the reader of an answer to the task that speaks for the search.
#[derive(Debug)]
pub(super) struct Arrived {
    pub(super) nr: ServiceNr,
    /// The number of the answer that they came in, different for each in a search.
    pub(super) answer: u64,
    pub(super) datasets: Datasets,
}

/// What the requests under way tell the task that speaks for the search.
#[derive(Debug)]
pub(super) enum Told {
    /// Rows that match.
    Rows(Arrived),
    /// What became of a part of the question.
    Part(ServiceNr, Part),
    /// A request that is on its way.
    Sending(ServiceNr, Attempt),
    /// What became of it.
    Sent(ServiceNr, Attempt),
}

/// How many rows an answer gave.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) received: u64,
    pub(super) matched: u64,
}

/// The question, ready to judge by.
#[derive(Debug)]
pub(super) struct Mesh {
    pub(super) judge: Judge,
    pub(super) inclusive: bool,
}

/// Judges the rows of one answer, on the thread that reads it.
#[derive(Debug)]
pub(super) struct Sieve {
    pub(super) nr: ServiceNr,
    /// As in [`Arrived`].
    pub(super) answer: u64,
    pub(super) mesh: Arc<Mesh>,
    pub(super) to: mpsc::Sender<Told>,
    pub(super) tally: Tally,
    /// Who picks some of the rows, of those that do not match too.
    pub(super) sampler: Option<Arc<Mutex<Sampler>>>,
}

impl Sieve {
    /// Hands on those of `datasets` that match. `Break` when nobody takes them any more: the search was stopped.
    pub(super) fn take(&mut self, datasets: &Datasets) -> ControlFlow<()> {
        if let Some(sampler) = &self.sampler {
            let mut sampler = sampler.lock().unwrap_or_else(PoisonError::into_inner);
            for dataset in datasets.iter() {
                sampler.take(dataset);
            }
        }
        let matching = self.mesh.sift(datasets);
        self.tally.received += datasets.len() as u64;
        self.tally.matched += matching.len() as u64;
        if matching.is_empty() {
            let is_stopped = self.to.is_closed();
            return if is_stopped {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            };
        }
        let arrived = Arrived {
            nr: self.nr,
            answer: self.answer,
            datasets: matching,
        };
        match self.to.blocking_send(Told::Rows(arrived)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

impl Mesh {
    /// Those that match, with their match columns set.
    fn sift(&self, datasets: &Datasets) -> Datasets {
        let mut builder = DatasetsBuilder::new();
        for dataset in datasets.iter() {
            let verdict = self.judge.judge(dataset);
            if !verdict.keeps(self.inclusive) {
                continue;
            }
            builder.copy_cells(dataset);
            for (column, found) in [
                (ObsColumn::MatchSpace, verdict.space),
                (ObsColumn::MatchSpectrum, verdict.spectrum),
                (ObsColumn::MatchTime, verdict.time),
            ] {
                builder.set_text(column, found.map_or("", Match::word));
            }
            builder.finish_row();
        }
        builder.finish()
    }
}
