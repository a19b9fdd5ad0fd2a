//! Simple Spectral Access 1.1.

use super::{Refusal, Selection, number, overlaps};
use crate::{
    domain::{
        angle::Position,
        region::{Cone, Region},
    },
    practice::{
        calendar,
        host::Site,
        obscore,
        parameters::Parameters,
        regions::{disc, meets},
        regtap::{archive_name, publisher_did, text},
        schema::{Column, Type},
        sky::Dataset,
    },
};
use rusqlite::types::Value;

const TAKES: &[&str] = &[
    "REQUEST",
    "POS",
    "SIZE",
    "BAND",
    "TIME",
    "FORMAT",
    "TARGETNAME",
    "MAXREC",
];

/// The datasets that meet POS, BAND and TIME.
pub(super) fn select<'a>(
    site: &'a Site,
    held: impl Iterator<Item = &'a Dataset>,
    parameters: &Parameters,
) -> Result<Selection<'a>, Refusal> {
    if !parameters
        .get("REQUEST")
        .is_some_and(|request| request.eq_ignore_ascii_case("queryData"))
    {
        return Err(Refusal(
            "UsageFault: REQUEST=queryData is missing".to_owned(),
        ));
    }
    let selection = |datasets| Selection {
        datasets,
        columns: columns(),
        row: Box::new(|dataset| row(dataset, site)),
        takes: TAKES,
    };
    let format = parameters
        .get("FORMAT")
        .unwrap_or("ALL")
        .to_ascii_lowercase();
    if format == "metadata" {
        return Ok(selection(Vec::new()));
    }
    let known = ["all", "compliant", "votable", "application/x-votable+xml"];
    let readable = format
        .split(',')
        .any(|format| known.contains(&format.trim()));
    let circle = circle(parameters)?;
    let bands = ranges(parameters, "BAND", number)?;
    let times = ranges(parameters, "TIME", calendar::mjd)?;
    let target = parameters.get("TARGETNAME");
    let datasets = held
        .filter(|dataset| {
            readable
                && circle
                    .as_ref()
                    .is_none_or(|circle| disc(dataset).is_some_and(|own| meets(&own, circle)))
                && (bands.is_empty() || bands.iter().any(|band| overlaps(dataset.spectrum, *band)))
                && (times.is_empty() || times.iter().any(|time| overlaps(dataset.time, *time)))
                && target.is_none_or(|target| target.eq_ignore_ascii_case(dataset.target))
        })
        .collect();
    Ok(selection(datasets))
}

/// POS and SIZE, the diameter (SSA 1.1, sections 4.1.1.1 and 4.1.1.2).
fn circle(parameters: &Parameters) -> Result<Option<Region>, Refusal> {
    /// Services choose; half a degree finds something.
    const USUAL_SIZE: f64 = 0.5;
    let Some(pos) = parameters.get("POS") else {
        return Ok(None);
    };
    let wrong = || {
        Refusal::of(
            "POS",
            pos,
            "right ascension and declination with a comma between",
        )
    };
    let (pair, frame) = pos.split_once(';').unwrap_or((pos, "ICRS"));
    if !["ICRS", "FK5"].contains(&frame.to_ascii_uppercase().as_str()) {
        return Err(Refusal::of("POS", pos, "a position in ICRS"));
    }
    let numbers: Option<Vec<f64>> = pair.split(',').map(number).collect();
    let Some([ra, dec]) = numbers.as_deref() else {
        return Err(wrong());
    };
    let size = parameters.get("SIZE");
    let diameter = match size {
        None => USUAL_SIZE,
        Some(size) => {
            number(size).ok_or_else(|| Refusal::of("SIZE", size, "a diameter in degrees"))?
        }
    };
    let centre = Position::new(*ra, *dec).ok_or_else(wrong)?;
    let cone = Cone::new(centre, diameter / 2.0)
        .ok_or_else(|| Refusal::of("SIZE", size.unwrap_or_default(), "a diameter in degrees"))?;
    Ok(Some(Region::Cone(cone)))
}

/// A list of ranges, `lo/hi`, either side of which may be open (SSA 1.1, section 8.7.2).
fn ranges(
    parameters: &Parameters,
    name: &str,
    read: impl Fn(&str) -> Option<f64>,
) -> Result<Vec<(f64, f64)>, Refusal> {
    let Some(list) = parameters.get(name) else {
        return Ok(Vec::new());
    };
    let end = |text: &str, open: f64| {
        if text.trim().is_empty() {
            Some(open)
        } else {
            read(text.trim())
        }
    };
    list.split(',')
        .map(|range| {
            let (lo, hi) = range.split_once('/').unwrap_or((range, range));
            end(lo, f64::NEG_INFINITY)
                .zip(end(hi, f64::INFINITY))
                .filter(|(lo, hi)| lo <= hi)
                .ok_or_else(|| {
                    Refusal::of(
                        name,
                        range,
                        "a range with a slash between its ends, in order,",
                    )
                })
        })
        .collect()
}

