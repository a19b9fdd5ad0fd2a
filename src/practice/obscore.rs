//! The table `ivoa.obscore` of an archive, with all columns of ObsCore 1.1.

use super::{
    hosts::Addresses,
    regtap::{archive_name, publisher_did},
    schema::{Column, Table, Type},
    services::collection,
    shelf::{is_linked, preview_url},
    sky::{Dataset, Footprint},
};
use crate::domain::obscore::{Kind, ObsColumn};
use rusqlite::types::Value;

/// The columns that an ObsCore table has: the mandatory ones and some of the optional.
pub(super) fn columns() -> impl Iterator<Item = ObsColumn> {
    ObsColumn::ALL.into_iter().filter(|column| {
        !matches!(
            column,
            ObsColumn::OriginService
                | ObsColumn::Protocol
                | ObsColumn::MatchSpace
                | ObsColumn::MatchSpectrum
                | ObsColumn::MatchTime
                | ObsColumn::ObsReleaseDate
                | ObsColumn::ObsCreatorDid
        )
    })
}

/// The table.
pub(super) fn table() -> Table {
    Table {
        utype: "ivo://ivoa.net/std/obscore#table-1.1".to_owned(),
        ..Table::new(
            "ivoa",
            "obscore",
            "Synthetic observations as ObsCore 1.1 describes them",
            columns().map(described).collect(),
        )
    }
}

/// An ObsCore column as TAP and SIA 2 describe it.
pub(super) fn described(column: ObsColumn) -> Column {
    let info = column.info();
    let kind = match (column, info.kind) {
        (ObsColumn::SRegion, _) => Type::Region,
        (ObsColumn::CalibLevel, _) => Type::Int,
        (_, Kind::Text) => Type::Text,
        (_, Kind::Integer) => Type::Long,
        (_, Kind::Number) => Type::Double,
    };
    Column::new(info.name, kind, info.description)
        .unit(info.unit.unwrap_or_default())
        .ucd(info.ucd)
        .utype(info.utype.unwrap_or_default())
}

/// A dataset as a row, with the columns in their order.
pub(super) fn row(dataset: &Dataset, addresses: &Addresses) -> Vec<Value> {
    columns()
        .map(|column| value(column, dataset, addresses))
        .collect()
}

/// One cell.
fn value(column: ObsColumn, dataset: &Dataset, addresses: &Addresses) -> Value {
    let text = |text: &str| Value::Text(text.to_owned());
    let pixels = dataset.wcs.map(|wcs| i64::from(wcs.n_pixels));
    match column {
        ObsColumn::DataproductType => text(dataset.kind.term()),
        ObsColumn::CalibLevel => Value::Integer(2),
        ObsColumn::ObsCollection => Value::Text(collection_name(dataset)),
        ObsColumn::ObsId => Value::Text(dataset.id()),
        ObsColumn::ObsPublisherDid => Value::Text(publisher_did(dataset)),
        ObsColumn::AccessUrl => Value::Text(addresses.access_url(dataset)),
        ObsColumn::AccessFormat => text(media_type(dataset)),
        ObsColumn::AccessEstsize => Value::Integer(estimated_kilobytes(dataset)),
        ObsColumn::TargetName => text(dataset.target),
        ObsColumn::SRa => Value::Real(dataset.ra),
        ObsColumn::SDec => Value::Real(dataset.dec),
        ObsColumn::SFov => Value::Real(dataset.fov),
        ObsColumn::SRegion => dataset
            .footprint
            .as_ref()
            .map(|footprint| region_text(dataset, footprint))
            .into(),
        ObsColumn::SResolution => dataset.wcs.map(|wcs| wcs.scale_deg * 3600.0).into(),
        ObsColumn::SXel1 | ObsColumn::SXel2 => pixels.into(),
        ObsColumn::TMin => dataset.time.map(|(start, _)| start).into(),
        ObsColumn::TMax => dataset.time.map(|(_, end)| end).into(),
        ObsColumn::TExptime => Value::Real(dataset.exposure_s),
        ObsColumn::EmMin => dataset.spectrum.map(|(lo, _)| lo).into(),
        ObsColumn::EmMax => dataset.spectrum.map(|(_, hi)| hi).into(),
        ObsColumn::OUcd => text(if dataset.kind.is_image() {
            "phot.count"
        } else {
            "phot.flux.density"
        }),
        ObsColumn::FacilityName => text(archive_name(dataset)),
        ObsColumn::InstrumentName => text(dataset.instrument),
        ObsColumn::ObsTitle => text(&dataset.title),
        ObsColumn::DataRights => text("public"),
        ObsColumn::Preview => preview_url(dataset, addresses).into(),
        ObsColumn::TResolution
        | ObsColumn::TXel
        | ObsColumn::EmResPower
        | ObsColumn::EmXel
        | ObsColumn::PolStates
        | ObsColumn::PolXel
        | ObsColumn::ObsCreatorDid
        | ObsColumn::ObsReleaseDate
        | ObsColumn::OriginService
        | ObsColumn::Protocol
        | ObsColumn::MatchSpace
        | ObsColumn::MatchSpectrum
        | ObsColumn::MatchTime => Value::Null,
    }
}

/// The name of a dataset's collection.
pub(super) fn collection_name(dataset: &Dataset) -> String {
    let name = collection(dataset.collection).map_or("", |collection| collection.name);
    format!("{name} (synthetic)")
}

/// The media type of what the records of a dataset lead to.
pub(super) fn media_type(dataset: &Dataset) -> &'static str {
    if is_linked(dataset) {
        "application/x-votable+xml;content=datalink"
    } else if dataset.kind.is_image() {
        "image/fits"
    } else {
        "application/x-votable+xml"
    }
}

/// The size of a dataset's file, in thousands of bytes.
pub(super) fn estimated_kilobytes(dataset: &Dataset) -> i64 {
    if dataset.kind.is_image() { 20 } else { 6 }
}

/// A footprint as services write it, each collection in its own way (STC-S as in TAP 1.0, section 6).
fn region_text(dataset: &Dataset, footprint: &Footprint) -> String {
    let numbers = |corners: &[(f64, f64)]| {
        let pairs: Vec<String> = corners
            .iter()
            .map(|(ra, dec)| format!("{ra:.9} {dec:.9}"))
            .collect();
        pairs.join(" ")
    };
    match footprint {
        Footprint::Disc(radius) => format!(
            "Circle ICRS {:.9} {:.9} {radius:.9}",
            dataset.ra, dataset.dec
        ),
        Footprint::Polygon(corners) => match dataset.collection {
            "optwide" | "merid" => format!("POLYGON {}", numbers(corners)),
            "rcont" => format!("Polygon ICRS GEOCENTER SPHERICAL2 {}", numbers(corners)),
            "mir" => format!("POLYGON J2000 {}", numbers(corners)),
            _ => format!("Polygon ICRS {}", numbers(corners)),
        },
    }
}
