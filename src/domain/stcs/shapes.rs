//! The shapes of footprints, from their numbers.

use super::{frames::Frame, wanted};
use crate::domain::{
    error::ParseError,
    region::{Cone, Polygon, Range, Region},
};

/// The shapes that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Point,
    Circle,
    /// Read as the circle around it.
    Ellipse,
    Polygon,
    Box,
    /// DALI's: two longitudes, then two latitudes.
    Range,
    /// STC-S's range: two corners.
    Interval,
    AllSky,
}

impl Kind {
    /// The shape of this name, in upper case.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "POSITION" | "POINT" => Self::Point,
            "CIRCLE" => Self::Circle,
            "ELLIPSE" => Self::Ellipse,
            "POLYGON" => Self::Polygon,
            "BOX" => Self::Box,
            "RANGE" => Self::Range,
            "POSITIONINTERVAL" => Self::Interval,
            "ALLSKY" => Self::AllSky,
            _ => return None,
        })
    }
}

/// The region that these numbers make, in degrees.
pub(super) fn shape(kind: Kind, frame: Frame, numbers: &[f64]) -> Result<Region, ParseError> {
    let wrong = |wanted: &str| {
        let numbers: Vec<String> = numbers.iter().map(f64::to_string).collect();
        ParseError::not_understood(&numbers.join(" "), wanted)
    };
    match (kind, numbers) {
        (Kind::Point, &[ra, dec]) => circle(frame, [ra, dec], 0.0),
        (Kind::Circle, &[ra, dec, radius]) => circle(frame, [ra, dec], radius),
        // Which half axis comes first, and from where its angle is counted, does not matter here.
        (Kind::Ellipse, &[ra, dec, one, other, _]) if one.min(other) >= 0.0 => {
            circle(frame, [ra, dec], one.max(other))
        }
        (Kind::Polygon, _) => polygon(frame, numbers),
        (Kind::Box, &[ra, dec, width, height]) => {
            let wanted = "a box has a width and a height of 0 to less than 180 degrees";
            Polygon::centred_box([ra, dec], [width, height])
                .and_then(|corners| {
                    let icrs = corners.map(|corner| frame.to_icrs(corner.ra.0, corner.dec.0));
                    Polygon::new(icrs.into_iter().collect::<Option<Vec<_>>>()?)
                })
                .map(Region::Polygon)
                .ok_or_else(|| wrong(wanted))
        }
        (Kind::Range, &[west, east, lo, hi]) | (Kind::Interval, &[west, lo, east, hi]) => {
            if frame != Frame::Icrs {
                return Err(wrong("the sides of a range lie along those of the ICRS"));
            }
            // infinite ends are open sides, as SIA 2.0 and SODA write them
            let end = |value: f64, open: f64| if value.is_finite() { value } else { open };
            let range = Range::new(
                [end(west, 0.0), end(east, 360.0)],
                [end(lo, -90.0), end(hi, 90.0)],
            );
            range.map(Region::Range).ok_or_else(|| wrong(LATITUDES))
        }
        (Kind::AllSky, &[]) => Ok(Region::whole_sky()),
        _ => Err(wrong(wanted())),
    }
}

const LATITUDES: &str = "a latitude lies between -90 and 90 degrees";

fn circle(frame: Frame, [ra, dec]: [f64; 2], radius: f64) -> Result<Region, ParseError> {
    let Some(centre) = frame.to_icrs(ra, dec) else {
        return Err(ParseError::not_understood(
            &format!("{ra} {dec}"),
            LATITUDES,
        ));
    };
    let wanted = "a radius lies between 0 and 180 degrees";
    Cone::new(centre, radius)
        .map(Region::Cone)
        .ok_or_else(|| ParseError::not_understood(&radius.to_string(), wanted))
}

fn polygon(frame: Frame, numbers: &[f64]) -> Result<Region, ParseError> {
    let (pairs, rest) = numbers.as_chunks::<2>();
    if !rest.is_empty() || pairs.len() < 3 {
        return Err(ParseError::not_understood(
            &format!("polygon of {} numbers", numbers.len()),
            "a polygon has at least three vertices, each with a longitude and a latitude",
        ));
    }
    let mut vertices = Vec::with_capacity(pairs.len());
    for &[longitude, latitude] in pairs {
        let Some(vertex) = frame.to_icrs(longitude, latitude) else {
            return Err(ParseError::not_understood(
                &format!("{longitude} {latitude}"),
                LATITUDES,
            ));
        };
        vertices.push(vertex);
    }
    Polygon::new(vertices)
        .map(Region::Polygon)
        .ok_or_else(|| ParseError::not_understood("polygon", wanted()))
}
