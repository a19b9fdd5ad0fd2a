//! Where the hub is: SAMP 1.3, 4.3.

use std::time::Duration;
use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use super::SampError;
use crate::http::post::{Poster, file_of};

/// Most that is read of a lock file, in bytes; hubs write some hundred.
const LARGEST: usize = 64 * 1024;
/// How often a lock file that is still being written is looked at again, and after how long.
const LOOKS: u32 = 4;
const PAUSE: Duration = Duration::from_millis(150);
/// How long reading may take: home folders can be on a network, and lock URLs on another machine.
const READING: Duration = Duration::from_secs(5);

/// Where the lock file of the hub is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// On this machine; there need not be such a file.
    File(PathBuf),
    /// Anywhere that can be fetched.
    Url(String),
}

impl Place {
    /// Where the environment says: `SAMP_HUB`, or the file `.samp` in the home folder.
    pub fn from_environment() -> Result<Self, SampError> {
        let variable = std::env::var_os("SAMP_HUB");
        Self::find(variable.as_deref(), std::env::home_dir().as_deref())
    }

    /// SAMP 1.3, 4.3.1: if the variable `SAMP_HUB` is set it counts, and has the form `std-lockurl:` and a URL.
    fn find(variable: Option<&OsStr>, home: Option<&Path>) -> Result<Self, SampError> {
        let Some(value) = variable.filter(|value| !value.is_empty()) else {
            let home = home.ok_or_else(|| SampError::NoHub("~/.samp".to_owned()))?;
            return Ok(Self::File(home.join(".samp")));
        };
        let value = value.to_string_lossy();
        let url = value
            .strip_prefix("std-lockurl:")
            .ok_or_else(|| SampError::OddVariable(value.clone().into_owned()))?;
        Ok(file_of(url).map_or_else(|| Self::Url(url.to_owned()), Self::File))
    }

    /// Reads the lock file, more than once if it is not complete yet.
    pub(crate) async fn read(&self, poster: &Poster) -> Result<Lockfile, SampError> {
        let mut looks = 1;
        loop {
            match Lockfile::parse(&self.bytes(poster).await?) {
                Ok(lockfile) => return Ok(lockfile),
                Err(_) if looks < LOOKS => looks += 1,
                Err(why) => return Err(self.odd(why)),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn bytes(&self, poster: &Poster) -> Result<Vec<u8>, SampError> {
        match self {
            Self::Url(url) => match poster.get(url, READING).await {
                Ok(bytes) => Ok(bytes.into()),
                Err(error) => Err(self.odd(format!("cannot be fetched: {error}"))),
            },
            Self::File(path) => {
                let path = path.clone();
                let reading = tokio::task::spawn_blocking(move || read_some(&path));
                match tokio::time::timeout(READING, reading).await {
                    Ok(Ok(Ok(bytes))) => Ok(bytes),
                    Ok(Ok(Err(error))) if error.kind() == io::ErrorKind::NotFound => {
                        Err(SampError::NoHub(self.to_string()))
                    }
                    Ok(Ok(Err(error))) => Err(self.odd(format!("cannot be read: {error}"))),
                    Ok(Err(error)) => Err(self.odd(format!("cannot be read: {error}"))),
                    Err(_) => Err(self.odd("cannot be read in time".to_owned())),
                }
            }
        }
    }

    fn odd(&self, why: String) -> SampError {
        SampError::OddLockfile {
            place: self.to_string(),
            why,
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Url(url) => f.write_str(url),
        }
    }
}

fn read_some(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(LARGEST as u64)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What the lock file says.
#[derive(Clone, PartialEq, Eq)]
pub struct Lockfile {
    /// What the hub wants to hear from those who register.
    pub secret: String,
    /// Where its XML-RPC server is; astropy's has no path.
    pub url: String,
}

impl Lockfile {
    /// SAMP 1.3, 4.3.2: lines `name=value` and comments, ended by CR, LF or both. Values may contain `=`. An error says
    /// what the file lacks.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let text = String::from_utf8_lossy(bytes);
        let (mut secret, mut url) = (None, None);
        for line in text.split(['\r', '\n']) {
            match line.trim_start_matches('\u{feff}').split_once('=') {
                Some(("samp.secret", value)) => secret = Some(value.to_owned()),
                // Old hubs write `http\://`, as Java's property files do.
                Some(("samp.hub.xmlrpc.url", value)) => url = Some(value.trim().replace('\\', "")),
                _ => {}
            }
        }
        let secret = secret.ok_or("lacks samp.secret")?;
        let url = url.ok_or("lacks samp.hub.xmlrpc.url")?;
        if url.starts_with("http://") || url.starts_with("https://") {
            Ok(Self { secret, url })
        } else {
            Err("has a samp.hub.xmlrpc.url that is no HTTP address".to_owned())
        }
    }
}

/// Without the secret, which must not come into a log.
impl std::fmt::Debug for Lockfile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lockfile")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_place(variable: Option<&str>, expected: &Result<Place, SampError>) {
        let place = Place::find(variable.map(OsStr::new), Some(Path::new("/home/anna")));
        assert_eq!(&place, expected, "{variable:?}");
    }

    #[test]
    fn the_variable_comes_first_then_the_home_folder() {
        let file = |path: &str| Ok(Place::File(PathBuf::from(path)));
        check_place(None, &file("/home/anna/.samp"));
        check_place(Some(""), &file("/home/anna/.samp"));
        for url in [
            "file:///tmp/a%20lock",
            "file://localhost/tmp/a%20lock",
            "file:/tmp/a%20lock",
        ] {
            check_place(Some(&format!("std-lockurl:{url}")), &file("/tmp/a lock"));
        }
        check_place(
            Some("std-lockurl:http://desk.example/lock?a=b"),
            &Ok(Place::Url("http://desk.example/lock?a=b".to_owned())),
        );
        check_place(
            Some("web-profile:"),
            &Err(SampError::OddVariable("web-profile:".to_owned())),
        );
    }

    fn check(text: &str, expected: Result<(&str, &str), &str>) {
        let lockfile = Lockfile::parse(text.as_bytes());
        let read = lockfile
            .as_ref()
            .map(|lock| (lock.secret.as_str(), lock.url.as_str()));
        assert_eq!(read.map_err(String::as_str), expected, "{text:?}");
    }

    #[test]
    fn every_hubs_lock_file_is_read() {
        let jsamp = "# SAMP lockfile written by org.astrogrid.samp.xmlrpc.StdHubProfile\n\
            samp.secret=b0a1=cc==\nsamp.hub.xmlrpc.url=http://127.0.0.1:4711/xmlrpc\nsamp.profile.version=1.3\n\
            hub.impl=org.astrogrid.samp.hub.Hub\n";
        check(jsamp, Ok(("b0a1=cc==", "http://127.0.0.1:4711/xmlrpc")));
        check(
            "samp.hub.xmlrpc.url=http://127.0.0.1:9\r\nsamp.secret=s\r\n",
            Ok(("s", "http://127.0.0.1:9")),
        );
        check(
            "#old\rsamp.secret=s\rsamp.hub.xmlrpc.url=http\\://127.0.0.1\\:9/x?a=b\r",
            Ok(("s", "http://127.0.0.1:9/x?a=b")),
        );
        check("#samp.secret=no\n", Err("lacks samp.secret"));
        check("samp.secret=yes\n", Err("lacks samp.hub.xmlrpc.url"));
        check(
            "samp.secret=yes\nsamp.hub.xmlrpc.url=file:///etc/passwd",
            Err("has a samp.hub.xmlrpc.url that is no HTTP address"),
        );
    }
}
