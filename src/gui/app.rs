//! The window: takes in events, draws, then does what was asked.

use super::{
    action::{Action, Actions},
    decide::Effect,
    format::counted,
    panels::{self, Part, View, results::go_to_filter, search_form::SPACE_FIELD},
    state::{Saving, Stage, State, Theme},
    style,
    widgets::field::Field,
};
use crate::{
    discovery::journal::Folder,
    samp::Session,
    worker::{Command, Event, PathDialog, Worker},
};
use eframe::egui::{self, ThemePreference, ViewportCommand};
use std::{io, time::Duration};

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
    /// The title that the window bears.
    title: String,
}

impl App {
    /// Gives the window its looks, and starts the thread behind it.
    pub(crate) fn new(
        ctx: &egui::Context,
        state: State,
        samp: Session,
        runs: Option<Folder>,
    ) -> io::Result<Self> {
        style::install(ctx);
        let to_wake = ctx.clone();
        let worker = Worker::start(samp, runs, move || {
            to_wake.request_repaint_after(COALESCE);
        })?;
        worker.send(Command::LookForLeft);
        Ok(Self {
            state,
            view: View::default(),
            worker,
            title: String::new(),
        })
    }

    /// Does what was asked.
    pub(crate) fn act(&mut self, ctx: &egui::Context, action: Action) {
        if let Some(effect) = self.state.decide(action) {
            self.carry_out(ctx, effect);
        }
    }

    /// Takes in what the worker told.
    pub(crate) fn take_in(&mut self, ctx: &egui::Context, event: Event) {
        if let Some(effect) = self.state.take_in(event) {
            self.carry_out(ctx, effect);
        }
    }

    /// Draws one part alone, over all the space there is.
    pub(crate) fn part_ui(&mut self, ui: &mut egui::Ui, part: Part) {
        let mut actions = Actions::default();
        panels::part_ui(ui, part, &self.state, &mut self.view, &mut actions);
        for action in actions {
            self.act(ui.ctx(), action);
        }
    }

    fn carry_out(&self, ctx: &egui::Context, effect: Effect) {
        match effect {
            Effect::Send(command) => self.worker.send(command),
            Effect::AskPath(name) => self.worker.send(Command::AskPath(dialog(&name))),
            Effect::Copy(text) => ctx.copy_text(text),
            Effect::Open(address) => ctx.open_url(egui::OpenUrl::new_tab(address)),
            Effect::GoToForm => {
                ctx.memory_mut(|memory| memory.request_focus(Field::id(SPACE_FIELD)));
            }
            Effect::GoToFilter => go_to_filter(ctx),
            Effect::ShowTheme => ctx.set_theme(match self.state.theme {
                Theme::System => ThemePreference::System,
                Theme::Light => ThemePreference::Light,
                Theme::Dark => ThemePreference::Dark,
            }),
            Effect::Close => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }
}

impl eframe::App for App {
    /// Takes in what the worker told. Also runs while the window is hidden.
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        let events: Vec<_> = self.worker.events().collect();
        for event in events {
            self.take_in(ctx, event);
        }
        if self.state.is_searching() {
            ctx.request_repaint_after(TICK);
        }
    }

    /// Draws, then does what was asked.
    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let mut actions = Actions::from_keys(&ctx, &self.state);
        panels::all_ui(ui, &self.state, &mut self.view, &mut actions);
        for action in actions {
            self.act(&ctx, action);
            // What was asked shows in the next frame.
            ctx.request_repaint();
        }
        let title = title(&self.state);
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// The person has closed the window, and with it what was found.
    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        let awaits_file = self.state.saving == Saving::Writing;
        self.worker.send(Command::End { awaits_file });
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
        .add_filter("VOTable", &["vot", "xml"])
        .add_filter("CSV", &["csv"])
        .save_file();
    PathDialog(Box::pin(async move {
        chosen.await.map(|file| file.path().to_owned())
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
