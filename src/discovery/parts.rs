//! Asks a service in parts: one that cannot give all at once, until each of them comes whole; and any for many places, of
//! which one request bears some only.

mod places;
pub(super) mod sample;
mod split;

pub(super) use places::has_several;
pub(super) use split::can_split;

use super::{
    ask::Asker,
    conclude::add_missing,
    event::{self, Outcome, Report, ServiceNr},
    plan::Considered,
    record::grouped,
    sieve::Told,
    suspicion,
};
use crate::{
    domain::{
        constraints::{Axis, Constraints},
        service::Protocol,
        time::Mjd,
    },
    protocol,
};
use sample::{MANY_ROWS, Sample, Sampler};
use split::choose;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Requests that are sent to one service at most. At a second each they take less than ten minutes, and a service that
/// gives 2,000 rows at once tells hundreds of thousands.
const MAX_REQUESTS: usize = 500;

/// How often a part is cut again at most. Each cut halves; forty of them turn the whole sky into less than a
/// millionth of an arcsecond, and ten thousand years into a second.
const MAX_DEPTH: u32 = 40;

/// After so many parts in a row that failed without a row, the service is left alone.
const MAX_FAILED: usize = 3;

/// Of the rows of a part, so many lie where a service may look that keeps to the part that it is asked for: it may look
/// in a box around a cone, and a little further, but not anywhere.
const LEAST_SHARE: f64 = 0.3;

/// A part of a question. Its rows are judged by the whole question; only what is sent is narrower.
#[derive(Debug, Clone)]
struct Part {
    constraints: Constraints,
    /// The axis along which it was cut off from a larger one.
    along: Axis,
    /// The axes along which this service is not cut any more, since it does not keep to what it is asked there.
    useless: Vec<Axis>,
    depth: u32,
}

/// How far a question is cut.
#[derive(Debug)]
pub(super) enum Cutting {
    /// Into its places, and no further.
    Places,
    /// Until each part comes whole. With rows that the service gave when it was asked for the whole.
    Further(Arc<Sample>),
}

/// Asks a service in parts.
pub(super) async fn ask(
    asker: Asker,
    nr: ServiceNr,
    considered: Considered,
    cutting: Cutting,
) -> Report {
    let now = Mjd::of(SystemTime::now());
    let mut walk = Walk::new(considered.service.protocol, &asker.constraints, now);
    match cutting {
        Cutting::Places => walk.cut_into_places(suspicion::sent(walk.protocol, asker.maxrec)),
        Cutting::Further(sample) => walk.cut_whole(&sample),
    }
    while let Some(part) = walk.next() {
        let sampler = Arc::new(Mutex::new(Sampler::default()));
        let for_part = Asker {
            constraints: Arc::new(part.constraints.clone()),
            sampler: Some(Arc::clone(&sampler)),
            ..asker.clone()
        };
        let report = for_part.ask(nr, considered.clone()).await;
        let sample = picked(&sampler);
        walk.take_in(part, &report, &sample);
        let told = Told::Part(nr, walk.progress(report));
        if asker.rows.send(told).await.is_err() {
            // Nobody listens any more: the search was stopped.
            break;
        }
    }
    walk.end()
}

/// What was picked of an answer that has come.
fn picked(sampler: &Mutex<Sampler>) -> Sample {
    let mut sampler = sampler.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut *sampler).finish()
}

/// The parts that are still to be asked for, and what the others came to. It asks nobody itself.
#[derive(Debug)]
struct Walk {
    protocol: Protocol,
    whole: Constraints,
    now: Mjd,
    /// Where it is cut into its places only: what can be done about one that is cut off.
    only_places: Option<&'static str>,
    /// Whether the service was seen to look at several places of one request.
    takes_several: bool,
    /// The last is asked next, so that what belongs together comes together.
    rest: Vec<Part>,
    /// All requests and rows so far.
    total: Report,
    /// Parts that were asked for, those among them that were cut again.
    n_asked: usize,
    n_whole: usize,
    /// Parts that were cut off and cannot be cut further.
    n_cut_off: usize,
    n_failed: usize,
    n_failed_in_a_row: usize,
    /// Of the first part that failed: its sentence, and what it said besides.
    failure: Option<(String, String)>,
    /// What may be missing in the answer to a part, since it was put more simply.
    misses: String,
    /// What was said besides of the first part of which something was.
    details: String,
}

