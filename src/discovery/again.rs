//! Asks some services of a search again, after its end.

use super::{
    Search,
    event::{Ending, Outcome, ServiceNr},
    found::Found,
    homes::Homes,
    parts::{self, sample::Sampler},
    plan::{Considered, Plan},
    record::{Place, Record},
    repeats::Repeats,
    round::{Round, Way},
    run::Tell,
};
use crate::{
    domain::{obscore::ObsColumn, service::Protocol},
    http::{Client, limits::Settings},
};
use std::time::Duration;
use std::{collections::BTreeMap, sync::Arc};

/// How much longer a service that is asked again is waited for.
const TIMES_THE_TIME: u32 = 3;

/// But not longer than this for a whole answer, unless more was allowed at first: a person waits for it.
const LONGEST_ANSWER: Duration = Duration::from_mins(10);

/// How many times the rows that it gave a service is asked for.
const TIMES_THE_ROWS: u64 = 10;

/// How a service is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// As before, with more time.
    Whole,
    /// For so many rows at most.
    UpTo(u32),
    /// In parts, until each of them comes whole.
    InParts,
}

/// A round that asks some services of a search again.
#[derive(Debug, Clone)]
pub struct Again {
    search: Arc<Search>,
    plan: Arc<Plan>,
    /// What was found, so that no dataset is told twice.
    found: Found,
    /// Those that were asked, or were to be; the others may yet be asked in place of one that fails.
    asked: Vec<ServiceNr>,
    services: Vec<(ServiceNr, How)>,
}

impl Again {
    /// Those of these services that can be asked again in that way; `None` where there is none.
    pub fn new(record: &Record, services: &[(ServiceNr, How)]) -> Option<Self> {
        let numbered = (0..).map(ServiceNr).zip(record.services());
        let asked = numbered.filter(|(_, state)| !matches!(state.place, Place::LeftOut(_)));
        let is_possible = |(nr, how): &(ServiceNr, How)| match how {
            How::Whole => can_ask_again(record, *nr).is_ok(),
            How::UpTo(_) => higher_limit(record, *nr).is_ok(),
            How::InParts => can_ask_in_parts(record, *nr).is_ok(),
        };
        let services: Vec<_> = services.iter().copied().filter(is_possible).collect();
        (!services.is_empty()).then_some(Self {
            search: record.search_shared(),
            plan: Arc::clone(record.plan()?),
            found: record.found().clone(),
            asked: asked.map(|(nr, _)| nr).collect(),
            services,
        })
    }

    /// The services that are asked again, and how.
    pub fn services(&self) -> &[(ServiceNr, How)] {
        &self.services
    }

    /// The services that are asked again.
    pub(super) fn numbers(&self) -> Vec<ServiceNr> {
        self.services.iter().map(|(nr, _)| *nr).collect()
    }

    /// The bounds to ask within: those of the search, with more time.
    pub fn settings(&self) -> Settings {
        let before = &self.search.settings;
        let longest = before.answer.max(LONGEST_ANSWER);
        let answer = (before.answer * TIMES_THE_TIME).min(longest);
        let longer = Settings {
            connect: before.connect * TIMES_THE_TIME,
            silence: before.silence * TIMES_THE_TIME,
            ..before.clone()
        };
        longer.with_answer_timeout(answer)
    }
}

/// Whether a service can be asked again as it was: where it failed, was stopped, or was never asked; if not, why.
pub fn can_ask_again(record: &Record, nr: ServiceNr) -> Result<(), String> {
    match outcome(record, nr)? {
        Outcome::Failed | Outcome::Stopped | Outcome::NotAsked => Ok(()),
        Outcome::Ok | Outcome::Empty => {
            Err("It has answered, and said that this is all".to_owned())
        }
        Outcome::Overflow => {
            Err("It has answered, but not all: ask it for more, or in parts".to_owned())
        }
        Outcome::Skipped => Err("It is left out".to_owned()),
    }
}

/// The limit with which a service that was cut off is asked for more; if it cannot be, why.
pub fn higher_limit(record: &Record, nr: ServiceNr) -> Result<u32, String> {
    let considered = cut_off(record, nr)?;
    let protocol = considered.service.protocol;
    if !protocol.takes_maxrec() {
        return Err(format!(
            "{protocol} has no word for a limit: ask it in parts"
        ));
    }
    let settings = &record.search().settings;
    let gave = record
        .services()
        .get(nr.index())
        .map_or(0, |state| match &state.place {
            Place::Done(report) => report.last_attempt().map_or(0, |attempt| attempt.received),
            Place::LeftOut(_) | Place::Waiting | Place::Asking { .. } => 0,
        });
    let most = settings.answer_rows as u64;
    let before = gave.max(u64::from(settings.maxrec)).min(most);
    if before >= most {
        return Err("It gave as many rows as one answer may have: ask it in parts".to_owned());
    }
    let more = (before * TIMES_THE_ROWS).min(most);
    Ok(u32::try_from(more).unwrap_or(u32::MAX))
}

/// Whether a service that was cut off can be asked in parts; if not, why. So can one that failed in the midst of its
/// answer, which may have been too long to come whole.
pub fn can_ask_in_parts(record: &Record, nr: ServiceNr) -> Result<(), String> {
    let considered = cut_off(record, nr).or_else(|why| broken_off(record, nr).ok_or(why))?;
    let protocol = considered.service.protocol;
    parts::can_split(protocol, &record.search().constraints)
}

