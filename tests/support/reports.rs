//! What became of the services of a search.

use vodiscover::{
    discovery::{
        event::Report,
        record::{Place, Record},
    },
    domain::service::Service,
};

/// The services that were sent at least one request, each with its report.
pub(crate) fn reports(record: &Record) -> Vec<(&Service, &Report)> {
    let plan = record.plan().expect("the registry has answered");
    let all = plan.considered.iter().zip(record.services());
    all.filter_map(|(considered, state)| match &state.place {
        Place::Done(report) if !report.attempts.is_empty() => {
            Some((&considered.service, &**report))
        }
        _ => None,
    })
    .collect()
}
