//! Does this dataset match this question, on each axis.

use super::{
    angle::Position,
    column::is_single,
    constraints::{Constraints, Product},
    dataset::Dataset,
    interval::Interval,
    obscore::ObsColumn,
    region::{Cone, Region},
    shape::Shape,
    stcs::parse_footprint,
};

/// Whether a dataset meets one constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// What it declares meets the constraint.
    Yes,
    /// It does not declare enough to decide.
    Undeclared,
    /// What it declares contradicts the constraint.
    No,
}

impl Match {
    /// The word in the columns `match_space`, `match_spectrum` and `match_time`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Undeclared => "undeclared",
            Self::No => "no",
        }
    }
}

/// How a dataset stands to a question, axis by axis; `None` where the question constrains nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Where on the sky.
    pub space: Option<Match>,
    /// At which wavelengths.
    pub spectrum: Option<Match>,
    /// When.
    pub time: Option<Match>,
    /// Which kind of dataset.
    pub product: Match,
}

impl Verdict {
    /// Whether the dataset is kept: nothing contradicts, and only an inclusive question bears that something is not
    /// declared.
    pub fn keeps(self, inclusive: bool) -> bool {
        let axes = [self.space, self.spectrum, self.time, Some(self.product)];
        axes.into_iter().flatten().all(|found| match found {
            Match::Yes => true,
            Match::Undeclared => inclusive,
            Match::No => false,
        })
    }
}

/// A question made ready to judge many datasets.
#[derive(Debug, Clone)]
pub struct Judge {
    space: Option<Shape>,
    spectrum: Option<Interval<f64>>,
    time: Option<Interval<f64>>,
    product: Product,
}

impl Judge {
    /// Makes the question ready.
    pub fn new(constraints: &Constraints) -> Self {
        let numbers = |lo, hi| Interval { lo, hi };
        Self {
            space: constraints.space.as_ref().map(Shape::new),
            spectrum: constraints.spectrum.map(|it| numbers(it.lo.0, it.hi.0)),
            time: constraints.time.map(|it| numbers(it.lo.0, it.hi.0)),
            product: constraints.product,
        }
    }

    /// How `dataset` stands to the question.
    pub fn judge(&self, dataset: Dataset<'_>) -> Verdict {
        let number = |column| dataset.number(column);
        Verdict {
            space: self.space.as_ref().map(|wanted| space(wanted, dataset)),
            spectrum: self.spectrum.map(|wanted| {
                let (lo, hi) = (number(ObsColumn::EmMin), number(ObsColumn::EmMax));
                overlap(wanted, lo, hi, single)
            }),
            time: self.time.map(|wanted| {
                let (lo, hi) = (number(ObsColumn::TMin), number(ObsColumn::TMax));
                overlap(wanted, lo, hi, |wanted, _| wanted)
            }),
            product: self.product(dataset),
        }
    }

    fn product(&self, dataset: Dataset<'_>) -> Match {
        let Some(product) = dataset.text(ObsColumn::DataproductType) else {
            return Match::Undeclared;
        };
        let mut wanted = self.product.types().iter();
        if wanted.any(|wanted| wanted.eq_ignore_ascii_case(product.trim())) {
            Match::Yes
        } else {
            Match::No
        }
    }
}

/// Design: the footprint if present and readable, else the disc of the field of view, else the centre.
fn space(wanted: &Shape, dataset: Dataset<'_>) -> Match {
    let footprint = dataset
        .text(ObsColumn::SRegion)
        .and_then(|text| parse_footprint(text).ok());
    let disc = || {
        let (ra, dec) = (
            dataset.number(ObsColumn::SRa)?,
            dataset.number(ObsColumn::SDec)?,
        );
        let centre = Position::new(ra, dec)?;
        let fov = dataset.number(ObsColumn::SFov).filter(|fov| *fov > 0.0);
        let radius = fov.map_or(0.0, |fov| (fov / 2.0).min(180.0));
        Cone::new(centre, radius).map(Region::Cone)
    };
    match footprint.or_else(disc) {
        None => Match::Undeclared,
        Some(extent) if wanted.meets(&Shape::new(&extent)) => Match::Yes,
        Some(_) => Match::No,
    }
}

/// Compares `wanted` with the extent from `lo` to `hi`. Ends the wrong way round are turned. Where only one end is
/// known, the dataset is known to be there, and to lie on one side of it: that may decide.
fn overlap(
    wanted: Interval<f64>,
    lo: Option<f64>,
    hi: Option<f64>,
    as_precise_as: fn(f64, f64) -> f64,
) -> Match {
    let below = |limit: f64, end: f64| limit <= as_precise_as(end, limit);
    let above = |limit: f64, end: f64| limit >= as_precise_as(end, limit);
    let meets = |lo: f64, hi: f64| below(lo, wanted.hi) && above(hi, wanted.lo);
    let one_end = |end: f64, beyond: bool| match beyond {
        _ if meets(end, end) => Match::Yes,
        true => Match::No,
        false => Match::Undeclared,
    };
    match (lo, hi) {
        (Some(lo), Some(hi)) if meets(lo.min(hi), lo.max(hi)) => Match::Yes,
        (Some(_), Some(_)) => Match::No,
        (Some(lo), None) => one_end(lo, !below(lo, wanted.hi)),
        (None, Some(hi)) => one_end(hi, !above(hi, wanted.lo)),
        (None, None) => Match::Undeclared,
    }
}

/// `wanted` as precise as `limit`. A limit that single precision holds exactly was stored in single precision (a
/// wavelength in metres is exact there by chance once in 5e8): it stands for all that rounds to it, so what is wanted
/// is rounded likewise, and 2 nm meets what begins at 2 nm in either precision.
#[expect(clippy::cast_possible_truncation, reason = "this is what is asked")]
fn single(wanted: f64, limit: f64) -> f64 {
    if is_single(limit) {
        f64::from(wanted as f32)
    } else {
        wanted
    }
}

#[cfg(test)]
mod tests;
