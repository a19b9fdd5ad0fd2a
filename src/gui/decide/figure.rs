//! What exporting a picture changes, and what becomes of it.

use super::{Effect, expand_home};
use crate::{
    discovery::export::SaveError,
    gui::{
        action::{Action, FigureAction, Picture},
        reduce::{file_name, sentence},
        state::{Exporting, Grade, Notice, State, Topic},
    },
    worker::Existing,
};
use std::path::PathBuf;

/// A picture that is to be written to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Export {
    /// Which.
    pub picture: Picture,
    /// The file.
    pub to: PathBuf,
    /// What to do when there is such a file already.
    pub existing: Existing,
}

impl State {
    pub(super) fn export(&mut self, action: FigureAction) -> Effect {
        match action {
            FigureAction::Export(picture) => {
                self.exporting = Exporting::Choosing(picture);
                Effect::AskFigurePath(picture)
            }
            FigureAction::ExportToPath(picture) => {
                let path = expand_home(self.form.path.trim());
                self.draw(picture, path, Existing::Keep)
            }
            FigureAction::Replace(picture, path) => self.draw(picture, path, Existing::Replace),
        }
    }

    fn draw(&mut self, picture: Picture, to: PathBuf, existing: Existing) -> Effect {
        self.exporting = Exporting::Writing(picture);
        self.dismiss(Topic::Figure);
        Effect::Draw(Export {
            picture,
            to,
            existing,
        })
    }

    /// The dialog for a picture was answered; it has asked already whether to replace a file.
    pub(in crate::gui) fn take_in_figure_path(&mut self, path: Option<PathBuf>) -> Option<Effect> {
        let Exporting::Choosing(picture) = self.exporting else {
            return None;
        };
        self.exporting = Exporting::Idle;
        if let Some(path) = path {
            return Some(self.draw(picture, path, Existing::Replace));
        }
        self.notify(Notice {
            topic: Topic::Figure,
            grade: Grade::Warning,
            sentence: format!(
                "The {} was not exported, because no file was chosen",
                picture.name()
            ),
            details: "If no dialog appeared, this desktop offers none: type a path that ends in .svg or .png beside \
                      Save in the form instead."
                .to_owned(),
            offers: vec![Action::Figure(FigureAction::ExportToPath(picture))],
        });
        None
    }

    /// A picture was written, or could not be.
    pub(in crate::gui) fn take_in_drawn(&mut self, result: Result<PathBuf, SaveError>) {
        let Exporting::Writing(picture) = self.exporting else {
            return;
        };
        self.exporting = Exporting::Idle;
        let (grade, sentence, details) = match result {
            Ok(path) => (
                Grade::Good,
                format!("Exported the {} to {}", picture.name(), path.display()),
                String::new(),
            ),
            Err(error) => (Grade::Error, sentence(&error.to_string()), error.details()),
        };
        self.notify(Notice {
            topic: Topic::Figure,
            grade,
            sentence,
            details,
            offers: Vec::new(),
        });
    }

    /// No picture was written, because there is such a file already.
    pub(in crate::gui) fn take_in_existing_figure(&mut self, path: PathBuf) {
        let Exporting::Writing(picture) = self.exporting else {
            return;
        };
        self.exporting = Exporting::Idle;
        self.notify(Notice {
            topic: Topic::Figure,
            grade: Grade::Warning,
            sentence: format!("There is a file {} already", file_name(&path)),
            details: path.display().to_string(),
            offers: vec![Action::Figure(FigureAction::Replace(picture, path))],
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        gui::testing::{answered, opened},
        worker::Event,
    };

    const EXPORT: Action = Action::Figure(FigureAction::Export(Picture::Coverage));

    #[test]
    fn a_chosen_path_is_drawn_to_and_told() {
        let (mut state, _) = answered();
        let effect = state.decide(EXPORT);
        assert!(
            matches!(effect, Some(Effect::AskFigurePath(Picture::Coverage))),
            "{effect:?}"
        );
        assert_eq!(
            EXPORT.possible(&state).unwrap_err(),
            "A file is being chosen"
        );
        let path = PathBuf::from("/tmp/a.svg");
        let effect = state.take_in(Event::FigurePathChosen(Some(path.clone())));
        let Some(Effect::Draw(Export { to, existing, .. })) = effect else {
            panic!("got {effect:?}");
        };
        assert_eq!((to, existing), (path.clone(), Existing::Replace));
        assert_eq!(
            EXPORT.possible(&state).unwrap_err(),
            "A picture is being written"
        );
        assert!(
            state.take_in(Event::FigureSaved(Ok(path))).is_none(),
            "it is told"
        );
        assert_eq!(
            state.notices[0].sentence,
            "Exported the coverage plot to /tmp/a.svg"
        );
        assert!(EXPORT.possible(&state).is_ok(), "another can be written");
    }

    #[test]
    fn a_desktop_without_a_dialog_leads_to_the_path_in_the_form() {
        let mut state = opened();
        state.decide(EXPORT);
        state.take_in(Event::FigurePathChosen(None));
        let offer = state.notices[0].offers[0].clone();
        assert_eq!(
            offer.possible(&state).unwrap_err(),
            "Type a path first, such as m16.svg or m16.png"
        );
        state.decide(Action::NamePath(" /tmp/m16.PNG ".to_owned()));
        let effect = state.decide(offer);
        let Some(Effect::Draw(Export { to, existing, .. })) = effect else {
            panic!("got {effect:?}");
        };
        assert_eq!(to, PathBuf::from("/tmp/m16.PNG"));
        assert_eq!(
            existing,
            Existing::Keep,
            "a file that is there is asked about"
        );
    }

    #[test]
    fn a_picture_that_is_there_is_replaced_only_when_agreed_to() {
        let mut state = opened();
        state.decide(Action::NamePath("/tmp/m16.svg".to_owned()));
        state.decide(Action::Figure(FigureAction::ExportToPath(
            Picture::Coverage,
        )));
        state.take_in(Event::FigureExists(PathBuf::from("/tmp/m16.svg")));
        assert_eq!(state.notices[0].sentence, "There is a file m16.svg already");
        let effect = state.decide(state.notices[0].offers[0].clone());
        let Some(Effect::Draw(Export { existing, .. })) = effect else {
            panic!("got {effect:?}");
        };
        assert_eq!(existing, Existing::Replace);
        assert!(state.notices.is_empty(), "the question is answered");
    }

    #[test]
    fn a_picture_that_cannot_be_written_says_why() {
        let mut state = opened();
        state.decide(Action::NamePath("/nowhere/m16.svg".to_owned()));
        state.decide(Action::Figure(FigureAction::ExportToPath(
            Picture::Coverage,
        )));
        let error = SaveError::NoFolder(PathBuf::from("/nowhere/m16.svg"));
        state.take_in(Event::FigureSaved(Err(error)));
        let notice = &state.notices[0];
        assert_eq!(notice.grade, Grade::Error);
        assert_eq!(
            notice.sentence,
            "There is no such folder; make it first, or choose another place: /nowhere/m16.svg"
        );
    }
}
