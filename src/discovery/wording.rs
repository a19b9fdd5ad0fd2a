//! What a search says of itself: the lines of its log, and the sentence in the status bar.

use super::{
    event::{Attempt, Ending, Happening, Outcome, Report, ServiceNr},
    plan::{Fate, Plan, Reason},
    record::{Level, Phase, Place, Record, grouped, log::Entry},
};
use std::time::Duration;

/// The lines that an event adds to the log of `record`, which has not taken it in yet.
pub(super) fn log_lines(record: &Record, happening: &Happening) -> Vec<Entry> {
    let info = |text: String| vec![Entry::new(Level::Info, text)];
    match happening {
        Happening::AskingRegistry { url } => info(format!("asking the registry at {url}")),
        Happening::RegistryAsked(attempt) => registry_lines(attempt),
        Happening::Planned(plan) => plan_lines(plan),
        Happening::AlsoKnown(considered) => info(format!(
            "the registry has {} besides that this question leaves out, each with its reason in the provenance",
            counted(considered.len() as u64, "service")
        )),
        Happening::RegistryCounted(census) => info(census.to_string()),
        Happening::AskingAgain(services) => info(format!(
            "asking {} again",
            counted(services.len() as u64, "service")
        )),
        Happening::Queued(services) => services
            .iter()
            .map(|nr| {
                let name = name_in(record.plan().map(AsRef::as_ref), *nr);
                let text = format!(
                    "{name} is asked after all, because what stood in for it did not tell all"
                );
                Entry::new(Level::Info, text).about(*nr)
            })
            .collect(),
        Happening::Asking(_)
        | Happening::Rows(..)
        | Happening::Replaced(..)
        | Happening::Part(..)
        | Happening::Sending(..)
        | Happening::Sent(..) => Vec::new(),
        Happening::Finished(nr, report) => {
            let name = name_in(record.plan().map(AsRef::as_ref), *nr);
            let text = format!("{name}: {}", report_sentence(report));
            vec![Entry::new(report_level(report), text).about(*nr)]
        }
        Happening::Note(text) => vec![Entry::new(Level::Warning, text.as_str())],
        Happening::Ended(ending) => {
            let level = match ending {
                Ending::Complete | Ending::Stopped => Level::Info,
                Ending::NothingToAsk => Level::Warning,
                Ending::RegistryFailed(_) => Level::Error,
            };
            vec![Entry::new(level, ending_sentence(ending, record))]
        }
    }
}

/// What goes on, in one sentence.
pub(super) fn message(record: &Record) -> String {
    match record.phase() {
        Phase::AskingRegistry if record.registry() != record.search().registry => format!(
            "The registry does not answer; asking another one, {} …",
            record.registry()
        ),
        Phase::AskingRegistry => "Asking the registry which services there are …".to_owned(),
        Phase::AskingServices => asking_sentence(record),
        Phase::Ended(ending) => capital(&ending_sentence(ending, record)),
    }
}

/// Whom it asks.
fn asking_sentence(record: &Record) -> String {
    let places = || record.services().iter().map(|state| &state.place);
    let mut asking = record
        .services()
        .iter()
        .filter(|state| matches!(state.place, Place::Asking { .. }));
    match (asking.next(), asking.count()) {
        (None, _) if places().any(|place| matches!(place, Place::Waiting)) => {
            "Waiting for a service to become free …".to_owned()
        }
        (None, _) => "Asking the registry what else it lists …".to_owned(),
        (Some(one), 0) => match &one.parts {
            None => format!("Asking {} …", one.service.title),
            Some(parts) => format!("Asking {} in parts, {parts} …", one.service.title),
        },
        (Some(one), n) => format!("Asking {} and {n} more …", one.service.title),
    }
}

/// Why a service is left out, with the name of the one that is asked in its place.
pub(super) fn reason_sentence(plan: &Plan, reason: &Reason) -> String {
    match reason.stand_in() {
        Some(by) => format!("{reason}: {}", name_in(Some(plan), by)),
        None => reason.to_string(),
    }
}

/// How bad it is what became of a service.
fn report_level(report: &Report) -> Level {
    match report.outcome {
        Outcome::Failed => Level::Error,
        Outcome::Overflow | Outcome::Stopped => Level::Warning,
        _ if !report.misses.is_empty() => Level::Warning,
        Outcome::Ok | Outcome::Empty | Outcome::Skipped | Outcome::NotAsked => Level::Info,
    }
}

