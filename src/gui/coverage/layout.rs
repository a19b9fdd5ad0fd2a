//! Where the parts of the plot are: axes, margins, and what has no place.

use super::{axis::Place, plot::Counts};
use eframe::egui::{Pos2, Rect, pos2};

/// The sizes of the parts, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    /// The size of the labels.
    pub text: f32,
    /// What the labels of wavelengths take at the left.
    pub labels: f32,
    /// How thick lines are.
    pub line: f32,
    /// The height of the histogram above, and the width of that at the right.
    pub margin: f32,
}

/// Where the parts are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layout {
    /// The whole.
    pub whole: Rect,
    /// The plot itself.
    pub plot: Rect,
    /// The histogram of times, above it.
    pub times: Rect,
    /// The histogram of wavelengths, at its right.
    pub waves: Rect,
    /// Datasets without time, at its left; without width where there are none.
    pub without_time: Rect,
    /// Datasets without wavelength, below it; without height where there are none.
    pub without_wave: Rect,
}

/// The width of what shows datasets without a place, in points.
const STRIP: f32 = 10.0;
/// Between it and the plot, and between the plot and its histograms.
const GAP: f32 = 3.0;

impl Layout {
    /// Divides `whole`; `counts` says whether there are datasets without a place.
    pub(super) fn new(whole: Rect, counts: Counts, sizes: Sizes) -> Self {
        let strip = |count: usize| if count > 0 { STRIP + GAP } else { 0.0 };
        let (left, below) = (strip(counts.without_time), strip(counts.without_wave));
        let inner = Rect::from_min_max(
            pos2(
                whole.left() + sizes.labels + left,
                whole.top() + sizes.margin + GAP,
            ),
            pos2(
                whole.right() - sizes.margin - GAP - 1.0,
                whole.bottom() - sizes.text * 1.6 - below,
            ),
        );
        let inner = Rect::from_min_size(inner.min, inner.size().max(eframe::egui::Vec2::ZERO));
        Self {
            whole,
            plot: inner,
            times: Rect::from_min_max(
                pos2(inner.left(), whole.top()),
                pos2(inner.right(), inner.top() - GAP),
            ),
            waves: Rect::from_min_max(
                pos2(inner.right() + GAP, inner.top()),
                pos2(whole.right() - 1.0, inner.bottom()),
            ),
            without_time: Rect::from_min_max(
                pos2(inner.left() - left, inner.top()),
                pos2(inner.left() - left.min(GAP), inner.bottom()),
            ),
            without_wave: Rect::from_min_max(
                pos2(inner.left(), inner.bottom() + below.min(GAP)),
                pos2(inner.right(), inner.bottom() + below),
            ),
        }
    }

    /// Datasets without time and wavelength, where both strips would meet; empty where there are none.
    pub(super) fn without_both(&self) -> Rect {
        Rect::from_x_y_ranges(self.without_time.x_range(), self.without_wave.y_range())
    }

    /// The plot or the strip in which a point lies.
    pub(super) fn part_at(&self, pos: Pos2) -> Option<Rect> {
        let strips = [self.without_time, self.without_wave, self.without_both()];
        let strips = strips.into_iter().filter(Rect::is_positive);
        [self.plot]
            .into_iter()
            .chain(strips)
            .find(|part| part.contains(pos))
    }

    /// The plot with its strips.
    pub(super) fn with_strips(&self) -> Rect {
        Rect::from_min_max(
            pos2(self.without_time.left(), self.plot.top()),
            pos2(self.plot.right(), self.without_wave.bottom()),
        )
    }

    /// The plot with what it shows.
    pub(super) fn place(&self, look: super::axis::Look) -> Place {
        Place {
            rect: self.plot,
            look,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_lie_side_by_side() {
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(400.0, 200.0));
        let sizes = Sizes {
            text: 10.0,
            line: 1.0,
            labels: 50.0,
            margin: 30.0,
        };
        let layout = Layout::new(whole, Counts::default(), sizes);
        assert_eq!(
            layout.plot,
            Rect::from_min_max(pos2(50.0, 33.0), pos2(366.0, 184.0))
        );
        assert_eq!(
            layout.times,
            Rect::from_min_max(pos2(50.0, 0.0), pos2(366.0, 30.0))
        );
        assert_eq!(
            layout.waves,
            Rect::from_min_max(pos2(369.0, 33.0), pos2(399.0, 184.0))
        );
        assert!(!layout.without_time.is_positive());
        let tiny = Rect::from_min_max(pos2(0.0, 0.0), pos2(20.0, 20.0));
        assert!(
            !Layout::new(tiny, Counts::default(), sizes)
                .plot
                .is_positive()
        );
        assert_eq!(layout.part_at(layout.plot.center()), Some(layout.plot));
        assert_eq!(
            layout.part_at(pos2(49.0, 100.0)),
            None,
            "there are no strips"
        );
        assert_eq!(layout.with_strips(), layout.plot);
    }
}
