//! A file on this disk while it comes: `NAME.part`, until it is whole.

use super::naming::numbered;
use crate::discovery::export::SaveError;
use std::{
    fs::{self, File, OpenOptions},
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

impl PartFile {
    /// Makes a new file of this name, or of the name with a number: one that is there already is left alone. The folder is
    /// made where it is missing.
    pub(super) fn create(folder: &Path, name: &str) -> Result<Self, SaveError> {
        let failed = |error: &io::Error, path: &Path| SaveError::of(error, path);
        if let Err(error) = fs::create_dir_all(folder) {
            // It says that something is there already, where a file is.
            let is_file = folder.exists() && !folder.is_dir();
            return Err(if is_file {
                SaveError::NoFolder(folder.to_owned())
            } else {
                failed(&error, folder)
            });
        }
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

    /// Takes it away. What is not there any more needs no taking away.
    pub(super) fn discard(&self) {
        fs::remove_file(&self.path).ok();
    }

    fn file(&self) -> MutexGuard<'_, File> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
