//! The real program on a display, driven by keyboard and mouse, as its users do.

use std::{path::Path, process::Command, time::Duration};

use crate::{
    display::{Desktop, pixels},
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

#[test]
fn every_panel_shows_in_both_themes_and_sizes() {
    for size in SIZES {
        let arguments = ["--practice", "--run", "--space", "274.6880, -13.7920 1"];
        let Some(mut desktop) = Desktop::open(size, &arguments) else {
            return;
        };
        desktop.wait_for_title("the search ends", has_found);
        for (theme, key) in [("light", "ctrl+shift+l"), ("dark", "ctrl+shift+d")] {
            let show = |panel: &str, keys: &[&str]| {
                let name = format!("{panel}-{theme}-{}x{}", size.0, size.1);
                desktop.picture(&name, |desktop| desktop.keys(keys))
            };
            desktop.keys(&[key]);
            let services = show("services", &["ctrl+2"]);
            let log = show("log", &["ctrl+3"]);
            show("downloads", &["ctrl+4"]);
            let datasets = show("datasets", &["ctrl+1"]);
            for (dialog, keys) in [("help", &["F1"] as &[&str]), ("settings", &["ctrl+comma"])] {
                show(dialog, keys);
                show("closed", &["Escape"]);
            }
            assert_ne!(pixels(&datasets), pixels(&services), "{theme}");
            assert_ne!(pixels(&services), pixels(&log), "{theme}");
        }
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
