//! Asks services side by side; the only task that tells events.

use super::{
    Search,
    ask::Asker,
    event::{Happening, Outcome, Replacement, Report, ServiceNr},
    homes::Homes,
    parts::sample::Sample,
    parts::{self, Cutting},
    plan::{Fate, Plan, Reason},
    queue::{Host, Queue},
    repeats::{Repeats, Source},
    run::Tell,
    sieve::{Arrived, Mesh, Told},
};
use crate::{
    domain::{
        dataset::{Datasets, DatasetsBuilder},
        matching::Judge,
    },
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

/// The services being asked, and what they told so far.
pub(super) struct Round<'a> {
    plan: Arc<Plan>,
    asker: Asker,
    told: mpsc::Receiver<Told>,
    tell: &'a Tell,
    queue: Queue<ServiceNr>,
    tasks: JoinSet<(ServiceNr, Report)>,
    /// Whom each task asks, so that one that comes to grief can be named.
    names: BTreeMap<task::Id, ServiceNr>,
    repeats: Repeats,
    /// For each service, the datasets that nobody had told of before.
    n_new: Vec<u64>,
    /// For each service, in which way it was asked or is to be; `None` for one that was left out.
    ways: Vec<Option<Way>>,
}

/// In which way a service is asked.
#[derive(Debug, Clone)]
pub(super) enum Way {
    /// The whole question at once.
    Whole,
    /// The same, for so many rows at most.
    UpTo(u32),
    /// In parts, until each comes whole; with some of the rows that it gave before.
    InParts(Arc<Sample>),
}

impl<'a> Round<'a> {
    pub(super) fn new(client: Client, search: &Search, plan: &Arc<Plan>, tell: &'a Tell) -> Self {
        let settings = client.settings();
        let n_services = plan.considered.len();
        let (sender, told) = mpsc::channel(CHUNKS_WAITING);
        let constraints = Arc::new(search.constraints.clone());
        Self {
            queue: Queue::new(settings.total, settings.per_host),
            asker: Asker {
                whole: Arc::clone(&constraints),
                constraints,
                mesh: Arc::new(Mesh {
                    judge: Judge::new(&search.constraints),
                    inclusive: search.constraints.inclusive,
                }),
                rows: sender,
                maxrec: settings.maxrec,
                n_answers: Arc::default(),
                sampler: None,
                refusals: Arc::default(),
                client,
            },
            told,
            tell,
            tasks: JoinSet::new(),
            names: BTreeMap::new(),
            repeats: Repeats::new(Homes::of(plan)),
            n_new: vec![0; n_services],
            ways: vec![None; n_services],
            plan: Arc::clone(plan),
        }
    }

    /// The same after an earlier round, which asked these services, and which told what these repeats know.
    pub(super) fn after(mut self, asked: &[ServiceNr], repeats: Repeats) -> Self {
        for nr in asked {
            if let Some(way) = self.ways.get_mut(nr.index()) {
                *way = Some(Way::Whole);
            }
        }
        self.repeats = repeats;
        self
    }

    /// Asks these services, and those that must be asked when one of them fails or is cut off, until nobody is left.
    pub(super) async fn ask_all(mut self, services: impl IntoIterator<Item = (ServiceNr, Way)>) {
        for (nr, way) in services {
            self.enqueue(nr, way);
        }
        while !self.queue.is_done() {
            while let Some(nr) = self.queue.take_next() {
                self.ask(nr);
            }
            tokio::select! { biased;
                Some(told) = self.told.recv() => self.take_in(told),
                Some(done) = self.tasks.join_next_with_id() => {
                    // All rows of a task are in the channel before it is done.
                    while let Ok(told) = self.told.try_recv() {
                        self.take_in(told);
                    }
                    self.take_report(done);
                }
                else => return,
            }
        }
    }

    fn enqueue(&mut self, nr: ServiceNr, way: Way) {
        let Some(considered) = self.plan.get(nr) else {
            return;
        };
        if let Some(old) = self.ways.get_mut(nr.index()) {
            *old = Some(way);
        }
        let host = Host::of(&considered.service.access_url);
        self.queue.push(nr, host);
    }

