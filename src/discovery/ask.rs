//! Asks one service: at each of its addresses, and in each way that its protocol knows, until it answers.

use super::{
    asynchronous::Jobs,
    conclude::{add_caveat, add_missing, conclude},
    event::{Attempt, Outcome, Report, ServiceNr},
    parts::{has_several, sample::Sampler},
    plan::Considered,
    refusals::Refusals,
    sieve::{Mesh, Sieve, Tally, Told},
    suspicion::sent,
    verdict::{self, Addresses, Verdict},
};
use crate::{
    domain::{constraints::Constraints, service::Service},
    http::{Answered, Client, failure::Failure},
    protocol::{self, AnswerEnd, AnswerError, AnswerLimits, Request, Rung, obscore, uws},
};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::SystemTime,
};
use tokio::{sync::mpsc, time::Instant};

/// What the requests of one search have in common.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    pub(super) client: Client,
    pub(super) constraints: Arc<Constraints>,
    /// The question of which these are a part, or the same.
    pub(super) whole: Arc<Constraints>,
    pub(super) mesh: Arc<Mesh>,
    pub(super) rows: mpsc::Sender<Told>,
    /// The number of rows at which a service shall stop.
    pub(super) maxrec: u32,
    /// How many answers were read so far, by which they are told apart.
    pub(super) n_answers: Arc<AtomicU64>,
    /// Who picks some of the rows as they come, where somebody wants to look at them.
    pub(super) sampler: Option<Arc<Mutex<Sampler>>>,
    /// What the service has refused, where it is asked several times.
    pub(super) refusals: Arc<Refusals>,
}

/// What one request came to.
pub(super) type Answer = Result<Answered<(Result<AnswerEnd, AnswerError>, Tally)>, Failure>;

impl Asker {
    /// Asks a service, and tells what became of it; but for what is new, which is not known here.
    ///
    /// Where one address fails, the next is tried, with a time of its own. What the first gave is kept; of what the
    /// next gives again, nothing is kept twice.
    pub(super) async fn ask(self, nr: ServiceNr, considered: Considered) -> Report {
        let started = SystemTime::now();
        let clock = Instant::now();
        let mut addresses = Addresses::new(&considered);
        let mut service = considered.service;
        let mut report: Option<Report> = None;
        while let Some(address) = addresses.next() {
            service.access_url = address;
            let mut visit = Visit::new(&self, nr, &service);
            let verdict = visit.ask().await;
            report = Some(match report {
                None => visit.report,
                Some(before) => joined(before, visit.report),
            });
            match verdict {
                Verdict::Settled => break,
                Verdict::Elsewhere { https_may_help } => addresses.failed(https_may_help),
            }
        }
        let mut report = report
            .unwrap_or_else(|| Report::unasked(Outcome::Failed, "it has no address", started));
        if report.outcome == Outcome::Empty && 0 < report.matched {
            report.outcome = Outcome::Ok;
        }
        report.started = started;
        report.took = clock.elapsed();
        report
    }

    /// Sends a request to a service and sifts the rows of its answer as they come.
    pub(super) async fn send(
        &self,
        nr: ServiceNr,
        service: &Service,
        request: &Request,
        deadline: Instant,
    ) -> Answer {
        let mut sieve = Sieve {
            nr,
            answer: self.n_answers.fetch_add(1, Ordering::Relaxed),
            mesh: Arc::clone(&self.mesh),
            to: self.rows.clone(),
            sampler: self.sampler.clone(),
            tally: Tally::default(),
        };
        let limits = AnswerLimits {
            max_rows: self.client.settings().answer_rows,
            ..AnswerLimits::default()
        };
        let service = service.clone();
        self.client
            .read_by(deadline, request, move |body| {
                let end = protocol::read_answer(&service, body, &limits, &mut |datasets| {
                    sieve.take(&datasets)
                });
                (end, sieve.tally)
            })
            .await
    }
}

/// What became of a service at one address, and then at the next: all that both gave, and the fate of the one that
/// answered; the first, where none did.
fn joined(before: Report, after: Report) -> Report {
    let received = before.received + after.received;
    let matched = before.matched + after.matched;
    let attempts = [before.attempts.as_slice(), &after.attempts].concat();
    let fate = if after.outcome == Outcome::Failed {
        let details = format!(
            "{}\nand: {}\n{}",
            before.details, after.message, after.details
        );
        Report { details, ..before }
    } else {
        after
    };
    Report {
        received,
        matched,
        attempts,
        ..fate
    }
}

/// A service being asked at one address.
pub(super) struct Visit<'a> {
    pub(super) asker: &'a Asker,
    pub(super) nr: ServiceNr,
    pub(super) service: &'a Service,
    deadline: Instant,
    jobs: Jobs,
    report: Report,
}

