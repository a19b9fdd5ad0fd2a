//! The fields of a search as they are typed, and what they make of it.

use vodiscover::{
    domain::{
        constraints::{Constraints, Meaning, Product, Question, QuestionError},
        dataset::DatasetsBuilder,
        ivoid::Ivoid,
        matching::{Judge, Match},
        obscore::ObsColumn,
        region::Region,
        service::{Protocol, Service},
    },
    protocol,
};

/// Takes the bytes as lines: space, spectrum, time.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.splitn(3, '\n');
    let mut line = || lines.next().unwrap_or_default().to_owned();
    let question = Question {
        space: line(),
        spectrum: line(),
        time: line(),
        product: Product::ALL[bytes.len() % 3],
        inclusive: bytes.len().is_multiple_of(2),
        resolved: None,
        services: Vec::new(),
    };
    check_meanings(&question);
    let Ok(constraints) = question.parse() else {
        return;
    };
    let padded = Question {
        space: format!(" {} ", question.space),
        spectrum: format!("\t{}\u{a0}", question.spectrum),
        time: format!(" {}  ", question.time),
        ..question.clone()
    };
    assert_eq!(
        padded.parse().as_ref(),
        Ok(&constraints),
        "with blanks around"
    );
    check_constraints(&constraints);
    let again = rewritten(&constraints, &question);
    assert_eq!(again.parse().as_ref(), Ok(&constraints), "{again:?}");
    check_requests(&constraints);
    check_judge(&constraints);
}

/// What stands under a field is one line, and says the same as the parser.
fn check_meanings(question: &Question) {
    let Question {
        space,
        spectrum,
        time,
        ..
    } = question;
    let alone = |space: &str, spectrum: &str, time: &str| Question {
        space: space.to_owned(),
        spectrum: spectrum.to_owned(),
        time: time.to_owned(),
        ..Question::default()
    };
    let reading = question.read();
    for (text, question, meaning) in [
        (space, alone(space, "", ""), reading.space),
        (spectrum, alone("", spectrum, ""), reading.spectrum),
        (time, alone("", "", time), reading.time),
    ] {
        let said = meaning.text();
        assert!(!said.is_empty() && !said.contains('\n'), "{said:?}");
        assert!(said.chars().count() < 600, "{said}");
        match (&meaning, question.parse()) {
            (Meaning::Empty(_), Err(_)) => assert!(text.trim().is_empty()),
            (Meaning::Understood(said), Ok(_)) => {
                assert!(!said.contains("NaN"), "{said} for {text:?}");
            }
            (Meaning::Understood(_), Err(QuestionError::Unresolved(_)))
            | (Meaning::Wrong(_), Err(_)) => {}
            (meaning, parsed) => panic!("{meaning:?} but {parsed:?}"),
        }
    }
}

fn check_constraints(constraints: &Constraints) {
    if let Some(space) = &constraints.space {
        assert!(
            matches!(space, Region::Cone(_) | Region::Polygon(_)),
            "{space:?}"
        );
        assert!(space.meets(space), "{space:?}");
    }
    if let Some(spectrum) = constraints.spectrum {
        assert!(
            spectrum.lo <= spectrum.hi && spectrum.lo.0 >= 0.0,
            "{spectrum:?}"
        );
        assert!(
            spectrum.lo.0.is_finite() && spectrum.hi.0 > 0.0,
            "{spectrum:?}"
        );
    }
    if let Some(time) = constraints.time {
        assert!(time.lo <= time.hi, "{time:?}");
        assert!(time.lo.0.is_finite() || time.hi.0.is_finite(), "{time:?}");
    }
}

