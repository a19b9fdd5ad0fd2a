//! SELECT, FROM, set operations and WITH.

use super::{
    AdqlError, Translated,
    dialect::{Dialect, Use},
    expression::Expression,
    scope::{From, Path},
    token::{Placed, Token},
};
use crate::practice::schema::{Column, Table, quoted};

/// How deep parentheses may be nested; the parser calls itself for each.
pub(super) const MAX_DEPTH: usize = 50;

/// Words that end an expression or a table, so that they cannot be a name without quotes.
const KEYWORDS: &[&str] = &[
    "ALL",
    "AND",
    "AS",
    "ASC",
    "BETWEEN",
    "BY",
    "CASE",
    "CROSS",
    "DESC",
    "DISTINCT",
    "ELSE",
    "END",
    "EXCEPT",
    "EXISTS",
    "FROM",
    "FULL",
    "GROUP",
    "HAVING",
    "ILIKE",
    "IN",
    "INNER",
    "INTERSECT",
    "IS",
    "JOIN",
    "LEFT",
    "LIKE",
    "NATURAL",
    "NOT",
    "NULL",
    "OFFSET",
    "ON",
    "OR",
    "ORDER",
    "OUTER",
    "RIGHT",
    "SELECT",
    "THEN",
    "TOP",
    "UNION",
    "USING",
    "WHEN",
    "WHERE",
    "WITH",
];

/// Reads a query from left to right.
pub(super) struct Parser<'a> {
    pub(super) tokens: &'a [Placed],
    /// The next token's number.
    pub(super) at: usize,
    pub(super) depth: usize,
    pub(super) tables: &'a [Table],
    /// The tables of the WITH clauses around this place.
    pub(super) with: Vec<(String, Vec<Column>)>,
    /// What the query did so far that not every service understands.
    pub(super) uses: Vec<Use>,
    /// How many calls of CONTAINS are open.
    pub(super) n_contains: usize,
}

/// One item between SELECT and FROM.
enum Item {
    /// `*`, or `table.*`.
    Star(Path),
    Value(Expression, String),
}

/// A query without ORDER BY and OFFSET.
struct Body {
    sql: String,
    columns: Vec<Column>,
    top: Option<u64>,
}

impl Body {
    fn limited(self) -> Translated {
        let sql = match self.top {
            Some(top) => format!("{} LIMIT {top}", self.sql),
            None => self.sql,
        };
        Translated {
            sql,
            columns: self.columns,
        }
    }

    /// The two, joined by a set operation. SQLite knows no parentheses here and no precedence, subqueries have both.
    fn combined(self, operation: &str, other: Self) -> Self {
        let (left, right) = (self.limited(), other.limited());
        Self {
            sql: format!(
                "SELECT * FROM ({}) {operation} SELECT * FROM ({})",
                left.sql, right.sql
            ),
            columns: left.columns,
            top: None,
        }
    }
}

impl<'a> Parser<'a> {
    pub(super) fn new(tokens: &'a [Placed], tables: &'a [Table]) -> Self {
        Self {
            tokens,
            at: 0,
            depth: 0,
            tables,
            with: Vec::new(),
            uses: Vec::new(),
            n_contains: 0,
        }
    }

    /// The whole text is one query, in this dialect.
    pub(super) fn whole(mut self, dialect: Dialect) -> Result<Translated, AdqlError> {
        let query = self.query()?;
        self.accept_symbol(&[";"]);
        match self.peek() {
            None => dialect.refuses(&self.uses).map_or(Ok(query), Err),
            Some(_) => Err(self.error("the query should end here")),
        }
    }

    /// A query with all its clauses.
    pub(super) fn query(&mut self) -> Result<Translated, AdqlError> {
        self.deeper()?;
        let n_with = self.with.len();
        let mut with = String::new();
        if self.accept("WITH") {
            let parts = self.list(Self::common_table)?;
            with = format!("WITH {} ", parts.join(", "));
        }
        let body = self.union()?;
        let mut sql = format!("{with}{}", body.sql);
        if self.accept("ORDER") {
            self.expect("BY")?;
            let keys = self.list(Self::order_key)?;
            sql = format!("{sql} ORDER BY {}", keys.join(", "));
        }
        let offset = if self.accept("OFFSET") {
            Some(self.whole_number()?)
        } else {
            None
        };
        match (body.top, offset) {
            (None, None) => {}
            (Some(top), None) => sql = format!("{sql} LIMIT {top}"),
            (top, Some(offset)) => {
                let top = top.map_or("-1".to_owned(), |top| top.to_string());
                sql = format!("{sql} LIMIT {top} OFFSET {offset}");
            }
        }
        self.with.truncate(n_with);
        self.shallower();
        Ok(Translated {
            sql,
            columns: body.columns,
        })
    }

