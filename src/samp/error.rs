//! Why something could not be said over SAMP, and what to do about it.

use thiserror::Error;

use super::own_hub::StartError;
use crate::http::post::PostError;

/// Why nothing could be sent. What a single receiver answers is an [`Answer`](super::Answer) instead.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SampError {
    /// There is no lock file, so no hub; where it was looked for.
    #[error("no SAMP hub is running: start TOPCAT or Aladin, then try again")]
    NoHub(String),
    /// `SAMP_HUB` is set to something that names no hub of the Standard Profile.
    #[error(
        "SAMP_HUB does not begin with \"std-lockurl:\", so no hub can be found: correct or unset it"
    )]
    OddVariable(String),
    /// The lock file is there but cannot be read or lacks what it must say.
    #[error("the lock file of the SAMP hub {why}: start the hub again, then try again ({place})")]
    OddLockfile {
        /// The file or URL.
        place: String,
        /// What is wrong with it, as "lacks samp.secret".
        why: String,
    },
    /// The lock file names a hub that is not there: it has died, or was ended without removing the file.
    #[error(
        "the SAMP hub is gone but has left its lock file: start TOPCAT or Aladin again, then try again ({url})"
    )]
    HubGone {
        /// Where it should be.
        url: String,
        /// Why it could not be reached.
        why: PostError,
    },
    /// The hub is there, and does not answer.
    #[error("the SAMP hub does not answer: start TOPCAT or Aladin again, then try again ({url})")]
    HubSilent {
        /// Where it is.
        url: String,
        /// How it failed to answer.
        why: PostError,
    },
    /// The hub answers what is not XML-RPC, or lacks what SAMP says must be there.
    #[error("the SAMP hub answers what is not SAMP: start another hub, then try again ({url})")]
    HubOdd {
        /// Where it is.
        url: String,
        /// What was wrong with the answer.
        why: String,
    },
    /// The hub refuses, in its own words.
    #[error(
        "the SAMP hub refuses, saying \"{said}\": {} ({method})",
        advice(method)
    )]
    HubRefuses {
        /// What was asked of it.
        method: &'static str,
        /// What it said.
        said: String,
    },
    /// No program takes tables.
    #[error("no program connected to SAMP takes tables: start TOPCAT or Aladin, then try again")]
    NobodyListens,
    /// No program takes what was to be sent.
    #[error("no program connected to SAMP takes {what}: start one that does, then try again")]
    NobodyTakes {
        /// Such as "spectra".
        what: &'static str,
    },
    /// The program that it was to go to does not take it, or has left.
    #[error("{client} takes no {what}, or has left: send to another program")]
    NotTaken {
        /// Its name.
        client: String,
        /// Such as "spectra".
        what: &'static str,
    },
    /// Very many messages wait for their answers.
    #[error("{0} messages still wait for their answers: try again in a minute")]
    TooMany(usize),
    /// A selection is too large for a message.
    #[error(
        "a selection of more than {0} rows is too large for a message: send the rows as a table"
    )]
    TooManyRows(usize),
    /// No table that was sent has the rows in question.
    #[error("these rows have not been sent to any program: send the table first")]
    RowsNotSent,
    /// What was to be sent could not be made.
    #[error("it could not be made ready to be sent: {0}")]
    NotMade(String),
    /// No port on loopback, or no random numbers: why.
    #[error(
        "the table cannot be served on this machine, as programs must be able to listen on 127.0.0.1: {0}"
    )]
    NoListener(String),
    /// No hub of our own could be started.
    #[error(transparent)]
    NotStarted(#[from] StartError),
}

impl SampError {
    /// What the sentence leaves out: addresses, and the cause in its own words.
    pub fn details(&self) -> String {
        match self {
            Self::NoHub(place) => format!("looked for the lock file {place}"),
            Self::OddVariable(value) => format!("SAMP_HUB is {value}"),
            Self::HubGone { url, why } | Self::HubSilent { url, why } => format!("{url}: {why}"),
            Self::HubOdd { url, why } => format!("{url}: {why}"),
            Self::OddLockfile { .. }
            | Self::HubRefuses { .. }
            | Self::NobodyListens
            | Self::NobodyTakes { .. }
            | Self::NotTaken { .. }
            | Self::TooMany(_)
            | Self::TooManyRows(_)
            | Self::RowsNotSent
            | Self::NotMade(_)
            | Self::NoListener(_)
            | Self::NotStarted(_) => String::new(),
        }
    }

    /// Whether a hub that has been started again since would explain it.
    pub(crate) fn may_be_another_hub(&self) -> bool {
        matches!(self, Self::HubGone { .. } | Self::HubRefuses { .. })
    }
}

/// What to do when the hub refuses: the fault may be that of the program that it calls for us.
fn advice(method: &str) -> &'static str {
    match method {
        "samp.hub.call" | "samp.hub.notify" => {
            "the other program may have crashed; if it runs, start the hub again"
        }
        _ => "start it again, then try again",
    }
}