/// The same question, written in the plainest way.
fn rewritten(constraints: &Constraints, question: &Question) -> Question {
    let space = match &constraints.space {
        Some(Region::Cone(cone)) => {
            format!(
                "{}, {} {}",
                cone.centre.ra.0, cone.centre.dec.0, cone.radius.0
            )
        }
        _ => question.space.clone(),
    };
    let spectrum = constraints
        .spectrum
        .map(|spectrum| match (spectrum.lo.0, spectrum.hi.0) {
            (lo, hi) if lo <= 0.0 && hi.is_infinite() => ".. radio".to_owned(),
            (lo, hi) if hi.is_infinite() => format!("{lo} m .."),
            (lo, hi) if lo <= 0.0 => format!(".. {hi} m"),
            (lo, hi) => format!("{lo} .. {hi} m"),
        });
    let time = constraints.time.map(|time| match (time.lo.0, time.hi.0) {
        (lo, hi) if hi.is_infinite() => format!("MJD {lo} .."),
        (lo, hi) if lo.is_infinite() => format!(".. MJD {hi}"),
        (lo, hi) => format!("MJD {lo} .. MJD {hi}"),
    });
    Question {
        space,
        spectrum: spectrum.unwrap_or_default(),
        time: time.unwrap_or_default(),
        ..question.clone()
    }
}

/// Every protocol's requests are addresses, and no number in them is none.
fn check_requests(constraints: &Constraints) {
    for protocol in [
        Protocol::Sia1,
        Protocol::Ssap,
        Protocol::Sia2,
        Protocol::ObsCore,
    ] {
        for rung in protocol::requests(&service(protocol), constraints, 100) {
            let request = rung.request;
            assert!(
                request.url.starts_with("http://example.org/q"),
                "{}",
                request.url
            );
            assert!(request.url.is_ascii(), "{}", request.url);
            let body = request.body().unwrap_or_default();
            assert!(
                !format!("{}{body}", request.url).contains("NaN"),
                "{request:?}"
            );
            for (name, value) in &request.form {
                // ADQL has no word for infinity.
                assert!(!value.contains("inf"), "{name}={value}");
            }
        }
    }
}

pub fn service(protocol: Protocol) -> Service {
    Service {
        ivoid: Ivoid::new("ivo://example/service"),
        title: "A service".to_owned(),
        protocol,
        access_url: "http://example.org/q?".to_owned(),
    }
}

/// A dataset that is exactly what was asked for is kept, and one that says nothing is undeclared.
fn check_judge(constraints: &Constraints) {
    let mut builder = DatasetsBuilder::new();
    let kind = constraints.product.types()[0];
    builder.set_text(ObsColumn::DataproductType, kind);
    let centre = match &constraints.space {
        Some(Region::Cone(cone)) => Some(cone.centre),
        Some(Region::Polygon(polygon)) => polygon.vertices().first().copied(),
        _ => None,
    };
    if let Some(centre) = centre {
        builder.set_number(ObsColumn::SRa, centre.ra.0);
        builder.set_number(ObsColumn::SDec, centre.dec.0);
    }
    if let Some(spectrum) = constraints.spectrum {
        builder.set_number(ObsColumn::EmMin, spectrum.lo.0);
        builder.set_number(ObsColumn::EmMax, spectrum.hi.0);
    }
    if let Some(time) = constraints.time {
        builder.set_number(ObsColumn::TMin, time.lo.0);
        builder.set_number(ObsColumn::TMax, time.hi.0);
    }
    builder.finish_row();
    builder.set_text(ObsColumn::DataproductType, kind);
    builder.finish_row();
    let datasets = builder.finish();
    let judge = Judge::new(constraints);
    let exact = judge.judge(datasets.row(0));
    // What is no date of an observation, as MJD 0, stands for none.
    let is_dated = constraints.time.is_none_or(|time| time.lo.0 > 0.0);
    assert!(exact.keeps(!is_dated), "{exact:?} for {constraints:?}");
    let silent = judge.judge(datasets.row(1));
    let axes = [silent.space, silent.spectrum, silent.time];
    assert!(
        axes.iter()
            .flatten()
            .all(|found| *found == Match::Undeclared),
        "{silent:?}"
    );
    assert!(silent.keeps(true) && !silent.keeps(false), "{silent:?}");
}
