//! pyVO's `discover.images_globally` and ours, on the same registry, where pyVO is right: and why they differ elsewhere.
//!
//! The questions keep to the south of the test sky, where ObsCore is registered the new way only: pyVO 1.9.1 stops with
//! an `AttributeError` as soon as an old registration matches. They are not inclusive, because pyVO then drops what
//! lacks metadata from ObsCore and keeps what contradicts from SIA1.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use tokio::runtime::Runtime;
use vodiscover::{domain::constraints::Question, http::Settings};

use crate::{
    random_questions::{addresses, ask},
    support::{beside, need_python, need_variable, output_of},
};

/// What is asked of both: a cone in degrees, a wavelength in metres, a time as MJD.
#[derive(Debug, Clone, Copy)]
struct Asked {
    cone: [f64; 3],
    wavelength: Option<f64>,
    time: Option<[f64; 2]>,
}

const fn at(cone: [f64; 3]) -> Asked {
    Asked {
        cone,
        wavelength: None,
        time: None,
    }
}

const QUESTIONS: [Asked; 9] = [
    at([200.0, -89.7, 0.5]),
    at([200.0, -89.7, 1.4]),
    at([12.0, -88.9, 0.9]),
    at([359.8, -55.0, 0.6]),
    at([359.8, -55.0, 2.5]),
    at([0.9, -54.2, 1.1]),
    Asked {
        wavelength: Some(5e-7),
        ..at([359.3, -55.4, 1.5])
    },
    Asked {
        time: Some([49_718.0, 50_083.0]),
        ..at([200.0, -89.7, 1.4])
    },
    Asked {
        time: Some([49_718.0, 50_083.0]),
        ..at([36.96, -64.65, 0.6])
    },
];

/// Who found a dataset that the other did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Only {
    Ours,
    Pyvo,
}

/// Why the two differ, and for which datasets that is so.
struct Difference {
    only: Only,
    why: &'static str,
    holds: fn(&Value, &Asked) -> bool,
}

/// Every way in which the two differ here. `seen` in the test holds that each of them really occurs.
const DIFFERENCES: [Difference; 7] = [
    Difference {
        only: Only::Ours,
        why: "pyVO gives SIA1 the radius for the width, and so asks for a quarter of the area",
        holds: |dataset, asked| is_of(dataset, &["plates"]) && outside(dataset, asked),
    },
    Difference {
        only: Only::Ours,
        why: "the SIA2 service of this collection is dead, and pyVO does not ask the SIA1 service in its place",
        holds: |dataset, _| is_of(dataset, &["standin"]),
    },
    Difference {
        only: Only::Ours,
        why: "pyVO asks ObsCore for images only, and not for cubes",
        holds: |dataset, _| is_of(dataset, &["deep"]) && dataset["dataproduct_type"] == "cube",
    },
    Difference {
        only: Only::Ours,
        why: "it has no footprint, but its field of view reaches into the cone; pyVO looks at the centre alone",
        holds: |dataset, asked| {
            is_of(dataset, &["deep"])
                && dataset["s_region"].is_null()
                && apart(dataset, asked) > asked.cone[2]
        },
    },
    Difference {
        only: Only::Ours,
        why: "SIA1 gives one date, and not for how long was exposed: half a day beside the time asked for is kept, and marked",
        holds: |dataset, asked| {
            is_of(dataset, &["plates"])
                && asked.time.is_some_and(|time| {
                    let date = dataset["t_min"].as_f64().unwrap_or(f64::NAN);
                    let beside = (time[0] - date).max(date - time[1]);
                    (0.0..=0.5).contains(&beside)
                })
        },
    },
    Difference {
        only: Only::Pyvo,
        why: "the registry says that this service wants a log-in; pyVO asks it all the same",
        holds: |dataset, _| is_of(dataset, &["login"]),
    },
    Difference {
        only: Only::Pyvo,
        why: "SIA1 does not tell when; pyVO keeps that, though it was not asked to be inclusive",
        holds: |dataset, asked| {
            is_of(dataset, &["plates"]) && asked.time.is_some() && dataset["t_min"].is_null()
        },
    },
];

