//! Where in the spectrum a dataset is, as far as colours of the map tell.

use crate::domain::{dataset::Dataset, obscore::ObsColumn, wavelength::WAVEBANDS};

/// A part of the spectrum; the VO's wavebands, some of them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Band {
    GammaRay,
    XRay,
    Ultraviolet,
    Optical,
    Infrared,
    Millimetre,
    Radio,
    /// It does not say, or reaches over several.
    Other,
}

impl Band {
    pub(crate) const ALL: [Self; 8] = [
        Self::GammaRay,
        Self::XRay,
        Self::Ultraviolet,
        Self::Optical,
        Self::Infrared,
        Self::Millimetre,
        Self::Radio,
        Self::Other,
    ];

    /// Where each of the VO's wavebands belongs.
    const OF_WAVEBANDS: [Self; WAVEBANDS.len()] = [
        Self::GammaRay,
        Self::XRay,
        Self::Ultraviolet,
        Self::Ultraviolet,
        Self::Optical,
        Self::Infrared,
        Self::Millimetre,
        Self::Radio,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::GammaRay => "gamma-ray",
            Self::XRay => "X-ray",
            Self::Ultraviolet => "ultraviolet",
            Self::Optical => "optical",
            Self::Infrared => "infrared",
            Self::Millimetre => "millimetre",
            Self::Radio => "radio",
            Self::Other => "several or unknown",
        }
    }

    /// That of a dataset: the one that its middle lies in, unless its ends lie more than one apart.
    pub(crate) fn of(dataset: Dataset<'_>) -> Self {
        let positive = |column| dataset.number(column).filter(|metres| *metres > 0.0);
        let (lo, hi) = (positive(ObsColumn::EmMin), positive(ObsColumn::EmMax));
        let (Some(lo), Some(hi)) = (lo.or(hi), hi.or(lo)) else {
            return Self::Other;
        };
        let (first, last) = (Self::at(lo.min(hi)), Self::at(lo.max(hi)));
        if last as u8 - first as u8 > 1 {
            return Self::Other;
        }
        Self::at((lo * hi).sqrt())
    }

    /// That of a wavelength, in metres.
    fn at(metres: f64) -> Self {
        let n_begun = WAVEBANDS.partition_point(|waveband| waveband.extent.lo.0 <= metres);
        let band = Self::OF_WAVEBANDS.get(n_begun.saturating_sub(1));
        band.copied().unwrap_or(Self::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dataset::DatasetsBuilder;

    fn band(lo: f64, hi: f64) -> Band {
        let mut builder = DatasetsBuilder::new();
        builder.set_number(ObsColumn::EmMin, lo);
        builder.set_number(ObsColumn::EmMax, hi);
        builder.finish_row();
        Band::of(builder.finish().row(0))
    }

    #[test]
    fn a_dataset_is_in_the_band_of_its_middle() {
        assert_eq!(band(5e-10, 1e-9), Band::XRay);
        assert_eq!(band(f64::NAN, 5e-7), Band::Optical);
        assert_eq!(band(0.21, 0.21), Band::Radio);
        assert_eq!(band(9e-7, 2.5e-6), Band::Infrared, "as much of it is");
        assert_eq!(band(1e-12, 5e-12), Band::GammaRay);
        assert_eq!(band(1e-11, 1e-6), Band::Other, "all that light is");
        assert_eq!(band(f64::NAN, f64::NAN), Band::Other);
        assert_eq!(band(-1.0, 0.0), Band::Other);
    }

    #[test]
    fn each_of_the_wavebands_of_the_vo_is_in_its_band() {
        for (waveband, expected) in WAVEBANDS.iter().zip(Band::OF_WAVEBANDS) {
            let (lo, hi) = (
                waveband.extent.lo.0.max(1e-13),
                waveband.extent.hi.0.min(1e2),
            );
            let middle = (lo * hi).sqrt();
            assert_eq!(band(middle, middle), expected, "{}", waveband.name);
            let name = expected.name();
            assert!(waveband.name.ends_with(name), "{} {name}", waveband.name);
        }
        assert_eq!(
            band(1e-8, 1e-8),
            Band::Ultraviolet,
            "a limit is of the longer"
        );
        assert_eq!(band(1e-2, f64::INFINITY), Band::Radio, "an open side");
    }
}
