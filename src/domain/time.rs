//! Instants as Modified Julian Dates, and the dates people type.

use super::{error::ParseError, interval::Interval};
use ::time::{Date, Month};

/// The Julian Day Number of the civil day that MJD 0 begins, 1858-11-17.
const MJD_0_JULIAN_DAY: i32 = 2_400_001;
/// Milliseconds in a day.
const DAY_MS: f64 = 86_400_000.0;

/// An instant as Modified Julian Date, in days; UTC as given, no scale conversion.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Mjd(pub f64);

impl Mjd {
    /// The instant at which a day of the (proleptic) Gregorian calendar begins; `None` where there is no such day.
    pub fn from_date(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = Month::try_from(month).ok()?;
        let date = Date::from_calendar_date(year, month, day).ok()?;
        Some(Self(f64::from(date.to_julian_day() - MJD_0_JULIAN_DAY)))
    }

    /// The instant as `1995-12-31T10:00:00`, with milliseconds where there are any; `None` for infinite ones and for
    /// years beyond four digits.
    pub fn iso(self) -> Option<String> {
        if !self.0.is_finite() || self.0.abs() > 5e6 {
            return None;
        }
        let milliseconds = (self.0.rem_euclid(1.0) * DAY_MS).round();
        let (day, milliseconds) = if milliseconds >= DAY_MS {
            (self.0.floor() + 1.0, 0.0)
        } else {
            (self.0.floor(), milliseconds)
        };
        #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
        let (day, milliseconds) = (day as i32, milliseconds as i32);
        let date = Date::from_julian_day(day + MJD_0_JULIAN_DAY).ok()?;
        let (year, month, day) = date.to_calendar_date();
        let (seconds, milliseconds) = (milliseconds / 1000, milliseconds % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let month = u8::from(month);
        let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        if milliseconds > 0 {
            text.push_str(&format!(".{milliseconds:03}"));
        }
        (0..=9999).contains(&year).then_some(text)
    }
}

/// Reads one date or two as people type them: the whole text, or an error that says what would be right.
pub fn parse_interval(text: &str) -> Result<Interval<Mjd>, ParseError> {
    const WANTED: &str = "give a date, such as 1995-12-31";
    match text.trim().parse::<f64>() {
        Ok(mjd) => Ok(Interval::point(Mjd(mjd))),
        Err(_) => Err(ParseError::not_understood(text, WANTED)),
    }
}

/// What was understood, for a person.
pub fn echo(time: &Interval<Mjd>) -> String {
    format!("MJD {} to {}", time.lo.0, time.hi.0)
}
