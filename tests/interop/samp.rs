//! Broadcasts through the real hubs to the real receivers.

use std::time::Duration;

use vodiscover::samp::{Heard, SampError};

use crate::samp_peers::{Desk, answer, is_gone, table};
use crate::support::{Group, wait_until};

const MINUTE: Duration = Duration::from_mins(1);

/// One broadcast to an astropy client, which counts the rows itself; then another, then one that cannot be read.
fn astropy_loads_through(desk: &Desk, client: &Group) {
    let loaded = [answer("astropy answer", Heard::Loaded)];
    assert_eq!(
        desk.broadcast(table(1000), "Königstuhl 1"),
        Ok(loaded.to_vec())
    );
    let said = "loaded 1000 rows, sum 500500 as Konigstuhl 1";
    assert!(client.said().contains(said), "{}", client.said());
    assert_eq!(desk.broadcast(table(7), "M 16 & co"), Ok(loaded.to_vec()));
    let said = "loaded 7 rows, sum 28 as M 16 & co";
    assert!(client.said().contains(said), "{}", client.said());

    let answers = desk.broadcast("<html>", "no table").unwrap();
    assert_eq!(answers.len(), 1, "one receiver, one answer");
    assert!(
        matches!(&answers[0].heard, Heard::Refused(why) if !why.is_empty()),
        "{answers:?}"
    );
}

#[test]
fn astropy_loads_tables_through_jsamps_hub() {
    let desk = Desk::new(MINUTE);
    let Some(_hub) = desk.jsamp_hub() else { return };
    let Some(client) = desk.astropy_client("answer") else {
        return;
    };
    astropy_loads_through(&desk, &client);
}

#[test]
fn astropy_loads_tables_through_astropys_hub() {
    let desk = Desk::new(MINUTE);
    let Some(_hub) = desk.astropy_hub() else {
        return;
    };
    let Some(client) = desk.astropy_client("answer") else {
        return;
    };
    astropy_loads_through(&desk, &client);
}

#[test]
fn topcat_and_astropy_load_tables_through_jsamps_hub() {
    let desk = Desk::new(MINUTE);
    let Some(_hub) = desk.jsamp_hub() else { return };
    let Some(_topcat) = desk.topcat("-nohub") else {
        return;
    };
    let topcat = answer("topcat", Heard::Loaded);
    assert_eq!(
        desk.broadcast_to_all(&table(1000), "first", 1),
        std::slice::from_ref(&topcat)
    );
    let Some(client) = desk.astropy_client("answer") else {
        return;
    };
    let astropy = answer("astropy answer", Heard::Loaded);
    assert_eq!(
        desk.broadcast(table(20), "second"),
        Ok(vec![astropy, topcat])
    );
    assert!(
        client.said().contains("loaded 20 rows"),
        "{}",
        client.said()
    );
    let answers = desk.broadcast("<html>", "no table").unwrap();
    for answer in answers {
        let Heard::Refused(why) = &answer.heard else {
            panic!("{answer:?}")
        };
        assert!(!why.is_empty() && !why.contains("\tat "), "{why}");
    }
}

#[test]
fn topcat_and_astropy_load_tables_through_topcats_hub() {
    let desk = Desk::new(MINUTE);
    let Some((mut topcat, _display)) = desk.topcat("-hub") else {
        return;
    };
    desk.wait_for_lockfile(&mut topcat);
    let topcat = answer("topcat", Heard::Loaded);
    assert_eq!(
        desk.broadcast_to_all(&table(1000), "Königstuhl", 1),
        std::slice::from_ref(&topcat)
    );
    let Some(client) = desk.astropy_client("answer") else {
        return;
    };
    let astropy = answer("astropy answer", Heard::Loaded);
    assert_eq!(
        desk.broadcast(table(20), "second"),
        Ok(vec![astropy, topcat])
    );
    assert!(
        client.said().contains("loaded 20 rows"),
        "{}",
        client.said()
    );
}

#[test]
fn a_receiver_that_says_nothing_or_vanishes_delays_no_other() {
    let desk = Desk::new(Duration::from_secs(8));
    let Some(_hub) = desk.jsamp_hub() else { return };
    let Some(client) = desk.astropy_client("answer") else {
        return;
    };
    let Some(_silent) = desk.astropy_client("silent") else {
        return;
    };
    let Some(_vanishing) = desk.astropy_client("vanish") else {
        return;
    };
    let expected = [
        answer("astropy answer", Heard::Loaded),
        answer("astropy silent", Heard::NoAnswer),
        answer("astropy vanish", Heard::Left),
    ];
    assert_eq!(desk.broadcast(table(3), "three"), Ok(expected.to_vec()));
    assert!(
        client.said().contains("loaded 3 rows, sum 6"),
        "{}",
        client.said()
    );
}

#[test]
fn a_receiver_that_has_crashed_keeps_the_table_from_no_other() {
    let desk = Desk::new(MINUTE);
    let Some(_hub) = desk.jsamp_hub() else { return };
    // Asked to call all, jsamp's hub goes through them in this order, and no further than to one that it cannot reach.
    let Some(crashing) = desk.astropy_client("silent") else {
        return;
    };
    let Some(client) = desk.astropy_client("answer") else {
        return;
    };
    crashing.kill();
    let answers = desk.broadcast(table(3), "three").unwrap();
    let [well, crashed] = &answers[..] else {
        panic!("{answers:?}");
    };
    assert_eq!(*well, answer("astropy answer", Heard::Loaded));
    let Heard::Refused(why) = &crashed.heard else {
        panic!("{crashed:?}");
    };
    assert!(why.contains("cannot reach it"), "{why}");
    assert!(
        client.said().contains("loaded 3 rows, sum 6"),
        "{}",
        client.said()
    );
}

#[test]
fn two_hubs_one_after_the_other_are_both_found() {
    let desk = Desk::new(MINUTE);
    let Some(first) = desk.jsamp_hub() else {
        return;
    };
    let Some(client) = desk.astropy_client("answer") else {
        return;
    };
    let loaded = vec![answer("astropy answer", Heard::Loaded)];
    assert_eq!(desk.broadcast(table(3), "three"), Ok(loaded.clone()));
    let text = std::fs::read(desk.lockfile()).unwrap();
    drop(client);
    drop(first);
    wait_until("jsamp removes its lock file", MINUTE, || {
        is_gone(&desk.lockfile())
    });
    assert!(
        matches!(desk.broadcast(table(3), "three"), Err(SampError::NoHub(_))),
        "no hub"
    );
    // As one leaves it that was killed.
    std::fs::write(desk.lockfile(), text).unwrap();
    assert!(
        matches!(
            desk.broadcast(table(3), "three"),
            Err(SampError::HubGone { .. })
        ),
        "a dead hub"
    );
    std::fs::remove_file(desk.lockfile()).unwrap();

    let Some(_second) = desk.astropy_hub() else {
        return;
    };
    let Some(client) = desk.astropy_client("answer") else {
        return;
    };
    assert_eq!(desk.broadcast(table(4), "four"), Ok(loaded));
    assert!(client.said().contains("loaded 4 rows"), "{}", client.said());
    desk.close();
}
