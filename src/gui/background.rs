//! A thread that works for the window, so that its own never waits.

use eframe::egui::Context;
use std::{
    io,
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

/// A thread that works on what it was asked. It ends when this is dropped and its work is done.
#[derive(Debug)]
pub(crate) struct Background<Request, Answer> {
    requests: Sender<Request>,
    answers: Receiver<Answer>,
    /// How many requests it was sent, and how many were answered or passed over.
    sent: u64,
    done: u64,
    finished: Receiver<u64>,
}

impl<Request: Send + 'static, Answer: Send + 'static> Background<Request, Answer> {
    /// Starts a thread that works on the newest of what it was asked, and draws the window anew after each answer.
    ///
    /// # Errors
    /// When there can be no further thread.
    pub(crate) fn start(
        name: &str,
        ctx: &Context,
        work: impl FnMut(Request) -> Answer + Send + 'static,
    ) -> io::Result<Self> {
        Self::start_with(name, ctx, newest, work)
    }

    /// Starts a thread that works on all that it was asked, one after the other.
    ///
    /// # Errors
    /// When there can be no further thread.
    pub(crate) fn start_in_turn(
        name: &str,
        ctx: &Context,
        work: impl FnMut(Request) -> Answer + Send + 'static,
    ) -> io::Result<Self> {
        Self::start_with(name, ctx, |asked| Some((asked.recv().ok()?, 1)), work)
    }

    fn start_with(
        name: &str,
        ctx: &Context,
        next: fn(&Receiver<Request>) -> Option<(Request, u64)>,
        mut work: impl FnMut(Request) -> Answer + Send + 'static,
    ) -> io::Result<Self> {
        let (requests, asked) = channel();
        let (reply, answers) = channel();
        let (finish, finished) = channel();
        let ctx = ctx.clone();
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                while let Some((request, n_taken)) = next(&asked) {
                    let gone = reply.send(work(request)).is_err();
                    if gone || finish.send(n_taken).is_err() {
                        return;
                    }
                    ctx.request_repaint();
                }
            })?;
        Ok(Self {
            requests,
            answers,
            sent: 0,
            done: 0,
            finished,
        })
    }

    /// Asks for something.
    pub(crate) fn ask(&mut self, request: Request) {
        let sent = self.requests.send(request).is_ok();
        debug_assert!(sent, "the thread listens until this is dropped");
        self.sent += 1;
    }

    /// The newest answer that has come since it was asked for last. Never waits.
    pub(crate) fn newest(&mut self) -> Option<Answer> {
        self.answers().pop()
    }

    /// All answers that have come since they were asked for last, in turn. Never waits.
    pub(crate) fn answers(&mut self) -> Vec<Answer> {
        self.done += self.finished.try_iter().sum::<u64>();
        self.answers.try_iter().collect()
    }

    /// Whether an answer is still to come.
    pub(crate) fn is_busy(&self) -> bool {
        self.done < self.sent
    }
}

/// Such a thread, which is started when it is asked for the first time.
#[derive(Debug)]
pub(crate) struct OnDemand<Request, Answer>(Option<Background<Request, Answer>>);

impl<Request, Answer> Default for OnDemand<Request, Answer> {
    fn default() -> Self {
        Self(None)
    }
}

impl<Request: Send + 'static, Answer: Send + 'static> OnDemand<Request, Answer> {
    /// Asks for something, of the thread that `start` starts. Where there can be none, what was asked is handed back.
    pub(crate) fn ask(
        &mut self,
        request: Request,
        start: impl FnOnce() -> io::Result<Background<Request, Answer>>,
    ) -> Option<Request> {
        if self.0.is_none() {
            self.0 = start().ok();
        }
        let Some(thread) = &mut self.0 else {
            return Some(request);
        };
        thread.ask(request);
        None
    }

    /// As [`Background::newest`].
    pub(crate) fn newest(&mut self) -> Option<Answer> {
        self.0.as_mut()?.newest()
    }

    /// As [`Background::answers`].
    pub(crate) fn answers(&mut self) -> Vec<Answer> {
        let thread = self.0.as_mut();
        thread.map(Background::answers).unwrap_or_default()
    }

    /// Whether an answer is still to come.
    pub(crate) fn is_busy(&self) -> bool {
        self.0.as_ref().is_some_and(Background::is_busy)
    }
}

/// Waits for a request and takes the newest; with it, how many were taken. `None` when nobody asks any more.
fn newest<Request>(asked: &Receiver<Request>) -> Option<(Request, u64)> {
    let first = asked.recv().ok()?;
    let mut taken = (first, 1);
    for newer in asked.try_iter() {
        taken = (newer, taken.1 + 1);
    }
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn the_newest_request_is_worked_on_and_older_ones_are_passed_over() {
        let (release, held) = channel::<()>();
        let mut background = Background::start("test", &Context::default(), move |nr: u32| {
            held.recv().ok();
            nr
        })
        .unwrap();
        for nr in 1..=5 {
            background.ask(nr);
        }
        assert!(background.newest().is_none() && background.is_busy());
        release.send(()).unwrap();
        release.send(()).unwrap();
        let begun = Instant::now();
        let mut answers = Vec::new();
        while background.is_busy() {
            answers.extend(background.newest());
            assert!(begun.elapsed() < Duration::from_secs(10), "it never ends");
        }
        answers.extend(background.newest());
        assert_eq!(answers.last(), Some(&5), "{answers:?}");
        assert!(answers.len() <= 2, "those in between are not worked on");
    }

    #[test]
    fn what_is_done_in_turn_is_all_done() {
        let double = |nr: u32| nr * 2;
        let ctx = Context::default();
        let mut background = Background::start_in_turn("test", &ctx, double).unwrap();
        for nr in 1..=5 {
            background.ask(nr);
        }
        let begun = Instant::now();
        let mut answers = Vec::new();
        while background.is_busy() {
            answers.extend(background.answers());
            assert!(begun.elapsed() < Duration::from_secs(10), "it never ends");
        }
        answers.extend(background.answers());
        assert_eq!(answers, [2, 4, 6, 8, 10]);
    }

    #[test]
    fn what_no_thread_can_be_asked_is_handed_back_and_the_next_is_asked_anew() {
        let mut thread = OnDemand::<u32, u32>::default();
        let no_thread = || Err(io::Error::other("no further thread"));
        assert_eq!(thread.ask(1, no_thread), Some(1));
        assert!(!thread.is_busy());
        let ctx = Context::default();
        let double = || Background::start_in_turn("test", &ctx, |nr: u32| nr * 2);
        assert_eq!(thread.ask(2, double), None);
        let other = || -> io::Result<_> { panic!("there is one already") };
        assert_eq!(thread.ask(3, other), None);
        let begun = Instant::now();
        let mut answers = Vec::new();
        while thread.is_busy() {
            answers.extend(thread.answers());
            assert!(begun.elapsed() < Duration::from_secs(10), "it never ends");
        }
        answers.extend(thread.answers());
        assert_eq!(answers, [4, 6]);
    }
}
