//! The window without a display, drawn as often as wanted: for benches.

use super::{action::Action, app::App, panels::Part, state::State};
use crate::{
    discovery::event::{Happening, RunId},
    domain::constraints::Question,
    http::limits::Settings,
    samp::{Place, Session, Times},
    worker::Event,
};
use eframe::{
    App as _, Frame,
    egui::{self, Context, Pos2, RawInput, Rect, Vec2},
};
use std::{io, path::PathBuf, time::SystemTime};

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The whole window.
    Window,
    /// The sky map alone, over all of it.
    Sky,
    /// The coverage plot alone.
    Coverage,
    /// The table of datasets alone.
    Table,
}

/// A window over a search that runs, of which nobody sees anything.
#[derive(Debug)]
pub struct Offscreen {
    ctx: Context,
    app: App,
    run: RunId,
    size: Vec2,
    seconds: f64,
}

impl Offscreen {
    /// A window of this size in points, whose search for `question` has begun and waits to be told its happenings.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn new(size: [f32; 2], question: Question) -> io::Result<Self> {
        let ctx = Context::default();
        let registry = "http://registry.example/tap".to_owned();
        let mut state = State::new(question, registry, Settings::default());
        // The search is told from outside; nobody is asked.
        drop(state.decide(Action::Run));
        let run = state.search.as_ref().map_or(RunId(0), |search| search.id);
        let nowhere = Session::at(Place::File(PathBuf::new()), Times::default());
        let app = App::new(&ctx, state, nowhere, (None, None))?;
        Ok(Self {
            ctx,
            app,
            run,
            size: size.into(),
            seconds: 0.0,
        })
    }

    /// Lets the search tell something.
    pub fn tell(&mut self, happening: Happening) {
        let event = Event::Run(self.run, SystemTime::now(), happening);
        self.app.take_in(&self.ctx, event);
    }

    /// Draws a frame, a sixtieth of a second after the last, in which these events of keys and mouse come; tells how many
    /// vertices it has.
    pub fn frame(&mut self, what: What, events: Vec<egui::Event>) -> usize {
        self.seconds += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            time: Some(self.seconds),
            focused: true,
            events,
            ..RawInput::default()
        };
        let app = &mut self.app;
        let ctx = self.ctx.clone();
        let mut frame = Frame::_new_kittest();
        let mut output = ctx.run_ui(input, |ui| match what {
            What::Window => {
                app.logic(ui.ctx(), &mut frame);
                app.ui(ui, &mut frame);
            }
            What::Sky => app.part_ui(ui, Part::Sky),
            What::Coverage => app.part_ui(ui, Part::Coverage),
            What::Table => app.part_ui(ui, Part::Table),
        });
        // There is no screen that would take in textures.
        output.textures_delta.clear();
        let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
        primitives
            .iter()
            .map(|clipped| match &clipped.primitive {
                egui::epaint::Primitive::Mesh(mesh) => mesh.vertices.len(),
                egui::epaint::Primitive::Callback(_) => 0,
            })
            .sum()
    }
}
