//! States, services and datasets for the tests of the window, without a network.

use super::{action::Action, decide::Effect, state::State};
use crate::{
    discovery::{
        event::{Attempt, Ending, Happening, Outcome, Report, RunId, ServiceNr},
        plan::{Considered, Fate, Plan, Reason},
    },
    domain::{
        constraints::Question,
        dataset::{Datasets, DatasetsBuilder},
        ivoid::Ivoid,
        obscore::ObsColumn,
        service::{Protocol, Service},
    },
    http::limits::Settings,
    samp::{Client, HubState, SendNews},
    worker::{Command, Event, SampNews},
};
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

/// A window that has just opened on tkdiscover's example.
pub(crate) fn opened() -> State {
    State::new(
        Question::example(),
        "http://registry.example/tap".to_owned(),
        Settings::default(),
    )
}

/// A window in which Run was pressed; and the number of the search.
pub(crate) fn running() -> (State, RunId) {
    let mut state = opened();
    let Some(Effect::Send(Command::Discover(id, ..))) = state.decide(Action::Run) else {
        panic!("Run starts a search");
    };
    (state, id)
}

/// A window with a search of three services and two datasets: the first is done, the second failed, the third is left
/// out.
pub(crate) fn answered() -> (State, RunId) {
    let (mut state, id) = running();
    tell(&mut state, id, planned());
    tell(&mut state, id, Happening::Asking(ServiceNr(0)));
    tell(&mut state, id, Happening::Asking(ServiceNr(1)));
    let rows = Arc::new(datasets(&["Eagle in X-rays", "Eagle, second exposure"]));
    tell(&mut state, id, Happening::Rows(ServiceNr(0), rows));
    let good = report(Outcome::Ok, 1_300, 2, "");
    tell(&mut state, id, Happening::Finished(ServiceNr(0), good));
    let failed = report(
        Outcome::Failed,
        0,
        0,
        "no answer within 20 s: archive.example",
    );
    tell(&mut state, id, Happening::Finished(ServiceNr(1), failed));
    (state, id)
}

/// A window with a search that has ended, whose second service was cut off.
pub(crate) fn cut_off() -> (State, RunId) {
    let (mut state, id) = running();
    tell(&mut state, id, planned());
    let good = report(Outcome::Ok, 2, 2, "");
    tell(&mut state, id, Happening::Finished(ServiceNr(0), good));
    let more = "the service holds more than it gave; ask for more, or in parts";
    let cut_off = report(Outcome::Overflow, 5, 5, more);
    tell(&mut state, id, Happening::Finished(ServiceNr(1), cut_off));
    tell(&mut state, id, Happening::Ended(Ending::Complete));
    (state, id)
}

/// Lets a search tell something.
pub(crate) fn tell(state: &mut State, id: RunId, happening: Happening) {
    let effect = state.take_in(Event::Run(id, SystemTime::now(), happening));
    assert!(effect.is_none(), "a search asks for nothing");
}

/// Three services: one to ask, another to ask, one left out for the first.
pub(crate) fn planned() -> Happening {
    let fates = [
        ("Röntgen archive", Protocol::ObsCore, Fate::ToAsk),
        ("Plate archive", Protocol::Sia2, Fate::ToAsk),
        (
            "Röntgen archive by SIA",
            Protocol::Sia1,
            Fate::LeftOut(Reason::SameCollection { by: ServiceNr(0) }),
        ),
    ];
    let considered = (0..)
        .zip(fates)
        .map(|(nr, (title, protocol, fate))| Considered {
            service: Service {
                ivoid: Ivoid::new(&format!("ivo://archive.example/{nr}")),
                title: title.to_owned(),
                protocol,
                access_url: format!("http://archive.example/{nr}?"),
            },
            fate,
            stands_for: Vec::new(),
            alternates: Vec::new(),
        })
        .collect();
    Happening::Planned(Arc::new(Plan { considered }))
}

/// Datasets of the first service with these titles.
pub(crate) fn datasets(titles: &[&str]) -> Datasets {
    let mut builder = DatasetsBuilder::new();
    for title in titles {
        builder.set_text(ObsColumn::ObsTitle, title);
        builder.set_text(ObsColumn::AccessUrl, "http://archive.example/get?id=1&b=2");
        builder.set_text(ObsColumn::OriginService, "ivo://archive.example/0");
        builder.set_text(ObsColumn::Protocol, "ObsCore");
        builder.set_number(ObsColumn::SRa, 274.688);
        builder.set_number(ObsColumn::EmMin, 400e-9);
        builder.set_number(ObsColumn::EmMax, 700e-9);
        builder.set_number(ObsColumn::TMin, 49_718.2);
        builder.set_number(ObsColumn::TMax, 49_718.3);
        builder.finish_row();
    }
    builder.finish()
}

/// What became of a service.
pub(crate) fn report(outcome: Outcome, received: u64, new: u64, message: &str) -> Arc<Report> {
    Arc::new(Report {
        received,
        matched: new,
        new,
        took: Duration::from_millis(1_230),
        attempts: vec![Attempt {
            url: "http://archive.example/0?REQUEST=queryData".to_owned(),
            request: "curl -sSL 'http://archive.example/0?REQUEST=queryData'".to_owned(),
            rung: "position".into(),
            started: SystemTime::UNIX_EPOCH,
            took: Duration::from_millis(1_230),
            received,
            message: message.to_owned(),
            head: if outcome == Outcome::Failed {
                "<html>We have moved".to_owned()
            } else {
                String::new()
            },
        }],
        ..Report::unasked(outcome, message, SystemTime::UNIX_EPOCH)
    })
}

/// A program on the desk that takes messages of these kinds.
pub(crate) fn client(id: &str, name: &str, mtypes: &[&str]) -> Client {
    Client {
        id: id.to_owned(),
        name: name.to_owned(),
        mtypes: mtypes.iter().map(|mtype| (*mtype).to_owned()).collect(),
        ..Client::default()
    }
}

/// Registers with a hub that has these clients.
pub(crate) fn registered(state: &mut State, clients: &[Client]) {
    let hub = HubState::Registered {
        name: "Hub".to_owned(),
        url: "http://127.0.0.1:21012/xmlrpc".to_owned(),
    };
    state.take_in(Event::Samp(SampNews::Hub(hub)));
    state.take_in(Event::Samp(SampNews::Clients(clients.into())));
}

/// Sends what was found to TOPCAT, which has got it.
pub(crate) fn sent_to_topcat(state: &mut State) {
    let mtypes = ["table.load.votable", "table.highlight.row"];
    registered(state, &[client("c1", "TOPCAT", &mtypes)]);
    state.decide(Action::Broadcast);
    let nr = state.programs.latest().map(|sent| sent.nr);
    let out = SendNews::Sent {
        name: "vodiscover".to_owned(),
        to: vec!["TOPCAT".to_owned()],
    };
    state.take_in(Event::Samp(SampNews::Send(nr.unwrap(), out)));
}
