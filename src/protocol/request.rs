//! A request as a value: what to send, not yet sent.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays as it is in a parameter's value: RFC 3986's unreserved characters, and three that a query may hold
/// and that the standards' own examples show bare (`POS=180,2`, `BAND=1E-7/3E-6`, `TIME=2004-01-01T10:00:00`).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b'/')
    .remove(b':');

/// VOTable by its registered type, or as plain XML, or whatever the service has.
const ACCEPT_VOTABLE: &str = "application/x-votable+xml, text/xml;q=0.9, */*;q=0.5";

/// How a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Everything is in the address.
    Get,
    /// The parameters are in the body, as a form.
    Post,
    /// What is at the address is to go.
    Delete,
}

/// A request, complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// How it is sent.
    pub method: Method,
    /// The address, with the query for `Get`.
    pub url: String,
    /// The fields of the form for `Post`, not yet escaped; else empty.
    pub form: Vec<(String, String)>,
    /// The value of the `Accept` header.
    pub accept: &'static str,
}

/// A parameter of a service: its name and its value, not yet escaped.
pub type Parameter = (&'static str, String);

impl Request {
    /// A request for `parameters` at an access URL as it stands in a registry.
    pub fn get(access_url: &str, parameters: &[Parameter]) -> Self {
        Self {
            method: Method::Get,
            url: join(access_url, parameters),
            form: Vec::new(),
            accept: ACCEPT_VOTABLE,
        }
    }

    /// A form sent to `url`.
    pub fn post(url: String, form: Vec<(String, String)>) -> Self {
        Self {
            method: Method::Post,
            url,
            form,
            accept: ACCEPT_VOTABLE,
        }
    }

    /// The body, of type `application/x-www-form-urlencoded`, for `Post`.
    pub fn body(&self) -> Option<String> {
        match self.method {
            Method::Get | Method::Delete => None,
            Method::Post => {
                let fields: Vec<String> = self.form.iter().map(|(n, v)| field(n, v)).collect();
                Some(fields.join("&"))
            }
        }
    }

    /// A command that sends the same from a POSIX shell, and follows redirects as this program does.
    pub fn curl(&self) -> String {
        // Without -g, curl would take braces and brackets in an address for patterns.
        let mut words = vec!["curl -gsSL".to_owned()];
        match self.method {
            Method::Get => {}
            Method::Post => words.push("--post301 --post302".to_owned()),
            Method::Delete => words.push("-X DELETE".to_owned()),
        }
        words.push("-H".to_owned());
        words.push(shell_quoted(&format!("Accept: {}", self.accept)));
        for (name, value) in &self.form {
            words.push("--data-urlencode".to_owned());
            words.push(shell_quoted(&format!("{name}={value}")));
        }
        // As it is sent: with all escaped that an address cannot hold.
        let url = url::Url::parse(&self.url).map_or_else(|_| self.url.clone(), String::from);
        words.push(shell_quoted(&url));
        words.join(" ")
    }
}

/// Adds parameters to an access URL, which may end in `?`, in `&`, in nothing, or carry parameters of its own.
///
/// What the address already holds is not escaped anew and not repeated: a parameter that it sets keeps its value
/// there. Registries have been seen to escape `&` twice, so that `&amp;` is still there after the XML was read.
pub fn join<N: AsRef<str>>(access_url: &str, parameters: &[(N, String)]) -> String {
    let cleaned = clean(access_url);
    let (path, query) = match cleaned.split_once('?') {
        Some((path, query)) => (path, query),
        None => (cleaned.as_str(), ""),
    };
    let own: Vec<&str> = query
        .split('&')
        .filter(|part| !part.is_empty())
        .filter(|part| !is_blank_for(part, parameters))
        .collect();
    let set = |name: &str| {
        own.iter()
            .any(|part| name_of(part).eq_ignore_ascii_case(name))
    };
    let mut parts: Vec<String> = own.iter().map(|part| (*part).to_owned()).collect();
    for (name, value) in parameters {
        let name = name.as_ref();
        if !set(name) {
            parts.push(field(name, value));
        }
    }
    if parts.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", parts.join("&"))
    }
}

