//! Prints how long it takes to filter, sort and group what was found, by the thread that does so for the window.
//!
//! `cargo bench --bench listing` lists 1,000,000 datasets in chunks of 2,000, `-- 100000` as many as that. Each is done
//! afresh, as after a search has ended, and the middle one of five times is shown; 500 ms is what the window aims at.
#![expect(clippy::print_stdout, reason = "a benchmark prints figures")]

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};
use vodiscover::{
    discovery::found::Found,
    domain::{dataset::DatasetsBuilder, obscore::ObsColumn as C},
    listing::{Direction, Field, Filter, FilterError, Grouping, Lister, Request, SortKey},
};

const RUNS: usize = 5;
const CHUNK: u32 = 2_000;

const FILTERS: [&str; 7] = [
    "hst",
    "hst acs mosaic",
    "em_min < 1e-6",
    "instrument_name ~ hst",
    "size > 2 MB",
    "wavelength < 500 nm time = 1995",
    "title ~ 99",
];

fn main() -> Result<(), FilterError> {
    let rows = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let rows: u32 = rows.unwrap_or(1_000_000);
    let request = Request {
        found: sample(rows),
        ..Request::default()
    };
    for text in FILTERS {
        let mut request = request.clone();
        request.filter = Filter::parse(text)?;
        report(&format!("filter {text}"), &request);
    }
    let sorts: [(&str, &[Field]); 5] = [
        ("collection", &[Field::Column(C::ObsCollection)]),
        ("em_min", &[Field::Column(C::EmMin)]),
        ("title", &[Field::Title]),
        ("address", &[Field::Column(C::AccessUrl)]),
        (
            "collection, time, title",
            &[Field::Column(C::ObsCollection), Field::Time, Field::Title],
        ),
    ];
    for (name, fields) in sorts {
        let mut request = request.clone();
        let key = |field: &Field| SortKey {
            field: *field,
            direction: Direction::Up,
        };
        request.sort = fields.iter().map(key).collect();
        report(&format!("sort by {name}"), &request);
    }
    let mut both = request.clone();
    both.filter = Filter::parse("hst")?;
    both.sort = vec![SortKey {
        field: Field::Title,
        direction: Direction::Down,
    }];
    both.grouping = Some(Grouping::Collection);
    report("filter hst, sort by title, group by collection", &both);
    Ok(())
}

fn report(name: &str, request: &Request) {
    let mut n_listed = 0;
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let mut lister = Lister::default();
            let begun = Instant::now();
            let listing = black_box(lister.list(black_box(request)));
            let took = begun.elapsed();
            n_listed = listing.order.map_or(listing.n_found, |order| order.len());
            took
        })
        .collect();
    times.sort_unstable();
    let median = times.get(RUNS / 2).copied().unwrap_or_default();
    println!(
        "{:>7.1} ms  {name} ({n_listed} rows)",
        median.as_secs_f64() * 1e3
    );
}

/// Datasets as archives have them: few collections and instruments, and titles, identifiers and addresses that differ.
fn sample(rows: u32) -> Found {
    let mut found = Found::default();
    let mut row = 0;
    while row < rows {
        let mut builder = DatasetsBuilder::new();
        for _ in 0..CHUNK.min(rows - row) {
            let mixed = row.wrapping_mul(2_654_435_761);
            let collection = mixed >> 27;
            builder.set_text(
                C::ObsTitle,
                &format!("Mosaic of field {mixed} in band {collection}"),
            );
            builder.set_text(C::ObsCollection, &format!("Survey {collection}"));
            builder.set_text(C::ObsId, &format!("obs{mixed:010}"));
            builder.set_text(
                C::ObsPublisherDid,
                &format!("ivo://archive.example/datasets?survey{collection}/{mixed:010}"),
            );
            builder.set_text(
                C::AccessUrl,
                &format!(
                    "https://archive.example/get/survey{collection}?id={mixed:010}&format=fits"
                ),
            );
            builder.set_text(C::AccessFormat, "image/fits");
            builder.set_text(C::DataproductType, "image");
            let instrument = ["HST ACS", "WFPC2/HST", "PSPC", "WFI"].get(row as usize % 4);
            builder.set_text(C::InstrumentName, instrument.copied().unwrap_or_default());
            builder.set_text(C::OriginService, "ivo://archive.example/sia");
            let part = f64::from(mixed) / f64::from(u32::MAX);
            builder.set_number(C::SRa, part * 360.0);
            builder.set_number(C::SDec, 90.0 - part * 180.0);
            builder.set_number(C::EmMin, 1e-9 + part * 1e-5);
            builder.set_number(C::EmMax, 2e-9 + part * 1e-5);
            builder.set_number(C::TMin, 45_000.0 + part * 15_000.0);
            builder.set_number(C::TMax, 45_000.1 + part * 15_000.0);
            builder.set_integer(C::AccessEstsize, i64::from(mixed >> 16));
            builder.finish_row();
            row += 1;
        }
        found.push(Arc::new(builder.finish()));
    }
    found
}
