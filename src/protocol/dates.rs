//! Dates as services write them, and the MJDs they are.

use super::units;
use crate::{domain::time::Mjd, votable::Timesys};
use std::{ops::RangeInclusive, str::FromStr};

/// MJD 0 as Julian date.
const MJD_0: f64 = 2_400_000.5;

/// The years 1600 to 2200; as MJDs they would lie in 1863 and 1864, of which there are no observations.
const YEARS: RangeInclusive<f64> = 1600.0..=2200.0;

/// Days written as one number, `19950601`; as MJDs they would lie in the years 45,000 to 62,000.
const WRITTEN_DAYS: RangeInclusive<f64> = 16_000_101.0..=22_001_231.0;

/// Julian dates of the years 1600 to 2300; as MJDs they would lie eight millennia ahead.
const JULIAN_DATES: RangeInclusive<f64> = 2_305_000.0..=2_562_000.0;

/// J2000.0 as MJD, and the days of a Julian year.
const J2000_MJD: f64 = 51_544.5;
const JULIAN_YEAR_DAYS: f64 = 365.25;

/// From when to when a date goes, in MJD: a day without a time is the whole of it, and what is still going on ends at
/// infinity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Its beginning.
    pub lo: f64,
    /// Its end.
    pub hi: f64,
}

impl Span {
    fn instant(mjd: f64) -> Option<Self> {
        (!mjd.is_nan()).then_some(Self { lo: mjd, hi: mjd })
    }

    /// Whether it can be the one date of an observation: neither infinity, nor 0 or -999 for "unknown". None was made
    /// in 1858 or before.
    pub(super) fn is_date(self) -> bool {
        self.lo.is_finite() && self.hi.is_finite() && self.hi > 0.0
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
            return year(value);
        }
        if WRITTEN_DAYS.contains(&value) && value.fract() == 0.0 {
            return iso(&value.to_string());
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

/// A year in decimals, or the whole of a year without any.
fn year(value: f64) -> Option<Span> {
    if value.fract() != 0.0 {
        return Span::instant(J2000_MJD + (value - 2000.0) * JULIAN_YEAR_DAYS);
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number, and no date where it is too large"
    )]
    let first = |year: f64| Mjd::from_date(year as i32, 1, 1);
    Some(Span {
        lo: first(value)?.0,
        hi: first(value + 1.0)?.0,
    })
}

/// ISO 8601 as DALI 1.1 writes it (section 3.3.3): `2004-03-01`, with `T` or a blank and a time behind it. Also its
/// short forms `20040301` and `2004-03`, and `01/03/99` of FITS before 1999 (FITS 4.0, section 9.2.1: day, month, and
/// year of the 20th century). Other years than those of four digits are anyone's guess.
fn iso(text: &str) -> Option<Span> {
    let (date, time) = match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, time.trim()),
        None => (text, ""),
    };
    let day = days(date)?;
    if time.is_empty() {
        return Some(day);
    }
    let is_one = day.hi - day.lo <= 1.0;
    Span::instant(day.lo + seconds(time).filter(|_| is_one)? / 86_400.0)
}

/// The day, or the month, of a date without a time.
fn days(date: &str) -> Option<Span> {
    let day = |year: i32, month: u8, day: u8| {
        let Mjd(midnight) = Mjd::from_date(year, month, day)?;
        Some(Span {
            lo: midnight,
            hi: midnight + 1.0,
        })
    };
    let part = |text| digits(text, 1..=2);
    let parts: Vec<&str> = date.split(['-', '/']).collect();
    let is_fits = !date.contains('-') && parts.iter().all(|part| part.len() == 2);
    match parts.as_slice() {
        [d, m, y] if is_fits => day(1900 + digits::<i32>(y, 2..=2)?, part(m)?, part(d)?),
        [y, m, d] => day(digits(y, 4..=4)?, part(m)?, part(d)?),
        [y, m] if m.len() == 2 => {
            let (year, month) = (digits::<i32>(y, 4..=4)?, part(m)?);
            let (next_year, next) = if month == 12 {
                (year + 1, 1)
            } else {
                (year, month + 1)
            };
            Some(Span {
                lo: Mjd::from_date(year, month, 1)?.0,
                hi: Mjd::from_date(next_year, next, 1)?.0,
            })
        }
        [all] => {
            let all = Some(*all).filter(|all| all.len() == 8)?;
            day(
                digits(all.get(..4)?, 4..=4)?,
                part(all.get(4..6)?)?,
                part(all.get(6..)?)?,
            )
        }
        _ => None,
    }
}

