//! The thread behind the window, which owns the runtime.

pub mod command;
mod consult;
mod desk;
pub mod event;
pub(crate) mod interruption;
mod journals;
pub mod keep;
mod thread;
mod transfers;

pub use command::{Command, Drawing, Existing, PathDialog};
pub use consult::LookUp;
pub use desk::{Dispatch, Freight, OwnHubNews, SampCommand, SampNews, SendNr, is_fits};
pub use event::{Event, LeftRun};
pub use transfers::{DownloadId, Left, Listed, LookNr, TransferCommand, TransferNews};

use crate::{discovery::journal::Folder, samp::Session};
use crossbeam_channel::{Receiver, Sender, unbounded};
use std::{io, thread::JoinHandle};
use tokio::runtime::Builder;

/// The thread behind the window. It ends when this is dropped, and with it every search, save and broadcast under way.
///
/// The channels are unbounded, with a stated bound: a search tells a few events a service and one a batch of rows,
/// and the rows are wanted in memory anyway. A bounded one would halt the search while a window is minimised.
#[derive(Debug)]
pub struct Worker {
    /// `None` only while it is dropped: an ended channel ends the thread.
    commands: Option<Sender<Command>>,
    events: Receiver<Event>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread, which broadcasts through `samp` and keeps searches in `runs`. `wake` is called after each event, from any thread, and should be quick.
    pub fn start(
        samp: Session,
        runs: Option<Folder>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .thread_name("network")
            .enable_all()
            .build()?;
        let (commands, to_do) = unbounded();
        let (told, events) = unbounded();
        let tell = thread::Teller::new(move |event| {
            // Nobody listens any more: the window is closing.
            if told.send(event).is_ok() {
                wake();
            }
        });
        let thread = std::thread::Builder::new()
            .name("worker".to_owned())
            .spawn(move || thread::work(runtime, samp, runs, (&to_do, &tell)))?;
        Ok(Self {
            commands: Some(commands),
            events,
            thread: Some(thread),
        })
    }

    /// Asks for something. Never waits.
    pub fn send(&self, command: Command) {
        let sent = self
            .commands
            .as_ref()
            .map(|commands| commands.send(command).is_ok());
        debug_assert_eq!(sent, Some(true), "the worker listens until it is dropped");
    }

    /// The events that have come. Never waits.
    pub fn events(&self) -> impl Iterator<Item = Event> + '_ {
        self.events.try_iter()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.commands = None;
        let ended = self.thread.take().map(JoinHandle::join);
        debug_assert!(
            !matches!(ended, Some(Err(_))),
            "the worker's thread does not panic"
        );
    }
}
