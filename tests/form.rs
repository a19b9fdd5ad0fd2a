//! The form, the dialogs and what is remembered, in the whole window on the practice VO.

#![cfg(test)]

use eframe::egui::{Key, Modifiers, ViewportEvent, ViewportId, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;
use vodiscover::{
    domain::constraints::Question,
    gui::{self, App, Options, Start},
    http::limits::Settings,
    practice::{self, PracticeVo},
    samp::Place,
};

const PATIENCE: Duration = Duration::from_secs(30);

/// A window on a practice VO, with a folder of its own.
struct Desk {
    window: Harness<'static, App>,
    folder: tempfile::TempDir,
    vo: PracticeVo,
    _runtime: Runtime,
}

fn window(vo: &PracticeVo, folder: &Path) -> Harness<'static, App> {
    let options = Options {
        question: Question::example(),
        registry: vo.registry_url(),
        fallbacks: Vec::new(),
        resolver: vo.resolver_url(),
        settings: Settings::default(),
        said: Vec::new(),
        memory: Some(folder.join("window.json")),
        start: Start::WhenAsked,
        hub: Some(Place::File(folder.join("no hub"))),
        runs: None,
        file: None,
        subtitle: None,
    };
    Harness::builder()
        .with_size([1280.0, 800.0])
        .build_eframe(|creation| gui::app(&creation.egui_ctx, options).unwrap())
}

impl Desk {
    fn open() -> Self {
        let runtime = Runtime::new().unwrap();
        let vo = runtime.block_on(PracticeVo::start(practice::Options::default()));
        let vo = vo.unwrap();
        let folder = tempfile::tempdir().unwrap();
        Self {
            window: window(&vo, folder.path()),
            folder,
            vo,
            _runtime: runtime,
        }
    }

    fn memory(&self) -> PathBuf {
        self.folder.path().join("window.json")
    }

    /// Closes the window as a person does, and opens it again.
    fn close_and_open(&mut self) {
        use eframe::App as _;
        self.window.state_mut().on_exit(None);
        let elsewhere = self.folder.path().join("elsewhere");
        drop(std::mem::replace(
            &mut self.window,
            window(&self.vo, &elsewhere),
        ));
        self.window = window(&self.vo, self.folder.path());
    }

    fn press(&mut self, button: &str) {
        let button = self.window.get_by_role_and_label(Role::Button, button);
        button.click();
        self.window.run_steps(4);
    }

    fn keys(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.window.run_steps(4);
    }

    fn shows(&self, text: &str) -> bool {
        self.window.query_all_by_label_contains(text).count() > 0
    }

    fn wait_for(&mut self, text: &str) {
        let begun = Instant::now();
        while !self.shows(text) {
            assert!(begun.elapsed() < PATIENCE, "{text} never shows");
            self.window.step();
        }
    }

    fn fill_in(&mut self, field: &str, text: &str) {
        let input = Role::TextInput;
        self.window.get_by_role_and_label(input, field).focus();
        self.window.run_steps(4);
        self.keys(Modifiers::COMMAND, Key::A);
        self.window
            .get_by_role_and_label(input, field)
            .type_text(text);
        self.window.run_steps(4);
    }

    fn value(&self, field: &str) -> String {
        let field = self.window.get_by_role_and_label(Role::TextInput, field);
        field.value().unwrap_or_default()
    }
}

#[test]
fn an_object_is_looked_up_while_typing_and_the_run_is_foreseen() {
    let mut desk = Desk::open();
    desk.wait_for("Would ask ");
    desk.fill_in("Space", "NGC 6611 1");
    desk.wait_for("M 16: 18 18 48.0 -13 48 24 (Practice VO), within 1 deg");
    desk.wait_for("do not declare their coverage (tick Inclusive)");
    desk.fill_in("Space", "Nemo's planet");
    desk.wait_for("no catalogue knows \"Nemo's planet\"; check it");
    assert!(!desk.shows("Would ask"), "nobody would be asked");
}

#[test]
fn run_on_a_name_that_was_just_typed_looks_it_up_and_runs() {
    let mut desk = Desk::open();
    desk.fill_in("Space", "M16 1");
    desk.keys(Modifiers::NONE, Key::Enter);
    desk.wait_for("Done");
    desk.press("Recent questions");
    desk.window.get_by_label("M16 1; 2; 1995-01-01 1995-12-31");
}

#[test]
fn what_is_cleared_comes_back_by_the_notice_and_by_the_key() {
    let mut desk = Desk::open();
    desk.press("Clear");
    assert_eq!(desk.value("Space"), "");
    desk.press("Undo");
    assert_eq!(desk.value("Space"), "274.6880, -13.7920 1");
    desk.keys(Modifiers::COMMAND, Key::N);
    assert_eq!(desk.value("Time"), "");
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.value("Time"), "1995-01-01 1995-12-31");
}

