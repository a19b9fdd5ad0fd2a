//! The state of one search, made from its events alone.

pub(super) mod log;
mod service;

pub use log::{Level, LogLine};
pub use service::{Parts, Place, ServiceState};

use super::{
    Search,
    census::Census,
    event::{Attempt, Ending, Happening, Outcome, RunId, ServiceNr},
    found::Found,
    plan::{Considered, Plan},
};
use crate::domain::{dataset::Dataset, obscore::ObsColumn, row_set::RowSet};
use log::Entry;
use std::time::SystemTime;
use std::{fmt, sync::Arc};

/// All that one search has told. What is shown, saved and sent is read from here; a copy shares the datasets.
#[derive(Debug, Clone)]
pub struct Record {
    id: RunId,
    search: Arc<Search>,
    started: SystemTime,
    registry: Vec<Arc<Attempt>>,
    /// The addresses of the registries that were asked, in order.
    registries_asked: Vec<String>,
    census: Option<Census>,
    plan: Option<Arc<Plan>>,
    services: Vec<ServiceState>,
    found: Found,
    log: Vec<LogLine>,
    phase: Phase,
}

/// How far a search is.
#[derive(Debug, Clone)]
pub enum Phase {
    /// The registry is being asked, or is about to be.
    AskingRegistry,
    /// The services are being asked.
    AskingServices,
    /// It is over.
    Ended(Ending),
}

/// The counter of a search; `Display` is `to ask / asked / failed: datasets`, as in tkdiscover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Services that have not answered yet, whether they are being asked or wait; none once the search is stopped.
    pub to_ask: usize,
    /// Services that have answered or failed.
    pub asked: usize,
    /// Those of them that failed.
    pub failed: usize,
    /// Datasets found.
    pub datasets: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} / {} / {}: {}",
            self.to_ask,
            self.asked,
            self.failed,
            grouped(self.datasets as u64)
        )
    }
}

impl Record {
    /// Of a search that begins now and has told nothing yet.
    pub fn new(id: RunId, search: Search) -> Self {
        Self::begun_at(SystemTime::now(), id, search)
    }

    /// Of a search that began then and has told nothing yet.
    pub fn begun_at(started: SystemTime, id: RunId, search: Search) -> Self {
        Self {
            id,
            search: Arc::new(search),
            started,
            registry: Vec::new(),
            registries_asked: Vec::new(),
            census: None,
            plan: None,
            services: Vec::new(),
            found: Found::default(),
            log: Vec::new(),
            phase: Phase::AskingRegistry,
        }
    }

    /// Takes in what the search tells now. After its end it takes in nothing more, unless services are asked again.
    pub fn take_in(&mut self, happening: &Happening) {
        self.take_in_at(SystemTime::now(), happening);
    }

    /// Takes in what the search told then, so that a record made later from the same events is the same.
    pub fn take_in_at(&mut self, now: SystemTime, happening: &Happening) {
        if self.is_ended() && !matches!(happening, Happening::AskingAgain(_)) {
            return;
        }
        self.write_log(now, happening);
        match happening {
            Happening::Note(_) => {}
            Happening::AskingRegistry { url } => self.registries_asked.push(url.clone()),
            Happening::RegistryAsked(attempt) => self.registry.push(Arc::clone(attempt)),
            Happening::Planned(plan) => self.take_in_plan(plan),
            Happening::AlsoKnown(considered) => self.take_in_also_known(considered),
            Happening::RegistryCounted(census) => self.census = Some(*census),
            Happening::AskingAgain(services) => {
                self.phase = Phase::AskingServices;
                for nr in services {
                    if let Some(state) = self.services.get_mut(nr.index()) {
                        state.reopen();
                    }
                }
            }
            Happening::Queued(services) => self.put_all(services, &Place::Waiting),
            Happening::Asking(nr) => {
                self.put(*nr, Place::Asking { since: now });
            }
            Happening::Rows(nr, datasets) => {
                if let Some(state) = self.services.get_mut(nr.index()) {
                    state.take_rows(datasets.len());
                }
                self.found.push(Arc::clone(datasets));
            }
            Happening::Replaced(_, replacement) => self.found.replace(replacement),
            Happening::Part(nr, part) => {
                if let Some(state) = self.services.get_mut(nr.index()) {
                    state.take_part(part);
                }
            }
            Happening::Sending(nr, attempt) => {
                if let Some(state) = self.services.get_mut(nr.index()) {
                    state.send(attempt);
                }
            }
            Happening::Sent(nr, attempt) => {
                if let Some(state) = self.services.get_mut(nr.index()) {
                    state.sent(attempt);
                }
            }
            Happening::Finished(nr, report) => {
                if let Some(state) = self.services.get_mut(nr.index()) {
                    state.finish(report);
                }
            }
            Happening::Ended(ending) => self.end(now, ending),
        }
    }

    /// The number of the search.
    pub fn id(&self) -> RunId {
        self.id
    }

