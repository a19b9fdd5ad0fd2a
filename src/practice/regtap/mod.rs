//! The registry: RegTAP 1.2's tables, filled from the practice VO's own services.

mod coverage;
mod interface;
mod tables;

use super::{
    hosts::Addresses,
    schema::Table,
    services::{ARCHIVES, AUTHORITY, Record, Registration, home, records},
    sky::{Collection, Dataset},
};
use rusqlite::types::Value;
use std::collections::BTreeMap;

/// The data model that ObsCore tables declare, by their utype (ObsCore 1.1, section 5; TAPRegExt 1.1).
const OBSCORE_UTYPE: &str = "ivo://ivoa.net/std/obscore#table-1.1";

/// Rows by the names of their tables.
#[derive(Debug, Default)]
struct Rows(BTreeMap<&'static str, Vec<Vec<Value>>>);

impl Rows {
    fn add(&mut self, table: &'static str, row: Vec<Value>) {
        self.0.entry(table).or_default().push(row);
    }
}

/// A text as a value; an empty one is NULL.
pub(super) fn text(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        Value::Text(text.to_owned())
    }
}

/// The tables of the registry with their rows.
pub(super) fn filled(addresses: &Addresses, datasets: &[Dataset]) -> Vec<(Table, Vec<Vec<Value>>)> {
    let mut rows = Rows::default();
    let maps = coverage::maps(datasets);
    the_registry_itself(addresses, &mut rows);
    for record in records() {
        resource(record, &mut rows);
        for (nr, door) in (1..).zip(record.doors) {
            interface::capability(record, nr, door, addresses, &mut rows);
        }
        obscore(record, addresses, &mut rows);
        coverage::declare(record, datasets, &maps, &mut rows);
        for by in record.served_by {
            let related = format!("{AUTHORITY}/{by}");
            rows.add(
                "relationship",
                vec![
                    Value::Text(record.ivoid()),
                    text("isservedby"),
                    Value::Text(related),
                    text(by),
                ],
            );
        }
    }
    tables::tables()
        .into_iter()
        .map(|table| {
            let filled = rows.0.remove(table.name.as_str()).unwrap_or_default();
            (table, filled)
        })
        .collect()
}

fn resource(record: &Record, rows: &mut Rows) {
    let holds = record.holds();
    let kind = match record.registration {
        Some(Registration::Table) => "vs:catalogresource",
        _ => "vs:catalogservice",
    };
    let publisher = record
        .doors
        .first()
        .and_then(|door| ARCHIVES.get(door.host))
        .map_or("", |archive| archive.name);
    let names: Vec<&str> = holds.iter().map(|collection| collection.name).collect();
    let description = format!(
        "A service of the practice VO. Its data are synthetic: nobody ever observed them. Collections: {}.",
        names.join(", ")
    );
    let outline = Outline {
        ivoid: &record.ivoid(),
        kind,
        title: record.title,
        description: &description,
        waveband: &wavebands(&holds),
    };
    outline.describe(rows);
    person(rows, &record.ivoid(), publisher, "publisher");
}

/// What every record tells.
struct Outline<'a> {
    ivoid: &'a str,
    kind: &'a str,
    title: &'a str,
    description: &'a str,
    waveband: &'a str,
}

impl Outline<'_> {
    /// The row of `rr.resource`, with what goes with each.
    fn describe(&self, rows: &mut Rows) {
        let short: String = self.title.chars().take(16).collect();
        rows.add(
            "resource",
            vec![
                text(self.ivoid),
                text(self.kind),
                text("2026-01-01T00:00:00"),
                text(&short),
                Value::Text(format!("{} (synthetic)", self.title)),
                text("2026-01-02T00:00:00"),
                text("research"),
                text(self.description),
                text("https://www.ivoa.net/"),
                text("Practice, V.O."),
                text("survey#archive"),
                Value::Null,
                Value::Null,
                Value::Null,
                Value::Null,
                text(self.waveband),
                text("synthetic data, free for any use"),
                Value::Null,
                text("ivo://practice.vodiscover/registry"),
            ],
        );
        person(rows, self.ivoid, "Practice, V.O.", "creator");
        rows.add(
            "res_subject",
            vec![text(self.ivoid), text("synthetic-data")],
        );
        rows.add(
            "res_date",
            vec![
                text(self.ivoid),
                text("2026-01-01T00:00:00"),
                text("created"),
            ],
        );
        rows.add(
            "validation",
            vec![
                text(self.ivoid),
                Value::Integer(2),
                text(AUTHORITY),
                Value::Null,
            ],
        );
    }
}

