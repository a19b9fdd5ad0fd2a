//! A search of one service, to its end and beyond.

use crate::{
    answers::{Entry, SIA2, registry_answer},
    searching::{Searching, around},
    wire::{Manner, Wire},
};
use std::time::Duration;
use vodiscover::{
    discovery::{
        Search,
        again::How,
        event::{Ending, Happening, Report, ServiceNr},
        record::{Place, Record},
    },
    domain::obscore::ObsColumn,
};

/// The one service, or the first of them.
pub(crate) const FIRST: ServiceNr = ServiceNr(0);

/// An answer without fault.
pub(crate) fn well(body: Vec<u8>) -> Manner {
    Manner::Answer("200 OK", body)
}

/// A service in a registry.
pub(crate) fn entry(name: &'static str, standard: &'static str, url: String) -> Entry {
    Entry {
        name,
        standard,
        url,
    }
}

/// A registry of these services, the first of each pair served by the second.
pub(crate) async fn registry_of(entries: Vec<Entry>, served_by: &'static [(&str, &str)]) -> Wire {
    Wire::start(move |heard| well(registry_answer(&heard.body, &entries, served_by)))
        .await
        .unwrap()
}

/// A search of one service of SIA2, to its end.
pub(crate) async fn searched(service: &Wire, change: impl Fn(&mut Search)) -> Searching {
    let registry = registry_of(vec![entry("sia2", SIA2, service.url("/sia2"))], &[]).await;
    let mut search = around(&registry.url("/tap"));
    search.settings.silence = Duration::from_millis(300);
    change(&mut search);
    let mut searching = Searching::start(search);
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    searching
}

/// Asks one service again, to the end.
pub(crate) async fn asked_again(searching: &mut Searching, how: How) {
    searching.again(&[(FIRST, how)]);
    let first = searching.next().await.unwrap();
    assert!(matches!(first, Happening::AskingAgain(_)), "{first:?}");
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    searching.check_silence().await;
}

/// What became of a service.
pub(crate) fn report(record: &Record, nr: ServiceNr) -> &Report {
    match &record.services()[nr.index()].place {
        Place::Done(report) => report,
        other => panic!("{other:?}"),
    }
}

/// The addresses of all that was found.
pub(crate) fn addresses(record: &Record) -> Vec<&str> {
    let found = record.found().iter();
    found
        .map(|dataset| dataset.text(ObsColumn::AccessUrl).unwrap_or_default())
        .collect()
}

/// A whole answer as of a service that holds more.
pub(crate) fn overflowing(body: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(body).unwrap();
    let said = "</TABLE><INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>";
    text.replace("</TABLE>", said).into_bytes()
}
