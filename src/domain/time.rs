//! Instants as Modified Julian Dates, and the dates people type.

mod typed;

use super::{angle::significant, interval::Interval};
use ::time::{Date, Month};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use typed::parse_interval;

/// The Julian Day Number of the civil day that MJD 0 begins, 1858-11-17.
const MJD_0_JULIAN_DAY: i32 = 2_400_001;
/// MJD of 1970-01-01.
const UNIX_EPOCH_MJD: f64 = 40_587.0;
/// Milliseconds in a day.
const DAY_MS: f64 = 86_400_000.0;

/// An instant as Modified Julian Date, in days; UTC as given, no scale conversion.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Mjd(pub f64);

impl Mjd {
    /// An instant of the machine's clock; one before 1970 is the beginning of 1970.
    pub fn of(instant: SystemTime) -> Self {
        let since = instant.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(UNIX_EPOCH_MJD + since.as_secs_f64() / 86_400.0)
    }

    /// The instant at which a day of the (proleptic) Gregorian calendar begins; `None` where there is no such day.
    pub fn from_date(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = Month::try_from(month).ok()?;
        let date = Date::from_calendar_date(year, month, day).ok()?;
        Some(Self(f64::from(date.to_julian_day() - MJD_0_JULIAN_DAY)))
    }

    /// The day of the (proleptic) Gregorian calendar: year, month, day; `None` for years beyond four digits.
    pub fn date(self) -> Option<(i32, u8, u8)> {
        if !self.0.is_finite() || self.0.abs() > 5e6 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
        let day = self.0.floor() as i32;
        let date = Date::from_julian_day(day + MJD_0_JULIAN_DAY).ok()?;
        Some((date.year(), u8::from(date.month()), date.day()))
    }

    /// The instant of the machine's clock, to the millisecond; `None` before 1970 and beyond the year 9999.
    pub fn instant(self) -> Option<SystemTime> {
        const MOST_MS: f64 = 253_402_300_800_000.0;
        let since = ((self.0 - UNIX_EPOCH_MJD) * DAY_MS).round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bounded before"
        )]
        let milliseconds = |since: f64| Duration::from_millis(since as u64);
        (0.0..MOST_MS)
            .contains(&since)
            .then(|| UNIX_EPOCH + milliseconds(since))
    }

    /// Reads an instant as [`Self::iso`] writes it; `None` where it is none.
    pub fn from_iso(text: &str) -> Option<Self> {
        let (date, clock) = text.trim().split_once('T')?;
        let mut date = date.splitn(3, '-');
        let (year, month) = (date.next()?.parse().ok()?, date.next()?.parse().ok()?);
        let day = Self::from_date(year, month, date.next()?.parse().ok()?)?;
        let mut clock = clock.trim_end_matches('Z').splitn(3, ':');
        let (hour, minute): (u8, u8) = (clock.next()?.parse().ok()?, clock.next()?.parse().ok()?);
        let second: f64 = clock.next()?.parse().ok()?;
        let is_in_day = hour < 24 && minute < 60 && (0.0..61.0).contains(&second);
        let seconds = f64::from(hour) * 3600.0 + f64::from(minute) * 60.0 + second;
        is_in_day.then_some(Self(day.0 + seconds / 86_400.0))
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
        let month = u8::from(month);
        let (seconds, milliseconds) = (milliseconds / 1000, milliseconds % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let fraction = if milliseconds > 0 {
            format!(".{milliseconds:03}")
        } else {
            String::new()
        };
        (0..=9999).contains(&year).then(|| {
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}")
        })
    }
}

/// What was understood, for a person: `MJD 49718 to 50083, 365 d`.
pub fn echo(time: &Interval<Mjd>) -> String {
    let (lo, hi) = (time.lo.0, time.hi.0);
    let mjd = |mjd: f64| significant(mjd, 11);
    match (lo.is_finite(), hi.is_finite()) {
        (true, true) if time.is_point() => {
            let iso = time.lo.iso();
            format!("MJD {}, the instant {}", mjd(lo), iso.unwrap_or_default())
        }
        (true, true) => format!("MJD {} to {}, {}", mjd(lo), mjd(hi), duration(hi - lo)),
        (true, false) => format!("from MJD {} on", mjd(lo)),
        (false, true) => format!("until MJD {}", mjd(hi)),
        (false, false) => "at any time".to_owned(),
    }
}

/// A time span of so many days, in a handy unit.
fn duration(days: f64) -> String {
    if days >= 1.0 {
        format!("{} d", significant(days, 6))
    } else if days * 24.0 >= 1.0 {
        format!("{} h", significant(days * 24.0, 4))
    } else if days * 1440.0 >= 1.0 {
        format!("{} min", significant(days * 1440.0, 4))
    } else {
        format!("{} s", significant(days * 86_400.0, 4))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_comes_back_from_its_text_to_the_millisecond() {
        for milliseconds in [
            0_u64,
            1,
            784_111_777_250,
            1_795_601_527_999,
            4_102_444_800_000,
        ] {
            let instant = UNIX_EPOCH + Duration::from_millis(milliseconds);
            let text = Mjd::of(instant).iso().unwrap();
            let read = Mjd::from_iso(&text).and_then(Mjd::instant);
            assert_eq!(read, Some(instant), "{text}");
        }
        for bad in [
            "",
            "1995-12-31",
            "1995-13-01T00:00:00",
            "1995-12-31T25:00:00",
            "T::",
            "1995-12-31T10:00:inf",
        ] {
            assert_eq!(Mjd::from_iso(bad), None, "{bad}");
        }
        assert_eq!(Mjd(f64::NAN).instant(), None);
        assert_eq!(Mjd(1e300).instant(), None);
    }
}
