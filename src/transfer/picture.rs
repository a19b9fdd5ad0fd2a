//! Fetches a picture and makes it small enough to be shown.

use super::{error::TransferError, preview::MOST_BYTES};
use crate::{
    http::Client,
    protocol::request::{self, Request},
};
use image::{ImageReader, Limits, imageops::FilterType};
use std::{fmt, io::Cursor, time::Duration};
use tokio::{task::spawn_blocking, time::timeout};

/// Pixels along the longer side that are kept.
pub const SIDE: u32 = 512;

/// How long all of it may take: somebody is looking.
const WHOLE: Duration = Duration::from_secs(30);

/// Pixels along a side that are read at most: more than any preview has, and no more than memory bears.
const MOST_PIXELS: u32 = 20_000;

/// Bytes that reading one may take.
const MOST_MEMORY: u64 = 256 << 20;

/// Pixels along a side of an icon that are kept: twice those that are shown, for fine screens.
const ICON_SIDE: u32 = 56;

/// Pixels along a side of an icon that are read at most.
const MOST_ICON_PIXELS: u32 = 1024;

/// Bytes that reading an icon may take.
const MOST_ICON_MEMORY: u64 = 8 << 20;

/// A small picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green, blue and opacity of each pixel, row by row from the top.
    pub rgba: Vec<u8>,
    /// Width and height of the picture as it came.
    pub came_as: (u32, u32),
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} x {})", self.width, self.height)
    }
}

/// Fetches a picture.
pub async fn picture(client: &Client, url: &str) -> Result<Picture, TransferError> {
    if !request::is_http(url) {
        return Err(TransferError::NotWeb(url.to_owned()));
    }
    let late = || TransferError::Picture(format!("it was not whole after {} s", WHOLE.as_secs()));
    let bytes = timeout(WHOLE, fetch(client, url))
        .await
        .map_err(|_elapsed| late())??;
    let decoding = spawn_blocking(move || decode(&bytes));
    match decoding.await {
        Ok(decoded) => decoded,
        Err(error) => Err(TransferError::Ours(error.to_string())),
    }
}

async fn fetch(client: &Client, url: &str) -> Result<Vec<u8>, TransferError> {
    let request = Request {
        accept: "image/png, image/jpeg, image/gif, image/*;q=0.5",
        ..Request::get(url, &[])
    };
    let too_large = || TransferError::Picture(format!("it is larger than {} MB", MOST_BYTES >> 20));
    let mut incoming = client.fetch(&request, None).await?;
    if incoming
        .head
        .length
        .is_some_and(|length| length > MOST_BYTES)
    {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    while let Some(piece) = incoming.next().await? {
        bytes.extend_from_slice(&piece);
        if bytes.len() as u64 > MOST_BYTES {
            return Err(too_large());
        }
    }
    Ok(bytes)
}

/// Reads a PNG, JPEG or GIF, whatever it is called.
pub fn decode(bytes: &[u8]) -> Result<Picture, TransferError> {
    shrunk(bytes, (MOST_PIXELS, MOST_MEMORY), SIDE)
}

/// Reads an icon, which another program on this machine serves, in the same way; it is made as small as it is shown.
pub fn icon(bytes: &[u8]) -> Result<Picture, TransferError> {
    shrunk(bytes, (MOST_ICON_PIXELS, MOST_ICON_MEMORY), ICON_SIDE)
}

/// Reads a picture of so many pixels a side at most, in so many bytes of memory, and makes it no longer than `side`.
fn shrunk(
    bytes: &[u8],
    (most_pixels, most_memory): (u32, u64),
    side: u32,
) -> Result<Picture, TransferError> {
    let unreadable = |why: String| TransferError::Picture(why);
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| unreadable(error.to_string()))?;
    if reader.format().is_none() {
        return Err(unreadable("it is no PNG, JPEG or GIF".to_owned()));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(most_pixels);
    limits.max_image_height = Some(most_pixels);
    limits.max_alloc = Some(most_memory);
    reader.limits(limits);
    let mut image = reader
        .decode()
        .map_err(|error| unreadable(error.to_string()))?;
    let came_as = (image.width(), image.height());
    if came_as.0 > side || came_as.1 > side {
        image = image.resize(side, side, FilterType::Triangle);
    }
    let rgba = image.into_rgba8();
    Ok(Picture {
        width: rgba.width(),
        height: rgba.height(),
        rgba: rgba.into_raw(),
        came_as,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, ImageFormat, RgbImage};

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let image = RgbImage::from_fn(width, height, |x, _| {
            if x < width / 2 {
                image::Rgb([200, 10, 10])
            } else {
                image::Rgb([10, 10, 200])
            }
        });
        let mut out = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(image)
            .write_to(&mut out, format)
            .unwrap();
        out.into_inner()
    }

    #[test]
    fn a_large_picture_is_made_small_and_keeps_its_shape() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let picture = decode(&encoded(2048, 1024, format)).unwrap();
            assert_eq!((picture.width, picture.height), (512, 256), "{format:?}");
            assert_eq!(picture.came_as, (2048, 1024));
            assert_eq!(picture.rgba.len(), 512 * 256 * 4);
            let [red, _, blue, opacity] = picture.rgba[..4] else {
                panic!("four bytes a pixel");
            };
            assert!(red > 150 && blue < 60 && opacity == 255, "{format:?}");
        }
    }

    #[test]
    fn an_icon_is_small_and_none_is_made_of_a_bomb() {
        let picture = icon(&encoded(128, 64, ImageFormat::Png)).unwrap();
        assert_eq!((picture.width, picture.height), (56, 28));
        icon(&encoded(1025, 1, ImageFormat::Png)).unwrap_err();
    }

    #[test]
    fn a_small_picture_stays_as_it_is() {
        let picture = decode(&encoded(3, 2, ImageFormat::Png)).unwrap();
        assert_eq!((picture.width, picture.height), (3, 2));
        assert_eq!(&picture.rgba[..4], [200, 10, 10, 255]);
    }

    #[test]
    fn what_is_no_picture_or_a_damaged_or_a_huge_one_is_a_sentence() {
        let check = |bytes: &[u8], expected: &str| {
            let sentence = decode(bytes).unwrap_err().to_string();
            assert!(sentence.starts_with(expected), "{sentence}");
        };
        check(
            b"<html>",
            "the preview cannot be shown: it is no PNG, JPEG or GIF",
        );
        check(
            b"",
            "the preview cannot be shown: it is no PNG, JPEG or GIF",
        );
        let png = encoded(64, 64, ImageFormat::Png);
        check(&png[..60], "the preview cannot be shown: ");
        // A header that promises 60000 x 60000 pixels (PNG 1.2, 11.2.2): refused before any memory is taken.
        let mut huge = png;
        huge[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        // The CRC-32 of the header, by Python's zlib.
        huge[29..33].copy_from_slice(&[0xf, 0xb0, 0xe2, 0x15]);
        check(&huge, "the preview cannot be shown: ");
    }
}
