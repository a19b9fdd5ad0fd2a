//! Queries that run as jobs on the service: UWS 1.1, as TAP's `/async` has it. Says what to send and what came back.

use super::{
    error::AnswerError,
    request::{Method, Request, resolve},
};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::{io::Read, time::Duration};

/// How much of a job's description is read. It repeats the query, and a query with polygons has some kilobytes.
const MOST_BYTES: u64 = 1 << 20;

/// Where a job stands (UWS 1.1, section 2.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It waits to be told to run: PENDING, or HELD.
    Waiting,
    /// It is queued or runs; SUSPENDED and UNKNOWN may still come to an end.
    Running,
    /// Its result is there.
    Completed,
    /// It failed.
    Failed,
    /// The service, or somebody, broke it off; or its result is there no more (ARCHIVED).
    Gone,
}

/// What a service says of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its name in the list of jobs; empty where it is not told.
    pub id: String,
    /// Where it stands.
    pub phase: Phase,
    /// The word for that.
    pub word: String,
    /// Whether the service knows WAIT (UWS 1.1).
    pub knows_wait: bool,
    /// Where its result is, as it is told: it may be relative. Empty where it is not told.
    pub result: String,
    /// The service's summary of an error; empty where there is none.
    pub error: String,
}

/// The request that makes a job of a query: the same form as for `/sync`, sent to `/async` (TAP 1.1, section 2.4).
/// `None` where the request is no such query.
///
/// Without PHASE, so that the job waits until it is told to run: where the search is stopped, or the connection cut,
/// before the answer says where the job is, nobody can delete it, and it shall not run for nobody.
pub fn create(sync: &Request) -> Option<Request> {
    let (path, query) = match sync.url.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (sync.url.as_str(), String::new()),
    };
    let base = path.strip_suffix("/sync")?;
    if sync.method != Method::Post {
        return None;
    }
    let url = format!("{base}/async{query}");
    Some(Request::post(url, sync.form.clone()))
}

/// Where a new job is: where the answer leads, else the list of jobs with the job's name after it.
pub fn job_url(list: &str, location: Option<&str>, job: Option<&Job>) -> Option<String> {
    let path = list.split('?').next().unwrap_or(list);
    if let Some(location) = location {
        let url = resolve(location, list);
        // Some answer with the way back to the list.
        return (url.trim_end_matches('/') != path.trim_end_matches('/')).then_some(url);
    }
    let id = &job?.id;
    (!id.is_empty()).then(|| format!("{}/{id}", path.trim_end_matches('/')))
}

/// Has a job run (UWS 1.1, section 2.2.3.5).
pub fn run(job_url: &str) -> Request {
    let form = vec![("PHASE".to_owned(), "RUN".to_owned())];
    Request::post(below(job_url, "phase"), form)
}

/// Asks how a job stands. With `wait`, the service answers when that has changed from `word`, or when so much time is
/// over (UWS 1.1, section 2.2.1.3).
pub fn look(job_url: &str, wait: Option<(Duration, &str)>) -> Request {
    match wait {
        None => Request::get(job_url, &[]),
        Some((time, word)) => Request::get(
            job_url,
            &[
                ("WAIT", time.as_secs().to_string()),
                ("PHASE", word.to_owned()),
            ],
        ),
    }
}

/// Fetches the result.
pub fn result(job_url: &str, job: &Job) -> Request {
    if job.result.is_empty() {
        Request::get(&below(job_url, "results/result"), &[])
    } else {
        // Seen from the job as from a folder: `results/result`.
        Request::get(&resolve(&job.result, &below(job_url, "")), &[])
    }
}

/// Fetches what the service says of a failure (TAP 1.1, section 2.4).
pub fn error(job_url: &str) -> Request {
    Request::get(&below(job_url, "error"), &[])
}

/// Ends a job and forgets it.
pub fn delete(job_url: &str) -> Request {
    Request {
        method: Method::Delete,
        ..Request::get(job_url, &[])
    }
}

/// The same for services, or what stands before them, that know no DELETE (UWS 1.1, section 2.2.3.2).
pub fn delete_by_post(job_url: &str) -> Request {
    let form = vec![("ACTION".to_owned(), "DELETE".to_owned())];
    Request::post(job_url.to_owned(), form)
}

