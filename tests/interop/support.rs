//! Finds the real parts, starts and ends them, and decides what a missing one means.

use std::{
    env, fs,
    fs::OpenOptions,
    io::Write as _,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// The file that collects what was skipped, so that `tests/run` can say it at the end.
const SKIPPED: &str = "VODISCOVER_SKIPPED";

/// Takes note of a part that is missing: a failure in CI, elsewhere a skip that is said.
pub(crate) fn missing(what: &str, why: &str) {
    let sentence = format!("{what}: {why}");
    assert!(env::var_os("CI").is_none(), "{sentence}");
    note_skip(&sentence);
}

#[expect(
    clippy::print_stderr,
    reason = "a skipped test must say so to the person who runs it"
)]
fn note_skip(sentence: &str) {
    eprintln!("skipped: {sentence}");
    if let Some(file) = env::var_os(SKIPPED) {
        let mut file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(file)
            .unwrap();
        writeln!(file, "{sentence}").unwrap();
    }
}

/// A program on the path, or `None` after [`missing`] was told.
pub(crate) fn need_program(name: &str) -> Option<PathBuf> {
    let found = program(name);
    if found.is_none() {
        missing(name, "it is not installed; tests/run as root installs it");
    }
    found
}

fn program(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH").unwrap_or_default())
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// What `tests/run` left in an environment variable (the address of a server, the path of an interpreter), or `None`
/// after [`missing`] was told.
pub(crate) fn need_variable(variable: &str, what: &str) -> Option<String> {
    let found = env::var(variable).ok().filter(|value| !value.is_empty());
    if found.is_none() {
        missing(
            what,
            &format!("{variable} is not set; tests/run starts it and sets that"),
        );
    }
    found
}

/// The Python that has astropy, numpy and pyVO, or `None` after [`missing`] was told.
pub(crate) fn need_python() -> Option<PathBuf> {
    need_variable("VODISCOVER_PYTHON", "Python with astropy").map(PathBuf::from)
}

/// The program under test.
pub(crate) fn vodiscover() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vodiscover"));
    // Its runs stay apart from those of the person who tests.
    command.env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"));
    command
}

/// A file of this folder, such as `truth.py`.
pub(crate) fn beside(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/interop")
        .join(name)
}

/// A process that runs in a group of its own; dropping this ends the whole group, helpers and grandchildren too.
#[derive(Debug)]
pub(crate) struct Group {
    child: Child,
    log: PathBuf,
}

impl Group {
    /// Starts a command; both its outputs go to `log`.
    pub(crate) fn start(mut command: Command, log: &Path) -> Self {
        let out = fs::File::create(log).unwrap();
        let child = command
            .stdin(Stdio::null())
            .stdout(out.try_clone().unwrap())
            .stderr(out)
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        Self {
            child,
            log: log.to_owned(),
        }
    }

    /// Whether the process itself is still there.
    pub(crate) fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// What the process does and how much it has done, as Linux tells: whether its main thread sleeps, and its time on the
    /// processors. `None` while it does not sleep.
    pub(crate) fn asleep(&self) -> Option<String> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // `pid (name) state ppid ...`; user and system time are the 14th and 15th (proc_pid_stat(5)).
        let (_, after) = stat.rsplit_once(')')?;
        let fields: Vec<_> = after.split_whitespace().collect();
        (fields.first() == Some(&"S")).then(|| fields[11..13].join(" "))
    }

    /// How the process has ended, if it has.
    pub(crate) fn exit_code(&mut self) -> Option<i32> {
        self.child.try_wait().ok().flatten()?.code()
    }

    /// What the process has said so far.
    pub(crate) fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Ends it as a crash does: without a word.
    pub(crate) fn kill(&self) {
        self.signal("-KILL");
    }

    /// Sends a signal, such as `-TERM`, to all of it.
    pub(crate) fn signal(&self, signal: &str) {
        // A group that is gone already is as good as one that is ended here.
        drop(
            Command::new("kill")
                .args([signal, "--", &format!("-{}", self.child.id())])
                .stderr(Stdio::null())
                .status(),
        );
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.signal("-TERM");
        let asked = Instant::now();
        while self.is_running() && asked.elapsed() < Duration::from_secs(3) {
            thread::park_timeout(Duration::from_millis(20));
        }
        self.signal("-KILL");
        drop(self.child.wait());
    }
}

/// Waits until `check` holds, looking every 100 ms, and panics with `what` after `limit`.
pub(crate) fn wait_until(what: &str, limit: Duration, mut check: impl FnMut() -> bool) {
    let started = Instant::now();
    while !check() {
        assert!(
            started.elapsed() < limit,
            "{what}: not within {} s",
            limit.as_secs()
        );
        thread::park_timeout(Duration::from_millis(100));
    }
}

/// Runs a command to its end and gives what it said on its standard output; panics if it fails.
pub(crate) fn output_of(command: &mut Command) -> String {
    let output = command
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{command:?} ended with {}\n{said}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    said
}

#[test]
fn a_group_ends_with_its_guard() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut command = Command::new("sh");
    command.args(["-c", "sleep 600 & echo $!; wait"]);
    let mut group = Group::start(command, &log);
    wait_until("the shell says its child", Duration::from_secs(10), || {
        group.said().ends_with('\n')
    });
    assert!(group.is_running(), "the shell waits for its child");
    let grandchild = PathBuf::from("/proc").join(group.said().trim());
    drop(group);
    if Path::new("/proc/self").exists() {
        wait_until("the grandchild ends too", Duration::from_secs(5), || {
            let state = fs::read_to_string(grandchild.join("stat")).unwrap_or_default();
            state.is_empty() || state.contains(") Z ")
        });
    }
}

#[test]
fn a_program_is_found_on_the_path() {
    assert_eq!(program("no-such-program-anywhere"), None);
    assert!(need_program("sh").is_some(), "every Unix has a shell");
    assert!(beside("main.rs").is_file(), "this folder is found");
}
