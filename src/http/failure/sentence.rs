//! What each failure is called, for a person who is no programmer.

use super::{Distrust, Failure, Kind};
use std::{borrow::Cow, fmt, time::Duration};

/// Writes the sentence: the cause first, the host last.
pub(super) fn write(failure: &Failure, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if failure.kind == Kind::Address {
        // It has no host that could be told apart.
        return write!(f, "its address cannot be read: {}", failure.url);
    }
    write!(f, "{}: {}", words(failure.kind), failure.host)
}

fn words(kind: Kind) -> Cow<'static, str> {
    Cow::Borrowed(match kind {
        Kind::Address => "its address cannot be read",
        Kind::Name => "no host of this name can be found",
        Kind::Refused => "nothing answers there (connection refused)",
        Kind::Unreachable => "there is no way to the host, or no network",
        Kind::Cut => "the connection was cut before the answer was whole",
        Kind::Damaged => "the answer arrived damaged, so the rest of it could not be read",
        Kind::Packed => "the answer is packed in a way that vodiscover cannot read",
        Kind::Certificate(distrust) => certificate(distrust),
        Kind::Tls => "no secure connection could be agreed on",
        Kind::Redirects(n) => {
            return format!("sent on from address to address, {n} times").into();
        }
        Kind::Elsewhere => "the service sends on to what is no address of the web",
        Kind::NotHttp => "what answers there is no web server, or a broken one",
        Kind::Reader => "vodiscover could not read the answer, which is a mistake of ours",
        Kind::Other => "the connection failed",
        Kind::ConnectTimeout(time) => {
            return format!("no connection within {}", spoken(time)).into();
        }
        Kind::Silence(time) => return format!("not a byte for {}", spoken(time)).into(),
        Kind::AnswerTimeout(time) => {
            return format!("the answer was not whole after {}", spoken(time)).into();
        }
        Kind::Status(status) => return format!("{} (HTTP {status})", meaning(status)).into(),
        Kind::Busy(time) => {
            let when = spoken(time);
            return format!("the server is busy and asks to come back in {when}").into();
        }
        Kind::TooLarge(bytes) => {
            let megabytes = bytes / 1_000_000;
            return format!("the answer is larger than {megabytes} MB, and the rest was not read; narrow the question")
                .into();
        }
    })
}

fn certificate(distrust: Distrust) -> &'static str {
    match distrust {
        Distrust::Expired => "its certificate is out of date, so it cannot be trusted",
        Distrust::NotYet => {
            "its certificate is not valid yet, so it cannot be trusted (is the clock here right?)"
        }
        Distrust::OtherHost => "its certificate is for another host, so it cannot be trusted",
        Distrust::UnknownIssuer => {
            "its certificate comes from nobody whom this machine knows, so it cannot be trusted"
        }
        Distrust::Other => "its certificate is not valid, so it cannot be trusted",
    }
}

/// What a status means, for a person (RFC 9110, 15).
fn meaning(status: u16) -> &'static str {
    match status {
        100..=199 => "the service wants to go on in another way than by answering",
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
fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 10 && time.subsec_millis() > 0 {
        return format!("{:.1} s", time.as_secs_f64());
    }
    match seconds {
        0..600 => format!("{seconds} s"),
        600..7_200 => format!("{} min", seconds.div_ceil(60)),
        7_200..172_800 => format!("{} h", seconds.div_ceil(3_600)),
        _ => format!("{} days", seconds.div_ceil(86_400)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_in_units_of_its_size() {
        for (millis, expected) in [
            (250, "0.2 s"),
            (1_500, "1.5 s"),
            (20_000, "20 s"),
            (120_000, "120 s"),
            (3_600_000, "60 min"),
            (86_400_000, "24 h"),
            (864_000_000, "10 days"),
        ] {
            assert_eq!(spoken(Duration::from_millis(millis)), expected);
        }
    }
}
