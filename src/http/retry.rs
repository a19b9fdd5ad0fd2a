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
    let then = UNIX_EPOCH.checked_add(Duration::from_secs(unix_seconds(text)?))?;
    Some(then.duration_since(now).unwrap_or_default())
}

/// Reads the one form of date that is to be sent, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
fn unix_seconds(date: &str) -> Option<u64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (_, date) = date.split_once(", ")?;
    let mut words = date.split(' ');
    let day: u64 = words.next()?.parse().ok()?;
    let month_name = words.next()?;
    let month = MONTHS.iter().position(|name| *name == month_name)?;
    let year: u64 = words.next()?.parse().ok()?;
    let mut clock = words.next()?.split(':').map(str::parse::<u64>);
    let (hour, minute, second) = (
        clock.next()?.ok()?,
        clock.next()?.ok()?,
        clock.next()?.ok()?,
    );
    let is_date = (1970..=9999).contains(&year) && (1..=31).contains(&day);
    // A leap second is written as second 60.
    let is_time = hour < 24 && minute < 60 && second <= 60;
    if !is_date || !is_time || words.next() != Some("GMT") {
        return None;
    }
    let days = days_before_year(year) + days_before_month(year, month) + day - 1;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
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
        // `date -d '2000-03-01 00:00:00 UTC' +%s` is 951868800.
        check(
            "Wed, 01 Mar 2000 00:00:00 GMT",
            Some(951_868_800 - 784_111_777),
        );
    }

    #[test]
    fn what_is_neither_is_no_wait() {
        check("soon", None);
        check("-3", None);
        check("Sun, 06 Nov 1994", None);
        check("Sun, 06 Nex 1994 08:49:37 GMT", None);
        check("Sun, 06 Nov 1994 18446744073709551615:49:37 GMT", None);
        check("Sun, 06 Nov 1994 24:00:00 GMT", None);
    }
}
