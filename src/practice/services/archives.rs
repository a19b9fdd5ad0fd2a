//! The archives, and the words in which the tables of records are written.

use super::{Archive, Declares, Door, Record, Registration};
use crate::domain::service::Protocol;
use crate::practice::{adql::Dialect, faults::Fault};

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
    archive("Practice X-ray Mirror", &["xagain"]),
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
    archive("Practice Campus Server", &["xcampus"]),
    archive("Practice Attic Server", &["xattic"]),
    archive("Practice House of Dialects", &[]),
];

pub(super) const fn door(
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
        dialect: Dialect::Whole,
        needs_login: false,
    }
}

pub(super) const fn sia1(
    host: usize,
    path: &'static str,
    collections: &'static [&'static str],
) -> Door {
    door(host, path, Protocol::Sia1, collections)
}

pub(super) const fn sia2(
    host: usize,
    path: &'static str,
    collections: &'static [&'static str],
) -> Door {
    Door {
        ending: "",
        ..door(host, path, Protocol::Sia2, collections)
    }
}

pub(super) const fn ssap(
    host: usize,
    path: &'static str,
    collections: &'static [&'static str],
) -> Door {
    door(host, path, Protocol::Ssap, collections)
}

pub(super) const fn tap(host: usize, collections: &'static [&'static str]) -> Door {
    tap_at(host, "/tap", collections)
}

pub(super) const fn tap_at(
    host: usize,
    path: &'static str,
    collections: &'static [&'static str],
) -> Door {
    Door {
        ending: "",
        ..door(host, path, Protocol::ObsCore, collections)
    }
}

pub(super) const fn faulty(fault: Fault, door: Door) -> Door {
    Door {
        fault: Some(fault),
        ..door
    }
}

pub(super) const fn record(
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

pub(super) const fn served_by(by: &'static [&'static str], record: Record) -> Record {
    Record {
        served_by: by,
        ..record
    }
}

pub(super) const fn obscore(registration: Registration, record: Record) -> Record {
    Record {
        registration: Some(registration),
        ..record
    }
}
