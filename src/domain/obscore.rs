//! The ObsCore columns: name, type, unit, UCD, utype, description.

mod table;

/// A column of a dataset: those of ObsCore 1.1 that every service must have, in the standard's order, some optional
/// ones, and our own. What each means is in its [`ColumnInfo`].
#[expect(
    missing_docs,
    reason = "each is described by its ColumnInfo, in the standard's words"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ObsColumn {
    DataproductType,
    CalibLevel,
    ObsCollection,
    ObsId,
    ObsPublisherDid,
    AccessUrl,
    AccessFormat,
    AccessEstsize,
    TargetName,
    SRa,
    SDec,
    SFov,
    SRegion,
    SResolution,
    SXel1,
    SXel2,
    TMin,
    TMax,
    TExptime,
    TResolution,
    TXel,
    EmMin,
    EmMax,
    EmResPower,
    EmXel,
    OUcd,
    PolStates,
    PolXel,
    FacilityName,
    InstrumentName,
    ObsTitle,
    ObsCreatorDid,
    ObsReleaseDate,
    DataRights,
    Preview,
    OriginService,
    Protocol,
    MatchSpace,
    MatchSpectrum,
    MatchTime,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text; an empty one is null.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers; NaN is null.
    Number,
}

/// What is said of a column in a VOTable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnInfo {
    /// The column's name, in lower case as ObsCore 1.1 appendix C.2 recommends.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// The unit in the spelling of `VOUnits`; `None` for pure numbers and text.
    pub unit: Option<&'static str>,
    /// The UCD1+.
    pub ucd: &'static str,
    /// The utype with its prefix `obscore:`; `None` where ObsCore has no such column.
    pub utype: Option<&'static str>,
    /// One line for a person.
    pub description: &'static str,
}

impl ObsColumn {
    /// How many columns there are.
    pub const COUNT: usize = 40;

    /// All columns, in the order in which results are written.
    pub const ALL: [Self; Self::COUNT] = [
        Self::DataproductType,
        Self::CalibLevel,
        Self::ObsCollection,
        Self::ObsId,
        Self::ObsPublisherDid,
        Self::AccessUrl,
        Self::AccessFormat,
        Self::AccessEstsize,
        Self::TargetName,
        Self::SRa,
        Self::SDec,
        Self::SFov,
        Self::SRegion,
        Self::SResolution,
        Self::SXel1,
        Self::SXel2,
        Self::TMin,
        Self::TMax,
        Self::TExptime,
        Self::TResolution,
        Self::TXel,
        Self::EmMin,
        Self::EmMax,
        Self::EmResPower,
        Self::EmXel,
        Self::OUcd,
        Self::PolStates,
        Self::PolXel,
        Self::FacilityName,
        Self::InstrumentName,
        Self::ObsTitle,
        Self::ObsCreatorDid,
        Self::ObsReleaseDate,
        Self::DataRights,
        Self::Preview,
        Self::OriginService,
        Self::Protocol,
        Self::MatchSpace,
        Self::MatchSpectrum,
        Self::MatchTime,
    ];

    /// How many of them `ObsCore` 1.1 demands of every service; they stand first.
    pub const MANDATORY: usize = 30;

    /// Name, type, unit, UCD, utype and description.
    pub fn info(self) -> &'static ColumnInfo {
        table::info(self)
    }

    /// The column's name.
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// What its cells hold.
    pub fn kind(self) -> Kind {
        self.info().kind
    }

    /// The column of this name; case does not matter, as in ADQL.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|column| column.name().eq_ignore_ascii_case(name))
    }

    /// Its place in [`Self::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_at_their_index_and_are_found_by_name() {
        for (index, column) in ObsColumn::ALL.into_iter().enumerate() {
            assert_eq!(column.index(), index);
            assert_eq!(ObsColumn::from_name(column.name()), Some(column));
            assert_eq!(
                ObsColumn::from_name(&column.name().to_uppercase()),
                Some(column)
            );
        }
        assert_eq!(ObsColumn::from_name("no_such_column"), None);
    }

    // ObsCore 1.1, tables in appendix C.2.
    #[test]
    fn the_mandatory_columns_come_first_with_the_units_of_the_standard() {
        let last = ObsColumn::ALL[ObsColumn::MANDATORY - 1];
        assert_eq!(last.name(), "instrument_name");
        let units: Vec<_> = ObsColumn::ALL
            .iter()
            .filter_map(|column| Some((column.name(), column.info().unit?)))
            .collect();
        let expected = [
            ("access_estsize", "kbyte"),
            ("s_ra", "deg"),
            ("s_dec", "deg"),
            ("s_fov", "deg"),
            ("s_resolution", "arcsec"),
            ("t_min", "d"),
            ("t_max", "d"),
            ("t_exptime", "s"),
            ("t_resolution", "s"),
            ("em_min", "m"),
            ("em_max", "m"),
        ];
        assert_eq!(units, expected);
    }
}