/// What became of a service, in one sentence.
fn report_sentence(report: &Report) -> String {
    let mut text = match report.outcome {
        Outcome::Ok | Outcome::Empty | Outcome::Overflow | Outcome::Stopped => format!(
            "{}, {} match, {} new, {}",
            counted(report.received, "row"),
            grouped(report.matched),
            grouped(report.new),
            seconds(report.took)
        ),
        Outcome::Failed => format!("failed after {}", seconds(report.took)),
        Outcome::Skipped | Outcome::NotAsked => report.outcome.to_string(),
    };
    if report.outcome == Outcome::Failed && report.received > 0 {
        let kept = format!(
            " and {}, of which {} new are kept",
            counted(report.received, "row"),
            grouped(report.new)
        );
        text += &kept;
    }
    if !report.message.is_empty() {
        text += ": ";
        text += &report.message;
    }
    text
}

/// Only what went wrong deserves a line.
fn registry_lines(attempt: &Attempt) -> Vec<Entry> {
    if attempt.message.is_empty() {
        return Vec::new();
    }
    let sentence = format!("registry query ({}): {}", attempt.rung, attempt.message);
    vec![Entry::new(Level::Warning, sentence)]
}

fn plan_lines(plan: &Plan) -> Vec<Entry> {
    let mut lines = Vec::new();
    let mut n_to_ask = 0;
    for (nr, considered) in (0..).map(ServiceNr).zip(&plan.considered) {
        match &considered.fate {
            Fate::ToAsk => n_to_ask += 1,
            Fate::LeftOut(reason) => {
                let service = &considered.service;
                let text = format!(
                    "{} {} ({}) is left out: {}",
                    service.protocol,
                    service.title,
                    service.ivoid,
                    reason_sentence(plan, reason)
                );
                lines.push(Entry::new(Level::Info, text).about(nr));
            }
        }
    }
    let n_left_out = lines.len() as u64;
    let sum = format!(
        "{} to ask, {} left out",
        counted(n_to_ask, "service"),
        grouped(n_left_out)
    );
    lines.insert(0, Entry::new(Level::Info, sum));
    lines
}

fn ending_sentence(ending: &Ending, record: &Record) -> String {
    let counts = record.counts();
    let found = counted(counts.datasets as u64, "dataset");
    let mut sentence = match ending {
        Ending::Complete => {
            let asked = counted(counts.asked as u64, "service");
            let failed = match counts.failed {
                0 => String::new(),
                n => format!(", of which {n} failed"),
            };
            // A round that asks some again may leave others as a stopped search left them.
            let left = match n_unfinished(record) {
                0 => String::new(),
                n => format!(", and {} more were not asked to the end", grouped(n as u64)),
            };
            format!("done: {found} from {asked}{failed}{left}")
        }
        Ending::Stopped => format!("stopped: {found} found so far are kept"),
        Ending::NothingToAsk => "no service in the registry applies to this question".to_owned(),
        Ending::RegistryFailed(failure) => {
            return format!("the registry cannot be asked: {failure}");
        }
    };
    let (wanted, asked) = (&record.search().registry, record.registry());
    if asked != wanted {
        let stood_in = format!(
            "; the registry at {asked} stood in for that at {wanted}, which did not answer"
        );
        sentence += &stood_in;
    }
    sentence
}

/// Services that were to be asked, and were not, or not to their end.
fn n_unfinished(record: &Record) -> usize {
    let is_unfinished = |place: &Place| {
        matches!(place, Place::Done(report)
            if matches!(report.outcome, Outcome::Stopped | Outcome::NotAsked))
    };
    let services = record.services().iter();
    services.filter(|state| is_unfinished(&state.place)).count()
}

/// Protocol, title and IVOID of a service.
fn name_in(plan: Option<&Plan>, nr: ServiceNr) -> String {
    match plan.and_then(|plan| plan.considered.get(nr.index())) {
        Some(considered) => {
            let service = &considered.service;
            format!("{} {} ({})", service.protocol, service.title, service.ivoid)
        }
        None => format!("service {}", nr.0),
    }
}

/// `1 row`, `2 rows`.
fn counted(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(number))
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