/// The columns by name, type, unit and utype (SSA 1.1, section 4.2.5).
const COLUMNS: &[(&str, Type, &str, &str)] = &[
    ("accref", Type::Text, "", "Access.Reference"),
    ("mime", Type::Text, "", "Access.Format"),
    ("accsize", Type::Int, "kbyte", "Access.Size"),
    ("ssa_dstitle", Type::Text, "", "DataID.Title"),
    ("ssa_collection", Type::Text, "", "DataID.Collection"),
    ("ssa_instrument", Type::Text, "", "DataID.Instrument"),
    ("ssa_pubDID", Type::Text, "", "Curation.PublisherDID"),
    ("ssa_publisher", Type::Text, "", "Curation.Publisher"),
    ("ssa_targname", Type::Text, "", "Target.Name"),
    (
        "ssa_location",
        Type::Doubles,
        "deg",
        "Char.SpatialAxis.Coverage.Location.Value",
    ),
    (
        "ssa_aperture",
        Type::Double,
        "deg",
        "Char.SpatialAxis.Coverage.Bounds.Extent",
    ),
    (
        "ssa_specmid",
        Type::Double,
        "m",
        "Char.SpectralAxis.Coverage.Location.Value",
    ),
    (
        "ssa_specext",
        Type::Double,
        "m",
        "Char.SpectralAxis.Coverage.Bounds.Extent",
    ),
    (
        "ssa_specstart",
        Type::Double,
        "m",
        "Char.SpectralAxis.Coverage.Bounds.Start",
    ),
    (
        "ssa_specend",
        Type::Double,
        "m",
        "Char.SpectralAxis.Coverage.Bounds.Stop",
    ),
    (
        "ssa_dateObs",
        Type::Double,
        "d",
        "Char.TimeAxis.Coverage.Location.Value",
    ),
    (
        "ssa_timeExt",
        Type::Double,
        "s",
        "Char.TimeAxis.Coverage.Bounds.Extent",
    ),
    (
        "ssa_tstart",
        Type::Double,
        "d",
        "Char.TimeAxis.Coverage.Bounds.Start",
    ),
    (
        "ssa_tend",
        Type::Double,
        "d",
        "Char.TimeAxis.Coverage.Bounds.Stop",
    ),
    ("ssa_dstype", Type::Text, "", "Dataset.Type"),
    ("ssa_model", Type::Text, "", "Dataset.DataModel"),
    ("ssa_length", Type::Int, "", "Dataset.Length"),
];

fn columns() -> Vec<Column> {
    COLUMNS
        .iter()
        .map(|(name, kind, unit, utype)| {
            Column::bare(name, *kind)
                .unit(unit)
                .utype(&format!("ssa:{utype}"))
        })
        .collect()
}

fn row(dataset: &Dataset, site: &Site) -> Vec<Value> {
    let middle = |(lo, hi): (f64, f64)| f64::midpoint(lo, hi);
    let extent = |(lo, hi): (f64, f64)| hi - lo;
    let (spectrum, time) = (dataset.spectrum, dataset.time);
    vec![
        Value::Text(site.addresses.access_url(dataset)),
        text(obscore::media_type(dataset)),
        Value::Integer(obscore::estimated_kilobytes(dataset)),
        text(&dataset.title),
        Value::Text(obscore::collection_name(dataset)),
        text(dataset.instrument),
        Value::Text(publisher_did(dataset)),
        text(archive_name(dataset)),
        text(dataset.target),
        Value::Text(format!("{} {}", dataset.ra, dataset.dec)),
        Value::Real(dataset.fov),
        spectrum.map(middle).into(),
        spectrum.map(extent).into(),
        spectrum.map(|(lo, _)| lo).into(),
        spectrum.map(|(_, hi)| hi).into(),
        time.map(middle).into(),
        time.map(|time| extent(time) * 86400.0).into(),
        time.map(|(start, _)| start).into(),
        time.map(|(_, end)| end).into(),
        text(dataset.kind.term()),
        text("Spectrum-1.0"),
        Value::Integer(i64::from(super::super::files::N_SAMPLES)),
    ]
}
