//! A small file that is kept for the next start: read before the window opens, and written beside it.

use super::{Event, thread::Teller};
use crate::discovery::export;
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{runtime::Handle, time::sleep};

/// How long further changes are waited for: a splitter that is dragged changes at every frame.
const PAUSE: Duration = Duration::from_secs(1);

/// Bytes of such a file at most.
const MOST_BYTES: u64 = 1_000_000;

/// Reads the file; `None` where there is none.
pub fn read(path: &Path) -> io::Result<Option<String>> {
    let length = match fs::metadata(path) {
        Ok(found) => found.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if length > MOST_BYTES {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "it is too large",
        ));
    }
    fs::read_to_string(path).map(Some)
}

/// Puts a file aside that cannot be used, under a name with `.broken`, and gives that. An older one of that name goes.
pub fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".broken");
    let aside = path.with_file_name(name);
    fs::rename(path, &aside)?;
    Ok(aside)
}

/// Writes the file whole or not at all. It holds addresses that the person typed, so a new one is nobody else's to read.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    export::write_private(path, text.as_bytes())
}

/// Writes the newest text a moment after it came, on a thread that may block.
#[derive(Debug)]
pub(super) struct Keeper {
    runtime: Handle,
    teller: Teller,
    /// What is to be written.
    next: Arc<Mutex<Option<(PathBuf, String)>>>,
}

impl Keeper {
    pub(super) fn new(runtime: Handle, teller: Teller) -> Self {
        Self {
            runtime,
            teller,
            next: Arc::default(),
        }
    }

    /// Keeps a text.
    pub(super) fn keep(&self, to: PathBuf, text: String) {
        let was_empty = self.next().replace((to, text)).is_none();
        if was_empty {
            let (next, teller) = (Arc::clone(&self.next), self.teller.clone());
            self.runtime.spawn(async move {
                sleep(PAUSE).await;
                let writing = tokio::task::spawn_blocking(move || write_next(&next, &teller));
                writing.await.ok();
            });
        }
    }

    /// Writes what is still to be written, because the program ends. A drive of the network may hang, so this is no place
    /// to wait for long.
    pub(super) async fn finish(&self) {
        const LONGEST: Duration = Duration::from_secs(3);
        let (next, teller) = (Arc::clone(&self.next), self.teller.clone());
        let writing = self
            .runtime
            .spawn_blocking(move || write_next(&next, &teller));
        tokio::time::timeout(LONGEST, writing).await.ok();
    }

    fn next(&self) -> std::sync::MutexGuard<'_, Option<(PathBuf, String)>> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write_next(next: &Mutex<Option<(PathBuf, String)>>, teller: &Teller) {
    // It is held while it is written, so that what comes later is written later.
    let mut next = next.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((path, text)) = next.take()
        && let Err(error) = write(&path, &text)
    {
        teller.tell(Event::NotRemembered(format!("{}: {error}", path.display())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_read_again_and_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/window.json");
        assert_eq!(read(&path).unwrap(), None, "there is none yet");
        write(&path, "{}").unwrap();
        write(&path, "{\"a\":1}").unwrap();
        assert_eq!(read(&path).unwrap().as_deref(), Some("{\"a\":1}"));
        let names = || fs::read_dir(folder.path().join("new")).unwrap().count();
        assert_eq!(names(), 1, "nothing else is left there");
        let aside = set_aside(&path).unwrap();
        assert!(aside.ends_with("window.json.broken"), "{aside:?}");
        assert_eq!(read(&path).unwrap(), None);
        assert_eq!(names(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_private_and_a_link_stays_one() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("window.json");
        write(&path, "{}").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        // Who shares it on purpose goes on to share it.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write(&path, "[]").unwrap();
        assert_eq!(mode(&path), 0o640);
        let link = folder.path().join("link.json");
        symlink(&path, &link).unwrap();
        write(&link, "{\"a\":1}").unwrap();
        assert!(
            link.is_symlink(),
            "as those who keep such files elsewhere have it"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"a\":1}");
    }

    #[test]
    fn what_is_no_text_or_too_large_is_told_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("window.json");
        fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(read(&path).is_err(), "it is no UTF-8");
        fs::write(&path, "x".repeat(1_000_001)).unwrap();
        assert!(read(&path).is_err(), "it is too large");
        assert!(read(folder.path()).is_err(), "it is a folder");
    }
}
