//! Signals by which the system, or the person in a terminal, ends the program.

/// The ways in which the person or the system asks a program to end.
#[derive(Debug)]
pub(crate) struct Interruption {
    #[cfg(unix)]
    signals: Vec<tokio::signal::unix::Signal>,
}

impl Interruption {
    #[cfg(unix)]
    /// From now on; without it the process would end at once.
    pub(crate) fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        let kinds = [
            SignalKind::interrupt(),
            SignalKind::terminate(),
            SignalKind::hangup(),
        ];
        Self {
            signals: kinds
                .into_iter()
                .filter_map(|kind| signal(kind).ok())
                .collect(),
        }
    }

    #[cfg(unix)]
    /// Waits for one.
    pub(crate) async fn came(&mut self) {
        std::future::poll_fn(|context| {
            let mut signals = self.signals.iter_mut();
            if signals.any(|signal| signal.poll_recv(context).is_ready()) {
                std::task::Poll::Ready(())
            } else {
                std::task::Poll::Pending
            }
        })
        .await;
    }

    #[cfg(not(unix))]
    /// From now on; without it the process would end at once.
    pub(crate) fn listen() -> Self {
        Self {}
    }

    #[cfg(not(unix))]
    /// Waits for one.
    pub(crate) async fn came(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
