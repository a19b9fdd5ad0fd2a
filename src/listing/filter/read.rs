//! Reads a filter as people type it.

use super::{Condition, Field, Filter, Operator, value};
use std::fmt;

/// Why a filter is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// The place of the character at which it was not understood, from 1.
    pub at: usize,
    /// What is wrong, in one sentence.
    pub sentence: String,
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "At character {}: {}", self.at, self.sentence)
    }
}

impl std::error::Error for FilterError {}

/// A part of what was typed, with the place of its first character.
#[derive(Debug, Clone, PartialEq)]
struct Token {
    at: usize,
    part: Part,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Word(String),
    Quoted(String),
    Operator(Operator),
}

impl Part {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Word(text) | Self::Quoted(text) => Some(text),
            Self::Operator(_) => None,
        }
    }
}

/// The filter as far as it is understood, and what is wrong after that.
pub(super) fn filter(text: &str) -> (Filter, Option<FilterError>) {
    let mut filter = Filter::default();
    let (tokens, unclosed) = tokens(text);
    let error = read(&tokens, &mut filter).err();
    // Where a quote is not closed, that is why a value is missing.
    (filter, unclosed.or(error))
}

fn read(tokens: &[Token], filter: &mut Filter) -> Result<(), FilterError> {
    let mut rest = tokens;
    while let [first, after @ ..] = rest {
        let next = after.first().map(|token| &token.part);
        match (&first.part, next) {
            (Part::Operator(_), _) => {
                return Err(error(first.at, "a column must stand before the sign"));
            }
            (Part::Word(name), Some(Part::Operator(operator))) => {
                let (condition, taken) = condition(first.at, name, *operator, after)?;
                filter.conditions.push(condition);
                rest = after.get(taken..).unwrap_or_default();
            }
            (Part::Quoted(_), Some(Part::Operator(_))) => {
                return Err(error(
                    first.at,
                    "the name of a column stands without quotes",
                ));
            }
            (Part::Word(word) | Part::Quoted(word), _) => {
                if !word.is_empty() {
                    filter.words.push(word.to_lowercase());
                }
                rest = after;
            }
        }
    }
    Ok(())
}

/// The condition on the column `name`; `after` begins with the operator. With it, how many tokens it takes up.
fn condition(
    at: usize,
    name: &str,
    operator: Operator,
    after: &[Token],
) -> Result<(Condition, usize), FilterError> {
    let Some(field) = Field::from_name(name) else {
        let like = Field::like(name).map(|like| format!("did you mean {like}? "));
        return Err(error(
            at,
            format!(
                "there is no column \"{name}\"; {}put a text with such a sign in quotes to look for it",
                like.unwrap_or_default()
            ),
        ));
    };
    let holds = field.holds();
    let Some(token) = after.get(1) else {
        return Err(error(
            at,
            format!("\"{name}\" is compared with nothing; a value must follow"),
        ));
    };
    let Some(value) = token.part.text() else {
        return Err(error(token.at, "a value must stand here, not a sign"));
    };
    let mut text = value.to_owned();
    let mut n_taken = 2;
    // A unit may stand apart: 2 MB. It is a word of its own where an operator follows.
    if let (Part::Word(_), Some(Part::Word(unit))) =
        (&token.part, after.get(2).map(|token| &token.part))
    {
        let is_name = matches!(after.get(3).map(|it| &it.part), Some(Part::Operator(_)));
        let joins = match value.to_uppercase().as_str() {
            "MJD" | "JD" => true,
            _ => value.parse::<f64>().is_ok() && holds.has_unit(unit),
        };
        if joins && !is_name {
            text = format!("{value} {unit}");
            n_taken = 3;
        }
    }
    let asked = value::test(holds, operator, &text).map_err(|what| error(token.at, what))?;
    Ok((Condition { field, test: asked }, n_taken))
}

fn error(at: usize, sentence: impl Into<String>) -> FilterError {
    FilterError {
        at,
        sentence: sentence.into(),
    }
}

/// The signs of comparison, the longer first.
const OPERATORS: [(&str, Operator); 13] = [
    ("<=", Operator::AtMost),
    (">=", Operator::AtLeast),
    ("!=", Operator::NotEqual),
    ("<>", Operator::NotEqual),
    ("!~", Operator::ContainsNot),
    ("==", Operator::Equal),
    ("≤", Operator::AtMost),
    ("≥", Operator::AtLeast),
    ("≠", Operator::NotEqual),
    ("<", Operator::Less),
    (">", Operator::More),
    ("=", Operator::Equal),
    ("~", Operator::Contains),
];

fn operator(text: &str) -> Option<(&'static str, Operator)> {
    OPERATORS
        .into_iter()
        .find(|(sign, _)| text.starts_with(sign))
}

/// The parts of what was typed, up to a quote that is not closed.
fn tokens(text: &str) -> (Vec<Token>, Option<FilterError>) {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut at = 1;
    while let Some(first) = rest.chars().next() {
        let (part, length) = if first.is_whitespace() {
            (None, first.len_utf8())
        } else if matches!(first, '"' | '\'') {
            let Some((quoted, length)) = quoted(rest, first) else {
                let error = error(at, "a quote is opened and not closed");
                return (tokens, Some(error));
            };
            (Some(Part::Quoted(quoted)), length)
        } else if let Some((sign, operator)) = operator(rest) {
            (Some(Part::Operator(operator)), sign.len())
        } else {
            let length = word_length(rest);
            let word = rest.get(..length).unwrap_or_default();
            (Some(Part::Word(word.to_owned())), length.max(1))
        };
        tokens.extend(part.map(|part| Token { at, part }));
        let (taken, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        at += taken.chars().count();
        rest = after;
    }
    (tokens, None)
}

/// The text in quotes at the start, and how many bytes it takes with them. Such a quote within it is written twice, as in
/// ADQL.
fn quoted(text: &str, quote: char) -> Option<(String, usize)> {
    let mut inside = String::new();
    let mut rest = text.strip_prefix(quote)?;
    loop {
        let (part, after) = rest.split_once(quote)?;
        inside.push_str(part);
        let Some(further) = after.strip_prefix(quote) else {
            return Some((inside, text.len() - after.len()));
        };
        inside.push(quote);
        rest = further;
    }
}

/// How many bytes the word at the start has. A quote within it belongs to it, as in 30" and O'Neill.
fn word_length(text: &str) -> usize {
    let mut places = text.char_indices();
    let ends = |(at, sign): &(usize, char)| {
        sign.is_whitespace() || text.get(*at..).is_some_and(|rest| operator(rest).is_some())
    };
    places.find(ends).map_or(text.len(), |(at, _)| at)
}
