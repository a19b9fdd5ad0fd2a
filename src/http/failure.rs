//! A transport failure in a sentence.

use std::time::Duration;
use std::{error::Error, fmt, io};

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
    /// The certificate is out of date, for another host, or from an authority that is not trusted.
    Certificate,
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
    /// More bytes than are read.
    TooLarge(u64),
    /// What came is not HTTP.
    NotHttp,
    /// Our reader of the answer came to grief: our mistake, not the service's.
    Reader,
    /// Something else; the details say it.
    Other,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = &self.host;
        match self.kind {
            Kind::Address => write!(f, "its address cannot be read: {}", self.url),
            Kind::Name => write!(f, "no host of this name can be found: {host}"),
            Kind::Refused => write!(f, "nothing answers there (connection refused): {host}"),
            Kind::Unreachable => write!(f, "there is no way to the host, or no network: {host}"),
            Kind::Cut => write!(
                f,
                "the connection was cut before the answer was whole: {host}"
            ),
            Kind::Certificate => {
                write!(
                    f,
                    "its certificate is not valid, so it cannot be trusted: {host}"
                )
            }
            Kind::Tls => write!(f, "no secure connection could be agreed on: {host}"),
            Kind::ConnectTimeout(time) => {
                write!(f, "no connection within {}: {host}", seconds(time))
            }
            Kind::Silence(time) => write!(f, "not a byte for {}: {host}", seconds(time)),
            Kind::AnswerTimeout(time) => {
                write!(
                    f,
                    "the answer was not whole after {}: {host}",
                    seconds(time)
                )
            }
            Kind::Status(status) => write!(f, "{} (HTTP {status}): {host}", meaning(status)),
            Kind::Busy(time) => write!(
                f,
                "the server is busy and asks to come back in {}: {host}",
                seconds(time)
            ),
            Kind::Redirects(n) => write!(f, "sent on from address to address, {n} times: {host}"),
            Kind::TooLarge(bytes) => write!(
                f,
                "the answer is larger than {} MB, and the rest was not read: {host}",
                bytes / 1_000_000
            ),
            Kind::NotHttp => write!(f, "what answers there does not speak HTTP: {host}"),
            Kind::Reader => write!(
                f,
                "vodiscover could not read the answer, which is a mistake of ours: {host}"
            ),
            Kind::Other => write!(f, "the connection failed: {host}"),
        }
    }
}

impl Error for Failure {}

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
            kind = kind.or_else(|| kind_of(cause));
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

/// The kind that one cause of a failure betrays, if it does.
fn kind_of(cause: &(dyn Error + 'static)) -> Option<Kind> {
    if let Some(error) = cause.downcast_ref::<io::Error>() {
        return kind_of_io(error);
    }
    if let Some(error) = cause.downcast_ref::<rustls::Error>() {
        return Some(match error {
            rustls::Error::InvalidCertificate(_) => Kind::Certificate,
            _ => Kind::Tls,
        });
    }
    let text = cause.to_string();
    if text.contains("dns error") {
        return Some(Kind::Name);
    }
    if text.contains("invalid HTTP") || text.contains("unexpected message") {
        return Some(Kind::NotHttp);
    }
    let cut = [
        "connection closed",
        "unexpected EOF",
        "unexpected end of file",
    ];
    if cut.iter().any(|words| text.contains(words)) {
        return Some(Kind::Cut);
    }
    None
}

fn kind_of_io(error: &io::Error) -> Option<Kind> {
    if let Some(inner) = error.get_ref()
        && let Some(kind) = kind_of(inner)
    {
        return Some(kind);
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some(Kind::Refused),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => Some(Kind::Cut),
        io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::AddrNotAvailable => Some(Kind::Unreachable),
        _ => None,
    }
}

/// What a status means, for a person (RFC 9110, 15).
fn meaning(status: u16) -> &'static str {
    match status {
        300..=399 => "the service sends on to nowhere",
        400 => "the service did not understand the request",
        401 | 403 | 407 => "the service wants a log-in",
        404 | 410 => "there is no such service any more",
        405 | 501 => "the service does not take such requests",
        408 | 504 => "the service itself waited too long",
        413 | 414 => "the service finds the request too long",
        429 => "the service gets too many requests",
        502 => "the service stands behind a proxy and does not answer it",
        503 => "the service is not available now",
        _ if status < 500 => "the service refuses the request",
        _ => "the service failed",
    }
}

/// A time as a person says it.
fn seconds(time: Duration) -> String {
    if time.subsec_millis() == 0 || time.as_secs() >= 10 {
        format!("{} s", time.as_secs())
    } else {
        format!("{:.1} s", time.as_secs_f64())
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
