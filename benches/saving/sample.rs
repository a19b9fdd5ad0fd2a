//! A search that found so many datasets, synthetic and the same in every run: some texts repeat as in archives, others are
//! each dataset's own.

use crate::Outcome;
use std::sync::Arc;
use vodiscover::{
    discovery::{
        Search,
        event::{self, Ending, Happening, Report, RunId, ServiceNr},
        plan::{Considered, Fate, Plan},
        record::Record,
    },
    domain::{
        constraints::Question,
        dataset::DatasetsBuilder,
        ivoid::Ivoid,
        obscore::{Kind, ObsColumn},
        service::{Protocol, Service},
    },
    http::Settings,
};

/// Datasets in a chunk, as an answer brings them.
const CHUNK: usize = 1_024;

pub(crate) fn record(rows: usize) -> Outcome<Record> {
    let question = Question::example();
    let search = Search {
        constraints: question.parse()?,
        question,
        registry: "http://reg.example/tap".to_owned(),
        fallbacks: Vec::new(),
        settings: Settings::default(),
    };
    let mut record = Record::new(RunId(1), search);
    let nr = ServiceNr(0);
    record.take_in(&Happening::Planned(Arc::new(Plan {
        considered: vec![Considered {
            service: Service {
                ivoid: Ivoid::new("ivo://example/one"),
                title: "One".to_owned(),
                protocol: Protocol::ObsCore,
                access_url: "http://one.example/tap".to_owned(),
            },
            alternates: Vec::new(),
            fate: Fate::ToAsk,
            stands_for: Vec::new(),
        }],
    })));
    record.take_in(&Happening::Asking(nr));
    let mut builder = DatasetsBuilder::new();
    for row in 0..rows {
        fill(&mut builder, row);
        builder.finish_row();
        if builder.len() == CHUNK || row + 1 == rows {
            let chunk = std::mem::take(&mut builder).finish();
            record.take_in(&Happening::Rows(nr, Arc::new(chunk)));
        }
    }
    let report = Report::unasked(event::Outcome::Ok, "", record.started());
    record.take_in(&Happening::Finished(nr, Arc::new(report)));
    record.take_in(&Happening::Ended(Ending::Complete));
    Ok(record)
}

fn fill(into: &mut DatasetsBuilder, row: usize) {
    for column in ObsColumn::ALL {
        let noise = noise(row as u64 * 64 + column.index() as u64);
        match (column, column.kind()) {
            (ObsColumn::ObsId | ObsColumn::ObsPublisherDid | ObsColumn::AccessUrl, _) => {
                let own = format!("http://archive.example/{}/{row}-{noise:x}", column.name());
                into.set_text(column, &own);
            }
            (ObsColumn::SRegion, _) => {
                let (ra, dec) = (degrees(noise), degrees(noise >> 8) / 4.0);
                let region = format!(
                    "POLYGON ICRS {ra:.6} {dec:.6} {:.6} {dec:.6} {ra:.6} {:.6}",
                    ra + 0.1,
                    dec + 0.1
                );
                into.set_text(column, &region);
            }
            (ObsColumn::OriginService, _) => into.set_text(column, "ivo://example/one"),
            (ObsColumn::Protocol, _) => into.set_text(column, "ObsCore"),
            (_, Kind::Text) => {
                into.set_text(column, &format!("{} {}", column.name(), noise % 97));
            }
            (_, Kind::Integer) if noise.is_multiple_of(8) => {}
            (_, Kind::Integer) => into.set_integer(
                column,
                i64::from(u16::try_from(noise >> 48).unwrap_or_default()),
            ),
            (_, Kind::Number) if noise.is_multiple_of(16) => {}
            (_, Kind::Number) => into.set_number(column, degrees(noise)),
        }
    }
}

/// A number from 0 to 360 in double precision.
fn degrees(noise: u64) -> f64 {
    noise as f64 / u64::MAX as f64 * 360.0
}

/// A number that looks as if it came by chance (splitmix64).
fn noise(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
