//! The map in its place in the window: from the sky to points of the window and back.

use super::{
    look::Look,
    projection::{self, Direction, Projection, angle, direction, dot, place},
};
use crate::domain::angle::Position;

/// A point of the window: x to the right, y down.
pub(crate) type Spot = [f64; 2];

/// Where in the window the map is, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

/// A look and a frame, made ready to turn directions to points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Chart {
    look: Look,
    frame: Frame,
    projection: Projection,
    /// Points of the window to a radian in the middle.
    scale: f64,
    /// To the middle of the map, to its left (east), to its top.
    axes: [Direction; 3],
}

/// Half the diagonal of a map, in radians, up to which it is a field, so that what lies opposite is far outside.
const WIDEST_FIELD: f64 = 1.6;

/// How much of the map the whole sky takes.
const FILL: f64 = 0.94;

impl Frame {
    pub(crate) fn middle(&self) -> Spot {
        [self.left + self.width / 2.0, self.top + self.height / 2.0]
    }

    pub(crate) fn contains(&self, [x, y]: Spot) -> bool {
        self.left <= x
            && x <= self.left + self.width
            && self.top <= y
            && y <= self.top + self.height
    }

    /// The frame with so much more on each side.
    pub(crate) fn grown(&self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by,
        }
    }
}

impl Chart {
    pub(crate) fn new(look: Look, frame: Frame) -> Self {
        let shorter = frame.width.min(frame.height).max(1.0);
        // Not smaller than the whole sky.
        let whole = FILL
            * (frame.width / (2.0 * projection::HALF_SKY))
                .min(frame.height / projection::HALF_SKY)
                .max(1e-3);
        let scale = (shorter / look.width.max(Look::LEAST)).max(whole);
        let half_diagonal = frame.width.hypot(frame.height) / 2.0 / scale;
        let projection = if half_diagonal <= WIDEST_FIELD {
            Projection::Field
        } else {
            Projection::WholeSky
        };
        let (ra, dec) = (look.centre.ra.0, look.centre.dec.0);
        Self {
            look,
            frame,
            projection,
            scale,
            axes: [
                direction(ra, dec),
                direction(ra + 90.0, 0.0),
                north_of(ra, dec),
            ],
        }
    }

    pub(crate) fn frame(&self) -> &Frame {
        &self.frame
    }

    pub(crate) fn projection(&self) -> Projection {
        self.projection
    }

    /// Points of the window to a radian in the middle.
    pub(crate) fn scale(&self) -> f64 {
        self.scale
    }

    pub(crate) fn centre(&self) -> Position {
        self.look.centre
    }

    /// What is in the middle.
    pub(crate) fn axis(&self) -> Direction {
        self.axes[0]
    }

    /// The angle across the shorter side, in radians; for the whole sky less than it was asked for.
    pub(crate) fn width(&self) -> f64 {
        self.frame.width.min(self.frame.height) / self.scale
    }

    /// The angle from the middle beyond which nothing is seen, in radians.
    pub(crate) fn reach(&self) -> f64 {
        let half_diagonal = self.frame.width.hypot(self.frame.height) / 2.0 / self.scale;
        match self.projection {
            Projection::Field => 2.0 * (half_diagonal / 2.0).min(1.0).asin(),
            Projection::WholeSky => std::f64::consts::PI,
        }
    }

    /// A direction as it is seen from the map: x to the middle, y to the east, z to the top.
    pub(crate) fn turn(&self, direction: Direction) -> Direction {
        self.axes.map(|axis| dot(axis, direction))
    }

    /// Where a turned direction is drawn.
    pub(crate) fn spot_of_turned(&self, turned: Direction) -> Spot {
        let [x, y] = self.projection.project(turned);
        let [middle_x, middle_y] = self.frame.middle();
        // East is to the left.
        [middle_x - x * self.scale, middle_y - y * self.scale]
    }

    /// Where a direction is drawn.
    pub(crate) fn spot(&self, direction: Direction) -> Spot {
        self.spot_of_turned(self.turn(direction))
    }

