//! Aladin on a display of its own, without a network, and what it says of its planes.

use std::{
    fs,
    os::unix::fs::symlink,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    display::Display,
    samp_peers::Desk,
    support::{Group, missing, need_program, wait_until},
};

/// How long Aladin may take for what it is asked, on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);
const JAR: &str = "/usr/share/java/aladin.jar";

/// What Aladin gets from the CDS at its start. Under `-local` it does without, but then opens no `http` address by name;
/// and without one server of images it fails to make the window that opens addresses.
const DICTIONARY: &str = "\
%A Http
%D Any address
%O CDS'aladin
%U $1

%A Nobody
%D No images
%Aladin.Label Nobody
%Z ALADIN
%O CDS'aladin
%U http://127.0.0.1:9/?ra=$1&dec=$2&radius=$3
%P.D 1:Right ascension
%P.D 2:Declination
%P.D 3:Radius
%P.K 1:Target(RA)
%P.K 2:Target(DE)
%P.K 3:Field(RADIUS)
%R Mime(image/fits)
";

/// Where Java finds a proxy that refuses all but what is on this machine.
const NO_NETWORK: [&str; 5] = [
    "-Dhttp.proxyHost=127.0.0.1",
    "-Dhttp.proxyPort=9",
    "-Dhttps.proxyHost=127.0.0.1",
    "-Dhttps.proxyPort=9",
    "-Dhttp.nonProxyHosts=127.0.0.1|localhost",
];

/// A running Aladin.
pub(crate) struct Aladin {
    program: Group,
    _display: Display,
}

impl Aladin {
    /// Starts it, or gives `None` after it was told as missing. It ignores `SAMP_HUB` and reads the lock file in Java's
    /// `user.home`.
    pub(crate) fn start(desk: &Desk) -> Option<Self> {
        let java = need_program("java")?;
        if !Path::new(JAR).is_file() {
            missing(
                "Aladin",
                "it is not installed; tests/run as root installs it",
            );
            return None;
        }
        let folder = desk.folder();
        let display = Display::start(folder, (1280, 1024))?;
        let home = folder.join("aladin");
        fs::create_dir_all(&home).unwrap();
        symlink(desk.lockfile(), home.join(".samp")).unwrap();
        let dictionary = home.join("records.dic");
        fs::write(&dictionary, DICTIONARY).unwrap();
        let mut command = Command::new(java);
        command
            .arg("-Xmx768m")
            .arg(format!("-Duser.home={}", home.display()))
            .args(NO_NETWORK)
            .args(["-jar", JAR, "-noreleasetest", "-nolog", "-noplugin"])
            .arg(format!("-glufile={}", dictionary.display()))
            .env("DISPLAY", display.name())
            .env("HOME", &home)
            .current_dir(&home);
        let program = Group::start(command, &folder.join("Aladin.log"));
        Some(Self {
            program,
            _display: display,
        })
    }

    /// It registers before it can load anything, and then loses what it is sent.
    pub(crate) fn wait_until_ready(&self) {
        wait_until("Aladin is ready", PATIENCE, || {
            self.program.said().contains("Command>")
        });
    }

    /// Has it print its planes and its view, until it has said all of this.
    pub(crate) fn wait_for_status(&self, desk: &Desk, words: &[&str]) {
        let begun = Instant::now();
        let mut awaited = words.to_vec();
        wait_until("Aladin says its status", 2 * PATIENCE, || {
            ask_for_status(desk);
            let said = self.program.said();
            awaited.retain(|words| !said.contains(words));
            assert!(
                awaited.is_empty() || begun.elapsed() < PATIENCE,
                "{awaited:?}, but {said}"
            );
            awaited.is_empty()
        });
    }
}

fn ask_for_status(desk: &Desk) {
    let notify = ["messagesender", "-mode", "notify"];
    let script = ["-mtype", "script.aladin.send", "-param", "script", "status"];
    let mut asking = desk.jsamp(&[&notify[..], &script].concat()).unwrap();
    wait_until("the message is sent", PATIENCE, || !asking.is_running());
}
