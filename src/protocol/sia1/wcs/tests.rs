//! Positions of pixels, compared with astropy's.

use super::*;
use crate::domain::angle::Position;

/// Made with astropy.wcs; the file's first line says what its columns are.
const BY_ASTROPY: &str = include_str!("../../../../tests/data/wcs.txt");

fn numbers<const N: usize>(text: &str) -> [f64; N] {
    let numbers: Vec<f64> = text
        .split_whitespace()
        .map(|n| n.parse().unwrap())
        .collect();
    numbers.try_into().unwrap()
}

#[test]
fn pixels_lie_where_astropy_sees_them() {
    let mut n_cases = 0;
    let other = |line: &&str| line.starts_with('#') || line.starts_with("border");
    for line in BY_ASTROPY.lines().filter(|line| !other(line)) {
        let parts: Vec<&str> = line.split(';').collect();
        let wcs = Wcs::new(
            parts[0],
            numbers(parts[1]),
            numbers(parts[2]),
            numbers(parts[3]),
        )
        .unwrap();
        let [x, y] = numbers(parts[4]);
        let [ra, dec] = numbers(parts[5]);
        let found = wcs.sky(x, y).unwrap();
        // 1e-9 deg, four microarcseconds: the file's last digit counts ten.
        let [found_at, expected] =
            [found, (ra, dec)].map(|(ra, dec)| Position::new(ra, dec).unwrap());
        let off = found_at.separation(expected).0;
        assert!(off < 1e-9, "{line}: {found:?}");
        n_cases += 1;
    }
    assert!(n_cases > 350);
}

#[test]
fn beyond_the_edge_of_a_projection_there_is_no_sky() {
    let wide = |code: &str| Wcs::new(code, [0.5, 0.5], [0.0, 0.0], [-1.0, 0.0, 0.0, 1.0]).unwrap();
    assert_eq!(wide("SIN").sky(70.0, 0.5), None);
    assert_eq!(wide("AIT").sky(170.0, 80.0), None);
    assert_eq!(wide("CAR").sky(190.5, 0.5), None);
}

#[test]
fn projections_are_known_by_the_last_part_of_an_axis_name_too() {
    for code in ["TAN", "tan", "RA---TAN", "DEC--TAN-SIP", " TAN "] {
        assert_eq!(Projection::named(code), Some(Projection::Tan), "{code}");
    }
    for code in ["", "COE", "XYZ", "pixel"] {
        assert_eq!(Projection::named(code), None, "{code}");
    }
}

#[test]
fn an_image_at_the_pole_has_a_border_around_it() {
    let wcs = Wcs::new("TAN", [50.5, 50.5], [0.0, 90.0], [-0.01, 0.0, 0.0, 0.01]).unwrap();
    let border = wcs.border([100.0, 100.0]).unwrap();
    assert_eq!(border.len(), 4);
    // tan(90 - dec) is half of the diagonal: atan(0.5 deg * sqrt 2 in radians) = 0.70707088 deg.
    for (_, dec) in &border {
        assert!((90.0 - dec - 0.707_070_88).abs() < 1e-7, "{dec}");
    }
    let mut longitudes: Vec<f64> = border.iter().map(|(ra, _)| ra.round()).collect();
    longitudes.sort_by(f64::total_cmp);
    assert_eq!(longitudes, [45.0, 135.0, 225.0, 315.0]);
}

#[test]
fn a_border_of_curved_lines_has_more_vertices_and_the_whole_sky_none() {
    let car =
        |scale: f64| Wcs::new("CAR", [50.5, 50.5], [0.0, 0.0], [-scale, 0.0, 0.0, scale]).unwrap();
    // A diagonal of 14.1 degrees, a vertex a degree on each side.
    assert_eq!(car(0.1).border([100.0, 100.0]).unwrap().len(), 60);
    assert_eq!(car(3.6).border([100.0, 50.0]), None);
}

#[test]
fn a_transformation_that_is_none_is_refused() {
    assert_eq!(Wcs::new("TAN", [1.0, 1.0], [0.0, 0.0], [0.0; 4]), None);
    assert_eq!(
        Wcs::new("TAN", [1.0, 1.0], [f64::NAN, 0.0], [1.0, 0.0, 0.0, 1.0]),
        None
    );
}
