//! A run that was cut off: said at the start of the next, and written when that is asked for.

use super::{
    TROUBLE,
    files::{Written, write},
    say, summary,
};
use crate::{
    command_line::{Asking, Files},
    discovery::{
        event::RunId,
        journal::{Folder, Left, Trouble},
    },
};
use std::process::ExitCode;

/// Says that a run was cut off, where there is one.
pub(super) fn say_what_was_left(folder: Option<&Folder>) {
    let Some(left) = folder.and_then(|it| Left::find(it, None)) else {
        return;
    };
    match left.summary() {
        Ok(summary) => {
            say(&summary.to_string());
            say_how();
        }
        Err(why) => say(&unreadable(&why.to_string(), &left)),
    }
}

/// Writes the newest run that was cut off, and takes it off the disk when it is written.
pub fn recover(files: &Files) -> ExitCode {
    let folder = Folder::of_this_user();
    let mut before = None;
    while let Some(left) = folder
        .as_ref()
        .and_then(|it| Left::find(it, before.as_deref()))
    {
        match left.summary() {
            Ok(summary) => {
                say(&summary.to_string());
                return take_up(left, files);
            }
            Err(why) => say(&unreadable(&why.to_string(), &left)),
        }
        before = left.path().file_name().map(ToOwned::to_owned);
    }
    say(if folder.is_some_and(|it| it.is_in_use()) {
        "another vodiscover is open and has its search, or one that was cut off and that it offers, so there is nothing to recover here"
    } else {
        "no search was cut off, so there is nothing to recover"
    });
    ExitCode::from(TROUBLE)
}

fn take_up(left: Left, files: &Files) -> ExitCode {
    let path = left.path().display().to_string();
    // The record is whole, and is written to a file now: that its journal cannot go on is no loss.
    let (record, journal) = match left.open(RunId(1), |_: Trouble| {}) {
        Ok(opened) => opened,
        Err(why) => {
            say(&format!("it cannot be read: {why}: {path}"));
            return ExitCode::from(TROUBLE);
        }
    };
    // Nobody is asked here, so that there is nothing to go on with.
    for line in summary::lines(&record, Asking::UntilComplete) {
        say(&line);
    }
    let written = write(&record, files);
    if written == Written::All && files.save.is_some() {
        journal.remove();
    } else {
        journal.keep();
        say("it stays on disk until it is written by --save FILE, for 30 days");
    }
    match written {
        Written::All => ExitCode::SUCCESS,
        Written::Elsewhere | Written::Not => ExitCode::from(TROUBLE),
    }
}

/// Says how a run that was cut off is had.
pub(super) fn say_how() {
    say("vodiscover --headless --recover --save FILE writes it; the window offers it too");
}

fn unreadable(why: &str, left: &Left) -> String {
    format!(
        "a search that was cut off cannot be opened: {why}: {}",
        left.path().display()
    )
}
