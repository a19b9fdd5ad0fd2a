//! The messages we send and take, as values.

use std::collections::BTreeMap;

use dxr::Value;

use super::text::remark;

/// The map of a SAMP message: keys in a stated order.
pub(crate) type Map = BTreeMap<String, Value>;

/// What a sending tells while it goes on: `Sent`, then one `Answered` for each receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendNews {
    /// The hub has passed it on.
    Sent {
        /// The name of the table or whatever was sent, as the receivers see it.
        name: String,
        /// The names of the receivers, such as "TOPCAT", in the order of their SAMP identifiers.
        to: Vec<String>,
    },
    /// A receiver has answered, or will not.
    Answered(Answer),
}

/// What became of a message at one receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The receiver's name, such as "TOPCAT"; its identifier if it has not said one.
    pub client: String,
    /// What it answered.
    pub heard: Heard,
}

/// What a receiver made of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// It has loaded the table.
    Loaded,
    /// It has loaded the table, but something was odd: in its own words.
    Warned(String),
    /// It has not loaded the table: why, in its own words.
    Refused(String),
    /// No answer in time. The table may well be loaded: Aladin does not answer its first table.
    NoAnswer,
    /// It, or the hub, went away before it answered.
    Left,
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let client = &self.client;
        match &self.heard {
            Heard::Loaded => write!(f, "{client}: loaded"),
            Heard::Warned(text) if text.is_empty() => write!(f, "{client}: loaded, with a warning"),
            Heard::Warned(text) => write!(f, "{client}: loaded, with a warning: {text}"),
            Heard::Refused(text) if text.is_empty() => write!(f, "{client}: could not load it"),
            Heard::Refused(text) => write!(f, "{client}: {text}"),
            Heard::NoAnswer => write!(
                f,
                "{client}: no answer (it may have loaded the table all the same)"
            ),
            Heard::Left => write!(f, "{client}: left before it answered"),
        }
    }
}

impl Heard {
    /// Reads a response. SAMP 1.3, 3.9: `samp.status` is one of three words, `samp.error` a map with `samp.errortxt`.
    pub(crate) fn from_response(response: &Map) -> Self {
        match text_of(response, "samp.status") {
            Some("samp.ok") => Self::Loaded,
            Some("samp.warning") => Self::Warned(error_text(response)),
            _ => Self::Refused(error_text(response)),
        }
    }
}

/// `samp.errortxt` only: `samp.debugtxt` is a stack trace, and `samp.usertxt` repeats.
fn error_text(response: &Map) -> String {
    match response.get("samp.error") {
        Some(Value::Struct(error)) => text_of(error, "samp.errortxt")
            .or_else(|| text_of(error, "samp.usertxt"))
            .map(remark)
            .unwrap_or_default(),
        Some(Value::String(text)) => remark(text),
        _ => String::new(),
    }
}

/// A string under a key of a map.
pub(crate) fn text_of<'a>(map: &'a Map, key: &str) -> Option<&'a str> {
    match map.get(key) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

/// A map under a key of a map; an empty one where there is none.
pub(crate) fn map_under<'a>(map: &'a Map, key: &str) -> &'a Map {
    static NONE: Map = Map::new();
    match map.get(key) {
        Some(Value::Struct(map)) => map,
        _ => &NONE,
    }
}

/// A map of strings.
pub(crate) fn map_of<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Map {
    pairs
        .into_iter()
        .map(|(key, text)| (key.to_owned(), Value::String(text)))
        .collect()
}

/// A message: what it is about, and its parameters.
pub(crate) fn message(mtype: &str, params: Map) -> Map {
    let mut message = map_of([("samp.mtype", mtype.to_owned())]);
    message.insert("samp.params".to_owned(), Value::Struct(params));
    message
}

/// The response of one who has done what was asked and has nothing to say. SAMP 1.3, 3.9: `samp.result` is a map
/// that must be there, even if it is empty.
pub(crate) fn ok_response() -> Map {
    let mut response = map_of([("samp.status", "samp.ok".to_owned())]);
    response.insert("samp.result".to_owned(), Value::Struct(Map::new()));
    response
}

/// The response of one who cannot do what was asked.
pub(crate) fn error_response(why: &str) -> Map {
    let mut response = map_of([("samp.status", "samp.error".to_owned())]);
    let error = map_of([("samp.errortxt", why.to_owned())]);
    response.insert("samp.error".to_owned(), Value::Struct(error));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: &str, error: Option<Value>) -> Map {
        let mut map = map_of([("samp.status", status.to_owned())]);
        map.insert("samp.result".to_owned(), Value::Struct(Map::new()));
        map.extend(error.map(|error| ("samp.error".to_owned(), error)));
        map
    }

    fn errors(pairs: &[(&str, &str)]) -> Value {
        let pairs = pairs.iter().map(|(key, text)| (*key, (*text).to_owned()));
        Value::Struct(map_of(pairs))
    }

    #[test]
    fn responses_are_read_as_their_senders_meant_them() {
        let topcat = errors(&[
            ("samp.usertxt", "Trouble"),
            ("samp.errortxt", "Duplicate table-id"),
            ("samp.code", "java.io.IOException"),
            (
                "samp.debugtxt",
                "java.io.IOException: Duplicate\n\tat uk.ac",
            ),
        ]);
        let odd = Some(Value::String("Could not load VOTable !".to_owned()));
        for (status, error, expected) in [
            ("samp.ok", None, Heard::Loaded),
            (
                "samp.error",
                Some(topcat),
                Heard::Refused("Duplicate table-id".to_owned()),
            ),
            (
                "samp.error",
                odd,
                Heard::Refused("Could not load VOTable !".to_owned()),
            ),
            ("samp.error", None, Heard::Refused(String::new())),
            (
                "samp.warning",
                Some(errors(&[("samp.errortxt", "2 rows odd")])),
                Heard::Warned("2 rows odd".to_owned()),
            ),
            ("nonsense", None, Heard::Refused(String::new())),
        ] {
            assert_eq!(Heard::from_response(&response(status, error)), expected);
        }
    }
}
