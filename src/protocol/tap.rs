//! A TAP query, answered while the connection is open.

use super::request::{Request, clean};

/// An ADQL query for the sync endpoint of a TAP service, by POST: queries with polygons grow longer than some
/// servers take in an address (TAP 1.1, section 2.2 and 2.7).
pub fn sync(access_url: &str, query: &str, maxrec: u32) -> Request {
    let form = [
        ("REQUEST", "doQuery".to_owned()),
        ("LANG", "ADQL".to_owned()),
        ("QUERY", query.to_owned()),
        ("MAXREC", maxrec.to_string()),
    ];
    let form = form.map(|(name, value)| (name.to_owned(), value));
    Request::post(sync_url(access_url), form.to_vec())
}

/// The sync endpoint of a TAP service whose base URL is registered: with a slash at its end, a `?`, or with `/sync`
/// already there.
pub fn sync_url(access_url: &str) -> String {
    endpoint(access_url, "sync")
}

/// What a TAP service says of itself (VOSI 1.1): `capabilities` or `tables`.
pub fn vosi(access_url: &str, name: &str) -> Request {
    Request::get(&endpoint(access_url, name), &[])
}

/// What lies below the base URL under this name.
fn endpoint(access_url: &str, name: &str) -> String {
    let cleaned = clean(access_url);
    let (path, query) = match cleaned.split_once('?') {
        Some((path, query)) => (path, query.trim_matches('&')),
        None => (cleaned.as_str(), ""),
    };
    let base = path.trim_end_matches(['/', '&']);
    let base = base.strip_suffix("/sync").unwrap_or(base);
    if query.is_empty() {
        format!("{base}/{name}")
    } else {
        format!("{base}/{name}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sync_endpoint_follows_from_any_base_url() {
        for (url, expected) in [
            ("http://a.org/tap", "http://a.org/tap/sync"),
            ("http://a.org/tap/", "http://a.org/tap/sync"),
            ("http://a.org/tap?", "http://a.org/tap/sync"),
            ("http://a.org/tap/sync", "http://a.org/tap/sync"),
            ("http://a.org/tap/sync/?", "http://a.org/tap/sync"),
            ("http://a.org/tap?key=1&", "http://a.org/tap/sync?key=1"),
        ] {
            assert_eq!(sync_url(url), expected, "{url}");
        }
    }

    #[test]
    fn a_query_goes_out_as_tap_says() {
        let request = sync("http://a.org/tap", "SELECT 1 FROM t", 7);
        assert_eq!(request.url, "http://a.org/tap/sync");
        assert_eq!(
            request.body().as_deref(),
            Some("REQUEST=doQuery&LANG=ADQL&QUERY=SELECT%201%20FROM%20t&MAXREC=7")
        );
    }
}