#[test]
fn a_band_is_picked_for_the_field_spectrum() {
    let mut desk = Desk::open();
    desk.press("Bands");
    desk.window.get_by_label_contains("2MASS Ks").click();
    desk.window.run_steps(2);
    assert_eq!(desk.value("Spectrum"), "Ks");
    desk.window.get_by_label_contains("2.028 to 2.29 um");
}

#[test]
fn the_window_comes_back_as_it_was_left() {
    let mut desk = Desk::open();
    desk.fill_in("Space", "M31 0.2");
    desk.wait_for("M 31: ");
    desk.keys(Modifiers::COMMAND, Key::Num3);
    desk.keys(Modifiers::COMMAND, Key::Comma);
    desk.fill_in("Name resolver", "http://127.0.0.1:1/sesame");
    desk.keys(Modifiers::NONE, Key::Enter);
    desk.press("Close");
    desk.close_and_open();
    assert_eq!(desk.value("Space"), "M31 0.2");
    desk.wait_for("the name resolver cannot be asked");
    let text = fs::read_to_string(desk.memory()).unwrap();
    assert!(
        text.contains("\"format\": \"vodiscover window 1\""),
        "{text}"
    );
    assert!(text.contains("\"space\": \"M31 0.2\""), "{text}");
    assert!(text.contains("\"list\": \"Log\""), "{text}");
}

#[test]
fn a_broken_memory_is_put_aside_and_said() {
    let mut desk = Desk::open();
    let elsewhere = desk.folder.path().join("elsewhere");
    desk.window = window(&desk.vo, &elsewhere);
    fs::write(desk.memory(), "{\"theme\": ").unwrap();
    desk.window = window(&desk.vo, desk.folder.path());
    desk.wait_for("What the window remembered cannot be read, so it starts afresh");
    assert!(desk.folder.path().join("window.json.broken").exists());
}

#[test]
fn the_help_lists_every_key_and_escape_closes_it() {
    let mut desk = Desk::open();
    desk.keys(Modifiers::NONE, Key::F1);
    for text in [
        "What to type",
        "Ctrl+Shift+S",
        "Save to the path typed",
        "F1",
        "failed: ask again",
    ] {
        assert!(desk.shows(text), "{text}");
    }
    desk.window.get_by_role_and_label(Role::Dialog, "Help");
    let close = desk.window.get_by_role_and_label(Role::Button, "Close");
    let last = desk.window.get_by_label("Press the button");
    assert!(
        last.rect().bottom() < close.rect().top(),
        "it fits on one page"
    );
    assert!(close.rect().bottom() < 790.0, "and into the window");
    desk.keys(Modifiers::NONE, Key::Escape);
    assert!(!desk.shows("What to type"));
    desk.press("Help");
    desk.window.get_by_label("About vodiscover").click();
    desk.window.run_steps(4);
    assert!(desk.shows(concat!("Version ", env!("CARGO_PKG_VERSION"))));
    assert!(desk.shows("Apache License 2.0"));
    desk.press("Close");
    assert!(!desk.shows("Apache License 2.0"));
}

#[test]
fn a_window_that_is_closed_during_a_run_asks_once() {
    let mut desk = Desk::open();
    desk.press("Run");
    desk.wait_for("Done");
    let close = |desk: &mut Desk| {
        let input = desk.window.input_mut();
        let viewport = input.viewports.entry(ViewportId::ROOT).or_default();
        viewport.events.push(ViewportEvent::Close);
        desk.window.step();
        desk.window
            .input_mut()
            .viewports
            .entry(ViewportId::ROOT)
            .or_default()
            .events
            .clear();
        desk.window.run_steps(2);
    };
    close(&mut desk);
    desk.window.get_by_role_and_label(Role::Dialog, "Quit?");
    assert!(desk.shows("are not saved to a file."));
    let is_focused = desk
        .window
        .get_all_by_label("Save…")
        .any(|it| it.is_focused());
    assert!(is_focused, "the safe way is one key away");
    desk.keys(Modifiers::NONE, Key::Escape);
    assert!(!desk.shows("are not saved to a file."), "it goes on");
}

#[test]
fn settings_are_kept_within_bounds_and_go_back_to_their_defaults() {
    let mut desk = Desk::open();
    desk.press("Settings…");
    desk.fill_in("Another registry", "http://mine.example/tap");
    desk.keys(Modifiers::NONE, Key::Enter);
    assert!(desk.shows("Registry: mine.example"));
    let rows = desk.window.get_by_label("Rows to ask of a service");
    assert!(rows.rect().is_positive());
    desk.press("Back to defaults");
    assert!(!desk.shows("Registry: mine.example"));
}