    /// What lies under a point; `None` outside of the sky.
    pub(crate) fn sky_at(&self, [x, y]: Spot) -> Option<Direction> {
        let [middle_x, middle_y] = self.frame.middle();
        let point = [(middle_x - x) / self.scale, (middle_y - y) / self.scale];
        let [x, y, z] = self.projection.unproject(point)?;
        let [middle, east, top] = self.axes;
        let along = |nr: usize| {
            let of = |axis: Direction| axis.get(nr).copied().unwrap_or_default();
            x * of(middle) + y * of(east) + z * of(top)
        };
        Some([along(0), along(1), along(2)])
    }

    /// The look that is `factor` times as wide, with the same place under `spot`.
    pub(crate) fn zoomed(&self, factor: f64, spot: Spot) -> Look {
        let width = (self.width() * factor).max(Look::LEAST);
        let look = Look {
            centre: self.look.centre,
            width,
        };
        let is_whole = Self::new(look, self.frame).width() < width * (1.0 - 1e-9);
        let look = Look {
            width: if is_whole { f64::INFINITY } else { width },
            ..look
        };
        match self.sky_at(spot) {
            Some(held) => Self::new(look, self.frame).holding(held, spot),
            None => look,
        }
    }

    /// The look with the place that lies under `from` under `to`.
    pub(crate) fn dragged(&self, from: Spot, to: Spot) -> Look {
        match self.sky_at(from) {
            Some(held) => self.holding(held, to),
            None => self.look,
        }
    }

    /// The look that has this direction under `spot`, or nearly. The north stays up: the middle goes along its parallel
    /// and its meridian, as far as the poles.
    fn holding(&self, held: Direction, spot: Spot) -> Look {
        let [held_ra, held_dec] = place(held);
        let mut chart = *self;
        for _ in 0..4 {
            let Some(under) = chart.sky_at(spot) else {
                break;
            };
            let [ra, dec] = place(under);
            let aside = (held_ra - ra + 180.0).rem_euclid(360.0) - 180.0;
            let Position { ra: here, dec: up } = chart.look.centre;
            let up = (up.0 + held_dec - dec).clamp(-90.0, 90.0);
            let Some(centre) = Position::new(here.0 + aside, up) else {
                break;
            };
            chart = Self::new(
                Look {
                    centre,
                    ..chart.look
                },
                chart.frame,
            );
        }
        chart.look
    }

    /// The angle between what lies under two points, in radians.
    pub(crate) fn apart(&self, one: Spot, other: Spot) -> Option<f64> {
        Some(angle(self.sky_at(one)?, self.sky_at(other)?))
    }
}

