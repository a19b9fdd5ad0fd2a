//! What the plot keeps of each dataset: from when to when, from which wavelength to which.

use super::{
    axis::{Look, Span},
    region::Region,
};
use crate::domain::{dataset::Datasets, obscore::ObsColumn};
use std::sync::Arc;

/// How many datasets share a bounding box.
const BLOCK: usize = 1024;

/// Which ends of an interval are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// Both.
    Both,
    /// The lower one; nobody says how far it reaches.
    From,
    /// The upper one.
    Until,
    /// Neither.
    Missing,
}

/// The extent of a dataset in time and wavelength, in 24 bytes. Where an end is not known, it is that which is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    /// MJD.
    begin: f64,
    /// Days.
    lasts: f32,
    /// Logarithm of metres.
    wave_lo: f32,
    /// Logarithm of metres.
    wave_hi: f32,
    /// What is known of the time.
    pub time_ends: Ends,
    /// What is known of the wavelength.
    pub wave_ends: Ends,
}

impl Extent {
    /// The extent of a dataset of a chunk.
    pub(super) fn of(datasets: &Datasets, row: usize) -> Self {
        let number = |column| datasets.number(column, row);
        let finite = |value: &f64| value.is_finite();
        let log = |value: f64| (value > 0.0 && value.is_finite()).then(|| value.log10());
        let (times, time_ends) = known(
            number(ObsColumn::TMin).filter(finite),
            number(ObsColumn::TMax).filter(finite),
        );
        let (waves, wave_ends) = known(
            number(ObsColumn::EmMin).and_then(log),
            number(ObsColumn::EmMax).and_then(log),
        );
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a picture needs no more digits"
        )]
        Self {
            begin: times.lo,
            lasts: times.len() as f32,
            wave_lo: waves.lo as f32,
            wave_hi: waves.hi as f32,
            time_ends,
            wave_ends,
        }
    }

    /// Its time; `None` where it has none.
    pub(super) fn time(&self) -> Option<Span> {
        (self.time_ends != Ends::Missing).then(|| Span {
            lo: self.begin,
            hi: self.begin + f64::from(self.lasts),
        })
    }

    /// Its wavelength; `None` where it has none.
    pub(super) fn wave(&self) -> Option<Span> {
        (self.wave_ends != Ends::Missing).then(|| Span {
            lo: f64::from(self.wave_lo),
            hi: f64::from(self.wave_hi),
        })
    }

    /// Its place in the plot; `None` where it has none.
    pub(super) fn look(&self) -> Option<Look> {
        Some(Look {
            time: self.time()?,
            wave: self.wave()?,
        })
    }
}

/// An interval of which both ends, one, or none is known; ends that are the wrong way round are put right.
fn known(lo: Option<f64>, hi: Option<f64>) -> (Span, Ends) {
    let span = |lo: f64, hi: f64| Span { lo, hi };
    match (lo, hi) {
        (Some(lo), Some(hi)) => (span(lo.min(hi), lo.max(hi)), Ends::Both),
        (Some(lo), None) => (span(lo, lo), Ends::From),
        (None, Some(hi)) => (span(hi, hi), Ends::Until),
        (None, None) => (span(0.0, 0.0), Ends::Missing),
    }
}

/// The extents of all that was found, row by row. A copy shares them.
#[derive(Debug, Clone, Default)]
pub(super) struct Extents {
    blocks: Vec<Arc<Block>>,
    len: usize,
}

/// Some datasets, what holds all of them that have a place, and whether some lack an axis.
#[derive(Debug, Clone, Default)]
struct Block {
    extents: Vec<Extent>,
    hull: Option<Look>,
    has_lost: bool,
}

impl Block {
    fn count(&mut self, extent: &Extent) {
        match extent.look() {
            Some(look) => self.hull = Some(self.hull.map_or(look, |hull| hull.hull(look))),
            None => self.has_lost = true,
        }
    }

