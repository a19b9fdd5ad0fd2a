//! The records of services that show faults while these are switched on.

use super::{
    Declares::All,
    Door, Record, Registration,
    archives::{faulty, obscore, record, sia1, sia2, ssap, tap, tap_at},
};
use crate::practice::faults::Fault;
use std::time::Duration;

const ATTIC: Door = faulty(Fault::SaysError, tap(14, &["xhires", "optold"]));

const JOBS: Door = faulty(
    Fault::SyncRefused,
    tap_at(13, "/jobs/tap", &["xcampus", "xspec"]),
);
const LATE: Door = faulty(
    Fault::SyncHangs,
    tap_at(14, "/late/tap", &["xattic", "xlight"]),
);

/// Those with faults, in the order in which the registry holds them.
pub(super) const RECORDS: &[Record] = &[
    record(
        "campus/slow",
        "Campus Pointings",
        All,
        &[faulty(
            Fault::Slow(Duration::from_secs(8)),
            sia2(13, "/slow/sia2", &["xcampus", "merid"]),
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
            sia2(13, "/midway/sia2", &["xcampus", "xhires"]),
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
            sia2(14, "/cut/sia2", &["xattic", "xsurvey"]),
        )],
    ),
    record(
        "attic/overflow",
        "Attic Survey",
        All,
        &[faulty(
            Fault::Overflows(5),
            sia2(14, "/small/sia2", &["xattic", "xhires"]),
        )],
    ),
    record(
        "attic/drips",
        "Attic High-resolution Images",
        All,
        &[faulty(
            Fault::Drips(Duration::from_millis(40)),
            sia1(14, "/drips/sia", &["xattic", "polar"]),
        )],
    ),
    obscore(
        Registration::Old,
        record("attic/tap", "Attic TAP", All, &[ATTIC]),
    ),
    obscore(
        Registration::Old,
        record("campus/jobs", "Campus TAP", All, &[JOBS]),
    ),
    obscore(
        Registration::Old,
        record("attic/late", "Attic TAP, the slow one", All, &[LATE]),
    ),
];
