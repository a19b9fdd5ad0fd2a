//! Asks one service: in each way that its protocol knows, until it does not refuse the question.

use super::{
    attempt::attempt,
    conclude::conclude,
    event::{Outcome, Report},
    parts::sample::Sampler,
    plan::Considered,
    sieve::{Arrived, Mesh, Sieve, Tally},
    suspicion::sent,
};
use crate::{
    discovery::event::ServiceNr,
    domain::constraints::Constraints,
    http::{
        Answered, Client,
        failure::{Failure, Kind},
    },
    protocol::{self, AnswerEnd, AnswerError, AnswerLimits, Rung},
};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};
use std::time::SystemTime;
use tokio::{sync::mpsc, time::Instant};

/// What the requests of one search have in common.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    pub(super) client: Client,
    pub(super) constraints: Arc<Constraints>,
    pub(super) mesh: Arc<Mesh>,
    pub(super) rows: mpsc::Sender<Arrived>,
    /// The number of rows at which a service shall stop.
    pub(super) maxrec: u32,
    /// How many answers were read so far, by which they are told apart.
    pub(super) n_answers: Arc<AtomicU64>,
    /// Who picks some of the rows as they come, where somebody wants to look at them.
    pub(super) sampler: Option<Arc<Mutex<Sampler>>>,
}

/// What one request came to.
pub(super) type Answer = Result<Answered<(Result<AnswerEnd, AnswerError>, Tally)>, Failure>;

impl Asker {
    /// Asks a service, and tells what became of it; but for what is new, which is not known here.
    pub(super) async fn ask(self, nr: ServiceNr, considered: Considered) -> Report {
        let started = SystemTime::now();
        let clock = Instant::now();
        let deadline = clock + self.client.settings().answer;
        let mut report = Report::unasked(Outcome::Failed, "", started);
        let mut service = considered.service;
        let mut alternates = considered.alternates.into_iter();
        let mut n_refused = 0;
        loop {
            let rungs = protocol::requests(&service, &self.constraints, self.maxrec);
            let Some(rung) = rungs.into_iter().nth(n_refused) else {
                if report.message.is_empty() {
                    "its protocol cannot bear this question".clone_into(&mut report.message);
                }
                break;
            };
            let mut attempt = attempt(&rung);
            let answer = self.send(nr, service.clone(), rung, deadline).await;
            attempt.end(&answer);
            report.attempts.push(attempt);
            if is_out_of_reach(&answer)
                && let Some(next) = alternates.next()
            {
                service.access_url = next;
                continue;
            }
            let is_refused = is_refused(&answer);
            let maxrec = sent(service.protocol, self.maxrec);
            conclude(&mut report, answer, maxrec);
            if !is_refused {
                break;
            }
            n_refused += 1;
        }
        report.took = clock.elapsed();
        report
    }

    async fn send(
        &self,
        nr: ServiceNr,
        service: crate::domain::service::Service,
        rung: Rung,
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
        self.client
            .read_by(deadline, &rung.request, move |body| {
                let end = protocol::read_answer(&service, body, &limits, &mut |datasets| {
                    sieve.take(&datasets)
                });
                (end, sieve.tally)
            })
            .await
    }
}

/// Whether nobody was reached at this address, and that was quickly known, so that another is worth a try.
fn is_out_of_reach(answer: &Answer) -> bool {
    let Err(failure) = answer else { return false };
    match failure.kind {
        Kind::Address
        | Kind::Name
        | Kind::Refused
        | Kind::Unreachable
        | Kind::Certificate(_)
        | Kind::Tls
        | Kind::NotHttp
        | Kind::Elsewhere
        | Kind::Redirects(_) => true,
        Kind::Cut
        | Kind::Damaged
        | Kind::Packed
        | Kind::ConnectTimeout(_)
        | Kind::Silence(_)
        | Kind::AnswerTimeout(_)
        | Kind::Status(_)
        | Kind::Busy(_)
        | Kind::TooLarge(_)
        | Kind::Reader
        | Kind::Other => false,
    }
}

/// Whether the service answered, and refused the query as such, so that a simpler one is worth a try.
fn is_refused(answer: &Answer) -> bool {
    let Ok(Answered {
        read: (Err(error), tally),
        trouble,
    }) = answer
    else {
        return false;
    };
    let may_be_the_query = match trouble.as_ref().map(|trouble| trouble.kind) {
        None => true,
        // Log-ins, moved services, proxies and busy servers would say the same to a simpler query.
        Some(Kind::Status(status)) => {
            !matches!(status, 401 | 403 | 404 | 407 | 410 | 429 | 502..=504)
        }
        Some(_) => false,
    };
    may_be_the_query && tally.received == 0 && error.is_query_error()
}
