//! A search under observation: what it tells and when.

use std::time::{Duration, Instant};
use tokio::{runtime::Handle, sync::mpsc, time::timeout};
use vodiscover::{
    discovery::{
        self, Run, Search,
        again::{Again, How},
        event::{Ending, Happening, RunId, ServiceNr},
        record::Record,
    },
    domain::constraints::{Constraints, Product, Question},
    http::{Client, Settings},
};

/// Longer than any search here takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// A search for images around RA 10, Dec 20 degrees, with the registry at this address.
pub(crate) fn around(registry: &str) -> Search {
    let question = Question {
        space: "10 20 1".to_owned(),
        product: Product::Images,
        ..Question::default()
    };
    Search {
        constraints: question.parse().unwrap_or(Constraints {
            space: None,
            spectrum: None,
            time: None,
            product: Product::Images,
            inclusive: false,
        }),
        question,
        registry: registry.to_owned(),
        fallbacks: Vec::new(),
        settings: Settings::default(),
    }
}

/// A search that was started here.
#[derive(Debug)]
pub(crate) struct Searching {
    run: Option<Run>,
    told: mpsc::UnboundedReceiver<Happening>,
    record: Record,
}

impl Searching {
    /// Starts it.
    pub(crate) fn start(search: Search) -> Self {
        let (tell, told) = mpsc::unbounded_channel();
        let client = Client::new(search.settings.clone()).unwrap();
        let record = Record::new(RunId(7), search.clone());
        let run = discovery::start(
            &Handle::current(),
            RunId(7),
            client,
            search,
            move |id, happening| {
                assert_eq!(id, RunId(7), "every event carries the number of its search");
                tell.send(happening).ok();
            },
        );
        Self {
            run: Some(run),
            told,
            record,
        }
    }

    /// Asks services again, after the end.
    pub(crate) fn again(&mut self, services: &[(ServiceNr, How)]) {
        let again = Again::new(&self.record, services).expect("they can be asked again");
        let (tell, told) = mpsc::unbounded_channel();
        let client = Client::new(again.settings()).unwrap();
        self.told = told;
        self.run = Some(discovery::start_again(
            &Handle::current(),
            RunId(7),
            client,
            again,
            move |_, happening| drop(tell.send(happening)),
        ));
    }

    /// All that it told, taken in.
    pub(crate) fn record(&self) -> &Record {
        &self.record
    }

    /// The next thing that it tells; `None` when its task is gone.
    pub(crate) async fn next(&mut self) -> Option<Happening> {
        let happening = timeout(PATIENCE, self.told.recv())
            .await
            .expect("it tells something in time")?;
        self.record.take_in(&happening);
        Some(happening)
    }

    /// Waits until it tells such a thing.
    pub(crate) async fn until(&mut self, is_it: impl Fn(&Happening) -> bool) -> Happening {
        loop {
            let happening = self.next().await.expect("it is told before the end");
            if is_it(&happening) {
                return happening;
            }
        }
    }

    /// Waits for its end.
    pub(crate) async fn end(&mut self) -> Ending {
        let is_end = |happening: &Happening| matches!(happening, Happening::Ended(_));
        match self.until(is_end).await {
            Happening::Ended(ending) => ending,
            other => panic!("not an end: {other:?}"),
        }
    }

    /// Stops it.
    pub(crate) fn stop(&mut self) {
        self.run = None;
    }

    /// Stops it, and asserts that it says so in this time, once, and nothing after. Returns how many datasets it found.
    pub(crate) async fn check_stop(&mut self, within: Duration) -> usize {
        let asked = Instant::now();
        self.stop();
        let ending = self.end().await;
        let took = asked.elapsed();
        assert!(matches!(ending, Ending::Stopped), "{ending:?}");
        assert!(took < within, "it took {took:?}");
        self.check_silence().await;
        self.record.found().len()
    }

    /// Asserts that nothing more is told: the task is gone, and with it the sender.
    pub(crate) async fn check_silence(&mut self) {
        let more = timeout(Duration::from_millis(500), self.told.recv()).await;
        assert!(matches!(more, Ok(None)), "told after the end: {more:?}");
    }
}
