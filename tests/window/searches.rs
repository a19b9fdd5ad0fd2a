//! A search as a person makes it, stops it, saves it and comes back to it.

use crate::desk::{Desk, PATIENCE};
use eframe::egui::Role;
use egui_kittest::kittest::Queryable as _;
use std::{
    fs,
    time::{Duration, Instant},
};
use vodiscover::{http::limits::Settings, practice::Faults};

#[test]
fn a_search_runs_shows_its_datasets_and_saves_them() {
    let mut desk = Desk::open(Faults::None, false);
    desk.press("Run");
    desk.wait_for("Done");
    let [to_ask, asked, failed, found] = desk.counter();
    assert_eq!(to_ask, 0, "all were asked");
    assert!(asked > 5, "{asked} services");
    assert_eq!(failed, 0, "nobody was told to fail");
    assert!(found > 10, "{found} datasets");
    desk.wait_for("M16");

    let path = desk.folder.path().join("m16.vot");
    desk.save_to(&path);
    desk.wait_for(&format!("Saved {found} datasets"));
    let text = fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("<VOTABLE"),
        "{}",
        &text[..200.min(text.len())]
    );

    desk.press("Save");
    desk.wait_for("There is a file m16.vot already");
    desk.press("Replace it");
    desk.wait_for("Saved");
}

#[test]
fn a_file_that_cannot_be_written_is_told_and_loses_nothing() {
    let mut desk = Desk::open(Faults::None, false);
    desk.press("Run");
    desk.wait_for("Done");
    let found = desk.counter();
    let path = desk.folder.path().join("missing").join("m16.vot");
    desk.save_to(&path);
    desk.wait_for("There is no such folder");
    assert_eq!(desk.counter(), found, "nothing is lost");
}

#[test]
fn rows_come_in_while_it_runs_and_stop_keeps_them() {
    let mut desk = Desk::open(Faults::Some, true);
    desk.press("Run");
    desk.wait_for("M16");
    let [to_ask, ..] = desk.counter();
    assert!(to_ask > 0, "some hang, so it still runs");
    desk.press("Stop");
    desk.wait_for("Stopped");
    let [to_ask, _, _, found] = desk.counter();
    assert_eq!(to_ask, 0, "nobody is asked any more");
    assert!(found > 0, "what was found stays");
    desk.window.get_by_label("Services").click();
    desk.window.run_steps(2);
    desk.wait_for("stopped");
}

#[test]
fn services_that_failed_are_asked_again_and_what_they_tell_joins() {
    let quick = Settings::default().with_answer_timeout(Duration::from_secs(3));
    let mut desk = Desk::open_with(Faults::Some, false, quick);
    desk.press("Run");
    desk.wait_for("Done");
    let [_, asked, failed, found] = desk.counter();
    assert!(failed > 3, "{failed} of {asked} failed");
    desk.window.get_by_label("Services").click();
    desk.window.run_steps(2);
    desk.press("Ask all failed again");
    desk.wait_until_some_are_to_be_asked();
    desk.wait_for("Done");
    // One of them answers after eight seconds, which is now soon enough.
    let [_, asked_now, failed_now, found_now] = desk.counter();
    assert!(failed_now < failed, "{failed_now} still fail");
    assert_eq!(asked_now, asked);
    desk.press("Ask all cut off in parts");
    desk.wait_for("Asking");
    desk.wait_for("Done");
    desk.window.get_by_label("Filter services").focus();
    desk.window.run_steps(2);
    let words = desk.window.get_by_label("Filter services");
    words.type_text("came whole");
    desk.wait_for("came whole in");
    let [.., found_at_last] = desk.counter();
    assert!(
        found <= found_now && found_now <= found_at_last,
        "nothing is lost"
    );
}

#[test]
fn without_a_hub_a_broadcast_says_what_to_do() {
    let mut desk = Desk::open(Faults::None, false);
    desk.press("Run");
    desk.wait_for("Done");
    desk.press("Broadcast");
    desk.wait_for("No SAMP hub is running: start TOPCAT or Aladin");
}

#[test]
fn a_question_that_nobody_can_answer_is_told() {
    let mut desk = Desk::open(Faults::None, false);
    desk.window
        .get_by_role_and_label(Role::TextInput, "Spectrum")
        .focus();
    desk.window.run_steps(2);
    desk.window
        .get_by_role_and_label(Role::TextInput, "Spectrum")
        .type_text(" 3 nm nonsense");
    desk.window.run_steps(2);
    desk.wait_for("nonsense");
    desk.press("Run");
    desk.window
        .get_by_label("Ask the whole Virtual Observatory");
}

#[test]
fn a_search_that_was_cut_off_is_offered_at_the_next_start_and_opens_as_it_was() {
    let mut desk = Desk::open(Faults::Some, true);
    desk.press("Run");
    desk.wait_for("M16");
    let [to_ask, _, failed, found] = desk.counter();
    assert!(to_ask > 0 && found > 0, "some hang, so it still runs");

    desk.crash_and_start();
    desk.wait_for("A search of");
    desk.press("Open it");
    desk.wait_for("Stopped");
    let [to_ask, _, failed_then, found_then] = desk.counter();
    assert_eq!(to_ask, 0, "nobody is asked any more");
    assert!(failed <= failed_then, "{failed} {failed_then}");
    assert!(found <= found_then, "{found} of {found_then} datasets");
    desk.wait_for("M16");
    let path = desk.folder.path().join("m16.vot");
    desk.save_to(&path);
    desk.wait_for("Saved");
    assert_eq!(desk.n_runs(), 1, "a crash now would lose nothing either");
    desk.window.get_by_label("Services").click();
    desk.window.run_steps(2);
    desk.wait_for("stopped");

    desk.close();
    let begun = Instant::now();
    while desk.n_runs() > 0 {
        assert!(begun.elapsed() < PATIENCE, "it is never taken away");
    }
}

#[test]
fn runs_that_were_cut_off_are_offered_one_after_another() {
    let mut desk = Desk::open(Faults::None, false);
    desk.press("Run");
    desk.wait_for("Done");
    desk.press("Run");
    desk.wait_for("Done");
    desk.crash_and_start();
    desk.wait_for("was left behind");
    assert_eq!(desk.n_runs(), 2, "the one shown and the one before it");
    desk.press("Discard");
    let begun = Instant::now();
    while desk.n_runs() > 1 {
        assert!(begun.elapsed() < PATIENCE, "it is never taken away");
    }
    desk.wait_for("was left behind");
    desk.press("Later");
    desk.crash_and_start();
    desk.wait_for("was left behind");
    assert_eq!(desk.n_runs(), 1, "what was left for later is there");
}
