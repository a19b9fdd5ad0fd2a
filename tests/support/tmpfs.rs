//! A disk that is full or must not be written, for a test that runs as root.

use std::{io::Write as _, path::Path, process::Command};

/// A file system in memory, mounted for one test.
#[derive(Debug)]
pub(crate) struct Tmpfs(tempfile::TempDir);

impl Tmpfs {
    /// Mounts one with these options; `None`, with words, where this is not allowed.
    pub(crate) fn mount(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]);
        let mounted = mount.arg(folder.path()).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        writeln!(
            std::io::stderr(),
            "skipped: a file system can be mounted by root only"
        )
        .ok();
        None
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(self.path()).status();
        debug_assert!(unmounted.is_ok_and(|status| status.success()), "it is free");
    }
}