fn below(job_url: &str, name: &str) -> String {
    let path = job_url.split('?').next().unwrap_or(job_url);
    format!("{}/{name}", path.trim_end_matches('/'))
}

/// Reads what a service says of a job, whatever prefixes and namespaces it uses.
pub fn read_job(input: impl Read) -> Result<Job, AnswerError> {
    let mut bytes = Vec::new();
    input
        .take(MOST_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|source| AnswerError::Io {
            after_rows: 0,
            source,
        })?;
    let text = String::from_utf8_lossy(&bytes);
    job_in(text.trim_start_matches('\u{feff}').trim_start())
        .ok_or(AnswerError::Lacks("what it should say of its job"))
}

fn job_in(text: &str) -> Option<Job> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut walk = Walk::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => walk.start(&tag),
            Ok(Event::Empty(tag)) => {
                walk.start(&tag);
                walk.end();
            }
            Ok(Event::End(_)) => walk.end(),
            Ok(Event::Text(text)) => walk.text += &text,
            Ok(Event::CData(text)) => walk.text += &text,
            Ok(Event::GeneralRef(name)) => walk.reference(&name),
            Ok(Event::Eof) | Err(_) => return walk.job(),
            Ok(_) => {}
        }
    }
}

/// The way through a job's description.
#[derive(Default)]
struct Walk {
    /// The names of the open elements, without prefix, in lower case.
    open: Vec<String>,
    text: String,
    id: String,
    word: String,
    version: String,
    results: Vec<(String, String)>,
    error: String,
}

impl Walk {
    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name().into_inner().to_ascii_lowercase();
        if self.open.is_empty() && name == "job" {
            self.version = attribute(tag, "version");
        }
        self.open.push(name);
        self.text.clear();
        if self.is_at(&["job", "results", "result"]) {
            self.results
                .push((attribute(tag, "id"), attribute(tag, "href")));
        }
    }

    fn end(&mut self) {
        let text = self.text.trim().to_owned();
        if self.is_at(&["job", "jobid"]) {
            self.id = text;
        } else if self.is_at(&["job", "phase"]) {
            self.word = text.to_ascii_uppercase();
        } else if self.is_at(&["job", "errorsummary", "message"]) {
            self.error = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        self.text.clear();
        self.open.pop();
    }

    fn reference(&mut self, name: &str) {
        match name {
            "amp" => self.text.push('&'),
            "lt" => self.text.push('<'),
            "gt" => self.text.push('>'),
            "quot" => self.text.push('"'),
            "apos" => self.text.push('\''),
            _ => {}
        }
    }

    fn is_at(&self, path: &[&str]) -> bool {
        self.open
            .iter()
            .map(String::as_str)
            .eq(path.iter().copied())
    }

    fn job(self) -> Option<Job> {
        let phase = match self.word.as_str() {
            "" => return None,
            "PENDING" | "HELD" => Phase::Waiting,
            "COMPLETED" => Phase::Completed,
            "ERROR" => Phase::Failed,
            "ABORTED" | "ARCHIVED" => Phase::Gone,
            _ => Phase::Running,
        };
        // The result of a TAP query is called `result` (TAP 1.1, section 2.4); whatever stands alone must be it.
        let named = self.results.iter().position(|(id, _)| id == "result");
        let result = self.results.into_iter().nth(named.unwrap_or(0));
        Some(Job {
            id: self.id,
            phase,
            word: self.word,
            knows_wait: !matches!(self.version.as_str(), "" | "1.0"),
            result: result.map(|(_, href)| href).unwrap_or_default(),
            error: self.error,
        })
    }
}

/// The attribute of this local name; empty where there is none.
fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    let found = attributes.filter_map(Result::ok).find(|attribute| {
        let key = attribute.key.local_name().into_inner();
        key.eq_ignore_ascii_case(name)
    });
    let value = found.map(|attribute| attribute.value.into_owned());
    let value = value.unwrap_or_default();
    value.trim().replace("&amp;", "&")
}

#[cfg(test)]
mod tests;