    /// Puts extents in the places of others, and says how many fitted.
    fn renew(&mut self, from: usize, extents: impl Iterator<Item = Extent>) -> usize {
        let places = self.extents.iter_mut().skip(from);
        let n_renewed = places.zip(extents).map(|(place, new)| *place = new).count();
        (self.hull, self.has_lost) = (None, false);
        for extent in std::mem::take(&mut self.extents) {
            self.count(&extent);
            self.extents.push(extent);
        }
        n_renewed
    }
}

impl Extents {
    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Takes in rows that have come.
    pub(super) fn extend(&mut self, chunk: &Datasets) {
        for row in 0..chunk.len() {
            self.push(Extent::of(chunk, row));
        }
    }

    /// Takes in what has changed of the rows from `first` on.
    pub(super) fn renew(&mut self, first: usize, chunk: &Datasets) {
        let mut done = 0;
        while done < chunk.len() {
            let row = first + done;
            let Some(block) = self.blocks.get_mut(row / BLOCK) else {
                return;
            };
            let rest = (done..chunk.len()).map(|row| Extent::of(chunk, row));
            let n_renewed = Arc::make_mut(block).renew(row % BLOCK, rest);
            if n_renewed == 0 {
                return;
            }
            done += n_renewed;
        }
    }

    fn push(&mut self, extent: Extent) {
        if self.len.is_multiple_of(BLOCK) {
            self.blocks.push(Arc::new(Block {
                extents: Vec::with_capacity(BLOCK),
                ..Block::default()
            }));
        }
        if let Some(block) = self.blocks.last_mut() {
            let block = Arc::make_mut(block);
            block.extents.push(extent);
            block.count(&extent);
            self.len += 1;
        }
    }

    /// The extent of a row.
    pub(super) fn get(&self, row: usize) -> Option<&Extent> {
        self.blocks.get(row / BLOCK)?.extents.get(row % BLOCK)
    }

    /// All rows with their extents.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Extent)> {
        let all = self.blocks.iter().flat_map(|block| &block.extents);
        (0..).zip(all)
    }

    /// The rows that have a place which `region` meets, with their places.
    pub(super) fn meeting(&self, region: Look) -> impl Iterator<Item = (usize, Look)> {
        let blocks = (0..).step_by(BLOCK).zip(&self.blocks);
        blocks
            .filter(move |(_, block)| block.hull.is_some_and(|hull| hull.meets(region)))
            .flat_map(|(first, block)| (first..).zip(&block.extents))
            .filter_map(|(row, extent)| Some((row, extent.look()?)))
            .filter(move |(_, look)| look.meets(region))
    }

    /// The rows that a region meets, those without a place too where it reaches into the strips for them.
    pub(super) fn in_region(&self, region: Region) -> impl Iterator<Item = (usize, &Extent)> {
        let place = region.place();
        let may_meet = move |block: &Block| {
            let is_near = block
                .hull
                .zip(place)
                .is_some_and(|(hull, it)| hull.meets(it));
            is_near || block.has_lost && region.has_strip()
        };
        let blocks = (0..).step_by(BLOCK).zip(&self.blocks);
        blocks
            .filter(move |(_, block)| may_meet(block))
            .flat_map(|(first, block)| (first..).zip(&block.extents))
            .filter(move |(_, extent)| region.meets(extent))
    }
}