/// The direction at right angles to a place, towards the north pole.
fn north_of(ra: f64, dec: f64) -> Direction {
    let (sin_ra, cos_ra) = ra.to_radians().sin_cos();
    let (sin_dec, cos_dec) = dec.to_radians().sin_cos();
    [-sin_dec * cos_ra, -sin_dec * sin_ra, cos_dec]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::region::Cone;

    const FRAME: Frame = Frame {
        left: 100.0,
        top: 50.0,
        width: 600.0,
        height: 400.0,
    };

    fn look(ra: f64, dec: f64, width_deg: f64) -> Look {
        Look {
            centre: Position::new(ra, dec).unwrap(),
            width: width_deg.to_radians(),
        }
    }

    fn near(found: Spot, expected: Spot) {
        let off = (found[0] - expected[0]).hypot(found[1] - expected[1]);
        assert!(off < 1e-3, "{found:?} {expected:?}");
    }

    // astropy.wcs with ZEA, CRVAL 274.688 -13.792: x to the east and y to the north in radians. A map of 20 degrees
    // across 400 points has 400 / rad(20) points to a radian.
    #[test]
    fn a_field_is_drawn_as_by_astropy_with_east_to_the_left() {
        let chart = Chart::new(look(274.688, -13.792, 20.0), FRAME);
        let scale = 400.0 / 20.0_f64.to_radians();
        for ([ra, dec], [x, y]) in [
            ([274.688, -13.792], [0.0, 0.0]),
            (
                [275.688, -13.792],
                [0.016_949_819_971_349_08, -3.526_353_432_591_2e-5],
            ),
            (
                [274.0, -13.0],
                [-0.011_700_302_286_994_889, 0.013_806_386_260_049_314],
            ),
            (
                [200.0, 40.0],
                [-1.023_019_482_757_064_2, 0.931_122_044_218_659_4],
            ),
            (
                [90.0, 80.0],
                [0.025_973_173_372_143_68, 1.674_823_006_419_592_4],
            ),
            ([270.0, -90.0], [0.0, -1.234_181_624_131_109_9]),
        ] {
            let expected = [400.0 - scale * x, 250.0 - scale * y];
            near(chart.spot(direction(ra, dec)), expected);
        }
    }

    #[test]
    fn the_whole_sky_fits_with_right_ascension_rising_to_the_left() {
        let chart = Chart::new(Look::whole_sky(), FRAME);
        assert_eq!(chart.projection(), Projection::WholeSky);
        near(chart.spot(direction(0.0, 0.0)), [400.0, 250.0]);
        let [x, y] = chart.spot(direction(60.0, 0.0));
        assert!(x < 400.0 && (y - 250.0).abs() < 1e-9);
        // 600 points are six tenths of a percent more than the sky, which is twice as wide as high
        let [left, _] = chart.spot(direction(179.999_999, 0.0));
        let [_, top] = chart.spot(direction(0.0, 90.0));
        assert!((left - (100.0 + 300.0 * 0.06)).abs() < 0.1, "{left}");
        assert!((top - (250.0 - 150.0 * 0.94)).abs() < 0.1, "{top}");
        assert_eq!(chart.sky_at([101.0, 51.0]), None, "a corner is no sky");
    }

    #[test]
    fn the_middle_does_not_jump_where_one_projection_takes_over_from_the_other() {
        let mut chart = Chart::new(look(123.0, 40.0, 1.0), FRAME);
        let mut projections = vec![chart.projection()];
        for _ in 0..60 {
            let before = chart;
            chart = Chart::new(chart.zoomed(1.1, [400.0, 250.0]), FRAME);
            projections.push(chart.projection());
            assert_eq!(chart.centre(), before.centre());
            assert!(chart.scale() <= before.scale() && before.scale() <= chart.scale() * 1.1001);
            near(chart.spot(direction(123.0, 40.0)), [400.0, 250.0]);
        }
        projections.dedup();
        assert_eq!(projections, [Projection::Field, Projection::WholeSky]);
    }

    #[test]
    fn zooming_and_dragging_keep_the_sky_under_the_pointer() {
        for (ra, dec) in [(0.1, 0.0), (200.0, 60.0), (10.0, -89.0)] {
            let chart = Chart::new(look(ra, dec, 5.0), FRAME);
            let spot = [250.0, 120.0];
            let held = chart.sky_at(spot).unwrap();
            let zoomed = Chart::new(chart.zoomed(0.5, spot), FRAME);
            near_within(zoomed.spot(held), spot, 0.5);
            assert!((zoomed.scale() / chart.scale() - 2.0).abs() < 1e-9);
            let dragged = Chart::new(chart.dragged(spot, [300.0, 200.0]), FRAME);
            near_within(dragged.spot(held), [300.0, 200.0], 0.5);
        }
    }

    fn near_within(found: Spot, expected: Spot, points: f64) {
        let off = (found[0] - expected[0]).hypot(found[1] - expected[1]);
        assert!(off < points, "{found:?} {expected:?}");
    }

    #[test]
    fn a_region_fills_most_of_the_map() {
        let centre = Position::new(274.688, -13.792).unwrap();
        let chart = Chart::new(Look::at(Cone::new(centre, 1.0).unwrap()), FRAME);
        near(chart.spot(chart.axis()), [400.0, 250.0]);
        let [_, top] = chart.spot(direction(274.688, -12.792));
        assert!((250.0 - top - 160.0).abs() < 0.1, "{top}");
        let sky = Chart::new(Look::at(Cone::new(centre, 180.0).unwrap()), FRAME);
        assert_eq!(sky.projection(), Projection::WholeSky);
    }

    #[test]
    fn it_is_never_nearer_than_an_arcsecond_nor_further_than_the_whole_sky() {
        let chart = Chart::new(look(1.0, 2.0, 1.0), FRAME);
        let near = Chart::new(chart.zoomed(1e-9, [400.0, 250.0]), FRAME);
        assert!((near.width().to_degrees() * 3600.0 - 1.0).abs() < 1e-3);
        let far = Chart::new(chart.zoomed(1e9, [400.0, 250.0]), FRAME);
        let whole = Chart::new(Look::whole_sky(), FRAME);
        assert!((far.scale() / whole.scale() - 1.0).abs() < 1e-12);
    }
}