impl<'a> Visit<'a> {
    fn new(asker: &'a Asker, nr: ServiceNr, service: &'a Service) -> Self {
        Self {
            asker,
            nr,
            service,
            deadline: Instant::now() + asker.client.settings().answer,
            jobs: Jobs::IfNeeded,
            report: Report::unasked(Outcome::Failed, "", SystemTime::now()),
        }
    }

    /// Goes down the ladder until the service does not refuse.
    ///
    /// A query that takes the service too long is asked for once more by centres alone, which any index on positions
    /// makes quick, with a time of its own (intersections with footprints are slow at HEASARC, says `ESASky`).
    async fn ask(&mut self) -> Verdict {
        let maxrec = self.asker.maxrec;
        let (part, whole) = (&self.asker.constraints, &self.asker.whole);
        let mut rungs = protocol::requests_for_part(self.service, part, whole, maxrec);
        let several = has_several(part);
        if several {
            // Where it refuses the others, it is asked for each place by itself.
            rungs.retain(obscore::keeps_places_apart);
        }
        let refusals = &self.asker.refusals;
        let rungs = refusals.without(several, rungs);
        let mut next = 0;
        let mut verdict = Verdict::Settled;
        let mut has_hurried = false;
        while let Some(rung) = rungs.get(next) {
            let answer = self.climb(rung).await;
            let is_refused = verdict::is_refused(&answer);
            let took_too_long = verdict::took_too_long(&answer);
            verdict = verdict::of(&answer);
            let limit = sent(self.service.protocol, maxrec);
            conclude(&mut self.report, answer, limit);
            add_missing(&mut self.report, &rung.misses);
            add_caveat(&mut self.report, &rung.caveat);
            if is_refused {
                refusals.refused(several, rung);
                next += 1;
            } else if took_too_long
                && !has_hurried
                && let Some(quicker) = obscore::quicker(&rungs, next)
            {
                has_hurried = true;
                next = quicker;
                self.deadline = Instant::now() + self.asker.client.settings().answer;
            } else {
                refusals.taken(several, rung);
                return verdict;
            }
        }
        if rungs.is_empty() {
            "its protocol cannot bear this question".clone_into(&mut self.report.message);
        }
        verdict
    }

    /// Asks in one way: at once, and as a job of the service where that is refused or takes too long.
    async fn climb(&mut self, rung: &Rung) -> Answer {
        let create = uws::create(&rung.request);
        let mut at_once = None;
        if self.jobs != Jobs::Always {
            let attempt = self.begin(&rung.request, rung.name).await;
            let answer = self.send(rung).await;
            self.end(attempt, &answer).await;
            let jobs = verdict::calls_for_a_job(&answer);
            if create.is_none() || jobs == Jobs::Never || self.jobs == Jobs::Never {
                return answer;
            }
            self.jobs = jobs;
            at_once = Some(answer);
        }
        let Some(create) = create else {
            return self.send(rung).await;
        };
        let mut is_made = false;
        let answer = self.run_job(rung.name, &create, &mut is_made).await;
        match at_once {
            // There are no jobs here: what was said before is what counts.
            Some(at_once)
                if !is_made && (self.jobs != Jobs::Always || !verdict::is_refused(&answer)) =>
            {
                self.jobs = Jobs::Never;
                at_once
            }
            Some(at_once) => {
                self.keep_rows_of(&at_once);
                answer
            }
            None => answer,
        }
    }

    /// Tells that a request is on its way. Where nobody listens any more, the search was stopped, and this ends with it.
    pub(super) async fn begin(&self, request: &Request, rung: &str) -> Attempt {
        let attempt = Attempt::begun(request, rung);
        let told = Told::Sending(self.nr, attempt.clone());
        self.asker.rows.send(told).await.ok();
        attempt
    }

    pub(super) async fn end(&mut self, mut attempt: Attempt, answer: &Answer) {
        attempt.end(answer, sent(self.service.protocol, self.asker.maxrec));
        let told = Told::Sent(self.nr, attempt.clone());
        self.asker.rows.send(told).await.ok();
        self.report.attempts.push(attempt);
    }

    async fn send(&self, rung: &Rung) -> Answer {
        let asker = self.asker;
        asker
            .send(self.nr, self.service, &rung.request, self.deadline)
            .await
    }

    /// Rows came, though not all; the answer that counts is another.
    fn keep_rows_of(&mut self, answer: &Answer) {
        if let Ok(answered) = answer {
            let (_, tally) = &answered.read;
            self.report.received += tally.received;
            self.report.matched += tally.matched;
        }
    }
}
