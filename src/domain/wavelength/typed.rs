//! What people type for a place in the spectrum.

use super::{Metres, bands, units::Unit};
use crate::domain::{
    error::ParseError,
    interval::Interval,
    typed::{number, plain},
};

const WANTED: &str = "give one value or two with a unit, such as 400 700 nm, 0.5..2 keV, 1.4 GHz or 21 cm, or a band \
                      such as V or X-ray";

/// A part of the text.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Word(String),
    /// `..`, a hyphen, or the word "to".
    To,
}

/// One side of what is asked.
#[derive(Debug, Clone, Copy)]
enum Item {
    /// A value, in its unit or in that of the other side.
    Value(f64, Option<Unit>),
    Band(Interval<Metres>),
}

/// Reads one place in the spectrum or two as people type them: the whole text, or an error that says what would be
/// right.
///
/// A bare number is in nanometres; a unit on one side only goes for both; a side may be open.
pub fn parse_interval(text: &str) -> Result<Interval<Metres>, ParseError> {
    let text = plain(text);
    let tokens = tokens(&text)?;
    let (items, places) = items(&tokens)?;
    match (items[..].as_ref(), places[..].as_ref()) {
        ([], []) => Err(ParseError::Empty {
            wanted: WANTED.to_owned(),
        }),
        ([only], []) => side_by_side(&text, &[*only]),
        ([first, second], [] | [1]) => side_by_side(&text, &[*first, *second]),
        ([only], [0]) => open(&text, *only, true),
        ([only], [1]) => open(&text, *only, false),
        _ => Err(ParseError::not_understood(&text, WANTED)),
    }
}

/// Cuts the text into numbers, words and signs for "to".
fn tokens(text: &str) -> Result<Vec<Token>, ParseError> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first == ' ' || first == ',' || first == ';' {
            first.len_utf8()
        } else if rest.starts_with("..") {
            tokens.push(Token::To);
            2
        } else if first == '-' && !tokens.is_empty() {
            tokens.push(Token::To);
            1
        } else if first.is_ascii_digit() || first == '.' {
            let length = number_length(rest);
            let digits = rest.get(..length).unwrap_or_default();
            let value = number(digits).ok_or_else(|| ParseError::not_understood(rest, WANTED))?;
            tokens.push(Token::Number(value));
            length
        } else if first.is_alphabetic() {
            let length = word_length(rest);
            let word = rest.get(..length).unwrap_or_default();
            let wavenumber = rest.get(length..).unwrap_or_default();
            if wavenumber.starts_with("^-1") || wavenumber.trim_end() == "-1" {
                return Err(ParseError::Impossible(
                    "wavenumbers are not understood; give a wavelength, a frequency or an energy"
                        .to_owned(),
                ));
            }
            tokens.push(match word.to_ascii_lowercase().as_str() {
                "to" | "and" => Token::To,
                _ => Token::Word(word.to_owned()),
            });
            length
        } else {
            return Err(ParseError::not_understood(rest, WANTED));
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(tokens)
}

/// How many bytes belong to the number at the start; two points end it, and so does an `e` that is not an exponent.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let at = |index: usize| bytes.get(index).copied().unwrap_or(b' ');
    let digits = |mut index: usize| {
        while at(index).is_ascii_digit() {
            index += 1;
        }
        index
    };
    let mut end = digits(0);
    if at(end) == b'.' && at(end + 1) != b'.' {
        end = digits(end + 1);
    }
    if at(end).eq_ignore_ascii_case(&b'e') {
        let sign = usize::from(matches!(at(end + 1), b'+' | b'-'));
        if at(end + 1 + sign).is_ascii_digit() {
            end = digits(end + 1 + sign);
        }
    }
    end.max(1)
}

