//! The window among other programs: a row that one highlights is selected in the other.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use eframe::egui::Role;
use egui_kittest::{Harness, kittest::Queryable as _};
use tokio::runtime::Runtime;
use vodiscover::{
    domain::constraints::Question,
    gui::{self, App, Options, Start},
    http::Settings,
    practice::{self, Faults, PracticeVo},
    samp::Place,
};

use crate::{
    samp_peers::Desk,
    support::{Group, beside, need_python, wait_until},
};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

fn window(vo: &PracticeVo, desk: &Desk) -> Harness<'static, App> {
    let options = Options {
        question: Question {
            space: "274.6880, -13.7920 1".to_owned(),
            ..Question::default()
        },
        registry: vo.registry_url(),
        fallbacks: Vec::new(),
        resolver: vo.resolver_url(),
        settings: Settings::default(),
        said: Vec::new(),
        memory: None,
        start: Start::AtOnce,
        hub: Some(Place::File(desk.lockfile())),
        runs: None,
        file: None,
        subtitle: None,
    };
    Harness::builder()
        .with_size([1280.0, 800.0])
        .with_max_steps(20)
        .build_eframe(|creation| gui::app(&creation.egui_ctx, options).unwrap())
}

/// Draws frames until a text shows.
fn wait_for(window: &mut Harness<'_, App>, text: &str) {
    let begun = Instant::now();
    while window.query_all_by_label_contains(text).count() == 0 {
        assert!(begun.elapsed() < PATIENCE, "{text} never shows");
        window.step();
    }
}

/// What a client has said after this word, line by line.
fn said(client: &Group, word: &str) -> Vec<String> {
    let all = client.said();
    let lines = all.lines().filter_map(|line| line.strip_prefix(word));
    lines.map(|rest| rest.trim().to_owned()).collect()
}

#[test]
fn a_row_that_astropy_highlights_is_selected_here_and_a_row_clicked_here_is_told_to_astropy() {
    let desk = Desk::new(PATIENCE);
    let Some(_hub) = desk.jsamp_hub() else { return };
    let Some(python) = need_python() else { return };
    let mut command = Command::new(python);
    command.arg(beside("samp_highlighter.py"));
    let client = desk.start(command, "highlighter");
    wait_until("the client listens", PATIENCE, || {
        client.said().contains("listening")
    });
    let runtime = Runtime::new().unwrap();
    let options = practice::Options {
        port: None,
        faults: Faults::None,
        latency: false,
    };
    let vo = runtime.block_on(PracticeVo::start(options)).unwrap();
    let mut window = window(&vo, &desk);
    wait_for(&mut window, "Done: ");
    wait_for(&mut window, "SAMP: highlighter");

    window
        .get_by_role_and_label(Role::Button, "Broadcast")
        .click();
    wait_for(&mut window, "highlighter: loaded");
    let [row] = said(&client, "highlighting").try_into().unwrap();
    wait_for(&mut window, &row);
    assert_eq!(said(&client, "told"), [""; 0], "it is not told its own row");

    // The first row that is listed, above the details; these show which it is.
    let cells = window.query_all_by_label("image");
    let first = cells.min_by(|one, other| one.rect().top().total_cmp(&other.rect().top()));
    first.unwrap().click();
    let begun = Instant::now();
    while said(&client, "told").is_empty() {
        assert!(begun.elapsed() < PATIENCE, "no row is told");
        window.step();
    }
    let [told] = said(&client, "told").try_into().unwrap();
    assert_ne!(told, row);
    wait_for(&mut window, &told);
}
