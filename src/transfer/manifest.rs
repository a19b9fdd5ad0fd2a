//! The list beside files that were fetched together: for each dataset, what became of it.

use super::{Done, naming::numbered};
use crate::{
    discovery::export::{SaveError, save_text},
    protocol::soda::Cut,
};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What it is called.
const NAME: &str = "manifest.csv";

/// Its columns.
const COLUMNS: [&str; 7] = [
    "obs_publisher_did",
    "access_url",
    "cutout",
    "file",
    "bytes",
    "outcome",
    "message",
];

/// Bytes of a list that is read again at most.
const MOST_BYTES: u64 = 100_000_000;

/// One dataset of those that were asked for together.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its identifier, where its record gives one.
    pub obs_publisher_did: Option<String>,
    /// Its address, as its record gives it; empty where it gives none.
    pub access_url: String,
    /// The part of it that was asked for; `None` for the whole.
    pub cut: Option<Cut>,
}

/// By what a line is known again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The address, as the dataset's record gives it.
    access_url: String,
    /// The part that was asked for; empty for the whole.
    cutout: String,
}

impl Key {
    /// Of what is at an address, or of a part of it.
    pub fn new(access_url: &str, cut: Option<&Cut>) -> Self {
        Self {
            access_url: access_url.to_owned(),
            cutout: cut.map(part).unwrap_or_default(),
        }
    }
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Outcome {
    /// It is not at its end.
    #[default]
    Open,
    /// It is whole.
    Done(Done),
    /// It failed; why.
    Failed(String),
    /// It was broken off.
    Cancelled,
}

/// Where the list of a folder can stand without taking the place of an earlier one.
pub fn place(folder: &Path) -> PathBuf {
    let mut number = 1;
    loop {
        let path = folder.join(numbered(NAME, number));
        if !path.exists() {
            return path;
        }
        number += 1;
    }
}

/// Writes the list, whole or not at all, in the place of what is there.
pub fn write<'a>(
    path: &Path,
    lines: impl Iterator<Item = (&'a Entry, &'a Outcome)>,
) -> Result<(), SaveError> {
    let text = text(path.parent(), lines).map_err(|error| SaveError::of(&error, path))?;
    save_text(path, &text)
}

/// Writes the list anew with what is known now of some of its lines; the others stay as they are. A list that was taken away
/// stays away.
pub fn renew(path: &Path, outcome: impl Fn(&Key) -> Option<Outcome>) -> Result<(), SaveError> {
    let renewed = match renewed(path, outcome) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        renewed => renewed.map_err(|error| SaveError::of(&error, path))?,
    };
    save_text(path, &renewed)
}

fn renewed(path: &Path, outcome: impl Fn(&Key) -> Option<Outcome>) -> io::Result<Vec<u8>> {
    let foreign = || io::Error::new(io::ErrorKind::InvalidData, "it is no list of ours");
    if fs::metadata(path)?.len() > MOST_BYTES {
        return Err(foreign());
    }
    let mut lines = csv::Reader::from_path(path)?;
    if lines.headers()?.iter().ne(COLUMNS) {
        return Err(foreign());
    }
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for line in lines.records() {
        let line = line?;
        let mut cells = line.iter();
        let mut next = || cells.next().unwrap_or_default();
        let (id, access_url, cutout) = (next(), next(), next());
        let key = Key {
            access_url: access_url.to_owned(),
            cutout: cutout.to_owned(),
        };
        match outcome(&key) {
            Some(outcome) => write_line(&mut out, id, &key, (&outcome, path.parent()))?,
            None => out.write_record(&line)?,
        }
    }
    written(out)
}

fn text<'a>(
    folder: Option<&Path>,
    lines: impl Iterator<Item = (&'a Entry, &'a Outcome)>,
) -> io::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for (entry, outcome) in lines {
        let id = entry.obs_publisher_did.as_deref().unwrap_or_default();
        let key = Key::new(&entry.access_url, entry.cut.as_ref());
        write_line(&mut out, id, &key, (outcome, folder))?;
    }
    written(out)
}

/// Writes the line of a dataset, in the list of a folder.
fn write_line(
    out: &mut csv::Writer<Vec<u8>>,
    obs_publisher_did: &str,
    key: &Key,
    (outcome, folder): (&Outcome, Option<&Path>),
) -> io::Result<()> {
    let (file, bytes, word, message) = match outcome {
        Outcome::Open => (String::new(), String::new(), "not finished", ""),
        Outcome::Done(done) => {
            let (path, bytes) = (name(&done.path, folder), done.bytes.to_string());
            (path, bytes, "done", "")
        }
        Outcome::Failed(why) => (String::new(), String::new(), "failed", why.as_str()),
        Outcome::Cancelled => (String::new(), String::new(), "cancelled", ""),
    };
    let (access_url, cutout) = (&key.access_url, &key.cutout);
    let cells = [
        obs_publisher_did,
        access_url,
        cutout,
        &file,
        &bytes,
        word,
        message,
    ];
    out.write_record(cells).map_err(io::Error::from)
}

