//! The XML parser, with the patience and the bounds that other people's documents need.

use super::{
    element::Element, entities::Entities, error::Fault, escape, input::Input, limits::Limits,
};
use quick_xml::{
    errors::SyntaxError,
    events::{BytesStart, Event, attributes::Attributes},
};
use std::{
    borrow::Cow,
    fmt,
    io::{self, Read},
    sync::Arc,
};

/// Bytes of an element's name, at most. Those of VOTable have eleven, with a prefix some more.
const LONGEST_NAME: usize = 1 << 10;

/// What comes next in a document.
pub(super) enum Token<'a> {
    /// A start tag, or an empty one that `closed` itself.
    Start { tag: Tag<'a>, closed: bool },
    /// An end tag.
    End(Element),
    /// Text as it stands, from character data or CDATA.
    Text(Cow<'a, str>),
    /// A reference, by what is between `&` and `;`.
    Reference(Cow<'a, str>),
    /// Comments, processing instructions, declarations.
    Nothing,
    /// The end of the bytes.
    Eof,
}

/// A start tag with its attributes.
pub(super) struct Tag<'a> {
    start: BytesStart<'a>,
    pub(super) entities: Arc<Entities>,
    pub(super) element: Element,
}

impl Tag<'_> {
    /// The name with its prefix, as written.
    pub(super) fn name(&self) -> &str {
        self.start.name().into_inner()
    }

    /// The attribute's value with its references replaced. Names are compared without prefix and case.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let attribute = self.attributes().filter_map(Result::ok).find(|attribute| {
            attribute
                .key
                .prefix()
                .is_none_or(|prefix| !prefix.is_xmlns())
                && attribute
                    .key
                    .local_name()
                    .into_inner()
                    .eq_ignore_ascii_case(name)
        })?;
        let mut value = String::new();
        escape::unescape_into(&attribute.value, &self.entities, &mut value);
        // Attribute values have no line ends or tabs of their own (XML 1.0, section 3.3.3).
        Some(value.replace(['\n', '\r', '\t'], " "))
    }

    /// The attribute's value without blanks around it, unless nothing is left.
    pub(super) fn word(&self, name: &str) -> Option<String> {
        let value = self.attribute(name)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Whether all attributes can be read.
    pub(super) fn is_readable(&self) -> bool {
        self.attributes().all(|attribute| attribute.is_ok())
    }

    /// The attributes, which may lack their quotes as in HTML, and be repeated.
    fn attributes(&self) -> Attributes<'_> {
        let mut attributes = self.start.html_attributes();
        attributes.with_checks(false);
        attributes
    }
}

/// The parser over its input.
pub(super) struct Xml<R: Read> {
    parser: quick_xml::Reader<Input<R>>,
    /// Whether the parser stands right behind a tag, where it holds nothing back: then the input may be read past it.
    behind_tag: bool,
    open: usize,
    limits: Limits,
    /// What a DOCTYPE declared.
    entities: Option<Arc<Entities>>,
}

impl<R: Read> fmt::Debug for Xml<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Xml")
            .field("open", &self.open)
            .finish_non_exhaustive()
    }
}

impl<R: Read> Xml<R> {
    pub(super) fn new(source: R, limits: &Limits) -> Self {
        let mut parser = quick_xml::Reader::from_reader(Input::new(source));
        let config = parser.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        Self {
            parser,
            behind_tag: false,
            open: 0,
            limits: limits.clone(),
            entities: None,
        }
    }

    pub(super) fn input(&self) -> &Input<R> {
        self.parser.get_ref()
    }

    /// The input, to read past the parser. Only behind a tag.
    pub(super) fn input_mut(&mut self) -> &mut Input<R> {
        debug_assert!(self.behind_tag, "the parser has read ahead");
        self.parser.get_mut()
    }

    /// Whether the input may be read past the parser.
    pub(super) fn is_behind_tag(&self) -> bool {
        self.behind_tag
    }

