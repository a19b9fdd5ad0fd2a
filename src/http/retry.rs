//! When a server that is busy wants to be asked again.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Reads `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3), as a time to wait from now.
///
/// A date that has passed means at once. `None`: it says neither.
pub fn wait(retry_after: &str, now: SystemTime) -> Option<Duration> {
    let text = retry_after.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let then = UNIX_EPOCH.checked_add(Duration::from_secs(unix_seconds(text, now)?))?;
    Some(then.duration_since(now).unwrap_or_default())
}

/// A date with a time of day, as numbers: nothing is checked yet.
struct Date<'a> {
    year: u64,
    month: &'a str,
    day: &'a str,
    clock: &'a str,
}

/// Reads the three forms of date that a client must take (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`,
/// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
fn unix_seconds(text: &str, now: SystemTime) -> Option<u64> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let date = match words.as_slice() {
        [_, day, month, year, clock, "GMT"] | [_, month, day, clock, year] => Date {
            year: year.parse().ok()?,
            month,
            day,
            clock,
        },
        [_, date, clock, "GMT"] => {
            let mut parts = date.split('-');
            let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
            let year = year.parse().ok()?;
            Date {
                year: if year < 100 {
                    of_two_digits(year, now)
                } else {
                    year
                },
                month,
                day,
                clock,
            }
        }
        _ => return None,
    };
    date.unix_seconds()
}

/// The year that two digits stand for, the nearest one: what seems to be more than 50 years ahead is past (RFC 9110,
/// 5.6.7).
fn of_two_digits(year: u64, now: SystemTime) -> u64 {
    let days = now
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs() / 86_400);
    // A year has 365.2425 days; a day to either side of New Year does not matter here.
    let this_year = 1970 + days * 10_000 / 3_652_425;
    let in_this_century = this_year - this_year % 100 + year;
    if in_this_century > this_year + 50 {
        in_this_century - 100
    } else if in_this_century + 50 <= this_year {
        in_this_century + 100
    } else {
        in_this_century
    }
}

impl Date<'_> {
    /// Seconds since 1970; `None` where there is no such day or time.
    fn unix_seconds(&self) -> Option<u64> {
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let month = MONTHS.iter().position(|name| *name == self.month)?;
        let day: u64 = self.day.parse().ok()?;
        let mut clock = self.clock.split(':').map(str::parse::<u64>);
        let (hour, minute, second) = (
            clock.next()?.ok()?,
            clock.next()?.ok()?,
            clock.next()?.ok()?,
        );
        // A leap second is written as second 60.
        let is_time = hour < 24 && minute < 60 && second <= 60 && clock.next().is_none();
        if !(1970..=9999).contains(&self.year) || !(1..=31).contains(&day) || !is_time {
            return None;
        }
        let days = days_before_year(self.year) + days_before_month(self.year, month) + day - 1;
        Some(((days * 24 + hour) * 60 + minute) * 60 + second)
    }
}

/// Days from 1970-01-01 to the first of January of a year from 1970 on.
fn days_before_year(year: u64) -> u64 {
    let leap_days = |before: u64| before / 4 - before / 100 + before / 400;
    (year - 1970) * 365 + leap_days(year - 1) - leap_days(1969)
}

/// Days from the first of January to the first of a month, which is counted from 0.
fn days_before_month(year: u64, month: usize) -> u64 {
    const LENGTHS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    LENGTHS.iter().take(month).sum::<u64>() + u64::from(is_leap && month > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(retry_after: &str, expected: Option<u64>) {
        // The example of RFC 9110, in seconds as `date -d ... +%s` gives it.
        let now = UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(
            wait(retry_after, now),
            expected.map(Duration::from_secs),
            "{retry_after}"
        );
    }

    #[test]
    fn a_wait_is_given_in_seconds_or_as_a_date() {
        check("120", Some(120));
        check(" 0 ", Some(0));
        check("Sun, 06 Nov 1994 08:49:37 GMT", Some(0));
        check("Sun, 06 Nov 1994 08:50:07 GMT", Some(30));
        check("Sun, 06 Nov 1994 08:00:00 GMT", Some(0));
        check("Sunday, 06-Nov-94 08:50:07 GMT", Some(30));
        check("Sun Nov  6 08:50:07 1994", Some(30));
        check("Sun Nov 16 08:49:37 1994", Some(864_000));
        // `date -d '2000-03-01 00:00:00 UTC' +%s` is 951868800.
        check(
            "Wed, 01 Mar 2000 00:00:00 GMT",
            Some(951_868_800 - 784_111_777),
        );
    }

    #[test]
    fn a_year_of_two_digits_is_not_more_than_50_years_ahead() {
        // `date -d '2006-03-01 00:00:00 UTC' +%s` is 1141171200, and `date -d '1996-01-01 00:00:00 UTC' +%s` 820454400.
        check(
            "Wednesday, 01-Mar-06 00:00:00 GMT",
            Some(1_141_171_200 - 784_111_777),
        );
        check(
            "Monday, 01-Jan-96 00:00:00 GMT",
            Some(820_454_400 - 784_111_777),
        );
        // In 2026, "00" is 2000, and "27" is 2027: `date -d '2027-01-01 00:00:00 UTC' +%s` is 1798761600.
        let now = UNIX_EPOCH + Duration::from_secs(1_790_000_000);
        let of = |text| wait(text, now).map(|wait| wait.as_secs());
        assert_eq!(of("Wednesday, 01-Mar-00 00:00:00 GMT"), Some(0));
        assert_eq!(of("Friday, 01-Jan-27 00:00:00 GMT"), Some(8_761_600));
        assert_eq!(of("Friday, 01-Jan-99 00:00:00 GMT"), Some(0), "it is 1999");
    }

    #[test]
    fn what_is_neither_is_no_wait() {
        check("soon", None);
        check("-3", None);
        check("Sun, 06 Nov 1994", None);
        check("Sun, 06 Nex 1994 08:49:37 GMT", None);
        check("Sun, 06 Nov 1994 18446744073709551615:49:37 GMT", None);
        check("Sun, 06 Nov 1994 24:00:00 GMT", None);
        check("Sun, 06 Nov 1994 08:49:37:00 GMT", None);
        check("Sunday, 06-Nov 08:49:37 GMT", None);
        check("Sun Nov 6 1994", None);
        check("", None);
    }
}
