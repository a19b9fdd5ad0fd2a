//! Which limits services with parameters apply themselves, and what they leave out then.
//!
//! A service drops rows that lack what a parameter is about, and often those that declare one limit only or exchanged
//! limits, which are judged here. Where a place alone narrows the answer enough, nothing else is sent.

use crate::domain::{constraints::Constraints, region::Region};

/// Up to this radius, in degrees, a place is narrow enough: few services hold more datasets there than the 20,000 that
/// they are asked for.
const NARROW_DEG: f64 = 0.1;

/// The limits that are sent to a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Filters {
    pub(super) place: bool,
    pub(super) spectrum: bool,
    pub(super) time: bool,
}

/// Whether few datasets are to be expected in a region; of several, in each.
fn is_narrow(region: &Region) -> bool {
    match region {
        Region::Union(parts) => parts.iter().all(is_narrow),
        other => other.bounding_cone().radius.0 <= NARROW_DEG,
    }
}

impl Filters {
    /// The place alone.
    pub(super) const PLACE: Self = Self {
        place: true,
        spectrum: false,
        time: false,
    };

    /// What is sent of `part`, which is cut from `whole` or the same.
    ///
    /// An inclusive question wants what a service would drop, and so sends its place alone. Along the axes along which a
    /// part was cut it sends its limits: else it would bring as much as the whole.
    pub(super) fn of(part: &Constraints, whole: &Constraints) -> Self {
        let place = part.space.is_some();
        let here = place && (part.inclusive || whole.space.as_ref().is_some_and(is_narrow));
        let is_cut = place && !part.inclusive;
        Self {
            place,
            spectrum: part.spectrum.is_some()
                && (!here || is_cut && part.spectrum != whole.spectrum),
            time: part.time.is_some() && (!here || is_cut && part.time != whole.time),
        }
    }

    /// Whether the place alone narrows the answer.
    pub(super) fn is_place_alone(self) -> bool {
        self == Self::PLACE
    }

    /// What is asked in this way.
    pub(super) fn name(self) -> &'static str {
        match (self.place, self.spectrum, self.time) {
            (true, true, true) => "position, band and time",
            (true, true, false) => "position and band",
            (true, false, true) => "position and time",
            (true, false, false) => "position only",
            (false, true, true) => "band and time",
            (false, true, false) => "band only",
            (false, false, _) => "time only",
        }
    }

    /// What may be missing in the answer to `asked`, as a sentence; empty where nothing is. `more` is what may be missing
    /// besides. Only an inclusive question wants what lacks a wavelength or a time.
    pub(super) fn misses(self, asked: &Constraints, more: Option<String>) -> String {
        let limits = self.limits();
        let lacking = (asked.inclusive && !limits.is_empty())
            .then(|| format!("datasets without a {}", limits.join(" or a ")));
        let missing: Vec<String> = lacking.into_iter().chain(more).collect();
        if missing.is_empty() {
            return String::new();
        }
        let missing = missing.join(", and ");
        let advice = if asked.space.is_none() {
            format!("; give a place of at most {NARROW_DEG} deg to find these too")
        } else {
            String::new()
        };
        format!("asked with a simpler query; {missing} may be missing{advice}")
    }

    /// What services leave out by their own comparisons, rare as it is, as a sentence; empty where nothing is.
    pub(super) fn caveat(self, asked: &Constraints) -> String {
        let limits = self.limits();
        let mut left_out = Vec::new();
        if self.place && asked.inclusive {
            left_out.push("without a position");
        }
        if !limits.is_empty() {
            left_out.push("with one limit only");
            left_out.push("with exchanged limits");
        }
        if left_out.is_empty() {
            return String::new();
        }
        let compared: Vec<&str> = self
            .place
            .then_some("place")
            .into_iter()
            .chain(limits)
            .collect();
        format!(
            "the service compares {} itself, and may leave out datasets {}",
            compared.join(" and "),
            left_out.join(" or ")
        )
    }

    fn limits(self) -> Vec<&'static str> {
        [(self.spectrum, "wavelength"), (self.time, "time")]
            .into_iter()
            .filter_map(|(is_sent, name)| is_sent.then_some(name))
            .collect()
    }
}
