//! Which parts of the window show beside the form and the lists, which always do, and how the room is shared.

mod shares;

use eframe::egui::{Key, KeyboardShortcut, Modifiers};
use serde::{Deserialize, Serialize};
pub(crate) use shares::{Line, Room, Shares};
use std::collections::BTreeSet;

/// A part of the window that can be put away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Pane {
    /// The sky map.
    Sky,
    /// The coverage plot.
    Coverage,
    /// The details of what is selected.
    Details,
}

impl Pane {
    /// Its name in the menu.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sky => "Sky map",
            Self::Coverage => "Coverage plot",
            Self::Details => "Details",
        }
    }

    /// The keys that show it or put it away.
    pub(crate) fn keys(self) -> KeyboardShortcut {
        let key = match self {
            Self::Sky => Key::Num5,
            Self::Coverage => Key::Num6,
            Self::Details => Key::Num7,
        };
        KeyboardShortcut::new(Modifiers::COMMAND, key)
    }
}

/// Which parts were put away, at first none; and how the others share the room.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Panes {
    away: BTreeSet<Pane>,
    /// How the room is shared.
    pub shares: Shares,
}

impl Panes {
    /// Whether this part shows.
    pub(crate) fn shows(&self, pane: Pane) -> bool {
        !self.away.contains(&pane)
    }

    /// Shows it, or puts it away.
    pub(crate) fn toggle(&mut self, pane: Pane) {
        if !self.away.remove(&pane) {
            self.away.insert(pane);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_put_away_and_comes_back() {
        let mut panes = Panes::default();
        assert!(panes.shows(Pane::Sky) && panes.shows(Pane::Details));
        panes.toggle(Pane::Sky);
        assert!(!panes.shows(Pane::Sky) && panes.shows(Pane::Coverage));
        panes.toggle(Pane::Sky);
        assert_eq!(panes, Panes::default());
    }
}
