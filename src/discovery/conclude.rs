//! Puts what a service answered into its report: the outcome, and a sentence where there is something to say.

use super::{
    ask::Answer,
    event::{Outcome, Report},
    suspicion::cut_off,
};
use crate::{
    http::{Answered, failure::Failure},
    protocol::AnswerError,
};

/// Puts what a request came to into the report, on top of what others gave. `maxrec` is the limit that was sent with it, if any.
pub(super) fn conclude(report: &mut Report, answer: Answer, maxrec: Option<u32>) {
    let Answered {
        read: (end, tally),
        trouble,
        ..
    } = match answer {
        Ok(answered) => answered,
        Err(failure) => {
            report.outcome = Outcome::Failed;
            report.message = failure.to_string();
            report.details = failure.details();
            return;
        }
    };
    report.received += tally.received;
    report.matched += tally.matched;
    match (end, trouble) {
        // What the service says of itself is nearer to the cause than the status it says it with.
        (Err(error @ AnswerError::Said(_)), trouble) => fail(report, &error, trouble.as_ref()),
        (_, Some(failure)) => {
            report.outcome = Outcome::Failed;
            report.message = failure.to_string();
            report.details = failure.details();
        }
        (Err(error), None) => fail(report, &error, None),
        (Ok(end), None) => {
            let overflow = cut_off(end.overflow, tally.received, maxrec);
            report.outcome = match (&overflow, tally.matched) {
                (Some(_), _) => Outcome::Overflow,
                (None, 0) => Outcome::Empty,
                (None, _) => Outcome::Ok,
            };
            report.message = overflow.unwrap_or_default();
            report.details = end.warnings.join("\n");
        }
    }
}

/// Adds what may be missing, since the service was asked with less than everything; nothing where that is empty.
pub(super) fn add_missing(report: &mut Report, misses: &str) {
    report.misses.clear();
    if report.outcome == Outcome::Failed || misses.is_empty() {
        return;
    }
    misses.clone_into(&mut report.misses);
    if !report.message.is_empty() {
        report.message += "; ";
    }
    report.message += misses;
}

/// Adds to the details what services may leave out by their nature; nothing where that is empty.
pub(super) fn add_caveat(report: &mut Report, caveat: &str) {
    if report.outcome == Outcome::Failed || caveat.is_empty() {
        return;
    }
    if !report.details.is_empty() {
        report.details.push('\n');
    }
    report.details += caveat;
}

fn fail(report: &mut Report, error: &AnswerError, trouble: Option<&Failure>) {
    report.outcome = Outcome::Failed;
    report.message = error.to_string();
    let asked = report.last_attempt().map_or("", |attempt| &attempt.url);
    let mut details = vec![format!("asked: {asked}")];
    if let Some(failure) = trouble {
        details.push(failure.details());
    }
    details.push(error.details());
    details.retain(|text| !text.is_empty());
    report.details = details.join("\n");
}
