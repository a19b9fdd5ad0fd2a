//! The form, the menus and the notices, by their accessible names; no search gets further than the registry.

#![expect(
    clippy::unwrap_used,
    reason = "a test whose window cannot open has failed"
)]

use eframe::egui::{Key, Modifiers, Role, accesskit::Toggled};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use std::time::{Duration, Instant};
use std::{
    fs,
    path::{Path, PathBuf},
    thread,
};
use vodiscover::{
    discovery::journal::Folder,
    domain::constraints::Question,
    gui::{self, App, Options, Start},
    http::limits::Settings,
    samp::Place,
};

/// A port of this machine on which nothing listens: the discard service (RFC 863), which nobody runs any more.
const NOBODY: &str = "http://127.0.0.1:9/tap";

/// A folder for the runs of one test, without those of the time before: here every window ends as in a crash.
fn runs() -> Folder {
    let test = thread::current().name().unwrap().to_owned();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    // It is there from the second time on.
    fs::remove_dir_all(&folder).ok();
    Folder::at(folder)
}

fn options() -> Options {
    Options {
        question: Question::example(),
        registry: NOBODY.to_owned(),
        fallbacks: Vec::new(),
        resolver: NOBODY.to_owned(),
        settings: Settings::default(),
        said: Vec::new(),
        memory: None,
        start: Start::WhenAsked,
        hub: Some(Place::File(PathBuf::new())),
        runs: Some(runs()),
        file: None,
        subtitle: None,
    }
}

/// The whole window with nothing behind it.
fn window(options: Options) -> Harness<'static, App> {
    let mut harness = Harness::builder()
        .with_size([1280.0, 800.0])
        // The threads behind the panels answer when they can, and each answer is a frame more.
        .with_max_steps(20)
        .build_eframe(|creation| gui::app(&creation.egui_ctx, options).unwrap());
    harness.run();
    harness
}

/// Draws frames until a text shows, and fails after ten seconds.
fn wait_for(harness: &mut Harness<'_, App>, text: &str) {
    let begun = Instant::now();
    while harness.query_all_by_label_contains(text).count() == 0 {
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "{text} never shows"
        );
        harness.step();
    }
}

/// Puts a text in place of what a field holds.
fn fill_in(harness: &mut Harness<'_, App>, field: &str, text: &str) {
    let input = || Role::TextInput;
    harness.get_by_role_and_label(input(), field).focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    harness.key_press(Key::Delete);
    harness.run();
    if !text.is_empty() {
        harness
            .get_by_role_and_label(input(), field)
            .type_text(text);
        harness.run();
    }
}

#[test]
fn it_opens_with_an_example_and_says_what_it_means() {
    let harness = window(options());
    for (field, value) in [
        ("Space", "274.6880, -13.7920 1"),
        ("Spectrum", "2"),
        ("Time", "1995-01-01 1995-12-31"),
    ] {
        let field = harness.get_by_role_and_label(Role::TextInput, field);
        assert_eq!(field.value().as_deref(), Some(value));
    }
    harness.get_by_label_contains("2 nm = 0.620 keV");
    harness.get_by_label_contains("MJD 49718 to 50083");
}

#[test]
fn what_is_wrong_with_a_field_stands_under_it_while_typing() {
    let mut harness = window(options());
    fill_in(&mut harness, "Spectrum", "2 nm garbage");
    harness.get_by_label_contains("garbage");
    let run = harness.get_by_role_and_label(Role::Button, "Run");
    assert!(run.accesskit_node().is_disabled(), "it cannot be asked");
    fill_in(&mut harness, "Spectrum", "");
    let run = harness.get_by_role_and_label(Role::Button, "Run");
    assert!(!run.accesskit_node().is_disabled(), "empty means any");
}

#[test]
fn a_disabled_button_says_why() {
    let mut harness = window(options());
    for (button, why) in [
        ("Stop", "No search is running"),
        ("Broadcast", "Run a search first"),
        ("Save…", "Run a search first"),
    ] {
        harness.get_by_role_and_label(Role::Button, button).hover();
        harness.run_steps(8);
        harness.get_by_label(why);
    }
}

#[test]
fn product_and_inclusive_can_be_chosen() {
    let mut harness = window(options());
    harness.get_by_label("Inclusive").click();
    harness.get_by_label("Spectra").click();
    harness.run();
    let inclusive = harness.get_by_label("Inclusive");
    assert_eq!(inclusive.accesskit_node().toggled(), Some(Toggled::True));
}

