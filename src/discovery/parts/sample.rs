//! Some of the rows that an answer gave, from which it can be seen how a cut would divide it.

use crate::domain::{
    constraints::{Axis, Constraints, Product},
    dataset::{Dataset, Datasets, DatasetsBuilder},
    matching::{Judge, Match},
};

/// Rows that are kept at most; it makes shares known to some hundredths.
const MOST: usize = 2_000;

/// With fewer rows than this, a share may be chance.
pub(super) const MANY_ROWS: usize = 20;

/// Picks rows of an answer while it comes.
#[derive(Debug)]
pub(in crate::discovery) struct Sampler {
    kept: DatasetsBuilder,
    n_came: usize,
    /// Of so many rows one is kept: all of the answer is in the sample, however it is sorted.
    of: usize,
}

/// Rows of one answer; those that are kept and those that are not.
#[derive(Debug, Default)]
pub(in crate::discovery) struct Sample(Datasets);

impl Default for Sampler {
    fn default() -> Self {
        Self {
            kept: DatasetsBuilder::new(),
            n_came: 0,
            of: 1,
        }
    }
}

impl Sampler {
    /// Takes a row, or leaves it out.
    pub(in crate::discovery) fn take(&mut self, dataset: Dataset<'_>) {
        let is_kept = self.n_came.is_multiple_of(self.of);
        self.n_came += 1;
        if !is_kept {
            return;
        }
        self.kept.copy_row(dataset);
        if self.kept.len() >= MOST {
            let all = std::mem::take(&mut self.kept).finish();
            for dataset in all.iter().step_by(2) {
                self.kept.copy_row(dataset);
            }
            self.of *= 2;
        }
    }

    /// What was kept.
    pub(in crate::discovery) fn finish(self) -> Sample {
        Sample(self.kept.finish())
    }
}

impl Sample {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The share of the rows that may lie in a part, as far as an axis goes; 1 where there is no row.
    pub(super) fn share(&self, axis: Axis, part: &Constraints) -> f64 {
        let only = Constraints {
            space: part.space.clone().filter(|_| axis == Axis::Space),
            spectrum: part.spectrum.filter(|_| axis == Axis::Spectrum),
            time: part.time.filter(|_| axis == Axis::Time),
            product: Product::Both,
            inclusive: true,
        };
        let judge = Judge::new(&only);
        let may_lie_in = |dataset: &Dataset<'_>| {
            let verdict = judge.judge(*dataset);
            let found = match axis {
                Axis::Space => verdict.space,
                Axis::Spectrum => verdict.spectrum,
                Axis::Time => verdict.time,
            };
            found != Some(Match::No)
        };
        match self.len() {
            0 => 1.0,
            n => fraction(self.0.iter().filter(may_lie_in).count(), n),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a sample of some thousand rows")]
fn fraction(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::{interval::Interval, obscore::ObsColumn, time::Mjd};

    /// Rows that begin and end at these MJDs, at RA and Dec 0.
    pub(in crate::discovery::parts) fn at_times(times: &[f64]) -> Sample {
        let mut builder = DatasetsBuilder::new();
        for time in times {
            builder.set_number(ObsColumn::SRa, 0.0);
            builder.set_number(ObsColumn::SDec, 0.0);
            builder.set_number(ObsColumn::TMin, *time);
            builder.set_number(ObsColumn::TMax, *time);
            builder.finish_row();
        }
        let mut sampler = Sampler::default();
        for dataset in builder.finish().iter() {
            sampler.take(dataset);
        }
        sampler.finish()
    }

    fn during(lo: f64, hi: f64) -> Constraints {
        Constraints {
            space: None,
            spectrum: None,
            time: Interval::new(Mjd(lo), Mjd(hi)),
            product: Product::Images,
            inclusive: false,
        }
    }

    #[test]
    fn a_share_is_that_of_the_rows_that_may_lie_in_the_part() {
        let sample = at_times(&[50_000.0, 50_001.0, 50_002.0, f64::NAN]);
        let share = sample.share(Axis::Time, &during(50_001.5, 60_000.0));
        assert!(
            (share - 0.5).abs() < 1e-12,
            "one, and the one without a date: {share}"
        );
    }

    #[test]
    fn a_long_sorted_answer_is_sampled_to_its_end() {
        let times: Vec<f64> = (0..50_000)
            .map(|n| 40_000.0 + f64::from(n) / 10.0)
            .collect();
        let sample = at_times(&times);
        assert!((MOST / 4..MOST).contains(&sample.len()), "{}", sample.len());
        let share = sample.share(Axis::Time, &during(44_000.0, 45_000.0));
        assert!((share - 0.2).abs() < 0.01, "the last fifth: {share}");
    }
}
