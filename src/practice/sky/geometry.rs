//! The gnomonic projection, with which square images get their corners.

/// The position that lies at the given standard coordinates from a centre; all in degrees.
///
/// Standard coordinates are those of the plane that touches the sphere at the centre: FITS WCS paper II
/// (Calabretta and Greisen 2002), section 5.1.3, with the plane's axes towards east and north.
pub(in crate::practice) fn offset(centre: (f64, f64), east: f64, north: f64) -> (f64, f64) {
    let (ra0, dec0) = (centre.0.to_radians(), centre.1.to_radians());
    let (xi, eta) = (east.to_radians(), north.to_radians());
    let below = dec0.cos() - eta * dec0.sin();
    let ra = ra0 + xi.atan2(below);
    let dec = (dec0.sin() + eta * dec0.cos()).atan2(xi.hypot(below));
    (ra.to_degrees().rem_euclid(360.0), dec.to_degrees())
}

/// The corners of a square around a centre, counter-clockwise as seen from inside the sphere.
///
/// The rotation is the angle from north to the square's second axis, through east; all in degrees.
pub(in crate::practice) fn square(
    centre: (f64, f64),
    width: f64,
    rotation: f64,
) -> Vec<(f64, f64)> {
    let half = width / 2.0;
    let (sin, cos) = rotation.to_radians().sin_cos();
    // East is to the left: (-, -) on the pixels is at the lower right on the sky.
    [(1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)]
        .iter()
        .map(|(x, y)| {
            let (x, y) = (x * half, y * half);
            offset(centre, x * cos + y * sin, y * cos - x * sin)
        })
        .collect()
}

/// Positions at equal steps on the circle with this radius around a centre; all in degrees.
pub(in crate::practice) fn ring(centre: (f64, f64), radius: f64, n_steps: u32) -> Vec<(f64, f64)> {
    // Beyond 90 degrees there is no tangent plane: go round the opposite point instead.
    let (centre, radius) = if radius < 89.0 {
        (centre, radius)
    } else {
        ((centre.0 + 180.0, -centre.1), 180.0 - radius)
    };
    let reach = radius.min(89.0).to_radians().tan().to_degrees();
    (0..n_steps)
        .map(|step| {
            let (sin, cos) =
                (std::f64::consts::TAU * f64::from(step) / f64::from(n_steps)).sin_cos();
            offset(centre, reach * sin, reach * cos)
        })
        .collect()
}
