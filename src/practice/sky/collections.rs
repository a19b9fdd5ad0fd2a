//! The collections of the synthetic sky: who observed what, when, and in which bands.

use super::{Area, Band, Collection, Kind, Shape};

const fn band(name: &'static str, lo_m: f64, hi_m: f64) -> Band {
    Band { name, lo_m, hi_m }
}

const SOFT_X: &[Band] = &[band("0.1-2.4 keV", 5.166e-10, 1.2398e-8)];
const DEEP_X: &[Band] = &[
    band("0.3-1 keV", 1.2398e-9, 4.1328e-9),
    band("1-2 keV", 6.1992e-10, 1.2398e-9),
    band("2-10 keV", 1.2398e-10, 6.1992e-10),
];
const GRATING_X: &[Band] = &[band("0.3-2.5 keV", 4.9594e-10, 4.1328e-9)];
const HARD_X: &[Band] = &[band("3-78 keV", 1.5895e-11, 4.1328e-10)];
const EUV: &[Band] = &[band("6-20 nm", 6e-9, 2e-8)];
const UV: &[Band] = &[band("FUV", 1.34e-7, 1.79e-7), band("NUV", 1.77e-7, 2.83e-7)];
const UV_SPECTRA: &[Band] = &[
    band("short", 1.15e-7, 2.0e-7),
    band("long", 1.85e-7, 3.2e-7),
];
const SURVEY: &[Band] = &[
    band("g", 3.95e-7, 5.5e-7),
    band("r", 5.5e-7, 7.0e-7),
    band("i", 6.9e-7, 8.2e-7),
    band("z", 8.2e-7, 9.9e-7),
];
const BESSELL: &[Band] = &[
    band("B", 3.6e-7, 5.6e-7),
    band("V", 4.7e-7, 7.0e-7),
    band("R", 5.5e-7, 9.0e-7),
];
const PHOTOGRAPHIC: &[Band] = &[
    band("J plate", 3.9e-7, 5.4e-7),
    band("F plate", 5.9e-7, 6.9e-7),
];
const IFU: &[Band] = &[band("4800-9300 Angstrom", 4.8e-7, 9.3e-7)];
const ECHELLE: &[Band] = &[band("3800-9000 Angstrom", 3.8e-7, 9.0e-7)];
const LOW_RESOLUTION: &[Band] = &[band("4000-8000 Angstrom", 4.0e-7, 8.0e-7)];
const CLEAR: &[Band] = &[band("clear", 4.0e-7, 9.0e-7)];
const SED: &[Band] = &[band("UV to submillimetre", 1e-7, 1e-3)];
const JHK: &[Band] = &[
    band("J", 1.1e-6, 1.4e-6),
    band("H", 1.5e-6, 1.8e-6),
    band("Ks", 2.0e-6, 2.3e-6),
];
const MID_IR: &[Band] = &[
    band("3.6 um", 3.2e-6, 3.9e-6),
    band("4.5 um", 4.0e-6, 5.0e-6),
    band("8 um", 6.5e-6, 9.4e-6),
    band("24 um", 2.08e-5, 2.61e-5),
];
const FAR_IR: &[Band] = &[
    band("70 um", 6e-5, 8.5e-5),
    band("100 um", 8.5e-5, 1.3e-4),
    band("160 um", 1.3e-4, 2.1e-4),
];
const SUBMM: &[Band] = &[band("450 um", 4.2e-4, 4.8e-4), band("850 um", 8e-4, 9e-4)];
const MM_LINES: &[Band] = &[
    band("CO 3-2", 8.65e-4, 8.70e-4),
    band("CO 2-1", 1.298e-3, 1.302e-3),
    band("CO 1-0", 2.595e-3, 2.61e-3),
    band("band 3", 2.6e-3, 3.57e-3),
];
const DECIMETRE: &[Band] = &[band("20 cm", 0.1817, 0.2306), band("6 cm", 0.0588, 0.0625)];
const HYDROGEN: &[Band] = &[band("HI 21 cm", 0.2104, 0.2125)];
const METRE: &[Band] = &[band("150 MHz", 1.7, 2.5)];
const L_BAND: &[Band] = &[band("20 cm", 0.19, 0.24)];

/// What most collections have in common; each entry below says where it differs.
const PLAIN: Collection = Collection {
    id: "",
    name: "",
    instrument: "",
    kind: Kind::Image,
    bands: &[],
    years: (1990.0, 2025.0),
    exposure_s: (60.0, 3600.0),
    width_deg: 0.5,
    shape: Shape::Square,
    area: Area::Mixed,
    n_datasets: 0,
    n_example: 0,
    no_region: 0.0,
    no_spectrum: 0.0,
    no_time: 0.0,
};

