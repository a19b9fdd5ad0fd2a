//! Which services the table shows, in which order, and what they come to by protocol.

use super::service_rows::{Filter, Row, row};
use crate::{
    discovery::{
        event::{Outcome, ServiceNr},
        record::{Place, Record, ServiceState},
    },
    domain::service::Protocol,
    gui::widgets::mark::Mark,
    listing::Direction,
};
use std::cmp::Reverse;

/// Which services are shown, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Choice {
    /// What became of them.
    pub filter: Filter,
    /// How they are asked; `None`: in any way.
    pub protocol: Option<Protocol>,
    /// Words that all stand in their titles, identifiers, states or messages.
    pub words: String,
    /// By which column they are sorted.
    pub sort: Sort,
    /// Whether that goes the other way than usual.
    pub is_turned: bool,
}

/// By which column the services are sorted. Ties stand in the order of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Sort {
    /// What deserves a look first: failed, overflow, asking (the slowest first), ok (the most new first), empty, stopped,
    /// waiting, not asked.
    #[default]
    State,
    /// By protocol.
    Protocol,
    /// By title.
    Title,
    /// Most first.
    Received,
    /// Most first.
    Matched,
    /// Most first.
    New,
    /// Longest first.
    Time,
    /// By message.
    Message,
}

impl Sort {
    /// In the order of the columns.
    pub(crate) const ALL: [Self; 8] = [
        Self::State,
        Self::Protocol,
        Self::Title,
        Self::Received,
        Self::Matched,
        Self::New,
        Self::Time,
        Self::Message,
    ];

    /// The number of its column.
    pub(crate) fn column(self) -> usize {
        Self::ALL
            .iter()
            .position(|sort| *sort == self)
            .unwrap_or_default()
    }

    /// Which way it goes: what there is most of stands first.
    fn direction(self) -> Direction {
        match self {
            Self::State | Self::Protocol | Self::Title | Self::Message => Direction::Up,
            Self::Received | Self::Matched | Self::New | Self::Time => Direction::Down,
        }
    }
}

impl Choice {
    /// Which way the column goes by which they are sorted.
    pub(crate) fn direction(&self) -> Direction {
        match (self.sort.direction(), self.is_turned) {
            (Direction::Up, false) | (Direction::Down, true) => Direction::Up,
            (Direction::Down, false) | (Direction::Up, true) => Direction::Down,
        }
    }

    /// Sorts by a column; by the same one, the other way.
    pub(crate) fn sort_by(&mut self, column: usize) {
        let Some(sort) = Sort::ALL.get(column).copied() else {
            return;
        };
        self.is_turned = sort == self.sort && !self.is_turned;
        self.sort = sort;
    }

    /// The services that are shown, in their order.
    pub(crate) fn ordered(&self, record: &Record) -> Vec<ServiceNr> {
        let words: Vec<String> = self
            .words
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let mut shown: Vec<(ServiceNr, Row<'_>)> = (0..)
            .map(ServiceNr)
            .zip(record.services())
            .filter(|(_, state)| self.filter.shows(state))
            .filter(|(_, state)| self.protocol.is_none_or(|it| it == state.service.protocol))
            .map(|(nr, state)| (nr, row(record, state), state))
            .filter(|(_, row, state)| holds(&words, row, state))
            .map(|(nr, row, _)| (nr, row))
            .collect();
        sort(&mut shown, self.sort);
        if self.is_turned {
            shown.reverse();
        }
        shown.into_iter().map(|(nr, _)| nr).collect()
    }
}

/// Whether all words stand in what is known of a service.
fn holds(words: &[String], row: &Row<'_>, state: &ServiceState) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = [
        row.word,
        row.protocol,
        row.title,
        state.service.ivoid.as_str(),
        &state.service.access_url,
        &row.message,
    ]
    .join("\n")
    .to_lowercase();
    words.iter().all(|word| text.contains(word.as_str()))
}

