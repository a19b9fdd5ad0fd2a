//! Numbers as people read them: in the unit that suits their size, with few digits.

/// A number of things, in groups of three digits: `1,204`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (nr, digit) in digits.chars().enumerate() {
        if nr > 0 && (digits.len() - nr).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things with its word: `1 dataset`, `1,204 datasets`.
pub(crate) fn counted(number: u64, word: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {word}{ending}", count(number))
}

/// A number in `digits` significant digits, without trailing zeros.
pub(crate) fn significant(value: f64, digits: i32) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let magnitude = value.abs().log10().floor();
    if !(-5.0..15.0).contains(&magnitude) {
        return format!("{value:.2e}");
    }
    let places = (f64::from(digits) - 1.0 - magnitude).clamp(0.0, 12.0);
    trimmed(&format!("{value:.*}", whole(places)))
}

/// A number as it came, with an exponent where it is very small or very large.
pub(crate) fn plain(value: f64) -> String {
    if value == 0.0 || (1e-4..1e15).contains(&value.abs()) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

/// A number with so many decimals, the trailing zeros left out.
fn trimmed(text: &str) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text.to_owned()
    }
}

/// A small non-negative number as the count of decimals that it is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the callers clamp to 0 to 12"
)]
fn whole(value: f64) -> usize {
    value as usize
}

/// A unit, and how many metres (or seconds, or bytes) one of it is.
type Unit = (&'static str, f64);

/// hc/e in metres times electronvolts (CODATA 2018): the energy in eV is this over the wavelength in m.
const HC_EV_M: f64 = 1.239_841_984e-6;

/// Wavelengths in metres, as the part of the spectrum has it: keV for X-rays, then nm, µm, mm, cm and m.
pub(crate) fn wavelengths(lo_m: f64, hi_m: f64) -> String {
    let middle = (lo_m * hi_m).sqrt();
    if !middle.is_finite() || lo_m <= 0.0 {
        return either_end(lo_m, hi_m, |metres| wavelengths(metres, metres));
    }
    if middle < 1e-8 {
        let (unit, ev) = if middle < 1e-12 {
            ("MeV", 1e6)
        } else {
            ("keV", 1e3)
        };
        return range(HC_EV_M / hi_m / ev, HC_EV_M / lo_m / ev, unit);
    }
    let units: [Unit; 5] = [
        ("nm", 1e-9),
        ("µm", 1e-6),
        ("mm", 1e-3),
        ("cm", 1e-2),
        ("m", 1.0),
    ];
    let limits = [1e-6, 1e-3, 1e-2, 1.0, f64::INFINITY];
    let unit = units.iter().zip(limits).find(|(_, limit)| middle < *limit);
    let (name, metres) = unit.map_or(("m", 1.0), |(unit, _)| *unit);
    range(lo_m / metres, hi_m / metres, name)
}

/// The text of the end that is known, with a sign for the side that is open.
fn either_end(lo: f64, hi: f64, text: impl Fn(f64) -> String) -> String {
    let (lo_known, hi_known) = (lo.is_finite() && lo > 0.0, hi.is_finite());
    match (lo_known, hi_known) {
        (true, false) => format!("≥ {}", text(lo)),
        (false, true) if hi > 0.0 => format!("≤ {}", text(hi)),
        _ => String::new(),
    }
}

fn range(lo: f64, hi: f64, unit: &str) -> String {
    let (lo, hi) = (significant(lo, 3), significant(hi, 3));
    if lo == hi {
        format!("{lo} {unit}")
    } else {
        format!("{lo}–{hi} {unit}")
    }
}

/// An angle given in degrees, in degrees, arc minutes or arc seconds; always in three digits, so that columns line up.
pub(crate) fn angle(degrees: f64) -> String {
    let (value, unit) = if degrees >= 1.0 {
        (degrees, '°')
    } else if degrees >= 1.0 / 60.0 {
        (degrees * 60.0, '′')
    } else {
        (degrees * 3600.0, '″')
    };
    match value {
        ..10.0 => format!("{value:.2}{unit}"),
        10.0..100.0 => format!("{value:.1}{unit}"),
        _ => format!("{value:.0}{unit}"),
    }
}

/// A size given in kB (ObsCore's `access_estsize`).
pub(crate) fn size(kilobytes: f64) -> String {
    if kilobytes >= 1e6 {
        format!("{} GB", significant(kilobytes / 1e6, 3))
    } else if kilobytes >= 1e3 {
        format!("{} MB", significant(kilobytes / 1e3, 3))
    } else {
        format!("{} kB", significant(kilobytes, 3))
    }
}

/// A duration given in seconds, as exposures have it.
pub(crate) fn seconds(seconds: f64) -> String {
    match seconds {
        1000.0..1e12 => format!("{} s", count(floor(seconds.round()).unsigned_abs())),
        _ => format!("{} s", significant(seconds, 4)),
    }
}

/// How long something took.
pub(crate) fn took(duration: std::time::Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 10.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{seconds:.0} s")
    }
}