/// A number of so many digits, and nothing but digits.
fn digits<T: FromStr>(text: &str, how_many: RangeInclusive<usize>) -> Option<T> {
    let is_number = text.bytes().all(|sign| sign.is_ascii_digit());
    let text = Some(text).filter(|text| is_number && how_many.contains(&text.len()))?;
    text.parse().ok()
}

/// The seconds since midnight UTC of a time such as `12:00`, `12:00:00.5Z` or `14:00:00+02:00`.
fn seconds(time: &str) -> Option<f64> {
    let time = time
        .trim_end_matches("UTC")
        .trim_end_matches(['Z', 'z'])
        .trim();
    let (time, offset) = match time.rfind(['+', '-']) {
        Some(at) => time.split_at_checked(at)?,
        None => (time, ""),
    };
    let mut total = 0.0;
    for (part, (unit, most)) in time
        .split(':')
        .zip([(3600.0, 24.0), (60.0, 60.0), (1.0, 61.0)])
    {
        let value = part.trim().parse::<f64>().ok()?;
        if !(0.0..=most).contains(&value) {
            return None;
        }
        total += value * unit;
    }
    if offset.is_empty() {
        return Some(total);
    }
    let (sign, digits) = offset.split_at_checked(1)?;
    let (hours, minutes) = digits
        .split_once(':')
        .or_else(|| digits.split_at_checked(2))?;
    let minutes = if minutes.is_empty() {
        0.0
    } else {
        minutes.parse::<f64>().ok()?
    };
    let east = hours.parse::<f64>().ok()? * 3600.0 + minutes * 60.0;
    Some(if sign == "-" {
        total + east
    } else {
        total - east
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_archives_write_them() {
        let clock = Clock::new(Some("d"), None);
        for (text, lo, hi) in [
            // MJD 51544 is 2000-01-01, and 2000 a leap year.
            ("51544.5", 51_544.5, 51_544.5),
            ("5.15445e4", 51_544.5, 51_544.5),
            ("2451545.0", 51_544.5, 51_544.5),
            ("2000-01-01", 51_544.0, 51_545.0),
            ("2000/01/01", 51_544.0, 51_545.0),
            ("20000101", 51_544.0, 51_545.0),
            ("2000-01", 51_544.0, 51_575.0),
            ("1999-12", 51_513.0, 51_544.0),
            ("2000", 51_544.0, 51_910.0),
            ("2000/1/1", 51_544.0, 51_545.0),
            ("2000-1-1", 51_544.0, 51_545.0),
            ("31/12/99", 51_543.0, 51_544.0),
            ("2000-01-01T12:00:00", 51_544.5, 51_544.5),
            ("20000101T12:00:00", 51_544.5, 51_544.5),
            ("2000-01-01 12:00:00.000Z", 51_544.5, 51_544.5),
            ("2000-01-01 12:00:00 UTC", 51_544.5, 51_544.5),
            ("2000-01-01T14:00:00+02:00", 51_544.5, 51_544.5),
            ("2000-01-01T10:00:00-0200", 51_544.5, 51_544.5),
            ("2000-01-01T12:00:00+00:00", 51_544.5, 51_544.5),
            ("2000-01-01T06:00", 51_544.25, 51_544.25),
            ("1999-12-31T24:00:00", 51_544.0, 51_544.0),
            // half a Julian year after J2000.0
            ("2000.5", 51_727.125, 51_727.125),
            ("0", 0.0, 0.0),
            ("-999", -999.0, -999.0),
            ("+Inf", f64::INFINITY, f64::INFINITY),
        ] {
            assert_eq!(clock.span_of_text(text), Some(Span { lo, hi }), "{text}");
        }
        for bad in [
            "",
            "NaN",
            "null",
            "unknown",
            "2000-13-01",
            "2000-02-30",
            "2000-13",
            "2000-01T12:00:00",
            "2000-01-01T25:00:00",
            "2000-01-01T12:61",
            "2000-01-01T25h",
            "01/02/2000",
            "20001301",
            "1/1/2000",
            "1/12/99",
            "31-12-99",
            "95-12-31",
            "095-12-31",
            "02000-01-01",
            "+200-01-01",
            "-2000-01-01",
            "2000-+1-01",
            "2000-001-01",
            "+200-01",
        ] {
            assert_eq!(clock.span_of_text(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_column_in_years_holds_years() {
        let clock = Clock::new(Some("yr"), None);
        assert_eq!(clock.span(2000.5), Span::instant(51_727.125));
        let year = Span {
            lo: 49_718.0,
            hi: 50_083.0,
        };
        assert_eq!(clock.span(1995.0), Some(year));
        assert_eq!(clock.span(f64::NAN), None);
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
