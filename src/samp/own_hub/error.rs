//! Why no hub of our own could be started, and what to do about it.

use thiserror::Error;

/// Why no hub was started.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StartError {
    /// Another hub is there and answers: where.
    #[error("a SAMP hub is running already, so none was started: use that one ({0})")]
    HubIsThere(String),
    /// `SAMP_HUB` names a lock file that cannot be written, as it is no file of this machine.
    #[error(
        "no SAMP hub can be started here, as SAMP_HUB names a lock file that is elsewhere: unset it ({0})"
    )]
    LockfileElsewhere(String),
    /// The lock file cannot be written.
    #[error("no SAMP hub was started, as its lock file cannot be written: {why} ({place})")]
    LockfileNotWritten {
        /// The file.
        place: String,
        /// Why, in the system's words.
        why: String,
    },
    /// No port on loopback, or no random numbers: why.
    #[error("no SAMP hub can be started, as programs must be able to listen on 127.0.0.1: {0}")]
    NoListener(String),
}
