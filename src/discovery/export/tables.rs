//! The datasets and the services as tables that can be written.

use crate::{
    discovery::{
        found::Found,
        provenance::{self, Provenance, timestamp},
        record::Record,
    },
    domain::{
        dataset::Datasets,
        obscore::{Kind, ObsColumn},
    },
    votable::{Cell, Datatype, Field, Rows},
};
use std::{
    cell,
    io::{self, Write},
    sync::Arc,
};

/// The ID of the system of coordinates.
pub(super) const COOSYS: &str = "icrs";
/// The ID of the system of times.
pub(super) const TIMESYS: &str = "mjd";

/// The columns of the datasets, as FIELDs.
pub(super) fn dataset_fields() -> Vec<Field> {
    ObsColumn::ALL.map(dataset_field).into()
}

fn dataset_field(column: ObsColumn) -> Field {
    let info = column.info();
    let field = match (info.kind, column) {
        (Kind::Text, _) => Field::text(info.name),
        (Kind::Integer, ObsColumn::CalibLevel) => Field::new(info.name, Datatype::Int),
        (Kind::Integer, _) => Field::new(info.name, Datatype::Long),
        (Kind::Number, _) => Field::new(info.name, Datatype::Double),
    };
    Field {
        unit: info.unit.map(str::to_owned),
        ucd: Some(info.ucd.to_owned()),
        utype: info.utype.map(str::to_owned),
        description: Some(info.description.to_owned()),
        xtype: (column == ObsColumn::ObsReleaseDate).then(|| "timestamp".to_owned()),
        reference: match column {
            ObsColumn::SRa | ObsColumn::SDec | ObsColumn::SRegion => Some(COOSYS.to_owned()),
            ObsColumn::TMin | ObsColumn::TMax => Some(TIMESYS.to_owned()),
            _ => None,
        },
        ..field
    }
}

/// What was found, by row and column.
#[derive(Debug)]
pub(super) struct Found2D<'a> {
    found: &'a Found,
    /// Rows are asked for in order, so that the chunk of the last one is mostly that of the next.
    last: cell::Cell<Option<(usize, &'a Arc<Datasets>)>>,
}

impl<'a> Found2D<'a> {
    pub(super) fn of(found: &'a Found) -> Self {
        Self {
            found,
            last: cell::Cell::new(None),
        }
    }

    /// The chunk that holds a row, and the row in it.
    fn place(&self, row: usize) -> Option<(&'a Arc<Datasets>, usize)> {
        let is_in =
            |(first, chunk): &(usize, &Arc<Datasets>)| *first <= row && row - first < chunk.len();
        let held = self
            .last
            .get()
            .filter(is_in)
            .or_else(|| self.found.chunk_of(row))?;
        self.last.set(Some(held));
        let (first, chunk) = held;
        Some((chunk, row - first))
    }
}

impl Rows for Found2D<'_> {
    fn len(&self) -> usize {
        self.found.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let (Some((chunk, row)), Some(column)) = (self.place(row), ObsColumn::ALL.get(column))
        else {
            return Cell::Null;
        };
        let value = match column.info().kind {
            Kind::Text => chunk.text(*column, row).map(Cell::Text),
            Kind::Integer => chunk.integer(*column, row).map(Cell::Int),
            Kind::Number => chunk.number(*column, row).map(Cell::Double),
        };
        value.unwrap_or(Cell::Null)
    }
}

/// A column of the provenance.
struct Column {
    name: &'static str,
    datatype: Datatype,
    unit: Option<&'static str>,
    ucd: &'static str,
    description: &'static str,
}

const fn column(
    name: &'static str,
    datatype: Datatype,
    ucd: &'static str,
    description: &'static str,
) -> Column {
    Column {
        name,
        datatype,
        unit: None,
        ucd,
        description,
    }
}

