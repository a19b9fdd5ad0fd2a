//! From pixels to the sky, by the WCS fields of SIA 1.0.
//!
//! After Calabretta and Greisen 2002 (A&A 395, 1077), "Paper II" below, with the default native poles.

mod projection;

use projection::Projection;

/// Images whose diagonal is longer are no polygon: it would hold more than half of the sky, or its border would run
/// along itself.
const MAX_POLYGON_DEG: f64 = 150.0;

/// Along a border that is no great circle, in degrees, from vertex to vertex; the sagitta is below 1e-3 of it.
const BORDER_STEP_DEG: f64 = 1.0;

/// Vertices along one side at most.
const MAX_STEPS: u32 = 64;

/// A linear transformation and a projection of the sphere.
#[derive(Debug, Clone, PartialEq)]
pub struct Wcs {
    projection: Projection,
    /// CRPIX: the middle of the first pixel is 1.
    ref_pixel: [f64; 2],
    /// `CD1_1`, `CD1_2`, `CD2_1`, `CD2_2` in degrees a pixel.
    cd: [f64; 4],
    /// CRVAL in degrees.
    ref_value: [f64; 2],
    pole: Pole,
}

/// Where the native pole of a projection lies, in degrees (Paper II, section 2.4).
#[derive(Debug, Clone, Copy, PartialEq)]
struct Pole {
    ra: f64,
    dec: f64,
    /// LONPOLE: the native longitude of the celestial pole.
    longitude: f64,
}

impl Wcs {
    /// The transformation with these numbers; `None` for projections not known, and for numbers that are none.
    pub fn new(
        projection: &str,
        ref_pixel: [f64; 2],
        ref_value: [f64; 2],
        cd: [f64; 4],
    ) -> Option<Self> {
        let projection = Projection::named(projection)?;
        let [a, b, c, d] = cd;
        let usable = (a * d - b * c).abs() > 0.0 && ref_value.iter().all(|v| v.is_finite());
        let pole = Pole::of(projection, ref_value);
        usable.then_some(Self {
            projection,
            ref_pixel,
            cd,
            ref_value,
            pole,
        })
    }

    /// Right ascension (0 to 360) and declination of a pixel; `None` outside of the projection.
    pub fn sky(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let [ref_x, ref_y] = self.ref_pixel;
        let [x_x, x_y, y_x, y_y] = self.cd;
        let (right, up) = (x - ref_x, y - ref_y);
        let mut plane = (x_x * right + x_y * up, y_x * right + y_y * up);
        if self.projection == Projection::Ncp {
            plane = projection::sin_of_ncp(plane, self.ref_value[1])?;
        }
        let (phi, theta) = self.projection.native(plane.0, plane.1)?;
        Some(self.pole.celestial(phi, theta))
    }

    /// The length of the diagonal in degrees, as if the sky were flat.
    pub fn diagonal(&self, n_pixels: [f64; 2]) -> f64 {
        let [width, height] = n_pixels;
        let [a, b, c, d] = self.cd;
        (width * a.hypot(c)).hypot(height * b.hypot(d))
    }

    /// The border of an image of so many pixels, from its first pixel's outer corner once around; `None` where it is
    /// too large for a polygon or leaves the projection.
    pub fn border(&self, n_pixels: [f64; 2]) -> Option<Vec<(f64, f64)>> {
        let diagonal = self.diagonal(n_pixels);
        if diagonal.is_nan() || diagonal > MAX_POLYGON_DEG {
            return None;
        }
        let (right, top) = match n_pixels {
            [width, height] => (width + 0.5, height + 0.5),
        };
        let n_steps = if self.projection.keeps_great_circles() {
            1
        } else {
            steps(diagonal)
        };
        let corners = [(0.5, 0.5), (right, 0.5), (right, top), (0.5, top)];
        let mut border = Vec::new();
        for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
            for step in 0..n_steps {
                let part = f64::from(step) / f64::from(n_steps);
                let x = from.0 + (to.0 - from.0) * part;
                let y = from.1 + (to.1 - from.1) * part;
                border.push(self.sky(x, y)?);
            }
        }
        Some(border)
    }
}

fn steps(diagonal_deg: f64) -> u32 {
    (1..MAX_STEPS)
        .find(|n| diagonal_deg / f64::from(*n) <= BORDER_STEP_DEG)
        .unwrap_or(MAX_STEPS)
}

impl Pole {
    /// For projections around a point, the pole is that point; for those along the equator it follows from Paper II,
    /// equations 8 to 10, with the native origin at the reference value.
    fn of(projection: Projection, [ra, dec]: [f64; 2]) -> Self {
        if projection.is_zenithal() {
            // LONPOLE is 0 where the reference lies at the pole itself, else 180.
            let longitude = if dec >= 90.0 { 0.0 } else { 180.0 };
            Self { ra, dec, longitude }
        } else if dec >= 0.0 {
            Self {
                ra: ra + 180.0,
                dec: 90.0 - dec,
                longitude: 0.0,
            }
        } else {
            Self {
                ra,
                dec: 90.0 + dec,
                longitude: 180.0,
            }
        }
    }

    /// Native to celestial coordinates (Paper II, equation 2), all in degrees.
    fn celestial(self, phi: f64, theta: f64) -> (f64, f64) {
        let (sin_theta, cos_theta) = theta.to_radians().sin_cos();
        let (sin_pole, cos_pole) = self.dec.to_radians().sin_cos();
        let (sin_phi, cos_phi) = (phi - self.longitude).to_radians().sin_cos();
        let east = -cos_theta * sin_phi;
        let towards = sin_theta * cos_pole - cos_theta * sin_pole * cos_phi;
        let up = sin_theta * sin_pole + cos_theta * cos_pole * cos_phi;
        let ra = self.ra + east.atan2(towards).to_degrees();
        // atan2 keeps its precision at the poles, where asin loses half of it.
        let dec = up.atan2(east.hypot(towards)).to_degrees();
        (ra.rem_euclid(360.0), dec)
    }
}

#[cfg(test)]
mod tests;
