//! A part of the plot and of the strips beside it, where the datasets are that lack an axis.

use super::{
    axis::{Look, Span},
    extent::Extent,
    layout::Layout,
};
use eframe::egui::{Rangef, Rect};

/// A part of an axis and of the strip at its end.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Reach {
    /// From where to where; `None`: it lies within the strip alone.
    span: Option<Span>,
    /// Whether it reaches into the strip, where nothing is known of this axis.
    has_unknown: bool,
}

impl Reach {
    fn meets(self, known: Option<Span>) -> bool {
        match known {
            Some(known) => self.span.is_some_and(|span| span.meets(known)),
            None => self.has_unknown,
        }
    }

    fn holds(self, known: Option<Span>) -> bool {
        match known {
            Some(known) => self.span.is_some_and(|span| span.contains(known)),
            None => self.has_unknown,
        }
    }
}

/// A part of the plot and of the strips beside it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Region {
    time: Reach,
    wave: Reach,
}

impl Region {
    /// What a rectangle of the screen lies over.
    pub(super) fn of(rect: Rect, layout: &Layout, look: Look) -> Self {
        let place = layout.place(look);
        let plot = layout.plot;
        let overlaps = |one: Rangef, other: Rangef| one.min <= other.max && other.min <= one.max;
        let (across, along) = (rect.x_range(), rect.y_range());
        Self {
            time: Reach {
                span: overlaps(across, plot.x_range()).then(|| Span {
                    lo: place.time_at(rect.left().max(plot.left())),
                    hi: place.time_at(rect.right().min(plot.right())),
                }),
                has_unknown: layout.without_time.width() > 0.0
                    && overlaps(across, layout.without_time.x_range()),
            },
            wave: Reach {
                span: overlaps(along, plot.y_range()).then(|| Span {
                    lo: place.wave_at(rect.bottom().min(plot.bottom())),
                    hi: place.wave_at(rect.top().max(plot.top())),
                }),
                has_unknown: layout.without_wave.height() > 0.0
                    && overlaps(along, layout.without_wave.y_range()),
            },
        }
    }

    /// The part of the plot; `None` where it lies within the strips alone.
    pub(super) fn place(self) -> Option<Look> {
        Some(Look {
            time: self.time.span?,
            wave: self.wave.span?,
        })
    }

    /// Whether it reaches into a strip.
    pub(super) fn has_strip(self) -> bool {
        self.time.has_unknown || self.wave.has_unknown
    }

    /// Whether a dataset lies in it at least in part.
    pub(super) fn meets(self, extent: &Extent) -> bool {
        self.time.meets(extent.time()) && self.wave.meets(extent.wave())
    }

    /// Whether a dataset lies in it as a whole.
    pub(super) fn holds(self, extent: &Extent) -> bool {
        self.time.holds(extent.time()) && self.wave.holds(extent.wave())
    }
}
