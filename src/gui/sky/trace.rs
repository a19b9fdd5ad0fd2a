//! Lines of the sphere as lines of the map: bent as the projection bends them, cut where the sky is cut and at the edge
//! of the map.

use super::{
    chart::{Chart, Frame, Spot},
    outline::{End, Stroke},
    projection::{Direction, Projection, between, unit},
};

/// A great circle has a point at least so often: 4 degrees, given as the chord.
const LONGEST_CHORD: f64 = 0.07;

/// Most points on one great circle.
const MOST_POINTS: u32 = 48;

/// How far outside of the map lines go on, so that their ends do not show.
const MARGIN: f64 = 8.0;

/// In a field nothing is drawn beyond this cosine of the angle from the middle: 160 degrees.
const FAR_SIDE: f64 = -0.94;

/// Draws strokes, line by line.
pub(crate) struct Tracer<'a, F: FnMut(&[Spot])> {
    chart: &'a Chart,
    frame: Frame,
    line: Vec<Spot>,
    /// Where the last great circle ended, turned; and on the map.
    last: Option<(Direction, Spot)>,
    /// Takes each line that is done.
    take: F,
}

impl<'a, F: FnMut(&[Spot])> Tracer<'a, F> {
    pub(crate) fn new(chart: &'a Chart, take: F) -> Self {
        Self {
            chart,
            frame: chart.frame().grown(MARGIN),
            line: Vec::new(),
            last: None,
            take,
        }
    }

    /// Draws a stroke.
    pub(crate) fn stroke(&mut self, stroke: &Stroke) {
        self.places(stroke.places.iter().copied(), stroke.end);
    }

    /// Draws great circles from each place to the next.
    pub(crate) fn places(&mut self, places: impl Iterator<Item = Direction>, end: End) {
        let mut first = None;
        for place in places {
            let turned = self.chart.turn(place);
            first.get_or_insert(turned);
            self.go_to(turned);
        }
        if let (End::Closed, Some(first)) = (end, first) {
            self.go_to(first);
        }
        self.last = None;
        self.finish();
    }

    /// Goes on along the great circle to this place.
    fn go_to(&mut self, to: Direction) {
        let Some((from, _)) = self.last else {
            self.last = Some((to, self.chart.spot_of_turned(to)));
            return;
        };
        let ([x, y, z], [to_x, to_y, to_z]) = (from, to);
        let chord = (to_x - x).hypot(to_y - y).hypot(to_z - z);
        let mut n_parts = 1;
        while f64::from(n_parts) * LONGEST_CHORD < chord && n_parts < MOST_POINTS {
            n_parts += 1;
        }
        for nr in 1..n_parts {
            let part = f64::from(nr) / f64::from(n_parts);
            if let Some(middle) = unit(between(from, to, part)) {
                self.short(middle);
            }
        }
        self.short(to);
    }

    /// A short way, which on the map is straight.
    fn short(&mut self, to: Direction) {
        let Some((from, from_spot)) = self.last else {
            return;
        };
        let to_spot = self.chart.spot_of_turned(to);
        self.last = Some((to, to_spot));
        match self.chart.projection() {
            Projection::WholeSky => match seam(from, to) {
                Some((here, there)) => {
                    self.straight(from_spot, self.chart.spot_of_turned(here));
                    self.finish();
                    self.straight(self.chart.spot_of_turned(there), to_spot);
                }
                None => self.straight(from_spot, to_spot),
            },
            Projection::Field => {
                let ([x, ..], [to_x, ..]) = (from, to);
                if x < FAR_SIDE || to_x < FAR_SIDE {
                    self.finish();
                } else {
                    self.straight(from_spot, to_spot);
                }
            }
        }
    }

    /// A line on the map, as far as it is inside.
    fn straight(&mut self, from: Spot, to: Spot) {
        let Some((from, to)) = clip(&self.frame, from, to) else {
            self.finish();
            return;
        };
        if self.line.last() != Some(&from) {
            self.finish();
            self.line.push(from);
        }
        self.line.push(to);
    }

    fn finish(&mut self) {
        if self.line.len() > 1 {
            (self.take)(&self.line);
        }
        self.line.clear();
    }
}

/// Where the way between two turned directions crosses the meridian opposite of the middle, where the whole sky is cut:
/// that point on the side of the first, and on that of the second.
fn seam(from: Direction, to: Direction) -> Option<(Direction, Direction)> {
    let ([_, y, _], [_, to_y, _]) = (from, to);
    if (y < 0.0) == (to_y < 0.0) {
        return None;
    }
    let [x, _, z] = between(from, to, y / (y - to_y));
    if x >= 0.0 {
        return None;
    }
    // Which side it is, is told by the sign of y alone.
    let on_side_of = |y: f64| unit([x, 1e-12_f64.copysign(if y < 0.0 { -1.0 } else { 1.0 }), z]);
    Some((on_side_of(y)?, on_side_of(to_y)?))
}

