//! Reads the small XML documents of VOSI and UWS by the names of their elements, whatever the prefixes.

use crate::votable::escape;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::io::Read;

/// Deepest nesting of elements; a set of tables has about 6.
const DEEPEST: usize = 64;

/// Why a document cannot be read to its end. What was told before is as it stands there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum XmlError {
    /// It is larger than it may be.
    #[error("the document is larger than {0} MB")]
    TooLarge(usize),
    /// It breaks off, or is nested deeper than documents of its kind.
    #[error("the document is broken")]
    Broken,
    /// The bytes stopped coming.
    #[error("the document stopped coming: {0}")]
    Io(String),
}

/// An element: its name without the prefix, in lower case, and its attributes likewise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    fn of(start: &BytesStart<'_>) -> Self {
        let lower = |name: &str| name.to_ascii_lowercase();
        let mut attributes = start.attributes();
        attributes.with_checks(false);
        Self {
            name: lower(start.local_name().into_inner()),
            attributes: attributes
                .filter_map(Result::ok)
                .map(|attribute| {
                    let name = lower(attribute.key.local_name().into_inner());
                    (name, escape::unescaped(&attribute.value))
                })
                .collect(),
        }
    }

    /// The value of an attribute; its name is compared without prefix and case.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Tells `each` every element when it ends: the elements from the root to it, and the text that stands in itself.
///
/// At most `max_bytes` are read. Tags that do not fit together are taken as far as they go.
pub(crate) fn walk(
    input: impl Read,
    max_bytes: usize,
    mut each: impl FnMut(&[Element], &str),
) -> Result<(), XmlError> {
    let document = read_all(input, max_bytes)?;
    let mut reader = Reader::from_str(&document);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    let mut path: Vec<Element> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            // A DOCTYPE without a name and the like; what follows can be read.
            Err(quick_xml::Error::IllFormed(_)) => continue,
            Err(_) => return Err(XmlError::Broken),
        };
        match event {
            Event::Start(start) => {
                if path.len() == DEEPEST {
                    return Err(XmlError::Broken);
                }
                path.push(Element::of(&start));
                texts.push(String::new());
            }
            Event::Empty(start) => {
                path.push(Element::of(&start));
                each(&path, "");
                path.pop();
            }
            Event::End(end) => {
                let name = end.local_name().into_inner().to_ascii_lowercase();
                if let Some(opened) = path.iter().rposition(|element| element.name == name) {
                    while path.len() > opened {
                        let text = texts.pop().unwrap_or_default();
                        each(&path, text.trim());
                        path.pop();
                    }
                }
            }
            Event::Text(text) => add(&mut texts, &text.into_inner()),
            Event::CData(text) => add(&mut texts, &text.into_inner()),
            Event::GeneralRef(name) => add(
                &mut texts,
                &escape::resolve(&name.into_inner()).map_or_else(String::new, String::from),
            ),
            Event::Eof if path.is_empty() => return Ok(()),
            Event::Eof => return Err(XmlError::Broken),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn add(texts: &mut [String], more: &str) {
    if let Some(text) = texts.last_mut() {
        text.push_str(more);
    }
}

fn read_all(input: impl Read, max_bytes: usize) -> Result<String, XmlError> {
    let mut bytes = Vec::new();
    let limit = max_bytes as u64 + 1;
    input
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| XmlError::Io(error.to_string()))?;
    if bytes.len() > max_bytes {
        return Err(XmlError::TooLarge(max_bytes / 1_000_000));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(document: &str) -> (Vec<String>, Result<(), XmlError>) {
        let mut told = Vec::new();
        let end = walk(document.as_bytes(), 1000, |path, text| {
            let names: Vec<&str> = path.iter().map(|element| element.name.as_str()).collect();
            told.push(format!("{}={text}", names.join("/")));
        });
        (told, end)
    }

    #[test]
    fn elements_are_told_by_their_names_without_prefixes() {
        let (told, end) = told(
            "<?xml version='1.0'?><v:A xmlns:v='x'><v:b> 1 &lt; &#50;<c/> and &amp; </v:b><![CDATA[x]]></v:A>",
        );
        assert_eq!(told, ["a/b/c=", "a/b=1 < 2 and &", "a=x"]);
        assert_eq!(end, Ok(()));
    }

    #[test]
    fn attributes_are_found_without_prefix_and_case() {
        let mut found = None;
        walk(
            "<a xsi:Type='x &amp; y &z'/>".as_bytes(),
            1000,
            |path, _| {
                found = path[0].attribute("type").map(str::to_owned);
            },
        )
        .unwrap();
        assert_eq!(found.as_deref(), Some("x & y &z"));
    }

    #[test]
    fn what_is_whole_in_a_broken_document_is_told() {
        let (told, end) = told("<a><b>1</b><b>2");
        assert_eq!(told, ["a/b=1"]);
        assert_eq!(end, Err(XmlError::Broken));
        let (told, end) = self::told("<a><b>1</a></c>");
        assert_eq!(told, ["a/b=1", "a="]);
        assert_eq!(end, Ok(()));
    }

    #[test]
    fn entities_are_not_expanded_and_bounds_are_kept() {
        let (told, _) = told("<!DOCTYPE a [<!ENTITY e 'boom'>]><a>&e;</a>");
        assert_eq!(told, ["a="]);
        let deep = "<a>".repeat(DEEPEST + 1);
        assert_eq!(self::told(&deep).1, Err(XmlError::Broken));
        let large = format!("<a>{}</a>", "x".repeat(1000));
        assert_eq!(self::told(&large).1, Err(XmlError::TooLarge(0)));
    }
}
