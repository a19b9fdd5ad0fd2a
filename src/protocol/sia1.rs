//! Simple Image Access 1.0.

pub(super) mod rows;
pub mod wcs;

use super::{
    Rung, margin,
    request::{Request, decimal},
};
use crate::domain::{
    constraints::Constraints,
    region::{Cone, Region},
};

/// One request, where there is a region; the protocol cannot be asked without, nor for a time or a wavelength.
pub fn requests(access_url: &str, constraints: &Constraints) -> Vec<Rung> {
    let Some(region) = &constraints.space else {
        return Vec::new();
    };
    let parameters = [
        ("POS", position(&region.bounding_cone())),
        ("SIZE", size(region)),
        ("INTERSECT", "OVERLAPS".to_owned()),
        ("FORMAT", "ALL".to_owned()),
    ];
    vec![Rung {
        name: "box",
        request: Request::get(access_url, &parameters),
    }]
}

/// The middle of a cone, as SIA 1.0 and SSAP write it.
pub fn position(cone: &Cone) -> String {
    format!(
        "{},{}",
        decimal(cone.centre.ra.0),
        decimal(cone.centre.dec.0)
    )
}

/// The widest box to ask for, in degrees of right ascension: services lose count when both of its sides coincide.
const ONCE_AROUND_DEG: f64 = 359.9;

/// Nearer to a pole than this, services no longer divide by the cosine of the declination.
const AT_THE_POLE_DEG: f64 = 0.1;

/// SIA 1.0, section 4.1.2: SIZE is the full width and height in degrees. Services take the width in degrees of right
/// ascension or in degrees on the sky, so it is the former, which is the larger. Near the poles it must not be so
/// large that those of the second kind go more than once around: DaCHS, seen to find nothing then, divides by the
/// cosine of the declination whatever comes out, though not within 0.1 degrees of a pole.
fn size(region: &Region) -> String {
    let cone = margin::cone(&region.bounding_cone());
    let around = Region::Cone(cone).bounding_box();
    let height = margin::tidy(around.height.0).min(180.0);
    let width = margin::tidy(around.width.0.max(height));
    let dec = cone.centre.dec;
    let width = if 90.0 - dec.0.abs() < AT_THE_POLE_DEG {
        width
    } else {
        width.min(margin::tidy(ONCE_AROUND_DEG * dec.radians().cos()))
    };
    format!("{},{}", decimal(width.min(360.0)), decimal(height))
}
