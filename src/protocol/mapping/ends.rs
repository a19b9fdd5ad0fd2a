//! The ends of what a dataset covers, put in order.

use crate::{
    domain::{
        dataset::DatasetsBuilder,
        obscore::ObsColumn::{self, EmMax, EmMin, TMax, TMin},
    },
    protocol::{dates::Span, units::Spectral},
};

/// The ends of a band in metres and of a time in MJDs, as they come.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::protocol) struct Ends {
    shortest: Option<f64>,
    longest: Option<f64>,
    first: Option<f64>,
    last: Option<f64>,
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

    /// Takes in the date that stands for `to`. Nothing begins when time ends, nor ends when it begins.
    pub(in crate::protocol) fn add_time(&mut self, to: ObsColumn, span: Span) {
        if to == TMax {
            self.last = Some(span.hi).filter(|mjd| *mjd > f64::NEG_INFINITY);
        } else {
            self.first = Some(span.lo).filter(|mjd| *mjd < f64::INFINITY);
        }
    }

    /// Those that say something, where something else is known in their place: not 0 or -999 for "unknown".
    pub(in crate::protocol) fn meant(self) -> Self {
        let (shortest, longest) = (self.shortest, self.longest);
        // 0 at one end alone may stand for "all below", and infinity for "all above".
        let is_above = |metres: f64| metres > 0.0 && (metres.is_finite() || shortest.is_some());
        let longest = longest.filter(|metres| is_above(*metres));
        let is_date = |mjd: &f64| *mjd > 0.0 || mjd.is_infinite();
        Self {
            shortest: shortest.filter(|metres| *metres > 0.0 || longest.is_some()),
            longest,
            first: self.first.filter(is_date),
            last: self.last.filter(is_date),
        }
    }

    /// Whether one end of the band is known at least.
    pub(in crate::protocol) fn has_band(self) -> bool {
        self.shortest.is_some() || self.longest.is_some()
    }

    /// Sets them in the current row of `builder`.
    pub(in crate::protocol) fn set(self, builder: &mut DatasetsBuilder) {
        let (shortest, longest) = match (self.shortest, self.longest) {
            // A longest wavelength of 0 is not the other end, but an unknown one.
            (Some(lo), Some(hi)) if lo > hi && hi > 0.0 => (Some(hi), Some(lo)),
            ends => ends,
        };
        let ends = [
            (EmMin, shortest),
            (EmMax, longest),
            (TMin, self.first),
            (TMax, self.last),
        ];
        for (column, end) in ends {
            if let Some(end) = end {
                builder.set_number(column, end);
            }
        }
    }
}
