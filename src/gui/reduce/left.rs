//! What the worker tells of searches on disk: that one is not kept there, and that one was left by a crash.

use super::sentence;
use crate::{
    discovery::{
        event::RunId,
        journal::Trouble,
        record::{Level, Record},
    },
    gui::{
        action::{Action, FileAction},
        decide::Effect,
        state::{Grade, Left, Notice, Search, Stage, State, Tab, Topic},
    },
    worker::LeftRun,
};
use std::path::PathBuf;

impl State {
    pub(super) fn take_in_not_kept(&mut self, id: RunId, trouble: &Trouble) {
        let is_opening = self.is_opening();
        match self.search.as_mut().filter(|search| search.id == id) {
            Some(search) => search.record.note_as(Level::Warning, trouble.to_string()),
            // It is told of a run that is about to show.
            None if is_opening => {}
            None => return,
        }
        self.notify(Notice {
            topic: Topic::Journal,
            grade: Grade::Warning,
            sentence: sentence(&trouble.to_string()),
            details: String::new(),
            offers: Vec::new(),
        });
    }

    pub(super) fn take_in_left(&mut self, left: LeftRun) {
        let (now, sentence, offers) = match left {
            LeftRun::Readable(summary) => (
                Left::Offered,
                sentence(&summary.to_string()),
                vec![Action::OpenLeft, Action::DiscardLeft],
            ),
            LeftRun::Unreadable(why) => (
                Left::Unreadable,
                format!("A search that was cut off cannot be opened: {why}"),
                vec![Action::DiscardLeft],
            ),
        };
        self.left = now;
        self.notify(Notice {
            topic: Topic::Left,
            grade: Grade::Warning,
            sentence,
            details: String::new(),
            offers,
        });
    }

    /// Opens the file that was chosen, unless a search was started meanwhile.
    pub(super) fn take_in_file(&mut self, path: Option<PathBuf>) -> Option<Effect> {
        self.decide(Action::File(FileAction::Open(path?)))
    }

    /// Shows a run that was cut off, or that a file tells of, as it was shown then.
    pub(super) fn take_in_opened(&mut self, opened: Result<Box<Record>, String>) {
        if !std::mem::take(&mut self.is_opening_file) {
            self.left = Left::Nothing;
            self.dismiss(Topic::Left);
        }
        match opened {
            Ok(record) => {
                self.form.change(record.search().question.clone());
                self.tab = Tab::Datasets;
                self.show_search(Search {
                    id: record.id(),
                    record: *record,
                    stage: Stage::Ended,
                    revision: 0,
                });
            }
            Err(why) => self.notify(Notice {
                // The next run that was cut off must not take its place.
                topic: Topic::Journal,
                grade: Grade::Error,
                sentence: sentence(&why),
                details: String::new(),
                offers: Vec::new(),
            }),
        }
    }

