//! Aladin, by its own account: it prints its planes when a script asks for its status.

use std::{
    fs,
    process::Command,
    time::{Duration, Instant},
};

use vodiscover::{
    domain::angle::Position,
    samp::{Heard, Notice, Parcel, To, new_table_id},
    votable::{Cell, Datatype, Field, Rows, Serialization, TableSpec, Writer},
};

use crate::{
    display::Display,
    samp_full::Kept,
    samp_peers::{Desk, answer},
    support::{Group, missing, need_program, wait_until},
};

const MINUTE: Duration = Duration::from_mins(1);
const JAR: &str = "/usr/share/java/aladin.jar";

/// Aladin on a display of its own. It ignores `SAMP_HUB` and reads the lock file in Java's `user.home`.
fn aladin(desk: &Desk) -> Option<(Group, Display)> {
    let java = need_program("java")?;
    if !std::path::Path::new(JAR).is_file() {
        missing(
            "Aladin",
            "it is not installed; tests/run as root installs it",
        );
        return None;
    }
    let folder = desk.lockfile().parent()?.to_owned();
    let display = Display::start(&folder, (1280, 1024))?;
    let home = folder.join("aladin");
    fs::create_dir_all(&home).unwrap();
    std::os::unix::fs::symlink(desk.lockfile(), home.join(".samp")).unwrap();
    let mut command = Command::new(java);
    command
        .arg("-Xmx768m")
        .arg(format!("-Duser.home={}", home.display()))
        .args(["-jar", JAR])
        .args(["-local", "-noreleasetest", "-nolog", "-noplugin"])
        .env("DISPLAY", display.name())
        .env("HOME", &home)
        .current_dir(&home);
    Some((Group::start(command, &folder.join("Aladin.log")), display))
}

/// Has Aladin print its status, and waits until it says this.
fn wait_for_status(desk: &Desk, aladin: &Group, words: &str) {
    let folder = desk.lockfile();
    let started = Instant::now();
    let log = folder.with_file_name("messagesender.log");
    wait_until(words, 2 * MINUTE, || {
        let mut ask = Command::new(need_program("jsamp").unwrap());
        ask.arg("messagesender")
            .args(["-mode", "notify", "-mtype", "script.aladin.send"])
            .args(["-param", "script", "status"])
            .env(
                "SAMP_HUB",
                format!("std-lockurl:file://{}", folder.display()),
            );
        let mut asking = Group::start(ask, &log);
        wait_until("the message is sent", MINUTE, || !asking.is_running());
        assert!(
            started.elapsed() < MINUTE,
            "{words}: {}\n{}",
            aladin.said(),
            asking.said()
        );
        aladin.said().contains(words)
    });
}

#[test]
fn aladin_loads_a_table_and_goes_where_we_point() {
    let desk = Desk::new(Duration::from_secs(20));
    let kept = Kept::new(&desk);
    let Some(_hub) = desk.jsamp_hub() else { return };
    let Some((aladin, _display)) = aladin(&desk) else {
        return;
    };
    kept.wait_for_hub();
    let listed = kept.wait_for("Aladin", "table.load.votable");
    // It registers before it can load anything, and then loses what it is sent.
    wait_until("Aladin is ready", 2 * MINUTE, || {
        aladin.said().contains("Command>")
    });
    assert_eq!(listed.description, "The Aladin Sky Atlas");
    assert!(!listed.takes("spectrum.load.ssa-generic"), "it takes none");
    let to = To::One(listed.id);
    let table = Parcel::Table {
        table: places(),
        id: new_table_id().unwrap(),
    };
    // Aladin 12 often does not answer the first table of its life, but it loads it.
    let answers = desk.send(table, "places", &to).unwrap();
    assert!(
        answers == [answer("Aladin", Heard::NoAnswer)]
            || answers == [answer("Aladin", Heard::Loaded)],
        "{answers:?}"
    );
    wait_for_status(&desk, &aladin, "NbObj   3");
    let notice = Notice::PointAt(Position::new(274.8, -13.7).unwrap());
    assert_eq!(desk.notify(&notice).unwrap(), ["Aladin"]);
    wait_for_status(&desk, &aladin, "Centre  18:19:12.0000000 -13:42:00");
}

/// Three positions.
fn places() -> vodiscover::samp::Table {
    vodiscover::samp::Table::written(|out| {
        let mut writer = Writer::new(out, "places")?;
        let column = |name: &str, ucd: &str| Field {
            unit: Some("deg".to_owned()),
            ucd: Some(ucd.to_owned()),
            ..Field::new(name, Datatype::Double)
        };
        let spec = TableSpec {
            fields: vec![
                column("ra", "pos.eq.ra;meta.main"),
                column("dec", "pos.eq.dec;meta.main"),
            ],
            ..TableSpec::default()
        };
        writer.table(&spec, Serialization::Binary2, &Places)?;
        writer.finish().map(drop)
    })
}

struct Places;

impl Rows for Places {
    fn len(&self) -> usize {
        3
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let step = f64::from(u32::try_from(row).unwrap()) * 0.1;
        Cell::Double(if column == 0 {
            274.7 + step
        } else {
            -13.8 + step
        })
    }
}