    fn ask(&mut self, nr: ServiceNr) {
        let Some(considered) = self.plan.get(nr).cloned() else {
            self.queue.done(nr);
            return;
        };
        (self.tell)(Happening::Asking(nr));
        let mut asker = Asker {
            refusals: Arc::default(),
            ..self.asker.clone()
        };
        let way = self.ways.get(nr.index()).cloned().flatten();
        if let Some(Way::UpTo(rows)) = way {
            asker.maxrec = rows;
        }
        let cutting = match way {
            Some(Way::InParts(sample)) => Some(Cutting::Further(sample)),
            _ if parts::has_several(&asker.whole) => Some(Cutting::Places),
            Some(Way::Whole | Way::UpTo(_)) | None => None,
        };
        let task = self.tasks.spawn(async move {
            let report = match cutting {
                Some(cutting) => parts::ask(asker, nr, considered, cutting).await,
                None => asker.ask(nr, considered).await,
            };
            (nr, report)
        });
        self.names.insert(task.id(), nr);
    }

    fn take_in(&mut self, told: Told) {
        match told {
            Told::Rows(arrived) => self.take_rows(arrived),
            Told::Part(nr, part) => (self.tell)(Happening::Part(nr, Arc::new(part))),
            Told::Sending(nr, attempt) => (self.tell)(Happening::Sending(nr, Arc::new(attempt))),
            Told::Sent(nr, attempt) => (self.tell)(Happening::Sent(nr, Arc::new(attempt))),
        }
    }

    fn take_rows(&mut self, arrived: Arrived) {
        let Arrived {
            nr,
            answer,
            datasets,
        } = arrived;
        let Some(considered) = self.plan.get(nr) else {
            return;
        };
        let source = Source {
            nr,
            protocol: considered.service.protocol,
            answer,
        };
        let sorted = self.repeats.sort(source, &datasets);
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
        let share = Share::of(&report);
        (self.tell)(Happening::Finished(nr, Arc::new(report)));
        self.ask_those_it_stood_for(nr, share);
    }

    /// Those that were left out in favour of a service that did not tell all, and have not been asked yet.
    fn ask_those_it_stood_for(&mut self, nr: ServiceNr, share: Share) {
        let plan = Arc::clone(&self.plan);
        let stands_for = plan.get(nr).map_or(&[][..], |it| &it.stands_for);
        let is_left_out = |nr: &&ServiceNr| matches!(self.ways.get(nr.index()), Some(None));
        let queued: Vec<ServiceNr> = stands_for
            .iter()
            .filter(is_left_out)
            .filter(|nr| {
                plan.get(**nr)
                    .is_some_and(|it| may_tell_more(&it.fate, share))
            })
            .copied()
            .collect();
        for nr in &queued {
            self.enqueue(*nr, Way::Whole);
        }
        if !queued.is_empty() {
            (self.tell)(Happening::Queued(queued));
        }
    }
}

/// How much a service told of what it has that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Share {
    All,
    /// It was cut off, or could be asked with a simpler question only.
    Some,
    Nothing,
}

impl Share {
    fn of(report: &Report) -> Self {
        match report.outcome {
            Outcome::Failed => Self::Nothing,
            Outcome::Overflow => Self::Some,
            Outcome::Ok | Outcome::Empty if !report.misses.is_empty() => Self::Some,
            Outcome::Ok
            | Outcome::Empty
            | Outcome::Skipped
            | Outcome::Stopped
            | Outcome::NotAsked => Self::All,
        }
    }
}

/// Whether a service that was left out may tell what the one in its place did not.
fn may_tell_more(fate: &Fate, share: Share) -> bool {
    let Fate::LeftOut(reason) = fate else {
        return false;
    };
    match share {
        Share::Nothing => true,
        // The same address would cut its answer off at the same place, and refuse the same queries.
        Share::Some => !matches!(reason, Reason::SameAddress { .. } | Reason::SameTap { .. }),
        Share::All => false,
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
    let mut builder = DatasetsBuilder::new();
    for (_, row) in &pairs {
        builder.copy_row(datasets.row(*row));
    }
    Some(Replacement {
        rows: pairs.into_iter().map(|(place, _)| place).collect(),
        datasets: builder.finish(),
    })
}