/// How many bytes belong to the word at the start. A hyphen belongs to it in names such as X-ray.
fn word_length(text: &str) -> usize {
    const BEFORE_HYPHEN: [&str; 9] = [
        "x", "gamma", "near", "mid", "far", "soft", "hard", "extreme", "sub",
    ];
    let letters = |text: &str| {
        text.char_indices()
            .find(|(_, sign)| !sign.is_alphabetic())
            .map_or(text.len(), |(end, _)| end)
    };
    let first = letters(text);
    let (word, rest) = text.split_at_checked(first).unwrap_or((text, ""));
    match rest.strip_prefix('-') {
        Some(second)
            if BEFORE_HYPHEN.contains(&word.to_ascii_lowercase().as_str())
                && second.starts_with(char::is_alphabetic) =>
        {
            first + 1 + word_length(second)
        }
        _ => first,
    }
}

/// The items, and before which of them (or after the last) "to" stands.
fn items(mut tokens: &[Token]) -> Result<(Vec<Item>, Vec<usize>), ParseError> {
    let (mut items, mut places) = (Vec::new(), Vec::new());
    loop {
        match tokens {
            [] => return Ok((items, places)),
            [Token::To, rest @ ..] => {
                places.push(items.len());
                tokens = rest;
            }
            [Token::Number(value), Token::Word(word), rest @ ..] => {
                let wanted = "units are nm, um, mm, cm, m, Angstrom, Hz to THz and eV to TeV";
                let Some(unit) = Unit::from_name(word) else {
                    return Err(ParseError::not_understood(word, wanted));
                };
                items.push(Item::Value(*value, Some(unit)));
                tokens = rest;
            }
            [Token::Number(value), rest @ ..] => {
                items.push(Item::Value(*value, None));
                tokens = rest;
            }
            [Token::Word(first), Token::Word(second), rest @ ..]
                if bands::from_name(&format!("{first} {second}")).is_some() =>
            {
                let band = bands::from_name(&format!("{first} {second}"));
                items.extend(band.map(Item::Band));
                tokens = without_band(rest);
            }
            [Token::Word(word), rest @ ..] => {
                let Some(band) = bands::from_name(word) else {
                    return Err(ParseError::not_understood(
                        word,
                        "bands are U B V R I J H K L M, u g r i z, radio, millimetre, infrared, optical, ultraviolet, \
                         X-ray and gamma-ray",
                    ));
                };
                items.push(Item::Band(band));
                tokens = without_band(rest);
            }
        }
    }
}

/// Leaves out the word of "V band".
fn without_band(tokens: &[Token]) -> &[Token] {
    match tokens {
        [Token::Word(word), rest @ ..] if word.eq_ignore_ascii_case("band") => rest,
        tokens => tokens,
    }
}

/// From the shortest to the longest wavelength of one or two items.
fn side_by_side(text: &str, items: &[Item]) -> Result<Interval<Metres>, ParseError> {
    let given = items.iter().find_map(|item| match item {
        Item::Value(_, unit) => *unit,
        Item::Band(_) => None,
    });
    let default = given.unwrap_or(Unit::NANOMETRE);
    let extents = items.iter().map(|item| match item {
        Item::Value(value, unit) => Interval::point(unit.unwrap_or(default).to_metres(*value)),
        Item::Band(band) => *band,
    });
    let whole = extents.reduce(|whole, extent| whole.hull(&extent));
    let whole = whole.ok_or_else(|| ParseError::not_understood(text, WANTED))?;
    let nowhere = whole.hi.0 <= 0.0 || whole.lo.0.is_infinite();
    if nowhere || whole.lo.0.is_nan() {
        return Err(ParseError::Impossible(
            "a wavelength, frequency or energy must be more than 0".to_owned(),
        ));
    }
    Ok(whole)
}

/// From nothing up to the item (`below`), or from it on, in the unit's own sense.
fn open(text: &str, item: Item, below: bool) -> Result<Interval<Metres>, ParseError> {
    let extent = side_by_side(text, &[item])?;
    let falls = match item {
        Item::Value(_, unit) => unit.is_some_and(Unit::falls),
        Item::Band(_) => false,
    };
    Ok(if below == falls {
        Interval {
            lo: extent.lo,
            hi: Metres(f64::INFINITY),
        }
    } else {
        Interval {
            lo: Metres(0.0),
            hi: extent.hi,
        }
    })
}

#[cfg(test)]
mod tests;
