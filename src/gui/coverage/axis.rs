//! The part of time and wavelength that is seen, and where it is on the screen.

use eframe::egui::{Rect, pos2};

/// The part of an axis that is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    /// Where it begins.
    pub lo: f64,
    /// Where it ends, beyond `lo`.
    pub hi: f64,
}

/// The times that can be seen, as MJD: the years 1 to 9999.
const TIMES: Span = Span {
    lo: -678_575.0,
    hi: 2_973_483.0,
};
/// Ten minutes, in days.
const LEAST_TIME: f64 = 1.0 / 144.0;

/// The wavelengths that can be seen, as logarithms of metres: from a hundred teraelectronvolts to a thousand kilometres.
const WAVES: Span = Span { lo: -20.0, hi: 6.0 };
/// What is kept of a dataset is good to a 200th of it.
const LEAST_WAVE: f64 = 1e-4;

/// What is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    /// MJD.
    pub time: Span,
    /// The decimal logarithm of the wavelength in metres.
    pub wave: Span,
}

impl Span {
    pub(super) fn len(self) -> f64 {
        self.hi - self.lo
    }

    /// How far along it a value is, from 0 to 1 within it.
    pub(super) fn part(self, value: f64) -> f64 {
        (value - self.lo) / self.len()
    }

    /// The value so far along it.
    pub(super) fn at(self, part: f64) -> f64 {
        self.lo + part * self.len()
    }

    /// A span `factor` times as long in which `about` stays where it is.
    pub(super) fn zoomed(self, about: f64, factor: f64) -> Self {
        Self {
            lo: about - (about - self.lo) * factor,
            hi: about + (self.hi - about) * factor,
        }
    }

    /// The span that begins so much of its length later.
    pub(super) fn moved(self, part: f64) -> Self {
        let by = part * self.len();
        Self {
            lo: self.lo + by,
            hi: self.hi + by,
        }
    }

    pub(super) fn contains(self, other: Self) -> bool {
        self.lo <= other.lo && other.hi <= self.hi
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.lo <= other.hi && other.lo <= self.hi
    }

    pub(super) fn hull(self, other: Self) -> Self {
        Self {
            lo: self.lo.min(other.lo),
            hi: self.hi.max(other.hi),
        }
    }

    /// The same as far as it lies within `limits`, and at least `least` long.
    fn kept(self, limits: Self, least: f64) -> Self {
        let middle = f64::midpoint(self.lo, self.hi);
        let len = self.len().clamp(least, limits.len());
        if !middle.is_finite() || len.is_nan() {
            return limits;
        }
        let (lowest, highest) = (limits.lo + len / 2.0, limits.hi - len / 2.0);
        let middle = middle.clamp(lowest, highest.max(lowest));
        Self {
            lo: middle - len / 2.0,
            hi: middle + len / 2.0,
        }
    }
}

impl Look {
    /// A look with these spans, or as near to them as can be shown.
    pub(super) fn new(time: Span, wave: Span) -> Self {
        Self {
            time: time.kept(TIMES, LEAST_TIME),
            wave: wave.kept(WAVES, LEAST_WAVE),
        }
    }

    /// Where nothing says otherwise: the years 1990 to 2030, from gamma rays to radio.
    pub(super) fn usual() -> Self {
        Self::new(
            Span {
                lo: 47_892.0,
                hi: 62_502.0,
            },
            Span { lo: -13.0, hi: 1.0 },
        )
    }

    /// The look that shows all of `bounds` with some space around; a point is shown with a year, and a factor of ten,
    /// around it.
    pub(super) fn fitting(bounds: Self) -> Self {
        let around = |span: Span, least: f64| {
            let more = (span.len() * 0.05).max((least - span.len()) / 2.0);
            Span {
                lo: span.lo - more,
                hi: span.hi + more,
            }
        };
        Self::new(around(bounds.time, 365.0), around(bounds.wave, 1.0))
    }

    pub(super) fn contains(self, other: Self) -> bool {
        self.time.contains(other.time) && self.wave.contains(other.wave)
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.time.meets(other.time) && self.wave.meets(other.wave)
    }

    pub(super) fn hull(self, other: Self) -> Self {
        Self {
            time: self.time.hull(other.time),
            wave: self.wave.hull(other.wave),
        }
    }

    /// Zooms about a value of each axis.
    #[must_use]
    pub(super) fn zoomed(self, (time, by): (f64, f64), (wave, wave_by): (f64, f64)) -> Self {
        Self::new(self.time.zoomed(time, by), self.wave.zoomed(wave, wave_by))
    }

    /// Moves by parts of what is seen.
    #[must_use]
    pub(super) fn moved(self, time: f64, wave: f64) -> Self {
        Self::new(self.time.moved(time), self.wave.moved(wave))
    }
}

/// What is seen, and where: time to the right, wavelength up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    /// The rectangle on the screen.
    pub rect: Rect,
    /// What it shows.
    pub look: Look,
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "places on the screen are f32"
)]
impl Place {
    pub(super) fn x(&self, time: f64) -> f32 {
        let part = self.look.time.part(time);
        (f64::from(self.rect.left()) + part * f64::from(self.rect.width())) as f32
    }

