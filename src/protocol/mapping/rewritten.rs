//! Cells whose text is not taken as it stands: addresses and footprints.

use super::{Found, finite};
use crate::{protocol::request, votable::Batch};
use std::borrow::Cow;

/// An address as it can be fetched. Some are escaped twice, and still hold `&amp;` after the XML was read.
pub(super) fn address<'a>(text: Cow<'a, str>, service_url: &str) -> Cow<'a, str> {
    if !text.contains("://") {
        request::resolve(&text, service_url).into()
    } else if text.contains("&amp;") {
        text.replace("&amp;", "&").into()
    } else {
        text
    }
}

/// A footprint as text: STC-S and MOCs as they are, bare numbers (DALI 1.1, section 3.3.7) with their shape named. What
/// makes no shape stays as it is, so that it is known that there was something.
pub(super) fn footprint<'a>(
    found: &'a Found,
    batch: &'a Batch,
    row: usize,
) -> Option<Cow<'a, str>> {
    let text = found.text(batch, row)?;
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.');
    if !text.trim_start().starts_with(is_number) || text.contains('/') {
        return Some(text);
    }
    let Some(numbers) = coordinates(found, batch, row) else {
        return Some(text);
    };
    let xtype = found.field.xtype.as_deref().unwrap_or_default();
    let xtype = xtype.rsplit(':').next().unwrap_or_default();
    let shape = match (xtype.to_ascii_lowercase().as_str(), numbers.len()) {
        ("point", 2) => "POSITION ICRS",
        ("range", 4) => "RANGE",
        (_, 3) => "CIRCLE ICRS",
        (_, n) if n >= 6 && n % 2 == 0 => "POLYGON ICRS",
        _ => return Some(text),
    };
    let numbers: Vec<String> = numbers
        .iter()
        .map(|number| request::decimal(*number))
        .collect();
    Some(format!("{shape} {}", numbers.join(" ")).into())
}

/// The numbers of a shape. An array of a fixed length is filled up with NaN behind them.
fn coordinates(found: &Found, batch: &Batch, row: usize) -> Option<Vec<f64>> {
    let mut numbers = found.any_numbers(batch, row)?;
    while numbers.last().is_some_and(|number| number.is_nan()) {
        numbers.pop();
    }
    finite(numbers)
}
