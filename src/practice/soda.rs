//! Cut-outs of the practice VO: SODA 1.0 over its synthetic files, and how its links describe that.

use super::{
    answer::Answer,
    files::{self, Window},
    host::Site,
    parameters::Parameters,
    regtap::publisher_did,
    sky::Dataset,
    xml::escaped,
};
use crate::domain::{
    angle::Position,
    interval::Interval,
    region::{Cone, Region},
    stcs::parse_footprint,
};
use hyper::StatusCode;

/// What is to be cut out.
#[derive(Debug, Default)]
struct Filters {
    region: Option<Region>,
    band: Option<Interval<f64>>,
    time: Option<Interval<f64>>,
}

/// The part of a dataset that is asked for.
pub(super) fn answer(site: &Site, parameters: &Parameters) -> Answer {
    let refused = |sentence: &str| Answer::plain(StatusCode::BAD_REQUEST, sentence);
    let Some(id) = parameters.get("ID") else {
        return refused("UsageError: ID is missing");
    };
    let of_it = |dataset: &&Dataset| publisher_did(dataset) == id;
    let Some(dataset) = site.datasets.iter().find(of_it) else {
        return Answer::plain(StatusCode::NOT_FOUND, "Error: there is no such dataset");
    };
    let filters = match filters(parameters) {
        Ok(filters) => filters,
        Err(sentence) => return refused(&sentence),
    };
    // SODA 1.0, section 5: where there is nothing in it, no content.
    cut(dataset, &filters)
        .unwrap_or_else(|| Answer::new(StatusCode::NO_CONTENT, "text/plain", Vec::new()))
}

fn cut(dataset: &Dataset, filters: &Filters) -> Option<Answer> {
    let meets = |wanted: Option<Interval<f64>>, there: Option<(f64, f64)>| {
        let there = there.and_then(|(lo, hi)| Interval::new(lo, hi));
        let both = wanted.zip(there);
        both.is_none_or(|(wanted, there)| there.meets(&wanted))
    };
    if !meets(filters.band, dataset.spectrum) || !meets(filters.time, dataset.time) {
        return None;
    }
    if dataset.kind.is_image() {
        let window = match &filters.region {
            Some(region) => files::window(dataset, region)?,
            None => Window::whole(dataset),
        };
        return Some(Answer::ok("image/fits", files::fits(dataset, window)));
    }
    let centre = Position::new(dataset.ra, dataset.dec)?;
    let disc = Region::Cone(Cone::new(centre, dataset.fov / 2.0)?);
    let is_there = filters.region.as_ref().is_none_or(|it| it.meets(&disc));
    let axis = match dataset.kind.term() {
        "timeseries" => filters.time,
        _ => filters.band,
    };
    is_there.then(|| files::spectrum_file(dataset, axis))?
}

/// Reads what is to be cut out; says what is wrong in the words of DALI 1.1.
fn filters(parameters: &Parameters) -> Result<Filters, String> {
    let mut filters = Filters::default();
    for name in ["POS", "CIRCLE", "POLYGON", "BAND", "TIME"] {
        let mut values = parameters.all(name).filter(|value| !value.is_empty());
        let Some(value) = values.next() else {
            continue;
        };
        let is_second_region = !matches!(name, "BAND" | "TIME") && filters.region.is_some();
        if values.next().is_some() || is_second_region {
            return Err(format!("MultiValuedParamNotSupported: {name}"));
        }
        let wrong = || format!("UsageError: {name}={value} makes no sense");
        match name {
            "BAND" => filters.band = Some(interval(value).ok_or_else(wrong)?),
            "TIME" => filters.time = Some(interval(value).ok_or_else(wrong)?),
            "POS" => filters.region = Some(region(value).ok_or_else(wrong)?),
            shape => {
                let region = region(&format!("{shape} {value}"));
                filters.region = Some(region.ok_or_else(wrong)?);
            }
        }
    }
    Ok(filters)
}

fn numbers(text: &str) -> Option<Vec<f64>> {
    text.split_whitespace()
        .map(|word| word.parse().ok())
        .collect()
}

fn interval(text: &str) -> Option<Interval<f64>> {
    match numbers(text)?.as_slice() {
        [value] => Some(Interval::point(*value)),
        [lo, hi] => Interval::new(*lo, *hi),
        _ => None,
    }
}

/// One shape, as SODA 1.0's POS has it.
fn region(text: &str) -> Option<Region> {
    let word = text.split_whitespace().next()?;
    if !["CIRCLE", "RANGE", "POLYGON"].contains(&word) {
        return None;
    }
    let region = parse_footprint(text).ok();
    region.filter(|region| !matches!(region, Region::Union(_)))
}

/// The ID of the descriptor of a dataset's cut-outs, by which its link names it.
pub(super) fn descriptor_id(dataset: &Dataset) -> String {
    format!("soda-{}", dataset.id())
}

/// How the cut-outs of a dataset are asked for (SODA 1.0, section 4), with its extent as bounds.
pub(super) fn descriptor(dataset: &Dataset, authority: &str) -> String {
    let bounds = |largest: &str| match largest {
        "" => String::new(),
        largest => format!("<VALUES><MAX value=\"{largest}\"/></VALUES>"),
    };
    let text = |name: &str, value: &str| {
        let value = escaped(value);
        format!("<PARAM name=\"{name}\" datatype=\"char\" arraysize=\"*\" value=\"{value}\"/>")
    };
    let shape = |name: &str, size: &str, largest: &str| {
        let xtype = name.to_ascii_lowercase();
        let bounds = bounds(largest);
        format!(
            "<PARAM name=\"{name}\" unit=\"deg\" ucd=\"pos.outline;obs\" datatype=\"double\" arraysize=\"{size}\" \
             xtype=\"{xtype}\" value=\"\">{bounds}</PARAM>"
        )
    };
    let span = |name: &str, unit: &str, ucd: &str, ends: Option<(f64, f64)>| {
        let bounds = bounds(&ends.map_or_else(String::new, |(lo, hi)| format!("{lo} {hi}")));
        format!(
            "<PARAM name=\"{name}\" unit=\"{unit}\" ucd=\"{ucd}\" datatype=\"double\" arraysize=\"2\" \
             xtype=\"interval\" value=\"\">{bounds}</PARAM>"
        )
    };
    let circle = format!("{} {} {}", dataset.ra, dataset.dec, dataset.fov / 2.0);
    let params = [
        format!(
            "<PARAM name=\"ID\" ucd=\"meta.ref.url;meta.curation\" datatype=\"char\" arraysize=\"*\" value=\"{}\"/>",
            escaped(&publisher_did(dataset))
        ),
        text("POS", ""),
        shape("CIRCLE", "3", &circle),
        shape("POLYGON", "*", ""),
        span("BAND", "m", "em.wl;stat.interval", dataset.spectrum),
        span("TIME", "d", "time.interval;obs.exposure", dataset.time),
    ];
    format!(
        "<RESOURCE type=\"meta\" utype=\"adhoc:service\" ID=\"{}\">{}{}<GROUP name=\"inputParams\">{}</GROUP></RESOURCE>",
        descriptor_id(dataset),
        text("standardID", "ivo://ivoa.net/std/SODA#sync-1.0"),
        text("accessURL", &format!("http://{authority}/soda")),
        params.concat()
    )
}
