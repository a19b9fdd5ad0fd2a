//! What changes when something is asked of the form.

use super::Effect;
use crate::{
    domain::constraints::{Question, QuestionError},
    gui::{
        action::{Action, FormAction},
        state::{Form, Grade, Naming, Notice, State, Then, Topic, Undo},
    },
};
use std::mem;

impl State {
    pub(super) fn decide_form(&mut self, action: &FormAction) -> Option<Effect> {
        match action {
            FormAction::Open(menu) => return Some(Effect::OpenMenu(*menu)),
            FormAction::Clear => {
                self.form.clear();
                self.foresee();
                self.cleared("The question is cleared");
            }
            FormAction::Undo => self.undo(),
            FormAction::Pick(nr) => {
                if let Some(question) = self.form.recent.get(*nr).cloned() {
                    self.change(question);
                }
            }
            FormAction::ClearRecent => {
                let cleared = mem::take(&mut self.form.recent);
                self.form.undo = Undo::Recent(cleared);
                self.cleared("The list of recent questions is cleared");
            }
            FormAction::UseBand(band) => {
                let question = Question {
                    spectrum: (*band).to_owned(),
                    ..self.form.question.clone()
                };
                self.change(question);
            }
            FormAction::LeaveOff => self.form.leave_off(),
        }
        None
    }

    /// The fields now say this.
    pub(super) fn change(&mut self, question: Question) {
        self.form.change(question);
        self.dismiss(Topic::Form);
        self.foresee();
    }

    /// Finds out whom the search would ask, unless one is running: that keeps the registry busy enough.
    pub(crate) fn foresee(&mut self) {
        if self.is_searching() {
            self.form.leave_preview();
        } else {
            self.form.foresee();
        }
    }

    /// The object whose position the search must have first, if any; it is looked up, and the search follows.
    pub(super) fn look_up_first(&mut self) -> bool {
        let Err(QuestionError::Unresolved(named)) = &self.form.parsed else {
            return false;
        };
        let named = named.clone();
        self.form.look_up(named, Then::Run);
        true
    }

    fn undo(&mut self) {
        match mem::replace(&mut self.form.undo, Undo::Nothing) {
            Undo::Nothing => {}
            Undo::Question(question) => self.change(*question),
            Undo::Recent(recent) => self.form.recent = recent,
        }
        self.dismiss(Topic::Form);
    }

    fn cleared(&mut self, sentence: &str) {
        self.notify(Notice {
            topic: Topic::Form,
            grade: Grade::Good,
            sentence: sentence.to_owned(),
            details: String::new(),
            offers: vec![Action::Form(FormAction::Undo)],
        });
    }
}

impl Form {
    /// Why Run has to wait for the position of an object; `None` where it need not.
    pub(crate) fn awaits_name(&self) -> Option<String> {
        match &self.naming {
            Naming::LookingUp(named, Then::Run) => {
                Some(format!("Where {} is, is being looked up", named.name))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
