//! The window when the system ends the program, as it does when the person logs out.

use std::{fs, os::unix::fs::symlink, time::Duration};

use crate::{display::Desktop, samp_full::Kept, samp_peers::Desk, support::wait_until};

/// Far less than our hub takes to miss a client that has crashed.
const SOON: Duration = Duration::from_secs(20);

#[test]
fn who_is_terminated_leaves_the_hub_and_keeps_what_was_found() {
    let desk = Desk::new(SOON);
    let _hub = desk.own_hub();
    let kept = Kept::new(&desk);
    kept.wait_for_hub();
    let place = ["--practice", "--run", "--space", "274.6880, -13.7920 1"];
    let Some(mut desktop) = Desktop::open((1280, 800), &place) else {
        return;
    };
    // The program looks for a hub in its home.
    symlink(desk.lockfile(), desktop.folder().join(".samp")).unwrap();
    kept.wait_for("vodiscover", "table.load.votable");
    desktop.wait_for_title("datasets are found", |title| title.contains("datasets"));
    desktop.terminate();
    desktop.wait_for_end();
    wait_until("it has left the hub", SOON, || {
        kept.clients().iter().all(|client| client.is_hub)
    });
    let runs = desktop.folder().join("state/vodiscover/runs");
    let n_kept = fs::read_dir(runs).map_or(0, Iterator::count);
    assert!(n_kept > 0, "the search is offered at the next start");
}
