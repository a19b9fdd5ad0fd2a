//! Footprints as services write them, and what meets what afterwards.

use std::f64::consts::PI;
use vodiscover::domain::{
    angle::Position,
    region::{Cone, Part, Region},
    stcs::parse_footprint,
};

/// Points of one region that are looked at: each question makes the region ready anew.
const MOST_POINTS: usize = 20;

/// Takes the bytes as an `s_region`.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let region = match parse_footprint(&text) {
        Ok(region) => region,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    // Neither case nor blanks mean anything.
    let lower = parse_footprint(&text.to_ascii_lowercase());
    assert_eq!(lower.as_ref(), Ok(&region), "in lower case: {text}");
    let spaced = parse_footprint(&format!("\n  {}\t", text.replace(' ', " \u{a0} ")));
    assert_eq!(spaced.as_ref(), Ok(&region), "with blanks: {text}");
    check_written(&region);
    check_region(&region);
}

/// What was read can be written as STC-S in ICRS, and is the same then.
fn check_written(region: &Region) {
    if let Some(written) = written(region) {
        let read = parse_footprint(&written);
        assert_eq!(read.as_ref(), Ok(region), "{written}");
    }
}

fn written(region: &Region) -> Option<String> {
    Some(match region {
        Region::Cone(Cone { centre, radius }) => {
            format!(
                "Circle ICRS TOPOCENTER {} {} {}",
                centre.ra.0, centre.dec.0, radius.0
            )
        }
        Region::Polygon(polygon) if polygon.vertices().len() >= 3 => {
            let vertices = polygon.vertices().iter();
            let numbers: Vec<_> = vertices
                .map(|at| format!("{} {}", at.ra.0, at.dec.0))
                .collect();
            let shape = format!("POLYGON ICRS ({})", numbers.join(", "));
            match polygon.part() {
                Part::Smaller => shape,
                Part::Larger => format!("NOT ({shape})"),
            }
        }
        Region::Moc(moc) if !moc.ranges().is_empty() => {
            let ranges = moc.ranges().iter();
            let cells: Vec<_> = ranges
                .map(|range| format!("{}-{}", range.start, range.end - 1))
                .collect();
            format!("29/{}", cells.join(" "))
        }
        Region::Polygon(_) | Region::Moc(_) | Region::Range(_) | Region::Union(_) => return None,
    })
}

fn check_region(region: &Region) {
    let area = region.area_sr();
    let n_parts = match region {
        Region::Union(parts) => parts.len(),
        _ => 1,
    };
    #[expect(clippy::cast_precision_loss, reason = "a few parts")]
    let most = 4.0 * PI * (1.0 + 1e-9) * n_parts as f64;
    assert!((0.0..=most).contains(&area), "an area of {area} sr");
    assert!(!region.to_string().contains("NaN"), "{region}");

    let around = region.bounding_cone();
    assert!((0.0..=180.0).contains(&around.radius.0), "{around:?}");
    let skybox = region.bounding_box();
    assert!((0.0..=360.0).contains(&skybox.width.0) && (0.0..=360.0).contains(&skybox.height.0));
    if is_nothing(region) {
        return;
    }
    assert!(region.meets(region), "{region} meets itself");
    assert!(
        region.meets(&Region::Cone(around)),
        "{region} meets the cone around it"
    );
    for point in points(region).into_iter().take(MOST_POINTS) {
        assert!(region.contains(point), "{region} contains {point:?}");
        assert!(meets(region, point, 0.0), "{region} meets {point:?}");
        // A microarcsecond for what rounding does to the cone's radius.
        let off = around.centre.separation(point).0;
        assert!(
            off <= around.radius.0 + 3e-10,
            "{point:?} in {around:?} of {region:?}"
        );
    }
    for probe in [(10.0, 20.0), (0.0, 90.0), (359.9, -0.1), (180.0, -60.0)] {
        check_growing(region, Position::new(probe.0, probe.1).expect("a position"));
    }
}

/// A cone that grows goes on meeting what it meets, and the whole sky meets all.
fn check_growing(region: &Region, centre: Position) {
    let mut met = region.contains(centre);
    for radius in [0.0, 0.001, 1.0, 20.0, 89.0, 120.0, 180.0] {
        let meets = meets(region, centre, radius);
        assert!(
            meets || !met,
            "{region:?} meets no more at {radius} around {centre:?}"
        );
        met = meets;
    }
    assert!(met, "{region:?} meets the sky");
}

fn meets(region: &Region, centre: Position, radius: f64) -> bool {
    let cone = Region::Cone(Cone::new(centre, radius).expect("a cone"));
    let meets = region.meets(&cone);
    assert_eq!(
        cone.meets(region),
        meets,
        "{region:?} and {cone:?} disagree"
    );
    meets
}

/// Whether it has no point at all: a map without cells.
fn is_nothing(region: &Region) -> bool {
    match region {
        Region::Moc(moc) => moc.ranges().is_empty(),
        Region::Union(parts) => parts.iter().all(is_nothing),
        Region::Cone(_) | Region::Polygon(_) | Region::Range(_) => false,
    }
}

/// Some points that lie in it, or on its border.
fn points(region: &Region) -> Vec<Position> {
    match region {
        Region::Cone(cone) => vec![cone.centre],
        Region::Polygon(polygon) => polygon.vertices().to_vec(),
        Region::Range(range) => {
            let dec = f64::midpoint(range.dec_lo.0, range.dec_hi.0);
            let ra = range.ra_start.0 + range.ra_width.0 / 2.0;
            Position::new(ra, dec).into_iter().collect()
        }
        Region::Moc(_) => Vec::new(),
        Region::Union(parts) => parts.iter().flat_map(points).collect(),
    }
}
