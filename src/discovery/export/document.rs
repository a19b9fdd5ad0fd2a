//! The VOTable that is saved and sent: datasets, question, provenance, log.

use super::tables::{COOSYS, Found2D, Services, TIMESYS, dataset_fields, service_fields};
use crate::{
    discovery::{
        event::Ending,
        provenance::timestamp,
        record::{Phase, Record},
    },
    votable::{Coosys, Datatype, Field, Serialization, TableSpec, Timesys, Writer},
};
use std::io::{self, Write};

const DESCRIPTION: &str = "Datasets found across the Virtual Observatory. The first table has \
     the datasets, as rows of ObsCore 1.1; the second says what became of each service; the PARAMs are the question; \
     each INFO named log is a line of the log.";

/// Writes everything.
pub(super) fn write_all(
    record: &Record,
    serialization: Serialization,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = Writer::new(out, DESCRIPTION)?;
    write_head(record, &mut writer)?;
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
    write_question(record, &mut writer)?;
    let datasets = TableSpec {
        name: Some("datasets".to_owned()),
        id: Some("datasets".to_owned()),
        description: Some("Datasets that match the question".to_owned()),
        fields: dataset_fields(),
        ..TableSpec::default()
    };
    writer.table(&datasets, serialization, &Found2D::of(record.found()))?;
    write_services(record, serialization, &mut writer)?;
    writer.finish().map(drop)
}

/// Writes the provenance by itself.
pub(super) fn write_provenance(
    record: &Record,
    serialization: Serialization,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = Writer::new(
        out,
        "What became of each service that was considered in a search across the Virtual Observatory.",
    )?;
    write_head(record, &mut writer)?;
    write_question(record, &mut writer)?;
    write_services(record, serialization, &mut writer)?;
    writer.finish().map(drop)
}

fn write_services<W: Write>(
    record: &Record,
    serialization: Serialization,
    writer: &mut Writer<W>,
) -> io::Result<()> {
    let spec = TableSpec {
        name: Some("provenance".to_owned()),
        id: Some("provenance".to_owned()),
        description: Some("What became of each service that was considered".to_owned()),
        fields: service_fields(),
        ..TableSpec::default()
    };
    writer.table(&spec, serialization, &Services::of(record))
}

fn write_head<W: Write>(record: &Record, writer: &mut Writer<W>) -> io::Result<()> {
    writer.info("QUERY_STATUS", "OK", "")?;
    let program = concat!("vodiscover ", env!("CARGO_PKG_VERSION"));
    writer.info("software", program, "")?;
    writer.info("state", state(record), "")?;
    for line in record.log() {
        let text = format!("{} {}", timestamp(line.at), line.text);
        writer.info("log", &text, "")?;
    }
    Ok(())
}

/// How far the search was.
fn state(record: &Record) -> &'static str {
    match record.phase() {
        Phase::AskingRegistry | Phase::AskingServices => "running",
        Phase::Ended(Ending::Complete) => "complete",
        Phase::Ended(Ending::Stopped) => "stopped",
        Phase::Ended(Ending::NothingToAsk) => "no service applies",
        Phase::Ended(Ending::RegistryFailed(_)) => "registry failed",
    }
}

/// The fields as they were typed.
fn write_question<W: Write>(record: &Record, writer: &mut Writer<W>) -> io::Result<()> {
    let search = record.search();
    let question = &search.question;
    let started = timestamp(record.started());
    let texts = [
        (
            "space",
            "meta.note;pos",
            "Where on the sky, as it was typed",
            question.space.as_str(),
        ),
        (
            "spectrum",
            "meta.note;em",
            "At which wavelength, as it was typed",
            &question.spectrum,
        ),
        (
            "time",
            "meta.note;time",
            "When, as it was typed",
            &question.time,
        ),
        (
            "product",
            "meta.code",
            "Which kinds of dataset",
            question.product.label(),
        ),
        (
            "registry",
            "meta.ref.url",
            "The registry that was asked",
            &search.registry,
        ),
        (
            "started",
            "time.start",
            "When the search began, UTC",
            &started,
        ),
    ];
    for (name, ucd, description, value) in texts {
        writer.param(&described(Field::text(name), ucd, description), value)?;
    }
    write_meaning(record, writer)
}

/// What the fields mean, as numbers.
fn write_meaning<W: Write>(record: &Record, writer: &mut Writer<W>) -> io::Result<()> {
    let constraints = &record.search().constraints;
    let inclusive = described(
        Field::new("inclusive", Datatype::Boolean),
        "meta.code",
        "Whether services were asked, and datasets kept, that do not declare what was asked for",
    );
    writer.param(&inclusive, if constraints.inclusive { "T" } else { "F" })?;
    if let Some(band) = constraints.spectrum {
        let field = interval("band", "m");
        let field = described(field, "em.wl", "The wavelengths asked for, in vacuum");
        writer.param(&field, &ends(band.lo.0, band.hi.0))?;
    }
    if let Some(time) = constraints.time {
        let field = interval("mjd", "d");
        let field = described(field, "time.interval", "The time asked for, as MJD");
        writer.param(&field, &ends(time.lo.0, time.hi.0))?;
    }
    Ok(())
}

fn described(field: Field, ucd: &str, description: &str) -> Field {
    Field {
        ucd: Some(ucd.to_owned()),
        description: Some(description.to_owned()),
        ..field
    }
}

/// Two numbers, as DALI 1.1 (3.3.7) has intervals.
fn interval(name: &str, unit: &str) -> Field {
    Field {
        arraysize: Some("2".to_owned()),
        unit: Some(unit.to_owned()),
        xtype: Some("interval".to_owned()),
        ..Field::new(name, Datatype::Double)
    }
}

fn ends(lo: f64, hi: f64) -> String {
    format!("{} {}", number(lo), number(hi))
}

/// A number as VOTable wants it (1.4, section 6).
fn number(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    value.to_string()
}
