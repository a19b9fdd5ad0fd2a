//! What the plot shows, worked out off the window's thread.

use super::{
    asked::Asked,
    axis::{Look, Span},
    density::{Bins, Grid, cells},
    extent::{Ends, Extents},
};
use crate::{
    discovery::{event::RunId, found::Found},
    domain::{dataset::Datasets, row_set::RowSet},
    figure::{Colour, Pixels},
    gui::shown::Shown,
};
use std::sync::Arc;

/// Up to so many datasets are drawn one by one, more as a density.
pub(super) const MOST_BOXES: usize = 50_000;

/// What is to be worked out.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// What was found.
    pub found: Found,
    /// Of which search.
    pub run: RunId,
    /// What the filter lets through.
    pub shown: Shown,
    /// What is selected.
    pub selected: Arc<RowSet>,
    /// What the service under the pointer told of.
    pub pointed: Arc<RowSet>,
    /// What was asked.
    pub asked: Asked,
    /// What is to be seen.
    pub aim: Aim,
    /// The pixels of the plot: columns and rows.
    pub pixels: [u16; 2],
    /// The bins of the margins: of time and of wavelength.
    pub bins: [usize; 2],
    /// The colours of a density: of datasets, of those selected, and of those pointed at.
    pub inks: [Colour; 3],
}

/// What is to be seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Aim {
    /// Everything. Another number: fit anew, else only what has outgrown the look.
    Everything(u32),
    /// This.
    This(Look),
}

/// What the plot shows.
#[derive(Debug, Clone)]
pub(super) struct Plot {
    /// Of which search.
    pub run: RunId,
    /// All rows.
    pub extents: Extents,
    /// Those of the service under the pointer.
    pub pointed: Arc<RowSet>,
    /// What is seen.
    pub look: Look,
    /// What is counted.
    pub counts: Counts,
    /// The datasets with a place.
    pub cloud: Cloud,
    /// How many there are at each time.
    pub times: Margin,
    /// How many there are at each wavelength.
    pub waves: Margin,
}

/// How many datasets there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    /// All that the filter lets through.
    pub shown: usize,
    /// Of these, those without time.
    pub without_time: usize,
    /// Of these, those without wavelength.
    pub without_wave: usize,
    /// Of these, those without either.
    pub without_both: usize,
}

impl Counts {
    /// How many have a place in the plot.
    pub(super) fn n_placed(self) -> usize {
        let lost = (self.without_time + self.without_wave).saturating_sub(self.without_both);
        self.shown.saturating_sub(lost)
    }
}

/// The datasets with a place, as they are drawn.
#[derive(Debug, Clone)]
pub(super) enum Cloud {
    /// One by one.
    Boxes(Vec<usize>),
    /// So many that only their density is seen.
    Density(Arc<Pixels>),
    /// None, or no room.
    Nothing,
}

/// Counts along an axis.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Margin {
    /// Of the datasets that are seen.
    pub seen: Vec<u32>,
    /// Of those that are selected as well.
    pub selected: Vec<u32>,
    /// Of those that are pointed at.
    pub pointed: Vec<u32>,
    /// Of those that have no place, because they lack the other axis.
    pub lost: Vec<u32>,
    /// Of these, those that are selected.
    pub lost_selected: Vec<u32>,
    /// Of these, those that are pointed at.
    pub lost_pointed: Vec<u32>,
}

/// Works plots out, and keeps what the next needs.
#[derive(Debug, Default)]
pub(super) struct Plotter {
    run: Option<RunId>,
    /// The chunks whose extents it has.
    chunks: Vec<Arc<Datasets>>,
    extents: Extents,
    fitted: Option<(u32, Look)>,
}

impl Plotter {
    /// Works a plot out.
    pub(super) fn plot(&mut self, wanted: &Wanted) -> Plot {
        self.plot_with(wanted, |_| wanted.pixels)
    }