const fn images(
    id: &'static str,
    name: &'static str,
    instrument: &'static str,
    bands: &'static [Band],
) -> Collection {
    Collection {
        id,
        name,
        instrument,
        bands,
        ..PLAIN
    }
}

const fn cubes(
    id: &'static str,
    name: &'static str,
    instrument: &'static str,
    bands: &'static [Band],
) -> Collection {
    Collection {
        kind: Kind::Cube,
        ..images(id, name, instrument, bands)
    }
}

const fn spectra(
    id: &'static str,
    name: &'static str,
    instrument: &'static str,
    bands: &'static [Band],
) -> Collection {
    Collection {
        kind: Kind::Spectrum,
        width_deg: 0.002,
        shape: Shape::Disc,
        no_region: 0.5,
        ..images(id, name, instrument, bands)
    }
}

const fn series(
    id: &'static str,
    name: &'static str,
    instrument: &'static str,
    bands: &'static [Band],
) -> Collection {
    Collection {
        kind: Kind::TimeSeries,
        exposure_s: (1e5, 3e7),
        ..spectra(id, name, instrument, bands)
    }
}

/// All collections, from X-rays to radio.
pub(in crate::practice) const COLLECTIONS: &[Collection] = &[
    Collection {
        width_deg: 2.0,
        shape: Shape::Disc,
        years: (1990.5, 1999.0),
        exposure_s: (2e3, 9e4),
        n_datasets: 240,
        n_example: 10,
        ..images("xpoint", "X-ray Pointings", "Practice PSPC", SOFT_X)
    },
    Collection {
        width_deg: 3.2,
        years: (1990.5, 1997.0),
        exposure_s: (1e4, 1.7e5),
        area: Area::Everywhere,
        n_datasets: 300,
        n_example: 6,
        ..images("xsurvey", "X-ray All-sky Survey", "Practice PSPC", SOFT_X)
    },
    Collection {
        width_deg: 0.6,
        years: (1993.0, 1998.5),
        exposure_s: (2e3, 9e4),
        n_datasets: 160,
        n_example: 8,
        ..images(
            "xhires",
            "High-resolution X-ray Images",
            "Practice HRI",
            SOFT_X,
        )
    },
    Collection {
        width_deg: 0.5,
        years: (2000.0, 2025.0),
        exposure_s: (5e3, 1.3e5),
        area: Area::Places,
        n_datasets: 180,
        ..images("xdeep", "Deep X-ray Mosaics", "Practice EPIC", DEEP_X)
    },
    Collection {
        years: (1993.0, 2020.0),
        exposure_s: (5e3, 1e5),
        area: Area::Places,
        n_datasets: 120,
        n_example: 4,
        ..spectra("xspec", "X-ray Spectra", "Practice RGS", GRATING_X)
    },
    Collection {
        years: (1995.0, 2015.0),
        area: Area::Places,
        n_datasets: 80,
        n_example: 3,
        ..series("xlight", "X-ray Light Curves", "Practice PCA", SOFT_X)
    },
    Collection {
        width_deg: 0.22,
        years: (2012.5, 2025.0),
        exposure_s: (2e4, 2e5),
        area: Area::Places,
        n_datasets: 60,
        ..cubes("hardx", "Hard X-ray Cubes", "Practice NUT", HARD_X)
    },
    Collection {
        width_deg: 2.2,
        shape: Shape::Disc,
        years: (1992.5, 2001.0),
        exposure_s: (1e4, 2e5),
        n_datasets: 60,
        no_time: 0.1,
        ..images("euvimg", "Extreme Ultraviolet Images", "Practice EUV", EUV)
    },
    Collection {
        width_deg: 1.2,
        years: (2003.5, 2013.0),
        n_datasets: 200,
        ..images("uvimg", "Ultraviolet Sky Images", "Practice GLX", UV)
    },
    Collection {
        years: (1990.0, 1996.7),
        n_datasets: 150,
        ..spectra("uvspec", "Ultraviolet Spectra", "Practice IUE", UV_SPECTRA)
    },
    Collection {
        width_deg: 1.0,
        years: (2000.0, 2024.5),
        n_datasets: 350,
        ..images(
            "optwide",
            "Wide-field Optical Survey",
            "Practice WFI",
            SURVEY,
        )
    },
    Collection {
        width_deg: 0.3,
        years: (1992.0, 2008.0),
        area: Area::Places,
        n_datasets: 200,
        no_spectrum: 0.3,
        no_time: 0.2,
        ..images("optold", "Optical CCD Archive", "Practice CCD", BESSELL)
    },
    Collection {
        width_deg: 5.0,
        years: (1990.0, 1999.0),
        exposure_s: (1200.0, 7200.0),
        area: Area::Everywhere,
        n_datasets: 120,
        no_time: 0.1,
        ..images(
            "plates",
            "Digitised Photographic Plates",
            "Practice Schmidt",
            PHOTOGRAPHIC,
        )
    },
    Collection {
        width_deg: 0.8,
        years: (2010.0, 2022.0),
        area: Area::Polar,
        n_datasets: 100,
        ..images("polar", "Polar Caps Survey", "Practice Antarctic", SURVEY)
    },
    Collection {
        width_deg: 0.5,
        years: (1998.0, 2012.0),
        area: Area::Meridian,
        n_datasets: 100,
        ..images("merid", "Meridian Strip", "Practice Strip", SURVEY)
    },
    Collection {
        width_deg: 0.017,
        years: (2014.0, 2025.0),
        area: Area::Places,
        n_datasets: 120,
        ..cubes("ifu", "Integral Field Cubes", "Practice IFU", IFU)
    },
    Collection {
        years: (2003.0, 2024.0),
        area: Area::Places,
        n_datasets: 200,
        no_time: 0.1,
        ..spectra("echelle", "Echelle Spectra", "Practice Echelle", ECHELLE)
    },
    Collection {
        years: (1995.0, 2010.0),
        n_datasets: 150,
        no_region: 1.0,
        ..spectra(
            "lowres",
            "Low-resolution Spectra",
            "Practice LRS",
            LOW_RESOLUTION,
        )
    },
    Collection {
        years: (2009.0, 2024.0),
        n_datasets: 200,
        ..series("light", "Optical Light Curves", "Practice Transit", CLEAR)
    },
    Collection {
        kind: Kind::Sed,
        n_datasets: 60,
        no_time: 1.0,
        area: Area::Places,
        ..spectra(
            "sed",
            "Spectral Energy Distributions",
            "Practice Compilation",
            SED,
        )
    },
    Collection {
        width_deg: 0.29,
        years: (1997.4, 2001.2),
        exposure_s: (8.0, 60.0),
        area: Area::Everywhere,
        n_datasets: 260,
        ..images("nirall", "Near-infrared Sky Atlas", "Practice JHK", JHK)
    },
    Collection {
        width_deg: 1.5,
        years: (2009.8, 2022.0),
        n_datasets: 160,
        no_region: 0.15,
        ..images("nirdeep", "Deep Near-infrared Survey", "Practice VIR", JHK)
    },
    Collection {
        width_deg: 0.4,
        years: (2003.9, 2009.4),
        area: Area::Places,
        n_datasets: 180,
        ..images("mir", "Mid-infrared Images", "Practice IRAC", MID_IR)
    },
    Collection {
        width_deg: 1.0,
        years: (2009.5, 2013.3),
        area: Area::Places,
        n_datasets: 120,
        no_time: 0.15,
        ..images("fir", "Far-infrared Maps", "Practice PACS", FAR_IR)
    },
    Collection {
        width_deg: 0.2,
        shape: Shape::Disc,
        years: (2011.0, 2024.0),
        area: Area::Places,
        n_datasets: 100,
        no_region: 0.3,
        ..images("submm", "Submillimetre Maps", "Practice SCUBA", SUBMM)
    },
    Collection {
        width_deg: 0.02,
        shape: Shape::Disc,
        years: (2011.5, 2025.0),
        area: Area::Places,
        n_datasets: 220,
        ..cubes(
            "mmcube",
            "Millimetre Line Cubes",
            "Practice Array",
            MM_LINES,
        )
    },
    Collection {
        width_deg: 0.5,
        years: (1993.0, 2011.0),
        n_datasets: 200,
        no_time: 0.2,
        ..images("rcont", "Radio Continuum Images", "Practice VLA", DECIMETRE)
    },
    Collection {
        width_deg: 0.6,
        shape: Shape::Disc,
        years: (2005.0, 2024.0),
        area: Area::Places,
        n_datasets: 120,
        ..cubes("rcube", "Neutral Hydrogen Cubes", "Practice Dish", HYDROGEN)
    },
    Collection {
        width_deg: 5.0,
        years: (2012.0, 2025.0),
        exposure_s: (2e4, 3e4),
        area: Area::Everywhere,
        n_datasets: 100,
        no_spectrum: 0.1,
        ..images("rlow", "Low-frequency Radio Survey", "Practice LOF", METRE)
    },
    Collection {
        years: (1991.0, 2025.0),
        n_datasets: 60,
        ..series("rlight", "Pulsar Timing Series", "Practice Timing", L_BAND)
    },
];
