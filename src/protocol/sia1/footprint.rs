//! Footprints from what SIA 1.0 tells of an image's pixels (section 4.2.4), as much of it as a service gives.

use super::wcs::Wcs;
use crate::{
    domain::{
        angle::Position,
        dataset::DatasetsBuilder,
        obscore::ObsColumn::{SDec, SFov, SRa, SRegion, SXel1, SXel2},
        region::Region,
        stcs::{Footprint, Frame},
    },
    protocol::{
        mapping::{
            Constants, Found,
            Key::{self, Ucd},
        },
        request::decimal,
        units,
    },
    votable::{Batch, TableHead},
};

/// A column, and what one of its unit is in degrees.
type Angle = Option<(Found, f64)>;

/// The columns that say where the pixels of an image lie.
pub(super) struct WcsColumns {
    ra: Angle,
    dec: Angle,
    n_pixels: Option<Found>,
    scale: Angle,
    frame: Option<Found>,
    equinox: Option<Found>,
    projection: Option<Found>,
    ref_pixel: Option<Found>,
    ref_value: Angle,
    cd_matrix: Angle,
}

/// A transformation from pixels to a frame, and so to the ICRS.
struct Picture {
    wcs: Wcs,
    frame: Frame,
    n_pixels: [f64; 2],
}

/// By how much a scale may differ from that of the CD matrix and still be the same, as a part of it.
const SAME_SCALE: f64 = 0.01;

impl WcsColumns {
    pub(super) fn new(centre: [&[Key]; 2], head: &TableHead, constants: &Constants) -> Self {
        let find = |ucd| Found::new(&[Ucd(ucd)], head, constants);
        let angle = |found: Option<Found>| {
            found.map(|found| {
                let factor = found.factor(units::degrees, 1.0);
                (found, factor)
            })
        };
        let [ra, dec] = centre.map(|keys| angle(Found::new(keys, head, constants)));
        Self {
            ra,
            dec,
            n_pixels: find("VOX:Image_Naxis"),
            scale: angle(find("VOX:Image_Scale")),
            frame: find("VOX:STC_CoordRefFrame"),
            equinox: find("VOX:STC_CoordEquinox"),
            projection: find("VOX:WCS_CoordProjection"),
            ref_pixel: find("VOX:WCS_CoordRefPixel"),
            ref_value: angle(find("VOX:WCS_CoordRefValue")),
            cd_matrix: angle(find("VOX:WCS_CDMatrix")),
        }
    }

    /// Sets the footprint where the row tells enough: by the declared transformation, else around the centre. What is
    /// too large for a polygon gets a field of view that holds it. A footprint that the row declares itself stays, if
    /// it can be read.
    pub(super) fn set(
        &self,
        declared_region: Option<&str>,
        batch: &Batch,
        row: usize,
        builder: &mut DatasetsBuilder,
    ) {
        let Some(n_pixels) = self.n_pixels(batch, row) else {
            return;
        };
        builder.set_number(SXel1, n_pixels[0]);
        builder.set_number(SXel2, n_pixels[1]);
        let centre = self.centre(batch, row);
        let declared = self
            .cd_matrix(batch, row)
            .and_then(|cd| self.declared(cd, n_pixels, batch, row))
            .filter(|picture| picture.agrees_with(centre));
        let around = || self.around(centre?, n_pixels, batch, row);
        let unturned = || self.declared(north_up(self.scale(batch, row)?), n_pixels, batch, row);
        let unturned = || unturned().filter(|picture| picture.agrees_with(centre));
        let Some(picture) = declared.or_else(around).or_else(unturned) else {
            return;
        };
        let centre = match centre {
            None => picture.middle(),
            known => known,
        };
        if let Some(Position { ra, dec }) = centre {
            builder.set_number(SRa, ra.0);
            builder.set_number(SDec, dec.0);
        }
        if let Some(border) = picture.border() {
            if !declared_region.is_some_and(has_extent) {
                builder.set_text(SRegion, &polygon(&border));
            }
            builder.set_number(SFov, picture.wcs.diagonal(n_pixels));
        } else if let Some(centre) = centre {
            builder.set_number(SFov, 2.0 * picture.reach(centre));
        }
    }

    fn centre(&self, batch: &Batch, row: usize) -> Option<Position> {
        let degrees = |found: &Angle| {
            let (found, factor) = found.as_ref()?;
            Some(found.number(batch, row)? * factor)
        };
        Position::new(degrees(&self.ra)?, degrees(&self.dec)?)
    }

