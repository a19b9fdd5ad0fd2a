//! `TAP_SCHEMA`: the tables that describe all tables, themselves included (TAP 1.1, section 4).

use crate::practice::schema::{
    Column, Table,
    Type::{Int, Text},
    in_queries,
};
use rusqlite::types::Value;
use std::collections::BTreeMap;

const SCHEMA: &str = "tap_schema";

/// Adds the tables of `TAP_SCHEMA` to others.
pub(super) fn with_tap_schema(
    mut tables: Vec<(Table, Vec<Vec<Value>>)>,
) -> Vec<(Table, Vec<Vec<Value>>)> {
    let all: Vec<Table> = tables
        .iter()
        .map(|(table, _)| table.clone())
        .chain(own_tables())
        .collect();
    let mut schemas = BTreeMap::new();
    for table in &all {
        schemas.insert(table.schema.clone(), schema_description(&table.schema));
    }
    let filled: [Vec<Vec<Value>>; 5] = [
        numbered(
            schemas
                .into_iter()
                .map(|(name, description)| vec![text(&name), Value::Null, text(description)]),
        ),
        numbered(all.iter().map(table_row)),
        all.iter().flat_map(column_rows).collect(),
        all.iter()
            .flat_map(|table| keys(table, |id, _, to| key_row(table, id, to)))
            .collect(),
        all.iter()
            .flat_map(|table| keys(table, key_column_row))
            .collect(),
    ];
    tables.extend(own_tables().into_iter().zip(filled));
    tables
}

fn schema_description(schema: &str) -> &'static str {
    match schema {
        "rr" => "The tables of RegTAP 1.2",
        "ivoa" => "Tables that the IVOA defines",
        _ => "Descriptions of all tables, as TAP 1.1 wants them",
    }
}

/// A text as a value; an empty one is NULL.
fn text(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        Value::Text(text.to_owned())
    }
}

/// Rows with their number, from zero, behind them.
fn numbered(rows: impl Iterator<Item = Vec<Value>>) -> Vec<Vec<Value>> {
    (0..)
        .zip(rows)
        .map(|(nr, mut row)| {
            row.push(Value::Integer(nr));
            row
        })
        .collect()
}

fn full_name(table: &Table) -> Value {
    Value::Text(format!("{}.{}", table.schema, table.name))
}

fn table_row(table: &Table) -> Vec<Value> {
    vec![
        text(&table.schema),
        full_name(table),
        text("table"),
        text(&table.utype),
        text(&table.description),
    ]
}

fn column_rows(table: &Table) -> Vec<Vec<Value>> {
    let is_standard = i64::from(matches!(table.schema.as_str(), "rr" | "ivoa" | SCHEMA));
    numbered(table.columns.iter().map(|column| {
        let (datatype, arraysize, xtype) = column.kind.votable();
        vec![
            full_name(table),
            Value::Text(in_queries(&column.name)),
            text(&column.utype),
            text(&column.ucd),
            text(&column.unit),
            text(&column.description),
            text(datatype),
            text(arraysize.unwrap_or_default()),
            text(xtype.unwrap_or_default()),
            Value::Null,
            Value::Integer(1),
            Value::Integer(0),
            Value::Integer(is_standard),
        ]
    }))
}

/// A row for each foreign key of a table, from its identifier, its column, and where it leads.
fn keys(table: &Table, row: impl Fn(&str, &str, (&str, &str)) -> Vec<Value>) -> Vec<Vec<Value>> {
    let rows = table.keys.iter().map(|(from, target, column)| {
        let id = format!("{}.{}.{from}", table.schema, table.name);
        row(&id, from, (target, column))
    });
    rows.collect()
}

fn key_row(table: &Table, id: &str, (target, _): (&str, &str)) -> Vec<Value> {
    vec![
        text(id),
        full_name(table),
        text(target),
        Value::Null,
        Value::Null,
    ]
}

fn key_column_row(id: &str, from: &str, (_, column): (&str, &str)) -> Vec<Value> {
    vec![text(id), text(from), text(column)]
}

/// Columns of text, and columns of whole numbers behind them, with their meanings.
fn columns(texts: &[(&str, &str)], numbers: &[(&str, &str)]) -> Vec<Column> {
    let text = |(name, meaning): &(&str, &str)| Column::new(name, Text, meaning);
    let number = |(name, meaning): &(&str, &str)| Column::new(name, Int, meaning);
    texts
        .iter()
        .map(text)
        .chain(numbers.iter().map(number))
        .collect()
}

const UTYPE: (&str, &str) = ("utype", "The utype");
const DESCRIPTION: (&str, &str) = ("description", "What it holds");

fn own_tables() -> [Table; 5] {
    let place = |name: &'static str| [(name, "The place in lists")];
    let schemas = columns(
        &[("schema_name", "The name"), UTYPE, DESCRIPTION],
        &place("schema_index"),
    );
    let tables = columns(
        &[
            ("schema_name", "The schema"),
            (
                "table_name",
                "The name with its schema, as it stands in queries",
            ),
            ("table_type", "table or view"),
            UTYPE,
            DESCRIPTION,
        ],
        &place("table_index"),
    );
    let key = ("key_id", "The key");
    let from_table = ("from_table", "The table that refers");
    let target_table = ("target_table", "The table referred to");
    let joins = ("description", "What it joins");
    let keys = columns(&[key, from_table, target_table, UTYPE, joins], &[]);
    let from_column = ("from_column", "The column that refers");
    let target_column = ("target_column", "The column referred to");
    let key_columns = columns(&[key, from_column, target_column], &[]);
    let to_tables = |column| (column, "tap_schema.tables", "table_name");
    let table = |name: &str, meaning: &str, columns, keys| Table {
        keys,
        ..Table::new(SCHEMA, name, meaning, columns)
    };
    [
        table("schemas", "The schemas", schemas, Vec::new()),
        table(
            "tables",
            "The tables",
            tables,
            vec![("schema_name", "tap_schema.schemas", "schema_name")],
        ),
        table(
            "columns",
            "The columns",
            columns_of_columns(),
            vec![to_tables("table_name")],
        ),
        table(
            "keys",
            "Foreign keys",
            keys,
            vec![to_tables("from_table"), to_tables("target_table")],
        ),
        table(
            "key_columns",
            "The columns of foreign keys",
            key_columns,
            vec![("key_id", "tap_schema.keys", "key_id")],
        ),
    ]
}

fn columns_of_columns() -> Vec<Column> {
    columns(
        &[
            ("table_name", "The table"),
            ("column_name", "The name, as it stands in queries"),
            UTYPE,
            ("ucd", "The UCD"),
            ("unit", "The unit"),
            DESCRIPTION,
            ("datatype", "The type, in VOTable's words"),
            ("arraysize", "The shape of its values"),
            ("xtype", "The structure inside its values"),
        ],
        &[
            ("size", "The length; the arraysize says more"),
            ("principal", "1 for what most people want to see"),
            ("indexed", "1 where conditions are quick"),
            ("std", "1 where a standard defines it"),
            ("column_index", "The place in lists"),
        ],
    )
}
