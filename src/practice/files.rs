//! The files behind the access URLs: small FITS images and VOTable spectra, made on the fly.

use super::{
    answer::{Answer, Format, Heading},
    database::Found,
    random::Random,
    schema::{Column, Type},
    sky::{Dataset, offset},
};
use crate::{
    domain::{
        angle::Position,
        interval::Interval,
        region::{Cone, Region},
    },
    votable::Serialization,
};
use hyper::StatusCode;
use rusqlite::types::Value;

/// The number of samples of a spectrum or a time series.
pub(super) const N_SAMPLES: u16 = 100;

/// The pixels along either side of images that have no projection of their own.
const PLAIN_PIXELS: u32 = 32;

/// FITS counts in blocks of this many bytes (FITS 4.0, section 3.1).
const BLOCK: usize = 2880;

/// The file of a dataset.
pub(super) fn file(dataset: &Dataset) -> Answer {
    if dataset.kind.is_image() {
        return Answer::ok("image/fits", fits(dataset, Window::whole(dataset)));
    }
    samples_file(dataset, &spectrum(dataset, None))
}

/// The samples of a spectrum or a time series that lie in an interval, or all; `None` where none does.
pub(super) fn spectrum_file(dataset: &Dataset, part: Option<Interval<f64>>) -> Option<Answer> {
    let found = spectrum(dataset, part);
    (!found.rows.is_empty()).then(|| samples_file(dataset, &found))
}

/// Some of the pixels of an image, counted from 1, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    first: [u32; 2],
    last: [u32; 2],
}

impl Window {
    /// All pixels of a dataset.
    pub(super) fn whole(dataset: &Dataset) -> Self {
        Self {
            first: [1; 2],
            last: [n_pixels(dataset); 2],
        }
    }

    fn grown(self, x: u32, y: u32) -> Self {
        let ([x_first, y_first], [x_last, y_last]) = (self.first, self.last);
        Self {
            first: [x_first.min(x), y_first.min(y)],
            last: [x_last.max(x), y_last.max(y)],
        }
    }

    fn holds(self, x: u32, y: u32) -> bool {
        let ([x_first, y_first], [x_last, y_last]) = (self.first, self.last);
        (x_first..=x_last).contains(&x) && (y_first..=y_last).contains(&y)
    }

    fn size(self) -> [u32; 2] {
        let ([x_first, y_first], [x_last, y_last]) = (self.first, self.last);
        [x_last + 1 - x_first, y_last + 1 - y_first]
    }
}

fn n_pixels(dataset: &Dataset) -> u32 {
    dataset.wcs.map_or(PLAIN_PIXELS, |wcs| wcs.n_pixels)
}

/// The smallest window that holds every pixel whose middle lies in a region, or the pixel that holds a region smaller than
/// it; `None` where there is none.
pub(super) fn window(dataset: &Dataset, region: &Region) -> Option<Window> {
    let n_pixels = n_pixels(dataset);
    let middle = f64::midpoint(1.0, n_pixels.into());
    let [[a, b], [c, d]] = matrix(dataset);
    // A pixel belongs to a region that reaches half of its diagonal.
    let reach = a.hypot(c) / std::f64::consts::SQRT_2;
    let mut found: Option<Window> = None;
    for y in 1..=n_pixels {
        for x in 1..=n_pixels {
            let (right, up) = (f64::from(x) - middle, f64::from(y) - middle);
            let (east, north) = (a * right + b * up, c * right + d * up);
            let (ra, dec) = offset((dataset.ra, dataset.dec), east, north);
            let pixel = Position::new(ra, dec).and_then(|it| Cone::new(it, reach));
            if pixel.is_some_and(|pixel| Region::Cone(pixel).meets(region)) {
                let one = Window {
                    first: [x, y],
                    last: [x, y],
                };
                found = Some(found.map_or(one, |window| window.grown(x, y)));
            }
        }
    }
    found
}

/// A FITS image with a source in the middle, and its projection in the header; of it, the pixels in a window.
pub(super) fn fits(dataset: &Dataset, window: Window) -> Vec<u8> {
    let n_pixels = n_pixels(dataset);
    let mut file: Vec<u8> = header(dataset, window).concat().into_bytes();
    file.resize(file.len().next_multiple_of(BLOCK), b' ');
    let mut random = Random::seeded(&dataset.id());
    let middle = f64::midpoint(1.0, n_pixels.into());
    for y in 1..=n_pixels {
        for x in 1..=n_pixels {
            let distance = (f64::from(x) - middle).hypot(f64::from(y) - middle);
            let source = 1000.0 * (-(distance / 3.0).powi(2) / 2.0).exp();
            #[expect(
                clippy::cast_possible_truncation,
                reason = "single precision is enough for a picture of noise"
            )]
            let value = (source + 10.0 * random.normal() + 100.0) as f32;
            if window.holds(x, y) {
                file.extend(value.to_be_bytes());
            }
        }
    }
    file.resize(file.len().next_multiple_of(BLOCK), 0);
    file
}

