//! A table of very many rows, driven by wheel, bars and keys.

#![expect(clippy::float_cmp, reason = "places on whole points")]

use super::*;
use eframe::egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, TouchPhase, pos2, vec2,
};
use egui_kittest::{Harness, kittest::Queryable as _};

const COLUMNS: [Column; 3] = [
    column("Number", 100.0),
    column("Twice", 100.0),
    column("Thrice", 400.0),
];

const fn column(head: &'static str, width: f32) -> Column {
    Column {
        head,
        note: "",
        width,
        number: false,
    }
}

/// Rows that bear numbers; the first `above` of them came in later, above the others.
struct Numbers {
    n_rows: usize,
    above: usize,
}

impl Source for Numbers {
    fn len(&self) -> usize {
        self.n_rows
    }

    fn cell(&self, place: usize, column: usize) -> Cell<'_> {
        let number = self.identity(place) * (column + 1);
        Cell::text(format!("{}{number}", ["row ", "twice ", "thrice "][column]))
    }

    fn copies(&self, _: usize, _: usize) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    fn identity(&self, place: usize) -> usize {
        (place + self.n_rows - self.above) % self.n_rows
    }

    fn place(&self, identity: usize) -> Option<usize> {
        Some((identity + self.above) % self.n_rows)
    }

    fn order(&self) -> u64 {
        self.above as u64
    }
}

struct Shown {
    numbers: Numbers,
    selected: Option<usize>,
    arrangement: u64,
    asked: Vec<Asked>,
}

fn table(n_rows: usize) -> Harness<'static, Shown> {
    let shown = Shown {
        numbers: Numbers { n_rows, above: 0 },
        selected: None,
        arrangement: 0,
        asked: Vec::new(),
    };
    let mut harness = Harness::builder().with_size([320.0, 300.0]).build_ui_state(
        |ui, shown: &mut Shown| {
            if !ui
                .ctx()
                .data(|data| data.get_temp(Id::unique("styled")).unwrap_or(false))
            {
                style::install(ui.ctx());
                ui.data_mut(|data| data.insert_temp(Id::unique("styled"), true));
                ui.ctx().request_repaint();
                return;
            }
            let sheet = Sheet {
                fixed: 1,
                stretch: 2,
                selected: shown.selected,
                arrangement: shown.arrangement,
                heads: Heads::Arrange(&[]),
                ..Sheet::new("Numbers", &COLUMNS)
            };
            for asked in sheet.ui(ui, &shown.numbers) {
                if let Asked::Row(place) | Asked::UpTo(place) = asked {
                    shown.selected = Some(place);
                }
                if !matches!(asked, Asked::Hovered(_)) {
                    shown.asked.push(asked);
                }
            }
        },
        shown,
    );
    harness.run();
    harness
}

fn top(harness: &Harness<'_, Shown>, text: &str) -> f32 {
    harness.get_by_label(text).rect().top()
}

fn wheel(harness: &mut Harness<'_, Shown>, points: f32) {
    harness.hover_at(pos2(150.0, 150.0));
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, points),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(30);
}

fn drag(harness: &mut Harness<'_, Shown>, from: Pos2, to: Pos2) {
    harness.drag_at(from);
    harness.run_steps(1);
    harness.hover_at(from.lerp(to, 0.5));
    harness.run_steps(1);
    harness.hover_at(to);
    harness.run_steps(1);
    harness.drop_at(to);
    harness.run_steps(2);
}

#[test]
fn end_leads_to_the_very_last_of_ten_million_rows_and_each_point_of_the_wheel_moves_it() {
    for n_rows in [1_000_000, 10_000_000] {
        let mut harness = table(n_rows);
        harness.get_by_label("row 0").click();
        harness.run();
        harness.key_press(Key::End);
        harness.run();
        let last = format!("row {}", n_rows - 1);
        let at_end = top(&harness, &last);
        let bottom = harness.get_by_label(&last).rect().bottom();
        assert!(
            bottom <= 300.0 && bottom > 280.0,
            "at the lower edge: {bottom}"
        );
        for steps in 1_u8..=5 {
            wheel(&mut harness, 1.0);
            let moved = top(&harness, &last) - at_end;
            assert!(
                (moved - f32::from(steps)).abs() < 0.01,
                "{moved} of {n_rows}"
            );
        }
        wheel(&mut harness, -1e9);
        assert!((top(&harness, &last) - at_end).abs() < 0.01, "no further");
        harness.key_press(Key::Home);
        harness.run();
        harness.get_by_label("row 0");
    }
}

#[test]
fn the_bar_leads_from_end_to_end() {
    let mut harness = table(1_000_000);
    let x = 315.0;
    drag(&mut harness, pos2(x, 40.0), pos2(x, 400.0));
    harness.get_by_label("row 999999");
    drag(&mut harness, pos2(x, 280.0), pos2(x, -100.0));
    harness.get_by_label("row 0");
}

