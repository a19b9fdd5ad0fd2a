//! Suspects an answer of being cut off without a word, by the number of its rows.

use super::record::grouped;
use crate::domain::service::Protocol;

/// Numbers of rows at which services are known to stop: 2,000 at ESA's archives, 10,000 and 1,000,000 in a fresh DaCHS,
/// 100,000 at HEASARC, 3,000,000 at Gaia's, and the round numbers that people choose besides.
///
/// By mere chance a whole answer has exactly one of these once in some hundreds; then a few requests too many are sent.
const USUAL: [u64; 18] = [
    500, 1_000, 2_000, 2_500, 3_000, 5_000, 10_000, 15_000, 20_000, 25_000, 50_000, 100_000,
    200_000, 250_000, 500_000, 1_000_000, 2_000_000, 3_000_000,
];

/// Limits that only services have which cannot be told another: a page of results, as people look at. Where thousands
/// of rows were asked for by name, nobody stops so early without a word.
const SMALL: [u64; 2] = [100, 200];

/// Why an answer of `rows` rows, of which its service says that these are all, may not be all, and what can be done;
/// `None` where nothing speaks for that. `maxrec` is the limit that was sent, where the protocol has a word for it.
fn suspicion(rows: u64, maxrec: Option<u32>) -> Option<String> {
    let why = sign_of_more(rows, maxrec)?;
    Some(format!(
        "{why}: the service may hold more; {}",
        remedy(maxrec)
    ))
}

/// What in the number of rows speaks for there being more.
pub(super) fn sign_of_more(rows: u64, maxrec: Option<u32>) -> Option<String> {
    match maxrec.map(u64::from) {
        // Some give one more than they were asked for, to show that there are more.
        Some(maxrec) if maxrec > 0 && (maxrec == rows || maxrec + 1 == rows) => Some(format!(
            "{} rows came, which is as many as were asked for",
            grouped(rows)
        )),
        None if SMALL.contains(&rows) => Some(usual(rows)),
        _ if USUAL.contains(&rows) => Some(usual(rows)),
        _ => None,
    }
}

/// Why an answer is not all, by what its service says or else by the number of its rows; `None` where nothing speaks for
/// that. `maxrec` is the limit that was sent, where the protocol has a word for it.
pub(super) fn cut_off(overflow: bool, rows: u64, maxrec: Option<u32>) -> Option<String> {
    if overflow {
        Some(stated(maxrec))
    } else {
        suspicion(rows, maxrec)
    }
}

/// What is said of a service that says itself that it holds more.
fn stated(maxrec: Option<u32>) -> String {
    format!("the service holds more than it gave; {}", remedy(maxrec))
}

/// The limit that is sent to services of a protocol, where it has a word for it.
pub(super) fn sent(protocol: Protocol, maxrec: u32) -> Option<u32> {
    protocol.takes_maxrec().then_some(maxrec)
}

fn usual(rows: u64) -> String {
    format!(
        "exactly {} rows came, which is a usual limit",
        grouped(rows)
    )
}

/// What can be done: words that fit the window and the command line.
pub(super) fn remedy(maxrec: Option<u32>) -> &'static str {
    match maxrec {
        Some(_) => "ask for more, or in parts",
        None => "ask in parts",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: u64, maxrec: Option<u32>, expected: Option<&str>) {
        assert_eq!(suspicion(rows, maxrec).as_deref(), expected);
    }

    #[test]
    fn a_usual_limit_is_suspected_and_said() {
        let said = "exactly 2,000 rows came, which is a usual limit: the service may hold more; ask for more, or in parts";
        check(2_000, Some(20_000), Some(said));
        for innocent in [0, 1, 7, 1_999, 2_001, 12_345] {
            check(innocent, Some(20_000), None);
            check(innocent, None, None);
        }
    }

    #[test]
    fn as_many_rows_as_were_asked_for_may_not_be_all() {
        let said = |rows: &str| {
            format!(
                "{rows} rows came, which is as many as were asked for: the service may hold more; ask for more, or in parts"
            )
        };
        check(7, Some(7), Some(&said("7")));
        check(8, Some(7), Some(&said("8")));
        check(9, Some(7), None);
    }

    #[test]
    fn a_hundred_rows_are_suspect_only_where_no_limit_was_sent() {
        let said = "exactly 100 rows came, which is a usual limit: the service may hold more; ask in parts";
        check(100, None, Some(said));
        check(100, Some(20_000), None);
    }
}
