//! What a search told, from what a file says of it.

use super::{
    contents::Contents,
    lines::{self, Lines, instant},
    services,
};
use crate::{
    discovery::{
        census::Census,
        event::{Attempt, Ending, Failure, Happening, ServiceNr},
        plan::{Considered, Fate, Plan},
        provenance::REGISTRY,
        record::{Level, LogLine},
    },
    domain::{dataset::Datasets, obscore::ObsColumn},
};
use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// An event with its time.
pub(super) type Told = (SystemTime, Happening);

/// What the search told, in an order in which it could have told it, but for its end.
pub(super) fn told(contents: &Contents, started: SystemTime) -> Vec<Told> {
    let mut told = Vec::new();
    let registries = ["registries_failed", "registry"].into_iter();
    let urls = registries.filter_map(|name| contents.param(name));
    for url in urls.flat_map(str::split_whitespace) {
        let url = url.to_owned();
        told.push((started, Happening::AskingRegistry { url }));
    }
    let mut requests = Requests::of(contents);
    for attempt in std::mem::take(&mut requests.to_registries) {
        let ended = after(attempt.started, attempt.took);
        told.push((ended, Happening::RegistryAsked(Arc::new(attempt))));
    }
    let planned = told.last().map_or(started, |(at, _)| *at);
    let plan = contents.services.as_ref().map(|lines| {
        let considered = services::considered(lines);
        Arc::new(Plan { considered })
    });
    if let Some(plan) = &plan {
        told.push((planned, Happening::Planned(Arc::clone(plan))));
    }
    if let Some(census) = census(contents) {
        told.push((planned, Happening::RegistryCounted(census)));
    }
    let considered = plan.as_ref().map_or(&[][..], |plan| &plan.considered);
    for chunk in &contents.datasets {
        let nr = first_of(chunk, considered);
        told.push((planned, Happening::Rows(nr, Arc::clone(chunk))));
    }
    if let Some(lines) = &contents.services {
        tell_services(&mut told, lines, considered, requests.to_services);
    }
    told
}

/// What became of each service.
fn tell_services(
    told: &mut Vec<Told>,
    lines: &Lines,
    considered: &[Considered],
    mut attempts: HashMap<usize, Vec<Attempt>>,
) {
    let services = lines.iter().zip(considered);
    for (at, (line, one)) in services.enumerate() {
        let Ok(nr) = u32::try_from(at).map(ServiceNr) else {
            return;
        };
        let requests = attempts.remove(&at).unwrap_or_default();
        if let Some(report) = services::report(line, requests) {
            let ended = after(report.started, report.took);
            told.push((report.started, Happening::Asking(nr)));
            told.push((ended, Happening::Finished(nr, Arc::new(report))));
        } else if services::is_asked(line) && one.fate != Fate::ToAsk {
            // It was to be asked in the place of one that failed.
            let at = told.last().map_or(SystemTime::UNIX_EPOCH, |(at, _)| *at);
            told.push((at, Happening::Queued(vec![nr])));
        }
    }
}

/// The requests, each with whom it was sent to.
#[derive(Default)]
struct Requests {
    to_registries: Vec<Attempt>,
    /// By the row of the service.
    to_services: HashMap<usize, Vec<Attempt>>,
}

impl Requests {
    fn of(contents: &Contents) -> Self {
        let mut requests = Self::default();
        let (Some(lines), services) = (&contents.requests, contents.services.as_ref()) else {
            return requests;
        };
        // Older files name the service by its identifier and its protocol alone.
        let mut rows: HashMap<(&str, &str), usize> = HashMap::new();
        for (row, line) in services.into_iter().flat_map(Lines::iter).enumerate() {
            let key = (line.text("ivoid"), line.text("protocol"));
            rows.entry(key).or_insert(row);
        }
        for line in lines.iter() {
            let attempt = services::attempt(line);
            if line.text("protocol") == REGISTRY {
                requests.to_registries.push(attempt);
                continue;
            }
            let said = line.service("service_row").map(ServiceNr::index);
            let known = || {
                rows.get(&(line.text("asked"), line.text("protocol")))
                    .copied()
            };
            if let Some(row) = said.or_else(known) {
                requests.to_services.entry(row).or_default().push(attempt);
            }
        }
        requests
    }
}

fn census(contents: &Contents) -> Option<Census> {
    let mut numbers = contents
        .param("census_counts")?
        .split_whitespace()
        .map_while(|number| number.parse().ok());
    Some(Census {
        listed: numbers.next()?,
        to_ask: numbers.next()?,
        left_out: numbers.next()?,
        undeclared: numbers.next(),
    })
}

/// The service that told of the first dataset of a chunk; the first of all where that is not known.
fn first_of(chunk: &Datasets, considered: &[Considered]) -> ServiceNr {
    let ivoid = chunk.text(ObsColumn::OriginService, 0);
    let protocol = chunk.text(ObsColumn::Protocol, 0);
    let is_it = |one: &Considered| {
        Some(one.service.ivoid.as_str()) == ivoid && Some(one.service.protocol.name()) == protocol
    };
    let at = considered.iter().position(is_it).unwrap_or_default();
    ServiceNr(u32::try_from(at).unwrap_or_default())
}

/// How the search ended, and when this was written. One that was still running when it was written has been stopped.
pub(super) fn ending(contents: &Contents) -> (SystemTime, Ending) {
    let at = contents.param("written").and_then(instant);
    let ending = match contents.param("state") {
        Some("complete") => Ending::Complete,
        Some("no service applies") => Ending::NothingToAsk,
        Some("registry failed") => {
            let said = contents.infos.iter().find(|info| info.name == "failure");
            let sentence = said.map_or("the registry did not answer", |info| &info.value);
            Ending::RegistryFailed(Arc::new(Failure {
                sentence: sentence.to_owned(),
                details: said.map(|info| info.text.clone()).unwrap_or_default(),
            }))
        }
        _ => Ending::Stopped,
    };
    (at.unwrap_or(SystemTime::UNIX_EPOCH), ending)
}

/// The log.
pub(super) fn log(contents: &Contents) -> Vec<LogLine> {
    let lines = contents.infos.iter().filter(|info| info.name == "log");
    lines
        .filter_map(|info| {
            let (at, text) = info.value.split_once(' ')?;
            let said = |key: &str| {
                let mut words = info.text.split_whitespace();
                words.find_map(|word| word.strip_prefix(key))
            };
            Some(LogLine {
                at: instant(at)?,
                level: said("level=")
                    .and_then(Level::from_word)
                    .unwrap_or(Level::Info),
                service: said("service=").and_then(lines::service),
                text: text.to_owned(),
            })
        })
        .collect()
}

fn after(instant: SystemTime, time: Duration) -> SystemTime {
    instant.checked_add(time).unwrap_or(instant)
}
