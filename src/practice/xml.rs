//! The little XML that VOSI and UWS need.

/// A text as it stands in an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// An element with a text in it; nothing where the text is empty.
pub(super) fn element(name: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("<{name}>{}</{name}>", escaped(text))
}

/// A document around its root element.
pub(super) fn document(root: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{root}\n")
}
