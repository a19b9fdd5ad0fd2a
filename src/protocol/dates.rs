//! Dates as services write them, and the MJDs they are.

use super::units;
use crate::{domain::time::Mjd, votable::Timesys};

/// MJD 0 as Julian date.
const MJD_0: f64 = 2_400_000.5;

/// The days of which MJDs are nowhere a plausible date of an observation and years are: 1600 to 2200.
const YEARS: std::ops::RangeInclusive<f64> = 1600.0..=2200.0;

/// Julian dates of the years 1600 to 2300; as MJDs they would lie eight millennia ahead.
const JULIAN_DATES: std::ops::RangeInclusive<f64> = 2_305_000.0..=2_562_000.0;

/// J2000.0 as MJD, and the days of a Julian year.
const J2000_MJD: f64 = 51_544.5;
const JULIAN_YEAR_DAYS: f64 = 365.25;

/// From when to when a date goes, in MJD: a day without a time is the whole of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Its beginning.
    pub lo: f64,
    /// Its end.
    pub hi: f64,
}

impl Span {
    fn instant(mjd: f64) -> Option<Self> {
        mjd.is_finite().then_some(Self { lo: mjd, hi: mjd })
    }
}

/// What the numbers of a column are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    /// Days in one of its unit.
    days: f64,
    /// MJD of its zero; `None` where nobody says, which means MJD or what the number looks like.
    zero: Option<f64>,
}

impl Clock {
    /// The clock of a column with this unit, and the TIMESYS it refers to, if any (VOTable 1.4, section 3.7).
    pub fn new(unit: Option<&str>, timesys: Option<&Timesys>) -> Self {
        let unit = unit.map(str::trim).unwrap_or_default();
        let days = units::seconds(unit).map_or(1.0, |seconds| seconds / 86_400.0);
        let origin = timesys.and_then(|timesys| timesys.timeorigin.as_deref());
        let zero = match origin.map(str::trim) {
            Some(word) if word.eq_ignore_ascii_case("MJD-origin") => Some(0.0),
            Some(word) if word.eq_ignore_ascii_case("JD-origin") => Some(-MJD_0),
            Some(word) => word.parse::<f64>().ok().map(|julian| julian - MJD_0),
            None => None,
        };
        Self { days, zero }
    }

    /// The date of a number.
    pub fn span(self, value: f64) -> Option<Span> {
        if let Some(zero) = self.zero {
            return Span::instant(value * self.days + zero);
        }
        let is_year = (self.days - JULIAN_YEAR_DAYS).abs() < 1.0;
        if is_year || YEARS.contains(&value) {
            return Span::instant(J2000_MJD + (value - 2000.0) * JULIAN_YEAR_DAYS);
        }
        if JULIAN_DATES.contains(&value) {
            return Span::instant(value - MJD_0);
        }
        Span::instant(value * self.days)
    }

    /// The date of a text: a number, or a date in ISO 8601.
    pub fn span_of_text(self, text: &str) -> Option<Span> {
        let text = text.trim();
        match text.parse::<f64>() {
            Ok(value) => self.span(value),
            Err(_) => iso(text),
        }
    }
}

/// ISO 8601 as DALI 1.1 writes it (section 3.3.3): `2004-03-01`, with `T` or a blank and a time behind it.
fn iso(text: &str) -> Option<Span> {
    let (date, time) = match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, time.trim()),
        None => (text, ""),
    };
    let mut parts = date.split(['-', '/']);
    let year = parts.next()?.parse::<i32>().ok()?;
    let month = parts.next()?.parse::<u8>().ok()?;
    let day = parts.next()?.parse::<u8>().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let Mjd(midnight) = Mjd::from_date(year, month, day)?;
    if time.is_empty() {
        return Some(Span {
            lo: midnight,
            hi: midnight + 1.0,
        });
    }
    let time = time.trim_end_matches(['Z', 'z']);
    let time = time.strip_suffix("+00:00").unwrap_or(time);
    let mut seconds = 0.0;
    for (part, unit) in time.split(':').zip([3600.0, 60.0, 1.0]) {
        seconds += part.trim().parse::<f64>().ok()? * unit;
    }
    Span::instant(midnight + seconds / 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_archives_write_them() {
        let clock = Clock::new(Some("d"), None);
        for (text, lo, hi) in [
            // MJD 51544 is 2000-01-01.
            ("51544.5", 51_544.5, 51_544.5),
            ("2451545.0", 51_544.5, 51_544.5),
            ("2000-01-01", 51_544.0, 51_545.0),
            ("2000-01-01T12:00:00", 51_544.5, 51_544.5),
            ("2000-01-01 12:00:00.000Z", 51_544.5, 51_544.5),
            ("2000-01-01T06:00", 51_544.25, 51_544.25),
            ("2000.0", 51_544.5, 51_544.5),
        ] {
            assert_eq!(clock.span_of_text(text), Some(Span { lo, hi }), "{text}");
        }
        for bad in [
            "",
            "NaN",
            "unknown",
            "2000-13-01",
            "2000-01",
            "2000-01-01T25h",
        ] {
            assert_eq!(clock.span_of_text(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_timesys_says_where_the_count_begins() {
        let timesys = |origin: &str| Timesys {
            timeorigin: Some(origin.to_owned()),
            ..Timesys::default()
        };
        for (origin, value) in [
            ("JD-origin", 2_451_545.0),
            ("MJD-origin", 51_544.5),
            ("2451544.5", 0.5),
        ] {
            let clock = Clock::new(Some("d"), Some(&timesys(origin)));
            assert_eq!(
                clock.span(value).map(|span| span.lo),
                Some(51_544.5),
                "{origin}"
            );
        }
        let hours = Clock::new(Some("h"), Some(&timesys("2451544.5")));
        assert_eq!(hours.span(12.0).map(|span| span.lo), Some(51_544.5));
    }
}
