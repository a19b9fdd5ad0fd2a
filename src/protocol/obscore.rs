//! ObsCore 1.1 over TAP: a ladder of queries, each for services that refuse the one before.

mod conditions;
pub(super) mod rows;

use super::{Rung, adql, sky, tap};
use crate::domain::{constraints::Constraints, obscore::ObsColumn};
use conditions::{Language, Space};

/// How a query is put, from the best to the simplest.
///
/// What a service may give too much is judged here; what a query may miss is said with its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Footprints; where there is none the disc, where there is none the centre.
    ///
    /// A footprint that the service itself cannot read is looked for by its disc, among centres no further away than
    /// the margin.
    Footprint,
    /// The same with circles around polygons, which some services refuse.
    FootprintInCircle,
    /// Centre and field of view.
    Disc,
    /// Centre alone, with a margin.
    Centre,
    /// The same with one CONTAINS and no OR, and with the columns by their names (hats-tap has neither OR nor `*`).
    PlainCentre,
    /// Centre alone, without geometry.
    Box,
    /// The same without OR. There is no rung without a place: it would ask for the whole table.
    PlainBox,
    /// The question has no place.
    Anywhere,
    /// The same without OR.
    PlainAnywhere,
}

/// What is asked, with a region.
const SOMEWHERE: [Step; 7] = [
    Step::Footprint,
    Step::FootprintInCircle,
    Step::Disc,
    Step::Centre,
    Step::PlainCentre,
    Step::Box,
    Step::PlainBox,
];

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Footprint => "footprint",
            Self::FootprintInCircle => "footprint, circle around the polygon",
            Self::Disc => "centre and field of view",
            Self::Centre => "centre with a margin",
            Self::PlainCentre => "centre with a margin, plain",
            Self::Box => "centre in a box with a margin",
            Self::PlainBox => "centre in a box with a margin, plain",
            Self::Anywhere => "no position",
            Self::PlainAnywhere => "no position, plain",
        }
    }

    fn language(self) -> Language {
        match self {
            Self::PlainCentre | Self::PlainBox | Self::PlainAnywhere => Language::WithoutOr,
            _ => Language::Full,
        }
    }

    fn space(self) -> Option<Space> {
        match self {
            Self::Footprint => Some(Space::Footprint),
            Self::FootprintInCircle => Some(Space::FootprintInCircle),
            Self::Disc => Some(Space::Disc),
            Self::Centre | Self::PlainCentre => Some(Space::Centre),
            Self::Box | Self::PlainBox => Some(Space::Box),
            Self::Anywhere | Self::PlainAnywhere => None,
        }
    }

    /// Whether it makes sense for this question.
    fn fits(self, constraints: &Constraints) -> bool {
        match self {
            Self::FootprintInCircle => constraints.space.as_ref().is_some_and(sky::has_polygon),
            // Without OR an inclusive question can constrain nothing but the place.
            Self::PlainAnywhere => !constraints.inclusive,
            _ => true,
        }
    }

    /// What may be missing in its answer; empty where nothing is.
    fn misses(self, constraints: &Constraints) -> String {
        let mut missing: Vec<String> = Vec::new();
        match self.space() {
            None | Some(Space::Footprint | Space::FootprintInCircle) => {}
            Some(Space::Disc) => missing.push(format!(
                "datasets that reach further from their centre than their field of view, \
                 and large datasets without a field of view whose centre lies further than {} deg outside",
                conditions::CENTRE_MARGIN_DEG
            )),
            Some(Space::Centre | Space::Box) => missing.push(format!(
                "large datasets whose centre lies further than {} deg outside",
                conditions::CENTRE_MARGIN_DEG
            )),
        }
        if self.language() == Language::WithoutOr {
            if constraints.inclusive {
                missing.push("datasets without a position".to_owned());
            } else if constraints.spectrum.is_some() || constraints.time.is_some() {
                missing.push("datasets with one limit only, or exchanged limits".to_owned());
            }
        }
        if missing.is_empty() {
            return String::new();
        }
        format!(
            "asked with a simpler query; {} may be missing",
            missing.join(", and ")
        )
    }

    fn query(self, constraints: &Constraints) -> String {
        let language = self.language();
        let mut all = conditions::product(constraints, language);
        if let (Some(region), Some(space)) = (&constraints.space, self.space()) {
            all.push(conditions::space(
                region,
                space,
                language,
                constraints.inclusive,
            ));
        }
        all.extend(conditions::spectrum(constraints, language));
        all.extend(conditions::time(constraints, language));
        let columns = match language {
            Language::Full => "*".to_owned(),
            Language::WithoutOr => mandatory_columns(),
        };
        format!(
            "SELECT {columns} FROM ivoa.obscore WHERE {}",
            adql::all(&all)
        )
    }
}

/// The query on `ivoa.obscore`, in falling order of goodness.
pub fn requests(access_url: &str, constraints: &Constraints, maxrec: u32) -> Vec<Rung> {
    let steps: &[Step] = match constraints.space {
        Some(_) => &SOMEWHERE,
        None => &[Step::Anywhere, Step::PlainAnywhere],
    };
    let steps = steps.iter().filter(|step| step.fits(constraints));
    steps
        .map(|step| Rung {
            name: step.name(),
            request: tap::sync(access_url, &step.query(constraints), maxrec),
            misses: step.misses(constraints),
            caveat: String::new(),
        })
        .collect()
}

/// The rung to go on with where a query took the service too long: the first that any index on positions serves.
/// `None` where `rung` is that one or a simpler one.
pub fn quicker(rungs: &[Rung], rung: usize) -> Option<usize> {
    let by_centre = |rung: &Rung| rung.name == Step::Centre.name();
    let quick = rungs.iter().position(by_centre)?;
    (rung < quick).then_some(quick)
}

/// Whether a rung asks for several places as such, and not for one place around them all, which may be most of the sky.
pub fn keeps_places_apart(rung: &Rung) -> bool {
    ![Step::PlainCentre, Step::PlainBox]
        .iter()
        .any(|step| step.name() == rung.name)
}

/// The columns that every ObsCore table has (ObsCore 1.1, table 1), of those that are kept here.
fn mandatory_columns() -> String {
    const OPTIONAL: [ObsColumn; 5] = [
        ObsColumn::ObsTitle,
        ObsColumn::ObsCreatorDid,
        ObsColumn::ObsReleaseDate,
        ObsColumn::DataRights,
        ObsColumn::Preview,
    ];
    const OURS: [ObsColumn; 5] = [
        ObsColumn::OriginService,
        ObsColumn::Protocol,
        ObsColumn::MatchSpace,
        ObsColumn::MatchSpectrum,
        ObsColumn::MatchTime,
    ];
    let names: Vec<&str> = ObsColumn::ALL
        .into_iter()
        .filter(|column| !OPTIONAL.contains(column) && !OURS.contains(column))
        .map(|column| column.info().name)
        .collect();
    names.join(", ")
}
