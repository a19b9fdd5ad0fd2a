//! The lines of right ascension and declination that help to read the map, and what is written at them.

use super::{
    chart::{Chart, Frame, Spot},
    outline::End,
    projection::{Projection, direction, place},
    steps::{self, Step, Units},
    trace::Tracer,
};

/// Lines and labels.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Graticule {
    pub lines: Vec<Vec<Spot>>,
    pub labels: Vec<Label>,
    /// The edge of the sky, where it is on the map.
    pub edge: Vec<Vec<Spot>>,
}

/// What is written at a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Label {
    pub at: Spot,
    pub text: String,
    pub beside: Beside,
}

/// Where a label stands to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    Above,
    Right,
    Left,
}

/// Lines are at least so far apart, in points.
const APART: f64 = 75.0;

/// Of each line so many great circles are drawn.
const PIECES: u32 = 48;

/// Right ascensions are kept so far from the poles, in degrees.
const POLE: f64 = 90.0;

/// What of the sky is on the map, in degrees: right ascensions from the middle eastward, and declinations.
struct Seen {
    ra: [f64; 2],
    dec: [f64; 2],
    /// Whether every right ascension is.
    all_around: bool,
}

impl Graticule {
    /// The graticule of a map.
    pub(crate) fn of(chart: &Chart, units: Units) -> Self {
        let seen = Seen::on(chart);
        let least = (APART / chart.scale()).to_degrees();
        let middle = chart.centre();
        let shrink = middle.dec.radians().cos().max(1e-6);
        let ra_step = match chart.projection() {
            // The whole sky is a little flat: 30 degrees fit, and people know them.
            Projection::WholeSky => steps::of_ra(units, (least * 0.6).min(30.0)),
            // Around a pole a dozen meridians are enough.
            Projection::Field if seen.all_around => steps::of_ra(units, 30.0),
            Projection::Field => steps::of_ra(units, (least / shrink).min(30.0)),
        };
        let dec_step = steps::of_dec(units, least * 0.5);
        let mut graticule = Self::default();
        graticule.add_meridians(chart, &seen, ra_step, dec_step);
        graticule.add_parallels(chart, &seen, dec_step);
        if chart.projection() == Projection::WholeSky {
            graticule.edge = edge(chart);
        }
        graticule
    }

    fn add_meridians(&mut self, chart: &Chart, seen: &Seen, step: Step, dec_step: Step) {
        let middle = chart.centre();
        let [west, east] = seen.ra.map(|ra| ra + middle.ra.0);
        let beside = (middle.dec.0 / dec_step.degrees).round() * dec_step.degrees;
        for ra in multiples(step.degrees, west, east) {
            let [lo, hi] = seen.dec;
            let lines = traced(chart, |part| [ra, lo + (hi - lo) * part]);
            let foot = lowest(chart, &lines);
            let at = foot.unwrap_or_else(|| chart.spot(direction(ra, beside.clamp(-85.0, 85.0))));
            self.lines.extend(lines);
            if chart.frame().contains(at) {
                self.labels.push(Label {
                    at,
                    text: step.ra_label(ra),
                    beside: Beside::Above,
                });
            }
        }
    }

    fn add_parallels(&mut self, chart: &Chart, seen: &Seen, step: Step) {
        let [west, east] = seen.ra.map(|ra| ra + chart.centre().ra.0);
        let [lo, hi] = seen.dec;
        for dec in multiples(step.degrees, lo, hi) {
            if dec.abs() > POLE - 1e-9 {
                continue;
            }
            let lines = traced(chart, |part| [west + (east - west) * part, dec]);
            // Left of the whole sky there is room; in a field the legend is there.
            let at_left = chart.projection() == Projection::WholeSky;
            let spots = lines.iter().flatten().copied();
            let outermost = spots.max_by(|[one, _], [other, _]| {
                let order = one.total_cmp(other);
                if at_left { order.reverse() } else { order }
            });
            self.lines.extend(lines);
            let Some([x, y]) = outermost else { continue };
            let Frame {
                left,
                top,
                width,
                height,
            } = *chart.frame();
            let x = x.clamp(left, left + width);
            let beside = if at_left && x < left + 40.0 {
                Beside::Right
            } else {
                Beside::Left
            };
            let bottom = top + height;
            if top + 8.0 < y && y < bottom - 20.0 {
                self.labels.push(Label {
                    at: [x, y],
                    text: step.dec_label(dec),
                    beside,
                });
            }
        }
    }
}

