//! The window: takes in events, draws, then does what was asked.

mod keeping;

use super::{
    action::{Action, Actions, FileAction, Picture},
    chores::Chores,
    coverage,
    decide::Effect,
    format::counted,
    panels::{
        self, Part, View,
        results::go_to_filter,
        search_form::{PATH_FIELD, SPACE_FIELD, open_menu},
    },
    sky,
    state::{Leaving, Saving, Stage, State, Theme},
    style,
    widgets::field::Field,
};
use crate::{
    discovery::journal::Folder,
    domain::places,
    samp::Session,
    worker::{Command, Drawing, Event, PathDialog, TransferNews, Worker},
};
use eframe::egui::{self, ThemePreference, ViewportCommand};
use keeping::{Keeping, window_place};
use std::{io, path::PathBuf, time::Duration};

/// How soon after an event the window is drawn: events that come close together share a frame.
const COALESCE: Duration = Duration::from_millis(10);

/// How often the window is drawn while a search runs and tells nothing, for the times that go by.
const TICK: Duration = Duration::from_secs(1);

/// The window.
#[derive(Debug)]
pub struct App {
    state: State,
    view: View,
    worker: Worker,
    chores: Chores,
    /// The title that the window bears.
    title: String,
    keeping: Keeping,
    /// Whether the desktop has asked the window to close, and it has not yet said what is the matter.
    is_asked_to_close: bool,
}

impl App {
    /// Gives the window its looks, and starts the thread behind it.
    pub(crate) fn new(
        ctx: &egui::Context,
        state: State,
        samp: Session,
        (runs, memory): (Option<Folder>, Option<PathBuf>),
    ) -> io::Result<Self> {
        style::install(ctx);
        // The keys for that are ours, so that the size is remembered.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let to_wake = ctx.clone();
        let worker = Worker::start(samp, runs, move || {
            to_wake.request_repaint_after(COALESCE);
        })?;
        worker.send(Command::LookForLeft);
        let mut app = Self {
            keeping: Keeping::new(memory, &state),
            state,
            view: View::default(),
            worker,
            chores: Chores::default(),
            title: String::new(),
            is_asked_to_close: false,
        };
        for effect in [Effect::ShowTheme, Effect::ShowScale] {
            app.carry_out(ctx, effect);
        }
        app.run_errands();
        Ok(app)
    }

    /// Asks the worker what the form wants to know.
    fn run_errands(&mut self) {
        for command in self.state.form.errands.drain(..) {
            self.worker.send(command);
        }
    }

    /// Does what was asked.
    pub(crate) fn act(&mut self, ctx: &egui::Context, action: Action) {
        if let Some(effect) = self.state.decide(action) {
            self.carry_out(ctx, effect);
        }
        self.run_errands();
    }

    /// Closes the window in good order when the system ends the program.
    pub(super) fn heed_signals(&self) {
        self.worker.send(Command::HeedSignals);
    }

    /// Opens a file that this program wrote.
    pub(super) fn open_file(&mut self, ctx: &egui::Context, path: PathBuf) {
        let effect = self.state.open_file(path);
        self.carry_out(ctx, effect);
    }

    /// Takes in what the worker told.
    pub(crate) fn take_in(&mut self, ctx: &egui::Context, event: Event) {
        if let Some(effect) = self.state.take_in(event) {
            self.carry_out(ctx, effect);
        }
        self.run_errands();
    }

    /// Draws one part alone, over all the space there is.
    pub(crate) fn part_ui(&mut self, ui: &mut egui::Ui, part: Part) {
        let mut actions = Actions::default();
        panels::part_ui(ui, part, &self.state, &mut self.view, &mut actions);
        for action in actions {
            self.act(ui.ctx(), action);
        }
    }

