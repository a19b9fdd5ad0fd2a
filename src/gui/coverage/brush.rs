//! Which datasets lie within a brush, looked for off the window's thread.

use super::{extent::Extents, pick, region::Region};
use crate::{
    discovery::event::RunId,
    domain::row_set::RowSet,
    gui::{
        action::Action,
        background::{Background, OnDemand},
        selection::Combine,
        shown::Shown,
    },
};
use eframe::egui::Context;
use std::sync::Arc;

/// A rectangle that was drawn over datasets.
#[derive(Debug)]
pub(super) struct Brush {
    /// Of which search they are.
    pub run: RunId,
    /// All of them.
    pub extents: Extents,
    /// Which the filter lets through.
    pub shown: Shown,
    /// What it lies over.
    pub region: Region,
    /// What becomes of those in it.
    pub how: Combine,
}

/// Looks for what lies within brushes.
#[derive(Debug, Default)]
pub(super) struct Brushes(OnDemand<Brush, Action>);

impl Brushes {
    /// Asks for what lies within one.
    pub(super) fn ask(&mut self, ctx: &Context, brush: Brush) {
        self.0.ask(brush, || {
            Background::start("coverage selection", ctx, |brush: Brush| brush.select())
        });
    }

    /// The selection that the last brush makes, once that is known.
    pub(super) fn selected(&mut self) -> Option<Action> {
        self.0.newest()
    }
}

impl Brush {
    fn select(&self) -> Action {
        let rows: RowSet = pick::within(&self.extents, &self.shown, self.region);
        Action::SelectRows(self.run, Arc::new(rows), self.how)
    }
}