    /// The pixels along the first two axes, as numbers.
    fn n_pixels(&self, batch: &Batch, row: usize) -> Option<[f64; 2]> {
        match self.n_pixels.as_ref()?.numbers(batch, row)?.as_slice() {
            [both] => Some([*both, *both]),
            [width, height, ..] => Some([*width, *height]),
            [] => None,
        }
        .filter(|[width, height]| *width >= 1.0 && *height >= 1.0)
    }

    /// Degrees a pixel along both axes.
    fn scale(&self, batch: &Batch, row: usize) -> Option<[f64; 2]> {
        let (found, factor) = self.scale.as_ref()?;
        match found.numbers(batch, row)?.as_slice() {
            [both] => Some([both * factor, both * factor]),
            [width, height, ..] => Some([width * factor, height * factor]),
            [] => None,
        }
        .map(|scale| scale.map(f64::abs))
        .filter(|[width, height]| *width > 0.0 && *height > 0.0)
    }

    /// The CD matrix in degrees a pixel, if it turns pixels into anything.
    fn cd_matrix(&self, batch: &Batch, row: usize) -> Option<[f64; 4]> {
        let (found, factor) = self.cd_matrix.as_ref()?;
        match found.numbers(batch, row)?.as_slice() {
            [a, b, c, d] => Some([a, b, c, d].map(|number| number * factor)),
            _ => None,
        }
        .filter(|[a, b, c, d]| (a * d - b * c).abs() > 0.0)
    }

    /// The frame of the transformation; `None` for one that is not known, or is of another equinox than usual.
    fn frame(&self, batch: &Batch, row: usize) -> Option<Frame> {
        let named = self.frame.as_ref().and_then(|found| found.text(batch, row));
        let named = named.unwrap_or_default().trim().to_ascii_uppercase();
        let equinox = self
            .equinox
            .as_ref()
            .and_then(|found| found.number(batch, row))
            .filter(|year| *year > 0.0);
        let is_of = |usual: f64| equinox.is_none_or(|year| (year - usual).abs() < 0.01);
        let frame = match named.as_str() {
            // SIA 1.0: ICRS by default; and as in FITS an equinox of 1950 alone means FK4.
            "" if equinox.is_some() && is_of(1950.0) => Frame::Fk4,
            "" if !is_of(2000.0) => return None,
            "" => Frame::Icrs,
            "EQUJ2000" => Frame::Fk5,
            other => Frame::from_name(other)?,
        };
        let is_usual = match frame {
            Frame::Fk5 => is_of(2000.0),
            Frame::Fk4 => is_of(1950.0),
            Frame::Icrs | Frame::Galactic | Frame::Ecliptic => true,
        };
        is_usual.then_some(frame)
    }

    /// The transformation that the row declares by reference pixel and value. Where no projection is named, it is the
    /// gnomonic one, which images mostly are in; one that is not known leaves nothing to go by.
    fn declared(
        &self,
        cd: [f64; 4],
        n_pixels: [f64; 2],
        batch: &Batch,
        row: usize,
    ) -> Option<Picture> {
        let pair = |found: &Found| match found.numbers(batch, row)?.as_slice() {
            [first, second, ..] => Some([*first, *second]),
            _ => None,
        };
        let projection = self
            .projection
            .as_ref()
            .and_then(|found| found.text(batch, row));
        let (ref_value, factor) = self.ref_value.as_ref()?;
        let wcs = Wcs::new(
            projection.as_deref().unwrap_or("TAN"),
            pair(self.ref_pixel.as_ref()?)?,
            pair(ref_value)?.map(|number| number * factor),
            cd,
        )?;
        Some(Picture {
            wcs,
            frame: self.frame(batch, row)?,
            n_pixels,
        })
    }

    /// The transformation around the centre: turned as the CD matrix says, if that is of the scale that is given, else
    /// with north up.
    fn around(
        &self,
        centre: Position,
        n_pixels: [f64; 2],
        batch: &Batch,
        row: usize,
    ) -> Option<Picture> {
        let scale = self.scale(batch, row);
        let is_same = |cd: &[f64; 4]| {
            let [a, b, c, d] = *cd;
            let own = (a * d - b * c).abs().sqrt();
            scale.is_none_or(|[x, y]| (own / (x * y).sqrt() - 1.0).abs() < SAME_SCALE)
        };
        let cd = self.cd_matrix(batch, row).filter(is_same);
        let middle = n_pixels.map(|n| f64::midpoint(1.0, n));
        let wcs = Wcs::new(
            "TAN",
            middle,
            [centre.ra.0, centre.dec.0],
            cd.or_else(|| scale.map(north_up))?,
        )?;
        Some(Picture {
            wcs,
            frame: Frame::Icrs,
            n_pixels,
        })
    }
}

