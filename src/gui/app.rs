//! The window: takes in events, draws, then does what was asked.

use super::{
    action::{Action, Actions},
    decide::Effect,
    panels::{self, View, search_form::SPACE_FIELD},
    state::{Saving, State, Theme},
    style,
    widgets::field::Field,
};
use crate::{
    discovery::journal::Folder,
    samp::Session,
    worker::{Command, PathDialog, Worker},
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
        })
    }

    /// Does what was asked.
    pub(crate) fn act(&mut self, ctx: &egui::Context, action: Action) {
        if let Some(effect) = self.state.decide(action) {
            self.carry_out(ctx, effect);
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
            if let Some(effect) = self.state.take_in(event) {
                self.carry_out(ctx, effect);
            }
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
    }

    /// The person has closed the window, and with it what was found.
    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        let awaits_file = self.state.saving == Saving::Writing;
        self.worker.send(Command::End { awaits_file });
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
