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
    samp_topcat::{ACTIVATED, LAST_ACTION, MAIN, broadcast_subset, tick_send_row_index},
    support::{Group, beside, need_python, wait_until},
};

/// TOPCAT's window of rows, how it is opened, and where a row is in it.
const BROWSER_BUTTON: (u32, u32) = (162, 42);
const BROWSER: &str = "Table Browser$";
const SEVENTH_ROW: (u32, u32) = (117, 210);

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

/// Draws frames until something holds.
fn draw_until(window: &mut Harness<'_, App>, what: &str, mut check: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !check() {
        assert!(begun.elapsed() < PATIENCE, "{what} never comes");
        window.step();
    }
}

/// An astropy client that knows the rows of what it is sent.
fn highlighter(desk: &Desk, manner: &[&str]) -> Option<Group> {
    let mut command = Command::new(need_python()?);
    command.arg(beside("samp_highlighter.py")).args(manner);
    let client = desk.start(command, "highlighter");
    wait_until("the client listens", PATIENCE, || {
        client.said().contains("listening")
    });
    Some(client)
}

fn practice_vo(runtime: &Runtime) -> PracticeVo {
    let options = practice::Options {
        port: None,
        faults: Faults::None,
        latency: false,
    };
    runtime.block_on(PracticeVo::start(options)).unwrap()
}

fn broadcast(window: &mut Harness<'_, App>) {
    window
        .get_by_role_and_label(Role::Button, "Broadcast")
        .click();
    wait_for(window, ": loaded");
    let begun = Instant::now();
    while window.query_all_by_label_contains("waiting for").count() > 0 {
        assert!(begun.elapsed() < PATIENCE, "an answer never comes");
        window.step();
    }
}

/// Whether one of these texts shows.
fn shows_one_of(window: &Harness<'_, App>, texts: &[&str]) -> bool {
    let mut texts = texts.iter();
    texts.any(|text| window.query_all_by_label_contains(text).count() > 0)
}

/// Clicks the first row that is listed, above the details, which show which it is.
fn click_first_row(window: &mut Harness<'_, App>) {
    let cells = window.query_all_by_label("image");
    let first = cells.min_by(|one, other| one.rect().top().total_cmp(&other.rect().top()));
    first.unwrap().click();
}

#[test]
fn a_row_that_astropy_highlights_is_selected_here_and_a_row_clicked_here_is_told_to_astropy() {
    let desk = Desk::new(PATIENCE);
    let Some(_hub) = desk.jsamp_hub() else { return };
    let Some(client) = highlighter(&desk, &[]) else {
        return;
    };
    let runtime = Runtime::new().unwrap();
    let vo = practice_vo(&runtime);
    let mut window = window(&vo, &desk);
    wait_for(&mut window, "Done: ");
    wait_for(&mut window, "SAMP: highlighter");

    broadcast(&mut window);
    // It answers first, and highlights then.
    draw_until(&mut window, "the row", || {
        !said(&client, "highlighting").is_empty()
    });
    let [row] = said(&client, "highlighting").try_into().unwrap();
    wait_for(&mut window, &row);
    assert_eq!(said(&client, "told"), [""; 0], "it is not told its own row");

    click_first_row(&mut window);
    draw_until(&mut window, "the row", || !said(&client, "told").is_empty());
    let [told] = said(&client, "told").try_into().unwrap();
    assert_ne!(told, row);
    wait_for(&mut window, &told);
}

/// astropy hears what TOPCAT tells, too, and knows which row that is.
#[test]
fn a_row_clicked_in_topcat_is_selected_here_and_a_row_clicked_here_is_marked_in_topcat() {
    let desk = Desk::new(PATIENCE);
    let Some(_hub) = desk.jsamp_hub() else { return };
    let Some((_topcat, display)) = desk.topcat("-nohub") else {
        return;
    };
    let Some(client) = highlighter(&desk, &["watch"]) else {
        return;
    };
    let runtime = Runtime::new().unwrap();
    let vo = practice_vo(&runtime);
    let mut window = window(&vo, &desk);
    wait_for(&mut window, "Done: ");
    wait_for(&mut window, "topcat");
    broadcast(&mut window);
    let both = ["topcat, highlighter: loaded", "highlighter, topcat: loaded"];
    assert!(shows_one_of(&window, &both), "both have loaded it");

    tick_send_row_index(&display, LAST_ACTION);
    display.open_from(MAIN, BROWSER_BUTTON, BROWSER);
    draw_until(&mut window, "the row", || {
        display.click_in(BROWSER, SEVENTH_ROW);
        !said(&client, "told").is_empty()
    });
    let [row] = said(&client, "told").try_into().unwrap();
    wait_for(&mut window, &row);

    click_first_row(&mut window);
    draw_until(&mut window, "the next row", || {
        said(&client, "told").len() == 2
    });
    let [_, told] = said(&client, "told").try_into().unwrap();
    assert_ne!(told, row);
    draw_until(&mut window, "the row that TOPCAT has marked", || {
        broadcast_subset(&display, ACTIVATED);
        said(&client, "selected").contains(&told)
    });
}
