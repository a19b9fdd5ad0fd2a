//! The files behind the access URLs: small FITS images and VOTable spectra, made on the fly.

use super::{
    answer::{Answer, Format, Heading},
    database::Found,
    random::Random,
    schema::{Column, Type},
    sky::Dataset,
};
use crate::votable::Serialization;
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
        return Answer::ok("image/fits", fits(dataset));
    }
    match spectrum(dataset) {
        Ok(bytes) => Answer::ok("application/x-votable+xml", bytes),
        Err(error) => Answer::plain(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// A FITS image with a source in the middle, and its projection in the header.
fn fits(dataset: &Dataset) -> Vec<u8> {
    let n_pixels = dataset.wcs.map_or(PLAIN_PIXELS, |wcs| wcs.n_pixels);
    let mut file: Vec<u8> = header(dataset, n_pixels).concat().into_bytes();
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
            file.extend(value.to_be_bytes());
        }
    }
    file.resize(file.len().next_multiple_of(BLOCK), 0);
    file
}

fn header(dataset: &Dataset, n_pixels: u32) -> Vec<String> {
    let mut cards = vec![
        logical("SIMPLE"),
        number("BITPIX", -32.0),
        number("NAXIS", 2.0),
        number("NAXIS1", n_pixels.into()),
        number("NAXIS2", n_pixels.into()),
        logical("EXTEND"),
        words("OBJECT", dataset.target),
        words("INSTRUME", dataset.instrument),
        words("ORIGIN", "vodiscover practice VO"),
        format!("{:80}", "COMMENT Synthetic: nobody ever observed this."),
    ];
    let scale = dataset
        .wcs
        .map_or(dataset.fov / f64::from(n_pixels), |wcs| wcs.scale_deg);
    let (sin, cos) = dataset
        .wcs
        .map_or((0.0, 1.0), |wcs| wcs.rotation_deg.to_radians().sin_cos());
    let middle = f64::midpoint(1.0, n_pixels.into());
    cards.extend([
        words("CTYPE1", "RA---TAN"),
        words("CTYPE2", "DEC--TAN"),
        words("RADESYS", "ICRS"),
        number("CRVAL1", dataset.ra),
        number("CRVAL2", dataset.dec),
        number("CRPIX1", middle),
        number("CRPIX2", middle),
        number("CD1_1", -scale * cos),
        number("CD1_2", scale * sin),
        number("CD2_1", scale * sin),
        number("CD2_2", scale * cos),
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

/// A spectrum, or a light curve, as a table.
fn spectrum(dataset: &Dataset) -> std::io::Result<Vec<u8>> {
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
            vec![
                Value::Real(range.0 + share * (range.1 - range.0)),
                Value::Real(1.0 + line + 0.05 * random.normal()),
            ]
        })
        .collect();
    let columns = vec![
        Column::bare(name, Type::Double).unit(unit).ucd(ucd),
        Column::bare("flux", Type::Double).ucd("phot.flux.density"),
    ];
    let found = Found {
        columns,
        rows,
        overflow: false,
    };
    let heading = Heading {
        description: &dataset.title,
        ..Heading::default()
    };
    Format::Votable(Serialization::TableData).document(&found, &heading)
}
