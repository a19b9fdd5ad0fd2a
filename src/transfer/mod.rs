//! Fetches what belongs to a dataset: its links, a preview, and the files themselves.
//!
//! It is polite and trusts nothing: previews are bounded in bytes, pixels and time, and a server says neither where a
//! file is put nor what it replaces.

pub mod address;
pub mod download;
pub mod error;
pub mod links;
pub mod manifest;
mod naming;
mod part;
pub mod picture;
pub mod preview;
mod receiving;
mod refused;
pub mod trial;

pub use download::{Done, Download, Progress, Rest, Wanted};
pub use error::TransferError;
pub use picture::Picture;

use crate::http::Settings;
use std::{path::PathBuf, time::Duration};

/// Files that are fetched at once, of all hosts together.
pub const AT_ONCE: usize = 3;

/// Files that are fetched at once of one host.
pub const PER_HOST: usize = 2;

/// The bounds of everything that is fetched here, which stand beside those of a search.
pub fn settings() -> Settings {
    Settings {
        // Archives that fetch from tape answer late.
        silence: Duration::from_mins(1),
        answer: Duration::from_mins(2),
        // Of documents with links. Files have no bound but the disk.
        answer_bytes: 16 << 20,
        ..Settings::default()
    }
}

/// Where files go if nobody says otherwise: where the desktop puts them. `None` where the environment names no home.
pub fn usual_folder() -> Option<PathBuf> {
    let named = std::env::var_os("XDG_DOWNLOAD_DIR").map(PathBuf::from);
    let named = named.filter(|folder| folder.is_absolute());
    named.or_else(|| Some(std::env::home_dir()?.join("Downloads")))
}
