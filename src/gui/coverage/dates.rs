//! The ticks of the axis of time: at round dates, from centuries to minutes.

use super::axis::Span;
use crate::domain::time::Mjd;

/// A tick of an axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    /// Where it is, in the axis's own measure.
    pub at: f64,
    /// What stands beside it.
    pub label: String,
}

/// The ticks of the axis of time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dates {
    /// The earliest first.
    pub ticks: Vec<Tick>,
    /// The day, where no tick names it.
    pub day: Option<String>,
}

/// How far ticks are apart.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Years(i32),
    Months(u8),
    /// They begin anew with each month.
    Days(u8),
    /// A divisor of a day.
    Minutes(u16),
}

/// The steps, the smallest first.
const STEPS: [Step; 28] = [
    Step::Minutes(1),
    Step::Minutes(2),
    Step::Minutes(5),
    Step::Minutes(10),
    Step::Minutes(15),
    Step::Minutes(30),
    Step::Minutes(60),
    Step::Minutes(120),
    Step::Minutes(180),
    Step::Minutes(360),
    Step::Minutes(720),
    Step::Days(1),
    Step::Days(2),
    Step::Days(5),
    Step::Days(10),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(500),
    Step::Years(1000),
];

impl Step {
    /// How long it is at the least, in days.
    fn days(self) -> f64 {
        match self {
            Self::Years(years) => 365.0 * f64::from(years),
            Self::Months(months) => 28.0 * f64::from(months),
            Self::Days(days) => f64::from(days),
            Self::Minutes(minutes) => f64::from(minutes) / 1440.0,
        }
    }
}

/// Ticks of a span of MJD, about `most` at the most.
pub(super) fn dates(span: Span, most: f64) -> Dates {
    let fits = |step: &&Step| span.len() / step.days() <= most.max(1.0);
    let step = STEPS.iter().find(fits).copied();
    let ticks = match step.unwrap_or(Step::Years(5000)) {
        Step::Years(step) => years(span, step),
        Step::Months(step) => months(span, step),
        Step::Days(step) => days(span, step),
        Step::Minutes(step) => minutes(span, step),
    };
    let names_day = |tick: &Tick| !tick.label.contains(':');
    let day = if ticks.iter().any(names_day) {
        None
    } else {
        Mjd(span.lo).date().map(iso_day)
    };
    Dates { ticks, day }
}

fn tick(span: Span, at: Option<Mjd>, label: String) -> Option<Tick> {
    let Mjd(at) = at?;
    (span.lo <= at && at <= span.hi).then_some(Tick { at, label })
}

fn iso_day((year, month, day): (i32, u8, u8)) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// The first and the last year of a span.
fn first_and_last(span: Span) -> (i32, i32) {
    let year = |mjd: f64, or: i32| Mjd(mjd).date().map_or(or, |(year, ..)| year);
    (year(span.lo, 0), year(span.hi, 9999))
}

fn years(span: Span, step: i32) -> Vec<Tick> {
    let (first, last) = first_and_last(span);
    let first = first.div_euclid(step);
    let all = (first..=last.div_euclid(step)).map(|nr| nr * step);
    all.filter_map(|year| tick(span, Mjd::from_date(year, 1, 1), year.to_string()))
        .collect()
}

/// The beginnings of months, every so many from January on.
fn months(span: Span, step: u8) -> Vec<Tick> {
    let (first, last) = first_and_last(span);
    let all = (first..=last).flat_map(|year| {
        (1..=12)
            .step_by(step.into())
            .map(move |month| (year, month))
    });
    all.filter_map(|(year, month)| {
        let label = format!("{year:04}-{month:02}");
        tick(span, Mjd::from_date(year, month, 1), label)
    })
    .collect()
}

/// The days of months, every so many from the first on; none so near to the next month that it would crowd its first.
fn days(span: Span, step: u8) -> Vec<Tick> {
    let (first, last) = first_and_last(span);
    let mut ticks = Vec::new();
    for (year, month) in (first..=last).flat_map(|year| (1..=12).map(move |month| (year, month))) {
        let begin = Mjd::from_date(year, month, 1);
        let next = match month {
            12 => Mjd::from_date(year + 1, 1, 1),
            _ => Mjd::from_date(year, month + 1, 1),
        };
        let (Some(Mjd(begin)), Some(Mjd(next))) = (begin, next) else {
            continue;
        };
        if next < span.lo || span.hi < begin {
            continue;
        }
        for day in (1..=31).step_by(step.into()) {
            let at = begin + f64::from(day - 1);
            if day == 1 || (next - at) * 2.0 > f64::from(step) {
                ticks.extend(tick(span, Some(Mjd(at)), iso_day((year, month, day))));
            }
        }
    }
    ticks
}

