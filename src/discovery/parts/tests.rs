//! The walk through the parts of a question, with answers made up here.

use super::*;
use crate::{
    discovery::{event::Attempt, parts::sample::tests::at_times},
    domain::{
        angle::Position,
        constraints::{Product, Question},
    },
};
use std::time::Duration;

fn cone() -> Constraints {
    let question = Question {
        space: "10 20 1".to_owned(),
        product: Product::Images,
        ..Question::default()
    };
    question.parse().unwrap()
}

fn walk() -> Walk {
    let mut walk = Walk::new(Protocol::Sia1, &cone(), Mjd(6e4));
    walk.cut_whole(&at_times(&[]));
    walk
}

/// What one request came to, with three rows.
fn report(outcome: Outcome, message: &str) -> Report {
    let attempt = Attempt {
        url: String::new(),
        request: String::new(),
        rung: "box".into(),
        started: SystemTime::UNIX_EPOCH,
        took: Duration::from_secs(1),
        received: 3,
        message: message.to_owned(),
    };
    Report {
        received: 3,
        matched: 3,
        took: Duration::from_secs(1),
        attempts: vec![attempt],
        ..Report::unasked(outcome, message, SystemTime::UNIX_EPOCH)
    }
}

/// What a request came to that was answered with nothing at all.
fn failed(message: &str) -> Report {
    let mut report = Report {
        received: 0,
        matched: 0,
        ..report(Outcome::Failed, message)
    };
    report.attempts[0].received = 0;
    report
}

/// Walks to the end; `answer` says what each part comes to.
fn walked(answer: impl Fn(&Part) -> Report) -> Report {
    let mut walk = walk();
    while let Some(part) = walk.next() {
        let report = answer(&part);
        walk.take_in(part, &report, &at_times(&[]));
    }
    walk.end()
}

#[test]
fn parts_that_all_come_whole_are_the_whole() {
    let report = walked(|_| report(Outcome::Ok, ""));
    assert_eq!(report.outcome, Outcome::Ok);
    assert_eq!(report.message, "came whole in 7 parts");
    assert_eq!((report.received, report.attempts.len()), (21, 7));
    assert_eq!(report.took, Duration::from_secs(7));
}

#[test]
fn what_may_be_missing_in_a_part_may_be_missing_in_the_whole() {
    let mut n_asked = 0;
    let mut walk = walk();
    while let Some(part) = walk.next() {
        n_asked += 1;
        let misses = if n_asked == 2 {
            "large ones may be missing"
        } else {
            ""
        };
        let report = Report {
            misses: misses.to_owned(),
            ..report(Outcome::Ok, misses)
        };
        walk.take_in(part, &report, &at_times(&[]));
    }
    let report = walk.end();
    assert_eq!(report.outcome, Outcome::Ok);
    assert_eq!(
        report.message,
        "came whole in 7 parts; large ones may be missing"
    );
    assert_eq!(report.misses, "large ones may be missing");
}

#[test]
fn a_part_that_is_cut_off_is_cut_again_until_it_comes_whole() {
    // A crowded place: every part that holds it and is wider than a fifth of a degree is cut off.
    let place = Position::new(10.3, 20.2).unwrap();
    let report = walked(|part| {
        let region = part.constraints.space.as_ref().unwrap();
        let is_wide = region.bounding_cone().radius.0 > 0.2;
        report(
            if is_wide && region.contains(place) {
                Outcome::Overflow
            } else {
                Outcome::Ok
            },
            "",
        )
    });
    assert_eq!(report.outcome, Outcome::Ok, "{}", report.message);
    assert!(report.attempts.len() > 14, "{}", report.message);
}

#[test]
fn a_service_that_is_always_cut_off_costs_a_bounded_number_of_requests() {
    let report = walked(|_| report(Outcome::Overflow, ""));
    assert_eq!(report.outcome, Outcome::Overflow);
    assert_eq!(report.attempts.len(), MAX_REQUESTS);
    let tail = "were left after 500 requests";
    assert!(report.message.ends_with(tail), "{}", report.message);
}

#[test]
fn a_service_that_does_not_keep_to_the_parts_is_left_alone() {
    let mut walk = walk();
    // All that it ever gives lies at RA 0, Dec 0.
    let sample = at_times(&[5e4; 30]);
    while let Some(part) = walk.next() {
        walk.take_in(part, &report(Outcome::Overflow, ""), &sample);
    }
    let report = walk.end();
    assert_eq!(report.attempts.len(), 7, "none is cut again");
    assert_eq!(
        report.message,
        "the service holds more than it gave: 0 parts came whole, 7 more that cannot be made smaller did not"
    );
}

#[test]
fn a_part_that_fails_is_told_and_a_service_that_keeps_failing_is_left_alone() {
    let one = Position::new(10.0, 20.8).unwrap();
    let some = walked(|part| {
        let holds = part.constraints.space.as_ref().unwrap().contains(one);
        if holds {
            failed("the connection broke")
        } else {
            report(Outcome::Ok, "")
        }
    });
    assert_eq!(some.outcome, Outcome::Failed);
    assert!(
        some.message
            .ends_with(" of 7 did not come: the connection broke"),
        "{}",
        some.message
    );
    let all = walked(|_| failed("nobody answers"));
    assert_eq!(all.attempts.len(), MAX_FAILED);
    assert_eq!(all.message, "7 parts of 7 did not come: nobody answers");
}

#[test]
fn a_part_that_breaks_off_after_rows_is_cut_again() {
    // Each of the seven parts is too long, and each of theirs comes whole.
    let whole = walked(|part| match part.depth {
        1 => report(Outcome::Failed, "more rows than can be taken"),
        _ => report(Outcome::Ok, ""),
    });
    assert_eq!(whole.outcome, Outcome::Ok, "{}", whole.message);
    let n_parts = whole.attempts.len() - 7;
    assert!((7 * 4..=7 * 7).contains(&n_parts), "{n_parts}");
    assert_eq!(whole.message, format!("came whole in {n_parts} parts"));
}

#[test]
fn a_part_that_breaks_off_and_cannot_be_made_smaller_has_failed() {
    let mut walk = walk();
    // All that it ever gives lies at RA 0, Dec 0.
    let sample = at_times(&[5e4; 30]);
    while let Some(part) = walk.next() {
        walk.take_in(part, &report(Outcome::Failed, "the line broke"), &sample);
    }
    let report = walk.end();
    assert_eq!(report.outcome, Outcome::Failed);
    assert_eq!(report.message, "7 parts of 7 did not come: the line broke");
    assert_eq!(report.attempts.len(), 7, "who gives rows is not given up");
}
