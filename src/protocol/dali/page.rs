//! What came in place of a VOTable, and what a person can read of it.

use super::status::one_line;
use crate::{
    protocol::error::{AnswerError, NotVotable},
    votable::Limits,
};
use std::ops::ControlFlow;

/// What a service says in the body of an answer that has an error status: an error document, a page, a text.
pub fn explain(body: &[u8]) -> Option<String> {
    match super::read(body, Limits::default(), &mut |_| ControlFlow::Continue(())) {
        Err(AnswerError::Said(words)) => Some(words),
        Err(AnswerError::NotVotable { first, .. }) if !first.is_empty() => Some(first),
        _ => None,
    }
}

/// What the beginning of a document is, and its first words.
pub(super) fn read(head: &[u8]) -> (NotVotable, String) {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim();
    let lower = text.to_ascii_lowercase();
    if text.is_empty() {
        (NotVotable::Empty, String::new())
    } else if lower.contains("<html") || lower.contains("<!doctype html") {
        let title = between(text, &lower, "<title", "</title")
            .map(|title| one_line(&unescaped(&without_tags(title))))
            .filter(|title| !title.is_empty());
        let body = || {
            let body = between(text, &lower, "<body", "</body").unwrap_or(text);
            one_line(&unescaped(&without_tags(body)))
        };
        (NotVotable::Html, title.unwrap_or_else(body))
    } else if text.starts_with('<') {
        (NotVotable::Xml, one_line(&unescaped(&without_tags(text))))
    } else {
        (NotVotable::Text, one_line(text))
    }
}

/// What stands between the end of an opening tag and a closing one; to the end where that is missing.
fn between<'a>(text: &'a str, lower: &str, open: &str, close: &str) -> Option<&'a str> {
    let tag = lower.find(open)?;
    let start = tag + lower.get(tag..)?.find('>')? + 1;
    let end = lower
        .get(start..)?
        .find(close)
        .map_or(text.len(), |length| start + length);
    text.get(start..end)
}

fn without_tags(markup: &str) -> String {
    let mut plain = String::new();
    let mut rest = markup;
    while let Some((before, tag)) = rest.split_once('<') {
        plain.push_str(before);
        plain.push(' ');
        let lower = tag.get(..6).unwrap_or(tag).to_ascii_lowercase();
        // What scripts and style sheets hold is not for people.
        let end = ["script", "style"]
            .iter()
            .find(|name| lower.starts_with(**name));
        let closing = end.map(|name| format!("</{name}"));
        let tag = closing
            .and_then(|closing| {
                tag.to_ascii_lowercase()
                    .find(&closing)
                    .and_then(|at| tag.get(at..))
            })
            .unwrap_or(tag);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

fn unescaped(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
