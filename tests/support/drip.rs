//! A service that gives one row after another, and remembers when it gave which.

use super::answers;
use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::{Duration, Instant},
};

/// Longer than any test waits for rows.
const PATIENCE: Duration = Duration::from_mins(1);

/// A service of the protocol SIA2 on a port of its own.
#[derive(Debug)]
pub(crate) struct Drip {
    address: SocketAddr,
    given: Arc<(Mutex<Vec<Instant>>, Condvar)>,
}

/// How it gives rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    /// Between two rows.
    pub(crate) pause: Duration,
    /// After how many it ends; it hangs then where `ends` is false.
    pub(crate) rows: usize,
    /// Whether it ends its answer, or says nothing more.
    pub(crate) ends: bool,
}

impl Drip {
    /// Starts it; its thread waits for connections until the test's process ends.
    pub(crate) fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let drip = Self {
            address: listener.local_addr().unwrap(),
            given: Arc::default(),
        };
        let given = Arc::clone(&drip.given);
        thread::Builder::new()
            .name("drip".to_owned())
            .spawn(move || {
                for stream in listener.incoming() {
                    // The other side may be killed at any moment.
                    drop(answer(&mut stream.unwrap(), manner, &given));
                }
            })
            .unwrap();
        drip
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/sia2", self.address)
    }

    /// Waits until it has given so many rows.
    pub(crate) fn wait_for(&self, n_rows: usize) {
        let (given, changed) = &*self.given;
        let (given, waited) = changed
            .wait_timeout_while(given.lock().unwrap(), PATIENCE, |it| it.len() < n_rows)
            .unwrap();
        assert!(!waited.timed_out(), "only {} rows were asked", given.len());
    }

    /// How many rows it had given at that moment.
    pub(crate) fn given_by(&self, moment: Instant) -> usize {
        let given = self.given.0.lock().unwrap();
        given.partition_point(|at| *at <= moment)
    }
}

/// The address of a dataset, by its place in the answer.
pub(crate) fn access_url(row: usize) -> String {
    format!("http://a.example/{row}")
}

fn answer(
    stream: &mut TcpStream,
    manner: Manner,
    given: &(Mutex<Vec<Instant>>, Condvar),
) -> std::io::Result<()> {
    let mut heard = Vec::new();
    while !heard.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        heard.extend(byte);
    }
    stream.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/x-votable+xml\r\nConnection: close\r\n\r\n",
    )?;
    stream.write_all(&answers::images_head())?;
    let (sent, changed) = given;
    let begun = Instant::now();
    for row in 0..manner.rows {
        // A wait that nothing ends but time: a service that is slow.
        let due = manner.pause * u32::try_from(row).unwrap();
        thread::park_timeout(due.saturating_sub(begun.elapsed()));
        stream.write_all(&answers::image(&access_url(row)))?;
        sent.lock().unwrap().push(Instant::now());
        changed.notify_all();
    }
    if manner.ends {
        return stream.write_all(answers::TAIL.as_bytes());
    }
    stream.read_exact(&mut [0]) // until the other side has gone
}
