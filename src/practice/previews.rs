//! Previews of datasets: small pictures made from the same synthetic sources as the files.

use super::{random::Random, sky::Dataset};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// Pixels along either side.
const SIDE: u32 = 256;

/// Stars besides the source in the middle.
const N_STARS: usize = 40;

/// The picture of a dataset, in this format.
pub(super) fn preview(dataset: &Dataset, format: ImageFormat) -> Vec<u8> {
    let picture = if dataset.kind.is_image() {
        field(dataset)
    } else {
        plot(dataset)
    };
    let mut out = Cursor::new(Vec::new());
    // Writing to memory does not fail; an empty answer would show that it did.
    let written = DynamicImage::ImageRgb8(picture).write_to(&mut out, format);
    written.map_or_else(|_| Vec::new(), |()| out.into_inner())
}

/// A source in the middle of a field of stars.
fn field(dataset: &Dataset) -> RgbImage {
    let mut random = Random::seeded(&dataset.id());
    let middle = f64::from(SIDE) / 2.0;
    let mut sources = vec![(middle, middle, 14.0, 220.0)];
    for _ in 0..N_STARS {
        let (x, y) = (
            random.between(0.0, f64::from(SIDE)),
            random.between(0.0, f64::from(SIDE)),
        );
        sources.push((
            x,
            y,
            random.between(0.8, 2.0),
            random.log_between(20.0, 220.0),
        ));
    }
    RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let light: f64 = sources
            .iter()
            .map(|(at_x, at_y, width, height)| {
                let distance = (f64::from(x) - at_x).hypot(f64::from(y) - at_y);
                height * (-(distance / width).powi(2) / 2.0).exp()
            })
            .sum();
        let light = light + 12.0 + 4.0 * random.normal();
        Rgb([grey(light * 0.8), grey(light * 0.9), grey(light * 1.1)])
    })
}

/// A line with an absorption in its middle, as the file has it.
fn plot(dataset: &Dataset) -> RgbImage {
    let mut random = Random::seeded(&dataset.id());
    let mut picture = RgbImage::from_pixel(SIDE, SIDE, Rgb([16, 20, 28]));
    for x in 0..SIDE {
        let share = f64::from(x) / f64::from(SIDE - 1);
        let line = -0.8 * (-((share - 0.5) / 0.02).powi(2)).exp();
        let flux = 1.0 + line + 0.05 * random.normal();
        let height = (1.0 - flux / 1.4) * f64::from(SIDE);
        for y in 0..SIDE {
            if (f64::from(y) - height).abs() < 1.5 {
                picture.put_pixel(x, y, Rgb([140, 190, 250]));
            }
        }
    }
    picture
}

/// Light as a byte.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what a byte holds"
)]
fn grey(light: f64) -> u8 {
    light.clamp(0.0, 255.0) as u8
}
