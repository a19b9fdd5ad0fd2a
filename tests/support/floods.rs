//! Answers that never end: how they begin, and what comes again and again.

use crate::{
    answers::{image, images_head},
    wire::{Manner, Then},
};
use flate2::{Compress, Compression, FlushCompress};
use std::{fmt::Write as _, time::Duration};

/// An answer that never ends.
#[derive(Debug, Clone)]
pub(crate) struct Flood {
    /// How it begins.
    pub(crate) first: Vec<u8>,
    /// What comes again and again.
    pub(crate) again: Vec<u8>,
    /// How many bytes a reader has of each that is sent.
    pub(crate) expansion: u64,
}

impl Flood {
    /// An answer that is sent as it is read.
    pub(crate) fn new(first: Vec<u8>, again: Vec<u8>) -> Self {
        Self {
            first,
            again,
            expansion: 1,
        }
    }

    /// What a server does that gives this.
    pub(crate) fn manner(&self) -> Manner {
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-votable+xml\r\n\r\n";
        let first = [head.as_slice(), &self.first].concat();
        Manner::Raw(first, Then::Again(self.again.clone(), Duration::ZERO))
    }

    /// Rows of images in the far south, no two alike in a megabyte.
    pub(crate) fn of_rows_elsewhere() -> Self {
        Self::new(images_head(), rows_elsewhere())
    }

    /// The same, packed by gzip.
    pub(crate) fn of_packed_rows() -> Self {
        let rows = rows_elsewhere();
        let packed = deflated(&rows);
        Self {
            first: gzip_of(&images_head()),
            expansion: (rows.len() / packed.len()) as u64,
            again: packed,
        }
    }

    /// A row that matches and then comments, packed by gzip as small as it can.
    pub(crate) fn of_packed_comments() -> Self {
        let comments = format!("<!--{}-->\n", " ".repeat(4000)).repeat(256);
        let packed = deflated(comments.as_bytes());
        let first = [images_head(), image("http://a.example/1")].concat();
        Self {
            first: gzip_of(&first),
            expansion: (comments.len() / packed.len()) as u64,
            again: packed,
        }
    }

    /// Rows in BINARY2, of images in the far south.
    pub(crate) fn of_binary_rows() -> Self {
        let head = String::from_utf8(images_head()).unwrap();
        let first = head.replace(
            "<DATA><TABLEDATA>",
            "<DATA><BINARY2><STREAM encoding=\"base64\">",
        );
        // A row: a byte of null flags, three texts with their lengths, three numbers (VOTable 1.4, 5.4).
        let mut rows = Vec::new();
        for nr in 0..3000 {
            rows.push(0);
            for text in ["image", &format!("http://a.example/{nr:06}"), "An image"] {
                rows.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
                rows.extend(text.as_bytes());
            }
            for number in [10.0_f64, -60.0, 0.1] {
                rows.extend(number.to_be_bytes());
            }
        }
        assert_eq!(rows.len() % 3, 0, "so that no padding stands within");
        let again = base64_simd::STANDARD.encode_to_string(&rows);
        Self::new(first.into_bytes(), again.into_bytes())
    }
}

fn rows_elsewhere() -> Vec<u8> {
    let mut rows = String::new();
    // A generator of Lehmer's, so that no two runs differ.
    let mut state = 20_261_123_u64;
    for _ in 0..8000 {
        state = state * 48_271 % 2_147_483_647;
        writeln!(
            rows,
            "<TR><TD>image</TD><TD>http://a.example/{state}</TD><TD>Image {state}</TD><TD>{}.{}</TD><TD>-60.{}</TD>\
             <TD>0.1</TD></TR>",
            state % 360,
            state % 1_000_003,
            state % 999_983,
        )
        .unwrap();
    }
    rows.into_bytes()
}

/// The beginning of a gzip file (RFC 1952, 2.3: the magic, deflate, no flags, no time, no extra flags, an unknown
/// system) with these bytes.
fn gzip_of(bytes: &[u8]) -> Vec<u8> {
    let head = b"\x1f\x8b\x08\0\0\0\0\0\0\xff";
    [head.as_slice(), &deflated(bytes)].concat()
}

/// Packs with deflate alone, up to the boundary of a byte, so that more can follow.
pub(crate) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(bytes.len() + 100);
    let mut deflate = Compress::new(Compression::best(), false);
    deflate
        .compress_vec(bytes, &mut packed, FlushCompress::Sync)
        .unwrap();
    assert_eq!(deflate.total_in(), bytes.len() as u64, "all was packed");
    packed
}
