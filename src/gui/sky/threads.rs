//! What is drawn and what is selected, asked of threads.

use super::{
    catalogue::{Pieces, Reading},
    chart::{Chart, Spot},
    pick,
    scene::{Colours, Drawn, Layer, Painter, Scene, Wanted},
};
use crate::{
    discovery::event::RunId,
    domain::row_set::RowSet,
    gui::{
        background::{Background, OnDemand},
        hover::Hover,
        pace::Pace,
        selection::Combine,
        shown::Shown,
        state::State,
    },
};
use eframe::egui::{self, Context, TextureHandle, TextureOptions};
use std::{fmt, sync::Arc};

/// A loop drawn on the map.
#[derive(Debug)]
struct Loop {
    run: RunId,
    pieces: Pieces,
    chart: Chart,
    corners: Vec<Spot>,
    shown: Shown,
    how: Combine,
}

/// What lies in a loop, of which search, and what becomes of it.
type InLoop = (RunId, Arc<RowSet>, Combine);

/// Everything on which a scene depends.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    run: RunId,
    n_found: usize,
    revision: u64,
    shown: u64,
    selected: u64,
    pointed: Option<Arc<RowSet>>,
    chart: Chart,
    colours: Colours,
    pixels_per_point: f32,
}

impl Key {
    /// Whether no more than the rows found differ.
    fn differs_in_rows_alone(&self, other: &Self) -> bool {
        let same = Self {
            n_found: other.n_found,
            revision: other.revision,
            ..self.clone()
        };
        same == *other
    }
}

/// The threads of the map, and what they made last.
#[derive(Debug, Default)]
pub(crate) struct Threads {
    painter: OnDemand<Wanted, Scene>,
    selector: OnDemand<Loop, InLoop>,
    asked: Option<Key>,
    pace: Pace,
    scene: Option<Scene>,
    all: Picture,
    selected: Picture,
    pointed: Picture,
}

/// A layer as a texture, if it is one.
#[derive(Default)]
struct Picture {
    nr: u64,
    texture: Option<TextureHandle>,
}

impl Threads {
    /// Takes in what was made, and asks for what should be seen.
    pub(crate) fn keep_up(
        &mut self,
        ctx: &Context,
        (state, hover): (&State, &Hover),
        chart: &Chart,
        colours: &Colours,
    ) {
        let newest = self.painter.newest();
        let is_behind = newest
            .as_ref()
            .is_some_and(|scene| scene.reading == Reading::Behind);
        if newest.is_some() {
            self.pace.answered(ctx);
            self.scene = newest;
        }
        let Some(search) = &state.search else {
            self.scene = None;
            return;
        };
        if self
            .scene
            .as_ref()
            .is_some_and(|scene| scene.run != search.id)
        {
            self.scene = None;
        }
        let found = search.record.found();
        let key = Key {
            run: search.id,
            n_found: found.len(),
            revision: search.revision,
            shown: state.shown.revision(),
            selected: state.selection.revision(),
            pointed: hover.rows().cloned(),
            chart: *chart,
            colours: *colours,
            pixels_per_point: ctx.pixels_per_point(),
        };
        if !is_behind && (self.asked.as_ref() == Some(&key) || self.waits(ctx, &key)) {
            return;
        }
        let wanted = Wanted {
            run: key.run,
            found: found.clone(),
            chart: *chart,
            shown: state.shown.rows().cloned(),
            selected: Arc::clone(state.selection.rows()),
            pointed: key.pointed.clone(),
            colours: *colours,
            pixels_per_point: key.pixels_per_point,
        };
        let start = || {
            let mut painter = Painter::default();
            Background::start("sky map", ctx, move |wanted| painter.paint(wanted))
        };
        if self.painter.ask(wanted, start).is_none() {
            self.asked = Some(key);
            self.pace.asked(ctx);
        }
    }

    /// Whether there is time before the map follows what has come in; the window is drawn again when that is over.
    fn waits(&self, ctx: &Context, key: &Key) -> bool {
        let asked = self.asked.as_ref();
        // The answer of a thread that is busy draws the window anew.
        asked.is_some_and(|asked| asked.differs_in_rows_alone(key))
            && (self.pace.waits(ctx) || self.painter.is_busy())
    }

    /// What was made last of the search that is shown.
    pub(crate) fn scene(&self) -> Option<&Scene> {
        self.scene.as_ref()
    }

    /// Asks for what lies in a loop.
    pub(crate) fn select(
        &mut self,
        ctx: &Context,
        state: &State,
        chart: &Chart,
        (corners, how): (Vec<Spot>, Combine),
    ) {
        let Some(scene) = &self.scene else {
            return;
        };
        let wanted = Loop {
            run: scene.run,
            pieces: scene.pieces.clone(),
            chart: *chart,
            corners,
            shown: state.shown.clone(),
            how,
        };
        self.selector.ask(wanted, || {
            Background::start("sky selection", ctx, |wanted: Loop| {
                let is_shown = |row| wanted.shown.contains(row);
                let rows = pick::within(&wanted.pieces, &wanted.chart, &wanted.corners, is_shown);
                (wanted.run, Arc::new(rows), wanted.how)
            })
        });
    }

    /// What lay in the loop, once that is known.
    pub(crate) fn selected(&mut self) -> Option<InLoop> {
        self.selector.newest()
    }

    /// The layers, the lower first, with their textures where they are pictures.
    pub(crate) fn layers(&mut self, ctx: &Context) -> Vec<(Layer, Option<egui::TextureId>)> {
        let Some(scene) = &self.scene else {
            return Vec::new();
        };
        let layers = [
            (&scene.all, &mut self.all, "sky map"),
            (&scene.selected, &mut self.selected, "sky selection"),
            (&scene.pointed, &mut self.pointed, "sky service"),
        ];
        layers
            .map(|(layer, picture, name)| (layer.clone(), picture.of(ctx, layer, name)))
            .into()
    }
}

/// A texture has no words for itself.
impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texture = self.texture.as_ref().map(TextureHandle::id);
        f.debug_struct("Picture")
            .field("nr", &self.nr)
            .field("texture", &texture)
            .finish()
    }
}

impl Picture {
    fn of(&mut self, ctx: &Context, layer: &Layer, name: &str) -> Option<egui::TextureId> {
        let Drawn::Density { picture, .. } = &layer.drawn else {
            self.texture = None;
            self.nr = layer.nr;
            return None;
        };
        if self.nr != layer.nr || self.texture.is_none() {
            let image = egui::ImageData::Color(Arc::clone(picture));
            self.nr = layer.nr;
            match &mut self.texture {
                Some(texture) => texture.set(image, TextureOptions::NEAREST),
                None => {
                    self.texture = Some(ctx.load_texture(name, image, TextureOptions::NEAREST));
                }
            }
        }
        self.texture.as_ref().map(TextureHandle::id)
    }
}
