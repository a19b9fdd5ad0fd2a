//! The datasets of the service under the pointer, looked for off the window's thread.

use crate::{
    discovery::{
        event::{RunId, ServiceNr},
        found::Found,
    },
    domain::{row_set::RowSet, service::Service},
    gui::{
        background::{Background, OnDemand},
        state::State,
    },
};
use eframe::egui::Context;
use std::sync::Arc;

/// Which datasets are meant: of this run and service, after so many replacements, among so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    run: RunId,
    service: ServiceNr,
    revision: u64,
    n_found: usize,
}

type Request = (Key, Found, Arc<Service>);

/// The datasets of the service under the pointer.
#[derive(Debug, Default)]
pub(crate) struct OfService {
    thread: OnDemand<Request, (Key, RowSet)>,
    asked: Option<Key>,
    known: Option<(Key, Arc<RowSet>)>,
}

impl OfService {
    /// Their rows, once they are known.
    pub(crate) fn rows(&self) -> Option<&Arc<RowSet>> {
        self.known.as_ref().map(|(_, rows)| rows)
    }

    /// Takes in what was found out, and asks where something else is to be known.
    pub(crate) fn keep_up(&mut self, ctx: &Context, state: &State, service: Option<ServiceNr>) {
        let newest = self.thread.newest();
        let wanted = service.zip(state.search.as_ref());
        let Some((service, search)) = wanted else {
            self.known = None;
            self.asked = None;
            return;
        };
        let found = search.record.found();
        let key = Key {
            run: search.id,
            service,
            revision: search.revision,
            n_found: found.len(),
        };
        let is_of = |other: &Key| (other.run, other.service) == (key.run, key.service);
        if let Some((of, rows)) = newest {
            let is_other = self.rows().is_none_or(|known| **known != rows);
            self.known = match self.known.take() {
                Some((_, known)) if !is_other => Some((of, known)),
                _ => Some((of, Arc::new(rows))),
            };
        }
        self.known.take_if(|(of, _)| !is_of(of));
        let is_asked = self.asked == Some(key);
        // While rows stream in, one question after the other: the answer draws the window anew.
        let waits = self.asked.as_ref().is_some_and(is_of) && self.thread.is_busy();
        if is_asked || waits {
            return;
        }
        let state = search.record.services().get(service.index());
        if let Some(state) = state {
            self.ask(ctx, (key, found.clone(), Arc::clone(&state.service)));
        }
    }

    fn ask(&mut self, ctx: &Context, request: Request) {
        let key = request.0;
        let look = |(key, found, service): Request| (key, found.rows_of(&service));
        let start = || Background::start("hovered service", ctx, look);
        if self.thread.ask(request, start).is_none() {
            self.asked = Some(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        discovery::event::Happening,
        gui::testing::{answered, datasets, tell},
    };
    use std::time::{Duration, Instant};

    fn rows(of: &mut OfService, state: &State, service: Option<ServiceNr>) -> Vec<usize> {
        let ctx = Context::default();
        let begun = Instant::now();
        loop {
            of.keep_up(&ctx, state, service);
            let is_busy = of.thread.is_busy();
            if !is_busy {
                of.keep_up(&ctx, state, service);
                return of.rows().map_or(Vec::new(), |rows| rows.iter().collect());
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "it never ends");
            std::thread::yield_now();
        }
    }

    #[test]
    fn the_datasets_follow_the_service_under_the_pointer_and_what_comes_in() {
        let (mut state, id) = answered();
        let mut of = OfService::default();
        assert_eq!(rows(&mut of, &state, Some(ServiceNr(0))), [0, 1]);
        let before = of.rows().cloned();
        assert_eq!(rows(&mut of, &state, Some(ServiceNr(0))), [0, 1]);
        let same = before.as_ref().zip(of.rows());
        assert!(same.is_some_and(|(before, now)| Arc::ptr_eq(before, now)));
        let more = Arc::new(datasets(&["Eagle again"]));
        tell(&mut state, id, Happening::Rows(ServiceNr(0), more));
        assert_eq!(rows(&mut of, &state, Some(ServiceNr(0))), [0, 1, 2]);
        assert_eq!(rows(&mut of, &state, Some(ServiceNr(1))), [0; 0]);
        assert_eq!(rows(&mut of, &state, None), [0; 0]);
        assert!(of.rows().is_none() && of.asked.is_none());
    }
}