impl Walk {
    fn new(protocol: Protocol, whole: &Constraints, now: Mjd) -> Self {
        Self {
            protocol,
            whole: whole.clone(),
            now,
            only_places: None,
            // ADQL says so, and the others are asked for one.
            takes_several: protocol != Protocol::Sia2,
            rest: Vec::new(),
            total: Report::unasked(Outcome::NotAsked, "", SystemTime::now()),
            n_asked: 0,
            n_whole: 0,
            n_cut_off: 0,
            n_failed: 0,
            n_failed_in_a_row: 0,
            failure: None,
            misses: String::new(),
            details: String::new(),
        }
    }

    fn cut_into_places(&mut self, maxrec: Option<u32>) {
        self.only_places = Some(suspicion::remedy(maxrec));
        let whole = self.whole.clone();
        self.put(places::cut(self.protocol, &whole), Axis::Space, &[], 1);
    }

    fn cut_whole(&mut self, sample: &Sample) {
        let whole = self.whole.clone();
        if has_several(&whole) {
            self.put(places::cut(self.protocol, &whole), Axis::Space, &[], 1);
        } else if !self.cut(&whole, &[], 0, sample) {
            self.n_cut_off += 1;
        }
    }

    /// Puts the parts of a question before all others; `false` where it has none.
    fn cut(
        &mut self,
        question: &Constraints,
        useless: &[Axis],
        depth: u32,
        sample: &Sample,
    ) -> bool {
        let cut = (depth < MAX_DEPTH)
            .then(|| {
                let axes = split::axes(self.protocol, &self.whole);
                let useful = axes.into_iter().filter(|axis| !useless.contains(axis));
                choose(question, &self.whole, useful, sample, self.now)
            })
            .flatten();
        let Some((along, parts)) = cut else {
            return false;
        };
        self.put(parts, along, useless, depth + 1);
        true
    }

    /// Puts parts before all others.
    fn put(&mut self, parts: Vec<Constraints>, along: Axis, useless: &[Axis], depth: u32) {
        let parts = parts.into_iter().rev().map(|constraints| Part {
            constraints,
            along,
            useless: useless.to_vec(),
            depth,
        });
        self.rest.extend(parts);
    }

    /// Cuts a part into its places; `false` where it has one only.
    fn cut_apart(&mut self, part: &Part) -> bool {
        let Some(parts) = places::apart(&part.constraints) else {
            return false;
        };
        self.put(parts, Axis::Space, &part.useless, part.depth + 1);
        true
    }

    /// Cuts a part of which these rows came, but not all; `false` where that cannot be done, or shall not.
    fn cut_again(&mut self, part: Part, sample: &Sample) -> bool {
        if self.cut_apart(&part) {
            return true;
        }
        if self.only_places.is_some() {
            return false;
        }
        let mut useless = part.useless;
        if is_ignored(self.protocol, part.along, &part.constraints, sample) {
            useless.push(part.along);
        }
        self.cut(&part.constraints, &useless, part.depth, sample)
    }

    /// The part to ask for next; `None` when nothing is left, or enough was tried.
    fn next(&mut self) -> Option<Part> {
        let may_go_on =
            self.total.attempts.len() < MAX_REQUESTS && self.n_failed_in_a_row < MAX_FAILED;
        may_go_on.then(|| self.rest.pop()).flatten()
    }

    fn take_in(&mut self, part: Part, report: &Report, sample: &Sample) {
        self.n_asked += 1;
        self.total = self.total.followed_by(report);
        if self.details.is_empty() {
            self.details.clone_from(&report.details);
        }
        if self.misses.is_empty() {
            self.misses.clone_from(&report.misses);
        }
        match report.outcome {
            // It may have looked at the first of the places only: then each is asked for by itself.
            Outcome::Ok | Outcome::Empty if self.is_doubtful(&part, sample) => {
                self.cut_apart(&part);
            }
            Outcome::Ok | Outcome::Empty => self.n_whole += 1,
            Outcome::Overflow => {
                if !self.cut_again(part, sample) {
                    self.n_cut_off += 1;
                }
            }
            // It began to answer, and had more to say than came through: a smaller part may come whole.
            Outcome::Failed if report.received > 0 => {
                if !self.cut_again(part, sample) {
                    self.fail(report);
                }
            }
            // It said no, and may do so to several places only.
            Outcome::Failed if is_answered(report) && self.cut_apart(&part) => {}
            Outcome::Failed | Outcome::Skipped | Outcome::Stopped | Outcome::NotAsked => {
                self.n_failed_in_a_row += 1;
                self.fail(report);
                return;
            }
        }
        self.n_failed_in_a_row = 0;
    }

