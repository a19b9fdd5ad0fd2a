//! Fetches files byte for byte, from the beginning or from where they broke off, for as long as bytes come.

use super::{
    client::{Client, SeeOther, Wanted},
    failure::{Failure, Kind},
};
use crate::protocol::request::Request;
use bytes::Bytes;
use reqwest::{
    Response,
    header::{
        CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
        HeaderName, LAST_MODIFIED,
    },
};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// The part of a file that has come already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How much it is.
    pub bytes: u64,
    /// By what the server tells this state of the file from others: its entity tag, else when it was last changed.
    pub validator: String,
}

/// What is said of a file before it comes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileHead {
    /// Where it is, after redirects.
    pub url: String,
    /// Where in the file that begins which comes now: 0, or where a part ended.
    pub from: u64,
    /// The size of the whole file, in bytes.
    pub length: Option<u64>,
    /// Its media type.
    pub media_type: Option<String>,
    /// `Content-Disposition`, which may hold its name.
    pub disposition: Option<String>,
    /// By what this state of it is told from others; `None` where it cannot be gone on with.
    pub validator: Option<String>,
    /// How it is packed besides what its name says; nothing was asked to be.
    pub packing: Option<String>,
}

/// A file that is coming.
#[derive(Debug)]
pub struct Incoming {
    /// What is said of it.
    pub head: FileHead,
    response: Response,
    silence: Duration,
    connect: Duration,
}

/// How much of a refusal is read, to show what the server said.
const REFUSAL_BYTES: usize = 2048;

/// How long a refusal is read.
const REFUSAL_TIME: Duration = Duration::from_secs(3);

impl Client {
    /// Asks for a file, or for the rest of one; where the server cannot or will not give the rest, from the beginning.
    ///
    /// Within the time for a whole answer it must begin; then it may take as long as it likes, but never be silent for
    /// longer than an answer may.
    pub async fn fetch(&self, request: &Request, part: Option<&Part>) -> Result<Incoming, Failure> {
        if let Some(part) = part {
            let response = self.ask(request, Some(part)).await?;
            if let Some(head) = rest(&response, part) {
                return Ok(self.incoming(head, response));
            }
            if response.status().as_u16() == 200 {
                return self.whole(response).await;
            }
        }
        let response = self.ask(request, None).await?;
        self.whole(response).await
    }

    async fn ask(&self, request: &Request, part: Option<&Part>) -> Result<Response, Failure> {
        let deadline = Instant::now() + self.settings().answer;
        let wanted = (SeeOther::Follow, Wanted::File(part));
        self.open(request, deadline, wanted).await
    }

    async fn whole(&self, mut response: Response) -> Result<Incoming, Failure> {
        let status = response.status().as_u16();
        let mut head = head(&response);
        let range = range(&response);
        match (status, range) {
            (206, Some((0, length))) => head.length = length,
            (200 | 203, _) => head.length = number(&response, &CONTENT_LENGTH),
            _ => {
                let said = refusal(&mut response).await;
                return Err(Failure::new(Kind::Status(status), &head.url, said));
            }
        }
        Ok(self.incoming(head, response))
    }

    fn incoming(&self, head: FileHead, response: Response) -> Incoming {
        Incoming {
            head,
            response,
            silence: self.settings().silence,
            connect: self.settings().connect,
        }
    }
}

impl Incoming {
    /// The next piece; `None` at the end. A file that ends before its length has failed.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        match timeout(self.silence, self.response.chunk()).await {
            Ok(Ok(piece)) => Ok(piece),
            Ok(Err(error)) => {
                let mut failure = Failure::from_reqwest(&error, &self.head.url, self.connect);
                if failure.kind == Kind::Other {
                    failure.kind = Kind::Cut;
                }
                Err(failure)
            }
            Err(_) => Err(Failure::new(
                Kind::Silence(self.silence),
                &self.head.url,
                "",
            )),
        }
    }
}

/// The head of the rest of a file, where the answer is that: it begins where the part ends, and is of the same state.
fn rest(response: &Response, part: &Part) -> Option<FileHead> {
    let mut head = head(response);
    let (from, length) = range(response).filter(|_| response.status().as_u16() == 206)?;
    let is_same = head
        .validator
        .as_ref()
        .is_none_or(|validator| *validator == part.validator);
    if from != part.bytes || !is_same {
        return None;
    }
    head.from = from;
    head.length = length;
    head.validator = Some(part.validator.clone());
    Some(head)
}

fn head(response: &Response) -> FileHead {
    let etag = text(response, &ETAG).filter(|tag| !tag.starts_with("W/"));
    FileHead {
        url: response.url().to_string(),
        from: 0,
        length: None,
        media_type: text(response, &CONTENT_TYPE),
        disposition: text(response, &CONTENT_DISPOSITION),
        validator: etag.or_else(|| text(response, &LAST_MODIFIED)),
        packing: text(response, &CONTENT_ENCODING).filter(|packing| packing != "identity"),
    }
}

fn text(response: &Response, name: &HeaderName) -> Option<String> {
    let value = response.headers().get(name)?;
    // Names are sent in UTF-8 or in Latin-1, whatever RFC 9110 says.
    let text = std::str::from_utf8(value.as_bytes()).map_or_else(
        |_| {
            value
                .as_bytes()
                .iter()
                .map(|byte| char::from(*byte))
                .collect()
        },
        str::to_owned,
    );
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn number(response: &Response, name: &HeaderName) -> Option<u64> {
    text(response, name)?.parse().ok()
}

/// `Content-Range: bytes 100-199/200`, as where it begins and the size of the whole, if that is said.
fn range(response: &Response) -> Option<(u64, Option<u64>)> {
    parse_range(&text(response, &CONTENT_RANGE)?)
}

fn parse_range(text: &str) -> Option<(u64, Option<u64>)> {
    let (unit, rest) = text.split_once(' ')?;
    let (span, length) = rest.split_once('/')?;
    let (first, last) = span.split_once('-')?;
    let first: u64 = first.trim().parse().ok()?;
    let last: u64 = last.trim().parse().ok()?;
    let length = length.trim().parse::<u64>().ok();
    let holds = unit.eq_ignore_ascii_case("bytes")
        && first <= last
        // A piece out of the middle is no rest.
        && length.is_none_or(|length| last.checked_add(1) == Some(length));
    holds.then_some((first, length))
}

/// The first words of an answer that is no file.
async fn refusal(response: &mut Response) -> String {
    let mut said = Vec::new();
    let reading = async {
        while let Ok(Some(piece)) = response.chunk().await {
            said.extend_from_slice(&piece);
            if said.len() >= REFUSAL_BYTES {
                break;
            }
        }
    };
    // What has come by then is shown.
    timeout(REFUSAL_TIME, reading).await.ok();
    said.truncate(REFUSAL_BYTES);
    let mut text = String::from_utf8_lossy(&said).into_owned();
    text.retain(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'));
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::parse_range;

    // RFC 9110, section 14.4.
    #[test]
    fn only_a_range_to_the_end_is_the_rest_of_a_file() {
        for (text, expected) in [
            ("bytes 100-199/200", Some((100, Some(200)))),
            ("Bytes 0-0/1", Some((0, Some(1)))),
            ("bytes 42-1233/*", Some((42, None))),
            ("bytes 100-150/200", None),
            ("bytes 200-100/101", None),
            ("bytes */200", None),
            ("items 100-199/200", None),
            ("bytes 100-18446744073709551615/18446744073709551615", None),
            ("bytes 100", None),
            ("", None),
        ] {
            assert_eq!(parse_range(text), expected, "{text}");
        }
    }
}