fn person(rows: &mut Rows, ivoid: &str, name: &str, role: &str) {
    let mut row = vec![text(ivoid), text(name)];
    row.extend([
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
    ]);
    row.push(text(role));
    rows.add("res_role", row);
}

/// The parts of the spectrum (VOResource 1.2's terms) of some collections.
fn wavebands(collections: &[&Collection]) -> String {
    /// The upper ends, in metres, of the terms of the IVOA's list of messengers.
    const ENDS: &[(&str, f64)] = &[
        ("x-ray", 1e-8),
        ("euv", 1e-7),
        ("uv", 3e-7),
        ("optical", 1e-6),
        ("infrared", 1e-4),
        ("millimeter", 1e-2),
        ("radio", f64::INFINITY),
    ];
    let bands = || collections.iter().flat_map(|collection| collection.bands);
    let mut lowest = 0.0;
    let mut found = Vec::new();
    for (name, end) in ENDS {
        if bands().any(|band| (lowest..*end).contains(&f64::midpoint(band.lo_m, band.hi_m))) {
            found.push(*name);
        }
        lowest = *end;
    }
    found.join("#")
}

/// What makes a record one of an ObsCore table.
fn obscore(record: &Record, addresses: &Addresses, rows: &mut Rows) {
    let Some(registration) = record.registration else {
        return;
    };
    let ivoid = record.ivoid();
    if registration == Registration::Old {
        rows.add(
            "res_detail",
            vec![
                text(&ivoid),
                Value::Integer(1),
                text("/capability/dataModel/@ivo-id"),
                // In the case in which DaCHS writes it.
                text("ivo://ivoa.net/std/ObsCore#core-1.1"),
            ],
        );
    }
    let utype = if registration == Registration::Table {
        OBSCORE_UTYPE
    } else {
        ""
    };
    table_of(rows, &ivoid, "ivoa.obscore", "Observations", utype);
    if registration == Registration::Table {
        for service in record.served_by {
            rows.add(
                "tap_table",
                vec![
                    text(&ivoid),
                    Value::Text(format!("{AUTHORITY}/{service}")),
                    text("ivoa.obscore"),
                    text("Observations"),
                    text("Synthetic observations as ObsCore describes them"),
                    text(utype),
                ],
            );
        }
    }
    if let Some(door) = record.doors.first() {
        rows.add(
            "res_detail",
            vec![
                text(&ivoid),
                Value::Integer(1),
                text("/capability/interface/testQueryString"),
                Value::Text(format!("{}/examples", addresses.door_url(door))),
            ],
        );
    }
}

fn table_of(rows: &mut Rows, ivoid: &str, name: &str, title: &str, utype: &str) {
    let schema = name.split('.').next().unwrap_or_default();
    rows.add(
        "res_schema",
        vec![
            text(ivoid),
            Value::Integer(1),
            Value::Null,
            text(schema),
            Value::Null,
            Value::Null,
        ],
    );
    rows.add(
        "res_table",
        vec![
            text(ivoid),
            Value::Integer(1),
            text(title),
            text(name),
            Value::Integer(1),
            text(title),
            text("table"),
            text(utype),
            Value::Null,
        ],
    );
}

fn the_registry_itself(addresses: &Addresses, rows: &mut Rows) {
    let ivoid = format!("{AUTHORITY}/registry");
    let description = "The registry of the practice VO, in which all records are synthetic.";
    let outline = Outline {
        ivoid: &ivoid,
        kind: "vs:catalogservice",
        title: "Practice Registry",
        description,
        waveband: "",
    };
    outline.describe(rows);
    rows.add(
        "capability",
        vec![
            text(&ivoid),
            Value::Integer(1),
            text("tr:tableaccess"),
            Value::Null,
            text("ivo://ivoa.net/std/tap"),
        ],
    );
    let url = format!("http://{}/tap", addresses.authority(0));
    interface::of_tap(rows, &ivoid, &url);
    rows.add(
        "res_detail",
        vec![
            text(&ivoid),
            Value::Integer(1),
            text("/capability/dataModel/@ivo-id"),
            text("ivo://ivoa.net/std/RegTAP#1.2"),
        ],
    );
    table_of(
        rows,
        &ivoid,
        "rr.resource",
        "Resources",
        "ivo://ivoa.net/std/regtap#1.2",
    );
}

/// The identifier under which the publisher knows a dataset.
pub(super) fn publisher_did(dataset: &Dataset) -> String {
    format!("{AUTHORITY}/~?{}/{}", dataset.collection, dataset.id())
}

/// The name of the archive that holds the files of a dataset.
pub(super) fn archive_name(dataset: &Dataset) -> &'static str {
    ARCHIVES
        .get(home(dataset.collection))
        .map_or("", |archive| archive.name)
}