    fn carry_out(&mut self, ctx: &egui::Context, effect: Effect) {
        match effect {
            Effect::Do(chore) => {
                if let Some(action) = self.chores.ask(ctx, chore) {
                    self.act(ctx, action);
                }
            }
            Effect::Send(command) => self.worker.send(command),
            Effect::AskPath(name) => self.worker.send(Command::AskPath(dialog(&name))),
            Effect::AskFile => self.worker.send(Command::AskFile(file_dialog())),
            Effect::AskFolder => self.worker.send(Command::AskFolder(folder_dialog())),
            Effect::AskFigurePath(picture) => {
                self.worker
                    .send(Command::AskFigurePath(figure_dialog(picture)));
            }
            Effect::Draw(export) => self.worker.send(Command::Draw {
                drawing: self.drawing(export.picture),
                to: export.to,
                existing: export.existing,
            }),
            Effect::Copy(text) => ctx.copy_text(text),
            Effect::Open(address) => ctx.open_url(egui::OpenUrl::new_tab(address)),
            Effect::GoToPath => {
                ctx.memory_mut(|memory| memory.request_focus(Field::id(PATH_FIELD)));
            }
            Effect::GoToForm => {
                ctx.memory_mut(|memory| memory.request_focus(Field::id(SPACE_FIELD)));
                // Of a long list of positions its end is of no use: the radius is what a person may want otherwise.
                if let Some(radius) = places::place_of_radius(&self.state.form.question.space) {
                    Field::select(ctx, SPACE_FIELD, radius);
                }
            }
            Effect::GoToFilter => go_to_filter(ctx),
            Effect::OpenMenu(menu) => open_menu(ctx, menu),
            Effect::ShowTheme => ctx.set_theme(match self.state.theme {
                Theme::System => ThemePreference::System,
                Theme::Light => ThemePreference::Light,
                Theme::Dark => ThemePreference::Dark,
            }),
            Effect::ShowScale => ctx.set_zoom_factor(self.state.scale.factor()),
            Effect::Close => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }
}

impl App {
    /// Draws a picture as it is seen now.
    fn drawing(&self, picture: Picture) -> Drawing {
        match picture {
            Picture::Sky => sky::drawing(&self.state),
            Picture::Coverage => coverage::drawing(&self.state, &self.view.coverage),
        }
    }
}

/// Whether an event changes what is remembered: which downloads are not whole.
fn is_to_be_kept(event: &Event) -> bool {
    use TransferNews::{Done, Failed, Gone, Listed, Rest};
    matches!(
        event,
        Event::Transfer(Rest(..) | Done(..) | Failed(..) | Gone(_) | Listed(..))
    )
}

impl eframe::App for App {
    /// Takes in what the worker told. Also runs while the window is hidden.
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        let events: Vec<_> = self.worker.events().collect();
        let has_changed = events.iter().any(is_to_be_kept);
        for event in events {
            self.take_in(ctx, event);
        }
        for action in self.chores.done() {
            self.act(ctx, action);
        }
        if has_changed {
            self.keeping.keep(&self.state, &self.worker);
        }
        let dropped = ctx.input(|input| {
            let file = input.raw.dropped_files.first()?;
            Some(file.path().to_owned())
        });
        if let Some(path) = dropped {
            self.act(ctx, Action::File(FileAction::Open(path)));
        }
        let closes = ctx.input(|input| input.viewport().close_requested());
        if closes && self.state.asks_before_closing() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.is_asked_to_close = true;
        }
        if self.state.is_searching() {
            ctx.request_repaint_after(TICK);
        }
    }

    /// Draws, then does what was asked.
    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let mut actions = Actions::from_keys(&ctx, &self.state);
        if std::mem::take(&mut self.is_asked_to_close) {
            actions.push(Action::Quit);
        }
        panels::all_ui(ui, &self.state, &mut self.view, &mut actions);
        let mut has_changed = false;
        for action in actions {
            self.act(&ctx, action);
            has_changed = true;
            // What was asked shows in the next frame.
            ctx.request_repaint();
        }
        self.state.tell_rows();
        self.run_errands();
        if let Some(effect) = self.state.look() {
            self.carry_out(&ctx, effect);
        }
        let place = window_place(&ctx).or(self.state.remembered.window);
        if place != self.state.remembered.window {
            self.state.remembered.window = place;
            has_changed = true;
        }
        if has_changed {
            self.keeping.keep(&self.state, &self.worker);
        }
        let title = title(&self.state);
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// The person has closed the window, and with it what was found; unless it was the system.
    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.keeping.keep(&self.state, &self.worker);
        let awaits_file = matches!(self.state.saving, Saving::Writing(_));
        self.worker.send(match self.state.leaving {
            Leaving::Abruptly => Command::EndAbruptly,
            Leaving::Not | Leaving::AfterSaving | Leaving::Now => Command::End { awaits_file },
        });
    }
}

/// The window's title: how far the search is, which a task bar shows while the window is hidden.
fn title(state: &State) -> String {
    let program = match &state.subtitle {
        Some(subtitle) => format!("vodiscover ({subtitle})"),
        None => "vodiscover".to_owned(),
    };
    let found = || counted(state.n_found() as u64, "dataset");
    match state.search.as_ref().map(|search| search.stage) {
        None => program,
        Some(Stage::Running | Stage::Stopping) => format!("{} so far · {program}", found()),
        Some(Stage::Ended) => format!("{} · {program}", found()),
    }
}

/// The desktop's own dialog, opened here and awaited by the worker.
fn dialog(name: &str) -> PathDialog {
    let chosen = rfd::AsyncFileDialog::new()
        .set_title("Save the results")
        .set_file_name(name)
        .add_filter("VOTable", &["vot", "xml", "gz"])
        .add_filter("CSV", &["csv"])
        .add_filter("Parquet", &["parquet"])
        .add_filter("FITS", &["fits"])
        .save_file();
    awaited(chosen)
}

/// Lets a file be chosen that is to be opened.
fn file_dialog() -> PathDialog {
    let chosen = rfd::AsyncFileDialog::new()
        .set_title("Open a search that was saved")
        .add_filter(
            "Saved searches",
            &["vot", "xml", "gz", "csv", "parquet", "fits"],
        )
        .pick_file();
    awaited(chosen)
}

/// The same for a picture.
fn figure_dialog(picture: Picture) -> PathDialog {
    let chosen = rfd::AsyncFileDialog::new()
        .set_title(format!("Export the {}", picture.name()))
        .set_file_name(picture.file_name())
        .add_filter("SVG", &["svg"])
        .add_filter("PNG", &["png"])
        .save_file();
    awaited(chosen)
}

fn awaited(chosen: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static) -> PathDialog {
    PathDialog(Box::pin(async move {
        chosen.await.map(|file| file.path().to_owned())
    }))
}

fn folder_dialog() -> PathDialog {
    let chosen = rfd::AsyncFileDialog::new()
        .set_title("The folder for downloads")
        .pick_folder();
    PathDialog(Box::pin(async move {
        chosen.await.map(|folder| folder.path().to_owned())
    }))
}

#[cfg(test)]
mod tests {
    use super::title;
    use crate::{
        discovery::event::{Ending, Happening},
        gui::testing::{answered, opened, tell},
    };

    #[test]
    fn the_title_says_how_far_the_search_is() {
        assert_eq!(title(&opened()), "vodiscover");
        let (mut state, id) = answered();
        assert_eq!(title(&state), "2 datasets so far · vodiscover");
        tell(&mut state, id, Happening::Ended(Ending::Complete));
        state.subtitle = Some("practice VO".to_owned());
        assert_eq!(title(&state), "2 datasets · vodiscover (practice VO)");
    }
}
