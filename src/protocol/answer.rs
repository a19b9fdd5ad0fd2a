//! From a service's answer to datasets in ObsCore's columns.

use super::{
    dali::{self, Part},
    error::AnswerError,
    mapping::{Constants, Mapping, Rule},
    obscore, sia1, ssap,
};
use crate::{
    domain::{
        dataset::{Datasets, DatasetsBuilder},
        obscore::ObsColumn,
        service::{Protocol, Service},
    },
    votable::{Batch, Limits, TableHead},
};
use std::{io::Read, ops::ControlFlow};

/// How much of an answer is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLimits {
    /// Rows that are kept of one answer. A service that sends more than it was asked for is broken off here.
    pub max_rows: usize,
    /// What the document may cost.
    pub votable: Limits,
}

impl Default for AnswerLimits {
    fn default() -> Self {
        Self {
            max_rows: 2_000_000,
            votable: Limits::default(),
        }
    }
}

pub use super::dali::End as AnswerEnd;

/// Reads what a service answered, as it arrives. `rows` is given the datasets in batches, not yet judged, with the
/// service and its protocol noted in each; it may break off.
pub fn read_answer(
    service: &Service,
    input: impl Read,
    limits: &AnswerLimits,
    rows: &mut dyn FnMut(Datasets) -> ControlFlow<()>,
) -> Result<AnswerEnd, AnswerError> {
    let mut constants = Constants::default();
    let mut reading: Option<Box<dyn RowReader>> = None;
    let mut n_rows = 0;
    let mut lacking = None;
    let mut any_datasets = false;
    let mut warnings = Vec::new();
    let mut is_broken_off = false;
    let mut end = dali::read(input, limits.votable.clone(), &mut |part| {
        match part {
            Part::Param(param) => constants.add(param),
            Part::Timesys(timesys) => constants.add_timesys(timesys),
            // Links of one dataset are asked for where somebody looks at it.
            Part::Service(_) | Part::ServiceParam(..) => {}
            Part::Table(head) => {
                let rules = rules(service.protocol);
                let mapping = Mapping::new(rules, head, &constants, &service.access_url);
                if !mapping.finds_datasets() {
                    // A table beside that of the datasets costs nobody anything.
                    reading = None;
                    return ControlFlow::Continue(());
                }
                if warnings.is_empty() {
                    warnings = mapping.warnings();
                }
                reading = Some(row_reader(service.protocol, mapping, head, &constants));
            }
            Part::Rows(batch) => {
                let wanted = batch.len().min(limits.max_rows.saturating_sub(n_rows));
                n_rows += batch.len();
                match &reading {
                    Some(reader) if wanted > 0 => {
                        any_datasets = true;
                        let more = rows(datasets(service, reader.as_ref(), batch, wanted));
                        is_broken_off = more.is_break();
                        more?;
                    }
                    Some(_) => {}
                    None => {
                        lacking = Some("a column with the addresses or identifiers of datasets");
                    }
                }
                if n_rows > limits.max_rows {
                    return ControlFlow::Break(());
                }
            }
        }
        ControlFlow::Continue(())
    })?;
    if n_rows > limits.max_rows && !is_broken_off {
        return Err(AnswerError::TooManyRows(limits.max_rows));
    }
    end.warnings.append(&mut warnings);
    match lacking {
        Some(what) if !any_datasets => Err(AnswerError::Lacks(what)),
        _ => Ok(end),
    }
}

/// Makes a dataset of a row.
pub(super) trait RowReader {
    /// Sets the cells of the current row of `builder`.
    fn read(&self, batch: &Batch, row: usize, builder: &mut DatasetsBuilder);
}

fn row_reader(
    protocol: Protocol,
    mapping: Mapping,
    head: &TableHead,
    constants: &Constants,
) -> Box<dyn RowReader> {
    match protocol {
        Protocol::Sia1 => Box::new(sia1::rows::Rows::new(mapping, head, constants)),
        Protocol::Ssap => Box::new(ssap::rows::Rows::new(mapping, head, constants)),
        Protocol::Sia2 | Protocol::ObsCore => Box::new(obscore::rows::Rows::new(mapping, protocol)),
    }
}

fn rules(protocol: Protocol) -> &'static [Rule] {
    match protocol {
        Protocol::Sia1 => sia1::rows::RULES,
        Protocol::Ssap => ssap::rows::RULES,
        Protocol::Sia2 | Protocol::ObsCore => obscore::rows::RULES,
    }
}

/// The datasets of the first so many rows.
fn datasets(service: &Service, reader: &dyn RowReader, batch: &Batch, n_rows: usize) -> Datasets {
    let mut builder = DatasetsBuilder::new();
    for row in 0..n_rows {
        builder.set_text(ObsColumn::OriginService, service.ivoid.as_str());
        builder.set_text(ObsColumn::Protocol, service.protocol.name());
        reader.read(batch, row, &mut builder);
        builder.finish_row();
    }
    builder.finish()
}
