//! The fields of a dataset: what they are called, what they mean, and their values as a person reads them.

use crate::{
    domain::{dataset::Dataset, obscore::ObsColumn as C},
    gui::{columns::raw, format},
};

/// One field that a dataset has.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// What it is called.
    pub(super) label: &'static str,
    /// The value as it came, with its unit.
    pub(super) value: String,
    /// The same as a person reads it, where that is another.
    pub(super) reading: Option<String>,
    /// Its name in ObsCore and what it means.
    pub(super) meaning: String,
}

/// The fields that a dataset has, in ObsCore's order.
pub(super) fn fields(dataset: Dataset<'_>) -> Vec<Field> {
    let of = |column: C| {
        let info = column.info();
        let unit = info.unit.map(|unit| format!(" {unit}"));
        Some(Field {
            label: label(column),
            value: format!("{}{}", raw(dataset, column)?, unit.unwrap_or_default()),
            reading: reading(dataset, column),
            meaning: format!("{}: {}\nUCD {}", info.name, info.description, info.ucd),
        })
    };
    C::ALL.into_iter().filter_map(of).collect()
}

/// What a person reads in a value.
fn reading(dataset: Dataset<'_>, column: C) -> Option<String> {
    let number = dataset.number(column);
    let text = match column {
        C::EmMin | C::EmMax => number.map(|metres| format::wavelengths(metres, metres)),
        C::TMin | C::TMax => number.map(format::date),
        C::AccessEstsize => number.map(format::size),
        C::SFov => number.map(format::angle),
        C::SResolution => number.map(|arcsec| format::angle(arcsec / 3600.0)),
        C::TExptime | C::TResolution => number.map(format::seconds),
        C::CalibLevel => number.and_then(level).map(str::to_owned),
        _ => None,
    };
    text.filter(|text| !text.is_empty())
}

/// What a calibration level means (ObsCore 1.1, section 4.2).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whatever is no level is none"
)]
fn level(level: f64) -> Option<&'static str> {
    let words = ["raw", "instrumental", "calibrated", "enhanced", "analysed"];
    words.get(level as usize).copied().filter(|_| level >= 0.0)
}

/// What a field is called.
fn label(column: C) -> &'static str {
    match column {
        C::DataproductType => "Type",
        C::CalibLevel => "Calibration level",
        C::ObsCollection => "Collection",
        C::ObsId => "Observation",
        C::ObsPublisherDid => "Identifier",
        C::AccessUrl => "Address",
        C::AccessFormat => "Format",
        C::AccessEstsize => "Size",
        C::TargetName => "Target",
        C::SRa => "Right ascension",
        C::SDec => "Declination",
        C::SFov => "Field of view",
        C::SRegion => "Region",
        C::SResolution => "Resolution",
        C::SXel1 => "Pixels along axis 1",
        C::SXel2 => "Pixels along axis 2",
        C::TMin => "Start",
        C::TMax => "End",
        C::TExptime => "Exposure",
        C::TResolution => "Time resolution",
        C::TXel => "Samples in time",
        C::EmMin => "Shortest wavelength",
        C::EmMax => "Longest wavelength",
        C::EmResPower => "Resolving power",
        C::EmXel => "Spectral samples",
        C::OUcd => "Observable",
        C::PolStates => "Polarization",
        C::PolXel => "Polarization states",
        C::FacilityName => "Facility",
        C::InstrumentName => "Instrument",
        C::ObsTitle => "Title",
        C::ObsCreatorDid => "Creator's identifier",
        C::ObsReleaseDate => "Public since",
        C::DataRights => "Rights",
        C::Preview => "Preview",
        C::OriginService => "Told by",
        C::Protocol => "Protocol",
        C::MatchSpace => "Match in space",
        C::MatchSpectrum => "Match in spectrum",
        C::MatchTime => "Match in time",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::testing::datasets;

    #[test]
    fn a_value_stands_as_it_came_and_as_a_person_reads_it() {
        let datasets = datasets(&["Eagle"]);
        let fields = fields(datasets.row(0));
        let field = |label: &str| {
            let found = fields.iter().find(|field| field.label == label);
            found.unwrap_or_else(|| panic!("no {label} in {fields:?}"))
        };
        let shortest = field("Shortest wavelength");
        assert_eq!(shortest.value, "4e-7 m");
        assert_eq!(shortest.reading.as_deref(), Some("400 nm"));
        // MJD 49718 is 1995-01-01.
        assert!(
            field("Start")
                .reading
                .as_deref()
                .unwrap()
                .starts_with("1995-01-01"),
            "{:?}",
            field("Start")
        );
        assert_eq!(field("Address").reading, None);
        assert!(
            field("Address")
                .meaning
                .starts_with("access_url: Address of the dataset"),
            "{:?}",
            field("Address")
        );
        assert!(
            fields.iter().all(|field| field.label != "Preview"),
            "what is not known is not shown"
        );
    }

    #[test]
    fn no_two_fields_are_called_alike() {
        let mut labels: Vec<&str> = C::ALL.into_iter().map(label).collect();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), C::COUNT);
    }
}
