//! The same search without a window: progress on stderr, files, an exit status.

mod files;
mod named;
mod open;
mod practice;
mod progress;
mod recover;
mod summary;

pub use open::open;
use practice::with_registry;
pub use practice::{Whom, beside_practice, serve_practice};
pub use recover::recover;

use crate::{
    command_line::{Asking, Headless, Options, Registry},
    discovery::{
        self, Run, Search,
        again::{self, Again, How},
        event::{Ending, Happening, RunId, ServiceNr},
        journal::{Folder, Journal, Trouble},
        record::{Phase, Record},
    },
    http::{Client, limits::Settings},
    worker::interruption::Interruption,
};
use files::{Written, write};
use progress::Progress;
use std::time::{Duration, SystemTime};
use std::{
    io::{self, Write as _},
    process::ExitCode,
};
use tokio::{
    runtime::{Builder, Handle, Runtime},
    select,
    sync::mpsc,
    time::{MissedTickBehavior, interval},
};

/// A file could not be written, or the runtime or the practice VO could not be started.
const TROUBLE: u8 = 1;
/// No service applies to the question.
const NOTHING_TO_ASK: u8 = 3;
/// The registry or the name resolver cannot be asked.
const REGISTRY_FAILED: u8 = 4;
/// Ctrl-C, or the system asked to end.
const INTERRUPTED: u8 = 130;

/// How often the progress bar is drawn while nothing happens, so that its clock goes on.
const TICK: Duration = Duration::from_millis(200);

/// Runs a search, saves what it found, and says what became of it.
pub fn run(options: &Options, headless: &Headless) -> ExitCode {
    with_registry(options, |runtime, whom| {
        let search = match runtime.block_on(named::search(options, whom)) {
            Ok(search) => search,
            Err(status) => return ExitCode::from(status),
        };
        if matches!(options.registry, Registry::Practice { .. }) {
            say("asking the practice VO: nothing in it was ever observed");
        }
        let runs = Folder::of_this_user();
        recover::say_what_was_left(runs.as_ref());
        let Some((record, journal)) = runtime.block_on(observe(search, runs, headless.asking))
        else {
            return ExitCode::from(TROUBLE);
        };
        for line in summary::lines(&record, headless.asking) {
            say(&line);
        }
        let written = write(&record, &headless.files);
        if written == Written::Not {
            journal.keep();
            say("so that nothing is lost, the search stays on disk");
            recover::say_how();
        } else {
            journal.remove();
        }
        match record.phase() {
            Phase::Ended(Ending::Stopped) => ExitCode::from(INTERRUPTED),
            _ if written != Written::All => ExitCode::from(TROUBLE),
            Phase::Ended(Ending::Complete) => ExitCode::SUCCESS,
            Phase::Ended(Ending::NothingToAsk) => ExitCode::from(NOTHING_TO_ASK),
            Phase::Ended(Ending::RegistryFailed(_)) => ExitCode::from(REGISTRY_FAILED),
            // The search went away without a word, which is a mistake of ours.
            Phase::AskingRegistry | Phase::AskingServices => ExitCode::from(TROUBLE),
        }
    })
}

/// Runs a search to its end, or until it is interrupted, and on with those that did not tell all where that is asked
/// for. Its journal is kept meanwhile. `None`: it could not be started, which was said.
async fn observe(
    search: Search,
    runs: Option<Folder>,
    asking: Asking,
) -> Option<(Record, Journal)> {
    let client = new_client(search.settings.clone())?;
    let record = Record::new(RunId(1), search.clone());
    let progress = Progress::new();
    let to_say = progress.clone();
    let complain = move |trouble: Trouble| to_say.say(&trouble.to_string());
    let mut watcher = Watcher {
        journal: Journal::begin(runs, record.started(), &search, complain),
        record,
        progress,
        interrupted: Interruption::listen(),
    };
    watcher
        .watch(|id, tell| discovery::start(&Handle::current(), id, client, search, tell))
        .await;
    if asking == Asking::UntilComplete && watcher.has_come_to_its_end() {
        watcher.complete().await;
    }
    watcher.progress.end();
    Some((watcher.record, watcher.journal))
}

/// Those that failed, and those that were cut off, each once in its way; `None` where nobody is left.
///
/// One that broke off after rows is asked in parts when it was asked once more as it was: with more time, and on another
/// connection, one request may do where parts need many.
fn next_round(record: &Record, asked: &mut Vec<(ServiceNr, How)>) -> Option<Again> {
    let mut services = again::all_unanswered(record);
    services.extend(again::all_cut_off(record));
    let broken_off = again::all_broken_off(record).into_iter();
    services.extend(broken_off.filter(|(nr, _)| asked.contains(&(*nr, How::Whole))));
    services.retain(|wish| !asked.contains(wish));
    asked.extend_from_slice(&services);
    Again::new(record, &services)
}

/// A client with these bounds; where it cannot be had, that is said.
fn new_client(settings: Settings) -> Option<Client> {
    match Client::new(settings) {
        Ok(client) => Some(client),
        Err(failure) => {
            say(&format!("vodiscover: {failure}\n{}", failure.details()));
            None
        }
    }
}

/// Looks on while a search runs, and shows how it goes.
struct Watcher {
    record: Record,
    journal: Journal,
    progress: Progress,
    interrupted: Interruption,
}

/// Tells what happens in a search, from any thread.
type Tell = Box<dyn Fn(RunId, Happening) + Send + Sync>;

impl Watcher {
    /// Asks those again that did not tell all, as long as that may bring more and nobody interrupts it.
    async fn complete(&mut self) {
        let mut asked = Vec::new();
        while let Some(again) = next_round(&self.record, &mut asked)
            && let Some(client) = new_client(again.settings())
        {
            self.watch(|id, tell| {
                discovery::start_again(&Handle::current(), id, client, again, tell)
            })
            .await;
            if !self.has_come_to_its_end() {
                break;
            }
        }
    }

    /// Whether what was watched last came to its end, and was not interrupted.
    fn has_come_to_its_end(&self) -> bool {
        matches!(self.record.phase(), Phase::Ended(Ending::Complete))
    }

    /// Takes in what is told until the end, or until it is interrupted.
    async fn watch(&mut self, start: impl FnOnce(RunId, Tell) -> Run) {
        let (sender, mut told) = mpsc::unbounded_channel();
        let pen = self.journal.pen();
        let tell = move |_, happening| {
            let now = SystemTime::now();
            pen.write(now, &happening);
            drop(sender.send((now, happening)));
        };
        let mut running = Some(start(self.record.id(), Box::new(tell)));
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            select! { biased;
                happening = told.recv() => {
                    let Some((at, happening)) = happening else { break };
                    let n_lines = self.record.log().len();
                    self.record.take_in_at(at, &happening);
                    self.progress.show(&self.record, &happening, n_lines);
                    if matches!(happening, Happening::Ended(_)) {
                        break;
                    }
                }
                () = self.interrupted.came(), if running.is_some() => {
                    self.progress.say("interrupted; what was found is kept");
                    running = None;
                }
                _ = ticks.tick() => self.progress.tick(&self.record),
            }
        }
    }
}

/// Writes a line to standard error. Where nobody reads it, nothing is to be done about that.
fn say(line: &str) {
    writeln!(io::stderr(), "{line}").ok();
}

/// A runtime for everything that this program does at once.
fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().enable_all().build()
}
