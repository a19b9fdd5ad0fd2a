//! The files that a run without a window writes.

use super::Refusal;
use crate::{
    discovery::export::{self, Format, SaveError},
    domain::constraints::Question,
};
use clap::ArgMatches;
use std::path::PathBuf;

/// The files that a run without a window writes.
#[derive(Debug, Clone, PartialEq)]
pub struct Files {
    /// Where what was found goes.
    pub save: Option<(PathBuf, Format)>,
    /// Where the provenance goes by itself.
    pub provenance: Option<(PathBuf, Format)>,
}

/// Those that were named. In a folder that is named for what was found, the question gives the name.
///
/// A file that cannot be written is better known before the search than after it.
pub(super) fn files(matches: &ArgMatches, question: Option<&Question>) -> Result<Files, Refusal> {
    let path = |name| matches.get_one::<PathBuf>(name).cloned();
    let in_folder = |path: PathBuf| match question {
        Some(question) if path.is_dir() => path.join(export::file_name(question)),
        _ => path,
    };
    let checked = |path: PathBuf| {
        export::check_place(&path)?;
        let format = Format::of(&path)?;
        let is_readable = matches.get_flag("tabledata");
        let format = if is_readable {
            format.as_tabledata()
        } else {
            format
        };
        Ok((path, format))
    };
    let save = path("save").map(in_folder).map(checked).transpose();
    let provenance = path("provenance").map(|path| match checked(path)? {
        (path, Format::Parquet) => Err(SaveError::ProvenanceEnding(path)),
        other => Ok(other),
    });
    let provenance = provenance.transpose();
    Ok(Files {
        save: save.map_err(Refusal::File)?,
        provenance: provenance.map_err(Refusal::File)?,
    })
}
