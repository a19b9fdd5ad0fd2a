//! The ends of what a dataset covers, put in order.

use crate::{
    domain::{dataset::DatasetsBuilder, obscore::ObsColumn},
    protocol::units::Spectral,
};

/// The two ends of a band, as they come.
#[derive(Debug, Default)]
pub(super) struct Ends {
    lo: Option<f64>,
    hi: Option<f64>,
}

impl Ends {
    /// Takes in one of them: what the service's columns say in `unit` is so many metres.
    pub(super) fn add(&mut self, to: ObsColumn, unit: Spectral, metres: f64) {
        // The least frequency is the longest wavelength.
        if (to == ObsColumn::EmMin) == unit.is_inverse() {
            self.hi = Some(metres);
        } else {
            self.lo = Some(metres);
        }
    }

    /// Sets both, the shorter first, in the current row of `builder`.
    pub(super) fn set(self, builder: &mut DatasetsBuilder) {
        let (lo, hi) = match (self.lo, self.hi) {
            (Some(lo), Some(hi)) if lo > hi => (Some(hi), Some(lo)),
            ends => ends,
        };
        if let Some(lo) = lo {
            builder.set_number(ObsColumn::EmMin, lo);
        }
        if let Some(hi) = hi {
            builder.set_number(ObsColumn::EmMax, hi);
        }
    }
}
