//! What is shown of jobs: UWS 1.1's documents.

use super::{Job, KEPT, Phase};
use crate::practice::{
    answer::Answer,
    calendar::iso,
    parameters::Parameters,
    tap::Tap,
    xml::{document, element, escaped},
};
use hyper::StatusCode;
use std::time::SystemTime;

/// What a GET shows of a job.
pub(super) fn show(tap: &Tap, nr: u64, rest: &[&str]) -> Answer {
    let job_url = format!("{}/async/{nr}", tap.url);
    let shown = tap.jobs.with(nr, |job| match rest {
        [] => Answer::xml(job_document(job, nr, &job_url)),
        ["phase"] => Answer::plain(StatusCode::OK, job.phase().name()),
        ["executionduration"] => Answer::plain(StatusCode::OK, &job.duration_s.to_string()),
        ["destruction"] => Answer::plain(StatusCode::OK, &job.destruction),
        ["quote"] => Answer::plain(StatusCode::OK, &iso(job.created + KEPT)),
        ["owner"] => Answer::plain(StatusCode::OK, ""),
        ["parameters"] => Answer::xml(document(&parameters_of(job, NAMESPACE))),
        ["results"] => Answer::xml(document(&results_of(job, &job_url, NAMESPACE))),
        ["results", "result"] if job.phase() == Phase::Completed => {
            job.answer.clone().unwrap_or_else(missing)
        }
        ["error"] if job.phase() == Phase::Error => match &job.answer {
            Some(answer) => Answer {
                status: StatusCode::OK,
                ..answer.clone()
            },
            None => missing(),
        },
        _ => missing(),
    });
    shown.unwrap_or_else(missing)
}

fn missing() -> Answer {
    Answer::plain(StatusCode::NOT_FOUND, "this job has no such thing")
}

const NAMESPACE: &str = " xmlns:uws=\"http://www.ivoa.net/xml/UWS/v1.0\" \
    xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

/// The list of jobs, those asked for.
pub(super) fn job_list(tap: &Tap, parameters: &Parameters) -> String {
    let wanted: Vec<String> = parameters.all("PHASE").map(str::to_owned).collect();
    let last = parameters
        .get("LAST")
        .and_then(|text| text.parse::<usize>().ok());
    let jobs = tap.jobs.lock();
    let listed = jobs.1.iter().rev().filter(|(_, job)| {
        wanted.is_empty() || wanted.iter().any(|phase| phase == job.phase().name())
    });
    let references: Vec<String> = listed
        .take(last.unwrap_or(usize::MAX))
        .map(|(nr, job)| {
            format!(
                "<uws:jobref id=\"{nr}\" xlink:type=\"simple\" xlink:href=\"{}/async/{nr}\">\
                 <uws:phase>{}</uws:phase><uws:creationTime>{}</uws:creationTime></uws:jobref>",
                escaped(&tap.url),
                job.phase().name(),
                iso(job.created)
            )
        })
        .collect();
    document(&format!(
        "<uws:jobs{NAMESPACE} version=\"1.1\">{}</uws:jobs>",
        references.concat()
    ))
}

fn job_document(job: &Job, nr: u64, url: &str) -> String {
    let time = |name: &str, time: Option<SystemTime>| match time {
        Some(time) => element(name, &iso(time)),
        None => format!("<{name} xsi:nil=\"true\"/>"),
    };
    let error = match (&job.answer, job.phase()) {
        (Some(_), Phase::Error) => {
            "<uws:errorSummary type=\"fatal\" hasDetail=\"true\"><uws:message>the query failed, see error</uws:message>\
             </uws:errorSummary>"
        }
        _ => "",
    };
    document(&format!(
        "<uws:job{NAMESPACE} version=\"1.1\"><uws:jobId>{nr}</uws:jobId><uws:ownerId xsi:nil=\"true\"/>\
         <uws:phase>{}</uws:phase><uws:quote xsi:nil=\"true\"/>{}{}{}\
         <uws:executionDuration>{}</uws:executionDuration><uws:destruction>{}</uws:destruction>{}{}{error}</uws:job>",
        job.phase().name(),
        element("uws:creationTime", &iso(job.created)),
        time("uws:startTime", job.started),
        time("uws:endTime", job.ended),
        job.duration_s,
        escaped(&job.destruction),
        parameters_of(job, ""),
        results_of(job, url, ""),
    ))
}

fn parameters_of(job: &Job, namespace: &str) -> String {
    let parameters: Vec<String> = job
        .parameters
        .pairs()
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            format!(
                "<uws:parameter id=\"{}\">{}</uws:parameter>",
                escaped(&name.to_ascii_lowercase()),
                escaped(value)
            )
        })
        .collect();
    format!(
        "<uws:parameters{namespace}>{}</uws:parameters>",
        parameters.concat()
    )
}

fn results_of(job: &Job, url: &str, namespace: &str) -> String {
    let result = if job.phase() == Phase::Completed {
        format!(
            "<uws:result id=\"result\" xlink:type=\"simple\" xlink:href=\"{}/results/result\"/>",
            escaped(url)
        )
    } else {
        String::new()
    };
    format!("<uws:results{namespace}>{result}</uws:results>")
}
