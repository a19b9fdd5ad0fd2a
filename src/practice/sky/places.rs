//! Well-known places, around which the synthetic datasets gather.

/// A place with a name, in ICRS degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::practice) struct Place {
    /// The name by which astronomers know it; it becomes the target's name.
    pub(in crate::practice) name: &'static str,
    /// Right ascension, in degrees.
    pub(in crate::practice) ra: f64,
    /// Declination, in degrees.
    pub(in crate::practice) dec: f64,
}

const fn place(name: &'static str, ra: f64, dec: f64) -> Place {
    Place { name, ra, dec }
}

/// The places, those that most people look at first in the list more than once.
pub(in crate::practice) const PLACES: &[Place] = &[
    place("M16", 274.7, -13.8),
    place("M16", 274.7, -13.8),
    place("M16", 274.7, -13.8),
    place("Galactic centre", 266.417, -29.008),
    place("Galactic centre", 266.417, -29.008),
    place("LMC", 80.894, -69.756),
    place("LMC", 80.894, -69.756),
    place("SMC", 13.187, -72.829),
    place("Coma cluster", 194.953, 27.981),
    place("Coma cluster", 194.953, 27.981),
    place("North pole field", 37.95, 89.6),
    place("North pole field", 201.0, 89.1),
    place("South pole field", 88.0, -89.5),
    place("South pole field", 270.0, -89.2),
    place("Meridian field", 0.0, 0.0),
    place("Meridian field", 359.9, 12.0),
    place("M31", 10.685, 41.269),
    place("M31", 10.685, 41.269),
    place("M42", 83.822, -5.391),
    place("M42", 83.822, -5.391),
    place("M1", 83.633, 22.015),
    place("M87", 187.706, 12.391),
    place("3C 273", 187.278, 2.052),
    place("M45", 56.75, 24.117),
    place("M82", 148.968, 69.68),
    place("M51", 202.47, 47.195),
    place("COSMOS field", 150.119, 2.206),
    place("Chandra Deep Field South", 53.117, -27.808),
    place("ELAIS N1", 242.75, 54.95),
    place("Eta Carinae", 161.265, -59.684),
    place("Rho Ophiuchi", 246.8, -24.5),
    place("Fornax cluster", 54.62, -35.45),
    place("Cygnus X", 308.0, 40.7),
    place("Omega Centauri", 201.697, -47.48),
];
