//! How the addresses of services compare: which of them surely lead to the same answers.

use super::{request, tap};
use crate::domain::service::Protocol;

/// An address as it compares: without the scheme, as HTTP and HTTPS lead to the same service, without its usual port,
/// the host in lower case, and nothing at its end that a client would add or take away.
///
/// A path and a query compare to the letter: services that differ in a parameter only are different services. TAP's
/// base address is what it is with `/sync`, a slash or a `?` behind it.
pub fn normal(protocol: Protocol, access_url: &str) -> String {
    let url = match protocol {
        Protocol::ObsCore => tap::sync_url(access_url),
        Protocol::Sia1 | Protocol::Sia2 | Protocol::Ssap => request::clean(access_url),
    };
    let (scheme, rest) = url.split_once("://").unwrap_or(("", &url));
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let place = place.trim_end_matches('&');
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_ascii_lowercase();
    let usual_port = if scheme.eq_ignore_ascii_case("https") {
        ":443"
    } else {
        ":80"
    };
    let host = host.strip_suffix(usual_port).unwrap_or(&host);
    format!("{host}/{path}?{}", query.trim_matches('&'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(protocol: Protocol, one: &str, other: &str) {
        assert_eq!(normal(protocol, one), normal(protocol, other));
    }

    #[track_caller]
    fn different(protocol: Protocol, one: &str, other: &str) {
        assert_ne!(normal(protocol, one), normal(protocol, other));
    }

    #[test]
    fn twins_of_http_and_https_are_the_same_with_and_without_their_ports() {
        for protocol in [Protocol::Sia1, Protocol::ObsCore] {
            same(protocol, "http://x.org/a", "https://X.org/a");
            same(protocol, "http://x.org:80/a", "https://x.org:443/a?");
            same(protocol, " http://x.org/a ", "HTTP://x.org/a&");
            different(protocol, "http://x.org/a", "http://x.org:8080/a");
            different(protocol, "http://x.org:8080/a", "https://x.org:8443/a");
            different(protocol, "http://x.org/a", "http://www.x.org/a");
        }
    }

    #[test]
    fn one_tap_service_is_written_in_many_ways() {
        for other in ["/tap/", "/tap?", "/tap/sync", "/tap/sync/?", "/tap//"] {
            let other = format!("https://x.org{other}");
            same(Protocol::ObsCore, "http://x.org/tap", &other);
        }
        different(Protocol::ObsCore, "http://x.org/tap", "http://x.org/TAP");
        different(Protocol::ObsCore, "http://x.org/tap", "http://x.org/tap2");
        different(
            Protocol::ObsCore,
            "http://x.org/tap?key=1",
            "http://x.org/tap?key=2",
        );
    }

    #[test]
    fn services_that_differ_in_a_parameter_or_a_slash_are_different_services() {
        for protocol in [Protocol::Sia1, Protocol::Sia2, Protocol::Ssap] {
            let one = "http://x.org/q?table=a&";
            same(protocol, one, "https://x.org/q?table=a");
            same(protocol, one, "http://x.org/q?&table=a&amp;");
            different(protocol, one, "http://x.org/q?table=b&");
            different(protocol, one, "http://x.org/q?");
            different(protocol, one, "http://x.org/q?table=a&band=k");
            different(protocol, "http://x.org/q", "http://x.org/q/");
            different(protocol, "http://x.org/q", "http://x.org/q/sync");
        }
    }
}
