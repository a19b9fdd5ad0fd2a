//! The walk through the parts of a question, with answers made up here.

use super::*;
use crate::{
    discovery::{event::Attempt, parts::sample::tests::at_times},
    domain::{
        angle::Position,
        constraints::{Product, Question},
        dataset::DatasetsBuilder,
        obscore::ObsColumn,
        region::Cone,
    },
};
use std::time::Duration;

fn cone() -> Constraints {
    around("10 20 1")
}

fn around(space: &str) -> Constraints {
    let question = Question {
        space: space.to_owned(),
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
        head: String::new(),
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

/// Rows at some of the points of a fine grid over this many degrees of RA and Dec to either side of the centre.
fn rows(centre: Position, sides: [f64; 2], is_held: impl Fn(Position) -> bool) -> Sample {
    let steps = || (-20..=20).map(|step| f64::from(step) / 20.0);
    let mut builder = DatasetsBuilder::new();
    for (x, y) in steps().flat_map(|x| steps().map(move |y| (x, y))) {
        let (ra, dec) = (centre.ra.0 + x * sides[0], centre.dec.0 + y * sides[1]);
        if let Some(place) = Position::new(ra, dec).filter(|place| is_held(*place)) {
            builder.set_number(ObsColumn::SRa, place.ra.0);
            builder.set_number(ObsColumn::SDec, place.dec.0);
            builder.finish_row();
        }
    }
    let mut sampler = Sampler::default();
    for dataset in builder.finish().iter() {
        sampler.take(dataset);
    }
    sampler.finish()
}

/// Walks through the parts of a cone, of which the large ones are cut off with these rows; tells how it ends.
fn cut_off(
    protocol: Protocol,
    space: &str,
    least_radius: f64,
    rows: impl Fn(Cone) -> Sample,
) -> Report {
    let mut walk = Walk::new(protocol, &around(space), Mjd(6e4));
    walk.cut_whole(&at_times(&[]));
    while let Some(part) = walk.next() {
        let cone = part.constraints.space.as_ref().unwrap().bounding_cone();
        let outcome = if cone.radius.0 > least_radius {
            Outcome::Overflow
        } else {
            Outcome::Ok
        };
        walk.take_in(part, &report(outcome, ""), &rows(cone));
    }
    walk.end()
}

#[test]
fn a_box_that_is_too_wide_by_the_cosine_keeps_to_the_part() {
    // At Dec 70 the cone fills 0.27 of it: pi/4 times the cosine.
    let report = cut_off(Protocol::Sia1, "10 70 1", 0.3, |cone| {
        let Cone { centre, radius } = cone;
        let cosine = centre.dec.radians().cos();
        let half_width = (radius.radians().sin() / cosine).asin().to_degrees();
        let sides = [half_width / cosine, radius.0].map(|side| side * 0.999);
        rows(centre, sides, |_| true)
    });
    assert_eq!(report.outcome, Outcome::Ok, "{}", report.message);
}

#[test]
fn a_cap_on_the_pole_keeps_to_the_part() {
    let pole = Position::new(0.0, 90.0).unwrap();
    let report = cut_off(Protocol::Sia1, "10 88 1", 0.3, |cone| {
        // All around, down to the southernmost point of the cone.
        let most = pole.separation(cone.centre).0 + cone.radius.0;
        rows(pole, [180.0, most], |_| true)
    });
    assert_eq!(report.outcome, Outcome::Ok, "{}", report.message);
}

#[test]
fn a_size_that_is_taken_for_a_radius_keeps_to_the_part() {
    let report = cut_off(Protocol::Ssap, "10 0 1", 0.3, |cone| {
        let most = 2.0 * cone.radius.0;
        let is_held = |place: Position| place.separation(cone.centre).0 <= most;
        rows(cone.centre, [most * 1.01, most], is_held)
    });
    assert_eq!(report.outcome, Outcome::Ok, "{}", report.message);
}

#[test]
fn a_service_that_always_answers_for_the_whole_is_left_alone_soon() {
    for (protocol, space) in [(Protocol::Sia1, "10 70 1"), (Protocol::Ssap, "10 70 1")] {
        let whole = around(space).space.unwrap();
        let centre = whole.bounding_cone().centre;
        let report = cut_off(protocol, space, 0.0, |_| {
            rows(centre, [3.0, 1.0], |place| whole.contains(place))
        });
        // Two levels at most: seven parts, and seven of each.
        let n_asked = report.attempts.len();
        assert!(n_asked <= 56, "{protocol}: {n_asked} requests");
        assert_eq!(report.outcome, Outcome::Overflow);
    }
}
