//! Translates ADQL 2.1 to SQLite's SQL, and works out what the columns of the result mean.

mod dialect;
mod expression;
mod from;
mod functions;
mod query;
mod reading;
mod scope;
#[cfg(test)]
mod tests;
mod token;

use super::schema::{Column, Table};
pub(super) use dialect::Dialect;
use query::Parser;

/// A query that SQLite can run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Translated {
    /// The query in SQLite's SQL.
    pub(super) sql: String,
    /// The columns of the result, in order.
    pub(super) columns: Vec<Column>,
}

/// Why a query cannot be translated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum AdqlError {
    /// Something is wrong at a place.
    #[error("{what}, at character {at}")]
    At {
        /// In characters from the beginning, from one.
        at: usize,
        /// What is wrong and what would be right.
        what: String,
    },
    /// It is ADQL, but more of it than this service understands.
    #[error("{0}")]
    Dialect(String),
}

impl AdqlError {
    fn at(at: usize, what: impl Into<String>) -> Self {
        Self::At {
            at,
            what: what.into(),
        }
    }
}

/// Translates a query over these tables, where it is in this dialect.
pub(super) fn translate(
    query: &str,
    tables: &[Table],
    dialect: Dialect,
) -> Result<Translated, AdqlError> {
    let tokens = token::tokens(query)?;
    Parser::new(&tokens, tables).whole(dialect)
}
