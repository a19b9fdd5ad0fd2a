//! A TAP service with jobs, as a manner for the wire.

use crate::{
    answers::{images, refusal},
    wire::{Heard, Manner},
};
use std::sync::Mutex;

/// Where the job is.
pub(crate) const JOB: &str = "/tap/async/7";

/// What becomes of queries that shall be answered at once.
#[derive(Debug, Clone)]
pub(crate) enum Sync {
    /// They are refused with this status.
    Status(&'static str),
    /// They are refused in these words.
    Says(&'static str),
    /// Nothing is said.
    Silent,
    /// So much comes.
    Cut(Vec<u8>),
}

/// The service.
pub(crate) struct Uws {
    sync: Sync,
    /// The phases of the job once it was told to run, one a look; the last one stays.
    phases: &'static [&'static str],
    /// The result.
    pub(crate) result: Vec<u8>,
    /// Jobs with this word in their query fail, with this document.
    pub(crate) fails: Option<(&'static str, Vec<u8>)>,
    /// Whether DELETE is known.
    pub(crate) knows_delete: bool,
    /// Whether it makes jobs, but never says where they are.
    pub(crate) keeps_jobs_to_itself: bool,
}

/// What became of the job that was made last.
#[derive(Debug, Default)]
struct Job {
    is_running: bool,
    n_looks: usize,
    has_failed: bool,
}

impl Uws {
    pub(crate) fn new(sync: Sync, phases: &'static [&'static str]) -> Self {
        Self {
            sync,
            phases,
            result: images(&["http://a.example/1", "http://a.example/2"]),
            fails: None,
            knows_delete: true,
            keeps_jobs_to_itself: false,
        }
    }

    /// What is done with each request.
    pub(crate) fn manner(self) -> impl Fn(&Heard) -> Manner + Send + std::marker::Sync + 'static {
        let job = Mutex::new(Job::default());
        move |heard| {
            let mut words = heard.line.split(' ');
            let (method, path) = (words.next().unwrap(), words.next().unwrap());
            let mut job = job.lock().unwrap();
            match (method, path.split('?').next().unwrap()) {
                (_, "/tap/sync") => self.at_once(),
                ("POST", "/tap/async") => {
                    *job = Job::default();
                    let fails = self.fails.as_ref();
                    job.has_failed = fails.is_some_and(|(word, _)| heard.body.contains(word));
                    job.is_running = heard.body.contains("PHASE=RUN");
                    if self.keeps_jobs_to_itself {
                        return Manner::BeforeHeaders;
                    }
                    Manner::Answer("303 See Other\r\nLocation: /tap/async/7", Vec::new())
                }
                ("GET", JOB) if !job.is_running => Manner::Answer("200 OK", document("PENDING")),
                ("GET", JOB) => {
                    let nr = job.n_looks.min(self.phases.len() - 1);
                    job.n_looks += 1;
                    let phase = if job.has_failed {
                        "ERROR"
                    } else {
                        self.phases[nr]
                    };
                    Manner::Answer("200 OK", document(phase))
                }
                ("POST", "/tap/async/7/phase") => {
                    job.is_running = heard.body == "PHASE=RUN";
                    Manner::Answer("303 See Other\r\nLocation: /tap/async/7", Vec::new())
                }
                ("GET", "/tap/async/7/results/result") => {
                    Manner::Answer("200 OK", self.result.clone())
                }
                ("GET", "/tap/async/7/error") => {
                    let (_, words) = self.fails.as_ref().unwrap();
                    Manner::Answer("200 OK", words.clone())
                }
                ("DELETE", JOB) if !self.knows_delete => {
                    Manner::Answer("405 Method Not Allowed", Vec::new())
                }
                ("DELETE" | "POST", JOB) => {
                    Manner::Answer("303 See Other\r\nLocation: /tap/async", Vec::new())
                }
                other => panic!("{other:?} is not asked"),
            }
        }
    }

    fn at_once(&self) -> Manner {
        match &self.sync {
            Sync::Status(line) => Manner::Answer(line, b"no".to_vec()),
            Sync::Says(words) => Manner::Answer("400 Bad Request", refusal(words)),
            Sync::Silent => Manner::BeforeHeaders,
            Sync::Cut(part) => Manner::Cut(part.clone()),
        }
    }
}

/// The description of a job in UWS 1.0, so that nobody waits.
fn document(phase: &str) -> Vec<u8> {
    format!(
        "<uws:job xmlns:uws=\"http://www.ivoa.net/xml/UWS/v1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\
         <uws:jobId>7</uws:jobId><uws:phase>{phase}</uws:phase><uws:results>\
         <uws:result id=\"result\" xlink:href=\"/tap/async/7/results/result\"/></uws:results></uws:job>"
    )
    .into_bytes()
}
