//! Lists the datasets on a thread of its own, whenever another list is wanted or more rows have come in.

use super::{
    action::{Action, Actions, TableAction},
    background::{Background, OnDemand},
    columns::titles,
    pace::Pace,
    state::{Made, State},
};
use crate::{
    discovery::{event::RunId, record::Record},
    listing::{Lister, Listing, Request, Titles},
};
use eframe::egui::Context;
use std::sync::Arc;

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Of {
    run: RunId,
    wanted: u64,
    revision: u64,
    n_found: usize,
    n_services: usize,
}

/// Lists the datasets.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    thread: OnDemand<(Of, Request), (Of, Listing)>,
    /// Makes them here where there can be no thread.
    own: Lister,
    asked: Option<Of>,
    pace: Pace,
    titles: Arc<Titles>,
    titles_of: Option<(RunId, usize)>,
}

impl Lists {
    /// The titles of the services by their identifiers.
    pub(crate) fn titles(&self) -> &Titles {
        &self.titles
    }

    /// Takes in a list that was made, and asks for the next where one is wanted. Asks for: `Listed`.
    pub(crate) fn keep_up(&mut self, ctx: &Context, state: &State, actions: &mut Actions) {
        let Some(search) = &state.search else { return };
        self.keep_titles(search.id, &search.record);
        if let Some((of, listing)) = self.thread.newest() {
            self.pace.answered(ctx);
            actions.push(made(of, listing));
        }
        if state.table.is_plain() {
            // With the thread goes what it keeps, such as the datasets of an earlier search.
            self.asked = None;
            self.thread = OnDemand::default();
            self.own = Lister::default();
            return;
        }
        let of = Of {
            run: search.id,
            wanted: state.table.wanted,
            revision: search.revision,
            n_found: search.record.found().len(),
            n_services: search.record.services().len(),
        };
        if self.asked == Some(of) {
            return;
        }
        let same = |asked: Of| asked.run == of.run && asked.wanted == of.wanted;
        // The answer of a thread that is busy draws the window anew.
        if self.asked.is_some_and(same) && (self.pace.waits(ctx) || self.thread.is_busy()) {
            return;
        }
        self.asked = Some(of);
        self.pace.asked(ctx);
        let request = self.request(state, &search.record);
        self.ask(ctx, of, request, actions);
    }

    fn keep_titles(&mut self, run: RunId, record: &Record) {
        let of = (run, record.services().len());
        if self.titles_of != Some(of) {
            self.titles = Arc::new(titles(record));
            self.titles_of = Some(of);
        }
    }

    fn request(&self, state: &State, record: &Record) -> Request {
        Request {
            found: record.found().clone(),
            titles: Arc::clone(&self.titles),
            filter: state.table.in_force.clone(),
            grouping: state.table.grouping,
            chosen: state.table.chosen.clone(),
            sort: state.table.sort.clone(),
        }
    }

    fn ask(&mut self, ctx: &Context, of: Of, request: Request, actions: &mut Actions) {
        let start = || {
            let mut lister = Lister::default();
            let work = move |(of, request): (Of, Request)| (of, lister.list(&request));
            Background::start("listing", ctx, work)
        };
        if let Some((of, request)) = self.thread.ask((of, request), start) {
            actions.push(made(of, self.own.list(&request)));
        }
    }
}

fn made(of: Of, listing: Listing) -> Action {
    Action::Table(TableAction::Listed(Made {
        run: of.run,
        wanted: of.wanted,
        listing: Arc::new(listing),
    }))
}
