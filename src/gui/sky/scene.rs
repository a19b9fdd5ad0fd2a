//! What is drawn of what was found, made off the window's thread: a mesh, or where that would be too large a picture.

use super::{
    brush::{Brush, Edge, Pen},
    catalogue::{Catalogue, Pieces, Reading},
    chart::Chart,
    density::Density,
    piece::Found,
    waveband::Band,
};
use crate::{
    discovery::{self, event::RunId},
    domain::row_set::RowSet,
};
use eframe::egui::{Color32, ColorImage, Mesh};
use std::sync::Arc;

/// Most datasets that are drawn one by one.
const MOST_DRAWN: usize = 50_000;

/// Most vertices of a mesh: those of that many points. Each frame copies them, which takes 1 ms, or up to 7 where the memory
/// of the frame before cannot be used again.
const MOST_VERTICES: usize = 4 * MOST_DRAWN;

/// In which colours to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Colours {
    /// One for each band, in the order of [`Band::ALL`].
    pub bands: [Color32; Band::ALL.len()],
    pub selected: Color32,
    /// Of what is under the pointer in another panel.
    pub pointed: Color32,
    /// Of few datasets at a point, and of many.
    pub density: [Color32; 2],
}

/// What is to be drawn.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub run: RunId,
    pub found: discovery::found::Found,
    pub chart: Chart,
    /// What the filter lets through; `None`: all.
    pub shown: Option<Arc<RowSet>>,
    pub selected: Arc<RowSet>,
    /// The datasets of the service under the pointer, if it is one.
    pub pointed: Option<Arc<RowSet>>,
    pub colours: Colours,
    pub pixels_per_point: f32,
}

/// What was found, drawn.
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    pub run: RunId,
    pub chart: Chart,
    pub pieces: Pieces,
    pub reading: Reading,
    pub all: Layer,
    pub selected: Layer,
    pub pointed: Layer,
}

/// One of the things that are drawn on each other.
#[derive(Debug, Clone)]
pub(crate) struct Layer {
    pub drawn: Drawn,
    /// Another number for another layer.
    pub nr: u64,
    /// How many of the datasets on the map are in each band.
    pub in_band: InBand,
}

/// A number for each band, in the order of [`Band::ALL`].
type InBand = [usize; Band::ALL.len()];

#[derive(Debug, Clone)]
pub(crate) enum Drawn {
    Each(Arc<Mesh>),
    Density {
        picture: Arc<ColorImage>,
        /// The most datasets at one point.
        most: u32,
    },
}

impl Wanted {
    /// Whether the other is drawn in the same way, whatever is found, selected or pointed at.
    fn is_alike(&self, other: &Self) -> bool {
        let shown = |wanted: &Self| wanted.shown.as_ref().map(Arc::as_ptr);
        self.chart == other.chart
            && self.colours == other.colours
            && self.pixels_per_point.to_bits() == other.pixels_per_point.to_bits()
            && shown(self) == shown(other)
    }
}

/// Makes scenes, keeping what it has read and drawn for the next.
#[derive(Debug, Default)]
pub(crate) struct Painter {
    run: Option<RunId>,
    catalogue: Catalogue,
    last: Option<(Wanted, Scene)>,
    n_layers: u64,
}

impl Painter {
    pub(crate) fn paint(&mut self, wanted: Wanted) -> Scene {
        if self.run != Some(wanted.run) {
            self.catalogue.clear();
            self.run = Some(wanted.run);
            self.last = None;
        }
        let reading = self.catalogue.catch_up(&wanted.found);
        let pieces = self.catalogue.pieces().clone();
        let last = self.last.take();
        let same = last
            .as_ref()
            .filter(|(before, scene)| before.is_alike(&wanted) && scene.pieces.same(&pieces));
        let all = same.map(|(_, scene)| scene.all.clone());
        let selected = same
            .filter(|(before, _)| Arc::ptr_eq(&before.selected, &wanted.selected))
            .map(|(_, scene)| scene.selected.clone());
        let address = |rows: &Option<Arc<RowSet>>| rows.as_ref().map(Arc::as_ptr);
        let pointed = same
            .filter(|(before, _)| address(&before.pointed) == address(&wanted.pointed))
            .map(|(_, scene)| scene.pointed.clone());
        let colours = wanted.colours;
        let scene = Scene {
            run: wanted.run,
            chart: wanted.chart,
            reading,
            all: all.unwrap_or_else(|| self.all(&wanted, &pieces)),
            selected: selected.unwrap_or_else(|| {
                self.some(&wanted, &pieces, Some(&wanted.selected), colours.selected)
            }),
            pointed: pointed.unwrap_or_else(|| {
                self.some(&wanted, &pieces, wanted.pointed.as_ref(), colours.pointed)
            }),
            pieces,
        };
        self.last = Some((wanted, scene.clone()));
        scene
    }