/// Every service that can be asked again as it was, in order.
pub fn all_unanswered(record: &Record) -> Vec<(ServiceNr, How)> {
    let numbers = numbers(record);
    let unanswered = numbers.filter(|nr| can_ask_again(record, *nr).is_ok());
    unanswered.map(|nr| (nr, How::Whole)).collect()
}

/// Every service that was cut off, in order: to be asked in parts; where that cannot be, for more.
pub fn all_cut_off(record: &Record) -> Vec<(ServiceNr, How)> {
    let how = |nr| match can_ask_in_parts(record, nr) {
        Ok(()) => Some((nr, How::InParts)),
        Err(_) => Some((nr, How::UpTo(higher_limit(record, nr).ok()?))),
    };
    let cut_off = numbers(record).filter(|nr| cut_off(record, *nr).is_ok());
    cut_off.filter_map(how).collect()
}

/// Every service that failed after it had given rows, and can be asked in parts, in order.
pub fn all_broken_off(record: &Record) -> Vec<(ServiceNr, How)> {
    let broken_off = numbers(record).filter(|nr| broken_off(record, *nr).is_some());
    let in_parts = broken_off.filter(|nr| can_ask_in_parts(record, *nr).is_ok());
    in_parts.map(|nr| (nr, How::InParts)).collect()
}

fn numbers(record: &Record) -> impl Iterator<Item = ServiceNr> {
    (0..).map(ServiceNr).take(record.services().len())
}

/// The service, where it was cut off; if not, that it was not.
fn cut_off(record: &Record, nr: ServiceNr) -> Result<&Considered, String> {
    let considered = record.plan().and_then(|plan| plan.get(nr));
    match (outcome(record, nr)?, considered) {
        (Outcome::Overflow, Some(considered)) => Ok(considered),
        _ => Err("It was not cut off".to_owned()),
    }
}

/// The service, where it failed after it had given rows.
fn broken_off(record: &Record, nr: ServiceNr) -> Option<&Considered> {
    match &record.services().get(nr.index())?.place {
        Place::Done(report) if report.outcome == Outcome::Failed && report.received > 0 => {
            record.plan()?.get(nr)
        }
        Place::Done(_) | Place::LeftOut(_) | Place::Waiting | Place::Asking { .. } => None,
    }
}

fn outcome(record: &Record, nr: ServiceNr) -> Result<Outcome, String> {
    let why = match record.services().get(nr.index()).map(|state| &state.place) {
        Some(Place::Done(report)) => return Ok(report.outcome),
        Some(Place::LeftOut(_)) => "It is left out",
        Some(Place::Waiting | Place::Asking { .. }) => "It is about to be asked",
        None => "There is no such service",
    };
    Err(why.to_owned())
}

/// Asks, and tells; the client's bounds should be those of [`Again::settings`].
pub(super) async fn ask_again(client: Client, again: Again, tell: &Tell) -> Ending {
    let Again {
        search,
        plan,
        found,
        asked,
        services,
    } = again;
    let round = Round::new(client, &search, &plan, tell);
    let known = tokio::task::spawn_blocking(move || {
        let ways = ways(&services, &plan, &found);
        (Repeats::of(&found, Homes::of(&plan)), ways)
    });
    // Without what was found everything would be told twice: it comes to grief where that does.
    match known.await {
        Ok((repeats, ways)) => round.after(&asked, repeats).ask_all(ways).await,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
    Ending::Complete
}

/// In which way each is asked; for those in parts, with a sample of what they gave.
fn ways(services: &[(ServiceNr, How)], plan: &Plan, found: &Found) -> Vec<(ServiceNr, Way)> {
    let mut pickers: BTreeMap<(&str, Protocol), Sampler> = BTreeMap::new();
    let key_of = |nr: ServiceNr| {
        let service = &plan.get(nr)?.service;
        Some((service.ivoid.as_str(), service.protocol))
    };
    for (nr, how) in services {
        if *how == How::InParts {
            pickers.extend(key_of(*nr).map(|key| (key, Sampler::default())));
        }
    }
    for dataset in found.iter() {
        let ivoid = dataset.text(ObsColumn::OriginService);
        let protocol = dataset.text(ObsColumn::Protocol).and_then(Protocol::named);
        if let (Some(ivoid), Some(protocol)) = (ivoid, protocol)
            && let Some(sampler) = pickers.get_mut(&(ivoid, protocol))
        {
            sampler.take(dataset);
        }
    }
    let samples: BTreeMap<_, _> = pickers
        .into_iter()
        .map(|(key, sampler)| (key, Arc::new(sampler.finish())))
        .collect();
    let way = |(nr, how): &(ServiceNr, How)| match how {
        How::Whole => (*nr, Way::Whole),
        How::UpTo(rows) => (*nr, Way::UpTo(*rows)),
        How::InParts => {
            let sample = key_of(*nr).and_then(|key| samples.get(&key));
            (*nr, Way::InParts(sample.cloned().unwrap_or_default()))
        }
    };
    services.iter().map(way).collect()
}
