//! The settings of a search.

use super::{seconds, whole};
use crate::{http::limits::Settings, votable::Param};

/// The bounds that the first requests were held to; those who are asked again have more time.
pub(super) fn settings(settings: &Settings) -> Vec<Param> {
    vec![
        seconds(
            "timeout_connect",
            "How long a connection may take",
            settings.connect,
        ),
        seconds(
            "timeout_silence",
            "How long a service may say nothing",
            settings.silence,
        ),
        seconds(
            "timeout_answer",
            "How long a whole answer may take",
            settings.answer,
        ),
        whole(
            "maxrec",
            "Rows that a service is asked for at most",
            settings.maxrec.into(),
        ),
        whole(
            "max_answer_rows",
            "Rows of one answer that are read at most",
            settings.answer_rows as u64,
        ),
        whole(
            "max_answer_bytes",
            "Bytes of one answer that are read at most",
            settings.answer_bytes,
        ),
        whole(
            "max_requests",
            "Requests under way at once",
            settings.total as u64,
        ),
        whole(
            "max_requests_per_host",
            "Requests under way at once to one host",
            settings.per_host as u64,
        ),
        whole(
            "max_redirects",
            "Redirects that are followed for one request",
            settings.redirects as u64,
        ),
    ]
}
