//! What was asked of time and wavelength, as a region of the plot.

use super::axis::{Look, Span};
use crate::{domain::constraints::Constraints, gui::state::State};

/// What was asked; an open end is infinite.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Asked {
    /// MJD; `None`: any time.
    pub time: Option<Span>,
    /// Logarithm of metres; `None`: any wavelength.
    pub wave: Option<Span>,
}

impl Asked {
    /// What the latest search asked; before the first, what the form says.
    pub(super) fn of(state: &State) -> Self {
        match state.record() {
            Some(record) => Self::from(&record.search().constraints),
            None => state
                .form
                .parsed
                .as_ref()
                .map(Self::from)
                .unwrap_or_default(),
        }
    }

    /// The look that shows it, and what is usual where it is open.
    pub(super) fn look(self) -> Option<Look> {
        if self.time.is_none() && self.wave.is_none() {
            return None;
        }
        let usual = Look::usual();
        let closed = |asked: Option<Span>, usual: Span| match asked {
            Some(Span { lo, hi }) if lo.is_finite() && hi.is_finite() => Span { lo, hi },
            Some(Span { lo, hi }) if lo.is_finite() => Span {
                lo,
                hi: hi.min(usual.hi.max(lo)),
            },
            Some(Span { lo, hi }) if hi.is_finite() => Span {
                lo: lo.max(usual.lo.min(hi)),
                hi,
            },
            Some(_) | None => usual,
        };
        Some(Look::fitting(Look {
            time: closed(self.time, usual.time),
            wave: closed(self.wave, usual.wave),
        }))
    }

    /// The part of it that is seen; `None` where nothing was asked or nothing of it is seen.
    pub(super) fn seen(self, look: Look) -> Option<Look> {
        if self == Self::default() {
            return None;
        }
        let cut = |asked: Option<Span>, seen: Span| {
            let asked = asked.unwrap_or(seen);
            let (lo, hi) = (asked.lo.max(seen.lo), asked.hi.min(seen.hi));
            (lo <= hi).then_some(Span { lo, hi })
        };
        Some(Look {
            time: cut(self.time, look.time)?,
            wave: cut(self.wave, look.wave)?,
        })
    }
}

impl From<&Constraints> for Asked {
    fn from(constraints: &Constraints) -> Self {
        Self {
            time: constraints.time.map(|it| Span {
                lo: it.lo.0,
                hi: it.hi.0,
            }),
            wave: constraints.spectrum.map(|it| Span {
                lo: it.lo.0.log10(),
                hi: it.hi.0.log10(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_end_reaches_to_the_edge_of_what_is_seen() {
        let asked = Asked {
            time: Some(Span {
                lo: 50_000.0,
                hi: f64::INFINITY,
            }),
            wave: None,
        };
        let look = Look::usual();
        let seen = asked.seen(look).unwrap();
        assert_eq!((seen.time.lo, seen.time.hi), (50_000.0, look.time.hi));
        assert_eq!(seen.wave, look.wave);
        let later = Look::new(
            Span {
                lo: 40_000.0,
                hi: 49_000.0,
            },
            look.wave,
        );
        assert_eq!(asked.seen(later), None);
        assert_eq!(Asked::default().seen(look), None);
        let shown = asked.look().unwrap();
        assert!(shown.time.lo < 50_000.0 && shown.time.hi > look.time.hi);
    }
}
