//! Puts what comes over the wire onto the disk, on threads that may wait for it.

use super::{Progress, TransferError, part::PartFile};
use crate::http::fetch::Incoming;
use bytes::Bytes;
use std::sync::Arc;
use tokio::{sync::mpsc, task::spawn_blocking};

/// Pieces that may wait for the disk, so that a slow disk slows the server down.
const PIECES_WAITING: usize = 16;

/// Puts what comes behind what is there; gives how many bytes there are then.
pub(super) async fn receive(
    incoming: &mut Incoming,
    part: &PartFile,
    tell: Arc<dyn Fn(Progress) + Send + Sync>,
) -> Result<u64, TransferError> {
    let (sender, mut receiver) = mpsc::channel::<Bytes>(PIECES_WAITING);
    let (from, length) = (incoming.head.from, incoming.head.length);
    let part = part.clone();
    let mut writing = spawn_blocking(move || {
        let mut bytes = from;
        let path = part.path().to_owned();
        let progress = |bytes| Progress {
            path: path.clone(),
            bytes,
            length,
        };
        tell(progress(from));
        let pieces = || receiver.blocking_recv();
        part.write(from, pieces, |now| {
            bytes = now;
            tell(progress(now));
        })?;
        Ok::<u64, TransferError>(bytes)
    });
    let mut trouble = None;
    let mut n_bytes = from;
    loop {
        let next = tokio::select! {
            biased;
            () = sender.closed() => break,
            next = incoming.next() => next,
        };
        match next {
            Ok(Some(piece)) => {
                n_bytes += piece.len() as u64;
                let is_too_much = length.is_some_and(|length| length < n_bytes);
                if sender.send(piece).await.is_err() || is_too_much {
                    break;
                }
            }
            Ok(None) => break,
            Err(failure) => {
                trouble = Some(failure);
                break;
            }
        }
    }
    drop(sender);
    let written = (&mut writing).await;
    let bytes = written.map_err(|error| TransferError::Ours(error.to_string()))??;
    match trouble {
        Some(failure) => Err(failure.into()),
        None => Ok(bytes),
    }
}

/// Does something that waits for the disk, on a thread for that.
pub(super) async fn on_disk<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, TransferError> + Send + 'static,
) -> Result<T, TransferError> {
    let acting = spawn_blocking(act).await;
    acting.unwrap_or_else(|error| Err(TransferError::Ours(error.to_string())))
}
