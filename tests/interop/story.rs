//! The real program on a display, driven by keyboard and mouse, as its users do.

use crate::display::{Desktop, pixels};

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
            let show = |panel: &str, keys: &'static [&str]| {
                let name = format!("{panel}-{theme}-{}x{}", size.0, size.1);
                desktop.picture(&name, |desktop| desktop.keys(keys))
            };
            desktop.keys(&[key]);
            let services = show("services", &["ctrl+2"]);
            let log = show("log", &["ctrl+3"]);
            let datasets = show("datasets", &["ctrl+1"]);
            assert_ne!(pixels(&datasets), pixels(&services), "{theme}");
            assert_ne!(pixels(&services), pixels(&log), "{theme}");
        }
    }
}

#[test]
fn a_search_is_typed_run_and_quit_by_keyboard_alone() {
    let Some(mut desktop) = Desktop::open(SIZES[0], &["--practice"]) else {
        return;
    };
    desktop.keys(&["ctrl+l", "ctrl+a"]);
    desktop.type_text("274.6880, -13.7920 1");
    desktop.keys(&["Return"]);
    let title = desktop.wait_for_title("the search ends", has_found);
    assert!(number(&title) > 10, "{title}");
    desktop.keys(&["ctrl+q"]);
    desktop.wait_for_end();
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
