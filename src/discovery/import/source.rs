//! The bytes of a file, unpacked, and what kind of file they are.

use super::OpenError;
use flate2::bufread::MultiGzDecoder;
use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read as _},
    path::Path,
};

/// Bytes that are read of a file at most, after unpacking: some forty million datasets. A small file that unpacks without
/// end must come to one.
const MOST_BYTES: u64 = 64 << 30;

/// Bytes that are read at once.
const BUFFER: usize = 1 << 16;

/// What a file is, by its first bytes.
pub(in crate::discovery) enum Source {
    /// XML, which may be a VOTable.
    Xml(Box<dyn BufRead>),
    /// Lines of text.
    Text(Box<dyn BufRead>),
    /// FITS, which is read here and there.
    Fits(File),
    /// Parquet, which is read from its end.
    Parquet(File),
}

impl Source {
    /// Opens a file and looks at its first bytes.
    pub(in crate::discovery) fn open(path: &Path) -> Result<Self, OpenError> {
        let told = |error| OpenError::of(&error, path);
        let metadata = fs::metadata(path).map_err(told)?;
        if metadata.is_dir() {
            return Err(OpenError::IsFolder(path.to_owned()));
        }
        if !metadata.is_file() {
            return Err(OpenError::NoFile(path.to_owned()));
        }
        let mut file = BufReader::with_capacity(BUFFER, File::open(path).map_err(told)?);
        let first = file.fill_buf().map_err(told)?;
        if first.starts_with(b"PAR1") {
            return File::open(path).map(Self::Parquet).map_err(told);
        }
        if first.starts_with(b"SIMPLE  =") {
            return File::open(path).map(Self::Fits).map_err(told);
        }
        let mut bytes: Box<dyn BufRead> = if first.starts_with(&[0x1f, 0x8b]) {
            let unpacked = MultiGzDecoder::new(file).take(MOST_BYTES);
            Box::new(BufReader::with_capacity(BUFFER, unpacked))
        } else {
            Box::new(file.take(MOST_BYTES))
        };
        let first = bytes.fill_buf().map_err(|error| OpenError::Damaged {
            why: error.to_string(),
            path: path.to_owned(),
        })?;
        if first.is_empty() {
            return Err(OpenError::Empty(path.to_owned()));
        }
        match kind(first) {
            Kind::Xml => Ok(Self::Xml(bytes)),
            Kind::Text => Ok(Self::Text(bytes)),
            Kind::Other(what) => Err(OpenError::not_ours(what, path)),
        }
    }
}

/// A kind of content.
enum Kind {
    Xml,
    Text,
    Other(&'static str),
}

fn kind(first: &[u8]) -> Kind {
    let bare = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
    let bare = bare.trim_ascii_start();
    if bare.starts_with(b"<") || bare.starts_with(&[0xff, 0xfe]) || bare.starts_with(&[0xfe, 0xff])
    {
        Kind::Xml
    } else if bare.starts_with(b"SIMPLE  =") {
        Kind::Other("this is a compressed FITS file; unpack it first")
    } else if bare.starts_with(b"%PDF") || bare.contains(&0) {
        Kind::Other(
            "this is none of the files that vodiscover writes: VOTable, CSV, Parquet and FITS",
        )
    } else {
        Kind::Text
    }
}
