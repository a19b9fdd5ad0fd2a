//! What an action changes at once, and what it asks of the worker.

mod figure;
mod form;
mod left;
mod samp;
mod select;
mod service;
mod sky;
mod table;
mod transfer;
mod window;

pub(crate) use figure::Export;

use super::{
    action::{Action, FileAction, FormMenu, Part, Picture},
    again::asked_again,
    chores::Chore,
    state::{Saving, Search, Selected, Stage, State, Tab, Topic},
};
use crate::{
    discovery::{again::Again, event::RunId, export, record::Record},
    samp::To,
    worker::{Command, Existing},
};
use std::path::PathBuf;

/// What is to be done outside the state.
#[derive(Debug)]
pub(crate) enum Effect {
    /// Send this to the worker.
    Send(Command),
    /// Open the dialog for a file, with this name proposed.
    AskPath(String),
    /// Let the person choose a file to open.
    AskFile,
    /// Open the dialog for this picture.
    AskFigurePath(Picture),
    /// Draw a picture to a file.
    Draw(Export),
    /// Open the dialog for a folder.
    AskFolder,
    /// Do this off the window's thread.
    Do(Chore),
    /// Put this text on the clipboard.
    Copy(String),
    /// Open this address in the browser.
    Open(String),
    /// Put the cursor into the field Space.
    GoToForm,
    /// Put the cursor into the field for the path to save to.
    GoToPath,
    /// Put the cursor into the filter of the datasets.
    GoToFilter,
    /// Open this menu of the form.
    OpenMenu(FormMenu),
    /// Show the theme that the state names.
    ShowTheme,
    /// Show text in the size that the state names.
    ShowScale,
    /// Close the window.
    Close,
}

impl State {
    /// Changes what an action changes at once, and says what else is to be done. Nothing happens when it is not possible.
    pub(crate) fn decide(&mut self, action: Action) -> Option<Effect> {
        if action.possible(self).is_err() {
            return None;
        }
        match action {
            Action::Run => return self.run(),
            Action::Stop => {
                if let Some(search) = &mut self.search {
                    search.stage = Stage::Stopping;
                }
                return Some(Effect::Send(Command::Stop));
            }
            Action::AskAgain
            | Action::AskForMore
            | Action::AskInParts
            | Action::AskAllAgain
            | Action::AskAllInParts => return self.ask_again(&action),
            Action::Save => {
                self.saving = Saving::Choosing;
                return Some(Effect::AskPath(self.file_name()));
            }
            Action::SaveToPath => return self.save_to_path(),
            Action::Replace(path) => return self.save(path, Existing::Replace),
            Action::File(FileAction::Choose) => return Some(Effect::AskFile),
            Action::File(FileAction::Open(path)) => return Some(self.open_file(path)),
            Action::Figure(action) => return Some(self.export(action)),
            Action::Broadcast => {
                return self.send_table(Part::All, To::All, Action::Broadcast);
            }
            Action::Quit => return self.quit(),
            Action::GoToForm => return Some(Effect::GoToForm),
            Action::Copy(text) => return Some(Effect::Copy(text)),
            Action::Open(address) => return Some(Effect::Open(address)),
            Action::Use(theme) => {
                self.theme = theme;
                return Some(Effect::ShowTheme);
            }
            Action::Show(tab) => self.tab = tab,
            Action::Toggle(pane) => self.panes.toggle(pane),
            Action::Change(question) => self.change(question),
            Action::UseRegistry(registry) => self.use_registry(registry),
            Action::NamePath(path) => self.form.path = path,
            Action::SelectDataset(row) => self.select_dataset(row),
            Action::ToggleDataset(row) => self.toggle_dataset(row),
            Action::SelectRows(run, rows, how) => self.select_rows_of(run, &rows, how),
            Action::SelectService(nr) => self.select_service(nr),
            Action::Service(action) => return self.decide_service(action),
            Action::Transfer(action) => return self.decide_transfer(action),
            Action::Samp(action) => return self.decide_samp(action),
            Action::SelectLine(row) => self.selected = Selected::Line(row),
            Action::Table(action) => return self.decide_table(action),
            Action::Sky(action) => self.decide_sky(action),
            Action::Unselect => self.unselect(),
            Action::OpenLeft => return Some(self.open_left()),
            Action::DiscardLeft => return Some(self.discard_left()),
            Action::Dismiss(Topic::Left) => return Some(self.leave_left()),
            Action::Dismiss(topic) => self.dismiss(topic),
            Action::Form(action) => return self.decide_form(&action),
            Action::Window(action) => return self.decide_window(action),
        }
        None
    }

    pub(crate) fn run(&mut self) -> Option<Effect> {
        if self.look_up_first() {
            return None;
        }
        let search = self.form.search()?;
        self.form.note_recent();
        self.form.leave_preview();
        let id = self.number();
        let record = Record::new(id, search.clone());
        let started = record.started();
        self.show_search(Search {
            id,
            record,
            stage: Stage::Running,
            revision: 0,
        });
        if self.tab == Tab::Log {
            self.tab = Tab::Datasets;
        }
        // What came of an earlier run is not of this one.
        self.notices.retain(|notice| notice.topic.outlasts_a_run());
        let command = Command::Discover(id, started, Box::new(search));
        Some(Effect::Send(command))
    }

    /// The number of a new search.
    fn number(&mut self) -> RunId {
        let id = self.next_run;
        self.next_run = RunId(id.0 + 1);
        id
    }

    /// Lets the search go on with some of its services.
    fn ask_again(&mut self, action: &Action) -> Option<Effect> {
        let services = asked_again(action, self)?.ok()?;
        let search = self.search.as_mut()?;
        let again = Again::new(&search.record, &services)?;
        search.stage = Stage::Running;
        let id = search.id;
        self.dismiss(Topic::Search);
        Some(Effect::Send(Command::AskAgain(id, Box::new(again))))
    }

    /// Writes what was found to the path that was typed; where none was, the cursor goes to its field.
    fn save_to_path(&mut self) -> Option<Effect> {
        let typed = self.form.path.trim();
        if typed.is_empty() {
            return Some(Effect::GoToPath);
        }
        let path = expand_home(typed);
        self.save(path, Existing::Keep)
    }

    /// Writes what was found to a file. The dialog has asked already whether to replace one.
    pub(crate) fn save(&mut self, to: PathBuf, existing: Existing) -> Option<Effect> {
        let record = Box::new(self.record()?.clone());
        self.saving = Saving::Writing(self.results());
        self.dismiss(Topic::File);
        Some(Effect::Send(Command::Save {
            to,
            existing,
            record,
        }))
    }

    /// The name that the dialog proposes.
    fn file_name(&self) -> String {
        let typed = self.form.path.trim();
        if typed.is_empty() {
            let asked = self.record().map(|record| &record.search().question);
            export::file_name(asked.unwrap_or(&self.form.question))
        } else {
            typed.to_owned()
        }
    }
}

/// A path that begins with `~/` as the shell would read it.
fn expand_home(typed: &str) -> PathBuf {
    match (typed.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(typed),
    }
}

#[cfg(test)]
mod tests;
