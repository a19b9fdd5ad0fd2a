//! Which datasets lie under the pointer, and which in a box or in a loop drawn by hand.

use super::{
    catalogue::Pieces,
    chart::{Chart, Spot},
    piece::Found,
    projection::{Direction, angle, cross, dot, unit},
};
use crate::domain::row_set::RowSet;
use std::f64::consts::FRAC_PI_2;

/// How far from the pointer a point may be, in points of the window.
const NEAR: f64 = 6.0;

/// A dataset of a smaller radius, in points of the window, is drawn as a point.
pub(crate) const POINT: f64 = 2.5;

/// How many datasets are looked at for a place: beyond, none could be told from another there.
const MOST_TRIED: usize = 20_000;

/// The datasets under the pointer, the smallest first.
pub(crate) fn at(
    pieces: &Pieces,
    chart: &Chart,
    spot: Spot,
    is_shown: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let Some(place) = chart.sky_at(spot) else {
        return Vec::new();
    };
    // Away from the middle of the whole sky a point of the window may be a larger angle.
    let [x, y] = spot;
    let beside = [[x + NEAR, y], [x - NEAR, y], [x, y + NEAR], [x, y - NEAR]];
    let margin = beside
        .into_iter()
        .filter_map(|other| chart.apart(spot, other))
        .fold(NEAR / chart.scale(), f64::max);
    let mut hits = Vec::new();
    let mut n_tried = 0;
    pieces.near(place, margin, &mut |found| {
        let row = found.entry.row as usize;
        if is_shown(row) {
            n_tried += 1;
            let off = angle(place, found.entry.at.direction());
            let is_point = found.radius * chart.scale() < POINT;
            if is_point && off <= margin || !is_point && holds(&found, place, off) {
                let size = if is_point { 0.0 } else { found.radius };
                hits.push((size, off, row));
            }
        }
        n_tried < MOST_TRIED
    });
    hits.sort_unstable_by(|one, other| {
        let by_size = one.0.total_cmp(&other.0);
        by_size
            .then(one.1.total_cmp(&other.1))
            .then(one.2.cmp(&other.2))
    });
    hits.into_iter().map(|(.., row)| row).collect()
}

/// The datasets whose middle lies within a loop of the window. In a box all that lie wholly inside are among them, as the
/// middle of a footprint lies between its ends; and none comes of what mostly lies elsewhere, as it would if it were
/// enough to reach in: a plate of half the sky is not what a small box around a galaxy means.
pub(crate) fn within(
    pieces: &Pieces,
    chart: &Chart,
    corners: &[Spot],
    is_shown: impl Fn(usize) -> bool,
) -> RowSet {
    let mut rows = RowSet::new();
    let bounds = Bounds::around(corners);
    pieces.near(chart.axis(), chart.reach(), &mut |found| {
        let row = found.entry.row as usize;
        let spot = chart.spot(found.entry.at.direction());
        if bounds.hold(spot)
            && is_shown(row)
            && chart.frame().contains(spot)
            && encloses(corners, spot)
        {
            rows.insert(row);
        }
        true
    });
    rows
}

/// The smallest box around a loop.
struct Bounds {
    least: Spot,
    most: Spot,
}

impl Bounds {
    fn around(corners: &[Spot]) -> Self {
        let by = |choose: fn(f64, f64) -> f64, from: f64| {
            let each = corners.iter();
            each.fold([from, from], |[x, y], [a, b]| {
                [choose(x, *a), choose(y, *b)]
            })
        };
        Self {
            least: by(f64::min, f64::INFINITY),
            most: by(f64::max, f64::NEG_INFINITY),
        }
    }

    fn hold(&self, [x, y]: Spot) -> bool {
        let ([left, top], [right, bottom]) = (self.least, self.most);
        left <= x && x <= right && top <= y && y <= bottom
    }
}

/// Whether a line from the spot to the right crosses the loop an odd number of times.
fn encloses(corners: &[Spot], [x, y]: Spot) -> bool {
    let nexts = corners.iter().cycle().skip(1);
    let crossed = corners.iter().zip(nexts).filter(|([a, b], [to_a, to_b])| {
        (*b > y) != (*to_b > y) && x < a + (y - b) * (to_a - a) / (to_b - b)
    });
    crossed.count() % 2 == 1
}

