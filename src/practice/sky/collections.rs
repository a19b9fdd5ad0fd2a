//! The collections of the synthetic sky: who observed what, when, and in which bands.

use super::{
    Area, Band, Collection, Kind, Shape,
    bands::{
        BESSELL, CLEAR, DECIMETRE, DEEP_X, ECHELLE, EUV, FAR_IR, GRATING_X, HARD_X, HYDROGEN, IFU,
        JHK, L_BAND, LOW_RESOLUTION, METRE, MID_IR, MM_LINES, PHOTOGRAPHIC, SED, SOFT_X, SUBMM,
        SURVEY, UV, UV_SPECTRA,
    },
};

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
    Collection {
        width_deg: 0.7,
        years: (1992.0, 1999.0),
        exposure_s: (5e3, 5e4),
        n_datasets: 90,
        n_example: 9,
        ..images(
            "xagain",
            "X-ray Images, reprocessed",
            "Practice PSPC again",
            SOFT_X,
        )
    },
    Collection {
        width_deg: 0.9,
        years: (1993.0, 1997.0),
        exposure_s: (5e3, 5e4),
        n_datasets: 60,
        n_example: 7,
        ..images(
            "xcampus",
            "Campus X-ray Balloon",
            "Practice Balloon",
            SOFT_X,
        )
    },
    Collection {
        width_deg: 0.4,
        years: (1994.0, 1997.0),
        exposure_s: (5e3, 5e4),
        n_datasets: 80,
        n_example: 14,
        ..images(
            "xattic",
            "Forgotten X-ray Images",
            "Practice Rocket",
            SOFT_X,
        )
    },
];
