//! The real program on a display, driven by keyboard and mouse, as its users do.

use std::{path::Path, process::Command, time::Duration};

use crate::{
    display::Desktop,
    support::{need_program, output_of, wait_until},
};

/// The least and a usual size of a screen.
const SIZES: [(u32, u32); 2] = [(1280, 800), (1920, 1080)];

/// Whether the title says that a search has ended with datasets.
fn has_found(title: &str) -> bool {
    title.contains(" datasets · ") && !title.starts_with("0 ")
}

/// How many datasets the title says.
fn number(title: &str) -> usize {
    let digits = title.split(' ').next().unwrap().replace(',', "");
    digits.parse().unwrap()
}

/// Where the lists begin in a window of this height, in points: below the menus and a third of what is left.
fn top_of_lists(height: u32) -> u32 {
    34 + (height - 65) * 34 / 100
}

/// The pictures of one theme and size.
struct Album<'a> {
    desktop: &'a Desktop,
    /// With what the name of a picture ends.
    ending: String,
}

impl Album<'_> {
    fn show(&self, panel: &str, act: impl FnOnce(&Desktop)) -> Vec<u8> {
        let name = format!("{panel}-{}", self.ending);
        self.desktop.picture(&name, act)
    }

    fn keys(&self, panel: &str, keys: &[&str]) -> Vec<u8> {
        self.show(panel, |desktop| desktop.keys(keys))
    }

    /// The lists, each with something selected whose details show.
    fn lists(&self, (height, nr): (u32, u32)) {
        let top = top_of_lists(height);
        // The first rows are services that failed.
        let service = (560, top + 145 + 24 * nr);
        let services = self.keys("services", &["ctrl+2"]);
        self.show("service", |desktop| desktop.click(service));
        let log = self.keys("log", &["ctrl+3"]);
        let datasets = self.keys("datasets", &["ctrl+1"]);
        let dataset = (560, top + 76 + 24 * nr);
        let details = self.show("details", |desktop| desktop.click(dataset));
        self.show("columns", |desktop| desktop.click_other((360, top + 50)));
        self.keys("closed", &["Escape"]);
        self.keys("fetched", &["ctrl+d"]);
        let downloads = self.keys("downloads", &["ctrl+4"]);
        let all = [services, log, datasets, details, downloads];
        for (nr, one) in all.iter().enumerate() {
            let others = all.iter().skip(nr + 1);
            assert!(others.into_iter().all(|other| other != one), "{nr}");
        }
    }

    /// What stands over the window.
    fn dialogs(&self) {
        let dialogs = [
            ("help", &["F1"] as &[&str]),
            ("settings", &["ctrl+comma"]),
            ("quit", &["ctrl+q"]),
            ("about", &["shift+F1"]),
        ];
        for (dialog, keys) in dialogs {
            self.keys(dialog, keys);
            self.keys("closed", &["Escape"]);
        }
    }
}

#[test]
fn every_panel_shows_in_both_themes_on_a_small_screen() {
    every_panel_shows(SIZES[0]);
}

#[test]
fn every_panel_shows_in_both_themes_on_a_usual_screen() {
    every_panel_shows(SIZES[1]);
}

fn every_panel_shows(size: (u32, u32)) {
    let mut arguments = vec!["--practice", "--faults", "--timeout", "4"];
    arguments.extend(["--space", "274.6880, -13.7920 1"]);
    let Some(mut desktop) = Desktop::open(size, &arguments) else {
        return;
    };
    // Below the form, where nothing is hovered.
    desktop.point((20, size.1 - 60));
    let themes = [("light", "ctrl+shift+l"), ("dark", "ctrl+shift+d")];
    let ending = |theme: &str| format!("{theme}-{}x{}", size.0, size.1);
    for (theme, key) in themes {
        let name = format!("empty-{}", ending(theme));
        desktop.picture(&name, |desktop| desktop.keys(&[key]));
    }
    desktop.keys(&["ctrl+r"]);
    desktop.wait_for_title("the search ends", has_found);
    for (nr, (theme, key)) in (0..).zip(themes) {
        desktop.keys(&[key]);
        let album = Album {
            desktop: &desktop,
            ending: ending(theme),
        };
        album.lists((size.1, nr));
        album.dialogs();
    }
    // A file that cannot be written.
    let name = |step: &str| format!("{step}-{}", size.0);
    desktop.picture(&name("to-a-path"), |desktop| {
        desktop.keys(&["ctrl+shift+s"]);
    });
    desktop.picture(&name("a-path"), |desktop| {
        desktop.type_text("/proc/m16.vot");
    });
    for (theme, key) in [("dark", "Return"), ("light", "ctrl+shift+l")] {
        let name = format!("error-{}", ending(theme));
        desktop.picture(&name, |desktop| desktop.keys(&[key]));
    }
}

#[test]
fn a_search_is_typed_run_saved_and_quit_by_keyboard_alone() {
    let Some(mut desktop) = Desktop::open(SIZES[0], &["--practice"]) else {
        return;
    };
    // Each step shows before the next, as it does for a person.
    desktop.picture("cleared", |desktop| desktop.keys(&["ctrl+n"]));
    desktop.picture("in-the-form", |desktop| desktop.keys(&["ctrl+l"]));
    desktop.picture("typed", |desktop| desktop.type_text("M16 0.5"));
    desktop.keys(&["Return"]);
    let title = desktop.wait_for_title("the search ends", has_found);
    let found = number(&title);
    assert!(found > 10, "{title}");
    desktop.picture("quit", |desktop| desktop.keys(&["ctrl+q"]));
    desktop.picture("go-on", |desktop| desktop.keys(&["Escape"]));
    // Nothing is typed there yet, so the cursor goes there.
    desktop.picture("to-a-path", |desktop| desktop.keys(&["ctrl+shift+s"]));
    let file = desktop.folder().join("m16.vot");
    desktop.picture("a-path", |desktop| {
        desktop.type_text(&file.display().to_string());
    });
    desktop.keys(&["Return"]);
    wait_until("the file is there", Duration::from_secs(30), || {
        file.is_file()
    });
    assert_eq!(n_rows(&file), found, "as the title said");
    desktop.keys(&["ctrl+q"]);
    desktop.wait_for_end();
}

/// How many rows the first table of a file has, counted by STILTS.
fn n_rows(file: &Path) -> usize {
    let Some(stilts) = need_program("stilts") else {
        return 0;
    };
    let mut command = Command::new(stilts);
    command.args(["tpipe", "omode=count", "ifmt=votable"]);
    let said = output_of(command.arg(format!("in={}", file.display())));
    // `columns: 30   rows: 56`
    let rows = said.rsplit("rows:").next().unwrap_or_default();
    rows.trim().replace(',', "").parse().unwrap()
}

#[test]
fn a_box_drawn_on_the_sky_and_a_click_in_the_table_show_in_the_other_panels() {
    let arguments = ["--practice", "--run", "--space", "274.6880, -13.7920 1"];
    let Some(mut desktop) = Desktop::open(SIZES[0], &arguments) else {
        return;
    };
    desktop.wait_for_title("the search ends", has_found);
    let (sky, row) = ((540, 160), (500, 420));
    desktop.picture("selected-on-the-sky", |desktop| {
        desktop.drag("shift", (sky.0 - 90, sky.1 - 70), (sky.0 + 90, sky.1 + 70));
    });
    desktop.picture("selected-in-the-table", |desktop| desktop.click(row));
}
