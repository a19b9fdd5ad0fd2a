//! A file of an earlier search: written anew, after asking those again that failed where that is wanted.

use super::{
    INTERRUPTED, Interruption, TROUBLE, Watcher,
    files::{Written, write},
    practice::with_registry,
    progress::Progress,
    say, summary,
};
use crate::{
    command_line::{Asking, Earlier, Options},
    discovery::{
        again,
        event::{Ending, RunId},
        import::{self, Opened},
        journal::{Folder, Journal, Trouble},
        record::{Phase, Record},
    },
};
use std::process::ExitCode;

/// Opens the file, asks those again that did not tell all where that is wanted, and writes what is to be written.
pub fn open(options: &Options, earlier: &Earlier) -> ExitCode {
    let opened = match import::open(&earlier.file, RunId(1)) {
        Ok(opened) => opened,
        Err(why) => {
            say(&format!("vodiscover: {why}"));
            return ExitCode::from(TROUBLE);
        }
    };
    for flaw in &opened.flaws {
        say(flaw);
    }
    let may_go_on = earlier.asking == Asking::UntilComplete && is_incomplete(&opened.record);
    if !may_go_on {
        return finish(&opened.record, None, earlier);
    }
    with_registry(options, |runtime, _| {
        let (record, journal) = runtime.block_on(go_on(opened));
        finish(&record, Some(journal), earlier)
    })
}

/// Whether there is somebody to ask again. A search that was stopped goes on too.
fn is_incomplete(record: &Record) -> bool {
    let asked_again = [again::all_unanswered(record), again::all_cut_off(record)];
    asked_again.iter().any(|services| !services.is_empty())
}

async fn go_on(opened: Opened) -> (Record, Journal) {
    let progress = Progress::new();
    let to_say = progress.clone();
    let complain = move |trouble: Trouble| to_say.say(&trouble.to_string());
    let mut watcher = Watcher {
        journal: opened.begin_journal(Folder::of_this_user(), complain),
        record: opened.record,
        progress,
        interrupted: Interruption::listen(),
    };
    watcher.complete().await;
    watcher.progress.end();
    (watcher.record, watcher.journal)
}

/// Says what there is, writes it, and gives the exit status.
fn finish(record: &Record, journal: Option<Journal>, earlier: &Earlier) -> ExitCode {
    for line in summary::lines(record, earlier.asking) {
        say(&line);
    }
    let written = write(record, &earlier.files);
    let is_interrupted =
        journal.is_some() && matches!(record.phase(), Phase::Ended(Ending::Stopped));
    if let Some(journal) = journal {
        if written == Written::Not {
            journal.keep();
        } else {
            journal.remove();
        }
    }
    match written {
        _ if is_interrupted => ExitCode::from(INTERRUPTED),
        Written::All => ExitCode::SUCCESS,
        Written::Elsewhere | Written::Not => ExitCode::from(TROUBLE),
    }
}
