//! The lock file of our hub: whole or not at all, never over that of a living hub, and removed at the end if it is
//! still ours. SAMP 1.3, 4.3.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use super::error::StartError;
use crate::{
    http::post::Poster,
    samp::{Lockfile, Place, SampError, text::token, xmlrpc},
};

/// How long a hub that left a lock file has to show that it is alive.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often the file is tried for: others may come and go meanwhile.
const TRIES: usize = 3;

/// A lock file that we have written. Dropping it removes the file.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    contents: String,
}

impl Lock {
    /// Writes the lock file, in the place of one whose hub does not answer.
    pub(crate) async fn take(
        place: &Place,
        poster: &Poster,
        secret: &str,
        url: &str,
    ) -> Result<Self, SampError> {
        let Place::File(path) = place else {
            return Err(StartError::LockfileElsewhere(place.to_string()).into());
        };
        let not_written = |why: String| StartError::LockfileNotWritten {
            place: place.to_string(),
            why,
        };
        let lock = Self {
            path: path.clone(),
            contents: contents(secret, url),
        };
        let nonce = token()?;
        for _ in 0..TRIES {
            let (path, text, draft) = (path.clone(), lock.contents.clone(), nonce.clone());
            match in_background(move || create(&real(&path), &text, &draft)).await {
                Ok(()) => return Ok(lock),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(not_written(error.to_string()).into()),
            }
            let found = match place.read(poster).await {
                Err(SampError::NoHub(_)) => continue,
                found => found.ok(),
            };
            if let Some(found) = &found
                && is_alive(poster, &found.url).await
            {
                return Err(StartError::HubIsThere(found.url.clone()).into());
            }
            let path = lock.path.clone();
            in_background(move || displace(&real(&path), found.as_ref()))
                .await
                .map_err(|error| not_written(error.to_string()))?;
        }
        Err(not_written("others write it at the same time".to_owned()).into())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let path = real(&self.path);
        if fs::read(&path).is_ok_and(|bytes| bytes == self.contents.as_bytes()) {
            // Who cannot remove it leaves a stale one, which every hub copes with.
            fs::remove_file(path).ok();
        }
    }
}

fn contents(secret: &str, url: &str) -> String {
    format!(
        "# SAMP lock file (Standard Profile), written by the hub of vodiscover.\n\
        samp.secret={secret}\n\
        samp.hub.xmlrpc.url={url}\n\
        samp.profile.version=1.3\n\
        hub.impl=vodiscover {}\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// Whether something speaks XML-RPC there: a hub, even one that is displeased.
async fn is_alive(poster: &Poster, url: &str) -> bool {
    let Ok(ping) = xmlrpc::call("samp.hub.ping", Vec::new()) else {
        return false;
    };
    match poster.post_xml(url, ping, PATIENCE).await {
        Ok(answer) => xmlrpc::read_response(&answer).is_ok(),
        Err(_) => false,
    }
}

/// Home folders can be on a network.
async fn in_background(work: impl FnOnce() -> io::Result<()> + Send + 'static) -> io::Result<()> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(io::Error::other(error)),
    }
}

/// The file itself where the path is a link to it, even to one that is not there yet.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path)
        .or_else(|_| fs::read_link(path).map(|to| beside(path, to)))
        .unwrap_or_else(|_| path.to_owned())
}

fn beside(path: &Path, name: impl AsRef<Path>) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).join(name)
}

/// Writes a file that is not there yet, in one step for all who look.
fn create(path: &Path, text: &str, nonce: &str) -> io::Result<()> {
    let draft = beside(path, format!(".samp-{nonce}"));
    write_new(&draft, text)?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            // A file system without hard links. Readers look again at a file that is not complete.
            write_new(path, text)
        }
        linked => linked,
    }
}

/// SAMP 1.3, 4.3.2: nobody but its owner can read the file, as it holds the secret.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

/// Takes away a stale file, if it is still the one that was found stale.
fn displace(path: &Path, stale: Option<&Lockfile>) -> io::Result<()> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("something else has its name"));
    }
    // Of several hubs that found it stale, the second would take away the file of the first. Where files cannot be
    // locked that remains possible.
    #[cfg(unix)]
    file.lock().ok();
    let read = fs::read(path).map(|bytes| Lockfile::parse(&bytes).ok());
    match read {
        Ok(read) if read.as_ref() == stale => fs::remove_file(path),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
