//! How the coverage plot is looked at, and what is kept from frame to frame.

use super::{
    asked::Asked,
    axis::{Look, Place},
    boxes::{Drawn, Paint, add},
    brush::Brushes,
    layout::Layout,
    pick,
    plot::{Aim, Cloud, Plot, Plotter, Wanted},
    pointed::Pointed,
    screen::colour,
};
use crate::{
    discovery::{
        event::{RunId, ServiceNr},
        found::Found,
    },
    gui::{
        background::{Background, OnDemand},
        hover::Hover,
        shown::Shown,
        state::State,
        style::Inks,
    },
};
use eframe::egui::{
    self, ColorImage, Context, ImageData, Mesh, Pos2, Rect, TextureHandle, TextureOptions,
};
use std::{fmt, sync::Arc, time::Duration};

/// Up to so many datasets have a line around them.
const MOST_FRAMED: usize = 5_000;

/// While many rows stream in, the plot follows them as often.
const FOLLOW: Duration = Duration::from_millis(300);

/// How the coverage plot is looked at.
#[derive(Debug, Default)]
pub(crate) struct CoverageView {
    /// What is seen; `None`: everything.
    pub(super) own: Option<Look>,
    /// How often everything was asked for.
    pub(super) n_fits: u32,
    /// What dragging does.
    pub(super) drag: Drag,
    /// Where a rectangle was begun.
    pub(super) brushed_from: Option<Pos2>,
    /// What lies within rectangles that were drawn.
    pub(super) brushes: Brushes,
    /// The latest plot that was worked out.
    pub(super) plot: Option<Arc<Plot>>,
    /// The number of that plot.
    n_plots: u64,
    plotter: OnDemand<Wanted, Made>,
    asked_for: Option<(Key, Amount)>,
    pointed: Pointed,
    /// When it was asked for, in seconds.
    asked_at: f64,
    texture: Option<Texture>,
    under: Option<(PickKey, Option<usize>)>,
    mesh: Option<(MeshKey, Arc<Mesh>)>,
}

/// A plot, and the picture of its density if it has one.
type Made = (Plot, Option<Arc<ColorImage>>);

/// A density on the screen.
struct Texture(TextureHandle);

impl fmt::Debug for Texture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Texture")
    }
}

/// What dragging does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Drag {
    /// It moves the plot; with Shift it brushes.
    #[default]
    Moves,
    /// It brushes.
    Brushes,
}

/// What a plot depends on, but for what streams in.
type Key = (
    (RunId, u64),
    [u64; 2],
    Option<ServiceNr>,
    Aim,
    Asked,
    [u16; 2],
    &'static Inks,
);

/// What streams in: the number of rows, and another number whenever there are other rows of the service under the pointer.
type Amount = (usize, u64);

/// What the dataset under the pointer depends on.
type PickKey = (u64, Layout, Look, u64, Pos2);

