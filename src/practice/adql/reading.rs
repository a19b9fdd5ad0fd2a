//! The parser's small steps: what comes next, and what must.

use super::{
    AdqlError,
    query::{MAX_DEPTH, Parser, is_keyword},
    scope::Path,
    token::Token,
};

impl Parser<'_> {
    /// The next word.
    pub(super) fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|placed| &placed.token)
    }

    /// The word after the next.
    pub(super) fn peek_after(&self) -> Option<&Token> {
        self.tokens.get(self.at + 1).map(|placed| &placed.token)
    }

    /// Goes on to the next word.
    pub(super) fn advance(&mut self) {
        self.at += 1;
    }

    /// An error at the next word.
    pub(super) fn error(&self, what: impl Into<String>) -> AdqlError {
        let at = match self.tokens.get(self.at) {
            Some(placed) => placed.at,
            None => self.tokens.last().map_or(1, |placed| placed.at + 1),
        };
        AdqlError::at(at, what)
    }

    /// Whether the next word is this keyword.
    pub(super) fn sees(&self, keyword: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(word)) if word.eq_ignore_ascii_case(keyword))
    }

    /// Whether the next word is this symbol.
    pub(super) fn sees_symbol(&self, symbol: &str) -> bool {
        matches!(self.peek(), Some(Token::Symbol(found)) if *found == symbol)
    }

    /// Whether a query begins here, parentheses around it included.
    pub(super) fn begins_query(&self) -> bool {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let first = rest
            .iter()
            .map(|placed| &placed.token)
            .find(|token| **token != Token::Symbol("("));
        matches!(first, Some(Token::Word(word))
            if word.eq_ignore_ascii_case("SELECT") || word.eq_ignore_ascii_case("WITH"))
    }

    /// Takes this keyword if it comes next.
    pub(super) fn accept(&mut self, keyword: &str) -> bool {
        let found = self.sees(keyword);
        if found {
            self.advance();
        }
        found
    }

    /// Takes one of these symbols if it comes next.
    pub(super) fn accept_symbol(&mut self, symbols: &[&str]) -> Option<&'static str> {
        match self.peek() {
            Some(Token::Symbol(found)) if symbols.contains(found) => {
                let found = *found;
                self.advance();
                Some(found)
            }
            _ => None,
        }
    }

    /// Takes this keyword, which must come next.
    pub(super) fn expect(&mut self, keyword: &str) -> Result<(), AdqlError> {
        if self.accept(keyword) {
            Ok(())
        } else {
            Err(self.error(format!("{keyword} is expected")))
        }
    }

    /// Something in parentheses.
    pub(super) fn in_parentheses<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<T, AdqlError>,
    ) -> Result<T, AdqlError> {
        if self.accept_symbol(&["("]).is_none() {
            return Err(self.error("( is expected"));
        }
        let value = inner(self)?;
        if self.accept_symbol(&[")"]).is_none() {
            return Err(self.error(") is expected"));
        }
        Ok(value)
    }

    /// One or more, with commas between them.
    pub(super) fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, AdqlError>,
    ) -> Result<Vec<T>, AdqlError> {
        let mut items = vec![item(self)?];
        while self.accept_symbol(&[","]).is_some() {
            items.push(item(self)?);
        }
        Ok(items)
    }

    /// A name, delimited or not.
    pub(super) fn identifier(&mut self, wanted: &str) -> Result<String, AdqlError> {
        let name = match self.peek() {
            Some(Token::Quoted(name)) => name.clone(),
            Some(Token::Word(name)) if !is_keyword(name) => name.clone(),
            Some(Token::Word(name)) => {
                return Err(self.error(format!("{wanted} is expected, and {name} is a keyword")));
            }
            _ => return Err(self.error(format!("{wanted} is expected"))),
        };
        self.advance();
        Ok(name)
    }

    /// Names with points between them.
    pub(super) fn path(&mut self, wanted: &str) -> Result<Path, AdqlError> {
        let mut path = vec![self.identifier(wanted)?];
        while self.sees_symbol(".")
            && matches!(self.peek_after(), Some(Token::Word(_) | Token::Quoted(_)))
        {
            self.advance();
            path.push(self.identifier("a name")?);
        }
        Ok(path)
    }

    /// A whole number that is not negative.
    pub(super) fn whole_number(&mut self) -> Result<u64, AdqlError> {
        let number = match self.peek() {
            Some(Token::Number(number)) => number.parse::<u64>().ok(),
            _ => None,
        };
        let Some(number) = number else {
            return Err(self.error("a whole number is expected"));
        };
        self.advance();
        Ok(number)
    }

    /// Enters a parenthesis or subquery.
    pub(super) fn deeper(&mut self) -> Result<(), AdqlError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("the query is nested too deeply"));
        }
        Ok(())
    }

    /// Leaves it.
    pub(super) fn shallower(&mut self) {
        self.depth -= 1;
    }
}
