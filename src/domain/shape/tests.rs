//! Shapes against each other, in cases worked by hand, and by properties that must hold for all.

use super::*;
use crate::domain::{
    angle::Position,
    region::{Cone, Part, Polygon, Range},
    stcs::parse_footprint,
};
use proptest::prelude::*;

fn read(text: &str) -> Region {
    parse_footprint(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[track_caller]
fn check(one: &str, other: &str, meet: bool) {
    assert_eq!(read(one).meets(&read(other)), meet, "{one} and {other}");
    assert_eq!(read(other).meets(&read(one)), meet, "{other} and {one}");
}

#[test]
fn regions_meet_across_right_ascension_0_and_over_the_poles() {
    check("CIRCLE 359.5 0 1", "CIRCLE 0.6 0 0.2", true);
    check("CIRCLE 359.5 0 1", "CIRCLE 0.8 0 0.2", false);
    check("POLYGON 359 -1 1 -1 1 1 359 1", "POSITION 0 0.5", true);
    check("POLYGON 359 -1 1 -1 1 1 359 1", "POSITION 180 0.5", false);
    check("POLYGON 0 89 90 89 180 89 270 89", "POSITION 45 89.9", true);
    check(
        "POLYGON 0 -89 90 -89 180 -89 270 -89",
        "CIRCLE 77 -90 0.001",
        true,
    );
    check("POLYGON 0 89 90 89 180 89 270 89", "CIRCLE 0 -90 1", false);
    check("CIRCLE 0 89.5 1", "POLYGON 175 89 185 89 180 88", false);
    check("CIRCLE 0 89.5 1.5", "POLYGON 175 89 185 89 180 88", true);
    check("RANGE 350 10 80 90", "POSITION 180 90", true);
}

#[test]
fn touching_is_meeting() {
    check("CIRCLE 10 20 1", "CIRCLE 10 22 1", true);
    check("CIRCLE 10 20 1", "CIRCLE 10 22.000001 1", false);
    check(
        "POLYGON 10 20 11 20 11 21",
        "POLYGON 11 21 12 21 12 22",
        true,
    );
    check("POLYGON 10 20 11 20 11 21", "POSITION 11 20.5", true);
    check("POLYGON 10 -1 11 -1 11 0 10 0", "CIRCLE 10.5 1 1", true);
    check(
        "POLYGON 10 0 10 1 11 1 11 0",
        "POLYGON 10.2 0 10.2 -1 10.8 -1 10.8 0",
        true,
    );
    check("RANGE 10 20 5 15", "RANGE 20 30 15 25", true);
    check("RANGE 10 20 5 15", "RANGE 20.000001 30 15 25", false);
}

#[test]
fn the_inside_of_a_polygon_is_the_smaller_part_in_either_sense() {
    for polygon in [
        "POLYGON 10 20 11 20 11 21 10 21",
        "POLYGON 10 21 11 21 11 20 10 20",
    ] {
        check(polygon, "POSITION 10.5 20.5", true);
        check(polygon, "POSITION 190 -20", false);
        // one degree by one: (sin 21 - sin 20) * 1 deg, but for the sides that are great circles
        assert!((read(polygon).area_sr() - 2.853_2e-4).abs() < 2e-8);
    }
}

#[test]
fn a_polygon_need_not_be_convex() {
    // an L
    let polygon = "POLYGON 0 0 3 0 3 1 1 1 1 3 0 3";
    check(polygon, "CIRCLE 2 2 0.9", false);
    check(polygon, "CIRCLE 2 2 1.01", true);
    check(polygon, "POLYGON 1.5 1.5 2.5 1.5 2.5 2.5 1.5 2.5", false);
    check(polygon, "POLYGON 0.5 0.5 2.5 1.5 2.5 2.5 1.5 2.5", true);
}

#[test]
fn a_region_inside_another_meets_it() {
    check("CIRCLE 10 20 10", "POLYGON 10 20 11 20 11 21", true);
    check("POLYGON 0 10 20 10 20 30 0 30", "CIRCLE 10 20 0.1", true);
    check(
        "POLYGON 0 10 20 10 20 30 0 30",
        "POLYGON 10 20 11 20 11 21",
        true,
    );
    check("POLYGON 0 10 20 10 20 30 0 30", "RANGE 10 11 20 21", true);
    check("RANGE 0 360 -90 90", "POLYGON 10 20 11 20 11 21", true);
    check("0/0-11", "POLYGON 10 20 11 20 11 21", true);
    check("CIRCLE 0 0 180", "8/100", true);
}

#[test]
fn degenerate_polygons_are_lines_and_points() {
    for polygon in [
        "POLYGON 10 20 10 20 10 20",
        "POLYGON 10 20 10 20 10 20 10 20",
    ] {
        check(polygon, "CIRCLE 10 20.5 0.5", true);
        check(polygon, "CIRCLE 10 20.5 0.49", false);
    }
    for line in [
        "POLYGON 10 20 12 20 10 20",
        "POLYGON 10 20 12 20 11 20.003 10 20",
    ] {
        check(line, "CIRCLE 11 20.5 0.51", true);
        check(line, "CIRCLE 11 20.5 0.4", false);
        check(line, "POLYGON 11 19 11 21 11.1 21 11.1 19", true);
    }
    let wide = "POLYGON 0 0 120 0 240 0"; // the equator: half the sky either way
    check(wide, "POSITION 77 0", true);
    check(wide, "CIRCLE 0 1 1.1", true);
    assert!((read(wide).area_sr() - 2.0 * PI).abs() < 1e-9);
}

#[test]
fn the_whole_sky_meets_everything() {
    for other in [
        "POSITION 10 20",
        "POLYGON 10 20 11 20 11 21",
        "CIRCLE 0 -90 0",
        "29/5",
        "RANGE 1 2 3 4",
    ] {
        check("CIRCLE 77 12 180", other, true);
    }
    assert!((read("CIRCLE 77 12 180").area_sr() - 4.0 * PI).abs() < 1e-12);
    check("CIRCLE 0 0 90", "CIRCLE 180 0 89", false);
    check("CIRCLE 0 0 90", "CIRCLE 180 0 90", true);
}

#[test]
fn areas_are_those_of_the_textbook() {
    // an octant, a hemisphere less a cap, a cell of order 3
    let near = |text: &str, area: f64| {
        let found = read(text).area_sr();
        assert!((found / area - 1.0).abs() < 1e-9, "{text}: {found}");
    };
    near("POLYGON 0 0 90 0 0 90", PI / 2.0);
    near("CIRCLE 0 0 60", PI);
    near("RANGE 0 360 0 30", PI);
    near("3/17", 4.0 * PI / 768.0);
    // a triangle of an arcsecond on the equator, almost flat: half a square arcsecond
    let arcsec = PI / 648_000.0;
    near(
        "POLYGON 0 0 0.000277777777778 0 0 0.000277777777778",
        arcsec * arcsec / 2.0,
    );
}

#[test]
fn the_box_holds_the_cone_near_the_poles_too() {
    let size = |text: &str| {
        let found = read(text).bounding_box();
        (found.width.0, found.height.0)
    };
    assert_eq!(size("CIRCLE 10 89.5 1"), (360.0, 2.0));
    assert_eq!(size("CIRCLE 10 -89 1"), (360.0, 2.0));
    let (width, height) = size("CIRCLE 10 0 1");
    assert!((width - 2.0).abs() < 1e-9 && (height - 2.0).abs() < 1e-9);
    // at 60 degrees: 2 asin(sin 1 / cos 60)
    let (width, _) = size("CIRCLE 10 60 1");
    let expected = 2.0 * (1.0_f64.to_radians().sin() / 0.5).asin().to_degrees();
    assert!((width - expected).abs() < 1e-9, "{width}");
    // From 150 to -50 degrees, which is over the pole and 30 degrees down on the other side.
    assert_eq!(size("CIRCLE 10 50 100"), (360.0, 200.0));
    assert_eq!(size("CIRCLE 10 0 180"), (360.0, 360.0));
}

/// A rotation about an axis, by Rodrigues' formula.
fn turned(point: Vector, axis: Vector, angle: f64) -> Vector {
    let (sin, cos) = angle.sin_cos();
    point
        .times(cos)
        .plus(axis.cross(point).times(sin))
        .plus(axis.times(axis.dot(point) * (1.0 - cos)))
}

fn vector() -> impl Strategy<Value = Vector> {
    (0.0..360.0_f64, -1.0..1.0_f64)
        .prop_map(|(lon, sine)| Vector::at(lon.to_radians(), sine.asin()))
}

/// The corners of a star around a place, up to 100 degrees away; its inside is not always the smaller part.
fn star() -> impl Strategy<Value = Vec<Vector>> {
    let radii = prop::collection::vec(0.05..1.75_f64, 3..9);
    (vector(), radii, 0.001..1.0_f64).prop_map(|(centre, radii, scale)| {
        let (right, up) = centre.axes();
        let step = 2.0 * PI / f64::from(u32::try_from(radii.len()).unwrap());
        let corners = radii.iter().zip(0_u32..).map(|(radius, nr)| {
            let (sin, cos) = (step * f64::from(nr)).sin_cos();
            let (far, near) = (radius * scale).sin_cos();
            let aside = right.times(cos).plus(up.times(sin));
            centre.times(near).plus(aside.times(far))
        });
        corners.collect()
    })
}

fn outline(corners: &[Vector]) -> Shape {
    Shape::Polygon(Outline::new(corners.to_vec(), Part::Smaller))
}

/// A region of any kind.
fn region() -> impl Strategy<Value = Region> {
    let place = || vector().prop_map(|point| point.position().unwrap());
    let cone = (place(), 0.0..180.0_f64)
        .prop_map(|(centre, radius)| Region::Cone(Cone::new(centre, radius).unwrap()));
    let polygon = star().prop_map(|corners| {
        let positions = corners.iter().map(|corner| corner.position().unwrap());
        Region::Polygon(Polygon::new(positions).unwrap())
    });
    let range = (place(), 0.0..360.0_f64, 0.0..1.0_f64).prop_map(|(corner, width, height)| {
        let (ra, dec) = (corner.ra.0, corner.dec.0);
        let top = (dec + height * (90.0 - dec)).min(90.0);
        Region::Range(Range::new([ra, ra + width], [dec, top]).unwrap())
    });
    let moc = prop::collection::vec((0..5_u8, any::<u64>()), 1..4).prop_map(|cells| {
        let text = cells.iter().map(|(order, number)| {
            let n_cells = 12 * 4_u64.pow(u32::from(*order));
            format!("{order}/{}", number % n_cells)
        });
        read(&text.collect::<Vec<_>>().join(" "))
    });
    prop_oneof![cone, polygon, range, moc]
}

proptest! {
    #[test]
    fn every_point_of_a_cone_lies_in_the_box_around_it(
        centre in vector(),
        point in vector(),
        more in prop_oneof![Just(0.0), 0.0..=180.0],
    ) {
        let [centre, point] = [centre, point].map(|it| it.position().unwrap());
        let radius = (centre.separation(point).0 + more).min(180.0);
        let around = Region::Cone(Cone::new(centre, radius).unwrap()).bounding_box();
        let apart = (point.ra.0 - centre.ra.0 + 180.0).rem_euclid(360.0) - 180.0;
        prop_assert!(2.0 * apart.abs() <= around.width.0 + 1e-6, "{point} {around:?}");
        let apart = point.dec.0 - centre.dec.0;
        prop_assert!(2.0 * apart.abs() <= around.height.0 + 1e-6, "{point} {around:?}");
    }

    #[test]
    fn a_union_is_what_any_of_its_parts_is(one in region(), other in region(), asked in region(), point in vector()) {
        let point = point.position().unwrap();
        let union = Region::Union(vec![one.clone(), other.clone()]);
        prop_assert_eq!(union.contains(point), one.contains(point) || other.contains(point));
        let meets = one.meets(&asked) || other.meets(&asked);
        prop_assert_eq!(union.meets(&asked), meets);
        prop_assert_eq!(asked.meets(&union), meets);
    }

    #[test]
    fn a_region_and_its_complement_make_up_the_sky(one in region(), asked in region(), point in vector()) {
        let rest = one.complement().unwrap();
        let point = point.position().unwrap();
        // a random point is never on the border
        prop_assert!(one.contains(point) != rest.contains(point));
        prop_assert!((one.area_sr() + rest.area_sr() - 4.0 * PI).abs() < 1e-6);
        prop_assert!(one.meets(&asked) || rest.meets(&asked));
        // what a region does not meet lies in the complement
        if !one.meets(&asked) && asked.contains(point) {
            prop_assert!(rest.contains(point));
        }
        // they have their border in common; cells of a MOC have none
        if !matches!(one, Region::Moc(_)) {
            prop_assert!(one.meets(&rest));
        }
    }

    #[test]
    fn whatever_meets_a_part_meets_the_whole(one in region(), asked in region(), centre in vector(), radius in 0.0..40.0_f64) {
        let cone = |radius| Region::Cone(Cone::new(centre.position().unwrap(), radius).unwrap());
        let (part, whole) = (cone(radius), cone(radius * 2.0));
        prop_assert!(whole.meets(&part));
        if one.meets(&part) {
            prop_assert!(one.meets(&whole));
        }
        // a cone away from all that is outside of a region lies in it
        let lies_in = one.contains(centre.position().unwrap()) && !one.complement().unwrap().meets(&part);
        if lies_in {
            prop_assert!(one.meets(&part));
            if part.meets(&asked) {
                prop_assert!(one.meets(&asked));
            }
        }
        prop_assert_eq!(one.meets(&asked), asked.meets(&one));
        prop_assert!(one.meets(&Region::whole_sky()));
    }

    #[test]
    fn nothing_changes_when_the_sky_is_turned(
        corners in star(), others in star(), axis in vector(), angle in 0.0..6.0_f64, point in vector(), radius in 0.0..1.0_f64,
    ) {
        let turn = |points: &[Vector]| -> Vec<_> {
            points.iter().map(|point| turned(*point, axis, angle)).collect()
        };
        let cone = |centre| Shape::Cone { centre, radius };
        let (one, other) = (outline(&corners), outline(&others));
        let (one_turned, other_turned) = (outline(&turn(&corners)), outline(&turn(&others)));
        prop_assert_eq!(one.meets(&other), one_turned.meets(&other_turned));
        let point_turned = turned(point, axis, angle);
        prop_assert_eq!(one.contains(point), one_turned.contains(point_turned));
        prop_assert_eq!(one.meets(&cone(point)), one_turned.meets(&cone(point_turned)));
        prop_assert!((one.area() - one_turned.area()).abs() < 1e-9);
    }

    #[test]
    fn the_sense_and_the_first_corner_do_not_matter(corners in star(), first in 0..8_usize, point in vector()) {
        let mut changed = corners.clone();
        changed.rotate_left(first % corners.len());
        changed.reverse();
        let (one, same) = (outline(&corners), outline(&changed));
        prop_assert_eq!(one.contains(point), same.contains(point));
        prop_assert!((one.area() - same.area()).abs() < 1e-9);
        prop_assert!(one.area() <= 2.0 * PI + 1e-9);
    }

    #[test]
    fn what_contains_a_point_meets_it_and_lies_in_its_bounding_cone(corners in star(), point in vector()) {
        let one = outline(&corners);
        let spot = Shape::Cone { centre: point, radius: 0.0 };
        prop_assert_eq!(one.contains(point), one.meets(&spot));
        let (centre, radius) = one.bounding_cone();
        if one.contains(point) {
            prop_assert!(centre.angle_to(point) <= radius + TOUCH);
        }
        for corner in &corners {
            prop_assert!(one.contains(*corner));
            prop_assert!(centre.angle_to(*corner) <= radius + TOUCH);
        }
    }

    #[test]
    fn two_polygons_that_hold_a_point_both_meet(corners in star(), others in star(), point in vector()) {
        let (one, other) = (outline(&corners), outline(&others));
        prop_assert_eq!(one.meets(&other), other.meets(&one));
        if one.contains(point) && other.contains(point) {
            prop_assert!(one.meets(&other));
        }
        prop_assert!(one.meets(&one));
    }

    #[test]
    fn a_cone_and_its_complement_cover_the_sky(centre in vector(), point in vector(), radius in 0.0..PI) {
        let cone = Shape::Cone { centre, radius };
        let rest = Shape::Cone { centre: centre.times(-1.0), radius: PI - radius };
        prop_assert!(cone.contains(point) || rest.contains(point));
        prop_assert!((cone.area() + rest.area() - 4.0 * PI).abs() < 1e-9);
        prop_assert!(cone.meets(&rest));
    }

    #[test]
    fn a_moc_meets_what_shares_a_point_with_it(order in 0..6_u8, number in any::<u64>(), point in vector(), corners in star()) {
        let cells = 12 * 4_u64.pow(u32::from(order));
        let Region::Moc(moc) = read(&format!("{order}/{}", number % cells)) else { panic!("no MOC") };
        let moc = Shape::Moc(Cells::new(&moc));
        let one = outline(&corners);
        if moc.contains(point) && one.contains(point) {
            prop_assert!(moc.meets(&one));
        }
        let (centre, radius) = moc.bounding_cone();
        prop_assert!(!moc.contains(point) || centre.angle_to(point) <= radius);
    }

    #[test]
    fn a_range_meets_what_shares_a_point_with_it(
        ra in 0.0..360.0_f64, width in 0.0..360.0_f64, lo in -90.0..90.0_f64, height in 0.0..1.0_f64, point in vector(), corners in star(),
    ) {
        let hi = lo + height * (90.0 - lo);
        let range = read(&format!("RANGE {ra} {} {lo} {hi}", ra + width));
        let shape = Shape::new(&range);
        let one = outline(&corners);
        if shape.contains(point) && one.contains(point) {
            prop_assert!(shape.meets(&one));
        }
        let (centre, radius) = shape.bounding_cone();
        prop_assert!(!shape.contains(point) || centre.angle_to(point) <= radius + 1e-9);
        prop_assert_eq!(shape.contains(point), range.contains(point.position().unwrap_or(Position::new(0.0, 0.0).unwrap())));
    }
}
