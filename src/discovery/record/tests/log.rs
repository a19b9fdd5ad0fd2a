//! What the log of a search says, and of whom.

use super::*;
use crate::discovery::record::Level;

#[test]
fn the_log_names_what_was_left_out_and_what_serves_it_instead() {
    let record = record_of(&[
        Happening::Planned(plan()),
        Happening::Finished(ServiceNr(2), report(Outcome::Failed, "no\nsuch host")),
    ]);
    let texts: Vec<&str> = record.log().iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts[0], "3 services to ask, 1 left out");
    assert!(
        texts[1].starts_with("SIA2 four (ivo://example/four) is left out:")
            && texts[1].contains("SIA2 one (ivo://example/one)"),
        "{}",
        texts[1]
    );
    assert_eq!(
        texts[2],
        "SIA2 three (ivo://example/three): failed after 0.0 s and 5 rows, of which 0 new are kept: no such host"
    );
}

#[test]
fn a_line_of_the_log_says_how_bad_it_is_and_which_service_it_is_about() {
    let mut record = record_of(&[
        Happening::AskingRegistry {
            url: "http://registry.example/tap".to_owned(),
        },
        Happening::Planned(plan()),
        Happening::Finished(ServiceNr(0), report(Outcome::Ok, "")),
        Happening::Finished(ServiceNr(1), report(Outcome::Overflow, "there is more")),
        Happening::Finished(ServiceNr(2), report(Outcome::Failed, "no such host")),
        Happening::Note("the registry knows no coverage".to_owned()),
    ]);
    record.note("saved");
    record.note_as(Level::Warning, "the disk is full");
    let lines: Vec<(Level, Option<u32>)> = record
        .log()
        .iter()
        .map(|line| (line.level, line.service.map(|nr| nr.0)))
        .collect();
    let expected = [
        (Level::Info, None),
        (Level::Info, None),
        (Level::Info, Some(3)),
        (Level::Info, Some(0)),
        (Level::Warning, Some(1)),
        (Level::Error, Some(2)),
        (Level::Warning, None),
        (Level::Info, None),
        (Level::Warning, None),
    ];
    assert_eq!(lines, expected);
}
