//! Numbers and truth values as they stand in TABLEDATA, read with patience.

/// What stands in a cell of numbers or truth values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Parsed<T> {
    Value(T),
    /// Empty, or one of the words for "no value".
    Blank,
    /// Not of this type.
    Bad,
}

/// Reads a double. `NaN` is a blank.
pub(super) fn double(text: &str) -> Parsed<f64> {
    // The quick way first: nearly every cell is a plain number.
    if let Ok(value) = text.parse::<f64>()
        && value.is_finite()
    {
        return Parsed::Value(value);
    }
    let text = text.trim();
    if is_blank(text) {
        return Parsed::Blank;
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_nan() => Parsed::Blank,
        Ok(value) => Parsed::Value(value),
        Err(_) => fortran(text).map_or(Parsed::Bad, Parsed::Value),
    }
}

/// Reads a single-precision number, rounded once.
pub(super) fn float(text: &str) -> Parsed<f32> {
    if let Ok(value) = text.parse::<f32>()
        && value.is_finite()
    {
        return Parsed::Value(value);
    }
    match double(text) {
        Parsed::Value(value) => {
            Parsed::Value(text.trim().parse().unwrap_or_else(|_| single(value)))
        }
        Parsed::Blank => Parsed::Blank,
        Parsed::Bad => Parsed::Bad,
    }
}

/// `1.5D-3`, as FORTRAN writes it.
fn fortran(text: &str) -> Option<f64> {
    let at = text.find(['d', 'D'])?;
    let (mantissa, exponent) = text.split_at(at);
    let exponent = exponent.get(1..)?;
    let digits = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    (digits(mantissa) && digits(exponent))
        .then(|| format!("{mantissa}e{exponent}").parse().ok())
        .flatten()
}

/// Reads a whole number: decimal, `0x` hexadecimal (VOTable 1.4, section 6), or a double without a fraction.
pub(super) fn integer(text: &str) -> Parsed<i64> {
    if let Ok(value) = text.parse::<i64>() {
        return Parsed::Value(value);
    }
    let text = text.trim();
    if let Ok(value) = text.parse::<i64>() {
        return Parsed::Value(value);
    }
    if is_blank(text) {
        return Parsed::Blank;
    }
    let hexadecimal = text
        .strip_prefix("0x")
        .or_else(|| text.strip_prefix("0X"))
        // Some fill up with blanks between (astropy#338).
        .and_then(|digits| i64::from_str_radix(digits.trim_start(), 16).ok());
    if let Some(value) = hexadecimal {
        return Parsed::Value(value);
    }
    match double(text) {
        Parsed::Value(value) => whole(value).map_or(Parsed::Bad, Parsed::Value),
        Parsed::Blank => Parsed::Blank,
        Parsed::Bad => Parsed::Bad,
    }
}

/// Reads a truth value.
pub(super) fn boolean(text: &str) -> Parsed<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "t" | "true" | "1" | "y" | "yes" => Parsed::Value(true),
        "f" | "false" | "0" | "n" | "no" => Parsed::Value(false),
        "?" | "" | "-" | "null" | "none" | "nan" | "n/a" => Parsed::Blank,
        _ => Parsed::Bad,
    }
}

/// What archives write where a number is missing.
fn is_blank(text: &str) -> bool {
    text.is_empty()
        || ["nan", "null", "none", "n/a", "-", "--", "\\n", "masked"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
}

/// A double as a whole number, if it is one.
pub(super) fn whole(value: f64) -> Option<i64> {
    /// 2^63, the first double beyond an `i64`.
    const END: f64 = 9_223_372_036_854_775_808.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "in range and without fraction, by the check"
    )]
    (value.fract() == 0.0 && (-END..END).contains(&value)).then_some(value as i64)
}

/// A whole number as a double, rounded beyond 2^53.
pub(super) fn real(value: i64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a number that was asked for as a double is wanted as the nearest one"
    )]
    let value = value as f64;
    value
}

/// A double as the nearest float.
pub(super) fn single(value: f64) -> f32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "rounding is what is wanted of a float"
    )]
    let value = value as f32;
    value
}

/// A double as text: the shortest that reads back to the same, without a needless `.0`.
pub(super) fn double_text(value: f64) -> String {
    shorter(format!("{value:?}"))
}

/// A float as text: the shortest that reads back to the same float.
pub(super) fn float_text(value: f32) -> String {
    shorter(format!("{value:?}"))
}

fn shorter(mut text: String) -> String {
    // VOTable 1.4, section 6, spells the infinities so.
    match text.as_str() {
        "inf" => return "+Inf".to_owned(),
        "-inf" => return "-Inf".to_owned(),
        _ => {}
    }
    if text.ends_with(".0") {
        text.truncate(text.len() - 2);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_are_read_with_patience() {
        for (text, expected) in [
            ("12.5", Parsed::Value(12.5)),
            (" -1e-3\n", Parsed::Value(-1e-3)),
            ("+7", Parsed::Value(7.0)),
            ("1.5D-3", Parsed::Value(1.5e-3)),
            ("+Inf", Parsed::Value(f64::INFINITY)),
            ("-Infinity", Parsed::Value(f64::NEG_INFINITY)),
            ("NaN", Parsed::Blank),
            ("", Parsed::Blank),
            ("-", Parsed::Blank),
            ("null", Parsed::Blank),
            ("TAN", Parsed::Bad),
            ("d", Parsed::Bad),
            ("1.5 2.5", Parsed::Bad),
        ] {
            assert_eq!(double(text), expected, "{text:?}");
        }
    }

    #[test]
    fn whole_numbers_are_read_with_patience() {
        for (text, expected) in [
            ("42", Parsed::Value(42)),
            (" -3 ", Parsed::Value(-3)),
            ("0xFF", Parsed::Value(255)),
            ("0x       4", Parsed::Value(4)),
            ("12.0", Parsed::Value(12)),
            ("9223372036854775807", Parsed::Value(i64::MAX)),
            ("9223372036854775808", Parsed::Bad),
            ("1.5", Parsed::Bad),
            ("NaN", Parsed::Blank),
            (" ", Parsed::Blank),
        ] {
            assert_eq!(integer(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_float_is_rounded_once() {
        // Halfway between two floats, and a bit: by way of a double it would round the other way.
        assert_eq!(
            float("1.00000017881393432617187499"),
            Parsed::Value(1.000_000_1)
        );
        assert_eq!(float_text(0.1), "0.1");
        assert_eq!(double_text(5.0), "5");
        assert_eq!(double_text(1e300), "1e300");
        assert_eq!(double_text(f64::INFINITY), "+Inf");
        assert_eq!(float_text(f32::NEG_INFINITY), "-Inf");
    }
}
