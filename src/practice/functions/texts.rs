//! LIKE and ILIKE as ADQL means them, and the `ivo_` functions of RegTAP 1.2, section 9.

use super::{PURE, number, scalar, text};
use rusqlite::{
    Connection,
    functions::{Aggregate, Context},
    types::ValueRef,
};

pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    // SQLite calls these for `text REGEXP pattern` and `text MATCH pattern`, with the pattern first.
    scalar(connection, "regexp", 2, |context| {
        Ok(i64::from(is_like(&text(context, 1), &text(context, 0))))
    })?;
    scalar(connection, "match", 2, |context| {
        Ok(i64::from(is_like(
            &text(context, 1).to_lowercase(),
            &text(context, 0).to_lowercase(),
        )))
    })?;
    scalar(connection, "adql_lower", 1, |context| {
        Ok(text(context, 0).to_lowercase())
    })?;
    scalar(connection, "adql_upper", 1, |context| {
        Ok(text(context, 0).to_uppercase())
    })?;
    scalar(connection, "ivo_nocasematch", 2, |context| {
        Ok(i64::from(is_like(
            &text(context, 0).to_lowercase(),
            &text(context, 1).to_lowercase(),
        )))
    })?;
    scalar(connection, "ivo_hasword", 2, |context| {
        Ok(i64::from(has_words(&text(context, 0), &text(context, 1))))
    })?;
    scalar(connection, "ivo_hashlist_has", 2, |context| {
        let (list, item) = (text(context, 0), text(context, 1));
        Ok(i64::from(
            list.split('#')
                .any(|entry| entry.eq_ignore_ascii_case(&item)),
        ))
    })?;
    scalar(connection, "ivo_interval_overlaps", 4, |context| {
        let (lo, hi) = (number(context, 0)?, number(context, 1)?);
        let (other_lo, other_hi) = (number(context, 2)?, number(context, 3)?);
        Ok(i64::from(
            lo <= other_hi && other_lo <= hi && lo <= hi && other_lo <= other_hi,
        ))
    })?;
    connection.create_aggregate_function("ivo_string_agg", 2, PURE, StringAgg)
}

/// Whether a text matches a pattern in which `%` stands for any characters and `_` for one.
fn is_like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) =
        (text.chars().collect(), pattern.chars().collect());
    let (mut at, mut in_pattern) = (0, 0);
    // Where to go on when what follows the last `%` does not fit.
    let mut retry: Option<(usize, usize)> = None;
    while at < text.len() {
        match pattern.get(in_pattern) {
            Some('%') => {
                retry = Some((at, in_pattern));
                in_pattern += 1;
            }
            Some(wanted) if *wanted == '_' || Some(wanted) == text.get(at) => {
                at += 1;
                in_pattern += 1;
            }
            _ => match retry {
                Some((from, percent)) => {
                    at = from + 1;
                    in_pattern = percent + 1;
                    retry = Some((at, percent));
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(in_pattern).all(|rest| *rest == '%')
}

/// Whether the words occur in a text in their order, without regard to case.
fn has_words(text: &str, words: &str) -> bool {
    let split = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (text, words) = (split(text), split(words));
    !words.is_empty() && text.windows(words.len()).any(|window| window == words)
}

/// `ivo_string_agg(text, separator)`: the texts of a group in one; NULLs are left out.
struct StringAgg;

impl Aggregate<(Vec<String>, String), Option<String>> for StringAgg {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<(Vec<String>, String)> {
        Ok((Vec::new(), String::new()))
    }

    fn step(
        &self,
        context: &mut Context<'_>,
        gathered: &mut (Vec<String>, String),
    ) -> rusqlite::Result<()> {
        if !matches!(context.get_raw(0), ValueRef::Null) {
            gathered.0.push(text(context, 0));
            gathered.1 = text(context, 1);
        }
        Ok(())
    }

    fn finalize(
        &self,
        _: &mut Context<'_>,
        gathered: Option<(Vec<String>, String)>,
    ) -> rusqlite::Result<Option<String>> {
        Ok(gathered
            .filter(|(texts, _)| !texts.is_empty())
            .map(|(texts, separator)| texts.join(&separator)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_sql_says() {
        for (text, pattern, expected) in [
            (
                "ivo://ivoa.net/std/sia#query-2.0",
                "ivo://ivoa.net/std/sia#query-2.%",
                true,
            ),
            (
                "ivo://ivoa.net/std/sia",
                "ivo://ivoa.net/std/sia#query-2.%",
                false,
            ),
            ("abc", "a_c", true),
            ("abc", "A_c", false),
            ("aXbXc", "%X%c", true),
            ("", "%", true),
            ("", "_", false),
            ("aab", "%ab", true),
        ] {
            assert_eq!(is_like(text, pattern), expected, "{text} LIKE {pattern}");
        }
    }

    #[test]
    fn words_are_found_whole() {
        assert!(
            has_words("Deep X-ray Surveys", "x-ray"),
            "without regard to case"
        );
        assert!(
            !has_words("Deep X-ray Surveys", "survey"),
            "a part of a word is none"
        );
    }
}