    /// The next token, kept in `scratch`.
    pub(super) fn next<'a>(&mut self, scratch: &'a mut Vec<u8>) -> Result<Token<'a>, Fault> {
        scratch.clear();
        if self.meets_lone_sign()? {
            self.behind_tag = false;
            return Ok(Token::Text(Cow::Borrowed("<")));
        }
        self.parser.get_mut().renew_budget(self.limits.event_bytes);
        let event = match self.parser.read_event_into(scratch) {
            Ok(event) => event,
            // Recoverable by its definition; with our settings only a DOCTYPE without a name.
            Err(quick_xml::Error::IllFormed(_)) => {
                self.behind_tag = false;
                return Ok(Token::Nothing);
            }
            Err(error) => return Err(self.fault(error)),
        };
        self.behind_tag = !matches!(event, Event::Text(_) | Event::Eof);
        Ok(match event {
            Event::Start(start) => {
                self.open += 1;
                if self.open > self.limits.depth {
                    return Err(Fault::too_deep());
                }
                // The parser keeps it until the element ends.
                if start.name().into_inner().len() > LONGEST_NAME {
                    return Err(Fault::too_long("a tag with a name", LONGEST_NAME));
                }
                Token::Start {
                    tag: self.tag(start),
                    closed: false,
                }
            }
            Event::Empty(start) => Token::Start {
                tag: self.tag(start),
                closed: true,
            },
            Event::End(end) => {
                self.open = self.open.saturating_sub(1);
                Token::End(Element::from_name(end.local_name().into_inner()))
            }
            Event::Text(text) => Token::Text(text.into_inner()),
            Event::CData(text) => Token::Text(text.into_inner()),
            Event::GeneralRef(name) => Token::Reference(name.into_inner()),
            Event::Eof => Token::Eof,
            Event::DocType(declared) => {
                // There is one, before all tags (XML 1.0, section 2.8).
                let entities = || Arc::new(Entities::declared(&declared, &self.limits));
                self.entities.get_or_insert_with(entities);
                Token::Nothing
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Token::Nothing,
        })
    }

    /// Forgets open elements beyond so many: they have lost their end tags. Only behind a tag.
    pub(super) fn close_down_to(&mut self, depth: usize) -> Result<(), Fault> {
        let mut scratch = Vec::new();
        // The parser keeps their names, and forgets one at each end tag, whatever it closes.
        while self.open > depth {
            self.input_mut().put_before(b"</>");
            self.next(&mut scratch)?;
        }
        Ok(())
    }

    /// The entities that the document has declared.
    pub(super) fn entities(&mut self) -> &Arc<Entities> {
        self.entities.get_or_insert_default()
    }

    fn tag<'a>(&mut self, start: BytesStart<'a>) -> Tag<'a> {
        Tag {
            element: Element::from_name(start.local_name().into_inner()),
            entities: Arc::clone(self.entities()),
            start,
        }
    }

    /// Whether the parser would take a `<` for the beginning of a tag that begins none, as in `S/N < 5`. If so, a comment
    /// takes its place in the input: it ends the text before it, and means nothing.
    fn meets_lone_sign(&mut self) -> Result<bool, Fault> {
        while let [] | [b'<'] | [b'<', b'!'] = self.input().text() {
            if !self.parser.get_mut().fill().map_err(Fault::Read)? {
                return Ok(false);
            }
        }
        let [b'<', next, ..] = *self.input().text() else {
            return Ok(false);
        };
        let begins_tag = match self.input().text() {
            // A comment, CDATA, a DOCTYPE.
            [_, b'!', third, ..] => b"-[Dd".contains(third),
            _ => next.is_ascii_alphabetic() || !next.is_ascii() || b"/?_:".contains(&next),
        };
        if !begins_tag {
            self.parser.get_mut().replace_first(b"<!---->");
        }
        Ok(!begins_tag)
    }

    /// Takes out text up to the next tag or reference, as far as it has been read. Only behind a tag.
    pub(super) fn skip_text(&mut self) {
        let text = self.input().text();
        let n = memchr::memchr2(b'<', b'&', text).unwrap_or(text.len());
        self.input_mut().take(n);
    }

    fn fault(&self, error: quick_xml::Error) -> Fault {
        match error {
            quick_xml::Error::Io(_) if self.input().budget_is_spent() => {
                Fault::too_long("a text", self.limits.event_bytes)
            }
            quick_xml::Error::Io(error) => Fault::Read(
                Arc::try_unwrap(error)
                    .unwrap_or_else(|error| io::Error::new(error.kind(), error.to_string())),
            ),
            // All the parser's complaints but this one are that the end came too early.
            quick_xml::Error::Syntax(SyntaxError::InvalidBangMarkup)
                if !self.input().text().is_empty() =>
            {
                Fault::Malformed(SyntaxError::InvalidBangMarkup.to_string())
            }
            quick_xml::Error::Syntax(_) => Fault::Truncated,
            other => Fault::Malformed(other.to_string()),
        }
    }
}
