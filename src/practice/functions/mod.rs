//! ADQL's functions, registered in SQLite.

mod geometry;
mod mathematics;
mod texts;

use rusqlite::{
    Connection, Error,
    functions::{Context, FunctionFlags},
    types::{ToSqlOutput, ValueRef},
};

/// Says what is wrong with the arguments of a function.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Wrong(pub(super) String);

impl From<Wrong> for Error {
    fn from(wrong: Wrong) -> Self {
        Self::UserFunctionError(Box::new(wrong))
    }
}

/// The same arguments give the same value, which lets SQLite work out constant ones once.
const PURE: FunctionFlags = FunctionFlags::SQLITE_UTF8.union(FunctionFlags::SQLITE_DETERMINISTIC);

/// Registers all functions.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    geometry::register(connection)?;
    mathematics::register(connection)?;
    texts::register(connection)
}

/// The arguments as they are; whether one of them is NULL.
fn any_null(context: &Context<'_>) -> bool {
    (0..context.len()).any(|nr| matches!(context.get_raw(nr), ValueRef::Null))
}

/// An argument as a number.
fn number(context: &Context<'_>, nr: usize) -> Result<f64, Wrong> {
    if nr >= context.len() {
        return Err(Wrong("an argument is missing".to_owned()));
    }
    match context.get_raw(nr) {
        ValueRef::Real(value) => Ok(value),
        #[expect(
            clippy::cast_precision_loss,
            reason = "SQL turns whole numbers to real ones in just this way"
        )]
        ValueRef::Integer(value) => Ok(value as f64),
        other => other
            .as_str()
            .ok()
            .and_then(|text| text.trim().parse().ok())
            .ok_or_else(|| Wrong("a number is expected".to_owned())),
    }
}

/// An argument as text.
fn text(context: &Context<'_>, nr: usize) -> String {
    if nr >= context.len() {
        return String::new();
    }
    match context.get_raw(nr) {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        ValueRef::Integer(value) => value.to_string(),
        ValueRef::Real(value) => value.to_string(),
        ValueRef::Null => String::new(),
    }
}

/// Registers a function that gives NULL where an argument is NULL.
fn scalar<T>(
    connection: &Connection,
    name: &str,
    n_arguments: i32,
    function: impl Fn(&Context<'_>) -> Result<T, Wrong> + Send + 'static,
) -> rusqlite::Result<()>
where
    ToSqlOutput<'static>: From<T>,
{
    connection.create_scalar_function(name, n_arguments, PURE, move |context| {
        if any_null(context) {
            return Ok(None);
        }
        Ok(Some(ToSqlOutput::from(function(context)?)))
    })
}
