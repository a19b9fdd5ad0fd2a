//! The VOTable that is saved and sent: datasets, question, provenance, log.

use super::{
    datasets::{COOSYS, Found2D, TIMESYS, dataset_fields},
    listing::Listing,
    params,
    provenance::{requests, row_number, services},
};
use crate::{
    discovery::{
        event::Ending,
        provenance::timestamp,
        record::{Level, Phase, Record},
    },
    votable::{Coosys, Serialization, TableSpec, Timesys, Writer},
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
    let mut writer = Writer::new(
        out,
        "What became of each service that was considered in a search across the Virtual Observatory, and every request.",
    )?;
    write_infos(record, &mut writer)?;
    write_params(record, &mut writer)?;
    write_tables(record, serialization, &mut writer)?;
    writer.finish().map(drop)
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

/// Writes the services, and the requests.
fn write_tables<W: Write>(
    record: &Record,
    serialization: Serialization,
    writer: &mut Writer<W>,
) -> io::Result<()> {
    write_listing(
        (
            "provenance",
            "What became of each service that was considered",
        ),
        &services(record),
        serialization,
        writer,
    )?;
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
    (name, description): (&str, &str),
    rows: &Listing<R>,
    serialization: Serialization,
    writer: &mut Writer<W>,
) -> io::Result<()> {
    let spec = TableSpec {
        name: Some(name.to_owned()),
        id: Some(name.to_owned()),
        description: Some(description.to_owned()),
        fields: rows.fields(),
        ..TableSpec::default()
    };
    writer.table(&spec, serialization, rows)
}
