//! The synthetic sky: some thousands of datasets, the same in every run, that nobody ever observed.

mod bands;
mod collections;
mod geometry;
mod places;
#[cfg(test)]
mod tests;

use super::random::Random;
pub(super) use collections::COLLECTIONS;
pub(super) use geometry::{offset, ring, square};
pub(super) use places::PLACES;

/// A band of wavelengths in vacuum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// As observers call it.
    pub name: &'static str,
    /// The shortest wavelength, in metres.
    pub lo_m: f64,
    /// The longest wavelength, in metres.
    pub hi_m: f64,
}

/// What a dataset is, in the terms of ObsCore's `dataproduct_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `image`.
    Image,
    /// `cube`.
    Cube,
    /// `spectrum`.
    Spectrum,
    /// `sed`.
    Sed,
    /// `timeseries`.
    TimeSeries,
}

impl Kind {
    /// The term in ObsCore 1.1, section 3.3.1.
    pub fn term(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Cube => "cube",
            Self::Spectrum => "spectrum",
            Self::Sed => "sed",
            Self::TimeSeries => "timeseries",
        }
    }

    /// Whether image services (SIA) serve it; spectral services (SSAP) serve the rest.
    pub fn is_image(self) -> bool {
        match self {
            Self::Image | Self::Cube => true,
            Self::Spectrum | Self::Sed | Self::TimeSeries => false,
        }
    }
}

/// How the footprints of a collection look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A square in the tangent plane, turned by any angle.
    Square,
    /// A disc.
    Disc,
}

/// Where a collection has looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Area {
    /// Around well-known places.
    Places,
    /// Evenly over the sky.
    Everywhere,
    /// Half of either.
    Mixed,
    /// Within five degrees of the poles.
    Polar,
    /// On both sides of right ascension zero.
    Meridian,
}

/// What one instrument has observed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Collection {
    /// A short word, unique; it is part of paths and identifiers.
    pub(super) id: &'static str,
    /// Its name, without the word "synthetic".
    pub(super) name: &'static str,
    /// The instrument's name.
    pub(super) instrument: &'static str,
    /// What all its datasets are.
    pub(super) kind: Kind,
    /// Each dataset is in one of these.
    pub(super) bands: &'static [Band],
    /// From when to when, in Julian years.
    pub(super) years: (f64, f64),
    /// The shortest and the longest time from a dataset's start to its end, in seconds.
    pub(super) exposure_s: (f64, f64),
    /// The side of a square or the diameter of a disc, in degrees; datasets vary by a tenth.
    pub(super) width_deg: f64,
    /// The form of the footprints.
    pub(super) shape: Shape,
    /// Where they lie.
    pub(super) area: Area,
    /// How many there are.
    pub(super) n_datasets: usize,
    /// How many of them lie near M16 and in 1995, where the program's example asks.
    pub(super) n_example: usize,
    /// The share of datasets whose `s_region` is not known.
    pub(super) no_region: f64,
    /// The share of datasets whose `em_min` and `em_max` are not known.
    pub(super) no_spectrum: f64,
    /// The share of datasets whose `t_min` and `t_max` are not known.
    pub(super) no_time: f64,
}

/// The part of the sky that a dataset shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Footprint {
    /// A disc around the dataset's centre with this radius, in degrees.
    Disc(f64),
    /// A polygon on great circles; right ascensions and declinations in degrees, counter-clockwise seen from inside.
    Polygon(Vec<(f64, f64)>),
}

/// How the pixels of a square image lie on the sky: a gnomonic (TAN) projection around its centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wcs {
    /// Pixels along either side.
    pub n_pixels: u32,
    /// Degrees a pixel.
    pub scale_deg: f64,
    /// The angle from north to the second axis, in degrees through east.
    pub rotation_deg: f64,
}

/// One synthetic dataset: what it really is, whether or not a service tells.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// The collection's short word.
    pub collection: &'static str,
    /// Its number in the collection, from zero.
    pub nr: usize,
    /// What it is.
    pub kind: Kind,
    /// The title, which says that it is synthetic.
    pub title: String,
    /// The name of the target or field.
    pub target: &'static str,
    /// The instrument's name.
    pub instrument: &'static str,
    /// Right ascension of the centre, in degrees.
    pub ra: f64,
    /// Declination of the centre, in degrees.
    pub dec: f64,
    /// The diameter of a disc around the centre that holds the footprint, in degrees.
    pub fov: f64,
    /// `None`: not known, and a service tells the centre and `fov` only.
    pub footprint: Option<Footprint>,
    /// The pixels of square images.
    pub wcs: Option<Wcs>,
    /// The band's name.
    pub band: &'static str,
    /// The shortest and the longest wavelength, in metres; `None`: not known.
    pub spectrum: Option<(f64, f64)>,
    /// Start and end, as MJD; `None`: not known.
    pub time: Option<(f64, f64)>,
    /// The exposure, in seconds.
    pub exposure_s: f64,
}

