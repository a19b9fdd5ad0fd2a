//! What the window remembers between starts, as JSON for people to read.

mod cut;
pub(crate) mod downloads;

use super::columns::ColumnsLayout;
use super::panes::Panes;
use super::state::{Grade, Notice, State, Tab, TextScale, Theme, Topic, transfers::usual_folder};
use crate::{
    command_line::Said, domain::constraints::Question, http::limits::Settings, worker::keep,
};
use downloads::LeftDownload;
use serde::{Deserialize, Serialize};
use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

/// With this the file begins, so that the file of another program is told from ours.
const FORMAT: &str = "vodiscover window 1";

/// What the window remembers. A field that is missing in a file is as at the first start.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Memory {
    /// What the file is.
    format: String,
    /// The last question.
    question: Option<Question>,
    /// The questions that were asked, the newest first.
    recent: Vec<Question>,
    /// The registry, where another than the usual one was chosen.
    pub registry: Option<String>,
    /// Registries whose addresses were typed.
    registries: Vec<String>,
    /// The name resolver, where another than the usual one was chosen.
    pub resolver: Option<String>,
    /// Time-outs and limits, where they were changed.
    pub settings: Option<Settings>,
    theme: Theme,
    /// How large text is, in percent.
    text_percent: Option<u16>,
    /// The list that shows.
    list: Tab,
    /// Whether rows and selections are kept from other programs.
    no_highlights: bool,
    /// Where the window is and how large.
    pub window: Option<WindowPlace>,
    /// Which parts of the window were put away, and how the others share the room.
    panes: Panes,
    /// The columns of the table of datasets.
    columns: ColumnsLayout,
    /// The folder for downloads, where another than the usual one was chosen.
    downloads_folder: Option<String>,
    /// Downloads that are not whole.
    downloads: Vec<LeftDownload>,
}

/// Where the window is and how large, in points of a text of usual size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct WindowPlace {
    /// Its size without the frame.
    pub size: [f32; 2],
    /// The corner of its frame; `None` where the desktop does not tell (Wayland).
    pub corner: Option<[f32; 2]>,
    /// Whether it fills the screen.
    pub maximized: bool,
}

impl WindowPlace {
    /// The same within what a screen may be; `None` where it makes no sense.
    fn checked(self) -> Option<Self> {
        let Self { size, corner, .. } = self;
        let is_size = size.iter().all(|it| (200.0..=20_000.0).contains(it));
        let is_corner = |corner: &[f32; 2]| corner.iter().all(|it| it.abs() < 20_000.0);
        is_size.then(|| Self {
            corner: corner.filter(is_corner),
            ..self
        })
    }
}

/// Where the file of this user is; `None` where the environment names no home. The practice VO has one of its own.
pub(crate) fn path_of_this_user(is_practice: bool) -> Option<PathBuf> {
    let folder = match std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from) {
        // A relative one is to be ignored (XDG Base Directory 0.8).
        Some(folder) if folder.is_absolute() => folder,
        _ => std::env::home_dir()?.join(".config"),
    };
    let name = if is_practice {
        "practice.json"
    } else {
        "window.json"
    };
    Some(folder.join("vodiscover").join(name))
}

impl Memory {
    /// Reads the file, and puts it aside where it cannot be used; the notice says so. This waits for the disk: it is for
    /// before the window opens.
    pub(crate) fn load(path: Option<&Path>) -> (Self, Option<Notice>) {
        let Some(path) = path else {
            return (Self::default(), None);
        };
        let read = keep::read(path).and_then(|text| match text {
            Some(text) => Self::read(&text).map_err(io::Error::other),
            None => Ok(Self::default()),
        });
        match read {
            Ok(memory) => (memory, None),
            Err(error) => {
                let put = match keep::set_aside(path) {
                    Ok(aside) => format!("It is kept as {}.", aside.display()),
                    Err(other) => format!("It cannot be put aside: {other}."),
                };
                let notice = Notice {
                    topic: Topic::Memory,
                    grade: Grade::Warning,
                    sentence: "What the window remembered cannot be read, so it starts afresh"
                        .to_owned(),
                    details: format!("{}: {error}\n{put}", path.display()),
                    offers: Vec::new(),
                };
                (Self::default(), Some(notice))
            }
        }
    }

    fn read(text: &str) -> Result<Self, String> {
        let mut memory: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if memory.format != FORMAT {
            return Err(format!("it does not say \"format\": \"{FORMAT}\""));
        }
        memory.window = memory.window.and_then(WindowPlace::checked);
        memory.settings = memory.settings.as_ref().map(within_bounds);
        memory.panes.shares = memory.panes.shares.checked();
        Ok(memory)
    }

