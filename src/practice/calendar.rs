//! Dates, as the protocols write them, and Modified Julian Dates.

use std::time::{SystemTime, UNIX_EPOCH};

/// The MJD of 1970-01-01.
const EPOCH_MJD: f64 = 40587.0;

/// A time as DALI 1.1, section 3.3.3, writes it, in UTC.
pub(super) fn iso(time: SystemTime) -> String {
    let seconds = time
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let (days, rest) = (seconds / 86400, seconds % 86400);
    let (year, month, day) = civil(days);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

/// The MJD of a date in ISO 8601, shortened as one likes (`1995`, `1995-03`, `1995-03-21T10:00`): of its beginning.
pub(super) fn mjd(text: &str) -> Option<f64> {
    let text = text.trim_end_matches('Z');
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let mut parts = date.split('-').map(str::parse::<u32>);
    let year = parts.next()?.ok()?;
    let mut next = |usual: u32| parts.next().map_or(Some(usual), Result::ok);
    let (month, day) = (next(1)?, next(1)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let mut fraction = 0.0;
    for (part, unit) in time
        .split(':')
        .filter(|part| !part.is_empty())
        .zip([24.0, 1440.0, 86400.0])
    {
        fraction += part.parse::<f64>().ok()? / unit;
    }
    Some(EPOCH_MJD + days_before(year, month) + f64::from(day - 1) + fraction)
}

/// Days from 1970-01-01 to the first of a month; years before are negative.
fn days_before(year: u32, month: u32) -> f64 {
    // Years begin in March, so that leap days come last.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year.saturating_sub(1), month + 9)
    };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5;
    f64::from(days) - 719_468.0
}

/// The date of a day counted from 1970-01-01, by Howard Hinnant's algorithm with years that begin in March.
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates_and_dates_days() {
        assert_eq!(civil(0), (1970, 1, 1));
        // 2000-02-29 is day 11016: 30 years of 365 days, 7 leap days, and 59 days.
        assert_eq!(civil(11016), (2000, 2, 29));
        // Values of astropy.time.Time(...).mjd.
        assert_eq!(mjd("1995-01-01"), Some(49718.0));
        assert_eq!(mjd("2000-02-29T12:00:00"), Some(51603.5));
        assert_eq!(mjd("1996"), Some(50083.0));
        assert_eq!(mjd("1970-01-01T06:00Z"), Some(40587.25));
        assert_eq!(mjd("yesterday"), None);
    }
}