impl Dataset {
    /// The name of its file, without the ending.
    pub fn id(&self) -> String {
        format!("{}-{:04}", self.collection, self.nr)
    }
}

/// The datasets of one collection, the same in every run.
pub(super) fn datasets(collection: &Collection) -> Vec<Dataset> {
    let mut random = Random::seeded(collection.id);
    (0..collection.n_datasets)
        .map(|nr| dataset(collection, nr, &mut random))
        .collect()
}

fn dataset(collection: &Collection, nr: usize, random: &mut Random) -> Dataset {
    let in_example = nr < collection.n_example;
    let (target, ra, dec) = if in_example {
        around("M16", (274.69, -13.79), 0.35, random)
    } else {
        whereabouts(collection.area, random)
    };
    let years = if in_example {
        (1995.02, 1995.95)
    } else {
        collection.years
    };
    let exposure_s = random.log_between(collection.exposure_s.0, collection.exposure_s.1);
    let start = mjd_of_year(random.between(years.0, years.1));
    let time = Some((start, start + exposure_s / 86400.0))
        .filter(|_| in_example || !random.chance(collection.no_time));
    let band = random.pick(collection.bands);
    let spectrum = band
        .map(|band| (band.lo_m, band.hi_m))
        .filter(|_| in_example || !random.chance(collection.no_spectrum));
    let width = collection.width_deg * random.between(0.9, 1.1);
    let (footprint, wcs, fov) = field(collection, (ra, dec), width, random);
    let footprint = footprint.filter(|_| !random.chance(collection.no_region));
    let band = band.map_or("", |band| band.name);
    Dataset {
        collection: collection.id,
        nr,
        kind: collection.kind,
        title: format!("{target}, {band}, {} (synthetic)", collection.instrument),
        target,
        instrument: collection.instrument,
        ra,
        dec,
        fov,
        footprint,
        wcs,
        band,
        spectrum,
        time,
        exposure_s,
    }
}

/// The footprint, the pixels, and the diameter of the disc that holds them.
fn field(
    collection: &Collection,
    centre: (f64, f64),
    width: f64,
    random: &mut Random,
) -> (Option<Footprint>, Option<Wcs>, f64) {
    match collection.shape {
        Shape::Disc => (Some(Footprint::Disc(width / 2.0)), None, width),
        Shape::Square => {
            let n_pixels = 64;
            let wcs = Wcs {
                n_pixels,
                scale_deg: width / f64::from(n_pixels),
                // Every third image is not turned, so that simple readers are tried too.
                rotation_deg: if random.chance(0.33) {
                    0.0
                } else {
                    random.between(-180.0, 180.0)
                },
            };
            let corners = square(centre, width, wcs.rotation_deg);
            (
                Some(Footprint::Polygon(corners)),
                Some(wcs),
                width * std::f64::consts::SQRT_2,
            )
        }
    }
}

fn whereabouts(area: Area, random: &mut Random) -> (&'static str, f64, f64) {
    let even = |random: &mut Random| {
        let dec = random.between(-1.0, 1.0).asin().to_degrees();
        ("Survey field", random.between(0.0, 360.0), dec)
    };
    match area {
        Area::Everywhere => even(random),
        Area::Mixed if random.chance(0.5) => even(random),
        Area::Places | Area::Mixed => match random.pick(PLACES) {
            Some(place) => around(place.name, (place.ra, place.dec), 0.7, random),
            None => even(random),
        },
        Area::Polar => {
            let pole = if random.chance(0.5) { 90.0 } else { -90.0 };
            around("Polar cap", (0.0, pole), 2.0, random)
        }
        Area::Meridian => {
            let dec = random.between(-85.0, 85.0);
            around("Meridian field", (0.0, dec), 0.6, random)
        }
    }
}

/// A position scattered around a centre, in degrees on the sky.
fn around(
    name: &'static str,
    centre: (f64, f64),
    scatter_deg: f64,
    random: &mut Random,
) -> (&'static str, f64, f64) {
    let (east, north) = (random.normal() * scatter_deg, random.normal() * scatter_deg);
    let (ra, dec) = offset(centre, east, north);
    (name, ra, dec)
}

/// The MJD of a Julian year: J2000.0 is MJD 51544.5.
pub(super) fn mjd_of_year(year: f64) -> f64 {
    51544.5 + (year - 2000.0) * 365.25
}