    fn common_table(&mut self) -> Result<String, AdqlError> {
        let name = self.identifier("a name")?;
        let renamed = if self.sees_symbol("(") {
            self.in_parentheses(|parser| parser.list(|parser| parser.identifier("a column")))?
        } else {
            Vec::new()
        };
        self.expect("AS")?;
        let query = self.in_parentheses(Self::query)?;
        let mut columns = query.columns;
        for (column, name) in columns.iter_mut().zip(&renamed) {
            column.name.clone_from(name);
        }
        self.with.push((name.clone(), columns));
        let names: Vec<String> = renamed.iter().map(|name| quoted(name)).collect();
        let names = if names.is_empty() {
            String::new()
        } else {
            format!("({})", names.join(", "))
        };
        Ok(format!("{}{names} AS ({})", quoted(&name), query.sql))
    }

    fn order_key(&mut self) -> Result<String, AdqlError> {
        let key = self.expression()?.sql;
        let direction = match (self.accept("DESC"), self.accept("ASC")) {
            (true, _) => " DESC",
            _ => "",
        };
        Ok(format!("{key}{direction}"))
    }

    fn union(&mut self) -> Result<Body, AdqlError> {
        let mut left = self.intersection()?;
        loop {
            let operation = if self.accept("UNION") {
                if self.accept("ALL") {
                    "UNION ALL"
                } else {
                    "UNION"
                }
            } else if self.accept("EXCEPT") {
                "EXCEPT"
            } else {
                return Ok(left);
            };
            left = left.combined(operation, self.intersection()?);
        }
    }

    fn intersection(&mut self) -> Result<Body, AdqlError> {
        let mut left = self.operand()?;
        while self.accept("INTERSECT") {
            left = left.combined("INTERSECT", self.operand()?);
        }
        Ok(left)
    }

    fn operand(&mut self) -> Result<Body, AdqlError> {
        if self.sees_symbol("(") {
            let inner = self.in_parentheses(Self::query)?;
            return Ok(Body {
                sql: format!("SELECT * FROM ({})", inner.sql),
                columns: inner.columns,
                top: None,
            });
        }
        self.select()
    }

    fn select(&mut self) -> Result<Body, AdqlError> {
        self.expect("SELECT")?;
        let distinct = if self.accept("DISTINCT") {
            "DISTINCT "
        } else {
            ""
        };
        self.accept("ALL");
        let top = if self.accept("TOP") {
            Some(self.whole_number()?)
        } else {
            None
        };
        let items = self.list(Self::item)?;
        let from = if self.accept("FROM") {
            self.from()?
        } else {
            From::default()
        };
        let mut sql = format!("SELECT {distinct}{}", items_sql(&items));
        if !from.sql.is_empty() {
            sql = format!("{sql} FROM {}", from.sql);
        }
        if self.accept("WHERE") {
            sql = format!("{sql} WHERE {}", self.expression()?.sql);
        }
        if self.accept("GROUP") {
            self.expect("BY")?;
            let keys = self.list(Self::expression)?;
            let keys: Vec<&str> = keys.iter().map(|key| key.sql.as_str()).collect();
            sql = format!("{sql} GROUP BY {}", keys.join(", "));
        }
        if self.accept("HAVING") {
            sql = format!("{sql} HAVING {}", self.expression()?.sql);
        }
        Ok(Body {
            sql,
            columns: columns(&items, &from),
            top,
        })
    }

    fn item(&mut self) -> Result<Item, AdqlError> {
        if self.accept_symbol(&["*"]).is_some() {
            self.uses.push(Use::Star);
            return Ok(Item::Star(Vec::new()));
        }
        let start = self.at;
        // `table.*` looks like a column until its end.
        if matches!(self.peek(), Some(Token::Word(_) | Token::Quoted(_)))
            && let Ok(path) = self.path("a column")
            && self.accept_symbol(&["."]).is_some()
            && self.accept_symbol(&["*"]).is_some()
        {
            return Ok(Item::Star(path));
        }
        self.at = start;
        let value = self.expression()?;
        let name = self.alias()?.unwrap_or_else(|| value.name.clone());
        Ok(Item::Value(value, name))
    }
}

/// Whether a word cannot be a name without quotes.
pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS
        .iter()
        .any(|keyword| keyword.eq_ignore_ascii_case(word))
}

fn items_sql(items: &[Item]) -> String {
    let parts: Vec<String> = items
        .iter()
        .map(|item| match item {
            Item::Star(path) if path.is_empty() => "*".to_owned(),
            // SQLite takes no schema here; the table's name is enough where it is the only one.
            Item::Star(path) => format!("{}.*", quoted(path.last().map_or("", String::as_str))),
            Item::Value(value, name) => format!("{} AS {}", value.sql, quoted(name)),
        })
        .collect();
    parts.join(", ")
}

/// What the columns of a SELECT mean.
fn columns(items: &[Item], from: &From) -> Vec<Column> {
    items
        .iter()
        .flat_map(|item| match item {
            Item::Star(path) if path.is_empty() => from.star.clone(),
            Item::Star(path) => from
                .sources
                .iter()
                .filter(|source| source.is_meant(path))
                .flat_map(|source| source.columns.clone())
                .collect(),
            Item::Value(value, name) => {
                let original = value
                    .column
                    .as_ref()
                    .and_then(|path| from.column(path))
                    .cloned();
                let column =
                    original.unwrap_or_else(|| Column::bare("", from.kind(&value.meaning)));
                vec![Column {
                    name: name.clone(),
                    ..column
                }]
            }
        })
        .collect()
}