    pub(super) fn y(&self, wave: f64) -> f32 {
        let part = self.look.wave.part(wave);
        (f64::from(self.rect.bottom()) - part * f64::from(self.rect.height())) as f32
    }

    /// The rectangle between two instants and two wavelengths.
    pub(super) fn rect_of(&self, of: Look) -> Rect {
        Rect::from_min_max(
            pos2(self.x(of.time.lo), self.y(of.wave.hi)),
            pos2(self.x(of.time.hi), self.y(of.wave.lo)),
        )
    }

    pub(super) fn time_at(&self, x: f32) -> f64 {
        let part = f64::from(x - self.rect.left()) / f64::from(self.rect.width());
        self.look.time.at(part)
    }

    pub(super) fn wave_at(&self, y: f32) -> f64 {
        let part = f64::from(self.rect.bottom() - y) / f64::from(self.rect.height());
        self.look.wave.at(part)
    }

    /// How much of time and of wavelength a point of the screen is.
    pub(super) fn a_point(&self) -> (f64, f64) {
        (
            self.look.time.len() / f64::from(self.rect.width().max(1.0)),
            self.look.wave.len() / f64::from(self.rect.height().max(1.0)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::Rect;

    fn span(lo: f64, hi: f64) -> Span {
        Span { lo, hi }
    }

    /// A rectangle of 200 by 100 points at 10, 20 that shows MJD 50000 to 50400 and 1e-9 to 1e-5 m.
    fn place() -> Place {
        Place {
            rect: Rect::from_min_max(pos2(10.0, 20.0), pos2(210.0, 120.0)),
            look: Look::new(span(50_000.0, 50_400.0), span(-9.0, -5.0)),
        }
    }

    #[test]
    fn boxes_lie_where_their_times_and_wavelengths_are_and_back() {
        let place = place();
        // 100 of 400 days are 50 of 200 points; one of four decades is 25 of 100 points, counted from below.
        let of = Look {
            time: span(50_100.0, 50_200.0),
            wave: span(-8.0, -7.0),
        };
        let rect = place.rect_of(of);
        assert_eq!(
            rect,
            Rect::from_min_max(pos2(60.0, 70.0), pos2(110.0, 95.0))
        );
        let back = Look {
            time: span(place.time_at(rect.left()), place.time_at(rect.right())),
            wave: span(place.wave_at(rect.bottom()), place.wave_at(rect.top())),
        };
        assert_eq!(back, of);
        assert_eq!(place.a_point(), (2.0, 0.04));
    }

    #[test]
    fn what_is_under_the_pointer_stays_there_when_zooming() {
        let place = place();
        let zoomed = Place {
            look: place.look.zoomed((50_100.0, 0.5), (-6.0, 2.0)),
            ..place
        };
        assert_eq!(zoomed.look.time, span(50_050.0, 50_250.0));
        assert_eq!(zoomed.look.wave, span(-12.0, -4.0));
        for value in [
            zoomed.x(50_100.0) - place.x(50_100.0),
            zoomed.y(-6.0) - place.y(-6.0),
        ] {
            assert!(value.abs() < 1e-3, "{value}");
        }
    }

    #[test]
    fn a_look_ends_where_the_calendar_does_and_is_never_too_narrow() {
        let far = Look::usual().zoomed((50_000.0, 1e9), (-8.0, 1e9));
        assert_eq!((far.time, far.wave), (TIMES, WAVES));
        let near = Look::usual().zoomed((50_000.0, 0.0), (-8.0, 0.0));
        assert!((near.time.len() - LEAST_TIME).abs() < 1e-9);
        assert!(near.time.lo < 50_000.0 && 50_000.0 < near.time.hi);
        assert!((near.wave.len() - LEAST_WAVE).abs() < 1e-9);
        let end = Look::usual().moved(1e6, -1e6);
        assert_eq!((end.time.hi, end.wave.lo), (TIMES.hi, WAVES.lo));
        let nowhere = Look::new(span(f64::NAN, 1.0), span(0.0, f64::INFINITY));
        assert_eq!((nowhere.time, nowhere.wave), (TIMES, WAVES));
    }

    #[test]
    fn a_point_is_shown_with_a_year_and_a_decade_around_it() {
        let look = Look::fitting(Look {
            time: span(50_000.0, 50_000.0),
            wave: span(-7.0, -7.0),
        });
        assert_eq!(look.time, span(49_817.5, 50_182.5));
        assert_eq!(look.wave, span(-7.5, -6.5));
        let wide = Look::fitting(Look {
            time: span(50_000.0, 51_000.0),
            wave: span(-10.0, -6.0),
        });
        assert_eq!(wide.time, span(49_950.0, 51_050.0));
        assert!((wide.wave.lo + 10.2).abs() < 1e-9 && (wide.wave.hi + 5.8).abs() < 1e-9);
    }
}
