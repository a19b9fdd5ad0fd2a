//! The practice VO with a window over it, and hands on that window.

use eframe::{App as _, egui::Role};
use egui_kittest::{
    Harness,
    kittest::{AccessKitNode, Queryable as _},
};
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;
use vodiscover::{
    discovery::journal::{Folder, Left},
    domain::constraints::Question,
    gui::{self, App, Options, Start},
    http::limits::Settings,
    practice::{self, Faults, PracticeVo},
    samp::Place,
};

/// The practice VO, the window over it, and a folder for files.
pub(crate) struct Desk {
    pub(crate) window: Harness<'static, App>,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) vo: PracticeVo,
    _runtime: Runtime,
}

/// Longer than anything here takes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

fn runs(folder: &Path) -> Folder {
    Folder::at(folder.join("runs"))
}

fn window(vo: &PracticeVo, folder: &Path, settings: Settings) -> Harness<'static, App> {
    let options = Options {
        question: Question::example(),
        registry: vo.registry_url(),
        fallbacks: Vec::new(),
        resolver: vo.resolver_url(),
        settings,
        said: Vec::new(),
        memory: None,
        start: Start::WhenAsked,
        hub: Some(Place::File(folder.join("no hub"))),
        runs: Some(runs(folder)),
        file: None,
        subtitle: Some("practice VO: synthetic data".to_owned()),
    };
    Harness::builder()
        .with_size([1280.0, 800.0])
        // The threads behind the panels answer when they can, and each answer is a frame more.
        .with_max_steps(20)
        .build_eframe(|creation| gui::app(&creation.egui_ctx, options).unwrap())
}

impl Desk {
    pub(crate) fn open(faults: Faults, latency: bool) -> Self {
        Self::open_with(faults, latency, Settings::default())
    }

    pub(crate) fn open_with(faults: Faults, latency: bool, settings: Settings) -> Self {
        let runtime = Runtime::new().unwrap();
        let options = practice::Options {
            port: None,
            faults,
            latency,
        };
        let vo = runtime.block_on(PracticeVo::start(options)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        Self {
            window: window(&vo, folder.path(), settings),
            folder,
            vo,
            _runtime: runtime,
        }
    }

    /// Lets the program end without a word, as in a crash, and starts it again.
    pub(crate) fn crash_and_start(&mut self) {
        let elsewhere = self.folder.path().join("nothing here");
        let of_another = window(&self.vo, &elsewhere, Settings::default());
        drop(std::mem::replace(&mut self.window, of_another));
        // The threads of the one that ended let go of its runs as the system would, soon after.
        let begun = Instant::now();
        while self.n_free() < self.n_runs() {
            assert!(begun.elapsed() < PATIENCE, "the runs are never let go");
        }
        self.window = window(&self.vo, self.folder.path(), Settings::default());
    }

    /// How many runs are on disk that no program has locked.
    pub(crate) fn n_free(&self) -> usize {
        let runs = runs(self.folder.path());
        let next = |left: &Left| Left::find(&runs, left.path().file_name());
        std::iter::successors(Left::find(&runs, None), next).count()
    }

    /// How many runs are on disk.
    pub(crate) fn n_runs(&self) -> usize {
        fs::read_dir(runs(self.folder.path()).path())
            .unwrap()
            .count()
    }

    /// Closes the window as a person does.
    pub(crate) fn close(&mut self) {
        self.window.state_mut().on_exit(None);
    }

    pub(crate) fn press(&mut self, button: &str) {
        self.window
            .get_by_role_and_label(Role::Button, button)
            .click();
        self.window.run_steps(2);
    }

    /// Draws frames until a text shows, and fails after half a minute.
    pub(crate) fn wait_for(&mut self, text: &str) {
        let begun = Instant::now();
        while self.window.query_all_by_label_contains(text).count() == 0 {
            assert!(begun.elapsed() < PATIENCE, "{text} never shows");
            self.window.step();
        }
    }

    /// Draws frames until a whole file is in a folder, and fails after half a minute.
    pub(crate) fn wait_for_file_in(&mut self, folder: &Path) {
        let begun = Instant::now();
        let is_whole = |path: &Path| path.extension().is_some_and(|it| it != "part");
        loop {
            let mut files = fs::read_dir(folder).unwrap();
            if files.any(|file| is_whole(&file.unwrap().path())) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "no file comes");
            self.window.step();
        }
    }

    /// Draws frames until the counter says that a search goes on, and fails after half a minute.
    pub(crate) fn wait_until_some_are_to_be_asked(&mut self) {
        let begun = Instant::now();
        while self.counter()[0] == 0 {
            assert!(begun.elapsed() < PATIENCE, "nobody is asked");
            self.window.step();
        }
    }

    /// The counter in the status bar: to ask, asked, failed, datasets.
    pub(crate) fn counter(&self) -> [usize; 4] {
        let is_counter =
            |node: &AccessKitNode<'_>| node.value().is_some_and(|text| text.contains(" / "));
        let counter = self.window.get_by(is_counter).value().unwrap();
        let text = counter.as_str();
        let mut numbers = text.split([' ', '/', ':']).filter_map(|part| {
            let digits = part.replace(',', "");
            digits.parse::<usize>().ok()
        });
        std::array::from_fn(|_| numbers.next().unwrap())
    }

    pub(crate) fn save_to(&mut self, path: &Path) {
        let field = || Role::TextInput;
        self.window
            .get_by_role_and_label(field(), "Path to save to")
            .focus();
        self.window.run_steps(2);
        self.window
            .get_by_role_and_label(field(), "Path to save to")
            .type_text(&path.display().to_string());
        self.window.run_steps(2);
        self.press("Save");
    }
}
