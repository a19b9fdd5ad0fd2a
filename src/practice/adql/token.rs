//! ADQL's words: what the parser reads (ADQL 2.1, section 2.1).

use super::AdqlError;

/// One word of a query.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A keyword or a regular identifier, as written.
    Word(String),
    /// A delimited identifier, without its quotes.
    Quoted(String),
    /// A character literal, without its quotes.
    Text(String),
    /// A number, as written.
    Number(String),
    /// An operator or a mark of punctuation.
    Symbol(&'static str),
}

/// A word with the place where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) token: Token,
    /// In characters from the beginning of the query, from one.
    pub(super) at: usize,
}

/// Longer ones first, so that `<=` is not read as `<`.
const SYMBOLS: &[&str] = &[
    "<=", ">=", "<>", "!=", "||", "<", ">", "=", "+", "-", "*", "/", "(", ")", ",", ".", ";",
];

/// The words of a query.
pub(super) fn tokens(query: &str) -> Result<Vec<Placed>, AdqlError> {
    let chars: Vec<char> = query.chars().collect();
    let mut reader = Reader {
        chars: &chars,
        at: 0,
    };
    let mut tokens = Vec::new();
    while let Some(first) = reader.skip_blank() {
        let at = reader.at + 1;
        let token = reader
            .token(first)
            .map_err(|what| AdqlError::at(at, what))?;
        tokens.push(Placed { token, at });
    }
    Ok(tokens)
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    /// Skips white space and comments; gives the first character after them.
    fn skip_blank(&mut self) -> Option<char> {
        loop {
            let next = self.peek(0)?;
            if next.is_whitespace() {
                self.at += 1;
            } else if next == '-' && self.peek(1) == Some('-') {
                self.take_while(|c| c != '\n');
            } else {
                return Some(next);
            }
        }
    }

    fn token(&mut self, first: char) -> Result<Token, String> {
        match first {
            '\'' => self.delimited('\'').map(Token::Text),
            '"' => self.delimited('"').map(Token::Quoted),
            _ if first.is_ascii_digit() => Ok(self.number()),
            '.' if self.peek(1).is_some_and(|c| c.is_ascii_digit()) => Ok(self.number()),
            _ if first.is_ascii_alphabetic() => {
                let word = self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
                Ok(Token::Word(word))
            }
            _ => self.symbol(first),
        }
    }

    fn symbol(&mut self, first: char) -> Result<Token, String> {
        let matches = |symbol: &&&str| {
            symbol
                .chars()
                .enumerate()
                .all(|(nr, c)| self.peek(nr) == Some(c))
        };
        let Some(symbol) = SYMBOLS.iter().find(matches) else {
            return Err(format!("{first:?} has no meaning in ADQL"));
        };
        self.at += symbol.len();
        Ok(Token::Symbol(symbol))
    }

    /// Reads up to the closing quote; a doubled one stands for itself.
    fn delimited(&mut self, quote: char) -> Result<String, String> {
        self.at += 1;
        let mut inside = String::new();
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some(c), Some(next)) if c == quote && next == quote => {
                    inside.push(quote);
                    self.at += 2;
                }
                (Some(c), _) if c == quote => {
                    self.at += 1;
                    return Ok(inside);
                }
                (Some(c), _) => {
                    inside.push(c);
                    self.at += 1;
                }
                (None, _) => return Err(format!("a {quote} is not closed")),
            }
        }
    }

    fn number(&mut self) -> Token {
        if self.peek(0) == Some('0') && matches!(self.peek(1), Some('x' | 'X')) {
            return Token::Number(self.take_while(|c| c.is_ascii_alphanumeric()));
        }
        let mut number = self.take_while(|c| c.is_ascii_digit() || c == '.');
        let sign = usize::from(matches!(self.peek(1), Some('+' | '-')));
        if matches!(self.peek(0), Some('e' | 'E'))
            && self.peek(1 + sign).is_some_and(|c| c.is_ascii_digit())
        {
            number.extend((0..=sign).filter_map(|ahead| self.peek(ahead)));
            self.at += 1 + sign;
            number.push_str(&self.take_while(|c| c.is_ascii_digit()));
        }
        Token::Number(number)
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while self.peek(0).is_some_and(&wanted) {
            self.at += 1;
        }
        self.chars
            .get(start..self.at)
            .unwrap_or_default()
            .iter()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: &[Token]) {
        let found: Vec<Token> = tokens(query)
            .unwrap()
            .into_iter()
            .map(|placed| placed.token)
            .collect();
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn words_quotes_numbers_and_comments_are_told_apart() {
        check("t_min", &[Token::Word("t_min".into())]);
        check(r#""a ""b"" c""#, &[Token::Quoted(r#"a "b" c"#.into())]);
        check("'it''s'", &[Token::Text("it's".into())]);
        check("1.5e-7 -- the rest", &[Token::Number("1.5e-7".into())]);
        check(".5", &[Token::Number(".5".into())]);
        check("0x1F", &[Token::Number("0x1F".into())]);
        check(
            "1<=2",
            &[
                Token::Number("1".into()),
                Token::Symbol("<="),
                Token::Number("2".into()),
            ],
        );
        check(
            "a.b",
            &[
                Token::Word("a".into()),
                Token::Symbol("."),
                Token::Word("b".into()),
            ],
        );
    }

    #[test]
    fn what_is_not_adql_is_named_with_its_place() {
        let error = tokens("SELECT 'open").unwrap_err();
        assert!(error.to_string().contains("not closed"), "{error}");
        let error = tokens("SELECT ?").unwrap_err();
        assert!(error.to_string().contains("character 8"), "{error}");
    }
}
