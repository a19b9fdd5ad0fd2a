//! What is said at the end of a run: what was found, and what deserves a look.

use crate::command_line::Asking;
use crate::discovery::{
    again::{all_cut_off, all_unanswered},
    event::{Ending, Outcome},
    plan::Reason,
    record::{Phase, Place, Record, grouped},
};

/// Services that are named for the same reason at most; the provenance has them all.
const NAMED: usize = 12;

/// The lines to be said at the end of a run that asked so often.
pub(super) fn lines(record: &Record, asking: Asking) -> Vec<String> {
    let mut lines = vec![record.message()];
    if let Phase::Ended(Ending::RegistryFailed(failure)) = record.phase() {
        lines.extend(failure.details().lines().map(|line| format!("  {line}")));
        lines.push(
            "Try again later, or ask another registry with --registry URL or IVOA_REGISTRY"
                .to_owned(),
        );
        return lines;
    }
    if let Phase::Ended(Ending::NothingToAsk) = record.phase() {
        lines.push("Widen the question, or try --inclusive".to_owned());
        return lines;
    }
    lines.push(tally(record));
    lines.extend(named(record, Outcome::Failed));
    lines.extend(named(record, Outcome::Overflow));
    let is_ended = matches!(record.phase(), Phase::Ended(Ending::Complete));
    if asking == Asking::Once && is_ended && can_be_completed(record) {
        lines.push(
            "With --complete, those that failed are asked again, and those that were cut off in parts"
                .to_owned(),
        );
    }
    lines
}

/// Whether asking again may bring more.
fn can_be_completed(record: &Record) -> bool {
    !all_unanswered(record).is_empty() || !all_cut_off(record).is_empty()
}

/// `2 datasets`.
pub(super) fn datasets(number: usize) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} dataset{plural}", grouped(number as u64))
}

/// How many services there are of each outcome.
fn tally(record: &Record) -> String {
    let mut parts = Vec::new();
    for outcome in [
        Outcome::Ok,
        Outcome::Empty,
        Outcome::Overflow,
        Outcome::Failed,
        Outcome::Stopped,
        Outcome::NotAsked,
    ] {
        let n = of(record, outcome).count();
        if n > 0 {
            parts.push(format!("{outcome} {n}"));
        }
    }
    let is_undeclared = |reason: &Reason| matches!(reason, Reason::Undeclared { .. });
    let left_out = |undeclared: bool| {
        let services = record.services().iter();
        let is_one = |place: &Place| match place {
            Place::LeftOut(reason) => is_undeclared(reason) == undeclared,
            Place::Waiting | Place::Asking { .. } | Place::Done(_) => false,
        };
        services.filter(|state| is_one(&state.place)).count()
    };
    for (what, n) in [
        ("left out", left_out(false)),
        ("without declared coverage", left_out(true)),
    ] {
        if n > 0 {
            parts.push(format!("{what} {n}"));
        }
    }
    format!("Services: {}", parts.join(", "))
}

/// The services of one outcome, each with its message.
fn named(record: &Record, outcome: Outcome) -> Vec<String> {
    let mut lines: Vec<String> = of(record, outcome)
        .map(|(title, message)| format!("  {outcome}: {title}: {message}"))
        .collect();
    if lines.len() > NAMED {
        let rest = lines.len() - NAMED;
        lines.truncate(NAMED);
        lines.push(format!("  {outcome}: {rest} more, named in the provenance"));
    }
    lines
}

fn of(record: &Record, outcome: Outcome) -> impl Iterator<Item = (String, &str)> {
    record
        .services()
        .iter()
        .filter_map(move |state| match &state.place {
            Place::Done(report) if report.outcome == outcome => Some((
                format!("{} {}", state.service.protocol, state.service.title),
                report.message.as_str(),
            )),
            _ => None,
        })
}
