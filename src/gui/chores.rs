//! What takes longer than a frame for many datasets: done on a thread of its own, one after the other.

use super::{
    action::Action,
    background::{Background, OnDemand},
};
use eframe::egui::Context;
use std::fmt;

/// Something to be done off the window's thread. What comes of it is asked of the window; it bears the number of the
/// search whose rows it names.
pub(crate) struct Chore(Box<dyn FnOnce() -> Action + Send>);

impl Chore {
    /// Something to be done.
    pub(crate) fn new(work: impl FnOnce() -> Action + Send + 'static) -> Self {
        Self(Box::new(work))
    }

    /// Does it.
    pub(crate) fn run(self) -> Action {
        (self.0)()
    }
}

/// Work has no words for itself.
impl fmt::Debug for Chore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chore")
    }
}

/// Does chores.
#[derive(Debug, Default)]
pub(crate) struct Chores(OnDemand<Chore, Action>);

impl Chores {
    /// Has one done. Where there can be no thread, it is done at once and handed back.
    pub(crate) fn ask(&mut self, ctx: &Context, chore: Chore) -> Option<Action> {
        let start = || Background::start_in_turn("chores", ctx, Chore::run);
        self.0.ask(chore, start).map(Chore::run)
    }

    /// What came of those that are done.
    pub(crate) fn done(&mut self) -> Vec<Action> {
        self.0.answers()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn each_chore_is_done_in_its_turn() {
        let ctx = Context::default();
        let mut chores = Chores::default();
        for text in ["first", "second"] {
            let at_once = chores.ask(&ctx, Chore::new(|| Action::Copy(text.to_owned())));
            assert_eq!(at_once, None, "it is done elsewhere");
        }
        let begun = Instant::now();
        let mut done = Vec::new();
        while done.len() < 2 {
            done.extend(chores.done());
            assert!(begun.elapsed() < Duration::from_secs(10), "it never ends");
        }
        let texts = ["first", "second"].map(|text| Action::Copy(text.to_owned()));
        assert_eq!(done, texts);
    }
}
