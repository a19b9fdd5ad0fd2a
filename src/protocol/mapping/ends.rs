//! The ends of what a dataset covers, put in order.

use crate::{
    domain::{
        dataset::DatasetsBuilder,
        obscore::ObsColumn::{self, EmMax, EmMin},
    },
    protocol::units::Spectral,
};

/// The ends of a band in metres, as they come.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::protocol) struct Ends {
    shortest: Option<f64>,
    longest: Option<f64>,
}

impl Ends {
    /// Takes in what stands for `to`, in a column of `unit`.
    pub(in crate::protocol) fn add_wavelength(
        &mut self,
        to: ObsColumn,
        unit: Spectral,
        metres: f64,
    ) {
        // The least frequency is the longest wavelength.
        if (to == EmMin) == unit.is_inverse() {
            self.longest = Some(metres);
        } else if metres < f64::INFINITY {
            // No band begins at infinity: that is a largest frequency of 0, for "unknown".
            self.shortest = Some(metres);
        }
    }

    /// Sets them in the current row of `builder`.
    pub(in crate::protocol) fn set(self, builder: &mut DatasetsBuilder) {
        let (shortest, longest) = match (self.shortest, self.longest) {
            // A longest wavelength of 0 is not the other end, but an unknown one.
            (Some(lo), Some(hi)) if lo > hi && hi > 0.0 => (Some(hi), Some(lo)),
            ends => ends,
        };
        if let Some(shortest) = shortest {
            builder.set_number(EmMin, shortest);
        }
        if let Some(longest) = longest {
            builder.set_number(EmMax, longest);
        }
    }
}
