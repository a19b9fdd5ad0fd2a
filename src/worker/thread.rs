//! The loop behind the window: one arm a command.

use super::{
    Command, Drawing, Event, Existing, PathDialog, consult::Consultant, desk::Desk,
    interruption::Interruption, journals::Journals, keep::Keeper, transfers::Transfers,
};
use crate::{
    discovery::{
        self, Run, Search,
        again::Again,
        event::{Ending, Failure, Happening, RunId},
        export,
        journal::Folder,
        record::Record,
    },
    http::Client,
    samp::Session,
    transfer,
};
use crossbeam_channel::Receiver;
use std::{
    fmt,
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime},
};
use tokio::{
    runtime::{Handle, Runtime},
    task::JoinHandle,
    time::timeout,
};

/// Tells the window something, from any thread.
#[derive(Clone)]
pub(super) struct Teller(Arc<dyn Fn(Event) + Send + Sync>);

impl Teller {
    pub(super) fn new(tell: impl Fn(Event) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    pub(super) fn tell(&self, event: Event) {
        (self.0)(event);
    }
}

impl fmt::Debug for Teller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Teller")
    }
}

/// How long the end of the program waits for files that are being written: a drive of the network may hang for ever.
const SAVINGS: Duration = Duration::from_mins(1);

/// Does what it is asked until nobody can ask any more.
pub(super) fn work(
    runtime: Runtime,
    session: Session,
    runs: Option<Folder>,
    (to_do, teller): (&Receiver<Command>, &Teller),
) {
    // For all that belongs to datasets: copies share their connections, and what is known of the machine's certificates.
    let fetcher = Client::new(transfer::settings());
    let mut hands = Hands {
        journals: Journals::new(runs, runtime.handle().clone(), teller.clone()),
        runtime: runtime.handle().clone(),
        teller: teller.clone(),
        desk: Desk::new(
            runtime.handle().clone(),
            teller.clone(),
            session,
            fetcher.clone(),
        ),
        run: None,
        consultant: Consultant::new(runtime.handle().clone(), teller.clone()),
        keeper: Keeper::new(runtime.handle().clone(), teller.clone()),
        savings: Vec::new(),
        transfers: Transfers::new(runtime.handle().clone(), teller.clone(), fetcher),
    };
    for command in to_do {
        hands.obey(command);
    }
    hands.run = None;
    runtime.block_on(async {
        tokio::join!(
            hands.desk.close(),
            hands.keeper.finish(),
            hands.transfers.finish(),
            discovery::farewells(discovery::FAREWELLS)
        )
    });
    // A look-up of a name that is under way cannot be broken off; it is not waited for.
    runtime.shutdown_background();
}

/// What the loop holds between commands.
struct Hands {
    runtime: Handle,
    teller: Teller,
    desk: Desk,
    /// The search that is running, or has run; dropping it stops it.
    run: Option<Run>,
    journals: Journals,
    consultant: Consultant,
    keeper: Keeper,
    /// Files that are being written; each says at its end whether it was.
    savings: Vec<JoinHandle<bool>>,
    transfers: Transfers,
}

impl Hands {
    fn obey(&mut self, command: Command) {
        match command {
            Command::Discover(id, started, search) => self.discover(id, started, *search),
            Command::AskAgain(id, again) => self.ask_again(id, *again),
            Command::Stop => self.run = None,
            Command::Save {
                to,
                existing,
                record,
            } => self.save(to, existing, record),
            Command::Samp(command) => self.desk.obey(command),
            Command::LookUp(asked) => self.consultant.look_up(*asked),
            Command::LeaveName => self.consultant.leave_name(),
            Command::Foresee(nr, search, wait) => self.consultant.foresee(nr, search, wait),
            Command::LeavePreview => self.consultant.leave_preview(),
            Command::Remember(to, text) => self.keeper.keep(to, text),
            Command::AskFile(dialog) => self.ask_path(dialog, Event::FileChosen),
            Command::AskPath(dialog) => self.ask_path(dialog, Event::PathChosen),
            Command::Draw {
                to,
                existing,
                drawing,
            } => self.draw(to, existing, drawing),
            Command::AskFigurePath(dialog) => self.ask_path(dialog, Event::FigurePathChosen),
            Command::AskFolder(dialog) => self.ask_path(dialog, Event::FolderChosen),
            Command::Transfer(command) => self.transfers.obey(command),
            Command::LookForLeft => self.journals.look(),
            Command::OpenLeft(id) => self.journals.open(id),
            Command::OpenFile(id, path) => {
                self.run = None;
                self.journals.open_file(id, path);
            }
            Command::DiscardLeft => self.journals.discard(),
            Command::LeaveLeft => self.journals.leave(),
            Command::HeedSignals => self.heed_signals(),
            Command::EndAbruptly => {
                self.finish_savings();
                self.journals.keep();
            }
            Command::End { awaits_file } => self.end(awaits_file),
        }
    }

