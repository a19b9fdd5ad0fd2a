//! Datasets, synthetic and the same in every run: some texts repeat as in archives, others are each dataset's own.

use vodiscover::domain::{
    dataset::{Datasets, DatasetsBuilder},
    obscore::{Kind, ObsColumn},
};

/// Datasets in a chunk, as an answer brings them.
const CHUNK: usize = 1_024;

/// So many of them, in chunks.
pub(crate) fn datasets(rows: usize) -> impl Iterator<Item = Datasets> {
    (0..rows).step_by(CHUNK).map(move |first| {
        let mut builder = DatasetsBuilder::new();
        for row in first..rows.min(first + CHUNK) {
            fill(&mut builder, row);
            builder.finish_row();
        }
        builder.finish()
    })
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
