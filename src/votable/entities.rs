//! Entities that a document declares for its own text: short ones are expanded, nothing is ever fetched.

use super::{escape, limits::Limits};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
};

/// The longest name of an entity in bytes; HTML's have up to 31.
const NAME_BYTES: usize = 256;

/// The general entities of a DOCTYPE's internal subset (XML 1.0, section 4.2), by name.
#[derive(Debug, Default)]
pub(super) struct Entities {
    known: BTreeMap<String, String>,
    /// Bytes by which expansions may still lengthen the document.
    room: AtomicUsize,
}

impl Entities {
    /// Those that `doctype` declares, the text between `<!DOCTYPE` and its `>`.
    ///
    /// They stand for characters, and for the start of an address. So none is taken that refers to a file or address, that
    /// holds markup, or that is longer than the bound: a value that is built of many others comes to nothing.
    pub(super) fn declared(doctype: &str, limits: &Limits) -> Self {
        let mut entities = Self {
            known: BTreeMap::new(),
            room: AtomicUsize::new(limits.expansion_bytes),
        };
        let Some((_, mut rest)) = start(doctype, limits.doctype_bytes).split_once('[') else {
            return entities;
        };
        while let Some((_, after)) = rest.split_once("<!ENTITY") {
            rest = after;
            if entities.known.len() >= limits.entities {
                break;
            }
            let Some((name, value)) = declaration(after) else {
                continue;
            };
            let mut text = String::new();
            let unknown = escape::unescape_into(value, &entities, &mut text);
            let usable = unknown == 0 && !text.contains('<') && text.len() <= limits.entity_bytes;
            // The first declaration of a name holds (XML 1.0, section 4.2).
            if usable && !entities.known.contains_key(name) {
                entities.known.insert(name.to_owned(), text);
            }
        }
        entities
    }

    /// Whether none is declared.
    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// What stands for `&name;`, as long as the document does not grow by it beyond its bound.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let text = self.known.get(name)?;
        let growth = text.len().saturating_sub(name.len() + 2);
        let room = self.room.load(Ordering::Relaxed).checked_sub(growth)?;
        self.room.store(room, Ordering::Relaxed);
        Some(text)
    }
}

/// The name and the value that begin `text`; `None` for what is declared elsewhere, and for parameter entities.
fn declaration(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let (name, _) = start(text, NAME_BYTES).split_once(|c: char| c.is_ascii_whitespace())?;
    let rest = text.get(name.len()..)?.trim_start();
    let quote = rest.chars().next().filter(|c| ['"', '\''].contains(c))?;
    let (value, _) = rest.get(1..)?.split_once(quote)?;
    Some((name, value))
}

/// So many bytes of `text`, or one to three fewer where that is within a character.
fn start(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(doctype: &str) -> Entities {
        Entities::declared(doctype, &Limits::default())
    }

    #[test]
    fn short_texts_are_declared_and_files_markup_and_parameters_are_not() {
        let entities = declared(
            "VOTABLE [<!ENTITY deg \"&#176;\"> <!ENTITY pm '&#xb1;'>\n<!ENTITY one '1&deg;'><!ENTITY deg 'no'>\
             <!ENTITY file SYSTEM 'file:///etc/passwd'><!ENTITY row '<TR/>'><!ENTITY % all 'x'><!ENTITY early '&late;'>\
             <!ENTITY late 'x'>]",
        );
        let texts = ["deg", "pm", "one", "file", "row", "all", "early", "late"]
            .map(|name| entities.get(name));
        let expected = [
            Some("\u{b0}"),
            Some("\u{b1}"),
            Some("1\u{b0}"),
            None,
            None,
            None,
            None,
            Some("x"),
        ];
        assert_eq!(texts, expected);
        assert_eq!(declared("VOTABLE SYSTEM 'x.dtd'").get("deg"), None);
    }

    // Where each name was looked for up to the end, the first of these took hours.
    #[test]
    fn a_long_doctype_is_read_in_its_first_part_and_a_long_name_is_none() {
        let nameless = format!("V [<!--{}-->]", "<!ENTITY".repeat(1_000_000));
        assert!(declared(&nameless).is_empty());
        let limits = Limits {
            doctype_bytes: usize::MAX,
            ..Limits::default()
        };
        let part = nameless.get(..400_000).unwrap();
        assert!(Entities::declared(part, &limits).is_empty());

        let (name, long) = ("n".repeat(255), "n".repeat(256));
        let entities = declared(&format!("V [<!ENTITY {name} 'x'><!ENTITY {long} 'y'>]"));
        assert_eq!([&name, &long].map(|it| entities.get(it)), [Some("x"), None]);

        // The first 65,536 bytes end within the declaration.
        let far = format!("V [{}<!ENTITY far 'x'>]", "\u{e9}".repeat(32_760));
        assert_eq!(declared(&far).get("far"), None);
        let near = far.replacen(&"\u{e9}".repeat(100), "", 1);
        assert_eq!(declared(&near).get("far"), Some("x"));
    }

    #[test]
    fn a_document_grows_by_its_entities_up_to_a_bound_only() {
        let limits = Limits {
            expansion_bytes: 10,
            ..Limits::default()
        };
        let entities = Entities::declared("x [<!ENTITY a '123456'><!ENTITY s 'x'>]", &limits);
        // `&a;` is three bytes, its text six.
        let texts = [(); 4].map(|()| entities.get("a").is_some());
        assert_eq!(texts, [true, true, true, false]);
        assert_eq!(
            entities.get("s"),
            Some("x"),
            "what does not grow may come always"
        );
    }
}
