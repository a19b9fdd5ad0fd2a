//! The parameters of a DALI request: from the query, from a form, and from a form with files.

use bytes::Bytes;
use hyper::{Method, Request, header::CONTENT_TYPE};

/// What a request asks, by parameter.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Parameters {
    pairs: Vec<(String, String)>,
    /// Files that came with the request, by the names under which UPLOAD refers to them.
    pub(super) files: Vec<(String, Vec<u8>)>,
}

impl Parameters {
    /// Reads them from a request; what cannot be read is as if it had not been given.
    pub(super) fn of(request: &Request<Bytes>) -> Self {
        let mut parameters = Self::default();
        parameters.read_form(request.uri().query().unwrap_or_default());
        let content_type = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if request.method() != Method::POST {
            return parameters;
        }
        if content_type.starts_with("multipart/form-data") {
            if let Some((_, boundary)) = content_type.split_once("boundary=") {
                parameters.read_parts(request.body(), boundary.trim_matches('"'));
            }
        } else {
            parameters.read_form(&String::from_utf8_lossy(request.body()));
        }
        parameters
    }

    /// The values of a parameter, in order. Names do not regard case (DALI 1.1, section 3).
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs
            .iter()
            .filter(move |(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The first value of a parameter; an empty one is as if it had not been given.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).find(|value| !value.is_empty())
    }

    /// All parameters in order.
    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// Sets a parameter, in place of all that it had.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.pairs
            .retain(|(own, _)| !own.eq_ignore_ascii_case(name));
        self.pairs.push((name.to_owned(), value.to_owned()));
    }

    fn read_form(&mut self, form: &str) {
        for pair in form.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            self.pairs.push((decoded(name), decoded(value)));
        }
    }

    /// Reads `multipart/form-data` (RFC 7578), in which clients send uploads.
    fn read_parts(&mut self, body: &[u8], boundary: &str) {
        let delimiter = format!("--{boundary}");
        for part in split(body, delimiter.as_bytes()).into_iter().skip(1) {
            let Some(at) = find(part, b"\r\n\r\n") else {
                continue;
            };
            let (head, content) = part.split_at(at);
            let content = content.get(4..).unwrap_or_default();
            let content = content.strip_suffix(b"\r\n").unwrap_or(content);
            let head = String::from_utf8_lossy(head);
            let Some(name) = attribute(&head, "name") else {
                continue;
            };
            if attribute(&head, "filename").is_some() {
                self.files.push((name, content.to_vec()));
            } else {
                self.pairs
                    .push((name, String::from_utf8_lossy(content).into_owned()));
            }
        }
    }
}

/// The value of an attribute of `Content-Disposition`.
fn attribute(head: &str, name: &str) -> Option<String> {
    let disposition = head
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("content-disposition"))?;
    disposition.split(';').find_map(|part| {
        let (own, value) = part.trim().split_once('=')?;
        (own == name).then(|| value.trim_matches('"').to_owned())
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

fn split<'a>(mut bytes: &'a [u8], delimiter: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    while let Some(at) = find(bytes, delimiter) {
        let (part, rest) = bytes.split_at(at);
        parts.push(part);
        bytes = rest.get(delimiter.len()..).unwrap_or_default();
    }
    parts.push(bytes);
    parts
}

/// A word of a form without its escapes; a broken escape stays as it is.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = bytes
            .get(at + 1..at + 3)
            .filter(|_| *byte == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (byte, code) {
            (_, Some(code)) => {
                plain.push(code);
                at += 2;
            }
            (b'+', None) => plain.push(b' '),
            (other, None) => plain.push(*other),
        }
        at += 1;
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_come_from_query_and_form_and_do_not_regard_case() {
        let request = Request::post("/tap/sync?lang=ADQL&MAXREC=")
            .body(Bytes::from_static(
                b"QUERY=SELECT+1%2B2&POS=CIRCLE%2010%2020%201&pos=b%",
            ))
            .unwrap();
        let parameters = Parameters::of(&request);
        assert_eq!(parameters.get("LANG"), Some("ADQL"));
        assert_eq!(parameters.get("MAXREC"), None, "an empty value is none");
        assert_eq!(parameters.get("query"), Some("SELECT 1+2"));
        assert_eq!(
            parameters.all("Pos").collect::<Vec<_>>(),
            ["CIRCLE 10 20 1", "b%"]
        );
    }

    #[test]
    fn files_come_in_parts() {
        let body = "--xyz\r\nContent-Disposition: form-data; name=\"UPLOAD\"\r\n\r\nids,param:ids\r\n\
            --xyz\r\nContent-Disposition: form-data; name=\"ids\"; filename=\"ids\"\r\n\
            Content-Type: application/octet-stream\r\n\r\n<VOTABLE/>\r\n--xyz--\r\n";
        let request = Request::post("/tap/sync")
            .header(CONTENT_TYPE, "multipart/form-data; boundary=xyz")
            .body(Bytes::from(body))
            .unwrap();
        let parameters = Parameters::of(&request);
        assert_eq!(parameters.get("UPLOAD"), Some("ids,param:ids"));
        assert_eq!(
            parameters.files,
            [("ids".to_owned(), b"<VOTABLE/>".to_vec())]
        );
    }
}