    /// The text of the file.
    pub(crate) fn text(&self) -> Option<String> {
        serde_json::to_string_pretty(self).ok()
    }
}

/// The settings within what the window lets choose, whatever a file says.
pub(crate) fn within_bounds(settings: &Settings) -> Settings {
    let seconds =
        |time: Duration, most| time.clamp(Duration::from_secs(1), Duration::from_secs(most));
    let usual = Settings::default();
    Settings {
        connect: seconds(settings.connect, MOST_WAIT),
        silence: seconds(settings.silence, MOST_WAIT),
        answer: seconds(settings.answer, MOST_ANSWER),
        total: settings.total.clamp(1, MOST_TOTAL),
        per_host: settings.per_host.clamp(1, MOST_PER_HOST),
        maxrec: settings.maxrec.clamp(1, MOST_ROWS),
        answer_rows: settings.answer_rows.clamp(1, MOST_ROWS as usize),
        answer_bytes: usual.answer_bytes,
        redirects: usual.redirects,
    }
}

/// Seconds of the time-outs for a connection and for silence at most.
pub(crate) const MOST_WAIT: u64 = 600;
/// Seconds for a whole answer at most.
pub(crate) const MOST_ANSWER: u64 = 7_200;
/// Requests at once at most.
pub(crate) const MOST_TOTAL: usize = 128;
/// Requests at once to one host at most; more would be impolite.
pub(crate) const MOST_PER_HOST: usize = 8;
/// Rows of an answer at most.
pub(crate) const MOST_ROWS: u32 = 10_000_000;

impl State {
    /// Takes what was remembered, but for what the command line said.
    pub(crate) fn restore(&mut self, memory: Memory, said: &[Said]) {
        let is_free = |what: Said| !said.contains(&what);
        self.form.recent.clone_from(&memory.recent);
        for question in &mut self.form.recent {
            question.resolved = None;
        }
        for registry in &memory.registries {
            self.form.keep_registry(registry);
        }
        if let Some(registry) = memory.registry.clone().filter(|_| is_free(Said::Registry)) {
            self.form.use_registry(registry);
        }
        if let Some(resolver) = memory.resolver.clone().filter(|_| is_free(Said::Resolver)) {
            self.form.resolver = resolver;
        }
        if let Some(settings) = memory.settings.clone() {
            let said_before = self.form.settings.clone();
            self.form.settings = settings;
            if !is_free(Said::Timeout) {
                let answer = said_before.answer;
                self.form.settings = self.form.settings.clone().with_answer_timeout(answer);
            }
            if !is_free(Said::Maxrec) {
                self.form.settings.maxrec = said_before.maxrec;
            }
        }
        if let Some(question) = memory.question.clone().filter(|_| is_free(Said::Question)) {
            self.form.change(Question {
                resolved: None,
                ..question
            });
        }
        self.theme = memory.theme;
        self.tab = memory.list;
        self.programs.highlights = !memory.no_highlights;
        self.panes.clone_from(&memory.panes);
        self.table.columns.clone_from(&memory.columns);
        if let Some(folder) = memory.downloads_folder.clone() {
            self.transfers.folder = folder;
        }
        let left = memory.downloads.clone();
        let restore = downloads::restore(&mut self.transfers, left);
        self.form.errands.extend(restore);
        if let Some(percent) = memory.text_percent {
            self.scale = TextScale::near(percent);
        }
        self.remembered = memory;
    }

    fn remembered_folder(&self) -> Option<String> {
        let folder = &self.transfers.folder;
        let is_usual = folder.trim().is_empty() || *folder == usual_folder();
        (!is_usual).then(|| folder.clone())
    }

    /// What is to be remembered now.
    pub(crate) fn memory(&self) -> Memory {
        let mut registries = self.form.registries.clone();
        registries.retain(|registry| {
            crate::protocol::regtap::endpoints::known(registry).is_none()
                && registry != self.form.given_registry()
        });
        Memory {
            format: FORMAT.to_owned(),
            question: Some(self.form.question.clone()),
            recent: self.form.recent.clone(),
            registries,
            theme: self.theme,
            text_percent: Some(self.scale.percent()),
            list: self.tab,
            no_highlights: !self.programs.highlights,
            panes: self.panes.clone(),
            columns: self.table.columns.clone(),
            downloads_folder: self.remembered_folder(),
            downloads: downloads::left(&self.transfers),
            ..self.remembered.clone()
        }
    }
}

#[cfg(test)]
mod tests;
