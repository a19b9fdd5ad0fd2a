//! What a service says of the extent of a dataset, in the bounds of its parameters (SODA 1.0, section 4).

use super::{Cut, param};
use crate::{
    domain::{interval::Interval, region::Region, stcs::parse_footprint},
    protocol::{datalink::InputParam, margin},
};
use std::fmt;

/// On which axis a wish and a dataset do not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    /// On the sky.
    Region,
    /// In wavelength.
    Spectrum,
    /// In time.
    Time,
}

impl fmt::Display for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Region => {
                "the search region does not meet the dataset, as its archive describes it, so there is nothing to cut out"
            }
            Self::Spectrum => {
                "the wavelengths asked for are not in the dataset, as its archive describes it, so there is nothing to cut out"
            }
            Self::Time => {
                "the time asked for is not in the dataset, as its archive describes it, so there is nothing to cut out"
            }
        })
    }
}

/// Whether what is wanted meets what the service says that there is. What it does not say, it may have.
pub(super) fn check(params: &[InputParam], cut: &Cut) -> Result<(), Outside> {
    if let Some(wanted) = &cut.region {
        let extents = ["CIRCLE", "POLYGON"]
            .iter()
            .filter_map(|name| region(params, name));
        for extent in extents {
            if !extent.meets(wanted) {
                return Err(Outside::Region);
            }
        }
    }
    let meets = |name, wanted: Option<(f64, f64)>| {
        let wanted = wanted.and_then(|(lo, hi)| Interval::new(lo, hi));
        let both = wanted.zip(span(params, name));
        both.is_none_or(|(wanted, there)| there.meets(&wanted))
    };
    if !meets("BAND", cut.spectrum.map(margin::wavelengths)) {
        return Err(Outside::Spectrum);
    }
    if !meets("TIME", cut.time.map(margin::times)) {
        return Err(Outside::Time);
    }
    Ok(())
}

/// The largest region of a parameter.
fn region(params: &[InputParam], name: &str) -> Option<Region> {
    let domain = param(params, name)?.field.domain.as_ref()?;
    parse_footprint(&format!("{name} {}", domain.max.as_deref()?)).ok()
}

/// The span of an interval: `MAX` is the largest interval (SODA 1.0), or `MIN` and `MAX` are its ends.
fn span(params: &[InputParam], name: &str) -> Option<Interval<f64>> {
    let domain = param(params, name)?.field.domain.as_ref()?;
    let max = numbers(domain.max.as_deref()?)?;
    let min = domain.min.as_deref().and_then(numbers);
    let hi = *max.last()?;
    let lo = match (&max[..], min) {
        ([lo, _], None) => *lo,
        ([_] | [_, _], Some(min)) => *min.first()?,
        _ => return None,
    };
    Interval::new(lo, hi)
}

fn numbers(text: &str) -> Option<Vec<f64>> {
    text.split_whitespace()
        .map(|word| word.parse().ok())
        .collect()
}
