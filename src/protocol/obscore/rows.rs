//! ObsCore's columns in answers of ObsCore and SIA 2.0: by name, else by utype.

use crate::{
    domain::{
        dataset::DatasetsBuilder,
        obscore::ObsColumn::{
            AccessEstsize, AccessFormat, AccessUrl, CalibLevel, DataRights, DataproductType, EmMax,
            EmMin, EmResPower, EmXel, FacilityName, InstrumentName, OUcd, ObsCollection,
            ObsCreatorDid, ObsId, ObsPublisherDid, ObsReleaseDate, ObsTitle, PolStates, PolXel,
            Preview, SDec, SFov, SRa, SRegion, SResolution, SXel1, SXel2, TExptime, TMax, TMin,
            TResolution, TXel, TargetName,
        },
        service::Protocol,
    },
    protocol::{
        answer::RowReader,
        mapping::{
            Key::{Name, Utype},
            Mapping, Rule, rule,
        },
    },
    votable::Batch,
};

/// Reads rows that are ObsCore's already.
pub(in crate::protocol) struct Rows {
    mapping: Mapping,
    /// What a dataset is whose service does not say so.
    default_type: Option<&'static str>,
}

impl Rows {
    pub(in crate::protocol) fn new(mapping: Mapping, protocol: Protocol) -> Self {
        Self {
            mapping,
            // SIA 2.0 is about images and cubes only.
            default_type: (protocol == Protocol::Sia2).then_some("image"),
        }
    }
}

impl RowReader for Rows {
    fn read(&self, batch: &Batch, row: usize, builder: &mut DatasetsBuilder) {
        if let Some(default) = self.default_type {
            builder.set_text(DataproductType, default);
        }
        self.mapping.read(batch, row, builder).set(builder);
    }
}

/// Names and utypes as in ObsCore 1.1, appendix C, and as services write them (`Access.Reference`,
/// `obscore:access.reference`).
pub(in crate::protocol) const RULES: &[Rule] = &[
    rule(
        DataproductType,
        &[
            Name("dataproduct_type"),
            Utype("ObsDataset.dataProductType"),
        ],
    ),
    rule(
        CalibLevel,
        &[Name("calib_level"), Utype("ObsDataset.calibLevel")],
    ),
    rule(
        ObsCollection,
        &[Name("obs_collection"), Utype("DataID.Collection")],
    ),
    rule(ObsId, &[Name("obs_id"), Utype("DataID.observationID")]),
    rule(
        ObsPublisherDid,
        &[Name("obs_publisher_did"), Utype("Curation.PublisherDID")],
    ),
    rule(AccessUrl, &[Name("access_url"), Utype("Access.Reference")]),
    rule(
        AccessFormat,
        &[Name("access_format"), Utype("Access.Format")],
    ),
    rule(
        AccessEstsize,
        &[Name("access_estsize"), Utype("Access.Size")],
    ),
    rule(TargetName, &[Name("target_name"), Utype("Target.Name")]),
    rule(
        SRa,
        &[
            Name("s_ra"),
            Utype("Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C1"),
        ],
    ),
    rule(
        SDec,
        &[
            Name("s_dec"),
            Utype("Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C2"),
        ],
    ),
    rule(
        SFov,
        &[
            Name("s_fov"),
            Utype("Char.SpatialAxis.Coverage.Bounds.Extent.diameter"),
        ],
    ),
    rule(
        SRegion,
        &[
            Name("s_region"),
            Utype("Char.SpatialAxis.Coverage.Support.Area"),
        ],
    ),
    rule(
        SResolution,
        &[
            Name("s_resolution"),
            Utype("Char.SpatialAxis.Resolution.refval.value"),
        ],
    ),
    rule(SXel1, &[Name("s_xel1"), Utype("Char.SpatialAxis.numBins1")]),
    rule(SXel2, &[Name("s_xel2"), Utype("Char.SpatialAxis.numBins2")]),
    rule(
        TMin,
        &[
            Name("t_min"),
            Utype("Char.TimeAxis.Coverage.Bounds.Limits.StartTime"),
        ],
    ),
    rule(
        TMax,
        &[
            Name("t_max"),
            Utype("Char.TimeAxis.Coverage.Bounds.Limits.StopTime"),
        ],
    ),
    rule(
        TExptime,
        &[
            Name("t_exptime"),
            Utype("Char.TimeAxis.Coverage.Support.Extent"),
        ],
    ),
    rule(
        TResolution,
        &[
            Name("t_resolution"),
            Utype("Char.TimeAxis.Resolution.refval.value"),
        ],
    ),
    rule(TXel, &[Name("t_xel"), Utype("Char.TimeAxis.numBins")]),
    // ObsCore 1.1, appendix C: metres, whatever a service makes of the word.
    Rule {
        to: EmMin,
        keys: &[
            Name("em_min"),
            Utype("Char.SpectralAxis.Coverage.Bounds.Limits.LoLimit"),
        ],
        unit: "m",
    },
    Rule {
        to: EmMax,
        keys: &[
            Name("em_max"),
            Utype("Char.SpectralAxis.Coverage.Bounds.Limits.HiLimit"),
        ],
        unit: "m",
    },
    rule(
        EmResPower,
        &[
            Name("em_res_power"),
            Utype("Char.SpectralAxis.Resolution.ResolPower.refVal"),
        ],
    ),
    rule(EmXel, &[Name("em_xel"), Utype("Char.SpectralAxis.numBins")]),
    rule(OUcd, &[Name("o_ucd"), Utype("Char.ObservableAxis.ucd")]),
    rule(
        PolStates,
        &[Name("pol_states"), Utype("Char.PolarizationAxis.stateList")],
    ),
    rule(
        PolXel,
        &[Name("pol_xel"), Utype("Char.PolarizationAxis.numBins")],
    ),
    rule(
        FacilityName,
        &[
            Name("facility_name"),
            Utype("Provenance.ObsConfig.Facility.name"),
        ],
    ),
    rule(
        InstrumentName,
        &[
            Name("instrument_name"),
            Utype("Provenance.ObsConfig.Instrument.name"),
        ],
    ),
    rule(ObsTitle, &[Name("obs_title"), Utype("DataID.Title")]),
    rule(
        ObsCreatorDid,
        &[Name("obs_creator_did"), Utype("DataID.CreatorDID")],
    ),
    rule(
        ObsReleaseDate,
        &[Name("obs_release_date"), Utype("Curation.releaseDate")],
    ),
    rule(DataRights, &[Name("data_rights"), Utype("Curation.rights")]),
    rule(Preview, &[Name("preview"), Name("preview_url")]),
];