    /// Whether a service gave no sign that it looks at several places of one request, of which it was asked for some.
    fn is_doubtful(&mut self, part: &Part, sample: &Sample) -> bool {
        if !self.takes_several && has_several(&part.constraints) {
            self.takes_several = places::shows_several(&part.constraints, sample);
            return !self.takes_several;
        }
        false
    }

    fn fail(&mut self, report: &Report) {
        self.n_failed += 1;
        let why = || (report.message.clone(), report.details.clone());
        self.failure.get_or_insert_with(why);
    }

    /// How far it is, after a part that came to this.
    fn progress(&self, report: Report) -> event::Part {
        event::Part {
            report,
            n_asked: self.n_asked,
            n_left: self.rest.len(),
        }
    }

    /// What all parts came to.
    fn end(self) -> Report {
        let n_left = self.rest.len();
        let n_parts = self.n_whole + self.n_cut_off + self.n_failed + n_left;
        let (outcome, message, details) = match self.failure {
            Some((sentence, details)) => {
                let missing = counted(self.n_failed + n_left);
                let of = grouped(n_parts as u64);
                let message = match n_parts {
                    1 => sentence,
                    _ => format!("{missing} of {of} did not come: {sentence}"),
                };
                (Outcome::Failed, message, details)
            }
            None if n_left > 0 || self.n_cut_off > 0 => {
                let mut done = vec![format!("{} came whole", counted(self.n_whole))];
                if self.n_cut_off > 0 {
                    let n = grouped(self.n_cut_off as u64);
                    done.push(format!("{n} more that cannot be made smaller did not"));
                }
                if n_left > 0 {
                    let n_requests = grouped(self.total.attempts.len() as u64);
                    let n = grouped(n_left as u64);
                    done.push(format!("{n} were left after {n_requests} requests"));
                }
                let done = done.join(", ");
                let mut message = format!("the service holds more than it gave: {done}");
                if let Some(remedy) = self.only_places {
                    message = format!("{message}; {remedy}");
                }
                (Outcome::Overflow, message, self.details)
            }
            None => {
                let outcome = match self.total.matched {
                    0 => Outcome::Empty,
                    _ => Outcome::Ok,
                };
                let message = match self.n_asked {
                    1 => String::new(),
                    _ => format!("came whole in {}", counted(self.n_whole)),
                };
                (outcome, message, self.details)
            }
        };
        let mut report = Report {
            outcome,
            message,
            details,
            ..self.total
        };
        add_missing(&mut report, &self.misses);
        report
    }
}

/// Whether the last answer of a part that failed came as far as its first words.
fn is_answered(report: &Report) -> bool {
    let last = report.last_attempt();
    last.is_some_and(|attempt| !attempt.head.is_empty())
}

/// Whether a service does not keep to a part along this axis: hardly any of the rows that it gave for it lie where it
/// may look.
fn is_ignored(protocol: Protocol, axis: Axis, part: &Constraints, sample: &Sample) -> bool {
    let space = part.space.as_ref();
    let looked_in = Constraints {
        space: space.map(|region| protocol::looked_in(protocol, region)),
        ..part.clone()
    };
    let share = sample.share(axis, &looked_in);
    if sample.len() < MANY_ROWS {
        share <= 0.0
    } else {
        share < LEAST_SHARE
    }
}

/// `1 part`, `12 parts`.
fn counted(n_parts: usize) -> String {
    let plural = if n_parts == 1 { "" } else { "s" };
    format!("{} part{plural}", grouped(n_parts as u64))
}

#[cfg(test)]
mod tests;
