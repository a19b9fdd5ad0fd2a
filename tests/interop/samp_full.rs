//! The full client against real hubs and programs: registered while there is a hub, sending all, hearing all.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use vodiscover::{
    domain::{
        angle::Position,
        moc::SkyMoc,
        region::{Cone, Region},
    },
    samp::{
        Client, DeskNews, Heard, HubState, Keeping, Notice, Parcel, Received, To, new_table_id,
    },
};

use crate::samp_peers::{Desk, answer, is_gone, table};
use crate::support::{Group, wait_until};

const MINUTE: Duration = Duration::from_mins(1);

/// A desk whose session is kept, and what that has told.
pub(crate) struct Kept {
    news: Arc<Mutex<Vec<DeskNews>>>,
    _keeping: Keeping,
}

impl Kept {
    pub(crate) fn new(desk: &Desk) -> Self {
        let news = Arc::<Mutex<Vec<DeskNews>>>::default();
        let telling = Arc::clone(&news);
        let keeping = desk.keep(move |told| telling.lock().unwrap().push(told));
        Self {
            news,
            _keeping: keeping,
        }
    }

    pub(crate) fn state(&self) -> Option<HubState> {
        let news = self.news.lock().unwrap();
        news.iter().rev().find_map(|told| match told {
            DeskNews::Hub(state) => Some(state.clone()),
            _ => None,
        })
    }

    pub(crate) fn clients(&self) -> Vec<Client> {
        let news = self.news.lock().unwrap();
        let clients = news.iter().rev().find_map(|told| match told {
            DeskNews::Clients(clients) => Some(clients.to_vec()),
            _ => None,
        });
        clients.unwrap_or_default()
    }

    pub(crate) fn wait_for_hub(&self) {
        wait_until("we are registered", MINUTE, || {
            matches!(self.state(), Some(HubState::Registered { .. }))
        });
    }

    /// Waits until a client of this name, which takes this, is listed.
    pub(crate) fn wait_for(&self, name: &str, mtype: &str) -> Client {
        let mut found = None;
        wait_until(name, 2 * MINUTE, || {
            let clients = self.clients().into_iter();
            let mut named = clients.filter(|it| it.name.eq_ignore_ascii_case(name));
            found = named.find(|it| it.takes(mtype));
            found.is_some()
        });
        found.unwrap()
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        let news = self.news.lock().unwrap();
        let each = news.iter().filter_map(|told| match told {
            DeskNews::Received { received, .. } => Some(received.clone()),
            _ => None,
        });
        each.collect()
    }
}

/// What `samp_actor.py` points at of the table that it was sent.
fn pointed_at(table_id: &str) -> [Received; 3] {
    let table_id = || table_id.to_owned();
    let rows = Notice::Rows {
        table_id: table_id(),
        rows: vec![0, 2],
    };
    let row = Notice::Row {
        table_id: table_id(),
        row: 2,
    };
    let position = Position::new(274.7, -13.8).unwrap();
    [row, rows, Notice::PointAt(position)].map(Received::Notice)
}