/// Round times of the day; midnight is named by its day.
fn minutes(span: Span, step: u16) -> Vec<Tick> {
    let per_day = 1440.0 / f64::from(step);
    let first = (span.lo * per_day).ceil();
    let n_ticks = ((span.hi * per_day).floor() - first).clamp(-1.0, 1000.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded above"
    )]
    let all = 0..(n_ticks + 1.0) as u32;
    all.filter_map(|nr| {
        let at = (first + f64::from(nr)) / per_day;
        let minutes = (at.rem_euclid(1.0) * 1440.0).round();
        let label = if minutes < 1.0 {
            iso_day(Mjd(at.round()).date()?)
        } else {
            format!("{:02}:{:02}", (minutes / 60.0).floor(), minutes % 60.0)
        };
        tick(span, Some(Mjd(at)), label)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(lo: f64, hi: f64, most: f64) -> Vec<String> {
        let ticks = dates(Span { lo, hi }, most).ticks;
        ticks.into_iter().map(|tick| tick.label).collect()
    }

    // MJD from astropy: Time('1995-01-01').mjd is 49718, '1996-01-01' 50083, '2000-01-01' 51544, '1900-01-01' 15020,
    // '2025-01-01' 60676, '1996-02-01' 50114, '1996-03-01' 50143, '1995-02-01' 49749, '1995-03-01' 49777.
    #[test]
    fn years_are_round_and_stand_at_their_first_of_january() {
        assert_eq!(
            labels(15_020.0, 60_676.0, 8.0),
            ["1900", "1920", "1940", "1960", "1980", "2000", "2020"]
        );
        let ticks = dates(
            Span {
                lo: 49_700.0,
                hi: 51_600.0,
            },
            6.0,
        )
        .ticks;
        let found: Vec<(f64, &str)> = ticks
            .iter()
            .map(|tick| (tick.at, tick.label.as_str()))
            .collect();
        // 1996 is a leap year, and 2000 as well.
        assert_eq!(
            found,
            [
                (49_718.0, "1995"),
                (50_083.0, "1996"),
                (50_449.0, "1997"),
                (50_814.0, "1998"),
                (51_179.0, "1999"),
                (51_544.0, "2000"),
            ]
        );
        assert_eq!(labels(-678_575.0, 2_973_483.0, 4.0), ["5000"]);
    }

    #[test]
    fn months_and_days_follow_the_calendar_around_leap_years() {
        assert_eq!(
            labels(50_083.0, 50_173.0, 5.0),
            ["1996-01", "1996-02", "1996-03"]
        );
        // February 1996 has 29 days, that of 1995 has 28.
        assert_eq!(
            labels(50_139.0, 50_144.0, 6.0),
            [
                "1996-02-26",
                "1996-02-27",
                "1996-02-28",
                "1996-02-29",
                "1996-03-01",
                "1996-03-02"
            ]
        );
        assert_eq!(
            labels(49_774.0, 49_778.0, 6.0),
            [
                "1995-02-26",
                "1995-02-27",
                "1995-02-28",
                "1995-03-01",
                "1995-03-02"
            ]
        );
    }

    #[test]
    fn days_at_the_end_of_a_month_do_not_crowd_the_next() {
        assert_eq!(
            labels(49_718.0, 49_759.0, 5.0),
            [
                "1995-01-01",
                "1995-01-11",
                "1995-01-21",
                "1995-02-01",
                "1995-02-11"
            ]
        );
        assert_eq!(
            labels(49_742.0, 49_752.0, 6.0),
            [
                "1995-01-25",
                "1995-01-27",
                "1995-01-29",
                "1995-02-01",
                "1995-02-03"
            ],
            "the 31st would stand beside the 1st"
        );
    }

    #[test]
    fn hours_name_the_day_at_midnight_and_minutes_say_it_beside() {
        assert_eq!(
            labels(49_718.7, 49_719.3, 5.0),
            ["18:00", "21:00", "1995-01-02", "03:00", "06:00"]
        );
        let minutes = dates(
            Span {
                lo: 49_718.5,
                hi: 49_718.51,
            },
            4.0,
        );
        let labels: Vec<&str> = minutes.ticks.iter().map(|it| it.label.as_str()).collect();
        assert_eq!(labels, ["12:00", "12:05", "12:10"]);
        assert_eq!(minutes.day.as_deref(), Some("1995-01-01"));
    }
}
