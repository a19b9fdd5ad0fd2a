//! Which messages a client takes: SAMP 1.3, 3.7.

use dxr::Value;

use crate::samp::message::Map;

/// The messages that a client takes, each with what it says about that: a map, mostly empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Subscriptions(Map);

impl Subscriptions {
    /// What a client declares: message types, or the start of some with `*` as their last word.
    pub(crate) fn read(map: Map) -> Result<Self, String> {
        let odd = map
            .iter()
            .find(|(_, value)| !matches!(value, Value::Struct(_)));
        match odd {
            None => Ok(Self(map)),
            Some((mtype, _)) => Err(format!("what is said about {mtype} is no map")),
        }
    }

    /// As they were declared.
    pub(crate) fn map(&self) -> &Map {
        &self.0
    }

    /// What is said about the messages of this `MType`, if they are taken: under its own name if it is there, else under
    /// the longest start that fits.
    pub(crate) fn of(&self, mtype: &str) -> Option<&Value> {
        self.0.get(mtype).or_else(|| {
            let fitting = self.0.iter().filter(|(pattern, _)| fits(pattern, mtype));
            fitting
                .max_by_key(|(pattern, _)| pattern.len())
                .map(|(_, said)| said)
        })
    }
}

/// SAMP 1.3, 3.7: `*` stands for the rest of the `MType`, at the end only, alone or after a dot.
fn fits(pattern: &str, mtype: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some("") => true,
        Some(start) => start.ends_with('.') && mtype.starts_with(start),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samp::message::map_of;

    fn subscriptions(patterns: &[&str]) -> Subscriptions {
        let map = patterns.iter().map(|pattern| {
            let said = map_of([("said", (*pattern).to_owned())]);
            ((*pattern).to_owned(), Value::Struct(said))
        });
        Subscriptions::read(map.collect()).unwrap()
    }

    fn check(patterns: &[&str], mtype: &str, expected: Option<&str>) {
        let subscriptions = subscriptions(patterns);
        let said = expected.map(|said| Value::Struct(map_of([("said", said.to_owned())])));
        assert_eq!(
            subscriptions.of(mtype),
            said.as_ref(),
            "{mtype} of {patterns:?}"
        );
    }

    #[test]
    fn an_mtype_is_taken_by_its_name_or_by_the_longest_start() {
        let table = "table.load.votable";
        check(&[table], table, Some(table));
        check(&[table], "table.load.fits", None);
        check(&[table], "table.load.votable.not", None);
        check(&["table.*"], table, Some("table.*"));
        check(&["table.load.*"], table, Some("table.load.*"));
        check(&["*"], table, Some("*"));
        check(
            &["*", "table.*", "table.load.*"],
            table,
            Some("table.load.*"),
        );
        check(&["*", "table.*", table], table, Some(table));
        check(&["table.*"], "table", None);
        check(&["table.*"], "tables.load", None);
        check(&[], table, None);
    }

    #[test]
    fn a_star_elsewhere_is_no_wildcard() {
        check(&["*.load.votable"], "table.load.votable", None);
        check(&["table.*.votable"], "table.load.votable", None);
        check(&["tab*"], "table.load.votable", None);
    }

    #[test]
    fn what_is_said_about_an_mtype_must_be_a_map() {
        let map = map_of([("table.load.votable", "yes".to_owned())]);
        assert_eq!(
            Subscriptions::read(map),
            Err("what is said about table.load.votable is no map".to_owned())
        );
    }
}