const COLUMNS: [Column; 12] = [
    column(
        "ivoid",
        Datatype::Char,
        "meta.ref.ivoid",
        "IVOA identifier of the service",
    ),
    column(
        "title",
        Datatype::Char,
        "meta.title",
        "Title of the service",
    ),
    column("protocol", Datatype::Char, "meta.code", "How it is asked"),
    column(
        "access_url",
        Datatype::Char,
        "meta.ref.url",
        "The address that was asked",
    ),
    column(
        "outcome",
        Datatype::Char,
        "meta.code.status",
        "What became of it: ok, empty, overflow, failed, skipped, stopped, not asked",
    ),
    column(
        "received",
        Datatype::Long,
        "meta.number",
        "Rows that it gave",
    ),
    column(
        "matched",
        Datatype::Long,
        "meta.number",
        "Rows of these that match the question",
    ),
    column(
        "new",
        Datatype::Long,
        "meta.number",
        "Datasets of these that no service had told of before",
    ),
    column(
        "started",
        Datatype::Char,
        "time.start",
        "When it was asked, UTC",
    ),
    Column {
        unit: Some("s"),
        ..column(
            "duration",
            Datatype::Double,
            "time.duration",
            "How long it took",
        )
    },
    column(
        "rung",
        Datatype::Char,
        "meta.note",
        "Which of several ways of asking was used, where there are several",
    ),
    column(
        "message",
        Datatype::Char,
        "meta.note",
        "What went wrong, or which service is asked in its place",
    ),
];

/// The columns of the provenance, as FIELDs.
pub(super) fn service_fields() -> Vec<Field> {
    COLUMNS
        .iter()
        .map(|column| Field {
            unit: column.unit.map(str::to_owned),
            ucd: Some(column.ucd.to_owned()),
            description: Some(column.description.to_owned()),
            xtype: (column.name == "started").then(|| "timestamp".to_owned()),
            ..match column.datatype {
                Datatype::Char => Field::text(column.name),
                other => Field::new(column.name, other),
            }
        })
        .collect()
}

/// The provenance, by row and column.
#[derive(Debug)]
pub(super) struct Services {
    rows: Vec<(Provenance, String)>,
}

impl Services {
    pub(super) fn of(record: &Record) -> Self {
        let rows = provenance::rows(record).into_iter().map(|row| {
            let started = row.started.map(timestamp).unwrap_or_default();
            (row, started)
        });
        Self {
            rows: rows.collect(),
        }
    }

    pub(super) fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut lines = csv::Writer::from_writer(out);
        lines.write_record(COLUMNS.iter().map(|column| column.name))?;
        for row in 0..self.len() {
            for column in 0..COLUMNS.len() {
                match self.cell(row, column) {
                    Cell::Null => lines.write_field("")?,
                    Cell::Bool(value) => lines.write_field(value.to_string())?,
                    Cell::Int(value) => lines.write_field(value.to_string())?,
                    Cell::Double(value) => lines.write_field(value.to_string())?,
                    Cell::Text(value) => lines.write_field(value)?,
                }
            }
            lines.write_record(None::<&[u8]>)?;
        }
        lines.flush()
    }
}

impl Rows for Services {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let (Some((row, started)), Some(column)) = (self.rows.get(row), COLUMNS.get(column)) else {
            return Cell::Null;
        };
        let text = |text| {
            if str::is_empty(text) {
                Cell::Null
            } else {
                Cell::Text(text)
            }
        };
        let count = |n: u64| i64::try_from(n).map_or(Cell::Null, Cell::Int);
        match column.name {
            "ivoid" => text(&row.ivoid),
            "title" => text(&row.title),
            "protocol" => text(row.protocol),
            "access_url" => text(&row.url),
            "outcome" => text(row.outcome.word()),
            "received" => count(row.received),
            "matched" => count(row.matched),
            "new" => count(row.new),
            "started" => text(started),
            "duration" => row
                .took
                .map_or(Cell::Null, |took| Cell::Double(took.as_secs_f64())),
            "rung" => text(&row.rung),
            "message" => text(&row.message),
            _ => Cell::Null,
        }
    }
}
