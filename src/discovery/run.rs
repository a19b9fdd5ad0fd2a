//! Asks every service of a plan side by side; the only task that tells events.

use super::{
    Search,
    ask::Asker,
    event::{Ending, Happening, Outcome, Replacement, Report, ServiceNr},
    plan::{Considered, Fate, Plan},
    queue::{Host, Queue},
    registry,
    repeats::Repeats,
    sieve::{Arrived, Mesh},
};
use crate::{
    domain::{dataset::Datasets, matching::Judge},
    http::Client,
};
use std::time::SystemTime;
use std::{collections::BTreeMap, sync::Arc};
use tokio::{
    sync::mpsc,
    task::{self, JoinError, JoinSet},
};

/// Chunks of rows that may wait to be told. When they are more, the readers wait, and with them the services.
const CHUNKS_WAITING: usize = 64;

/// Tells somebody what happens.
pub(super) type Tell = dyn Fn(Happening) + Send + Sync;

/// A whole search. Dropping the future closes every connection.
pub(super) async fn search(client: Client, search: &Search, tell: &Tell) -> Ending {
    tell(Happening::AskingRegistry {
        url: search.registry.clone(),
    });
    let plan = match registry::plan_search(&client, search, tell).await {
        Ok(plan) => Arc::new(plan),
        Err(failure) => return Ending::RegistryFailed(Arc::new(failure)),
    };
    tell(Happening::Planned(Arc::clone(&plan)));
    let is_to_ask = |considered: &Considered| considered.fate == Fate::ToAsk;
    if !plan.considered.iter().any(is_to_ask) {
        return Ending::NothingToAsk;
    }
    let (sender, rows) = mpsc::channel(CHUNKS_WAITING);
    let asker = Asker {
        constraints: Arc::new(search.constraints.clone()),
        mesh: Arc::new(Mesh {
            judge: Judge::new(&search.constraints),
            inclusive: search.constraints.inclusive,
        }),
        rows: sender,
        client,
    };
    let mut round = Round::new(&plan, asker, tell);
    round.ask_all(rows).await;
    Ending::Complete
}

/// The services being asked, and what they told so far.
struct Round<'a> {
    plan: Arc<Plan>,
    asker: Asker,
    tell: &'a Tell,
    queue: Queue,
    tasks: JoinSet<(ServiceNr, Report)>,
    /// Whom each task asks, so that one that comes to grief can be named.
    names: BTreeMap<task::Id, ServiceNr>,
    repeats: Repeats,
    /// For each service, the datasets that nobody had told of before.
    n_new: Vec<u64>,
    /// For each service, whether it was put into the queue.
    queued: Vec<bool>,
}

impl<'a> Round<'a> {
    fn new(plan: &Arc<Plan>, asker: Asker, tell: &'a Tell) -> Self {
        let settings = asker.client.settings();
        let n_services = plan.considered.len();
        let mut round = Self {
            queue: Queue::new(settings.total, settings.per_host),
            asker,
            tell,
            tasks: JoinSet::new(),
            names: BTreeMap::new(),
            repeats: Repeats::default(),
            n_new: vec![0; n_services],
            queued: vec![false; n_services],
            plan: Arc::clone(plan),
        };
        for (nr, considered) in (0..).map(ServiceNr).zip(&plan.considered) {
            if considered.fate == Fate::ToAsk {
                round.enqueue(nr);
            }
        }
        round
    }

    /// Asks until nobody is left to ask.
    async fn ask_all(&mut self, mut rows: mpsc::Receiver<Arrived>) {
        loop {
            while let Some(nr) = self.queue.next_service() {
                self.ask(nr);
            }
            tokio::select! { biased;
                Some(arrived) = rows.recv() => self.take_rows(arrived),
                Some(done) = self.tasks.join_next_with_id() => {
                    // All rows of a task are in the channel before it is done.
                    while let Ok(arrived) = rows.try_recv() {
                        self.take_rows(arrived);
                    }
                    self.take_report(done);
                }
                else => return,
            }
            if self.queue.is_done() {
                return;
            }
        }
    }