    fn all(&mut self, wanted: &Wanted, pieces: &Pieces) -> Layer {
        let shown = wanted.shown.as_deref();
        let colours = wanted.colours;
        let pen = |band: Band| Pen {
            colour: colours
                .bands
                .get(band as usize)
                .copied()
                .unwrap_or_default(),
            width: 1.0,
            point: 3.0,
        };
        self.layer(wanted, pieces, colours.density, |found| {
            let row = found.entry.row as usize;
            let is_shown = shown.is_none_or(|shown| shown.contains(row));
            is_shown.then(|| pen(found.entry.band))
        })
    }

    /// Those of the datasets shown that are in these rows.
    fn some(
        &mut self,
        wanted: &Wanted,
        pieces: &Pieces,
        rows: Option<&Arc<RowSet>>,
        colour: Color32,
    ) -> Layer {
        let pen = Pen {
            colour,
            width: 2.5,
            point: 6.0,
        };
        let none = (&Pieces::default(), &Arc::default());
        // Mostly they are few, and often none.
        let rows = rows.filter(|rows| !rows.is_empty());
        let (pieces, rows) = rows.map_or(none, |rows| (pieces, rows));
        let shown = wanted.shown.as_deref();
        self.layer(wanted, pieces, [colour; 2], |found| {
            let row = found.entry.row as usize;
            let is_shown = shown.is_none_or(|shown| shown.contains(row));
            (is_shown && rows.contains(row)).then_some(pen)
        })
    }

    fn layer(
        &mut self,
        wanted: &Wanted,
        pieces: &Pieces,
        density: [Color32; 2],
        pen: impl Fn(&Found<'_>) -> Option<Pen>,
    ) -> Layer {
        self.n_layers += 1;
        let chart = &wanted.chart;
        // Hard lines take half the vertices.
        let mut each = [Edge::soft(wanted.pixels_per_point), Edge::Hard]
            .into_iter()
            .filter_map(|edge| mesh(chart, pieces, edge, &pen));
        if let Some((mesh, in_band)) = each.next() {
            return Layer {
                drawn: Drawn::Each(Arc::new(mesh)),
                nr: self.n_layers,
                in_band,
            };
        }
        let mut in_band = InBand::default();
        let mut counts = Density::new(*chart.frame(), f64::from(wanted.pixels_per_point));
        pieces.near(chart.axis(), chart.reach(), &mut |found| {
            if pen(&found).is_some() && counts.draw(chart, &found) {
                count(&mut in_band, found.entry.band);
            }
            true
        });
        Layer {
            drawn: Drawn::Density {
                picture: Arc::new(counts.picture(density)),
                most: counts.most(),
            },
            nr: self.n_layers,
            in_band,
        }
    }
}

/// The datasets one by one; `None` where they are too many, or take too many vertices.
fn mesh(
    chart: &Chart,
    pieces: &Pieces,
    edge: Edge,
    pen: &impl Fn(&Found<'_>) -> Option<Pen>,
) -> Option<(Mesh, InBand)> {
    let mut in_band = InBand::default();
    let mut n_drawn = 0;
    let mut brush = Brush::new(chart, edge);
    let is_whole = pieces.near(chart.axis(), chart.reach(), &mut |found| {
        if let Some(pen) = pen(&found) {
            let before = brush.mesh.vertices.len();
            brush.draw(&found, pen);
            if brush.mesh.vertices.len() > before {
                n_drawn += 1;
                count(&mut in_band, found.entry.band);
            }
        }
        n_drawn <= MOST_DRAWN && brush.mesh.vertices.len() <= MOST_VERTICES
    });
    let mut mesh = brush.mesh;
    mesh.vertices.shrink_to_fit();
    mesh.indices.shrink_to_fit();
    is_whole.then_some((mesh, in_band))
}

fn count(in_band: &mut [usize], band: Band) {
    if let Some(count) = in_band.get_mut(band as usize) {
        *count += 1;
    }
}

#[cfg(test)]
mod tests;
