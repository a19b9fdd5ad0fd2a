//! Asks by a job that the service runs beside everything else (UWS): makes it, looks after it, fetches, deletes.

use super::{
    ask::{Answer, Asker, Visit},
    farewell::Guest,
    sieve::Tally,
};
use crate::{
    domain::service::Service,
    http::{
        Answered,
        failure::{Failure, Kind},
    },
    protocol::{
        self, AnswerEnd, AnswerError, AnswerLimits, Request,
        uws::{self, Job, Phase},
    },
};
use std::{io::Read as _, ops::ControlFlow, time::Duration};
use tokio::time::{Instant, sleep};

/// When queries are sent as jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Jobs {
    /// When they took too long at once.
    IfNeeded,
    /// From the beginning: they are refused at once.
    Always,
    /// There are none.
    Never,
}

/// The first pause between two looks at a job; each is half as long again as the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// The longest.
const LONGEST_PAUSE: Duration = Duration::from_secs(3);

/// How long a service is asked to hold back its answer while nothing changes.
const WAIT: Duration = Duration::from_secs(10);

/// How many looks at a job may fail in a row before it is given up.
const LOOKS_THAT_MAY_FAIL: usize = 3;

/// How much is read of an answer to the request that makes a job.
const MOST_BYTES: u64 = 1 << 20;

/// What came of making a job.
type Made = Result<Job, AnswerError>;

/// What a service said.
type Said = Answered<(Result<AnswerEnd, AnswerError>, Tally)>;

impl Visit<'_> {
    /// Has the service run a query as a job, within the time for a whole answer, and reads its result: a request of its
    /// own, which alone has rows. `is_made` says whether there was a job.
    ///
    /// The job is deleted when it has come to its end, and also when this future is dropped.
    pub(super) async fn run_job(
        &mut self,
        rung: &str,
        create: &Request,
        is_made: &mut bool,
    ) -> Answer {
        let deadline = Instant::now() + self.asker.client.settings().answer;
        let mut attempt = self.begin(create, &format!("{rung} (async)")).await;
        let mut guest = None;
        let ended = self.bring_to_its_end(create, deadline, &mut guest).await;
        let (result, answer) = match ended {
            Ok(ControlFlow::Continue(result)) => (Some(result), Ok(nothing_yet())),
            Ok(ControlFlow::Break(said)) => (None, Ok(said)),
            Err(failure) => (None, Err(failure)),
        };
        if let Some(guest) = &guest {
            attempt.rung = format!("{rung} (async, job {})", guest.url()).into();
            *is_made = true;
        }
        self.end(attempt, &answer).await;
        let (Some(guest), Some(result)) = (&guest, result) else {
            return answer;
        };
        let rung = format!("{rung} (async, result of job {})", guest.url());
        let attempt = self.begin(&result, &rung).await;
        let asker = self.asker;
        let answer = asker.send(self.nr, self.service, &result, deadline).await;
        self.end(attempt, &answer).await;
        answer
    }

    /// Makes a job and waits for its end. Goes on with the request for its result, or breaks off with what was said
    /// instead.
    async fn bring_to_its_end(
        &self,
        create: &Request,
        deadline: Instant,
        guest: &mut Option<Guest>,
    ) -> Result<ControlFlow<Said, Request>, Failure> {
        let asker = self.asker;
        let made = asker
            .make(self.service, create, deadline, &mut |url: String| {
                *guest = Some(Guest::new(asker.client.clone(), url));
            })
            .await?;
        let Some(guest) = guest else {
            // An answer without a job: an error of the service's, in whichever form.
            let no_job = Err(AnswerError::Lacks("the address of a job"));
            return Ok(ControlFlow::Break(Answered {
                read: (made.read.and(no_job), Tally::default()),
                trouble: made.trouble,
                head: made.head,
            }));
        };
        let url = guest.url();
        let job = asker.wait_for(url, deadline).await?;
        Ok(match job.phase {
            Phase::Completed => ControlFlow::Continue(uws::result(url, &job)),
            Phase::Failed => ControlFlow::Break(self.reason(url, &job, deadline).await),
            Phase::Waiting | Phase::Running | Phase::Gone => {
                ControlFlow::Break(failed(AnswerError::JobEnded(job.word.to_lowercase())))
            }
        })
    }

    /// Why a job failed: the service's own document, else its summary.
    async fn reason(&self, url: &str, job: &Job, deadline: Instant) -> Said {
        let asker = self.asker;
        let answer = asker
            .send(self.nr, self.service, &uws::error(url), deadline)
            .await;
        match answer {
            Ok(Answered {
                read: (Err(error), tally),
                trouble: None,
                head,
            }) if error.is_query_error() => Answered {
                read: (Err(error), tally),
                trouble: None,
                head,
            },
            _ if job.error.is_empty() => failed(AnswerError::JobEnded(job.word.to_lowercase())),
            _ => failed(AnswerError::Said(job.error.clone())),
        }
    }
}

