//! Prints how many datasets a second are judged by where they lie, beside reading the numbers of their footprints.
//!
//! `cargo bench --bench matching` judges 200,000 datasets of each kind, `-- 1000000` as many as that. Half of them or
//! so match. Times are CPU time of this process; the ratios are what counts.
#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints figures that need no more digits than a double has"
)]

#[path = "support/cpu.rs"]
mod cpu;

use cpu::cpu_seconds;
use std::{error::Error, hint::black_box};
use vodiscover::domain::{
    constraints::Question,
    dataset::{Datasets, DatasetsBuilder},
    matching::{Judge, Match},
    obscore::ObsColumn,
};

const RUNS: usize = 5;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The questions: a cone, a polygon that is not convex, and a cone around the pole.
const QUESTIONS: [(&str, &str); 3] = [
    ("cone", "180.0 0.5 3"),
    (
        "polygon",
        "POLYGON 177 -2 183 -2 183 3 181 3 180 1 179 3 177 3",
    ),
    ("cone of 90 degrees", "180.0 80 90"),
];

/// How a dataset says where it is.
#[derive(Debug, Clone, Copy)]
enum Extent {
    Centre,
    Circle,
    Polygon,
    Outline,
    Unreadable,
}

const EXTENTS: [(&str, Extent); 5] = [
    ("centres", Extent::Centre),
    ("circles", Extent::Circle),
    ("polygons of 4 vertices", Extent::Polygon),
    ("polygons of 60 vertices", Extent::Outline),
    ("unreadable footprints", Extent::Unreadable),
];

fn main() -> Outcome<()> {
    let rows = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let rows: u32 = rows.unwrap_or(200_000);
    for (name, extent) in EXTENTS {
        let datasets = sample(rows, extent);
        let floor = median(|| {
            cpu_seconds(|| {
                bare_numbers(&datasets);
                Ok(())
            })
        })?;
        println!(
            "{rows} {name}: reading their numbers alone, {:.2} million/s",
            f64::from(rows) / floor / 1e6
        );
        for (question, space) in QUESTIONS {
            let typed = Question {
                space: space.to_owned(),
                ..Question::default()
            };
            let judge = Judge::new(&typed.parse()?);
            let mut n_matching = 0;
            let seconds = median(|| {
                cpu_seconds(|| {
                    n_matching = datasets
                        .iter()
                        .filter(|dataset| {
                            let found = judge.judge(*dataset).space;
                            matches!(found, Some(Match::Yes | Match::Approximate))
                        })
                        .count();
                    Ok(())
                })
            })?;
            println!(
                "    {question}: {:.2} million/s, {:.0} % match; ratio {:.1}",
                f64::from(rows) / seconds / 1e6,
                100.0 * n_matching as f64 / f64::from(rows),
                seconds / floor
            );
        }
    }
    Ok(())
}

/// Reads the numbers of every footprint and centre, and does nothing with them.
fn bare_numbers(datasets: &Datasets) {
    for dataset in datasets.iter() {
        let text = dataset.text(ObsColumn::SRegion).unwrap_or_default();
        for word in text.split(' ') {
            black_box(word.parse::<f64>().ok());
        }
        black_box(dataset.number(ObsColumn::SRa));
        black_box(dataset.number(ObsColumn::SDec));
    }
}

/// Datasets around the questions, a tenth of a degree to one degree large.
fn sample(rows: u32, extent: Extent) -> Datasets {
    let mut builder = DatasetsBuilder::new();
    for row in 0..rows {
        let noise = |nr: u32| noise(u64::from(row) * 4 + u64::from(nr));
        let (ra, dec) = (176.0 + 8.0 * noise(0), -3.5 + 8.0 * noise(1));
        let size = 0.1 + 0.9 * noise(2);
        builder.set_number(ObsColumn::SRa, ra);
        builder.set_number(ObsColumn::SDec, dec);
        builder.set_number(ObsColumn::SFov, size);
        builder.set_text(ObsColumn::SRegion, &footprint(extent, ra, dec, size));
        builder.finish_row();
    }
    builder.finish()
}

fn footprint(extent: Extent, ra: f64, dec: f64, size: f64) -> String {
    let outline = |n_corners: u32, turn: f64| {
        let corners = (0..n_corners).map(|corner| {
            let angle = turn + f64::from(corner) / f64::from(n_corners);
            let (sin, cos) = (angle * std::f64::consts::TAU).sin_cos();
            format!("{:.6} {:.6}", ra + size * cos / 2.0, dec + size * sin / 2.0)
        });
        corners.collect::<Vec<_>>().join(" ")
    };
    match extent {
        Extent::Centre => String::new(),
        Extent::Circle => format!("CIRCLE ICRS {ra:.6} {dec:.6} {:.6}", size / 2.0),
        Extent::Polygon => format!("Polygon ICRS {}", outline(4, size)),
        Extent::Outline => format!("Polygon ICRS {}", outline(60, size)),
        Extent::Unreadable => format!("Polygon ICRS {ra:.6} {dec:.6} {:.6}", size / 2.0),
    }
}

/// `SplitMix64`, as a share of one: numbers that look random and are the same on every machine.
fn noise(seed: u64) -> f64 {
    let mut z = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn median(mut measure: impl FnMut() -> Outcome<f64>) -> Outcome<f64> {
    let mut found = (0..RUNS)
        .map(|_| measure())
        .collect::<Outcome<Vec<f64>>>()?;
    found.sort_by(f64::total_cmp);
    Ok(found.get(RUNS / 2).copied().unwrap_or(f64::NAN))
}
