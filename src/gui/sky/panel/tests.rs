//! The sky map by its accessible names, and what hands do on it.

use crate::{
    discovery::event::{Happening, ServiceNr},
    domain::{
        dataset::{Datasets, DatasetsBuilder},
        obscore::ObsColumn,
    },
    gui::{
        panels::tests::{Desk, window},
        sky::Tool,
        state::{Selected, State, Tab},
        testing::{opened, planned, running, tell},
    },
};
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

fn datasets(regions: &[&str]) -> Datasets {
    let mut builder = DatasetsBuilder::new();
    for (nr, region) in regions.iter().enumerate() {
        builder.set_text(ObsColumn::ObsTitle, &format!("Field {nr}"));
        builder.set_text(ObsColumn::InstrumentName, "ROSAT PSPC");
        builder.set_text(ObsColumn::ObsCollection, "Pointings");
        builder.set_text(ObsColumn::OriginService, "ivo://archive.example/0");
        builder.set_text(ObsColumn::Protocol, "ObsCore");
        builder.set_text(ObsColumn::SRegion, region);
        builder.set_number(ObsColumn::EmMin, 5e-10);
        builder.set_number(ObsColumn::EmMax, 6e-9);
        builder.finish_row();
    }
    builder.finish()
}

/// A search for a degree around 274.688 -13.792 that has found datasets of these regions.
fn found(regions: &[&str]) -> State {
    let (mut state, id) = running();
    tell(&mut state, id, planned());
    tell(&mut state, id, Happening::Asking(ServiceNr(0)));
    let rows = Arc::new(datasets(regions));
    tell(&mut state, id, Happening::Rows(ServiceNr(0), rows));
    state
}

/// Two circles around the middle, one in the other, and a small one half a degree north.
const THREE: [&str; 3] = [
    "CIRCLE 274.688 -13.792 0.3",
    "CIRCLE 274.688 -13.792 0.1",
    "CIRCLE 274.688 -13.292 0.05",
];

/// Draws until it is so.
fn until(harness: &mut Harness<'_, Desk>, what: &str, is_so: impl Fn(&Harness<'_, Desk>) -> bool) {
    let begun = Instant::now();
    while !is_so(harness) {
        assert!(begun.elapsed() < Duration::from_secs(20), "never: {what}");
        harness.step();
    }
}

fn shown(regions: &[&str]) -> Harness<'static, Desk> {
    let mut harness = window(found(regions));
    let legend = format!("X-ray {}", regions.len());
    until(&mut harness, &legend, |harness| {
        harness.query_by_label(&legend).is_some()
    });
    harness
}

fn map(harness: &Harness<'_, Desk>) -> Rect {
    harness.get_by_label("Sky map").rect()
}

/// So many degrees north of the middle.
fn north(harness: &Harness<'_, Desk>, degrees: f32) -> Pos2 {
    let map = map(harness);
    // A radius of a degree takes four fifths of half the height.
    map.center() - vec2(0.0, degrees * 0.8 * map.height() / 2.0)
}

fn point(harness: &mut Harness<'_, Desk>, at: Pos2) {
    harness.event(Event::PointerMoved(at));
    harness.run_steps(2);
}

