//! Notes each request that is sent, and what came of it.

use super::{ask::Answer, event::Attempt, suspicion::cut_off};
use crate::{
    http::Answered,
    protocol::{AnswerError, Request},
};
use std::time::{Duration, SystemTime};

impl Attempt {
    /// A request that is about to be sent.
    pub(super) fn begun(request: &Request, rung: &str) -> Self {
        Self {
            url: request.url.clone(),
            request: request.curl(),
            rung: rung.to_owned().into(),
            started: SystemTime::now(),
            took: Duration::ZERO,
            received: 0,
            message: String::new(),
            head: String::new(),
        }
    }

    /// Notes what came of it. `limit` is the number of rows that was sent with it, if any.
    pub(super) fn end(&mut self, answer: &Answer, limit: Option<u32>) {
        self.took = self.started.elapsed().unwrap_or_default();
        match answer {
            Err(failure) => self.message = failure.to_string(),
            Ok(Answered {
                read: (end, tally),
                trouble,
                head,
            }) => {
                self.received = tally.received;
                if end.is_err() || trouble.is_some() {
                    self.head.clone_from(head);
                }
                self.message = match (end, trouble) {
                    (Err(error @ AnswerError::Said(_)), _) | (Err(error), None) => {
                        error.to_string()
                    }
                    (_, Some(failure)) => failure.to_string(),
                    (Ok(end), None) => {
                        cut_off(end.overflow, tally.received, limit).unwrap_or_default()
                    }
                };
            }
        }
    }
}
