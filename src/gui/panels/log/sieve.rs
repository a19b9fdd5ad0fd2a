//! Which lines of the log are shown: found out when something changes, and kept until then.

use super::title;
use crate::discovery::{
    event::{RunId, ServiceNr},
    record::{Level, LogLine, Record},
};
use std::collections::BTreeSet;

/// What is looked for in the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The least bad that is shown; `None`: everything.
    pub least: Option<Level>,
    /// The service that is shown; `None`: all.
    pub service: Option<ServiceNr>,
    /// Words that all stand in what is shown.
    pub words: String,
}

/// The lines that are shown, and what there is to choose from.
#[derive(Debug, Default)]
pub(super) struct Sieve {
    /// The search whose log it is.
    of: Option<RunId>,
    /// What was looked for.
    wanted: Wanted,
    /// Lines that were looked at.
    n_seen: usize,
    /// The places in the log of the lines that are shown.
    pub(super) shown: Vec<usize>,
    /// The services that there are lines about.
    pub(super) about: BTreeSet<ServiceNr>,
    n_warnings: u64,
    n_errors: u64,
}

impl Sieve {
    /// Whether it has looked at another search than this one.
    pub(super) fn is_of_another(&self, record: &Record) -> bool {
        self.of.is_some_and(|of| of != record.id())
    }

    /// Looks at the lines that it has not seen, and at all where something else is looked for.
    pub(super) fn update(&mut self, record: &Record, wanted: &Wanted) {
        let log = record.log();
        if self.of != Some(record.id()) || log.len() < self.n_seen {
            *self = Self {
                of: Some(record.id()),
                wanted: wanted.clone(),
                ..Self::default()
            };
        }
        let from = if self.wanted == *wanted {
            self.n_seen
        } else {
            self.wanted.clone_from(wanted);
            self.shown.clear();
            0
        };
        if from == log.len() {
            return;
        }
        for line in log.get(self.n_seen..).unwrap_or_default() {
            self.about.extend(line.service);
            self.n_warnings += u64::from(line.level == Level::Warning);
            self.n_errors += u64::from(line.level == Level::Error);
        }
        let words = wanted.words.split_whitespace().map(str::to_lowercase);
        let words: Vec<String> = words.collect();
        let lines = log.iter().enumerate().skip(from);
        let found = lines.filter(|(_, line)| wanted.shows(record, &words, line));
        self.shown.extend(found.map(|(place, _)| place));
        self.n_seen = log.len();
    }

    /// How many lines there are that are at least so bad.
    pub(super) fn count(&self, least: Option<Level>) -> u64 {
        match least {
            None | Some(Level::Info) => self.n_seen as u64,
            Some(Level::Warning) => self.n_warnings + self.n_errors,
            Some(Level::Error) => self.n_errors,
        }
    }
}

impl Wanted {
    /// Whether a line is shown, where these are its words in small letters.
    fn shows(&self, record: &Record, words: &[String], line: &LogLine) -> bool {
        let holds_words = || {
            let text = format!("{} {}", title(record, line.service), line.text).to_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
        };
        self.least.is_none_or(|least| least <= line.level)
            && (self.service.is_none() || self.service == line.service)
            && (words.is_empty() || holds_words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::testing::{answered, running};

    fn sifted(sieve: &mut Sieve, record: &Record, wanted: &Wanted) -> Vec<String> {
        sieve.update(record, wanted);
        let text = |place: &usize| record.log()[*place].text.clone();
        sieve.shown.iter().map(text).collect()
    }

    #[test]
    fn lines_that_come_in_are_looked_at_once_and_counted() {
        let mut state = answered().0;
        let mut sieve = Sieve::default();
        let wanted = Wanted {
            words: "SAVED".to_owned(),
            ..Wanted::default()
        };
        let record = &mut state.search.as_mut().unwrap().record;
        assert_eq!(sifted(&mut sieve, record, &wanted), [""; 0]);
        assert_eq!(sieve.count(Some(Level::Error)), 1, "one service failed");
        let n_before = sieve.count(None);
        record.note("saved one".to_owned());
        record.note_as(Level::Warning, "nothing of it".to_owned());
        record.note_as(Level::Error, "not saved".to_owned());
        assert_eq!(
            sifted(&mut sieve, record, &wanted),
            ["saved one", "not saved"]
        );
        assert_eq!(sieve.count(None), n_before + 3);
        assert_eq!(sieve.count(Some(Level::Warning)), 3);
        assert_eq!(sieve.count(Some(Level::Error)), 2);
        let errors = Wanted {
            least: Some(Level::Error),
            ..wanted
        };
        assert_eq!(sifted(&mut sieve, record, &errors), ["not saved"]);
        assert_eq!(sieve.count(None), n_before + 3, "none is counted twice");
        let about: Vec<ServiceNr> = sieve.about.iter().copied().collect();
        assert_eq!(about, [ServiceNr(0), ServiceNr(1), ServiceNr(2)]);
    }

    #[test]
    fn another_search_is_looked_at_anew() {
        let mut sieve = Sieve::default();
        let wanted = Wanted::default();
        let first = answered().0;
        sieve.update(first.record().unwrap(), &wanted);
        let mut next = running().0;
        next.search.as_mut().unwrap().record =
            Record::new(RunId(2), next.record().unwrap().search().clone());
        let record = next.record().unwrap();
        assert!(sieve.is_of_another(record), "RunId 2 after 1");
        assert_eq!(
            sifted(&mut sieve, record, &wanted).len(),
            record.log().len()
        );
        assert!(sieve.about.is_empty(), "no service was told of yet");
        assert_eq!(sieve.count(Some(Level::Error)), 0);
    }
}
