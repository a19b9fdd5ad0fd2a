//! Prints how long a frame takes to lay out and tessellate while a search runs, without a display.
//!
//! `cargo bench --bench window` draws over a million datasets of a hundred services, `-- 50000` over as many as that; and
//! then a sky map with 11,000 outlines, as many as there are at most.
//! Times are milliseconds of the wall: median and 99th percentile.
#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints figures that need no more digits than a double has"
)]

#[path = "../support/memory.rs"]
mod memory;
mod sample;

use eframe::egui::{
    Event, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, TouchPhase, Vec2,
    pos2, vec2,
};
use memory::memory_kib;
use std::{error::Error, sync::Arc, time::Instant};
use vodiscover::{
    discovery::{
        event::{Happening, ServiceNr},
        plan::{Considered, Fate, Plan},
    },
    domain::{
        constraints::Question,
        ivoid::Ivoid,
        service::{Protocol, Service},
    },
    gui::offscreen::{Offscreen, What},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Services that tell of datasets.
const SERVICES: u32 = 100;
/// Datasets of which each has an outline on the sky map.
const OUTLINES: usize = 11_000;
/// Frames that are timed of each kind.
const FRAMES: usize = 300;
/// The window, in points.
const SIZE: [f32; 2] = [1280.0, 800.0];

/// What a person does meanwhile.
#[derive(Debug, Clone, Copy)]
enum Doing {
    Nothing,
    Scrolling,
    Dragging,
    Zooming,
    Pointing,
}

fn main() -> Outcome<()> {
    let rows = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let rows: usize = rows.unwrap_or(1_000_000);
    let before = memory_kib("VmRSS")?;
    let mut window = opened()?;
    let each = rows / SERVICES as usize;
    for nr in 0..SERVICES {
        window.tell(Happening::Asking(ServiceNr(nr)));
        let datasets = Arc::new(sample::datasets(each, nr as usize));
        window.tell(Happening::Rows(ServiceNr(nr), datasets));
    }
    let more = || -> Outcome<u64> { Ok(memory_kib("VmRSS")?.saturating_sub(before) / 1024) };
    println!("{rows} datasets kept: {} MiB", more()?);
    settle(&mut window);
    println!("and shown: {} MiB", more()?);
    println!(
        "{:10} {:10} {:>8} {:>8} {:>10}",
        "", "", "median", "99 %", "vertices"
    );
    for (what, doing) in [
        (What::Table, Doing::Nothing),
        (What::Table, Doing::Scrolling),
        (What::Sky, Doing::Nothing),
        (What::Sky, Doing::Pointing),
        (What::Sky, Doing::Dragging),
        (What::Sky, Doing::Zooming),
        (What::Coverage, Doing::Nothing),
        (What::Coverage, Doing::Pointing),
        (What::Coverage, Doing::Dragging),
        (What::Coverage, Doing::Zooming),
        (What::Window, Doing::Nothing),
        (What::Window, Doing::Pointing),
        (What::Window, Doing::Scrolling),
    ] {
        timed(&mut window, what, doing, None);
    }
    println!("while a thousand rows come in with every tenth frame:");
    for what in [What::Table, What::Sky, What::Coverage, What::Window] {
        timed(&mut window, what, Doing::Pointing, Some(1_000));
    }
    drop(window);
    println!("{OUTLINES} outlines on the sky map:");
    let mut window = opened()?;
    window.tell(Happening::Asking(ServiceNr(0)));
    let datasets = Arc::new(sample::in_field(OUTLINES));
    window.tell(Happening::Rows(ServiceNr(0), datasets));
    settle(&mut window);
    for doing in [
        Doing::Nothing,
        Doing::Pointing,
        Doing::Dragging,
        Doing::Zooming,
    ] {
        timed(&mut window, What::Sky, doing, None);
    }
    Ok(())
}

/// A window that asks a hundred services for five degrees around 10 20.
fn opened() -> Outcome<Offscreen> {
    let mut window = Offscreen::new(
        SIZE,
        Question {
            space: "10 20 5".to_owned(),
            ..Question::default()
        },
    )?;
    window.tell(Happening::Planned(Arc::new(plan())));
    Ok(window)
}

/// Draws until nothing has changed for two seconds: until then threads may still work on what is to be shown.
fn settle(window: &mut Offscreen) {
    let begun = Instant::now();
    let (mut last, mut since) = (0, begun);
    while since.elapsed().as_secs() < 2 {
        let vertices = window.frame(What::Window, Vec::new());
        if vertices != last {
            (last, since) = (vertices, Instant::now());
        }
    }
    println!("settled after {:.2} s", (since - begun).as_secs_f64());
}

fn timed(window: &mut Offscreen, what: What, doing: Doing, coming_in: Option<usize>) {
    let mut times = Vec::with_capacity(FRAMES);
    let mut vertices = 0;
    for nr in 0..FRAMES + 20 {
        if let Some(rows) = coming_in
            && nr % 10 == 0
        {
            let datasets = Arc::new(sample::datasets(rows, 1_000 + nr));
            window.tell(Happening::Rows(ServiceNr(0), datasets));
        }
        let events = events(doing, nr);
        let begun = Instant::now();
        vertices = window.frame(what, events);
        if nr >= 20 {
            times.push(begun.elapsed().as_secs_f64() * 1e3);
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times.get(FRAMES * percent / 100).copied();
    let [median, slow] = [50, 99].map(|percent| at(percent).unwrap_or(f64::NAN));
    println!(
        "{:10} {:10} {:8.2} {:8.2} {vertices:10}",
        format!("{what:?}"),
        format!("{doing:?}"),
        median,
        slow
    );
}

/// What keys and mouse tell in one frame.
fn events(doing: Doing, nr: usize) -> Vec<Event> {
    let step = nr as f32;
    let at = pos2(
        640.0 + (step * 0.7).sin() * 200.0,
        400.0 + (step * 0.9).cos() * 120.0,
    );
    let wheel = |delta: Vec2| Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta,
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    };
    match doing {
        Doing::Nothing => Vec::new(),
        Doing::Pointing => vec![Event::PointerMoved(at)],
        Doing::Scrolling => vec![
            Event::PointerMoved(pos2(700.0, 480.0)),
            wheel(vec2(0.0, -120.0)),
        ],
        Doing::Zooming => {
            let there_and_back = if (nr / 20).is_multiple_of(2) {
                40.0
            } else {
                -40.0
            };
            vec![
                Event::PointerMoved(pos2(640.0, 400.0)),
                wheel(vec2(0.0, there_and_back)),
            ]
        }
        Doing::Dragging => dragging(nr, at),
    }
}

/// The button is pressed, the pointer moves for thirty frames, the button is released.
fn dragging(nr: usize, at: Pos2) -> Vec<Event> {
    let button = |pressed| Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    match nr % 30 {
        0 => vec![Event::PointerMoved(at), button(true)],
        29 => vec![Event::PointerMoved(at), button(false)],
        _ => vec![Event::PointerMoved(at)],
    }
}

fn plan() -> Plan {
    let considered = (0..SERVICES).map(|nr| Considered {
        service: Service {
            ivoid: Ivoid::new(&format!("ivo://archive.example/{nr}")),
            title: format!("Archive {nr}"),
            protocol: Protocol::ObsCore,
            access_url: format!("http://archive.example/{nr}/tap"),
        },
        fate: Fate::ToAsk,
        stands_for: Vec::new(),
        alternates: Vec::new(),
    });
    Plan {
        considered: considered.collect(),
    }
}
