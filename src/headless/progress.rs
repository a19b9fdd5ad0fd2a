//! How a search goes, on standard error: a line that moves on a terminal, plain lines elsewhere.

use super::say;
use crate::discovery::{
    event::{Happening, Outcome},
    record::{Phase, Record},
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal as _};

/// How often the line is drawn at most, a second.
const DRAWN_PER_SECOND: u8 = 10;

/// Where progress is shown.
#[derive(Debug, Clone)]
pub(super) enum Progress {
    /// On a terminal: one line, which is drawn again and again; what should stay goes above it.
    Line(ProgressBar),
    /// In a file or a pipe: the log, as it grows.
    Log,
}

impl Progress {
    pub(super) fn new() -> Self {
        if !io::stderr().is_terminal() {
            return Self::Log;
        }
        let bar = ProgressBar::with_draw_target(
            None,
            ProgressDrawTarget::stderr_with_hz(DRAWN_PER_SECOND),
        );
        bar.set_style(spinner());
        Self::Line(bar)
    }

    /// Shows what `record`, whose log had `n_lines` before, has just taken in.
    pub(super) fn show(&mut self, record: &Record, happening: &Happening, n_lines: usize) {
        let new_lines = record.log().get(n_lines..).unwrap_or_default();
        match self {
            Self::Log => {
                for line in new_lines.iter().take(n_shown(happening)) {
                    say(&line.text);
                }
            }
            Self::Line(bar) => {
                if is_to_stay(happening) {
                    for line in new_lines {
                        bar.println(&line.text);
                    }
                }
                if matches!(happening, Happening::Planned(_)) {
                    bar.set_style(line());
                }
                draw(bar, record);
            }
        }
    }

    /// A line of the program's own.
    pub(super) fn say(&self, text: &str) {
        match self {
            Self::Line(bar) => bar.println(text),
            Self::Log => say(text),
        }
    }

    /// Time has passed.
    pub(super) fn tick(&self, record: &Record) {
        if let Self::Line(bar) = self {
            draw(bar, record);
            bar.tick();
        }
    }

    /// Clears the line.
    pub(super) fn end(&self) {
        if let Self::Line(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn draw(bar: &ProgressBar, record: &Record) {
    if matches!(record.phase(), Phase::AskingServices) {
        let counts = record.counts();
        bar.set_length((counts.to_ask + counts.asked) as u64);
        bar.set_position(counts.asked as u64);
        bar.set_prefix(counts.to_string());
    }
    bar.set_message(record.message());
}

/// How many of the new lines go into a log. The many services that are left out stay in the saved log.
fn n_shown(happening: &Happening) -> usize {
    match happening {
        Happening::Planned(_) => 1,
        // The summary says it.
        Happening::Ended(_) => 0,
        _ => usize::MAX,
    }
}

/// What stays on a terminal above the line that moves: what a person should know.
fn is_to_stay(happening: &Happening) -> bool {
    match happening {
        Happening::Note(_) | Happening::Queued(_) => true,
        Happening::Finished(_, report) => {
            matches!(report.outcome, Outcome::Failed | Outcome::Overflow)
        }
        Happening::AskingRegistry { .. }
        | Happening::RegistryAsked(_)
        | Happening::Planned(_)
        | Happening::AlsoKnown(_)
        | Happening::RegistryCounted(_)
        | Happening::AskingAgain(_)
        | Happening::Part(..)
        | Happening::Sending(..)
        | Happening::Sent(..)
        | Happening::Asking(_)
        | Happening::Rows(..)
        | Happening::Replaced(..)
        | Happening::Ended(_) => false,
    }
}

fn spinner() -> ProgressStyle {
    let template = "{spinner} {elapsed} {wide_msg}";
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// The counter stands last, as in tkdiscover: to ask / asked / failed: datasets.
fn line() -> ProgressStyle {
    let template = "{elapsed} [{bar:24}] {prefix}  {wide_msg}";
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("##-")
}
