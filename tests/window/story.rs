//! One session, from the first word typed to the last file on disk.

use crate::desk::Desk;
use eframe::egui::{Key, Modifiers, Pos2, Role, accesskit::SortDirection};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::{fs, time::Duration};
use vodiscover::{http::limits::Settings, practice::Faults};

/// Puts the cursor into a field and types.
fn type_into(desk: &mut Desk, field: &str, text: &str) {
    let window = &mut desk.window;
    window.get_by_role_and_label(Role::TextInput, field).focus();
    window.run_steps(2);
    window
        .get_by_role_and_label(Role::TextInput, field)
        .type_text(text);
    window.run_steps(2);
}

fn keys(desk: &mut Desk, modifiers: Modifiers, key: Key) {
    desk.window.key_press_modifiers(modifiers, key);
    desk.window.run_steps(2);
}

fn click(desk: &mut Desk, at: Pos2) {
    desk.window.hover_at(at);
    desk.window.run_steps(2);
    desk.window.drag_at(at);
    desk.window.run_steps(1);
    desk.window.drop_at(at);
    desk.window.run_steps(2);
}

#[test]
fn all_images_of_an_object_from_its_name_to_the_file() {
    let quick = Settings::default().with_answer_timeout(Duration::from_secs(3));
    let mut desk = Desk::open_with(Faults::Some, false, quick);

    // Type.
    keys(&mut desk, Modifiers::COMMAND, Key::N);
    type_into(&mut desk, "Space", "M16 0.5");
    desk.wait_for("M 16:");
    desk.wait_for("Would ask");

    // Run, watch, stop.
    desk.press("Run");
    desk.wait_for("M16,");
    let [to_ask, ..] = desk.counter();
    assert!(to_ask > 0, "some hang, so it still runs");
    keys(&mut desk, Modifiers::COMMAND, Key::Period);
    desk.wait_for("Stopped");
    let [.., found] = desk.counter();
    assert!(found > 0, "what was found stays");

    // Sort and filter.
    desk.window
        .get_by_role_and_label(Role::ColumnHeader, "Wavelength")
        .click();
    desk.window.run_steps(2);
    let head = desk
        .window
        .get_by_role_and_label(Role::ColumnHeader, "Wavelength");
    assert_eq!(
        head.accesskit_node().sort_direction(),
        Some(SortDirection::Ascending)
    );
    keys(&mut desk, Modifiers::COMMAND, Key::F);
    type_into(&mut desk, "Filter", "wavelength < 10 nm");
    desk.wait_for(&format!(" of {found}"));

    // Ask those that were stopped or failed again.
    keys(&mut desk, Modifiers::COMMAND, Key::Num2);
    desk.press("Ask all failed again");
    desk.wait_until_some_are_to_be_asked();
    desk.wait_for("Done");
    let [.., found_now] = desk.counter();
    assert!(found_now >= found, "nothing is lost");

    // Broadcast, without a hub; save what was found.
    desk.press("Broadcast");
    desk.wait_for("No SAMP hub is running");
    let path = desk.folder.path().join("m16.vot");
    desk.save_to(&path);
    desk.wait_for(&format!("Saved {found_now} datasets"));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("M16 0.5"), "the question is kept");
}

#[test]
fn what_is_selected_on_the_sky_is_fetched() {
    let mut desk = Desk::open(Faults::None, false);
    desk.press("Run");
    desk.wait_for("Done");
    let middle = desk.window.get_by_label("Sky map").rect().center();
    click(&mut desk, middle);
    desk.wait_for("Copy link");
    keys(&mut desk, Modifiers::COMMAND, Key::Num4);
    let downloads = desk.folder.path().join("downloads");
    fs::create_dir(&downloads).unwrap();
    let field = "Folder";
    let typed = desk.window.get_by_role_and_label(Role::TextInput, field);
    typed.focus();
    desk.window.run_steps(2);
    keys(&mut desk, Modifiers::COMMAND, Key::A);
    type_into(&mut desk, field, &downloads.display().to_string());
    // The links that belong to the dataset have buttons of the same name.
    keys(&mut desk, Modifiers::COMMAND, Key::D);
    desk.wait_for_file_in(&downloads);
}