/// North up and east to the left.
fn north_up([width, height]: [f64; 2]) -> [f64; 4] {
    [-width, 0.0, 0.0, height]
}

impl Picture {
    fn icrs(&self, (longitude, latitude): (f64, f64)) -> Option<Position> {
        self.frame.to_icrs(longitude, latitude)
    }

    fn middle(&self) -> Option<Position> {
        let [x, y] = self.n_pixels.map(|n| f64::midpoint(1.0, n));
        self.icrs(self.wcs.sky(x, y)?)
    }

    /// Whether the image lies where its row says that its centre is. Rows have been seen whose WCS belongs to the
    /// image from which theirs was cut.
    fn agrees_with(&self, centre: Option<Position>) -> bool {
        let (Some(middle), Some(centre)) = (self.middle(), centre) else {
            return true;
        };
        middle.separation(centre).0 <= self.wcs.diagonal(self.n_pixels)
    }

    /// The border as a polygon; `None` where the image is too large for one or leaves the projection.
    fn border(&self) -> Option<Vec<Position>> {
        let border = self.wcs.border(self.n_pixels)?;
        border.into_iter().map(|at| self.icrs(at)).collect()
    }

    /// The radius around `centre` that holds the image, in degrees, from a grid over its pixels; where the grid leaves
    /// the projection, from the last pixel on the sky.
    fn reach(&self, centre: Position) -> f64 {
        const STEPS: u32 = 64;
        let place = |step: u32, n: f64| 0.5 + n * f64::from(step) / f64::from(STEPS);
        let [width, height] = self.n_pixels;
        let pixel = |x, y| [place(x, width), place(y, height)];
        let away = |pixel: [f64; 2]| {
            let at = self.icrs(self.wcs.sky(pixel[0], pixel[1])?)?;
            Some(centre.separation(at).0)
        };
        let mut furthest: f64 = 0.0;
        for (x, y) in (0..=STEPS).flat_map(|x| (0..=STEPS).map(move |y| (x, y))) {
            let here = pixel(x, y);
            furthest = furthest.max(away(here).unwrap_or_default());
            for next in [pixel(x + 1, y), pixel(x, y + 1)] {
                let edge = match (away(here), away(next)) {
                    (Some(_), None) => last_on_the_sky(away, here, next),
                    (None, Some(_)) => last_on_the_sky(away, next, here),
                    _ => None,
                };
                furthest = furthest.max(edge.unwrap_or_default());
            }
        }
        let between = self.wcs.diagonal(self.n_pixels) / f64::from(STEPS);
        (furthest + between).min(180.0)
    }
}

/// How far away the last pixel is that lies on the sky, on the way from one that does to one that does not.
fn last_on_the_sky(
    away: impl Fn([f64; 2]) -> Option<f64>,
    mut on: [f64; 2],
    mut off: [f64; 2],
) -> Option<f64> {
    for _ in 0..40 {
        let middle = [f64::midpoint(on[0], off[0]), f64::midpoint(on[1], off[1])];
        if away(middle).is_some() {
            on = middle;
        } else {
            off = middle;
        }
    }
    away(on)
}

fn polygon(border: &[Position]) -> String {
    let numbers: Vec<String> = border
        .iter()
        .map(|at| format!("{} {}", rounded(at.ra.0), rounded(at.dec.0)))
        .collect();
    format!("POLYGON ICRS {}", numbers.join(" "))
}

/// With nine decimals at most: microarcseconds.
fn rounded(degrees: f64) -> String {
    decimal((degrees * 1e9).round() / 1e9)
}

/// Whether a footprint can be read, and is more than the position of the image.
fn has_extent(s_region: &str) -> bool {
    Footprint::parse(s_region).is_ok_and(|footprint| match footprint.region {
        Region::Cone(cone) => cone.radius.0 > 0.0,
        Region::Polygon(_) | Region::Range(_) | Region::Moc(_) | Region::Union(_) => true,
    })
}

#[cfg(test)]
mod tests;