    /// The same with so many pixels as suit what was counted.
    pub(super) fn plot_with(
        &mut self,
        wanted: &Wanted,
        pixels: impl FnOnce(Counts) -> [u16; 2],
    ) -> Plot {
        self.catch_up(wanted);
        let (counts, bounds) = survey(&self.extents, &wanted.shown);
        let look = self.look(wanted, bounds);
        let (times, waves) = margins(&self.extents, wanted, look);
        Plot {
            run: wanted.run,
            cloud: cloud(&self.extents, wanted, look, pixels(counts)),
            extents: self.extents.clone(),
            pointed: Arc::clone(&wanted.pointed),
            look,
            counts,
            times,
            waves,
        }
    }

    /// Reads what has come since, and anew what was replaced.
    fn catch_up(&mut self, wanted: &Wanted) {
        let chunks = wanted.found.chunks();
        let fits = |(known, chunk): (&Arc<Datasets>, &Arc<Datasets>)| known.len() == chunk.len();
        let is_longer = self.chunks.len() <= chunks.len();
        let goes_on = is_longer && self.chunks.iter().zip(chunks).all(fits);
        if self.run != Some(wanted.run) || !goes_on {
            *self = Self {
                run: Some(wanted.run),
                ..Self::default()
            };
        }
        let mut first = 0;
        for (known, chunk) in self.chunks.iter().zip(chunks) {
            if !Arc::ptr_eq(known, chunk) {
                self.extents.renew(first, chunk);
            }
            first += chunk.len();
        }
        for chunk in chunks.iter().skip(self.chunks.len()) {
            self.extents.extend(chunk);
        }
        self.chunks = chunks.to_vec();
    }

    fn look(&mut self, wanted: &Wanted, bounds: Option<Look>) -> Look {
        let nr = match wanted.aim {
            Aim::This(look) => return look,
            Aim::Everything(nr) => nr,
        };
        let kept = self
            .fitted
            .filter(|(of, _)| *of == nr)
            .map(|(_, look)| look);
        let Some(bounds) = bounds else {
            return wanted.asked.look().unwrap_or_else(Look::usual);
        };
        // Nothing jumps for a dataset that is seen already.
        let look = kept
            .filter(|kept| kept.contains(bounds))
            .unwrap_or_else(|| Look::fitting(bounds));
        self.fitted = Some((nr, look));
        look
    }
}

/// Counts all rows that are shown, and finds what holds those with a place.
fn survey(extents: &Extents, shown: &Shown) -> (Counts, Option<Look>) {
    let mut counts = Counts::default();
    let mut bounds: Option<Look> = None;
    for (row, extent) in extents.iter() {
        if !shown.contains(row) {
            continue;
        }
        counts.shown += 1;
        let no_time = extent.time_ends == Ends::Missing;
        let no_wave = extent.wave_ends == Ends::Missing;
        counts.without_time += usize::from(no_time);
        counts.without_wave += usize::from(no_wave);
        counts.without_both += usize::from(no_time && no_wave);
        if let Some(look) = extent.look() {
            bounds = Some(bounds.map_or(look, |bounds| bounds.hull(look)));
        }
    }
    (counts, bounds)
}

