//! The coverage plot by its accessible names, by pointer and by keys.

use super::{CoverageView, NAME, axis::Look, coverage_ui, extent::found};
use crate::{
    discovery::event::{Happening, ServiceNr},
    gui::{
        action::Actions,
        hover::{Hover, Hovered},
        state::{Selected, State},
        style,
        testing::{datasets, opened, planned, running, tell},
    },
};
use eframe::egui::{self, Key, Modifiers, PointerButton, Pos2, Role, Vec2, pos2, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

mod export;
mod searches;
mod services;
mod strips;

const NULL: f64 = f64::NAN;

struct Desk {
    state: State,
    view: CoverageView,
    hover: Hover,
    /// What another panel says is under the pointer.
    points_at: Hovered,
    installed: bool,
}

impl Desk {
    fn ui(&mut self, ui: &mut egui::Ui) {
        if !self.installed {
            style::install(ui.ctx());
            self.installed = true;
            ui.ctx().request_repaint();
            return;
        }
        let mut actions = Actions::default();
        let Self {
            state, view, hover, ..
        } = self;
        hover.keep_up(ui.ctx(), state);
        if self.points_at != Hovered::Nothing {
            hover.set(self.points_at);
        }
        coverage_ui(ui, state, view, hover, &mut actions);
        hover.end_frame(ui.ctx());
        for action in actions {
            self.state.decide(action);
        }
    }
}

type Window = Harness<'static, Desk>;

fn window(state: State) -> Window {
    let desk = Desk {
        state,
        view: CoverageView::default(),
        hover: Hover::default(),
        points_at: Hovered::Nothing,
        installed: false,
    };
    let mut harness = Harness::builder()
        .with_size([600.0, 300.0])
        .with_step_dt(1.0 / 60.0)
        .build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk);
    harness.run_steps(3);
    until(&mut harness, |desk| {
        desk.view.plot.is_some() || desk.state.search.is_none()
    });
    harness
}

/// Draws frames until something is so, and one more.
fn until(harness: &mut Window, is_so: impl Fn(&Desk) -> bool) {
    let begun = Instant::now();
    while !is_so(harness.state()) {
        harness.step();
        std::thread::yield_now();
        assert!(begun.elapsed() < Duration::from_secs(20), "it never comes");
    }
    harness.run_steps(2);
}

fn with(rows: &[[f64; 4]]) -> State {
    let (mut state, id) = running();
    tell(&mut state, id, planned());
    tell(&mut state, id, Happening::Asking(ServiceNr(0)));
    let rows = Arc::clone(&found(rows).chunks()[0]);
    tell(&mut state, id, Happening::Rows(ServiceNr(0), rows));
    state
}

/// Two datasets a month and a decade apart, one without time, one without wavelength.
fn two() -> State {
    with(&[
        [50_000.0, 50_001.0, 1e-7, 2e-7],
        [50_030.0, 50_031.0, 1e-6, 2e-6],
        [NULL, NULL, 1e-6, 1e-6],
        [50_001.0, 50_001.0, NULL, NULL],
    ])
}

fn layout(harness: &Window) -> super::Layout {
    let counts = harness.state().view.plot.as_ref().unwrap().counts;
    super::Layout::new(harness.get_by_label(NAME).rect(), counts, super::SIZES)
}

/// Where the middle of a dataset is on the screen.
fn at(harness: &Window, row: usize) -> Pos2 {
    let view = &harness.state().view;
    let plot = view.plot.as_ref().unwrap();
    let layout = layout(harness);
    let look = plot.extents.get(row).unwrap().look().unwrap();
    layout
        .place(view.look(super::Asked::default()))
        .rect_of(look)
        .center()
}

fn look(harness: &Window) -> Look {
    harness.state().view.look(super::Asked::default())
}

/// Presses the button in one place and lets it go in another, with these keys held.
fn drag(harness: &mut Window, from: Pos2, to: Pos2, modifiers: Modifiers) {
    let button = |pos, pressed| egui::Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers,
    };
    harness.event(egui::Event::ModifiersChanged(modifiers));
    harness.event(egui::Event::PointerMoved(from));
    harness.event(button(from, true));
    harness.event(egui::Event::PointerMoved(to));
    harness.event(button(to, false));
    harness.event(egui::Event::ModifiersChanged(Modifiers::NONE));
    harness.run_steps(2);
}

/// Draws frames until exactly these are selected: brushes select off the window's thread.
fn until_selected(harness: &mut Window, rows: &[usize]) {
    until(harness, |desk| {
        desk.state.selection.rows().iter().eq(rows.iter().copied())
    });
}

fn selected(harness: &Window) -> Vec<usize> {
    harness.state().state.selection.rows().iter().collect()
}

#[test]
fn the_plot_and_its_buttons_have_names_and_say_what_is_not_drawn() {
    let harness = window(two());
    let plot = harness.get_by_role_and_label(Role::Canvas, NAME);
    let words = plot.value().unwrap();
    assert!(words.starts_with("4 datasets, 1995-"), "{words}");
    harness.get_by_role_and_label(Role::Button, "Fit");
    harness.get_by_role_and_label(Role::Button, "Brush");
    harness.get_by_label("1 without time, 1 without wavelength");
}

#[test]
fn an_empty_plot_teaches() {
    let harness = window(opened());
    harness.get_by_label(
        "Each dataset will be a box here: from when to when, and at which wavelengths",
    );
    let harness = window(running().0);
    harness.get_by_label("Datasets show here as they come in");
}

