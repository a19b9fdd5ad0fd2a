//! Which services told of datasets that are selected.

use crate::{
    discovery::{
        event::{RunId, ServiceNr},
        record::Record,
    },
    domain::obscore::ObsColumn,
    gui::state::State,
};
use std::collections::BTreeMap;

/// Datasets that are looked at; where more are selected, none is marked, as all would be.
const MOST: usize = 20_000;

/// How many of the datasets that are selected each service told of.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// Of which selection, and of which search.
    of: Option<(u64, RunId, u64)>,
    counts: BTreeMap<ServiceNr, u64>,
}

impl Marked {
    /// Counts anew where the selection is another.
    pub(super) fn update(&mut self, state: &State, record: &Record) {
        let revision = state.search.as_ref().map_or(0, |search| search.revision);
        let of = (state.selection.revision(), record.id(), revision);
        if self.of == Some(of) {
            return;
        }
        self.of = Some(of);
        self.counts.clear();
        if state.selection.len() > MOST {
            return;
        }
        // The first of those with one identifier and protocol, as [`Record::service_of`] has it.
        let services = record.services().iter();
        let numbered = services.enumerate().rev();
        let by_name: BTreeMap<(&str, &str), ServiceNr> = numbered
            .filter_map(|(nr, state)| {
                let service = &state.service;
                let nr = u32::try_from(nr).ok().map(ServiceNr)?;
                Some(((service.ivoid.as_str(), service.protocol.name()), nr))
            })
            .collect();
        for row in state.selection.rows().iter() {
            let name = record.found().row(row).and_then(|dataset| {
                let ivoid = dataset.text(ObsColumn::OriginService)?;
                Some((ivoid, dataset.text(ObsColumn::Protocol)?))
            });
            if let Some(nr) = name.and_then(|name| by_name.get(&name)) {
                *self.counts.entry(*nr).or_default() += 1;
            }
        }
    }

    /// How many of them this service told of.
    pub(super) fn count(&self, nr: ServiceNr) -> u64 {
        self.counts.get(&nr).copied().unwrap_or_default()
    }
}
