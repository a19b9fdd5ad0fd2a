//! Every request that a search sent, to registries and to services.

use crate::{
    discovery::{
        event::{Attempt, ServiceNr},
        record::Record,
    },
    protocol::request::clean,
};

/// One request that was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// The identifier of the service; for a registry its address.
    pub asked: String,
    /// The service, by its row; `None` for a registry.
    pub service: Option<ServiceNr>,
    /// How it is asked.
    pub protocol: &'static str,
    /// The request and what came of it. The rung of a query to a registry says what it was for.
    pub attempt: Attempt,
}

/// The protocol of registries.
pub const REGISTRY: &str = "RegTAP";

/// A row for each request: those to registries in the order in which they ended, then those to the services in the
/// order of the plan.
pub fn requests(record: &Record) -> Vec<Sent> {
    let to_registries = record.registry_attempts().iter().map(|attempt| Sent {
        asked: registry_of(record, &attempt.url),
        service: None,
        protocol: REGISTRY,
        attempt: (**attempt).clone(),
    });
    let services = (0..).map(ServiceNr).zip(record.services());
    let to_services = services.flat_map(|(nr, state)| {
        let on_its_way = state.on_its_way().map(|attempt| Attempt {
            message: "its answer had not come when this was written".to_owned(),
            ..attempt.clone()
        });
        let attempts = state.requests().cloned().chain(on_its_way);
        attempts.map(move |attempt| Sent {
            service: Some(nr),
            asked: state.service.ivoid.to_string(),
            protocol: state.service.protocol.name(),
            attempt,
        })
    });
    to_registries.chain(to_services).collect()
}

/// The address of the registry that a request went to; that of the request where it is none that was to be asked.
pub(super) fn registry_of(record: &Record, url: &str) -> String {
    record
        .registries_asked()
        .iter()
        .filter(|registry| url.starts_with(clean(registry).trim_end_matches(['/', '?'])))
        .max_by_key(|registry| registry.len())
        .map_or_else(|| url.to_owned(), Clone::clone)
}
