//! What an answer means for how to go on: more simply, as a job, elsewhere, or not at all.

use super::{ask::Answer, asynchronous::Jobs, plan::Considered};
use crate::{
    http::{Answered, failure::Kind},
    protocol::{AnswerError, error::NotVotable},
};

/// What an answer means for the other addresses of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is what the service has to say; another address would say the same.
    Settled,
    /// The address is at fault, or whoever answers there.
    Elsewhere {
        /// Whether the same address by HTTPS may do better.
        https_may_help: bool,
    },
}

/// The verdict on an answer.
pub(super) fn of(answer: &Answer) -> Verdict {
    let elsewhere = |kind: Option<Kind>| Verdict::Elsewhere {
        https_may_help: kind.is_some_and(https_may_help),
    };
    let (error, received, trouble) = match answer {
        Err(failure) => (None, 0, Some(failure.kind)),
        Ok(Answered {
            read: (end, tally),
            trouble,
            ..
        }) => {
            let trouble = trouble.as_ref().map(|it| it.kind);
            (end.as_ref().err(), tally.received, trouble)
        }
    };
    match (error, trouble) {
        // Our own bounds, and our own mistakes.
        (_, Some(Kind::TooLarge(_) | Kind::Reader)) | (Some(AnswerError::TooManyRows(_)), _) => {
            Verdict::Settled
        }
        // With rows, it is not the query.
        (Some(_), trouble) if 0 < received => elsewhere(trouble),
        (Some(error), Some(Kind::Status(status))) if is_about_the_query(error, Some(status)) => {
            // With 500 and above, the words are about the server as often as about the query.
            if status < 500 {
                Verdict::Settled
            } else {
                elsewhere(trouble)
            }
        }
        // With a status of success all failures are said alike, as SIA 1.0 and SSAP have it, that of a database too: when a
        // query has been refused in each way of asking, a mirror may do better.
        (Some(AnswerError::Said(_)), None) => elsewhere(None),
        (Some(error), None) if is_about_the_query(error, None) => Verdict::Settled,
        (None, None) => Verdict::Settled,
        (_, trouble) => elsewhere(trouble),
    }
}

/// Whether a failure may come from asking by HTTP where HTTPS is wanted: nobody listens any more, a firewall refuses
/// (that of the Space Telescope Science Institute does so with ADQL), or the redirect to HTTPS goes round in circles.
fn https_may_help(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Refused
            | Kind::Unreachable
            | Kind::Cut
            | Kind::Redirects(_)
            | Kind::Status(403 | 426)
    )
}

/// Whether the service answered, and refused the query as such, so that a simpler one is worth a try.
pub(super) fn is_refused(answer: &Answer) -> bool {
    let Ok(Answered {
        read: (Err(error), tally),
        trouble,
        ..
    }) = answer
    else {
        return false;
    };
    let status = match trouble.as_ref().map(|trouble| trouble.kind) {
        None => None,
        Some(Kind::Status(status)) => Some(status),
        Some(_) => return false,
    };
    tally.received == 0 && is_about_the_query(error, status) && !is_about_time(&error.to_string())
}

/// Whether a status is about the server or the way to it: log-ins, moved services, proxies and busy servers would say
/// the same to a simpler query.
pub(super) fn is_about_the_server(status: u16) -> bool {
    matches!(
        status,
        401 | 403 | 404 | 405 | 407 | 410 | 426 | 429 | 501..=504
    )
}

fn is_about_the_query(error: &AnswerError, status: Option<u16>) -> bool {
    if status.is_some_and(is_about_the_server) {
        return false;
    }
    let html = NotVotable::Html;
    let is_page = matches!(error, AnswerError::NotVotable { what, .. } if *what == html);
    // A page that comes as if all were well is about the server: it moved, or wants a log-in.
    error.is_query_error() && !(is_page && status.is_none())
}

/// Whether the query was too much for the time that there was, here or there.
pub(super) fn took_too_long(answer: &Answer) -> bool {
    match answer {
        Err(failure) => is_late(failure.kind),
        Ok(Answered {
            read: (end, _),
            trouble,
            ..
        }) => {
            let said = end.as_ref().err().map(ToString::to_string);
            trouble.as_ref().is_some_and(|it| is_late(it.kind))
                || matches!(end, Err(AnswerError::JobEnded(_)))
                || said.is_some_and(|words| is_about_time(&words))
        }
    }
}

fn is_late(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Silence(_) | Kind::AnswerTimeout(_) | Kind::Status(408 | 504)
    )
}

/// Whether a service's words say that it broke the query off for its length.
fn is_about_time(words: &str) -> bool {
    const WORDS: [&str; 6] = [
        "timeout",
        "time-out",
        "timed out",
        "time limit",
        "took too long",
        "execution time",
    ];
    let words = words.to_lowercase();
    WORDS.iter().any(|word| words.contains(word))
}

/// Whether a query that was asked at once is worth being asked as a job, and whether those after it are.
pub(super) fn calls_for_a_job(answer: &Answer) -> Jobs {
    if took_too_long(answer) {
        return Jobs::IfNeeded;
    }
    let Ok(Answered {
        read: (end, tally),
        trouble,
        ..
    }) = answer
    else {
        return Jobs::Never;
    };
    match trouble.as_ref().map(|trouble| trouble.kind) {
        Some(Kind::Status(404 | 405 | 501)) => return Jobs::Always,
        // The server cut off what it had begun to give.
        Some(Kind::Cut) if tally.received > 0 => return Jobs::IfNeeded,
        _ => {}
    }
    let said = end.as_ref().err().map(ToString::to_string);
    match said {
        Some(words) if words.to_lowercase().contains("async") => Jobs::Always,
        _ => Jobs::Never,
    }
}

/// The addresses at which a service may be asked, one after the other: those registered, then the same by HTTPS.
#[derive(Debug)]
pub(super) struct Addresses {
    registered: std::vec::IntoIter<String>,
    all: Vec<String>,
    /// Addresses by HTTP that failed as they do where HTTPS is wanted.
    by_https: std::collections::VecDeque<String>,
    last: String,
}

impl Addresses {
    pub(super) fn new(considered: &Considered) -> Self {
        let mut all = vec![considered.service.access_url.clone()];
        for alternate in &considered.alternates {
            if !all.contains(alternate) {
                all.push(alternate.clone());
            }
        }
        Self {
            registered: all.clone().into_iter(),
            all,
            by_https: std::collections::VecDeque::new(),
            last: String::new(),
        }
    }

    /// The next address to try.
    pub(super) fn next(&mut self) -> Option<String> {
        let next = self
            .registered
            .next()
            .or_else(|| self.by_https.pop_front())?;
        next.clone_into(&mut self.last);
        Some(next)
    }

    /// Nothing came of the last one.
    pub(super) fn failed(&mut self, https_may_help: bool) {
        let Some(twin) = https_twin(&self.last).filter(|_| https_may_help) else {
            return;
        };
        let is_known = self.all.iter().any(|known| known.trim() == twin);
        if !is_known {
            self.all.push(twin.clone());
            self.by_https.push_back(twin);
        }
    }
}

/// The same address by HTTPS, for one by HTTP on the usual port. Never the reverse: who offers HTTPS means it.
fn https_twin(address: &str) -> Option<String> {
    let mut url = url::Url::parse(address.trim()).ok()?;
    if url.scheme() != "http" || url.port().is_some() {
        return None;
    }
    url.set_scheme("https").ok()?;
    Some(url.into())
}

#[cfg(test)]
mod tests;
