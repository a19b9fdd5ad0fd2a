//! The window.
//!
//! Three words for three directions: an `Action` is what a person asks of the window, a
//! [`Command`](crate::worker::Command) what the window asks of the worker, an [`Event`](crate::worker::Event) what the
//! worker tells. `State` changes by the first in `decide`, and by the last in `reduce`; the panels only draw it.

mod action;
mod again;
mod app;
mod background;
mod chores;
mod columns;
mod command;
mod coverage;
mod decide;
mod fonts;
mod format;
mod hover;
mod lister;
mod memory;
pub mod offscreen;
mod pace;
mod panels;
mod panes;
mod reduce;
mod selection;
mod shown;
mod sky;
mod state;
mod style;
#[cfg(test)]
mod testing;
mod widgets;

use crate::{
    command_line::Said,
    discovery::journal::Folder,
    domain::constraints::Question,
    http::limits::Settings,
    samp::{Place, Session, Times},
};
pub use app::App;
pub use command::run;
use eframe::{NativeOptions, egui};
use memory::Memory;
use state::{Notice, State};
use std::{path::PathBuf, sync::Arc};

/// With what the window opens.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The fields of the form.
    pub question: Question,
    /// The TAP address of the registry to ask.
    pub registry: String,
    /// Those to ask in its place where it does not answer, in this order.
    pub fallbacks: Vec<String>,
    /// The base address of the Sesame service that knows where objects are.
    pub resolver: String,
    /// Time-outs, and how much at once.
    pub settings: Settings,
    /// What of these goes before what is remembered.
    pub said: Vec<Said>,
    /// The file of what is remembered between starts; `None`: nothing is.
    pub memory: Option<PathBuf>,
    /// Whether the search starts at once.
    pub start: Start,
    /// Where the SAMP hub is; `None`: where the environment says, looked up each time.
    pub hub: Option<Place>,
    /// Where searches are kept against a crash, and where those are that were cut off; `None` where the environment
    /// names no home.
    pub runs: Option<Folder>,
    /// What the title says besides the program's name, such as that the data are synthetic.
    pub subtitle: Option<String>,
    /// The file to open at once; a search does not start beside it.
    pub file: Option<PathBuf>,
}

/// Whether the search starts at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Start {
    /// When Run is pressed.
    #[default]
    WhenAsked,
    /// As soon as the window is there.
    AtOnce,
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
#[error("the window cannot be opened; without a display, use --headless: {0}")]
pub struct OpenError(#[from] eframe::Error);

/// Opens the window and returns when it is closed.
pub fn open(options: Options) -> Result<(), OpenError> {
    let remembered = Memory::load(options.memory.as_deref());
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("vodiscover")
        .with_app_id("vodiscover")
        .with_inner_size([1240.0, 740.0])
        .with_min_inner_size([860.0, 560.0]);
    if let Some(place) = remembered.0.window {
        viewport = viewport
            .with_inner_size(place.size)
            .with_maximized(place.maximized);
        if let Some(corner) = place.corner {
            viewport = viewport.with_position(corner);
        }
    }
    if let Ok(icon) = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")) {
        viewport = viewport.with_icon(Arc::new(icon));
    }
    let native = NativeOptions {
        viewport,
        ..NativeOptions::default()
    };
    eframe::run_native(
        "vodiscover",
        native,
        Box::new(move |creation| {
            let app = remembering(&creation.egui_ctx, options, remembered)?;
            app.heed_signals();
            Ok(Box::new(app))
        }),
    )?;
    Ok(())
}

/// The window's program without the window, which is also what the tests drive.
///
/// # Errors
/// When no thread can be started.
pub fn app(ctx: &egui::Context, options: Options) -> std::io::Result<App> {
    let remembered = Memory::load(options.memory.as_deref());
    remembering(ctx, options, remembered)
}

fn remembering(
    ctx: &egui::Context,
    options: Options,
    (memory, notice): (Memory, Option<Notice>),
) -> std::io::Result<App> {
    let mut state = State::new(options.question, options.registry, options.settings);
    state.form.take_fallbacks(options.fallbacks);
    state.form.resolver.clone_from(&options.resolver);
    state.given_resolver = options.resolver;
    state.subtitle = options.subtitle;
    state.restore(memory, &options.said);
    state.transfers.are_remembered = options.memory.is_some();
    if let Some(notice) = notice {
        state.notify(notice);
    }
    if options.start == Start::WhenAsked {
        state.form.look_up_named();
        state.foresee();
    }
    let samp = match options.hub {
        Some(place) => Session::at(place, Times::default()),
        None => Session::new(),
    };
    let mut app = App::new(ctx, state, samp, (options.runs, options.memory))?;
    if let Some(file) = options.file {
        app.open_file(ctx, file);
    } else if options.start == Start::AtOnce {
        app.act(ctx, action::Action::Run);
    }
    Ok(app)
}
