//! Why an answer cannot be used.

use crate::votable::VotableError;
use std::io;

/// Why an answer, or the rest of it, cannot be used. Rows that were told before stay valid.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The service answered with an error of its own (DALI 1.1, section 4.4.2); its words, in one line.
    #[error("the service says: {0}")]
    Said(String),
    /// The answer is no VOTable.
    #[error(
        "the service answered with {what} in place of a VOTable{}",
        colon(first)
    )]
    NotVotable {
        /// What came in its place.
        what: NotVotable,
        /// The first words of it that a person can read; empty when there are none.
        first: String,
    },
    /// The document breaks off or contradicts itself.
    #[error("{why}")]
    Broken {
        /// How many rows were whole.
        after_rows: usize,
        /// What is wrong with it, and where.
        why: VotableError,
    },
    /// A VOTable, but without what the protocol says it holds.
    #[error("the answer lacks {0}")]
    Lacks(&'static str),
    /// A document of another kind than VOTable, which cannot be read; why.
    #[error("{0}")]
    Document(String),
    /// More rows than can be taken from one service.
    #[error("the service sent more than {0} rows, and the rest was not read; narrow the question")]
    TooManyRows(usize),
    /// The service ended its job before there was a result; the job's phase.
    #[error("the service broke its job off, as it does when one takes too long (phase {0})")]
    JobEnded(String),
    /// The bytes stopped coming; the transport knows why.
    #[error("the answer stopped coming: {source}")]
    Io {
        /// How many rows were whole.
        after_rows: usize,
        /// What the transport says.
        source: io::Error,
    },
}

/// What came where a VOTable should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotVotable {
    /// Nothing at all, or white space.
    Empty,
    /// A web page: a proxy, a log-in, "moved".
    Html,
    /// Another kind of XML.
    Xml,
    /// Plain text; error messages mostly.
    Text,
}

impl std::fmt::Display for NotVotable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "nothing",
            Self::Html => "a web page",
            Self::Xml => "other XML",
            Self::Text => "plain text",
        })
    }
}

impl AnswerError {
    /// Whether the service refused the query as such, so that a simpler one is worth a try.
    pub fn is_query_error(&self) -> bool {
        match self {
            Self::Said(_) => true,
            Self::NotVotable { what, .. } => *what != NotVotable::Empty,
            Self::Broken { .. }
            | Self::Lacks(_)
            | Self::Document(_)
            | Self::TooManyRows(_)
            | Self::JobEnded(_)
            | Self::Io { .. } => false,
        }
    }

    /// What the sentence leaves out: the causes beneath it.
    pub fn details(&self) -> String {
        match self {
            Self::Broken { why, .. } => why.details(),
            Self::Io { source, .. } => source.to_string(),
            Self::NotVotable { first, .. } => first.clone(),
            Self::Said(_)
            | Self::Lacks(_)
            | Self::Document(_)
            | Self::TooManyRows(_)
            | Self::JobEnded(_) => String::new(),
        }
    }
}

fn colon(first: &str) -> String {
    if first.is_empty() {
        String::new()
    } else {
        format!(": {first}")
    }
}
