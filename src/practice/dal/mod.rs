//! What the three protocols with parameters have in common: which datasets meet a request, and the answer's form.

pub(super) mod sia1;
pub(super) mod sia2;
pub(super) mod ssap;

use super::{
    answer::{Answer, Format, Heading, Overflow},
    database::Found,
    faults::Fault,
    host::Site,
    parameters::Parameters,
    schema::Column,
    services::Door,
    sky::Dataset,
};
use crate::{
    domain::service::Protocol,
    votable::{Datatype, Field, Serialization},
};
use hyper::StatusCode;
use rusqlite::types::Value;

/// How many rows are given where MAXREC does not say.
const USUAL_ROWS: usize = 10_000;

/// Why a request is refused: a sentence as DALI 1.1, section 4.2, and its forerunners want it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refusal(String);

impl Refusal {
    /// A parameter has a value that cannot be understood.
    fn of(name: &str, value: &str, wanted: &str) -> Self {
        Self(format!(
            "UsageFault: {name}={value} is not understood, {wanted} is expected"
        ))
    }
}

/// Makes the row of a dataset.
type Row<'a> = Box<dyn Fn(&Dataset) -> Vec<Value> + 'a>;

/// What a protocol makes of a request.
struct Selection<'a> {
    datasets: Vec<&'a Dataset>,
    columns: Vec<Column>,
    row: Row<'a>,
    /// The parameters that it takes, for requests of metadata.
    takes: &'static [&'static str],
}

/// Answers a request to a service of SIA 1, SIA 2 or SSAP.
pub(super) fn answer(site: &Site, door: &Door, parameters: &Parameters) -> Answer {
    match found(site, door, parameters) {
        Ok((found, format, takes)) => write(door, &found, format, takes),
        // SIA 2 follows DALI; the older protocols answer 200 and say it inside.
        Err(Refusal(message)) if door.protocol == Protocol::Sia2 => {
            Answer::error(StatusCode::BAD_REQUEST, &message)
        }
        Err(Refusal(message)) => Answer::error(StatusCode::OK, &message),
    }
}

type Written = (Found, Format, &'static [&'static str]);

fn found(site: &Site, door: &Door, parameters: &Parameters) -> Result<Written, Refusal> {
    required_by_address(door, parameters)?;
    let usual = Format::Votable(Serialization::TableData);
    let Some(format) = Format::asked(parameters, &["RESPONSEFORMAT"], usual) else {
        return Err(Refusal(
            "UsageFault: this RESPONSEFORMAT is not known".to_owned(),
        ));
    };
    let held = site
        .datasets
        .iter()
        .filter(|dataset| door.collections.contains(&dataset.collection));
    let selection = match door.protocol {
        Protocol::Sia1 => sia1::select(site, held, parameters)?,
        Protocol::Ssap => ssap::select(site, held, parameters)?,
        Protocol::Sia2 | Protocol::ObsCore => sia2::select(site, held, parameters)?,
    };
    let mut limit = limit(parameters)?;
    if let Some(Fault::Overflows(rows)) = site.addresses.fault(door) {
        limit = limit.min(rows);
    }
    let overflow = selection.datasets.len() > limit;
    let rows = selection
        .datasets
        .iter()
        .take(limit)
        .map(|dataset| (selection.row)(dataset))
        .collect();
    Ok((
        Found {
            columns: selection.columns,
            rows,
            overflow,
        },
        format,
        selection.takes,
    ))
}

/// What stands in the registered address besides the path must come with every request.
fn required_by_address(door: &Door, parameters: &Parameters) -> Result<(), Refusal> {
    let required = door.ending.trim_start_matches('?').trim_end_matches('&');
    match required.split_once('=') {
        Some((name, value)) if parameters.get(name) != Some(value) => Err(Refusal(format!(
            "UsageFault: {required} is missing, it is part of this service's address"
        ))),
        _ => Ok(()),
    }
}

fn limit(parameters: &Parameters) -> Result<usize, Refusal> {
    match parameters.get("MAXREC") {
        None => Ok(USUAL_ROWS),
        Some(maxrec) => maxrec.trim().parse().map_err(|error| {
            Refusal(format!(
                "UsageFault: MAXREC={maxrec} is not a number of rows: {error}"
            ))
        }),
    }
}

fn write(door: &Door, found: &Found, format: Format, takes: &[&str]) -> Answer {
    let (standard, overflow) = match door.protocol {
        Protocol::Sia1 => ("ivo://ivoa.net/std/sia", Overflow::BeforeTable),
        Protocol::Ssap => ("ivo://ivoa.net/std/ssa", Overflow::BeforeTable),
        Protocol::Sia2 | Protocol::ObsCore => {
            ("ivo://ivoa.net/std/sia#query-2.0", Overflow::AfterTable)
        }
    };
    let params: Vec<Field> = takes
        .iter()
        .map(|name| Field {
            arraysize: Some("*".to_owned()),
            ..Field::new(&format!("INPUT:{name}"), Datatype::Char)
        })
        .collect();
    let heading = Heading {
        description: "An answer of the practice VO, whose data are synthetic",
        infos: &[("standardID", standard)],
        params: &params,
        overflow,
    };
    match format.document(found, &heading) {
        Ok(bytes) => Answer::ok(format.media_type(), bytes),
        Err(error) => Answer::error(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// A finite number, or an infinite one as DALI writes it (`+Inf`, `-Inf`).
fn number(text: &str) -> Option<f64> {
    text.trim()
        .parse::<f64>()
        .ok()
        .filter(|number| !number.is_nan())
}

/// Whether two closed intervals have a value in common; one that is not known has none.
fn overlaps(known: Option<(f64, f64)>, asked: (f64, f64)) -> bool {
    known.is_some_and(|(lo, hi)| lo <= asked.1 && asked.0 <= hi)
}
