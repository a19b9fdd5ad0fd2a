//! Wavelengths in metres of vacuum, and the units and band names people type.

/// A wavelength in vacuum, in metres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Metres(pub f64);