fn cloud(extents: &Extents, wanted: &Wanted, look: Look, pixels: [u16; 2]) -> Cloud {
    let [width, height] = pixels.map(usize::from);
    // What comes into sight when the plot is drawn along by its own size is there already.
    let around = Look {
        time: look.time.zoomed(look.time.at(0.5), 3.0),
        wave: look.wave.zoomed(look.wave.at(0.5), 3.0),
    };
    let near = extents.meeting(around);
    let near = near.filter(|(row, _)| wanted.shown.contains(*row));
    let rows: Vec<usize> = near.map(|(row, _)| row).take(MOST_BOXES + 1).collect();
    if rows.is_empty() || width == 0 || height == 0 {
        return Cloud::Nothing;
    }
    if rows.len() <= MOST_BOXES {
        return Cloud::Boxes(rows);
    }
    let mut all = Grid::new(width, height);
    let mut selected = Grid::new(width, height);
    let mut pointed = Grid::new(width, height);
    for (row, place) in extents.meeting(look) {
        let columns = part(look.time, place.time, width);
        let rows = part(look.wave, place.wave, height);
        let (Some(columns), Some((low, high))) = (columns, rows) else {
            continue;
        };
        if wanted.shown.contains(row) {
            // Rows of pixels are counted from above.
            let rows = (height - 1 - high, height - 1 - low);
            all.add(columns, rows);
            if wanted.selected.contains(row) {
                selected.add(columns, rows);
            }
            if wanted.pointed.contains(row) {
                pointed.add(columns, rows);
            }
        }
    }
    let grids = [all, selected, pointed];
    let rgba = coloured(&grids.map(Grid::counts), wanted.inks);
    Pixels::new(pixels[0], rgba).map_or(Cloud::Nothing, |it| Cloud::Density(Arc::new(it)))
}

fn part(seen: Span, of: Span, n_cells: usize) -> Option<(usize, usize)> {
    cells(seen.part(of.lo), seen.part(of.hi), n_cells)
}

/// The more datasets, the less of the ground is seen; where there are selected ones a pixel has their colour, and where
/// there are those pointed at, theirs.
fn coloured(counts: &[Vec<u32>; 3], inks: [Colour; 3]) -> Vec<u8> {
    let full = |counts: &Vec<u32>| f64::from(counts.iter().max().copied().unwrap_or(1)).ln_1p();
    let full = counts.each_ref().map(full);
    let [all, selected, pointed] = counts;
    let mut rgba = Vec::with_capacity(all.len() * 4);
    for ((all, selected), pointed) in all.iter().zip(selected).zip(pointed) {
        let [of_all, of_selected, of_pointed] = full;
        let [dataset, chosen, mark] = inks;
        let (ink, count, full) = match (*all, *selected, *pointed) {
            (0, ..) => {
                rgba.extend([0; 4]);
                continue;
            }
            (count, 0, 0) => (dataset, count, of_all),
            (_, count, 0) => (chosen, count, of_selected),
            (.., count) => (mark, count, of_pointed),
        };
        #[expect(clippy::cast_possible_truncation, reason = "it is from 0 to 1")]
        let share = (f64::from(count).ln_1p() / full.max(f64::MIN_POSITIVE)) as f32;
        rgba.extend(ink.faint(0.25 + 0.75 * share).0);
    }
    rgba
}

fn margins(extents: &Extents, wanted: &Wanted, look: Look) -> (Margin, Margin) {
    let [n_times, n_waves] = wanted.bins;
    let mut times = [(); 6].map(|()| Bins::new(n_times));
    let mut waves = [(); 6].map(|()| Bins::new(n_waves));
    for (row, extent) in extents.iter() {
        let time = extent.time().map(|it| part(look.time, it, n_times));
        let wave = extent.wave().map(|it| part(look.wave, it, n_waves));
        let first = match (time, wave) {
            _ if !wanted.shown.contains(row) => continue,
            (Some(Some(_)), Some(Some(_))) => 0,
            (Some(Some(_)), None) | (None, Some(Some(_))) => 3,
            _ => continue,
        };
        let counts = [
            true,
            wanted.selected.contains(row),
            wanted.pointed.contains(row),
        ];
        for (nr, _) in (first..).zip(counts).filter(|(_, counts)| *counts) {
            for (bins, cells) in [(&mut times, time), (&mut waves, wave)] {
                if let (Some(bins), Some(Some(cells))) = (bins.get_mut(nr), cells) {
                    bins.add(cells);
                }
            }
        }
    }
    let margin = |bins: [Bins; 6]| {
        let [seen, selected, pointed, lost, lost_selected, lost_pointed] = bins.map(Bins::counts);
        Margin {
            seen,
            selected,
            pointed,
            lost,
            lost_selected,
            lost_pointed,
        }
    };
    (margin(times), margin(waves))
}

#[cfg(test)]
mod tests;
