//! The records of X-ray and ultraviolet archives.

use super::{
    Declares::{All, Nothing, SpaceAndSpectrum},
    Door, Record, Registration,
    archives::{obscore, record, served_by, sia1, sia2, ssap, tap},
};

const HEA: Door = tap(1, &["xpoint", "xsurvey", "xhires", "xspec", "xlight"]);

/// X-rays and ultraviolet, in the order in which the registry holds them.
pub(super) const RECORDS: &[Record] = &[
    // One TAP service, registered in the old way and in the new way at once.
    obscore(
        Registration::Old,
        record("hea/tap", "High Energy Archive TAP", All, &[HEA]),
    ),
    served_by(
        &["hea/tap"],
        obscore(
            Registration::Table,
            record("hea/obscore", "High Energy Archive ObsCore", All, &[HEA]),
        ),
    ),
    served_by(
        &["hea/tap"],
        record(
            "hea/images",
            "X-ray Images",
            All,
            &[sia2(1, "/images/sia2", &["xpoint", "xsurvey", "xhires"])],
        ),
    ),
    served_by(
        &["hea/tap"],
        record(
            "hea/xsurvey",
            "X-ray All-sky Survey",
            All,
            &[sia1(1, "/xsurvey/sia", &["xsurvey"])],
        ),
    ),
    // Two protocols in one record.
    record(
        "hea/xhires",
        "High-resolution X-ray Images",
        All,
        &[
            sia1(1, "/xhires/sia", &["xhires"]),
            sia2(1, "/xhires/sia2", &["xhires"]),
        ],
    ),
    served_by(
        &["hea/obscore"],
        record(
            "hea/spectra",
            "X-ray Spectra and Light Curves",
            All,
            &[ssap(1, "/spectra/ssa", &["xspec", "xlight"])],
        ),
    ),
    record(
        "hea/deep",
        "Deep and Hard X-ray Surveys",
        All,
        &[sia2(1, "/deep/sia2", &["xdeep", "hardx"])],
    ),
    // The same files by another house, without a word about that in the registry.
    record(
        "xmirror/sia",
        "X-ray Mirror Images",
        Nothing,
        &[Door {
            ending: "?table=xray&",
            ..sia1(2, "/sia", &["xhires", "xsurvey"])
        }],
    ),
    record(
        "xmirror/pointings",
        "X-ray Mirror Pointings",
        SpaceAndSpectrum,
        &[sia2(2, "/pointings", &["xpoint"])],
    ),
    record(
        "xmirror/again",
        "X-ray Images, reprocessed",
        All,
        &[sia2(2, "/again/sia2", &["xagain", "xhires"])],
    ),
    record(
        "xmirror/spectra",
        "X-ray Mirror Spectra",
        All,
        &[ssap(2, "/ssa", &["xspec"])],
    ),
    record(
        "xmirror/private",
        "X-ray Proprietary Data",
        All,
        &[Door {
            needs_login: true,
            ..sia2(2, "/private/sia2", &["xdeep"])
        }],
    ),
    record(
        "uva/images",
        "Ultraviolet Images",
        All,
        &[sia2(3, "/images/sia2", &["uvimg", "euvimg"])],
    ),
    record(
        "uva/sky",
        "Ultraviolet Sky",
        All,
        &[sia1(3, "/uvimg/siap.xml", &["uvimg"])],
    ),
    record(
        "uva/spectra",
        "Ultraviolet Spectra",
        All,
        &[ssap(3, "/uvspec/ssap.xml", &["uvspec"])],
    ),
    record(
        "uva/legacy",
        "Ultraviolet Spectra, legacy service",
        Nothing,
        &[ssap(3, "/legacy", &["uvspec"])],
    ),
];
