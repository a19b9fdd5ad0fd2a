//! What people type for a time.

use super::Mjd;
use crate::domain::{
    error::ParseError,
    interval::Interval,
    typed::{number, plain},
};

const WANTED: &str = "give one date or two, such as 1995-12-31, 1995-06, 1995, 1995-12-31T10:00:00 or MJD 49718.5, \
                      with .. for an open side";

/// A period or an instant.
type Period = Interval<Mjd>;

/// Reads one time or two as people type them: the whole text, or an error that says what would be right.
///
/// A day, a month or a year is the whole of it, and a period ends where the next begins; a date with a time, and an MJD, are
/// instants.
pub fn parse_interval(text: &str) -> Result<Period, ParseError> {
    let text = plain(text);
    if text.is_empty() {
        return Err(ParseError::Empty {
            wanted: WANTED.to_owned(),
        });
    }
    if let Some((from, to)) = text.split_once("..") {
        return open(from.trim(), to.trim());
    }
    let words = words(&text);
    let periods = periods(&words)?;
    match periods[..] {
        [period] => Ok(period),
        [from, to] => between(from, to),
        _ => Err(ParseError::not_understood(&text, WANTED)),
    }
}

/// From `from` to `to`, each of which may be empty.
fn open(from: &str, to: &str) -> Result<Period, ParseError> {
    let side = |text: &str| match text {
        "" => Ok(None),
        text => match periods(&words(text))?[..] {
            [period] => Ok(Some(period)),
            _ => Err(ParseError::not_understood(text, WANTED)),
        },
    };
    let infinite = Mjd(f64::INFINITY);
    match (side(from)?, side(to)?) {
        (Some(from), Some(to)) => between(from, to),
        (Some(from), None) => Ok(Interval {
            lo: from.lo,
            hi: infinite,
        }),
        (None, Some(to)) => Ok(Interval {
            lo: Mjd(f64::NEG_INFINITY),
            hi: to.hi,
        }),
        (None, None) => Err(ParseError::Impossible(format!(
            "an interval open on both sides constrains nothing; {WANTED}"
        ))),
    }
}

fn between(from: Period, to: Period) -> Result<Period, ParseError> {
    if to.lo < from.lo {
        return Err(ParseError::Impossible(
            "the second time lies before the first; give the earlier one first".to_owned(),
        ));
    }
    Ok(Interval {
        lo: from.lo,
        hi: to.hi,
    })
}

/// The words of `text`. Commas, and a slash as in ISO 8601's intervals, part words too; `to` and a lone hyphen between
/// two times are left out.
fn words(text: &str) -> Vec<&str> {
    let iso_interval = text.matches('/').count() == 1;
    let parts =
        |sign: char| sign == ' ' || sign == ',' || sign == ';' || iso_interval && sign == '/';
    let words: Vec<&str> = text.split(parts).filter(|word| !word.is_empty()).collect();
    let last = words.len().saturating_sub(1);
    let joins = |word: &str| word == "-" || word.eq_ignore_ascii_case("to");
    let kept = words.into_iter().enumerate();
    kept.filter(|(nr, word)| *nr == 0 || *nr == last || !joins(word))
        .map(|(_, word)| word)
        .collect()
}

fn periods(mut words: &[&str]) -> Result<Vec<Period>, ParseError> {
    let mut periods = Vec::new();
    while let [word, rest @ ..] = words {
        words = rest;
        let scale = word.to_ascii_uppercase();
        let (period, taken) = match (scale.as_str(), rest) {
            ("MJD" | "JD", [value, ..]) => (julian(&scale, value)?, true),
            // 1995-12-31 10:00:00, with a blank for the T
            (_, [time, ..]) if time.contains(':') && !word.contains([':', 'T', 't']) => {
                (instant(word, time)?, true)
            }
            _ => (period(word)?, false),
        };
        periods.push(period);
        if taken {
            words = words.get(1..).unwrap_or_default();
        }
    }
    Ok(periods)
}