/// The matrix that turns pixels into standard coordinates in degrees (FITS 4.0, section 8.1: CD).
fn matrix(dataset: &Dataset) -> [[f64; 2]; 2] {
    let scale = dataset
        .wcs
        .map_or(dataset.fov / f64::from(PLAIN_PIXELS), |wcs| wcs.scale_deg);
    let (sin, cos) = dataset
        .wcs
        .map_or((0.0, 1.0), |wcs| wcs.rotation_deg.to_radians().sin_cos());
    [[-scale * cos, scale * sin], [scale * sin, scale * cos]]
}

fn header(dataset: &Dataset, window: Window) -> Vec<String> {
    let ([width, height], [x_first, y_first]) = (window.size(), window.first);
    let mut cards = vec![
        logical("SIMPLE"),
        number("BITPIX", -32.0),
        number("NAXIS", 2.0),
        number("NAXIS1", width.into()),
        number("NAXIS2", height.into()),
        logical("EXTEND"),
        words("OBJECT", dataset.target),
        words("INSTRUME", dataset.instrument),
        words("ORIGIN", "vodiscover practice VO"),
        format!("{:80}", "COMMENT Synthetic: nobody ever observed this."),
    ];
    let [[a, b], [c, d]] = matrix(dataset);
    let middle = f64::midpoint(1.0, n_pixels(dataset).into());
    cards.extend([
        words("CTYPE1", "RA---TAN"),
        words("CTYPE2", "DEC--TAN"),
        words("RADESYS", "ICRS"),
        number("CRVAL1", dataset.ra),
        number("CRVAL2", dataset.dec),
        number("CRPIX1", middle + 1.0 - f64::from(x_first)),
        number("CRPIX2", middle + 1.0 - f64::from(y_first)),
        number("CD1_1", a),
        number("CD1_2", b),
        number("CD2_1", c),
        number("CD2_2", d),
    ]);
    if let Some((start, end)) = dataset.time {
        cards.extend([number("MJD-BEG", start), number("MJD-END", end)]);
    }
    cards.push(format!("{:80}", "END"));
    cards
}

fn logical(keyword: &str) -> String {
    format!("{:80}", format!("{keyword:8}= {:>20}", "T"))
}

fn number(keyword: &str, value: f64) -> String {
    // Whole numbers without a point, as NAXIS must be.
    format!("{:80}", format!("{keyword:8}= {value:>20}"))
}

fn words(keyword: &str, value: &str) -> String {
    format!(
        "{:80}",
        format!("{keyword:8}= '{:8}'", value.replace('\'', "''"))
    )
}

/// A spectrum, or a light curve, as a table; of it, the samples in an interval.
fn spectrum(dataset: &Dataset, part: Option<Interval<f64>>) -> Found {
    let (name, unit, ucd, range) = match (dataset.kind.term(), dataset.time, dataset.spectrum) {
        ("timeseries", Some(time), _) => ("time", "d", "time.epoch", time),
        (_, _, Some(spectrum)) => ("wavelength", "m", "em.wl", spectrum),
        _ => ("sample", "", "meta.number", (0.0, f64::from(N_SAMPLES))),
    };
    let mut random = Random::seeded(&dataset.id());
    let rows = (0..N_SAMPLES)
        .map(|nr| {
            let share = f64::from(nr) / f64::from(N_SAMPLES - 1);
            let line = -0.8 * (-((share - 0.5) / 0.02).powi(2)).exp();
            let at = range.0 + share * (range.1 - range.0);
            (at, 1.0 + line + 0.05 * random.normal())
        })
        .filter(|(at, _)| part.is_none_or(|part| part.contains(*at)))
        .map(|(at, flux)| vec![Value::Real(at), Value::Real(flux)])
        .collect();
    let columns = vec![
        Column::bare(name, Type::Double).unit(unit).ucd(ucd),
        Column::bare("flux", Type::Double).ucd("phot.flux.density"),
    ];
    Found {
        columns,
        rows,
        overflow: false,
    }
}

fn samples_file(dataset: &Dataset, found: &Found) -> Answer {
    let heading = Heading {
        description: &dataset.title,
        ..Heading::default()
    };
    match Format::Votable(Serialization::TableData).document(found, &heading) {
        Ok(bytes) => Answer::ok("application/x-votable+xml", bytes),
        Err(error) => Answer::plain(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}
