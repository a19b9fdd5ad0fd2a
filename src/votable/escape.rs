//! References to characters and entities in XML.

use super::entities::Entities;

/// The character that a reference stands for, by what is between `&` and `;`. `None` for entities that XML itself
/// does not declare, and for numbers of no character.
pub(crate) fn resolve(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')
        }
    }
}

/// `text` with its references replaced, but for those that XML itself does not declare.
pub(crate) fn unescaped(text: &str) -> String {
    let mut into = String::with_capacity(text.len());
    unescape_into(text, &Entities::default(), &mut into);
    into
}

/// Adds `text` to `into` with its references replaced. A lone `&` and unknown entities stay as they are written; the
/// number of the latter is returned.
pub(super) fn unescape_into(mut text: &str, entities: &Entities, into: &mut String) -> u64 {
    let mut unknown = 0;
    while let Some(at) = memchr::memchr(b'&', text.as_bytes()) {
        let (before, reference) = text.split_at(at);
        into.push_str(before);
        // As quick-xml: a reference ends at the next `;` unless another begins before.
        let inside = reference.get(1..).unwrap_or_default();
        match memchr::memchr3(b';', b'&', b'<', inside.as_bytes()) {
            Some(end) if inside.as_bytes().get(end) == Some(&b';') => {
                let name = inside.get(..end).unwrap_or_default();
                unknown += push_reference(name, entities, into);
                text = inside.get(end + 1..).unwrap_or_default();
            }
            Some(end) => {
                into.push_str(reference.get(..=end).unwrap_or_default());
                text = inside.get(end..).unwrap_or_default();
            }
            None => {
                into.push_str(reference);
                text = "";
            }
        }
    }
    into.push_str(text);
    unknown
}

/// Adds what the reference of that name stands for, or else the reference as it is written, and says how many were
/// unknown.
pub(super) fn push_reference(name: &str, entities: &Entities, into: &mut String) -> u64 {
    if let Some(c) = resolve(name) {
        into.push(c);
        return 0;
    }
    if let Some(text) = entities.get(name) {
        into.push_str(text);
        return 0;
    }
    into.push('&');
    into.push_str(name);
    into.push(';');
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_replaced_and_lone_ampersands_kept() {
        for (text, expected, unknown) in [
            ("a&amp;b", "a&b", 0),
            ("?x=1&y=2", "?x=1&y=2", 0),
            ("&lt;&#65;&#x42;&gt;", "<AB>", 0),
            ("&nbsp;&deg;", "&nbsp;&deg;", 2),
            ("&a&amp;", "&a&", 0),
            ("&#0;&#xD800;", "&#0;&#xD800;", 2),
            ("&", "&", 0),
            ("&;", "&;", 1),
        ] {
            let mut into = String::new();
            assert_eq!(
                unescape_into(text, &Entities::default(), &mut into),
                unknown,
                "{text}"
            );
            assert_eq!(into, expected);
        }
    }
}