    /// What was asked.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// The same, to be kept.
    pub(super) fn search_shared(&self) -> Arc<Search> {
        Arc::clone(&self.search)
    }

    /// When it began.
    pub fn started(&self) -> SystemTime {
        self.started
    }

    /// What was sent to registries, in order.
    pub fn registry_attempts(&self) -> &[Arc<Attempt>] {
        &self.registry
    }

    /// The TAP address of the registry that was asked last: that of the search, or the one that had to stand in for it.
    pub fn registry(&self) -> &str {
        self.registries_asked
            .last()
            .unwrap_or(&self.search.registry)
    }

    /// The TAP addresses of all registries that were asked, in order: each but the last did not answer.
    pub fn registries_asked(&self) -> &[String] {
        &self.registries_asked
    }

    /// How many services of the wanted kinds the registry lists; `None` before it has said so.
    pub fn census(&self) -> Option<&Census> {
        self.census.as_ref()
    }

    /// Which services were considered; `None` before the registry has answered.
    pub fn plan(&self) -> Option<&Arc<Plan>> {
        self.plan.as_ref()
    }

    /// Every service that was considered; a [`ServiceNr`] is an index into it.
    pub fn services(&self) -> &[ServiceState] {
        &self.services
    }

    /// The rows of what was found that this service told of.
    pub fn rows_of(&self, nr: ServiceNr) -> RowSet {
        let state = self.services.get(nr.index());
        state.map_or_else(RowSet::new, |state| self.found.rows_of(&state.service))
    }

    /// The service that told of a dataset; the first where several of one identifier and protocol did.
    pub fn service_of(&self, dataset: Dataset<'_>) -> Option<ServiceNr> {
        let ivoid = dataset.text(ObsColumn::OriginService)?;
        let protocol = dataset.text(ObsColumn::Protocol);
        let is_of = |state: &ServiceState| {
            state.service.ivoid.as_str() == ivoid
                && protocol.is_none_or(|it| it == state.service.protocol.name())
        };
        let nr = self.services.iter().position(is_of)?;
        u32::try_from(nr).ok().map(ServiceNr)
    }

    /// What was found so far.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// The log, oldest line first.
    pub fn log(&self) -> &[LogLine] {
        &self.log
    }

    /// How far it is.
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// Whether it is over.
    pub fn is_ended(&self) -> bool {
        matches!(self.phase, Phase::Ended(_))
    }

    /// Adds a line to the log that no event tells, such as what was saved.
    pub fn note(&mut self, text: impl Into<String>) {
        self.note_as(Level::Info, text);
    }

    /// The same, for what is not as it should be.
    pub fn note_as(&mut self, level: Level, text: impl Into<String>) {
        let entry = Entry::new(level, text);
        self.log.push(entry.written(SystemTime::now()));
    }

    /// Puts the log of a search that was read from a file in the place of what its events say.
    pub(super) fn restore_log(&mut self, log: Vec<LogLine>) {
        self.log = log;
    }

    /// The counter, derived from the places of the services.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            datasets: self.found.len(),
            ..Counts::default()
        };
        for state in &self.services {
            match &state.place {
                Place::LeftOut(_) => {}
                Place::Waiting | Place::Asking { .. } => counts.to_ask += 1,
                Place::Done(report) => match report.outcome {
                    Outcome::Ok | Outcome::Empty | Outcome::Overflow => counts.asked += 1,
                    Outcome::Failed => {
                        counts.asked += 1;
                        counts.failed += 1;
                    }
                    Outcome::Skipped | Outcome::Stopped | Outcome::NotAsked => {}
                },
            }
        }
        counts
    }

    /// What goes on, in one sentence for a status bar.
    pub fn message(&self) -> String {
        super::wording::message(self)
    }

    fn take_in_plan(&mut self, plan: &Arc<Plan>) {
        self.services = plan.considered.iter().map(ServiceState::of).collect();
        self.plan = Some(Arc::clone(plan));
        self.phase = Phase::AskingServices;
    }

    fn take_in_also_known(&mut self, considered: &[Considered]) {
        let Some(plan) = &mut self.plan else { return };
        self.services
            .extend(considered.iter().map(ServiceState::of));
        Arc::make_mut(plan).considered.extend_from_slice(considered);
    }

    fn put_all(&mut self, services: &[ServiceNr], place: &Place) {
        for nr in services {
            self.put(*nr, place.clone());
        }
    }

    fn put(&mut self, nr: ServiceNr, place: Place) {
        if let Some(state) = self.services.get_mut(nr.index()) {
            state.place = place;
        }
    }

    fn end(&mut self, now: SystemTime, ending: &Ending) {
        for state in &mut self.services {
            state.end(now);
        }
        self.phase = Phase::Ended(ending.clone());
    }

    fn write_log(&mut self, now: SystemTime, happening: &Happening) {
        let entries = super::wording::log_lines(self, happening);
        let lines = entries.into_iter().map(|entry| entry.written(now));
        self.log.extend(lines);
    }
}

/// A number with its thousands set apart: `1,204`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests;
