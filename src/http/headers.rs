//! What the headers of an answer say: where it is, when to come back, how it is packed.

use super::{
    failure::{Failure, Kind},
    retry,
};
use reqwest::{
    Response,
    header::{CONTENT_ENCODING, LOCATION, RETRY_AFTER},
};
use std::time::{Duration, SystemTime};
use url::Url;

/// Where a redirect leads.
pub(super) fn target(response: &Response) -> Result<Url, Failure> {
    let from = response.url();
    let Some(location) = response.headers().get(LOCATION) else {
        let kind = Kind::Status(response.status().as_u16());
        return Err(Failure::new(kind, from.as_str(), "no Location"));
    };
    let text = String::from_utf8_lossy(location.as_bytes());
    let next = from.join(text.trim()).ok();
    next.filter(|next| matches!(next.scheme(), "http" | "https"))
        .ok_or_else(|| Failure::new(Kind::Elsewhere, from.as_str(), format!("Location: {text}")))
}

/// The name of a packing that was not asked for and cannot be undone here, where the answer has one.
pub(super) fn unknown_packing(response: &Response) -> Option<String> {
    let packing = response.headers().get(CONTENT_ENCODING)?.to_str().ok()?;
    let is_unknown = |word: &str| {
        let known_to_others = ["br", "zstd", "compress", "x-compress"];
        known_to_others
            .iter()
            .any(|name| word.trim().eq_ignore_ascii_case(name))
    };
    packing
        .split(',')
        .any(is_unknown)
        .then(|| format!("Content-Encoding: {packing}"))
}

/// How long a busy server asks to wait.
pub(super) fn wait_of(response: &Response) -> Option<Duration> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    retry::wait(text, SystemTime::now())
}
