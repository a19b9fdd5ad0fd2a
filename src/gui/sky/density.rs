//! Where there are too many datasets to draw each: how many there are at each point of the map, as a picture.

use super::{
    brush::draw,
    chart::{Chart, Frame, Spot},
    piece::Found,
};
use eframe::egui::{Color32, ColorImage};

/// How many datasets are drawn at each point.
#[derive(Debug)]
pub(crate) struct Density {
    frame: Frame,
    /// Cells to a point of the window, on each side.
    fine: f64,
    size: [usize; 2],
    counts: Vec<u32>,
}

/// Cells of a picture at most, on each side: as many as a large screen has pixels.
const MOST_CELLS: f64 = 4_000.0;

impl Density {
    /// With nothing drawn, and so many cells to a point of the window on each side: as many as it has pixels.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size of a window, within bounds"
    )]
    pub(crate) fn new(frame: Frame, cells_per_point: f64) -> Self {
        let longer = frame.width.max(frame.height).max(1.0);
        let fine = cells_per_point.max(0.5).min(MOST_CELLS / longer);
        let cells = |points: f64| (points * fine).clamp(1.0, MOST_CELLS).ceil() as usize;
        let size = [cells(frame.width), cells(frame.height)];
        let [n_columns, n_rows] = size;
        Self {
            frame,
            fine,
            size,
            counts: vec![0; n_columns * n_rows],
        }
    }

    /// Counts a dataset where its lines or its point are; and whether any of that is on the map.
    pub(crate) fn draw(&mut self, chart: &Chart, found: &Found<'_>) -> bool {
        let mut is_on_map = false;
        let point = draw(chart, found, |line| {
            for pair in line.windows(2) {
                if let [from, to] = pair {
                    self.line(*from, *to);
                    is_on_map = true;
                }
            }
        });
        let Some([x, y]) = point else {
            return is_on_map;
        };
        // Two points across, for one alone would hardly be seen.
        let n_cells = (2.0 * self.fine).round().max(1.0);
        let first = (0.5 - n_cells / 2.0) / self.fine;
        let mut down = 0.0;
        while down < n_cells {
            let mut right = 0.0;
            while right < n_cells {
                self.count([x + first + right / self.fine, y + first + down / self.fine]);
                right += 1.0;
            }
            down += 1.0;
        }
        true
    }

    /// Counts along a line, its first end left out.
    fn line(&mut self, [x, y]: Spot, [to_x, to_y]: Spot) {
        let (run, rise) = (to_x - x, to_y - y);
        let n_steps = (run.abs().max(rise.abs()) * self.fine).ceil().max(1.0);
        let mut step = 1.0;
        while step <= n_steps {
            let part = step / n_steps;
            self.count([x + run * part, y + rise * part]);
            step += 1.0;
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what is negative is seen to before"
    )]
    fn count(&mut self, [x, y]: Spot) {
        let (right, down) = (
            (x - self.frame.left) * self.fine,
            (y - self.frame.top) * self.fine,
        );
        if right < 0.0 || down < 0.0 {
            return;
        }
        let [n_columns, n_rows] = self.size;
        let (column, row) = (right as usize, down as usize);
        if column < n_columns
            && row < n_rows
            && let Some(count) = self.counts.get_mut(row * n_columns + column)
        {
            *count = count.saturating_add(1);
        }
    }

    /// The most datasets at one point.
    pub(crate) fn most(&self) -> u32 {
        self.counts.iter().copied().max().unwrap_or_default()
    }

    /// The picture: clear where nothing is, and from the first colour to the second by the logarithm of the count.
    pub(crate) fn picture(&self, [few, many]: [Color32; 2]) -> ColorImage {
        let most = f64::from(self.most().max(2)).ln();
        let shade = |count: u32| match count {
            0 => Color32::TRANSPARENT,
            count => few.lerp_to_gamma(many, part(f64::from(count).ln() / most)),
        };
        ColorImage::new(
            self.size,
            self.counts.iter().map(|count| shade(*count)).collect(),
        )
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a part of one")]
fn part(of_one: f64) -> f32 {
    of_one as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame {
        left: 10.0,
        top: 20.0,
        width: 30.0,
        height: 20.0,
    };

    fn at(density: &Density, column: usize, row: usize) -> u32 {
        density.counts[row * 30 + column]
    }

    #[test]
    fn lines_count_once_in_each_cell_that_they_go_through() {
        let mut density = Density::new(FRAME, 1.0);
        density.line([12.5, 25.5], [20.5, 25.5]);
        density.line([12.5, 21.5], [12.5, 30.5]);
        density.line([30.5, 30.5], [100.0, 100.0]);
        let row: Vec<u32> = (0..12).map(|column| at(&density, column, 5)).collect();
        assert_eq!(row, [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
        assert_eq!(at(&density, 2, 10), 1);
        assert_eq!(density.most(), 1);
    }

    #[test]
    fn the_picture_is_clear_where_nothing_is_and_strongest_where_most_is() {
        let mut density = Density::new(FRAME, 1.0);
        for (x, n) in [(11.5, 1), (12.5, 10), (13.5, 100)] {
            for _ in 0..n {
                density.count([x, 20.5]);
            }
        }
        let (few, many) = (Color32::from_rgb(200, 0, 0), Color32::from_rgb(0, 0, 100));
        let picture = density.picture([few, many]);
        assert_eq!(picture.size, [30, 20]);
        let pixel = |column: usize| picture.pixels[column];
        assert_eq!(pixel(0), Color32::TRANSPARENT);
        assert_eq!((pixel(1), pixel(3)), (few, many));
        // ten is half way from one to a hundred
        assert_eq!(pixel(2).to_array(), [100, 0, 50, 255]);
    }

    #[test]
    fn a_window_of_finer_pixels_has_a_picture_of_as_many() {
        let mut density = Density::new(FRAME, 2.0);
        assert_eq!(density.size, [60, 40]);
        density.line([12.25, 25.25], [20.25, 25.25]);
        let row = density.counts.chunks(60).nth(10);
        let drawn = row.map(|row| row.iter().filter(|count| **count == 1).count());
        assert_eq!(drawn, Some(16), "eight points are sixteen pixels");
        let wide = Frame {
            width: 3_000.0,
            ..FRAME
        };
        assert_eq!(Density::new(wide, 3.0).size, [4_000, 27]);
    }
}
