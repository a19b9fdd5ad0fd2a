//! What is under the pointer, so that every panel can show it.

mod of_service;

use super::state::State;
use crate::{discovery::event::ServiceNr, domain::row_set::RowSet};
use eframe::egui::Context;
use of_service::OfService;
use std::sync::Arc;

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
    of_service: OfService,
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

    /// The datasets of the service to show, if it is one; none until they are known. The same pointer as long as they
    /// are the same. The filter may hide some of them.
    pub(crate) fn rows(&self) -> Option<&Arc<RowSet>> {
        self.of_service.rows()
    }

    /// Begins a frame: takes in which datasets are those of the service under the pointer, or asks for them.
    pub(crate) fn keep_up(&mut self, ctx: &Context, state: &State) {
        let service = match self.now {
            Hovered::Service(nr) => Some(nr),
            Hovered::Nothing | Hovered::Dataset(_) => None,
        };
        self.of_service.keep_up(ctx, state, service);
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
