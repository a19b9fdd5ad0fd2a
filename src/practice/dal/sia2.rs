//! Simple Image Access 2.0.

use super::{Refusal, Selection, number, overlaps};
use crate::{
    domain::{region::Region, stcs::parse_footprint},
    practice::{
        host::Site,
        obscore,
        parameters::Parameters,
        regions::{meets, region},
        sky::Dataset,
    },
};

const TAKES: &[&str] = &[
    "POS",
    "BAND",
    "TIME",
    "POL",
    "FOV",
    "SPATRES",
    "SPECRP",
    "EXPTIME",
    "TIMERES",
    "ID",
    "COLLECTION",
    "FACILITY",
    "INSTRUMENT",
    "DPTYPE",
    "CALIB",
    "TARGET",
    "FORMAT",
    "MAXREC",
    "RESPONSEFORMAT",
];

/// Whether a dataset meets one value of a parameter.
type Meets<'a> = Box<dyn Fn(&Dataset) -> bool + 'a>;

/// The datasets that meet all parameters; of several values of one, any (SIA 2.0, section 2.1).
pub(super) fn select<'a>(
    site: &'a Site,
    held: impl Iterator<Item = &'a Dataset>,
    parameters: &Parameters,
) -> Result<Selection<'a>, Refusal> {
    let mut conditions: Vec<Vec<Meets<'_>>> = Vec::new();
    for name in TAKES {
        let values = parameters.all(name).filter(|value| !value.is_empty());
        let alternatives: Result<Vec<Option<Meets<'_>>>, Refusal> =
            values.map(|value| condition(name, value)).collect();
        let alternatives: Vec<Meets<'_>> = alternatives?.into_iter().flatten().collect();
        if !alternatives.is_empty() {
            conditions.push(alternatives);
        }
    }
    let datasets = held
        .filter(|dataset| {
            conditions
                .iter()
                .all(|any| any.iter().any(|meets| meets(dataset)))
        })
        .collect();
    Ok(Selection {
        datasets,
        columns: obscore::columns().map(obscore::described).collect(),
        row: Box::new(|dataset| obscore::row(dataset, &site.addresses)),
        takes: TAKES,
    })
}

/// What a value of a parameter asks; `None` where it does not restrict.
fn condition<'a>(name: &str, value: &'a str) -> Result<Option<Meets<'a>>, Refusal> {
    Ok(Some(match name {
        "POS" => {
            let asked = position(value)?;
            Box::new(move |dataset| region(dataset).is_some_and(|own| meets(&own, &asked)))
        }
        "BAND" => {
            let asked = interval(name, value)?;
            Box::new(move |dataset| overlaps(dataset.spectrum, asked))
        }
        "TIME" => {
            let asked = interval(name, value)?;
            Box::new(move |dataset| overlaps(dataset.time, asked))
        }
        "EXPTIME" => {
            let asked = interval(name, value)?;
            Box::new(move |dataset| overlaps(Some((dataset.exposure_s, dataset.exposure_s)), asked))
        }
        "FOV" => {
            let asked = interval(name, value)?;
            Box::new(move |dataset| overlaps(Some((dataset.fov, dataset.fov)), asked))
        }
        "DPTYPE" => Box::new(move |dataset| dataset.kind.term() == value),
        "CALIB" => Box::new(move |_| value.trim() == "2"),
        "TARGET" => Box::new(move |dataset| dataset.target == value),
        "INSTRUMENT" => Box::new(move |dataset| dataset.instrument == value),
        "COLLECTION" => Box::new(move |dataset| obscore::collection_name(dataset) == value),
        "FORMAT" => Box::new(move |dataset| obscore::media_type(dataset) == value),
        "ID" => Box::new(move |dataset| super::super::regtap::publisher_did(dataset) == value),
        // Nothing here is known to have a polarisation or a resolution.
        "POL" | "SPATRES" | "SPECRP" | "TIMERES" => Box::new(|_| false),
        _ => return Ok(None),
    }))
}

/// POS takes CIRCLE, RANGE and POLYGON (SIA 2.0, section 2.1.1).
fn position(value: &str) -> Result<Region, Refusal> {
    let wrong = || {
        Refusal::of(
            "POS",
            value,
            "CIRCLE ra dec r, RANGE ra1 ra2 dec1 dec2 or POLYGON with three pairs or more",
        )
    };
    let word = value.split_whitespace().next().unwrap_or_default();
    if !["CIRCLE", "RANGE", "POLYGON"].contains(&word) {
        return Err(wrong());
    }
    parse_footprint(value).map_err(|error| Refusal(format!("UsageFault: POS={value}: {error}")))
}

/// Two numbers, or one for both ends.
fn interval(name: &str, value: &str) -> Result<(f64, f64), Refusal> {
    let numbers: Option<Vec<f64>> = value.split_whitespace().map(number).collect();
    match numbers.as_deref() {
        Some([one]) => Ok((*one, *one)),
        Some([lo, hi]) if lo <= hi => Ok((*lo, *hi)),
        _ => Err(Refusal::of(
            name,
            value,
            "an interval, two numbers in order,",
        )),
    }
}
