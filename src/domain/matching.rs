//! Does this dataset match this question, on each axis.

use super::{
    angle::Position,
    column::is_single,
    constraints::{Constraints, Product},
    dataset::Dataset,
    error::ParseError,
    interval::Interval,
    obscore::ObsColumn,
    region::{Cone, Region},
    service::Protocol,
    shape::Shape,
    stcs::Footprint,
};

/// Whether a dataset meets one constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// What it declares meets the constraint.
    Yes,
    /// It meets the constraint as far as can be told: what it declares was read in part only, or is no more exact.
    Approximate,
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
            Self::Approximate => "approximate",
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
            Match::Yes | Match::Approximate => true,
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
                let hi = hi.filter(|longest| *longest > 0.0);
                overlap(wanted, lo.filter(|lo| is_shortest(*lo, hi)), hi, wavelength)
            }),
            time: self.time.map(|wanted| time(wanted, dataset)),
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
    let given = given_footprint(dataset);
    let is_exact = match &given {
        Some(Ok(footprint)) => footprint.is_exact,
        Some(Err(_)) => false,
        None => true,
    };
    let footprint = given.and_then(Result::ok).map(|it| it.region);
    match footprint.or_else(|| disc(dataset)) {
        None => Match::Undeclared,
        Some(extent) if !wanted.meets(&Shape::new(&extent)) => Match::No,
        Some(_) if is_exact => Match::Yes,
        Some(_) => Match::Approximate,
    }
}

/// Where on the sky a dataset is: its footprint if that can be read, else the disc of its field of view, else its
/// centre, as a cone of radius 0. `None` where it says nothing of that.
pub fn extent(dataset: Dataset<'_>) -> Option<Region> {
    let footprint = given_footprint(dataset).and_then(Result::ok);
    footprint.map(|it| it.region).or_else(|| disc(dataset))
}

fn given_footprint(dataset: Dataset<'_>) -> Option<Result<Footprint, ParseError>> {
    let text = dataset.text(ObsColumn::SRegion)?;
    is_footprint(text).then(|| Footprint::parse(text))
}

/// The disc of the field of view, or the centre alone where there is no field of view.
fn disc(dataset: Dataset<'_>) -> Option<Region> {
    let (ra, dec) = (
        dataset.number(ObsColumn::SRa)?,
        dataset.number(ObsColumn::SDec)?,
    );
    let centre = Position::new(ra, dec)?;
    let fov = dataset.number(ObsColumn::SFov).filter(|fov| *fov > 0.0);
    let radius = fov.map_or(0.0, |fov| (fov / 2.0).min(180.0));
    Cone::new(centre, radius).map(Region::Cone)
}

/// Whether a text tries to be a footprint, and is not one of the ways to say that there is none.
fn is_footprint(text: &str) -> bool {
    let mut words = text.split(|sign: char| !sign.is_alphanumeric());
    words.any(|word| {
        !word.is_empty()
            && !["nan", "null", "none", "na", "n", "a", "unknown"]
                .iter()
                .any(|none| none.eq_ignore_ascii_case(word))
    })
}

/// How long before or after its date the exposure of an image may have been, in days, where no exposure time is given.
///
/// SIA 1.0 has one date for an image (`VOX:Image_MJDateObs`) and does not say whether it is the start, the middle or the
/// end. An exposure from the ground ends with the night, which at most sites is no longer than half a day.
const DATE_MARGIN_DAYS: f64 = 0.5;

fn time(wanted: Interval<f64>, dataset: Dataset<'_>) -> Match {
    let end = |column| dataset.number(column).filter(|mjd| is_date(*mjd));
    let (lo, hi) = (end(ObsColumn::TMin), end(ObsColumn::TMax));
    let found = overlap(wanted, lo, hi, date);
    let (Match::No, Some(lo), Some(hi)) = (found, lo, hi) else {
        return found;
    };
    let margin = date_margin(dataset, lo, hi);
    match overlap(wanted, Some(lo - margin), Some(hi + margin), date) {
        Match::Yes => Match::Approximate,
        _ => Match::No,
    }
}

/// By how many days the dates of a dataset may be off: not at all, but for an instant that came through SIA 1.0.
fn date_margin(dataset: Dataset<'_>, lo: f64, hi: f64) -> f64 {
    let is_sia1 = dataset.text(ObsColumn::Protocol) == Some(Protocol::Sia1.name());
    if !is_sia1 || hi > lo {
        return 0.0;
    }
    let exposure = dataset.number(ObsColumn::TExptime);
    let known = exposure.filter(|seconds| *seconds > 0.0);
    known.map_or(DATE_MARGIN_DAYS, |seconds| seconds / 86_400.0)
}

/// What archives write for an unknown date, as MJD: days of the 19th century and before, of which none has a dataset.
const NO_DATES: [f64; 6] = [0.0, -1.0, -99.0, -999.0, -9999.0, -99_999.0];

fn is_date(mjd: f64) -> bool {
    !NO_DATES.contains(&mjd)
}

/// Whether it can be the shortest wavelength of a dataset: 0 may stand there for "all below" what is the longest.
fn is_shortest(metres: f64, longest: Option<f64>) -> bool {
    metres.is_finite() && (metres > 0.0 || metres >= 0.0 && longest.is_some())
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

/// How far apart two wavelengths may be and still be one, as a part of them: some thousand times what the conversion
/// between units rounds away, so that 500 nm is 5e-7 m, and less than any wavelength is known.
const WAVELENGTH_ROUNDING: f64 = 1e-12;

/// How far apart two dates may be and still be one, in days (0.1 ms): twice the spacing of doubles at Julian dates.
const DATE_ROUNDING_DAYS: f64 = 1e-9;

/// The wavelength `wanted` as precise as `limit`. A limit that single precision holds exactly was stored in single
/// precision (a wavelength in metres is exact there by chance once in 5e8): it stands for all that rounds to it, so
/// what is wanted is rounded likewise, and 2 nm meets what begins at 2 nm in either precision.
#[expect(clippy::cast_possible_truncation, reason = "this is what is asked")]
fn wavelength(wanted: f64, limit: f64) -> f64 {
    if is_single(limit) {
        f64::from(wanted as f32)
    } else {
        nearly(wanted, limit, WAVELENGTH_ROUNDING * limit)
    }
}

fn date(wanted: f64, limit: f64) -> f64 {
    nearly(wanted, limit, DATE_ROUNDING_DAYS)
}

/// `limit` where `wanted` is no further from it than `apart`, else `wanted`.
fn nearly(wanted: f64, limit: f64, apart: f64) -> f64 {
    if (wanted - limit).abs() <= apart {
        limit
    } else {
        wanted
    }
}

#[cfg(test)]
mod tests;
