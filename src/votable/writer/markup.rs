//! XML as text, with what must be escaped escaped.

use crate::votable::Field;

/// An attribute; `None`: it is left out.
pub(super) type Attribute<'a> = (&'static str, Option<&'a str>);

/// An attribute with a value, or with one that may be missing.
pub(super) fn attribute<'a>(
    name: &'static str,
    value: impl Into<Option<&'a str>>,
) -> Attribute<'a> {
    (name, value.into())
}

/// A piece of XML.
#[derive(Debug, Default)]
pub(super) struct Markup {
    text: String,
}

impl Markup {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// All that was added; nothing is left.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// Adds what is XML already.
    pub(super) fn raw(&mut self, xml: &str) {
        self.text.push_str(xml);
    }

    /// Adds a start tag.
    pub(super) fn start(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.text.push('>');
    }

    /// Adds an element with a text in it, or an empty one.
    pub(super) fn element(&mut self, name: &str, attributes: &[Attribute<'_>], text: &str) {
        self.tag(name, attributes);
        if text.is_empty() {
            self.text.push_str("/>\n");
        } else {
            self.text.push('>');
            push_escaped(&mut self.text, text);
            self.end(name);
        }
    }

    /// Adds a DESCRIPTION, unless it is empty.
    pub(super) fn description(&mut self, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.element("DESCRIPTION", &[], text);
        }
    }

    /// Adds a FIELD or PARAM.
    pub(super) fn column(&mut self, element: &str, field: &Field, value: Option<&str>) {
        self.tag(
            element,
            &[
                attribute("ID", field.id.as_deref()),
                attribute("name", field.name.as_str()),
                attribute("datatype", field.datatype.name()),
                attribute("arraysize", field.arraysize.as_deref()),
                attribute("value", value),
                attribute("unit", field.unit.as_deref()),
                attribute("ucd", field.ucd.as_deref()),
                attribute("utype", field.utype.as_deref()),
                attribute("xtype", field.xtype.as_deref()),
                attribute("ref", field.reference.as_deref()),
            ],
        );
        if field.description.is_none() && field.null.is_none() {
            self.text.push_str("/>\n");
            return;
        }
        self.text.push_str(">\n");
        self.description(field.description.as_deref());
        if let Some(null) = &field.null {
            self.element("VALUES", &[attribute("null", null.as_str())], "");
        }
        self.end(element);
    }

    fn end(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    fn tag(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            if let Some(value) = value {
                self.text.push(' ');
                self.text.push_str(key);
                self.text.push_str("=\"");
                push_escaped(&mut self.text, value);
                self.text.push('"');
            }
        }
    }
}

/// Adds text, for an element or for an attribute. Characters that XML 1.0 cannot hold are dropped (section 2.2).
pub(super) fn push_escaped(into: &mut String, text: &str) {
    let plain =
        |byte: u8| (b' '..0x7f).contains(&byte) && !matches!(byte, b'<' | b'>' | b'&' | b'"');
    if text.bytes().all(plain) {
        into.push_str(text);
        return;
    }
    for c in text.chars().filter(|c| is_xml(*c)) {
        match c {
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '&' => into.push_str("&amp;"),
            '"' => into.push_str("&quot;"),
            // As a plain character an attribute would lose it.
            '\t' => into.push_str("&#9;"),
            '\n' => into.push_str("&#10;"),
            '\r' => into.push_str("&#13;"),
            c => into.push(c),
        }
    }
}

/// Whether XML 1.0 can hold the character (section 2.2), and readers agree on it: C1 controls are left out too.
pub(super) fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'))
}
