//! Carries what was written through to the disk about once a second, for the case of a power cut.
//!
//! What the kernel has taken survives the end of the program. Carrying it through may take seconds on a slow disk, so
//! it has a thread of its own, for which nothing waits.

use super::{Complain, Trouble};
use std::{
    fs::File,
    io,
    path::Path,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel},
    },
    thread::JoinHandle,
    time::Duration,
};

/// What a power cut may cost.
const PAUSE: Duration = Duration::from_secs(1);

/// The thread that does it. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct Syncing {
    written: SyncSender<()>,
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

impl Syncing {
    /// Starts it for this file.
    pub(super) fn start(file: &File, path: &Path, complain: &Complain) -> io::Result<Self> {
        let (written, news) = sync_channel(1);
        let (stop, stopped) = channel();
        let (file, path, complain) = (file.try_clone()?, path.to_owned(), Arc::clone(complain));
        let thread = std::thread::Builder::new()
            .name("journal to disk".to_owned())
            .spawn(move || sync(&file, &path, &complain, (&news, &stopped)))?;
        Ok(Self {
            written,
            stop,
            thread,
        })
    }

    /// Says that something was written. Never waits.
    pub(super) fn note(&self) {
        // Where one such note waits already, it stands for this one too.
        self.written.try_send(()).ok();
    }

    /// Carries through what was written last, and lets go of the file.
    pub(super) fn end(self) {
        drop((self.written, self.stop));
        // A thread that came to grief has let go of it too.
        self.thread.join().ok();
    }
}

fn sync(
    file: &File,
    path: &Path,
    complain: &Complain,
    (news, stopped): (&Receiver<()>, &Receiver<()>),
) {
    while news.recv().is_ok() {
        let kept = file.sync_data().and_then(|()| match path.try_exists() {
            Ok(false) => Err(io::ErrorKind::NotFound.into()),
            _ => Ok(()),
        });
        if let Err(error) = kept {
            return complain(Trouble::from_now(&error, path));
        }
        if stopped.recv_timeout(PAUSE) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}
