//! Instants as Modified Julian Dates, and the dates people type.

/// An instant as Modified Julian Date, in days; UTC as given, no scale conversion.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Mjd(pub f64);
