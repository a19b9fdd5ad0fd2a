//! Which kind of failure the network code's errors stand for.

use super::{Distrust, Kind};
use std::{error::Error, io};

/// The kind that one cause of a failure betrays, if it does.
pub(super) fn kind_of(cause: &(dyn Error + 'static)) -> Option<Kind> {
    if let Some(error) = cause.downcast_ref::<io::Error>() {
        return kind_of_io(error);
    }
    if let Some(error) = cause.downcast_ref::<rustls::Error>() {
        return Some(match error {
            rustls::Error::InvalidCertificate(why) => Kind::Certificate(distrust(why)),
            _ => Kind::Tls,
        });
    }
    let text = cause.to_string();
    if text.contains("dns error") {
        return Some(Kind::Name);
    }
    let not_http = [
        "invalid HTTP",
        "unexpected message",
        "message head is too large",
    ];
    if not_http.iter().any(|words| text.contains(words)) {
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
    // hyper's words where the pieces of a body contradict themselves.
    text.contains("chunk").then_some(Kind::Damaged)
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

fn distrust(why: &rustls::CertificateError) -> Distrust {
    use rustls::CertificateError as Why;
    match why {
        Why::Expired | Why::ExpiredContext { .. } => Distrust::Expired,
        Why::NotValidYet | Why::NotValidYetContext { .. } => Distrust::NotYet,
        Why::NotValidForName | Why::NotValidForNameContext { .. } => Distrust::OtherHost,
        Why::UnknownIssuer => Distrust::UnknownIssuer,
        _ => Distrust::Other,
    }
}
