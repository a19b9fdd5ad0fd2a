//! The part of a dataset that a download is of, as words that outlive the program.

use crate::{
    domain::{
        interval::Interval, region::Region, stcs::parse_footprint, time::Mjd, wavelength::Metres,
    },
    protocol::{request::decimal, soda::Cut},
};
use serde::{Deserialize, Serialize};

/// Numbers as words, so that each is the same after it was read again; an empty text is what is not asked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct LeftCut {
    /// Right ascension, declination and radius, in degrees.
    circle: String,
    /// Right ascension and declination of each vertex, in degrees.
    polygon: String,
    /// The ends, in metres.
    spectrum: String,
    /// The ends, as MJD.
    time: String,
}

impl LeftCut {
    pub(super) fn of(cut: &Cut) -> Self {
        let (mut circle, mut polygon) = (String::new(), String::new());
        match &cut.region {
            Some(Region::Cone(cone)) => {
                circle = words(&[cone.centre.ra.0, cone.centre.dec.0, cone.radius.0]);
            }
            Some(Region::Polygon(it)) => {
                let vertices = it.vertices().iter();
                let numbers: Vec<f64> = vertices.flat_map(|it| [it.ra.0, it.dec.0]).collect();
                polygon = words(&numbers);
            }
            Some(Region::Range(_) | Region::Moc(_) | Region::Union(_)) | None => {}
        }
        Self {
            circle,
            polygon,
            spectrum: cut
                .spectrum
                .map_or_else(String::new, |it| words(&[it.lo.0, it.hi.0])),
            time: cut
                .time
                .map_or_else(String::new, |it| words(&[it.lo.0, it.hi.0])),
        }
    }

    /// `None` where it makes no sense.
    pub(super) fn checked(&self) -> Option<Cut> {
        let region = match (self.circle.as_str(), self.polygon.as_str()) {
            ("", "") => None,
            (circle, "") => match parse_footprint(&format!("CIRCLE {circle}")).ok()? {
                cone @ Region::Cone(_) => Some(cone),
                _ => return None,
            },
            ("", polygon) => match parse_footprint(&format!("POLYGON {polygon}")).ok()? {
                polygon @ Region::Polygon(_) => Some(polygon),
                _ => return None,
            },
            _ => return None,
        };
        let spectrum = ends(&self.spectrum)?;
        let time = ends(&self.time)?;
        let cut = Cut {
            region,
            spectrum: spectrum.map(|it| Interval {
                lo: Metres(it.lo),
                hi: Metres(it.hi),
            }),
            time: time.map(|it| Interval {
                lo: Mjd(it.lo),
                hi: Mjd(it.hi),
            }),
        };
        (!cut.parameters().is_empty()).then_some(cut)
    }

    pub(super) fn text_bytes(&self) -> usize {
        let texts = [&self.circle, &self.polygon, &self.spectrum, &self.time];
        texts.into_iter().map(String::len).sum()
    }
}

fn words(numbers: &[f64]) -> String {
    let words: Vec<String> = numbers.iter().copied().map(decimal).collect();
    words.join(" ")
}

fn numbers(text: &str) -> Option<Vec<f64>> {
    text.split_whitespace()
        .map(|word| word.parse().ok())
        .collect()
}

/// The ends of an interval; nothing where there is none, and `None` where it makes no sense.
#[expect(
    clippy::option_option,
    reason = "nothing is another thing than nonsense"
)]
fn ends(text: &str) -> Option<Option<Interval<f64>>> {
    match numbers(text)?.as_slice() {
        [] => Some(None),
        [lo, hi] => Some(Some(Interval::new(*lo, *hi)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        angle::Position,
        region::{Cone, Polygon},
    };

    #[test]
    fn a_part_is_the_same_after_it_was_kept() {
        let position = |ra, dec| Position::new(ra, dec).unwrap();
        let cone = Region::Cone(Cone::new(position(274.7, -13.8), 0.1 + 0.2).unwrap());
        let corners = [(10.0, 1.0), (11.0, 0.1), (9.0, 0.0)];
        let polygon = Polygon::new(corners.map(|(ra, dec)| position(ra, dec))).unwrap();
        for cut in [
            Cut {
                region: Some(cone),
                spectrum: Some(Interval::new(Metres(1.0 / 3e7), Metres(5e-7)).unwrap()),
                time: None,
            },
            Cut {
                region: Some(Region::Polygon(polygon)),
                spectrum: None,
                time: Some(Interval::new(Mjd(55_000.1), Mjd(f64::INFINITY)).unwrap()),
            },
        ] {
            let text = serde_json::to_string(&LeftCut::of(&cut)).unwrap();
            let left: LeftCut = serde_json::from_str(&text).unwrap();
            assert_eq!(left.checked(), Some(cut), "{text}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_no_part() {
        let left = |circle: &str, time: &str| LeftCut {
            circle: circle.to_owned(),
            time: time.to_owned(),
            ..LeftCut::default()
        };
        for (circle, time) in [
            ("", ""),
            ("1 2", ""),
            ("1 2 -3", ""),
            ("1 2 x", ""),
            ("", "2 1"),
            ("", "1"),
        ] {
            assert_eq!(left(circle, time).checked(), None, "{circle} {time}");
        }
    }
}