    fn discover(&mut self, id: RunId, started: SystemTime, search: Search) {
        // The one before is stopped first, so that the two do not share the limits of a host.
        self.run = None;
        let tell = self.journals.begin(id, started, &search);
        match Client::new(search.settings.clone()) {
            Ok(client) => {
                self.run = Some(discovery::start(&self.runtime, id, client, search, tell));
            }
            Err(failure) => {
                let failure = Failure {
                    sentence: failure.to_string(),
                    details: failure.details(),
                };
                let ending = Ending::RegistryFailed(Arc::new(failure));
                tell(id, Happening::Ended(ending));
            }
        }
    }

    fn ask_again(&mut self, id: RunId, again: Again) {
        self.run = None;
        let tell = self.journals.go_on();
        match Client::new(again.settings()) {
            Ok(client) => {
                let run = discovery::start_again(&self.runtime, id, client, again, tell);
                self.run = Some(run);
            }
            Err(failure) => {
                let numbers = again.services().iter().map(|(nr, _)| *nr).collect();
                tell(id, Happening::AskingAgain(numbers));
                tell(id, Happening::Note(failure.to_string()));
                tell(id, Happening::Ended(Ending::Stopped));
            }
        }
    }

    fn save(&mut self, to: PathBuf, existing: Existing, record: Box<Record>) {
        let teller = self.teller.clone();
        let saving = self.runtime.spawn_blocking(move || {
            if existing == Existing::Keep && to.exists() {
                teller.tell(Event::FileExists(to));
                return false;
            }
            let saved = export::save(&record, &to);
            let is_saved = saved.is_ok();
            teller.tell(Event::Saved(saved));
            is_saved
        });
        self.savings.retain(|saving| !saving.is_finished());
        self.savings.push(saving);
    }

    /// Draws a picture and writes it. One that cannot be written costs nothing of what was found.
    fn draw(&mut self, to: PathBuf, existing: Existing, drawing: Drawing) {
        let teller = self.teller.clone();
        let saving = self.runtime.spawn_blocking(move || {
            if existing == Existing::Keep && to.exists() {
                teller.tell(Event::FigureExists(to));
            } else {
                let saved = export::save_figure(drawing.0, &to);
                teller.tell(Event::FigureSaved(saved.map(|()| to)));
            }
            true
        });
        self.savings.push(saving);
    }

    /// The window closes. A file that is being written is written to its end; where that fails and the window has not heard
    /// of it, nobody can be told any more, and so the search stays on disk.
    fn end(&mut self, awaits_file: bool) {
        if self.finish_savings() || !awaits_file {
            self.journals.end();
        } else {
            self.journals.keep();
        }
    }

    /// Stops the search, and waits for the files that are being written; whether all of them are.
    fn finish_savings(&mut self) -> bool {
        self.run = None;
        let savings = std::mem::take(&mut self.savings);
        let all = async {
            let mut are_saved = true;
            for saving in savings {
                are_saved &= saving.await.unwrap_or(false);
            }
            are_saved
        };
        let in_time = async { timeout(SAVINGS, all).await };
        self.runtime.block_on(in_time).unwrap_or(false)
    }

    fn heed_signals(&self) {
        let teller = self.teller.clone();
        let _inside = self.runtime.enter();
        let mut interruption = Interruption::listen();
        self.runtime.spawn(async move {
            interruption.came().await;
            teller.tell(Event::Interrupted);
        });
    }

    fn ask_path(&self, dialog: PathDialog, chosen: fn(Option<PathBuf>) -> Event) {
        let teller = self.teller.clone();
        self.runtime.spawn(async move {
            let path = dialog.0.await;
            teller.tell(chosen(path));
        });
    }
}