fn press(harness: &mut Harness<'_, Desk>, at: Pos2, pressed: bool) {
    harness.event(Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(2);
}

fn click(harness: &mut Harness<'_, Desk>, at: Pos2, modifiers: Modifiers) {
    drag(harness, &[at], modifiers);
}

fn drag(harness: &mut Harness<'_, Desk>, ways: &[Pos2], modifiers: Modifiers) {
    let (from, to) = (ways[0], ways[ways.len() - 1]);
    harness.event(Event::ModifiersChanged(modifiers));
    point(harness, from);
    press(harness, from, true);
    for way in &ways[1..] {
        point(harness, *way);
    }
    press(harness, to, false);
    harness.event(Event::ModifiersChanged(Modifiers::NONE));
    harness.run_steps(1);
}

fn selected(harness: &Harness<'_, Desk>) -> Vec<usize> {
    harness.state().state.selection.rows().iter().collect()
}

#[test]
fn clicks_at_one_place_go_through_what_is_there() {
    let mut harness = shown(&THREE);
    let middle = north(&harness, 0.0);
    for row in [1, 0, 1] {
        click(&mut harness, middle, Modifiers::NONE);
        assert_eq!(selected(&harness), [row]);
        assert_eq!(harness.state().state.selected, Selected::Dataset(row));
    }
    let other = north(&harness, 0.5);
    click(&mut harness, other, Modifiers::COMMAND);
    assert_eq!(selected(&harness), [1, 2], "Ctrl selects as well");
    click(&mut harness, other, Modifiers::COMMAND);
    assert_eq!(selected(&harness), [1], "or no longer");
    let beside = north(&harness, -0.9);
    click(&mut harness, beside, Modifiers::NONE);
    assert_eq!(selected(&harness), [0; 0], "nothing is there");
}

#[test]
fn what_is_under_the_pointer_is_told_with_its_place() {
    let mut harness = shown(&THREE);
    let other = north(&harness, 0.5);
    point(&mut harness, other);
    until(&mut harness, "the words beside the pointer", |harness| {
        harness.query_by_label("Instrument: ROSAT PSPC").is_some()
    });
    harness.get_by_label("Collection: Pointings");
    // 18h18m45.12s is 274.688 degrees
    let place = harness.get_by_label_contains("ICRS");
    let text = place.accesskit_node().value().unwrap_or_default();
    assert!(text.starts_with("18h18m45"), "{text}");
    assert!(text.contains("274.6") && text.contains("−13.2"), "{text}");
}

#[test]
fn a_box_and_a_loop_select_what_has_its_middle_inside() {
    let mut harness = shown(&THREE);
    let [top, low] = [north(&harness, 0.7), north(&harness, 0.3)];
    let ways = [top - vec2(30.0, 0.0), low + vec2(30.0, 0.0)];
    drag(&mut harness, &ways, Modifiers::SHIFT);
    until(&mut harness, "the box selects", |harness| {
        selected(harness) == [2]
    });
    let middle = north(&harness, 0.0);
    let around = [
        middle + vec2(-20.0, -15.0),
        middle + vec2(20.0, -15.0),
        middle + vec2(0.0, 20.0),
    ];
    harness.get_by_label("Lasso").click();
    harness.run_steps(2);
    assert_eq!(harness.state().state.sky.tool, Tool::Lasso);
    drag(&mut harness, &around, Modifiers::COMMAND);
    until(&mut harness, "the loop adds", |harness| {
        selected(harness) == [0, 1, 2]
    });
}

#[test]
fn the_map_is_moved_and_zoomed_by_the_mouse() {
    let mut harness = shown(&THREE);
    let before = harness.state().state.sky_look();
    let middle = north(&harness, 0.0);
    drag(
        &mut harness,
        &[middle, middle + vec2(40.0, 0.0)],
        Modifiers::NONE,
    );
    let moved = harness.state().state.sky_look();
    assert!(
        moved.centre.ra.0 > before.centre.ra.0,
        "east is to the left, and comes in from there"
    );
    assert!((moved.centre.dec.0 - before.centre.dec.0).abs() < 0.01);
    harness.get_by_label("Zoom in").click();
    harness.run_steps(2);
    let zoomed = harness.state().state.sky_look();
    assert!(zoomed.width < moved.width && zoomed.centre == moved.centre);
    harness.get_by_label("Fit the region").click();
    harness.run_steps(2);
    assert_eq!(harness.state().state.sky_look(), before);
}

#[test]
fn the_map_is_used_by_keys_while_it_has_the_focus() {
    let mut harness = shown(&THREE);
    let before = harness.state().state.sky_look();
    harness.get_by_label("Sky map").focus();
    harness.run_steps(2);
    harness.key_press(Key::Plus);
    harness.run_steps(3);
    let nearer = harness.state().state.sky_look();
    assert!((before.width / nearer.width - 1.3).abs() < 1e-6);
    harness.key_press(Key::ArrowUp);
    harness.run_steps(3);
    assert!(harness.state().state.sky_look().centre.dec.0 > nearer.centre.dec.0);
    harness.key_press(Key::W);
    harness.run_steps(3);
    assert!(harness.state().state.sky_look().width.is_infinite());
    harness.key_press(Key::F);
    harness.run_steps(3);
    assert_eq!(harness.state().state.sky_look(), before);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert_eq!(selected(&harness), [1], "what is in the middle");
}

#[test]
fn the_datasets_of_the_service_under_the_pointer_are_marked() {
    let mut state = found(&THREE);
    state.tab = Tab::Services;
    let mut harness = window(state);
    let service = |harness: &Harness<'_, Desk>, title: &str| {
        let all: Vec<_> = harness.query_all_by_label(title).collect();
        all[0].rect().center()
    };
    let at = service(&harness, "Röntgen archive");
    point(&mut harness, at);
    until(&mut harness, "its datasets are marked", |harness| {
        harness.query_by_label("of this service 3").is_some()
    });
    let at = service(&harness, "Plate archive");
    point(&mut harness, at);
    until(&mut harness, "another has none", |harness| {
        harness.query_by_label("of this service 3").is_none()
    });
}

#[test]
fn a_dataset_is_shown_on_the_sky_from_its_details() {
    let mut harness = shown(&THREE);
    let other = north(&harness, 0.5);
    click(&mut harness, other, Modifiers::NONE);
    harness.get_by_label("Show on the sky").click();
    harness.run_steps(2);
    let look = harness.state().state.sky_look();
    assert!((look.centre.dec.0 + 13.292).abs() < 1e-6, "{look:?}");
    let both = Modifiers::COMMAND | Modifiers::SHIFT;
    harness.key_press_modifiers(both, Key::W);
    harness.key_press_modifiers(both, Key::M);
    harness.run_steps(2);
    assert_eq!(harness.state().state.sky_look(), look);
}

#[test]
fn before_the_first_run_the_map_shows_where_is_asked_and_says_so() {
    let harness = window(opened());
    harness.get_by_label("asked for");
    let map = harness.get_by_label("Sky map");
    let node = map.accesskit_node();
    let description = node.description().unwrap_or_default();
    assert!(
        description.contains("cone of radius 1 deg"),
        "{description}"
    );
}

#[test]
fn the_keys_of_the_window_fit_the_region_and_show_the_whole_sky() {
    let mut harness = shown(&THREE);
    let both = Modifiers::COMMAND | Modifiers::SHIFT;
    harness.key_press_modifiers(both, Key::W);
    harness.run_steps(2);
    assert!(harness.state().state.sky_look().width.is_infinite());
    harness.key_press_modifiers(both, Key::F);
    harness.run_steps(2);
    assert!(!harness.state().state.sky_look().width.is_infinite());
}