#[test]
fn rows_that_come_in_above_do_not_move_those_in_view() {
    let mut harness = table(1_000_000);
    wheel(&mut harness, -1_000.0);
    let before = top(&harness, "row 45");
    harness.state_mut().numbers.above = 300_000;
    harness.run_steps(2);
    assert!((top(&harness, "row 45") - before).abs() < 0.01, "it stays");
    harness.state_mut().arrangement = 1;
    harness.run_steps(2);
    harness.get_by_label("row 700000");
    assert!(harness.query_by_label("row 45").is_none(), "arranged anew");
}

#[test]
fn the_keys_go_to_rows_and_shift_goes_on_to_them() {
    let mut harness = table(1_000);
    harness.get_by_label("row 0").click();
    harness.run();
    harness.state_mut().asked.clear();
    for (modifiers, key) in [
        (Modifiers::NONE, Key::ArrowDown),
        (Modifiers::SHIFT, Key::ArrowDown),
        (Modifiers::SHIFT, Key::PageDown),
        (Modifiers::COMMAND, Key::A),
        (Modifiers::NONE, Key::Space),
    ] {
        harness.key_press_modifiers(modifiers, key);
        harness.run();
    }
    // The body is 262 points high, less the bar below: 10 whole rows of 24 points, of which a page keeps one.
    let expected = [
        Asked::Row(1),
        Asked::UpTo(2),
        Asked::UpTo(11),
        Asked::All,
        Asked::Toggle(11),
    ];
    assert_eq!(harness.state().asked, expected);
}

#[test]
fn a_click_with_shift_or_control_selects_more() {
    let mut harness = table(100);
    harness.get_by_label("row 1").click();
    harness.run();
    harness
        .get_by_label("row 3")
        .click_modifiers(Modifiers::SHIFT);
    harness.run();
    harness
        .get_by_label("row 5")
        .click_modifiers(Modifiers::COMMAND);
    harness.run();
    let expected = [Asked::Row(1), Asked::UpTo(3), Asked::Toggle(5)];
    assert_eq!(harness.state().asked, expected);
}

#[test]
fn heads_sort_move_and_grow() {
    let mut harness = table(100);
    harness.get_by_label("Twice").click();
    harness.run();
    harness
        .get_by_label("Number")
        .click_modifiers(Modifiers::SHIFT);
    harness.run();
    let number = harness.get_by_label("Number").rect();
    let twice = harness.get_by_label("Twice").rect();
    drag(&mut harness, twice.center(), number.center());
    let edge = pos2(number.right(), number.center().y);
    drag(&mut harness, edge, edge + vec2(40.0, 0.0));
    let expected = [
        Asked::Head(1),
        Asked::HeadToo(0),
        Asked::Move(1, 0),
        Asked::Width(0, 140.0),
    ];
    assert_eq!(harness.state().asked, expected);
    let moved = harness.get_by_label("Twice").rect().left();
    assert_eq!(moved, twice.left() + 40.0);
}

#[test]
fn a_head_with_the_focus_is_moved_and_sized_by_keys() {
    let mut harness = table(100);
    harness.get_by_label("Twice").focus();
    harness.run();
    for (modifiers, key) in [
        (Modifiers::NONE, Key::Enter),
        (Modifiers::SHIFT, Key::ArrowRight),
        (Modifiers::COMMAND, Key::ArrowLeft),
        (Modifiers::COMMAND, Key::ArrowRight),
    ] {
        harness.key_press_modifiers(modifiers, key);
        harness.run();
    }
    let expected = [
        Asked::Head(1),
        Asked::Width(1, 116.0),
        Asked::Move(1, 0),
        Asked::Move(1, 2),
    ];
    assert_eq!(harness.state().asked, expected);
}

#[test]
fn the_menu_of_a_row_opens_by_the_keys() {
    let mut harness = table(100);
    harness.get_by_label("row 1").click();
    harness.run();
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    harness.run();
    harness.get_by_label("Copy row").click();
    harness.run();
    let copied = Asked::Copy("row 1\ttwice 2\tthrice 3".to_owned());
    assert_eq!(harness.state().asked.last(), Some(&copied));
}

#[test]
fn the_first_column_stays_when_the_others_scroll() {
    let mut harness = table(100);
    assert!(top(&harness, "twice 2") > 0.0, "it is in view");
    harness.hover_at(pos2(150.0, 150.0));
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(-500.0, 0.0),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(30);
    let left = harness.get_by_label("row 1").rect().left();
    assert_eq!(left, harness.get_by_label("Number").rect().left());
    assert!(harness.query_by_label("twice 2").is_none(), "out of view");
    harness.get_by_label("thrice 3");
}
