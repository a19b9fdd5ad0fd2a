//! What a registry answers to each of the queries that it is asked.

use crate::wire::{Heard, Manner, Wire};
use std::fmt::Write as _;

/// What a registry has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    /// The services that it names for a question.
    pub(crate) named: Vec<Line>,
    /// Those that an inclusive question would name besides; they declare no coverage in space.
    pub(crate) silent: Vec<Line>,
    /// Pairs of names, the first served by the second.
    pub(crate) served_by: Vec<(&'static str, &'static str)>,
    /// How many services there are.
    pub(crate) count: u64,
}

/// One interface of a service.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    name: &'static str,
    standard: &'static str,
    access_url: String,
    pub(crate) mirror_url: String,
}

impl Lines {
    /// A registry that names services: name, standard and address of each.
    pub(crate) fn named(named: &[(&'static str, &'static str, &str)]) -> Self {
        Self {
            named: named.iter().copied().map(line).collect(),
            count: named.len() as u64,
            ..Self::default()
        }
    }
}

/// A service by name, standard and address.
pub(crate) fn line((name, standard, url): (&'static str, &'static str, &str)) -> Line {
    Line {
        name,
        standard,
        access_url: url.to_owned(),
        mirror_url: String::new(),
    }
}

/// An answer without fault.
pub(crate) fn well(body: Vec<u8>) -> Manner {
    Manner::Answer("200 OK", body)
}

pub(crate) fn is_relationships(heard: &Heard) -> bool {
    heard.body.contains("isservedby")
}

pub(crate) fn is_count(heard: &Heard) -> bool {
    heard.body.contains("COUNT")
}

pub(crate) fn is_undeclared(heard: &Heard) -> bool {
    heard.body.contains("LEFT OUTER JOIN")
}

/// What a registry with these lines answers.
pub(crate) fn answer(heard: &Heard, lines: &Lines) -> Vec<u8> {
    if is_relationships(heard) {
        crate::answers::relationships(&lines.served_by)
    } else if is_count(heard) {
        counted(lines.count)
    } else if is_undeclared(heard) {
        table(&["in_space"], &lines.silent)
    } else {
        interfaces(&lines.named)
    }
}

/// The bodies of the queries for candidates that a registry heard.
pub(crate) fn candidate_queries(registry: &Wire) -> Vec<String> {
    let heard = registry.heard();
    let is_one = |heard: &&Heard| {
        heard.body.contains("res_title") && !is_undeclared(heard) && !is_count(heard)
    };
    heard
        .iter()
        .filter(is_one)
        .map(|heard| heard.body.clone())
        .collect()
}

/// The answer to the question how many there are.
pub(crate) fn counted(count: u64) -> Vec<u8> {
    format!(
        "{}<FIELD name=\"n_services\" datatype=\"long\"/><DATA><TABLEDATA><TR><TD>{count}</TD></TR>{}",
        HEAD,
        crate::answers::TAIL
    )
    .into_bytes()
}

/// Interfaces as they are asked for.
pub(crate) fn interfaces(lines: &[Line]) -> Vec<u8> {
    table(&[], lines)
}

/// Names of tables and columns, as `TAP_SCHEMA` has them.
pub(crate) fn columns(columns: &[(&str, &str)]) -> Vec<u8> {
    let mut text = head(&["table_name", "column_name"]);
    for (table, column) in columns {
        writeln!(text, "<TR><TD>{table}</TD><TD>{column}</TD></TR>").unwrap();
    }
    (text + crate::answers::TAIL).into_bytes()
}

const HEAD: &str = "<VOTABLE version=\"1.4\"><RESOURCE type=\"results\"><INFO name=\"QUERY_STATUS\" value=\"OK\"/><TABLE>\n";

fn head(fields: &[&str]) -> String {
    let mut text = HEAD.to_owned();
    for name in fields {
        writeln!(
            text,
            "<FIELD name=\"{name}\" datatype=\"char\" arraysize=\"*\"/>"
        )
        .unwrap();
    }
    text + "<DATA><TABLEDATA>\n"
}

fn table(more: &[&str], lines: &[Line]) -> Vec<u8> {
    let mut fields = vec![
        "ivoid",
        "res_type",
        "res_title",
        "cap_index",
        "standard_id",
        "intf_role",
        "access_url",
        "mirror_url",
    ];
    fields.extend(more);
    let mut text = head(&fields);
    for line in lines {
        let cap_index = if line.standard == crate::answers::SIA1 {
            "1"
        } else {
            "2"
        };
        let cells = [
            &format!("ivo://example/{}", line.name),
            "vs:catalogservice",
            line.name,
            cap_index,
            line.standard,
            "std",
            &line.access_url,
            &line.mirror_url,
        ];
        let cells: Vec<String> = cells
            .iter()
            .map(|cell| format!("<TD>{}</TD>", cell.replace('&', "&amp;")))
            .collect();
        let nulls = "<TD/>".repeat(more.len());
        writeln!(text, "<TR>{}{nulls}</TR>", cells.concat()).unwrap();
    }
    (text + crate::answers::TAIL).into_bytes()
}