/// What the mesh depends on.
type MeshKey = (u64, Rect, Look, u64, &'static Inks);

impl CoverageView {
    /// Shows everything again.
    pub(super) fn fit(&mut self) {
        self.own = None;
        self.n_fits += 1;
    }

    /// What is seen now.
    pub(super) fn look(&self, asked: Asked) -> Look {
        let plot = self.plot.as_ref().map(|plot| plot.look);
        self.own
            .or(plot)
            .or_else(|| asked.look())
            .unwrap_or_else(Look::usual)
    }

    fn aim(&self) -> Aim {
        self.own.map_or(Aim::Everything(self.n_fits), Aim::This)
    }

    /// Takes in a plot that was worked out, and asks for the next where something has changed.
    pub(super) fn keep_up(
        &mut self,
        ctx: &Context,
        (state, hover): (&State, &Hover),
        rect: Rect,
        inks: &'static Inks,
    ) {
        let Some(search) = &state.search else {
            self.plot = None;
            return;
        };
        let source = (search.id, search.revision);
        if self
            .asked_for
            .as_ref()
            .is_some_and(|((of, ..), _)| of.0 != source.0)
        {
            // Another search begins with everything in sight.
            self.own = None;
            self.plot = None;
        }
        self.take_in(ctx, search.id);
        let asked = Asked::of(state);
        let pixels = pixels(rect, ctx.pixels_per_point());
        let revisions = [state.selection.revision(), state.shown.revision()];
        self.pointed.keep_up(hover);
        let service = self.pointed.service;
        let key = (source, revisions, service, self.aim(), asked, pixels, inks);
        let amount = (search.record.found().len(), self.pointed.revision);
        if self.asked_for == Some((key, amount)) || !self.is_time(ctx, key, amount.0) {
            return;
        }
        let found = search.record.found().clone();
        let wanted = wanted(state, found, (search.id, self.aim()), rect, inks);
        let wanted = Wanted {
            pixels,
            pointed: self.pointed.rows(),
            ..wanted
        };
        self.ask(ctx, wanted);
        self.asked_for = Some((key, amount));
        self.asked_at = ctx.input(|input| input.time);
    }

    fn ask(&mut self, ctx: &Context, wanted: Wanted) {
        self.plotter.ask(wanted, || {
            let mut plotter = Plotter::default();
            Background::start("coverage", ctx, move |wanted: Wanted| {
                let plot = plotter.plot(&wanted);
                let image = image(&plot.cloud);
                (plot, image)
            })
        });
    }

    /// Whether to ask for the next plot now: at once for what a person does, and now and then for rows that stream in.
    fn is_time(&self, ctx: &Context, key: Key, n_rows: usize) -> bool {
        let Some((asked, (n_before, _))) = &self.asked_for else {
            return true;
        };
        if *asked != key {
            return true;
        }
        if self.plotter.is_busy() {
            // The answer draws the window anew.
            return false;
        }
        let since = ctx.input(|input| input.time) - self.asked_at;
        let wait = FOLLOW.as_secs_f64() - since;
        if *n_before < super::plot::MOST_BOXES && n_rows < super::plot::MOST_BOXES || wait <= 0.0 {
            return true;
        }
        ctx.request_repaint_after(Duration::from_secs_f64(wait));
        false
    }

    /// Takes in the plot that was made last, if one was.
    fn take_in(&mut self, ctx: &Context, run: RunId) {
        if let Some(made) = self.plotter.newest() {
            self.accept(ctx, run, made);
        }
    }

    /// Takes in a plot of this search. One of an earlier search may have been under way as this one began.
    pub(super) fn accept(&mut self, ctx: &Context, run: RunId, (plot, image): Made) {
        if plot.run != run {
            return;
        }
        self.n_plots += 1;
        self.texture = image.map(|image| {
            let image = ImageData::Color(image);
            Texture(ctx.load_texture("coverage", image, TextureOptions::NEAREST))
        });
        self.plot = Some(Arc::new(plot));
    }

    /// The dataset under the pointer, which is looked for again only where something has changed.
    pub(super) fn under(
        &mut self,
        shown: &Shown,
        (layout, look): (&Layout, Look),
        pointer: Pos2,
    ) -> Option<usize> {
        let plot = self.plot.as_ref()?;
        let key = (self.n_plots, *layout, look, shown.revision(), pointer);
        match self.under {
            Some((of, row)) if of == key => row,
            _ => {
                let row = pick::under(&plot.extents, shown, (layout, look), pointer);
                self.under = Some((key, row));
                row
            }
        }
    }

    /// Draws the datasets.
    pub(super) fn show(&mut self, painter: &egui::Painter, state: &State, place: Place) {
        let Some((.., inks)) = self.asked_for.as_ref().map(|(key, _)| *key) else {
            return;
        };
        let Some(plot) = self.plot.clone() else {
            return;
        };
        if let Some(Texture(texture)) = &self.texture {
            let whole = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
            let rect = place.rect_of(plot.look);
            painter.image(texture.id(), rect, whole, egui::Color32::WHITE);
        }
        if let Cloud::Boxes(rows) = &plot.cloud {
            let selection = state.selection.revision();
            let key = (self.n_plots, place.rect, place.look, selection, inks);
            let kept = self.mesh.take().filter(|(of, _)| *of == key);
            let (_, mesh) = self.mesh.insert(kept.unwrap_or_else(|| {
                let mesh = mesh(&plot, rows, state, &place, inks);
                (key, Arc::new(mesh))
            }));
            painter.add(egui::Shape::Mesh(Arc::clone(mesh)));
        }
    }
}

/// What is to be worked out for a plot in this rectangle.
pub(super) fn wanted(
    state: &State,
    found: Found,
    (run, aim): (RunId, Aim),
    rect: Rect,
    inks: &Inks,
) -> Wanted {
    let bins = [rect.width(), rect.height()].map(|length| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast from float keeps within the type"
        )]
        let bins = (length / 3.0).clamp(1.0, 1000.0) as usize;
        bins
    });
    Wanted {
        found,
        run,
        shown: state.shown.clone(),
        selected: Arc::clone(state.selection.rows()),
        pointed: Arc::default(),
        asked: Asked::of(state),
        aim,
        pixels: pixels(rect, 1.0),
        bins,
        inks: [inks.dataset, inks.chosen, inks.pointed],
    }
}

/// A density as it goes on the screen.
fn image(cloud: &Cloud) -> Option<Arc<ColorImage>> {
    let Cloud::Density(pixels) = cloud else {
        return None;
    };
    let size = [pixels.width().into(), pixels.height().into()];
    let image = ColorImage::from_rgba_unmultiplied(size, pixels.rgba());
    Some(Arc::new(image))
}

/// The pixels of a rectangle, of which a point has so many.
pub(super) fn pixels(rect: Rect, per_point: f32) -> [u16; 2] {
    [rect.width(), rect.height()].map(|length| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast from float keeps within the type"
        )]
        let pixels = (length * per_point).round().clamp(0.0, 4000.0) as u16;
        pixels
    })
}

/// The datasets one by one, those selected over the others, and those of the service under the pointer over all.
fn mesh(plot: &Plot, rows: &[usize], state: &State, place: &Place, inks: &Inks) -> Mesh {
    let mut mesh = Mesh::default();
    let width = if rows.len() <= MOST_FRAMED { 1.0 } else { 0.0 };
    let usual = Paint {
        fill: colour(inks.dataset.faint(0.16)),
        line: colour(inks.dataset.faint(0.75)),
        width,
    };
    let chosen = Paint {
        fill: colour(inks.chosen.faint(0.25)),
        line: colour(inks.chosen),
        width: width * 2.0,
    };
    let pointed = Paint {
        fill: colour(inks.pointed.faint(0.25)),
        line: colour(inks.pointed),
        width: width * 2.0,
    };
    let kind = |row: usize| match row {
        row if plot.pointed.contains(row) => 2,
        row if state.selection.contains(row) => 1,
        _ => 0,
    };
    for (nr, paint) in [(0, usual), (1, chosen), (2, pointed)] {
        for row in rows {
            if kind(*row) == nr {
                let extent = plot.extents.get(*row);
                if let Some(drawn) = extent.and_then(|it| Drawn::of(it, place)) {
                    add(&mut mesh, &drawn, paint);
                }
            }
        }
    }
    mesh
}
