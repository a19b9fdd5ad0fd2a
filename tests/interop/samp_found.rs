//! What a search in the practice VO has found, broadcast as the window broadcasts it.

use std::{io, sync::mpsc, time::Duration};

use tokio::runtime::Runtime;
use vodiscover::{
    discovery::{
        self, Search,
        event::RunId,
        export::{self, Format},
        record::Record,
    },
    domain::constraints::Question,
    http::{Client, Settings},
    practice::{Faults, Options, PracticeVo},
    samp::{Heard, Table},
    votable::Serialization,
};

use crate::samp_peers::{Desk, answer};

const MINUTE: Duration = Duration::from_mins(1);

#[test]
fn what_was_found_is_loaded_by_topcat_and_astropy_through_jsamps_hub() {
    let desk = Desk::new(MINUTE);
    let Some(_hub) = desk.jsamp_hub() else { return };
    let Some(client) = desk.astropy_client("answer") else {
        return;
    };
    let Some(_topcat) = desk.topcat("-nohub") else {
        return;
    };
    let record = record();
    let n_found = record.found().len();
    assert!(n_found > 10, "the practice VO has more than {n_found}");
    let table = Table::written(move |out| {
        let format = Format::VOTable(Serialization::Binary2);
        export::write(&record, format, out).map_err(io::Error::other)
    });
    let both = [
        answer("astropy answer", Heard::Loaded),
        answer("topcat", Heard::Loaded),
    ];
    assert_eq!(desk.broadcast_to_all(&table, "found", 2), both);
    let said = format!("loaded {n_found} rows");
    assert!(
        client.said().contains(&said),
        "{said}, but {}",
        client.said()
    );
}

/// A whole search that finds something.
fn record() -> Record {
    let runtime = Runtime::new().unwrap();
    let options = Options {
        port: None,
        faults: Faults::None,
        latency: false,
    };
    let vo = runtime.block_on(PracticeVo::start(options)).unwrap();
    let question = Question {
        inclusive: true,
        ..Question::example()
    };
    let search = Search {
        constraints: question.parse().unwrap(),
        question,
        registry: vo.registry_url(),
        fallbacks: Vec::new(),
        settings: Settings::default(),
    };
    let client = Client::new(search.settings.clone()).unwrap();
    let mut record = Record::new(RunId(1), search.clone());
    let (tell, told) = mpsc::channel();
    let _run = discovery::start(
        runtime.handle(),
        RunId(1),
        client,
        search,
        move |_, news| {
            tell.send(news).ok();
        },
    );
    while !record.is_ended() {
        record.take_in(&told.recv_timeout(MINUTE).unwrap());
    }
    record
}
