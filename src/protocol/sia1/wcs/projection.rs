//! The projections of the sphere onto a plane (Calabretta and Greisen 2002, section 5).

use std::f64::consts::{PI, SQRT_2};

/// A projection without parameters of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Projection {
    /// Gnomonic.
    Tan,
    /// Orthographic.
    Sin,
    /// North celestial pole: orthographic onto the plane of the equator, stretched along the declination.
    Ncp,
    /// Zenithal equidistant.
    Arc,
    /// Stereographic.
    Stg,
    /// Zenithal equal area.
    Zea,
    /// Plate carree.
    Car,
    /// Cylindrical equal area, with lambda 1.
    Cea,
    /// Mercator.
    Mer,
    /// Sanson-Flamsteed.
    Sfl,
    /// Hammer-Aitoff.
    Ait,
    /// Mollweide.
    Mol,
}

impl Projection {
    /// The projection of a code such as `TAN`, `TAN-SIP` or `DEC--TAN`. Distortions move a border by pixels, which is
    /// left out of account.
    pub(super) fn named(code: &str) -> Option<Self> {
        let upper = code.trim().to_ascii_uppercase();
        upper.split(['-', ' ', '_']).find_map(|part| {
            Some(match part {
                "TAN" | "TPV" | "TNX" | "DSS" | "TPD" => Self::Tan,
                "SIN" => Self::Sin,
                "NCP" => Self::Ncp,
                "ARC" => Self::Arc,
                "STG" => Self::Stg,
                "ZEA" => Self::Zea,
                "CAR" => Self::Car,
                "CEA" => Self::Cea,
                "MER" => Self::Mer,
                "SFL" | "GLS" => Self::Sfl,
                "AIT" => Self::Ait,
                "MOL" => Self::Mol,
                _ => return None,
            })
        })
    }

    /// Whether the reference value is the pole of the projection, not a point of its equator.
    pub(super) fn is_zenithal(self) -> bool {
        matches!(
            self,
            Self::Tan | Self::Sin | Self::Ncp | Self::Arc | Self::Stg | Self::Zea
        )
    }

    /// Whether straight lines are great circles.
    pub(super) fn keeps_great_circles(self) -> bool {
        self == Self::Tan
    }

    /// Native longitude and latitude in degrees, from the plane's coordinates in degrees; `None` outside.
    pub(super) fn native(self, x: f64, y: f64) -> Option<(f64, f64)> {
        let r = x.hypot(y).to_radians();
        let around = |theta: f64| Some((x.atan2(-y).to_degrees(), theta.to_degrees()));
        let quarter = PI / 2.0;
        match self {
            Self::Tan => around(1.0_f64.atan2(r)),
            Self::Sin | Self::Ncp => (r <= 1.0).then(|| around(r.acos()))?,
            Self::Arc => (r <= PI).then(|| around(quarter - r))?,
            Self::Stg => around(quarter - 2.0 * (r / 2.0).atan()),
            Self::Zea => (r <= 2.0).then(|| around(quarter - 2.0 * (r / 2.0).asin()))?,
            Self::Car => inside(x, y),
            Self::Cea => inside(x, within_one(y.to_radians())?.asin().to_degrees()),
            Self::Mer => inside(
                x,
                (2.0 * y.to_radians().exp().atan() - quarter).to_degrees(),
            ),
            Self::Sfl => {
                let cosine = y.to_radians().cos();
                inside(if cosine > 0.0 { x / cosine } else { 0.0 }, y)
            }
            Self::Ait => aitoff(x, y),
            Self::Mol => mollweide(x, y),
        }
    }
}

/// Where a point of the plane of NCP lies on the plane of SIN, all in degrees (Paper II, section 5.1.5): both have the
/// same x, and NCP's y is measured along the plane of the equator.
pub(super) fn sin_of_ncp((x, y): (f64, f64), dec: f64) -> Option<(f64, f64)> {
    let (sin_dec, cos_dec) = dec.to_radians().sin_cos();
    let across = x.to_radians();
    let outward = cos_dec - y.to_radians() * sin_dec;
    let up_squared = 1.0 - across * across - outward * outward;
    if sin_dec.abs() < 1e-9 || up_squared < 0.0 {
        return None;
    }
    let up = up_squared.sqrt().copysign(dec);
    Some((x, (up * cos_dec - outward * sin_dec).to_degrees()))
}

fn aitoff(x: f64, y: f64) -> Option<(f64, f64)> {
    let (x, y) = (x.to_radians(), y.to_radians());
    let squared = 1.0 - (x / 4.0).powi(2) - (y / 2.0).powi(2);
    if squared < 0.5 {
        return None;
    }
    let z = squared.sqrt();
    let phi = 2.0 * (z * x / 2.0).atan2(2.0 * squared - 1.0);
    inside(phi.to_degrees(), within_one(y * z)?.asin().to_degrees())
}

fn mollweide(x: f64, y: f64) -> Option<(f64, f64)> {
    let (x, y) = (x.to_radians(), y.to_radians());
    let root = (2.0 - y * y).max(0.0).sqrt();
    let phi = if root > 0.0 {
        PI * x / (2.0 * root)
    } else {
        0.0
    };
    let sine = 2.0 / PI * within_one(y / SQRT_2)?.asin() + y / PI * root;
    inside(phi.to_degrees(), within_one(sine)?.asin().to_degrees())
}

fn within_one(value: f64) -> Option<f64> {
    (value.abs() <= 1.0 + 1e-12).then(|| value.clamp(-1.0, 1.0))
}

fn inside(phi: f64, theta: f64) -> Option<(f64, f64)> {
    (phi.abs() <= 180.0 + 1e-9 && theta.abs() <= 90.0 + 1e-9)
        .then_some((phi, theta.clamp(-90.0, 90.0)))
}
