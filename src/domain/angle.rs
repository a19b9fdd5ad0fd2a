//! Angles and positions on the sky, and how people type them.

/// An angle in degrees.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Degrees(pub f64);

/// A position on the sky in ICRS.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Right ascension, 0 <= ra < 360.
    pub ra: Degrees,
    /// Declination, -90 <= dec <= 90.
    pub dec: Degrees,
}