impl Seen {
    fn on(chart: &Chart) -> Self {
        const N_STEPS: u32 = 24;
        let frame = chart.frame();
        let middle = chart.centre();
        let has_pole = |dec: f64| {
            chart.projection() == Projection::WholeSky
                || frame.contains(chart.spot(direction(0.0, dec)))
                    && chart.reach() >= (90.0 - (dec.signum() * middle.dec.0)).to_radians()
        };
        let (north, south) = (has_pole(90.0), has_pole(-90.0));
        let (mut west, mut east) = (0.0_f64, 0.0_f64);
        let (mut lo, mut hi) = (middle.dec.0, middle.dec.0);
        for nr in 0..=N_STEPS {
            for other in 0..=N_STEPS {
                let part = |nr: u32| f64::from(nr) / f64::from(N_STEPS);
                let spot = [
                    frame.left + frame.width * part(nr),
                    frame.top + frame.height * part(other),
                ];
                let Some(towards) = chart.sky_at(spot) else {
                    continue;
                };
                let [ra, dec] = place(towards);
                let aside = (ra - middle.ra.0 + 180.0).rem_euclid(360.0) - 180.0;
                (west, east) = (west.min(aside), east.max(aside));
                (lo, hi) = (lo.min(dec), hi.max(dec));
            }
        }
        let all_around = north || south || east - west > 300.0;
        Self {
            ra: if all_around {
                [-180.0, 180.0]
            } else {
                [west, east]
            },
            dec: [
                if south { -POLE } else { lo },
                if north { POLE } else { hi },
            ],
            all_around,
        }
    }
}

/// Every multiple of a step from one number to another; of a whole turn the end is left out.
fn multiples(step: f64, from: f64, to: f64) -> impl Iterator<Item = f64> {
    let first = (from / step - 1e-9).ceil();
    let end = if to - from >= 360.0 - 1e-9 {
        to - step / 2.0
    } else {
        to
    };
    let most = 400;
    (0..most)
        .map(move |nr| (first + f64::from(nr)) * step)
        .take_while(move |multiple| *multiple <= end + step * 1e-9)
}

/// A line on the map through the places that `at` gives for each part of the way.
fn traced(chart: &Chart, at: impl Fn(f64) -> [f64; 2]) -> Vec<Vec<Spot>> {
    let mut lines = Vec::new();
    let mut tracer = Tracer::new(chart, |line: &[Spot]| lines.push(line.to_vec()));
    let places = (0..=PIECES).map(|nr| {
        let [ra, dec] = at(f64::from(nr) / f64::from(PIECES));
        direction(ra, dec)
    });
    tracer.places(places, End::Open);
    lines
}

/// Where lines go out of the map at its foot.
fn lowest(chart: &Chart, lines: &[Vec<Spot>]) -> Option<Spot> {
    let bottom = chart.frame().top + chart.frame().height;
    let mut ends = lines.iter().flat_map(|line| line.windows(2));
    ends.find_map(|pair| {
        let [[x, y], [to_x, to_y]] = pair else {
            return None;
        };
        let crosses = (*y < bottom) != (*to_y < bottom);
        crosses.then(|| [x + (to_x - x) * (bottom - y) / (to_y - y), bottom])
    })
}