/// A Modified Julian Date as a calendar date: `1995-03-21`.
pub(crate) fn date(mjd: f64) -> String {
    // Days to a date in the proleptic Gregorian calendar, counted in eras of 400 years from 0000-03-01.
    if !(-678_881.0..2_973_484.0).contains(&mjd) {
        return format!("MJD {}", significant(mjd, 6));
    }
    let days = floor(mjd) + 678_881;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the caller has checked the range"
)]
fn floor(value: f64) -> i64 {
    value.floor() as i64
}

/// An interval of Modified Julian Dates: one date if it lies within a day, else two, the second without its year
/// where that is the same.
pub(crate) fn dates(lo_mjd: f64, hi_mjd: f64) -> String {
    let (lo, hi) = (date(lo_mjd), date(hi_mjd));
    match (lo_mjd.is_finite(), hi_mjd.is_finite()) {
        (true, true) if lo == hi => lo,
        (true, true) => match (lo.split_once('-'), hi.split_once('-')) {
            (Some((one, _)), Some((other, day))) if one == other => format!("{lo} to {day}"),
            _ => format!("{lo} to {hi}"),
        },
        (true, false) => format!("from {lo}"),
        (false, true) => format!("until {hi}"),
        (false, false) => String::new(),
    }
}

/// The time of day in UTC of an instant: `09:31:07`.
pub(crate) fn time_of_day(instant: std::time::SystemTime) -> String {
    let seconds = instant
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let of_day = seconds % 86_400;
    format!(
        "{:02}:{:02}:{:02}",
        of_day / 3_600,
        of_day / 60 % 60,
        of_day % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_stand_in_groups_of_three() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_204, "1,204"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn wavelengths_are_in_the_unit_of_their_part_of_the_spectrum() {
        for (lo, hi, text) in [
            (400e-9, 700e-9, "400–700 nm"),
            (2.2e-6, 2.2e-6, "2.2 µm"),
            // 12.39841984 keV nm: 0.1 keV is 12.4 nm, 2.4 keV is 0.5166 nm.
            (5.166e-10, 12.398e-9, "0.1–2.4 keV"),
            (0.211, 0.211, "21.1 cm"),
            (1e-3, 3e-3, "1–3 mm"),
            (4.0, 30.0, "4–30 m"),
            (f64::NAN, 5e-7, "≤ 500 nm"),
            (f64::NAN, f64::NAN, ""),
        ] {
            assert_eq!(wavelengths(lo, hi), text);
        }
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        // From astropy.time.Time(mjd, format='mjd').iso
        for (mjd, text) in [
            (0.0, "1858-11-17"),
            (49_718.0, "1995-01-01"),
            (50_082.999, "1995-12-31"),
            (51_603.5, "2000-02-29"),
            (60_676.0, "2025-01-01"),
        ] {
            assert_eq!(date(mjd), text);
        }
    }

    #[test]
    fn angles_and_sizes_have_few_digits() {
        assert_eq!(angle(1.234_5), "1.23°");
        assert_eq!(angle(0.25), "15.0′");
        assert_eq!(angle(0.001), "3.60″");
        assert_eq!(angle(180.0), "180°");
        assert_eq!(size(2_100.0), "2.1 MB");
        assert_eq!(size(12.0), "12 kB");
        assert_eq!(size(3.4e6), "3.4 GB");
        assert_eq!(seconds(162_513.4), "162,513 s");
        assert_eq!(seconds(147.73), "147.7 s");
    }
}
