//! What is under the pointer, so that every panel can show it.

use crate::discovery::event::ServiceNr;
use eframe::egui::Context;

/// What is under the pointer in any panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Hovered {
    /// Nothing that was found or asked.
    #[default]
    Nothing,
    /// The dataset at this place in what was found.
    Dataset(usize),
    /// This service.
    Service(ServiceNr),
}

/// What is under the pointer: as the frame before saw it, and as this one does. All panels of a frame show the same,
/// whichever of them is drawn first.
#[derive(Debug, Default)]
pub(crate) struct Hover {
    now: Hovered,
    next: Hovered,
}

impl Hover {
    /// What to show.
    pub(crate) fn now(&self) -> Hovered {
        self.now
    }

    /// The dataset to show, if it is one.
    pub(crate) fn dataset(&self) -> Option<usize> {
        match self.now {
            Hovered::Dataset(row) => Some(row),
            Hovered::Nothing | Hovered::Service(_) => None,
        }
    }

    /// This is under the pointer.
    pub(crate) fn set(&mut self, hovered: Hovered) {
        self.next = hovered;
    }

    /// The frame is drawn; another is, where it would show something else.
    pub(crate) fn end_frame(&mut self, ctx: &Context) {
        if self.next != self.now {
            ctx.request_repaint();
        }
        self.now = std::mem::take(&mut self.next);
    }
}
