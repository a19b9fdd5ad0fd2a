//! The window, drawn sixty times in a second beside something else.

use std::{
    error::Error,
    io,
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

use eframe::egui::{Event, pos2};
use vodiscover::{
    discovery::{
        event::{Ending, Happening, ServiceNr},
        plan::{Considered, Fate, Plan},
    },
    domain::{
        constraints::Question,
        dataset::Datasets,
        ivoid::Ivoid,
        service::{Protocol, Service},
    },
    gui::offscreen::{Offscreen, What},
};

/// From one frame to the next.
const FRAME: Duration = Duration::from_micros(16_667);
/// Until nothing works on what is to be shown any more.
const SETTLED: usize = 120;

/// A window that is drawn, on a thread of its own, while the pointer moves over it. It is closed when nobody can tell it any
/// more to go on.
pub(crate) struct Drawn {
    going_on: mpsc::Sender<()>,
    times: mpsc::Receiver<Vec<Duration>>,
}

impl Drawn {
    /// Opens a window that shows these datasets, and draws it until it is settled.
    pub(crate) fn open(
        datasets: impl Iterator<Item = Datasets> + Send + 'static,
    ) -> Result<Self, Box<dyn Error>> {
        let (going_on, is_over) = mpsc::channel();
        let (tell, times) = mpsc::channel();
        let draw_all = move || {
            let Ok(mut window) = opened(datasets) else {
                return;
            };
            for nr in 0..SETTLED {
                draw(&mut window, nr, &is_over);
            }
            tell.send(Vec::new()).ok();
            let mut times = Vec::new();
            while let Some(took) = draw(&mut window, times.len(), &is_over) {
                times.push(took);
            }
            times.sort();
            tell.send(times).ok();
        };
        thread::Builder::new()
            .name("window".to_owned())
            .spawn(draw_all)?;
        times.recv()?;
        Ok(Self { going_on, times })
    }

    /// How long each frame took since it was settled, the shortest first.
    pub(crate) fn close(self) -> Result<Vec<Duration>, Box<dyn Error>> {
        drop(self.going_on);
        Ok(self.times.recv()?)
    }
}

/// One frame, and what is left of its time; how long it took, or `None` if it was the last.
fn draw(window: &mut Offscreen, nr: usize, is_over: &mpsc::Receiver<()>) -> Option<Duration> {
    let begun = Instant::now();
    let step = nr as f32;
    let at = pos2(
        640.0 + (step * 0.07).sin() * 500.0,
        400.0 + (step * 0.09).cos() * 300.0,
    );
    window.frame(What::Window, vec![Event::PointerMoved(at)]);
    let took = begun.elapsed();
    let rest = is_over.recv_timeout(FRAME.saturating_sub(took));
    (rest == Err(mpsc::RecvTimeoutError::Timeout)).then_some(took)
}

fn opened(datasets: impl Iterator<Item = Datasets>) -> io::Result<Offscreen> {
    let question = Question {
        space: "10 20 5".to_owned(),
        ..Question::default()
    };
    let mut window = Offscreen::new([1280.0, 800.0], question)?;
    let nr = ServiceNr(0);
    window.tell(Happening::Planned(Arc::new(Plan {
        considered: vec![Considered {
            service: Service {
                ivoid: Ivoid::new("ivo://archive.example/0"),
                title: "Archive".to_owned(),
                protocol: Protocol::ObsCore,
                access_url: "http://archive.example/tap".to_owned(),
            },
            fate: Fate::ToAsk,
            stands_for: Vec::new(),
            alternates: Vec::new(),
        }],
    })));
    window.tell(Happening::Asking(nr));
    for chunk in datasets {
        window.tell(Happening::Rows(nr, Arc::new(chunk)));
    }
    window.tell(Happening::Ended(Ending::Complete));
    Ok(window)
}
