//! Sends what is to be remembered to the worker, when it has changed.

use crate::{
    gui::{
        memory::{Memory, WindowPlace},
        state::State,
    },
    worker::{Command, Worker},
};
use eframe::egui::Context;
use std::path::PathBuf;

/// What was sent to be kept, and where.
#[derive(Debug)]
pub(super) struct Keeping {
    /// `None`: nothing is remembered.
    path: Option<PathBuf>,
    sent: Memory,
}

impl Keeping {
    /// What is so now need not be written.
    pub(super) fn new(path: Option<PathBuf>, state: &State) -> Self {
        Self {
            path,
            sent: state.memory(),
        }
    }

    /// Has it kept, where it has changed.
    pub(super) fn keep(&mut self, state: &State, worker: &Worker) {
        let Some(path) = &self.path else {
            return;
        };
        let memory = state.memory();
        if memory == self.sent {
            return;
        }
        if let Some(text) = memory.text() {
            worker.send(Command::Remember(path.clone(), text));
        }
        self.sent = memory;
    }
}

/// Where the window is now; `None` while it is iconified, or where the desktop does not tell.
pub(super) fn window_place(ctx: &Context) -> Option<WindowPlace> {
    let zoom = ctx.zoom_factor();
    ctx.input(|input| {
        let viewport = input.viewport();
        if viewport.minimized == Some(true) {
            return None;
        }
        let size = viewport.inner_rect?.size() * zoom;
        let corner = viewport.outer_rect.map(|rect| rect.min.to_vec2() * zoom);
        Some(WindowPlace {
            size: size.into(),
            corner: corner.map(Into::into),
            maximized: viewport.maximized == Some(true),
        })
    })
}