/// Whether a dataset holds a place that is so far from its middle.
fn holds(found: &Found<'_>, place: Direction, off: f64) -> bool {
    if off > found.radius || found.is_circle() {
        return off <= found.radius;
    }
    // What reaches over more than half of the sky is not looked at any closer.
    found.radius > FRAC_PI_2 || is_inside(found, place)
}

/// Whether half a great circle from the place to the opposite one, which lies outside, crosses the border an odd number
/// of times.
fn is_inside(found: &Found<'_>, place: Direction) -> bool {
    let other = if place[2].abs() < 0.9 {
        [0.0, 0.0, 1.0]
    } else {
        [1.0, 0.0, 0.0]
    };
    let Some(right) = unit(cross(other, place)) else {
        return false;
    };
    let up = cross(place, right);
    let seen = |corner: Direction| [dot(corner, right), dot(corner, up)];
    let mut n_crossed = 0;
    for (places, end) in found.strokes() {
        let corners: Vec<Spot> = places.map(seen).collect();
        let nexts = corners.iter().cycle().skip(1);
        let n_sides = match end {
            super::outline::End::Open => corners.len().saturating_sub(1),
            super::outline::End::Closed => corners.len(),
        };
        for ([x, y], [to_x, to_y]) in corners.iter().zip(nexts).take(n_sides) {
            let crosses = (*y > 0.0) != (*to_y > 0.0);
            if crosses && (x * to_y - to_x * y) / (to_y - y) > 0.0 {
                n_crossed += 1;
            }
        }
    }
    n_crossed % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        discovery,
        domain::{angle::Position, dataset::DatasetsBuilder, obscore::ObsColumn},
        gui::sky::{catalogue::Catalogue, chart::Frame, look::Look, projection::direction},
    };
    use std::sync::Arc;

    const FRAME: Frame = Frame {
        left: 0.0,
        top: 0.0,
        width: 400.0,
        height: 400.0,
    };

    fn pieces(regions: &[&str]) -> Pieces {
        let mut builder = DatasetsBuilder::new();
        for region in regions {
            builder.set_text(ObsColumn::SRegion, region);
            builder.finish_row();
        }
        let mut found = discovery::found::Found::default();
        found.push(Arc::new(builder.finish()));
        let mut catalogue = Catalogue::default();
        catalogue.catch_up(&found);
        catalogue.pieces().clone()
    }

    fn chart(ra: f64, dec: f64, width_deg: f64) -> Chart {
        let look = Look {
            centre: Position::new(ra, dec).unwrap(),
            width: width_deg.to_radians(),
        };
        Chart::new(look, FRAME)
    }

    fn rows_at(pieces: &Pieces, chart: &Chart, ra: f64, dec: f64) -> Vec<usize> {
        at(pieces, chart, chart.spot(direction(ra, dec)), |_| true)
    }

    #[test]
    fn what_lies_under_the_pointer_is_found_the_smallest_first() {
        let pieces = pieces(&[
            "CIRCLE 10 20 2",
            "POLYGON 9 19 11 19 11 21 9 21",
            "POSITION 10 20",
            "POLYGON 10.5 20.5 12 20.5 12 22 10.5 22",
        ]);
        let chart = chart(10.0, 20.0, 8.0);
        assert_eq!(rows_at(&pieces, &chart, 10.0, 20.0), [2, 1, 0]);
        assert_eq!(rows_at(&pieces, &chart, 10.6, 20.7), [3, 1, 0]);
        assert_eq!(rows_at(&pieces, &chart, 10.0, 21.5), [0]);
        assert_eq!(rows_at(&pieces, &chart, 7.0, 20.0), [0; 0]);
        let some = at(&pieces, &chart, chart.spot(direction(10.0, 20.0)), |row| {
            row != 1
        });
        assert_eq!(
            some,
            [2, 0],
            "what the filter hides is not under the pointer"
        );
    }

    #[test]
    fn footprints_are_found_across_right_ascension_0_and_at_the_poles() {
        let pieces = pieces(&[
            "POLYGON 350 -10 10 -10 10 10 350 10",
            "POLYGON 0 80 90 80 180 80 270 80",
            "MOC 3/17 18",
            "POLYGON 0 0 30 0 30 10 10 10 10 30 0 30",
        ]);
        let chart = Chart::new(Look::whole_sky(), FRAME);
        let has = |ra, dec, row| rows_at(&pieces, &chart, ra, dec).contains(&row);
        assert!(has(351.0, 2.0, 0) && has(9.0, 2.0, 0) && !has(25.0, -9.0, 0));
        assert!(has(33.0, 89.0, 1) && has(123.0, 84.0, 1) && !has(123.0, 70.0, 1));
        // the middles of cells 17, 18 and 16 of order 3, by the formulae of Gorski and others 2005, 5.2: rings 10, 10, 11
        assert!(has(73.125, 30.0, 2) && has(61.875, 30.0, 2) && !has(67.5, 24.624, 2));
        // an L
        assert!(has(5.0, 25.0, 3) && has(25.0, 5.0, 3) && !has(20.0, 20.0, 3));
    }

    #[test]
    fn what_is_small_on_the_map_is_found_near_it() {
        let pieces = pieces(&["CIRCLE 10 20 0.001", "POSITION 200 -60"]);
        let sky = Chart::new(Look::whole_sky(), FRAME);
        let beside = |ra, dec, points: f64| {
            let [x, y] = sky.spot(direction(ra, dec));
            at(&pieces, &sky, [x + points, y], |_| true)
        };
        assert_eq!(beside(10.0, 20.0, 5.0), [0]);
        assert_eq!(beside(10.0, 20.0, 20.0), [0; 0]);
        assert_eq!(beside(200.0, -60.0, 5.0), [1]);
    }

    #[test]
    fn a_loop_selects_what_has_its_middle_inside() {
        let pieces = pieces(&["CIRCLE 10 20 3", "POSITION 11 20", "POSITION 190 -20"]);
        let chart = chart(10.0, 20.0, 8.0);
        let spot = |ra, dec| chart.spot(direction(ra, dec));
        let rows = |corners: &[Spot]| -> Vec<usize> {
            within(&pieces, &chart, corners, |_| true).iter().collect()
        };
        let around_both = [
            spot(9.0, 19.0),
            spot(12.0, 19.0),
            spot(12.0, 21.0),
            spot(9.0, 21.0),
        ];
        assert_eq!(rows(&around_both), [0, 1]);
        let triangle = [spot(9.0, 19.0), spot(10.5, 19.0), spot(10.0, 22.0)];
        assert_eq!(rows(&triangle), [0]);
        assert_eq!(rows(&[spot(12.0, 19.0), spot(12.0, 21.0)]), [0; 0]);
    }

    #[test]
    fn a_box_selects_all_that_is_wholly_inside_and_nothing_that_mostly_is_not() {
        let pieces = pieces(&[
            "POLYGON 9.5 19.5 10.5 19.5 10.5 19.7 9.7 19.7 9.7 20.5 9.5 20.5",
            "UNION ICRS (CIRCLE 9.3 19.3 0.1 CIRCLE 10.7 20.7 0.1)",
            "CIRCLE 11.5 20 1",
            "CIRCLE 10.9 20 1",
            "CIRCLE 13 20 2.9",
        ]);
        let chart = chart(10.0, 20.0, 8.0);
        let spot = |ra, dec| chart.spot(direction(ra, dec));
        let around = [
            spot(9.0, 19.0),
            spot(11.0, 19.0),
            spot(11.0, 21.0),
            spot(9.0, 21.0),
        ];
        let rows = within(&pieces, &chart, &around, |_| true);
        // an L and two discs apart are inside; a disc of which more than half is; two of which less is
        assert_eq!(rows.iter().collect::<Vec<_>>(), [0, 1, 3]);
    }
}
