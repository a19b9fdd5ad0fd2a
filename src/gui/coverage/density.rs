//! How many datasets lie over each pixel, and over each bin of the margins.

/// Counts along a line, filled by intervals in constant time each.
#[derive(Debug)]
pub(super) struct Bins {
    /// By how much each bin has more than the one before.
    steps: Vec<i32>,
}

impl Bins {
    pub(super) fn new(n_bins: usize) -> Self {
        Self {
            steps: vec![0; n_bins + 1],
        }
    }

    /// Adds one to each bin from `first` to `last`, which are within.
    pub(super) fn add(&mut self, (first, last): (usize, usize)) {
        if let Some(step) = self.steps.get_mut(first) {
            *step += 1;
        }
        if let Some(step) = self.steps.get_mut(last + 1) {
            *step -= 1;
        }
    }

    /// How many each bin has.
    pub(super) fn counts(mut self) -> Vec<u32> {
        self.steps.pop();
        let mut sum = 0;
        for step in &mut self.steps {
            sum += *step;
            *step = sum;
        }
        let counts = self.steps.into_iter();
        counts.map(|it| u32::try_from(it).unwrap_or(0)).collect()
    }
}

/// Counts over pixels, filled by rectangles in constant time each.
#[derive(Debug)]
pub(super) struct Grid {
    width: usize,
    height: usize,
    /// By how much each pixel differs, one column and one row more than there are.
    steps: Vec<i32>,
}

impl Grid {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            steps: vec![0; (width + 1) * (height + 1)],
        }
    }

    /// Adds one to each pixel of these columns and rows, the first and the last included.
    pub(super) fn add(&mut self, columns: (usize, usize), rows: (usize, usize)) {
        for (row, sign) in [(rows.0, 1), (rows.1 + 1, -1)] {
            for (column, by) in [(columns.0, sign), (columns.1 + 1, -sign)] {
                if let Some(step) = self.steps.get_mut(row * (self.width + 1) + column) {
                    *step += by;
                }
            }
        }
    }

    /// How many each pixel has, row by row.
    pub(super) fn counts(self) -> Vec<u32> {
        let mut above = vec![0; self.width];
        let mut counts = Vec::with_capacity(self.width * self.height);
        for line in self.steps.chunks_exact(self.width + 1).take(self.height) {
            let mut sum = 0;
            for (step, column) in line.iter().zip(&mut above) {
                sum += step;
                *column += sum;
                counts.push(u32::try_from(*column).unwrap_or(0));
            }
        }
        counts
    }
}

/// The cells of `n_cells` that the parts from `lo` to `hi` of their length lie over; `None` where they lie beside.
pub(super) fn cells(lo: f64, hi: f64, n_cells: usize) -> Option<(usize, usize)> {
    #[expect(clippy::cast_precision_loss, reason = "there are a few thousand cells")]
    let n = n_cells as f64;
    if n_cells == 0 || hi < 0.0 || lo >= 1.0 || lo.is_nan() || hi.is_nan() {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast from float keeps within the type"
    )]
    let cell = |part: f64| ((part * n).floor().max(0.0) as usize).min(n_cells - 1);
    Some((cell(lo), cell(hi)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_counts_in_each_bin_it_meets() {
        let mut bins = Bins::new(5);
        for interval in [(0, 2), (2, 2), (1, 4), (4, 4)] {
            bins.add(interval);
        }
        assert_eq!(bins.counts(), [1, 2, 3, 1, 2]);
    }

    #[test]
    fn a_rectangle_counts_in_each_pixel_it_lies_over() {
        let mut grid = Grid::new(4, 3);
        grid.add((0, 1), (0, 2));
        grid.add((1, 3), (1, 1));
        grid.add((3, 3), (2, 2));
        assert_eq!(
            grid.counts(),
            [
                1, 1, 0, 0, //
                1, 2, 1, 1, //
                1, 1, 0, 1,
            ]
        );
    }

    #[test]
    fn cells_are_those_between_both_ends_and_none_beside() {
        for (lo, hi, expected) in [
            (0.0, 0.0, Some((0, 0))),
            (0.24, 0.26, Some((2, 2))),
            (0.29, 0.31, Some((2, 3))),
            (-5.0, 5.0, Some((0, 9))),
            (0.95, 1.0, Some((9, 9))),
            (1.0, 1.1, None),
            (-0.2, -0.1, None),
            (f64::NAN, 1.0, None),
        ] {
            assert_eq!(cells(lo, hi, 10), expected, "{lo} to {hi}");
        }
        assert_eq!(cells(0.0, 1.0, 0), None);
    }
}
