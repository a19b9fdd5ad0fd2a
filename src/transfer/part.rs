//! A file on this disk while it comes: `NAME.part`, until it is whole.

use super::naming::numbered;
use crate::discovery::export::SaveError;
use std::{
    fs::{self, File, Metadata, OpenOptions, TryLockError},
    io::{self, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tempfile::TempPath;

/// Files of one name in a folder at most.
const MOST_NUMBERS: u32 = 10_000;

/// A file that is not whole yet. Copies are the same file.
#[derive(Debug, Clone)]
pub(super) struct PartFile {
    folder: PathBuf,
    /// What it shall be called, without a number.
    name: String,
    path: PathBuf,
    /// Whoever writes has the lock, so that no second writer begins before the first has put down its last piece.
    file: Arc<Mutex<File>>,
}

/// Makes the folder where it is missing, and tries whether files can be made in it. Nothing is left there.
pub(super) fn check_folder(folder: &Path) -> Result<(), SaveError> {
    make_folder(folder)?;
    let tried = tempfile::tempfile_in(folder);
    tried.map_err(|error| SaveError::of(&error, folder))?;
    Ok(())
}

fn make_folder(folder: &Path) -> Result<(), SaveError> {
    fs::create_dir_all(folder).map_err(|error| {
        // It says that something is there already, where a file is.
        if folder.exists() && !folder.is_dir() {
            SaveError::NoFolder(folder.to_owned())
        } else {
            SaveError::of(&error, folder)
        }
    })
}

/// Whether a file is being written by this program, or by another that runs: whoever writes has it locked.
fn is_taken(file: &File) -> bool {
    // Some drives know no locks; then nobody is known to write.
    matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

impl PartFile {
    /// Makes a new file of this name, or of the name with a number: one that is there already is left alone. The folder is
    /// made where it is missing.
    pub(super) fn create(folder: &Path, name: &str) -> Result<Self, SaveError> {
        let failed = |error: &io::Error, path: &Path| SaveError::of(error, path);
        make_folder(folder)?;
        for number in 1..MOST_NUMBERS {
            let numbered = numbered(name, number);
            if folder.join(&numbered).symlink_metadata().is_ok() {
                continue;
            }
            let path = folder.join(format!("{numbered}.part"));
            let opened = OpenOptions::new()
                .read(true)
                .write(true)
                .create_new(true)
                .open(&path);
            match opened {
                Ok(file) => {
                    // It is new, so nobody else has it.
                    file.try_lock().ok();
                    return Ok(Self {
                        folder: folder.to_owned(),
                        name: name.to_owned(),
                        path,
                        file: Arc::new(Mutex::new(file)),
                    });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(&error, &path)),
            }
        }
        let full = io::Error::from(io::ErrorKind::AlreadyExists);
        Err(failed(&full, &folder.join(name)))
    }

    /// Opens one that an earlier start left at `path`, and that shall have this name in the end; `None` where it is gone, is
    /// no plain file, or is being written by another program.
    pub(super) fn reopen(path: &Path, name: &str) -> Result<Option<Self>, SaveError> {
        let is_plain = path.symlink_metadata().is_ok_and(|found| found.is_file());
        let Some(folder) = path.parent().filter(|_| is_plain) else {
            return Ok(None);
        };
        let opened = OpenOptions::new().read(true).write(true).open(path);
        let file = match opened {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(SaveError::of(&error, path)),
        };
        if is_taken(&file) {
            return Ok(None);
        }
        let part = Self {
            folder: folder.to_owned(),
            name: name.to_owned(),
            path: path.to_owned(),
            file: Arc::new(Mutex::new(file)),
        };
        Ok(part.is_here().then_some(part))
    }

    /// Whether it is still there under its name: somebody may have taken it away, or put another in its place. Waits for
    /// whoever still writes.
    pub(super) fn is_here(&self) -> bool {
        let open = self.file().metadata();
        let found = self.path.symlink_metadata();
        open.is_ok_and(|open| found.is_ok_and(|found| is_same(&open, &found)))
    }

    /// What it shall be called, without a number.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Where it is now.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// How much of it is there; waits for whoever still writes.
    pub(super) fn bytes(&self) -> Result<u64, SaveError> {
        let metadata = self.file().metadata();
        let metadata = metadata.map_err(|error| SaveError::of(&error, &self.path))?;
        Ok(metadata.len())
    }

    /// Puts what `pieces` gives behind the first so many bytes, and forgets what was there beyond them.
    pub(super) fn write(
        &self,
        from: u64,
        mut pieces: impl FnMut() -> Option<bytes::Bytes>,
        mut written: impl FnMut(u64),
    ) -> Result<(), SaveError> {
        let mut file = self.file();
        let mut put = || {
            file.set_len(from)?;
            file.seek(SeekFrom::Start(from))?;
            let mut bytes = from;
            while let Some(piece) = pieces() {
                file.write_all(&piece)?;
                bytes += piece.len() as u64;
                written(bytes);
            }
            file.flush()
        };
        put().map_err(|error: io::Error| SaveError::of(&error, &self.path))
    }

    /// Gives the whole file its name: no other file loses its own.
    pub(super) fn finish(&self) -> Result<PathBuf, SaveError> {
        let failed = |error: &io::Error| SaveError::of(error, &self.path);
        self.file().sync_all().map_err(|error| failed(&error))?;
        let mut path = TempPath::try_from_path(&self.path).map_err(|error| failed(&error))?;
        for number in 1..MOST_NUMBERS {
            let to = self.folder.join(numbered(&self.name, number));
            match path.persist_noclobber(&to) {
                Ok(()) => return Ok(to),
                Err(error) => {
                    path = error.path;
                    if error.error.kind() != io::ErrorKind::AlreadyExists {
                        // What has come must not be lost with the name.
                        let kept = path.keep().map_err(|kept| kept.error);
                        return Err(failed(kept.as_ref().err().unwrap_or(&error.error)));
                    }
                }
            }
        }
        let full = io::Error::from(io::ErrorKind::AlreadyExists);
        drop(path.keep());
        Err(failed(&full))
    }

    /// Whether there is room for so many bytes more; says so where there is not.
    pub(super) fn check_room(&self, n_bytes: u64) -> Result<(), SaveError> {
        match room(&self.folder) {
            Some(room) if room < n_bytes => Err(SaveError::Full(self.path.clone())),
            Some(_) | None => Ok(()),
        }
    }

    /// Takes it away. What is not there any more needs no taking away, and what stands in its place is not ours.
    pub(super) fn discard(&self) {
        if self.is_here() {
            fs::remove_file(&self.path).ok();
        }
    }

    fn file(&self) -> MutexGuard<'_, File> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether both are of one file.
#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Other systems let nobody take away a file that is open.
#[cfg(not(unix))]
fn is_same(_: &Metadata, _: &Metadata) -> bool {
    true
}

/// Bytes that fit onto the disk of a folder; `None` where it does not say.
#[cfg(unix)]
fn room(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    // Drives that are none, such as those of archives, say nothing of their size.
    (disk.f_blocks > 0).then(|| disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Other systems are not asked: they say it when nothing more fits.
#[cfg(not(unix))]
fn room(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn put(part: &PartFile, from: u64, text: &'static str) {
        let mut pieces = vec![Bytes::from_static(text.as_bytes())];
        part.write(from, || pieces.pop(), |_| ()).unwrap();
    }

    #[test]
    fn a_file_comes_under_another_name_and_takes_no_other_files_place() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("m16.fits"), "mine").unwrap();
        let part = PartFile::create(folder.path(), "m16.fits").unwrap();
        assert_eq!(part.path(), folder.path().join("m16 (2).fits.part"));
        let second = PartFile::create(folder.path(), "m16.fits").unwrap();
        assert_eq!(second.path(), folder.path().join("m16 (3).fits.part"));
        put(&part, 0, "whole");
        // Somebody else is quicker.
        fs::write(folder.path().join("m16 (2).fits"), "theirs").unwrap();
        let whole = part.finish().unwrap();
        assert_eq!(whole, folder.path().join("m16 (3).fits"));
        assert_eq!(fs::read_to_string(whole).unwrap(), "whole");
        for (name, text) in [("m16.fits", "mine"), ("m16 (2).fits", "theirs")] {
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), text);
        }
        second.discard();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn what_comes_goes_where_it_belongs() {
        let folder = tempfile::tempdir().unwrap();
        let part = PartFile::create(&folder.path().join("new"), "a").unwrap();
        put(&part, 0, "0123456789");
        put(&part, 4, "xy");
        assert_eq!(
            part.bytes().unwrap(),
            6,
            "what was there beyond is forgotten"
        );
        assert_eq!(fs::read_to_string(part.path()).unwrap(), "0123xy");
    }

    #[test]
    fn what_was_left_is_gone_on_with_by_one_and_only_while_it_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let part = PartFile::create(folder.path(), "m16.fits").unwrap();
        put(&part, 0, "half");
        let path = part.path().to_owned();
        let reopen = || PartFile::reopen(&path, "m16.fits").unwrap();
        assert!(reopen().is_none(), "it is still being written");
        drop(part);
        let again = reopen().unwrap();
        assert_eq!(again.bytes().unwrap(), 4);
        assert!(again.is_here(), "under its name");
        fs::remove_file(&path).unwrap();
        assert!(!again.is_here(), "it is gone");
        fs::write(&path, "theirs").unwrap();
        assert!(!again.is_here(), "that is another file");
        again.discard();
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        fs::remove_file(&path).unwrap();
        assert!(reopen().is_none(), "nothing is there");
        fs::create_dir(&path).unwrap();
        assert!(reopen().is_none(), "a folder is no file");
    }

    #[test]
    fn more_than_fits_is_known_before() {
        let folder = tempfile::tempdir().unwrap();
        let part = PartFile::create(folder.path(), "m16.fits").unwrap();
        assert!(part.check_room(1).is_ok(), "there is room for a byte");
        let error = part.check_room(1 << 60).unwrap_err();
        assert!(matches!(error, SaveError::Full(_)), "{error}");
    }

    #[test]
    fn a_folder_that_is_a_file_is_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let error = PartFile::create(&file.join("deeper"), "a").unwrap_err();
        assert!(
            error.to_string().starts_with("there is no such folder"),
            "{error}"
        );
    }
}
