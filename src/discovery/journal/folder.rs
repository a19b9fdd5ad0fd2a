//! Where journals are: their folder, their names, and the lock that says that a program writes one.

use crate::discovery::provenance::timestamp;
use std::{
    env,
    ffi::{OsStr, OsString},
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// The ending of a journal.
const ENDING: &str = "run";

/// The ending while its first frame is written.
const NEW_ENDING: &str = "new";

/// A run that nobody has opened for so long is nobody's concern any more: 30 days.
const MOST_AGE: Duration = Duration::from_hours(30 * 24);

/// A folder of journals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder(PathBuf);

/// A journal that this program has locked, until this is dropped or the program ends, however it ends.
#[derive(Debug)]
pub(super) struct Kept {
    file: File,
    path: PathBuf,
}

impl Folder {
    /// That of the person who runs this program; `None` where the environment names no home.
    pub fn of_this_user() -> Option<Self> {
        let state = state_folder(|name| env::var_os(name), env::home_dir())?;
        Some(Self(state.join("vodiscover").join("runs")))
    }

    /// This one.
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Makes a journal that begins with these bytes, and the folder where it is missing; both are private.
    pub(super) fn make(&self, started: SystemTime, first: &[u8]) -> io::Result<Kept> {
        /// Other runs that may have begun in the same millisecond.
        const MOST_TRIES: u32 = 100;
        private_folder().create(&self.0)?;
        let stem = timestamp(started).replace(':', "-");
        for nr in 0..MOST_TRIES {
            let name = format!("{stem}-{}-{nr}", std::process::id());
            let path = self.0.join(&name).with_added_extension(ENDING);
            let new = self.0.join(&name).with_added_extension(NEW_ENDING);
            let file = match private_file().open(&new) {
                Ok(file) if !path.exists() => file,
                Ok(_) => continue,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(error),
            };
            let begun = begin(&file, first).and_then(|()| fs::rename(&new, &path));
            if let Err(error) = begun {
                fs::remove_file(&new).ok();
                return Err(error);
            }
            self.sync();
            return Ok(Kept { file, path });
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// The newest journal that no program has locked, of those older than `before` where that is given. Removes those
    /// that are too old.
    pub(super) fn next_left(&self, before: Option<&OsStr>) -> Option<Kept> {
        let mut names: Vec<OsString> = fs::read_dir(&self.0)
            .ok()?
            .filter_map(|entry| Some(entry.ok()?.file_name()))
            .filter(|name| !self.remove_if_forgotten(name))
            .filter(|name| before.is_none_or(|before| name.as_os_str() < before))
            .filter(|name| has_ending(name, ENDING))
            .collect();
        names.sort_unstable();
        let mut newest_first = names.iter().rev();
        newest_first.find_map(|name| Kept::lock(self.0.join(name)))
    }

    /// Whether a running program has a journal here: of a search that goes on, or of one that was cut off and that it
    /// offers.
    pub fn is_in_use(&self) -> bool {
        let entries = fs::read_dir(&self.0).into_iter().flatten();
        let names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
        names
            .filter(|name| has_ending(name, ENDING))
            .filter_map(|name| File::open(self.0.join(name)).ok())
            .any(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }

    /// Removes a journal that is too old; whether it was.
    fn remove_if_forgotten(&self, name: &OsStr) -> bool {
        let path = self.0.join(name);
        let is_journal = has_ending(name, ENDING) || has_ending(name, NEW_ENDING);
        if !is_journal || age(&path) <= MOST_AGE {
            return false;
        }
        // A run that has told nothing for so long is left alone while its program has it locked.
        Kept::lock(path).is_some_and(|kept| {
            kept.remove();
            true
        })
    }

    /// Carries the names of its files through to the disk, where the system lets it.
    fn sync(&self) {
        if let Ok(folder) = File::open(&self.0) {
            folder.sync_all().ok();
        }
    }
}

impl Kept {
    /// Locks a journal; `None` where another program has, or where it is gone.
    fn lock(path: PathBuf) -> Option<Self> {
        let readable = || File::open(&path);
        let file = File::options().read(true).write(true).open(&path);
        let file = file.or_else(|_| readable()).ok()?;
        file.try_lock().ok()?;
        // Whoever had it locked may have taken it away before letting it go.
        path.exists().then_some(Self { file, path })
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Takes the file away. Where that is not allowed, it is offered again at the next start, and grows old.
    pub(super) fn remove(&self) {
        fs::remove_file(&self.path).ok();
    }
}

fn has_ending(name: &OsStr, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|it| it == ending)
}

/// The time since a file was last written; none where that cannot be told.
fn age(path: &Path) -> Duration {
    let written = fs::metadata(path).and_then(|it| it.modified());
    written
        .ok()
        .and_then(|written| written.elapsed().ok())
        .unwrap_or_default()
}

/// Locks a new file and writes its first bytes.
fn begin(mut file: &File, first: &[u8]) -> io::Result<()> {
    match file.try_lock() {
        Ok(()) => file.write_all(first),
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::ResourceBusy.into()),
        Err(TryLockError::Error(_)) => Err(io::ErrorKind::Unsupported.into()),
    }
}

/// Where this system keeps what a program wants to find again, but nobody else.
#[cfg(not(any(windows, target_os = "macos")))]
fn state_folder(
    variable: impl Fn(&str) -> Option<OsString>,
    home: Option<PathBuf>,
) -> Option<PathBuf> {
    // XDG Base Directory Specification 0.8: "All paths set in these environment variables must be absolute. If [...]
    // a relative path [...] should consider the path invalid and ignore it."
    variable("XDG_STATE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(known(home)?.join(".local").join("state")))
}

#[cfg(target_os = "macos")]
fn state_folder(_: impl Fn(&str) -> Option<OsString>, home: Option<PathBuf>) -> Option<PathBuf> {
    Some(known(home)?.join("Library").join("Application Support"))
}

#[cfg(windows)]
fn state_folder(
    variable: impl Fn(&str) -> Option<OsString>,
    _: Option<PathBuf>,
) -> Option<PathBuf> {
    known(variable("LOCALAPPDATA").map(PathBuf::from))
}

/// A folder that is named in full.
fn known(folder: Option<PathBuf>) -> Option<PathBuf> {
    folder.filter(|folder| folder.is_absolute())
}

#[cfg(unix)]
fn private_folder() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt as _;
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder
}

#[cfg(not(unix))]
fn private_folder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    builder
}

fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(any(windows, target_os = "macos")))]
    #[test]
    fn journals_are_where_the_system_keeps_the_state_of_programs() {
        let home = || Some(PathBuf::from("/home/ada"));
        let with = |state: Option<&str>, home| {
            let state = state.map(OsString::from);
            state_folder(
                |name| state.clone().filter(|_| name == "XDG_STATE_HOME"),
                home,
            )
        };
        let usual = Some(PathBuf::from("/home/ada/.local/state"));
        assert_eq!(with(None, home()), usual);
        assert_eq!(with(Some("/var/s"), home()), Some(PathBuf::from("/var/s")));
        assert_eq!(
            with(Some("s"), home()),
            usual,
            "a relative path counts for nothing"
        );
        assert_eq!(with(Some(""), home()), usual);
        assert_eq!(with(None, Some(PathBuf::new())), None);
        assert_eq!(with(None, None), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_journal_is_private_and_so_is_its_folder() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::at(place.path().join("a").join("runs"));
        let kept = folder.make(SystemTime::now(), b"first").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(kept.path()), 0o600);
        assert_eq!(mode(folder.path()), 0o700);
    }

    #[test]
    fn the_newest_that_nobody_has_locked_comes_first_and_old_ones_go() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::at(place.path().to_owned());
        let day = |day: u64| SystemTime::UNIX_EPOCH + Duration::from_hours(24 * day);
        let make = |started: u64| folder.make(day(started), b"first").unwrap();
        let name = |kept: &Kept| kept.path().file_name().unwrap().to_owned();
        let forgotten = make(20_001);
        let ago = SystemTime::now() - MOST_AGE - Duration::from_hours(1);
        forgotten.file().set_modified(ago).unwrap();
        let forgotten_name = name(&forgotten);
        drop(forgotten);
        let running = make(20_005);
        let names = [20_003, 20_002, 20_004].map(|started| name(&make(started)));
        fs::write(place.path().join("9 a file of somebody else"), "").unwrap();
        let mut found: Vec<OsString> = Vec::new();
        let offered = folder.next_left(None).map(|kept| name(&kept));
        assert!(
            !place.path().join(&forgotten_name).exists(),
            "it is gone though newer ones are offered: {offered:?}"
        );
        while let Some(kept) = folder.next_left(found.last().map(OsString::as_os_str)) {
            found.push(name(&kept));
        }
        assert!(folder.is_in_use(), "one is running");
        let [third, second, fourth] = names;
        assert_eq!(found, [fourth, third, second]);
        let here: Vec<OsString> = fs::read_dir(place.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(here.len(), 5, "the forgotten one is gone: {here:?}");
        assert!(here.contains(&name(&running)), "{here:?}");
        drop(running);
        assert!(!folder.is_in_use(), "all can be had");
    }
}
