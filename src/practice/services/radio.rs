//! The records of infrared, millimetre and radio archives, of light curves and of the portal.

use super::{
    Declares::{All, Nothing, Space, SpaceAndSpectrum},
    Door, Record, Registration,
    archives::{obscore, record, served_by, sia1, sia2, ssap, tap},
};

const RADIO: Door = tap(8, &["rcont", "rcube", "rlow", "rlight"]);

const MM: Door = tap(9, &["submm", "mmcube"]);

const TIME: Door = tap(11, &["light", "xlight"]);

const PORTAL: Door = tap(
    12,
    &[
        "optwide", "plates", "nirall", "mir", "fir", "rcont", "uvimg", "xsurvey", "echelle",
    ],
);

/// Infrared, millimetre, radio, time domain, portal, in the order in which the registry holds them.
pub(super) const RECORDS: &[Record] = &[
    obscore(
        Registration::Silent,
        record("radio/tap", "Radio Archive TAP", Nothing, &[RADIO]),
    ),
    served_by(
        &["radio/tap"],
        obscore(
            Registration::Table,
            record("radio/obscore", "Radio Archive ObsCore", All, &[RADIO]),
        ),
    ),
    served_by(
        &["radio/obscore"],
        record(
            "radio/continuum",
            "Radio Continuum Images",
            All,
            &[sia1(8, "/continuum", &["rcont"])],
        ),
    ),
    // The relationship names the TAP service, while the table's record is what gets asked.
    served_by(
        &["radio/tap"],
        record(
            "radio/cubes",
            "Neutral Hydrogen Cubes",
            All,
            &[sia2(8, "/cubes", &["rcube"])],
        ),
    ),
    record(
        "radio/low",
        "Low-frequency Radio Survey",
        SpaceAndSpectrum,
        &[sia1(8, "/low", &["rlow"])],
    ),
    record(
        "radio/pulsars",
        "Pulsar Timing Series",
        All,
        &[ssap(8, "/pulsars", &["rlight"])],
    ),
    obscore(
        Registration::Silent,
        record("mm/tap", "Millimetre TAP", Nothing, &[MM]),
    ),
    served_by(
        &["mm/tap"],
        obscore(
            Registration::Table,
            record("mm/obscore", "Millimetre ObsCore", All, &[MM]),
        ),
    ),
    record(
        "mm/cubes",
        "Millimetre Line Cubes",
        All,
        &[sia2(9, "/cubes/sia2", &["mmcube"])],
    ),
    record(
        "mm/maps",
        "Submillimetre Maps",
        All,
        &[sia2(9, "/maps/sia2", &["submm"])],
    ),
    record(
        "irspace/mir",
        "Mid-infrared Images",
        All,
        &[
            sia1(10, "/mir/sia", &["mir"]),
            sia2(10, "/mir/sia2", &["mir"]),
        ],
    ),
    record(
        "irspace/fir",
        "Far-infrared Maps",
        All,
        &[sia2(10, "/fir/sia2", &["fir"])],
    ),
    record(
        "irspace/maps",
        "Space Infrared Maps",
        Space,
        &[sia1(10, "/maps", &["mir", "fir"])],
    ),
    obscore(
        Registration::Old,
        record("time/tap", "Time Domain TAP", All, &[TIME]),
    ),
    served_by(
        &["time/tap"],
        record(
            "time/light",
            "Optical Light Curves",
            All,
            &[ssap(11, "/light", &["light"])],
        ),
    ),
    obscore(
        Registration::Old,
        record(
            "portal/tap",
            "All-wavelength Portal TAP",
            Nothing,
            &[PORTAL],
        ),
    ),
    record(
        "portal/sia2",
        "All-wavelength Portal Images",
        All,
        &[sia2(
            12,
            "/sia2",
            &["optwide", "nirall", "mir", "rcont", "xsurvey"],
        )],
    ),
];
