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
            .flat_map(|table| keys(table, |id, from, to| key_column_row(id, from, to)))
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

fn own_tables() -> [Table; 5] {
    let texts = |names: &[(&str, &str)]| -> Vec<Column> {
        names
            .iter()
            .map(|(name, meaning)| Column::new(name, Text, meaning))
            .collect()
    };
    let int = |name: &str, meaning: &str| Column::new(name, Int, meaning);
    let mut schemas = texts(&[
        ("schema_name", "The name"),
        ("utype", "The utype"),
        ("description", "What it holds"),
    ]);
    schemas.push(int("schema_index", "The place in lists"));
    let mut tables = texts(&[
        ("schema_name", "The schema"),
        (
            "table_name",
            "The name with its schema, as it stands in queries",
        ),
        ("table_type", "table or view"),
        ("utype", "The utype"),
        ("description", "What it holds"),
    ]);
    tables.push(int("table_index", "The place in lists"));
    let mut columns = texts(&[
        ("table_name", "The table"),
        ("column_name", "The name, as it stands in queries"),
        ("utype", "The utype"),
        ("ucd", "The UCD"),
        ("unit", "The unit"),
        ("description", "What it holds"),
        ("datatype", "The type, in VOTable's words"),
        ("arraysize", "The shape of its values"),
        ("xtype", "The structure inside its values"),
    ]);
    columns.extend([
        int("size", "The length; the arraysize says more"),
        int("principal", "1 for what most people want to see"),
        int("indexed", "1 where conditions are quick"),
        int("std", "1 where a standard defines it"),
        int("column_index", "The place in lists"),
    ]);
    let keys = texts(&[
        ("key_id", "The key"),
        ("from_table", "The table that refers"),
        ("target_table", "The table referred to"),
        ("utype", "The utype"),
        ("description", "What it joins"),
    ]);
    let key_columns = texts(&[
        ("key_id", "The key"),
        ("from_column", "The column that refers"),
        ("target_column", "The column referred to"),
    ]);
    [
        Table::new(SCHEMA, "schemas", "The schemas", schemas),
        Table {
            keys: vec![("schema_name", "tap_schema.schemas", "schema_name")],
            ..Table::new(SCHEMA, "tables", "The tables", tables)
        },
        Table {
            keys: vec![("table_name", "tap_schema.tables", "table_name")],
            ..Table::new(SCHEMA, "columns", "The columns", columns)
        },
        Table {
            keys: vec![
                ("from_table", "tap_schema.tables", "table_name"),
                ("target_table", "tap_schema.tables", "table_name"),
            ],
            ..Table::new(SCHEMA, "keys", "Foreign keys", keys)
        },
        Table {
            keys: vec![("key_id", "tap_schema.keys", "key_id")],
            ..Table::new(
                SCHEMA,
                "key_columns",
                "The columns of foreign keys",
                key_columns,
            )
        },
    ]
}
