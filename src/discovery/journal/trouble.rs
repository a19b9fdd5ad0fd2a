//! Why a run is not kept on disk, in a sentence.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// Why a run is not kept on disk. `Display` is the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    since: Since,
    why: String,
    path: Option<PathBuf>,
}

/// From when on it is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Since {
    Start,
    Now,
}

impl Trouble {
    /// Nothing of the run is kept.
    pub(super) fn from_the_start(error: &io::Error, path: Option<&Path>) -> Self {
        Self {
            since: Since::Start,
            why: cause(error),
            path: path.map(Path::to_owned),
        }
    }

    /// What was kept so far stays; what comes is not kept.
    pub(super) fn from_now(error: &io::Error, path: &Path) -> Self {
        Self {
            since: Since::Now,
            why: cause(error),
            path: Some(path.to_owned()),
        }
    }

    /// Nowhere can it be kept.
    pub(super) fn no_home() -> Self {
        Self {
            since: Since::Start,
            why: "the environment names no home folder".to_owned(),
            path: None,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.since {
            Since::Start => "this run is not kept on disk against a crash",
            Since::Now => "what is found from now on is not kept on disk against a crash",
        };
        write!(f, "{what}: {}", self.why)?;
        match &self.path {
            Some(path) => write!(f, ": {}", path.display()),
            None => Ok(()),
        }
    }
}

fn cause(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::StorageFull | Kind::FileTooLarge => "the disk is full",
        Kind::QuotaExceeded => "you have used all the room that you may use",
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => "you may not write there",
        Kind::NotFound => "the file or its folder is gone",
        Kind::NotADirectory | Kind::AlreadyExists => "there is no such folder",
        Kind::Unsupported => "files cannot be locked there",
        _ => return error.to_string(),
    }
    .to_owned()
}
