//! What clients hand to the hub: checked before it is kept or passed on.

use std::sync::Arc;

use dxr::Value;

use crate::samp::message::{Map, text_of};

/// What only the hub says: a client that said it would make the others believe that the hub or a client has gone.
const HUBS_OWN: [&str; 2] = ["samp.hub.event.", "samp.hub.disconnect"];

/// A message or a response, as it is passed on; copies are the same one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Content {
    pub(crate) map: Arc<Map>,
    /// What it took as XML, in bytes.
    pub(crate) size: usize,
}

impl Content {
    /// A message of a client: SAMP 1.3, 3.8. Gives its `MType` as well.
    pub(crate) fn message(map: Map, size: usize) -> Result<(Self, String), String> {
        let mtype = text_of(&map, "samp.mtype")
            .filter(|mtype| !mtype.is_empty())
            .ok_or("the message lacks samp.mtype")?
            .to_owned();
        if !matches!(map.get("samp.params"), Some(Value::Struct(_))) {
            return Err("the message lacks samp.params, which is a map".to_owned());
        }
        if HUBS_OWN.iter().any(|start| mtype.starts_with(start)) {
            return Err(format!("only the hub sends {mtype}"));
        }
        Ok((Self::new(map, size), mtype))
    }

    /// A response: SAMP 1.3, 3.9. What it lacks besides is between those two: Aladin sends errors without a map.
    pub(crate) fn response(map: Map, size: usize) -> Result<Self, String> {
        match text_of(&map, "samp.status") {
            Some(_) => Ok(Self::new(map, size)),
            None => Err("the response lacks samp.status".to_owned()),
        }
    }

    /// What the hub itself says, or what was checked.
    pub(crate) fn new(map: Map, size: usize) -> Self {
        let map = Arc::new(map);
        Self { map, size }
    }
}

/// A value as SAMP knows them: strings, lists and maps (SAMP 1.3, 3.3).
///
/// Numbers become strings, as their senders should have written them (3.4): clients of the jsamp library would refuse
/// the whole call.
pub(crate) fn plain(value: Value) -> Result<Value, String> {
    Ok(match value {
        Value::String(text) => Value::String(checked(text)?),
        Value::Integer(number) => Value::String(number.to_string()),
        Value::Double(number) if number.is_finite() => Value::String(number.to_string()),
        Value::Boolean(is_true) => Value::String(if is_true { "1" } else { "0" }.to_owned()),
        Value::Array(list) => Value::Array(list.into_iter().map(plain).collect::<Result<_, _>>()?),
        Value::Struct(map) => Value::Struct(
            map.into_iter()
                .map(|(key, value)| Ok((checked(key)?, plain(value)?)))
                .collect::<Result<_, String>>()?,
        ),
        _ => return Err("SAMP knows strings, lists and maps only".to_owned()),
    })
}

/// SAMP 1.3, 3.3: strings consist of 0x09, 0x0a, 0x0d and 0x20 to 0x7f.
fn checked(text: String) -> Result<String, String> {
    let odd = text
        .chars()
        .find(|c| !matches!(c, '\t' | '\n' | '\r' | ' '..='\x7f'));
    match odd {
        None => Ok(text),
        Some(odd) => Err(format!(
            "SAMP strings are ASCII, but one contains U+{:04X}",
            u32::from(odd)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samp::message::{map_of, message};

    #[test]
    fn numbers_become_strings_and_what_samp_does_not_know_is_refused() {
        let map = |value| Value::Struct(Map::from([("a".to_owned(), value)]));
        let text = |text: &str| Value::String(text.to_owned());
        for (value, expected) in [
            (Value::Integer(-12), text("-12")),
            (Value::Boolean(true), text("1")),
            (Value::Boolean(false), text("0")),
            (Value::Double(2.5), text("2.5")),
            (map(Value::Integer(1)), map(text("1"))),
            (
                Value::Array(vec![Value::Integer(1)]),
                Value::Array(vec![text("1")]),
            ),
            (text("a\t\r\nb\x7f"), text("a\t\r\nb\x7f")),
        ] {
            assert_eq!(plain(value), Ok(expected));
        }
        for value in [
            Value::Double(f64::NAN),
            Value::Base64(vec![1]),
            map(text("K\u{f6}nigstuhl")),
            Value::Array(vec![text("nul \0")]),
            Value::Struct(Map::from([("\u{3bb}".to_owned(), text("a"))])),
        ] {
            plain(value.clone()).expect_err(&format!("{value:?}"));
        }
        assert_eq!(
            plain(text("\u{f6}")),
            Err("SAMP strings are ASCII, but one contains U+00F6".to_owned())
        );
    }

    #[test]
    fn a_message_says_what_it_is_about_and_is_not_the_hubs() {
        let whole = message("samp.app.ping", Map::new());
        let (_, mtype) = Content::message(whole, 9).unwrap();
        assert_eq!(mtype, "samp.app.ping");
        let bare = map_of([("samp.mtype", "samp.app.ping".to_owned())]);
        Content::message(bare, 9).unwrap_err();
        Content::message(Map::new(), 9).unwrap_err();
        Content::message(message("", Map::new()), 9).unwrap_err();
        for mtype in ["samp.hub.event.shutdown", "samp.hub.disconnect"] {
            let refused = Content::message(message(mtype, Map::new()), 9).unwrap_err();
            assert_eq!(refused, format!("only the hub sends {mtype}"));
        }
    }

    #[test]
    fn a_response_says_its_status() {
        let ok = map_of([("samp.status", "samp.ok".to_owned())]);
        Content::response(ok, 9).unwrap();
        Content::response(Map::new(), 9).unwrap_err();
    }
}
