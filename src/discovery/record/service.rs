//! One service of a search: how far the search is with it, and what it gave.

use crate::{
    discovery::{
        event::{Attempt, Outcome, Part, Report},
        plan::{Considered, Fate, Reason},
    },
    domain::service::Service,
};
use std::time::{Duration, SystemTime};
use std::{fmt, sync::Arc};

/// One service of a search.
#[derive(Debug, Clone)]
pub struct ServiceState {
    /// The service.
    pub service: Arc<Service>,
    /// How far it is with it.
    pub place: Place,
    /// Rows told so far while it is being asked; rows that it gave, once it has answered.
    pub received: u64,
    /// How far it is with its parts, while it is being asked in parts.
    pub parts: Option<Parts>,
    /// Datasets that it told while it was asked last, and nobody before.
    new: u64,
    /// What became of it before it was asked again.
    before: Option<Arc<Report>>,
    /// The requests to it that have ended, and that are in no report yet.
    attempts: Vec<Arc<Attempt>>,
    /// The request that is on its way to it.
    sending: Option<Arc<Attempt>>,
}

/// How far a search is with one service.
#[derive(Debug, Clone)]
pub enum Place {
    /// It is not going to be asked.
    LeftOut(Reason),
    /// Its turn has not come.
    Waiting,
    /// It is being asked.
    Asking {
        /// When that began.
        since: SystemTime,
    },
    /// It has answered, has failed, or its turn never came.
    Done(Arc<Report>),
}

/// How far a service is that is asked in parts.
#[derive(Debug, Clone)]
pub struct Parts {
    /// Parts that it was asked for.
    pub n_asked: usize,
    /// Parts that are still to be asked for; more, where one of them must be cut again.
    pub n_left: usize,
    /// What all those that it was asked for came to.
    total: Report,
}

/// `12 asked, 5 to go`.
impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} asked, {} to go", self.n_asked, self.n_left)
    }
}

impl ServiceState {
    pub(super) fn of(considered: &Considered) -> Self {
        Self {
            service: Arc::new(considered.service.clone()),
            place: match &considered.fate {
                Fate::ToAsk => Place::Waiting,
                Fate::LeftOut(reason) => Place::LeftOut(reason.clone()),
            },
            received: 0,
            parts: None,
            new: 0,
            before: None,
            attempts: Vec::new(),
            sending: None,
        }
    }

    /// The requests to it that have ended, in order.
    pub fn requests(&self) -> impl Iterator<Item = &Attempt> {
        let done = match &self.place {
            Place::Done(report) => Some(report),
            Place::LeftOut(_) | Place::Waiting | Place::Asking { .. } => self.before.as_ref(),
        };
        let done = done.into_iter().flat_map(|report| &report.attempts);
        done.chain(self.requests_now())
    }

    /// The request that is on its way to it.
    pub fn on_its_way(&self) -> Option<&Attempt> {
        self.sending.as_deref()
    }

    /// Those that have ended since it is being asked, and are in no report yet.
    fn requests_now(&self) -> impl Iterator<Item = &Attempt> {
        let of_parts = self.parts.iter().flat_map(|parts| &parts.total.attempts);
        of_parts.chain(self.attempts.iter().map(AsRef::as_ref))
    }

    /// It is to be asked once more.
    pub(super) fn reopen(&mut self) {
        if let Place::Done(report) = &self.place {
            self.before = Some(Arc::clone(report));
        }
        self.place = Place::Waiting;
        self.new = 0;
    }

    /// It told so many datasets that nobody told before.
    pub(super) fn take_rows(&mut self, n_rows: usize) {
        let n_rows = n_rows as u64;
        self.received = self.received.saturating_add(n_rows);
        self.new = self.new.saturating_add(n_rows);
    }

    /// This request is on its way to it.
    pub(super) fn send(&mut self, attempt: &Arc<Attempt>) {
        self.sending = Some(Arc::clone(attempt));
    }

    /// This became of the request that was on its way.
    pub(super) fn sent(&mut self, attempt: &Arc<Attempt>) {
        self.sending = None;
        self.attempts.push(Arc::clone(attempt));
    }

    /// It has answered one of its parts.
    pub(super) fn take_part(&mut self, part: &Part) {
        self.forget_requests();
        let total = match self.parts.take() {
            Some(parts) => parts.total.followed_by(&part.report),
            None => part.report.clone(),
        };
        self.received = self.n_before().saturating_add(total.received);
        self.parts = Some(Parts {
            n_asked: part.n_asked,
            n_left: part.n_left,
            total,
        });
    }

    /// This became of it; if it was asked again, on top of what became of it before.
    pub(super) fn finish(&mut self, report: &Arc<Report>) {
        let report = match self.before.take() {
            Some(before) => Arc::new(before.followed_by(report)),
            None => Arc::clone(report),
        };
        self.forget_requests();
        self.received = report.received;
        self.parts = None;
        self.place = Place::Done(report);
    }

    /// The search has ended. Where it was not through with the service, that becomes of it which can be said.
    pub(super) fn end(&mut self, now: SystemTime) {
        match &self.place {
            Place::LeftOut(_) | Place::Done(_) => {}
            Place::Waiting => {
                let why = "the search ended before its turn";
                let unasked = || Arc::new(Report::unasked(Outcome::NotAsked, why, now));
                self.place = Place::Done(self.before.take().unwrap_or_else(unasked));
            }
            Place::Asking { since } => {
                let report = Arc::new(self.stopped(*since, now));
                self.finish(&report);
            }
        }
    }

    /// What became of it before it was asked again; `None` where it was not.
    pub fn before(&self) -> Option<&Report> {
        self.before.as_deref()
    }

    /// What it would come to if the search were stopped now, while it is being asked.
    pub fn so_far(&self, since: SystemTime, now: SystemTime) -> Report {
        let report = self.stopped(since, now);
        match &self.before {
            Some(before) => before.followed_by(&report),
            None => report,
        }
    }

    /// What is known of a service since it is being asked.
    fn stopped(&self, since: SystemTime, now: SystemTime) -> Report {
        let cut_off = self.sending.as_ref().map(|attempt| Attempt {
            took: now.duration_since(attempt.started).unwrap_or_default(),
            message: "the search was stopped before its answer had come".to_owned(),
            ..(**attempt).clone()
        });
        let parts = self.parts.as_ref().map(|parts| &parts.total);
        let n_matched = |total: &Report| total.matched.max(self.new);
        let why = "the search was stopped while it was being asked";
        Report {
            took: now.duration_since(since).unwrap_or(Duration::ZERO),
            received: self.received.saturating_sub(self.n_before()),
            matched: parts.map_or(self.new, n_matched),
            new: self.new,
            attempts: self.requests_now().cloned().chain(cut_off).collect(),
            ..Report::unasked(Outcome::Stopped, why, since)
        }
    }

    fn forget_requests(&mut self) {
        self.attempts.clear();
        self.sending = None;
    }

    fn n_before(&self) -> u64 {
        self.before.as_ref().map_or(0, |before| before.received)
    }
}
