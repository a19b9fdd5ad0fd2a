//! What ObsCore 1.1 says of each column (appendix C.2, tables of mandatory and optional fields).

use super::{ColumnInfo, Kind, ObsColumn};

/// The line of the table that describes `column`.
pub(super) fn info(column: ObsColumn) -> &'static ColumnInfo {
    static UNKNOWN: ColumnInfo = text("unknown", "meta.note", None, "not in the table");
    let info = INFOS.get(column as usize);
    debug_assert!(info.is_some(), "{column:?} is not in the table");
    info.unwrap_or(&UNKNOWN)
}

type Utype = Option<&'static str>;

const fn text(
    name: &'static str,
    ucd: &'static str,
    utype: Utype,
    description: &'static str,
) -> ColumnInfo {
    ColumnInfo {
        name,
        kind: Kind::Text,
        unit: None,
        ucd,
        utype,
        description,
    }
}

const fn integer(
    name: &'static str,
    ucd: &'static str,
    utype: Utype,
    description: &'static str,
) -> ColumnInfo {
    ColumnInfo {
        kind: Kind::Integer,
        ..text(name, ucd, utype, description)
    }
}

const fn number(
    name: &'static str,
    ucd: &'static str,
    utype: Utype,
    description: &'static str,
) -> ColumnInfo {
    ColumnInfo {
        kind: Kind::Number,
        ..text(name, ucd, utype, description)
    }
}

const fn in_unit(unit: &'static str, info: ColumnInfo) -> ColumnInfo {
    ColumnInfo {
        unit: Some(unit),
        ..info
    }
}

