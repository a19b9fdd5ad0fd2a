//! What becomes of programs when a hub of ours ends or is killed, and another comes.

use std::{env, path::PathBuf, process::Command, time::Duration};

use tokio::runtime::Runtime;
use vodiscover::samp::{Heard, HubState, OwnHub, Place};

use crate::{
    samp_full::Kept,
    samp_peers::{Desk, answer, table},
    support::{Group, wait_until},
};

const MINUTE: Duration = Duration::from_mins(1);

/// Where a hub in a process of its own has its lock file.
const LOCKFILE: &str = "VODISCOVER_TEST_LOCKFILE";

/// The button at the lower right of TOPCAT's main window, which leaves a hub or joins one.
const TOPCATS_PLUG: (u32, u32) = (810, 288);

/// After how many looks a tenth of a second apart a click has had its effect, on a busy machine.
const CLICKS: u32 = 80;

fn topcat_loads(desk: &Desk, n_rows: u32) {
    let loaded = vec![answer("topcat", Heard::Loaded)];
    assert_eq!(desk.broadcast(table(n_rows), "plates"), Ok(loaded));
}

#[test]
fn topcat_follows_from_our_hub_to_the_next_when_it_ends() {
    let desk = Desk::new(MINUTE);
    let first = desk.own_hub();
    let kept = Kept::new(&desk);
    let Some((_topcat, _display)) = desk.topcat("-nohub") else {
        return;
    };
    kept.wait_for("topcat", "table.load.votable");
    topcat_loads(&desk, 3);
    desk.stop(first);
    wait_until("we know that it has ended", MINUTE, || {
        !matches!(kept.state(), Some(HubState::Registered { .. }))
    });
    let Some(_second) = desk.jsamp_hub() else {
        return;
    };
    kept.wait_for_hub();
    kept.wait_for("topcat", "table.load.votable");
    topcat_loads(&desk, 4);
}

/// A hub of ours that can be killed without this process.
fn hub_in_a_process(desk: &Desk) -> Group {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["--exact", "next_hub::serves_until_it_is_killed"])
        .args(["--ignored", "--nocapture"])
        .env(LOCKFILE, desk.lockfile());
    let mut hub = desk.start(command, "our hub");
    desk.wait_for_lockfile(&mut hub);
    hub
}

#[test]
#[ignore = "a process for another test"]
fn serves_until_it_is_killed() {
    let Some(lockfile) = env::var_os(LOCKFILE).map(PathBuf::from) else {
        return;
    };
    let runtime = Runtime::new().unwrap();
    let starting = OwnHub::start(Place::File(lockfile));
    let _hub = runtime.block_on(starting).unwrap();
    runtime.block_on(std::future::pending::<()>());
}

#[test]
fn a_hub_of_ours_that_is_killed_gives_way_to_the_next_and_topcat_follows_by_two_clicks() {
    let desk = Desk::new(MINUTE);
    let first = hub_in_a_process(&desk);
    let kept = Kept::new(&desk);
    let Some((_topcat, display)) = desk.topcat("-nohub") else {
        return;
    };
    kept.wait_for("topcat", "table.load.votable");
    topcat_loads(&desk, 3);
    first.kill();
    wait_until("the dead hub is noticed", MINUTE, || {
        matches!(kept.state(), Some(HubState::Stale { .. }))
    });
    // In the place of the lock file that the dead hub has left.
    let second = desk.own_hub();
    kept.wait_for_hub();
    let Some(client) = desk.astropy_client("answer") else {
        return;
    };
    kept.wait_for("astropy answer", "table.load.votable");
    let loaded = answer("astropy answer", Heard::Loaded);
    assert_eq!(desk.broadcast(table(4), "four"), Ok(vec![loaded.clone()]));
    assert!(client.said().contains("loaded 4 rows"), "{}", client.said());
    // TOPCAT does not look whether its hub still lives: the first click has it leave that, the second finds the next.
    let mut looks = 0;
    wait_until("TOPCAT finds the next hub", 2 * MINUTE, || {
        if looks % CLICKS == 0 {
            display.click_in("^TOPCAT$", TOPCATS_PLUG);
        }
        looks += 1;
        let clients = kept.clients().into_iter();
        let mut named = clients.filter(|client| client.name == "topcat");
        named.any(|client| client.takes("table.load.votable"))
    });
    let topcat = answer("topcat", Heard::Loaded);
    assert_eq!(desk.broadcast(table(5), "five"), Ok(vec![loaded, topcat]));
    desk.stop(second);
}
