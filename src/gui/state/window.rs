//! The window itself: what stands over it, how large its text is, and whether it may close.

use super::{Stage, State};
use crate::{
    discovery::event::RunId,
    gui::{format::counted, memory::downloads},
};

/// What stands over the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialog {
    /// The settings.
    Settings,
    /// The help.
    Help,
    /// What the program is.
    About,
    /// Whether to quit.
    Quit,
}

/// Whether the window closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaving {
    /// It stays.
    Not,
    /// It closes when the file is written.
    AfterSaving,
    /// It closes.
    Now,
    /// It closes, because the system ends the program.
    Abruptly,
}

/// Which results were written: of which search, how many rows, and at which of their revisions.
pub(crate) type Written = (RunId, usize, u64);

/// How much larger than usual text is, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextScale(u16);

/// The sizes of text to choose from, in percent.
const SCALES: [u16; 10] = [70, 80, 90, 100, 110, 125, 150, 175, 200, 250];

impl Default for TextScale {
    fn default() -> Self {
        Self(100)
    }
}

impl TextScale {
    /// The size next to this one, in percent.
    pub(crate) fn near(percent: u16) -> Self {
        let nearest = SCALES.into_iter().min_by_key(|size| size.abs_diff(percent));
        Self(nearest.unwrap_or(100))
    }

    pub(crate) fn larger(self) -> Self {
        Self(
            SCALES
                .into_iter()
                .find(|size| self.0 < *size)
                .unwrap_or(self.0),
        )
    }

    pub(crate) fn smaller(self) -> Self {
        let mut sizes = SCALES.into_iter().rev();
        Self(sizes.find(|size| *size < self.0).unwrap_or(self.0))
    }

    pub(crate) fn percent(self) -> u16 {
        self.0
    }

    /// The factor to the usual size.
    pub(crate) fn factor(self) -> f32 {
        f32::from(self.0) / 100.0
    }
}

impl State {
    /// What the results are now; `None` where nothing was found.
    pub(crate) fn results(&self) -> Option<Written> {
        let search = self.search.as_ref()?;
        let n_rows = search.record.found().len();
        (n_rows > 0).then_some((search.id, n_rows, search.revision))
    }

    /// Why it is worth asking before the window closes, in sentences; nothing where it is not.
    pub(crate) fn reasons_to_stay(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        if let Some(search) = self.search.as_ref().filter(|it| it.stage == Stage::Running) {
            let counts = search.record.counts();
            reasons.push(match counts.to_ask {
                0 => "A search is running.".to_owned(),
                n => format!(
                    "A search is running, with {} still to answer.",
                    counted(n as u64, "service")
                ),
            });
        }
        reasons.extend(self.downloads_under_way());
        reasons.extend(self.programs.who_would_lose_the_hub());
        let results = self.results();
        let Some((id, n_rows, _)) = results.filter(|_| results != self.written) else {
            return reasons;
        };
        let datasets = counted(n_rows as u64, "dataset");
        let are = if n_rows == 1 { "is" } else { "are" };
        let was_written = self.written.is_some_and(|(written, ..)| written == id);
        let mut reason = if was_written {
            format!("There is more than was saved: {datasets} now.")
        } else {
            format!("{datasets} {are} not saved to a file.")
        };
        if self.programs.has_table_of(id) {
            reason += " What was sent to other programs stays with them.";
        }
        reasons.push(reason);
        reasons
    }
}

impl State {
    /// Which downloads are under way, and which of them are not lost; `None` where none is.
    fn downloads_under_way(&self) -> Option<String> {
        let n_kept = if self.transfers.are_remembered {
            downloads::n_under_way_to_keep(&self.transfers)
        } else {
            0
        };
        let are = match self.transfers.n_under_way() {
            0 => return None,
            1 => "A download is under way.".to_owned(),
            n => format!("{n} downloads are under way."),
        };
        let goes_on = match (n_kept, self.transfers.n_under_way()) {
            (0, _) => return Some(are),
            (_, 1) => "It can be gone on with at the next start.".to_owned(),
            (kept, n) if kept == n => "They can be gone on with at the next start.".to_owned(),
            (kept, _) => format!("{kept} of them can be gone on with at the next start."),
        };
        Some(format!("{are} {goes_on}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_grows_and_shrinks_in_steps_and_stays_within_bounds() {
        let usual = TextScale::default();
        assert_eq!(usual.larger().percent(), 110);
        assert_eq!(usual.larger().smaller(), usual);
        let mut scale = usual;
        for _ in 0..20 {
            scale = scale.larger();
        }
        assert_eq!(scale.percent(), 250);
        for _ in 0..20 {
            scale = scale.smaller();
        }
        assert_eq!(scale.percent(), 70);
        assert_eq!(TextScale::near(0).percent(), 70);
        assert_eq!(TextScale::near(113).percent(), 110);
    }
}
