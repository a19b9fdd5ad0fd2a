//! Space, spectrum, time, product, inclusive: the whole question.

use super::{interval::Interval, region::Region, time::Mjd, wavelength::Metres};

/// Which kinds of dataset are wanted, as ObsCore's `dataproduct_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Product {
    /// `image` and `cube`.
    #[default]
    Images,
    /// `spectrum`, `sed` and `timeseries`.
    Spectra,
    /// All of these.
    Both,
}

/// What is asked: a dataset must meet every constraint that is set.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraints {
    /// Where on the sky.
    pub space: Option<Region>,
    /// At which wavelengths.
    pub spectrum: Option<Interval<Metres>>,
    /// When.
    pub time: Option<Interval<Mjd>>,
    /// Images, spectra or both.
    pub product: Product,
    /// Whether to ask services that do not declare their coverage, and to keep datasets that lack the metadata to decide.
    pub inclusive: bool,
}