fn is_of(dataset: &Value, collections: &[&str]) -> bool {
    let own = dataset["obs_collection"].as_str();
    own.is_some_and(|own| collections.contains(&own))
}

/// Whether no corner of an image need lie in the box of half the size that pyVO asks for: its centre is that far away.
fn outside(dataset: &Value, asked: &Asked) -> bool {
    apart(dataset, asked) > asked.cone[2] / 2.0
}

/// Degrees between a dataset's centre and that of the cone, by the haversine formula.
fn apart(dataset: &Value, asked: &Asked) -> f64 {
    let [ra, dec, _] = asked.cone.map(f64::to_radians);
    let own = ["s_ra", "s_dec"].map(|key| dataset[key].as_f64().unwrap_or(f64::NAN).to_radians());
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let h = half(own[1] - dec) + own[1].cos() * dec.cos() * half(own[0] - ra);
    2.0 * h.sqrt().min(1.0).asin().to_degrees()
}

#[test]
fn pyvo_and_vodiscover_differ_only_where_it_is_known_why() {
    let Some(dachs) = need_variable("VODISCOVER_DACHS", "DaCHS") else {
        return;
    };
    let truth = need_variable("VODISCOVER_DACHS_TRUTH", "DaCHS");
    let (Some(truth), Some(python)) = (truth, need_python()) else {
        return;
    };
    let registry = format!("{dachs}/tap");
    let facts = facts(&PathBuf::from(truth));
    let runtime = Runtime::new().unwrap();
    let mut seen = [0; DIFFERENCES.len()];
    let mut n_common = 0;
    for asked in &QUESTIONS {
        let ours = ours(&runtime, &registry, asked);
        let theirs = theirs(&python, &registry, asked);
        n_common += ours.intersection(&theirs).count();
        let differing = ours.symmetric_difference(&theirs);
        for url in differing {
            let only = if ours.contains(url) {
                Only::Ours
            } else {
                Only::Pyvo
            };
            let dataset = &facts[url];
            let reasons: Vec<usize> = (0..DIFFERENCES.len())
                .filter(|nr| {
                    DIFFERENCES[*nr].only == only && (DIFFERENCES[*nr].holds)(dataset, asked)
                })
                .collect();
            assert!(
                !reasons.is_empty(),
                "{only:?} found {url} for {asked:?}, and nobody knows why: {dataset}"
            );
            for nr in reasons {
                seen[nr] += 1;
            }
        }
    }
    assert!(n_common > 50, "only {n_common} datasets were found by both");
    for (difference, n) in DIFFERENCES.iter().zip(seen) {
        assert!(n > 0, "this does not occur any more: {}", difference.why);
    }
}

/// The facts about every dataset, by its access URL.
fn facts(folder: &Path) -> BTreeMap<String, Value> {
    let text = fs::read_to_string(folder.join("datasets.jsonl")).unwrap();
    let rows = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    rows.map(|row| (row["access_url"].as_str().unwrap().to_owned(), row))
        .collect()
}

fn ours(runtime: &Runtime, registry: &str, asked: &Asked) -> BTreeSet<String> {
    let [ra, dec, radius] = asked.cone;
    let question = Question {
        space: format!("{ra} {dec} {radius}"),
        spectrum: asked
            .wavelength
            .map_or_else(String::new, |metres| format!("{} nm", metres * 1e9)),
        time: asked
            .time
            .map_or_else(String::new, |[from, to]| format!("{from} {to}")),
        ..Question::default()
    };
    addresses(&ask(runtime, registry, &Settings::default(), &question))
}

fn theirs(python: &Path, registry: &str, asked: &Asked) -> BTreeSet<String> {
    let mut command = Command::new(python);
    command
        .arg(beside("pyvo_discover.py"))
        .env("IVOA_REGISTRY", registry)
        .arg("--cone")
        .args(asked.cone.map(|number| number.to_string()));
    if let Some(metres) = asked.wavelength {
        command.args(["--wavelength", &metres.to_string()]);
    }
    if let Some(time) = asked.time {
        command.arg("--time").args(time.map(|mjd| mjd.to_string()));
    }
    let lines = output_of(&mut command);
    let urls = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    urls.map(|row| row["access_url"].as_str().unwrap().to_owned())
        .collect()
}
