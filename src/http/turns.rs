//! Who may work on an answer: as many at a time as there are processors.

use std::{num::NonZero, sync::Arc, thread::available_parallelism};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The places of those who read answers side by side.
///
/// Dozens of services can flood us at once. If all of them were read at the same time, whatever is to happen soon (Stop,
/// the next frame of the window) would have to wait in one line with dozens of busy threads.
#[derive(Debug, Clone)]
pub(super) struct Turns(Arc<Semaphore>);

impl Turns {
    /// As many places as there are processors.
    pub(super) fn new() -> Self {
        Self::of(available_parallelism().map_or(1, NonZero::get))
    }

    fn of(n_places: usize) -> Self {
        Self(Arc::new(Semaphore::new(n_places)))
    }
}

/// A reader that works while it has a place.
#[derive(Debug)]
pub(super) struct Turn {
    turns: Turns,
    place: Option<OwnedSemaphorePermit>,
}

impl Turn {
    /// A reader that has no place yet.
    pub(super) fn of(turns: Turns) -> Self {
        Self { turns, place: None }
    }

    /// Gives its place to the next in line.
    pub(super) fn end(&mut self) {
        self.place = None;
    }

    /// Waits in line for a place; for a thread that may block.
    pub(super) fn begin(&mut self) {
        // The semaphore is never closed, so this does not fail.
        self.place = pollster::block_on(Arc::clone(&self.turns.0).acquire_owned()).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{sync::mpsc, thread};

    #[test]
    fn whoever_waits_in_line_has_the_place_before_the_one_who_had_it() {
        let turns = Turns::of(1);
        let mut first = Turn::of(turns.clone());
        first.begin();
        let (told, order) = mpsc::channel();
        let second_told = told.clone();
        let second = thread::Builder::new().spawn({
            let turns = turns.clone();
            move || {
                let mut turn = Turn::of(turns);
                second_told.send("the second waits").ok();
                turn.begin();
                second_told.send("the second works").ok();
            }
        });
        assert_eq!(order.recv(), Ok("the second waits"));
        assert_eq!(turns.0.available_permits(), 0);
        assert!(order.try_recv().is_err(), "there is one place only");
        first.end();
        assert_eq!(order.recv(), Ok("the second works"));
        first.begin();
        assert!(second.is_ok_and(|it| it.join().is_ok()));
    }
}
