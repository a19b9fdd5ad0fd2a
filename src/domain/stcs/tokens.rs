//! The words and parentheses of a footprint.

/// A piece of a footprint's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Word(&'a str),
    Open,
    Close,
}

impl<'a> Token<'a> {
    /// The word that it is, if it is one.
    pub(super) fn word(self) -> Option<&'a str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Open | Self::Close => None,
        }
    }
}

/// What parts words and means nothing: blanks, and the commas and quotes of ADQL.
fn is_blank(sign: char) -> bool {
    sign.is_whitespace() || ",'\"".contains(sign)
}

/// The same for a byte of ASCII; of others only the whole sign can tell.
fn is_blank_byte(byte: u8) -> bool {
    matches!(byte, b' ' | b',' | b'\'' | b'"' | b'\t'..=b'\r')
}

/// The text without blanks at its start. Most of it is ASCII, which goes quicker byte by byte.
fn trimmed(text: &str) -> &str {
    let bytes = text.as_bytes();
    let start = bytes.iter().position(|byte| !is_blank_byte(*byte));
    let text = text.get(start.unwrap_or(bytes.len())..).unwrap_or_default();
    if text.starts_with(|sign: char| !sign.is_ascii()) {
        text.trim_start_matches(is_blank)
    } else {
        text
    }
}

/// How many bytes the word at the start of the text has.
fn word_length(text: &str) -> usize {
    let is_end = |byte: u8| is_blank_byte(byte) || byte == b'(' || byte == b')';
    let mut bytes = text.bytes();
    let end = bytes.position(|byte| is_end(byte) || !byte.is_ascii());
    match end.and_then(|end| text.as_bytes().get(end)) {
        Some(byte) if !byte.is_ascii() => text
            .find(|sign| is_blank(sign) || sign == '(' || sign == ')')
            .unwrap_or(text.len()),
        _ => end.unwrap_or(text.len()),
    }
}

/// All tokens of a text.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.rest = trimmed(self.rest);
        let first = *self.rest.as_bytes().first()?;
        let length = match first {
            b'(' | b')' => 1,
            _ => word_length(self.rest),
        };
        let (token, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(match first {
            b'(' => Token::Open,
            b')' => Token::Close,
            _ => Token::Word(token),
        })
    }
}

/// The words of a text, whatever its parentheses.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    Tokens::new(text).filter_map(Token::word)
}