#[test]
fn a_registry_that_nobody_runs_is_told_in_one_sentence() {
    let mut harness = window(options());
    harness.get_by_role_and_label(Role::Button, "Run").click();
    wait_for(&mut harness, "No service was asked");
    let said: Vec<_> = harness
        .query_all_by_label_contains("The registry cannot be asked")
        .collect();
    assert_eq!(said.len(), 2, "a notice, and the status bar");
    drop(said);
    harness.get_by_label("Details").click();
    harness.run();
    harness.get_by_label_contains("127.0.0.1:9/tap/sync");
    harness.get_by_label("Dismiss").click();
    harness.run();
    assert!(harness.query_by_label("Dismiss").is_none(), "it is gone");
}

#[test]
fn enter_in_a_field_runs_the_search() {
    let mut harness = window(options());
    harness
        .get_by_role_and_label(Role::TextInput, "Time")
        .focus();
    harness.run();
    harness.key_press(Key::Enter);
    wait_for(&mut harness, "The registry cannot be asked");
}

#[test]
fn it_can_start_at_once() {
    let mut harness = window(Options {
        start: Start::AtOnce,
        ..options()
    });
    wait_for(&mut harness, "The registry cannot be asked");
}

#[test]
fn a_search_that_cannot_be_kept_on_disk_goes_on_and_says_so() {
    let mut harness = window(Options {
        runs: None,
        ..options()
    });
    harness.get_by_label("Run").click();
    wait_for(
        &mut harness,
        "This run is not kept on disk against a crash: the environment names no home folder",
    );
    wait_for(&mut harness, "The registry cannot be asked");
}

#[test]
fn another_registry_can_be_typed() {
    let mut harness = window(options());
    harness.get_by_label("Settings…").click();
    harness.run();
    harness
        .get_by_role_and_label(Role::ComboBox, "Registry")
        .click();
    harness.run();
    harness.get_by_label_contains("reg.g-vo.org");
    harness.key_press(Key::Escape);
    harness.run();
    harness
        .get_by_role_and_label(Role::TextInput, "Another registry")
        .focus();
    harness.run();
    harness
        .get_by_role_and_label(Role::TextInput, "Another registry")
        .type_text("http://registry.example/tap");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let registry = harness.get_by_role_and_label(Role::ComboBox, "Registry");
    assert_eq!(registry.value().as_deref(), Some("registry.example/tap"));
    harness.get_by_label("Close").click();
    harness.run();
    harness.get_by_label("Registry: registry.example");
}

#[test]
fn the_menus_have_every_action_with_its_keys() {
    let mut harness = window(options());
    for (menu, beside, entries) in [
        ("File", None, vec!["Save…", "Quit"]),
        ("Search", None, vec!["Run", "Stop", "Go to the question"]),
        ("View", None, vec!["Services", "Whole sky"]),
        ("View", Some("Theme"), vec!["Light theme", "Dark theme"]),
        ("SAMP", None, vec!["Broadcast"]),
    ] {
        harness.get_by_label(menu).click();
        harness.run();
        if let Some(name) = beside {
            harness.get_by_label_contains(name).click();
            harness.run();
        }
        for entry in entries {
            let shown = harness.query_all_by_label_contains(entry).count();
            assert!(shown > 0, "{menu} has {entry}");
        }
        harness.key_press(Key::Escape);
        harness.run();
    }
}

#[test]
fn synthetic_data_are_called_so() {
    let harness = window(Options {
        file: None,
        subtitle: Some("practice VO: synthetic data".to_owned()),
        ..options()
    });
    harness.get_by_label("practice VO: synthetic data");
}

#[test]
fn nothing_is_drawn_when_nothing_happens() {
    let mut harness = window(options());
    // Whom the search would ask, is found out first.
    wait_for(&mut harness, "The registry has not answered");
    // And that there is no hub, which is told at any time.
    let begun = Instant::now();
    loop {
        let more = harness.run();
        assert!(more <= 2, "it settles: {more} frames");
        let delays = harness.output().viewport_output.values();
        let wait = delays.map(|viewport| viewport.repaint_delay).min();
        if wait == Some(Duration::MAX) {
            break;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "a frame is asked for after {wait:?}"
        );
    }
}
