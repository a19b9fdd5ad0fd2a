//! A transport failure in a sentence.

mod cause;
mod sentence;

use std::{error::Error, fmt, time::Duration};

/// Why a request brought no answer, or not all of it.
///
/// `Display` is one sentence for an astronomer; [`Failure::details`] has the address and what the server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong.
    pub kind: Kind,
    /// The host that was asked, with its port where that is not the usual one.
    pub host: String,
    /// The address that was asked, after redirects.
    pub url: String,
    /// The chain of causes as the network code tells it, or the first lines of what the server said.
    pub more: String,
}

/// What can go wrong on the way to a service and back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The address is no address.
    Address,
    /// No such host.
    Name,
    /// The host is there, but nothing listens.
    Refused,
    /// No way to the host.
    Unreachable,
    /// The connection was cut.
    Cut,
    /// What came cannot be put together again: its packing, or its pieces, contradict themselves.
    Damaged,
    /// It is packed in a way that was not asked for.
    Packed,
    /// The certificate is not trusted.
    Certificate(Distrust),
    /// The two sides do not agree on how to encrypt.
    Tls,
    /// No connection within this time.
    ConnectTimeout(Duration),
    /// Connected, and then not a byte for this time.
    Silence(Duration),
    /// The whole answer took longer than this.
    AnswerTimeout(Duration),
    /// A status that is not a success.
    Status(u16),
    /// The server asked to come back after this time, which is too late, or was tried.
    Busy(Duration),
    /// More redirects than are followed.
    Redirects(usize),
    /// A redirect to what is no address of the web.
    Elsewhere,
    /// More bytes than are read.
    TooLarge(u64),
    /// What came is not HTTP, or breaks its rules.
    NotHttp,
    /// Our reader of the answer came to grief: our mistake, not the service's.
    Reader,
    /// Something else; the details say it.
    Other,
}

/// Why a certificate is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distrust {
    /// Its time is over.
    Expired,
    /// Its time has not come; or the clock here is wrong.
    NotYet,
    /// It is for another host.
    OtherHost,
    /// Nobody vouches for it whom this machine trusts.
    UnknownIssuer,
    /// Something else; the details say it.
    Other,
}

impl Error for Failure {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sentence::write(self, f)
    }
}

impl Failure {
    /// A failure of this kind at this address.
    pub fn new(kind: Kind, url: &str, more: impl Into<String>) -> Self {
        Self {
            kind,
            host: host_of(url),
            url: url.to_owned(),
            more: more.into(),
        }
    }

    /// What the network code says, put into a kind by walking its causes.
    pub(super) fn from_reqwest(error: &reqwest::Error, url: &str, connect: Duration) -> Self {
        let mut causes = Vec::new();
        let mut kind = None;
        let mut next: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(cause) = next {
            kind = kind.or_else(|| cause::kind_of(cause));
            causes.push(cause.to_string());
            next = cause.source();
        }
        causes.dedup();
        let kind = match kind {
            Some(kind) => kind,
            None if error.is_builder() => Kind::Address,
            None if error.is_dns() => Kind::Name,
            None if error.is_timeout() => Kind::ConnectTimeout(connect),
            None => Kind::Other,
        };
        Self::new(kind, url, causes.join("; "))
    }

    /// The address that was asked and what is known besides the sentence, in lines.
    pub fn details(&self) -> String {
        let mut lines = format!("asked: {}", self.url);
        if let Kind::Status(status) = self.kind {
            lines += "\nstatus: ";
            lines += &status.to_string();
        }
        if !self.more.is_empty() {
            lines += "\n";
            lines += &self.more;
        }
        lines
    }
}

/// The host of an address, with its port where that is not the usual one; the address itself where it has none.
fn host_of(address: &str) -> String {
    let Ok(url) = url::Url::parse(address) else {
        return address.to_owned();
    };
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: Kind, expected: &str) {
        let failure = Failure::new(kind, "http://archive.example:8080/sia?a=1", "more");
        assert_eq!(failure.to_string(), expected);
    }

    #[test]
    fn a_failure_says_the_cause_first_and_the_host_last() {
        check(
            Kind::Silence(Duration::from_secs(20)),
            "not a byte for 20 s: archive.example:8080",
        );
        check(
            Kind::Silence(Duration::from_millis(1500)),
            "not a byte for 1.5 s: archive.example:8080",
        );
        check(
            Kind::Status(404),
            "there is no such service any more (HTTP 404): archive.example:8080",
        );
        check(
            Kind::Refused,
            "nothing answers there (connection refused): archive.example:8080",
        );
    }

    #[test]
    fn the_details_have_the_address_and_what_the_server_said() {
        let failure = Failure::new(
            Kind::Status(500),
            "http://a.example/tap/sync",
            "out of cheese",
        );
        assert_eq!(
            failure.details(),
            "asked: http://a.example/tap/sync\nstatus: 500\nout of cheese"
        );
    }

    #[test]
    fn an_address_without_a_host_stands_for_itself() {
        assert_eq!(host_of("not an address"), "not an address");
        assert_eq!(host_of("https://a.example:443/x"), "a.example");
    }
}