/// An access URL without white space around it, doubly escaped ampersands and a fragment.
pub fn clean(access_url: &str) -> String {
    let mut url = String::with_capacity(access_url.len());
    for (nr, mut part) in access_url.trim().split('&').enumerate() {
        if nr > 0 {
            url.push('&');
            // In one go, however often it was escaped.
            while let Some(rest) = part.strip_prefix("amp;") {
                part = rest;
            }
        }
        url.push_str(part);
    }
    if let Some((before, _)) = url.split_once('#') {
        url.truncate(before.len());
    }
    url.replace(' ', "%20")
}

/// Whether an access URL can be asked by HTTP at all.
pub fn is_http(access_url: &str) -> bool {
    url::Url::parse(&clean(access_url))
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Where a dataset's address points: absolute ones as they are, relative ones seen from the service that told them.
pub fn resolve(address: &str, service_url: &str) -> String {
    let trimmed = address.trim();
    if trimmed.is_empty() || url::Url::parse(trimmed).is_ok() {
        return trimmed.to_owned();
    }
    url::Url::parse(&clean(service_url))
        .and_then(|base| base.join(trimmed))
        .map_or_else(|_| trimmed.to_owned(), String::from)
}

/// Whether a part of a registered query sets one of our parameters to nothing (`POS=&SIZE=`): a template to fill in.
fn is_blank_for<N: AsRef<str>>(part: &str, parameters: &[(N, String)]) -> bool {
    let value = part.split_once('=').map_or("", |(_, value)| value);
    value.is_empty()
        && parameters
            .iter()
            .any(|(name, _)| name_of(part).eq_ignore_ascii_case(name.as_ref()))
}

fn name_of(part: &str) -> &str {
    part.split_once('=').map_or(part, |(name, _)| name)
}

fn field(name: &str, value: &str) -> String {
    let name = utf8_percent_encode(name, ESCAPED);
    format!("{name}={}", utf8_percent_encode(value, ESCAPED))
}

/// In single quotes, as a POSIX shell reads them.
fn shell_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A number as services read it: plain decimals, as short as tells it apart from its neighbours, never an exponent
/// (some services refuse `1e-05`).
pub fn decimal(number: f64) -> String {
    // Adding zero turns -0 into 0.
    format!("{}", number + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pos() -> Vec<Parameter> {
        vec![("POS", "10.5,-20".to_owned()), ("FORMAT", "ALL".to_owned())]
    }

    #[test]
    fn parameters_join_an_access_url_however_it_ends() {
        for (url, expected) in [
            (
                "http://a.org/sia",
                "http://a.org/sia?POS=10.5,-20&FORMAT=ALL",
            ),
            (
                "http://a.org/sia?",
                "http://a.org/sia?POS=10.5,-20&FORMAT=ALL",
            ),
            (
                "http://a.org/sia?t=x",
                "http://a.org/sia?t=x&POS=10.5,-20&FORMAT=ALL",
            ),
            (
                "http://a.org/sia?t=x&",
                "http://a.org/sia?t=x&POS=10.5,-20&FORMAT=ALL",
            ),
            (
                "http://a.org/sia?t=x&&&&",
                "http://a.org/sia?t=x&POS=10.5,-20&FORMAT=ALL",
            ),
            (
                "http://a.org/sia&",
                "http://a.org/sia&?POS=10.5,-20&FORMAT=ALL",
            ),
            (
                " http://a.org/sia?a=1&amp;b=2&amp;\n",
                "http://a.org/sia?a=1&b=2&POS=10.5,-20&FORMAT=ALL",
            ),
            (
                "http://a.org/sia?a=1&amp;amp;b=2",
                "http://a.org/sia?a=1&b=2&POS=10.5,-20&FORMAT=ALL",
            ),
        ] {
            assert_eq!(join(url, &pos()), expected, "{url}");
        }
    }

    #[test]
    fn what_the_access_url_holds_is_neither_escaped_anew_nor_repeated() {
        assert_eq!(
            join(
                "https://a.org/q?loc=%5Cirsa&x=a+b&format=image/fits&",
                &pos()
            ),
            "https://a.org/q?loc=%5Cirsa&x=a+b&format=image/fits&POS=10.5,-20"
        );
        assert_eq!(
            join("https://a.org/q?POS=&SURVEY=dss", &pos()),
            "https://a.org/q?SURVEY=dss&POS=10.5,-20&FORMAT=ALL"
        );
    }

    #[test]
    fn an_ampersand_may_have_been_escaped_any_number_of_times() {
        let url = format!("http://a.org/q?a=1&{}b=amp;2", "amp;".repeat(200_000));
        assert_eq!(clean(&url), "http://a.org/q?a=1&b=amp;2");
        assert_eq!(clean("amp;a&&amp;am&amp;p;"), "amp;a&&am&p;");
    }

    #[test]
    fn a_parameter_may_come_twice_when_both_are_ours() {
        let two = [
            ("DPTYPE", "image".to_owned()),
            ("DPTYPE", "cube".to_owned()),
        ];
        assert_eq!(
            join("http://a.org/q", &two),
            "http://a.org/q?DPTYPE=image&DPTYPE=cube"
        );
    }

    #[test]
    fn blanks_signs_and_quotes_are_escaped() {
        assert_eq!(
            join("http://a.org/q", &[("POS", "CIRCLE 10 +20 1".to_owned())]),
            "http://a.org/q?POS=CIRCLE%2010%20%2B20%201"
        );
        let request = Request::post(
            "http://a.org/tap/sync".to_owned(),
            vec![("QUERY".to_owned(), "SELECT 'it''s' & 1;".to_owned())],
        );
        assert_eq!(
            request.body().as_deref(),
            Some("QUERY=SELECT%20%27it%27%27s%27%20%26%201%3B")
        );
    }

    #[test]
    fn the_curl_line_can_be_pasted() {
        let accept = "-H 'Accept: application/x-votable+xml, text/xml;q=0.9, */*;q=0.5'";
        let request = Request::post(
            "http://a.org/tap/sync".to_owned(),
            vec![("QUERY".to_owned(), "SELECT 'a'".to_owned())],
        );
        let expected = r"--data-urlencode 'QUERY=SELECT '\''a'\''' 'http://a.org/tap/sync'";
        assert_eq!(
            request.curl(),
            format!("curl -gsSL --post301 --post302 {accept} {expected}")
        );
        assert_eq!(
            Request::get("http://a.org/q", &pos()).curl(),
            format!("curl -gsSL {accept} 'http://a.org/q?POS=10.5,-20&FORMAT=ALL'")
        );
    }

    #[test]
    fn numbers_have_no_exponent() {
        for (number, expected) in [
            (1e-5, "0.00001"),
            (2e-9, "0.000000002"),
            (1e20, "100000000000000000000"),
            (-0.0, "0"),
            (274.688, "274.688"),
        ] {
            assert_eq!(decimal(number), expected, "{number}");
        }
    }

    #[test]
    fn addresses_of_datasets_are_seen_from_their_service() {
        let service = "http://a.org/x/siap.xml?";
        assert_eq!(resolve("/get/1.fits", service), "http://a.org/get/1.fits");
        assert_eq!(resolve("1.fits", service), "http://a.org/x/1.fits");
        assert_eq!(resolve(" https://b.org/2 ", service), "https://b.org/2");
        assert_eq!(resolve("ftp://b.org/2", service), "ftp://b.org/2");
        assert_eq!(resolve("", service), "");
    }

    #[test]
    fn only_http_addresses_can_be_asked() {
        assert!(is_http("https://a.org/sia?x=1&amp;"));
        for bad in ["", "ftp://a.org/", "not given", "http://"] {
            assert!(!is_http(bad), "{bad}");
        }
    }
}
