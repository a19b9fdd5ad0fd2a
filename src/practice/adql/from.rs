//! FROM and its joins.

use super::{
    AdqlError,
    query::{Parser, is_keyword},
    scope::{self, From, Source},
    token::Token,
};
use crate::practice::schema::{Column, quoted};

impl Parser<'_> {
    /// What follows FROM.
    pub(super) fn from(&mut self) -> Result<From, AdqlError> {
        let mut from = self.joined_table()?;
        while self.accept_symbol(&[","]).is_some() {
            let next = self.joined_table()?;
            from.sql = format!("{}, {}", from.sql, next.sql);
            from.sources.extend(next.sources);
            from.star.extend(next.star);
        }
        Ok(from)
    }

    fn joined_table(&mut self) -> Result<From, AdqlError> {
        let mut left = self.table_primary()?;
        while let Some((natural, operator)) = self.join_operator()? {
            let right = self.table_primary()?;
            left.sql = format!("{} {operator} {}", left.sql, right.sql);
            let mut shared: Vec<String> = Vec::new();
            if natural {
                let common = |column: &&Column| scope::named(&left.star, &column.name).is_some();
                shared = right
                    .star
                    .iter()
                    .filter(common)
                    .map(|column| column.name.clone())
                    .collect();
            } else if self.accept("ON") {
                left.sources.extend(right.sources.iter().cloned());
                left.sql = format!("{} ON {}", left.sql, self.expression()?.sql);
                left.star.extend(right.star);
                continue;
            } else if self.accept("USING") {
                shared = self
                    .in_parentheses(|parser| parser.list(|parser| parser.identifier("a column")))?;
                let names: Vec<String> = shared.iter().map(|name| quoted(name)).collect();
                left.sql = format!("{} USING ({})", left.sql, names.join(", "));
            }
            left.sources.extend(right.sources);
            let once = |column: &Column| {
                !shared
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(&column.name))
            };
            left.star.extend(right.star.into_iter().filter(once));
        }
        Ok(left)
    }

    /// The words of a join up to JOIN, and whether it is a natural one.
    fn join_operator(&mut self) -> Result<Option<(bool, String)>, AdqlError> {
        let natural = self.accept("NATURAL");
        let mut words = if natural {
            "NATURAL ".to_owned()
        } else {
            String::new()
        };
        let mut seen = natural;
        for side in ["LEFT", "RIGHT", "FULL"] {
            if self.accept(side) {
                words.push_str(side);
                words.push(' ');
                self.accept("OUTER");
                seen = true;
            }
        }
        for word in ["INNER", "CROSS"] {
            if self.accept(word) {
                words.push_str(word);
                words.push(' ');
                seen = true;
            }
        }
        if seen {
            self.expect("JOIN")?;
        } else if !self.accept("JOIN") {
            return Ok(None);
        }
        Ok(Some((natural, format!("{words}JOIN"))))
    }

    fn table_primary(&mut self) -> Result<From, AdqlError> {
        if self.sees_symbol("(") {
            return self.in_parentheses_then_alias();
        }
        let place = self.at;
        let path = self.path("a table")?;
        let known = path.first().filter(|_| path.len() == 1).and_then(|name| {
            self.with
                .iter()
                .rev()
                .find(|(with, _)| with.eq_ignore_ascii_case(name))
        });
        let (schema, name, columns) = if let Some((name, columns)) = known {
            (None, name.clone(), columns.clone())
        } else if let Some(table) = scope::table(self.tables, &path) {
            (
                Some(table.schema.clone()),
                table.name.clone(),
                table.columns.clone(),
            )
        } else {
            self.at = place;
            return Err(self.error(format!("there is no table {}", path.join("."))));
        };
        let mut sql = match &schema {
            Some(schema) => format!("{}.{}", quoted(schema), quoted(&name)),
            None => quoted(&name),
        };
        let alias = self.alias()?;
        if let Some(alias) = &alias {
            sql = format!("{sql} AS {}", quoted(alias));
        }
        let source = Source {
            schema: schema.filter(|_| alias.is_none()),
            name: Some(alias.unwrap_or(name)),
            columns: columns.clone(),
        };
        Ok(From {
            sql,
            sources: vec![source],
            star: columns,
        })
    }

    /// A query as a table, or a join in parentheses.
    fn in_parentheses_then_alias(&mut self) -> Result<From, AdqlError> {
        let inner = self.in_parentheses(|parser| {
            if !parser.begins_query() {
                let from = parser.joined_table()?;
                return Ok(From {
                    sql: format!("({})", from.sql),
                    ..from
                });
            }
            let query = parser.query()?;
            let source = Source {
                schema: None,
                name: None,
                columns: query.columns.clone(),
            };
            Ok(From {
                sql: format!("({})", query.sql),
                sources: vec![source],
                star: query.columns,
            })
        })?;
        let Some(alias) = self.alias()? else {
            return Ok(inner);
        };
        let source = Source {
            schema: None,
            name: Some(alias.clone()),
            columns: inner.star.clone(),
        };
        Ok(From {
            sql: format!("{} AS {}", inner.sql, quoted(&alias)),
            sources: vec![source],
            star: inner.star,
        })
    }

    /// `AS name`, or a name alone.
    pub(super) fn alias(&mut self) -> Result<Option<String>, AdqlError> {
        if self.accept("AS") {
            return self.identifier("a name").map(Some);
        }
        match self.peek() {
            Some(Token::Quoted(_)) => self.identifier("a name").map(Some),
            Some(Token::Word(word)) if !is_keyword(word) => self.identifier("a name").map(Some),
            _ => Ok(None),
        }
    }
}