#[test]
fn what_is_under_the_pointer_is_shared_and_a_click_selects_it() {
    let mut harness = window(two());
    let second = at(&harness, 1);
    harness.event(egui::Event::PointerMoved(second));
    harness.run_steps(2);
    assert_eq!(harness.state().hover.now(), Hovered::Dataset(1));
    drag(&mut harness, second, second, Modifiers::NONE);
    assert_eq!(harness.state().state.selected, Selected::Dataset(1));
    assert_eq!(selected(&harness), [1]);
    let first = at(&harness, 0);
    drag(&mut harness, first, first, Modifiers::COMMAND);
    assert_eq!(selected(&harness), [0, 1], "it joins");
    drag(&mut harness, second, second, Modifiers::COMMAND);
    assert_eq!(selected(&harness), [0], "it leaves");
}

#[test]
fn a_drag_moves_the_plot_and_with_shift_it_brushes() {
    let mut harness = window(two());
    let before = look(&harness);
    let first = at(&harness, 0);
    let around = |pos: Pos2| (pos - vec2(20.0, 25.0), pos + vec2(20.0, 25.0));
    let (from, to) = around(first);
    drag(&mut harness, from, to, Modifiers::SHIFT);
    until_selected(&mut harness, &[0]);
    assert_eq!(look(&harness), before, "it stays where it was");
    let (from, to) = around(at(&harness, 1));
    drag(
        &mut harness,
        from,
        to,
        Modifiers::SHIFT | Modifiers::COMMAND,
    );
    until_selected(&mut harness, &[0, 1]);
    harness.get_by_label("Brush").click();
    harness.run_steps(2);
    drag(&mut harness, from, to, Modifiers::NONE);
    until_selected(&mut harness, &[1]);
    harness.get_by_label("Brush").click();
    harness.run_steps(2);
    drag(
        &mut harness,
        first,
        first + vec2(40.0, 0.0),
        Modifiers::NONE,
    );
    let moved = look(&harness);
    assert!(
        moved.time.lo < before.time.lo,
        "earlier times come in sight"
    );
    assert!((moved.time.len() - before.time.len()).abs() < 1e-6);
    assert_eq!(selected(&harness), [1], "it selects nothing");
    harness.get_by_label("Fit").click();
    harness.run_steps(2);
    until(&mut harness, |desk| {
        desk.view.look(super::Asked::default()) == before
    });
}

#[test]
fn the_wheel_zooms_about_the_pointer_and_over_an_axis_that_one_alone() {
    let mut harness = window(two());
    let before = look(&harness);
    let wheel = |harness: &mut Window, pos: Pos2| {
        harness.event(egui::Event::PointerMoved(pos));
        harness.step();
        harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: Vec2::new(0.0, 50.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(12);
    };
    let second = at(&harness, 1);
    wheel(&mut harness, second);
    let near = look(&harness);
    assert!(near.time.len() < before.time.len() && near.wave.len() < before.wave.len());
    assert!((at(&harness, 1) - second).length() < 1.0, "it stays there");
    let bottom = harness.get_by_label(NAME).rect().bottom();
    wheel(&mut harness, pos2(second.x, bottom - 2.0));
    let nearer = look(&harness);
    assert!(nearer.time.len() < near.time.len());
    assert_eq!(nearer.wave, near.wave);
}

#[test]
fn keys_move_zoom_and_fit() {
    let mut harness = window(two());
    let before = look(&harness);
    harness.get_by_label(NAME).focus();
    harness.run_steps(2);
    for key in [Key::ArrowRight, Key::ArrowUp] {
        harness.key_press(key);
        harness.run_steps(2);
    }
    let moved = look(&harness);
    let by = (moved.time.lo - before.time.lo) / before.time.len();
    assert!((by - 0.1).abs() < 1e-9, "{by}");
    assert!(moved.wave.lo > before.wave.lo, "longer wavelengths");
    harness.key_press(Key::Plus);
    harness.run_steps(2);
    assert!((look(&harness).time.len() / moved.time.len() - 0.7).abs() < 1e-9);
    harness.key_press(Key::Minus);
    harness.run_steps(2);
    assert!((look(&harness).time.len() / moved.time.len() - 1.0).abs() < 1e-9);
    harness.key_press(Key::F);
    harness.run_steps(2);
    until(&mut harness, |desk| {
        desk.view.look(super::Asked::default()) == before
    });
}

#[test]
fn rows_that_come_in_are_drawn_and_do_not_move_what_is_seen() {
    let mut harness = window(two());
    let before = look(&harness);
    let id = harness.state().state.search.as_ref().unwrap().id;
    let more = found(&[[50_010.0, 50_010.0, 5e-7, 5e-7]]);
    let rows = Arc::clone(&more.chunks()[0]);
    tell(
        &mut harness.state_mut().state,
        id,
        Happening::Rows(ServiceNr(0), rows),
    );
    until(&mut harness, |desk| {
        desk.view
            .plot
            .as_ref()
            .is_some_and(|plot| plot.counts.shown == 5)
    });
    assert_eq!(look(&harness), before);
}

#[test]
fn among_very_many_datasets_the_one_under_the_pointer_shows_when_it_rests() {
    let mut rows = vec![[50_000.0, 50_001.0, 1e-7, 2e-7]; 200_001];
    rows.push([50_030.0, 50_031.0, 1e-6, 2e-6]);
    let mut harness = window(with(&rows));
    let last = at(&harness, 200_001);
    harness.event(egui::Event::PointerMoved(last - vec2(50.0, 0.0)));
    harness.step();
    harness.event(egui::Event::PointerMoved(last));
    harness.step();
    assert_eq!(harness.state().hover.now(), Hovered::Nothing, "it moves");
    harness.run_steps(2);
    assert_eq!(harness.state().hover.now(), Hovered::Dataset(200_001));
}
