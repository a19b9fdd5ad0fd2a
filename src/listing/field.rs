//! What rows are filtered, sorted and grouped by.

use crate::domain::{
    dataset::Datasets,
    obscore::{Kind, ObsColumn as C},
};
use std::collections::BTreeMap;

/// The titles of services by their identifiers.
pub type Titles = BTreeMap<String, String>;

/// What rows are filtered, sorted and grouped by: a column of ObsCore, or what people see in place of some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The title, or else the best that names a dataset.
    Title,
    /// From `em_min` to `em_max`.
    Wavelength,
    /// From `t_min` to `t_max`.
    Time,
    /// The title of the service that told of it.
    Service,
    /// A column of ObsCore.
    Column(C),
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Texts.
    Texts,
    /// Plain numbers.
    Numbers,
    /// Wavelengths in metres.
    Wavelengths,
    /// Modified Julian Dates.
    Times,
    /// Angles in degrees.
    Degrees,
    /// Angles in arc seconds.
    Arcseconds,
    /// Durations in seconds.
    Seconds,
    /// Sizes in kB.
    Sizes,
}

/// What people call fields, at the heads of the table and in a filter; those not here by their names in ObsCore. A unit
/// stands in brackets.
pub const TITLES: [(Field, &str); 19] = [
    (Field::Title, "Title"),
    (Field::Column(C::DataproductType), "Type"),
    (Field::Wavelength, "Wavelength"),
    (Field::Time, "Time"),
    (Field::Column(C::ObsCollection), "Collection"),
    (Field::Column(C::InstrumentName), "Instrument"),
    (Field::Column(C::TargetName), "Target"),
    (Field::Column(C::SRa), "RA (°)"),
    (Field::Column(C::SDec), "Dec (°)"),
    (Field::Column(C::SFov), "Field"),
    (Field::Column(C::SResolution), "Resolution"),
    (Field::Column(C::TExptime), "Exposure"),
    (Field::Column(C::AccessEstsize), "Size"),
    (Field::Column(C::AccessFormat), "Format"),
    (Field::Column(C::CalibLevel), "Level"),
    (Field::Column(C::FacilityName), "Facility"),
    (Field::Service, "Service"),
    (Field::Column(C::Protocol), "Protocol"),
    (Field::Column(C::AccessUrl), "Address"),
];

/// A title without its unit.
fn bare(title: &'static str) -> &'static str {
    title.split_once(" (").map_or(title, |(bare, _)| bare)
}

impl Field {
    /// The field of this name, which is that of an ObsCore column or of a title without its unit; case does not matter.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = TITLES.iter();
        let titled = all.find(|(_, title)| bare(title).eq_ignore_ascii_case(name));
        titled
            .map(|(field, _)| *field)
            .or_else(|| C::from_name(name).map(Self::Column))
    }

    /// A name that begins like this one, for what was mistyped.
    pub(super) fn like(name: &str) -> Option<String> {
        let start = name.get(..3)?;
        let begins = |known: &&str| {
            known
                .get(..3)
                .is_some_and(|known| known.eq_ignore_ascii_case(start))
        };
        let titles = TITLES.iter().map(|(_, title)| bare(title));
        let columns = C::ALL.into_iter().map(C::name);
        let found = if name.contains('_') {
            columns.chain(titles).find(begins)
        } else {
            titles.chain(columns).find(begins)
        };
        found.map(str::to_lowercase)
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        let named = TITLES.iter().find(|(field, _)| *field == self);
        match (self, named) {
            (_, Some((_, title))) => title,
            (Self::Column(column), None) => column.name(),
            (Self::Title | Self::Wavelength | Self::Time | Self::Service, None) => "",
        }
    }

    /// The name by which a filter asks for it.
    pub fn name(self) -> String {
        bare(self.title()).to_lowercase()
    }

    /// What it holds.
    pub(super) fn holds(self) -> Holds {
        match self {
            Self::Title | Self::Service => Holds::Texts,
            Self::Wavelength | Self::Column(C::EmMin | C::EmMax) => Holds::Wavelengths,
            Self::Time | Self::Column(C::TMin | C::TMax) => Holds::Times,
            Self::Column(C::SRa | C::SDec | C::SFov) => Holds::Degrees,
            Self::Column(C::SResolution) => Holds::Arcseconds,
            Self::Column(C::TExptime | C::TResolution) => Holds::Seconds,
            Self::Column(C::AccessEstsize) => Holds::Sizes,
            Self::Column(column) if column.kind() == Kind::Text => Holds::Texts,
            Self::Column(_) => Holds::Numbers,
        }
    }

    /// The columns whose texts it shows: the first that a row has.
    pub(super) fn text_columns(self) -> Vec<C> {
        match self {
            Self::Title => vec![
                C::ObsTitle,
                C::TargetName,
                C::ObsId,
                C::ObsPublisherDid,
                C::AccessUrl,
            ],
            Self::Service => vec![C::OriginService],
            Self::Column(column) if column.kind() == Kind::Text => vec![column],
            Self::Wavelength | Self::Time | Self::Column(_) => Vec::new(),
        }
    }

    /// The text that is shown for one of a column.
    pub(super) fn shown<'a>(self, text: &'a str, titles: &'a Titles) -> &'a str {
        match self {
            Self::Service => titles.get(text).map_or(text, String::as_str),
            _ => text,
        }
    }

    /// The numbers of a row: from where to where; the same twice where it has one. `None` where it has none.
    pub(super) fn range(self, chunk: &Datasets, row: usize) -> Option<(f64, f64)> {
        let (lo, hi) = match self {
            Self::Wavelength => (chunk.number(C::EmMin, row), chunk.number(C::EmMax, row)),
            Self::Time => (chunk.number(C::TMin, row), chunk.number(C::TMax, row)),
            Self::Column(column) => (chunk.number(column, row), None),
            Self::Title | Self::Service => (None, None),
        };
        Some((lo.or(hi)?, hi.or(lo)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_the_names_of_heads_and_of_obscore() {
        for (name, field) in [
            ("Wavelength", Field::Wavelength),
            ("em_min", Field::Column(C::EmMin)),
            ("EM_MIN", Field::Column(C::EmMin)),
            ("instrument", Field::Column(C::InstrumentName)),
            ("instrument_name", Field::Column(C::InstrumentName)),
        ] {
            assert_eq!(Field::from_name(name), Some(field), "{name}");
        }
        assert_eq!(Field::from_name("camera"), None);
        assert_eq!(Field::Column(C::InstrumentName).name(), "instrument");
        assert_eq!(Field::Column(C::EmMin).name(), "em_min");
        assert_eq!(
            Field::like("instument_name").as_deref(),
            Some("instrument_name")
        );
        assert_eq!(Field::like("wavelenght").as_deref(), Some("wavelength"));
        assert_eq!(Field::Column(C::SRa).title(), "RA (°)");
        assert_eq!(Field::Column(C::SRa).name(), "ra");
        assert_eq!(Field::from_name("RA"), Some(Field::Column(C::SRa)));
    }
}
