//! Starts real SAMP hubs and clients, and broadcasts to them.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use tempfile::TempDir;
use tokio::runtime::Runtime;
use vodiscover::{
    samp::{
        Answer, DeskNews, Heard, Keeping, Notice, OwnHub, Parcel, Place, SampError, Session, Table,
        Times, To, new_table_id,
    },
    votable::{Cell, Datatype, Field, Rows, Serialization, TableSpec, Writer},
};

use crate::display::Display;
use crate::support::{Group, beside, need_program, need_python, wait_until};

/// How long Java and Python may take to get going on a busy machine.
const START: Duration = Duration::from_secs(90);

/// A desk: a folder for lock file, logs and homes, and our own session.
pub(crate) struct Desk {
    folder: TempDir,
    runtime: Runtime,
    session: Session,
}

impl Desk {
    /// An empty desk, whose answers are waited for so long.
    pub(crate) fn new(answer: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let times = Times {
            answer,
            ..Times::default()
        };
        let place = Place::File(folder.path().join("samp.lock"));
        Self {
            folder,
            runtime: Runtime::new().unwrap(),
            session: Session::at(place, times),
        }
    }

    /// Where all that runs here keeps its files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn lockfile(&self) -> PathBuf {
        self.folder.path().join("samp.lock")
    }

    /// jsamp's hub, or `None` after that was told as missing.
    pub(crate) fn jsamp_hub(&self) -> Option<Group> {
        let mut command = Command::new(need_program("jsamp")?);
        command.args(["hub", "-mode", "no-gui", "-profiles", "std"]);
        Some(self.hub(command, "jsamp's hub"))
    }

    /// A command of jsamp's, with its words.
    pub(crate) fn jsamp(&self, words: &[&str]) -> Option<Group> {
        let mut command = Command::new(need_program("jsamp")?);
        command
            .args(words)
            .env("JAVA_TOOL_OPTIONS", "-Djsamp.localhost=127.0.0.1");
        Some(self.start(command, words.first()?))
    }

    /// astropy's hub.
    pub(crate) fn astropy_hub(&self) -> Option<Group> {
        let mut command = Command::new(need_python()?);
        command.arg(beside("samp_hub.py"));
        Some(self.hub(command, "astropy's hub"))
    }

    /// Our own hub, in this process.
    pub(crate) fn own_hub(&self) -> OwnHub {
        let place = Place::File(self.lockfile());
        self.runtime.block_on(OwnHub::start(place)).unwrap()
    }

    /// Ends our own hub.
    pub(crate) fn stop(&self, hub: OwnHub) {
        self.runtime.block_on(hub.stop());
    }

    fn hub(&self, command: Command, what: &str) -> Group {
        let mut group = self.start(command, what);
        self.wait_for_lockfile(&mut group);
        group
    }

    /// Waits until a hub has written its lock file to the end.
    pub(crate) fn wait_for_lockfile(&self, hub: &mut Group) {
        wait_until("the hub has written its lock file", START, || {
            assert!(hub.is_running(), "the hub has ended: {}", hub.said());
            std::fs::read_to_string(self.lockfile())
                .is_ok_and(|text| text.contains("samp.profile.version"))
        });
    }

    /// A client that loads tables with astropy, in a manner of `samp_receiver.py`, once it listens.
    pub(crate) fn astropy_client(&self, manner: &str) -> Option<Group> {
        let mut command = Command::new(need_python()?);
        command.arg(beside("samp_receiver.py")).arg(manner);
        let group = self.start(command, manner);
        wait_until("the astropy client listens", START, || {
            group.said().contains("listening")
        });
        Some(group)
    }

    /// A client that does all that we take, and prints what it is sent and shown, once it listens.
    pub(crate) fn astropy_actor(&self) -> Option<Group> {
        let mut command = Command::new(need_python()?);
        command.arg(beside("samp_actor.py"));
        let group = self.start(command, "actor");
        wait_until("the actor listens", START, || {
            group.said().contains("listening")
        });
        Some(group)
    }

    /// TOPCAT on a display of its own, with its own hub or with the one that runs.
    pub(crate) fn topcat(&self, hub: &str) -> Option<(Group, Display)> {
        let topcat = need_program("topcat")?;
        let display = Display::start(self.folder.path(), (1280, 1024))?;
        let mut command = Command::new(topcat);
        let home = self.folder.path().join("home");
        std::fs::create_dir_all(&home).unwrap();
        command
            .arg(format!("-Duser.home={}", home.display()))
            .args(["-Djsamp.localhost=127.0.0.1", "-Xmx512m", hub])
            .env("DISPLAY", display.name())
            .env("HOME", home);
        Some((self.start(command, "TOPCAT"), display))
    }

    /// Starts a program that is told where the hub is; what it says goes to a log of its own.
    pub(crate) fn start(&self, mut command: Command, what: &str) -> Group {
        let log = self.folder.path().join(format!("{what}.log"));
        let lockfile = self.lockfile();
        command.env(
            "SAMP_HUB",
            format!("std-lockurl:file://{}", lockfile.display()),
        );
        Group::start(command, &log)
    }

    /// Broadcasts a table, and gives the answers in the order of the receivers' names.
    pub(crate) fn broadcast(
        &self,
        table: impl Into<Table>,
        name: &str,
    ) -> Result<Vec<Answer>, SampError> {
        let (table, id) = (table.into(), new_table_id().unwrap());
        let mut answers = self.send(Parcel::Table { table, id }, name, &To::All)?;
        answers.sort_by(|a, b| a.client.cmp(&b.client));
        Ok(answers)
    }

    /// Broadcasts a table until so many listen: programs show themselves long before they register.
    pub(crate) fn broadcast_to_all(
        &self,
        table: &Table,
        name: &str,
        listeners: usize,
    ) -> Vec<Answer> {
        let mut answers = Vec::new();
        wait_until("all take tables", START, || {
            match self.broadcast(table.clone(), name) {
                Ok(given) => answers = given,
                Err(SampError::NobodyListens) => {}
                Err(error) => panic!("{error}: {}", error.details()),
            }
            answers.len() == listeners
        });
        answers
    }

    /// Keeps the session registered.
    pub(crate) fn keep(&self, tell: impl Fn(DeskNews) + Send + Sync + 'static) -> Keeping {
        let _inside = self.runtime.enter();
        self.session.keep(tell)
    }

    /// Sends anything, and gives the answers as they came.
    pub(crate) fn send(
        &self,
        parcel: Parcel,
        name: &str,
        to: &To,
    ) -> Result<Vec<Answer>, SampError> {
        let sent = self.session.send(parcel, name, to, |_| {});
        self.runtime.block_on(sent)
    }

    /// Points at something for all.
    pub(crate) fn notify(&self, notice: &Notice) -> Result<Vec<String>, SampError> {
        self.runtime.block_on(self.session.notify(notice, &To::All))
    }

    /// Takes leave of the hub.
    pub(crate) fn close(&self) {
        self.runtime.block_on(self.session.close());
    }
}

