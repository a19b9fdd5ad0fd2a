//! Why something could not be fetched, in a sentence.

use crate::{
    discovery::{event, export::SaveError},
    http::failure::{Failure, Kind},
    protocol::{AnswerError, soda::NoCutout},
};
use std::path::PathBuf;

/// Why something could not be fetched. What has come of a file is kept.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// The address cannot be fetched here.
    #[error("only addresses that begin with http or https can be fetched: {0}")]
    NotWeb(String),
    /// It went wrong on the way.
    #[error("{}", of_file(.0))]
    Http(Failure),
    /// A page came in place of data: a log-in, an error, an advertisement.
    #[error("a web page came in place of the file, which may be a log-in: {host}")]
    Page {
        /// Who sent it.
        host: String,
        /// Its first words.
        first: String,
    },
    /// It cannot be put on the disk.
    #[error(transparent)]
    Disk(#[from] SaveError),
    /// The document with the links cannot be read.
    #[error("the links of the dataset cannot be read: {0}")]
    Links(AnswerError),
    /// The document has no link to the dataset itself.
    #[error("the links of the dataset name no file of the dataset itself")]
    NoFile,
    /// The dataset itself is for who has logged in.
    #[error("the archive gives this dataset only after a log-in")]
    Locked,
    /// The record names the file itself, so nobody is known who could cut it.
    #[error(
        "its record leads to the file itself, not to links, so no cut-out can be asked for; download the whole"
    )]
    NoLinks,
    /// There is no cut-out to be had.
    #[error("{0}")]
    NoCutout(#[from] NoCutout),
    /// The service says that there is nothing in what was asked for.
    #[error("the dataset holds nothing in the part that was asked for, says its archive")]
    NothingInIt,
    /// The service says why there is no file.
    #[error("the service says: {0}")]
    Said(String),
    /// More came than the server had promised.
    #[error("more came than the server had promised, so the file is not trusted: {0}")]
    TooMuch(String),
    /// Somebody took away what was coming.
    #[error("the file was taken away while it came; fetch it again: {}", .0.display())]
    TakenAway(PathBuf),
    /// It is no picture that can be shown.
    #[error("the preview cannot be shown: {0}")]
    Picture(String),
    /// Our own mistake.
    #[error("vodiscover came to grief over it, which is a mistake of ours: {0}")]
    Ours(String),
}

impl TransferError {
    /// What can be said besides the sentence, in lines.
    pub fn details(&self) -> String {
        match self {
            Self::Http(failure) => failure.details(),
            Self::Page { first, .. } => first.clone(),
            Self::Disk(error) => error.details(),
            Self::Links(error) => error.details(),
            Self::NotWeb(_)
            | Self::NoFile
            | Self::Locked
            | Self::NoLinks
            | Self::NoCutout(_)
            | Self::NothingInIt
            | Self::Said(_)
            | Self::TooMuch(_)
            | Self::TakenAway(_)
            | Self::Picture(_)
            | Self::Ours(_) => String::new(),
        }
    }
}

/// As the window is told it.
impl From<&TransferError> for event::Failure {
    fn from(error: &TransferError) -> Self {
        Self {
            sentence: error.to_string(),
            details: error.details(),
        }
    }
}

impl From<Failure> for TransferError {
    fn from(failure: Failure) -> Self {
        Self::Http(failure)
    }
}

/// The sentences of services, put for a file where they would say too much.
fn of_file(failure: &Failure) -> String {
    let host = &failure.host;
    match failure.kind {
        Kind::Status(status @ (404 | 410)) => {
            format!("there is no such file any more (HTTP {status}): {host}")
        }
        Kind::Status(status @ (401 | 403 | 407)) => {
            format!("the archive wants a log-in for this file (HTTP {status}): {host}")
        }
        Kind::Status(status) if status >= 500 => {
            format!("the archive failed (HTTP {status}): {host}")
        }
        Kind::Cut => format!("the connection was cut before the file was whole: {host}"),
        _ => failure.to_string(),
    }
}
