//! How long, how much and how many at once, each with its reason.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The bounds that every request is held to.
///
/// Nothing from outside is trusted to be quick or short, so each answer is bounded in time, in bytes and in rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Until a connection stands. A host that is there answers within a round trip or two, so 10 s is generous.
    pub connect: Duration,
    /// Without a single byte, while waiting for an answer or in the middle of one. 20 s, as in the prototype.
    pub silence: Duration,
    /// For a whole answer, with redirects and waits. 60 s: a service that trickles must come to an end too.
    pub answer: Duration,
    /// Requests under way at once, to all hosts together.
    pub total: usize,
    /// Requests under way at once to one host: dozens of services may live on one machine.
    pub per_host: usize,
    /// The number of rows that a service is asked to give at most (DALI 1.1, 3.4.4: MAXREC).
    pub maxrec: u32,
    /// Bytes of one answer, after decompression. A million ObsCore rows in TABLEDATA need about 800 MB.
    pub answer_bytes: u64,
    /// Rows of one answer, for services that know no MAXREC, or do not keep to it.
    pub answer_rows: usize,
    /// Redirects followed for one request, as in Aladin; more than a few are a loop.
    pub redirects: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(20),
            answer: Duration::from_mins(1),
            total: 32,
            per_host: 2,
            maxrec: 20_000,
            answer_bytes: 2 << 30,
            answer_rows: 1_000_000,
            redirects: 5,
        }
    }
}

impl Settings {
    /// The same, with this much time for a whole answer; no other time is longer than it.
    #[must_use]
    pub fn with_answer_timeout(mut self, answer: Duration) -> Self {
        self.answer = answer;
        self.connect = self.connect.min(answer);
        self.silence = self.silence.min(answer);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_time_is_longer_than_that_of_the_whole_answer() {
        let brief = Settings::default().with_answer_timeout(Duration::from_secs(15));
        assert_eq!(
            [brief.connect, brief.silence, brief.answer].map(|time| time.as_secs()),
            [10, 15, 15],
            "connect stays, silence is cut"
        );
        let patient = Settings::default().with_answer_timeout(Duration::from_mins(10));
        assert_eq!(
            [patient.connect, patient.silence, patient.answer].map(|time| time.as_secs()),
            [10, 20, 600],
            "a longer answer lengthens nothing else"
        );
    }
}