    fn enqueue(&mut self, nr: ServiceNr) -> bool {
        let Some(considered) = self.plan.considered.get(nr.index()) else {
            return false;
        };
        match self.queued.get_mut(nr.index()) {
            Some(queued) if !*queued => *queued = true,
            _ => return false,
        }
        let host = Host::of(&considered.service.access_url);
        self.queue.push(nr, host);
        true
    }

    fn ask(&mut self, nr: ServiceNr) {
        let Some(considered) = self.plan.considered.get(nr.index()).cloned() else {
            self.queue.done(nr);
            return;
        };
        (self.tell)(Happening::Asking(nr));
        let asker = self.asker.clone();
        let task = self
            .tasks
            .spawn(async move { (nr, asker.ask(nr, considered).await) });
        self.names.insert(task.id(), nr);
    }

    fn take_rows(&mut self, Arrived { nr, datasets }: Arrived) {
        let Some(considered) = self.plan.considered.get(nr.index()) else {
            return;
        };
        let sorted = self.repeats.sort(considered.service.protocol, &datasets);
        let replacement = replacement(&datasets, &sorted.better, &sorted.places);
        let new = if sorted.new.iter().all(|is_new| *is_new) {
            datasets
        } else {
            datasets.select(&sorted.new)
        };
        if let Some(n_new) = self.n_new.get_mut(nr.index()) {
            *n_new += new.len() as u64;
        }
        if !new.is_empty() {
            (self.tell)(Happening::Rows(nr, Arc::new(new)));
        }
        if let Some(replacement) = replacement {
            (self.tell)(Happening::Replaced(nr, Arc::new(replacement)));
        }
    }

    fn take_report(&mut self, done: Result<(task::Id, (ServiceNr, Report)), JoinError>) {
        let (nr, mut report) = match done {
            Ok((id, done)) => {
                self.names.remove(&id);
                done
            }
            Err(error) => {
                let Some(nr) = self.names.remove(&error.id()) else {
                    return;
                };
                let sentence =
                    "vodiscover came to grief while asking it, which is a mistake of ours";
                let mut report = Report::unasked(Outcome::Failed, sentence, SystemTime::now());
                report.details = error.to_string();
                (nr, report)
            }
        };
        self.queue.done(nr);
        report.new = self.n_new.get(nr.index()).copied().unwrap_or_default();
        let has_failed = report.outcome == Outcome::Failed;
        (self.tell)(Happening::Finished(nr, Arc::new(report)));
        if has_failed {
            self.ask_those_it_stood_for(nr);
        }
    }

    fn ask_those_it_stood_for(&mut self, nr: ServiceNr) {
        let plan = Arc::clone(&self.plan);
        let Some(considered) = plan.considered.get(nr.index()) else {
            return;
        };
        let queued: Vec<ServiceNr> = considered
            .stands_for
            .iter()
            .copied()
            .filter(|nr| self.enqueue(*nr))
            .collect();
        if !queued.is_empty() {
            (self.tell)(Happening::Queued(queued));
        }
    }
}

/// The datasets that take the places of others, in the order of the places.
fn replacement(datasets: &Datasets, better: &[bool], places: &[usize]) -> Option<Replacement> {
    if places.is_empty() {
        return None;
    }
    let chosen = better.iter().enumerate().filter(|(_, better)| **better);
    let mut pairs: Vec<(usize, usize)> = places
        .iter()
        .copied()
        .zip(chosen.map(|(row, _)| row))
        .collect();
    pairs.sort_unstable();
    let mut builder = crate::domain::dataset::DatasetsBuilder::new();
    for (_, row) in &pairs {
        builder.copy_row(datasets.row(*row));
    }
    Some(Replacement {
        rows: pairs.into_iter().map(|(place, _)| place).collect(),
        datasets: builder.finish(),
    })
}
