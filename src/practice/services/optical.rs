//! The records of optical and near-infrared archives.

use super::{
    Declares::{All, Nothing, Space, SpaceAndSpectrum},
    Door, Record, Registration,
    archives::{obscore, record, served_by, sia1, sia2, ssap, tap},
};

const OPT: Door = tap(4, &["optwide", "merid"]);

const NIR: Door = tap(6, &["nirall", "nirdeep"]);

/// Optical and near-infrared, in the order in which the registry holds them.
pub(super) const RECORDS: &[Record] = &[
    obscore(
        Registration::Old,
        record("opt/tap", "Optical Survey TAP", All, &[OPT]),
    ),
    served_by(
        &["opt/tap"],
        record(
            "opt/wide",
            "Wide-field Optical Survey",
            All,
            &[sia1(4, "/wide/sia", &["optwide"])],
        ),
    ),
    served_by(
        &["opt/tap"],
        record(
            "opt/merid",
            "Meridian Strip",
            All,
            &[sia1(4, "/merid/sia", &["merid"])],
        ),
    ),
    record(
        "opt/sia2",
        "Optical Survey Images",
        SpaceAndSpectrum,
        &[sia2(4, "/sia2", &["optwide", "merid"])],
    ),
    record(
        "opt/cutouts",
        "Wide-field Optical Survey at another address",
        Space,
        &[Door {
            ending: "?survey=wide&",
            ..sia1(4, "/query", &["optwide"])
        }],
    ),
    record(
        "plates/plates",
        "Digitised Photographic Plates",
        All,
        &[sia1(5, "/plates", &["plates"])],
    ),
    record(
        "plates/ccd",
        "Optical CCD Archive",
        Nothing,
        &[sia1(5, "/ccd", &["optold"])],
    ),
    record(
        "plates/polar",
        "Polar Caps Survey",
        All,
        &[sia1(5, "/polar", &["polar"])],
    ),
    record(
        "plates/all",
        "Plate Vault Images",
        Space,
        &[sia2(5, "/sia2/query", &["plates", "optold", "polar"])],
    ),
    record(
        "nir/atlas",
        "Near-infrared Sky Atlas",
        All,
        &[
            sia1(6, "/atlas/sia", &["nirall"]),
            sia2(6, "/atlas/sia2", &["nirall"]),
        ],
    ),
    record(
        "nir/deep",
        "Deep Near-infrared Survey",
        All,
        &[sia2(6, "/deep/sia2", &["nirdeep"])],
    ),
    record(
        "nir/deep1",
        "Deep Near-infrared Survey, older protocol",
        All,
        &[sia1(6, "/deep/sia", &["nirdeep"])],
    ),
    obscore(
        Registration::Silent,
        record("nir/tap", "Near-infrared TAP", Nothing, &[NIR]),
    ),
    served_by(
        &["nir/tap"],
        obscore(
            Registration::Table,
            record("nir/obscore", "Near-infrared ObsCore", All, &[NIR]),
        ),
    ),
    record(
        "spectra/echelle",
        "Echelle Spectra",
        All,
        &[ssap(7, "/echelle/ssa", &["echelle"])],
    ),
    record(
        "spectra/lowres",
        "Low-resolution Spectra",
        SpaceAndSpectrum,
        &[ssap(7, "/lowres/ssa", &["lowres"])],
    ),
    record(
        "spectra/ifu",
        "Integral Field Cubes",
        All,
        &[sia2(7, "/ifu/sia2", &["ifu"])],
    ),
    record(
        "spectra/sed",
        "Spectral Energy Distributions",
        Nothing,
        &[ssap(7, "/sed/ssa", &["sed"])],
    ),
    record(
        "spectra/all",
        "Spectra Library",
        All,
        &[ssap(7, "/all/ssa", &["echelle", "lowres"])],
    ),
];
