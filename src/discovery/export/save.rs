//! Saves a file whole or not at all: through a temporary file beside it and a rename.

use super::{Format, provenance_to, write_to};
use crate::discovery::record::Record;
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
};

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Where it is.
    pub path: PathBuf,
    /// How many rows its first table has.
    pub rows: usize,
}

/// Why a file could not be written. A file that was there before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The ending says nothing.
    #[error("the ending of the file does not say how to write it; use .vot, .xml or .csv: {}", .0.display())]
    Ending(PathBuf),
    /// The ending says nothing of a picture.
    #[error("the ending of the file does not say how to write a picture; use .svg or .png: {}", .0.display())]
    PictureEnding(PathBuf),
    /// Not yet.
    #[error("Parquet comes with a later version; save as .vot or .csv for now")]
    Parquet,
    /// The folder is missing.
    #[error("there is no such folder; make it first, or choose another place: {}", .0.display())]
    NoFolder(PathBuf),
    /// It is a folder.
    #[error("this is a folder; add a file name to it: {}", .0.display())]
    IsFolder(PathBuf),
    /// It may not be written there.
    #[error("you may not write there; choose another place: {}", .0.display())]
    NotAllowed(PathBuf),
    /// Nothing more fits.
    #[error("the disk is full; make room, or choose another place: {}", .0.display())]
    Full(PathBuf),
    /// Something else; the details say it.
    #[error("the file could not be written: {}", path.display())]
    Other {
        /// Where it was to be.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
}

impl SaveError {
    /// What the system says of a file, in our words.
    pub(crate) fn of(error: &io::Error, path: &Path) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NoFolder(path),
            io::ErrorKind::IsADirectory => Self::IsFolder(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotAllowed(path)
            }
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::Full(path),
            _ => Self::Other {
                path,
                why: error.to_string(),
            },
        }
    }

    /// What the system says, where the sentence does not say it all.
    pub fn details(&self) -> String {
        match self {
            Self::Other { why, .. } => why.clone(),
            Self::Ending(_)
            | Self::PictureEnding(_)
            | Self::Parquet
            | Self::NoFolder(_)
            | Self::IsFolder(_)
            | Self::NotAllowed(_)
            | Self::Full(_) => String::new(),
        }
    }
}

/// Saves what was found, in the format that the ending stands for.
pub fn save(record: &Record, path: &Path) -> Result<Saved, SaveError> {
    save_as(record, Format::of(path)?, path)
}

/// Saves what was found in this format, whatever the ending.
pub fn save_as(record: &Record, format: Format, path: &Path) -> Result<Saved, SaveError> {
    let rows = record.found().len();
    whole_or_not(path, |out| write_to(record, format, out))?;
    Ok(Saved {
        path: path.to_owned(),
        rows,
    })
}

/// Whether a file could be put there, as far as can be told without doing it.
pub fn check_place(path: &Path) -> Result<(), SaveError> {
    if path.is_dir() {
        return Err(SaveError::IsFolder(path.to_owned()));
    }
    if folder_of(path).is_dir() {
        Ok(())
    } else {
        Err(SaveError::NoFolder(path.to_owned()))
    }
}

/// Saves the provenance by itself.
pub fn save_provenance(record: &Record, format: Format, path: &Path) -> Result<Saved, SaveError> {
    whole_or_not(path, |out| provenance_to(record, format, out))?;
    Ok(Saved {
        path: path.to_owned(),
        rows: record.services().len(),
    })
}

pub(super) fn whole_or_not(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> Result<(), SaveError> {
    // A link stays a link, and what it leads to is written.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    replace(&target, write).map_err(|error| SaveError::of(&error, path))
}

fn replace(
    target: &Path,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<()> {
    let before = fs::metadata(target).ok();
    if let Some(before) = &before
        && !before.is_file()
    {
        // Pipes and devices have no content to keep, and must not be replaced by a file.
        let device = File::options().write(true).open(target)?;
        return write_through(&device, write);
    }
    if before
        .as_ref()
        .is_some_and(|it| it.permissions().readonly())
    {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".vodiscover-").suffix(".part");
    open_as_usual(&mut builder);
    let temporary = builder.tempfile_in(folder_of(target))?;
    write_through(temporary.as_file(), write)?;
    if let Some(before) = before {
        temporary.as_file().set_permissions(before.permissions())?;
    }
    temporary.as_file().sync_all()?;
    temporary.persist(target).map_err(|error| error.error)?;
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn write_through(
    file: &File,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    write(&mut out)?;
    out.flush()
}

/// A new file is open to whom the person's umask leaves it; temporary files are private otherwise.
#[cfg(unix)]
fn open_as_usual(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

/// Other systems decide by the folder.
#[cfg(not(unix))]
fn open_as_usual(_: &mut tempfile::Builder<'_, '_>) {}