/// An astropy client is listed, is sent all, sees what we point at; and all that it asks is heard or refused in words.
fn all_goes_both_ways(desk: &Desk, kept: &Kept, actor: &Group) {
    kept.wait_for_hub();
    let listed = kept.wait_for("astropy actor", "table.load.votable");
    assert_eq!(listed.description, "does all");
    let id = new_table_id().unwrap();
    let table = Parcel::Table {
        table: table(3).of_rows(3, 1),
        id: id.clone(),
    };
    let to = To::One(listed.id);
    let loaded = [answer("astropy actor", Heard::Loaded)];
    assert_eq!(desk.send(table, "three", &to).unwrap(), loaded);
    let said = |words: &str| {
        wait_until(words, MINUTE, || {
            let said = actor.said();
            assert!(!said.contains("Error"), "{said}");
            said.contains(words)
        });
    };
    said("loaded 3 rows as three");
    said("done");
    for reply in [
        "table.highlight.row samp.ok",
        "table.highlight.row samp.error the table has no row 3",
        "table.highlight.row samp.error vodiscover has not sent this table",
        "table.select.rowList samp.ok",
        "coord.pointAt.sky samp.ok",
        "coord.pointAt.sky samp.error dec is not between",
        "voresource.loadlist.siap samp.ok",
        "table.load.votable samp.ok",
        "table.load.votable samp.error vodiscover opens http and https",
        "samp.app.ping samp.ok",
    ] {
        assert!(actor.said().contains(reply), "{reply}: {}", actor.said());
    }
    let received = kept.received();
    assert_eq!(received[..3], pointed_at(&id));
    assert!(matches!(&received[3], Received::Services(list) if list.ivoids.len() == 1));
    let Received::Positions(list) = &received[4] else {
        panic!("{received:?}");
    };
    assert_eq!((list.name.as_str(), list.positions.len()), ("targets", 3));
    assert_eq!(list.positions[2].name.as_deref(), Some("M 31"));
    let andromeda = Position::new(10.68, 41.27).unwrap();
    assert_eq!(list.positions[2].position, andromeda);
    assert_eq!(received.len(), 5, "nothing else is heard");
    shown(desk, kept, &id);
    said("sent to by vodiscover with an icon, PNG");
    said("shown row 1");
    said("shown rows 0 2");
    said("shown coord.pointAt.sky 274.7 -13.8");
    maps_and_files(desk, actor);
    desk.close();
    said("the sender has left");
}

/// Points at rows of a table for the one who has it, and at a place for all who go there.
fn shown(desk: &Desk, kept: &Kept, id: &str) {
    let table_id = || id.to_owned();
    for notice in [
        Notice::Row {
            table_id: table_id(),
            row: 1,
        },
        Notice::Rows {
            table_id: table_id(),
            rows: vec![0, 2],
        },
    ] {
        assert_eq!(desk.notify(&notice).unwrap(), ["astropy actor"]);
    }
    let place = Notice::PointAt(Position::new(274.7, -13.8).unwrap());
    let mut reached = desk.notify(&place).unwrap();
    reached.sort();
    let clients = kept.clients().into_iter();
    let takers = clients.filter(|client| client.takes("coord.pointAt.sky"));
    let mut expected: Vec<_> = takers.map(|client| client.name).collect();
    expected.sort();
    assert_eq!(reached, expected);
}

fn maps_and_files(desk: &Desk, actor: &Group) {
    let centre = Position::new(274.7, -13.8).unwrap();
    let region = Region::Cone(Cone::new(centre, 1.0).unwrap());
    let fits = SkyMoc::covering(&[region]).to_fits().unwrap().into();
    let loaded = [answer("astropy actor", Heard::Loaded)];
    let moc = Parcel::Moc { fits };
    assert_eq!(desk.send(moc, "region", &To::All).unwrap(), loaded);
    let said = actor.said();
    let area = said.split("map of RANGE ").nth(1).unwrap();
    let area: f64 = area.split(' ').next().unwrap().parse().unwrap();
    // A cone of 1 degree has pi square degrees, and the cells at its rim reach beyond it.
    assert!((std::f64::consts::PI..3.3).contains(&area), "{area}");
    let image = Parcel::Image {
        url: "http://127.0.0.1:9/m16.fits".to_owned(),
    };
    assert_eq!(desk.send(image, "M 16", &To::All).unwrap(), loaded);
    let spectrum = Parcel::Spectrum {
        url: "http://127.0.0.1:9/s.fits".to_owned(),
        meta: vec![("Access.Format", "application/fits".to_owned())],
    };
    assert_eq!(desk.send(spectrum, "star", &To::All).unwrap(), loaded);
    for words in [
        "sent image.load.fits",
        "('url', 'http://127.0.0.1:9/m16.fits')",
        "sent spectrum.load.ssa-generic",
        "'Access.Format': 'application/fits'",
    ] {
        assert!(actor.said().contains(words), "{words}: {}", actor.said());
    }
}

#[test]
fn all_goes_both_ways_through_jsamps_hub() {
    let desk = Desk::new(MINUTE);
    let kept = Kept::new(&desk);
    let Some(_hub) = desk.jsamp_hub() else { return };
    let Some(actor) = desk.astropy_actor() else {
        return;
    };
    all_goes_both_ways(&desk, &kept, &actor);
}

