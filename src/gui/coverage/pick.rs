//! Which datasets are under the pointer, and which are within a rectangle.

use super::{axis::Look, extent::Extents, layout::Layout, region::Region};
use crate::{domain::row_set::RowSet, gui::shown::Shown};
use eframe::egui::{Pos2, Rect, Vec2};

/// How near the pointer has to come, in points.
const NEAR: f32 = 4.0;

/// The dataset under the pointer: of several the smallest, of equal ones the one that came last and is drawn last. Within
/// the strips beside the plot it is one that lacks an axis.
pub(super) fn under(
    extents: &Extents,
    shown: &Shown,
    (layout, look): (&Layout, Look),
    pointer: Pos2,
) -> Option<usize> {
    let (time, wave) = layout.place(look).a_point();
    // What is near is looked for in the part in which the pointer is, and not across the gap beside it.
    let part = layout.part_at(pointer)?;
    let near = Rect::from_center_size(pointer, Vec2::splat(2.0 * NEAR)).intersect(part);
    let near = Region::of(near, layout, look);
    let mut best: Option<(usize, f64)> = None;
    for (row, extent) in extents.in_region(near) {
        if shown.contains(row) {
            let length = |span: Option<super::axis::Span>, point: f64| {
                span.map_or(1.0, |span| (span.len() / point).max(1.0))
            };
            let size = length(extent.time(), time) * length(extent.wave(), wave);
            if best.is_none_or(|(_, least)| size <= least) {
                best = Some((row, size));
            }
        }
    }
    best.map(|(row, _)| row)
}

/// The datasets that lie within a region.
pub(super) fn within(extents: &Extents, shown: &Shown, region: Region) -> RowSet {
    extents
        .in_region(region)
        .filter(|(row, extent)| region.holds(extent) && shown.contains(*row))
        .map(|(row, _)| row)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{axis::Span, extent::extents as extents_of, layout::Sizes, plot::Counts},
        *,
    };
    use eframe::egui::{pos2, vec2};
    use std::sync::Arc;

    const NULL: f64 = f64::NAN;

    fn extents() -> Extents {
        extents_of(&[
            [50_000.0, 50_400.0, 1e-9, 1e-5],
            [50_100.0, 50_200.0, 1e-8, 1e-7],
            [50_150.0, 50_150.0, 3e-8, 3e-8],
            [50_300.0, NULL, 1e-6, 1e-6],
            [NULL, NULL, 1e-6, 1e-6],
            [50_200.0, 50_210.0, NULL, NULL],
            [NULL, NULL, NULL, NULL],
        ])
    }

    /// A plot of 200 by 100 points at 10, 20: half a point a day, and 25 points a decade.
    fn layout() -> Layout {
        let counts = Counts {
            shown: 7,
            without_time: 2,
            without_wave: 2,
            without_both: 1,
        };
        let sizes = Sizes {
            text: 0.0,
            line: 1.0,
            labels: 0.0,
            margin: 0.0,
        };
        let around = Layout::new(
            Rect::from_min_size(pos2(0.0, 0.0), vec2(300.0, 300.0)),
            counts,
            sizes,
        );
        let (plot, whole) = (around.plot, around.whole);
        let wanted = Rect::from_min_size(pos2(10.0, 20.0), vec2(200.0, 100.0));
        let min = whole.min + (wanted.min - plot.min);
        let layout = Layout::new(
            Rect::from_min_max(min, whole.max + (wanted.max - plot.max)),
            counts,
            sizes,
        );
        assert_eq!(layout.plot, wanted);
        layout
    }

    fn look() -> Look {
        Look::new(
            Span {
                lo: 50_000.0,
                hi: 50_400.0,
            },
            Span { lo: -9.0, hi: -5.0 },
        )
    }

    fn at(shown: &Shown, pos: Pos2) -> Option<usize> {
        under(&extents(), shown, (&layout(), look()), pos)
    }

    #[test]
    fn the_smallest_dataset_under_the_pointer_is_taken() {
        let at = |x: f32, y: f32| at(&Shown::default(), pos2(x, y));
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
    fn what_lacks_an_axis_is_found_in_the_strip_for_it() {
        let layout = layout();
        let at = |x: f32, y: f32| at(&Shown::default(), pos2(x, y));
        let no_time = layout.without_time.center().x;
        let no_wave = layout.without_wave.center().y;
        // log 1e-6 = -6: 75 points from below, at 45.
        assert_eq!(at(no_time, 46.0), Some(4));
        assert_eq!(at(no_time, 90.0), None, "at other wavelengths");
        // 200 of 400 days: 100 points from the left, at 110.
        assert_eq!(at(111.0, no_wave), Some(5));
        assert_eq!(at(30.0, no_wave), None, "at another time");
        assert_eq!(
            at(no_time, no_wave),
            Some(6),
            "in the corner what lacks both"
        );
        assert_eq!(at(11.0, 46.0), Some(0), "those have no place in the plot");
    }

    #[test]
    fn what_the_filter_hides_is_not_under_the_pointer() {
        let mut shown = Shown::default();
        shown.show(Some(Arc::new(RowSet::from_iter([0]))));
        assert_eq!(at(&shown, pos2(87.0, 81.0)), Some(0));
        shown.show(Some(Arc::new(RowSet::new())));
        assert_eq!(at(&shown, pos2(87.0, 81.0)), None);
    }

    #[test]
    fn a_brush_takes_what_lies_within_and_from_the_strips_what_it_reaches() {
        let layout = layout();
        let rows = |from: Pos2, to: Pos2| -> Vec<usize> {
            let region = Region::of(Rect::from_two_pos(from, to), &layout, look());
            let rows = within(&extents(), &Shown::default(), region);
            rows.iter().collect()
        };
        // From 50,090 to 50,210 and from -8.5 to -6.5.
        assert_eq!(rows(pos2(55.0, 57.5), pos2(115.0, 107.5)), [1, 2]);
        assert_eq!(rows(pos2(80.0, 57.5), pos2(90.0, 107.5)), [2]);
        assert_eq!(rows(pos2(155.0, 32.5), pos2(165.0, 107.5)), [3]);
        let (all, corner) = (
            layout.plot,
            pos2(layout.without_time.left(), layout.without_wave.bottom()),
        );
        assert_eq!(rows(all.min, all.max), [0, 1, 2, 3]);
        assert_eq!(rows(corner, all.right_top()), [0, 1, 2, 3, 4, 5, 6]);
        let strip = layout.without_time;
        assert_eq!(rows(strip.left_top(), strip.right_bottom()), [4]);
        let strip = layout.without_wave;
        assert_eq!(rows(strip.left_top(), strip.right_bottom()), [5]);
        assert_eq!(
            rows(strip.left_top(), pos2(100.0, strip.bottom())),
            [0; 0],
            "at another time"
        );
    }
}
