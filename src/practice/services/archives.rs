//! The table of archives, records and doors.

use super::{Archive, Declares, Door, Record, Registration};
use crate::domain::service::Protocol;
use crate::practice::faults::Fault;
use Declares::{All, Nothing, Space, SpaceAndSpectrum};
use std::time::Duration;

const fn archive(name: &'static str, files: &'static [&'static str]) -> Archive {
    Archive { name, files }
}

/// The archives; the first is the registry.
pub(in crate::practice) const ARCHIVES: &[Archive] = &[
    archive("Practice Registry", &[]),
    archive(
        "Practice High Energy Archive",
        &[
            "xpoint", "xsurvey", "xhires", "xspec", "xlight", "xdeep", "hardx",
        ],
    ),
    archive("Practice X-ray Mirror", &[]),
    archive(
        "Practice Ultraviolet Archive",
        &["uvimg", "euvimg", "uvspec"],
    ),
    archive("Practice Optical Survey Centre", &["optwide", "merid"]),
    archive("Practice Plate Vault", &["plates", "optold", "polar"]),
    archive("Practice Near-infrared Centre", &["nirall", "nirdeep"]),
    archive(
        "Practice Spectra Library",
        &["echelle", "lowres", "ifu", "sed"],
    ),
    archive(
        "Practice Radio Archive",
        &["rcont", "rcube", "rlow", "rlight"],
    ),
    archive("Practice Millimetre Archive", &["submm", "mmcube"]),
    archive("Practice Space Infrared Centre", &["mir", "fir"]),
    archive("Practice Time Domain Centre", &["light"]),
    archive("Practice All-wavelength Portal", &[]),
    archive("Practice Campus Server", &[]),
    archive("Practice Attic Server", &[]),
];

const fn door(
    host: usize,
    path: &'static str,
    protocol: Protocol,
    collections: &'static [&'static str],
) -> Door {
    Door {
        host,
        path,
        ending: "?",
        protocol,
        collections,
        fault: None,
        needs_login: false,
    }
}

const fn sia1(host: usize, path: &'static str, collections: &'static [&'static str]) -> Door {
    door(host, path, Protocol::Sia1, collections)
}

const fn sia2(host: usize, path: &'static str, collections: &'static [&'static str]) -> Door {
    Door {
        ending: "",
        ..door(host, path, Protocol::Sia2, collections)
    }
}

const fn ssap(host: usize, path: &'static str, collections: &'static [&'static str]) -> Door {
    door(host, path, Protocol::Ssap, collections)
}

const fn tap(host: usize, collections: &'static [&'static str]) -> Door {
    Door {
        ending: "",
        ..door(host, "/tap", Protocol::ObsCore, collections)
    }
}

const fn faulty(fault: Fault, door: Door) -> Door {
    Door {
        fault: Some(fault),
        ..door
    }
}

const fn record(
    local: &'static str,
    title: &'static str,
    declares: Declares,
    doors: &'static [Door],
) -> Record {
    Record {
        local,
        title,
        doors,
        declares,
        served_by: &[],
        registration: None,
    }
}

const fn served_by(by: &'static [&'static str], record: Record) -> Record {
    Record {
        served_by: by,
        ..record
    }
}

const fn obscore(registration: Registration, record: Record) -> Record {
    Record {
        registration: Some(registration),
        ..record
    }
}

const HEA: Door = tap(1, &["xpoint", "xsurvey", "xhires", "xspec", "xlight"]);
const OPT: Door = tap(4, &["optwide", "merid"]);
const NIR: Door = tap(6, &["nirall", "nirdeep"]);
const RADIO: Door = tap(8, &["rcont", "rcube", "rlow", "rlight"]);
const MM: Door = tap(9, &["submm", "mmcube"]);
const TIME: Door = tap(11, &["light", "xlight"]);
const PORTAL: Door = tap(
    12,
    &[
        "optwide", "plates", "nirall", "mir", "fir", "rcont", "uvimg", "xsurvey", "echelle",
    ],
);
const ATTIC: Door = faulty(Fault::SaysError, tap(14, &["xhires", "optold"]));

/// All records, in the order in which the registry holds them.
pub(in crate::practice) const RECORDS: &[Record] = &[
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
    record(
        "campus/slow",
        "Campus Pointings",
        All,
        &[faulty(
            Fault::Slow(Duration::from_secs(8)),
            sia2(13, "/slow/sia2", &["xpoint", "merid"]),
        )],
    ),
    record(
        "campus/hangs",
        "Campus Survey",
        All,
        &[faulty(Fault::Hangs, sia1(13, "/hangs/sia", &["xsurvey"]))],
    ),
    record(
        "campus/midway",
        "Campus Images",
        All,
        &[faulty(
            Fault::HangsMidway,
            sia2(13, "/midway/sia2", &["xhires", "xpoint"]),
        )],
    ),
    record(
        "campus/broken",
        "Campus High-resolution Images",
        All,
        &[faulty(
            Fault::ServerError,
            sia1(13, "/broken/sia", &["xhires"]),
        )],
    ),
    record(
        "campus/spectra",
        "Campus Spectra",
        All,
        &[faulty(
            Fault::SaysError,
            ssap(13, "/spectra", &["xspec", "sed"]),
        )],
    ),
    record(
        "attic/html",
        "Attic Images",
        All,
        &[faulty(Fault::Html, sia2(14, "/moved/sia2", &["xpoint"]))],
    ),
    record(
        "attic/cut",
        "Attic Pointings",
        All,
        &[faulty(
            Fault::CutOff,
            sia2(14, "/cut/sia2", &["xpoint", "xsurvey"]),
        )],
    ),
    record(
        "attic/overflow",
        "Attic Survey",
        All,
        &[faulty(
            Fault::Overflows(5),
            sia2(14, "/small/sia2", &["xpoint", "xsurvey", "xhires"]),
        )],
    ),
    record(
        "attic/drips",
        "Attic High-resolution Images",
        All,
        &[faulty(
            Fault::Drips(Duration::from_millis(40)),
            sia1(14, "/drips/sia", &["xhires", "polar"]),
        )],
    ),
    obscore(
        Registration::Old,
        record("attic/tap", "Attic TAP", All, &[ATTIC]),
    ),
];
