//! The VOTable that is saved and sent: datasets, question, provenance, log.

use super::{
    datasets::{COOSYS, Found2D, TIMESYS, dataset_fields},
    listing::{self, Column, Listing},
    params,
    provenance::{requests, row_number, services},
};
use crate::{
    discovery::{
        event::Ending,
        provenance::timestamp,
        record::{Level, Phase, Record},
    },
    votable::{Coosys, Rows, Serialization, TableSpec, Timesys, Writer},
};
use std::io::{self, Write};

const DESCRIPTION: &str = "Datasets found across the Virtual Observatory. The first table has \
     the datasets, as rows of ObsCore 1.1; the second says what became of each service; the third has every request; \
     the PARAMs are the question, what was understood, and the settings; each INFO named log is a line of the log.";

/// Writes everything; of the datasets these rows only, in this order, where some are named.
pub(super) fn write_all(
    record: &Record,
    rows: Option<&[usize]>,
    serialization: Serialization,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = Writer::new(out, DESCRIPTION)?;
    write_head(record, &mut writer)?;
    let rows = Found2D::of(record.found(), rows);
    writer.table(&datasets(), serialization, &rows)?;
    write_tables(record, serialization, &mut writer)?;
    writer.finish().map(drop)
}

/// Writes what is said of the datasets, whose rows stand elsewhere. There is no other table: astropy reads such a document
/// only where it has one.
pub(super) fn write_without_rows(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::new(out, DESCRIPTION)?;
    write_head(record, &mut writer)?;
    writer.table_without_rows(&datasets(), &Found2D::of(record.found(), None))?;
    writer.finish().map(drop)
}

/// Writes what is said of the datasets and of the services, whose rows stand elsewhere as these.
pub(super) fn write_heads(
    record: &Record,
    found: &dyn Rows,
    of_services: &dyn Rows,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = Writer::new(out, DESCRIPTION)?;
    write_head(record, &mut writer)?;
    writer.table_without_rows(&datasets(), found)?;
    let spec = listed(PROVENANCE, &services(record));
    writer.table_without_rows(&spec, of_services)?;
    writer.finish().map(drop)
}

/// A text of the datasets as it was found, where a file has another in its place.
#[derive(Debug, Clone)]
pub(super) struct ExactText {
    /// The row, from 0.
    pub(super) row: usize,
    /// The column.
    pub(super) column: String,
    /// The text.
    pub(super) text: String,
}

/// The columns of the table of such texts.
const EXACT: [Column<ExactText>; 3] = [
    Column::count("row", "Row of the dataset, from 1", |it| {
        listing::count(it.row as u64 + 1)
    }),
    Column::text("column", "meta.id", "Column of the dataset", |it| {
        listing::text(&it.column)
    }),
    Column::text("text", "meta.note", "The text as it was found", |it| {
        listing::text(&it.text)
    }),
];

/// Writes the provenance by itself, and the texts that a file with the datasets cannot hold.
pub(super) fn write_provenance_with(
    record: &Record,
    exact: Vec<ExactText>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = begin_provenance(record, Serialization::TableData, out)?;
    write_listing(
        (
            "texts",
            "Texts of the datasets of which FITS does not have every letter",
        ),
        &Listing::new(&EXACT, exact),
        Serialization::TableData,
        &mut writer,
    )?;
    writer.finish().map(drop)
}

/// Writes what stands before the datasets.
fn write_head<W: Write>(record: &Record, writer: &mut Writer<W>) -> io::Result<()> {
    write_infos(record, writer)?;
    writer.coosys(&Coosys {
        id: COOSYS.to_owned(),
        system: Some("ICRS".to_owned()),
        ..Coosys::default()
    })?;
    // ObsCore 1.1 says MJD and leaves the rest open; services mean UTC, mostly at the telescope.
    writer.timesys(&Timesys {
        id: TIMESYS.to_owned(),
        timeorigin: Some("MJD-origin".to_owned()),
        timescale: Some("UTC".to_owned()),
        refposition: Some("UNKNOWN".to_owned()),
    })?;
    write_params(record, writer)
}

/// What is said of the table of datasets.
fn datasets() -> TableSpec {
    TableSpec {
        name: Some("datasets".to_owned()),
        id: Some("datasets".to_owned()),
        description: Some("Datasets that match the question".to_owned()),
        fields: dataset_fields(),
        ..TableSpec::default()
    }
}

/// Writes the provenance by itself.
pub(super) fn write_provenance(
    record: &Record,
    serialization: Serialization,
    out: &mut dyn Write,
) -> io::Result<()> {
    begin_provenance(record, serialization, out)?
        .finish()
        .map(drop)
}

/// Writes the provenance, and leaves the document open.
fn begin_provenance<'a>(
    record: &Record,
    serialization: Serialization,
    out: &'a mut dyn Write,
) -> io::Result<Writer<&'a mut dyn Write>> {
    let mut writer = Writer::new(
        out,
        "What became of each service that was considered in a search across the Virtual Observatory, and every request.",
    )?;
    write_infos(record, &mut writer)?;
    write_params(record, &mut writer)?;
    write_tables(record, serialization, &mut writer)?;
    Ok(writer)
}

fn write_infos<W: Write>(record: &Record, writer: &mut Writer<W>) -> io::Result<()> {
    writer.info("QUERY_STATUS", "OK", "")?;
    let program = concat!("vodiscover ", env!("CARGO_PKG_VERSION"));
    writer.info("software", program, "")?;
    writer.info("state", params::state(record), "")?;
    if let Phase::Ended(Ending::RegistryFailed(failure)) = record.phase() {
        writer.info("failure", &failure.sentence, &failure.details)?;
    }
    for line in record.log() {
        let text = format!("{} {}", timestamp(line.at), line.text);
        let mut about = Vec::new();
        if line.level != Level::Info {
            about.push(format!("level={}", line.level));
        }
        about.extend(line.service.map(|nr| format!("service={}", row_number(nr))));
        writer.info("log", &text, &about.join(" "))?;
    }
    Ok(())
}

fn write_params<W: Write>(record: &Record, writer: &mut Writer<W>) -> io::Result<()> {
    let mut params = params::all(record).into_iter();
    params.try_for_each(|param| writer.param(&param.field, &param.value))
}

/// The table of services: its name and description.
const PROVENANCE: (&str, &str) = (
    "provenance",
    "What became of each service that was considered",
);

/// Writes the services, and the requests.
fn write_tables<W: Write>(
    record: &Record,
    serialization: Serialization,
    writer: &mut Writer<W>,
) -> io::Result<()> {
    write_listing(PROVENANCE, &services(record), serialization, writer)?;
    write_listing(
        (
            "requests",
            "Every request that was sent to a registry or to a service",
        ),
        &requests(record),
        serialization,
        writer,
    )
}

/// Writes a table with this name and description.
fn write_listing<W: Write, R>(
    about: (&str, &str),
    rows: &Listing<R>,
    serialization: Serialization,
    writer: &mut Writer<W>,
) -> io::Result<()> {
    writer.table(&listed(about, rows), serialization, rows)
}

fn listed<R>((name, description): (&str, &str), rows: &Listing<R>) -> TableSpec {
    TableSpec {
        name: Some(name.to_owned()),
        id: Some(name.to_owned()),
        description: Some(description.to_owned()),
        fields: rows.fields(),
        ..TableSpec::default()
    }
}
