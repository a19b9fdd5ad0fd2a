//! Our own hub, with the real programs as its clients.

use std::{process::Command, time::Duration};

use vodiscover::{
    domain::angle::Position,
    samp::{Heard, Notice, OwnHub},
};

use crate::{
    aladin::Aladin,
    samp_aladin::places,
    samp_full::Kept,
    samp_peers::{Desk, answer, is_gone, table},
    support::{Group, beside, need_python, wait_until},
};

const MINUTE: Duration = Duration::from_mins(1);

/// How long jsamp's tests of hubs may take: they wait in between, and Java starts slowly on a busy machine.
const JSAMPS_TESTS: Duration = Duration::from_mins(5);

/// Where TOPCAT's main window has its button "Broadcast table".
const BROADCAST_BUTTON: (u32, u32) = (115, 42);

/// A desk with our hub.
fn desk() -> (Desk, OwnHub) {
    let desk = Desk::new(MINUTE);
    let hub = desk.own_hub();
    (desk, hub)
}

/// Waits until a program has ended well, and gives what it said.
fn ends_well(mut program: Group, limit: Duration) -> String {
    wait_until("the program ends", limit, || !program.is_running());
    let said = program.said();
    assert_eq!(program.exit_code(), Some(0), "{said}");
    said
}

#[test]
fn jsamps_test_of_hubs_passes_whole() {
    let (desk, hub) = desk();
    let Some(tester) = desk.jsamp(&["hubtester"]) else {
        return;
    };
    let said = ends_well(tester, JSAMPS_TESTS);
    assert!(!said.contains("WARNING"), "{said}");
    desk.stop(hub);
}

#[test]
fn jsamps_storm_of_calculations_passes_in_each_way_of_sending() {
    let (desk, hub) = desk();
    for mode in ["sync", "async", "notify", "random"] {
        let words = [
            "calcstorm",
            "-mode",
            mode,
            "-nclient",
            "10",
            "-nquery",
            "50",
        ];
        let Some(storm) = desk.jsamp(&words) else {
            return;
        };
        let said = ends_well(storm, JSAMPS_TESTS);
        assert!(!said.contains("WARNING"), "{mode}: {said}");
    }
    desk.stop(hub);
}

#[test]
fn astropys_clients_find_all_that_a_hub_is_for() {
    let (desk, hub) = desk();
    let Some(python) = need_python() else { return };
    let mut command = Command::new(python);
    command.arg(beside("own_hub_clients.py"));
    let mut clients = desk.start(command, "clients");
    wait_until("the clients have tried all", MINUTE, || {
        assert!(clients.is_running(), "{}", clients.said());
        clients.said().contains("all is well")
    });
    desk.stop(hub);
    assert!(is_gone(&desk.lockfile()), "the lock file goes with the hub");
    let said = ends_well(clients, MINUTE);
    assert!(said.contains("the hub has ended"), "{said}");
}

#[test]
fn all_programs_are_served_at_once() {
    let (desk, hub) = desk();
    let Some(client) = desk.astropy_client("answer") else {
        return;
    };
    let Some(snooper) = desk.jsamp(&["snooper"]) else {
        return;
    };
    let Some((topcat, display)) = desk.topcat("-nohub") else {
        return;
    };
    // The snooper takes everything, and says that it does not understand it.
    let mut answers = desk.broadcast_to_all(&table(1000), "first", 3);
    answers.retain(|answer| matches!(answer.heard, Heard::Loaded));
    let both = [
        answer("astropy answer", Heard::Loaded),
        answer("topcat", Heard::Loaded),
    ];
    assert_eq!(answers, both);
    for mode in ["sync", "async", "notify"] {
        let words = ["messagesender", "-mtype", "samp.app.ping", "-mode", mode];
        let Some(sender) = desk.jsamp(&words) else {
            return;
        };
        let said = ends_well(sender, MINUTE);
        for id in ["c1", "hub"] {
            assert!(said.contains(id) || mode == "notify", "{mode}: {said}");
        }
    }
    wait_until(
        "the snooper has heard of the table and the pings",
        MINUTE,
        || {
            let said = snooper.said();
            said.contains("table.load.votable") && said.contains("samp.app.ping")
        },
    );
    // TOPCAT sends the table back, as a person would: its own count of the rows is in what it sends.
    let before = client.said().matches("loaded 1000 rows").count();
    display.click_in("^TOPCAT$", BROADCAST_BUTTON);
    wait_until("astropy has the table from TOPCAT", MINUTE, || {
        client.said().matches("loaded 1000 rows").count() > before
    });
    desk.stop(hub);
    assert!(is_gone(&desk.lockfile()), "the lock file goes with the hub");
    drop(topcat);
}

#[test]
fn topcat_aladin_and_astropy_load_one_table_at_once() {
    // Aladin may not answer its first table, and is not waited for much longer than the others need.
    let desk = Desk::new(Duration::from_secs(20));
    let hub = desk.own_hub();
    let kept = Kept::new(&desk);
    let Some(aladin) = Aladin::start(&desk) else {
        return;
    };
    let Some((topcat, display)) = desk.topcat("-nohub") else {
        return;
    };
    let Some(client) = desk.astropy_client("answer") else {
        return;
    };
    for name in ["Aladin", "topcat", "astropy answer"] {
        kept.wait_for(name, "table.load.votable");
    }
    aladin.wait_until_ready();
    let mut answers = desk.broadcast(places(), "places").unwrap();
    answers.retain(|answer| answer.client != "Aladin");
    let both = [
        answer("astropy answer", Heard::Loaded),
        answer("topcat", Heard::Loaded),
    ];
    assert_eq!(answers, both);
    let said = client.said();
    assert_eq!(said.matches("loaded 3 rows").count(), 1, "{said}");
    aladin.wait_for_status(&desk, &["PlaneID places", "NbObj   3"]);
    display.click_in("^TOPCAT$", BROADCAST_BUTTON);
    wait_until("astropy has the table from TOPCAT", MINUTE, || {
        client.said().matches("loaded 3 rows").count() == 2
    });
    let notice = Notice::PointAt(Position::new(274.8, -13.7).unwrap());
    let reached = desk.notify(&notice).unwrap();
    assert!(reached.contains(&"Aladin".to_owned()), "{reached:?}");
    aladin.wait_for_status(&desk, &["Centre  18:19:12.0000000 -13:42:00"]);
    desk.stop(hub);
    assert!(is_gone(&desk.lockfile()), "the lock file goes with the hub");
    drop(topcat);
}
