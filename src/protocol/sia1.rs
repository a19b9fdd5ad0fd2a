//! Simple Image Access 1.0.

mod footprint;
pub(super) mod rows;
pub mod wcs;

use super::{
    Rung,
    filters::Filters,
    margin,
    request::{Request, decimal},
};
use crate::domain::{
    angle::{Degrees, Position},
    constraints::Constraints,
    region::{Cone, Range, Region, SkyBox},
};

/// One request, where there is a region; the protocol cannot be asked without, nor for a time or a wavelength.
pub fn requests(access_url: &str, constraints: &Constraints) -> Vec<Rung> {
    let Some(region) = &constraints.space else {
        return Vec::new();
    };
    let SkyBox {
        centre,
        width,
        height,
    } = sky_box(&margin::cone(&region.bounding_cone()));
    let size = [width, height].map(|side| decimal(margin::tidy(side.0).min(360.0)));
    let parameters = [
        ("POS", position(centre)),
        ("SIZE", size.join(",")),
        ("INTERSECT", "OVERLAPS".to_owned()),
        ("FORMAT", "ALL".to_owned()),
    ];
    vec![Rung {
        name: "box",
        request: Request::get(access_url, &parameters),
        misses: String::new(),
        caveat: Filters::PLACE.caveat(constraints),
    }]
}

/// Where a service may look that is asked for a region: in the box, whose width it may take in degrees on the sky.
pub fn looked_in(region: &Region) -> Region {
    let SkyBox {
        centre: Position { ra, dec },
        width,
        height,
    } = sky_box(&margin::cone(&region.bounding_cone()));
    let half_width = (width.0 / dec.radians().cos()).min(360.0) / 2.0;
    let half_height = height.0 / 2.0;
    let range = Range::new(
        [ra.0 - half_width, ra.0 + half_width],
        [dec.0 - half_height, dec.0 + half_height].map(|dec| dec.clamp(-90.0, 90.0)),
    );
    range.map_or_else(|| region.clone(), Region::Range)
}

/// A position as SIA 1.0 and SSAP write it.
pub fn position(position: Position) -> String {
    format!("{},{}", decimal(position.ra.0), decimal(position.dec.0))
}

/// How much further caps reach than they must, in degrees. DaCHS 2.7 over pgsphere was seen to miss images that reach into
/// a cap with an edge and no corner; few are so large that they do so here too.
const CAP_MARGIN_DEG: f64 = 2.0;

/// The box to ask for; its sides are full widths (SIA 1.0, section 4.1.2).
///
/// Services take the width in degrees of right ascension, or in degrees on the sky, which they divide by the cosine
/// of the declination. The width is right for the former, and so too large for the latter. Where that would go more
/// than once around, which some take modulo 360, the box is put on the pole, where all of them go all around.
fn sky_box(cone: &Cone) -> SkyBox {
    let dec = cone.centre.dec;
    let around = Region::Cone(*cone).bounding_box();
    let width = around.width.0.max(around.height.0);
    if width < 360.0 * dec.radians().cos() && dec.0.abs() + cone.radius.0 < 90.0 {
        return SkyBox {
            width: Degrees(width),
            ..around
        };
    }
    let from_pole = 90.0 - dec.0.abs() + cone.radius.0 + CAP_MARGIN_DEG;
    let (dec, height) = if from_pole < 90.0 {
        (90.0_f64.copysign(dec.0), 2.0 * from_pole)
    } else {
        (0.0, 180.0)
    };
    SkyBox {
        centre: Position {
            dec: Degrees(dec),
            ..cone.centre
        },
        width: Degrees(360.0),
        height: Degrees(height),
    }
}

#[cfg(test)]
mod tests;
