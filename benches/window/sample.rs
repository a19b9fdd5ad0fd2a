//! Datasets as the services of a large search would tell them.

use vodiscover::domain::{
    dataset::{Datasets, DatasetsBuilder},
    obscore::ObsColumn as C,
};

/// Numbers that look random, the same in every run (Knuth's MMIX generator).
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1))
    }

    /// From 0 to 1.
    pub(crate) fn number(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, lo: f64, hi: f64) -> f64 {
        lo + (hi - lo) * self.number()
    }
}

/// So many datasets of one service: over the whole sky, half of them with a footprint of four corners.
pub(crate) fn datasets(rows: usize, service: usize) -> Datasets {
    let mut random = Random::new(service as u64 + 1);
    let mut builder = DatasetsBuilder::new();
    for row in 0..rows {
        let ra = random.between(0.0, 360.0);
        let dec = random.between(-1.0, 1.0).asin().to_degrees();
        let half = random.between(0.01, 0.5);
        texts(&mut builder, service, row);
        if row % 2 == 0 && dec.abs() < 85.0 {
            let wide = half / dec.to_radians().cos();
            let polygon = format!(
                "POLYGON ICRS {:.5} {:.5} {:.5} {:.5} {:.5} {:.5} {:.5} {:.5}",
                ra - wide,
                dec - half,
                ra + wide,
                dec - half,
                ra + wide,
                dec + half,
                ra - wide,
                dec + half,
            );
            builder.set_text(C::SRegion, &polygon);
        }
        builder.set_number(C::SRa, ra);
        builder.set_number(C::SDec, dec);
        builder.set_number(C::SFov, 2.0 * half);
        let shortest = 10_f64.powf(random.between(-10.0, -1.0));
        builder.set_number(C::EmMin, shortest);
        builder.set_number(C::EmMax, shortest * random.between(1.01, 2.0));
        let begun = random.between(40_000.0, 61_000.0);
        builder.set_number(C::TMin, begun);
        builder.set_number(C::TMax, begun + random.between(0.001, 0.5));
        builder.set_number(C::TExptime, (random.between(10.0, 3_600.0)).round());
        builder.set_number(C::AccessEstsize, (random.between(100.0, 90_000.0)).round());
        builder.finish_row();
    }
    builder.finish()
}

/// So many datasets of one service within five degrees around 10 20: a third each with four corners, with eight, and
/// circles.
pub(crate) fn in_field(rows: usize) -> Datasets {
    let mut random = Random::new(0);
    let mut builder = DatasetsBuilder::new();
    for row in 0..rows {
        let (ra, dec) = (random.between(5.0, 15.0), random.between(15.0, 25.0));
        let half = random.between(0.05, 0.3);
        texts(&mut builder, 0, row);
        let region = match row % 3 {
            0 => polygon(ra, dec, half, 4),
            1 => polygon(ra, dec, half, 8),
            _ => format!("CIRCLE ICRS {ra:.5} {dec:.5} {half:.5}"),
        };
        builder.set_text(C::SRegion, &region);
        builder.set_number(C::SRa, ra);
        builder.set_number(C::SDec, dec);
        builder.set_number(C::EmMin, 10_f64.powf(random.between(-10.0, -1.0)));
        builder.set_number(C::TMin, random.between(40_000.0, 61_000.0));
        builder.finish_row();
    }
    builder.finish()
}

fn polygon(ra: f64, dec: f64, radius: f64, n_corners: u32) -> String {
    let corners = (0..n_corners).map(|nr| {
        let turned = std::f64::consts::TAU * f64::from(nr) / f64::from(n_corners);
        let (up, aside) = turned.sin_cos();
        format!(" {:.5} {:.5}", ra + radius * aside, dec + radius * up)
    });
    format!("POLYGON ICRS{}", corners.collect::<String>())
}

fn texts(builder: &mut DatasetsBuilder, service: usize, row: usize) {
    builder.set_text(C::DataproductType, "image");
    builder.set_text(C::ObsCollection, &format!("Survey {}", service % 40));
    builder.set_text(C::InstrumentName, &format!("Camera {}", row % 7));
    builder.set_text(C::TargetName, &format!("Field {}", row % 5_000));
    builder.set_text(
        C::ObsTitle,
        &format!(
            "Survey {} field {} exposure {row}",
            service % 40,
            row % 5_000
        ),
    );
    builder.set_text(C::ObsId, &format!("{service:03}-{row:07}"));
    builder.set_text(
        C::ObsPublisherDid,
        &format!("ivo://archive.example/{service}?{row:07}"),
    );
    builder.set_text(
        C::AccessUrl,
        &format!("http://archive.example/{service}/get?id={row:07}"),
    );
    builder.set_text(C::AccessFormat, "image/fits");
    builder.set_text(
        C::OriginService,
        &format!("ivo://archive.example/{service}"),
    );
    builder.set_text(C::Protocol, "ObsCore");
}
