//! Why a file cannot be opened.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Why a file cannot be opened. `Display` is a sentence that ends with the file.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is none.
    #[error("there is no such file: {}", .0.display())]
    Missing(PathBuf),
    /// It is a folder.
    #[error("this is a folder; choose a file in it: {}", .0.display())]
    IsFolder(PathBuf),
    /// It is a pipe or a device.
    #[error("this is no file that can be read to its end: {}", .0.display())]
    NoFile(PathBuf),
    /// It may not be read.
    #[error("you may not read this file: {}", .0.display())]
    NotAllowed(PathBuf),
    /// A drive of the network, or one that was plugged in, is away.
    #[error("the drive is not there any more, or does not answer; connect it again: {}", .0.display())]
    Gone(PathBuf),
    /// It has no content.
    #[error("this file is empty: {}", .0.display())]
    Empty(PathBuf),
    /// Another program wrote it.
    #[error("{why}: {}", path.display())]
    NotOurs {
        /// What it is, and what it lacks.
        why: String,
        /// The file.
        path: PathBuf,
    },
    /// Nothing in it can be used.
    #[error("nothing in this file is whole ({why}): {}", path.display())]
    Damaged {
        /// What was wrong.
        why: String,
        /// The file.
        path: PathBuf,
    },
    /// The system says something else.
    #[error("the file could not be read ({why}): {}", path.display())]
    Other {
        /// What it says.
        why: String,
        /// The file.
        path: PathBuf,
    },
}

impl OpenError {
    pub(super) fn damaged(why: &str, path: &Path) -> Self {
        Self::Damaged {
            why: why.to_owned(),
            path: path.to_owned(),
        }
    }

    /// What the system says of a file, in our words.
    pub(super) fn of(error: &io::Error, path: &Path) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing(path),
            io::ErrorKind::IsADirectory => Self::IsFolder(path),
            io::ErrorKind::PermissionDenied => Self::NotAllowed(path),
            io::ErrorKind::StaleNetworkFileHandle
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::NotConnected
            | io::ErrorKind::TimedOut => Self::Gone(path),
            _ => Self::Other {
                why: error.to_string(),
                path,
            },
        }
    }

    pub(super) fn not_ours(why: impl Into<String>, path: &Path) -> Self {
        Self::NotOurs {
            why: why.into(),
            path: path.to_owned(),
        }
    }
}
