//! What is looked up while a question is typed: where an object is, and whom a search would ask.

use super::{Event, thread::Teller};
use crate::{
    discovery::{
        Search,
        event::Failure,
        naming::{NotResolved, resolve},
        preview::Foresight,
    },
    domain::object::Named,
    http::{Client, failure, limits::Settings},
};
use std::time::Duration;
use tokio::{
    runtime::Handle,
    task::JoinHandle,
    time::{Instant, sleep_until},
};

/// A name to look up.
#[derive(Debug, Clone, PartialEq)]
pub struct LookUp {
    /// The object.
    pub named: Named,
    /// The base address of the Sesame service.
    pub resolver: String,
    /// Time-outs and other bounds.
    pub settings: Settings,
    /// How long to wait for a newer request before this one is sent.
    pub wait: Duration,
}

/// Looks things up, at most one of a kind at a time: a newer request takes the place of the older.
#[derive(Debug)]
pub(super) struct Consultant {
    runtime: Handle,
    teller: Teller,
    name: Option<Task>,
    preview: Option<Task>,
    foresight: Foresight,
    /// Kept, because it reads the machine's certificates once.
    client: Option<Client>,
}

/// Work under way. It is broken off, and its connections are closed, when this is dropped.
#[derive(Debug)]
struct Task(JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Consultant {
    pub(super) fn new(runtime: Handle, teller: Teller) -> Self {
        Self {
            runtime,
            teller,
            name: None,
            preview: None,
            foresight: Foresight::default(),
            client: None,
        }
    }

    /// Looks a name up.
    pub(super) fn look_up(&mut self, asked: LookUp) {
        self.name = None;
        let teller = self.teller.clone();
        let client = self.client(&asked.settings);
        let due = Instant::now() + asked.wait;
        self.name = Some(Task(self.runtime.spawn(async move {
            sleep_until(due).await;
            let resolved = match client {
                Ok(client) => resolve(&client, &asked.resolver, &asked.named).await,
                Err(failure) => Err(NotResolved::NoAnswer(failure)),
            };
            teller.tell(Event::Resolved(asked.named, Box::new(resolved)));
        })));
    }

    /// Drops the name that is being looked up.
    pub(super) fn leave_name(&mut self) {
        self.name = None;
    }

    /// Finds out whom a search would ask; what is told bears this number. One query at a time goes to the registry.
    pub(super) fn foresee(&mut self, nr: u64, search: Box<Search>, wait: Duration) {
        self.preview = None;
        if let Some(preview) = self.foresight.remembered(&search) {
            self.teller.tell(Event::Foreseen(nr, Ok(preview)));
            return;
        }
        let teller = self.teller.clone();
        let foresight = self.foresight.clone();
        let client = self.client(&search.settings);
        let due = Instant::now() + wait;
        self.preview = Some(Task(self.runtime.spawn(async move {
            sleep_until(due).await;
            let foreseen = match client {
                Ok(client) => foresight.ask(&client, &search).await,
                Err(failure) => Err(failure),
            };
            teller.tell(Event::Foreseen(nr, foreseen));
        })));
    }

    /// Drops what is being found out about a search.
    pub(super) fn leave_preview(&mut self) {
        self.preview = None;
    }

    fn client(&mut self, settings: &Settings) -> Result<Client, Failure> {
        let settings = Settings {
            per_host: 1,
            ..settings.clone()
        };
        if let Some(client) = self.client.as_ref().filter(|it| *it.settings() == settings) {
            return Ok(client.clone());
        }
        let client = Client::new(settings).map_err(|failure: failure::Failure| Failure {
            sentence: failure.to_string(),
            details: failure.details(),
        })?;
        self.client = Some(client.clone());
        Ok(client)
    }
}
