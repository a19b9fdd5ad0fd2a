//! A search as it is after its end, without asking anybody.

use std::sync::Arc;
use vodiscover::{
    discovery::{
        Search,
        event::{Ending, Happening, Outcome, Report, RunId, ServiceNr},
        plan::{Considered, Fate, Plan},
        record::Record,
    },
    domain::{
        constraints::{Question, QuestionError},
        dataset::Datasets,
        ivoid::Ivoid,
        service::{Protocol, Service},
    },
    http::Settings,
};

/// The example, asked of a registry that there is not.
pub(crate) fn search() -> Result<Search, QuestionError> {
    let question = Question::example();
    Ok(Search {
        constraints: question.parse()?,
        question,
        registry: "http://reg.example/tap".to_owned(),
        fallbacks: Vec::new(),
        settings: Settings::default(),
    })
}

/// A search of one service, which told of these datasets.
pub(crate) fn record(
    datasets: impl IntoIterator<Item = Datasets>,
) -> Result<Record, QuestionError> {
    let mut record = Record::new(RunId(1), search()?);
    let nr = ServiceNr(0);
    record.take_in(&Happening::Planned(Arc::new(Plan {
        considered: vec![Considered {
            service: Service {
                ivoid: Ivoid::new("ivo://example/one"),
                title: "One".to_owned(),
                protocol: Protocol::ObsCore,
                access_url: "http://one.example/tap".to_owned(),
            },
            alternates: Vec::new(),
            fate: Fate::ToAsk,
            stands_for: Vec::new(),
        }],
    })));
    record.take_in(&Happening::Asking(nr));
    for chunk in datasets {
        record.take_in(&Happening::Rows(nr, Arc::new(chunk)));
    }
    let report = Report::unasked(Outcome::Ok, "", record.started());
    record.take_in(&Happening::Finished(nr, Arc::new(report)));
    record.take_in(&Happening::Ended(Ending::Complete));
    Ok(record)
}
