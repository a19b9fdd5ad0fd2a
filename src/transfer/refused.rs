//! What a service of cut-outs says in place of a file, in a sentence (SODA 1.0, section 5; DALI 1.1, section 4).

use super::TransferError;
use crate::{
    http::{
        failure::{Failure, Kind},
        fetch::Incoming,
    },
    protocol::dali,
};

/// Bytes of an error that are read.
const MOST_BYTES: usize = 16 << 10;

/// The status of a service that has nothing in what was asked for: there is no content.
const NO_CONTENT: u16 = 204;

/// What a failure means where a cut-out was asked for.
pub(super) fn of_failure(failure: Failure) -> TransferError {
    match failure.kind {
        Kind::Status(NO_CONTENT) => TransferError::NothingInIt,
        Kind::Status(401 | 403 | 404 | 407) => failure.into(),
        Kind::Status(_) => match words(failure.more.as_bytes()) {
            Some(words) => TransferError::Said(words),
            None => failure.into(),
        },
        _ => failure.into(),
    }
}

/// Why what comes is no cut-out, though its status says so: it is empty, or an error in words or as VOTable where data of
/// another type are expected.
pub(super) async fn of_answer(
    incoming: &mut Incoming,
    expected: Option<&str>,
) -> Option<TransferError> {
    if incoming.head.length == Some(0) {
        return Some(TransferError::NothingInIt);
    }
    let is_of_words = incoming
        .head
        .media_type
        .as_deref()
        .is_some_and(is_for_words);
    if !is_of_words || expected.is_none_or(is_for_words) {
        return None;
    }
    let mut said = Vec::new();
    while let Ok(Some(piece)) = incoming.next().await {
        said.extend_from_slice(&piece);
        if said.len() >= MOST_BYTES {
            break;
        }
    }
    words(&said).map(TransferError::Said)
}

/// Whether errors come as this media type.
fn is_for_words(media_type: &str) -> bool {
    let kind = media_type.split(';').next().unwrap_or_default().trim();
    [
        "text/plain",
        "text/xml",
        "application/xml",
        "application/x-votable+xml",
    ]
    .iter()
    .any(|known| kind.eq_ignore_ascii_case(known))
}

fn words(body: &[u8]) -> Option<String> {
    dali::explain(body)
}
