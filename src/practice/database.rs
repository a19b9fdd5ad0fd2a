//! A database in memory that answers ADQL, with a schema for each database attached.

use super::{
    adql::{self, AdqlError, Dialect},
    functions,
    schema::{Column, Table, Type, quoted},
};
use rusqlite::{
    Connection, OpenFlags,
    config::DbConfig,
    types::{ToSql, Value},
};
use std::{
    collections::BTreeSet,
    fmt,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{runtime::Handle, time::sleep};

/// How long a query may run. It is a small database: what runs longer is a product of tables by mistake.
const LONGEST_QUERY: Duration = Duration::from_secs(20);

/// The schema of tables that come with a query.
pub(super) const UPLOADS: &str = "tap_upload";

/// Tells databases of one process apart.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Why a query was not answered.
#[derive(Debug, thiserror::Error)]
pub(super) enum QueryError {
    /// It is not ADQL, or not of the part that is understood here.
    #[error("the query is wrong: {0}")]
    Adql(#[from] AdqlError),
    /// It names what is not there, or a function refuses its arguments, or it runs too long.
    #[error("the query cannot be run: {}", in_short(.0))]
    Sqlite(#[from] rusqlite::Error),
}

/// What SQLite has to say, without the SQL that the query became.
fn in_short(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => {
            let message = msg.split(" - should this").next().unwrap_or_default();
            message.replace('"', "")
        }
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}

/// A table that comes with a query.
#[derive(Debug, Clone)]
pub(super) struct Upload {
    /// Its description, in the schema of uploads.
    pub(super) table: Table,
    /// Its rows.
    pub(super) rows: Vec<Vec<Value>>,
}

/// What a query gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The columns.
    pub(super) columns: Vec<Column>,
    /// The rows, with as many values each.
    pub(super) rows: Vec<Vec<Value>>,
    /// Whether there were more than asked for.
    pub(super) overflow: bool,
}

/// Tables that can be asked.
pub(super) struct Database {
    /// All tables, by which queries are understood.
    pub(super) tables: Vec<Table>,
    /// How much of ADQL it is made to understand.
    dialect: Dialect,
    /// The schemas with the names of their databases.
    attached: Vec<(String, String)>,
    /// Keeps the databases alive: SQLite forgets one with its last connection.
    _keeper: Mutex<Connection>,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database")
            .field("attached", &self.attached)
            .finish_non_exhaustive()
    }
}

impl Database {
    /// Makes the tables and fills them.
    pub(super) fn new(filled: Vec<(Table, Vec<Vec<Value>>)>) -> rusqlite::Result<Self> {
        let nr = NEXT.fetch_add(1, Ordering::Relaxed);
        let schemas: BTreeSet<String> = filled
            .iter()
            .map(|(table, _)| table.schema.clone())
            .collect();
        let attached: Vec<(String, String)> = schemas
            .into_iter()
            .map(|schema| {
                let uri = format!("file:/vodiscover-{nr}-{schema}?vfs=memdb");
                (schema, uri)
            })
            .collect();
        let mut keeper = connect(&attached)?;
        let transaction = keeper.transaction()?;
        for (table, rows) in &filled {
            fill(&transaction, table, rows)?;
        }
        transaction.commit()?;
        let tables = filled.into_iter().map(|(table, _)| table).collect();
        Ok(Self {
            tables,
            dialect: Dialect::default(),
            attached,
            _keeper: Mutex::new(keeper),
        })
    }

    /// The same, which understands no more than this.
    pub(super) fn speaking(self, dialect: Dialect) -> Self {
        Self { dialect, ..self }
    }

    /// Answers a query, with `limit` rows at most. It waits for the database: call it where that is allowed.
    pub(super) fn query(
        &self,
        query: &str,
        limit: usize,
        uploads: &[Upload],
    ) -> Result<Found, QueryError> {
        let mut tables = self.tables.clone();
        tables.extend(uploads.iter().map(|upload| upload.table.clone()));
        let translated = adql::translate(query, &tables, self.dialect)?;
        let connection = connect(&self.attached)?;
        functions::register(&connection)?;
        if !uploads.is_empty() {
            connection.execute(&format!("ATTACH ':memory:' AS {UPLOADS}"), ())?;
        }
        for upload in uploads {
            fill(&connection, &upload.table, &upload.rows)?;
        }
        connection.pragma_update(None, "query_only", true)?;
        let _watch = Watch::over(&connection);
        run(&connection, translated, limit)
    }
}

/// Interrupts a query that runs too long.
struct Watch(Option<tokio::task::JoinHandle<()>>);

impl Watch {
    fn over(connection: &Connection) -> Self {
        let handle = connection.get_interrupt_handle();
        let task = async move {
            sleep(LONGEST_QUERY).await;
            handle.interrupt();
        };
        Self(
            Handle::try_current()
                .ok()
                .map(|runtime| runtime.spawn(task)),
        )
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(task) = &self.0 {
            task.abort();
        }
    }
}

fn connect(attached: &[(String, String)]) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(":memory:", flags)?;
    // "Name" is a name and never a text.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    for (schema, uri) in attached {
        connection.execute(&format!("ATTACH ? AS {}", quoted(schema)), [uri])?;
    }
    Ok(connection)
}

fn fill(connection: &Connection, table: &Table, rows: &[Vec<Value>]) -> rusqlite::Result<()> {
    connection.execute(&table.create_sql(), ())?;
    let mut insert = connection.prepare(&table.insert_sql())?;
    for row in rows {
        insert.execute(rusqlite::params_from_iter(
            row.iter().map(|value| value as &dyn ToSql),
        ))?;
    }
    Ok(())
}

fn run(
    connection: &Connection,
    translated: adql::Translated,
    limit: usize,
) -> Result<Found, QueryError> {
    let mut statement = connection.prepare(&translated.sql)?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let n_columns = names.len();
    let mut columns = translated.columns;
    if columns.len() != n_columns {
        // The two never differ as far as we know; if they do, what SQLite says is so.
        columns = names
            .iter()
            .map(|name| Column::bare(name, Type::Text))
            .collect();
    }
    let mut rows = Vec::new();
    let mut overflow = false;
    let mut found = statement.query(())?;
    while let Some(row) = found.next()? {
        if rows.len() == limit {
            overflow = true;
            break;
        }
        let values: rusqlite::Result<Vec<Value>> = (0..n_columns).map(|nr| row.get(nr)).collect();
        rows.push(values?);
    }
    settle(&mut columns, &mut rows);
    Ok(Found {
        columns,
        rows,
        overflow,
    })
}

/// Widens columns whose values are not of the type that was worked out, so that nothing found is lost.
fn settle(columns: &mut [Column], rows: &mut [Vec<Value>]) {
    for (nr, column) in columns.iter_mut().enumerate() {
        for value in rows.iter().filter_map(|row| row.get(nr)) {
            column.kind = match (column.kind, value) {
                (Type::Int | Type::Long, Value::Real(_)) => Type::Double,
                (Type::Int, Value::Integer(value)) if i32::try_from(*value).is_err() => Type::Long,
                (Type::Int | Type::Long | Type::Double, Value::Text(_)) => Type::Text,
                (kind, _) => kind,
            };
        }
        if matches!(column.kind, Type::Int | Type::Long | Type::Double) {
            continue;
        }
        for value in rows.iter_mut().filter_map(|row| row.get_mut(nr)) {
            match value {
                Value::Integer(number) => *value = Value::Text(number.to_string()),
                Value::Real(number) => *value = Value::Text(number.to_string()),
                Value::Null | Value::Text(_) | Value::Blob(_) => {}
            }
        }
    }
}