/// The part of a line that lies in a frame (Liang and Barsky 1984).
fn clip(frame: &Frame, from: Spot, to: Spot) -> Option<(Spot, Spot)> {
    let ([x, y], [to_x, to_y]) = (from, to);
    let (run, rise) = (to_x - x, to_y - y);
    if !run.is_finite() || !rise.is_finite() {
        return None;
    }
    let (right, bottom) = (frame.left + frame.width, frame.top + frame.height);
    let sides = [
        (-run, x - frame.left),
        (run, right - x),
        (-rise, y - frame.top),
        (rise, bottom - y),
    ];
    let (mut begin, mut end) = (0.0_f64, 1.0_f64);
    for (outward, room) in sides {
        if outward == 0.0 {
            if room < 0.0 {
                return None;
            }
            continue;
        }
        let crossing = room / outward;
        if outward < 0.0 {
            begin = begin.max(crossing);
        } else {
            end = end.min(crossing);
        }
    }
    let inside = |part: f64| match part {
        0.0 => from,
        1.0 => to,
        _ => [x + run * part, y + rise * part],
    };
    (begin <= end).then(|| (inside(begin), inside(end)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{angle::Position, stcs::parse_footprint},
        gui::sky::{look::Look, outline::Outline},
    };

    const FRAME: Frame = Frame {
        left: 0.0,
        top: 0.0,
        width: 600.0,
        height: 300.0,
    };

    fn lines(chart: &Chart, region: &str) -> Vec<Vec<Spot>> {
        let mut lines = Vec::new();
        let mut tracer = Tracer::new(chart, |line: &[Spot]| lines.push(line.to_vec()));
        for stroke in Outline::of(&parse_footprint(region).unwrap()).into_strokes() {
            tracer.stroke(&stroke);
        }
        lines
    }

    fn longest_step(lines: &[Vec<Spot>]) -> f64 {
        let steps = lines.iter().flat_map(|line| {
            let nexts = line.iter().skip(1);
            line.iter()
                .zip(nexts)
                .map(|([x, y], [a, b])| (a - x).hypot(b - y))
        });
        steps.fold(0.0, f64::max)
    }

    #[test]
    fn a_polygon_across_the_seam_is_drawn_on_both_edges_and_not_across_the_sky() {
        let chart = Chart::new(Look::whole_sky(), FRAME);
        let across = lines(&chart, "POLYGON 170 -10 190 -10 190 10 170 10");
        assert!(longest_step(&across) < 15.0, "{}", longest_step(&across));
        // 170 is left of the middle, 190 right
        let (left, right): (Vec<_>, Vec<_>) = across
            .iter()
            .partition(|line| line.iter().all(|[x, _]| *x < 300.0));
        assert!(!left.is_empty() && !right.is_empty());
        assert!(
            right
                .iter()
                .all(|line| line.iter().all(|[x, _]| *x > 300.0))
        );
        // The seam is at 300 - 282 cos(dec), and the great circle over 20 degrees at 10 degrees rises to 10.15.
        let edge = 300.0 - 282.0 * 10.15_f64.to_radians().cos();
        let reached = left.iter().flat_map(|line| line.iter()).map(|[x, _]| *x);
        assert!((reached.fold(f64::MAX, f64::min) - edge).abs() < 0.1);
    }

    #[test]
    fn a_polygon_across_right_ascension_0_is_in_one_piece() {
        let chart = Chart::new(Look::whole_sky(), FRAME);
        let across = lines(&chart, "POLYGON 350 -10 10 -10 10 10 350 10");
        assert_eq!(across.len(), 1);
        assert!(longest_step(&across) < 15.0);
    }

    #[test]
    fn a_polygon_around_a_pole_goes_round_it() {
        let chart = Chart::new(Look::whole_sky(), FRAME);
        let around = lines(&chart, "POLYGON 0 60 90 60 180 60 270 60");
        assert!(longest_step(&around) < 30.0, "{}", longest_step(&around));
        let field = Chart::new(
            Look {
                centre: Position::new(0.0, 90.0).unwrap(),
                width: 1.5,
            },
            FRAME,
        );
        assert_eq!(lines(&field, "POLYGON 0 60 90 60 180 60 270 60").len(), 1);
    }

    #[test]
    fn what_lies_outside_of_the_map_is_cut_off() {
        let chart = Chart::new(
            Look {
                centre: Position::new(10.0, 20.0).unwrap(),
                width: 0.001,
            },
            FRAME,
        );
        assert_eq!(lines(&chart, "CIRCLE 12 20 1").len(), 0);
        assert_eq!(lines(&chart, "CIRCLE 190 -20 30").len(), 0);
        // its left border is a meridian through the map, its right one far away
        let crossing = lines(&chart, "POLYGON 10 15 40 15 40 25 10 25");
        assert_eq!(crossing.len(), 1);
        let frame = FRAME.grown(MARGIN + 1e-6);
        assert!(crossing[0].iter().all(|spot| frame.contains(*spot)));
        assert!(crossing[0].iter().all(|[x, _]| (x - 300.0).abs() < 1.0));
    }

    #[test]
    fn lines_are_clipped_at_every_side() {
        let clipped = clip(&FRAME, [-100.0, -100.0], [700.0, 700.0]).unwrap();
        assert_eq!(clipped, ([0.0, 0.0], [300.0, 300.0]));
        assert_eq!(clip(&FRAME, [-1.0, 0.0], [-1.0, 300.0]), None);
        assert_eq!(clip(&FRAME, [-10.0, 5.0], [5.0, -100.0]), None);
        let inside = ([1.0, 2.0], [3.0, 4.0]);
        assert_eq!(clip(&FRAME, inside.0, inside.1), Some(inside));
        assert_eq!(clip(&FRAME, [f64::NAN, 0.0], [1.0, 1.0]), None);
    }
}
