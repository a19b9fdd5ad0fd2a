//! How what the worker tells changes what is so.

mod form;
mod left;
mod samp;
mod transfer;

use super::{
    action::Action,
    decide::Effect,
    format::counted,
    state::{Grade, Leaving, Notice, Saving, Stage, State, Topic},
};
use crate::{
    discovery::{
        event::{Ending, Happening, RunId},
        export::{SaveError, Saved},
    },
    worker::{Event, Existing},
};
use std::{
    path::{Path, PathBuf},
    time::SystemTime,
};

impl State {
    /// Takes in what the worker told. A path that was chosen asks for something in turn.
    pub(crate) fn take_in(&mut self, event: Event) -> Option<Effect> {
        match event {
            Event::Interrupted => {
                self.leaving = Leaving::Abruptly;
                return Some(Effect::Close);
            }
            Event::Run(id, at, happening) => self.take_in_search(id, at, &happening),
            Event::NotKept(id, trouble) => self.take_in_not_kept(id, &trouble),
            Event::Left(left) => self.take_in_left(left),
            Event::Opened(opened) => self.take_in_opened(opened),
            Event::NotWhole(flaws) => self.take_in_not_whole(&flaws),
            Event::Resolved(named, resolved) => return self.take_in_resolved(named, *resolved),
            Event::Foreseen(nr, foreseen) => {
                let foreseen = foreseen.map_err(|failure| failure.to_string());
                self.form.take_foreseen(nr, foreseen);
            }
            Event::NotRemembered(why) => self.take_in_not_remembered(&why),
            Event::FileChosen(path) => return self.take_in_file(path),
            Event::PathChosen(path) => return self.take_in_path(path),
            Event::Transfer(news) => self.take_in_transfer(news),
            Event::FolderChosen(folder) => self.take_in_folder(folder),
            Event::Saved(result) => return self.take_in_saved(result),
            Event::FileExists(path) => self.take_in_existing(path),
            Event::FigurePathChosen(path) => return self.take_in_figure_path(path),
            Event::FigureSaved(result) => self.take_in_drawn(result),
            Event::FigureExists(path) => self.take_in_existing_figure(path),
            Event::Samp(news) => self.take_in_samp(news),
        }
        None
    }

    fn take_in_search(&mut self, id: RunId, at: SystemTime, happening: &Happening) {
        // An event of an earlier search comes late and says nothing about this one.
        let Some(search) = self.search.as_mut().filter(|search| search.id == id) else {
            return;
        };
        search.record.take_in_at(at, happening);
        if matches!(happening, Happening::Replaced(..)) {
            search.revision += 1;
        }
        let Happening::Ended(ending) = happening else {
            return;
        };
        search.stage = Stage::Ended;
        if let Some(notice) = ending_notice(ending) {
            self.notify(notice);
        }
        self.take_in_end(ending);
    }

    fn take_in_path(&mut self, path: Option<PathBuf>) -> Option<Effect> {
        self.saving = Saving::Idle;
        if let Some(path) = path {
            self.form.path = path.display().to_string();
            return self.save(path, Existing::Replace);
        }
        self.stay();
        self.notify(Notice {
            topic: Topic::File,
            grade: Grade::Warning,
            sentence: "Nothing was saved, because no file was chosen".to_owned(),
            details: "If no dialog appeared, this desktop offers none: type a path beside Save \
                      in the form instead."
                .to_owned(),
            offers: Vec::new(),
        });
        None
    }

    fn take_in_saved(&mut self, result: Result<Saved, SaveError>) -> Option<Effect> {
        let effect = self.take_in_written(result.is_ok());
        let notice = match result {
            Ok(saved) => Notice {
                topic: Topic::File,
                grade: Grade::Good,
                sentence: format!(
                    "Saved {} to {}",
                    counted(saved.rows as u64, "dataset"),
                    saved.path.display()
                ),
                details: String::new(),
                offers: Vec::new(),
            },
            Err(error) => Notice {
                topic: Topic::File,
                grade: Grade::Error,
                sentence: sentence(&error.to_string()),
                details: error.details(),
                offers: Vec::new(),
            },
        };
        if let Some(search) = &mut self.search {
            search.record.note(notice.sentence.clone());
        }
        self.notify(notice);
        effect
    }

    fn take_in_existing(&mut self, path: PathBuf) {
        self.saving = Saving::Idle;
        self.notify(Notice {
            topic: Topic::File,
            grade: Grade::Warning,
            sentence: format!("There is a file {} already", file_name(&path)),
            details: path.display().to_string(),
            offers: vec![Action::Replace(path)],
        });
    }
}

/// What the person should know of how a search ended, beyond what the status bar says.
fn ending_notice(ending: &Ending) -> Option<Notice> {
    let (grade, sentence, details, offers) = match ending {
        Ending::Complete | Ending::Stopped => return None,
        Ending::NothingToAsk => (
            Grade::Warning,
            "No service declares that it has such data".to_owned(),
            "Tick Inclusive to ask services that do not declare their coverage as well, or \
             widen the question."
                .to_owned(),
            Vec::new(),
        ),
        Ending::RegistryFailed(failure) => (
            Grade::Error,
            format!("The registry cannot be asked: {failure}"),
            failure.details(),
            vec![Action::Run],
        ),
    };
    Some(Notice {
        topic: Topic::Search,
        grade,
        sentence,
        details,
        offers,
    })
}

/// A text with a capital letter, as it stands alone.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests;