fn written(out: csv::Writer<Vec<u8>>) -> io::Result<Vec<u8>> {
    out.into_inner()
        .map_err(|error| io::Error::other(error.to_string()))
}

/// A file as seen from the folder of the list; one that lies elsewhere with its whole path.
fn name(path: &Path, folder: Option<&Path>) -> String {
    let inside = folder.and_then(|folder| path.strip_prefix(folder).ok());
    inside.unwrap_or(path).display().to_string()
}

/// The part that was asked for, as SODA has it.
fn part(cut: &Cut) -> String {
    let parameters = cut.parameters().into_iter();
    let words: Vec<String> = parameters
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    words.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        angle::Position,
        interval::Interval,
        region::{Cone, Region},
        wavelength::Metres,
    };

    fn entry(cut: Option<Cut>) -> Entry {
        Entry {
            obs_publisher_did: Some("ivo://x/~?a,\"b\"".to_owned()),
            access_url: "http://a.example/1".to_owned(),
            cut,
        }
    }

    #[test]
    fn each_dataset_has_a_line_with_what_became_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = place(folder.path());
        assert_eq!(path, folder.path().join("manifest.csv"));
        let cone = Cone::new(Position::new(10.0, -20.5).unwrap(), 0.25).unwrap();
        let cut = Cut {
            region: Some(Region::Cone(cone)),
            spectrum: Interval::new(Metres(4e-7), Metres(5e-7)),
            time: None,
        };
        let done = Done {
            path: folder.path().join("1.fits"),
            bytes: 2880,
        };
        let elsewhere = Done {
            path: "/other/2.fits".into(),
            bytes: 1,
        };
        let lines = [
            (entry(Some(cut)), Outcome::Done(done)),
            (entry(None), Outcome::Done(elsewhere)),
            (entry(None), Outcome::Failed("HTTP 404, gone".to_owned())),
            (entry(None), Outcome::Cancelled),
            (entry(None), Outcome::Open),
        ];
        write(&path, lines.iter().map(|(entry, outcome)| (entry, outcome))).unwrap();
        // RFC 4180: what holds commas or quotes stands in quotes, and quotes are doubled.
        let id = "\"ivo://x/~?a,\"\"b\"\"\",http://a.example/1";
        let expected = [
            "obs_publisher_did,access_url,cutout,file,bytes,outcome,message".to_owned(),
            format!(
                "{id},CIRCLE 10 -20.5 0.25; BAND 0.0000003999996 0.0000005000005,1.fits,2880,done,"
            ),
            format!("{id},,/other/2.fits,1,done,"),
            format!("{id},,,,failed,\"HTTP 404, gone\""),
            format!("{id},,,,cancelled,"),
            format!("{id},,,,not finished,"),
        ];
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
        assert_eq!(place(folder.path()), folder.path().join("manifest (2).csv"));
    }

    #[test]
    fn a_list_is_written_anew_in_those_lines_of_which_more_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("manifest.csv");
        let begun = "obs_publisher_did,access_url,cutout,file,bytes,outcome,message\n\
            \"ivo://x/~?a,\"\"b\"\"\",http://a.example/1,,,,not finished,\n\
            ivo://x/1,http://a.example/1,CIRCLE 10 -20.5 0.25,,,not finished,\n\
            ivo://x/2,http://a.example/2,,2.fits,7,done,\n";
        fs::write(&path, begun).unwrap();
        let done = Done {
            path: folder.path().join("1.fits"),
            bytes: 2880,
        };
        let whole = Key::new("http://a.example/1", None);
        let known = |key: &Key| (*key == whole).then(|| Outcome::Done(done.clone()));
        renew(&path, known).unwrap();
        let expected = begun.replacen(",,,,not finished,", ",,1.fits,2880,done,", 1);
        assert_eq!(fs::read_to_string(&path).unwrap(), expected);
        fs::write(&path, "a,b\n1,2\n").unwrap();
        assert!(renew(&path, |_| None).is_err(), "this is not ours");
        assert_eq!(fs::read_to_string(&path).unwrap(), "a,b\n1,2\n");
        fs::remove_file(&path).unwrap();
        renew(&path, |_| None).unwrap();
        assert!(!path.exists(), "who took it away does not want it");
    }

    #[test]
    fn where_the_list_cannot_be_written_it_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone/manifest.csv");
        let lines = std::iter::empty();
        assert!(write(&path, lines).is_err(), "there is no such folder");
    }
}
