//! Where the parts of a table are.

use crate::gui::style::{ROW, SCROLL_BAR, TABLE_HEAD};
use eframe::egui::{Rangef, Rect, pos2};
use std::ops::Range;

/// Where the parts of a table are, whatever it is scrolled to.
#[derive(Debug, Clone)]
pub(super) struct Geometry {
    /// The heads.
    pub(super) head: Rect,
    /// The rows that can be seen.
    pub(super) body: Rect,
    /// The scroll bar for the rows.
    pub(super) down: Rect,
    /// The scroll bar for the columns.
    pub(super) across: Rect,
    /// From where to where each column goes, from the left edge of the first.
    pub(super) columns: Vec<Rangef>,
    /// How many columns do not scroll sideways.
    pub(super) fixed: usize,
    /// How many rows there are.
    pub(super) n_rows: usize,
}

impl Geometry {
    /// Of a table with columns of these widths.
    pub(super) fn new(rect: Rect, widths: &[f32], fixed: usize, n_rows: usize) -> Self {
        let mut right = 0.0;
        let columns = widths.iter().map(|width| {
            let left = right;
            right += width;
            Rangef::new(left, right)
        });
        let columns: Vec<Rangef> = columns.collect();
        let bottom = if right > rect.width() - SCROLL_BAR {
            rect.bottom() - SCROLL_BAR
        } else {
            rect.bottom()
        };
        let edge = pos2(rect.right() - SCROLL_BAR, rect.top() + TABLE_HEAD);
        Self {
            head: Rect::from_min_max(rect.min, pos2(edge.x, edge.y)),
            body: Rect::from_min_max(
                pos2(rect.left(), edge.y),
                pos2(edge.x, bottom.max(edge.y + 1.0)),
            ),
            down: Rect::from_min_max(edge, pos2(rect.right(), bottom)),
            across: Rect::from_min_max(pos2(rect.left(), bottom), pos2(edge.x, rect.bottom())),
            columns,
            fixed,
            n_rows,
        }
    }

    /// The width of all columns.
    pub(super) fn width(&self) -> f32 {
        self.columns.last().map_or(0.0, |last| last.max)
    }

    /// The width of the columns that do not scroll sideways.
    fn fixed_width(&self) -> f32 {
        let last = self.fixed.checked_sub(1);
        last.and_then(|last| self.columns.get(last))
            .map_or(0.0, |last| last.max)
    }

    /// How far it can be scrolled sideways.
    pub(super) fn most_x(&self) -> f32 {
        (self.width() - self.body.width()).max(0.0)
    }

    /// The height of all rows.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no count of rows comes near 2^53"
    )]
    pub(super) fn height(&self) -> f64 {
        self.n_rows as f64 * f64::from(ROW)
    }

    /// How far it can be scrolled down.
    pub(super) fn most_y(&self) -> f64 {
        (self.height() - f64::from(self.body.height())).max(0.0)
    }

    /// How many whole rows can be seen.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a height on a screen, at least one row"
    )]
    pub(super) fn page(&self) -> usize {
        (self.body.height() / ROW - 1.0).max(1.0) as usize
    }

    /// The rows that can be seen when it is scrolled down so far.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the number of rows"
    )]
    pub(super) fn rows(&self, y: f64) -> Range<usize> {
        let first = (y / f64::from(ROW)).floor().max(0.0) as usize;
        let past = ((y + f64::from(self.body.height())) / f64::from(ROW)).ceil();
        first.min(self.n_rows)..(past.max(0.0) as usize).min(self.n_rows)
    }

    /// Where a row's upper edge is, in points from the first row's.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no count of rows comes near 2^53"
    )]
    pub(super) fn top(place: usize) -> f64 {
        place as f64 * f64::from(ROW)
    }

    /// Where a row is on the screen. Only the difference from the first row in view, which is small, is taken in single
    /// precision.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a row in view is within a screen's height of the upper edge"
    )]
    pub(super) fn row(&self, place: usize, y: f64) -> Rect {
        let top = self.body.top() + (Self::top(place) - y) as f32;
        Rect::from_x_y_ranges(self.body.x_range(), top..=top + ROW)
    }

    /// Where a column is on the screen, and between which edges it can be seen; `None` when it cannot.
    pub(super) fn column(&self, nr: usize, x: f32) -> Option<(Rangef, Rangef)> {
        let column = self.columns.get(nr)?;
        let (shift, from) = if nr < self.fixed {
            (self.body.left(), self.body.left())
        } else {
            (self.body.left() - x, self.body.left() + self.fixed_width())
        };
        let place = Rangef::new(column.min + shift, column.max + shift);
        let seen = Rangef::new(place.min.max(from), place.max.min(self.body.right()));
        (seen.min < seen.max).then_some((place, seen))
    }

    /// The column at this place on the screen.
    pub(super) fn column_at(&self, at: f32, x: f32) -> Option<usize> {
        (0..self.columns.len()).find(|nr| {
            self.column(*nr, x)
                .is_some_and(|(_, seen)| seen.contains(at))
        })
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "no step may be lost")]
mod tests {
    use super::*;
    use eframe::egui::vec2;

    /// 10 rows high, with two columns of 100.
    fn geometry(n_rows: usize) -> Geometry {
        let size = vec2(300.0, TABLE_HEAD + 10.0 * ROW);
        let rect = Rect::from_min_size(pos2(7.0, 50.0), size);
        Geometry::new(rect, &[100.0, 100.0], 1, n_rows)
    }

    #[test]
    fn the_last_row_can_be_reached_and_each_step_moves_it() {
        for n_rows in [1_000_000, 10_000_000, 1_000_000_000] {
            let geometry = geometry(n_rows);
            let end = geometry.most_y();
            let last = n_rows - 1;
            assert_eq!(geometry.rows(end), n_rows - 10..n_rows);
            assert_eq!(geometry.row(last, end).bottom(), geometry.body.bottom());
            let before = geometry.row(last, end - 1.0);
            assert_eq!(before.bottom(), geometry.body.bottom() + 1.0, "one point");
            assert_eq!(geometry.rows(end - 1.0), n_rows - 11..n_rows);
        }
    }

    #[test]
    fn few_rows_do_not_scroll() {
        let geometry = geometry(3);
        assert_eq!(geometry.most_y(), 0.0);
        assert_eq!(geometry.rows(0.0), 0..3);
    }

    #[test]
    fn the_first_column_stays_while_the_others_scroll_under_it() {
        let geometry = geometry(3);
        let (place, _) = geometry.column(0, 40.0).unwrap();
        assert_eq!(place, Rangef::new(7.0, 107.0));
        let (place, seen) = geometry.column(1, 40.0).unwrap();
        assert_eq!(place, Rangef::new(67.0, 167.0));
        assert_eq!(seen, Rangef::new(107.0, 167.0));
        assert_eq!(geometry.column_at(110.0, 40.0), Some(1));
        assert_eq!(geometry.column_at(90.0, 40.0), Some(0));
        assert_eq!(geometry.column(1, 100.0), None, "wholly under it");
    }
}