#[rustfmt::skip] // a table is read as a table: two lines a column
static INFOS: [ColumnInfo; ObsColumn::COUNT] = [
    text("dataproduct_type", "meta.code.class", Some("obscore:ObsDataset.dataProductType"),
        "Kind of data product: image, cube, spectrum, sed, timeseries, visibility, event, measurements"),
    integer("calib_level", "meta.code;obs.calib", Some("obscore:ObsDataset.calibLevel"),
        "Calibration level, 0 (raw) to 4 (analysis product)"),
    text("obs_collection", "meta.id", Some("obscore:DataID.collection"),
        "Name of the data collection"),
    text("obs_id", "meta.id", Some("obscore:DataID.observationID"),
        "Identifier of the observation"),
    text("obs_publisher_did", "meta.ref.ivoid", Some("obscore:Curation.publisherDID"),
        "Identifier of the dataset given by its publisher"),
    text("access_url", "meta.ref.url", Some("obscore:Access.reference"),
        "Address of the dataset"),
    text("access_format", "meta.code.mime", Some("obscore:Access.format"),
        "Media type of what is at the address"),
    in_unit("kbyte", integer("access_estsize", "phys.size;meta.file", Some("obscore:Access.size"),
        "Estimated size of the dataset")),
    text("target_name", "meta.id;src", Some("obscore:Target.name"),
        "Object that was observed"),
    in_unit("deg", number("s_ra", "pos.eq.ra",
        Some("obscore:Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C1"),
        "Right ascension of the centre, ICRS")),
    in_unit("deg", number("s_dec", "pos.eq.dec",
        Some("obscore:Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C2"),
        "Declination of the centre, ICRS")),
    in_unit("deg", number("s_fov", "phys.angSize;instr.fov",
        Some("obscore:Char.SpatialAxis.Coverage.Bounds.Extent.diameter"),
        "Diameter of the region covered")),
    text("s_region", "pos.outline;obs.field", Some("obscore:Char.SpatialAxis.Coverage.Support.Area"),
        "Region covered"),
    in_unit("arcsec", number("s_resolution", "pos.angResolution",
        Some("obscore:Char.SpatialAxis.Resolution.Refval.value"),
        "Typical spatial resolution")),
    integer("s_xel1", "meta.number", Some("obscore:Char.SpatialAxis.numBins1"),
        "Number of elements along the first spatial axis"),
    integer("s_xel2", "meta.number", Some("obscore:Char.SpatialAxis.numBins2"),
        "Number of elements along the second spatial axis"),
    in_unit("d", number("t_min", "time.start;obs.exposure",
        Some("obscore:Char.TimeAxis.Coverage.Bounds.Limits.StartTime"),
        "Start of the observation, MJD")),
    in_unit("d", number("t_max", "time.end;obs.exposure",
        Some("obscore:Char.TimeAxis.Coverage.Bounds.Limits.StopTime"),
        "End of the observation, MJD")),
    in_unit("s", number("t_exptime", "time.duration;obs.exposure",
        Some("obscore:Char.TimeAxis.Coverage.Support.Extent"),
        "Total exposure time")),
    in_unit("s", number("t_resolution", "time.resolution",
        Some("obscore:Char.TimeAxis.Resolution.Refval.value"),
        "Resolution in time")),
    integer("t_xel", "meta.number", Some("obscore:Char.TimeAxis.numBins"),
        "Number of elements along the time axis"),
    in_unit("m", number("em_min", "em.wl;stat.min",
        Some("obscore:Char.SpectralAxis.Coverage.Bounds.Limits.LoLimit"),
        "Shortest wavelength covered, in vacuum")),
    in_unit("m", number("em_max", "em.wl;stat.max",
        Some("obscore:Char.SpectralAxis.Coverage.Bounds.Limits.HiLimit"),
        "Longest wavelength covered, in vacuum")),
    number("em_res_power", "spect.resolution",
        Some("obscore:Char.SpectralAxis.Resolution.ResolPower.refVal"),
        "Spectral resolving power, wavelength over resolution"),
    integer("em_xel", "meta.number", Some("obscore:Char.SpectralAxis.numBins"),
        "Number of elements along the spectral axis"),
    text("o_ucd", "meta.ucd", Some("obscore:Char.ObservableAxis.ucd"),
        "UCD of what was measured, such as phot.flux.density"),
    text("pol_states", "meta.code;phys.polarization", Some("obscore:Char.PolarizationAxis.stateList"),
        "Polarization states present, such as /I/Q/U/"),
    integer("pol_xel", "meta.number", Some("obscore:Char.PolarizationAxis.numBins"),
        "Number of polarization states"),
    text("facility_name", "meta.id;instr.tel", Some("obscore:Provenance.ObsConfig.Facility.name"),
        "Observatory or telescope"),
    text("instrument_name", "meta.id;instr", Some("obscore:Provenance.ObsConfig.Instrument.name"),
        "Instrument"),
    text("obs_title", "meta.title;obs", Some("obscore:DataID.title"),
        "Title of the dataset"),
    text("obs_creator_did", "meta.id", Some("obscore:DataID.creatorDID"),
        "Identifier of the dataset given by its creator"),
    text("obs_release_date", "time.release", Some("obscore:Curation.releaseDate"),
        "When the dataset became or becomes public"),
    text("data_rights", "meta.code", Some("obscore:Curation.rights"),
        "Whether the dataset is public, proprietary or secure"),
    text("preview", "meta.ref.url;meta.preview", None,
        "Address of a small image of the dataset"),
    text("origin_service", "meta.ref.ivoid", None,
        "IVOA identifier of the service that told of the dataset"),
    text("protocol", "meta.code", None,
        "Protocol through which the service was asked"),
    text("match_space", "meta.code;pos", None,
        "Whether the dataset was seen to meet the space constraint: yes, approximate (its footprint cannot be read; judged by centre and field of view), or undeclared"),
    text("match_spectrum", "meta.code;em", None,
        "Whether the dataset was seen to meet the spectrum constraint: yes, or undeclared"),
    text("match_time", "meta.code;time", None,
        "Whether the dataset was seen to meet the time constraint: yes, approximate (within the margin of a date without exposure), or undeclared"),
];
