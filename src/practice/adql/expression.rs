//! Values and conditions.

use super::{
    AdqlError,
    dialect::Use,
    functions::{Gives, function_named},
    query::Parser,
    scope::{Meaning, Path},
    token::Token,
};
use crate::practice::schema::{Type, quoted};

/// A value or condition in SQLite's SQL, with what is known of it.
#[derive(Debug, Clone)]
pub(super) struct Expression {
    pub(super) sql: String,
    pub(super) meaning: Meaning,
    /// The column, if it is nothing else.
    pub(super) column: Option<Path>,
    /// What to call it where the query gives it no name.
    pub(super) name: String,
}

impl Expression {
    fn new(sql: String, meaning: Meaning, name: &str) -> Self {
        Self {
            sql,
            meaning,
            column: None,
            name: name.to_owned(),
        }
    }

    fn known(sql: String, kind: Type) -> Self {
        Self::new(sql, Meaning::Known(kind), "value")
    }

    /// The two with an operator of numbers between them.
    fn combined(self, operator: &str, other: Self) -> Self {
        let sql = format!("({} {operator} {})", self.sql, other.sql);
        Self::new(
            sql,
            Meaning::Widest(vec![self.meaning, other.meaning]),
            "value",
        )
    }
}

impl Parser<'_> {
    /// A condition or value: the loosest operator first, as in SQL.
    pub(super) fn expression(&mut self) -> Result<Expression, AdqlError> {
        self.deeper()?;
        let mut left = self.conjunction()?;
        while self.accept("OR") {
            self.uses.push(Use::Or);
            let right = self.conjunction()?;
            left = Expression::known(format!("{} OR {}", left.sql, right.sql), Type::Int);
        }
        self.shallower();
        Ok(left)
    }

    fn conjunction(&mut self) -> Result<Expression, AdqlError> {
        let mut left = self.negation()?;
        while self.accept("AND") {
            let right = self.negation()?;
            left = Expression::known(format!("{} AND {}", left.sql, right.sql), Type::Int);
        }
        Ok(left)
    }

    fn negation(&mut self) -> Result<Expression, AdqlError> {
        let mut times = 0;
        while self.accept("NOT") {
            times += 1;
        }
        let inner = self.predicate()?;
        if times == 0 {
            return Ok(inner);
        }
        let sql = format!("{}{}", "NOT ".repeat(times), inner.sql);
        Ok(Expression::known(sql, Type::Int))
    }

    fn predicate(&mut self) -> Result<Expression, AdqlError> {
        if self.accept("EXISTS") {
            let query = self.in_parentheses(Self::query)?;
            return Ok(Expression::known(
                format!("EXISTS ({})", query.sql),
                Type::Int,
            ));
        }
        let left = self.sum()?;
        if let Some(operator) = self.accept_symbol(&["<=", ">=", "<>", "!=", "<", ">", "="]) {
            let right = self.sum()?;
            if matches!(right.name.as_str(), "contains" | "intersects") {
                self.uses.push(Use::TruthOnTheRight);
            }
            let sql = format!("{} {operator} {}", left.sql, right.sql);
            return Ok(Expression::known(sql, Type::Int));
        }
        if self.accept("IS") {
            let not = if self.accept("NOT") { "NOT " } else { "" };
            self.expect("NULL")?;
            return Ok(Expression::known(
                format!("{} IS {not}NULL", left.sql),
                Type::Int,
            ));
        }
        let not = if self.accept("NOT") { "NOT " } else { "" };
        if self.accept("BETWEEN") {
            let lo = self.sum()?;
            self.expect("AND")?;
            let hi = self.sum()?;
            let sql = format!("{} {not}BETWEEN {} AND {}", left.sql, lo.sql, hi.sql);
            return Ok(Expression::known(sql, Type::Int));
        }
        // SQLite's own LIKE does not regard case, and ADQL's does; these operators call functions of ours.
        for (adql, sqlite) in [("LIKE", "REGEXP"), ("ILIKE", "MATCH")] {
            if self.accept(adql) {
                let pattern = self.sum()?;
                let sql = format!("{} {not}{sqlite} {}", left.sql, pattern.sql);
                return Ok(Expression::known(sql, Type::Int));
            }
        }
        if self.accept("IN") {
            let choices = self.in_parentheses(Self::choices)?;
            return Ok(Expression::known(
                format!("{} {not}IN ({choices})", left.sql),
                Type::Int,
            ));
        }
        if not.is_empty() {
            return Ok(left);
        }
        Err(self.error("BETWEEN, LIKE, ILIKE or IN is expected after NOT"))
    }

    /// What stands in the parentheses after IN: a query, or values.
    fn choices(&mut self) -> Result<String, AdqlError> {
        if self.begins_query() {
            return Ok(self.query()?.sql);
        }
        let values = self.list(Self::sum)?;
        Ok(joined(&values))
    }

    fn sum(&mut self) -> Result<Expression, AdqlError> {
        let mut left = self.product()?;
        while let Some(operator) = self.accept_symbol(&["+", "-", "||"]) {
            let right = self.product()?;
            left = if operator == "||" {
                Expression::known(format!("({} || {})", left.sql, right.sql), Type::Text)
            } else {
                left.combined(operator, right)
            };
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expression, AdqlError> {
        let mut left = self.signed()?;
        while let Some(operator) = self.accept_symbol(&["*", "/"]) {
            let right = self.signed()?;
            left = left.combined(operator, right);
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Expression, AdqlError> {
        let Some(sign) = self.accept_symbol(&["-", "+"]) else {
            return self.primary();
        };
        // Parentheses and a blank, so that two signs never become a comment.
        let inner = self.primary()?;
        Ok(Expression {
            sql: format!("({sign} {})", inner.sql),
            column: None,
            ..inner
        })
    }

    fn primary(&mut self) -> Result<Expression, AdqlError> {
        match self.peek() {
            Some(Token::Number(number)) => {
                let number = number.clone();
                self.advance();
                self.number(&number)
            }
            Some(Token::Text(text)) => {
                let sql = format!("'{}'", text.replace('\'', "''"));
                self.advance();
                Ok(Expression::known(sql, Type::Text))
            }
            Some(Token::Symbol("(")) => self.in_parentheses(Self::parenthesised),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("NULL") => {
                self.advance();
                Ok(Expression::known("NULL".to_owned(), Type::Text))
            }
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("CASE") => self.case(),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("CAST") => self.cast(),
            Some(Token::Word(word)) if self.peek_after() == Some(&Token::Symbol("(")) => {
                let name = word.clone();
                self.call(&name)
            }
            _ => self.column(),
        }
    }

    fn number(&self, number: &str) -> Result<Expression, AdqlError> {
        if let Some(digits) = number
            .strip_prefix("0x")
            .or_else(|| number.strip_prefix("0X"))
        {
            let value = i64::from_str_radix(digits, 16)
                .map_err(|error| self.error(format!("{number} is not a number: {error}")))?;
            return Ok(Expression::known(value.to_string(), Type::Long));
        }
        if let Ok(value) = number.parse::<i64>() {
            let kind = if i32::try_from(value).is_ok() {
                Type::Int
            } else {
                Type::Long
            };
            return Ok(Expression::known(value.to_string(), kind));
        }
        match number.parse::<f64>() {
            Ok(value) if value.is_finite() => {
                Ok(Expression::known(format!("{value:e}"), Type::Double))
            }
            _ => Err(self.error(format!("{number} is not a number"))),
        }
    }

    fn parenthesised(&mut self) -> Result<Expression, AdqlError> {
        if self.begins_query() {
            let query = self.query()?;
            let kind = query
                .columns
                .first()
                .map_or(Type::Text, |column| column.kind);
            return Ok(Expression::known(format!("({})", query.sql), kind));
        }
        let inner = self.expression()?;
        Ok(Expression {
            sql: format!("({})", inner.sql),
            ..inner
        })
    }

    fn case(&mut self) -> Result<Expression, AdqlError> {
        self.expect("CASE")?;
        let mut sql = "CASE".to_owned();
        if !self.sees("WHEN") {
            sql = format!("{sql} {}", self.expression()?.sql);
        }
        let mut meanings = Vec::new();
        while self.accept("WHEN") {
            let condition = self.expression()?;
            self.expect("THEN")?;
            let value = self.expression()?;
            sql = format!("{sql} WHEN {} THEN {}", condition.sql, value.sql);
            meanings.push(value.meaning);
        }
        if meanings.is_empty() {
            return Err(self.error("WHEN is expected"));
        }
        if self.accept("ELSE") {
            let value = self.expression()?;
            sql = format!("{sql} ELSE {}", value.sql);
            // A NULL says nothing of the type.
            if value.sql != "NULL" {
                meanings.push(value.meaning);
            }
        }
        self.expect("END")?;
        Ok(Expression::new(
            format!("{sql} END"),
            Meaning::Widest(meanings),
            "case",
        ))
    }

    /// `CAST(value AS type)`, with the types of ADQL 2.1, section 2.3.
    fn cast(&mut self) -> Result<Expression, AdqlError> {
        self.expect("CAST")?;
        self.in_parentheses(|parser| {
            let value = parser.expression()?;
            parser.expect("AS")?;
            let word = parser.identifier("a type")?.to_ascii_uppercase();
            let kind = match word.as_str() {
                "SMALLINT" | "INT" | "INTEGER" => Type::Int,
                "BIGINT" => Type::Long,
                "REAL" | "FLOAT" | "DOUBLE" => Type::Double,
                "CHAR" | "CHARACTER" | "VARCHAR" => Type::Text,
                "TIMESTAMP" => Type::Timestamp,
                _ => {
                    return Err(
                        parser.error(format!("{word} is not a type that values can be cast to"))
                    );
                }
            };
            if word == "DOUBLE" {
                parser.expect("PRECISION")?;
            }
            let mut sql = format!("CAST({} AS {})", value.sql, kind.sqlite());
            if kind == Type::Text && parser.sees_symbol("(") {
                let length = parser.in_parentheses(Self::whole_number)?;
                sql = format!("substr({sql}, 1, {length})");
            }
            Ok(Expression::new(sql, Meaning::Known(kind), "cast"))
        })
    }

    fn call(&mut self, name: &str) -> Result<Expression, AdqlError> {
        let Some(function) = function_named(name) else {
            return Err(self.error(format!("there is no function {name}")));
        };
        self.advance();
        let in_contains = 0 < self.n_contains;
        self.n_contains += usize::from(function.name == "contains");
        let (distinct, arguments) = self.in_parentheses(|parser| {
            if function.name == "count" && parser.accept_symbol(&["*"]).is_some() {
                return Ok(("", None));
            }
            let distinct = if parser.accept("DISTINCT") {
                "DISTINCT "
            } else {
                ""
            };
            parser.accept("ALL");
            if parser.sees_symbol(")") {
                return Ok((distinct, Some(Vec::new())));
            }
            Ok((distinct, Some(parser.list(Self::expression)?)))
        })?;
        self.n_contains -= usize::from(function.name == "contains");
        self.uses.push(Use::Function {
            name: function.name,
            in_contains,
            columns: column_names(arguments.as_deref().unwrap_or_default()),
        });
        let Some(arguments) = arguments else {
            return Ok(Expression::new(
                "count(*)".to_owned(),
                Meaning::Known(Type::Long),
                "count",
            ));
        };
        let (least, most) = function.arguments;
        if arguments.len() < least || arguments.len() > most {
            return Err(self.error(format!(
                "{name} does not take {} arguments",
                arguments.len()
            )));
        }
        let sql = format!("{}({distinct}{})", function.sqlite, joined(&arguments));
        let meaning = match function.gives {
            Gives::Always(kind) => Meaning::Known(kind),
            Gives::AsItsArguments => Meaning::Widest(
                arguments
                    .into_iter()
                    .map(|argument| argument.meaning)
                    .collect(),
            ),
        };
        Ok(Expression::new(sql, meaning, function.name))
    }

    fn column(&mut self) -> Result<Expression, AdqlError> {
        let path = self.path("a value")?;
        let parts: Vec<String> = path.iter().map(|part| quoted(part)).collect();
        let name = path.last().cloned().unwrap_or_default();
        Ok(Expression {
            sql: parts.join("."),
            meaning: Meaning::Like(path.clone()),
            column: Some(path),
            name,
        })
    }
}

/// The names of those that are columns and nothing else.
fn column_names(expressions: &[Expression]) -> Vec<String> {
    let paths = expressions.iter().filter_map(|it| it.column.as_ref());
    paths.filter_map(|path| path.last().cloned()).collect()
}

fn joined(expressions: &[Expression]) -> String {
    let parts: Vec<&str> = expressions
        .iter()
        .map(|expression| expression.sql.as_str())
        .collect();
    parts.join(", ")
}
