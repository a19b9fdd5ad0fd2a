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
        self.rest = self.rest.trim_start_matches(is_blank);
        let first = self.rest.chars().next()?;
        let ends = |sign: char| is_blank(sign) || sign == '(' || sign == ')';
        let length = match first {
            '(' | ')' => 1,
            _ => self.rest.find(ends).unwrap_or(self.rest.len()),
        };
        let (token, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(match first {
            '(' => Token::Open,
            ')' => Token::Close,
            _ => Token::Word(token),
        })
    }
}

/// The words of a text, whatever its parentheses.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    Tokens::new(text).filter_map(Token::word)
}
