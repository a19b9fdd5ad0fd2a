//! What was looked up for the form, and whether the window may close now.

use crate::{
    discovery::{event::Ending, naming::NotResolved, preview::Preview},
    domain::object::{Named, Resolved},
    gui::{
        decide::Effect,
        state::{Foreseen, Grade, Leaving, Notice, Saving, State, Then, Topic},
    },
};

use std::mem;

impl State {
    /// Takes in where an object is. A search that waits for it starts.
    pub(super) fn take_in_resolved(
        &mut self,
        named: Named,
        resolved: Result<Resolved, NotResolved>,
    ) -> Option<Effect> {
        match self.form.take_resolved(named, resolved)? {
            Then::Run if !self.is_searching() => self.run(),
            Then::Run | Then::Show => {
                self.foresee();
                None
            }
        }
    }

    /// What the registry said during a search need not be asked again.
    pub(super) fn take_in_end(&mut self, ending: &Ending) {
        let Some(record) = self.record() else {
            return;
        };
        let search = record.search();
        let is_same = self.form.search().is_some_and(|form| {
            form.constraints == search.constraints && form.registry == search.registry
        });
        let known = record
            .plan()
            .zip(record.census())
            .map(|(plan, census)| Preview::of(plan.to_ask().len(), Some(*census)));
        match known.filter(|_| is_same) {
            Some(preview) => self.form.foreseen = Foreseen::Known(preview),
            // Who has just not answered is not asked at once again.
            None if matches!(ending, Ending::RegistryFailed(_)) => {}
            None => self.foresee(),
        }
    }

    /// Takes in whether the results were written: the window closes where it waits for that.
    pub(super) fn take_in_written(&mut self, is_written: bool) -> Option<Effect> {
        let saving = mem::replace(&mut self.saving, Saving::Idle);
        if !is_written {
            self.stay();
            return None;
        }
        if let Saving::Writing(results) = saving {
            self.written = results;
        }
        (self.leaving == Leaving::AfterSaving).then(|| self.leave())
    }

    /// The window stays open, because what it waited for did not come.
    pub(super) fn stay(&mut self) {
        if self.leaving == Leaving::AfterSaving {
            self.leaving = Leaving::Not;
        }
    }

    pub(super) fn take_in_not_remembered(&mut self, why: &str) {
        self.notify(Notice {
            topic: Topic::Memory,
            grade: Grade::Warning,
            sentence: "What the window should remember for the next start cannot be written"
                .to_owned(),
            details: why.to_owned(),
            offers: Vec::new(),
        });
    }
}
