//! What became of each service that was considered, as rows.

use super::{
    event::Outcome,
    record::{Place, Record, ServiceState},
    wording,
};
use crate::domain::time::Mjd;
use std::borrow::Cow;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What became of one service.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// The identifier of its record in the registry.
    pub ivoid: String,
    /// Its title.
    pub title: String,
    /// How it is asked.
    pub protocol: &'static str,
    /// The address that was asked; the registered one where none was.
    pub url: String,
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
    /// Which of several ways of asking was used; empty where a protocol has but one.
    pub rung: Cow<'static, str>,
    /// One sentence: what went wrong, or which service is asked in its place.
    pub message: String,
}

/// A row for each service that was considered, in the order of the plan.
pub fn rows(record: &Record) -> Vec<Provenance> {
    let services = record.services().iter();
    services.map(|state| row(record, state)).collect()
}

fn row(record: &Record, state: &ServiceState) -> Provenance {
    let mut row = Provenance {
        ivoid: state.service.ivoid.to_string(),
        title: state.service.title.clone(),
        protocol: state.service.protocol.name(),
        url: state.service.access_url.clone(),
        outcome: Outcome::NotAsked,
        received: state.received,
        matched: state.received,
        new: state.received,
        started: None,
        took: None,
        rung: Cow::Borrowed(""),
        message: String::new(),
    };
    match &state.place {
        Place::LeftOut(reason) => {
            row.outcome = Outcome::Skipped;
            row.message = record.plan().map_or_else(
                || reason.to_string(),
                |plan| wording::reason_sentence(plan, reason),
            );
        }
        Place::Waiting => {
            "its turn had not come when this was written".clone_into(&mut row.message);
        }
        Place::Asking { since } => {
            row.outcome = Outcome::Stopped;
            row.started = Some(*since);
            row.took = since.elapsed().ok();
            "it was still being asked when this was written".clone_into(&mut row.message);
        }
        Place::Done(report) => {
            row.outcome = report.outcome;
            row.received = report.received;
            row.matched = report.matched;
            row.new = report.new;
            row.message.clone_from(&report.message);
            if let Some(attempt) = report.last_attempt() {
                row.url.clone_from(&attempt.url);
                row.rung.clone_from(&attempt.rung);
            }
            if !matches!(report.outcome, Outcome::NotAsked | Outcome::Skipped) {
                row.started = Some(report.started);
                row.took = Some(report.took);
            }
        }
    }
    row
}

/// An instant as `2026-01-31T10:00:00.123`, UTC, as DALI 1.1 (3.3.3) wants timestamps.
pub fn timestamp(instant: SystemTime) -> String {
    /// MJD of 1970-01-01.
    const UNIX_EPOCH_MJD: f64 = 40587.0;
    let since = instant.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    let days = since.as_secs_f64() / 86_400.0;
    Mjd(UNIX_EPOCH_MJD + days).iso().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_as_dali_wants_it() {
        // `date -u -d @784111777` says Sun Nov  6 08:49:37 UTC 1994.
        let instant = UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(timestamp(instant), "1994-11-06T08:49:37");
        let later = instant + Duration::from_millis(250);
        assert_eq!(timestamp(later), "1994-11-06T08:49:37.250");
    }
}
