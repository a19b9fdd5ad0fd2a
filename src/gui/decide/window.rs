//! What changes when something is asked of the window itself.

use super::Effect;
use crate::{
    gui::{
        action::{Action, WindowAction},
        panes::Panes,
        state::{Dialog, Leaving, State, TextScale},
    },
    http::limits::Settings,
};

impl State {
    pub(super) fn decide_window(&mut self, action: WindowAction) -> Option<Effect> {
        match action {
            WindowAction::Open(dialog) => self.dialog = Some(dialog),
            WindowAction::Close => self.dialog = None,
            WindowAction::Larger => return Some(self.resize(self.scale.larger())),
            WindowAction::Smaller => return Some(self.resize(self.scale.smaller())),
            WindowAction::UsualSize => return Some(self.resize(TextScale::default())),
            WindowAction::Share(line, share) => self.panes.shares.set(line, share),
            WindowAction::UsualLayout => self.panes = Panes::default(),
            WindowAction::UseSettings(settings) => self.use_settings(*settings),
            WindowAction::UseResolver(resolver) => {
                self.remembered.resolver = Some(resolver.clone());
                self.form.use_resolver(resolver);
            }
            WindowAction::UseDefaults => self.use_defaults(),
            WindowAction::SaveAndQuit => {
                self.dialog = None;
                self.leaving = Leaving::AfterSaving;
                return self.decide(Action::Save);
            }
            WindowAction::QuitAtOnce => return Some(self.leave()),
        }
        None
    }

    /// Whether the person is asked before the window closes. Who was asked already is not asked again.
    pub(crate) fn asks_before_closing(&self) -> bool {
        !matches!(self.leaving, Leaving::Now | Leaving::Abruptly)
            && self.dialog != Some(Dialog::Quit)
            && !self.reasons_to_stay().is_empty()
    }

    /// Closes the window, or asks first where something would be lost. Who asks twice means it.
    pub(super) fn quit(&mut self) -> Option<Effect> {
        if !self.asks_before_closing() {
            return Some(self.leave());
        }
        self.dialog = Some(Dialog::Quit);
        None
    }

    /// Closes the window.
    pub(crate) fn leave(&mut self) -> Effect {
        self.leaving = Leaving::Now;
        Effect::Close
    }

    pub(super) fn use_registry(&mut self, registry: String) {
        self.remembered.registry = Some(registry.clone());
        self.form.use_registry(registry);
        self.foresee();
    }

    fn use_settings(&mut self, settings: Settings) {
        self.remembered.settings = Some(settings.clone());
        self.form.settings = settings;
    }

    fn use_defaults(&mut self) {
        let registry = self.form.given_registry().to_owned();
        self.form.use_registry(registry);
        self.form.use_resolver(self.given_resolver.clone());
        self.form.settings = Settings::default();
        self.remembered.registry = None;
        self.remembered.resolver = None;
        self.remembered.settings = None;
        self.foresee();
    }

    fn resize(&mut self, scale: TextScale) -> Effect {
        self.scale = scale;
        Effect::ShowScale
    }
}

#[cfg(test)]
mod tests;