/// The ellipse around the whole sky.
fn edge(chart: &Chart) -> Vec<Vec<Spot>> {
    let (half_width, half_height) = {
        let half = super::projection::HALF_SKY * chart.scale();
        (half, half / 2.0)
    };
    let [x, y] = chart.frame().middle();
    let around = (0..=180_u32).map(|nr| {
        let (sine, cosine) = (f64::from(nr) * 2.0).to_radians().sin_cos();
        [x + half_width * cosine, y + half_height * sine]
    });
    vec![around.collect()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::angle::Position, gui::sky::look::Look};

    const FRAME: Frame = Frame {
        left: 0.0,
        top: 0.0,
        width: 600.0,
        height: 400.0,
    };

    fn graticule(ra: f64, dec: f64, width_deg: f64) -> Graticule {
        let look = Look {
            centre: Position::new(ra, dec).unwrap(),
            width: width_deg.to_radians(),
        };
        Graticule::of(&Chart::new(look, FRAME), Units::Sexagesimal)
    }

    fn texts(graticule: &Graticule, beside: &[Beside]) -> Vec<String> {
        let labels = graticule.labels.iter();
        let mut texts: Vec<String> = labels
            .filter(|label| beside.contains(&label.beside))
            .map(|label| label.text.clone())
            .collect();
        texts.sort();
        texts
    }

    // A map of 3 by 2 degrees around the Eagle Nebula: a degree is 200 points, a minute of right ascension 49.
    #[test]
    fn a_field_has_lines_as_close_as_can_be_read() {
        let field = graticule(274.688, -13.792, 2.0);
        // 2 minutes are 97 points; from -1.54 to 1.54 degrees there are 12.7 minutes
        let ras = texts(&field, &[Beside::Above]);
        assert_eq!(
            ras,
            ["18h14m", "18h16m", "18h18m", "18h20m", "18h22m", "18h24m"]
        );
        // 20 arcminutes are 67 points
        let decs = texts(&field, &[Beside::Left, Beside::Right]);
        for dec in ["−13°00′", "−13°20′", "−14°40′"] {
            assert!(decs.iter().any(|text| text == dec), "{dec} {decs:?}");
        }
        assert!(field.edge.is_empty());
    }

    #[test]
    fn right_ascensions_go_on_across_0() {
        let ras = texts(&graticule(0.0, 10.0, 2.0), &[Beside::Above]);
        for ra in ["23h58m", "0h00m", "0h02m"] {
            assert!(ras.iter().any(|text| text == ra), "{ra} {ras:?}");
        }
    }

    #[test]
    fn the_whole_sky_has_all_hours_and_an_edge() {
        let chart = Chart::new(Look::whole_sky(), FRAME);
        let sky = Graticule::of(&chart, Units::Sexagesimal);
        let ras = texts(&sky, &[Beside::Above]);
        assert_eq!(ras.len(), 12, "{ras:?}");
        assert!(ras.iter().any(|text| text == "12h"));
        let decs = texts(&sky, &[Beside::Left, Beside::Right]);
        assert_eq!(decs, ["+30°", "+60°", "0°", "−30°", "−60°"]);
        assert_eq!(sky.edge.len(), 1);
        // RA rises to the left: 2h is left of 22h
        let x = |text: &str| sky.labels.iter().find(|it| it.text == text).unwrap().at[0];
        assert!(x("2h") < x("0h") && x("0h") < x("22h"));
    }

    #[test]
    fn around_a_pole_the_meridians_meet_in_it() {
        let pole = graticule(0.0, 90.0, 10.0);
        let near = |spot: &Spot| (spot[0] - 300.0).hypot(spot[1] - 200.0) < 1.0;
        let n_meet = pole
            .lines
            .iter()
            .filter(|line| line.iter().any(near))
            .count();
        assert!(n_meet >= 8, "{n_meet}");
        assert!(pole.lines.len() < 60, "{}", pole.lines.len());
    }

    #[test]
    fn there_are_never_many_lines() {
        for dec in [-90.0, -89.5, -60.0, 0.0, 45.0, 80.0] {
            for width in [1e-3, 0.05, 1.0, 7.0, 40.0, 100.0, 300.0] {
                let found = graticule(12.0, dec, width);
                let n = found.lines.len();
                assert!((2..90).contains(&n), "{dec} {width}: {n}");
                assert!(!found.labels.is_empty(), "{dec} {width}");
            }
        }
    }
}
