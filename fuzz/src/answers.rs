//! What services and registries answer, read as each protocol reads it.

use super::question::service;
use std::ops::ControlFlow;
use vodiscover::{
    domain::{
        constraints::{Constraints, Question},
        dataset::{Datasets, DatasetsBuilder},
        matching::Judge,
        obscore::{Kind, ObsColumn},
        service::Protocol,
    },
    protocol::{
        AnswerError, AnswerLimits, dali, read_answer,
        regtap::{self, Candidate},
    },
};

const PROTOCOLS: [Protocol; 4] = [
    Protocol::Sia1,
    Protocol::Ssap,
    Protocol::Sia2,
    Protocol::ObsCore,
];

/// Rows that are kept of one answer: few, so that a small document has more.
const MOST_ROWS: usize = 40;

/// Takes the first byte as who is asked, and the rest as the answer.
pub fn check(bytes: &[u8]) {
    let Some((who, answer)) = bytes.split_first() else {
        return;
    };
    match who % 8 {
        4 => check_registry(answer),
        5 => check_relationships(answer),
        6 => {
            if let Some(said) = dali::explain(answer) {
                assert!(!said.is_empty() && said.chars().count() <= 501, "{said}");
                assert!(!said.contains('\n'), "{said}");
            }
        }
        nr => check_answer(PROTOCOLS[usize::from(nr % 4)], answer),
    }
}

fn check_answer(protocol: Protocol, answer: &[u8]) {
    let service = service(protocol);
    let limits = AnswerLimits {
        max_rows: MOST_ROWS,
        ..AnswerLimits::default()
    };
    let constraints = Question::example().parse().expect("the example");
    let mut n_rows = 0;
    let end = read_answer(&service, answer, &limits, &mut |datasets| {
        assert!(!datasets.is_empty(), "a batch of nothing");
        n_rows += datasets.len();
        check_datasets(&datasets, protocol, &constraints);
        ControlFlow::Continue(())
    });
    assert!(n_rows <= MOST_ROWS, "{n_rows} rows");
    match end {
        Ok(end) => {
            assert!(
                end.received <= MOST_ROWS && n_rows <= end.received,
                "{end:?}"
            );
        }
        Err(error) => check_error(&error),
    }
    let mut n_calls = 0;
    let end = read_answer(&service, answer, &limits, &mut |_| {
        n_calls += 1;
        ControlFlow::Break(())
    });
    assert!(n_calls <= 1, "it goes on after it was broken off");
    assert!(n_calls == 0 || end.is_ok(), "to break off is no error");
}

fn check_datasets(datasets: &Datasets, protocol: Protocol, constraints: &Constraints) {
    let judge = Judge::new(constraints);
    let mut copy = DatasetsBuilder::new();
    for dataset in datasets.iter() {
        assert_eq!(dataset.text(ObsColumn::Protocol), Some(protocol.name()));
        assert_eq!(
            dataset.text(ObsColumn::OriginService),
            Some("ivo://example/service")
        );
        let verdict = judge.judge(dataset);
        assert!(verdict.keeps(true) || !verdict.keeps(false));
        for column in ObsColumn::ALL {
            let number = dataset.number(column);
            assert!(
                number.is_none_or(|number| !number.is_nan()),
                "{column:?}: {number:?}"
            );
            let text = dataset.text(column);
            assert!(text.is_none_or(|text| !text.is_empty()), "{column:?}");
        }
        let ends = (
            dataset.number(ObsColumn::EmMin),
            dataset.number(ObsColumn::EmMax),
        );
        if let (Some(lo), Some(hi)) = ends {
            // An upper limit of 0 is an unknown one.
            assert!(lo <= hi || hi <= 0.0, "{lo} to {hi} m");
        }
        copy.copy_row(dataset);
    }
    let copy = copy.finish();
    for (one, two) in datasets.iter().zip(copy.iter()) {
        for column in ObsColumn::ALL {
            match column.kind() {
                Kind::Text => assert_eq!(one.text(column), two.text(column)),
                Kind::Integer => assert_eq!(one.integer(column), two.integer(column)),
                Kind::Number => assert_eq!(one.number(column), two.number(column)),
            }
        }
    }
}

fn check_error(error: &AnswerError) {
    let said = error.to_string();
    assert!(!said.is_empty() && !said.contains('\n'), "{said:?}");
    assert!(said.chars().count() < 1000, "{said}");
}

fn check_registry(answer: &[u8]) {
    let listed = match regtap::read_candidates(answer) {
        Ok(listed) => listed.entries,
        Err(error) => return check_error(&error),
    };
    let key = |candidate: &Candidate| (candidate.ivoid.clone(), candidate.cap_index);
    assert!(
        listed.is_sorted_by(|one, two| key(one) < key(two)),
        "in order, each once"
    );
    for candidate in &listed {
        assert!(
            !candidate.title.contains(['\n', '\r', '\t']),
            "{candidate:?}"
        );
        assert!(
            !candidate.alternates.contains(&candidate.access_url),
            "{candidate:?}"
        );
        assert_eq!(
            candidate.standard_id,
            candidate.standard_id.to_ascii_lowercase()
        );
        let mut alternates = candidate.alternates.clone();
        alternates.sort();
        alternates.dedup();
        assert_eq!(
            alternates.len(),
            candidate.alternates.len(),
            "{candidate:?}"
        );
    }
}

fn check_relationships(answer: &[u8]) {
    match regtap::read_relationships(answer) {
        Ok(listed) => assert!(listed.entries.is_sorted_by(|one, two| one < two)),
        Err(error) => check_error(&error),
    }
}
