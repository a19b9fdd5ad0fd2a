//! Asynchronous queries as UWS 1.1 jobs.

mod show;

use super::Tap;
use crate::practice::{answer::Answer, calendar::iso, parameters::Parameters};
use hyper::{Method, StatusCode};
use show::{job_list, show};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};
use tokio::{sync::watch, time::timeout};

/// Jobs beyond this number push the oldest out.
const MOST_JOBS: usize = 200;

/// How long a job is kept, as it is told; in fact it goes with the program.
const KEPT: Duration = Duration::from_hours(24);

/// How long a request may wait for a change (UWS 1.1, section 2.2.1.3, lets the server choose).
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// The phases that are used here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Pending,
    Executing,
    Completed,
    Error,
    Aborted,
}

impl Phase {
    fn name(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Executing => "EXECUTING",
            Self::Completed => "COMPLETED",
            Self::Error => "ERROR",
            Self::Aborted => "ABORTED",
        }
    }

    fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Error | Self::Aborted)
    }
}

#[derive(Debug)]
struct Job {
    parameters: Parameters,
    phase: watch::Sender<Phase>,
    created: SystemTime,
    started: Option<SystemTime>,
    ended: Option<SystemTime>,
    destruction: String,
    duration_s: u64,
    answer: Option<Answer>,
}

impl Job {
    fn phase(&self) -> Phase {
        *self.phase.borrow()
    }
}

/// All jobs of one service.
#[derive(Debug, Default)]
pub(super) struct Jobs(Mutex<(u64, BTreeMap<u64, Job>)>);

impl Jobs {
    fn lock(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, Job>)> {
        // What a job holds is whole at every step, so a panic elsewhere has broken nothing.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn create(&self, parameters: Parameters) -> u64 {
        let mut jobs = self.lock();
        jobs.0 += 1;
        let nr = jobs.0;
        let now = SystemTime::now();
        let job = Job {
            parameters,
            phase: watch::Sender::new(Phase::Pending),
            created: now,
            started: None,
            ended: None,
            destruction: iso(now + KEPT),
            duration_s: 20,
            answer: None,
        };
        jobs.1.insert(nr, job);
        while jobs.1.len() > MOST_JOBS {
            jobs.1.pop_first();
        }
        nr
    }

    fn with<T>(&self, nr: u64, look: impl FnOnce(&mut Job) -> T) -> Option<T> {
        self.lock().1.get_mut(&nr).map(look)
    }
}

/// Answers a request below `/async`.
pub(super) async fn answer(
    tap: &Arc<Tap>,
    method: &Method,
    path: &str,
    mut parameters: Parameters,
) -> Answer {
    let list = format!("{}/async", tap.url);
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let Some(first) = parts.next() else {
        if method != Method::POST {
            return Answer::xml(job_list(tap, &parameters));
        }
        let starts = parameters.get("PHASE") == Some("RUN");
        parameters.set("PHASE", "");
        let nr = tap.jobs.create(parameters);
        if starts {
            run(tap, nr);
        }
        return Answer::see(format!("{list}/{nr}"));
    };
    let nr = first.parse().unwrap_or_default();
    if tap.jobs.with(nr, |_| ()).is_none() {
        return Answer::plain(StatusCode::NOT_FOUND, "there is no such job");
    }
    let rest: Vec<&str> = parts.collect();
    if *method == Method::POST || *method == Method::DELETE {
        return change(tap, nr, (method, rest.as_slice()), &parameters);
    }
    if rest.is_empty() {
        wait(tap, nr, &parameters).await;
    }
    show(tap, nr, &rest)
}

/// What a POST or DELETE does to a job.
fn change(
    tap: &Arc<Tap>,
    nr: u64,
    (method, rest): (&Method, &[&str]),
    parameters: &Parameters,
) -> Answer {
    let job_url = format!("{}/async/{nr}", tap.url);
    let deletes = parameters
        .get("ACTION")
        .is_some_and(|action| action.eq_ignore_ascii_case("DELETE"));
    if *method == Method::DELETE || deletes {
        tap.jobs.lock().1.remove(&nr);
        return Answer::see(format!("{}/async", tap.url));
    }
    if let Some(phase) = parameters.get("PHASE") {
        match phase {
            "RUN" => run(tap, nr),
            "ABORT" => finish(tap, nr, Phase::Aborted, None),
            _ => {
                return Answer::plain(
                    StatusCode::BAD_REQUEST,
                    "PHASE can be set to RUN and to ABORT",
                );
            }
        }
        return Answer::see(job_url);
    }
    let changed = tap.jobs.with(nr, |job| {
        if job.phase() != Phase::Pending && rest.first() == Some(&"parameters") {
            return false;
        }
        if let Some(destruction) = parameters.get("DESTRUCTION") {
            destruction.clone_into(&mut job.destruction);
        }
        if let Some(duration) = parameters
            .get("EXECUTIONDURATION")
            .and_then(|text| text.parse().ok())
        {
            job.duration_s = duration;
        }
        if rest.is_empty() || rest.first() == Some(&"parameters") {
            for (name, value) in parameters.pairs() {
                job.parameters.set(name, value);
            }
            job.parameters
                .files
                .extend(parameters.files.iter().cloned());
        }
        true
    });
    match changed {
        Some(true) => Answer::see(job_url),
        _ => Answer::plain(
            StatusCode::FORBIDDEN,
            "a job that has begun is not changed any more",
        ),
    }
}

/// Runs a job beside everything else.
fn run(tap: &Arc<Tap>, nr: u64) {
    let pending = tap.jobs.with(nr, |job| {
        let pending = job.phase() == Phase::Pending;
        if pending {
            job.started = Some(SystemTime::now());
            job.phase.send_replace(Phase::Executing);
        }
        pending.then(|| job.parameters.clone())
    });
    let Some(Some(parameters)) = pending else {
        return;
    };
    let tap = Arc::clone(tap);
    // The job's state is told through `finish`; nobody waits for the task.
    drop(tokio::spawn(async move {
        let answer = tap.carry_out(parameters).await;
        let phase = if answer.status.is_success() {
            Phase::Completed
        } else {
            Phase::Error
        };
        finish(&tap, nr, phase, Some(answer));
    }));
}

/// Ends a job, unless it has ended.
fn finish(tap: &Tap, nr: u64, phase: Phase, answer: Option<Answer>) {
    tap.jobs.with(nr, |job| {
        if !job.phase().is_final() {
            job.answer = answer;
            job.ended = Some(SystemTime::now());
            job.phase.send_replace(phase);
        }
    });
}

/// Waits for a change as long as WAIT says (UWS 1.1, section 2.2.1.3).
async fn wait(tap: &Tap, nr: u64, parameters: &Parameters) {
    let Some(seconds) = parameters
        .get("WAIT")
        .and_then(|text| text.parse::<i64>().ok())
    else {
        return;
    };
    let longest = u64::try_from(seconds)
        .map_or(LONGEST_WAIT, Duration::from_secs)
        .min(LONGEST_WAIT);
    let Some(mut phase) = tap.jobs.with(nr, |job| job.phase.subscribe()) else {
        return;
    };
    let before = *phase.borrow_and_update();
    let unchanged = parameters
        .get("PHASE")
        .is_none_or(|asked| asked == before.name());
    if before == Phase::Executing && unchanged {
        // That nothing happened in time, or that the job is gone, is an answer too.
        timeout(longest, phase.changed()).await.ok();
    }
}
