//! Saves a file whole or not at all: through a temporary file beside it and a rename.

use super::{Format, csv_file::beside, fits_file::TooLarge, provenance_to, write_to};
use crate::{discovery::record::Record, votable::Serialization};
use std::{
    error::Error,
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

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
    #[error("the ending of the file does not say how to write it; use .vot, .vot.gz, .csv, .parquet or .fits: {}", .0.display())]
    Ending(PathBuf),
    /// There is no such way to write the provenance by itself.
    #[error("the provenance by itself is written as .vot, .vot.gz or .csv: {}", .0.display())]
    ProvenanceEnding(PathBuf),
    /// The ending says nothing of a picture.
    #[error("the ending of the file does not say how to write a picture; use .svg or .png: {}", .0.display())]
    PictureEnding(PathBuf),
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
    /// A FITS table of it would be too large to be made.
    #[error("it is too much for a FITS table, in which all texts take as much room as the longest; save it as .vot or .parquet: {}", .0.display())]
    TooLarge(PathBuf),
    /// A drive of the network, or one that was plugged in, is away.
    #[error("the drive is not there any more, or does not answer; connect it again, or choose another place: {}", .0.display())]
    Gone(PathBuf),
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
        let cause = error.get_ref();
        if cause.is_some_and(<dyn Error + Send + Sync>::is::<TooLarge>) {
            return Self::TooLarge(path);
        }
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NoFolder(path),
            io::ErrorKind::IsADirectory => Self::IsFolder(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotAllowed(path)
            }
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::Full(path),
            io::ErrorKind::StaleNetworkFileHandle
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::NotConnected
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::TimedOut => Self::Gone(path),
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
            | Self::ProvenanceEnding(_)
            | Self::PictureEnding(_)
            | Self::NoFolder(_)
            | Self::IsFolder(_)
            | Self::NotAllowed(_)
            | Self::Full(_)
            | Self::TooLarge(_)
            | Self::Gone(_) => String::new(),
        }
    }
}

/// Saves what was found, in the format that the ending stands for.
pub fn save(record: &Record, path: &Path) -> Result<Saved, SaveError> {
    save_as(record, Format::of(path)?, path)
}

/// Saves what was found in this format, whatever the ending. With CSV goes a VOTable beside it, which has all else.
pub fn save_as(record: &Record, format: Format, path: &Path) -> Result<Saved, SaveError> {
    let rows = record.found().len();
    if format == Format::Csv && may_have_another_beside(path) {
        let other = beside(path);
        let readable = Format::VOTable(Serialization::TableData);
        // Both are whole before one of them takes the place of what was there.
        let provenance = prepare(&other, |out| provenance_to(record, readable, out))?;
        let datasets = prepare(path, |out| write_to(record, format, out))?;
        provenance.commit(&other)?;
        datasets.commit(path)?;
    } else {
        whole_or_not(path, |out| write_to(record, format, out))?;
    }
    Ok(Saved {
        path: path.to_owned(),
        rows,
    })
}

/// Whether it is, or will be, a file, and not a pipe or a device.
fn may_have_another_beside(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |it| it.is_file())
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
    if matches!(format, Format::Fits | Format::Parquet) {
        return Err(SaveError::ProvenanceEnding(path.to_owned()));
    }
    whole_or_not(path, |out| provenance_to(record, format, out))?;
    Ok(Saved {
        path: path.to_owned(),
        rows: record.services().len(),
    })
}

/// Writes a small file of text, whole or not at all.
pub fn save_text(path: &Path, content: &[u8]) -> Result<(), SaveError> {
    whole_or_not(path, |out| out.write_all(content))
}

/// Writes a small file that is nobody else's business, whole or not at all. A new one can be read by this person alone.
pub fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let written = written(target, Readers::ThisPerson, |out| out.write_all(content))?;
    written.put()
}

/// Who can read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Readers {
    /// To whom the person's umask leaves it.
    AsUsual,
    /// This person alone, as all temporary files.
    ThisPerson,
}

pub(super) fn whole_or_not(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> Result<(), SaveError> {
    prepare(path, write)?.commit(path)
}

/// A file that was written to its end, but not yet to its place.
enum Prepared {
    /// It is in its place: a pipe or a device, which has no content to keep.
    Written,
    /// It stands beside its place.
    Beside(NamedTempFile, PathBuf),
}

fn prepare(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> Result<Prepared, SaveError> {
    // A link stays a link, and what it leads to is written.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    written(target, Readers::AsUsual, write).map_err(|error| SaveError::of(&error, path))
}

fn written(
    target: PathBuf,
    readers: Readers,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<Prepared> {
    let before = fs::metadata(&target).ok();
    if let Some(before) = &before
        && !before.is_file()
    {
        // Pipes and devices must not be replaced by a file.
        let device = File::options().write(true).open(target)?;
        write_through(&device, write)?;
        return Ok(Prepared::Written);
    }
    if before
        .as_ref()
        .is_some_and(|it| it.permissions().readonly())
    {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".vodiscover-").suffix(".part");
    if readers == Readers::AsUsual {
        open_as_usual(&mut builder);
    }
    let temporary = builder.tempfile_in(folder_of(&target))?;
    write_through(temporary.as_file(), write)?;
    temporary.as_file().sync_all()?;
    if let Some(before) = before {
        temporary.as_file().set_permissions(before.permissions())?;
    }
    Ok(Prepared::Beside(temporary, target))
}

impl Prepared {
    /// Puts it in its place, in one step.
    fn commit(self, path: &Path) -> Result<(), SaveError> {
        self.put().map_err(|error| {
            // The file beside it is gone, and its folder is not: what was mounted there is away.
            let is_gone = error.kind() == io::ErrorKind::NotFound && folder_of(path).is_dir();
            if is_gone {
                return SaveError::Gone(path.to_owned());
            }
            SaveError::of(&error, path)
        })
    }

    fn put(self) -> io::Result<()> {
        if let Self::Beside(temporary, target) = self {
            temporary.persist(target).map_err(|error| error.error)?;
        }
        Ok(())
    }
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

/// Leaves a new file to the person's umask; temporary files are private otherwise.
#[cfg(unix)]
fn open_as_usual(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

/// Other systems decide by the folder.
#[cfg(not(unix))]
fn open_as_usual(_: &mut tempfile::Builder<'_, '_>) {}
