//! All that was found as pieces, kept up with what comes in.

use super::{
    outline::Outline,
    piece::{Found, Piece},
    projection::Direction,
    waveband::Band,
};
use crate::{
    discovery,
    domain::{dataset::Datasets, matching},
};
use std::{ops::Range, sync::Arc};

/// Rows that are read before something is shown again: those of about a fifth of a second.
const AT_ONCE: usize = 60_000;

/// What was found, as far as it has been read.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    /// The chunks that have been read.
    seen: Vec<Arc<Datasets>>,
    pieces: Pieces,
}

/// Pieces of what was found; a copy shares them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pieces(Arc<Vec<Arc<Piece>>>);

/// Whether all was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// There is more.
    Behind,
    /// Nothing is left.
    Done,
}

impl Catalogue {
    /// Forgets all, as a new search does.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Reads what has come since, though not more than can be read in a moment; what has changed is read anew.
    pub(crate) fn catch_up(&mut self, found: &discovery::found::Found) -> Reading {
        let mut pieces: Vec<Arc<Piece>> = self.pieces.0.to_vec();
        let mut budget = AT_ONCE;
        let mut first = 0;
        let mut reading = Reading::Done;
        let mut fresh = Piece::default();
        let mut has_changed = false;
        for (nr, chunk) in found.chunks().iter().enumerate() {
            let rows = first..first + chunk.len();
            first = rows.end;
            let seen = self.seen.get_mut(nr);
            if seen.as_ref().is_some_and(|seen| Arc::ptr_eq(seen, chunk)) {
                continue;
            }
            if budget == 0 {
                reading = Reading::Behind;
                break;
            }
            budget = budget.saturating_sub(chunk.len());
            has_changed = true;
            if let Some(seen) = seen {
                *seen = Arc::clone(chunk);
                take_out(&mut pieces, &rows);
            } else {
                self.seen.push(Arc::clone(chunk));
            }
            read(chunk, rows.start, &mut fresh);
        }
        if fresh.len() > 0 {
            fresh.sort();
            pieces.push(Arc::new(fresh));
            merge(&mut pieces);
        }
        if has_changed {
            self.pieces = Pieces(Arc::new(pieces));
        }
        reading
    }

    pub(crate) fn pieces(&self) -> &Pieces {
        &self.pieces
    }
}

fn take_out(pieces: &mut [Arc<Piece>], rows: &Range<usize>) {
    for piece in pieces {
        if let Some(rest) = piece.without(rows) {
            *piece = Arc::new(rest);
        }
    }
}

fn read(chunk: &Datasets, first: usize, piece: &mut Piece) {
    for (row, dataset) in (first..).zip(chunk.iter()) {
        let (Some(region), Ok(row)) = (matching::extent(dataset), u32::try_from(row)) else {
            continue;
        };
        piece.push(row, &Outline::of(&region), Band::of(dataset));
    }
}

/// Makes one piece of the last two as long as the older is not much the larger, so that pieces stay few and each
/// dataset is moved only some times.
fn merge(pieces: &mut Vec<Arc<Piece>>) {
    while let [.., older, newer] = pieces.as_slice() {
        if older.len() > 2 * newer.len() {
            return;
        }
        let mut both = Piece::clone(older);
        both.absorb(newer);
        pieces.truncate(pieces.len() - 2);
        pieces.push(Arc::new(both));
    }
}

impl Pieces {
    /// How many datasets have a place on the sky.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|piece| piece.len()).sum()
    }

    /// Goes through what may reach to within `margin` of a place (radians) until told to stop; and whether it was not.
    pub(crate) fn near<'a>(
        &'a self,
        place: Direction,
        margin: f64,
        visit: &mut impl FnMut(Found<'a>) -> bool,
    ) -> bool {
        self.0.iter().all(|piece| piece.near(place, margin, visit))
    }

    /// Whether the two are the same, made at the same time.
    pub(crate) fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests;
