//! The files that were asked for.

use super::{say, summary};
use crate::{
    command_line::Files,
    discovery::{
        export::{self, SaveError},
        record::Record,
    },
};
use std::path::Path;

/// What became of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// All were written, or none was to be.
    All,
    /// Not where they were to be, but all that was found is in another file.
    Elsewhere,
    /// Some were not.
    Not,
}

/// Writes what was to be written. Where that fails, what was found is put elsewhere, and that is said.
pub(super) fn write(record: &Record, files: &Files) -> Written {
    let mut written = Written::All;
    // Where no registry answered nothing is known, so that a file of an earlier search is worth more.
    let save = files.save.as_ref().filter(|_| record.plan().is_some());
    if let Some((path, format)) = save {
        match export::save_as(record, *format, path) {
            Ok(saved) => say(&format!(
                "saved {} to {}",
                summary::datasets(saved.rows),
                path.display()
            )),
            Err(error) => {
                say_save_error(&error);
                written = rescue(record, path);
            }
        }
    } else if !record.found().is_empty() {
        say("nothing was saved; --save FILE keeps what is found");
    }
    if let Some((path, format)) = &files.provenance {
        match export::save_provenance(record, *format, path) {
            Ok(_) => say(&format!("saved the provenance to {}", path.display())),
            Err(error) => {
                say_save_error(&error);
                // A file of the rescue has the provenance too.
                if written == Written::All {
                    written = Written::Not;
                }
            }
        }
    }
    written
}

fn say_save_error(error: &SaveError) {
    say(&format!("vodiscover: {error}"));
    if !error.details().is_empty() {
        say(&error.details());
    }
}

/// Puts what was found where temporary files go, because its own place was refused.
fn rescue(record: &Record, refused: &Path) -> Written {
    let stem = refused.file_stem().unwrap_or_default().to_string_lossy();
    let name = format!("vodiscover-{}-{stem}.vot", std::process::id());
    let path = std::env::temp_dir().join(name);
    match export::save(record, &path) {
        Ok(saved) => {
            say(&format!(
                "so that nothing is lost, {} went to {}",
                summary::datasets(saved.rows),
                path.display()
            ));
            Written::Elsewhere
        }
        Err(error) => {
            say(&format!("nor could it be kept elsewhere: {error}"));
            Written::Not
        }
    }
}