#[cfg(test)]
pub(in crate::gui::coverage) use tests::{extents, found};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{discovery::found::Found, domain::dataset::DatasetsBuilder};

    /// Datasets of `t_min`, `t_max`, `em_min` and `em_max`; one that is no number is null.
    pub(in crate::gui::coverage) fn found(rows: &[[f64; 4]]) -> Found {
        let mut builder = DatasetsBuilder::new();
        for [t_min, t_max, em_min, em_max] in rows {
            builder.set_number(ObsColumn::TMin, *t_min);
            builder.set_number(ObsColumn::TMax, *t_max);
            builder.set_number(ObsColumn::EmMin, *em_min);
            builder.set_number(ObsColumn::EmMax, *em_max);
            builder.finish_row();
        }
        let mut found = Found::default();
        found.push(Arc::new(builder.finish()));
        found
    }

    /// The extents of such datasets.
    pub(in crate::gui::coverage) fn extents(rows: &[[f64; 4]]) -> Extents {
        let mut extents = Extents::default();
        extents.extend(&found(rows).chunks()[0]);
        extents
    }

    const NULL: f64 = f64::NAN;

    #[test]
    fn a_dataset_takes_24_bytes() {
        assert_eq!(size_of::<Extent>(), 24);
    }

    #[test]
    fn ends_that_are_missing_or_open_are_told_apart_from_those_known() {
        let all = extents(&[
            [50_000.0, 50_010.0, 1e-7, 1e-6],
            [50_000.0, NULL, NULL, 1e-6],
            [NULL, NULL, 1e-7, f64::INFINITY],
            [f64::NEG_INFINITY, 50_010.0, 0.0, -1.0],
            [50_010.0, 50_000.0, 1e-6, 1e-7],
        ]);
        let ends = |row: usize| {
            let extent = all.get(row).unwrap();
            (extent.time_ends, extent.wave_ends)
        };
        assert_eq!(ends(0), (Ends::Both, Ends::Both));
        assert_eq!(ends(1), (Ends::From, Ends::Until));
        assert_eq!(ends(2), (Ends::Missing, Ends::From));
        assert_eq!(
            ends(3),
            (Ends::Until, Ends::Missing),
            "no wavelength is 0 or less"
        );
        assert_eq!(ends(4), (Ends::Both, Ends::Both));
        assert_eq!(all.get(0), all.get(4), "the wrong way round");
        let look = all.get(0).unwrap().look().unwrap();
        assert_eq!((look.time.lo, look.time.hi), (50_000.0, 50_010.0));
        assert_eq!((look.wave.lo, look.wave.hi), (-7.0, -6.0));
        let from = all.get(1).unwrap().look().unwrap();
        assert_eq!((from.time.lo, from.time.hi), (50_000.0, 50_000.0));
        assert!(all.get(2).unwrap().look().is_none() && all.get(5).is_none());
    }

    #[test]
    fn rows_that_come_later_are_taken_in_once() {
        let mut found = Found::default();
        let mut all = Extents::default();
        for n_rows in [1_u32, 1500, 600] {
            let times = 0..n_rows;
            let rows: Vec<[f64; 4]> = times
                .map(|nr| [f64::from(nr), f64::from(nr), 1e-7, 1e-7])
                .collect();
            let chunk = Arc::clone(&self::found(&rows).chunks()[0]);
            let before = all.clone();
            all.extend(&chunk);
            found.push(chunk);
            assert_eq!(all.len(), found.len());
            assert!(before.len() < all.len(), "a copy keeps what it had");
        }
        for (row, extent) in all.iter() {
            let expected = found.row(row).unwrap().number(ObsColumn::TMin);
            assert_eq!(extent.time().map(|time| time.lo), expected);
        }
        let region = Look {
            time: Span { lo: 10.0, hi: 11.5 },
            wave: Span { lo: -8.0, hi: -6.0 },
        };
        let rows: Vec<usize> = all.meeting(region).map(|(row, _)| row).collect();
        assert_eq!(rows, [11, 12, 1511, 1512]);
        // Rows 1 to 1500, which lie in two blocks, are other ones by now.
        let renewed = self::found(&vec![[11.0, 11.0, 1e-7, NULL]; 1500]);
        let before = all.clone();
        all.renew(1, &renewed.chunks()[0]);
        assert_eq!(all.len(), found.len());
        let rows: Vec<usize> = all.meeting(region).map(|(row, _)| row).collect();
        let expected: Vec<usize> = (1..=1500).chain([1511, 1512]).collect();
        assert_eq!(rows, expected);
        assert_eq!(
            before.meeting(region).count(),
            4,
            "a copy keeps what it had"
        );
    }
}