    /// Says what of a file is lost.
    pub(super) fn take_in_not_whole(&mut self, flaws: &[String]) {
        let mut flaws = flaws.iter();
        let Some(first) = flaws.next() else { return };
        let rest: Vec<String> = flaws.map(|flaw| sentence(flaw)).collect();
        self.notify(Notice {
            topic: Topic::Journal,
            grade: Grade::Warning,
            sentence: sentence(first),
            details: rest.join("\n"),
            offers: Vec::new(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        discovery::{
            self,
            event::{Ending, Happening},
            journal::{Folder, Journal, Summary},
        },
        domain::constraints::Question,
        gui::{
            decide::Effect,
            testing::{answered, opened, running, tell},
        },
        worker::{Command, Event},
    };
    use std::{
        sync::mpsc,
        time::{Duration, SystemTime},
    };

    fn summary() -> Summary {
        Summary {
            // `date -u -d '2026-11-25 10:12:07' +%s`
            started: SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_601_527),
            question: "274.6880, -13.7920 1; 2; 1995".to_owned(),
            n_datasets: 1204,
            is_ended: false,
        }
    }

    fn offered(mut state: State) -> State {
        state.take_in(Event::Left(LeftRun::Readable(summary())));
        state
    }

    /// The record of a search for something else that found nothing.
    fn another(id: RunId) -> Box<Record> {
        let question = Question {
            time: "1996".to_owned(),
            ..Question::default()
        };
        let mut record = Record::new(
            id,
            discovery::Search {
                constraints: question.parse().unwrap(),
                question,
                registry: "http://registry.example/tap".to_owned(),
                fallbacks: Vec::new(),
                settings: crate::http::limits::Settings::default(),
            },
        );
        record.take_in(&Happening::Ended(Ending::Stopped));
        Box::new(record)
    }

    #[test]
    fn a_run_that_was_cut_off_is_offered_and_opened() {
        let mut state = offered(opened());
        let [notice] = state.notices.as_slice() else {
            panic!("one notice: {:?}", state.notices);
        };
        assert_eq!(
            notice.sentence,
            "A search of 2026-11-25 10:12 UTC (274.6880, -13.7920 1; 2; 1995) with 1,204 datasets was cut off"
        );
        assert_eq!(notice.offers, [Action::OpenLeft, Action::DiscardLeft]);
        let effect = state.decide(Action::OpenLeft);
        let Some(Effect::Send(Command::OpenLeft(id))) = effect else {
            panic!("got {effect:?}");
        };
        assert!(Action::Run.possible(&state).is_err(), "it is being read");
        assert!(state.decide(Action::OpenLeft).is_none(), "once");
        assert!(Action::Dismiss(Topic::Left).possible(&state).is_err());
        state.take_in(Event::Opened(Ok(another(id))));
        assert!(state.notices.is_empty(), "it is open");
        assert_eq!(
            state.form.question.time, "1996",
            "the form asks for the same"
        );
        assert_eq!(state.record().unwrap().id(), id);
        assert!(Action::Run.possible(&state).is_ok());
    }

    #[test]
    fn a_run_that_was_cut_off_is_discarded_or_left_for_later() {
        for (action, expected) in [
            (Action::DiscardLeft, "DiscardLeft"),
            (Action::Dismiss(Topic::Left), "LeaveLeft"),
        ] {
            let mut state = offered(opened());
            let effect = state.decide(action);
            let Some(Effect::Send(command)) = effect else {
                panic!("got {effect:?}");
            };
            assert_eq!(format!("{command:?}"), expected);
            assert!(state.notices.is_empty(), "it is answered");
        }
    }

    #[test]
    fn the_offer_stays_while_a_search_runs_and_cannot_take_its_place() {
        let mut state = offered(opened());
        state.decide(Action::Run);
        assert_eq!(state.notices.len(), 1, "Run does not take it away");
        let (mut state, id) = running();
        state = offered(state);
        let why = Action::OpenLeft.possible(&state).unwrap_err();
        assert!(why.contains("running"), "{why}");
        tell(&mut state, id, Happening::Ended(Ending::Complete));
        assert!(Action::OpenLeft.possible(&state).is_ok());
    }

    #[test]
    fn a_run_that_cannot_be_opened_is_said_and_the_next_one_offered_beside() {
        let mut state = opened();
        let why = "it was written by another version: /runs/1.run".to_owned();
        state.take_in(Event::Left(LeftRun::Unreadable(why.clone())));
        assert_eq!(state.notices[0].offers, [Action::DiscardLeft]);
        assert!(Action::OpenLeft.possible(&state).is_err());
        state = offered(opened());
        state.decide(Action::OpenLeft);
        state.take_in(Event::Opened(Err(why)));
        state = offered(state);
        let sentences: Vec<&str> = state
            .notices
            .iter()
            .map(|notice| notice.sentence.as_str())
            .collect();
        assert!(
            sentences[0].ends_with("version: /runs/1.run"),
            "{sentences:?}"
        );
        assert!(sentences[1].starts_with("A search of"), "{sentences:?}");
        assert!(state.search.is_none(), "nothing was opened");
    }

    #[test]
    fn a_file_is_shown_as_it_was_and_what_of_it_is_lost_is_said() {
        let mut state = offered(opened());
        let effect = state.open_file("found.vot".into());
        let Effect::Send(Command::OpenFile(id, _)) = effect else {
            panic!("got {effect:?}");
        };
        assert!(Action::Run.possible(&state).is_err(), "it is being read");
        assert!(Action::OpenLeft.possible(&state).is_err());
        state.take_in(Event::Opened(Ok(another(id))));
        let flaws = ["the file is not whole", "none can be asked again"];
        state.take_in(Event::NotWhole(flaws.map(str::to_owned).into()));
        assert_eq!(state.form.question.time, "1996");
        assert!(
            Action::OpenLeft.possible(&state).is_ok(),
            "it is still offered"
        );
        let last = state.notices.last().unwrap();
        assert_eq!(last.sentence, "The file is not whole");
        assert_eq!(last.details, "None can be asked again");
        state.open_file("missing.vot".into());
        state.take_in(Event::Opened(Err(
            "there is no such file: missing.vot".to_owned()
        )));
        let last = state.notices.last().unwrap();
        assert_eq!(last.sentence, "There is no such file: missing.vot");
        assert_eq!(
            state.record().unwrap().id(),
            id,
            "what was shown still shows"
        );
    }

    #[test]
    fn a_file_is_chosen_and_opened_unless_a_search_runs() {
        let mut state = opened();
        let choose = || Action::File(FileAction::Choose);
        assert!(
            matches!(state.decide(choose()), Some(Effect::AskFile)),
            "a dialog"
        );
        assert!(
            state.take_in(Event::FileChosen(None)).is_none(),
            "cancelled"
        );
        let effect = state.take_in(Event::FileChosen(Some("m16.vot".into())));
        assert!(
            matches!(&effect, Some(Effect::Send(Command::OpenFile(_, path))) if path.ends_with("m16.vot")),
            "{effect:?}"
        );
        let why = choose().possible(&state).unwrap_err();
        assert_eq!(why, "A file is being opened");

        let (mut state, _) = answered();
        assert!(choose().possible(&state).is_err(), "it runs");
        let late = state.take_in(Event::FileChosen(Some("m16.vot".into())));
        assert!(late.is_none(), "the search that runs stays");
    }

    #[test]
    fn that_a_run_is_not_kept_is_said_and_the_run_goes_on() {
        let (mut state, id) = answered();
        let (told, trouble) = mpsc::channel();
        let nowhere = Folder::at("/dev/null/runs".into());
        let search = state.record().unwrap().search().clone();
        Journal::begin(Some(nowhere), SystemTime::now(), &search, move |why| {
            told.send(why).unwrap();
        });
        let trouble = trouble.recv().unwrap();
        state.take_in(Event::NotKept(id, trouble));
        assert_eq!(
            state.notices[0].sentence,
            "This run is not kept on disk against a crash: there is no such folder: /dev/null/runs"
        );
        assert!(state.is_searching(), "it goes on");
        let last = state.record().unwrap().log().last().unwrap();
        assert!(last.text.starts_with("this run is not kept"), "{last:?}");
    }
}