/// Reads one word.
fn period(word: &str) -> Result<Period, ParseError> {
    let upper = word.to_ascii_uppercase();
    for scale in ["MJD", "JD"] {
        if let Some(value) = upper.strip_prefix(scale) {
            return julian(scale, value);
        }
    }
    if let Some((date, time)) = upper.split_once('T')
        && date.starts_with(|sign: char| sign.is_ascii_digit())
    {
        return instant(date, time);
    }
    if word.contains('-') {
        return calendar(word);
    }
    let digits_only = word.bytes().all(|sign| sign.is_ascii_digit());
    match number(word) {
        Some(_) if digits_only && word.len() == 4 => calendar(word),
        Some(mjd) if (10_000.0..100_000.0).contains(&mjd) => Ok(Interval::point(Mjd(mjd))),
        Some(jd) if (2_000_000.0..3_000_000.0).contains(&jd) => Err(ParseError::not_understood(
            word,
            format!("for a Julian Date write JD {word}, for a date 1995-12-31"),
        )),
        Some(_) => Err(ParseError::not_understood(
            word,
            format!(
                "a year has four digits and an MJD five; write MJD {word} if it is one, or a date such as 1995-12-31"
            ),
        )),
        None => Err(ParseError::not_understood(word, WANTED)),
    }
}

/// A Julian Date or Modified Julian Date that says so.
fn julian(scale: &str, value: &str) -> Result<Period, ParseError> {
    let value = value.trim_start_matches([':', '=']);
    let Some(number) = number(value) else {
        return Err(ParseError::not_understood(
            &format!("{scale} {value}"),
            "give a number of days, such as MJD 49718.5 or JD 2449719.0",
        ));
    };
    let mjd = if scale == "JD" {
        number - 2_400_000.5
    } else {
        number
    };
    Ok(Interval::point(Mjd(mjd)))
}

/// The whole of a year, a month or a day.
fn calendar(word: &str) -> Result<Period, ParseError> {
    let wrong = || ParseError::not_understood(word, WANTED);
    let none = || {
        ParseError::Impossible(format!(
            "there is no date {word}; a date is written year-month-day, such as 1995-12-31"
        ))
    };
    let mut parts = word.split('-');
    let year = parts.next().unwrap_or_default();
    if year.len() != 4 {
        return Err(wrong());
    }
    let year: i32 = digits(year).ok_or_else(wrong)?;
    let mut small = || match parts.next() {
        None => Ok(None),
        Some(part) if part.len() <= 2 => digits::<u8>(part).map(Some).ok_or_else(wrong),
        Some(_) => Err(wrong()),
    };
    let (month, day) = (small()?, small()?);
    if parts.next().is_some() {
        return Err(wrong());
    }
    let first = Mjd::from_date(year, month.unwrap_or(1), day.unwrap_or(1)).ok_or_else(none)?;
    let next = match (month, day) {
        (_, Some(_)) => Some(Mjd(first.0 + 1.0)),
        (None | Some(12), None) => Mjd::from_date(year + 1, 1, 1),
        (Some(month), None) => Mjd::from_date(year, month + 1, 1),
    };
    Interval::new(first, next.ok_or_else(none)?).ok_or_else(none)
}

/// A day and a time of day.
fn instant(date: &str, time: &str) -> Result<Period, ParseError> {
    let Some(fraction) = day_fraction(time) else {
        return Err(ParseError::not_understood(
            time,
            "a time of day is written such as 10:00:00, in UTC",
        ));
    };
    let whole_day = calendar(date)?;
    if day(date).is_none() {
        return Err(ParseError::not_understood(
            date,
            "a time of day needs a whole date before it, such as 1995-12-31T10:00:00",
        ));
    }
    Ok(Interval::point(Mjd(whole_day.lo.0 + fraction)))
}

/// The midnight at which the day `YYYY-MM-DD` begins.
pub(super) fn day(date: &str) -> Option<Mjd> {
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Mjd::from_date(digits(year)?, digits(month)?, digits(day)?)
}

/// The part of the day that has gone at `10:00`, `10:00:00` or `10:00:00.5Z`; a leap second is allowed.
pub(super) fn day_fraction(time: &str) -> Option<f64> {
    let time = time.strip_suffix(['Z', 'z']).unwrap_or(time);
    let mut parts = time.split(':');
    let hour: u8 = digits(parts.next()?)?;
    let minute: u8 = digits(parts.next()?)?;
    let second = match parts.next() {
        None => 0.0,
        Some(part)
            if part
                .bytes()
                .all(|sign| sign.is_ascii_digit() || sign == b'.') =>
        {
            number(part)?
        }
        Some(_) => return None,
    };
    let good = parts.next().is_none() && hour < 24 && minute < 60 && second < 61.0;
    good.then(|| (f64::from(hour) * 3600.0 + f64::from(minute) * 60.0 + second) / 86_400.0)
}

fn digits<T: std::str::FromStr>(part: &str) -> Option<T> {
    let all = part.bytes().all(|sign| sign.is_ascii_digit());
    if all { part.parse().ok() } else { None }
}

#[cfg(test)]
mod tests;
