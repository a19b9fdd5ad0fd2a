//! What an action changes at once, and what it asks of the worker.

mod figure;
mod form;
mod left;
mod select;
mod service;
mod sky;
mod table;
mod transfer;
mod window;

pub(crate) use figure::Export;

use super::{
    action::{Action, Picture},
    again::asked_again,
    chores::Chore,
    state::{Saving, Search, Selected, Sending, Stage, State, Tab, Topic},
};
use crate::{
    discovery::{again::Again, event::RunId, export, record::Record},
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
            Action::Figure(action) => return Some(self.export(action)),
            Action::Broadcast => return self.broadcast(),
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
            Action::SelectLine(row) => self.selected = Selected::Line(row),
            Action::Table(action) => return self.decide_table(action),
            Action::Sky(action) => self.decide_sky(action),
            Action::Unselect => self.unselect(),
            Action::OpenLeft => return Some(self.open_left()),
            Action::DiscardLeft => return Some(self.discard_left()),
            Action::Dismiss(Topic::Left) => return Some(self.leave_left()),
            Action::Dismiss(topic) => self.dismiss(topic),
            Action::Form(action) => self.decide_form(&action),
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
        // What was left by an earlier run is not of this one.
        self.notices.retain(|notice| notice.topic == Topic::Left);
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
        self.writing = self.results();
        self.saving = Saving::Writing;
        self.dismiss(Topic::File);
        Some(Effect::Send(Command::Save {
            to,
            existing,
            record,
        }))
    }

    fn broadcast(&mut self) -> Option<Effect> {
        let record = Box::new(self.record()?.clone());
        self.sending = Sending::Looking;
        self.dismiss(Topic::Samp);
        Some(Effect::Send(Command::Broadcast { record }))
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
mod tests {
    use super::*;
    use crate::{
        discovery::{
            again::How,
            event::{Ending, Happening, ServiceNr},
        },
        domain::constraints::Question,
        gui::testing::{answered, cut_off, opened, running, tell},
        protocol::regtap::endpoints,
    };

    #[test]
    fn run_asks_for_the_question_in_the_form() {
        let mut state = opened();
        let effect = state.decide(Action::Run);
        let Some(Effect::Send(Command::Discover(id, _, search))) = effect else {
            panic!("got {effect:?}");
        };
        assert_eq!(id, RunId(1));
        assert_eq!(search.question, Question::example());
        assert_eq!(search.registry, "http://registry.example/tap");
        assert!(state.is_searching(), "it runs from the click on");
    }

    #[test]
    fn those_given_stand_in_for_the_registry_that_was_given_and_the_public_ones_for_each_other() {
        let asked = |picked: Option<&str>| {
            let mut state = opened();
            state
                .form
                .take_fallbacks(vec!["http://second.example/tap".to_owned()]);
            if let Some(registry) = picked {
                state.decide(Action::UseRegistry(registry.to_owned()));
            }
            match state.decide(Action::Run) {
                Some(Effect::Send(Command::Discover(_, _, search))) => search.fallbacks,
                other => panic!("got {other:?}"),
            }
        };
        assert_eq!(asked(None), ["http://second.example/tap"]);
        assert_eq!(
            asked(Some(endpoints::USUAL)),
            endpoints::fallbacks(endpoints::USUAL)
        );
        assert_eq!(asked(Some("http://mine.example/tap")), [""; 0]);
    }

    #[test]
    fn run_is_not_possible_while_a_search_runs_or_a_field_is_wrong() {
        let (mut state, id) = running();
        assert!(state.decide(Action::Run).is_none(), "one at a time");
        tell(&mut state, id, Happening::Ended(Ending::Complete));
        let mut question = Question::example();
        question.time = "yesterday".to_owned();
        assert!(
            state.decide(Action::Change(question)).is_none(),
            "it is typed"
        );
        assert!(state.decide(Action::Run).is_none(), "it is wrong");
        let why = Action::Run.possible(&state).unwrap_err();
        assert!(why.contains("yesterday"), "it says what is wrong: {why}");
    }

    #[test]
    fn each_search_has_a_number_of_its_own() {
        let (mut state, first) = running();
        tell(&mut state, first, Happening::Ended(Ending::Complete));
        let effect = state.decide(Action::Run);
        let Some(Effect::Send(Command::Discover(second, ..))) = effect else {
            panic!("got {effect:?}");
        };
        assert!(second > first, "{second:?}");
    }

    #[test]
    fn stop_shows_at_once_and_is_asked_for_once() {
        let (mut state, _) = running();
        let effect = state.decide(Action::Stop);
        assert!(
            matches!(effect, Some(Effect::Send(Command::Stop))),
            "{effect:?}"
        );
        assert_eq!(state.search.as_ref().unwrap().stage, Stage::Stopping);
        assert!(state.decide(Action::Stop).is_none(), "it is stopping");
    }

    #[test]
    fn what_was_found_can_be_saved_and_sent_while_the_search_runs() {
        let (mut state, _) = answered();
        assert!(state.is_searching(), "it still runs");
        let effect = state.decide(Action::Broadcast);
        let Some(Effect::Send(Command::Broadcast { record })) = effect else {
            panic!("got {effect:?}");
        };
        assert_eq!(record.found().len(), 2);
        state.decide(Action::NamePath(" /tmp/m16.vot ".to_owned()));
        let effect = state.decide(Action::SaveToPath);
        let Some(Effect::Send(Command::Save { to, existing, .. })) = effect else {
            panic!("got {effect:?}");
        };
        assert_eq!(to, PathBuf::from("/tmp/m16.vot"));
        assert_eq!(existing, Existing::Keep, "the person is asked");
    }

    #[test]
    fn nothing_can_be_saved_or_sent_before_the_first_search() {
        let mut state = opened();
        for action in [Action::Save, Action::SaveToPath, Action::Broadcast] {
            assert!(action.possible(&state).is_err(), "{action:?}");
            assert!(state.decide(action).is_none(), "it does nothing");
        }
    }

    #[test]
    fn a_tilde_means_the_home_directory() {
        let in_home = std::env::home_dir().unwrap().join("m16.vot");
        assert_eq!(expand_home("~/m16.vot"), in_home);
        assert_eq!(expand_home("a~b"), PathBuf::from("a~b"));
    }

    #[test]
    fn a_service_that_failed_is_asked_again_when_the_search_has_ended() {
        let (mut state, id) = answered();
        state.decide(Action::SelectService(ServiceNr(1)));
        let why = Action::AskAgain.possible(&state).unwrap_err();
        assert_eq!(why, "A search is running; stop it first");
        tell(&mut state, id, Happening::Ended(Ending::Complete));
        for action in [Action::AskAgain, Action::AskAllAgain] {
            let effect = state.decide(action);
            let Some(Effect::Send(Command::AskAgain(same, again))) = effect else {
                panic!("got {effect:?}");
            };
            assert_eq!(same, id, "the search goes on");
            assert_eq!(again.services(), [(ServiceNr(1), How::Whole)]);
            assert!(state.is_searching(), "from the click on");
            tell(&mut state, id, Happening::AskingAgain(vec![ServiceNr(1)]));
            tell(&mut state, id, Happening::Ended(Ending::Stopped));
        }
    }

    #[test]
    fn what_cannot_be_asked_again_says_why() {
        let state = opened();
        let why = Action::AskAllAgain.possible(&state).unwrap_err();
        assert_eq!(why, "Run a search first");
        let (mut state, id) = answered();
        tell(&mut state, id, Happening::Ended(Ending::Complete));
        let check = |state: &State, action: Action, expected: &str| {
            let why = action.possible(state).unwrap_err();
            assert_eq!(why, expected, "{action:?}");
        };
        let first = "Select a service first, in the list Services";
        check(&state, Action::AskAgain, first);
        check(&state, Action::AskInParts, first);
        let none = "No service was cut off, or none that can be asked in parts";
        check(&state, Action::AskAllInParts, none);
        state.decide(Action::SelectService(ServiceNr(0)));
        let answered = "It has answered, and said that this is all";
        check(&state, Action::AskAgain, answered);
        check(&state, Action::AskForMore, "It was not cut off");
        state.decide(Action::SelectService(ServiceNr(2)));
        check(&state, Action::AskAgain, "It is left out");
    }

    #[test]
    fn a_service_that_was_cut_off_is_asked_for_more_or_in_parts() {
        let (mut state, id) = cut_off();
        state.decide(Action::SelectService(ServiceNr(1)));
        for (action, expected) in [
            (Action::AskForMore, How::UpTo(200_000)),
            (Action::AskInParts, How::InParts),
            (Action::AskAllInParts, How::InParts),
        ] {
            let effect = state.decide(action);
            let Some(Effect::Send(Command::AskAgain(_, again))) = effect else {
                panic!("got {effect:?}");
            };
            assert_eq!(again.services(), [(ServiceNr(1), expected)]);
            tell(&mut state, id, Happening::AskingAgain(vec![ServiceNr(1)]));
            tell(&mut state, id, Happening::Ended(Ending::Stopped));
        }
    }
}
