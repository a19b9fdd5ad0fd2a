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

/// The names at the heads of the table, in lower case and without units. Those of ObsCore go as well.
const NAMES: [(&str, Field); 19] = [
    ("title", Field::Title),
    ("type", Field::Column(C::DataproductType)),
    ("wavelength", Field::Wavelength),
    ("time", Field::Time),
    ("collection", Field::Column(C::ObsCollection)),
    ("instrument", Field::Column(C::InstrumentName)),
    ("target", Field::Column(C::TargetName)),
    ("ra", Field::Column(C::SRa)),
    ("dec", Field::Column(C::SDec)),
    ("field", Field::Column(C::SFov)),
    ("resolution", Field::Column(C::SResolution)),
    ("exposure", Field::Column(C::TExptime)),
    ("size", Field::Column(C::AccessEstsize)),
    ("format", Field::Column(C::AccessFormat)),
    ("level", Field::Column(C::CalibLevel)),
    ("facility", Field::Column(C::FacilityName)),
    ("service", Field::Service),
    ("protocol", Field::Column(C::Protocol)),
    ("address", Field::Column(C::AccessUrl)),
];

impl Field {
    /// The field of this name, which is that of an ObsCore column or of a head; case does not matter.
    pub fn from_name(name: &str) -> Option<Self> {
        let shown = NAMES
            .iter()
            .find(|(shown, _)| shown.eq_ignore_ascii_case(name));
        shown
            .map(|(_, field)| *field)
            .or_else(|| C::from_name(name).map(Self::Column))
    }

    /// A name that begins like this one, for what was mistyped.
    pub(super) fn like(name: &str) -> Option<&'static str> {
        let start = name.get(..3)?;
        let begins = |known: &&str| {
            known
                .get(..3)
                .is_some_and(|known| known.eq_ignore_ascii_case(start))
        };
        let heads = NAMES.iter().map(|(name, _)| *name);
        let columns = C::ALL.into_iter().map(C::name);
        if name.contains('_') {
            columns.chain(heads).find(begins)
        } else {
            heads.chain(columns).find(begins)
        }
    }

    /// The name by which it is asked for.
    pub fn name(self) -> &'static str {
        let named = NAMES.iter().find(|(_, field)| *field == self);
        match (self, named) {
            (_, Some((name, _))) => name,
            (Self::Column(column), None) => column.name(),
            (_, None) => "title",
        }
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
        assert_eq!(Field::like("instument_name"), Some("instrument_name"));
        assert_eq!(Field::like("wavelenght"), Some("wavelength"));
    }
}