#[test]
fn all_goes_both_ways_through_astropys_hub() {
    let desk = Desk::new(MINUTE);
    let kept = Kept::new(&desk);
    let Some(_hub) = desk.astropy_hub() else {
        return;
    };
    let Some(actor) = desk.astropy_actor() else {
        return;
    };
    all_goes_both_ways(&desk, &kept, &actor);
}

#[test]
fn all_goes_both_ways_through_topcats_hub() {
    let desk = Desk::new(MINUTE);
    let kept = Kept::new(&desk);
    let Some((mut topcat, _display)) = desk.topcat("-hub") else {
        return;
    };
    desk.wait_for_lockfile(&mut topcat);
    let Some(actor) = desk.astropy_actor() else {
        return;
    };
    kept.wait_for("topcat", "table.select.rowList");
    all_goes_both_ways(&desk, &kept, &actor);
}

#[test]
fn a_hub_that_is_killed_is_noticed_and_the_next_is_followed() {
    let desk = Desk::new(MINUTE);
    let kept = Kept::new(&desk);
    let Some(first) = desk.jsamp_hub() else {
        return;
    };
    kept.wait_for_hub();
    let Some(silent) = desk.astropy_client("silent") else {
        return;
    };
    kept.wait_for("astropy silent", "table.load.votable");
    let answers = std::thread::scope(|scope| {
        let sending = scope.spawn(|| desk.broadcast(table(3), "three"));
        wait_until("it is loaded", MINUTE, || {
            silent.said().contains("loaded 3 rows")
        });
        first.kill();
        sending.join().unwrap().unwrap()
    });
    assert_eq!(answers, [answer("astropy silent", Heard::Left)]);
    wait_until("the dead hub is noticed", MINUTE, || {
        matches!(kept.state(), Some(HubState::Stale { .. }))
    });
    assert!(!is_gone(&desk.lockfile()), "its lock file is still there");
    std::fs::remove_file(desk.lockfile()).unwrap();
    let Some(_second) = desk.astropy_hub() else {
        return;
    };
    kept.wait_for_hub();
    let Some(_client) = desk.astropy_client("answer") else {
        return;
    };
    kept.wait_for("astropy answer", "table.load.votable");
    let loaded = vec![answer("astropy answer", Heard::Loaded)];
    assert_eq!(desk.broadcast(table(4), "four"), Ok(loaded));
}

/// Our own descriptors, and what we hold in memory in kB.
fn held() -> (usize, u64) {
    let n_files = std::fs::read_dir("/proc/self/fd").unwrap().count();
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kb = line.unwrap().trim().trim_end_matches(" kB");
    (n_files, kb.parse().unwrap())
}

#[test]
fn a_thousand_broadcasts_leak_nothing() {
    let desk = Desk::new(MINUTE);
    let Some(_hub) = desk.jsamp_hub() else { return };
    let Some(_client) = desk.astropy_client("answer") else {
        return;
    };
    let loaded = vec![answer("astropy answer", Heard::Loaded)];
    // 100 kB each, of which the last 64 are kept.
    let one = || {
        let mut document = String::from(
            "<VOTABLE><RESOURCE><TABLE><FIELD name=\"a\" datatype=\"int\"/><DATA><TABLEDATA><TR><TD>1</TD></TR>\
            </TABLEDATA></DATA></TABLE></RESOURCE><!--",
        );
        document.push_str(&"x".repeat(100_000));
        document.push_str("--></VOTABLE>");
        document
    };
    for _ in 0..100 {
        assert_eq!(desk.broadcast(one(), "one"), Ok(loaded.clone()));
    }
    let (n_files, kb) = held();
    for _ in 0..900 {
        assert_eq!(desk.broadcast(one(), "one"), Ok(loaded.clone()));
    }
    let (n_files_after, kb_after) = held();
    assert!(
        n_files_after <= n_files + 8,
        "{n_files} descriptors, then {n_files_after}"
    );
    // 900 tables of 100 kB would be 90 MB.
    assert!(kb_after < kb + 20_000, "{kb} kB, then {kb_after} kB");
}