/// The answer of a receiver.
pub(crate) fn answer(client: &str, heard: Heard) -> Answer {
    Answer {
        client: client.to_owned(),
        heard,
    }
}

/// A VOTable of so many rows, numbered from one, as the program writes it: while it is fetched.
pub(crate) fn table(n_rows: u32) -> Table {
    Table::written(move |out| {
        let mut writer = Writer::new(out, "numbered plates")?;
        let spec = TableSpec {
            fields: vec![Field::new("nr", Datatype::Int), Field::text("title")],
            ..TableSpec::default()
        };
        writer.table(&spec, Serialization::Binary2, &Plates(n_rows))?;
        writer.finish().map(drop)
    })
}

struct Plates(u32);

impl Rows for Plates {
    fn len(&self) -> usize {
        usize::try_from(self.0).unwrap()
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        match column {
            0 => Cell::Int(i64::try_from(row).unwrap() + 1),
            _ => Cell::Text("K\u{f6}nigstuhl <plate> & envelope"),
        }
    }
}

/// A VOTable of two columns of numbers.
pub(crate) fn numbers(columns: [Field; 2], rows: &'static [[f64; 2]]) -> Table {
    Table::written(move |out| {
        let mut writer = Writer::new(out, "numbers")?;
        let spec = TableSpec {
            fields: columns.to_vec(),
            ..TableSpec::default()
        };
        writer.table(&spec, Serialization::Binary2, &Numbers(rows))?;
        writer.finish().map(drop)
    })
    .of_rows(rows.len(), 0)
}

struct Numbers(&'static [[f64; 2]]);

impl Rows for Numbers {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        Cell::Double(self.0[row][column])
    }
}

/// Whether the lock file is gone, as it must be when its hub has ended well.
pub(crate) fn is_gone(lockfile: &Path) -> bool {
    !lockfile.exists()
}
