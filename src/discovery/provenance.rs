//! What became of each service that was considered, and every request that was sent, as rows.

mod missing;
mod requests;

pub use missing::{Missing, RegistryList};
pub use requests::{REGISTRY, Sent, requests};

use super::{
    event::{Outcome, Report, ServiceNr},
    plan::{Considered, Fate, Reason},
    record::{Place, Record, ServiceState},
    wording,
};
use crate::domain::time::Mjd;
use std::borrow::Cow;
use std::time::{Duration, SystemTime};

/// What became of one service.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// The identifier of its record in the registry.
    pub ivoid: String,
    /// Its title.
    pub title: String,
    /// How it is asked.
    pub protocol: &'static str,
    /// Its address, as the registry has it.
    pub access_url: String,
    /// The address that was asked last, with its query; `None` for those that were not asked.
    pub url: Option<String>,
    /// In one word.
    pub outcome: Outcome,
    /// Rows that it gave.
    pub received: u64,
    /// Rows that match the question.
    pub matched: u64,
    /// Datasets that no service had told of before.
    pub new: u64,
    /// When it was asked; `None` for those that were not.
    pub started: Option<SystemTime>,
    /// How long it took; `None` for those that were not asked.
    pub took: Option<Duration>,
    /// How many requests were sent to it.
    pub attempts: u64,
    /// Which of several ways of asking was used; empty where a protocol has but one.
    pub rung: Cow<'static, str>,
    /// One sentence: what went wrong, or which service is asked in its place.
    pub message: String,
    /// More about it, in lines: status, the service's own words, what was wrong with its answer.
    pub details: String,
    /// The identifier of the service that is asked in its place.
    pub stand_in: Option<String>,
    /// The last request as a command for curl; empty for those that were not asked.
    pub request: String,
    /// Which service that is, by its row; `None` where there is none.
    pub stand_in_nr: Option<ServiceNr>,
    /// Why it was left out at first, where it was.
    pub reason: Option<Reason>,
    /// Those that it stands in for, by their rows.
    pub stands_for: Vec<ServiceNr>,
    /// Its other addresses.
    pub alternates: Vec<String>,
    /// What may be missing though it answered.
    pub misses: String,
}

/// A row for each service that was considered, in the order of the plan.
pub fn rows(record: &Record) -> Vec<Provenance> {
    let services = record.services().iter();
    let numbered = (0..).map(ServiceNr).zip(services);
    numbered.map(|(nr, state)| row(record, nr, state)).collect()
}

fn row(record: &Record, nr: ServiceNr, state: &ServiceState) -> Provenance {
    let mut row = Provenance {
        ivoid: state.service.ivoid.to_string(),
        title: state.service.title.clone(),
        protocol: state.service.protocol.name(),
        access_url: state.service.access_url.clone(),
        url: None,
        outcome: Outcome::NotAsked,
        received: 0,
        matched: 0,
        new: 0,
        started: None,
        took: None,
        attempts: 0,
        rung: Cow::Borrowed(""),
        message: String::new(),
        details: String::new(),
        stand_in: None,
        request: String::new(),
        stand_in_nr: None,
        reason: None,
        stands_for: Vec::new(),
        alternates: Vec::new(),
        misses: String::new(),
    };
    if let Some(considered) = record.plan().and_then(|plan| plan.get(nr)) {
        row.take_considered(considered);
    }
    match &state.place {
        Place::LeftOut(reason) => {
            row.outcome = Outcome::Skipped;
            row.message = record.plan().map_or_else(
                || reason.to_string(),
                |plan| wording::reason_sentence(plan, reason),
            );
            row.stand_in = reason.stand_in().and_then(|by| {
                let stand_in = record.services().get(by.index())?;
                Some(stand_in.service.ivoid.to_string())
            });
        }
        Place::Waiting => {
            "its turn had not come when this was written".clone_into(&mut row.message);
            if let Some(before) = state.before() {
                row.take(before);
                row.take_requests(state);
                row.add("it was to be asked again when this was written");
            }
        }
        Place::Asking { since } => {
            row.take(&state.so_far(*since, SystemTime::now()));
            row.take_requests(state);
            "it was still being asked when this was written".clone_into(&mut row.message);
        }
        Place::Done(report) => {
            row.take(report);
            row.take_requests(state);
        }
    }
    row
}

impl Provenance {
    fn take_considered(&mut self, considered: &Considered) {
        self.stands_for.clone_from(&considered.stands_for);
        self.alternates.clone_from(&considered.alternates);
        if let Fate::LeftOut(reason) = &considered.fate {
            self.stand_in_nr = reason.stand_in();
            self.reason = Some(reason.clone());
        }
    }

    /// Says one thing more.
    fn add(&mut self, more: &str) {
        if !self.message.is_empty() {
            self.message += "; ";
        }
        self.message += more;
    }

    /// Those that were sent, with the one on its way.
    fn take_requests(&mut self, state: &ServiceState) {
        let requests = || state.requests().chain(state.on_its_way());
        self.attempts = requests().count() as u64;
        if let Some(attempt) = requests().last() {
            self.url = Some(attempt.url.clone());
            self.rung.clone_from(&attempt.rung);
            self.request.clone_from(&attempt.request);
        }
    }

    fn take(&mut self, report: &Report) {
        self.outcome = report.outcome;
        self.received = report.received;
        self.matched = report.matched;
        self.new = report.new;
        self.message.clone_from(&report.message);
        self.details.clone_from(&report.details);
        self.misses.clone_from(&report.misses);
        if !matches!(report.outcome, Outcome::NotAsked | Outcome::Skipped) {
            self.started = Some(report.started);
            self.took = Some(report.took);
        }
    }
}

/// An instant as `2026-01-31T10:00:00.123`, UTC, as DALI 1.1 (3.3.3) wants timestamps.
pub fn timestamp(instant: SystemTime) -> String {
    Mjd::of(instant).iso().unwrap_or_default()
}

#[cfg(test)]
mod tests;
