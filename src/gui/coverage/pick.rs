//! Which datasets are under the pointer, and which are within a rectangle.

use super::{
    axis::{Look, Place},
    extent::Extents,
};
use crate::{domain::row_set::RowSet, gui::shown::Shown};
use eframe::egui::Pos2;

/// How near the pointer has to come, in points.
const NEAR: f32 = 4.0;

/// The dataset under the pointer: of several the smallest, of equal ones the one that came last and is drawn last.
pub(super) fn under(
    extents: &Extents,
    shown: &Shown,
    place: &Place,
    pointer: Pos2,
) -> Option<usize> {
    let (time, wave) = place.a_point();
    let near = place.between(
        pointer - eframe::egui::Vec2::splat(NEAR),
        pointer + eframe::egui::Vec2::splat(NEAR),
    );
    let mut best: Option<(usize, f64)> = None;
    for (row, look) in extents.meeting(near) {
        if shown.contains(row) {
            let size = (look.time.len() / time).max(1.0) * (look.wave.len() / wave).max(1.0);
            if best.is_none_or(|(_, least)| size <= least) {
                best = Some((row, size));
            }
        }
    }
    best.map(|(row, _)| row)
}

/// The datasets that lie within a region.
pub(super) fn within(extents: &Extents, shown: &Shown, region: Look) -> RowSet {
    extents
        .meeting(region)
        .filter(|(row, look)| region.contains(*look) && shown.contains(*row))
        .map(|(row, _)| row)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{axis::Span, extent::found},
        *,
    };
    use eframe::egui::{Rect, pos2};
    use std::sync::Arc;

    fn extents() -> Extents {
        let mut extents = Extents::default();
        extents.grow(&found(&[
            [50_000.0, 50_400.0, 1e-9, 1e-5],
            [50_100.0, 50_200.0, 1e-8, 1e-7],
            [50_150.0, 50_150.0, 3e-8, 3e-8],
            [50_300.0, f64::NAN, 1e-6, 1e-6],
            [f64::NAN, f64::NAN, 1e-6, 1e-6],
        ]));
        extents
    }

    /// Half a point a day, and 25 points a decade.
    fn place() -> Place {
        Place {
            rect: Rect::from_min_max(pos2(10.0, 20.0), pos2(210.0, 120.0)),
            look: Look::new(
                Span {
                    lo: 50_000.0,
                    hi: 50_400.0,
                },
                Span { lo: -9.0, hi: -5.0 },
            ),
        }
    }

    #[test]
    fn the_smallest_dataset_under_the_pointer_is_taken() {
        let extents = extents();
        let at = |x: f32, y: f32| under(&extents, &Shown::default(), &place(), pos2(x, y));
        assert_eq!(at(20.0, 30.0), Some(0), "the wide one alone");
        assert_eq!(
            at(65.0, 72.0),
            Some(1),
            "in the second, and in the wide one"
        );
        // 150 of 400 days at 75 points, log 3e-8 = -7.523: 36.9 points from below.
        assert_eq!(at(87.0, 81.0), Some(2), "near the point");
        assert_eq!(at(160.0, 45.0), Some(3), "where its time begins");
    }

    #[test]
    fn what_the_filter_hides_is_not_under_the_pointer() {
        let mut shown = Shown::default();
        shown.show(Some(Arc::new(RowSet::from_iter([0]))));
        let found = under(&extents(), &shown, &place(), pos2(87.0, 81.0));
        assert_eq!(found, Some(0));
        shown.show(Some(Arc::new(RowSet::new())));
        assert_eq!(under(&extents(), &shown, &place(), pos2(87.0, 81.0)), None);
    }

    #[test]
    fn a_brush_takes_what_lies_within() {
        let region = |lo: f64, hi: f64, wave_lo: f64, wave_hi: f64| Look {
            time: Span { lo, hi },
            wave: Span {
                lo: wave_lo,
                hi: wave_hi,
            },
        };
        let rows =
            |of: Look| -> Vec<usize> { within(&extents(), &Shown::default(), of).iter().collect() };
        assert_eq!(rows(region(50_090.0, 50_210.0, -8.5, -6.5)), [1, 2]);
        assert_eq!(rows(region(50_140.0, 50_160.0, -8.5, -6.5)), [2]);
        assert_eq!(rows(region(50_290.0, 50_310.0, -8.5, -5.5)), [3]);
        assert_eq!(rows(region(49_000.0, 60_000.0, -20.0, 5.0)), [0, 1, 2, 3]);
    }
}