impl Asker {
    /// Makes a job.
    async fn make(
        &self,
        service: &Service,
        create: &Request,
        deadline: Instant,
        made: &mut (dyn FnMut(String) + Send),
    ) -> Result<Answered<Made>, Failure> {
        let reader = service.clone();
        let parse = move |body: crate::http::Body| {
            let mut bytes = Vec::new();
            // What broke off is no job, and is read as far as it came.
            body.take(MOST_BYTES).read_to_end(&mut bytes).ok();
            uws::read_job(bytes.as_slice()).map_err(|no_job| {
                let limits = AnswerLimits::default();
                let nobody = &mut |_| ControlFlow::Break(());
                match protocol::read_answer(&reader, bytes.as_slice(), &limits, nobody) {
                    Err(error) => error,
                    Ok(_) => no_job,
                }
            })
        };
        let mut is_made = false;
        let told = |location: &str| {
            if let Some(url) = uws::job_url(&create.url, Some(location), None) {
                is_made = true;
                made(url);
            }
        };
        let answered = self.client.change(deadline, create, parse, told).await?;
        if !is_made
            && let Ok(job) = &answered.read
            && let Some(url) = uws::job_url(&create.url, None, Some(job))
        {
            made(url);
        }
        Ok(answered)
    }

    /// Looks at a job until it has come to its end.
    async fn wait_for(&self, url: &str, deadline: Instant) -> Result<Job, Failure> {
        let mut pause = FIRST_PAUSE;
        let mut last: Option<Job> = None;
        let mut n_failed = 0;
        let mut was_told_to_run = false;
        loop {
            let looked = Instant::now();
            match self.look(url, last.as_ref(), deadline).await {
                Ok(job) => {
                    n_failed = 0;
                    match job.phase {
                        Phase::Waiting if !was_told_to_run => {
                            was_told_to_run = true;
                            self.change(&uws::run(url), deadline).await?;
                        }
                        Phase::Waiting | Phase::Running => {}
                        Phase::Completed | Phase::Failed | Phase::Gone => return Ok(job),
                    }
                    last = Some(job);
                }
                Err(failure) => {
                    n_failed += 1;
                    if n_failed == LOOKS_THAT_MAY_FAIL {
                        return Err(failure);
                    }
                }
            }
            // A service that waited with its answer needs no pause besides; one that does not know WAIT does.
            let next = looked + pause;
            if deadline < next {
                let kind = Kind::AnswerTimeout(self.client.settings().answer);
                return Err(Failure::new(kind, url, "the job was still running"));
            }
            sleep(next.saturating_duration_since(Instant::now())).await;
            pause = (pause * 3 / 2).min(LONGEST_PAUSE);
        }
    }

    /// Asks once how a job stands.
    async fn look(&self, url: &str, last: Option<&Job>, deadline: Instant) -> Result<Job, Failure> {
        let silence = self.client.settings().silence;
        let left = deadline.saturating_duration_since(Instant::now());
        let wait = WAIT.min(silence / 2).min(left);
        let knows_wait = last.filter(|job| job.knows_wait && wait >= Duration::from_secs(1));
        let request = uws::look(url, knows_wait.map(|job| (wait, job.word.as_str())));
        let read = |body| uws::read_job(body);
        let answered = self.client.read_by(deadline, &request, read).await?;
        match (answered.read, answered.trouble) {
            (Ok(job), None) => Ok(job),
            (_, Some(failure)) => Err(failure),
            (Err(error), None) => Err(Failure::new(Kind::Other, url, error.to_string())),
        }
    }

    /// Sends what changes a job, whatever the answer says: the next look shows what came of it.
    async fn change(&self, request: &Request, deadline: Instant) -> Result<(), Failure> {
        let ignore = |_| ();
        let answered = self.client.change(deadline, request, ignore, |_| ()).await;
        answered.map(|_| ())
    }
}

/// An answer that is this error.
fn failed(error: AnswerError) -> Said {
    Answered {
        read: (Err(error), Tally::default()),
        trouble: None,
        head: String::new(),
    }
}

/// The answer of a job that is through: its rows are elsewhere.
fn nothing_yet() -> Said {
    Answered {
        read: (Ok(AnswerEnd::default()), Tally::default()),
        trouble: None,
        head: String::new(),
    }
}
