//! The services that a file tells of: whether they are asked, and what became of them.

use super::lines::{self, Line, Lines};
use crate::{
    discovery::{
        event::{Attempt, Outcome, Report, ServiceNr},
        export::reason,
        plan::{Considered, Fate, Reason},
    },
    domain::{
        ivoid::Ivoid,
        service::{Protocol, Service},
    },
    protocol::request::is_http,
};
use std::time::SystemTime;

/// Every service that was considered.
pub(super) fn considered(lines: &Lines) -> Vec<Considered> {
    let services: Vec<Option<Service>> = lines.iter().map(service).collect();
    let all = lines.iter().zip(&services);
    all.map(|(line, service)| Considered {
        fate: match service {
            None => Fate::LeftOut(Reason::CannotAsk(
                "the file does not say how it is asked".to_owned(),
            )),
            Some(service) if !is_http(&service.access_url) && is_asked(line) => Fate::LeftOut(
                Reason::CannotAsk("its address is no web address".to_owned()),
            ),
            Some(_) => fate(line, &services),
        },
        service: service.clone().unwrap_or_else(|| Service {
            ivoid: Ivoid::new(line.text("ivoid")),
            title: line.text("title").to_owned(),
            protocol: Protocol::Sia2,
            access_url: String::new(),
        }),
        alternates: addresses(line.text("alternates")),
        stands_for: rows(line.text("stands_for"), services.len()),
    })
    .collect()
}

/// `None` where its protocol is not known.
fn service(line: Line<'_>) -> Option<Service> {
    Some(Service {
        ivoid: Ivoid::new(line.text("ivoid")),
        title: line.text("title").to_owned(),
        protocol: Protocol::named(line.text("protocol"))?,
        access_url: line.text("access_url").to_owned(),
    })
}

/// Whether it was asked, or was to be.
pub(super) fn is_asked(line: Line<'_>) -> bool {
    line.text("outcome") != Outcome::Skipped.word()
}

fn addresses(text: &str) -> Vec<String> {
    let all = text.lines().filter(|address| is_http(address));
    all.map(str::to_owned).collect()
}

/// Services by their rows.
fn rows(text: &str, n_rows: usize) -> Vec<ServiceNr> {
    let services = text.split_whitespace().filter_map(lines::service);
    services.filter(|nr| nr.index() < n_rows).collect()
}

fn fate(line: Line<'_>, services: &[Option<Service>]) -> Fate {
    let by = line
        .service("stand_in_row")
        .filter(|by| by.index() < services.len());
    if line.has("reason") {
        let said = line.text("reason");
        return reason::read(said, by).map_or(Fate::ToAsk, Fate::LeftOut);
    }
    if is_asked(line) {
        return Fate::ToAsk;
    }
    // Older files have a sentence only.
    let stand_in = Ivoid::new(line.text("stand_in"));
    let is_it = |service: &Option<Service>| service.as_ref().is_some_and(|it| it.ivoid == stand_in);
    let by = services.iter().position(is_it);
    let by = by.and_then(|by| u32::try_from(by).ok()).map(ServiceNr);
    Fate::LeftOut(reason::guessed(line.text("message"), by))
}

/// What became of a service that was asked; `None` where it was not.
pub(super) fn report(line: Line<'_>, attempts: Vec<Attempt>) -> Option<Report> {
    let outcome = Outcome::from_word(line.text("outcome"))?;
    let is_unasked = matches!(outcome, Outcome::NotAsked | Outcome::Skipped);
    (!is_unasked).then(|| Report {
        outcome,
        received: line.count("received"),
        matched: line.count("matched"),
        new: line.count("new"),
        started: line.instant("started").unwrap_or(SystemTime::UNIX_EPOCH),
        took: line.seconds("duration"),
        attempts,
        message: line.text("message").to_owned(),
        details: line.text("details").to_owned(),
        misses: line.text("misses").to_owned(),
    })
}

/// One request.
pub(super) fn attempt(line: Line<'_>) -> Attempt {
    Attempt {
        url: line.text("url").to_owned(),
        request: line.text("request").to_owned(),
        rung: line.text("rung").to_owned().into(),
        started: line.instant("started").unwrap_or(SystemTime::UNIX_EPOCH),
        took: line.seconds("duration"),
        received: line.count("received"),
        message: line.text("message").to_owned(),
        head: line.text("head").to_owned(),
    }
}