fn sort(shown: &mut [(ServiceNr, Row<'_>)], by: Sort) {
    match by {
        Sort::State => shown.sort_by_key(|(_, row)| {
            let slowest = row.took.filter(|_| row.mark == Mark::Asking);
            (urgency(row.mark), Reverse(slowest), Reverse(row.new))
        }),
        Sort::Protocol => shown.sort_by_key(|(_, row)| row.protocol),
        Sort::Title => shown.sort_by_cached_key(|(_, row)| row.title.to_lowercase()),
        Sort::Received => shown.sort_by_key(|(_, row)| Reverse(row.received)),
        Sort::Matched => shown.sort_by_key(|(_, row)| Reverse(row.matched)),
        Sort::New => shown.sort_by_key(|(_, row)| Reverse(row.new)),
        Sort::Time => shown.sort_by_key(|(_, row)| Reverse(row.took)),
        Sort::Message => shown.sort_by(|(_, one), (_, other)| {
            (one.message.is_empty(), &one.message).cmp(&(other.message.is_empty(), &other.message))
        }),
    }
}

/// What deserves a look first.
fn urgency(mark: Mark) -> u8 {
    match mark {
        Mark::Failed => 0,
        Mark::Warning => 1,
        Mark::Asking => 2,
        Mark::Good => 3,
        Mark::Empty => 4,
        Mark::Stopped => 5,
        Mark::Waiting => 6,
        Mark::LeftOut => 7,
    }
}

/// What the services of one protocol come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Total {
    /// How they are asked.
    pub protocol: Protocol,
    /// Services that are being asked, wait, or have ended.
    pub to_ask: u64,
    /// Those of them that have answered or failed.
    pub asked: u64,
    /// Those of them that failed.
    pub failed: u64,
    /// Datasets that they told first.
    pub new: u64,
}

/// What the services come to by protocol, of protocols that there are services of.
pub(crate) fn totals(record: &Record) -> Vec<Total> {
    let every = [
        Protocol::ObsCore,
        Protocol::Sia2,
        Protocol::Sia1,
        Protocol::Ssap,
    ];
    let of = |protocol| {
        let mut total = Total {
            protocol,
            to_ask: 0,
            asked: 0,
            failed: 0,
            new: 0,
        };
        let services = record.services().iter();
        for state in services.filter(|state| state.service.protocol == protocol) {
            match &state.place {
                Place::LeftOut(_) => {}
                Place::Waiting | Place::Asking { .. } => total.to_ask += 1,
                Place::Done(report) => {
                    total.new += report.new;
                    match report.outcome {
                        Outcome::Ok | Outcome::Empty | Outcome::Overflow => total.asked += 1,
                        Outcome::Failed => {
                            total.asked += 1;
                            total.failed += 1;
                        }
                        Outcome::Skipped | Outcome::Stopped | Outcome::NotAsked => {}
                    }
                }
            }
        }
        total.to_ask += total.asked;
        total
    };
    every
        .into_iter()
        .map(of)
        .filter(|total| total.to_ask > 0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::testing::answered;

    fn titles(choice: &Choice) -> Vec<String> {
        let (state, _) = answered();
        let record = state.record().unwrap();
        let title = |nr: ServiceNr| record.services()[nr.index()].service.title.clone();
        choice.ordered(record).into_iter().map(title).collect()
    }

    #[test]
    fn what_failed_stands_first_and_what_is_left_out_last() {
        let usual = ["Plate archive", "Röntgen archive", "Röntgen archive by SIA"];
        assert_eq!(titles(&Choice::default()), usual);
        let mut turned = Choice::default();
        turned.sort_by(0);
        assert_eq!(titles(&turned), [usual[2], usual[1], usual[0]]);
        turned.sort_by(2);
        assert_eq!((turned.sort, turned.is_turned), (Sort::Title, false));
        assert_eq!(titles(&turned), usual);
    }

    #[test]
    fn words_and_protocols_leave_services_out() {
        let words = |words: &str| Choice {
            words: words.to_owned(),
            ..Choice::default()
        };
        assert_eq!(titles(&words("rönt SIA1")), ["Röntgen archive by SIA"]);
        assert_eq!(titles(&words("no answer within")), ["Plate archive"]);
        assert_eq!(titles(&words("archive.example/0")), ["Röntgen archive"]);
        assert_eq!(titles(&words("nowhere")), [""; 0]);
        let sia2 = Choice {
            protocol: Some(Protocol::Sia2),
            ..Choice::default()
        };
        assert_eq!(titles(&sia2), ["Plate archive"]);
    }

    #[test]
    fn the_totals_by_protocol_leave_out_what_is_not_asked() {
        let (state, _) = answered();
        let totals = totals(state.record().unwrap());
        let total = |protocol, failed, new| Total {
            protocol,
            to_ask: 1,
            asked: 1,
            failed,
            new,
        };
        let expected = [total(Protocol::ObsCore, 0, 2), total(Protocol::Sia2, 1, 0)];
        assert_eq!(totals, expected);
    }
}
