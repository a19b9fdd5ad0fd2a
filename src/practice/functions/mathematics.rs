//! The mathematical functions of ADQL 2.1, section 2.3.

use super::{Wrong, number, scalar};
use rusqlite::{Connection, functions::FunctionFlags};
use std::sync::atomic::{AtomicU64, Ordering};

/// A function of one number.
type OfOne = fn(f64) -> f64;

const OF_ONE: &[(&str, OfOne)] = &[
    ("adql_ceiling", f64::ceil),
    ("adql_degrees", f64::to_degrees),
    ("adql_exp", f64::exp),
    ("adql_floor", f64::floor),
    ("adql_ln", f64::ln),
    ("adql_log10", f64::log10),
    ("adql_radians", f64::to_radians),
    ("adql_sign", sign),
    ("adql_sqrt", f64::sqrt),
    ("adql_acos", f64::acos),
    ("adql_asin", f64::asin),
    ("adql_atan", f64::atan),
    ("adql_cos", f64::cos),
    ("adql_cot", cotangent),
    ("adql_sin", f64::sin),
    ("adql_tan", f64::tan),
];

pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    for (name, function) in OF_ONE {
        scalar(connection, name, 1, |context| {
            finite(function(number(context, 0)?))
        })?;
    }
    scalar(connection, "adql_atan2", 2, |context| {
        finite(number(context, 0)?.atan2(number(context, 1)?))
    })?;
    scalar(connection, "adql_power", 2, |context| {
        finite(number(context, 0)?.powf(number(context, 1)?))
    })?;
    scalar(connection, "adql_mod", 2, |context| {
        finite(number(context, 0)? % number(context, 1)?)
    })?;
    scalar(connection, "adql_pi", 0, |_| Ok(std::f64::consts::PI))?;
    for n_arguments in [1, 2] {
        scalar(connection, "adql_round", n_arguments, |context| {
            at_digit(context, f64::round)
        })?;
        scalar(connection, "adql_truncate", n_arguments, |context| {
            at_digit(context, f64::trunc)
        })?;
    }
    for n_arguments in [0, 1] {
        let calls = AtomicU64::new(0);
        connection.create_scalar_function(
            "adql_rand",
            n_arguments,
            FunctionFlags::SQLITE_UTF8,
            move |_| {
                let nr = calls.fetch_add(1, Ordering::Relaxed);
                Ok(crate::practice::random::Random::seeded(&nr.to_string()).unit())
            },
        )?;
    }
    Ok(())
}

fn sign(value: f64) -> f64 {
    if value == 0.0 { 0.0 } else { value.signum() }
}

fn cotangent(angle: f64) -> f64 {
    1.0 / angle.tan()
}

/// The function applied at the digit that the second argument names, counted from the point.
fn at_digit(context: &rusqlite::functions::Context<'_>, function: OfOne) -> Result<f64, Wrong> {
    let value = number(context, 0)?;
    let digits = if context.len() > 1 {
        number(context, 1)?
    } else {
        0.0
    };
    let factor = 10f64.powf(digits.trunc());
    finite(function(value * factor) / factor)
}

fn finite(value: f64) -> Result<f64, Wrong> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Wrong("a function has no value there".to_owned()))
    }
}
